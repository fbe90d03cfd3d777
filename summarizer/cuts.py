"""What a model that shortened a sentence wanted to leave out of it, and which of that are whole phrases.

A compact model that is off by a word ("announced Sunday it will" -> "announced Sunday will") writes fluent nonsense
that a check of words can't see, and it garbles rare words as it copies them. So its form only tells what to cut: the words
stay the source's, in their order, and a piece goes only if it is one that can: from a preposition, conjunction, relative or
participle on, between two commas, an adverb, a day.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from summarizer.grammar import GRAMMAR
from summarizer.shortening import begins_with_main_clause, hidden_comma

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Piece = tuple[int, int]

# Of more pieces than this, those that leave out least always stay.
_MOST_PIECES = 5
_TOKEN = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*['’]?|--|[^\w\s]")
_MARKS = frozenset([*",;:()—–-", "--"])
_FIRST = {
    "en": re.compile(
        r"(?:about|across|after|against|along|amid|among|around|as|at|because|before|behind|between|beyond|by|despite|"
        r"during|following|for|from|in|including|inside|into|near|off|on|onto|out|outside|over|per|since|such|through|"
        r"throughout|toward|towards|under|until|upon|via|when|where|whereas|which|while|who|whom|whose|with|within|"
        r"without|although|though|and|but|so|last|this)",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"(?:à|au|aux|afin|alors|après|avant|avec|car|chez|comme|contre|dans|depuis|derrière|dès|devant|dont|"
        r"durant|en|entre|et|grâce|hors|jusqu.*|lors|lorsqu.*|mais|malgré|notamment|où|ou|outre|par|parce|parmi|"
        r"pendant|pour|près|puis|puisqu.*|quand|qui|sans|sauf|selon|sous|suite|sur|tandis|vers|via)",
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
        r"had|will|would|can|could|may|might|must|should|his|her|its|their|our|more|less|than|as|not|no|very|some|any|shortly|up|out|down|back|away|over)",
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
_LINKS = frozenset({"that", "to", "que", "qu'", "qu’", "de", "d'", "d’"})
_AND = frozenset({"and", "or", "et", "ou"})
_MEASURES, _MEASURED = frozenset({"at", "au"}), frozenset({"least", "most", "moins", "plus"})
_RELATIVES = frozenset(
    {"which", "who", "whom", "qui", "whose", "where", "while", "dont", "où", "lesquels", "lesquelles", "tandis"}
)
_ARTICLES = frozenset({"a", "an", "the", "un", "une", "le", "la", "les"})
_DETERMINERS = _ARTICLES | {"this", "its", "his", "her", "their", "ce", "cet", "cette", "son", "sa", "ses", "leur"}
# "The room she was locked in | as a toilet": what stands before such a word belongs to the verb.
_STRANDED = frozenset(
    {"in", "on", "up", "out", "off", "over", "by", "with", "to", "for", "at", "through", "down", "away"}
)
_BEHIND_STRANDED = _STRANDED - {"up"} | {"as", "before", "after", "when", "while", "because", "during", "since", "from"}
# Words that may interrupt a clause between two commas, at most.
_INTERRUPTION = 6
# Behind a phrase these open another one.
_OPENERS = _MARKS | _AND | _LINKS | _DETERMINERS
# What a second clause or predicate behind "and" begins with, where the one before it goes on without it.
_AGAIN = {
    "en": re.compile(
        r"he|she|it|they|we|there|this|that|the|an?|has|have|had|is|are|was|were|will|would|can|could|said",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"ils?|elles?|on|ce|cela|les?|la|une?|s['’].+|se|n['’].+|ne|[aà]|ont|est|sont|était|avait|sera|va|vont",
        re.IGNORECASE,
    ),
}


def ways(short: str, source: str, language: str) -> Iterator[str]:
    """`source` less the phrases that `short` leaves out and that may go: all of them, then all but some, the shortest first.

    A word that `short` has in place of another changes nothing. The last one is not `source` itself, so there may be none.
    """
    places = list(_TOKEN.finditer(_body(source)))
    whole = [place[0].casefold() for place in places]
    kept = _tokens(short)
    steps = SequenceMatcher(None, whole, kept, autojunk=False).get_opcodes()
    left_out = [(begin, end, tag == "replace") for tag, begin, end, a, b in steps if end - begin > b - a]
    negated = not _NOT[language].isdisjoint(whole[i] for i in _rest(len(whole), left_out))
    found = (_clean(whole, _readings(whole, *step), language, negated) for step in left_out)
    pieces = [piece for piece in found if piece and _leaves_a_subject(source, places, piece, language)]
    pieces = sorted(pieces, key=lambda piece: piece[0] - piece[1])[:_MOST_PIECES]
    chosen = (some for count in range(1, len(pieces) + 1) for some in combinations(sorted(pieces), count))
    yield from sorted((_without(source, places, some, language) for some in chosen), key=lambda text: len(text.split()))


def _rest(count: int, left_out: Sequence[tuple[int, int, bool]]) -> Iterator[int]:
    """The numbers below `count` that are not left out."""
    gone = {i for begin, end, _ in left_out for i in range(begin, end)}
    return (i for i in range(count) if i not in gone)


def _readings(whole: list[str], begin: int, end: int, replaced: bool) -> Iterator[Piece]:  # noqa: FBT001
    """What leaving out the tokens may mean, the likeliest first.

    These, or one further on or back where the same words stay. Where fewer stand in their place, the first of them may
    have been garbled and the rest left out.
    """
    if replaced:
        yield from ((first, end) for first in range(begin + 1, end))
        return
    yield begin, end
    if begin and whole[begin - 1] == whole[end - 1]:
        yield begin - 1, end - 1
    if end < len(whole) and whole[begin] == whole[end]:
        yield begin + 1, end + 1


def _clean(whole: list[str], readings: Iterator[Piece], language: str, negated: bool) -> Piece | None:  # noqa: FBT001
    """The first reading that leaves out no more than a whole phrase."""
    possible = (piece for piece in readings if piece != (0, len(whole)))
    return next((piece for piece in possible if _may_go(whole, *piece, language, negated)), None)


def _leaves_a_subject(source: str, places: list[re.Match[str]], piece: Piece, language: str) -> bool:
    """Whether the main clause still begins with its subject when a piece in front of its verb goes."""
    begin, end = piece
    grammar = GRAMMAR[language]
    if begin == 0:
        rest = source[places[end].start() :]
        return grammar.subordinate.match(source) is not None and begins_with_main_clause(rest, grammar)
    behind, before = source[places[end - 1].end() :], source[: places[begin].start()]
    opening = grammar.subordinate.match(before) and "," not in before and not grammar.finite.search(before)
    marked = places[begin][0] == "," and end - begin > 1
    if opening and marked and not _FIRST[language].fullmatch(places[begin + 1][0]):
        return False
    words = [place[0] for place in places[begin:end] if place[0] not in _MARKS]
    if marked and len(words) > 1 and all(word[:1].isupper() for word in words):
        return False  # "another member, Ann Reed, left": who it was
    apposed = marked and places[begin + 1][0].casefold() in _DETERMINERS
    if not (apposed and grammar.predicate.match(behind)):
        return True
    # "A fan of trains, the boy, who is six, got": the subject stands between the commas, not before them.
    names = all(word[:1].isupper() for word in before.split())
    return names or places[0][0].casefold() in _DETERMINERS or grammar.finite.search(before) is not None


def _without(source: str, places: list[re.Match[str]], pieces: Sequence[Piece], language: str) -> str:
    """The text without some of its tokens."""
    text, at = "", 0
    for begin, end in pieces:
        if begin:
            text += source[at : places[begin - 1].end()]
        at = places[end - 1].end()
        if begin and end < len(places) and places[begin][0] in _MARKS and places[end - 1][0] in _MARKS:
            text += hidden_comma(text, source[at:], GRAMMAR[language])
    return (text + source[at:]).strip()


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same but for capitals, spaces and final marks."""
    return _tokens(one) == _tokens(other)


