"""Slack's own Python models and our tables agree, and every difference is known with its reason."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.models import blocks as sdk
from slack_sdk.models.blocks import basic_components, block_elements
from slack_sdk.models.blocks import blocks as sdk_blocks
from slack_sdk.models.views import View

from bot.sandbox.blockkit import check_message, check_view, composition, rich_text, surfaces
from bot.sandbox.blockkit.blocks import BLOCKS
from bot.sandbox.blockkit.elements import ELEMENTS, IN_MODAL_INPUT
from bot.sandbox.blockkit.shape import Many, OneOf, Record, Rule, Text

RECORDS: dict[str, Record] = {
    **BLOCKS["message"].kinds,
    **{kind: record for kind, record in BLOCKS["modal"].kinds.items() if kind == "alert"},
}
INLINE: dict[str, Record] = {**rich_text.PARTS.kinds, **rich_text.INLINE.kinds}
INPUTS: dict[str, Record] = {**INLINE, **ELEMENTS, **IN_MODAL_INPUT.kinds}

NOT_OURS = {
    "call": "only Slack's Calls API makes it; an app that posts it without a registered call is refused",
    "auth_provider": "new, and the surfaces that take it are not documented for this project's use",
    "url": "a source inside a task_card, no element of a block",
}
STRAY_FIELDS: dict[str, frozenset[str]] = {
    # The models' base class gives alt_text to whatever is pressed; Slack documents it for none of these.
    **dict.fromkeys(
        ("button", "workflow_button", "icon_button", "feedback_buttons", "overflow"), frozenset({"alt_text"})
    ),
    # Slack documents no placeholder for what shows all its choices, or a date and a time.
    **dict.fromkeys(("checkboxes", "radio_buttons", "datetimepicker"), frozenset({"placeholder"})),
    # Slack documents no confirm dialog for what is typed.
    **dict.fromkeys(
        ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"),
        frozenset({"confirm"}),
    ),
    "file_input": frozenset({"placeholder", "confirm", "focus_on_load"}),
}
STRICTER = {
    ("video", "title"): "the models, like the documentation, say less than 200: 199 is the longest",
    ("video", "author_name"): "the models, like the documentation, say less than 50: 49 is the longest",
}


def models(module: Any) -> Iterator[tuple[type, str]]:
    for _, model in inspect.getmembers(module, inspect.isclass):
        kind = getattr(model, "type", None)
        if model.__module__ == "slack_sdk.models.blocks." + module.__name__.rpartition(".")[2] and isinstance(
            kind, str
        ):
            yield model, kind


PARTS = [(part, part.type) for part in vars(sdk.RichTextElementParts).values() if hasattr(part, "type")]
MODELS = [
    *((model, kind, RECORDS) for model, kind in models(sdk_blocks)),
    *((model, kind, INPUTS) for model, kind in models(block_elements)),
    *((model, kind, INLINE) for model, kind in PARTS),
]
KNOWN = [(model, records[kind]) for model, kind, records in MODELS if kind in records]


def rules(record: Record) -> dict[str, Rule]:
    return {**record.required, **record.optional}


def most(rule: Rule) -> int | None:
    """The longest text or list that a rule takes."""
    if isinstance(rule, OneOf):
        return max(most(rules(kind)["text"]) or 0 for kind in rule.kinds.values())
    return rule.most if isinstance(rule, Text | Many) else None


def limits(model: type) -> dict[str, int]:
    """What a model says of the length of its fields, by field."""
    found = inspect.getmembers(model, lambda value: isinstance(value, int))
    return {name.removesuffix("_max_length"): value for name, value in found if name.endswith("_max_length")}


def test_every_kind_of_the_models_is_known_or_left_out_for_a_reason() -> None:
    """No block or element that the models can make is missing here by oversight."""
    assert {kind for _, kind, records in MODELS if kind not in records} == set(NOT_OURS)
    assert set(RECORDS) <= {kind for _, kind, _ in MODELS}


@pytest.mark.parametrize(("model", "record"), KNOWN, ids=lambda v: getattr(v, "__name__", ""))
def test_every_field_of_a_model_is_accepted(model: Any, record: Record) -> None:
    """A field that the models send is known here, but for those that Slack does not document."""
    attributes: set[str] = set(object.__new__(model).attributes) - {"type"}
    assert attributes - set(rules(record)) == STRAY_FIELDS.get(model.type, frozenset())


@pytest.mark.parametrize(("model", "record"), KNOWN, ids=lambda v: getattr(v, "__name__", ""))
def test_every_limit_of_a_model_is_ours(model: Any, record: Record) -> None:
    """Where the models name a greatest length it is the same here, but where they mean "less than"."""
    for name, limit in limits(model).items():
        if name not in STRAY_FIELDS.get(model.type, ()):
            strict = (model.type, name) in STRICTER
            assert most(rules(record)[name]) == limit - strict, name


@pytest.mark.parametrize(
    ("model", "record", "renamed"),
    [
        (basic_components.Option, composition.OPTION, {"label": "text"}),
        (basic_components.Option, composition.BOX_OPTION, {"label": "text"}),
        (basic_components.Option, composition.OVERFLOW_OPTION, {"label": "text"}),
        (basic_components.OptionGroup, composition.OPTION_GROUP, {}),
        (basic_components.ConfirmObject, composition.CONFIRM, {}),
    ],
    ids=["option", "box", "overflow", "group", "confirm"],
)
def test_the_limits_of_composition_objects_are_ours(model: type, record: Record, renamed: dict[str, str]) -> None:
    """Options, groups and confirm dialogs have the models' greatest lengths."""
    found = limits(model)
    assert found
    for name, limit in found.items():
        assert most(rules(record)[renamed.get(name, name)]) == limit, name


