from __future__ import annotations

import pytest

from summarizer.shortening import faithful, tidy, trims, without_connector


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("However, the bridge is closed.", "en", "The bridge is closed."),
        ("But the bridge is closed.", "en", "The bridge is closed."),
        ("En effet, le pont est fermé.", "fr", "Le pont est fermé."),
        ("Mais le pont est fermé.", "fr", "Le pont est fermé."),
        ("The bridge is closed.", "en", "The bridge is closed."),
    ],
)
def test_connectors_go(text: str, language: str, expected: str) -> None:
    assert without_connector(text, language) == expected


def test_tidy() -> None:
    assert tidy("A  line , with odd ,, marks") == "A line, with odd, marks."


def test_an_aside_goes_first_and_the_sentence_stays_whole() -> None:
    sentence = (
        "The ferry between Port Arlen and the islands (the only one in winter) was stopped on Friday by the harbour "
        "master, who had found a crack in the hull."
    )
    short = trims(sentence, "en", 18)
    assert "(" not in short
    assert short.startswith("The ferry between Port Arlen and the islands was stopped")
    assert short.endswith(".")


def test_french_relative_clause_goes() -> None:
    sentence = "Le bac de Port-Arlen, qui relie depuis trente ans les deux rives du fleuve, a été arrêté vendredi par la capitainerie."
    assert trims(sentence, "fr", 14) == "Le bac de Port-Arlen a été arrêté vendredi par la capitainerie."


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The school did not close, although the council had asked for it twice in the spring of last year.", "en"),
        ("L'école n'a pas fermé, bien que le conseil l'ait demandé deux fois au printemps de l'année dernière.", "fr"),
    ],
)
def test_a_negation_is_never_trimmed_away(sentence: str, language: str) -> None:
    assert {"not", "pas"} & set(trims(sentence, language, 8).rstrip(".").replace(",", "").split())


def test_a_short_sentence_is_left_alone() -> None:
    assert trims("The ferry stops at noon.", "en", 20) == "The ferry stops at noon."


SOURCE = "The council of Arlen voted on Monday to keep 14 of its 20 schools, but it did not say which ones."


@pytest.mark.parametrize(
    ("short", "good"),
    [
        ("The council of Arlen voted to keep 14 of its 20 schools, but it did not say which ones.", True),
        ("The council of Arlen voted on Monday to keep 14 of its 20 schools.", False),  # the negation is lost
        ("The council of Arlen did not vote to keep 15 of its 20 schools.", False),  # a number of its own
        ("The mayor of Arlen did not say which ones it voted to keep.", False),  # a word of its own
        ("Arlen council, 14 schools, not which.", False),  # a headline
        ("The council did not say", False),  # no end
    ],
)
def test_faithful(short: str, good: bool) -> None:
    assert faithful(short, SOURCE, "en") is good