def _tokens(text: str) -> list[str]:
    return [token.casefold() for token in _TOKEN.findall(_body(text))]


def _body(text: str) -> str:
    """A sentence without its final marks."""
    return text.rstrip(' .!?…"”»')


def _with_whom(whole: list[str], begin: int) -> bool:
    """Whether a piece tells who the other side is: "en discussion | avec le port", "in talks | with the port"."""
    return begin > 1 and whole[begin] in {"avec", "with"} and whole[begin - 2] in {"en", "in"}


def _may_go(whole: list[str], begin: int, end: int, language: str, negated: bool) -> bool:  # noqa: FBT001, PLR0911 - one a reason
    piece, before, behind = whole[begin:end], whole[begin - 1], whole[end] if end < len(whole) else None
    if begin == 0:
        return piece[-1] == "," and behind is not None
    # "From 16:00 to 19:00" is one.
    if len(piece) > 1 and before[0].isdigit() and piece[1][0].isdigit():
        return False
    if behind is not None and len(piece) == 1 and _ADVERB[language].fullmatch(piece[0]):
        return True
    if _OPEN[language].fullmatch(before) or (behind is None and (before in _MARKS or piece[-1] in _MARKS)):
        return False
    leaned_on = _interrupted(whole[:begin]) if behind is None else _explains(piece, whole[end:], language)
    if leaned_on or _with_whom(whole, begin):
        return False
    if piece[0] in _MARKS:
        return _marked(piece, behind, language)
    # "has not included him in the team" does not say that he was not included.
    return not (behind is None and negated) and _phrase(piece, behind, language)


