from __future__ import annotations

import pytest

from summarizer import facts
from summarizer.placeholders import find, is_number, mask, unmask

PAIR = ("fr", "en")


@pytest.mark.parametrize(
    ("text", "thing", "written"),
    [
        ("Il y a 1 200 euros.", "1200", "1 200"),
        ("Il y a 3,5 milliards d'euros.", "3500000000", "3,5"),
        ("En 2019, 45 voisins", "45", "45"),
        ("En 2019 45 voisins", "2019", "2019"),
        ("Rendez-vous à 14h30.", "14:30", "14h30"),
        ("Rendez-vous à 14 h 30.", "14:30", "14 h 30"),
        ("Une ferme de 14 hectares", "14", "14"),
        ("Le 3 mars 2024", "3", "3"),
        ("La 5G de Renault arrive.", "5G", "5G"),
        ("Chez Jean-Pierre Martin", "Jean-Pierre", "Jean-Pierre"),
        ("On a dit trois fois", "3", None),
        ("Rien ici", "Dupont", None),
    ],
)
def test_find(text: str, thing: str, written: str | None) -> None:
    span = find(text, thing, "fr")
    assert (text[slice(*span)] if span else None) == written


def test_find_in_english() -> None:
    text = "It costs 1,200 dollars."
    assert find(text, "1200", "en") == (9, 14)


def test_what_is_a_number() -> None:
    assert [is_number(thing) for thing in ("1200", "3.5", "14:30", "5G", "A380", "Paris")] == [True] * 3 + [False] * 3


def test_there_and_back() -> None:
    source = "Claire Dumont a vendu 1 200 voitures à Lyon à 14h30."
    lost = facts.missing(source, "", *PAIR)
    masked, marks = mask(source, lost, PAIR)
    assert not any(thing in masked for thing in ("Dumont", "1 200", "Lyon", "14h30"))
    assert set(marks.values()) >= {"Dumont", "1,200", "Lyon", "14:30"}
    back = unmask(masked, marks)
    assert facts.missing(source, back, *PAIR) == []


def test_a_name_that_stands_twice_gets_one_mark() -> None:
    masked, marks = mask("À Lyon, on aime Lyon.", ["Lyon"], PAIR)
    assert masked == "À ⟦0⟧, on aime ⟦0⟧."
    assert marks == {"⟦0⟧": "Lyon"}


def test_taken_and_too_few_placeholders() -> None:
    text = "⟦0⟧ " + " ".join(f"Nom{i}x" for i in range(12))
    masked, marks = mask(text, [f"Nom{i}x" for i in range(12)], PAIR)
    assert list(marks) == [f"⟦{i}⟧" for i in range(1, 7)]
    assert masked.count("Nom") == 6


def test_french_numbers_stay_french() -> None:
    assert mask("It costs 1,200 dollars.", ["1200"], ("en", "fr"))[1] == {"⟦0⟧": "1,200"}
