"""Several articles on one story, as one set of bullets: `Summarizer.digest`.

    articles ─ one story ─► those that belong together
      each ─ Prepared, Summary ─► bullets, each a claim of one article
      claim ─ tellings ─► the sentences of every other article that tell the same
      claims that tell the same ─ facts ─► one bullet with all its sources ─ disagreements ─► who says which number

Two sentences tell the same when they share enough of what is rare in the story: words, names, numbers. English is
compared with English, French with French where both articles have it; a name or number is the same in both. All of it
is counting, so it is quick and can be explained, but a fact told in quite other words is not recognised.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

from summarizer.facts import names
from summarizer.numerals import located
from summarizer.quantities import Quantity, agree, conflicts, quantities, same_thing
from summarizer.rendering import short_names
from summarizer.summary import Bullet, Evidence
from summarizer.words import content_words, fold, same_stem, similarity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from summarizer.prepared import Prepared
    from summarizer.summary import Summary

__all__ = ["Article", "Digest", "Disagreement", "Fact", "Telling", "combine"]

# Articles are on one story from this likeness on; on pairs of real and made articles, one story gave 0.5 and more,
# two stories of one subject 0.2 and less.
ONE_STORY = 0.3
# A sentence tells a claim when they share so much (see `_Match.strength`), and something that the story is not full of.
SAME = 1.1
SPECIFIC = 1.0
# It tells another claim of the same article when it shares so much less with this one's sentences than with another.
RIVAL = 0.8
NAME, TOPIC = 1.5, 0.4
# A term that the articles having it have in so many sentences each is what the story is about: it tells facts apart badly.
TOPIC_SENTENCES = 2
# "The company", "he": a sentence is also about the names of the one before, but less surely.
CONTEXT = 0.5
# A sentence beside the best one also belongs to the telling when it brings so much weight that was not there.
BESIDE = 1.0
DOUBLE = 0.6


@dataclass(frozen=True, slots=True)
class Telling:
    """What one article says of a fact: the name of the article and the sentences."""

    source: str
    evidence: tuple[Evidence, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready: source, evidence."""
        return {"source": self.source, "evidence": [evidence.to_dict() for evidence in self.evidence]}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A number or date that the articles tell differently: pairs of what is told and the articles that tell it."""

    values: tuple[tuple[str, tuple[str, ...]], ...]

    def to_dict(self) -> list[dict[str, Any]]:
        """JSON-ready: a list of value, sources."""
        return [{"value": value, "sources": list(sources)} for value, sources in self.values]

    def __str__(self) -> str:
        return "Sources disagree: " + "; ".join(f"{value} ({', '.join(told)})" for value, told in self.values) + "."


@dataclass(frozen=True, slots=True)
class Fact:
    """One bullet of a digest, with every article that tells it; the first is the one the text was made from.

    `bullet` is as in a summary: its evidence is that of the first telling.
    """

    bullet: Bullet
    tellings: tuple[Telling, ...]
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def text(self) -> str:
        """The text of the bullet."""
        return self.bullet.text

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the articles that tell it."""
        return tuple(telling.source for telling in self.tellings)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready: text, tellings, disagreements, supported, original, note."""
        return {
            "text": self.text,
            "tellings": [telling.to_dict() for telling in self.tellings],
            "disagreements": [disagreement.to_dict() for disagreement in self.disagreements],
            "supported": self.bullet.supported,
            "original": self.bullet.original,
            "note": self.bullet.note,
        }


@dataclass(frozen=True, slots=True)
class Digest:
    """One story out of several articles.

    `sources` are the articles it was made of, in the order given; those that tell another story are in `left_out`, and
    `warnings` say so. `title` is that of one of them; `seconds` is the time all of them took.
    """

    title: str | None
    facts: tuple[Fact, ...]
    sources: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    models: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; keys as the attributes, the facts as `bullets`."""
        return {
            "title": self.title,
            "bullets": [fact.to_dict() for fact in self.facts],
            "sources": list(self.sources),
            "left_out": list(self.left_out),
            "models": dict(self.models),
            "warnings": list(self.warnings),
            "seconds": round(self.seconds, 3),
        }

    def to_markdown(self) -> str:
        """The digest as Markdown: a heading, then one list item a fact with its sources."""
        from summarizer.rendering import digest_to_markdown

        return digest_to_markdown(self)

    def __str__(self) -> str:
        from summarizer.rendering import digest_to_text

        return digest_to_text(self)


