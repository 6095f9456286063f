"""The form of a side room: who is in it."""

from __future__ import annotations

from bot.domain.commands import OpenSideRoom
from bot.domain.crisis import Crisis
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "side_room"
PEOPLE, WHERE = "people", "where"
CHANNEL, GROUP = "channel", "group"


def view(crisis: Crisis, reader: Reader, people: tuple[str, ...] = ()) -> View:
    """`people`: who was named already."""
    texts = texts_in(reader.language)
    where = [kit.option(texts.p(f"private.where_{each}"), each) for each in (CHANNEL, GROUP)]
    return kit.modal(
        NAME,
        texts.p("private.form_room"),
        [
            kit.section(texts.t("private.room_means")),
            kit.field(PEOPLE, texts.p("private.form_people"), kit.people(people)),
            kit.field(WHERE, texts.p("private.form_where"), kit.radio(where, CHANNEL)),
        ],
        submit=texts.p("private.form_room_submit"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id),
    )


def parse(form: Submission) -> OpenSideRoom:
    """At least one more than who asks."""
    people = form.people(PEOPLE)
    if not set(people) - {form.actor}:
        raise form.wrong(PEOPLE, "private.error_people")
    return OpenSideRoom(**form.head, people=people, group=form.text(WHERE) == GROUP)
