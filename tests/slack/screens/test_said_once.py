"""What a message says is said once, to the person it is for, and in numbers that agree with the board's."""

from datetime import timedelta

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.checklist import overdue_items
from bot.domain.legal_clocks import timed_steps
from bot.domain.my_day import own_matters
from bot.locale import texts_in
from bot.slack.screens import Screen
from bot.slack.screens import items as item_screens
from bot.slack.screens.fitting import visible
from bot.slack.screens.matters import told
from bot.slack.screens.screen import unpack
from tests.domain.story import ALEX, CAMILLE, HUGO, INES
from tests.slack.screens.scenes import LAWS, ZONE, Scene, matters, notice

TEXTS = texts_in("en")


def words(screen: Screen) -> str:
    """All words of sections and small print."""
    found = [block["text"]["text"] for block in screen.blocks if block["type"] in ("section", "header")]
    found += [part["text"] for block in screen.blocks if block["type"] == "context" for part in block["elements"]]
    return visible("\n".join(found))


def verbs(screen: Screen) -> list[str]:
    """What can be clicked."""
    found = [block["accessory"] for block in screen.blocks if "accessory" in block]
    found += [each for block in screen.blocks if block["type"] == "actions" for each in block["elements"]]
    return [each["action_id"].split(":")[0] for each in found]


def test_a_role_and_its_first_item_are_one_matter() -> None:
    """With all the clicks of the item; another item beside it is told as before."""
    scene = Scene()
    scene.by(CAMILLE, cmd.AssignRoles, roles={"social_listening": INES})
    scene.now += timedelta(minutes=14)
    both = notice(scene, "reminder", matters=[*matters("seat", "social_listening"), *matters("item", "2.1", "2.2")])
    assert words(both).count("Capture the original post") == 1
    assert "2 matters" in words(both)
    assert verbs(both) == ["item.done", "item.snooze", "item.assign"] * 2


def test_the_lead_is_told_of_their_own_duty_as_their_own() -> None:
    """Others by name."""
    scene = Scene().at_work()
    scene.now += timedelta(hours=9)
    lead = scene.state.lead
    mine, other = (told(scene.state, [("duty", user)], TEXTS, scene.now)[0].name for user in (lead, HUGO))
    assert mine.startswith("You have been on duty")
    assert f"<@{HUGO}>" in other


def test_a_countdown_says_the_time_that_was_meant() -> None:
    """A reminder at "4 h before" comes some seconds later, and says 4 h all the same."""
    now = Scene().now
    at = now + timedelta(hours=4)
    for seconds, left in ((0, "4\u00a0h"), (1, "4\u00a0h"), (59, "4\u00a0h"), (60, "3\u00a0h\u00a059")):
        told_then = item_screens.countdown(at, ZONE, TEXTS, now + timedelta(seconds=seconds))
        assert told_then.endswith(f"in {left}")


def test_what_is_told_long_before_its_time_is_not_called_due() -> None:
    """A time limit of the law, a day ahead; at its time it is."""
    scene = Scene().at_work()
    regime = next(regime for regime in LAWS.regimes if regime.key == "gdpr")
    scene.by(ALEX, cmd.StartLegalClock, regime=regime, started_at=scene.now, owner=ALEX)
    step = scene.state.legal_clocks["gdpr"].deadlines[0]
    assert step.at is not None
    scene.now = step.at - timedelta(hours=24)
    asked = matters("legal", f"gdpr/{step.key}")
    assert words(notice(scene, "reminder", matters=asked)).startswith("Coming up: 1 matter")
    scene.now = step.at
    assert words(notice(scene, "reminder", matters=asked)).startswith("It is time: 1 matter")


def test_the_overdue_line_says_how_many_there_are_in_all() -> None:
    """It names what is newly late; the number on the board is another one, and stands beside it."""
    scene = Scene().at_work()
    scene.wait(minutes=59)
    late = [item.key for item in overdue_items(scene.state, scene.now)]
    assert words(notice(scene, "overdue", items=late[:1])).startswith(f"1 more item overdue, {len(late)} in all")
    assert words(notice(scene, "overdue", items=late)).startswith(f"{len(late)} items overdue\n")


