"""Small repairs of a translated sentence: capitals, spaces, marks, and clauses put together again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.facts import english_numbers
from summarizer.persons import persons
from summarizer.text import FINAL
from summarizer.words import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_SPACE_BEFORE = {
    "en": re.compile(r"(?<=\S)\s+(?=[,.;:!?%)\]](?:\s|$|[\"')\]]))"),
    "fr": re.compile(r"(?<=\S)\s+(?=[,.)\]](?:\s|$|[\"')\]]))"),
}
_SPACE_AFTER = re.compile(r"(?<=[(\[])\s+(?=\S)")
_DOUBLED = re.compile(r"([,;:!?])(?:\s?\1)+|(?<!\.)\.\s?\.(?!\s?\.)")
_MIXED = re.compile(r"[,;:]\s?(?=[.!?](?:\s|$|[\"']))")
_TAIL = re.compile(r"\s*([,;:]|[)\]]|\s[\u2013\u2014-])?\s*$")
# The parliament's way to write sums, which the built-in model has learnt: "EUR 5 million".
_EUROS = re.compile(r"\bEUR\s(?P<sum>\d+(?:[.,]\d+)*(?:\s(?:thousand|million|billion)\b)?)(?:\seuros?\b)?")
# "21th", from "21e siècle".
_ORDINAL = re.compile(r"\b(\d*(?<!1))([123])th\b")
_ORDINALS = {"1": "st", "2": "nd", "3": "rd"}
_NAME = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-Þ][^\W\d_]+(?!\w)")
# "electrical electrical cars"; "had had" and "that that" are English.
_TWICE = re.compile(
    r"\b(?!(?:had|that|very|really|many|nous|vous|elle)\b)(?P<word>[^\W\d_]{3,})(?:\s(?P=word)\b)+", re.IGNORECASE
)
# "A interview", "an region": an article of the other kind. Not before letters and shortened words, which are spoken otherwise.
_A = re.compile(
    r"\b(?P<a>a|^A) (?=(?!(?:eu|ewe|one\b|once\b|one-|uni|unanim|is\b|in\b|and\b|or\b|of\b|on\b|as\b|at\b|are\b|if\b|it\b|into\b|"
    r"about\b|after\b|under\b|over\b|until\b|up\b))(?:[aeio]|u[gln])[a-z]{2,})"
)
_AN = re.compile(r"\b(?P<a>[Aa])n (?=[bcdfgjklmnpqrstvwyz][a-z]{2,})")
# "Sold or goods or services" for "ni biens ni services", behind a "not".
_OR_OR = re.compile(
    r"(?P<before>\b(?:not|never|no longer)\b(?:\s[\w'’-]+){1,5}?\s)or\s(?P<first>[\w'’-]+(?:\s[\w'’-]+)?\sor\s)"
)
# "It was late,", he said": the model's own comma inside a quote, and the source's outside.
_COMMA_TWICE = re.compile(r',(["”]),')
_SAINT = re.compile(r"\b(?P<saint>Sainte?)-(?P<name>[^\W\d_]+)")
# "Les Basques": people, whose name English may write without the last letters.
_MANY = re.compile(r"\b(?:les|des|aux|deux|trois|plusieurs|ces)\s$", re.IGNORECASE)
# Where a capital may be that of a beginning.
_OPENED = re.compile(r"[.!?:«»\"“”(–—-]\s*$")
_HE_OR_SHE = re.compile(r"\bs?he\b")
# With these in a source, "he" and "she" may be somebody else.
_THIRD_PERSON = re.compile(r"\b(?:ils?|elles?|lui|leur|on|celle|celui|qui)\b", re.IGNORECASE)
_END_MARKS = ".,;:!?… "


def polish(target: str, source: str, language: str = "en") -> str:
    """`target` with the capital, the quotes and the final mark that `source` has, tidy spaces and marks, no doubled word.

    `language` is the target's: French keeps its spaces before high marks. English gets English numbers where the
    model copied French ones ("4 264 km"), and euros in words where the source has them so.
    """
    text = " ".join(target.split())
    text = _DOUBLED.sub(lambda match: match[1] or ".", text)
    text = _SPACE_AFTER.sub("", _SPACE_BEFORE[language].sub("", text))
    text = _MIXED.sub("", text)
    text = text if _TWICE.search(source) else _TWICE.sub(_once, text)
    text = _capitals(_names(_accents(_quotes(text, source), source), source), source)
    if language == "en":
        text = english_numbers(source, text)
        text = _OR_OR.sub(r"\g<before>\g<first>", text)
        text = _COMMA_TWICE.sub(r",\1", text)
        text = _of_one_person(text, source)
        text = _AN.sub(r"\g<a> ", _A.sub(r"\g<a>n ", text))
        text = _ORDINAL.sub(lambda match: f"{match[1]}{match[2]}{_ORDINALS[match[2]]}", text)
        text = text if "EUR" in source else _EUROS.sub(r"\g<sum> euros", text)
    return _end(_begin(text, source), source)


def _names(text: str, source: str) -> str:
    """Names that lost their last letters ("Nante") or were abbreviated ("St.Malo") as the source has them."""
    for name in _SAINT.finditer(source):
        text = re.sub(rf"\bSt\.?[\s-]?(?={name['name']}\b)", f"{name['saint']}-", text)
    for match in _NAME.finditer(source):
        cut = "|".join(match[0][:-n] for n in (1, 2) if len(match[0]) - n >= 4)
        if match.start() and cut and match[0] not in text and not _MANY.search(source[: match.start()]):
            text = re.sub(rf"(?<!\w)(?:{cut})(?!\w)", match[0], text)
    return text


def _capitals(text: str, source: str) -> str:
    """Names of the source that lost their capital ("ford did the same") with it again."""
    for match in _NAME.finditer(source):
        name, small = match[0], match[0].lower()
        inside = match.start() > 0 and not _OPENED.search(source[: match.start()])
        if inside and len(name) > 2 and small not in source and name not in text:
            text = re.sub(rf"(?<!\w){small}(?!\w)", name, text)
    return text


def _of_one_person(text: str, source: str) -> str:
    """Right "he" and "she" that the model made up ("se disant prête": "saying he is ready") for the only person named."""
    if _HE_OR_SHE.search(text) is None or _THIRD_PERSON.search(source):
        return text
    genders = {gender for _, _, gender in persons(source)}
    if len(genders) != 1:
        return text
    wrong, right = ("she", "he") if genders == {"m"} else ("he", "she")
    return re.sub(rf"\b{wrong}\b", right, text)


def _once(match: re.Match[str]) -> str:
    """One of two equal words; three and more are a loop, which is not for polishing."""
    return match["word"] if len(match[0].split()) == 2 else match[0]


def _accents(text: str, source: str) -> str:
    """Names with some of their accents ("Hélene") get all that they have in the source."""
    known = {fold(name): name for name in _NAME.findall(source)}
    return _NAME.sub(lambda m: m[0] if m[0].isascii() else known.get(fold(m[0]), m[0]), text)


def _begin(text: str, source: str) -> str:
    first = next((char for char in source if char.isalnum()), "")
    if first.isupper():
        match = re.match(r"[^\w]*", text)
        start = match.end() if match else 0
        return text[:start] + text[start : start + 1].upper() + text[start + 1 :]
    return text


def _end(text: str, source: str) -> str:
    """The source's final mark, neither lost nor made up (a title has none)."""
    if not text or not source:
        return text
    mark = FINAL.search(source)
    if mark is not None:
        return text if FINAL.search(text) or not text[-1].isalnum() else text + mark[0][0]
    return text[:-1] if text.endswith(".") and source[-1].isalnum() and not _abbreviation(text) else text


