"""How well the guard finds contradictions, on the labelled pairs, and how long it takes.

python -m bench.guard            the figures of both parts
python -m bench.guard --misses   every pair of the development part that is not as labelled
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable
from dataclasses import replace

import click

from bot.domain.guard import Certainty, Context, Draft, KnownFact, Published, contradictions, reading
from bot.library import builtin_directory
from bot.library.words import load_words
from tests.domain.guard.labelled import AT, PARTS, Pair, Score, pairs, score

WORDS = load_words(builtin_directory())


def line(name: str, of: Iterable[Pair]) -> str:
    found = score(list(of))
    return (
        f"{name:<24} {found.pairs:>3} pairs, {found.clean:>2} clean | precision {found.precision:.2f}"
        f" recall {found.recall:.2f} | right {found.right}, wrong {found.wrong}, missed {found.missed}"
    )


def draft_of(length: int) -> Draft:
    texts = " ".join(pair.draft.text for pair in pairs("development") if pair.draft.language == "fr")
    return Draft((texts * 3)[:length], "fr", AT)


def speed(published: int, facts: int, length: int) -> tuple[float, float]:
    """Milliseconds of CPU for a draft, the first time and once the published texts have been read."""
    all_pairs = [pair for pair in pairs("development") if pair.draft.language == "fr"]
    texts = [(" ".join(pair.draft.text for pair in all_pairs[n:] + all_pairs[:n]))[:1500] for n in range(published)]
    context = Context(
        WORDS,
        facts=tuple(
            KnownFact(str(n), all_pairs[n % len(all_pairs)].draft.text[:120] + f" ({n})", status, "fr", AT)
            for n, status in zip(range(facts), list(Certainty) * facts, strict=False)
        ),
        published=tuple(Published(str(n), text, "fr", AT) for n, text in enumerate(texts)),
    )
    times: list[float] = []
    reading._read.cache_clear()  # noqa: SLF001 - the first reading is measured too
    for n in range(12):
        draft = replace(draft_of(length), text=f"{draft_of(length).text} ({n})")
        began = time.process_time()
        contradictions(draft, context)
        times.append((time.process_time() - began) * 1000)
    return times[0], statistics.median(times[1:])


@click.command()
@click.option("--misses", is_flag=True, help="Show what is not as labelled, in the development part only.")
def main(misses: bool) -> None:  # noqa: FBT001
    """Print precision and recall of the guard, and its speed."""
    if misses:
        for pair in pairs("development"):
            found: Score = score([pair])
            if found.wrong or found.missed:
                click.echo(f"{pair.key}  {pair.draft.text}\n     {pair.side}")
                for remark in found.remarks:
                    click.echo(
                        f"     said: {remark.code} {dict(remark.params)} «{remark.quote}» / «{remark.other_quote}»"
                    )
                for label in pair.clash:
                    click.echo(f"     label: {label}")
        return
    for part in PARTS:
        click.echo(line(part, pairs(part)))
        for name in sorted({pair.against for pair in pairs(part)}):
            click.echo(line(f"  against {name}", (pair for pair in pairs(part) if pair.against == name)))
        for language in ("fr", "en"):
            click.echo(line(f"  {language}", (pair for pair in pairs(part) if pair.draft.language == language)))
        for aspect in sorted({label["aspect"] for pair in pairs(part) for label in pair.clash}):
            labelled = (pair for pair in pairs(part) if any(label["aspect"] == aspect for label in pair.clash))
            click.echo(line(f"  {aspect}", labelled))
    click.echo(line("both", [pair for part in PARTS for pair in pairs(part)]))
    first, later = speed(50, 100, 3000)
    click.echo(f"3,000 characters, 50 texts, 100 facts: {later:.1f} ms of CPU, the first time {first:.0f} ms")


if __name__ == "__main__":
    main()
