import re

from bot.domain import commands as cmd
from bot.domain.kernel import SLACK
from bot.domain.level import Level
from bot.domain.summary import summarise
from bot.locale import texts_in
from bot.slack.screens import Screen, replies, summary
from tests.domain.story import ALEX, CAMILLE, HUGO, INES
from tests.slack.screens.scenes import Scene, Someone


def shown(scene: Scene) -> Screen:
    """A summary asked for now."""
    content = summarise(scene.state, scene.now, "asked")
    return summary.render(scene.state, content, texts_in(scene.language), scene.entries_by, scene.now)


def words(screen: Screen) -> str:
    """All its paragraphs."""
    return "\n".join(block["text"]["text"] for block in screen.blocks if "text" in block)


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
    assert "more, on the board" in text


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
    assert screen.text.startswith("Rien n'a changé depuis")
    assert "Niveau ◕ Grave" in screen.text


def test_the_trend_is_said_in_words() -> None:
    """Up or down, from which level."""
    scene = Scene()
    scene.by(INES, cmd.ChangeLevel, level=Level.RED, reason="Danger")
    assert "*● Major* ↑ rising, was ◕ Serious" in words(shown(scene))


def test_the_lead_is_asked_for_what_only_they_can_give() -> None:
    """A proposed level, empty roles, the posture, the time of awareness."""
    scene = Scene()
    scene.tick("1.2", HUGO, danger="yes")
    asked = words(shown(scene)).split("*Asked of the lead*")[1]
    for ask in (
        "confirm or refuse level ● Major",
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
    assert screen.blocks[-1]["elements"][0]["action_id"] == "summary.post"


def test_who_read_the_log_sees_the_newest_entries_last() -> None:
    """The log reads downwards, with the number of what it leaves out."""
    scene = Scene().at_work()
    scene.wait(minutes=1)
    scene.by(SLACK, cmd.RecordLeave, user=CAMILLE)
    screen = replies.log(scene.state, scene.entries, Someone(), total=500)
    assert f"<@{CAMILLE}> left" in screen.blocks[-2]["text"]["text"].split("\n")[-1]
    assert "of 500 entries" in str(screen.blocks[-1])
