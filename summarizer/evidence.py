"""Which source sentences support a bullet, and whether they really do.

The check is about what hurts most when it is wrong: numbers and names. It can't tell a twisted meaning, and says so
in models.md. Everything compares English with English, or French with French; numbers also across.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.facts import invented, missing_numbers
from summarizer.words import content_words, coverage

MAX_EVIDENCE = 3
MIN_COVERAGE = 0.5
# Words that a sentence must share with a claim to support it (the lacking name or number may be one of them).
MIN_SHARED = 2


@dataclass(frozen=True, slots=True)
class Claim:
    """A bullet on its way: its text, the indices of its evidence, and what the evidence lacks (empty: supported)."""

    text: str
    sources: tuple[int, ...]
    lacking: tuple[str, ...] = ()


def lacking(text: str, sources: Sequence[int], sentences: Sequence[str], language: str) -> tuple[str, ...]:
    """The numbers and names of `text` that the sentences numbered `sources` don't hold."""
    together = " ".join(sentences[i] for i in sources)
    return tuple(dict.fromkeys(invented(text, together, language)))


def find(text: str, sentences: Sequence[str], language: str) -> tuple[int, ...]:
    """The one to three sentences that hold most of what `text` says, in the order of the article.

    The first is the one that covers its words best; a further one is added only while it brings a number or a name
    that is still lacking, or a quarter of the words. Empty when nothing covers at least `MIN_COVERAGE` of it.
    """
    wanted = content_words(text, language)
    stems = [content_words(sentence, language) for sentence in sentences]
    chosen: list[int] = []
    have: list[str] = []
    while len(chosen) < MAX_EVIDENCE:
        covered = coverage(wanted, have) if have else 0.0
        rest = [i for i in range(len(sentences)) if i not in chosen]
        if not rest or covered == 1.0:
            break
        # Of two equally good sentences the shorter one is the better proof.
        best = max(rest, key=lambda i: (round(coverage(wanted, have + stems[i]), 3), -len(stems[i])))
        gain = coverage(wanted, have + stems[best]) - covered
        lacks = lacking(text, chosen, sentences, language) if chosen else ()
        helps = bool(lacks) and len(lacking(text, [*chosen, best], sentences, language)) < len(lacks)
        if chosen and gain < 0.25 and not helps:
            break
        chosen.append(best)
        have += stems[best]
    return tuple(sorted(chosen)) if coverage(wanted, have) >= MIN_COVERAGE and have else ()


def check(text: str, sources: Sequence[int], sentences: Sequence[str], language: str) -> Claim:
    """The claim with what its evidence lacks; a sentence that holds the rest is taken in where there is room.

    Such a sentence must be about the same thing: a number that stands anywhere in the article proves nothing.
    """
    chosen = list(sources)
    wanted = set(content_words(text, language))
    lacks = lacking(text, chosen, sentences, language)
    for i in range(len(sentences)):
        if not lacks or len(chosen) >= MAX_EVIDENCE:
            break
        if i in chosen or len(wanted & set(content_words(sentences[i], language))) < MIN_SHARED:
            continue
        if len(fewer := lacking(text, [*chosen, i], sentences, language)) < len(lacks):
            chosen.append(i)
            lacks = fewer
    return Claim(text, tuple(sorted(chosen)), lacks)


def numbers_lost(text: str, language: str, originals: Sequence[str], original_language: str) -> list[str]:
    """Numbers of a bullet that the untranslated evidence does not hold: an error of the translation."""
    return missing_numbers(text, " ".join(originals), language, original_language)
