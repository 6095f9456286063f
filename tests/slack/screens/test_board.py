import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import commands as cmd
from bot.domain.crisis import Posture
from bot.domain.level import Level
from bot.domain.playbook import LANGUAGES, Language, Playbook
from bot.sandbox.blockkit import check_message, check_view
from bot.slack.screens import Screen, advice, board, channel, home, plan
from bot.slack.screens.forms import add_item, close, evidence, level, roles
from bot.slack.screens.screen import unpack
from tests.domain.story import ALEX, CAMILLE, INES, NINE, NORA
from tests.slack.screens.scenes import LAWS, Scene, Someone, notice

BUDGET = 10_000


def characters(value: Any) -> int:
    """All text of the blocks, as Slack counts it."""
    if isinstance(value, list):
        return sum(map(characters, value))
    if not isinstance(value, dict):
        return 0
    return sum(len(v) if k == "text" and isinstance(v, str) else characters(v) for k, v in value.items())


def said(screen: Screen) -> str:
    """Everything that can be read."""

    def texts(value: Any) -> list[str]:
        if isinstance(value, list):
            return [text for each in value for text in texts(each)]
        if not isinstance(value, dict):
            return []
        return [text for k, v in value.items() for text in ([v] if k == "text" and isinstance(v, str) else texts(v))]

    return "\n".join(texts(screen.blocks))


def buttons(screen: Screen) -> list[str]:
    """The action ids of all buttons."""
    found = [block.get("accessory", {}) for block in screen.blocks]
    found += [element for block in screen.blocks for element in block.get("elements", ())]
    return [element["action_id"] for element in found if element.get("type") == "button"]


def crowded(language: Language, text: str) -> Scene:
    """Everything that people can write is as long as it may be; forty items of their own."""
    scene = Scene(language=language, title=text, what=text)
    seats = {role: f"W0{number:09}" for number, role in enumerate(scene.playbook.role_labels)}
    scene.by(CAMILLE, cmd.AssignRoles, roles={**seats, "crisis_lead": ALEX, "scribe": ALEX})
    for _ in range(40):
        scene.by(
            CAMILLE,
            cmd.AddItem,
            text=text[:300],
            advice=1,
            role="data_protection",
            due=scene.now + timedelta(minutes=9),
        )
    scene.by(ALEX, cmd.RecordDecision, text=text[:3000], why=text[:3000])
    scene.by(ALEX, cmd.SetAwareness, at=scene.now - timedelta(hours=40), source=text[:3000])
    scene.by(ALEX, cmd.DecidePosture, posture=Posture.SPEAK, reason=text[:3000])
    scene.tick("3.5", INES, link="https://example.com/" + "x" * 1900, channels=text[:3000])
    scene.tick("1.2", NORA, danger="yes", measure=text[:3000])
    for regime in LAWS.regimes:
        scene.by(INES, cmd.StartLegalClock, regime=regime, started_at=scene.now)
    scene.by(INES, cmd.PromiseUpdate, at=scene.now + timedelta(minutes=50))
    scene.by(INES, cmd.PlanAction, text=text, due=scene.now + timedelta(days=3), expected_proof=text)
    return scene


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", ["x", "&", "<", "\U0001f525", "w "])
@pytest.mark.parametrize("later", [0, 90, 60 * 24])
def test_the_board_fits_whatever_people_write(language: Language, letter: str, later: int) -> None:
    """The longest texts, escaped to five times their length, stay within 50 blocks and 10,000 characters."""
    scene = crowded(language, (letter * 3000)[:3000].strip() or letter)
    scene.wait(minutes=later)
    screen = board.render(scene.state, scene.now)
    assert check_message(screen.blocks) == []
    assert characters(screen.blocks) <= BUDGET
    assert 0 < len(screen.text) <= 3000
    assert len(channel.topic(scene.state)) <= 250


