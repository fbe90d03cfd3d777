from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.words import content_words, coverage, fold, similarity, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [("L’été d'Anne", ["ete", "anne"]), ("The mayor's boats", ["the", "mayor", "boats"]), ("", []), ("--- !", [])],
)
def test_words_are_folded_without_elisions(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_forms_of_a_word_meet() -> None:
    assert content_words("The councils announced", "en") == content_words("council announce", "en")
    assert coverage(content_words("La construction", "fr"), content_words("construire des constructions", "fr")) == 1.0


def test_coverage_and_similarity() -> None:
    tower, boat = content_words("old tower harbour", "en"), content_words("red boat sails", "en")
    assert coverage([], tower) == 1.0
    assert similarity(tower, tower) == 1.0
    assert similarity(tower, boat) == 0.0
    assert similarity([], boat) == 0.0
    # The shorter side decides: what is wholly said by a longer sentence is a double.
    assert similarity(tower, content_words("The old tower near the harbour was sold", "en")) == 1.0


@given(st.text(), st.text(), st.sampled_from(["fr", "en"]))
def test_coverage_is_a_share(one: str, other: str, language: str) -> None:
    part, whole = content_words(one, language), content_words(other, language)
    assert 0 <= coverage(part, whole) <= 1
    assert coverage(part, part) == 1
    assert similarity(part, whole) == similarity(whole, part) or len(set(part)) == len(set(whole))


def test_fold() -> None:
    assert fold("L’Œuvre d'Été") == "l'oeuvre d'ete"
