"""What went wrong, said calmly and with what to do next, in the person's own language."""

from __future__ import annotations

from bot.domain.kernel import Refused
from bot.locale import Mrkdwn, Texts, join
from bot.slack.client import Denied, SlackFailure
from bot.slack.listeners.turn import Turn
from bot.slack.screens import Screen, replies
from bot.slack.screens.trouble import cure
from bot.store.errors import StoreError

_DATABASE = frozenset({"full", "locked", "read_only", "corrupt"})
"""What can be wrong with the database whose cure has a text of its own."""
_TOO_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "trigger_expired"})


def refused(turn: Turn, refusal: Refused) -> Screen:
    """Why it cannot be done, and what to do next."""
    return replies.refusal(refusal, turn.reader, turn.crisis)


def slack_failed(turn: Turn, failure: SlackFailure) -> Screen:
    """Slack did not do its part; what was written down stays."""
    if failure.error in _TOO_LATE:
        return Screen(turn.texts.t("listeners.too_late"))
    if failure.method.startswith("views.") and failure.error == "not_found":
        return Screen(turn.texts.t("listeners.window_closed"))
    if isinstance(failure, Denied):
        needed = str(failure.answer.get("needed", ""))
        return Screen(turn.texts.t("listeners.slack_denied", cure=cure(turn.texts, failure.error, needed)))
    return Screen(turn.texts.t("listeners.slack_away"))


def not_written(texts: Texts, error: StoreError) -> Mrkdwn:
    """The database could not take it: nothing was recorded, and that is said first."""
    code = error.code if error.code in _DATABASE else "other"
    return join(" ", [texts.t("listeners.not_written"), texts.t(f"listeners.database_{code}")])


def broken(turn: Turn, number: str) -> Screen:
    """Our own fault, with the number under which it stands in the log."""
    return Screen(turn.texts.t("listeners.broken", number=number))
