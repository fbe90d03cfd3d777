"""Makes one page of Markdown from all text files of a folder; the models are loaded once.

python examples/digest.py examples > digest.md
"""

from __future__ import annotations

import sys
from pathlib import Path

from summarizer import Summarizer
from summarizer.errors import InputError


def main(folder: str) -> None:
    """Prints three bullets for each .txt file; a file that can't be summarised is told on stderr."""
    summarizer = Summarizer(models="builtin", bullets=3)
    for path in sorted(Path(folder).glob("*.txt")):
        try:
            print(summarizer(path).to_markdown(), end="\n\n")
        except InputError as error:
            print(f"{path}: {error}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1])
