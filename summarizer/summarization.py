"""Condensers: from the sentences of an article to drafts of bullets.

Two ways, one interface. `SelectingCondenser` (the built-in one) chooses sentences and shortens each with a compact
seq2seq model, so a bullet can't say what no sentence says. `WritingCondenser` lets a summariser from the hub (BART,
T5, Pegasus) write freely over windows of whole sentences and finds the evidence of each sentence it wrote.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer import evidence
from summarizer.bullets import MAX_WORDS, TOLERATED_WORDS, Draft, stands
from summarizer.cuts import same_words, ways
from summarizer.errors import BrokenModel
from summarizer.selection import choose
from summarizer.shortening import capitalised, faithful, tidy, trims, without_connector
from summarizer.words import words

if TYPE_CHECKING:
    from summarizer.engines import Engine, Options
    from summarizer.engines.defaults import Defaults

# The style marks that the built-in model was trained with; see training/condenser.py.
MARKS = {"en": "\u27e60\u27e7 ", "fr": "\u27e61\u27e7 "}
# A model's form that leaves less than half of a sentence has mostly left out the news.
LEAST_PROPOSED = 0.5
# Of a sentence that is too long for a bullet, the main clause alone may be a little less.
LEAST_OF_LONG = 0.45
CANDIDATES_PER_BULLET = 2
# A sentence of so many words makes a bullet as it is; what a short one loses is mostly news ("outside China").
SHORT_ENOUGH = 20
# A text of which every sound summariser makes something with its words.
CANARIES = {
    "en": (
        "The river burst its banks on Sunday and flooded the old town. More than two hundred people left their houses, "
        "and the mayor opened the school for them. The water is expected to fall on Tuesday."
    ),
    "fr": (
        "La rivière est sortie de son lit dimanche et a inondé la vieille ville. Plus de deux cents personnes ont quitté "
        "leur maison, et le maire a ouvert l'école pour elles. L'eau devrait baisser mardi."
    ),
}
FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as a condenser reads it; see `Condenser.condense` for its parts."""

    sentences: Sequence[str]
    count: int = 5
    language: str = "en"
    title: str | None = None
    paragraphs: Sequence[int] | None = None
    usable: Sequence[bool] | None = None


class Condenser(ABC):
    """Anything that turns the sentences of an article into drafts, best first."""

    name: str
    languages: tuple[str, ...]

    @staticmethod
    def load(name: str = "builtin", *, engine: str = "auto") -> Condenser:
        """As `load` of this module."""
        return load(name, engine=engine)

    def condense(  # noqa: PLR0913 - what is known of an article
        self,
        sentences: Sequence[str],
        *,
        count: int = 5,
        language: str = "en",
        title: str | None = None,
        paragraphs: Sequence[int] | None = None,
        usable: Sequence[bool] | None = None,
    ) -> list[Draft]:
        """Drafts for `count` bullets, best first, usually more than `count`, so that the weak ones can be passed over.

        `sentences` are all in `language`; `paragraphs` numbers the paragraph of each; a False in `usable` keeps a
        sentence out (a failed translation).
        """
        return self.condense_all([Reading(sentences, count, language, title, paragraphs, usable)])[0]

    @abstractmethod
    def condense_all(self, articles: Sequence[Reading]) -> list[list[Draft]]:
        """The drafts of each of several articles, as `condense` gives them; made together where that is faster."""


