"""Whether a model that shortened a sentence only left out whole phrases of it.

A compact model that is off by a word ("announced Sunday it will" -> "announced Sunday will") writes fluent nonsense
that a check of words can't see. So its form is taken only when it is the source with pieces cut out, word for word and
in order, and each piece is one that can go: from a preposition, conjunction, relative or participle on, between two
commas, an adverb, a day.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*['’]?|[^\w\s]")
_MARKS = frozenset(",;:()—–-")
_FIRST = {
    "en": re.compile(
        r"(?:about|across|after|against|along|amid|among|around|as|at|because|before|behind|between|beyond|by|despite|"
        r"during|following|for|from|in|including|inside|into|near|of|off|on|onto|out|outside|over|per|since|such|through|"
        r"throughout|toward|towards|under|until|upon|via|when|where|whereas|which|while|who|whom|whose|with|within|"
        r"without|although|though|and|but|so|last|this|\w{3,}ing)",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"(?:à|au|aux|afin|alors|après|avant|avec|car|chez|comme|contre|dans|de|depuis|derrière|des|dès|devant|dont|du|"
        r"durant|d['’].*|en|entre|et|grâce|hors|jusqu.*|lors|lorsqu.*|mais|malgré|notamment|où|ou|outre|par|parce|parmi|"
        r"pendant|pour|près|puis|puisqu.*|quand|qui|sans|sauf|selon|sous|suite|sur|tandis|vers|via|\w{3,}ant)",
        re.IGNORECASE,
    ),
}
# What may go alone, or with what follows where it is a day ("Monday evening"). "Only" and its like say how far a sentence holds.
_DAY = {
    "en": re.compile(
        r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tomorrow|earlier|later", re.IGNORECASE
    ),
    "fr": re.compile(r"(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|hier|aujourd['’]", re.IGNORECASE),
}
_ADVERB = {
    "en": re.compile(
        r"(?!only|hardly|barely|nearly)(?:also|still|now|already|then|therefore|however|\w{3,}ly)", re.IGNORECASE
    ),
    "fr": re.compile(
        r"(?!seulement|uniquement)(?:puis|aussi|encore|également|déjà|ainsi|désormais|\w{3,}ment)", re.IGNORECASE
    ),
}
# These words need what stands behind them: a piece may not be cut off right after one.
_OPEN = {
    "en": re.compile(
        r"(?:an?|the|of|to|in|on|at|by|for|from|with|into|and|or|but|that|which|who|is|are|was|were|be|been|being|has|have|"
        r"had|will|would|can|could|may|might|must|should|his|her|its|their|our|more|less|than|as|not|no|very|some|any|shortly)",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"(?:un|une|le|la|les|l['’]|des?|d['’]|du|à|au|aux|en|dans|par|pour|sur|avec|et|ou|mais|que|qu['’]|qui|dont|est|sont|"
        r"était|étaient|être|a|ont|avait|avaient|sera|seront|son|sa|ses|leurs?|ce|cette|ces|plus|moins|ne|n['’]|se|s['’]|"
        r"très|peut|doit)",
        re.IGNORECASE,
    ),
}  # fmt: skip

_NOT = {"en": frozenset({"not", "never", "no", "nor"}), "fr": frozenset({"pas", "jamais", "aucun", "aucune", "ni"})}
_AND = frozenset({"and", "or", "et", "ou"})
_RELATIVES = frozenset(
    {"which", "who", "whose", "where", "while", "qui", "dont", "où", "lesquels", "lesquelles", "tandis"}
)
_ARTICLES = frozenset({"a", "an", "the", "un", "une", "le", "la", "les"})


def clean_cuts(short: str, source: str, language: str) -> bool:
    """Whether `short` is `source` less some whole phrases (the first letter and the final mark may differ)."""
    kept, whole = _tokens(short), _tokens(source)
    blocks = SequenceMatcher(None, whole, kept, autojunk=False).get_opcodes()
    if any(tag in ("replace", "insert") for tag, *_ in blocks):
        return False
    negated = bool(_NOT[language] & set(kept))
    return all(_may_go(whole, begin, end, language, negated) for tag, begin, end, _, _ in blocks if tag == "delete")


def recased(short: str, source: str) -> str:
    """`short` with the capitals that its words have in `source`, but for the first one's."""
    ours, theirs = short.split(), source.split()
    plain = [[word.casefold() for word in words] for words in (ours, theirs)]
    for block in SequenceMatcher(None, plain[0], plain[1], autojunk=False).get_matching_blocks():
        ours[block.a : block.a + block.size] = theirs[block.b : block.b + block.size]
    return " ".join([*short.split()[:1], *ours[1:]])


def _tokens(text: str) -> list[str]:
    return [token.casefold() for token in _TOKEN.findall(text.rstrip(' .!?…"”»'))]


def _may_go(whole: list[str], begin: int, end: int, language: str, negated: bool) -> bool:  # noqa: FBT001
    piece, before, behind = whole[begin:end], whole[begin - 1], whole[end] if end < len(whole) else None
    if begin == 0:
        return piece[-1] == "," and behind is not None
    if behind is not None and len(piece) == 1 and _ADVERB[language].fullmatch(piece[0]):
        return True
    if _OPEN[language].fullmatch(before) or (behind is None and (before in _MARKS or piece[-1] in _MARKS)):
        return False
    if piece[0] in _MARKS:
        return _marked(piece, behind, language)
    # "has not included him in the team" does not say that he was not included.
    return not (behind is None and negated) and _phrase(piece, behind, language)


def _phrase(piece: list[str], behind: str | None, language: str) -> bool:
    """A piece with no mark before it: a day, an adverb alone, or what a preposition, relative or the like opens."""
    if piece[0] in _AND:
        return len(piece) > 4 and behind is None
    if _DAY[language].fullmatch(piece[0]):
        return True
    if len(piece) == 1:
        return False
    # "A text by a poet, found in a trunk, will": without it one comma would stand alone.
    single = behind in _MARKS and "," in piece
    return _FIRST[language].fullmatch(piece[0]) is not None and not single


def _marked(piece: list[str], behind: str | None, language: str) -> bool:
    """A piece behind a comma or in brackets: closed again, or a clause to the end, not the rest of a list."""
    if len(piece) == 1:
        return piece[0] == ","
    if behind is not None:
        return piece[-1] in _MARKS or behind in _MARKS
    # "has voted, by 27 to 8, a budget": behind the second comma the main clause goes on.
    if "," in piece[1:] and piece[1] not in _RELATIVES:
        return False
    return bool(_FIRST[language].fullmatch(piece[1])) or piece[1] in _ARTICLES
