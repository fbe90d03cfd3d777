from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.numerals import (
    arabic_ordinals,
    decimal,
    english_numbers,
    falling,
    hours_in_words,
    in_digits,
    month_values,
    numbers,
    parts_of_years,
    word_numbers,
)

LANGUAGES = st.sampled_from(["fr", "en"])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("4 264 km", ["4264"]),
        ("4\u202f264 km", ["4264"]),
        ("4.264 km", ["4264"]),
        ("1.200.000 habitants", ["1200000"]),
        ("12 000,50 euros", ["12000.5"]),
        ("12'500 francs", ["12500"]),
        ("3,5 %", ["3.5"]),
        ("0,05 gramme", ["0.05"]),
        ("3 milliards d'euros", ["3000000000"]),
        ("1,5 million", ["1500000"]),
        ("un prêt de 1 000 milliards", ["1000000000000"]),
        ("2 billions d'euros", ["2000000000000"]),
        ("100 autres millions", ["100000000"]),
        ("5 M€, 40 k€ et 3 Mds", ["5000000", "40000", "3000000000"]),
        ("un mur de 5 m", ["5"]),
        ("2 à 3 millions", ["2000000", "3000000"]),
        ("entre 2 et 3 milliards", ["2000000000", "3000000000"]),
        ("en 2020 et 3 millions ensuite", ["2020", "3000000"]),
        ("14h30, 14 h 30, 05H00, 20h", ["14:30", "14:30", "5:00", "20:00"]),
        ("à 15 heures 30 puis à 18 heures", ["15:30", "18"]),
        ("48 h d'attente", ["48"]),
        ("le 28/01/2026 ou le 28.01.2026", ["28", "1", "2026", "28", "1", "2026"]),
        ("2024-2025, 2024-25 et 1999-00", ["2024", "2025", "2024", "2025", "1999", "0"]),
        ("score de 3-1", ["3", "1"]),
        ("06 12 34 56 78", ["6", "12", "34", "56", "78"]),
        ("les années 80 et 1990", ["1980", "1990"]),
        ("la 2e place, le 21e, le 1er", ["2", "21", "1"]),
        ("au XXIe siècle, sous François Ier", ["21"]),
        ("Le Ce et Les Ve", ["5"]),
        ("mi-2024", ["2024"]),
    ],
)
def test_french_numbers(text: str, values: list[str]) -> None:
    assert numbers(text, "fr") == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("4,264 km", ["4264"]),
        ("70 000 seats", ["70000"]),
        ("3.5% or 5,6%", ["3.5", "5.6"]),
        ("$3bn, €5m, £1.2 million, $40K", ["3000000000", "5000000", "1200000", "40000"]),
        ("3,000 million", ["3000000000"]),
        ("4 thousand million", ["4000000000"]),
        ("a 3-million-dollar house", ["3000000"]),
        ("a 5 m wall", ["5"]),
        ("$2-$3 billion", ["2000000000", "3000000000"]),
        ("2:30 p.m., 14:30, 5 am and 12 a.m.", ["14:30", "14:30", "5:00", "0:00"]),
        ("the 1980s, the late 70s, the '60s", ["1980", "1970", "1960"]),
        ("a man in his 50s", ["50"]),
        ("the 2nd and the 21st", ["2", "21"]),
        ("2026-01-28", ["2026", "1", "28"]),
    ],
)
def test_english_numbers_by_value(text: str, values: list[str]) -> None:
    assert numbers(text, "en") == values