# What is compared: terms.


Terms = dict[str, float]
"""Stems, names and numbers ("#12") of a sentence in one language, and how much each weighs before the story has a say."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence or bullet by language ("en", "fr"): its text, its terms, and the names of the sentence before."""

    texts: Mapping[str, str]
    terms: Mapping[str, Terms]
    context: Mapping[str, Terms]

    @classmethod
    def of(cls, texts: Mapping[str, str], before: _Said | None = None) -> _Said:
        terms = {language: _terms(text, language) for language, text in texts.items()}
        context = {language: _names(before, language) for language in texts} if before else {}
        return cls(texts, terms, context)


def _names(said: _Said, language: str) -> Terms:
    terms = said.terms.get(language, {})
    return {term: weight * CONTEXT for term, weight in terms.items() if weight == NAME and not term.startswith("#")}


def _terms(text: str, language: str) -> Terms:
    found = {f"#{number.told}": NAME for number in located(text, language)}
    named = {stem for name in names(text, language, initial=True) for stem in content_words(name, language)}
    for number in reversed(located(text, language)):
        text = f"{text[: number.start]} {text[number.end :]}"
    return found | {stem: NAME if stem in named else 1.0 for stem in content_words(text, language)}


@dataclass(frozen=True)
class Article:
    """An article on its way into a digest: its name, and what the summarizer made of it."""

    name: str
    prepared: Prepared
    summary: Summary

    @cached_property
    def said(self) -> list[_Said]:
        """Its sentences; in English, and in French where they stand so."""
        found: list[_Said] = []
        paragraph = -1
        for sentence, english in zip(self.prepared.sentences, self.prepared.english, strict=True):
            texts = {"en": english, "fr": sentence.plain} if sentence.language == "fr" else {"en": english}
            found.append(_Said.of(texts, found[-1] if sentence.paragraph == paragraph else None))
            paragraph = sentence.paragraph
        return found

    @cached_property
    def headings(self) -> tuple[Counter[str], Counter[str]]:
        """How many sentences have each name, and each English stem."""
        named: Counter[str] = Counter()
        stems: Counter[str] = Counter()
        for i, sentence in enumerate(self.prepared.sentences):
            if self.prepared.usable[i]:
                named.update({fold(name) for name in names(sentence.plain, sentence.language)})
                stems.update(term for term in self.said[i].terms["en"] if not term.startswith("#"))
        return named, stems

    @cached_property
    def quantities(self) -> list[Quantity]:
        """All numbers of the article, in English and as they stand in French."""
        texts = [(text, language) for said in self.said for language, text in said.texts.items()]
        return [found for text, language in texts for found in quantities(text, language)]

    def evidence(self, places: Sequence[int]) -> tuple[Evidence, ...]:
        """The sentences with these numbers, as evidence."""
        sentences, translations = self.prepared.sentences, self.prepared.translations
        return tuple(
            Evidence(
                sentences[i].text, t.text if (t := translations[i]) else None, sentences[i].start, sentences[i].end
            )
            for i in sorted(places)
        )


# Which articles belong together.


def _story(articles: Sequence[Article]) -> list[int]:
    """The numbers of the articles of the largest group on one story; of equal ones, the first."""
    groups: list[set[int]] = [{i} for i in range(len(articles))]
    for i, j in combinations(range(len(articles)), 2):
        if _likeness(articles[i], articles[j]) >= ONE_STORY:
            joined = [group for group in groups if i in group or j in group]
            groups = [*(group for group in groups if group not in joined), {k for group in joined for k in group}]
    largest = min(groups, key=lambda group: (-len(group), min(group)))
    return sorted(largest)


