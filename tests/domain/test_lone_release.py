"""A text that the lead releases alone: who is asked to stand behind it."""

from bot.domain import commands as cmd
from bot.domain.my_day import own_matters
from tests.domain.story import ALEX, CAMILLE, HUGO, INES, KARIM, MAYA, NORA, Story
from tests.domain.test_words import cell, drafted


def rung(story: Story) -> list[str]:
    """Who was asked in private to stand behind a lone release, in the order of their names."""
    return sorted(n.to for n in story.notices("reminder") for m in n.args["matters"] if m["kind"] == "ratify")


def test_a_lone_release_rings_only_those_who_can_sign_it() -> None:
    """Once each, at once; the channel asks everybody. Where none of them is left, every seat is asked."""
    story = cell()
    drafted(story)
    broken = {"statement": 1, "link": "https://x.com/1", "break_glass": True}
    story.by(CAMILLE, cmd.PublishStatement, **broken, reason="Glass in the jars: do not eat")
    for user in (HUGO, MAYA, KARIM, NORA, ALEX, CAMILLE):
        asks = any(own.kind == "ratify" for own in own_matters(story.state, user, story.now))
        assert asks is (user in (HUGO, MAYA, KARIM)), user
    story.wait(minutes=29)
    assert rung(story) == [HUGO, MAYA, KARIM]
    story.wait(hours=2)
    assert rung(story) == [HUGO, MAYA, KARIM]

    story = Story()
    story.by(CAMILLE, cmd.AssignRoles, roles={"scribe": NORA, "customer_care": INES})
    drafted(story, author=INES)
    story.by(CAMILLE, cmd.PublishStatement, **broken, reason="Glass in the jars: do not eat")
    story.wait(minutes=29)
    assert rung(story) == [NORA]
