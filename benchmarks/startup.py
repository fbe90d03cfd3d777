"""How long a user waits for the first answer: `--help`, a cold summary, the first bullet of a warm one."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from benchmarks import texts
from benchmarks.table import Bar, Result, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.run import Settings

HELP, FIRST = 0.2, 2.0
_SUMMARY = [sys.executable, "-m", "summarizer", "summarize", "--models", "builtin", "--quiet"]


def measure(settings: Settings, work: Path, tell: Callable[[str], None]) -> Result:
    """New processes, one after the other; the median of several."""
    runs = 2 if settings.quick else 7
    article = work / "article.txt"
    article.write_text(texts.article(60 if settings.quick else 700), encoding="utf-8")
    tell("cold starts")
    bare = _median(runs, [sys.executable, "-c", "pass"])
    torch = _median(runs, [sys.executable, "-c", "import torch"])
    shown = _median(runs, [sys.executable, "-m", "summarizer", "--help"])
    short = _median(runs, [*_SUMMARY, str(texts.EXAMPLE)])
    long = _median(runs, [*_SUMMARY, str(article)])
    tell("first bullet")
    first, whole, words = _first_bullet(article, 2 if settings.quick else 5)
    rows = (
        ("`python -c pass`", f"{bare:.2f}", "what any Python program costs"),
        ("`summarizer --help`", f"{shown:.2f}", ""),
        ("`python -c 'import torch'`", f"{torch:.2f}", "for comparison; we don't import it"),
        ("`summarizer summarize examples/article-fr.txt`, cold", f"{short:.2f}", "models loaded, five bullets"),
        (f"the same, an article of {words} words, cold", f"{long:.2f}", ""),
        (f"first bullet of {words} French words, warm", f"{first:.2f}", "from the page's button to what it shows, without the browser"),
        ("all bullets of it, warm", f"{whole:.2f}", ""),
    )  # fmt: skip
    bars = (
        Bar("`summarizer --help`", f"< {HELP} s", f"{shown:.2f} s", shown < HELP),
        Bar("cold French summary against `import torch`", "<= 2.0 x", f"{short / torch:.2f} x", short <= 2 * torch),
        Bar(f"first bullet of {words} French words, warm", f"< {FIRST:g} s", f"{first:.2f} s", first < FIRST),
    )
    return Result((Table("Waiting for the first answer", ("what", "seconds", ""), rows),), bars)


def _median(runs: int, command: Sequence[str]) -> float:
    """Median wall-clock seconds of a command, after one run that fills the caches; raises if it fails."""
    seconds = []
    for _ in range(runs + 1):
        begin = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds[1:])


def _first_bullet(path: Path, runs: int) -> tuple[float, float, int]:
    """Seconds to the first bullet and to the last one on the page, models loaded; and the words of the article."""
    from summarizer.page.handlers import Handlers
    from summarizer.page.service import Result as Shown
    from summarizer.page.service import Service

    text = path.read_text(encoding="utf-8")
    handlers = Handlers(Service())
    visitor: Any = SimpleNamespace(session_hash="benchmark")
    firsts, wholes = [], []
    for run in range(runs + 1):
        begin = time.perf_counter()
        seen: list[tuple[float, bool]] = []
        for update in handlers.summarize(text, 5, "en", "builtin", None, "en", visitor):
            shown = update[2]
            if isinstance(shown, Shown) and shown.summary.bullets:
                seen.append((time.perf_counter() - begin, shown.finished))
        # The first run loads the models.
        if run:
            firsts.append(seen[0][0])
            wholes.append(next(seconds for seconds, finished in seen if finished))
    return statistics.median(firsts), statistics.median(wholes), len(text.split())
