"""What did we know then: the sheet, the posture, the texts and the decisions as they stood at a minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.crisis import Crisis
from bot.locale import Mrkdwn, Texts, join, mention, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import entries as entry_lines
from bot.slack.screens import sheet, statements
from bot.slack.screens.screen import Reader, Screen
from bot.slack.screens.wording import level_name, title_line

_DECISIONS, _STATEMENTS = 10, 8


def render(then: Crisis, moment: datetime, reader: Reader, now: datetime) -> Screen:
    """`then`: the crisis as its journal stood at `moment`. Nothing that came later is in it."""
    texts = texts_in(reader.language)
    then = replace(then, timezone=reader.timezone)
    when = texts.when(moment, reader.timezone, now=now)
    heading = texts.t("sheet.asof", when=when, title=quote(title_line(then, 150), 400))
    level = texts.t("sheet.asof_level", level=level_name(then.playbook, then.level, texts))
    blocks = [
        kit.section(join("\n", [heading, join(" · ", [level, _posture(then, texts)])])),
        *sheet.listed(then, texts),
        kit.divider(),
        *kit.paragraphs(_texts(then, texts, moment)),
        *kit.paragraphs(_decisions(then, texts)),
        kit.context(texts.t("sheet.asof_hint", number=entry_lines.number(then.seq))),
    ]
    return Screen(heading, blocks)


def nothing(reader: Reader, moment: datetime) -> Screen:
    """Before the crisis was opened."""
    texts = texts_in(reader.language)
    text = texts.t("sheet.asof_nothing", when=texts.when(moment, reader.timezone))
    return Screen(text, [kit.section(text)])


def _posture(then: Crisis, texts: Texts) -> Mrkdwn:
    if then.posture is None:
        return texts.t("situation.no_posture")
    posture = texts.p(f"common.posture_{then.posture.posture.value}")
    told = texts.t("situation.posture", posture=posture)
    return join(" ", [told, quote(then.posture.reason, 200, one_line=True)])


def _texts(then: Crisis, texts: Texts, moment: datetime) -> list[Mrkdwn]:
    if not then.statements:
        return [texts.t("sheet.asof_no_texts")]
    newest = sorted(then.statements.values(), key=lambda statement: -statement.number)[:_STATEMENTS]
    return [texts.t("sheet.asof_texts"), *(statements.line(then, each, texts, moment) for each in newest)]


def _decisions(then: Crisis, texts: Texts) -> list[Mrkdwn]:
    standing = [each for each in then.decisions if each.superseded_by is None][::-1][:_DECISIONS]
    if not standing:
        return [texts.t("situation.no_decision")]
    lines = [
        texts.t(
            "sheet.asof_decision",
            number=each.number,
            text=quote(each.text, 150, one_line=True),
            user=mention(each.decided_by),
            entry=entry_lines.number(each.seq),
        )
        for each in standing
    ]
    return [texts.t("sheet.asof_decisions"), *lines]
