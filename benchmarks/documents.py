"""Whole articles: a batch of them against a plain loop, and what lead and TextRank need for the same."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from benchmarks import peers, shapes, texts
from benchmarks.table import Bar, Clock, Result, Table, at_least, milliseconds, times

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.run import Settings

BEAMS = 4
WORDS = 120
BULLETS = 5

_NOTE = (
    f"Built-in weights, {BEAMS} beams. The loop takes as many sentences of each article as ours does for {BULLETS} bullets, from its "
    "beginning, shortens the long ones of them, and translates every sentence, with the models in transformers, one by one; it does nothing else: no "
    "cleaning, no choice, no check. Ours does all of that, and translates only what the bullets need, but also what it shortened."
)


def measure(settings: Settings, work: Path, tell: Callable[[str], None]) -> Result:
    """A batch of 32 French articles, and single ones of 700 words."""
    count = 2 if settings.quick else 32
    articles = [texts.article(40 if settings.quick else WORDS, seed) for seed in range(100, 100 + count)]
    batch, bar = _batch(settings, work, articles, tell)
    return Result((batch, _single(settings, tell)), (bar,))


def _batch(settings: Settings, work: Path, articles: list[str], tell: Callable[[str], None]) -> tuple[Table, Bar]:
    from summarizer import Summarizer

    clock = settings.clock()
    tell(f"{len(articles)} articles, plain loop")
    translating, shortening = _plain(settings, work, articles)
    plain = translating + shortening
    summarizer = Summarizer(models="builtin")
    summarizer(texts.EXAMPLE)
    tell(f"{len(articles)} articles, ours")
    single = clock.time(lambda: [summarizer(article) for article in articles])
    together = clock.time(lambda: list(summarizer.stream(articles)))
    ways = (
        ("plain loop: every sentence translated, candidates shortened", plain),
        ("the translations of that alone", translating),
        ("`Summarizer`, one article after the other", single),
        ("`Summarizer.stream`", together),
    )
    rows = tuple((n, f"{s:.2f}", milliseconds(s / len(articles)), times(plain / s)) for n, s in ways)
    table = Table(
        f"{len(articles)} French articles of {len(articles[0].split())} words into English bullets",
        ("way", "seconds", "ms an article", "against the loop"),
        rows,
        (_NOTE,),
    )
    return table, at_least(f"{len(articles)} articles in a batch, against the plain loop", 8.0, plain / together)


def _plain(settings: Settings, work: Path, articles: list[str]) -> tuple[float, float]:
    """Seconds that plain loops take to translate the sentences of all articles, and to shorten the candidates."""
    from summarizer.sentences import split
    from summarizer.summarization import CANDIDATES_PER_BULLET, MARKS, SHORT_ENOUGH

    found = [
        [s.plain for paragraph in article.split("\n\n")[1:] for s in split(paragraph, language="fr")]
        for article in articles
    ]
    candidates = CANDIDATES_PER_BULLET * BULLETS
    long = [[MARKS["fr"] + s for s in sentences[:candidates] if len(s.split()) > SHORT_ENOUGH] for sentences in found]
    seconds = []
    for make, rows in ((shapes.builtin, found), (shapes.builtin_condenser, long)):
        plain = peers.Plain(make(work).checkpoint, beams=BEAMS, length=None, threads=settings.threads)
        sentences = list(chain.from_iterable(rows))
        loop = partial(plain.loop, sentences)
        seconds.append(Clock(runs=1).time(loop, warm=partial(plain.loop, sentences[:1])))
    return seconds[0], seconds[1]


def _single(settings: Settings, tell: Callable[[str], None]) -> Table:
    from summarizer import Summarizer

    tell("one article")
    article = texts.article(100 if settings.quick else 700, seed=7)
    english, french = Summarizer(models="builtin"), Summarizer(models="builtin", to="fr")
    clock = settings.clock()
    ways: dict[str, Callable[[], object]] = {
        "lead: the first five sentences": lambda: _lead(article),
        "TextRank (sumy): five sentences": lambda: _textrank(article),
        "ours, bullets in French": lambda: french(article),
        "ours, bullets in English": lambda: english(article),
        "ours, the whole article in English": lambda: english.translate(article),
    }
    rows = tuple((name, milliseconds(clock.time(way, warm=way))) for name, way in ways.items())
    return Table(f"One French article of {len(article.split())} words", ("way", "ms"), rows)


def _sentences(article: str) -> list[str]:
    from summarizer.sentences import split

    return [s.plain for paragraph in article.split("\n\n") for s in split(paragraph, language="fr")]


def _lead(article: str) -> list[str]:
    return _sentences(article)[:5]


def _textrank(article: str) -> list[str]:
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.summarizers.text_rank import TextRankSummarizer

    class Words:
        def to_words(self, text: str) -> list[str]:
            return text.lower().split()

    sentences = [Sentence(text, Words()) for text in _sentences(article)]
    return [str(sentence) for sentence in TextRankSummarizer()(ObjectDocumentModel([Paragraph(sentences)]), 5)]
