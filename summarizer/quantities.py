"""How many of what, and when: what two sentences on the same fact can disagree on.

`conflicts` compares two sentences. It is made to be trusted, not to find everything: a number counts
only with what it counts ("12 houses", "14%", "on 3 May"), a rounded or vague one agrees with the exact one, and where a
sentence has two numbers of the same thing nothing is concluded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from summarizer.numerals import MONTHS, Number, located
from summarizer.words import STOP_WORDS, fold, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Quantity", "agree", "conflicts", "quantities", "same_thing"]

Bound = Literal["", "about", "above", "below"]
DATE, YEAR, TIME = "date", "year", "time"
# A vague number agrees with one that is so near.
NEAR = Decimal("0.1")
# Smaller whole numbers are counted, not rounded.
ROUNDED = 100


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts.

    `unit` is a sign or measure ("%", "eur", "km"), one of `DATE`, `YEAR` and `TIME`, or "" for things that are counted:
    `heads` then has the stems of the first words behind the number. `value` is a decimal, a time "14:30", or the
    (day, month, year) of a date, 0 where it is not told. `told` is how it stands in the text.
    """

    value: Decimal | str | tuple[int, int, int]
    unit: str
    heads: tuple[str, ...]
    told: str
    bound: Bound = ""

    def told_beside(self, other: Quantity) -> str:
        """How it stands in the text, without what follows the word that `other` counts too."""
        shared = [i for i, head in enumerate(self.heads) if head in other.heads]
        return " ".join(self.told.split()[: shared[0] - len(self.heads) + 1 or None]) if shared else self.told


_BOUND: dict[str, dict[Bound, str]] = {
    "en": {
        "about": "about|around|nearly|almost|some|roughly|approximately|close to|an estimated|just over|just under",
        "above": "more than|over|at least|above|no fewer than|a minimum of",
        "below": "less than|fewer than|under|up to|at most|below|no more than|a maximum of",
    },
    "fr": {
        "about": "environ|près de|presque|quelque|autour de|à peu près|un peu plus de|un peu moins de|dans les",
        "above": "plus de|plus d'|au moins|au-dessus de|au minimum",
        "below": "moins de|moins d'|jusqu'à|au plus|au maximum|sous les",
    },
}
_BEFORE: dict[str, dict[Bound, re.Pattern[str]]] = {
    language: {bound: re.compile(rf"\b(?:{words})\s*[€$£¥]?\s*$", re.IGNORECASE) for bound, words in bounds.items()}
    for language, bounds in _BOUND.items()
}
_MEASURES = {
    "%": "% percent pourcent", "eur": "€ euro euros eur", "usd": "$ dollar dollars usd", "gbp": "£ pound pounds gbp",
    "km": "km kilometre kilometres kilometer kilometers", "m": "metre metres meter meters",
    "kg": "kg kilo kilos kilogram kilograms kilogramme kilogrammes", "t": "tonne tonnes ton tons",
    "ha": "hectare hectares ha", "people": "people person persons personne personnes",
    "points": "point points",
}  # fmt: skip
_MEASURE = {word: unit for unit, words in _MEASURES.items() for word in words.split()}
_SIGN_BEFORE = re.compile(r"([€$£]|\b(?:EUR|USD|GBP))\s?$")
_BEHIND = re.compile(r"(?:per|pour)\s?cent\b|[^\W\d_]+(?:-[^\W\d_]+)*['’]?|\S")
_SIGNS = frozenset("%€$£")
_SMALL_LINKS = frozenset(["of", "de", "d", "des", "the", "les"])


def _date_pattern(language: str) -> re.Pattern[str]:
    months = "|".join(month if language == "fr" else month.capitalize() for month in MONTHS[language].split())
    day = r"(?P<day>\d{1,2}|1er)(?:st|nd|rd|th)?"
    forms = rf"{day}(?:\sof)?\s(?P<month>{months})(?:,?\s(?P<year>[12]\d{{3}}))?"
    late = rf"(?P<month2>{months})\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<year2>[12]\d{{3}}))?(?!\d|,\d)"
    bare = rf"(?P<month3>{months})\s(?P<year3>[12]\d{{3}})"
    return re.compile(rf"(?<![\w.,])(?:{forms}|{late}|{bare})(?!\w)", re.IGNORECASE if language == "fr" else 0)


_DATE = {language: _date_pattern(language) for language in ("fr", "en")}


def quantities(text: str, language: str) -> list[Quantity]:
    """The dates of a sentence, then its other numbers that say what they count; `language` is "fr" or "en"."""
    dates = list(_DATE[language].finditer(text))
    inside = {place for match in dates for place in range(*match.span())}
    rest = (number for number in located(text, language) if number.start not in inside)
    found = (_counted(text, number, language) for number in rest)
    return [*(_date(match, language) for match in dates), *(quantity for quantity in found if quantity is not None)]


