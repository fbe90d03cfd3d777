"""Make the list of English words that translations are checked against, from lists of SCOWL.

    apt-get install wamerican-large wbritish-large
    python -m training.dictionary /usr/share/dict/american-english-large /usr/share/dict/british-english-large

Kept are words of three small letters and more: names, possessives and abbreviations are never asked for.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections.abc import Iterable
from pathlib import Path

_WORD = re.compile(r"[a-zà-ÿ]{3,}")


def kept(lists: Iterable[str]) -> list[str]:
    """The words of several lists, one a line in each, sorted and without doubles."""
    return sorted({word for text in lists for word in text.split("\n") if _WORD.fullmatch(word)})


def main(argv: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lists", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=Path("summarizer/english_words.txt.gz"))
    arguments = parser.parse_args(argv)
    words = kept(path.read_text(encoding="utf-8") for path in arguments.lists)
    # Without a date in it, the same lists give the same bytes.
    arguments.out.write_bytes(gzip.compress("\n".join(words).encode(), mtime=0))
    print(f"{len(words)} words, {arguments.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
