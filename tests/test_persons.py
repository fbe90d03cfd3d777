from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.persons import last_names, persons


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Anna Hale met Mr Crane.", [(0, "Anna Hale", "f"), (14, "Mr Crane", "m")]),
        ("Mme Roy et M. Roy.", [(0, "Mme Roy", "f"), (11, "M. Roy", "m")]),
        ("President Paul de Vries spoke.", [(10, "Paul de Vries", "m")]),
        ("Marie-Claire Roy, Jean-Marie Roy.", [(0, "Marie-Claire Roy", "f"), (18, "Jean-Marie Roy", "m")]),
        ("The actress Kiri Tane left.", [(12, "Kiri Tane", "f")]),
        ("Kiri Tane left Port Arlen.", [(0, "Kiri Tane", ""), (15, "Port Arlen", "")]),
        ("The spokeswoman Paul Hale left.", [(16, "Paul Hale", "")]),
        ("Brian O'Neill's boat.", [(0, "Brian O'Neill", "m")]),
        ("Rain fell on Arlen.", []),
    ],
)
def test_persons(text: str, found: list[tuple[int, str, str]]) -> None:
    assert persons(text) == found


def test_last_names() -> None:
    assert last_names(["Anna Hale", "M. Lévy"]) == {"hale", "levy"}


@given(st.text(alphabet="ABab Mr.é'-", max_size=60))
def test_places_are_right(text: str) -> None:
    for place, name, _ in persons(text):
        assert text.startswith(name.split()[0], place)
