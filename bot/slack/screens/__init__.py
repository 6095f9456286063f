"""What people see: state → Block Kit, and forms → commands. Pure: no Slack calls, no clock, no database."""

from bot.slack.screens.screen import Block, Reader, Screen, View, pack, unpack

__all__ = ["Block", "Reader", "Screen", "View", "pack", "unpack"]
