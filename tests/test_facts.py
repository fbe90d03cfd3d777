from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.facts import (
    fold,
    invented,
    invented_numbers,
    missing,
    missing_names,
    missing_numbers,
    names,
    translated_names,
)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("La ville compte 4 264 habitants.", "The town has 4,264 inhabitants."),
        ("Le budget atteint 3 milliards d'euros.", "The budget is €3bn."),
        ("Il a couru 12 km en trois heures.", "He ran twelve km in 3 hours."),
        ("Rendez-vous à 14h30.", "Meet at 2:30 p.m."),
        ("Rendez-vous à 14 heures.", "Meet at 2 p.m."),
        ("Rendez-vous à 14 h.", "Meet at 14:00."),
        ("Ouvert 24h/24.", "Open 24 hours a day."),
        ("Dans les années 80, tout changea.", "In the 1980s everything changed."),
        ("Depuis les années 70.", "Since the seventies."),
        ("La saison 2024-2025 commence.", "The 2024-25 season begins."),
        ("Le 28/01/2026, le pont ouvrira.", "The bridge will open on January 28, 2026."),
        ("Le 1er mars, la neige tomba.", "On the first of March, snow fell."),
        ("L'art du XIXe siècle.", "The art of the 19th century."),
        ("L'art du XIXe siècle.", "The art of the nineteenth century."),
        ("Entre 2 et 3 millions de voix.", "Between 2 million and 3 million votes."),
        ("Il y a 19 cas de grippe.", "There are 19 cases of flu."),
        ("Vingt-deux blessés et 300.000 sinistrés.", "Twenty-two injured and three hundred thousand victims."),
        ("Les deux frères, une dizaine d'années plus tard.", "Both brothers, a decade later."),
        ("Le taux baisse de trente pour cent.", "The rate is 30% lower."),
        ("Un tiers des élèves.", "A third of the pupils."),
    ],
)
def test_the_same_numbers(source: str, target: str) -> None:
    assert missing_numbers(source, target, "fr", "en") == []
    assert missing_numbers(target, source, "en", "fr") == []


@pytest.mark.parametrize(
    ("source", "target", "lost"),
    [
        ("La ville compte 4 264 habitants.", "The town has 4,624 inhabitants.", ["4264"]),
        ("Le budget atteint 3 milliards d'euros.", "The budget is €3 million.", ["3000000000"]),
        ("Le 3 mars 2026.", "In March 2026.", ["3"]),
        ("Le 26 janvier 2025.", "On January 26.", ["2025"]),
        ("Rendez-vous à 14h30.", "Meet at 2:15 p.m.", ["14:30"]),
        ("Quatre morts.", "Five dead.", ["4"]),
        ("La file avance de 4.264 km.", "The queue moves by 4.264 km.", ["4264"]),
        ("Le XXIe siècle.", "The 20th century.", ["21"]),
    ],
)
def test_lost_numbers(source: str, target: str, lost: list[str]) -> None:
    assert missing_numbers(source, target, "fr", "en") == lost


def test_a_time_may_lose_its_half_of_the_day() -> None:
    assert missing_numbers("Séance levée à 23 h 20.", "The sitting closed at 11.20.", "fr", "en") == []


def test_numbers_inside_names_hold() -> None:
    assert missing_numbers("Les 19 cas de covid-19", "The 19 cases of COVID-19", "fr", "en") == []
    assert missing_numbers("la covid-19", "COVID-19", "fr", "en") == []


