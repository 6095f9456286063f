"""Texts that wait for signatures when the cell is dismissed: nobody forgets them, and nobody is woken for them."""

from __future__ import annotations

import pytest

from bot.domain import commands as cmd
from bot.domain.approvals import print_of
from bot.domain.level import Level
from bot.domain.my_day import Own, own_matters
from tests.domain.story import ALEX, CAMILLE, INES, MAYA, Story
from tests.domain.test_hours import back_at, paris, until
from tests.domain.test_night import SPONSOR, at_work, told
from tests.domain.test_words import drafted


def dismissed(at: str) -> Story:
    """A red crisis in which a text of Inès's waits for Camille and Maya as the cell is dismissed."""
    story = at_work(Level.RED)
    until(story, paris(at))
    drafted(story, author=INES)
    story.by(INES, cmd.RequestApproval, statement=1)
    story.wait(minutes=1)
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    return story


def sign(story: Story, user: str) -> None:
    """A signature on the one text."""
    story.by(user, cmd.ApproveStatement, statement=1, fingerprint=print_of(story.state, story.state.statements[1]))


def heard(story: Story, since: str) -> list[tuple[str, str, str]]:
    """Who was reminded of the text, and when."""
    found = [each for each in told(story, paris(since)) if each[1].startswith("approval")]
    return sorted((user, kind, f"{when:%a %d %H:%M}") for user, kind, _, when in found)


@pytest.mark.parametrize(
    ("ends", "signers", "sponsor"),
    [
        ("2027-03-11 17:00", "Fri 12 09:00", "Tue 16 17:01"),  # a Thursday
        ("2027-03-12 02:00", "Fri 12 09:00", "Wed 17 09:00"),
        ("2027-03-12 17:00", "Mon 15 09:00", "Wed 17 17:01"),
        ("2027-03-13 23:00", "Mon 15 09:00", "Thu 18 09:00"),
    ],
)
def test_a_text_that_waits_as_the_cell_is_dismissed_is_not_forgotten(ends: str, signers: str, sponsor: str) -> None:
    """Who can sign hears when the office next opens, the sponsor after three working days; once, and not at night."""
    story = dismissed(ends)
    story.wait(days=30)
    people = [(user, "approval", signers) for user in (CAMILLE, ALEX, MAYA)]
    assert heard(story, ends) == sorted([*people, (SPONSOR, "approval_late", sponsor)])


def test_who_has_signed_hears_nothing_more_nor_who_could_have_signed_instead() -> None:
    """After the lead's signature neither lead nor deputy is waited for; after both, the sponsor hears nothing."""
    story = dismissed("2027-03-11 17:00")
    sign(story, CAMILLE)
    until(story, paris("2027-03-12 10:00"))
    assert heard(story, "2027-03-11 17:00") == [(MAYA, "approval", "Fri 12 09:00")]
    sign(story, MAYA)
    story.wait(days=30)
    assert heard(story, "2027-03-12 10:00") == []


def test_a_text_that_is_asked_for_after_the_end_is_told_in_the_same_way() -> None:
    """At once with the question itself, then when the office next opens; a machine that was off changes no hour."""
    story = at_work(Level.RED)
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    until(story, paris("2027-03-15 11:00"))
    drafted(story, author=INES)
    story.by(INES, cmd.RequestApproval, statement=1)
    back_at(story, paris("2027-03-17 03:00"))
    assert heard(story, "2027-03-15 11:00") == []
    until(story, paris("2027-03-17 09:30"))
    assert {when for _, _, when in heard(story, "2027-03-15 11:00")} == {"Wed 17 09:00"}


def test_what_waits_after_the_end_stands_in_the_signers_day() -> None:
    """As a reminder names it, so does one's own day, until it is signed."""
    story = dismissed("2027-03-11 17:00")
    assert Own("approval", "1") in own_matters(story.state, MAYA, story.now)
    sign(story, MAYA)
    assert Own("approval", "1") not in own_matters(story.state, MAYA, story.now)