def test_follow_ups_tell_of_the_cases_that_are_still_open() -> None:
    """With the way to their register; once all are settled they say nothing."""
    scene = Scene().at_work()
    for about in ("A parent", "A shop"):
        scene.by(HUGO, cmd.OpenCase, about=about)
    scene.by(HUGO, cmd.CloseCase, case=1)
    scene.ended()
    shown = notice(scene, "follow_up", follow_up="day_5")
    assert "1 of 2 still open" in words(shown)
    assert "cases" in verbs(shown)
    scene.by(HUGO, cmd.CloseCase, case=2)
    assert "Individual cases" not in words(notice(scene, "follow_up", follow_up="day_5"))


def test_a_follow_up_tells_the_legal_steps_that_are_its_business_and_counts_the_rest() -> None:
    """What passed since the last one or passes within a week has its button; the rest is one line, all year."""
    scene = Scene().at_work()
    scene.ended()
    for key in ("gdpr", "fr-press"):
        regime = next(regime for regime in LAWS.regimes if regime.key == key)
        scene.by(ALEX, cmd.StartLegalClock, regime=regime, started_at=scene.now, owner=ALEX)
    steps = {f"{clock.regime.key}/{step.key}": at for at, clock, step in timed_steps(scene.state)}
    told: dict[str, list[str]] = {}
    for key in sorted(scene.state.follow_ups, key=lambda key: scene.state.follow_ups[key].due):
        scene.wait(seconds=(scene.state.follow_ups[key].due - scene.now).total_seconds())
        shown = notice(scene, "follow_up", follow_up=key)
        values = [unpack(each["value"]) for block in shown.blocks if (each := block.get("accessory"))]
        told[key] = [f"{value['r']}/{value['d']}" for value in values if "r" in value]
        assert ("legal.open" in verbs(shown)) is (len(told[key]) < len(steps)), key
        before = [state.due for state in scene.state.follow_ups.values() if state.due < scene.now]
        since = max(before, default=scene.state.started_at)
        assert told[key] == [step for step, at in steps.items() if since < at <= scene.now + timedelta(days=7)], key
    assert {step for each in told.values() for step in each} == {*steps}
    assert told["day_365"] == []
    assert "legal steps are unproven" in words(notice(scene, "follow_up", follow_up="day_365"))
    for step in steps:
        regime_key, _, deadline = step.partition("/")
        scene.by(ALEX, cmd.MeetLegalDeadline, regime=regime_key, deadline=deadline, proof="A receipt")
    assert "legal.open" not in verbs(notice(scene, "follow_up", follow_up="day_365"))


def test_an_action_is_told_ahead_on_its_day_unless_it_was_just_put_off() -> None:
    """Its reminder comes in the morning, for the evening; one that was postponed meanwhile says nothing."""
    scene = Scene().at_work()
    scene.ended()
    due = scene.now + timedelta(days=2, hours=5)
    scene.by(ALEX, cmd.PlanAction, text="A rota", owner=HUGO, due=due, expected_proof="A link")
    scene.now = due - timedelta(hours=13)
    assert "A rota" in words(notice(scene, "reminder", matters=matters("action", "1")))
    scene.by(HUGO, cmd.PostponeAction, action=1, due=due + timedelta(days=9), reason="Staff")
    assert "settled meanwhile" in words(notice(scene, "reminder", matters=matters("action", "1")))


def test_the_promised_word_and_the_item_that_keeps_it_are_one_matter() -> None:
    """In the reminder, in My day, and in the channel: that it did not come is said there in a line of its own."""
    scene = Scene().at_work().published()
    scene.by(INES, cmd.PromiseUpdate, at=scene.now + timedelta(minutes=5))
    both = [*matters("update", "5"), *matters("item", "3.6")]
    assert verbs(notice(scene, "reminder", matters=both)) == ["item.publish", "promise.open"]
    mine = own_matters(scene.state, INES, scene.now)
    assert [own.kind for own in mine if own.kind == "update" or own.about == "3.6"] == ["update"]
    scene.wait(minutes=40)
    lines = [entry.event for entry in scene.entries if isinstance(entry.event, ev.OverdueAnnounced)]
    assert lines
    assert all("3.6" not in line.items for line in lines)
    assert any(isinstance(entry.event, ev.UpdateMissed) for entry in scene.entries)
