"""A person's Home tab: their crises, as they are now."""

from __future__ import annotations

from bot.slack.client import Answer
from bot.slack.desk import Desk
from bot.slack.effects import Delivery
from bot.slack.screens import home


async def publish(desk: Desk, user: str) -> None:
    """Show it as it is now. Raises SlackFailure."""
    crises = desk.service.crises_of(user, open_only=False)
    view = home.render(await desk.people.reader(user), crises, desk.service.now())
    await desk.slack.call("views.publish", user_id=user, view=view)


async def show(desk: Desk, delivery: Delivery) -> Answer:
    """The same, after Slack did not take it."""
    await publish(desk, delivery.row.to)
    return {"user": delivery.row.to}
