"""Who "she said" is, where the sentence before leaves no doubt.

As in `persons`, a wrong name is far worse than a pronoun left standing: the name is that of the only person in a sentence
shortly before, which reports what somebody said, and nothing there speaks for the other gender.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.grammar import GRAMMAR
from summarizer.persons import persons
from summarizer.words import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["named_speaker"]

# Sentences that a speaker is looked for in; those between may not name anybody.
_REACH = 2
_SAID = {
    "en": re.compile(
        r"(?<=,\s)(?P<who>he|she)(?=\s(?:said|says|told|added|adds|argued|explained|warned|noted|insisted)\b)"
    ),
    "fr": re.compile(
        r"(?<![\w'’-])(?:(?<=[Ss]elon\s)|(?<=[Dd]['’]après\s))(?P<who>lui|elle)(?![\w-])"
        r"|(?P<before>\b\w+)-t-(?P<inverted>il|elle)(?P<behind>\s\w+é)?\b(?=[\s,.])"
    ),
}
_GENDER = {"he": "m", "lui": "m", "il": "m", "she": "f", "elle": "f"}


def named_speaker(text: str, index: int, sentences: Sequence[str], language: str) -> tuple[str, int] | None:
    """`text`, made from sentence number `index`, with its speaker's name in place of a pronoun; and where that stands.

    >>> named_speaker("It is late, she said.", 1, ["It rains, said Anna Roe.", "It is late, she said."], "en")
    ('It is late, Anna Roe said.', 0)
    """
    match = _SAID[language].search(text)
    if match is None or text.count('"') % 2 or persons(text):
        return None
    groups = match.groupdict()
    found = _speaker(index, _GENDER[groups["who"] or groups["inverted"]], sentences, language)
    if found is None:
        return None
    i, name = found
    told = name if groups["who"] else f"{groups['before']}{groups['behind'] or ''} {name}"
    return text[: match.start()] + told + text[match.end() :], i


def _speaker(index: int, gender: str, sentences: Sequence[str], language: str) -> tuple[int, str] | None:
    for i in range(index - 1, max(-1, index - 1 - _REACH), -1):
        named = persons(sentences[i])
        if not named:
            continue
        alone = len({fold(name).split()[-1] for _, name, _ in named}) == 1
        fits = all(theirs in (gender, "") for _, _, theirs in named)
        told = GRAMMAR[language].claim.search(sentences[i])
        return (i, named[0][1]) if alone and fits and told else None
    return None