def _abbreviation(text: str) -> bool:
    """Whether the last full stop belongs to a word ("U.S.", "Inc.", "p.m.")."""
    return re.search(r"(?:\b\w\.\w?|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|St|etc|No))\.$", text) is not None


def _quotes(text: str, source: str) -> str:
    """Straight double quotes in pairs: a lone one at an end goes, or gets its partner when the source has both."""
    # A quotation that began or ends in another sentence is odd on both sides.
    if text.count('"') % 2 == 0 or source.count('"') % 2:
        return text
    bare = source.rstrip(".,;:!? ")
    if text.startswith('"') and source.startswith('"') and bare.endswith('"'):
        return f'{text}"'
    if text.startswith('"') and text.count('"') == 1 and source.count('"') < 2:
        return text[1:].lstrip()
    bare = text.rstrip(".,;:!? ")
    if bare.endswith('"') and text.count('"') == 1 and source.count('"') < 2:
        return bare[:-1].rstrip() + text[len(bare) :]
    return text


def join(parts: Sequence[tuple[str, str]]) -> str:
    """One sentence from the (source, target) of its clauses, which were translated as if they were sentences."""
    texts = []
    for number, (source, target) in enumerate(parts):
        text = target if number == 0 else _continued(source, target)
        texts.append(text if number == len(parts) - 1 else _open_ended(source, text))
    return " ".join(text for text in texts if text)


def _continued(source: str, target: str) -> str:
    """`target` without the capital of a sentence's first word, where the source goes on in small letters."""
    first = source.lstrip(" \"'([\u2013\u2014-")[:1]
    match = re.match(r"(\W*)(\w[\w'-]*)", target)
    if not first.islower() or match is None:
        return target
    word = match[2]
    if word == "I" or word.startswith("I'") or not word[1:].islower() or word in source:
        return target if word[1:] or word == "I" else match[1] + word.lower() + target[match.end() :]
    return match[1] + word[0].lower() + target[match.start(2) + 1 :]


def _open_ended(source: str, target: str) -> str:
    """`target` with the mark that ends the source's clause in place of its own."""
    match = _TAIL.search(source)
    mark = (match[1] or "") if match else ""
    if source.rstrip()[-1:] in ".!?…":
        return target
    return target.rstrip(_END_MARKS) + mark
