"""Words that no English dictionary has: what a small model invents when it puts pieces together ("demolia").

The list is SCOWL's (http://wordlist.aspell.net, licence in `models/builtin/LICENSE.scowl`), of size 70, British and
American, lower-case words only; training/dictionary.py makes it.
"""

from __future__ import annotations

import gzip
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["coined", "is_word", "words"]

# SentencePiece's mark of the beginning of a word.
_BEGIN = "\u2581"
_CORE = re.compile(r"(?:[a-zà-ÿ]+-)*(?P<last>[a-zà-ÿ]{3,})")


@cache
def words() -> frozenset[str]:
    """The words of the list."""
    data = resources.files("summarizer").joinpath("english_words.txt.gz").read_bytes()
    return frozenset(gzip.decompress(data).decode().split("\n"))


def is_word(text: str) -> bool:
    """Whether the list has it; what is not all small letters, or shorter than three of them, passes for a word.

    Of a compound only the last part is asked for ("pre-election"); contractions pass.
    """
    match = _CORE.fullmatch(text)
    return match is None or match["last"] in words()


def coined(pieces: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The words of an output that are no words, each as its pieces; marks around them are left out.

    >>> coined(["\u2581It", "\u2581was", "\u2581dem", "olia", "."])
    (('\u2581dem', 'olia'),)
    """
    return tuple(word for word in _words(pieces) if not is_word("".join(word).removeprefix(_BEGIN)))


def _words(pieces: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The pieces of each word, without those at its end that hold no letter."""
    word: list[str] = []
    for piece in [*pieces, _BEGIN]:
        if piece.startswith(_BEGIN) and word:
            while word and not any(map(str.isalnum, word[-1])):
                word.pop()
            yield tuple(word)
            word = []
        word.append(piece)
