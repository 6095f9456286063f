"""Messages, modals and Home tabs keep Slack's limits as a whole."""

import json
from typing import Any

import pytest

from bot.sandbox.blockkit import Problem, check_message, check_view

Json = dict[str, Any]
DIVIDER = {"type": "divider"}


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str = "x", **fields: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **fields}


def button(action_id: str) -> Json:
    return {"type": "button", "text": plain(), "action_id": action_id}


def field(**fields: Any) -> Json:
    return {"type": "input", "label": plain(), "element": {"type": "plain_text_input", **fields}}


def modal(*blocks: Json, **fields: Any) -> Json:
    return {"type": "modal", "title": plain(), "submit": plain(), "blocks": list(blocks) or [DIVIDER], **fields}


def home(*blocks: Json, **fields: Any) -> Json:
    return {"type": "home", "blocks": list(blocks) or [DIVIDER], **fields}


def problem(code: str, says: str, at: str) -> list[Problem]:
    return [Problem(code, f"[ERROR] {says} [json-pointer:{at}]", at)]


def test_a_message_takes_50_blocks_and_not_51() -> None:
    """Fifty blocks are posted, one more is refused."""
    assert check_message([DIVIDER] * 50) == []
    assert check_message([DIVIDER] * 51) == problem("invalid_blocks", "no more than 50 items allowed", "/blocks")


@pytest.mark.parametrize("view", [modal, home])
def test_a_view_takes_100_blocks_and_not_101(view: Any) -> None:
    """A modal and a Home tab hold one to a hundred blocks."""
    at = "/view/blocks"
    assert check_view(view(*[DIVIDER] * 100)) == []
    assert check_view(view(*[DIVIDER] * 101)) == problem("invalid_arguments", "no more than 100 items allowed", at)
    assert check_view(view(blocks=[])) == problem("invalid_arguments", "no fewer than 1 items allowed", at)


def test_all_text_of_a_message_may_be_12000_characters() -> None:
    """Every block may be right and the message still too long: 12 000 characters pass, 12 001 do not."""
    four = [section("x" * 3000) for _ in range(4)]
    assert check_message(four) == []
    assert [p.code for p in check_message([*four, section("x")])] == ["msg_blocks_too_long"]


def test_text_counts_wherever_it_stands() -> None:
    """Labels, fields, rich text and the blocks of attachments count towards a message's length."""
    nearly = [section("x" * 3000) for _ in range(3)] + [section("x" * 2997)]
    rich = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "xxxx"}]}],
    }
    four = {"type": "actions", "elements": [{"type": "button", "text": plain("xxxx")}]}
    assert check_message(nearly) == []
    assert [p.code for p in check_message([*nearly, rich])] == ["msg_blocks_too_long"]
    assert [p.code for p in check_message([*nearly, four])] == ["msg_blocks_too_long"]
    assert [p.code for p in check_message(nearly, attachments=[{"blocks": [four]}])] == ["msg_blocks_too_long"]


@pytest.mark.parametrize("blocks", ["[]", {"type": "divider"}, [["divider"]], ["x"], 3, True])
def test_what_is_no_list_of_objects_has_its_own_code(blocks: object) -> None:
    """Blocks sent twice encoded, or not as a list, fail with invalid_blocks_format."""
    assert check_message(blocks) == problem("invalid_blocks_format", "must provide an array of objects", "/blocks")


def test_a_message_without_blocks_is_right() -> None:
    """Blocks may be missing, and an empty list takes them away."""
    assert check_message(None) == []
    assert check_message([]) == []


def test_a_block_id_is_used_once() -> None:
    """Two blocks with the same block_id are refused, in messages and in views, in containers too."""
    twins = [section(block_id="a"), section(block_id="b"), section(block_id="a")]
    inside = {"type": "container", "title": plain(), "child_blocks": [section(block_id="a")]}
    says = '`block_id` "a" already exists'
    assert check_message(twins) == problem("invalid_blocks", says, "/blocks/2/block_id")
    assert check_view(home(*twins)) == problem("invalid_arguments", says, "/view/blocks/2/block_id")
    assert check_message([twins[0], inside]) == problem("invalid_blocks", says, "/blocks/1/child_blocks/0/block_id")


def test_an_action_id_is_used_once_in_a_block() -> None:
    """Two elements of one block with the same action_id are refused; in two blocks they are not."""
    one_block = [{"type": "actions", "elements": [button("a"), button("b"), button("a")]}]
    two_blocks = [{"type": "actions", "elements": [button("a")]}, section(accessory=button("a"))]
    says = '`action_id` "a" already exists'
    assert check_message(one_block) == problem("invalid_blocks", says, "/blocks/0/elements/2/action_id")
    assert check_message(two_blocks) == []


def test_a_message_holds_one_table() -> None:
    """A second table in one message is refused."""
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
    assert check_message([table, DIVIDER]) == []
    assert check_message([table, table]) == problem("invalid_attachments", "only_one_table_allowed", "/blocks/1")


def test_blocks_in_attachments_are_checked_too() -> None:
    """An attachment's blocks follow the same rules, with a pointer of their own."""
    assert check_message(None, attachments=[{"color": "#e01e5a", "fallback": "x", "blocks": [section()]}]) == []
    assert check_message([], attachments=[{"blocks": [section("")]}]) == problem(
        "invalid_attachments", "must be more than 0 characters", "/attachments/0/blocks/0/text/text"
    )