class SelectingCondenser(Condenser):
    """Choose sentences, then shorten each: with the model where its form is faithful, else by rule.

    Without an engine the rules alone shorten.
    """

    languages: tuple[str, ...] = ("en", "fr")

    def __init__(self, engine: Engine | None, name: str = "builtin", *, languages: tuple[str, ...] = ("en",)) -> None:
        self.engine = engine
        self.name = name
        self.model_languages = languages

    def condense_all(self, articles: Sequence[Reading]) -> list[list[Draft]]:
        """See `Condenser.condense_all`."""
        chosen = [_chosen(article) for article in articles]
        short: dict[tuple[str, str], str] = {}
        for language in {article.language for article in articles}:
            texts = dict.fromkeys(
                article.sentences[i]
                for article, indices in zip(articles, chosen, strict=True)
                if article.language == language
                for i in indices
            )
            forms = self.shorten(list(texts), language=language)
            short |= {(language, text): form for text, form in zip(texts, forms, strict=True)}
        return [
            [Draft(short[article.language, article.sentences[i]], (i,)) for i in indices]
            for article, indices in zip(articles, chosen, strict=True)
        ]

    def shorten(self, sentences: Sequence[str], *, language: str = "en") -> list[str]:
        """A short form of each sentence, in order: a whole sentence with no word that the source does not have."""
        plain = [" ".join(sentence.split()) for sentence in sentences]
        bare = [without_connector(sentence, language) for sentence in plain]
        long = [i for i, sentence in enumerate(bare) if len(sentence.split()) > SHORT_ENOUGH]
        proposed = self._proposals([bare[i] for i in long], language)
        forms = dict(zip(long, proposed, strict=True))
        return [_best(sentence, bare[i], forms.get(i), language) for i, sentence in enumerate(plain)]

    def _proposals(self, sentences: list[str], language: str) -> list[str | None]:
        """What the model makes of each sentence; None where there is no model, or none for it."""
        from summarizer.engines import Options

        if self.engine is None or not sentences or language not in self.model_languages:
            return [None] * len(sentences)
        rows = [MARKS[language] + sentence for sentence in sentences]
        fits = [i for i, row in enumerate(rows) if self.engine.count_tokens(row) <= self.engine.max_source_tokens]
        hypotheses = self.engine.generate([rows[i] for i in fits], Options(beams=4, no_repeat_ngram=4))
        texts = dict(zip(fits, (hypothesis.text for hypothesis in hypotheses), strict=True))
        return [texts.get(i) for i in range(len(sentences))]


def _chosen(article: Reading) -> list[int]:
    """The numbers of the sentences that may become bullets, best first."""
    sentences, language = article.sentences, article.language
    keep = [i for i in range(len(sentences)) if article.usable is None or article.usable[i]]

    def fits(place: int) -> bool:
        i = keep[place]
        return stands(Draft(trims(sentences[i], language, MAX_WORDS), (i,)), sentences, language)

    chosen = choose(
        [sentences[i] for i in keep],
        [article.paragraphs[i] if article.paragraphs is not None else 0 for i in keep],
        count=CANDIDATES_PER_BULLET * article.count,
        title=article.title,
        language=language,
        fits=fits,
    )
    return [keep[i] for i in chosen]


def _best(sentence: str, bare: str, proposal: str | None, language: str) -> str:
    """The sentence without what the proposal leaves out, as far as that can go, else trimmed by rule."""
    if proposal is not None and (short := _cut(sentence, bare, proposal, language, MAX_WORDS)):
        return short
    trimmed = trims(sentence, language, MAX_WORDS)
    if proposal is None or len(trimmed.split()) <= TOLERATED_WORDS:
        return trimmed
    # What neither can bring down to `MAX_WORDS` may still become short enough to be a bullet at all.
    return _cut(sentence, bare, proposal, language, TOLERATED_WORDS) or trimmed


def _cut(sentence: str, bare: str, proposal: str, language: str, most: int) -> str | None:
    """The shortest faithful way to leave out what the proposal leaves out; None where there is none of at most `most` words.

    `bare` is the sentence without its connector, which is what the model was given. A sentence that could be a bullet as it
    is loses only what was left out without a slip in the words that stay.
    """
    whole = len(sentence.split())
    least = LEAST_PROPOSED if whole <= MAX_WORDS else LEAST_OF_LONG
    for way in ways(proposal, bare, language):
        if whole <= MAX_WORDS and not same_words(way, proposal):
            continue
        text = tidy(capitalised(way))
        count = len(text.split())
        right_length = least * whole <= count < whole and count <= most
        if right_length and faithful(text, sentence, language):
            return text
    return None