def _likeness(one: Article, other: Article) -> float:
    """How much two articles share, from 0 to 1: half for their names, half for their words."""
    (names_, words), (their_names, their_words) = one.headings, other.headings
    if not names_ and not their_names:
        return _cosine(words, their_words)
    return (_cosine(names_, their_names) + _cosine(words, their_words)) / 2


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    product = sum(math.log1p(one[key]) * math.log1p(other[key]) for key in one if key in other)
    lengths = [math.sqrt(sum(math.log1p(count) ** 2 for count in counts.values())) for counts in (one, other)]
    return product / (lengths[0] * lengths[1]) if product else 0.0


# Who tells the same.


class _Weights:
    """How much it says that two sentences of this story share a term."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._sentences: Counter[str] = Counter()
        self._articles: Counter[str] = Counter()
        for article in articles:
            # A name is the same in both languages, and counts once.
            counts = Counter(
                term for said in article.said for term in {t for terms in said.terms.values() for t in terms}
            )
            self._sentences.update(counts)
            self._articles.update(counts.keys())

    def __call__(self, terms: Terms) -> Terms:
        return {term: weight * (TOPIC if self._topic(term) else 1.0) for term, weight in terms.items()}

    def _topic(self, term: str) -> bool:
        return self._sentences[term] >= TOPIC_SENTENCES * max(self._articles[term], 1)


def _shared(one: Terms, other: Terms) -> Terms:
    """The terms of `one` that `other` has in some form."""
    heads: dict[str, list[str]] = {}
    for term in other:
        heads.setdefault(term[:5], []).append(term)
    return {
        term: weight
        for term, weight in one.items()
        if term in other or (term[0] != "#" and any(same_stem(term, form) for form in heads.get(term[:5], ())))
    }


@dataclass(frozen=True, slots=True)
class _Match:
    """What a claim and some sentences share: the terms, and their part of the weight of both sides."""

    terms: Terms
    part: float

    @property
    def weight(self) -> float:
        return sum(self.terms.values())

    @property
    def strength(self) -> float:
        """Much in common counts, and so does little else: by itself the one favours long sentences, the other short ones."""
        return self.weight * math.sqrt(self.part)

    @property
    def numbered(self) -> bool:
        """Whether they share a number that the story is not full of, which leaves no doubt."""
        return any(term.startswith("#") and weight >= SPECIFIC for term, weight in self.terms.items())

    @property
    def same(self) -> bool:
        return self.strength >= SAME and max(self.terms.values()) >= SPECIFIC


def _match(claim: _Said, others: Sequence[_Said], weigh: _Weights) -> _Match:
    """The best match over the languages that both sides have."""
    languages = [language for language in claim.terms if all(language in other.terms for other in others)]
    found = [_match_in(language, claim, others, weigh) for language in languages]
    return max(found, key=lambda match: match.strength, default=_Match({}, 0.0))


def _match_in(language: str, claim: _Said, others: Sequence[_Said], weigh: _Weights) -> _Match:
    ours = weigh(claim.terms[language])
    theirs = weigh({term: weight for other in others for term, weight in other.terms[language].items()})
    # What only the sentence before says can add to what is shared, but is not asked for.
    beside = {term: weight for other in others for term, weight in other.context.get(language, {}).items()}
    shared = _shared(ours, theirs) | _shared(weigh(claim.context.get(language, {})), theirs)
    shared |= {term: CONTEXT * weight for term, weight in _shared(ours, beside).items() if term not in shared}
    whole = math.sqrt(sum(ours.values()) * sum(theirs.values()))
    return _Match(shared, sum(shared.values()) / whole if whole else 0.0)


def _tellings(claim: _Said, article: Article, weigh: _Weights) -> tuple[list[int], _Match]:
    """The sentences of an article that tell a claim, if any, and the match, even if it is none.

    They are the best one, and one beside it that brings what it lacks.
    """
    matches = [_match(claim, [said], weigh) for said in article.said]
    best = max(range(len(matches)), key=lambda i: (matches[i].strength, -i))
    for beside in (best + 1, best - 1):
        if 0 <= beside < len(matches):
            both = _match(claim, [article.said[best], article.said[beside]], weigh)
            if both.same and both.weight - matches[best].weight >= BESIDE:
                return sorted([best, beside]), both
    return [best] if matches[best].same else [], matches[best]


# From claims to facts.


@dataclass(frozen=True, slots=True)
class _Claim:
    """A bullet of article number `article`, made from the sentences `places`, and the sentences of all that tell it.

    `support` says how near the other articles come to telling it.
    """

    article: int
    bullet: Bullet
    places: tuple[int, ...]
    tellings: dict[int, list[int]]
    support: float

    @property
    def rank(self) -> tuple[int, bool, bool, float]:
        """Smaller is better: told by many, not translated, no exclamation, near to what others tell."""
        exclaimed = self.bullet.text.rstrip("\"'»” ").endswith(("!", "?"))
        return -len(self.tellings), exclaimed, self.bullet.original is not None, -self.support

    def tells(self, other: _Claim) -> bool:
        """Whether the other claim is of a sentence that tells this one."""
        return not set(other.places).isdisjoint(self.tellings.get(other.article, ()))

    def same(self, other: _Claim) -> bool:
        """Whether two claims are one fact."""
        alike = similarity(content_words(self.bullet.text, "en"), content_words(other.bullet.text, "en")) > DOUBLE
        return alike or self.tells(other) or other.tells(self)


class _Claims:
    """Finds the claims of articles on one story, and who tells them; `to` is the language of the bullets."""

    def __init__(self, articles: Sequence[Article], to: str) -> None:
        self.articles, self.to, self.weigh = articles, to, _Weights(articles)

    def __iter__(self) -> Iterator[_Claim]:
        for number, article in enumerate(self.articles):
            place = {sentence.start: i for i, sentence in enumerate(article.prepared.sentences)}
            for bullet in article.summary.bullets:
                yield self._claim(number, bullet, tuple(place[evidence.start] for evidence in bullet.evidence))

    def _claim(self, number: int, bullet: Bullet, places: tuple[int, ...]) -> _Claim:
        own = self.articles[number].said[places[-1]]
        original = {"fr": bullet.original} if bullet.original else {}
        said = replace(_Said.of({**original, self.to: bullet.text}), context=own.context)
        tellings, support = {number: list(places)}, 0.0
        for other, article in enumerate(self.articles):
            if other == number:
                continue
            told, match = _tellings(said, article, self.weigh)
            support += match.strength
            if told and (match.numbered or not self._rivalled(number, places, [article.said[i] for i in told])):
                tellings[other] = told
        return _Claim(number, bullet, places, tellings, support)

    def _rivalled(self, number: int, places: Sequence[int], told: Sequence[_Said]) -> bool:
        """Whether what another article tells is nearer to other sentences of this one than to those in `places`."""
        ours = self.articles[number].said
        near = [max(_match(said, [own], self.weigh).strength for said in told) for own in ours]
        return max(near[i] for i in places) < RIVAL * max(near)


Found = tuple[_Claim, dict[int, list[int]]]
"""A claim that is taken, with the sentences of every article that tells it."""


def _facts(claims: Iterable[_Claim], count: int) -> list[Found]:
    """The best claims, none of them the same as another; those that most articles tell first, in their order."""
    taken: list[Found] = []
    for claim in sorted(claims, key=lambda claim: claim.rank):
        tellings = next((tellings for other, tellings in taken if other.same(claim)), None)
        if tellings is None:
            taken.append((claim, dict(claim.tellings)))
            continue
        for article, places in claim.tellings.items():
            tellings.setdefault(article, places)
    # Of what several tell, the news comes first in their articles; the rest stands as it is ranked.
    taken.sort(key=lambda fact: (-len(fact[1]), fact[0].places if len(fact[1]) > 1 else ()))
    return sorted(taken[:count], key=lambda fact: (-len(fact[1]), fact[0].places))


# Who says otherwise.


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The quantities of a telling: in English, and as they stand in French."""

    english: list[Quantity]
    french: list[Quantity]

    @classmethod
    def of(cls, article: Article, places: Sequence[int]) -> _Numbers:
        texts = [article.said[i].texts for i in places]
        return cls(
            [found for text in texts for found in quantities(text["en"], "en")],
            [found for text in texts if "fr" in text for found in quantities(text["fr"], "fr")],
        )

    @property
    def measured(self) -> list[Quantity]:
        """In English, and of the French ones those that mean the same in both, where the translation lost them."""
        lost = [q for q in self.french if q.unit and not any(same_thing(q, other) for other in self.english)]
        return [*self.english, *lost]

    def in_english(self, quantity: Quantity) -> Quantity:
        """The same number as it is told in English, if it is."""
        return next((other for other in self.english if other.value == quantity.value), quantity)


