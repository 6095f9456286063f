"""Which crisis somebody means: the channel's, else the one that they are in; and which people."""

from __future__ import annotations

from contextlib import suppress

from bot.domain.crisis import Crisis
from bot.domain.kernel import Refused
from bot.locale import Mrkdwn, quote
from bot.slack.client import SlackFailure
from bot.slack.listeners.turn import Say, Turn
from bot.slack.people import is_group, soon
from bot.slack.screens import Screen


async def meant(turn: Turn) -> Crisis | Say:
    """The crisis of this channel, or the one open crisis of this person (the latest closed one when none is open).

    An answer instead where there is none or more than one. Raises Refused for somebody who is not in it.
    """
    here = turn.desk.service.crisis_of_channel(turn.channel) if turn.channel else None
    if here is not None and not here.private:
        turn.crisis = await turn.admitted(here)
        return turn.crisis
    if here is not None:  # for who is not in a private one, its channel is like any other
        with suppress(Refused):
            turn.crisis = await turn.admitted(here)
            return turn.crisis
    mine = turn.desk.service.crises_of(turn.user) or turn.desk.service.crises_of(turn.user, open_only=False, limit=1)
    if not mine:
        return Say(Screen(turn.texts.t("listeners.no_crisis")))
    if len(mine) > 1:
        lines = [
            turn.texts.t(
                "listeners.one_of_several", channel=Mrkdwn(f"<#{crisis.channel_id}>"), title=quote(crisis.title)
            )
            for crisis in mine
        ]
        return Say(Screen(Mrkdwn("\n".join([turn.texts.t("listeners.several"), *lines]))))
    turn.crisis = mine[0]
    return mine[0]


async def known(turn: Turn, crisis_id: str) -> Crisis:
    """The crisis that a button or form names. Raises Refused for none, and for somebody who is not in it."""
    crisis = turn.desk.service.crisis(crisis_id)
    if crisis is None:
        raise Refused("no_such_crisis")
    turn.crisis = await turn.admitted(crisis)
    return turn.crisis


async def expanded(turn: Turn, invited: tuple[str, ...]) -> tuple[str, ...]:
    """People instead of user groups. A group that Slack does not tell in time is looked at again when inviting."""
    if not any(map(is_group, invited)):
        return invited
    try:
        return tuple(await soon(turn.desk.people.expand(invited)))
    except SlackFailure:
        return invited
