from __future__ import annotations

import pytest

from summarizer.text import HINT, PLACEHOLDERS, plain


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
