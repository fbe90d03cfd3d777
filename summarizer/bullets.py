"""From drafts to bullets: one idea each, standing on its own, no doubles, short, and true to the evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from summarizer.evidence import check
from summarizer.grammar import GRAMMAR
from summarizer.persons import last_names, persons
from summarizer.selection import dangling, fragment, leaning, spoken, thin
from summarizer.shortening import standing, trims
from summarizer.speakers import named_speaker
from summarizer.words import content_words, coverage, fold, similarity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.evidence import Claim

MAX_WORDS = 25
# What can't be brought to `MAX_WORDS` may still be a bullet up to here; longer ones only where nothing else is left.
TOLERATED_WORDS = 35
# An article never goes without so many bullets only because they open with a pronoun.
FEWEST = 3
SAID_BY_TITLE = 0.8
DOUBLE = 0.65
# Sentences that a pronoun is followed back through.
REACH = 3

_PRONOUN = {
    "en": re.compile(r"(?P<subject>He|She)\b(?!['’])|(?P<owner>His|Her)\b(?=\s[a-z])"),
    "fr": re.compile(
        r"(?P<subject>Il|Elle)\b(?!\s(?:ne\s|n['’])?(?:(?:lui|leur|en)\s)?(?:y\s|(?<=lui\s)est|(?<=leur\s)est|faut|faudra|s['’]agi|suffi|manque|reste|existe|"
        r"semble|paraît|vaut|(?:a|aura|avait|aurait)\s(?:pas\s)?(?:fallu|suffi)|est (?:important|possible|nécessaire|prévu|temps)))"
    ),
}
_GENDER = {"He": "m", "His": "m", "Il": "m", "She": "f", "Her": "f", "Elle": "f"}
# With these words in front, a name is not the subject of its sentence, or not alone.
_NO_SUBJECT = re.compile(
    r"[,;:\"«“]|\b(?:with|avec|to|for|pour|by|par|and|et|à|aux?|chez|contre|against|from|than|of|on|about|like|that|qu)\b"
    r"|\b(?:de|d|du|des)['’]?\s?$"
)
_NOT_ALONE = re.compile(r"['’]|\s(?:and|et|&)\s")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a condenser proposes: a text and the indices of the sentences it was made from."""

    text: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished bullet before it meets the input's offsets: its text, evidence indices, and what was mended.

    A `weak` one is for want of better: see `finish`.
    """

    text: str
    sources: tuple[int, ...]
    supported: bool = True
    note: str | None = None
    weak: bool = False


def with_name(draft: Draft, sentences: Sequence[str], language: str) -> Draft:
    """The draft with an opening "He" or "His" replaced by the name it stands for, when just one name can be meant.

    The sentence that the name stands in becomes evidence.
    """
    match = _PRONOUN[language].match(draft.text)
    if match is None or not draft.sources or draft.text.count('"') % 2:
        return draft
    found = _antecedent(min(draft.sources), _GENDER[match[0]], sentences, language)
    if found is None:
        return draft
    i, name = found
    if "owner" in match.groupdict() and match["owner"]:
        name += "'" if name.endswith("s") else "'s"
    return Draft(name + draft.text[match.end() :], (i, *draft.sources))


def with_speaker(draft: Draft, sentences: Sequence[str], language: str) -> Draft:
    """The draft with "she said" in the speaker's name, where that is sure; the sentence with the name becomes evidence."""
    found = named_speaker(draft.text, min(draft.sources), sentences, language) if draft.sources else None
    if found is None:
        return draft
    text, i = found
    return Draft(text, tuple(dict.fromkeys((i, *draft.sources))))


def named(draft: Draft, sentences: Sequence[str], language: str) -> Draft:
    """The draft with names in place of pronouns that open it or say who speaks."""
    return with_speaker(with_name(draft, sentences, language), sentences, language)


def _antecedent(index: int, gender: str, sentences: Sequence[str], language: str) -> tuple[int, str] | None:
    """The sentence and name that a pronoun at the start of sentence `index` stands for, if there is no doubt.

    That is the subject of the sentence before, or of one further back when those between begin with the same pronoun;
    nobody else may be named there.
    """
    for i in range(index - 1, max(-1, index - 1 - REACH), -1):
        named = persons(sentences[i])
        if not named and (pronoun := _PRONOUN[language].match(sentences[i])) and _GENDER[pronoun[0]] == gender:
            continue
        if not named or named[0][2] != gender or len({fold(name) for _, name, _ in named}) > 1:
            return None
        place, name, _ = named[0]
        before, behind = sentences[i][:place], sentences[i][place + len(name) :]
        grammar = GRAMMAR[language]
        led_in = _NO_SUBJECT.search(before) or grammar.finite.search(before) or grammar.subordinate.match(before)
        subject = not led_in and not _NOT_ALONE.match(behind) and sentences[i].count('"') % 2 == 0
        return (i, name) if subject and not _others(before + behind, name, sentences) else None
    return None


