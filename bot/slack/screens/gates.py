"""All gates on one screen: which may be passed now, what lacks for the others, and the way to each."""

from __future__ import annotations

from bot.domain.crisis import Crisis
from bot.domain.gates import ARCHIVE, STAND_DOWN, missing
from bot.locale import quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.screen import Block, Reader, Screen, pack
from bot.slack.screens.wording import gate_name, gate_rule, title_line


def register(crisis: Crisis, reader: Reader) -> Screen:
    """In the playbook's order; those of the end only when their time has come."""
    texts = texts_in(reader.language)
    heading = texts.t("gates.register", title=quote(title_line(crisis, 150), 400))
    hidden = STAND_DOWN if not crisis.is_open else ARCHIVE
    blocks: list[Block] = [kit.section(heading)]
    for gate in crisis.playbook.gates:
        if gate.key == hidden:
            continue
        lacks = len(missing(crisis, gate.key))
        name, rule = gate_name(crisis.playbook, gate.key, texts), gate_rule(crisis.playbook, gate.key, texts)
        state = texts.n("gates.lacks", lacks) if lacks else texts.t("gates.clear")
        told = texts.t("gates.line", gate=name, state=state, rule=rule)
        verb = _VERB.get(gate.key, "gate.pass")
        see = kit.button(texts.p("gates.see"), f"{verb}:{gate.key}", pack(c=crisis.id, g=gate.key))
        blocks.append(kit.section(told, see))
    return Screen(heading, blocks)


_VERB = {
    "publish.holding": "statements",
    "publish.statement": "statements",
    "publish.admission": "statements",
    STAND_DOWN: "close.open",
    ARCHIVE: "archive",
}
