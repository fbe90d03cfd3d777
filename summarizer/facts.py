"""Numbers and names: what a translation or a bullet must not lose or invent.

Numbers are compared by value (see `summarizer.numerals`), so "4 264 km" in French, "4,264 km" in English and
"3 milliards" / "3 billion" agree. Names are compared by letters without accents, with some slack for how each language
spells foreign ones. Everything here is a rule of a few lines; nothing is learned except `translated_names.txt`:
capitalised French words that English writes otherwise ("Allemagne", "Union"), counted by training/names.py.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from summarizer.numerals import decimal, english_numbers, month_values, numbers, word_numbers
from summarizer.text import FINAL
from summarizer.words import STOP_WORDS, content_words, coverage, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "english_numbers",
    "fold",
    "invented",
    "invented_numbers",
    "missing",
    "missing_names",
    "missing_numbers",
    "names",
    "numbers",
    "translated_names",
    "word_numbers",
]

_ONES = {
    "fr": re.compile(r"\b(?:une?|premi(?:er|ère))\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:one|first|single)\b", re.IGNORECASE),
}
# Number words with other ways to say them (both, a decade, a dozen, a fortnight), other meanings (French "neuf"), or no
# exact value (half, hundreds of, the eighties).
_VAGUE = frozenset(map(str, (2, 9, 10, 12, 15, 20, 50, 100, 10**3, 10**6, 10**9, *range(1920, 2000, 10))))
_DATE = re.compile(r"(?<!\d)\d{1,2}[/.]\d{1,2}[/.]\d{4}(?!\d)")
_IN_NAMES = re.compile(r"(?<=[^\W\d_])-?(\d+)")

# A capital or an acronym, a brand like iPhone, a generation like 5G; hyphens, dots and ampersands inside. What stands
# before the apostrophe of "l'Oréal" or "qu'Airbus" is no part of the name.
_NAME = re.compile(
    r"(?<![\w'’.-])(?:(?P<elided>[cdjlmnstCDJLMNST]|[qQ]u|[jJ]usqu|[lL]orsqu|[pP]uisqu)['’])?"
    r"(?P<name>[A-ZÀ-ÖØ-Þ]\w*(?:['’](?=[A-ZÀ-ÖØ-Þ])\w+|[-&.]\w+)*|[a-z]{1,2}[A-Z]\w+|\d{1,2}[A-Z])(?!\w)(?!['’]t\b)"
)
_BEFORE_START = re.compile(r"(?:^|[!?…:;]|(?<!\b[A-Z])(?<!\b[DM]r)(?<!\bM[Ms])(?<!\bMrs)\.|[\"“«(\[—–•-]\s?)\s*$")
_CAPITAL = re.compile(r"\s[A-ZÀ-ÖØ-Þ][\w-]")
_NO_NAMES = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi "
    "jeudi vendredi samedi dimanche monsieur madame mademoiselle messieurs mesdames mm mme mmes mlle dr me",
    "en": "january february march april may june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday mr mrs ms dr sir i'm i've i'd i'll",
}
# What a name may have behind it in the other form: Iran - Iranian, Europe - European, Afghans - Afghan.
_DERIVED = r"(?:s|e|es|n|ns|an|ans|ian|ians|ean|eans|ese|ish|i|is)?"
_SPELLINGS = (
    (re.compile("tch"), "ch"),
    (re.compile("ou"), "u"),
    (re.compile("dj"), "j"),
    (re.compile("ph"), "f"),
    (re.compile("y"), "i"),
    (re.compile("([aou])e"), r"\1"),
    (re.compile(r"([a-z])\1"), r"\1"),
    (re.compile(r"e\b"), ""),
)
_SHORT_FORMS = {"union": "eu", "europe": "eu", "nations": "un"}


def _values(text: str, language: str) -> set[str]:
    """All values that a text holds: in digits, in words, inside names; a full hour as a plain number too."""
    have = set(numbers(text, language)) | set(word_numbers(text, language)) | set(_IN_NAMES.findall(text))
    have |= {value.removesuffix(":00") for value in have}
    return have | {"1"} if _ONES[language].search(text) else have


def _held(value: str, have: set[str]) -> bool:
    if value in have or value.removesuffix(":00") in have:
        return True
    hour, colon, minute = value.partition(":")
    if not colon:
        return False
    # Without "p.m.", 14:30 may come back as 2:30 or 2.30, and 14:00 as 2.
    hours = (hour, str(int(hour) % 12 or 12))
    return any({f"{h}:{minute}", decimal(Decimal(f"{h}.{minute}"))} & have for h in hours)


def missing_numbers(source: str, target: str, source_language: str, target_language: str) -> list[str]:
    """Numbers of `source` that `target` holds neither in digits nor in words, as values.

    Of those in words only the ones that the other language tells in no other way are asked for.
    """
    have = _values(target, target_language)
    if _DATE.search(source):
        have |= month_values(target, target_language)
    words = [value for value in word_numbers(source, source_language) if value not in _VAGUE]
    return [value for value in [*numbers(source, source_language), *words] if not _held(value, have)]


def invented_numbers(bullet: str, evidence: str, language: str) -> list[str]:
    """Numbers of `bullet`, in digits or words, that `evidence` (same language) does not hold."""
    have = _values(evidence, language)
    asked = [*numbers(bullet, language), *word_numbers(bullet, language)]
    return [value for value in asked if not _held(value, have)]


def names(text: str, language: str = "en", *, initial: bool = False) -> list[str]:
    """Capitalised words and acronyms of `text` in order of appearance, without doubles.

    The first word of a sentence or quotation is left out, unless it is an acronym, another capitalised word follows,
    it stands in the text twice, or `initial` is true. Function words, titles (Mr, Mme), months and weekdays are no
    names. Where nearly every word has a capital, as in headings, only acronyms count, and none in a heading all in capitals.
    """
    found = dict.fromkeys(name for name, certain in _names(text, language) if certain or initial)
    for name, certain in _names(text, language):
        if not certain and len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text)) > 1:
            found.setdefault(name)
    if not found or not _heading(text):
        return list(found)
    return [] if text.upper() == text else [name for name in found if name.upper() == name]


def _names(text: str, language: str) -> Iterator[tuple[str, bool]]:
    """Candidates in order, and whether each is certainly a name, not just the first word of a sentence."""
    for match in _NAME.finditer(text):
        name = match["name"]
        acronym = name.upper() == name
        if len(name) < 2 or fold(name) in _no_names(language) or (not acronym and fold(name) in STOP_WORDS[language]):
            continue
        start = match["elided"] is None and _BEFORE_START.search(text[max(0, match.start() - 12) : match.start()])
        yield name, not start or acronym or _CAPITAL.match(text, match.end()) is not None


def _heading(text: str) -> bool:
    """Whether most words have a capital, as in a headline in title case or in capitals."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    return len(words) > 3 and not FINAL.search(text) and sum(word[0].islower() for word in words) < 0.3 * len(words)


