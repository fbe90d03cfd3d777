"""Numbers with what they count, and when two of them can't both be true."""

from __future__ import annotations

from decimal import Decimal

import pytest

from summarizer.quantities import DATE, TIME, YEAR, conflicts, quantities


def units(text: str, language: str = "en") -> list[tuple[object, str]]:
    return [(found.value, found.unit or found.heads[0]) for found in quantities(text, language)]


def told_differently(one: str, other: str) -> list[tuple[str, str]]:
    return [(mine.told, its.told) for mine, its in conflicts(quantities(one, "en"), quantities(other, "en"))]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The fire took 12 houses and three barns.", "en", [(Decimal(12), "hous"), (Decimal(3), "barn")]),
        ("Le feu a pris douze maisons.", "fr", [(Decimal(12), "maison")]),
        ("It cost €38.4 million, or 14% more.", "en", [(Decimal(38400000), "eur"), (Decimal(14), "%")]),
        ("Il coûte 38,4 millions d'euros, soit 14 % de plus.", "fr", [(Decimal(38400000), "eur"), (Decimal(14), "%")]),
        ("Prices rose by 3 per cent.", "en", [(Decimal(3), "%")]),
        ("Les prix montent de 3 pour cent.", "fr", [(Decimal(3), "%")]),
        ("A 14-kilometre line was built.", "en", [(Decimal(14), "km")]),
        ("It opened on 3 May 2024.", "en", [((3, 5, 2024), DATE)]),
        ("It opened on May 3rd.", "en", [((3, 5, 0), DATE)]),
        ("Il a ouvert le 1er mai.", "fr", [((1, 5, 0), DATE)]),
        ("Il a ouvert en mai 2024.", "fr", [((0, 5, 2024), DATE)]),
        ("Work starts in 2027.", "en", [(Decimal(2027), YEAR)]),
        ("They met at 2.30 pm.", "en", [("14:30", TIME)]),
        ("The toll rose to 12.", "en", []),
        ("He came second.", "en", []),
        ("Un pont neuf ouvre.", "fr", []),
    ],
)
def test_what_is_counted(text: str, language: str, expected: list[tuple[object, str]]) -> None:
    assert units(text, language) == expected


def test_it_is_told_as_it_stands() -> None:
    told = [found.told for found in quantities("Fire took twelve wooden houses, cost $3.5 bn and 14 per cent.", "en")]
    assert told == ["twelve wooden houses", "$3.5 bn", "14 per cent"]


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("Fire took 12 houses.", "Fifteen houses were lost.", [("12 houses", "Fifteen houses")]),
        ("It costs 38 million euros.", "They pay €41 million.", [("38 million euros", "€41 million")]),
        ("It fell by 14%.", "It fell by 41 percent.", [("14%", "41 percent")]),
        ("It opens on 3 May.", "It opens on May 4.", [("3 May", "May 4")]),
        ("It opens in 2027.", "It opens in 2028.", [("2027", "2028")]),
        ("More than 900 homes.", "About 500 homes.", [("900 homes", "500 homes")]),
        ("It lost 12 wooden houses.", "It lost 15 houses.", [("12 wooden houses", "15 houses")]),
    ],
)
def test_a_conflict(one: str, other: str, told: list[tuple[str, str]]) -> None:
    assert told_differently(one, other) == told
    assert told_differently(other, one) == [(its, mine) for mine, its in told]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fire took 12 houses.", "Fire took twelve houses."),
        ("Fire took 12 houses.", "Fire took 15 cars."),
        ("It costs 38 million euros.", "It costs 38.4 million euros."),
        ("About 400 homes.", "It has 412 homes."),
        ("More than 400 homes.", "It has 520 homes."),
        ("Up to 400 homes.", "It has 380 homes."),
        ("It opens on 3 May.", "It opens on 3 May 2024."),
        ("It opens in May 2024.", "It opens on 3 May."),
        ("It fell from 14% to 12%.", "It fell to 13%."),
        ("It fell.", "It fell by 13%."),
        ("In 2024 it fell by 3%.", "In 2023 it fell by 5%."),
    ],
)
def test_no_conflict(one: str, other: str) -> None:
    assert told_differently(one, other) == []
    assert told_differently(other, one) == []