@pytest.mark.parametrize("name", ["SU7", "5G", "G20", "Covid-19", "A380", "CO2", "F-16", "MP3", "3D"])
def test_digits_of_a_name_are_no_number(name: str) -> None:
    assert numbers(f"Le modèle {name} arrive", "fr") == []
    assert numbers(f"The {name} model arrives", "en") == []


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("vingt-deux blessés", "fr", ["22"]),
        ("soixante et onze", "fr", ["71"]),
        ("quatre-vingts puis quatre-vingt-dix-sept", "fr", ["80", "97"]),
        ("deux cent mille personnes", "fr", ["200000"]),
        ("mille neuf cent quatre-vingt-quatre", "fr", ["1984"]),
        ("deux, trois et quatre", "fr", ["2", "3", "4"]),
        ("une douzaine, un homme, la première", "fr", ["12"]),
        ("troisièmement", "fr", ["3"]),
        ("trente pour cent", "fr", ["30"]),
        ("3,5 millions", "fr", []),
        ("twenty-two", "en", ["22"]),
        ("three hundred and fifty", "en", ["350"]),
        ("two and three", "en", ["2", "3"]),
        ("the twenty-first and the third", "en", ["21", "3"]),
        ("two million people, 3 million jobs", "en", ["2000000"]),
        ("in the seventies", "en", ["1970"]),
        ("one man, the first", "en", []),
    ],
)
def test_word_numbers(text: str, language: str, values: list[str]) -> None:
    assert word_numbers(text, language) == values


def test_month_values() -> None:
    assert month_values("le 3 mars et le 4 août", "fr") == {"3", "8"}
    assert month_values("on January 3", "en") == {"1"}


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("4 264 km", "4 264 km in a day", "4,264 km in a day"),
        ("4.264 km", "4.264 km", "4,264 km"),
        ("4 264 km", "4,264 km", "4,264 km"),
        ("3,5 % et 20 %", "3,5 % and 20 %", "3.5% and 20%"),
        ("1.200.000 et 12 000,50", "1.200.000 and 12 000,50", "1,200,000 and 12,000.50"),
        ("à 14h30", "at 14h30", "at 14:30"),
        ("en 2024, le 28.01.2026", "in 2024, on 28.01.2026", "in 2024, on 28.01.2026"),
        ("3,5 et 13,5", "13,5 and 3,5", "13.5 and 3.5"),
        (
            "La fusée Meteor-2H part à 14h30.",
            "The rocket Meteor-2H leaves at 14h30.",
            "The rocket Meteor-2H leaves at 14:30.",
        ),
    ],
)
def test_english_numbers(source: str, target: str, wanted: str) -> None:
    assert english_numbers(source, target) == wanted


def french(value: Decimal, space: str) -> str:
    return f"{value:,}".replace(",", space).replace(".", ",")


@given(st.decimals(min_value=0, max_value=10**12, places=2), st.sampled_from([" ", "\u00a0", "\u202f"]))
def test_a_number_has_one_value_in_both_languages(value: Decimal, space: str) -> None:
    plain = value.normalize() if value != value.to_integral() else Decimal(int(value))
    wanted = [decimal(value)] if value else ["0"]
    assert numbers(f"environ {french(plain, space)} tonnes", "fr") == wanted
    assert numbers(f"about {plain:,} tonnes", "en") == wanted


@given(st.integers(min_value=2, max_value=999), st.sampled_from(["million", "milliard"]))
def test_magnitudes_agree(count: int, magnitude: str) -> None:
    english = {"million": "million", "milliard": "billion"}[magnitude]
    assert numbers(f"{count} {magnitude}s d'euros", "fr") == numbers(f"€{count} {english}", "en")


@given(st.integers(0, 23), st.integers(0, 59))
def test_times_agree(hour: int, minute: int) -> None:
    english = f"{hour % 12 or 12}:{minute:02} {'p' if hour >= 12 else 'a'}.m."
    assert numbers(f"à {hour}h{minute:02}", "fr") == numbers(f"at {english}", "en") == [f"{hour}:{minute:02}"]


@given(st.text(), LANGUAGES)
def test_no_text_is_too_odd(text: str, language: str) -> None:
    for value in [*numbers(text, language), *word_numbers(text, language)]:
        assert value[:1].isdigit()
    english_numbers(text, text)