# "Bruno Le Maire" is no mayor.
_SURNAME = re.compile(r"(?<!\w)[A-ZÀ-Ý][\w'’-]+\s(?:Le|La|Du|Des)\s([A-ZÀ-Ý][\w-]+)")


@cache
def _no_names(language: str) -> frozenset[str]:
    return frozenset(fold(_NO_NAMES[language]).split())


@cache
def translated_names() -> frozenset[str]:
    """Folded French capitalised words that English mostly writes otherwise (from the packaged list)."""
    text = resources.files("summarizer").joinpath("translated_names.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def missing_names(source: str, target: str, source_language: str, target_language: str) -> list[str]:
    """Names of `source` that `target` does not hold; words that are known to be translated are not asked for."""
    skip = translated_names() if source_language != target_language else frozenset()
    have = _letters(target)
    surnames = _SURNAME.findall(source)
    return [
        name
        for name in names(source, source_language)
        if not _kept(name, have, frozenset() if name in surnames else skip)
    ]


def _kept(name: str, letters: str, skip: frozenset[str]) -> bool:
    folded = fold(name).replace(".", "")
    if folded in skip or _has(name, letters) or (skip and _has(_SHORT_FORMS.get(folded, name), letters)):
        return True
    parts = [part for part in name.split("-") if fold(part) not in skip]
    return "-" in name and all(_has(part, letters) for part in parts)


def holds_name(text: str, name: str) -> bool:
    """Whether `text` has `name`, a form of it, or what it is in another spelling."""
    return _has(name, _letters(text))


def _letters(text: str) -> str:
    """`text` folded, in words with single spaces between them; "U.S." is one word."""
    return re.sub(r"[^\w]+", " ", fold(re.sub(r"(?<=\b[A-Z])\.(?=[A-Z]\b)", "", text)))


def _has(name: str, letters: str) -> bool:
    """Whether `letters` (see `_letters`) hold a name, a form of it, or what it is in another spelling."""
    wanted = _letters(name).strip()
    if re.search(rf"(?<!\w){re.escape(wanted)}(?:s)?(?!\w)", letters):
        return True
    if len(wanted) < 4 or not wanted.isalpha():
        return False
    stem = re.escape(re.sub("(?<=...)(?:es|e|s)$", "", wanted))
    sound = re.escape(_sound(wanted))
    return any(
        len(part) > 2 and re.search(rf"(?<!\w){part}{ending}(?!\w)", where)
        for part, ending, where in ((stem, _DERIVED, letters), (sound, "", _sound(letters)))
    )


def _sound(letters: str) -> str:
    for pattern, spelling in _SPELLINGS:
        letters = pattern.sub(spelling, letters)
    return letters


def missing(source: str, target: str, source_language: str, target_language: str) -> list[str]:
    """Numbers (as values) and names (as written) of `source` that `target` lost; empty when all is there."""
    return missing_numbers(source, target, source_language, target_language) + missing_names(
        source, target, source_language, target_language
    )


def invented(bullet: str, evidence: str, language: str) -> list[str]:
    """Numbers and names of `bullet` that its `evidence`, in the same language, does not hold.

    The first word of a bullet has its capital anyway: it passes when the evidence has a form of it.
    """
    have, stems = _letters(evidence), content_words(evidence, language)
    strange = [name for name in names(bullet, language, initial=True) if not _has(name, have)]
    first = content_words(strange[0], language) if strange else []
    if strange and bullet.lstrip("\"'“«( ").startswith(strange[0]) and coverage(first, stems) == 1:
        strange = strange[1:]
    return invented_numbers(bullet, evidence, language) + strange
