import re
from datetime import timedelta

import pytest

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.kernel import SLACK
from bot.domain.level import Level
from bot.domain.my_day import own_matters
from bot.domain.playbook import LANGUAGES, Language
from bot.domain.summary import summarise
from bot.locale import texts_in
from bot.sandbox.blockkit import check_message, check_view
from bot.slack.screens import Screen, board, details, fitting, replies, summary
from tests.domain.story import ALEX, CAMILLE, HUGO, INES, KARIM, NORA
from tests.slack.screens.scenes import LAWS, Scene, Someone, latest, notice


def shown(scene: Scene) -> Screen:
    """A summary asked for now."""
    content = summarise(scene.state, scene.now, "asked")
    return summary.render(scene.state, content, texts_in(scene.language), scene.entries_by, scene.now)


def words(screen: Screen) -> str:
    """All its paragraphs and its small print."""
    found = [block["text"]["text"] for block in screen.blocks if "text" in block]
    small = [each["text"] for block in screen.blocks if block["type"] == "context" for each in block["elements"]]
    return "\n".join([*found, *small])


def test_each_line_leads_to_its_entry() -> None:
    """What changed and what was decided carries the number of its entry, and that entry exists."""
    scene = Scene().at_work()
    text = words(shown(scene))
    changed = text.split("*Changed since")[1].split("*Overdue")[0]
    lines = [line for line in changed.split("\n") if line.startswith("•")]
    assert lines
    for line in lines:
        number = re.search(r"`#(\d+)`$", line)
        assert number, line
        assert scene.entries_by([int(number[1])])


HEADINGS = {
    language: tuple(
        texts_in(language).p(key, since="", count="").split("*")[1].strip()
        for key in ("summary.changed", "summary.decided", "summary.next", "summary.asks", "summary.rumours")
    )
    for language in LANGUAGES
}


def paragraphs(screen: Screen) -> list[str]:
    """The lines of a report without its title, its headings and its small print."""
    text = "\n".join(block["text"]["text"] for block in screen.blocks if block["type"] == "section")
    return [line for line in text.split("\n") if line.startswith("•") or "`#" in line]


def long_story(language: Language, letter: str) -> Scene:
    """Everything that people can write is as long as it may be, and there is much of it."""
    text = (letter * 3000)[:3000].strip()
    scene = Scene(language=language, title=text[:150], what=text)
    scene.at_work()
    for regime in LAWS.regimes:
        scene.by(INES, cmd.StartLegalClock, regime=regime, started_at=scene.now)
    for status in ("fact", "assumption", "rumour"):
        for _ in range(4):
            scene.by(HUGO, cmd.AddNote, text=text, status=status)
    for _ in range(6):
        scene.by(ALEX, cmd.RecordDecision, text=text, why=text, rejected=text)
    for _ in range(6):
        scene.by(CAMILLE, cmd.AddItem, text=text[:300], due=scene.now + timedelta(minutes=5))
    scene.tick("1.2", HUGO, danger="yes", measure=text)
    scene.by(INES, cmd.RecordLesson, happened=text, cause=text, change=text)
    scene.published()
    scene.by(INES, cmd.PromiseUpdate, at=scene.now + timedelta(minutes=90))
    scene.by(HUGO, cmd.HandOver, to=KARIM, sleeps_until=scene.now + timedelta(hours=9), note=text)
    scene.wait(minutes=30)
    return scene


def seen(screen: Screen) -> str:
    """All that a reader sees, buttons included."""
    buttons = [each["text"]["text"] for block in screen.blocks for each in block.get("elements", ()) if "value" in each]
    return "\n".join([fitting.visible(words(screen)), *buttons])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", ["x", "&", "wo rd ", "\U0001f525"])
@pytest.mark.parametrize("form", ["team", "executive", "relief"])
def test_no_form_is_longer_than_a_phone_screen_and_a_half(language: Language, letter: str, form: summary.Form) -> None:
    """1,300 characters at most, and every line that says something ends with the number of an entry that exists."""
    scene = long_story(language, letter)
    content = summarise(scene.state, scene.now, "asked")
    me = Someone(language=language)
    screen = replies.summary(scene.state, content, me, scene.entries_by, scene.now, form=form)
    assert check_message(screen.blocks) == []
    assert len(seen(screen)) <= fitting.LIMIT
    for line in paragraphs(screen):
        found = re.search(r"`#(\d+)`$", line)
        assert found, line
        assert scene.entries_by([int(found[1])])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", ["x", "&", "wo rd "])
