"""Summarises one article and shows, for each bullet, where in the file its evidence stands.

python examples/show_evidence.py examples/article-fr.txt
"""

from __future__ import annotations

import sys

from summarizer import Summarizer
from summarizer.reading import read


def main(path: str) -> None:
    """Prints the bullets of the file at that path, each with its source sentences and their places."""
    document = read(path)
    summary = Summarizer(models="builtin")(document)
    print(summary.title)
    for bullet in summary.bullets:
        print(f"- {bullet.text}" if bullet.supported else f"- (not confirmed) {bullet.text}")
        for item in bullet.evidence:
            sentence = document.text[item.start : item.end]  # the same as item.text: offsets point into what was read
            print(f"    characters {item.start} to {item.end}: {' '.join(sentence.split())}")


if __name__ == "__main__":
    main(sys.argv[1])
