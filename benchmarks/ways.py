"""Which first, translating or summarising: the time, and how close bullets come to what people translated.

    French sentences, shortened in French, and only the bullets translated      (the default)
    every sentence translated, then shortened in English

Articles are made of consecutive lines of the file of pairs, so that each bullet's evidence has a reference. Measured
are the words of a bullet that its evidence's reference has (precision), and ROUGE-1 F against the bullets that the same
pipeline makes of the reference text, which is what a perfect translator would give it to read.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from benchmarks.table import Result, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.run import Settings

LINES = 24


def measure(settings: Settings, _work: Path, tell: Callable[[str], None]) -> Result:
    """Nothing without `--pairs`: there is no measuring quality without references."""
    if settings.pairs is None:
        return Result()
    lines = [line.split("\t")[:2] for line in settings.pairs.read_text(encoding="utf-8").splitlines()]
    count = 2 if settings.quick else 40
    step = max(LINES, len(lines) // count)
    articles = [lines[i : i + LINES] for i in range(0, len(lines) - LINES + 1, step)][:count]
    tell("reference bullets")
    wanted = [" ".join(b.text for b in _summarizer(["en", "fr"])(_text([e for _, e in a])).bullets) for a in articles]
    rows = []
    for name, languages in (("shorten in French, then translate", ["en", "fr"]), ("translate, then shorten", ["en"])):
        tell(name)
        rows.append((name, *_row(_summarizer(languages), articles, wanted)))
    return Result(
        (
            Table(
                "Translate first, or summarise first",
                ("way", "precision", "ROUGE-1 F", "words a bullet", "bullets", "seconds an article"),
                tuple(rows),
                (f"{len(articles)} stretches of {LINES} lines of {settings.pairs.name}, built-in models.",),
            ),
        )
    )


def _summarizer(languages: Sequence[str]) -> Any:  # noqa: ANN401 - its condenser is bent here
    from summarizer import Summarizer

    summarizer = Summarizer(models="builtin")
    summarizer.condenser().languages = tuple(languages)
    return summarizer


def _text(sentences: Sequence[str]) -> str:
    return "\n\n".join(sentences)


def _row(summarizer: Any, articles: list[list[list[str]]], wanted: list[str]) -> tuple[str, ...]:  # noqa: ANN401
    precisions, overlaps, words, count = [], [], 0, 0
    begin = time.perf_counter()
    summaries = [summarizer(_text([french for french, _ in article])) for article in articles]
    seconds = (time.perf_counter() - begin) / len(articles)
    for article, summary, bullets in zip(articles, summaries, wanted, strict=True):
        starts = _starts([french for french, _ in article])
        for bullet in summary.bullets:
            lines = {sum(start <= item.start for start in starts) - 1 for item in bullet.evidence}
            reference = " ".join(article[line][1] for line in lines)
            precisions.append(_precision(bullet.text, reference))
            words, count = words + len(bullet.text.split()), count + 1
        overlaps.append(_f(" ".join(bullet.text for bullet in summary.bullets), bullets))
    return (
        f"{100 * sum(precisions) / len(precisions):.1f}",
        f"{100 * sum(overlaps) / len(overlaps):.1f}",
        f"{words / count:.1f}",
        f"{count / len(articles):.1f}",
        f"{seconds:.2f}",
    )


def _starts(sentences: Sequence[str]) -> list[int]:
    """Where each sentence begins in `_text`."""
    starts, place = [], 0
    for sentence in sentences:
        starts.append(place)
        place += len(sentence) + 2
    return starts


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text.lower()))


def _precision(text: str, reference: str) -> float:
    ours = _words(text)
    return (ours & _words(reference)).total() / max(1, ours.total())


def _f(text: str, reference: str) -> float:
    ours, theirs = _words(text), _words(reference)
    return 2 * (ours & theirs).total() / max(1, ours.total() + theirs.total())
