"""What an attack on the bot has found: each of these was a hole once."""

from __future__ import annotations

import json
import secrets
from urllib.parse import urlencode

import pytest

from bot.domain import commands as cmd
from tests.scenarios.stage import Stage, texts_of, until
from tests.slack.test_start import opened
from tests.slack.wire import FORM, command, post, signed

LONG = "Nous retirons le lot 42 de la vente et prévenons l'enseigne avant midi ; " * 6
ADDRESS = "https://www.linkedin.com/feed/update/urn:li:activity:" + "7" * 200


async def test_who_left_hears_no_more(stage: Stage) -> None:
    """A role, an item or a follow-up of somebody who left the private channel is not told to them."""
    await opened(stage, "/crise démarrer Du verre @alex.martin")
    alex = stage.person("Alex")
    await stage.person("Camille").command(stage.channel.id, "/crise rôle communication @alex.martin")
    await stage.settled()
    await alex.do("leave", channel=stage.channel.id)
    await stage.settled()
    before = len(stage.direct(alex))
    for _ in range(8):
        await stage.pass_time(300)
    assert [texts_of(m) for m in stage.direct(alex)[before:]] == []


async def test_a_public_follow_up_channel_hears_nothing_of_a_private_crisis(stage: Stage) -> None:
    """A public channel is read by everybody in the workspace, whoever is in it at the moment."""
    channel = stage.sandbox.workspace.channel_names["crise-suivi"]
    channel.kind = "public"
    await opened(stage, "/crise démarrer Du verre @cellule-crise")
    camille = stage.person("Camille")
    await camille.command(stage.channel.id, "/crise clore")
    await camille.modal("close")
    await camille.submit(reason="Fini")
    await stage.settled()
    for _ in range(3):
        await stage.pass_time()
    assert stage.posted(channel) == []


async def test_a_message_may_be_kept_by_two_crises(stage: Stage) -> None:
    """What one crisis has in its log is not "already in the log" of another."""
    await opened(stage)
    body = command("start Autre affaire", channel=stage.channel_id("general")).replace("U01", "U08")
    await post(stage, body, signed(body))
    await until(lambda: len(stage.crisis_channels()) == 2)
    await stage.settled()
    for user in ("U01", "U08"):
        payload = {
            "type": "message_action", "callback_id": "add_to_log", "trigger_id": secrets.token_hex(6),
            "user": {"id": user}, "team": {"id": "T01SANDBOX"}, "channel": {"id": stage.channel_id("general")},
            "message": {"type": "message", "user": "U03", "ts": "1700000000.000100", "text": "Le lot 42 est touché"},
        }  # fmt: skip
        body = urlencode({"payload": json.dumps(payload)})
        await post(stage, body, signed(body))
    await stage.settled()
    assert len(stage.rows("SELECT DISTINCT crisis_id FROM journal WHERE kind = 'NoteAdded'")) == 2


async def test_a_join_that_is_told_late_lets_nobody_back_in(stage: Stage) -> None:
    """Slack tells events again, and in any order: who has left stays out."""
    await opened(stage)
    for kind, ts in (("member_left_channel", "1700000002.0"), ("member_joined_channel", "1700000001.0")):
        event = {"type": kind, "user": "U08", "channel": stage.channel.id, "event_ts": ts}
        body = json.dumps({"type": "event_callback", "team_id": "T01SANDBOX", "event_id": f"Ev{ts}", "event": event})
        await post(stage, body, signed(body, kind="application/json"))
    await stage.settled()
    assert not stage.crisis.is_member("U08")


@pytest.mark.parametrize("word", ["point", "point canal", "journal 60", "décisions"])
async def test_long_words_do_not_break_a_list(stage: Stage, word: str) -> None:
    """Some twenty decisions and notes of normal length, and every list still opens; no report is lost."""
    await opened(stage)
    assert stage.bot is not None
    crisis = stage.crisis.id
    for _ in range(20):
        decided = cmd.RecordDecision(crisis_id=crisis, actor="U01", text=LONG, why=LONG, rejected=LONG, link=ADDRESS)
        await stage.bot.service.handle(decided)
        await stage.bot.service.handle(cmd.AddNote(crisis_id=crisis, actor="U01", text=LONG, link=ADDRESS))
    await stage.settled()
    told = await stage.person("Camille").do("command", channel=stage.channel.id, text=f"/crise {word}")
    assert "failed" not in told, told
    await stage.settled()
    assert stage.rows("SELECT name, error FROM outbox WHERE state = 'parked'") == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, "payload=[]"), (FORM, "payload=null"), (FORM, "payload=" + "[" * 100_000), (FORM, "command=/crisis"),
        (FORM, "payload=" + json.dumps({"type": "block_actions", "user": "U01", "trigger_id": "t", "actions": []})),
        ("application/json", "[]"), ("application/json", '{"type": "event_callback", "event": []}'),
    ],
)  # fmt: skip
async def test_a_signed_payload_of_another_shape_is_refused(stage: Stage, kind: str, body: str) -> None:
    """It is the sender's mistake: 4xx, no traceback."""
    status, _ = await post(stage, body, signed(body, kind=kind))
    assert status < 500


async def test_a_far_date_does_not_break_the_board(stage: Stage) -> None:
    """A review in the year 9999 is refused, or the board still stands."""
    await opened(stage)
    values = {"posture": {"value": {"selected_option": {"value": "reply"}}}, "reason": {"value": {"value": "r"}},
              "review_at": {"value": {"selected_date_time": 253402300799}}}  # fmt: skip
    view = {"id": "V1", "type": "modal", "callback_id": "posture", "blocks": [], "state": {"values": values},
            "private_metadata": json.dumps({"c": stage.crisis.id})}  # fmt: skip
    payload = {
        "type": "view_submission",
        "user": {"id": "U01"},
        "team": {"id": "T01SANDBOX"},
        "trigger_id": "t9",
        "view": view,
    }
    body = urlencode({"payload": json.dumps(payload)})
    await post(stage, body, signed(body))
    await until(
        lambda: (
            stage.rows("SELECT 1 FROM outbox WHERE attempts > 4")
            or stage.rows("SELECT count(*) FROM outbox WHERE state IN ('waiting','sending')") == [(0,)]
        )
    )
    await stage.settled()
    assert stage.rows("SELECT kind, error FROM outbox WHERE error <> ''") == []


async def test_a_title_mentions_nobody_in_the_topic(stage: Stage) -> None:
    """A topic is read as markup (the lead is mentioned in it): what is typed in a title is not."""
    title = "&lt;!here&gt; &lt;https://evil.example|https://bank.example&gt;"
    body = command(f"start {title}", channel=stage.channel_id("general"))
    await post(stage, body, signed(body))
    await until(stage.crisis_channels)
    await stage.settled()
    topic = stage.calls("conversations.setTopic")[0].arguments["topic"]
    assert "<!" not in topic
    assert "<http" not in topic


async def test_a_bot_is_given_nothing_to_do(stage: Stage) -> None:
    """Nobody reminds a bot: what is handed to one would be reminded to nobody, and called done."""
    await opened(stage)
    await stage.person("Camille").command(stage.channel.id, f"/crise rôle communication <@{stage.app.bot_user_id}>")
    await stage.settled()
    for _ in range(3):
        await stage.pass_time(600)
    to_bots = "SELECT count(*) FROM outbox WHERE name = 'reminder' AND \"to\" = ? AND state = 'done'"
    assert stage.rows(to_bots, stage.app.bot_user_id) == [(0,)]
