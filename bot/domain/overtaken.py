"""What stands in Slack and is true no longer after an event: it is brought up to date where it stands.

The debrief's answers are not among it: a message that changes in the minute of an answer tells who has answered.
"""

from __future__ import annotations

from bot.domain import events as ev
from bot.domain.crisis import Crisis
from bot.domain.effects import Effect
from bot.domain.kernel import Event
from bot.domain.playbook import Help

_Text = (
    ev.StatementEdited
    | ev.ApprovalRequested
    | ev.StatementApproved
    | ev.ChangesRequested
    | ev.RemarkAnswered
    | ev.StatementWithdrawn
    | ev.StatementPublished
    | ev.GlassRatified
    | ev.CommitmentMade
    | ev.NoCommitmentAttested
)
"""What changes what is to be said of one text."""


def overtaken(crisis: Crisis, event: Event) -> list[Effect]:
    """One effect for each text or step of which the messages that stand say what was true before."""
    if isinstance(event, _Text):
        return [_renew(statement=event.statement)] if event.statement else []
    if isinstance(event, ev.FactChanged):
        drafts = (each for each in crisis.statements.values() if each.is_draft and event.fact in each.now.cites)
        return [_renew(statement=each.number) for each in drafts]
    if isinstance(event, ev.FollowUpCompleted):
        return [_renew(follow_up=event.follow_up)]
    if isinstance(event, ev.LessonRecorded):
        return [_renew(follow_up=key) for key in _sent_with(crisis, Help.LESSONS)]
    return []


def _sent_with(crisis: Crisis, help_with: Help) -> list[str]:
    """The steps that have come with this."""
    steps = (step for step in crisis.playbook.follow_ups if help_with in step.brings)
    return [step.key for step in steps if step.key in crisis.follow_ups and crisis.follow_ups[step.key].times_sent]


def _renew(**about: int | str) -> Effect:
    return Effect(kind="renew", args=about)