@given(st.text(min_size=1, max_size=400).filter(str.strip), st.sampled_from(LANGUAGES), st.sampled_from(Level))
@settings(max_examples=25, deadline=None)
def test_slack_takes_any_words(text: str, language: Language, level: Level) -> None:
    """No character that people can type makes Slack refuse the board."""
    scene = Scene(language=language, level=level, title=text, what=text)
    scene.by(CAMILLE, cmd.AddItem, text=text[:300])
    scene.by(CAMILLE, cmd.RecordDecision, text=text)
    assert check_message(board.render(scene.state, scene.now).blocks) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_open_item_of_the_first_hour_has_one_button(language: Language) -> None:
    """What can be done now is one click away; what sleeps is told in one line and has none."""
    screen = board.render(Scene(language=language).state, Scene().now)
    assert buttons(screen).count("item.done") == 9
    asleep = {"fr": "En sommeil jusqu’à la posture «\u00a0Parler\u00a0»", "en": "Asleep until the posture is “Speak”"}
    assert asleep[language] in said(screen)


def test_the_nine_advices_are_one_click_away_with_their_progress() -> None:
    """Each advice has a button that says how far it is."""
    scene = Scene()
    scene.tick("1.1")
    screen = board.render(scene.state, scene.now)
    assert [b for b in buttons(screen) if b.startswith("advice.open")] == [f"advice.open:{n}" for n in range(1, 10)]
    assert "1 Keep calm 1/7" in said(screen)


def test_overdue_is_said_in_words() -> None:
    """An overdue item says by how much, and the heading how many there are."""
    scene = Scene()
    scene.wait(minutes=12)
    words = said(board.render(scene.state, scene.now))
    assert "*overdue by 7\u00a0min*" in words
    assert "3 items overdue" in words


def test_empty_roles_and_the_default_lead_are_told() -> None:
    """Who leads by default is said to do so; seats nobody holds stand out."""
    words = said(board.render(Scene(language="fr").state, Scene().now))
    assert f"Pilote de crise\u00a0: <@{CAMILLE}> (par défaut)" in words
    assert "*À pourvoir\u00a0: Communication, Veille" in words


def test_only_the_seats_that_the_level_wants_are_to_be_filled() -> None:
    """As in the situation report: at yellow communications and listening, no legal."""
    scene = Scene()
    scene.by(CAMILLE, cmd.ChangeLevel, level=Level.YELLOW, reason="Small")
    assert "*To be filled: Communications and Social listening*" in said(board.render(scene.state, scene.now))


def test_the_lead_is_taken_with_one_click_while_somebody_leads_by_default() -> None:
    """The button goes when the role is held."""
    scene = Scene()
    assert "lead.take" in buttons(board.render(scene.state, scene.now))
    scene.by(CAMILLE, cmd.AssignRoles, roles={"crisis_lead": ALEX})
    assert "lead.take" not in buttons(board.render(scene.state, scene.now))


def test_a_person_on_two_seats_that_should_be_split_is_told() -> None:
    """From orange up lead and scribe are two people."""
    scene = Scene()
    scene.by(CAMILLE, cmd.AssignRoles, roles={"crisis_lead": ALEX, "scribe": ALEX})
    assert "Crisis lead and Scribe are the same person" in said(board.render(scene.state, scene.now))


def test_the_time_since_awareness_stands_beside_the_norm() -> None:
    """The board says for how long it has been known and whether the first word is late."""
    scene = Scene(level=Level.RED, language="fr")
    scene.by(NORA, cmd.SetAwareness, at=scene.now - timedelta(minutes=47))
    words = said(board.render(scene.state, scene.now)).replace("\u00a0", " ")
    assert "Connue depuis *47 min*" in words
    assert "première prise de parole conseillée en 15 min : *délai dépassé de 32 min*" in words


def board_of(scene: Scene) -> str:
    """All that the board says, with plain blanks."""
    return said(board.render(scene.state, scene.now)).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(("level", "norm"), [(Level.YELLOW, 60), (Level.ORANGE, 15), (Level.RED, 15)])
