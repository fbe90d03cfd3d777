from __future__ import annotations

import pytest

from summarizer.text import HINT, PLACEHOLDERS, apart, plain, quoted, together


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("« Bonjour », dit-elle.", '"Bonjour", dit-elle.'),
        ("« Bonjour »", '"Bonjour"'),
        ("L’été à 3 500 €", "L'été à 3 500 €"),
        ("“Hello” ‘there’", "\"Hello\" 'there'"),
        ("e\u0301te\u0301", "été"),
        ("  deux\n lignes\t ", "deux lignes"),
        ("co\u00adupe\u200b", "coupe"),
        ("", ""),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected
    assert plain(expected) == expected


def test_placeholders() -> None:
    assert PLACEHOLDERS[0] == "⟦0⟧"
    assert len({*PLACEHOLDERS, HINT}) == 8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Non", dit-elle.', '" Non", dit-elle.'),
        ('Le "grand soir" (1998)', 'Le " grand soir" ( 1998)'),
        ('L\'"affaire" ("non")', 'L\'" affaire" (" non")'),
        ('A "no". "Yes"', 'A " no". " Yes"'),
        ("\"They shouted 'no!'\" said the mayor.", "\" They shouted 'no!'\" said the mayor."),
        ("\"A 'mess,'\" she said.", "\" A 'mess,'\" she said."),
        ("rien", "rien"),
        ("", ""),
    ],
)
def test_quotes_and_brackets_are_set_apart_from_what_they_open(text: str, expected: str) -> None:
    assert apart(text) == expected
    assert apart(expected) == expected
    assert together(expected) == text


def test_a_closing_quote_keeps_its_space() -> None:
    assert together('" Why not? " he said') == '"Why not? " he said'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('" Non ", dit-elle.', '"Non", dit-elle.'),
        ('"Non" et " oui ".', '"Non" et "oui".'),
        ('" Non, dit-elle.', '" Non, dit-elle.'),
        ("Non.", "Non."),
    ],
)
def test_quotes_without_spaces_within(text: str, expected: str) -> None:
    assert quoted(text) == expected
