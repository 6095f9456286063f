"""Every documented rule of a single block is enforced, at the place that Slack would name."""

from typing import Any

import pytest

from bot.sandbox.blockkit import Problem, check_message, check_view

Json = dict[str, Any]


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "x") -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**fields: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **fields}


def image(**fields: Any) -> Json:
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "x", **fields}


def without(value: Json, *names: str) -> Json:
    return {name: value[name] for name in value if name not in names}


BUTTON = {"type": "button", "text": plain()}
FIELD = {"type": "input", "label": plain(), "element": {"type": "plain_text_input"}}
VIDEO = {
    "type": "video",
    "title": plain(),
    "alt_text": "x",
    "thumbnail_url": "https://example.com/a.png",
    "video_url": "https://example.com/a",
}
ROW = [{"type": "raw_text", "text": "x"}]
ICON_BUTTON = {"type": "icon_button", "icon": "trash", "text": plain()}
CARD = {"type": "card", "title": mrkdwn()}
TASK = {"type": "task_card", "task_id": "1", "title": "x", "status": "pending"}
CONTAINER = {"type": "container", "title": plain(), "child_blocks": [section()]}


REFUSED = {
    "block without type": ({"text": plain()}, "", "missing required field: type"),
    "type is no string": ({"type": 3}, "/type", "must provide a string"),
    "unknown block": ({"type": "banner"}, "/type", "unsupported type: banner"),
    "unknown field": ({"type": "divider", "text": plain()}, "", "invalid additional property: text"),
    "block_id of 256": ({"type": "divider", "block_id": "b" * 256}, "/block_id", "must be less than 256 characters"),
    "block_id is null": ({"type": "divider", "block_id": None}, "/block_id", "must provide a string"),
    "section empty": ({"type": "section"}, "", "must define at least one of `text`, `fields`"),
    "section text of 0": (section(text=mrkdwn("")), "/text/text", "must be more than 0 characters"),
    "section text of 3001": (
        section(text=mrkdwn("x" * 3001)),
        "/text/text",
        "must be less than 3001 characters",
    ),
    "section text is a string": (section(text="x"), "/text", "must provide an object"),
    "section with 11 fields": (section(fields=[plain()] * 11), "/fields", "no more than 10 items allowed"),
    "section with 0 fields": (section(fields=[]), "/fields", "no fewer than 1 items allowed"),
    "section field of 2001": (
        section(fields=[mrkdwn("x" * 2001)]),
        "/fields/0/text",
        "must be less than 2001 characters",
    ),
    "section holds an input": (
        section(accessory={"type": "plain_text_input"}),
        "/accessory/type",
        "unsupported type: plain_text_input",
    ),
    "section expand is no flag": (section(expand="yes"), "/expand", "must provide a boolean"),
    "header without text": ({"type": "header"}, "", "missing required field: text"),
    "header in mrkdwn": ({"type": "header", "text": mrkdwn()}, "/text/type", "must be a valid enum value"),
    "header of 151": (
        {"type": "header", "text": plain("x" * 151)},
        "/text/text",
        "must be less than 151 characters",
    ),
    "header of 0": ({"type": "header", "text": plain("")}, "/text/text", "must be more than 0 characters"),
    "image without alt_text": (without(image(), "alt_text"), "", "missing required field: alt_text"),
    "image without source": (
        without(image(), "image_url"),
        "",
        "must define exactly one of `image_url`, `slack_file`",
    ),
    "image with two sources": (
        image(slack_file={"id": "F1"}),
        "",
        "must define exactly one of `image_url`, `slack_file`",
    ),
    "image url of 3001": (
        image(image_url="https://example.com/" + "x" * 2981),
        "/image_url",
        "must be less than 3001 characters",
    ),
    "image url is no url": (image(image_url="a.png"), "/image_url", "must be a valid URL"),
    "image alt_text of 2001": (image(alt_text="x" * 2001), "/alt_text", "must be less than 2001 characters"),
    "image title in mrkdwn": (image(title=mrkdwn()), "/title/type", "must be a valid enum value"),
    "image title of 2001": (
        image(title=plain("x" * 2001)),
        "/title/text",
        "must be less than 2001 characters",
    ),
    "actions with 26": (
        {"type": "actions", "elements": [BUTTON] * 26},
        "/elements",
        "no more than 25 items allowed",
    ),
    "actions with 0": ({"type": "actions", "elements": []}, "/elements", "no fewer than 1 items allowed"),
    "actions without elements": ({"type": "actions"}, "", "missing required field: elements"),
    "actions hold text": (
        {"type": "actions", "elements": [mrkdwn()]},
        "/elements/0/type",
        "unsupported type: mrkdwn",
    ),
    "actions hold an image": (
        {"type": "actions", "elements": [image()]},
        "/elements/0/type",
        "unsupported type: image",
    ),
    "context with 11": (
        {"type": "context", "elements": [mrkdwn()] * 11},
        "/elements",
        "no more than 10 items allowed",
    ),
    "context with 0": ({"type": "context", "elements": []}, "/elements", "no fewer than 1 items allowed"),
    "context holds a button": (
        {"type": "context", "elements": [BUTTON]},
        "/elements/0/type",
        "unsupported type: button",
    ),
    "context text of 3001": (
        {"type": "context", "elements": [mrkdwn("x" * 3001)]},
        "/elements/0/text",
        "must be less than 3001 characters",
    ),
    "table with 21 columns set": (
        {"type": "table", "rows": [ROW], "column_settings": [None] * 21},
        "/column_settings",
        "no more than 20 items allowed",
    ),
    "icon button of 76": (
        {"type": "context_actions", "elements": [{**ICON_BUTTON, "text": plain("x" * 76)}]},
        "/elements/0/text/text",
        "must be less than 76 characters",
    ),
    "icon button value of 2001": (
        {"type": "context_actions", "elements": [{**ICON_BUTTON, "value": "x" * 2001}]},
        "/elements/0/value",
        "must be less than 2001 characters",
    ),
    "card with 4 buttons": ({**CARD, "actions": [BUTTON] * 4}, "/actions", "no more than 3 items allowed"),
    "input without label": (without(FIELD, "label"), "", "missing required field: label"),
    "input without element": (without(FIELD, "element"), "", "missing required field: element"),
    "input label in mrkdwn": ({**FIELD, "label": mrkdwn()}, "/label/type", "must be a valid enum value"),
    "input label of 2001": (
        {**FIELD, "label": plain("x" * 2001)},
        "/label/text",
        "must be less than 2001 characters",
    ),
    "input hint of 2001": (
        {**FIELD, "hint": plain("x" * 2001)},
        "/hint/text",
        "must be less than 2001 characters",
    ),
    "input holds a button": ({**FIELD, "element": BUTTON}, "/element/type", "unsupported type: button"),
    "video without alt_text": (without(VIDEO, "alt_text"), "", "missing required field: alt_text"),
    "video title of 200": (
        {**VIDEO, "title": plain("x" * 200)},
        "/title/text",
        "must be less than 200 characters",
    ),
    "video author of 50": ({**VIDEO, "author_name": "x" * 50}, "/author_name", "must be less than 50 characters"),
    "video not over https": (
        {**VIDEO, "video_url": "http://example.com"},
        "/video_url",
        "must be a valid HTTPS URL",
    ),
    "file not remote": (
        {"type": "file", "external_id": "1", "source": "local"},
        "/source",
        "must be a valid enum value",
    ),
    "markdown of 0": ({"type": "markdown", "text": ""}, "/text", "must be more than 0 characters"),
    "markdown of 12001": (
        {"type": "markdown", "text": "x" * 12_001},
        "/text",
        "must be less than 12001 characters",
    ),
    "table of 101 rows": ({"type": "table", "rows": [ROW] * 101}, "/rows", "no more than 100 items allowed"),
    "table row of 21": ({"type": "table", "rows": [ROW * 21]}, "/rows/0", "no more than 20 items allowed"),
    "table cell in mrkdwn": (
        {"type": "table", "rows": [[mrkdwn()]]},
        "/rows/0/0/type",
        "unsupported type: mrkdwn",
    ),
    "table column misaligned": (
        {"type": "table", "rows": [ROW], "column_settings": [{"align": "top"}]},
        "/column_settings/0/align",
        "must be a valid enum value",
    ),
    "context_actions hold a button": (
        {"type": "context_actions", "elements": [BUTTON]},
        "/elements/0/type",
        "unsupported type: button",
    ),
    "card empty": ({"type": "card"}, "", "must define at least one of `hero_image`, `title`, `actions`, `body`"),
    "card body of 201": ({**CARD, "body": mrkdwn("x" * 201)}, "/body/text", "must be less than 201 characters"),
    "carousel of 11": (
        {"type": "carousel", "elements": [CARD] * 11},
        "/elements",
        "no more than 10 items allowed",
    ),
    "task of unknown status": ({**TASK, "status": "done"}, "/status", "must be a valid enum value"),
    "container without title": (
        without(CONTAINER, "title"),
        "",
        "must define at least one of `title`, `rich_text_title`",
    ),
    "container in itself": (
        {**CONTAINER, "child_blocks": [CONTAINER]},
        "/child_blocks/0/type",
        "unsupported type: container",
    ),
    "collapsible container with divider": (
        {**CONTAINER, "is_collapsible": True, "has_header_divider": True},
        "/has_header_divider",
        "cannot be set when `is_collapsible` is true",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_block_that_breaks_one_rule_is_refused_for_that_rule_only(case: str) -> None:
    """Posting a block that breaks a documented rule fails with invalid_blocks and a pointer to the fault."""
    block, place, says = REFUSED[case]
    at = f"/blocks/1{place}"
    problem = Problem("invalid_blocks", f"[ERROR] {says} [json-pointer:{at}]", at)
    assert check_message([{"type": "divider"}, block]) == [problem]


ONLY_IN_MESSAGES = {
    "markdown": {"type": "markdown", "text": "x"},
    "file": {"type": "file", "external_id": "1", "source": "remote"},
    "table": {"type": "table", "rows": [ROW]},
    "card": CARD,
    "task_card": TASK,
    "container": CONTAINER,
    "context_actions": {
        "type": "context_actions",
        "elements": [{"type": "icon_button", "icon": "trash", "text": plain()}],
    },
}


@pytest.mark.parametrize("kind", ONLY_IN_MESSAGES)
@pytest.mark.parametrize("view", [{"type": "modal", "title": plain()}, {"type": "home"}], ids=["modal", "home"])
def test_what_is_made_for_messages_is_refused_in_views(kind: str, view: Json) -> None:
    """A block that Slack shows in messages only passes there, and fails in a modal and in the Home tab."""
    block = ONLY_IN_MESSAGES[kind]
    at = "/view/blocks/0/type"
    assert check_message([block]) == []
    assert check_view({**view, "blocks": [block]}) == [
        Problem("invalid_arguments", f"[ERROR] unsupported type: {kind} [json-pointer:{at}]", at)
    ]


def test_an_alert_is_for_modals_only() -> None:
    """An alert passes in a modal and is refused in messages and in the Home tab."""
    alert = {"type": "alert", "level": "warning", "text": mrkdwn()}
    assert check_view({"type": "modal", "title": plain(), "blocks": [alert]}) == []
    assert [p.pointer for p in check_message([alert])] == ["/blocks/0/type"]
    assert [p.pointer for p in check_view({"type": "home", "blocks": [alert]})] == ["/view/blocks/0/type"]
