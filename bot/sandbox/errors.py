"""How a method of the workspace says no, in Slack's own error codes."""

from collections.abc import Sequence
from typing import Any, Protocol

Json = dict[str, Any]
"""A JSON object in Slack's shape. Messages, views and events are kept in the shape in which they travel."""


class SlackError(Exception):
    """A refusal: `code` is Slack's error code, `details` stand beside it in the answer."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def answer(self) -> Json:
        return {"ok": False, "error": self.code, **self.details}


def invalid_arguments(*problems: str) -> SlackError:
    """`problems` are told as Slack tells them, in `response_metadata.messages`."""
    return SlackError(
        "invalid_arguments", response_metadata={"messages": [f"[ERROR] {problem}" for problem in problems]}
    )


class Problem(Protocol):
    """What a Block Kit check finds: Slack's error code and Slack's sentence."""

    @property
    def code(self) -> str: ...

    @property
    def message(self) -> str: ...


def refuse(problems: Sequence[Problem]) -> None:
    """Raises the first problem's code with all sentences; does nothing when there are none."""
    if problems:
        sentences = [problem.message for problem in problems]
        raise SlackError(problems[0].code, errors=sentences, response_metadata={"messages": sentences})