def test_the_first_clock_says_how_much_of_the_levels_time_is_used(level: Level, norm: int) -> None:
    """Minutes used of minutes advised, from awareness; both clocks stand on the board."""
    scene = Scene(level=level)
    scene.by(NORA, cmd.SetAwareness, at=scene.now - timedelta(minutes=12))
    scene.now += timedelta(minutes=1)
    words = board_of(scene)
    assert f"first public word: 13 of the {norm} advised minutes used" in words
    assert "Known for *13 min*" in words
    assert "Open for 1 min" in words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seconds", [0, 1, 59])
def test_what_falls_due_this_minute_is_now_and_not_late_by_nothing(language: Language, seconds: int) -> None:
    """The promised word, the level's norm, the items."""
    scene = Scene(language=language).at_work().published().clocked()
    promised = scene.state.promised
    assert promised is not None
    scene.now = promised.at + timedelta(seconds=seconds)
    fresh = Scene(language=language)
    fresh.by(CAMILLE, cmd.SetAwareness, at=fresh.now - timedelta(minutes=15, seconds=seconds), source="")
    text = said(board.render(scene.state, scene.now)) + said(board.render(fresh.state, fresh.now))
    assert ("maintenant*" if language == "fr" else "now*") in text
    assert not re.search(r"(retard de|dépassé de|overdue by|late by|exceeded by) \*?0\W*min", text)


def test_after_the_first_word_the_clock_counts_to_the_statement() -> None:
    """Then both are said to have come."""
    scene = Scene()
    scene.by(NORA, cmd.SetAwareness, at=scene.now - timedelta(minutes=12))
    scene.by(ALEX, cmd.DecidePosture, posture=Posture.SPEAK, reason="They ask")
    scene.tick("3.5", INES, link="https://example.com/1")
    assert "statement: 12 of the 60 advised minutes used" in board_of(scene)
    scene.now += timedelta(minutes=30)
    scene.tick("3.6", INES, link="https://example.com/2")
    assert "first public word after 12 min" in board_of(scene)


def test_silence_that_was_decided_is_not_told_to_be_late() -> None:
    """Who watches owes nobody a word until the posture changes."""
    scene = Scene()
    scene.by(NORA, cmd.SetAwareness, at=scene.now - timedelta(minutes=50))
    review = scene.now + timedelta(hours=1)
    scene.by(ALEX, cmd.DecidePosture, posture=Posture.WATCH, reason="Quiet", review_at=review)
    assert "exceeded" not in board_of(scene)


def test_the_next_public_word_counts_down_and_late_is_told_until_it_comes() -> None:
    """A promise before the level's own rhythm; off the board when it is kept."""
    scene = Scene()
    scene.by(ALEX, cmd.DecidePosture, posture=Posture.SPEAK, reason="They ask")
    scene.tick("3.5", INES, link="https://example.com/1")
    assert "Next public word advised by" in board_of(scene)
    scene.by(INES, cmd.PromiseUpdate, at=scene.now + timedelta(minutes=50))
    assert "in 50 min* (promised)" in board_of(scene)
    scene.wait(minutes=57)
    assert "late by 7 min" in board_of(scene)
    scene.tick("3.6", INES, link="https://example.com/2")
    assert "late by" not in board_of(scene)


def test_the_next_step_of_each_legal_clock_stands_on_the_board_and_says_that_it_reminds() -> None:
    """The soonest first, in hours; three at most and the rest counted; also after stand-down."""
    scene = Scene()
    for regime in LAWS.regimes:
        scene.by(INES, cmd.StartLegalClock, regime=regime, started_at=scene.now)
    words = board_of(scene)
    assert words.count("Legal clock, ") == 3
    assert "more legal steps" in words
    assert "A reminder, not advice." in words
    over = Scene().at_work().clocked()
    over.by(ALEX, cmd.StandDown, reason="Over")
    assert "GDPR — personal data breach: Notify the supervisory authority (art. 33)" in board_of(over)
    assert "in 71 h" in board_of(over)


def test_that_no_legal_clock_runs_stands_on_the_board_with_its_reason() -> None:
    """Somebody answers for it."""
    scene = Scene()
    scene.by(INES, cmd.AttestNoLegalClock, reason="No data, nobody hurt")
    assert "No legal clock runs: No data, nobody hurt" in board_of(scene)


