"""A small Slack-compatible workspace on loopback, with a page in the browser."""

from bot.sandbox.apps import AppConfig, Command, InstalledApp, Shortcut
from bot.sandbox.cast import people
from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import SlackError
from bot.sandbox.faults import Fault, FaultSpec
from bot.sandbox.server import Sandbox

__all__ = [
    "AppConfig",
    "Command",
    "Fault",
    "FaultSpec",
    "InstalledApp",
    "Sandbox",
    "SandboxClock",
    "Shortcut",
    "SlackError",
    "people",
]