def test_since_i_was_last_here_is_as_short(language: Language, letter: str) -> None:
    """Also for somebody who comes back after two hundred entries."""
    scene = long_story(language, letter)
    scene.by(CAMILLE, cmd.MarkSeen)
    seen_until = scene.state.seq
    for _ in range(20):
        scene.by(HUGO, cmd.AddNote, text=(letter * 3000)[:3000])
    for after in (0, seen_until):
        news = [entry for entry in scene.entries if entry.seq > after]
        screen = replies.since(scene.state, Someone(language=language), news, scene.now)
        assert check_message(screen.blocks) == []
        assert len(seen(screen)) <= fitting.LIMIT
    view = details.view(scene.state, "me", Someone(language=language), scene.entries, scene.now)
    assert check_view(view) == []


def test_the_executive_reads_five_lines() -> None:
    """Level, established, decided, next public word, legal clocks; a line also where there is nothing."""
    for scene in (Scene(), Scene().at_work().published().clocked()):
        content = summarise(scene.state, scene.now, "asked")
        screen = replies.summary(scene.state, content, Someone(), scene.entries_by, scene.now, form="executive")
        lines = [block["text"]["text"] for block in screen.blocks if block["type"] == "section"]
        assert len(lines) == 5
        assert all("\n" not in line for line in lines)
        for line, begin in zip(
            lines,
            ("*🟠 Serious (orange)*", "*Established*", "*Decided*", "*Next public word*", "*Legal clocks*"),
            strict=True,
        ):
            assert line.startswith(begin)


def test_the_five_lines_end_with_what_is_expected_of_who_reads_them() -> None:
    """How much, how late, by when; or nothing: the lead has the checklist's, the passer-by has none."""
    scene = Scene().at_work()
    content = summarise(scene.state, scene.now, "asked")
    told = {}
    for who in (scene.state.lead, "U98"):
        reader = Someone(user=who)
        screen = replies.summary(scene.state, content, reader, scene.entries_by, scene.now, form="executive")
        told[who] = screen.blocks[-2]["elements"][0]["text"]
        assert [button["action_id"] for button in screen.blocks[-1]["elements"]] == ["summary.details", "mine"]
    mine = [m for m in own_matters(scene.state, scene.state.lead, scene.now) if not m.ahead and not m.timeless]
    assert f"*Expected of you*: {len(mine)} matters" in told[scene.state.lead]
    assert "the next by" in told[scene.state.lead]
    assert told["U98"] == "*Expected of you*: nothing for now"


def test_since_i_was_here_tells_only_what_came_after() -> None:
    """The last visit is the entry up to which somebody read."""
    scene = Scene().at_work()
    scene.by(CAMILLE, cmd.MarkSeen)
    after = scene.state.seen[CAMILLE]
    scene.wait(minutes=5)
    scene.by(HUGO, cmd.AddNote, text="The laboratory has called")
    news = [entry for entry in scene.entries if entry.seq > after]
    text = words(replies.since(scene.state, Someone(), news, scene.now))
    assert "The laboratory has called" in text
    assert "Stop production line 3" not in text


def test_a_role_that_went_on_is_told_once() -> None:
    """Two people given one role in one report: only who holds it now stands there."""
    scene = Scene().at_work()
    scene.by(ALEX, cmd.AssignRoles, roles={"scribe": KARIM})
    text = words(shown(scene))
    assert f"Scribe: <@{KARIM}>" in text
    assert f"Scribe: <@{NORA}>" not in text
    scene.by(ALEX, cmd.AssignRoles, roles={"scribe": None})
    assert f"Scribe: <@{KARIM}>" not in words(shown(scene))


def test_the_relief_reads_who_sleeps_and_what_is_not_verified() -> None:
    """The handover sheet names the two people, the rumours, the decisions that stand and the sleepers."""
    scene = Scene().at_work().published().clocked()
    scene.wait(hours=2)
    scene.by(ALEX, cmd.HandOver, to=CAMILLE, sleeps_until=scene.now + timedelta(hours=8), note="Two families")
    text = words(notice(scene, "handover", seq=latest(scene, ev.HandedOver)))
    assert f"<@{ALEX}> hands over to <@{CAMILLE}>: Crisis lead" in text
    for part in ("Two families", "*Not verified*", "Stop production line 3", "*Asleep*", "*Legal clocks*"):
        assert part in text


