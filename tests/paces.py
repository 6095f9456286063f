"""How often messages are redrawn where the pace is not what is looked at."""

from __future__ import annotations

from bot.slack.pace import Pace


class BoardsAlone(Pace):
    """Boards keep their pace, and other messages need not wait for what they leave."""

    def spare(self) -> float:
        """Now."""
        return 0.0


class Hurried(BoardsAlone):
    """No waiting between two updates of a message."""

    def book(self, board: str) -> float:  # noqa: ARG002 - as Pace has it
        """Now."""
        return 0.0
