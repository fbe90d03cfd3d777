"""Which sentences carry the article: a linear score over a few features, then a choice without doubles.

The features are the classic ones (position, centrality, title overlap, length; Edmundson 1969, Radev et al. 2004 for
the centroid), the weights are fitted by training/selection.py on sentences that editors chose. The choice is maximal
marginal relevance (Carbonell and Goldstein 1998), so that bullets don't repeat each other and reach past the lead.
All of it works on French and English alike, and in time linear in the length of the article.
"""

from __future__ import annotations

import math
import operator
import re
from collections import Counter
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from summarizer.facts import names, numbers
from summarizer.grammar import GRAMMAR
from summarizer.text import FINAL
from summarizer.words import content_words, similarity, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_DANGLING = {
    "fr": re.compile(
        r"(?:ils?|elles?|c['’]|cela|ceci|ça|son|sa|ses|leurs?|lui|eux|(?:celui|celles?|ceux)(?!\s(?:qu|dont|de|d['’]|des|du))"
        r"|ce(?:s|t|tte)?(?!\s(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|soir|week-end|mois|été|automne|"
        r"hiver|printemps|semaine|année|nuit|saison|derniers? (?:jours|mois|temps|semaines)|derni[eè]res? (?:années|semaines))"
        r"))\b(?!\s(?:y a|faut|est (?:possible|probable|important|nécessaire|temps)))",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?:he|she|they|these|those|the same(?= (?:can|goes|is|was|applies|holds)\b)|that(?! the\b)|his|hers?|its|theirs?|such|both(?! (?:the|of)\b)|others?|the latter|"
        r"the former|there(?!['’]s| (?:is|are|was|were|has|have|will|may|could)\b)|"
        r"it(?! (?:is|was|remains|has been) (?:not (?:yet )?)?(?:clear|unclear|thought|believed|hoped|expected|known|likely|"
        r"possible|understood|the first time)\b)|"
        r"this(?! (?:week|weekend|month|year|season|spring|summer|autumn|winter|morning|evening|time)\b)|"
        r"one(?= (?:is|was|has|had|said|says|will|would|may|can)\b))\b",
        re.IGNORECASE,
    ),
}
CONNECTOR = {
    "fr": re.compile(
        r"(?:mais|et|or|donc|car|puis|ensuite|enfin|ainsi|aussi|cependant|toutefois|pourtant|néanmoins|en effet|"
        r"en revanche|par ailleurs|de plus|en outre|d['’]ailleurs|de son côté|pour sa part|à son tour|au contraire|"
        r"par exemple|après tout|de l['’]autre côté|d['’]un autre côté|à ce titre|au passage|autrement dit|bref|résultat|reste que|d['’]autant)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?:but|and|so|yet|or|nor|however|also|then|thus|therefore|moreover|furthermore|besides|meanwhile|instead|"
        r"still|nevertheless|nonetheless|indeed|in addition|in fact|for example|for instance|as a result|"
        r"on the other hand|what['’]s more|after all|of course|in other words|for (?:his|her|its|their) part|likewise|"
        r"similarly|finally|hence)\b",
        re.IGNORECASE,
    ),
}
# So many bullets are simply the best ones; those after them are to reach the rest of the article, too.
FEWEST = 3
# Sentences more alike than this say the same.
DOUBLE = 0.7
_FIRST_PERSON = re.compile(
    r"\b(?:je|j['’]|nous|notre|nos|i|i['’]m|i['’]ve|we|our|my|you|your|vous|votre|vos)\b", re.IGNORECASE
)
# "Imaginez, la ville et le port ensemble !": the reader is told to do something.
_ADDRESSED = re.compile(
    r"\A[A-ZÀ-Ý]\w+ez(?=,|-|\s(?:les?|la|l['’]|une?|des?|du|d['’]|vos|votre|nos|notre|aux?|à|que|qu['’]|ce|cet|cette|ces|plus|tout|en|"
    r"ici|comment|pourquoi|si)\b)|(?<![\w-])(?!(?:chez|assez|nez|rez)\b)[a-zà-ÿ]{2,}ez\b"
)
# Words that a sentence without name or number needs to be news.
_SOMETHING = 5
_OPENING, _CLOSING = '"«“', '"»”'
# A single mark opens a quote where no letter stands before it, and goes on to the end only from the very start.
_QUOTED = re.compile(r"[«“\"][^»”\"]*[»”\"]?|(?<!\w)[‘'](?=\w)[^\"“«]*?[\w.,!?…][’'](?!\w)|^[‘'](?=\w).*$", re.DOTALL)


