"""Sentences a second: our engine against a plain loop, batches and sorted batches, on the same weights."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from benchmarks import peers, shapes, texts
from benchmarks.table import Bar, Result, Table, at_least, milliseconds, times

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.run import Settings
    from benchmarks.shapes import Made
WARM = ["Le marché ouvre à huit heures."]
_BARS = {(shapes.BUILTIN, 4): 10.0, (shapes.OPUS, 4): 6.0}
# Words of the texts that summarisers get: with our small vocabularies that fills half of T5's 512 tokens.
_WORDS = {shapes.T5: 110, shapes.DISTILBART: 250}

_ARTICLES = 4

_NOTE = (
    f"transformers in float32 with {peers.BATCH} texts a batch, our engine in int8 or float32 as it chooses for the "
    "processor. The sets from the hub are stood for by random weights in their shapes and a fixed output length (32 tokens for the translator, 60 for the summarisers), "
    "since speed does not depend on what the weights are; the built-in model ends its outputs itself. Translators get "
    f"sentences, summarisers {_ARTICLES} articles. No way has hints, checks or second tries. The median of three runs, where a run takes less than "
    "six seconds, of fewer where it takes more."
)


def measure(settings: Settings, work: Path, tell: Callable[[str], None]) -> Result:
    """All four models; every peer gets the same texts in the same run."""
    rows: list[tuple[str, ...]] = []
    bars: list[Bar] = []
    for name, make in shapes.MAKERS.items():
        tell(f"making {name}")
        made = make(work)
        if settings.quick and made.length is not None:
            made = replace(made, length=4)
        inputs = _inputs(settings, name)
        for beams in (4, 1) if name == shapes.BUILTIN else (4,):
            found = _peers(settings, made, inputs, beams, tell)
            rows += [_row(name, beams, peer, seconds, found) for peer, seconds in found.items()]
            factor = found["plain loop"] / found["our engine"]
            if wanted := _BARS.get((name, beams)):
                bars.append(at_least(f"translation, {name}, {beams} beams, against the plain loop", wanted, factor))
    return Result((_table(settings, rows),), tuple(bars))


def _inputs(settings: Settings, name: str) -> list[str]:
    if name in _WORDS:
        words, count = (20, 1) if settings.quick else (_WORDS[name], _ARTICLES)
        return [texts.article(words, seed) for seed in range(count)]
    count = {shapes.BUILTIN: 64, shapes.OPUS: 32}[name]
    return settings.sentences(2 if settings.quick else count)


def _peers(
    settings: Settings, made: Made, inputs: Sequence[str], beams: int, tell: Callable[[str], None]
) -> dict[str, float]:
    """Median seconds an input for each peer, the plain loop first."""
    plain = peers.Plain(made.checkpoint, beams=beams, length=made.length, threads=settings.threads)
    engine = peers.ours(made, beams=beams, threads=settings.threads)
    ways: dict[str, Callable[[Sequence[str]], list[str]]] = {
        "plain loop": plain.loop,
        "in batches": plain.batched,
        "in sorted batches": plain.sorted,
        "our engine, one by one": lambda sentences: [output for text in sentences for output in engine([text])],
        "our engine": engine,
    }
    found = {}
    for name, way in ways.items():
        tell(f"{made.name}, {beams} beams, {name}")
        found[name] = settings.clock().time(partial(way, inputs), warm=partial(way, WARM)) / len(inputs)
    return found


def _row(model: str, beams: int, peer: str, seconds: float, found: dict[str, float]) -> tuple[str, ...]:
    return model, str(beams), peer, milliseconds(seconds), f"{1 / seconds:.1f}", times(found["plain loop"] / seconds)


def _table(settings: Settings, rows: list[tuple[str, ...]]) -> Table:
    return Table(
        "Our engine against transformers, same weights",
        ("model", "beams", "way", "ms each", "each second", "against the loop"),
        tuple(rows),
        (f"{settings.threads} threads. {_NOTE}",),
    )