def test_the_limits_of_views_are_ours() -> None:
    """Titles, buttons, metadata and the number of blocks of a view have the models' greatest lengths."""
    found = limits(View)
    assert found.pop("blocks") == surfaces.VIEW_BLOCKS
    modal = rules(surfaces.VIEW.kinds["modal"])
    assert {name: most(modal[name]) for name in found} == found


OPTIONS = [sdk.Option(value=str(n), label=f"Option {n}", description="why") for n in range(3)]
CONFIRM = sdk.ConfirmObject(title="Sûr ?", text="*Vraiment* ?", confirm="Oui", deny="Non", style="danger")
PICTURE: dict[str, Any] = {"image_url": "https://example.com/a.png", "alt_text": "x"}
ACTIONS = [
    sdk.ButtonElement(text="Décision", action_id="a", value="1", style="primary", confirm=CONFIRM),
    sdk.LinkButtonElement(text="Ouvrir", url="https://example.com", action_id="b"),
    sdk.OverflowMenuElement(action_id="c", options=OPTIONS, confirm=CONFIRM),
    sdk.StaticSelectElement(action_id="d", options=OPTIONS, initial_option=OPTIONS[1], placeholder="Choisir"),
    sdk.StaticMultiSelectElement(
        action_id="e", option_groups=[sdk.OptionGroup(label="g", options=OPTIONS)], initial_options=OPTIONS[:2]
    ),
    sdk.ExternalDataSelectElement(action_id="f", min_query_length=2, placeholder="Chercher"),
    sdk.UserSelectElement(action_id="g", initial_user="U01"),
    sdk.UserMultiSelectElement(action_id="h", initial_users=["U01"], max_selected_items=2),
    sdk.ConversationSelectElement(action_id="i", filter=sdk.ConversationFilter(include=["public"])),
    sdk.ChannelSelectElement(action_id="j", initial_channel="C01"),
    sdk.DatePickerElement(action_id="k", initial_date="2026-03-14", confirm=CONFIRM),
    sdk.TimePickerElement(action_id="l", initial_time="20:41", timezone="Europe/Paris"),
    sdk.DateTimePickerElement(action_id="m", initial_date_time=1773520860),
    sdk.CheckboxesElement(action_id="n", options=OPTIONS, initial_options=OPTIONS[:1]),
    sdk.RadioButtonsElement(action_id="o", options=OPTIONS, initial_option=OPTIONS[2]),
]
INPUT_ELEMENTS = [
    sdk.PlainTextInputElement(action_id="a", multiline=True, min_length=1, max_length=3000, placeholder="Ici"),
    sdk.EmailInputElement(action_id="a", placeholder="a@example.com"),
    sdk.UrlInputElement(action_id="a", initial_value="https://example.com"),
    sdk.NumberInputElement(action_id="a", is_decimal_allowed=False, min_value=1, max_value="9"),
    sdk.RichTextInputElement(action_id="a", focus_on_load=True),
    block_elements.FileInputElement(action_id="a", filetypes=["png"], max_files=3),
    sdk.ConversationSelectElement(action_id="a", default_to_current_conversation=True, response_url_enabled=True),
    *ACTIONS[3:],
]


