"""Draw the learning curve of a run, and print it as a table: BLEU and chrF by the target tokens seen.

    python -m training.curve RUN/log.jsonl --out training/curve.svg

Needs matplotlib (`pip install 'summarizer[bench]'`).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

Point = dict[str, Any]


def read(path: Path) -> list[Point]:
    """The evaluations of a log, in order; checkpoints without one are left out."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if "bleu" in row]


def table(points: list[Point]) -> str:
    """The points in Markdown."""
    head = "| hours | target tokens | loss | BLEU | chrF |\n|---|---|---|---|---|\n"
    return head + "".join(
        f"| {p['hours']:.2f} | {p['tokens'] / 1e6:.1f} M | {p['loss']:.2f} | {p['bleu']:.1f} | {p['chrf']:.1f} |\n"
        for p in points
    )


def draw(points: list[Point], path: Path) -> None:
    """BLEU and chrF against millions of target tokens, and against hours, as an SVG that is the same for the same log."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams.update({"svg.hashsalt": "curve", "font.size": 9, "svg.fonttype": "none"})
    from matplotlib import pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3), sharey=True)
    for axes, xs, label in (
        (left, [point["tokens"] / 1e6 for point in points], "million target tokens"),
        (right, [point["hours"] for point in points], "hours on two cores"),
    ):
        axes.plot(xs, [point["chrf"] for point in points], "s-", markersize=3, label="chrF")
        axes.plot(xs, [point["bleu"] for point in points], "o-", markersize=3, label="BLEU")
        axes.set(xlabel=label, ylim=(0, None))
        axes.grid(alpha=0.3)
    left.legend(frameon=False, loc="lower right")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def main(argv: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log", type=Path)
    parser.add_argument("--out", type=Path, default=Path("training/curve.svg"))
    arguments = parser.parse_args(argv)
    points = read(arguments.log)
    draw(points, arguments.out)
    print(table(points), end="")


if __name__ == "__main__":
    main()
