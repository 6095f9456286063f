"""What came back from an app."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reply:
    """`body` is the answer, parsed where it was JSON; `problem` is Slack's word for what went wrong, else None.

    `reason` is the word that a retried event carries; `no_retry` that the app asked for no retry.
    """

    body: Any = None
    problem: str | None = None
    reason: str = ""
    no_retry: bool = False