class WritingCondenser(Condenser):
    """A seq2seq summariser that writes freely, over windows of whole sentences that fit its input.

    It reads and writes `languages`. `options` says how to decode; their lengths are set for the text at hand.
    """

    def __init__(
        self,
        engine: Engine,
        name: str,
        *,
        languages: tuple[str, ...] = ("en",),
        prefix: str = "",
        options: Options | None = None,
    ) -> None:
        from summarizer.engines import Options

        self.engine, self.name, self.languages, self.prefix = engine, name, languages, prefix
        self.options = options or Options(beams=4, no_repeat_ngram=3)

    def condense_all(self, articles: Sequence[Reading]) -> list[list[Draft]]:
        """See `Condenser.condense_all`; one after the other, for each fills the model with its windows.

        Texts longer than the model's input go window by window, then what was written.
        """
        return [self._drafts(article) for article in articles]

    def _drafts(self, article: Reading) -> list[Draft]:
        keep = [s for i, s in enumerate(article.sentences) if article.usable is None or article.usable[i]]
        written = self._written(keep, article.count, article.language)
        drafts = [Draft(text, evidence.find(text, article.sentences, article.language)) for text in written]
        return [draft for draft in drafts if draft.sources]

    def check(self) -> None:
        """Raise BrokenModel if the model makes garbage of a short text."""
        text = CANARIES[self.languages[0]]
        if fault := garbage(" ".join(self._written([text], 2, self.languages[0])), text):
            raise BrokenModel(f"{self.name} fails its test text ({fault}): pull it again, or choose another")

    def _written(self, sentences: list[str], count: int, language: str) -> list[str]:
        from summarizer.sentences import split

        groups = windows(sentences, self.engine.count_tokens, self.engine.max_source_tokens - 8, prefix=self.prefix)
        while groups:
            # As many words as the bullets need, and no minimum that would make a short text ramble.
            share = max(2, -(-2 * count // len(groups)))
            longest = min(40 * share, 200)
            shortest = min(longest // 3, min(len(group.split()) for group in groups) // 3)
            options = replace(self.options, max_length=longest, min_length=shortest)
            hypotheses = self.engine.generate([self.prefix + group for group in groups], options)
            written = [s.text for hypothesis in hypotheses for s in split(hypothesis.text, language=language)]
            again = windows(written, self.engine.count_tokens, self.engine.max_source_tokens - 8, prefix=self.prefix)
            # What came out of several windows is summed up again, as long as that makes it shorter.
            if len(groups) <= count or len(again) >= len(groups):
                return written
            groups = again
        return []


def garbage(written: str, source: str) -> str | None:
    """What is wrong with a summary that has little to do with its source; None when it might be one."""
    found, given = words(written), set(words(source))
    if len(found) < FEWEST_WORDS:
        return "it wrote next to nothing"
    if len(set(found)) < len(found) / 3:
        return "it repeats itself"
    return None if sum(word in given for word in found) >= len(found) / 2 else "its words are not those of the text"


def windows(
    sentences: Sequence[str], count_tokens: Callable[[str], int], budget: int, *, prefix: str = ""
) -> list[str]:
    """Texts of consecutive whole sentences, each of at most `budget` tokens; a longer sentence is cut at a clause."""
    from summarizer.sentences import clauses

    found: list[str] = []
    current = ""
    for sentence in sentences:
        for part in clauses(sentence, lambda text: count_tokens(prefix + text) <= budget):
            longer = f"{current} {part.strip()}".strip()
            if current and count_tokens(prefix + longer) > budget:
                found.append(current)
                longer = part.strip()
            current = longer
    return [*found, current] if current else found


def load(name: str = "builtin", *, engine: str = "auto") -> Condenser:
    """The condenser called `name`: "builtin", a hub id, or a folder.

    Raises:
        UnknownModels: no such set, folder or id, or no model that could be used.
        ModelsMissing: known, but not on this machine.
        BrokenModel: its files are damaged, or it makes garbage of a short text.
    """
    from summarizer import engines
    from summarizer.engines import defaults
    from summarizer.models import store

    folder = Path(store.condenser_path(name))
    manifest, info = store.manifest(folder), store.info_of(folder)
    if manifest.get("way") == "shorten":
        loaded = engines.load(folder, kind="condenser", engine=engine)
        return SelectingCondenser(loaded, name, languages=tuple(manifest.get("languages", ("en",))))
    told = defaults.languages_of(folder) or tuple(manifest.get("languages", ()))
    languages = info.languages if info else tuple(code for code in told if code in CANARIES) or ("en",)
    loaded = engines.load(folder, kind="condenser", engine=engine, languages=(languages[0], languages[0]))
    condenser = _writing(loaded, name, languages, defaults.read(folder, "summarization"))
    if engine != "fake":
        condenser.check()
    return condenser


def _writing(engine: Engine, name: str, languages: tuple[str, ...], told: Defaults) -> WritingCondenser:
    """A free writer that decodes as the makers of its model do, apart from the lengths."""
    from summarizer.engines import Options

    options = Options(
        beams=told.beams or 4,
        no_repeat_ngram=3 if told.no_repeat_ngram is None else told.no_repeat_ngram,
        length_penalty=1.0 if told.length_penalty is None else told.length_penalty,
        repetition_penalty=told.repetition_penalty or 1.0,
    )
    return WritingCondenser(engine, name, languages=languages, prefix=told.prefix, options=options)
