"""What leads to what, as far as it has been seen: so that somebody goes on to what is beyond."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

KNOWN: dict[str, tuple[str, ...]] = {
    "/item": ("form add_item",), "button item.add": ("form add_item",),
    "/role": ("form roles",), "form roles": ("entry RoleReleased",),
    "button item.done": ("form evidence",), "button item.publish": ("form evidence",),
    "button item.done 1.2": ("button evidence.refresh",), "button item.done 1.4": ("entry LevelProposed",),
    "form evidence": ("entry LevelProposed",), "form legal": ("entry LegalClockStarted", "entry NoLegalClockAttested"),
    "/decisions": ("button decision.supersede",), "button decisions": ("button decision.supersede",),
    "button decision.supersede": ("form decide",),
    "/log": ("button redact.open", "button log.page"), "button log": ("button log.page",),
    "/summary": ("button summary.post",), "button summary.me": ("button summary.post",),
    "/close": ("button close.ask",), "button report.open": ("button debrief.answers",),
    "button followup.assign": ("form assign", "entry FollowUpAssigned"), "form assign": ("entry FollowUpAssigned",),
    "button followup.snooze": ("form snooze",),
    "form start": ("button lesson.use",), "/start": ("button lesson.use",),
    "/actions": ("button action.close", "button action.postpone"),
    "button actions": ("button action.close", "button action.postpone"),
    "button fact.change": ("form fact", "entry FactChanged"), "form fact": ("entry FactChanged",),
    "/gate": ("form pass_gate",), "button gates": ("button gate.pass",), "button gate.pass": ("form pass_gate",),
    "/statements": ("button statement.open",), "button statements": ("button statement.open",),
    "button statement.open": ("button publish.open", "button draft.correct", "button draft.open"),
    "button statements as lead": ("button statement.open as lead",),
    "button statement.open as lead": ("button gate.open as lead",), "button gate.open as lead": ("button glass.open",),
    "button statement.ask": ("button statement.remind",),
    "button draft.open": ("form draft", "entry StatementEdited"), "button draft.correct": ("form draft",),
    "button draft.account": ("form draft",), "form draft": ("entry StatementEdited",),
    "button publish.open": ("form publish",),
    "button glass.open": ("form publish", "entry GlassBroken"), "form publish": ("entry GlassBroken",),
    "form promises": ("entry CommitmentMade", "entry NoCommitmentAttested", "entry UpdateProposed"),
    "entry UpdateProposed": ("button promise.confirm",),
    "/commitments": ("button commitments.account",), "button commitments": ("button commitments.account",),
    "button commitments.account": ("button draft.account",),
    "/private": ("form side_room",), "/cases": ("button side_room.open",), "button cases": ("button side_room.open",),
    "page delete": ("entry BoardLost",), "page leave": ("entry MemberLeft",),
    "page archive": ("entry ChannelArchived", "entry ChannelRestored"),
}  # fmt: skip
"""Roads that hardly anybody finds by chance; all others are remembered once somebody has gone them."""
PARTICULAR = frozenset(" ".join(name.split(" ")[:2]) for name in KNOWN if name.count(" ") > 1)
"""Deeds that lead somewhere only about one step, or where the lead of an open crisis does them."""
LIKELY = 0.5
"""How likely a known road is thought to lead there before anybody has gone it."""
HOPE = 2
"""How many ways in vain it takes to give up half of that."""
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
            each: (self.led[deed][each] + HOPE * LIKELY * (each in known)) / (gone + HOPE * (each in known))
            for each in {*self.led[deed], *known}
        }


def _form_of(deed: str) -> str:
    """The form of the same name, which most buttons and words open."""
    name = deed.removeprefix("button ").removeprefix("/").removesuffix(".open").replace(".", "_")
    return f"form {name}"
