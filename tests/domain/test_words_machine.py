"""People who write, sign, edit and publish at once: no text goes out without two signatures on exactly that text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import Crisis
from bot.domain.engine import apply, begin
from bot.domain.kernel import Command, Refused
from bot.domain.said import fingerprint
from tests.domain.story import ALEX, CAMILLE, HUGO, KARIM, MAYA, NINE, Story
from tests.domain.test_words import SEATS, cell, ready_to_hold

PEOPLE = st.sampled_from(sorted(set(SEATS.values())))
NUMBER = st.integers(1, 3)
PAIRS = st.sampled_from([(CAMILLE, MAYA), (HUGO, KARIM), (CAMILLE, ALEX), (MAYA, KARIM), (CAMILLE, CAMILLE)])
TEXT = st.sampled_from(["Nous savons.", "Nous savons,", "We know."])
STATUS = st.sampled_from(["established", "probable", "unknown"])


class WordsMachine(RuleBasedStateMachine):
    """One crisis at the moment before its first word."""

    story: Story

    @initialize()
    def begin(self) -> None:
        self.story = cell()
        ready_to_hold(self.story)
        self.story.by(CAMILLE, cmd.AddFact, text="One lot", status="established", source="Report")

    def ask(self, actor: str, command: type[Command], **fields: Any) -> None:
        before = (self.story.state, len(self.story.entries))
        try:
            self.story.by(actor, command, **fields)
        except Refused:
            assert (self.story.state, len(self.story.entries)) == before

    @rule(actor=PEOPLE, text=TEXT, cites=st.booleans())
    def draft(self, actor: str, text: str, cites: bool) -> None:  # noqa: FBT001
        self.ask(actor, cmd.DraftStatement, kind="holding", texts={"fr": text}, cites=(1,) if cites else ())

    @rule(actor=PEOPLE, number=NUMBER, text=TEXT, behind=st.integers(0, 1))
    def edit(self, actor: str, number: int, text: str, behind: int) -> None:
        statement = self.story.state.statements.get(number)
        seen = len(statement.versions) - behind if statement else 1
        self.ask(actor, cmd.EditStatement, statement=number, seen=seen, texts={"fr": text})

    @rule(actor=PEOPLE, number=NUMBER, stale=st.booleans())
    def sign(self, actor: str, number: int, stale: bool) -> None:  # noqa: FBT001
        statement = self.story.state.statements.get(number)
        if statement:
            seen = statement.versions[0] if stale else statement.now
            print_seen = fingerprint(statement.kind, seen, self.story.state.facts)
            self.ask(actor, cmd.ApproveStatement, statement=number, fingerprint=print_seen)

    @rule(pair=PAIRS, writer=PEOPLE, between=st.integers(0, 5), cites=st.booleans())
    def a_text_goes_its_way(self, pair: tuple[str, str], writer: str, between: int, cites: bool) -> None:  # noqa: FBT001
        """Often nothing comes in between; sometimes an edit, or a fact that changes."""
        self.draft(writer, "Nous savons.", cites)
        number = len(self.story.state.statements)
        for user in pair:
            self.sign(user, number, stale=False)
        if between == 1:
            self.edit(writer, number, "Nous savons tout.", 0)
        elif between == 2:
            self.know_better(writer, "probable")
        self.publish(writer, number)

    @rule(actor=PEOPLE, status=STATUS)
    def know_better(self, actor: str, status: str) -> None:
        self.ask(actor, cmd.ChangeFact, fact=1, status=status, source="Another report")

    @rule(actor=PEOPLE, number=NUMBER)
    def refuse(self, actor: str, number: int) -> None:
        self.ask(actor, cmd.RequestChanges, statement=number, reason="Not so")

    @rule(actor=PEOPLE, number=NUMBER)
    def publish(self, actor: str, number: int) -> None:
        self.ask(actor, cmd.PublishStatement, statement=number, link="https://example.com/1")

    @rule(user=PEOPLE, role=st.sampled_from(sorted(SEATS)))
    def change_seats(self, user: str, role: str) -> None:
        self.ask(CAMILLE, cmd.AssignRoles, roles={role: user})

    @invariant()
    def what_went_out_was_signed_by_two(self) -> None:
        """Worked out anew from the journal alone, for the newest entry."""
        newest = self.story.entries[-1].event
        if not isinstance(newest, ev.StatementPublished) or newest.statement is None:
            return
        first, *rest = self.story.entries[:-1]
        then = begin("c1", first, NINE)
        signed: dict[str, tuple[str, Any]] = {}  # who → in which role, on what
        for recorded in rest:
            then = apply(then, recorded)
            event = recorded.event
            if isinstance(event, ev.StatementApproved) and event.statement == newest.statement:
                signed[recorded.actor] = (event.role, grounds(then, newest.statement))
            elif isinstance(event, ev.ChangesRequested) and event.statement == newest.statement:
                signed.pop(recorded.actor, None)
        went_out = grounds(then, newest.statement)
        versions = then.statements[newest.statement].versions
        writers = {versions[0].by, versions[-1].by}
        valid = {user: role for user, (role, on) in signed.items() if on == went_out and user not in writers}
        assert any(
            one != two and valid[one] in {"crisis_lead", "deputy"} and valid[two] in EXPERTS
            for one in valid
            for two in valid
        ), (valid, signed, writers)
        assert all(status in {"established", "probable"} for _, status in went_out[1])


EXPERTS = {"legal", "subject_expert", "communications"}


def grounds(crisis: Crisis, number: int) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """What a signature stands on, without any fingerprint: the words, and what each cited fact was."""
    version = crisis.statements[number].now
    cited = [(crisis.facts[each].now.text, crisis.facts[each].now.status) for each in version.cites]
    return {str(language): text for language, text in version.texts.items()}, cited


@pytest.mark.parametrize("between", [0, 1, 2])
def test_texts_do_go_out_and_what_comes_between_stops_them(between: int) -> None:
    """The machine is not idle: signed by two a text goes out; after an edit, or when its fact changed, it does not."""
    machine = WordsMachine()
    machine.begin()
    machine.a_text_goes_its_way(pair=(CAMILLE, MAYA), writer=ALEX, between=between, cites=True)
    out = [entry for entry in machine.story.entries if isinstance(entry.event, ev.StatementPublished)]
    assert len(out) == (between == 0)
    machine.what_went_out_was_signed_by_two()


WordsMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=50, deadline=None)
TestWordsMachine = WordsMachine.TestCase
