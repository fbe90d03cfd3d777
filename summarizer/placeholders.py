"""Placeholders: lost numbers and names go through the translator as marks that it carries over, and come back after."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer import facts
from summarizer.text import PLACEHOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterable

_VALUE = re.compile(r"\d+(?:\.\d+)?|\d+:\d\d")
_TIME = re.compile(r"\d{1,2}(?:\s?[hH]\s?|:)(?:[0-5]\d)?(?!\w)")
_RUN = re.compile(r"\d+(?:[ .,]\d+)*")
_DIGIT = re.compile(r"(?<!\d)\d")


def mask(text: str, lost: Iterable[str], languages: tuple[str, str]) -> tuple[str, dict[str, str]]:
    """`text` with placeholders for what was `lost` (as `facts.missing` tells it), and what each stands for.

    `languages` are (source, target): numbers come back the way the target language writes them. What can't be found
    in the text, such as numbers in words, is left; so is what is more than there are placeholders.
    """
    marks: dict[str, str] = {}
    free = (mark for mark in PLACEHOLDERS if mark not in text)
    for thing in lost:
        if (span := find(text, thing, languages[0])) is None or (mark := next(free, None)) is None:
            continue
        written = text[slice(*span)]
        if is_number(thing):
            text = text[: span[0]] + mark + text[span[1] :]
            marks[mark] = written_in(written, languages[1])
        else:
            text = _word(written).sub(mark, text)
            marks[mark] = written
    return text, marks


def unmask(text: str, marks: dict[str, str]) -> str:
    """`text` with what the placeholders stand for."""
    for mark, meaning in marks.items():
        text = text.replace(mark, meaning)
    return text


def is_number(thing: str) -> bool:
    """Whether what was lost is a number or a time of day, not a name such as "5G"."""
    return _VALUE.fullmatch(thing) is not None


def written_in(number: str, language: str) -> str:
    """A number as `language` writes it: "1 200" is "1,200" in English."""
    return facts.english_numbers(number, number) if language == "en" else number


def find(text: str, thing: str, language: str) -> tuple[int, int] | None:
    """Where a number (given by value) or a name stands in `text`; a magnitude word behind a number stays outside."""
    if not is_number(thing):
        match = _word(thing).search(text)
        return match.span() if match else None
    place = 0
    while digit := _DIGIT.search(text, place):
        start, end = digit.start(), _end(text, digit.start(), language)
        if facts.numbers(text[start:], language)[:1] == [thing]:
            return start, end
        place = end
    return None


def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


def _end(text: str, start: int, language: str) -> int:
    """The end of the number that begins at `start`: the longest run of digit groups that is one number."""
    if time := _TIME.match(text, start):
        return start + len(time[0].rstrip())
    run = _RUN.match(text, start)
    ends = [start + group.end() for group in re.finditer(r"\d+", run[0] if run else "")]
    single = [end for end in ends if len(facts.numbers(text[start:end], language)) == 1]
    return max(single, default=start + 1)
