"""The rich_text block: sections, lists, quotes and preformatted text, and what stands in them.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from .composition import IDENTIFIER, LINK, SLACK_ID
from .shape import Choice, Flag, Many, OneOf, Record, Text, Whole

_STYLE = Record(optional={name: Flag() for name in ("bold", "italic", "strike", "code", "underline")})
_MENTION_STYLE = Record(
    optional={name: Flag() for name in ("bold", "italic", "strike", "highlight", "client_highlight", "unlink", "code")}
)
_TEXT = Record(required={"text": Text()}, optional={"style": _STYLE})
_LINK = Record(
    required={"url": LINK},
    optional={"text": Text(least=0), "unsafe": Flag(), "style": _STYLE},
)
INLINE = OneOf(
    {
        "text": _TEXT,
        "link": _LINK,
        "emoji": Record(
            required={"name": Text()},
            optional={"unicode": Text(), "skin_tone": Whole(1, 6), "style": _STYLE},
        ),
        "user": Record(required={"user_id": SLACK_ID}, optional={"style": _MENTION_STYLE}),
        "usergroup": Record(required={"usergroup_id": SLACK_ID}, optional={"style": _MENTION_STYLE}),
        "channel": Record(required={"channel_id": SLACK_ID}, optional={"style": _MENTION_STYLE}),
        "team": Record(required={"team_id": SLACK_ID}, optional={"style": _MENTION_STYLE}),
        "broadcast": Record(
            required={"range": Choice(("here", "channel", "everyone"))}, optional={"style": _MENTION_STYLE}
        ),
        "color": Record(
            required={"value": Text(like=r"#[0-9A-Fa-f]{6}", says="must be a valid hex color")},
            optional={"style": _STYLE},
        ),
        "date": Record(
            required={"timestamp": Whole(0), "format": Text()},
            optional={"url": LINK, "fallback": Text(), "style": _STYLE},
        ),
    }
)
_BORDER = Whole(0, 1)
_SECTION = Record(required={"elements": Many(INLINE, least=0)})

PARTS = OneOf(
    {
        "rich_text_section": _SECTION,
        "rich_text_list": Record(
            required={
                "elements": Many(OneOf({"rich_text_section": _SECTION})),
                "style": Choice(("bullet", "ordered")),
            },
            optional={"indent": Whole(0, 8), "offset": Whole(0), "border": _BORDER},
        ),
        "rich_text_quote": Record(required={"elements": Many(INLINE)}, optional={"border": _BORDER}),
        "rich_text_preformatted": Record(
            required={"elements": Many(OneOf({"text": _TEXT, "link": _LINK}))},
            optional={"border": _BORDER, "language": Text()},
        ),
    }
)

RICH_TEXT = Record(required={"elements": Many(PARTS)}, optional={"block_id": IDENTIFIER})
RICH_TEXT_VALUE = OneOf({"rich_text": RICH_TEXT})
