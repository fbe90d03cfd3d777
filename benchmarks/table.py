"""What a measurement hands to the report: tables of cells, and the bars that were set beforehand."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title; `notes` are sentences that stand below it. Cells are ready to print."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    plots: tuple[str, ...] = ()

    def markdown(self) -> str:
        """As Markdown."""
        lines = [self.header, tuple("---" for _ in self.header), *self.rows]
        body = "\n".join("| " + " | ".join(line) + " |" for line in lines) if self.header else ""
        return "\n\n".join(filter(None, [f"## {self.title}", body, *self.notes, *self.plots]))

    def plain(self) -> str:
        """As columns for a terminal."""
        lines = [self.header, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.header))]
        body = [
            "  ".join([line[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True))])
            for line in lines
            if line
        ]
        return "\n".join([f"\n{self.title}", *(text.rstrip() for text in body), *self.notes])


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar that was set beforehand, what was measured, and whether that clears it."""

    what: str
    wanted: str
    measured: str
    met: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What one measurement gives."""

    tables: tuple[Table, ...] = ()
    bars: tuple[Bar, ...] = ()


@dataclass(slots=True)
class Clock:
    """Wall-clock seconds of a piece of work: the median of several runs, one of which comes first and is not counted."""

    runs: int = 3
    enough: float = 6.0
    seconds: list[float] = field(default_factory=list)

    def time(self, work: Callable[[], object], *, warm: Callable[[], object] | None = None) -> float:
        """Median seconds of `work`; after `enough` seconds in all no further run is made."""
        if warm is not None:
            warm()
        self.seconds = []
        while not self.seconds or (len(self.seconds) < self.runs and sum(self.seconds) < self.enough):
            begin = time.perf_counter()
            work()
            self.seconds.append(time.perf_counter() - begin)
        return statistics.median(self.seconds)


def times(factor: float) -> str:
    """A ratio for a cell: "12.3 x"."""
    return f"{factor:.1f} x"


def milliseconds(seconds: float) -> str:
    """Seconds as milliseconds for a cell, with three figures."""
    value = 1000 * seconds
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def at_least(what: str, wanted: float, measured: float) -> Bar:
    """A bar on a ratio."""
    return Bar(what, f">= {wanted:g} x", times(measured), measured >= wanted)


def bars_table(bars: Sequence[Bar]) -> Table:
    """The bars, met or not."""
    rows = tuple((bar.what, bar.wanted, bar.measured, "yes" if bar.met else "**no**") for bar in bars)
    return Table("Bars", ("what", "wanted", "measured", "met"), rows)
