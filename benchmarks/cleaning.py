"""How well `clean` finds the article of real pages: word precision, recall and F1 a page.

    python benchmarks/cleaning.py FOLDER

FOLDER holds pairs NAME.rawtext.txt (what select-all and copy gives) and NAME.gold.txt (the article); a NAME.html beside
them is measured too, through `summarizer.reading`. Words are runs of letters and digits, lower-cased, counted as a
multiset; only the paragraphs count, not the title ("with title" says what F1 would be if it did).
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from summarizer.cleaning import Article, clean
from summarizer.errors import SummarizerError


class Score(NamedTuple):
    """Word precision, recall and F1, from 0 to 1."""

    precision: float
    recall: float
    f1: float


def words(text: str) -> Counter[str]:
    """The words of `text` with their counts."""
    return Counter(re.findall(r"\w+", text.lower()))


def score(found: str, gold: str) -> Score:
    """Compare the words of what was `found` with those of the `gold` text."""
    ours, theirs = words(found), words(gold)
    common = (ours & theirs).total()
    precision = common / max(ours.total(), 1)
    recall = common / max(theirs.total(), 1)
    return Score(precision, recall, 2 * precision * recall / max(precision + recall, 1e-9))


def article_of(path: Path) -> Article:
    """The article of a raw text or of an HTML page."""
    if path.suffix != ".html":
        return clean(path.read_text(encoding="utf-8"))
    from summarizer.reading import read

    return clean(read(path))


def measure(path: Path, gold: str) -> Score | None:
    """Print one line of the table for `path`; None when the page could not be read."""
    try:
        article = article_of(path)
    except (SummarizerError, ImportError) as error:
        print(f"{path.name:44} {type(error).__name__}: {error}")
        return None
    result = score("\n".join(article.paragraphs), gold)
    titled = score("\n".join([article.title or "", *article.paragraphs]), gold)
    print(f"{path.name:44} {result.precision:9.3f} {result.recall:7.3f} {result.f1:6.3f} {titled.f1:11.3f}")
    return result


def main(folder: Path) -> None:
    """Print the table and the means."""
    print(f"{'page':44} {'precision':>9} {'recall':>7} {'F1':>6} {'with title':>11}")
    for suffix in (".rawtext.txt", ".html"):
        results = []
        for gold in sorted(folder.glob("*.gold.txt")):
            path = gold.with_name(gold.name.removesuffix(".gold.txt") + suffix)
            if path.exists() and (result := measure(path, gold.read_text(encoding="utf-8"))):
                results.append(result)
        if results:
            means = [sum(column) / len(results) for column in zip(*results, strict=True)]
            print(f"{f'mean of {len(results)}':44} {means[0]:9.3f} {means[1]:7.3f} {means[2]:6.3f}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
