"""Words of a text and their forms: what selection, evidence and the double check compare."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ACCENTS = re.compile("[\u0300-\u036f]+")


def fold(text: str) -> str:
    """`text` in lower case without accents and with straight apostrophes: for comparing words and names."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe").replace("Œ", "OE"))
    # Nearly always these are the only marks, and going through the characters one by one costs ten times as much.
    if (bare := _ACCENTS.sub("", decomposed)).isascii():
        return bare.lower()
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


_WORD = re.compile(r"[^\W_]+(?:[-&.][^\W_]+)*")
_ELISION = re.compile(r"(?<![^\W_])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)|['’]s?\b", re.IGNORECASE)

_STOP_WORDS = {
    "fr": "a à afin ai ainsi alors après as au aucun aucune aujourd'hui auquel aura aurait aussi autre autres aux avait "
    "avant avec avoir ayant beaucoup bien c ça car ce ceci cela celle celles celui cependant certaines certains "
    "ces cet cette ceux chaque chez ci comme comment contre d dans de déjà depuis des désormais dès deux donc "
    "dont du durant elle elles en encore enfin ensuite entre es est et étaient était étant été être eu eux fait "
    "faire faut fois font grâce hors il ils j je jusque l la là laquelle le lequel les lesquels leur leurs lors "
    "lorsque lui m ma mais malgré me même mêmes mes mieux moi moins mon n ne ni non nos notamment notre nous on "
    "ont or ou où par parce parmi pas pendant peu peut peuvent plus plusieurs plutôt pour pourquoi pourrait "
    "pouvoir près presque puis puisque qu quand que quel quelle quelles quelque quelques quels qui quoi s sa "
    "sans se sera serait seront ses seulement si sien soit son sont sous souvent sur t ta tant tandis te tel "
    "telle telles tels tes toi ton toujours tous tout toute toutefois toutes très trop tu un une va vers voici "
    "voilà vont vos votre vous vraiment y selon ailleurs également environ ainsi doit doivent dit",
    "en": "a about above across after again against all almost already also although always am among an and another any "
    "are around as at away back be became because become been before being below between both but by came can "
    "cannot come could did do does doing done down during each either else enough etc even ever every few first "
    "for from further get gets give go goes going gone got had has have having he her here hers herself him "
    "himself his how however i if in including indeed instead into is it its itself just last least less like "
    "made make makes many may me might mine more most much must my myself near neither never no nor not now of "
    "off often on once one only or other others our ours out over own per perhaps put quite rather really s "
    "said same say says see seen several shall she should since so some still such t take than that the their "
    "theirs them themselves then there therefore these they this those though through thus to together too "
    "towards under until up upon us very was way we well went were what when where whether which while who "
    "whom whose why will with within without would yet you your yours according told",
}
STOP_WORDS = {language: frozenset(fold(listed).split()) for language, listed in _STOP_WORDS.items()}


def words(text: str) -> list[str]:
    """Folded words of `text`, elided articles and possessive endings cut off."""
    return _WORD.findall(_ELISION.sub(" ", fold(text)))


def content_words(text: str, language: str) -> list[str]:
    """The stems of the words of `text` that are no function words of `language`."""
    stop = STOP_WORDS.get(language, STOP_WORDS["en"])
    return [stem(word) for word in words(text) if word not in stop and len(word) > 1]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A crude common beginning of the forms of a word, for French and English alike."""
    if len(word) <= 4 or word[0].isdigit():
        return word.removesuffix("s") if len(word) == 4 and not word.endswith("ss") else word
    for ending in ("issements", "issement", "ations", "ation", "ements", "ement", "ments", "ment", "ings", "ing",
                   "iques", "ique", "ances", "ance", "ences", "ence", "eurs", "euse", "eur", "ives", "ive", "ies",
                   "ees", "ee", "ers", "er", "ent", "ant", "ait", "ed", "es", "e", "s", "y"):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def same_stem(one: str, other: str) -> bool:
    """Whether two stems may be forms of one word: equal, or equal but for the last letters of a long one."""
    if one == other:
        return True
    shared = min(len(one), len(other))
    return shared >= 5 and one[: max(5, shared - 2)] == other[: max(5, shared - 2)]


def coverage(part: list[str], whole: list[str]) -> float:
    """Share of the stems of `part` that also occur in `whole` (1.0 for an empty part)."""
    if not part:
        return 1.0
    have = set(whole)
    heads: dict[str, list[str]] = {}
    for word in have:
        heads.setdefault(word[:5], []).append(word)
    held = sum(w in have or any(same_stem(w, other) for other in heads.get(w[:5], ())) for w in part)
    return held / len(part)


def similarity(one: list[str], other: list[str]) -> float:
    """Share of the shorter side's stems that the other side holds: 1.0 says the same, 0.0 nothing in common."""
    if not one or not other:
        return 0.0
    short, long = sorted((one, other), key=lambda stems: len(set(stems)))
    return coverage(sorted(set(short)), long)
