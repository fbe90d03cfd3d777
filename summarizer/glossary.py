"""Hints for words and phrases that a compact translator has hardly seen: the usual translation, written behind them.

    Le nourrisson est en garde à vue.  ->  Le nourrisson⟦7⟧ infant⟦7⟧ est en garde à vue⟦7⟧ police custody⟦7⟧.

A model that was trained on sources like this one reads the hint, inflects it, or leaves it where it does not fit
(Dinu et al. 2019, https://aclanthology.org/P19-1294). So what a word means need not be learnt from a handful of
examples: it is looked up. training/glossary.py makes the list out of word alignments and what people wrote, and the sources to train on.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.errors import BrokenModel
from summarizer.text import HINT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["WORD", "Glossary", "Hint", "hinted"]

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Hint:
    """The translation of `entry`, which ends at `end` (characters of the text)."""

    end: int
    entry: str
    translation: str


class Glossary:
    """Words and phrases in small letters, and single names as they are written ("OTAN"), with their usual translation."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self.entries = entries
        # How many words the longest phrase has that begins with a word.
        self._longest: dict[str, int] = {}
        for entry in entries:
            # Nearly all are a word of letters only, and a summary waits for this loop.
            if not entry.isalpha() and len(words := WORD.findall(entry)) > 1:
                self._longest[words[0]] = max(len(words), self._longest.get(words[0], 1))

    @classmethod
    def load(cls, path: Path) -> Glossary:
        """Read a gzipped file of lines "word, tab, translation"; raises BrokenModel when it is none."""
        try:
            lines = gzip.decompress(path.read_bytes()).decode().splitlines()
            return cls(dict(line.split("\t") for line in lines))
        except (OSError, EOFError, ValueError) as error:
            raise BrokenModel(f"{path} is no glossary: install or pull the model again") from error

    def save(self, path: Path) -> None:
        """Write the file that `load` reads; the same entries give the same bytes."""
        lines = "\n".join(f"{word}\t{translation}" for word, translation in sorted(self.entries.items()))
        path.write_bytes(gzip.compress(lines.encode(), mtime=0))

    def hints(self, text: str) -> list[Hint]:
        """A hint for each word or longest phrase of `text` that is listed.

        A capital inside a sentence makes a single word a name, which is looked up as it stands: "Robin" is no tap.
        """
        found: list[Hint] = []
        words = list(WORD.finditer(text))
        small = text.lower()
        lowered = small if len(small) == len(text) else text
        place = 0
        for i, word in enumerate(words):
            if word.start() < place:
                continue
            named = word[0] in self.entries or (word.start() > 0 and word[0][0].isupper())
            for last in words[i : i + self._longest.get(word[0].lower(), 1)][::-1]:
                entry = (text if named and last is word else lowered)[word.start() : last.end()]
                if (translation := self.entries.get(entry)) is not None:
                    found.append(Hint(last.end(), entry, translation))
                    place = last.end()
                    break
        return found


def hinted(text: str, hints: Iterable[Hint]) -> str:
    """`text` with its hints, given in the order of the text, written behind their words."""
    parts, start = [], 0
    for hint in hints:
        parts.append(f"{text[start : hint.end]}{HINT} {hint.translation}{HINT}")
        start = hint.end
    return "".join(parts) + text[start:]
