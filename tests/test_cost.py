"""Guards of the speed, none of which looks at a clock: what the models are asked, and how calls grow with the input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import texts
from summarizer import Summarizer
from summarizer.engines.fake import FakeEngine

if TYPE_CHECKING:
    from collections.abc import Callable

BULLETS = 5


def fake() -> Summarizer:
    return Summarizer(models="builtin", engine="fake", bullets=BULLETS)


def asked(summarizer: Summarizer) -> list[list[str]]:
    """The batches that the translation model was given."""
    engine = summarizer.translator("fr").engine
    assert isinstance(engine, FakeEngine)
    return [batch for batch, _ in engine.calls if batch]


def calls(work: Callable[[], object]) -> int:
    """How many functions `work` calls, those of C among them."""
    count = 0

    def see(_frame: Any, event: str, _arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(see)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def test_only_what_the_bullets_need_is_translated() -> None:
    summarizer, article = fake(), texts.article(1_500)
    summary = summarizer(article)
    rows = [row for batch in asked(summarizer) for row in batch]
    assert len(summary.bullets) == BULLETS
    # A bullet, its evidence, and a title; half as many again for what is tried twice.
    assert len(rows) <= 1.5 * (2 * BULLETS + 1)
    assert len(rows) < 0.5 * article.count(".")
    assert len(asked(summarizer)[0]) <= 2 * BULLETS + 1


def test_nothing_is_translated_for_french_bullets() -> None:
    summarizer = Summarizer(models="builtin", engine="fake", to="fr")
    assert summarizer(texts.article(200)).bullets
    assert asked(summarizer) == []


def test_articles_of_a_stream_are_translated_together() -> None:
    alone, together = fake(), fake()
    articles = [texts.article(120, seed) for seed in range(8)]
    assert len(list(alone.stream(articles[:1]))) == 1
    assert len(list(together.stream(articles))) == len(articles)
    assert len(asked(together)) <= len(asked(alone)) + 3
    assert sum(map(len, asked(together))) > 4 * sum(map(len, asked(alone)))


@pytest.mark.parametrize("to", ["fr", "en"])
def test_the_work_grows_with_the_length_and_no_faster(to: str) -> None:
    summarizer = Summarizer(models="builtin", engine="fake", to=to)
    short, long = texts.article(1_500), texts.article(6_000)
    summarizer(short)
    assert calls(lambda: summarizer(long)) < 4.4 * calls(lambda: summarizer(short))


def test_the_work_grows_with_the_number_of_articles_and_no_faster() -> None:
    summarizer = fake()
    articles = [texts.article(100, seed) for seed in range(24)]
    few, many = articles[:6], articles
    list(summarizer.stream(many))
    assert calls(lambda: list(summarizer.stream(many))) < 4.6 * calls(lambda: list(summarizer.stream(few)))


def test_the_profile_counts_calls() -> None:
    """Else the two tests above would prove nothing."""
    few, many = (calls(lambda count=count: [abs(i) for i in range(count)]) for count in (10, 110))
    assert many - few == 100


def test_the_memory_of_words_is_bounded() -> None:
    """A stream of thousands of articles must not keep all their words."""
    from summarizer import words

    for value in vars(words).values():
        if hasattr(value, "cache_info"):
            assert value.cache_info().maxsize is not None
