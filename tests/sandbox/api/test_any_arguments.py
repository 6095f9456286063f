"""Whatever an app sends, it gets an answer in Slack's shape."""

import asyncio
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox import Sandbox, SlackError
from bot.sandbox.api.arguments import method_specs
from tests.sandbox.conftest import EVERY_METHOD_MAY_SAY, app_config, button, modal, section

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**12) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
LIKELY = st.sampled_from(
    [
        *("C0SB0000001", "C0SB0000004", "D0SB0000001", "general", "U01", "U08", "U0SB0000001", "S01", "B0SB0000001"),
        *("1.000001", "0", "", "true", "5", "🍲", "https://example.com", "link", "Bk0SB0000001", "F0SB0000001"),
        *("im,public_channel", "U01,U02", "[]", "{}", "[{}]"),
    ]
) | st.sampled_from([[section("x")], [button()], modal(), {"type": "home", "blocks": []}, [{"id": "F0SB0000001"}], 7])


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A method with some of its own arguments, some sensible and some not."""
    spec = method_specs()[draw(st.sampled_from(sorted(set(method_specs()) - {"api.test", "auth.revoke"})))]
    names = [name for name in spec.args if name in spec.required or draw(st.booleans())]
    return spec.name, {name: draw(LIKELY | JSON) for name in names}


@given(st.lists(calls(), max_size=30))
@settings(max_examples=150, deadline=None)
def test_no_arguments_break_the_workspace(plan: list[tuple[str, dict[str, Any]]]) -> None:
    """Any sequence of calls is answered with ok or a documented refusal, never with a crash."""
    asyncio.run(_make(plan))


async def _make(plan: list[tuple[str, dict[str, Any]]]) -> None:
    sandbox = Sandbox(app_config(events=frozenset()), rate_limits=0)
    await sandbox.do("U01", "create_channel", name="room", is_private=False)
    (app,) = sandbox.workspace.apps.values()
    await sandbox.do("U01", "invite", channel="C0SB0000004", users=[app.bot_user_id])
    sandbox.workspace.files.reserve("F0SB0000001", "a.png", app.bot_user_id, 0, 3).content = b"abc"
    for name, arguments in plan:
        try:
            json.dumps(sandbox.api.run(name, "xoxb-lunch", arguments))
        except SlackError as refusal:
            if refusal.code not in _documented(name):
                raise AssertionError((name, arguments, refusal.answer())) from None


def _documented(name: str) -> set[str]:
    """Codes of the method and of its kin: Slack's tables leave out some that methods share."""
    families = {"chat", "files"} if name.startswith(("chat.", "files.")) else {name.split(".", 1)[0]}
    kin = (spec.errors for spec in method_specs().values() if spec.name.split(".", 1)[0] in families)
    return EVERY_METHOD_MAY_SAY.union(*kin)