def test_attachments_do_not_mix_blocks_and_legacy_fields() -> None:
    """An attachment with blocks takes no legacy text or footer; one without blocks takes them."""
    assert check_message(None, attachments=[{"text": "x", "footer": "y"}]) == []
    assert check_message(None, attachments=[{"blocks": [DIVIDER], "footer": "y"}]) == problem(
        "invalid_attachments", "invalid additional property: footer", "/attachments/0"
    )


def test_a_message_takes_100_attachments() -> None:
    """A hundred attachments pass, one more does not, and neither does something else than a list of objects."""
    assert check_message(None, attachments=[{"text": "x"}] * 100) == []
    assert [p.code for p in check_message(None, attachments=[{"text": "x"}] * 101)] == ["too_many_attachments"]
    assert [p.code for p in check_message(None, attachments={"text": "x"})] == ["invalid_attachments"]
    assert [p.pointer for p in check_message(None, attachments=["x"])] == ["/attachments/0"]


REFUSED_VIEWS = {
    "not an object": ([], "", "must provide an object"),
    "without type": ({"blocks": [DIVIDER]}, "", "missing required field: type"),
    "a step of a workflow": (modal(type="workflow_step"), "/type", "unsupported type: workflow_step"),
    "without blocks": ({"type": "home"}, "", "missing required field: blocks"),
    "without title": ({"type": "modal", "blocks": [DIVIDER]}, "", "missing required field: title"),
    "blocks as text": (home(blocks="[]"), "/blocks", "must provide an array"),
    "title of 25": (modal(title=plain("x" * 25)), "/title/text", "must be less than 25 characters"),
    "title of 0": (modal(title=plain("")), "/title/text", "must be more than 0 characters"),
    "title in mrkdwn": (modal(title={"type": "mrkdwn", "text": "x"}), "/title/type", "must be a valid enum value"),
    "title as text": (modal(title="x"), "/title", "must provide an object"),
    "submit of 25": (modal(submit=plain("x" * 25)), "/submit/text", "must be less than 25 characters"),
    "close of 25": (modal(close=plain("x" * 25)), "/close/text", "must be less than 25 characters"),
    "metadata of 3001": (
        modal(private_metadata="x" * 3001),
        "/private_metadata",
        "must be less than 3001 characters",
    ),
    "metadata as an object": (modal(private_metadata={}), "/private_metadata", "must provide a string"),
    "callback_id of 256": (modal(callback_id="x" * 256), "/callback_id", "must be less than 256 characters"),
    "external_id of 256": (home(external_id="x" * 256), "/external_id", "must be less than 256 characters"),
    "notify_on_close as text": (modal(notify_on_close="yes"), "/notify_on_close", "must provide a boolean"),
    "a view as Slack sent it": (modal(hash="1.a"), "", "invalid additional property: hash"),
    "a Home tab with a title": (home(title=plain()), "", "invalid additional property: title"),
    "a Home tab with submit": (home(submit=plain()), "", "invalid additional property: submit"),
    "two with focus": (
        modal(field(focus_on_load=True), field(focus_on_load=True)),
        "/blocks/1/element/focus_on_load",
        "only one element of a view can set `focus_on_load`",
    ),
}


@pytest.mark.parametrize("case", REFUSED_VIEWS)
def test_a_view_that_breaks_one_rule_is_refused_for_that_rule_only(case: str) -> None:
    """Opening a view that breaks a documented rule fails with invalid_arguments and a pointer to the fault."""
    view, place, says = REFUSED_VIEWS[case]
    assert check_view(view) == problem("invalid_arguments", says, f"/view{place}")


def test_a_modal_with_inputs_has_a_submit_button() -> None:
    """Inputs need `submit` in a modal; a Home tab has inputs without it."""
    bare = {"type": "modal", "title": plain(), "blocks": [DIVIDER]}
    asking = {**bare, "blocks": [DIVIDER, field()]}
    assert check_view(bare) == []
    assert check_view(asking) == problem(
        "invalid_arguments", "must define `submit` to use `input` block", "/view/blocks/1"
    )
    assert check_view({**asking, "submit": plain()}) == []
    assert check_view(home(field())) == []


def test_a_view_weighs_at_most_250_kb() -> None:
    """A view whose every block is right passes at 250 000 bytes of UTF-8 and is refused one byte later."""
    view = home(*[section("é" * 1450) for _ in range(80)], private_metadata="")
    spare = 250_000 - len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode())
    rows = spare // 2500
    view["blocks"] += [section("x" * 2400) for _ in range(rows)]
    spare = 250_000 - len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode())
    assert check_view({**view, "private_metadata": "x" * spare}) == []
    assert check_view({**view, "private_metadata": "x" * (spare + 1)}) == problem(
        "view_too_large", "must be less than 250001 bytes", "/view"
    )


def test_metadata_and_callback_id_may_be_empty() -> None:
    """An app that has nothing to remember may say so with an empty string."""
    assert check_view(modal(private_metadata="", callback_id="", external_id="")) == []


def test_an_alert_says_at_most_200_characters() -> None:
    """An alert is refused above 200 characters."""
    alert = {"type": "alert", "text": plain("x" * 200)}
    at = "/view/blocks/0/text/text"
    assert check_view(modal(alert)) == []
    assert check_view(modal({**alert, "text": plain("x" * 201)})) == problem(
        "invalid_arguments", "must be less than 201 characters", at
    )