# "This request", "cette demande": what was asked stands before; "this year" stands alone, "ce que" points ahead.
_LEANING = {
    "en": re.compile(
        r"\b(?:this|these|those|such)\s(?!(?:year|month|week|morning|afternoon|evening|spring|summer|autumn|fall|winter|"
        r"weekend|season|time|century|decade|quarter|day|is|was|are|were|has|have|means|as|a|an|who|that|under|over|aged|living|with|in|from)\b)(?P<noun>[a-z]{3,}(?:\s[a-z]{3,})?)",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\b(?:cet|cette|ces|ce)\s(?!(?:année|mois|semaine|matin|après|soir|nuit|jour|jours|printemps|été|automne|hiver|"
        r"week|saison|fois|siècle|décennie|trimestre|semestre|derni\w+|prochain\w*|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|que|qui|qu|dont|"
        r"sont|n|ne|à|fut|soit)\b)(?P<noun>[a-zà-ÿ]{3,})",
        re.IGNORECASE,
    ),
}


def leaning(text: str, before: Sequence[str], language: str) -> bool:
    """Whether a sentence speaks of "this" thing that only the two before it can name ("La maire a accepté cette demande").

    What was named further up is what the article is about, and a reader of the bullets knows it, too.
    """
    found = list(_LEANING[language].finditer(_QUOTED.sub("", text)))
    if not found:
        return False
    known = {stem for sentence in before[:-2] for stem in content_words(sentence, language)}
    return any(known.isdisjoint(content_words(match["noun"], language)) for match in found)


# A noun with nothing but a relative clause or a participle behind it: it comments on the sentence before.
_NOUN_ONLY = {
    "en": re.compile(r"(?:an?|another|some)\s(?:[\w'’-]+\s){1,4}?(?:who|that|which|where)\s", re.IGNORECASE),
    "fr": re.compile(
        r"(?:une?|des|autres?)\s(?:[\w'’-]+\s){1,4}?(?:(?P<relative>qui\s|que\s|qu['’]|dont\s|où\s)|\w{2,}(?:é|i|is|it|u)(?:e|s|es)?\s"
        r"(?:par|à|aux?|dans|en|sur|pour|depuis|avec|contre|d[eu]|d['’])\b)",
        re.IGNORECASE,
    ),
}
# "On Saturday, beside the march, which ended in violence.": the main clause has gone, the relative one is left.
_LAST_RELATIVE = {
    "en": re.compile(r",\s(?:which|who|whose|where)\s[^,;:]*$"),
    "fr": re.compile(r",\s(?:qui|que|dont|où|qu['’])\s?[^,;:]*$"),
}
# Longer sentences have verbs that the tables don't know.
_VERBLESS = 9
_NOUN_ENDING = ("ment", "ments", "ture", "tures")
_ARTICLE = re.compile(
    r"\b(?:le|la|les|un|une|des|du|au|aux|ce|son|sa|ses|an?|the|its|his|her|their)\s$|\bl['’]$", re.IGNORECASE
)


def fragment(text: str, language: str) -> bool:
    """Whether a sentence is none.

    Broken off by dots, short without any verb ("Comme un morceau de viande."), a noun without its main verb ("Une version
    contestée par la mairie."), or with its only verb in a relative clause at the end.
    """
    if text.rstrip(" \"'»”’)").endswith(("...", "…")):
        return True
    if headless(text, language):
        return True
    found = verbs(text, language)
    match = _NOUN_ONLY[language].match(text)
    if match is None:
        return found == 0 and len(text.split()) < _VERBLESS
    relative = language == "en" or match["relative"] is not None
    return found <= int(relative)


def headless(text: str, language: str) -> bool:
    """Whether the only verb stands in a relative clause at the end: the main clause has gone."""
    last = _LAST_RELATIVE[language].search(text)
    return bool(last and verbs(last[0], language) and not verbs(text[: last.start()], language))


def verbs(text: str, language: str) -> int:
    """How many words of a sentence look like finite verbs, and not like nouns."""
    text = text.replace("peut-être", "")
    found = [verb for verb in GRAMMAR[language].verb.finditer(text) if not verb[0].endswith(_NOUN_ENDING)]
    return sum(not _ARTICLE.search(text[: verb.start()]) for verb in found)


def spoken(text: str, language: str) -> bool:
    """Whether a sentence is somebody's speech and does not say whose: in quotes from end to end, or "I" and "we" outside of them."""
    bare = text.strip(" .!?…")
    inside = bare[1:].rstrip(_CLOSING)
    quoted = bare.startswith(tuple(_OPENING)) and not any(mark in inside for mark in _OPENING + _CLOSING)
    return (quoted and not GRAMMAR[language].claim.search(text)) or _in_first_person(text)


def _in_first_person(text: str) -> bool:
    """Whether the sentence itself says "I", "we" or "you", not somebody whom it quotes."""
    told = _QUOTED.sub("", text)
    return (_FIRST_PERSON.search(told) or _ADDRESSED.search(told.lstrip())) is not None


def thin(text: str, language: str) -> bool:
    """Whether a sentence tells next to nothing: a few words, no name and no number ("Mais les concernés ont réagi.")."""
    return len(words(text)) < _SOMETHING and not (names(text, language) or numbers(text, language))


def dangling(text: str, language: str) -> bool:
    """Whether a sentence opens with a word whose meaning stands in an earlier one ("He", "Cette mesure")."""
    start = text.lstrip(" \"'«“—-")
    return bool(_DANGLING[language].match(start))


def connected(text: str, language: str) -> bool:
    """Whether a sentence opens with a word that ties it to the one before ("However", "En effet")."""
    return bool(CONNECTOR[language].match(text.lstrip(" \"'«“—-")))


@dataclass(frozen=True, slots=True)
class Features:
    """What the score sees of one sentence; every value lies between 0 and about 1."""

    lead: float
    early: float
    opens_paragraph: float
    centrality: float
    title: float
    short: float
    long: float
    dangling: float
    connected: float
    quoted: float
    first_person: float
    question: float
    numbers: float
    names: float
    unfinished: float


@dataclass(frozen=True, slots=True)
class Weights(Features):
    """One weight a feature, and the bias that makes the score a log-odds."""

    bias: float = 0.0


# Fitted by `python -m training.selection`; see there for data and figures. Only `question` and `early` (0.09 by the fit, which
# sees short articles only) are set by hand: exclamations
# such as "No trams before May!" score well and make poor bullets.
WEIGHTS = Weights(
    lead=3.30, early=0.3, opens_paragraph=0.01, centrality=1.41, title=1.12, short=0.02, long=-0.88,
    dangling=-0.02, connected=-0.03, quoted=-0.51, first_person=-0.12, question=-1.0, numbers=0.01, names=0.18,
    unfinished=0.05, bias=-3.20,
)  # fmt: skip


def features(sentences: Sequence[str], paragraphs: Sequence[int], title: str | None, language: str) -> list[Features]:
    """The features of each sentence of an article; `paragraphs` tells the paragraph number of each."""
    stems = [content_words(sentence, language) for sentence in sentences]
    centrality = _centrality(stems)
    heading = content_words(title or "", language)
    last = max(len(sentences) - 1, 1)
    several = len(set(paragraphs)) > 1
    found = []
    for i, sentence in enumerate(sentences):
        count = len(sentence.split())
        found.append(
            Features(
                lead=1 / (1 + i),
                early=1 - i / last,
                opens_paragraph=float(several and (i == 0 or paragraphs[i] != paragraphs[i - 1])),
                centrality=centrality[i],
                title=similarity(sorted(set(heading)), stems[i]) if heading else 0.0,
                short=max(0.0, (12 - count) / 12),
                long=min(1.0, max(0.0, (count - 28) / 30)),
                dangling=float(dangling(sentence, language)),
                connected=float(connected(sentence, language)),
                quoted=sum(map(len, _QUOTED.findall(sentence))) / max(len(sentence), 1),
                first_person=float(_in_first_person(sentence)),
                question=float(sentence.rstrip(' "»”').endswith(("?", "!"))),
                numbers=min(1.0, len(numbers(sentence, language)) / 3),
                names=min(1.0, len(names(sentence, language)) / 4),
                unfinished=float(not FINAL.search(sentence)),
            )
        )
    return found


def _centrality(stems: list[list[str]]) -> list[float]:
    """Cosine of each sentence with the centroid of the article, scaled so that the best is 1."""
    frequency = Counter(stem for sentence in stems for stem in set(sentence))
    total = Counter(stem for sentence in stems for stem in sentence)
    # A word in one sentence only says nothing about the whole; one in nearly all of them says little.
    weight = {s: total[s] * math.log(1 + len(stems) / n) if (n := frequency[s]) > 1 else 0.0 for s in frequency}
    raw = []
    for sentence in stems:
        distinct = set(sentence)
        raw.append(sum(weight[s] for s in distinct) / math.sqrt(len(distinct) + 4) if distinct else 0.0)
    best = max(raw, default=0.0)
    return [value / best if best else 0.0 for value in raw]


def score(found: Features, weights: Weights = WEIGHTS) -> float:
    """Log-odds that an editor would choose the sentence."""
    weighted: float = sum(map(operator.mul, astuple(found), astuple(weights)))
    return weights.bias + weighted


def choose(  # noqa: PLR0913 - the prices are for tuning
    sentences: Sequence[str],
    paragraphs: Sequence[int],
    *,
    count: int,
    title: str | None = None,
    language: str = "en",
    fits: Callable[[int], bool] = lambda _: True,
    overlap: float = 0.8,
    spread: float = 0.2,
    reach: float = 0.35,
    weights: Weights = WEIGHTS,
) -> list[int]:
    """The indices of `count` sentences or more, best first, none saying nearly the same as another.

    `overlap` is the price of similarity with a chosen sentence, `spread` that of a further sentence out of one
    paragraph, `reach` that of a further one out of one fifth of the article once `FEWEST` are chosen: the first ones are to be
    the best, the others to cover all of it.
    A sentence that `fits` turns down (by index; asked only for those that come up) is listed in its place
    but neither counts nor stands in the way of others. Fewer than `count` come back when the rest would be doubles.
    """
    stems = [content_words(sentence, language) for sentence in sentences]
    scores = [score(found, weights) for found in features(sentences, paragraphs, title, language)]
    # A sentence that stands several times is one candidate. Beyond this many candidates the choice would be quadratic
    # for nothing: the rest never wins.
    distinct = {" ".join(stems[i]): i for i in reversed(range(len(stems)))}.values()
    candidates = sorted(distinct, key=scores.__getitem__, reverse=True)[: 8 * count + 20]
    chosen: list[int] = []
    nearest = dict.fromkeys(candidates, 0.0)
    taken: Counter[int] = Counter()
    fifth = [i * 5 // max(len(sentences), 10) for i in range(len(sentences))]
    crowd: Counter[int] = Counter()
    places = 0

    def worth(i: int) -> float:
        return (
            scores[i]
            - overlap * nearest[i]
            - spread * taken[paragraphs[i]]
            - (reach * crowd[fifth[i]] if places >= FEWEST else 0.0)
        )

    while candidates and places < count and len(chosen) < 2 * count:
        best = max(candidates, key=worth)
        candidates.remove(best)
        if nearest[best] > DOUBLE or not words(sentences[best]):
            continue
        chosen.append(best)
        if fits(best):
            places += 1
            taken[paragraphs[best]] += 1
            crowd[fifth[best]] += 1
            for i in candidates:
                nearest[i] = max(nearest[i], similarity(stems[i], stems[best]))
    return chosen
