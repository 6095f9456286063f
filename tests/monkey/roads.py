"""What leads to what, as far as it has been seen: so that somebody goes on to what is beyond."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

KNOWN: dict[str, tuple[str, ...]] = {
    "button item.add": ("form add_item",), "/item": ("form add_item",), "/role": ("form roles",),
    "button gates": ("button gate.pass",), "/gate": ("form pass_gate",), "button gate.pass": ("form pass_gate",),
    "button cases": ("button side_room.open",), "/cases": ("button side_room.open",), "/private": ("form side_room",),
    "/log": ("button redact.open", "button log.page"), "button log": ("button log.page",),
    "/decisions": ("button decision.supersede",), "button decisions": ("button decision.supersede",),
    "button decision.supersede": ("form decide",), "/summary": ("button summary.post",),
    "button summary.me": ("button summary.post",), "button report.open": ("button debrief.answers",),
    "button statements": ("button statement.open",), "/statements": ("button statement.open",),
    "button statement.open": ("button gate.open", "button publish.open", "button draft.correct"),
    "button publish.open": ("form publish", "button glass.open"), "button gate.open": ("button glass.open",),
    "button glass.open": ("form publish",), "form publish": ("entry UpdateProposed",),
    "entry UpdateProposed": ("button promise.confirm",), "button statement.ask": ("button statement.remind",),
    "button commitments": ("button commitments.account",), "/commitments": ("button commitments.account",),
    "button commitments.account": ("button draft.account",), "button draft.account": ("form draft",),
    "button draft.correct": ("form draft",), "button actions": ("button action.close", "button action.postpone"),
    "/actions": ("button action.close", "button action.postpone"), "button lessons": ("button lesson.use",),
    "button item.done": ("form evidence", "button evidence.refresh"), "button item.publish": ("form evidence",),
    "button followup.assign": ("form assign",), "button followup.snooze": ("form snooze",),
    "button fact.change": ("form fact",), "form roles": ("entry RoleReleased",), "/close": ("button close.ask",),
    "button proposal.dismiss": ("entry ProposalDismissed",), "button channel.retry": ("entry ChannelRetried",),
    "form side_room": ("entry SideRoomOpened",), "entry SideRoomOpened": ("entry SideRoomReady",),
}  # fmt: skip
"""Roads that hardly anybody finds by chance; all others are remembered once somebody has gone them."""
LIKELY = 0.5
"""How likely a known road is thought to lead there before anybody has gone it."""
FAR, STEPS = 0.7, 4
"""What a thing is worth less a step further away, and how far anybody looks."""


@dataclass
class Roads:
    """Of one run, or of several one after the other."""

    gone: Counter[str] = field(default_factory=Counter)
    led: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def went(self, deed: str, before: Iterable[str]) -> None:
        """After a deed, this stood before whoever did it, or had been written down."""
        self.gone[deed] += 1
        self.led[deed].update(before)

    def lures(self, wanted: dict[str, float]) -> dict[str, float]:
        """What each deed is worth for what it is, and for what lies beyond it."""
        ways = {deed: self._ways(deed) for deed in {*self.led, *KNOWN, *wanted}}
        lures = dict(wanted)
        for _ in range(STEPS):
            for deed, beyond in ways.items():
                far = max((likely * lures.get(each, 0.0) for each, likely in beyond.items()), default=0.0)
                lures[deed] = max(wanted.get(deed, 0.0), FAR * far)
        return lures

    def _ways(self, deed: str) -> dict[str, float]:
        """What may come next, and how likely it is."""
        known = {*KNOWN.get(deed, ()), _form_of(deed)} - {deed}
        gone = self.gone[deed]
        return {
            each: (self.led[deed][each] + LIKELY * (each in known)) / (gone + (each in known) or 1)
            for each in {*self.led[deed], *known}
        }


def _form_of(deed: str) -> str:
    """The form of the same name, which most buttons and words open."""
    name = deed.removeprefix("button ").removeprefix("/").removesuffix(".open").replace(".", "_")
    return f"form {name}"
