"""Measure everything side by side, print each table when it is ready, and write benchmarks/results.md: `make bench`.

    python -m benchmarks.run [--quick] [--pairs FILE] [--only speed limits ...]

Run it on a machine that does nothing else. `--quick` shows in a minute or two that all of it works; its figures mean
nothing, and it writes no results. `--pairs` names a file of French and English sentences, a tab between them, for BLEU.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import beams, documents, equality, growth, limits, machine, speed, startup, texts, ways
from benchmarks.table import Bar, Clock, Table, bars_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.table import Result

RESULTS = Path(__file__).with_name("results.md")
PARTS: dict[str, Callable[[Settings, Path, Callable[[str], None]], Result]] = {
    "startup": startup.measure,
    "speed": speed.measure,
    "limits": limits.measure,
    "equality": equality.measure,
    "beams": beams.measure,
    "documents": documents.measure,
    "ways": ways.measure,
    "growth": growth.measure,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """How much to measure: the longest run is bounded by `runs` and by `seconds_each` for each cell of a table."""

    quick: bool = False
    pairs: Path | None = None
    threads: int = 2
    runs: int = 3
    seconds_each: float = 6.0

    def sentences(self, count: int) -> list[str]:
        """So many French sentences: of the file of pairs, else ours."""
        return texts.pairs(self.pairs, count)[0]

    @property
    def origin(self) -> str:
        """Whose sentences these are, for a note below a table."""
        return self.pairs.name if self.pairs else "our own (`--pairs FILE` gives BLEU)"

    def clock(self) -> Clock:
        """A clock for one cell of a table."""
        return Clock(runs=self.runs, enough=self.seconds_each)


def main(argv: list[str] | None = None) -> None:
    """Command line."""
    settings, parts = _arguments(argv)
    begin = time.perf_counter()
    _environment(settings)
    first = machine.table(settings.threads)
    print(first.plain())
    tables, bars = _measure(settings, parts)
    minutes = (time.perf_counter() - begin) / 60
    every = [first, *([bars_table(bars)] if bars else []), *tables]
    print(bars_table(bars).plain() if bars else "", f"\n{minutes:.1f} minutes")
    if not settings.quick and parts == list(PARTS):
        RESULTS.write_text(_markdown(every, settings, minutes), encoding="utf-8")
        print(f"Written to {RESULTS.name}.")


def _arguments(argv: list[str] | None) -> tuple[Settings, list[str]]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a few sentences of everything; writes no results")
    parser.add_argument("--pairs", type=Path, help="French and English sentences, a tab between them")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="only these parts")
    parser.add_argument("--threads", type=int, help="processors to use (default: all)")
    given = parser.parse_args(argv)
    from summarizer.engines.ctranslate2 import processors

    threads = given.threads or (1 if given.quick else processors())
    runs, seconds = (1, 1.0) if given.quick else (3, 6.0)
    return Settings(given.quick, given.pairs, threads, runs, seconds), [part for part in PARTS if part in given.only]


def _environment(settings: Settings) -> None:
    """The same for all who are measured: threads, and no network."""
    os.environ["OMP_NUM_THREADS"] = str(settings.threads)
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"


def _measure(settings: Settings, parts: Sequence[str]) -> tuple[list[Table], list[Bar]]:
    tables: list[Table] = []
    bars: list[Bar] = []
    begin = time.perf_counter()

    def tell(what: str) -> None:
        print(f"{time.perf_counter() - begin:6.0f} s  {what}", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="summarizer-bench-") as work:
        for part in parts:
            result = PARTS[part](settings, Path(work), tell)
            tables += result.tables
            bars += result.bars
            # At once: a run that is stopped has said what it knew.
            print("\n" + "\n".join(table.plain() for table in result.tables), flush=True)
    return tables, bars


def _markdown(tables: Sequence[Table], settings: Settings, minutes: float) -> str:
    today = dt.datetime.now(tz=dt.UTC).date()
    pairs = f" --pairs {settings.pairs.name}" if settings.pairs else ""
    missing = (
        ""
        if settings.pairs
        else " Without `--pairs FILE` there is no BLEU, and nothing on which comes first, translating or shortening."
    )
    head = (
        f"# Benchmarks\n\nMeasured on {today} with `python -m benchmarks.run --threads {settings.threads}{pairs}` in {minutes:.0f} minutes, everything "
        f"in one run on the machine below. What is measured and how stands in the modules of this folder.{missing}"
    )
    return "\n\n".join([head, *(table.markdown() for table in tables)]) + "\n"


if __name__ == "__main__":
    main()
