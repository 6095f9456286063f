"""Which sender does which kind of effect."""

from __future__ import annotations

from bot.slack.effects import Sender, board, channel, export, header, home, invite, notice, renewing, side_room
from bot.slack.scrubbing import scrub

SENDERS: dict[str, Sender] = {
    "open_channel": channel.open_channel,
    "invite": invite.invite,
    "board": board.draw,
    "pin_board": board.pin,
    "topic": header.topic,
    "bookmark": header.bookmark,
    "notice": notice.post,
    "side_room": side_room.open_side_room,
    "archive": channel.archive,
    "unarchive": channel.unarchive,
    "home": home.show,
    "renew": renewing.renew,
    "export": export.send,
    "scrub": scrub,
}
