"""What more beams cost and bring: the built-in translator as a user has it, with hints, checks and second tries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import texts
from benchmarks.table import Clock, Result, Table, milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.run import Settings

BEAMS = (1, 2, 4)


def measure(settings: Settings, _work: Path, tell: Callable[[str], None]) -> Result:
    """One row for each number of beams."""
    from summarizer.translation import Translator

    sources, targets = texts.pairs(settings.pairs, 12 if settings.quick else 1000)
    rows = []
    for beams in BEAMS:
        tell(f"translating with {beams} beams")
        translator = Translator.load("builtin", beams=beams)
        found: list[str] = []
        seconds = Clock(runs=1).time(lambda: found.extend(t.text for t in translator.translate(sources)))  # noqa: B023 - called at once
        rows.append((str(beams), *_scores(sources, found, targets), milliseconds(seconds / len(sources))))
    table = Table(
        "Beams of the first try",
        ("beams", "BLEU", "chrF", "ms a sentence"),
        tuple(rows),
        (f"{len(sources)} sentences of {settings.origin}; second tries have four beams in any case.",),
    )
    return Result((table,))


def _scores(sources: list[str], hypotheses: list[str], references: list[str] | None) -> tuple[str, str]:
    """BLEU and chrF, or dashes where there are no references."""
    if references is None:
        return "-", "-"
    from summarizer.evaluation import translation_scores

    scores = translation_scores(list(zip(sources, references, strict=True)), hypotheses)
    return f"{scores.bleu:.2f}", f"{scores.chrf:.2f}"
