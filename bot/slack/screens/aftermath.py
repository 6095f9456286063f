"""Notices after the end: each step arrives with what is needed to do it; what is put off for long goes up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.domain.checklist import Item
from bot.domain.crisis import FollowUpStatus
from bot.domain.figures import figures
from bot.domain.follow_up import came_before, moved_from, owner_of, spec_of
from bot.domain.legal_clocks import timed_steps
from bot.domain.playbook import FollowUp, Help
from bot.locale import Mrkdwn, join, mention, quote
from bot.slack.screens import blocks as kit
from bot.slack.screens import commitments, export, law, learning, plan, report
from bot.slack.screens import items as item_screens
from bot.slack.screens.occasion import Occasion, one
from bot.slack.screens.screen import Block, Screen, pack
from bot.slack.screens.wording import follow_up_name, item_quoted

_ITEMS, _LESSONS, _ACTIONS, _LEGAL = 5, 3, 5, 3
_SOON = timedelta(days=7)
_LATE = timedelta(hours=1)
"""What comes later than this says so."""


def follow_up(on: Occasion) -> Screen:
    """The same words to its owner and to the channel that is left; nobody is mentioned twice for one thing."""
    key = str(on.args["follow_up"])
    heading, step = _heading(on, key), _step(on, key)
    spec = next((each for each in on.crisis.playbook.follow_ups if each.key == key), None)
    blocks = [kit.section(join("\n", [heading, step])), *_moved(on, key), *_late(on, key)]
    if spec is not None:
        blocks += _agenda(on, spec)
        for help_with in spec.brings:
            blocks += _BRING[help_with](on)
        blocks += _items(on, spec)
    blocks += [*_legal(on, key), *_promises(on), *_cases(on)]
    state = on.crisis.follow_ups.get(key)
    if state is not None and state.status is FollowUpStatus.DONE:
        blocks.append(plan.done_line(on.crisis, state, on.texts))
    else:
        blocks.append(kit.actions(*plan.move_buttons(on.crisis, key, on.texts)))
    return Screen(join(" ", [heading, step]), blocks)


def _heading(on: Occasion, key: str) -> Mrkdwn:
    ended = on.crisis.stood_down_at or on.now
    return on.texts.t(
        "notices.follow_up",
        title=on.title,
        ended=on.texts.day(ended, on.crisis.timezone),
        role=on.follow_up_role(key),
    )


def _late(on: Occasion, key: str) -> list[Block]:
    """That it comes late, where the machine was off at its time."""
    state = on.crisis.follow_ups.get(key)
    if state is None or state.status is not FollowUpStatus.SENT or on.now - state.due < _LATE:
        return []
    return [kit.context(item_screens.by(state.due, on.crisis.timezone, on.texts, on.now))]


def _moved(on: Occasion, key: str) -> list[Block]:
    """Why a step "at 24 h" comes on a Monday."""
    meant = moved_from(on.crisis, key)
    if meant is None:
        return []
    spec = spec_of(on.crisis, key)
    why = "notices.moved_debrief" if Help.DEBRIEF_ANSWERS in spec.brings else "notices.moved_office"
    after = on.texts.duration(timedelta(minutes=spec.after), hours=73)
    return [kit.context(on.texts.t(why, after=after, meant=on.when(meant)))]


def _step(on: Occasion, key: str) -> Mrkdwn:
    return on.texts.t("notices.follow_up_step", step=quote(follow_up_name(on.crisis, key, on.texts), 600))


def _agenda(on: Occasion, spec: FollowUp) -> list[Block]:
    if not spec.agenda:
        return []
    points = [on.texts.t("notices.agenda_point", point=on.texts.say(point, 200)) for point in spec.agenda]
    return kit.paragraphs([on.texts.t("notices.agenda"), *points])


def _items(on: Occasion, spec: FollowUp) -> list[Block]:
    """What the checklist still wants, each with its button."""

    def block(item: Item) -> Block:
        text = on.texts.t("notices.follow_up_item", item=item_quoted(on.crisis, item.key, on.texts))
        return kit.section(text, item_screens.done_button(on.crisis, item, on.texts))

    return [block(item) for item in on.items(spec.items) if item.is_open][:_ITEMS]


def debrief(on: Occasion) -> Screen:
    """To everybody who was in the crisis: the anonymous form."""
    text = on.texts.t("notices.debrief", title=on.title)
    return Screen(text, [kit.section(text), *_form(on)])


def _form(on: Occasion) -> list[Block]:
    text = on.texts.t("notices.debrief_form")
    return [kit.section(text, kit.button(on.texts.p("notices.debrief_open"), "debrief.open", pack(c=on.crisis.id)))]


def _answers(on: Occasion) -> list[Block]:
    """Without their number: a message that counts would be out of date, or tell the minute in which one came."""
    read = kit.button(on.texts.p("notices.debrief_read"), "debrief.answers", pack(c=on.crisis.id))
    return [kit.section(on.texts.t("notices.debrief_answers"), read), *_glass(on)]


def _report(on: Occasion) -> list[Block]:
    entries = on.entries(range(1, on.crisis.seq + 1))
    lines = report.delays(on.crisis, figures(on.crisis, entries, on.now), on.texts)
    text = join("\n", [on.texts.t("notices.report", channel=on.channel), *lines])
    return [kit.section(text, report.open_button(on.crisis, on.texts))]


def _logbook(on: Occasion) -> list[Block]:
    return [kit.section(on.texts.t("notices.follow_up_logbook"), export.button(on.crisis, on.texts))]


def _lessons(on: Occasion) -> list[Block]:
    record = kit.button(on.texts.p("learning.record"), "lesson.open", pack(c=on.crisis.id))
    newest = on.crisis.lessons[::-1][:_LESSONS]
    lines = [learning.lesson_line(lesson, on.texts) for lesson in newest]
    heading = (
        on.texts.n("learning.lessons", len(on.crisis.lessons)) if newest else on.texts.t("learning.no_lessons_yet")
    )
    return [kit.section(join("\n", [heading, *lines]), record)]


def _legal(on: Occasion, key: str) -> list[Block]:
    """What the law wants about now, each with the way to say that it is done; of the rest, how much there is.

    About now: its time has passed since the last step came, or passes within a week.
    """
    steps, since, until = timed_steps(on.crisis), came_before(on.crisis, key), on.now + _SOON
    shown = [step for step in steps if step[0] <= until and (since is None or step[0] > since)][:_LEGAL]
    blocks = [
        kit.section(
            on.texts.t(
                "notices.follow_up_legal",
                step=law.step_name(clock.regime, deadline.key, on.texts),
                name=law.name(clock.regime, on.texts),
                due=law.due(deadline, on.crisis.timezone, on.texts, on.now),
            ),
            law.met_button(on.crisis, clock, deadline.key, on.texts),
        )
        for _, clock, deadline in shown
    ]
    left = len(steps) - len(shown)
    if left:
        text = on.texts.n("notices.legal_more" if shown else "notices.legal_left", left)
        blocks.append(kit.section(text, law.open_button(on.crisis, on.texts)))
    return blocks


def _promises(on: Occasion) -> list[Block]:
    """What was promised in public, and the account of it: whoever comes back to a crisis comes back to these."""
    if not on.crisis.commitments:
        return []
    text = on.texts.t("owed.follow_up", figures=commitments.figures(on.crisis, on.texts))
    return [kit.section(text, commitments.account_button(on.crisis, on.texts))]


def _cases(on: Occasion) -> list[Block]:
    """The individual cases that nobody has settled yet, with the way to their register."""
    left = sum(case.closed_at is None for case in on.crisis.cases.values())
    if not left:
        return []
    text = on.texts.n("private.follow_up", left, total=len(on.crisis.cases))
    return [kit.section(text, kit.button(on.texts.p("private.open_register"), "cases", pack(c=on.crisis.id)))]


def _actions(on: Occasion) -> list[Block]:
    left = sorted((a for a in on.crisis.actions if a.closed_at is None), key=lambda action: action.due)
    heading = learning.actions_heading(on.crisis, on.texts)
    lines = [learning.action_line(on.crisis, action, on.texts, on.now) for action in left[:_ACTIONS]]
    add = kit.button(on.texts.p("learning.plan"), "action.open", pack(c=on.crisis.id))
    every = kit.button(on.texts.p("learning.every_action"), "actions", pack(c=on.crisis.id))
    return [kit.section(join("\n", [heading, *lines])), kit.actions(add, *([every] if left else []))]


def _glass(on: Occasion) -> list[Block]:
    """Every text that the lead released alone: why, and who stood behind it. Always in the debrief."""
    lines = []
    for statement in on.crisis.statements.values():
        if glass := statement.glass:
            by = mention(glass.ratified_by) if glass.ratified_by else on.texts.t("notices.glass_nobody")
            lines.append(
                on.texts.t(
                    "notices.glass_line",
                    number=statement.number,
                    when=on.texts.when(glass.at, on.crisis.timezone),
                    reason=quote(glass.reason, 300, one_line=True),
                    by=by,
                )
            )
    return kit.paragraphs([on.texts.t("notices.glass_used"), *lines]) if lines else []


_BRING: dict[Help, Callable[[Occasion], list[Block]]] = {
    Help.DEBRIEF_FORM: _form,
    Help.DEBRIEF_ANSWERS: _answers,
    Help.REPORT: _report,
    Help.LOGBOOK: _logbook,
    Help.LESSONS: _lessons,
    Help.ACTIONS: _actions,
}


def follow_up_overdue(on: Occasion) -> Screen:
    """One line in the channel that is left, with its owner: a working day has passed."""
    key = str(on.args["follow_up"])
    step = on.crisis.follow_ups.get(key)
    text = on.texts.t(
        "notices.follow_up_overdue",
        title=on.title,
        step=quote(follow_up_name(on.crisis, key, on.texts), 300, one_line=True),
        when=on.when(step.due) if step else Mrkdwn(""),
        owner=mention(owner_of(on.crisis, key)),
    )
    return one(text, kit.actions(*plan.move_buttons(on.crisis, key, on.texts)))
