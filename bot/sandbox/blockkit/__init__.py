"""What Slack accepts as Block Kit, so that a message or a view that Slack would refuse is refused here too."""

from .surfaces import Problem, check_message, check_view

__all__ = ["Problem", "check_message", "check_view"]
