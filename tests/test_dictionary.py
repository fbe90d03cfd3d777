from __future__ import annotations

import pytest

from summarizer.dictionary import coined, is_word, words
from training.dictionary import kept


@pytest.mark.parametrize("word", ["bridge", "colour", "color", "organised", "blockchain", "cafés", "re-election"])
def test_words(word: str) -> None:
    assert is_word(word)


@pytest.mark.parametrize("word", ["Saint-Aubrac", "NATO", "don't", "of", "5th", "", "iPhone", "Demolia"])
def test_what_is_not_asked_for(word: str) -> None:
    assert is_word(word)


@pytest.mark.parametrize("word", ["demolia", "lycated", "mythe", "co-oper", "influenceing"])
def test_no_words(word: str) -> None:
    assert not is_word(word)


def test_pieces_of_coined_words() -> None:
    pieces = ["▁The", "▁my", "the", "▁of", "▁lic", "ated", ",", "▁co", "-", "op", "er", ".", '▁"', "▁end"]
    assert coined(pieces) == (("\u2581my", "the"), ("\u2581lic", "ated"), ("\u2581co", "-", "op", "er"))
    assert coined(()) == ()


def test_the_list_is_large_and_made_of_small_letters() -> None:
    assert len(words()) > 100_000
    assert all(word.islower() and len(word) >= 3 for word in words())


def test_the_list_is_made_of_words_in_small_letters() -> None:
    assert kept(["Ab\nab\nabc\nthe dog\ndog\n", "dog\ncat's\ncat\n"]) == ["abc", "cat", "dog"]
