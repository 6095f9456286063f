"""How a method of the workspace says no, in Slack's own error codes."""

from typing import Any

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