def _others(rest: str, name: str, sentences: Sequence[str]) -> bool:
    """Whether the rest of a sentence names somebody that the article names in full elsewhere."""
    known = last_names([other for sentence in sentences for _, other, _ in persons(sentence)]) - last_names([name])
    return any(fold(word) in known for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", rest))


def stands(draft: Draft, sentences: Sequence[str], language: str) -> bool:
    """Whether a draft is short enough and means something by itself, or will when it gets its name."""
    whole = named(shaped(draft, language), sentences, language)
    alone = not (dangling(whole.text, language) or _is_weak(whole.text, draft, language))
    return alone and len(whole.text.split()) <= TOLERATED_WORDS


def _is_weak(text: str, draft: Draft, language: str) -> bool:
    """Whether what became of a draft is no whole sentence or says next to nothing, or the draft is speech of nobody."""
    return fragment(text, language) or thin(text, language) or spoken(draft.text, language)


def mended(claim: Claim, sentences: Sequence[str], language: str) -> Finished | None:
    """A supported bullet as it is; an unsupported one rewritten from its best evidence, or None when that fails too."""
    if not claim.lacking:
        return Finished(claim.text, claim.sources)
    if not claim.sources:
        return None
    wanted = content_words(claim.text, language)
    best = max(claim.sources, key=lambda i: similarity(wanted, content_words(sentences[i], language)))
    again = check(trims(sentences[best], language, MAX_WORDS), (best,), sentences, language)
    if again.lacking:
        return None
    note = "rewritten from its evidence: the draft had " + ", ".join(claim.lacking) + " without a source"
    return Finished(again.text, again.sources, note=note)


def shaped(draft: Draft, language: str) -> Draft:
    """The draft as one tidy sentence: no opening connector, a capital, a final mark, no stray quote."""
    text = standing(draft.text, language)
    if text.count('"') == 1:
        text = text.replace('"', "")
    return replace(draft, text=text)


def finish(
    drafts: Sequence[Draft], sentences: Sequence[str], *, count: int, language: str = "en", title: str | None = None
) -> list[Finished]:
    """Up to `count` bullets out of `drafts`, both best first.

    `sentences` are those that the drafts' indices mean, in `language`. A draft that would double a bullet, only say the
    title again or hold what no sentence supports is passed over. Where the good ones don't suffice come those that are no
    whole sentence, say next to nothing, speak of "this" thing of an earlier sentence or are speech of nobody, then the too long ones, and last those that open with a word that means nothing
    by itself, up to `FEWEST` bullets.
    """
    taken: list[Finished] = []
    leant: list[Finished] = []
    long: list[Finished] = []
    hanging: list[Finished] = []
    heading = content_words(title or "", language)
    for draft in drafts:
        whole = named(shaped(draft, language), sentences, language)
        bullet = mended(check(whole.text, whole.sources, sentences, language), sentences, language)
        if bullet is None or (heading and coverage(content_words(bullet.text, language), heading) > SAID_BY_TITLE):
            continue
        if dangling(bullet.text, language):
            hanging.append(bullet)
        elif len(bullet.text.split()) > TOLERATED_WORDS:
            long.append(bullet)
        elif _is_weak(bullet.text, draft, language) or leaning(bullet.text, sentences[: max(bullet.sources)], language):
            leant.append(bullet)
        else:
            _take([bullet], taken, count, language)
        if len(taken) == count:
            break
    _take([replace(bullet, weak=True) for bullet in [*leant, *long]], taken, count, language)
    _take([replace(bullet, weak=True) for bullet in hanging], taken, min(count, FEWEST), language)
    return taken


def _take(bullets: Sequence[Finished], taken: list[Finished], count: int, language: str) -> None:
    """Add to `taken`, up to `count`, those of `bullets` that double none of it."""
    for bullet in bullets:
        if len(taken) < count and not _doubles(bullet, taken, language):
            taken.append(bullet)


def _doubles(bullet: Finished, taken: Sequence[Finished], language: str) -> bool:
    stems = content_words(bullet.text, language)
    return any(similarity(stems, content_words(other.text, language)) > DOUBLE for other in taken)