def test_a_message_made_with_the_models_is_accepted() -> None:
    """Blocks that the models make in good order pass as they are."""
    part = sdk.RichTextElementParts
    line = sdk.RichTextSectionElement(
        elements=[part.Text(text="x", style=part.TextStyle(bold=True)), part.User(user_id="U1")]
    )
    made = [
        sdk.HeaderBlock(text="Garder la tête froide"),
        sdk.SectionBlock(text="*Grave*", accessory=ACTIONS[0], block_id="s"),
        sdk.SectionBlock(fields=["*Pilote*", sdk.PlainTextObject(text="Camille", emoji=True)]),
        sdk.DividerBlock(),
        sdk.ContextBlock(elements=[sdk.MarkdownTextObject(text="x"), sdk.ImageElement(**PICTURE)]),
        sdk.ImageBlock(**PICTURE, title="x"),
        sdk.ActionsBlock(elements=ACTIONS),
        sdk.InputBlock(
            label="x", element=sdk.PlainTextInputElement(action_id="a"), hint="y", optional=True, dispatch_action=True
        ),
        sdk.RichTextBlock(elements=[line, sdk.RichTextListElement(style="bullet", elements=[line])]),
        sdk.MarkdownBlock(text="**x**"),
        sdk.TableBlock(rows=[[{"type": "raw_text", "text": "x"}]]),
        sdk.FileBlock(external_id="x"),
    ]
    assert check_message([block.to_dict() for block in made]) == []


@pytest.mark.parametrize("element", INPUT_ELEMENTS, ids=lambda e: e.type)
def test_a_modal_made_with_the_models_is_accepted(element: Any) -> None:
    """Inputs and views that the models make in good order pass as they are."""
    block = sdk.InputBlock(label="x", element=element, block_id="b")
    view = View(type="modal", title="Décision", submit="Noter", close="Annuler", callback_id="c", blocks=[block])
    assert check_view(view.to_dict()) == []


def test_a_home_tab_made_with_the_models_is_accepted() -> None:
    """A Home tab that the models make in good order passes as it is."""
    home = View(type="home", blocks=[sdk.SectionBlock(text="x"), sdk.ActionsBlock(elements=ACTIONS[:3])])
    assert check_view(home.to_dict()) == []


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


MISSED: dict[str, list[dict[str, Any]]] = {
    "51 blocks": [{"type": "divider"}] * 51,
    "0 checkboxes": [{"type": "actions", "elements": [{"type": "checkboxes", "options": []}]}],
    "11 checkboxes": [
        {"type": "actions", "elements": [{"type": "checkboxes", "options": [{"text": plain("x"), "value": "x"}] * 11}]}
    ],
    "description of 76": [
        {
            "type": "section",
            "text": plain("x"),
            "accessory": {
                "type": "overflow",
                "options": [{"text": plain("x"), "value": "x", "description": plain("x" * 76)}],
            },
        }
    ],
    "empty text": [{"type": "section", "text": plain("")}],
    "field of 2001": [{"type": "section", "fields": [plain("x" * 2001)]}],
    "mrkdwn for plain_text": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    "element in the wrong block": [{"type": "actions", "elements": [{"type": "plain_text_input"}]}],
    "duplicate block_id": [{"type": "divider", "block_id": "a"}] * 2,
    "initial option elsewhere": [
        {
            "type": "actions",
            "elements": [
                {
                    "type": "static_select",
                    "options": [{"text": plain("x"), "value": "x"}],
                    "initial_option": {"text": plain("y"), "value": "y"},
                }
            ],
        }
    ],
}


@pytest.mark.parametrize("case", MISSED)
def test_what_the_models_let_through_is_refused_here(case: str) -> None:
    """Each documented violation that the models miss is caught."""
    assert [problem.code for problem in check_message(MISSED[case])] == ["invalid_blocks"]