@given(st.text(alphabet="0123456789 .,:/-hHMkm€$%’XVIe", max_size=40), LANGUAGES)
def test_no_run_of_digits_is_too_odd(text: str, language: str) -> None:
    assert all(value[:1].isdigit() for value in numbers(text, language))
    english_numbers(text, text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("À la fin du XIXe siècle.", "À la fin du 19e siècle."),
        ("Aux XIXe et XXe siècles, Louis XIV était mort.", "Aux 19e et 20e siècles, Louis XIV était mort."),
        ("Le XVème siècle", "Le 15ème siècle"),
        ("Le XVIe arrondissement", "Le 16e arrondissement"),
        ("Napoléon Ier et Louis XIV", "Napoléon Ier et Louis XIV"),
    ],
)
def test_ordinals_in_digits(text: str, wanted: str) -> None:
    assert arabic_ordinals(text) == wanted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quarante-six magasins ferment.", "46 magasins ferment."),
        ("Dix-neuf ans après, vingt et un élèves.", "19 ans après, 21 élèves."),
        ("Onze villes et dix communes.", "11 villes et dix communes."),
        ("Trente mille personnes.", "30 000 personnes."),
        ("Trois millions d'euros, vingt pour cent.", "Trois millions d'euros, 20 pour cent."),
        ("Les Vingt-Sept se réunissent.", "Les Vingt-Sept se réunissent."),
        ("Mille mercis et une quinzaine de fleurs.", "Mille mercis et une quinzaine de fleurs."),
        ("En 2013, 12 ans plus tard.", "En 2013, 12 ans plus tard."),
    ],
)
def test_cardinals_in_digits(text: str, expected: str) -> None:
    assert in_digits(text) == expected


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("163 cas en 24 h, dont 3 graves.", "163 cas en 24 heures, dont 3 graves."),
        ("Fermé à 18h.", "Fermé à 18 heures."),
        ("Vers 1 h, à 120 km/h", "Vers 1 heure, à 120 km/h"),
        ("À 18h30 et à 18 h 30", "À 18h30 et à 18 h 30"),
        ("L'A20 H et 24 hommes", "L'A20 H et 24 hommes"),
    ],
)
def test_hours_in_words(text: str, wanted: str) -> None:
    assert hours_in_words(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("La facture passera de 1 180 à 940 euros.", "La facture tombera de 1 180 à 940 euros."),
        ("La part est passée de 60,5 % à 25 %.", "La part est tombée de 60,5 % à 25 %."),
        ("Passé de 40 à 12 élèves, le club", "Tombé de 40 à 12 élèves, le club"),
        ("Il passe de 3 milliards d'euros à 900 millions.", "Il tombe de 3 milliards d'euros à 900 millions."),
        ("Il passe de 900 millions à 3 milliards d'euros.", "Il passe de 900 millions à 3 milliards d'euros."),
        ("Le loyer passe de 500 à 800 euros.", "Le loyer passe de 500 à 800 euros."),
        ("Le début passe de 20 h 30 à 18 h.", "Le début passe de 20 h 30 à 18 h."),
        ("Le début passe de 20 h à 18 h.", "Le début passe de 20 h à 18 h."),
        ("Il passe de 12 élèves.", "Il passe de 12 élèves."),
    ],
)
def test_what_falls_is_told_so(text: str, wanted: str) -> None:
    assert falling(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Fin 2024, le pont a fermé.", "À la fin de 2024, le pont a fermé."),
        ("Début 1998, le pont a fermé.", "Au début de 1998, le pont a fermé."),
        ("Mi-2025, le pont a fermé.", "Au milieu de 2025, le pont a fermé."),
        ("Fin janvier 2024, le pont a fermé.", "Fin janvier 2024, le pont a fermé."),
        ("Le pont a fermé fin 2024.", "Le pont a fermé fin 2024."),
        ("Fin 20245", "Fin 20245"),
    ],
)
def test_parts_of_years(text: str, wanted: str) -> None:
    assert parts_of_years(text) == wanted