def test_invented_numbers() -> None:
    evidence = "Three people were hurt and half of the 12 boats sank at 2:30 p.m."
    assert invented_numbers("At 14:30 six of 12 boats sank and 3 people were hurt.", evidence, "en") == ["6"]
    assert invented_numbers("Half of the boats sank.", evidence, "en") == []
    assert invented_numbers("Four people were hurt.", evidence, "en") == ["4"]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Hier, Charles de Gaulle a vu L'Oréal et McDonald's.", "fr", ["Charles", "Gaulle", "Oréal", "McDonald"]),
        ("Le projet d'Estaing et celui qu'Airbus défend.", "fr", ["Estaing", "Airbus"]),
        ("L'Iran et l'Arctique inquiètent.", "fr", ["Iran", "Arctique"]),
        ("L'administration se tait.", "fr", []),
        ("Selon Mme Dupont-Moretti, mardi, M. Léo viendra en Mars.", "fr", ["Dupont-Moretti", "Léo"]),
        ("La 5G, la SU7 et le Covid-19 de l'iPhone.", "fr", ["5G", "SU7", "Covid-19", "iPhone"]),
        ("Le Monde et La Poste", "fr", ["Monde", "Poste"]),
        ("Pluie sur Lyon. Neige sur Metz. « Verglas » à Brest.", "fr", ["Lyon", "Metz", "Brest"]),
        ("Renault grandit. Les usines de Renault aussi.", "fr", ["Renault"]),
        ("Emma Martin parle, Emma rit.", "fr", ["Emma", "Martin"]),
        ("ONU : la Suisse hésite.", "fr", ["ONU", "Suisse"]),
        ("Don't tell O'Brien's sister; I'm in May.", "en", ["O'Brien"]),
        ("The firm's R&D in the US and in Aix-en-Provence.", "en", ["R&D", "US", "Aix-en-Provence"]),
        ("Farmers Fear Another Very Dry Summer In Northern Spain And US", "en", ["US"]),
        ("FARMERS FEAR ANOTHER VERY DRY SUMMER IN SPAIN", "en", []),
        (
            "Anna Karlsson, Boris Petrov and Carla Ruiz met.",
            "en",
            ["Anna", "Karlsson", "Boris", "Petrov", "Carla", "Ruiz"],
        ),
    ],
)
def test_names(text: str, language: str, found: list[str]) -> None:
    assert names(text, language) == found


def test_initial_names() -> None:
    assert names("Boris left.") == []
    assert names("Boris left.", initial=True) == ["Boris"]
    assert names("The boat left. He stayed.", initial=True) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Elle vit à Xiamen avec Netanyahou.", "She lives in Xiamen with Netanyahu."),
        ("Le plan de Gorbatchev pour la Chine.", "Gorbachev's plan for China."),
        ("Un accord avec l'Iran et l'Europe.", "An Iranian and European deal."),
        ("Une note de l'Union européenne.", "A note from the EU."),
        ("Le marché UE-Lituanie.", "The Lithuanian market of the EU."),
        ("Chez Jean-Pierre Schröder.", "At Jean Pierre Schroeder's."),
        ("La loi des U.S.A. et de Mme Roy.", "The law of the USA and of Ms Roy."),
        ("Depuis mardi, Volkswagen recule.", "Volkswagen has been falling since Tuesday."),
    ],
)
def test_the_same_names(source: str, target: str) -> None:
    assert missing_names(source, target, "fr", "en") == []


def test_lost_names() -> None:
    assert missing("Le patron de Xiaomi vend 3 SU7.", "The head of Xiami sells 3 SU8.", "fr", "en") == ["Xiaomi", "SU7"]
    assert missing_names("Lucie et Marc à Brest", "Lucie in Brest", "fr", "en") == ["Marc"]
    assert missing_names("Here is London.", "Voilà.", "en", "en") == ["London"]


def test_invented() -> None:
    evidence = "On Tuesday, the officials of Nantes told Le Soir that the 12 trams of the U.S. firm are late."
    assert invented("Nantes officials told Le Soir that 12 trams are late.", evidence, "en") == []
    assert invented("Official tells Le Soir: US trams are late.", evidence, "en") == []
    assert invented("Officials in Angers say 14 trams are late.", evidence, "en") == ["14", "Angers"]
    assert invented("Macron told Le Soir.", evidence, "en") == ["Macron"]


def test_translated_names_are_folded() -> None:
    assert "allemagne" in translated_names()
    assert all(name == fold(name) for name in translated_names())


@given(st.text())
def test_nothing_is_missing_in_a_copy(text: str) -> None:
    assert missing_numbers(text, text, "fr", "fr") == []
    assert missing_numbers(text, text, "en", "en") == []
    assert invented_numbers(text, text, "en") == []


@given(st.text(alphabet="AÉab'’-. &1LlDd\"«:", max_size=40), st.sampled_from(["fr", "en"]))
def test_no_name_is_missing_in_a_copy(text: str, language: str) -> None:
    assert missing_names(text, text, language, language) == []


@given(st.text(), st.sampled_from(["fr", "en"]))
def test_names_never_raise(text: str, language: str) -> None:
    assert set(names(text, language)) <= set(names(text, language, initial=True)) | set(names(text, language))


def test_a_surname_that_is_a_word_is_a_name() -> None:
    assert missing_names("Bruno Le Maire a signé.", "Bruno Le Mille signed.", "fr", "en") == ["Maire"]
    assert missing_names("Bruno Le Maire a signé.", "Bruno Le Maire signed.", "fr", "en") == []
    assert missing_names("À Lyon, le Maire a signé.", "In Lyon, the Mayor signed.", "fr", "en") == []