def _disagreements(tellings: Mapping[int, list[int]], articles: Sequence[Article], to: str) -> tuple[Disagreement, ...]:
    numbers = {i: _Numbers.of(articles[i], places) for i, places in sorted(tellings.items())}
    disputes: list[dict[int, Quantity]] = []
    for one, other in combinations(numbers, 2):
        for mine, its in _contested(numbers[one], numbers[other]):
            if _known(its, articles[one]) or _known(mine, articles[other]):
                continue
            dispute = next((found for found in disputes if one in found and found[one] == mine), None)
            if dispute is None:
                disputes.append(dispute := {one: mine})
            dispute.setdefault(other, its)
    return tuple(_disagreement(dispute, numbers, articles, to) for dispute in disputes)


def _contested(one: _Numbers, other: _Numbers) -> list[tuple[Quantity, Quantity]]:
    if one.french and other.french:
        return conflicts(one.french, other.french)
    return conflicts(one.measured, other.measured)


def _known(quantity: Quantity, article: Article) -> bool:
    """Whether an article has the number anywhere: then it does not contradict it."""
    return any(same_thing(quantity, other) and agree(quantity, other) for other in article.quantities)


def _disagreement(
    dispute: Mapping[int, Quantity], numbers: Mapping[int, _Numbers], articles: Sequence[Article], to: str
) -> Disagreement:
    values: list[tuple[Quantity, list[str]]] = []
    for article, quantity in dispute.items():
        told = next((sources for value, sources in values if agree(value, quantity)), None)
        if told is None:
            shown = numbers[article].in_english(quantity) if to == "en" else quantity
            values.append((shown, told := []))
        told.append(articles[article].name)
    others = [*values[1:], values[0]]
    pairs = zip(values, others, strict=True)
    return Disagreement(tuple((value.told_beside(other), tuple(sources)) for (value, sources), (other, _) in pairs))


