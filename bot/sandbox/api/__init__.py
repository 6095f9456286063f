"""Slack's Web API, as far as apps of this kind call it."""

from bot.sandbox.api import (  # noqa: F401  (each module registers its methods)
    auth,
    chat,
    conversations,
    history,
    marks,
    people,
    scheduled,
    uploads,
    views,
)
from bot.sandbox.api.calllog import CallLog, CallRecord, OnCall
from bot.sandbox.api.dispatch import WebApi

__all__ = ["CallLog", "CallRecord", "OnCall", "WebApi"]