def _interrupted(before: list[str]) -> bool:
    """Whether a second clause has begun and only what interrupts it has been said ("and, she says,")."""
    return any(one in _AND and other == "," for one, other in pairwise(before[-_INTERRUPTION:]))


def _explains(piece: list[str], rest: list[str], language: str) -> bool:
    """Whether the rest of a sentence tells what the last noun of a piece is ("near Arlen, a small town on the coast")."""
    if piece[0] in _MARKS or rest[0] != "," or len(rest) == 1:
        return False
    noun = rest[1] in _ARTICLES and not GRAMMAR[language].verb.search(" ".join(rest[1:]))
    return noun or rest[1] in _RELATIVES


def _phrase(piece: list[str], behind: str | None, language: str) -> bool:
    """A piece with no mark before it: a day, an adverb alone, or what a preposition, relative or the like opens."""
    if piece[0] in _AND:
        return len(piece) > 4 and behind is None and _AGAIN[language].fullmatch(piece[1]) is not None
    if _DAY[language].fullmatch(piece[0]):
        return behind is None or not behind[0].isdigit()
    # "The part that sees": such a clause tells which.
    if len(piece) == 1 or piece[0] in _RELATIVES or (piece[0] in _MEASURES and piece[1] in _MEASURED):
        return False
    if piece[0] in _STRANDED and piece[1] in _BEHIND_STRANDED:
        return False
    # "A text by a poet, found in a trunk, will": without it one comma would stand alone. With the mark at its end, two
    # clauses would run into each other; "in view of the bill, the mayor" goes on behind its own.
    single = (behind is not None and "," in piece) or piece[-1] in _MARKS
    return _FIRST[language].fullmatch(piece[0]) is not None and _ends(behind, language) and not single


def _ends(behind: str | None, language: str) -> bool:
    """Whether a phrase is over where the piece ends: the word behind it opens another."""
    if behind is None or behind in _OPENERS:
        return True
    return any(opens.fullmatch(behind) for opens in (_FIRST[language], GRAMMAR[language].verb))


def _marked(piece: list[str], behind: str | None, language: str) -> bool:
    """A piece behind a comma or in brackets: closed again, or a clause to the end, not the rest of a list."""
    if len(piece) == 1:
        return piece[0] == ","
    if behind is not None:
        return piece[-1] in _MARKS or (behind in _MARKS and piece[0] == ",")
    # "has voted, by 27 to 8, a budget": behind the second comma the main clause goes on.
    if "," in piece[1:] and piece[1] not in _RELATIVES:
        return False
    # "Four others, one of whom is a child, are in hospital": so does it here.
    verb = GRAMMAR[language].verb
    if any(one == "," and verb.fullmatch(other) for one, other in pairwise(piece)):
        return False
    participle = piece[1].endswith("ing" if language == "en" else "ant")
    return bool(_FIRST[language].fullmatch(piece[1])) or participle or piece[1] in _ARTICLES