# All of it.


def combine(articles: Sequence[Article], *, count: int, to: str = "en") -> Digest:
    """The digest of articles, at least one of them, in up to `count` bullets in the language `to`.

    When they tell several stories, the digest is of the largest group on one of them, and warns of the others.
    """
    together = _story(articles)
    story = [articles[i] for i in together]
    apart = [article for i, article in enumerate(articles) if i not in together]
    facts = _facts(_Claims(story, to), count)
    # A title in the language of the bullets is better than a translated one.
    titled = sorted(story, key=lambda article: article.prepared.language.code != to)
    return Digest(
        title=next((article.summary.title for article in titled if article.summary.title), None),
        facts=tuple(_fact(claim, tellings, story, to) for claim, tellings in facts),
        sources=tuple(article.name for article in story),
        left_out=tuple(article.name for article in apart),
        models={name: model for article in story for name, model in article.summary.models.items()},
        warnings=tuple(_warnings(story, apart, facts)),
        seconds=sum(article.summary.seconds for article in articles),
    )


def _fact(claim: _Claim, tellings: Mapping[int, list[int]], articles: Sequence[Article], to: str) -> Fact:
    order = sorted(tellings, key=lambda i: (i != claim.article, i))
    told = tuple(Telling(articles[i].name, articles[i].evidence(tellings[i])) for i in order)
    return Fact(claim.bullet, told, _disagreements(tellings, articles, to))


def _warnings(story: Sequence[Article], apart: Sequence[Article], facts: Sequence[object]) -> Iterator[str]:
    short = short_names([article.name for article in (*story, *apart)])
    for article in apart:
        yield (
            f"{short[article.name]} tells another story than {short[story[0].name]} and is left out: "
            "summarise it by itself, or with articles on the same story."
        )
    if not facts:
        yield "The articles gave no bullet."
