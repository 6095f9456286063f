"""What people typed is shown in Slack as they typed it: it rings nobody and breaks nothing."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.locale import link, mention, quote

NASTY = st.text(alphabet=st.sampled_from("ab <>&|@!#^*_~`\n\u00e9\U0001f525UC1:/.") | st.characters(), max_size=200)
RINGING = re.compile(r"<!|@(channel|here|everyone)\b")


@given(NASTY, st.none() | st.integers(1, 80))
def test_nothing_that_people_type_rings_everybody(text: str, most: int | None) -> None:
    """No typed text mentions a channel, whatever it looks like and wherever it is cut."""
    assert not RINGING.search(quote(f"{text} <!channel> @here {text}", most))


@given(NASTY, st.integers(1, 80))
def test_a_quoted_text_keeps_to_its_limit_and_is_cut_at_no_entity(text: str, most: int) -> None:
    """The limit counts what is sent; no half of an entity or of a mention is ever left."""
    quoted = quote(text, most)
    assert len(quoted) <= most
    assert re.fullmatch(r"(?s)(?:\n> |[^<>&\n]|&(?:amp|lt|gt);|<[@#][A-Z][A-Z0-9]+>)*", quoted)


def test_a_text_is_not_cut_behind_a_quotation_mark() -> None:
    """A line of which nothing fits is left out whole."""
    assert quote("0000\n00", 8) == "0000…"


def test_single_people_and_channels_stay_clickable() -> None:
    """A mention of one person or one channel is kept as such."""
    assert quote("<@U12|ana> in <#C12|general>") == "<@U12> in <#C12>"


def test_everybody_and_groups_are_named_without_ringing() -> None:
    """Their names stay readable."""
    assert quote("<!here> <!subteam^S1|@cell>").replace("\u2060", "") == "@here @cell"


def test_quoting_twice_is_quoting_once() -> None:
    """What is safe stays as it is."""
    assert quote(quote("a & b")) == "a &amp; b"


def test_one_line_stays_one_line() -> None:
    """Line breaks become blanks where a screen has one line."""
    assert quote("a\n\n b", one_line=True) == "a b"


def test_a_link_that_is_none_is_shown_as_text() -> None:
    """Only web addresses become links; a label cannot break out of one."""
    assert link("https://example.com/?a=1&b=2", "x|>y") == "<https://example.com/?a=1&amp;b=2|x|&gt;y>"
    assert link("javascript:alert(1)", "x") == "javascript:alert(1)"


def test_no_break_spaces_survive() -> None:
    """A French question mark stays with its word."""
    assert quote("maintenant\u202f?\n « oui\u00a0»", one_line=True) == "maintenant\u202f? « oui\u00a0»"


def test_further_lines_stand_behind_a_quotation_mark() -> None:
    """A line of people's words cannot be taken for one of ours."""
    assert quote("Arrêter\r\nDécision 2 : tout va bien\u2028#13") == "Arrêter\n> Décision 2 : tout va bien\n> #13"


def test_signs_of_markup_are_none_in_people_s_words() -> None:
    """Code, bold and struck are ours; an address keeps its signs, so that it still leads where it did."""
    assert not set("`*~") & set(quote("`#12` *Décision 2* ~annulé~ ``` <!here|*x*>"))
    assert quote("https://x.test/~a*b_c") == "https://x.test/~a*b_c"


def test_what_nobody_sees_is_left_out() -> None:
    """Nothing turns round the order of the words after it, and nothing invisible parts them."""
    assert quote("a\u202etxet\u2066b\u200b\ufeffc\x00\ud800d") == "atxetbcd"
    assert quote("👩\u200d🚒 \u200fשלום") == "👩\u200d🚒 \u200fשלום"


def test_only_a_person_s_id_mentions_somebody() -> None:
    """Whatever stands where a person should is text."""
    assert mention("U12") == "<@U12>"
    for forged in ("!channel", "U1> <!here", "!subteam^S1", "u1", "U", "U12|x", "https://evil.test|bank"):
        assert "<" not in mention(forged)
        assert "@U" not in mention(forged)
