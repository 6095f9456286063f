"""What is late is late everywhere: one question of the domain, asked by the board, reports, reminders and debrief."""

import json
from datetime import datetime, timedelta

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.checklist import item_of, overdue_items
from bot.domain.crisis import Crisis
from bot.domain.figures import figures
from bot.domain.my_day import own_matters
from bot.domain.summary import summarise
from bot.locale import texts_in
from bot.slack.screens import board, matters, mine, my_day, report
from tests.domain.story import CAMILLE, CELL, KARIM
from tests.slack.screens.scenes import Scene, Someone, notice

TEXTS = texts_in("en")


def _everywhere(crisis: Crisis, now: datetime) -> dict[str, int]:
    """How many items each place calls late."""
    owned = {user: [own for own in own_matters(crisis, user, now) if own.kind == "item"] for user in CELL}
    asked = ([("item", own.about) for own in mine] for mine in owned.values())
    told = [one for wanted in asked for one in matters.told(crisis, wanted, TEXTS, now)]
    days = [my_day.day(user, [crisis], now) for user in CELL]
    board_says = next(
        n for n in range(99, -1, -1) if f"{n} items overdue" in json.dumps(board.render(crisis, now).blocks)
    )
    return {
        "board": board_says,
        "situation report": summarise(crisis, now, "asked").overdue_count,
        "reminders": sum(one.late(now) for one in told),
        "my day": sum(mine.own.kind == "item" for day in days for mine in day.late),
    }


def test_board_report_reminders_day_and_debrief_agree_on_what_is_late() -> None:
    """Also in the minute in which an item falls due; the debrief adds what was done late, not what was set aside."""
    scene = Scene().at_work()
    due = scene.now + timedelta(minutes=50)
    scene.by(KARIM, cmd.AddItem, text="Call the supplier", assignee=KARIM, due=due)
    scene.wait(minutes=50)
    counts = []
    for now in (due, due + timedelta(seconds=59), due + timedelta(minutes=1)):
        counts.append(len(overdue_items(scene.state, now)))
        assert set(_everywhere(scene.state, now).values()) == {counts[-1]}
    assert counts[1:] == [counts[0], counts[0] + 1]
    scene.wait(minutes=30)
    one, two, *_ = (item.key for item in overdue_items(scene.state, scene.now) if not item.evidence)
    scene.tick(one)
    scene.by(CAMILLE, cmd.MarkNotApplicable, item=two, reason="Nothing to pause")
    scene.by(CAMILLE, cmd.AddItem, text="Tomorrow", due=scene.now + timedelta(days=1))
    left = {item.key for item in overdue_items(scene.state, scene.now)}
    assert figures(scene.state, scene.entries, scene.now).late == len(left) + 1
    scene.by(CAMILLE, cmd.StandDown, reason="Over")
    closing = [e.event for e in scene.entries if isinstance(e.event, ev.SummaryPosted | ev.CrisisStoodDown)][-2:]
    assert [getattr(event, "overdue_count", None) or len(getattr(event, "late_items", ())) for event in closing] == [
        len(left),
        len(left),
    ]
    scene.wait(days=3)
    found = figures(scene.state, scene.entries, scene.now)
    assert found.late == len({*left, one})
    assert found.wanted >= found.late
    assert two not in left
    assert item_of(scene.state, two) is not None
    says = f"*{found.late} of {found.wanted}*"
    assert says in json.dumps(report.view(scene.state, Someone(), scene.entries, scene.now))
    assert says in json.dumps(notice(scene, "follow_up", follow_up="end_48h").blocks)


def test_the_day_says_how_much_of_what_is_late_the_board_counts() -> None:
    """The board counts items; who leads alone is also late with the public word, and reads both numbers."""
    scene = Scene()
    scene.by(CAMILLE, cmd.PromiseUpdate, at=scene.now + timedelta(minutes=60))
    scene.wait(minutes=120)
    late = len(overdue_items(scene.state, scene.now))
    assert f"{late} items overdue" in json.dumps(board.render(scene.state, scene.now).blocks)
    me = Someone(CAMILLE)
    for shown in (my_day.message(me, [scene.state], scene.now).blocks, mine.view(me, [scene.state], scene.now)):
        assert f"Late: {late + 1}, {late} of them checklist items" in json.dumps(shown)