def test_it_fits_a_phone_screen_and_a_half() -> None:
    """At most thirty-six lines, however much is overdue; what is left out is counted."""
    scene = Scene().at_work().published()
    scene.wait(hours=3)
    for number in range(30):
        scene.by(HUGO, cmd.AddNote, text=f"Call {number}")
        scene.by(ALEX, cmd.RecordDecision, text=f"Decision {number}")
    text = words(shown(scene))
    assert len(text.split("\n")) <= 36
    assert re.search(r"\*Overdue: \d\d\*", text)
    assert "more lines under “Details”" in text


def test_nobody_is_rung_by_a_summary_except_who_was_just_given_a_role() -> None:
    """People are named by their roles: they are told of their items in another way."""
    scene = Scene().at_work()
    text = words(shown(scene))
    lines = [line for line in text.split("\n") if "<@" in line]
    assert all(re.fullmatch(r"• [\w ]+: <@\w+> `#\d+`", line) or "supplier" in line for line in lines)


def test_nothing_new_is_one_line() -> None:
    """On the cadence, silence is kept short and still says level and next time."""
    scene = Scene().at_work()
    content = summarise(scene.state, scene.now, "cadence").model_copy(update={"quiet": True, "overdue": ()})
    screen = summary.render(scene.state, content, texts_in("fr"), scene.entries_by, scene.now)
    assert len(screen.blocks) == 1
    assert screen.text.startswith("Rien n’a changé depuis")
    assert "Niveau 🟠 Grave" in screen.text


def test_the_trend_is_said_in_words() -> None:
    """Up or down, from which level."""
    scene = Scene()
    scene.by(INES, cmd.ChangeLevel, level=Level.RED, reason="Danger")
    assert "*🔴 Major (red)* ↑ rising, was 🟠 Serious (orange)" in words(shown(scene))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_of_level_is_told_once(language: Language) -> None:
    """The report on it says from where, to where and why in its first line, and not again below."""
    scene = Scene(language=language)
    scene.by(INES, cmd.ChangeLevel, level=Level.RED, reason="Two children in hospital")
    text = words(notice(scene, "summary", seq=latest(scene, ev.SummaryPosted)))
    assert text.count("🔴") == 1
    assert text.count("Two children in hospital") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_heading_tells_the_time(language: Language) -> None:
    """A heading cannot carry each reader's zone; the line below does, as a date of Slack's."""
    scene = long_story(language, "x")
    scene.by(CAMILLE, cmd.ChangeLevel, level=Level.RED, reason="Danger")
    scene.by(ALEX, cmd.StandDown, reason="Quiet")
    posted = [
        entry.seq for entry in scene.entries if isinstance(entry.event, ev.SummaryPosted) and not entry.event.quiet
    ]
    for seq in posted:
        screen = notice(scene, "summary", seq=seq)
        headings = [block["text"]["text"] for block in screen.blocks if block["type"] == "header"]
        assert headings
        assert not any(re.search(r"\d", heading) for heading in headings)
        assert "<!date^" in str(screen.blocks[1])


def test_danger_stands_in_every_report() -> None:
    """What the cell answered about people in danger, and the measure, is read by everybody."""
    scene = Scene().at_work().in_danger()
    content = summarise(scene.state, scene.now, "asked")
    for form in ("team", "executive", "relief"):
        screen = replies.summary(scene.state, content, Someone(), scene.entries_by, scene.now, form=form)
        assert "*Somebody in danger: YES.* Measure: 112 `#" in words(screen)
    assert "*Somebody in danger: YES.*" in words(replies.since(scene.state, Someone(), scene.entries, scene.now))
    assert "*Somebody in danger: YES.*" in words(replies.catch_up(scene.state, Someone(), scene.now))
    assert "*Somebody in danger: YES.*" in words(board.render(scene.state, scene.now))
    calm = Scene().at_work()
    calm.tick("1.2", HUGO, danger="no", measure="")
    assert "YES" not in words(board.render(calm.state, calm.now))


def test_a_tick_tells_what_was_found() -> None:
    """The choice, the marks and how a text begins stand in the line of the entry."""
    scene = Scene().at_work().in_danger()
    marks = {"velocity": "2", "reach": "3", "media": "1", "harm": "0", "legal": "0"}
    scene.tick("1.4", HUGO, **marks)
    text = words(replies.log(scene.state, scene.entries, Someone()))
    assert "→ Yes, 112" in text
    assert "Velocity 2, Reach 3" in text