def test_a_proposed_level_waits_for_one_click() -> None:
    """Danger proposes red: the lead confirms or keeps the present level on the board itself."""
    scene = Scene()
    scene.tick("1.2", NORA, danger="yes", measure="112")
    screen = board.render(scene.state, scene.now)
    assert {"proposal.confirm", "proposal.dismiss"} <= set(buttons(screen))
    confirm = next(e for b in screen.blocks for e in b.get("elements", ()) if e.get("action_id") == "proposal.confirm")
    assert unpack(confirm["value"]) == {"c": "c1", "l": "red"}


def test_after_stand_down_the_board_shows_the_plan() -> None:
    """The follow-ups take the place of the checklist, each with its date, owner and button."""
    scene = Scene().at_work().ended()
    screen = board.render(scene.state, scene.now)
    assert "item.done" not in buttons(screen)
    assert buttons(screen).count("followup.done") == 13
    assert "reopen.open" in buttons(screen)
    assert said(screen).startswith("Stood down: Video: glass in a yogurt")


def fat_playbook() -> Playbook:
    """Every list as long and every label as wide as the schema lets a team write them."""
    wide, short, long = ({"fr": "é" * most, "en": "&" * most} for most in (75, 20, 2000))
    fact = {"key": "fact", "type": "table", "label": long}
    soon = {"anchor": "start", "minutes": 5}
    item = {"label": wide, "detail": long, "role": "crisis_lead", "due": soon, "core": True}
    data = NINE.model_dump(mode="json") | {
        "roles": [{"key": "crisis_lead", "label": wide, "mission": long}]
        + [{"key": f"role_{n}", "label": wide, "mission": long} for n in range(19)],
        "separations": [{"roles": ["crisis_lead", f"role_{n}"], "from_level": "yellow"} for n in range(9)],
        "levels": [level | {"label": short, "effect": long} for level in NINE.model_dump(mode="json")["levels"]],
        "advices": [
            {
                "number": number,
                "slug": f"advice-{number}",
                "title": wide,
                "short": short,
                "why": long,
                "items": [item | {"key": f"{number}.{n}", "evidence": [fact]} for n in range(1, 21)],
            }
            for number in range(1, 21)
        ],
        "gates": [],
        "follow_ups": [{"key": f"step_{n}", "after": n, "text": long, "role": "crisis_lead"} for n in range(1, 41)],
    }
    return Playbook.model_validate(data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_largest_playbook_fits_every_screen(language: Language) -> None:
    """Twenty roles, twenty advices of twenty items, forty follow-ups: Slack takes board, modals and plan."""
    scene = Scene(language=language, playbook=fat_playbook())
    for role in scene.playbook.role_labels:
        scene.by(CAMILLE, cmd.AssignRoles, roles={role: "W0123456789"})
    me = Someone(language=language)
    screens = [board.render(scene.state, scene.now)]
    views = [
        advice.view(scene.state, 7, me, scene.now),
        evidence.view(scene.state, "7.1", me, scene.now),
        roles.view(scene.state, me),
        level.view(scene.state, me),
        add_item.view(scene.state, me),
        close.view(scene.state, me, scene.now),
        home.render(Someone(user="W0123456789", language=language), [scene.state] * 30, scene.now),
    ]
    scene.wait(hours=30)
    every = [{"kind": "item", "about": key} for key in scene.playbook.items]
    screens.append(notice(scene, "reminder", matters=every))
    screens.append(notice(scene, "overdue", items=["1.1"] * 50))
    screens.append(board.render(scene.state, scene.now))
    scene.by("W0123456789", cmd.StandDown, reason="over")
    screens.append(board.render(scene.state, scene.now))
    screens.append(notice(scene, "stood_down", seq=scene.entries[-1].seq))
    views.append(plan.view(scene.state, me, scene.now))
    for screen in screens:
        assert check_message(screen.blocks) == []
        assert characters(screen.blocks) <= BUDGET
    for view in views:
        assert check_view(view) == []
