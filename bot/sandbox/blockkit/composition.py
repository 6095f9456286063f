"""Composition objects: the small objects that blocks and elements are made of.

Limits: https://docs.slack.dev/reference/block-kit/composition-objects
"""

from collections.abc import Mapping

from .shape import Choice, Flag, Many, OneOf, Record, Rule, Text, at_least_one, exactly_one

IDENTIFIER = Text(255)
LINK = Text(3000, like=r"[A-Za-z][A-Za-z0-9+.-]*:\S.*", says="must be a valid URL")
WEB_LINK = Text(3000, like=r"https?://\S+", says="must be a valid URL")
SECURE_LINK = Text(3000, like=r"https://\S+", says="must be a valid HTTPS URL")
SLACK_ID = Text()


def _text(most: int, *kinds: str) -> OneOf:
    marks: dict[str, Mapping[str, Rule]] = {"plain_text": {"emoji": Flag()}, "mrkdwn": {"verbatim": Flag()}}
    records = {kind: Record(required={"text": Text(most)}, optional=marks[kind]) for kind in kinds}
    return OneOf(records, says="must be a valid enum value")


def plain(most: int) -> OneOf:
    """A plain_text object; mrkdwn is refused."""
    return _text(most, "plain_text")


def words(most: int) -> OneOf:
    """A text object of either kind."""
    return _text(most, "plain_text", "mrkdwn")


OPTION = Record(
    required={"text": plain(75), "value": Text(150)},
    optional={"description": plain(75)},
)
BOX_OPTION = Record(
    required={"text": words(75), "value": Text(150)},
    optional={"description": words(75)},
)
OVERFLOW_OPTION = Record(
    required={"text": plain(75), "value": Text(150)},
    optional={"description": plain(75), "url": LINK},
)
OPTION_GROUP = Record(required={"label": plain(75), "options": Many(OPTION, 100)})

CONFIRM = Record(
    required={"title": plain(100), "text": words(300), "confirm": plain(30), "deny": plain(30)},
    optional={"style": Choice(("primary", "danger"))},
)
DISPATCH = Record(
    required={"trigger_actions_on": Many(Choice(("on_enter_pressed", "on_character_entered")), 2)},
)
CONVERSATION_FILTER = Record(
    optional={
        "include": Many(Choice(("im", "mpim", "private", "public")), 4),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    },
    laws=(at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),),
)
SLACK_FILE = Record(optional={"id": SLACK_ID, "url": SECURE_LINK}, laws=(exactly_one("id", "url"),))
PICTURE = Record(
    required={"alt_text": Text(2000)},
    optional={"image_url": WEB_LINK, "slack_file": SLACK_FILE},
    laws=(exactly_one("image_url", "slack_file"),),
)
WORKFLOW = Record(
    required={
        "trigger": Record(
            required={"url": SECURE_LINK},
            optional={
                "customizable_input_parameters": Many(
                    Record(required={"name": Text(), "value": Text(least=0)}), least=0
                )
            },
        )
    },
)