def test_what_people_wrote_keeps_the_people_it_names() -> None:
    """A role does not take the place of a name in somebody's own words, and a full stop does not meet a comma."""
    scene = Scene().at_work()
    scene.by(HUGO, cmd.AddItem, text=f"Ask <@{NORA}> for the file.")
    scene.by(ALEX, cmd.RecordDecision, text="Stop line 3.", why="We check.")
    text = words(shown(scene))
    assert f"Ask <@{NORA}> for the file `#" in text
    assert "Stop line 3 (We check), Crisis lead" in text


def test_what_is_left_out_is_counted() -> None:
    """Entries that the list does not hold, and what is overdue beyond the three longest."""
    scene = Scene().at_work()
    scene.wait(hours=3)
    for number in range(12):
        scene.by(HUGO, cmd.AddNote, text=f"Call {number}")
    content = summarise(scene.state, scene.now, "asked")
    assert content.changes_left > 0
    overdue = content.overdue_count
    text = words(shown(scene))
    assert f"*Overdue: {overdue}*" in text
    found = re.search(r"(\d+) more lines under “Details”", text)
    assert found
    assert int(found[1]) >= content.changes_left + overdue - 3


def test_a_quiet_report_counts_all_that_is_overdue() -> None:
    """Not only those that it would have room to name."""
    scene = Scene().at_work()
    scene.now += timedelta(hours=3)
    content = summarise(scene.state, scene.now, "cadence").model_copy(update={"quiet": True})
    assert content.overdue_count > len(content.overdue)
    screen = summary.render(scene.state, content, texts_in("en"), scene.entries_by, scene.now)
    assert f"{content.overdue_count} items overdue" in screen.text


def test_the_closing_report_tells_the_whole_crisis() -> None:
    """How long, which levels, the first public word, the decisions, what stays open, what follows."""
    scene = Scene().at_work().published()
    scene.by(ALEX, cmd.ChangeLevel, level=Level.RED, reason="Two children in hospital")
    scene.ended()
    text = words(notice(scene, "summary", seq=latest(scene, ev.SummaryPosted)))
    for part in (
        "*Lasted* 18\xa0h\xa025",
        "*Levels*: 🟠 Serious (orange) → 🔴 Major (red)",
        "*First public word* after 1\xa0h\xa006",
        "Stop production line 3",
        "*Still open:",
        "*Follow-ups:",
    ):
        assert part in text


def test_the_lead_is_asked_for_what_only_they_can_give() -> None:
    """A proposed level, empty roles, the posture, the time of awareness."""
    scene = Scene()
    scene.tick("1.2", HUGO, danger="yes", measure="112")
    asked = words(shown(scene)).split("*Asked of the lead*")[1]
    for ask in (
        "confirm or refuse level 🔴 Major",
        "fill: Crisis lead, Communications",
        "decide the posture",
        "since when",
    ):
        assert ask in asked


def test_a_tick_that_says_the_same_as_its_entry_is_told_once() -> None:
    """Publishing ticks the item and logs the publication: one line."""
    text = words(shown(Scene().at_work().published()))
    assert "Published on TikTok" in text
    assert "Publish and log" not in text


def test_a_private_summary_can_be_posted_by_one_click() -> None:
    """The way from me to everybody."""
    scene = Scene().at_work()
    content = summarise(scene.state, scene.now, "asked")
    screen = replies.summary(scene.state, content, Someone(), scene.entries_by, scene.now)
    assert [element["action_id"] for element in screen.blocks[-1]["elements"]] == ["summary.details", "summary.post"]


def test_who_read_the_log_sees_the_newest_entries_last() -> None:
    """The log reads downwards, with the number of what it leaves out."""
    scene = Scene().at_work()
    scene.wait(minutes=1)
    scene.by(SLACK, cmd.RecordLeave, user=CAMILLE)
    screen = replies.log(scene.state, scene.entries, Someone(), total=500)
    lines = [line for block in screen.blocks if "text" in block for line in block["text"]["text"].split("\n")]
    assert f"<@{CAMILLE}> left" in next(line for line in reversed(lines) if "empty again" not in line and "`#" in line)
    assert "of 500." in str(screen.blocks[-2])