def _date(match: re.Match[str], language: str) -> Quantity:
    day, month, year = (
        next((match[f"{part}{form}"] for form in ("", "2", "3") if match.groupdict().get(f"{part}{form}")), "")
        for part in ("day", "month", "year")
    )
    number = MONTHS[language].split().index(month.lower()) + 1
    return Quantity((int(day.rstrip("er") or 0), number, int(year or 0)), DATE, (), match[0])


def _counted(text: str, number: Number, language: str) -> Quantity | None:
    value = number.told if isinstance(number.value, str) else Decimal(number.told)
    unit, heads, end = _unit(text, number, language)
    if not unit and not heads:
        return None
    sign = _SIGN_BEFORE.search(text[: number.start])
    start = sign.start() if sign else number.start
    return Quantity(value, unit, heads, " ".join(text[start:end].split()), _bound(text[: number.start], language))


def _bound(before: str, language: str) -> Bound:
    return next((bound for bound, words in _BEFORE[language].items() if words.search(before)), "")


def _unit(text: str, number: Number, language: str) -> tuple[str, tuple[str, ...], int]:
    """What a number counts, as unit and heads, and where the words for it end."""
    if isinstance(number.value, str):
        return TIME, (), number.end
    if re.fullmatch(r"(?:19|20)\d\d", text[number.start : number.end]):
        return YEAR, (), number.end
    if sign := _SIGN_BEFORE.search(text[: number.start]):
        return _MEASURE[fold(sign[1])], (), number.end
    words = list(_noun_phrase(text, number.end, language))
    if words and (unit := _MEASURE.get(fold(words[0][0]).replace(" ", ""))):
        return unit, (), words[0][1]
    return "", tuple(stem(fold(word)) for word, _ in words), words[-1][1] if words else number.end


def _noun_phrase(text: str, start: int, language: str) -> Iterator[tuple[str, int]]:
    """The first two words behind a number and where each ends, up to a mark or a function word ("of" is passed over)."""
    taken = 0
    for match in _BEHIND.finditer(text, start):
        word = match[0].rstrip("'’") or match[0]
        if fold(word) in _SMALL_LINKS or (word == "-" and match.start() == start):
            continue
        ends = word not in _SIGNS and (not word[0].isalpha() or fold(word) in STOP_WORDS[language])
        if ends or taken == 2:
            return
        taken += 1
        yield word, match.end()


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities of the same thing can both be true: equal, one vague or rounded, or a date told in part."""
    if isinstance(one.value, tuple) and isinstance(other.value, tuple):
        return all(
            not mine or not theirs or mine == theirs for mine, theirs in zip(one.value, other.value, strict=True)
        )
    if not isinstance(one.value, Decimal) or not isinstance(other.value, Decimal) or one.unit == YEAR:
        return one.value == other.value
    pairs = ((one.bound, one.value, other.value), (other.bound, other.value, one.value))
    return one.value == other.value or any(_within(*pair) or _rounded(*pair[1:]) for pair in pairs)


def _within(bound: Bound, vague: Decimal, value: Decimal) -> bool:
    """Whether a value is one that "about", "more than" or "up to" another can mean."""
    if bound == "above":
        return value >= vague
    if bound == "below":
        return value <= vague
    return bound == "about" and abs(value - vague) <= NEAR * max(value, vague)


def _rounded(short: Decimal, exact: Decimal) -> bool:
    """Whether `short` is `exact` with fewer digits, as 38 million for 38.4 million."""
    digits = len(short.normalize().as_tuple().digits)
    if (exact < ROUNDED and exact == exact.to_integral_value()) or digits >= len(exact.normalize().as_tuple().digits):
        return False
    return Decimal(f"{exact:.{digits - 1}E}") == short


def same_thing(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities count or date the same kind of thing."""
    if one.unit != other.unit:
        return False
    return bool(one.unit) or one.heads[0] in other.heads or other.heads[0] in one.heads


def conflicts(ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> list[tuple[Quantity, Quantity]]:
    """What two sentences, given by their quantities, tell differently of the same thing: pairs (of `ours`, of `theirs`).

    A thing that either sentence has several numbers of is left out, for it is open which of them belong together. So is
    everything when the years differ: what happened in another year is another fact.
    """
    found = [
        (mine, its[0])
        for mine in ours
        if len(_of(mine, ours)) == len(its := _of(mine, theirs)) == 1 and not agree(mine, its[0])
    ]
    return found if len(found) < 2 or not any(mine.unit == YEAR for mine, _ in found) else []


def _of(thing: Quantity, found: Sequence[Quantity]) -> list[Quantity]:
    return [quantity for quantity in found if same_thing(thing, quantity)]
