"""How time and memory grow with the number of articles and with the length of one: linearly, or something is wrong.

    python -m benchmarks.growth documents 100

prints one point as JSON; each is measured in a process of its own, so that memory is its own too.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import texts
from benchmarks.table import Bar, Result, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.run import Settings

SIZES = {"documents": (1, 10, 100, 1_000), "words": (1_000, 10_000, 100_000)}
QUICK = {"documents": (1, 4), "words": (200, 1_000)}
WORDS = 60
"""Of each of many articles."""
PLOT = Path(__file__).with_name("growth.svg")
# From the second to the last size, time per unit may grow by so much: that is what linear means here.
LINEAR = 1.25


def measure(settings: Settings, _work: Path, tell: Callable[[str], None]) -> Result:
    """All points, as a table and as a plot."""
    points: dict[str, list[tuple[int, float, float]]] = {}
    for kind, sizes in (QUICK if settings.quick else SIZES).items():
        for size in sizes:
            tell(f"growth: {size:,} {kind}")
            points.setdefault(kind, []).append((size, *_point(kind, size)))
    if not settings.quick:
        plot(points, PLOT)
    rows = tuple(
        (f"{size:,} {kind}", f"{seconds:.2f}", f"{1000 * seconds / size:.3g}", f"{memory:.0f}")
        for kind, found in points.items()
        for size, seconds, memory in found
    )
    table = Table(
        "How the cost grows",
        ("input", "seconds", "ms each", "memory, MB"),
        rows,
        (
            f"French articles of {WORDS} words in one `stream`, and one article of so many words; built-in models, warm.",
        ),
        () if settings.quick else (f"![time and memory against size]({PLOT.name})",),
    )
    return Result((table,), tuple(_bars(points)))


def _bars(points: dict[str, list[tuple[int, float, float]]]) -> Iterator[Bar]:
    for kind, found in points.items():
        (few, short, less), (many, long, more) = found[-2], found[-1]
        growth = (long / many) / (short / few)
        what = f"time per unit, {many:,} against {few:,} {kind}"
        yield Bar(what, f"<= {LINEAR:g} x", f"{growth:.2f} x", growth <= LINEAR)
        yield Bar(
            what.replace("time per unit", "memory"),
            f"<= {many // few} x",
            f"{more / less:.2f} x",
            more <= many / few * less,
        )


def _point(kind: str, size: int) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.growth", kind, str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=Path(__file__).resolve().parent.parent)
    found = json.loads(done.stdout)
    return found["seconds"], found["megabytes"]


def _work(kind: str, size: int) -> float:
    """Seconds for one point, after the models are loaded."""
    from summarizer import Summarizer

    summarizer = Summarizer(models="builtin")
    summarizer(texts.EXAMPLE)
    inputs = (texts.article(WORDS, seed) for seed in range(size)) if kind == "documents" else [texts.article(size)]
    begin = time.perf_counter()
    for _ in summarizer.stream(inputs):
        pass
    return time.perf_counter() - begin


def plot(points: dict[str, list[tuple[int, float, float]]], path: Path) -> None:
    """Seconds and memory against size, on logarithmic axes, with a line that is exactly linear for comparison."""
    import matplotlib as mpl

    mpl.use("Agg")
    # Repeatable files: no date, no random names.
    mpl.rcParams.update({"svg.hashsalt": "growth", "font.size": 9, "svg.fonttype": "none"})
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(1, 2 * len(points), figsize=(12, 3))
    for i, (kind, found) in enumerate(points.items()):
        sizes, seconds, memory = zip(*found, strict=True)
        time_axis, memory_axis = axes[2 * i], axes[2 * i + 1]
        time_axis.loglog(sizes, seconds, "o-", label="measured")
        time_axis.loglog(sizes, [seconds[-1] * size / sizes[-1] for size in sizes], ":", color="grey", label="linear")
        time_axis.set(xlabel=kind, ylabel="seconds")
        time_axis.legend(frameon=False)
        memory_axis.semilogx(sizes, memory, "o-")
        memory_axis.set(xlabel=kind, ylabel="memory, MB", ylim=(0, 1.2 * max(memory)))
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def main(argv: list[str]) -> None:
    """Print one point."""
    kind, size = argv
    seconds = _work(kind, int(size))
    print(json.dumps({"seconds": seconds, "megabytes": _peak()}))


def _peak() -> float:
    """Megabytes of memory at the highest; not by getrusage, which on Linux counts the parent's at the start too."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 2**10


if __name__ == "__main__":
    main(sys.argv[1:])
