"""Reading, cleaning and mixing sentence pairs.

A recipe (TOML, see recipes/) names the sources, how many pairs of each to take and how long they may be.
Everything here is plain text in, plain text out; tokens come later (prepare.py).
"""

from __future__ import annotations

import lzma
import random
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from summarizer.text import PLACEHOLDERS, plain

__all__ = [
    "PLACEHOLDERS", "Pair", "Recipe", "Source", "acceptable", "digits", "find", "mixed", "plain", "read_lines", "read_pairs",
    "with_placeholders",
]  # fmt: skip

Pair = tuple[str, str]

# What was written for this project.
WRITTEN = Path(__file__).parent / "written"

_NUMBER = re.compile(r"\d+(?:[ .,]\d+)*")
_NAME = re.compile(r"(?<!\w)[A-ZÀ-Ý][\w.&-]*\w")


def digits(text: str) -> list[str]:
    """The runs of digits of a text, sorted: what must agree between the two sides of a pair."""
    return sorted(re.findall(r"\d+", text))


@dataclass(frozen=True, slots=True)
class Source:
    """One file of pairs in a recipe: `take` pairs at most (0 = all), each repeated `times`.

    Of an `unseen` one only the pairs that no earlier run was trained on (prepare.py's --seen).
    """

    name: str
    take: int = 0
    times: int = 1
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """What goes into a training set; see recipes/fr-en.toml for the fields."""

    sources: tuple[Source, ...]
    max_words: int = 80
    max_ratio: float = 2.0
    placeholder_share: float = 0.08
    held_out: tuple[str, ...] = field(default=())

    @classmethod
    def load(cls, path: Path) -> Recipe:
        """Read a recipe; raises `tomllib.TOMLDecodeError` or `TypeError` on a malformed one."""
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        sources = tuple(Source(**source) for source in data.pop("source"))
        data["held_out"] = tuple(data.get("held_out", ()))
        return cls(sources=sources, **data)


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a UTF-8 file, plain or `.xz`, without their line ends."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield line.rstrip("\n")


def read_pairs(path: Path) -> Iterator[Pair]:
    """Yield the (source, target) pairs of a tab-separated file, plain or `.xz`; other lines are skipped."""
    for line in read_lines(path):
        source, tab, target = line.partition("\t")
        if tab and "\t" not in target:
            yield source, target


def acceptable(pair: Pair, recipe: Recipe) -> bool:
    """Whether a pair is a likely, literal translation: length, ratio, equal numbers, not a copy."""
    source, target = pair
    words = len(source.split()), len(target.split())
    if not min(words) >= 1 or max(words) > recipe.max_words:
        return False
    if max(words) > recipe.max_ratio * min(words) + 3:
        return False
    if source == target and words[0] > 3:
        return False
    if not any(char.isalpha() for char in target):
        return False
    english = target.replace(":00", "").replace(",", "")
    return digits(source.replace(" ", "")) == digits(english.replace(" ", "")) or (digits(source) == digits(english))


def find(folder: Path, name: str) -> Path:
    """The file called `name` with `.tsv` or `.tsv.xz` in `folder` or in ours; raises FileNotFoundError."""
    for path in (place / (name + suffix) for place in (folder, WRITTEN) for suffix in (".tsv", ".tsv.xz")):
        if path.exists():
            return path
    raise FileNotFoundError(f"no {name}.tsv or {name}.tsv.xz in {folder}")


def mixed(folder: Path, recipe: Recipe, seed: int = 1) -> Iterator[tuple[str, Pair]]:
    """Yield (source name, pair) of all of a recipe, cleaned, without doubles and without held-out sentences."""
    rng = random.Random(seed)
    seen: set[int] = set()
    for name in recipe.held_out:
        for pair in read_pairs(find(folder, name)):
            seen.update(hash(_key(side)) for side in pair)
    for source in recipe.sources:
        fresh = _fresh(read_pairs(find(folder, source.name)), recipe, seen)
        pairs = list(fresh)
        if source.take and len(pairs) > source.take:
            pairs = rng.sample(pairs, source.take)
        for pair in pairs:
            for _ in range(source.times):
                yield source.name, pair


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()


def _fresh(pairs: Iterable[Pair], recipe: Recipe, seen: set[int]) -> Iterator[Pair]:
    for raw in pairs:
        pair = plain(raw[0]), plain(raw[1])
        if not acceptable(pair, recipe):
            continue
        keys = [hash(_key(side)) for side in pair]
        both = hash(tuple(keys))
        # A held-out sentence on either side excludes the pair; a double counts only when both sides agree.
        if both in seen or keys[0] in seen or keys[1] in seen:
            continue
        seen.add(both)
        yield pair


def with_placeholders(pair: Pair, rng: random.Random) -> Pair | None:
    """The pair with names and numbers that stand once on each side replaced by placeholders, or None.

    Teaches the translator to carry `PLACEHOLDERS` over, so that a lost name can be forced on a retry.
    """
    source, target = pair
    shared = [
        word
        for word in dict.fromkeys(_NAME.findall(source) + _NUMBER.findall(source))
        if len(word) > 1 and _once(word, source) and _once(word, target)
    ]
    if not shared:
        return None
    chosen = rng.sample(shared, min(len(shared), rng.randint(1, 3)))
    marks = rng.sample(PLACEHOLDERS, len(chosen))
    for word, mark in zip(chosen, marks, strict=True):
        source = _replace(word, mark, source)
        target = _replace(word, mark, target)
    return source, target


def _once(word: str, text: str) -> bool:
    return len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", text)) == 1


def _replace(word: str, mark: str, text: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", mark, text)
