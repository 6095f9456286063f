"""Who dismisses the cell, to somebody who may not; and their question to who may."""

from __future__ import annotations

from bot.domain.crisis import DEPUTY, Crisis
from bot.locale import mention, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.occasion import Occasion, one
from bot.slack.screens.screen import Reader, Screen, pack


def not_yours(crisis: Crisis, reader: Reader) -> Screen:
    """In the place of a form that would be refused: who can, and one click to ask them."""
    texts = texts_in(reader.language)
    able = dict.fromkeys(user for user in (crisis.lead, crisis.role_holder(DEPUTY)) if user)
    text = texts.t("replies.close_not_yours", people=texts.people(able))
    ask = kit.button(texts.p("replies.close_ask"), "close.ask", pack(c=crisis.id), style="primary")
    return one(text, kit.actions(ask))


def asked(crisis: Crisis, reader: Reader) -> Screen:
    """The question is on its way."""
    return one(texts_in(reader.language).t("replies.close_asked", user=mention(crisis.lead)))


def question(on: Occasion) -> Screen:
    """To the lead: who asks, and the way to what is still open."""
    text = on.texts.t("notices.close_question", by=mention(str(on.args["by"])), channel=on.channel)
    if not on.crisis.is_open:
        return one(text)
    look = kit.button(on.texts.p("notices.close_look"), "close.open", pack(c=on.crisis.id), style="primary")
    return one(text, kit.actions(look))
