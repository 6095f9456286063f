"""The form that opens a crisis. Everything but the title has a sensible answer already."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.commands import StartCrisis
from bot.domain.level import Level
from bot.domain.lifecycle import TITLE_LIMIT
from bot.domain.playbook import LANGUAGES, Language, Playbook
from bot.locale import texts_in
from bot.slack.people import is_group
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack
from bot.slack.screens.wording import level_in_full

NAME = "start"
TITLE, WHAT, LINK, PLATFORMS, LEVEL = "title", "what", "link", "platforms", "level"
LANGUAGE, PRIVATE, LEAD, PEOPLE, GROUPS, PLAYBOOK = "language", "private", "lead", "people", "groups", "playbook"
PLATFORM_KEYS = (
    "x", "facebook", "instagram", "tiktok", "youtube", "linkedin", "reddit", "whatsapp", "telegram",
    "press", "reviews", "internal", "other",
)  # fmt: skip
_NAME = re.compile("[a-z0-9-]{1,40}")


def view(  # noqa: PLR0913 - what may be known beforehand is much, all of it optional
    reader: Reader,
    *,
    crisis_id: str,
    playbooks: Sequence[Playbook],
    language: Language | None = None,
    title: str = "",
    what: str = "",
    link: str = "",
    channel: str = "",
    user_groups: Sequence[tuple[str, str]] = (),
) -> View:
    """`crisis_id` is the new one: a form that is sent twice opens one crisis. `user_groups`: id and name of each."""
    texts = texts_in(reader.language)
    levels = [
        kit.option(level_in_full(playbooks[0], level, texts), level.value, texts.p(f"forms.start_level_{level.value}"))
        for level in Level
    ]
    platforms = [kit.option(texts.p(f"forms.platform_{key}"), key) for key in PLATFORM_KEYS]
    languages = [kit.option(texts.p(f"common.language_{code}"), code) for code in LANGUAGES]
    private = [kit.option(texts.p("forms.start_private_box"), "private", texts.p("forms.start_private_why"))]
    groups = [kit.option(name, group) for group, name in user_groups[:100]]
    books = [kit.option(texts.of(book.title), book.digest) for book in playbooks]
    blocks = [
        kit.field(
            TITLE,
            texts.p("forms.start_title"),
            kit.line_input(title, placeholder=texts.p("forms.start_title_example"), most=TITLE_LIMIT),
            hint=texts.p("forms.start_title_hint"),
        ),
        kit.field(LEVEL, texts.p("forms.level"), kit.radio(levels, Level.ORANGE.value)),
        kit.field(WHAT, texts.p("forms.start_what"), kit.line_input(what, long=True), optional=True),
        kit.field(LINK, texts.p("forms.start_link"), kit.link_input(link), optional=True),
        kit.field(PLATFORMS, texts.p("forms.start_platforms"), kit.multi_select(platforms), optional=True),
        kit.field(LEAD, texts.p("forms.start_lead"), kit.person(reader.user), hint=texts.p("forms.start_lead_hint")),
        kit.field(PEOPLE, texts.p("forms.start_people"), kit.people(), optional=True),
        *(
            [kit.field(GROUPS, texts.p("forms.start_groups"), kit.multi_select(groups), optional=True)]
            if groups
            else []
        ),
        kit.field(PRIVATE, texts.p("forms.start_private"), kit.tick_boxes(private, ["private"]), optional=True),
        kit.field(LANGUAGE, texts.p("forms.start_language"), kit.radio(languages, language or reader.language)),
        *(
            [kit.field(PLAYBOOK, texts.p("forms.start_playbook"), kit.select(books, books[0]["value"]))]
            if len(books) > 1
            else []
        ),
    ]
    ids = pack(c=crisis_id, ch=channel or None, p=playbooks[0].digest)
    return kit.modal(
        NAME,
        texts.p("forms.start_heading"),
        blocks,
        submit=texts.p("forms.start_submit"),
        close=texts.p("common.cancel"),
        metadata=ids,
    )


def parse(form: Submission) -> StartCrisis:
    """Groups stand among the invited by their id (S…); whoever sends the command expands them.

    Who asks and leaves themselves as the lead leads by default, until somebody takes the role.
    Raises ValueError for answers that were not offered.
    """
    if not form.text(TITLE):
        raise form.wrong(TITLE, "forms.error_title")
    ids, lead, platforms, groups = form.ids, form.person(LEAD), form.ticked(PLATFORMS), form.ticked(GROUPS)
    offered = set(platforms) <= set(PLATFORM_KEYS) and all(map(is_group, groups))
    if not offered or not _NAME.fullmatch(form.crisis_id):
        raise ValueError("not what was offered")
    return StartCrisis(
        **form.head,
        title=form.text(TITLE),
        what=form.text(WHAT),
        link=form.text(LINK),
        platforms=platforms,
        level=Level(form.text(LEVEL)),
        language="fr" if form.text(LANGUAGE) == "fr" else "en",
        private="private" in form.ticked(PRIVATE),
        timezone=form.timezone,
        lead=lead if lead != form.actor else None,
        invited=(*form.people(PEOPLE), *groups),
        playbook_digest=form.text(PLAYBOOK) or str(ids["p"]),
        origin_channel=str(ids.get("ch", "")),
    )
