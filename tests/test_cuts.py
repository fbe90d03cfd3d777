from __future__ import annotations

import pytest

from summarizer.cuts import clean_cuts, recased

ENGLISH = "The mayor of Harlow Bay, who took office in May, announced on Sunday that it will keep the old tower near the pier."
FRENCH = "La maire de Valbrume, élue en mai, a annoncé dimanche que la ville garderait la vieille tour près du port."


@pytest.mark.parametrize(
    ("short", "good"),
    [
        (ENGLISH, True),
        ("The mayor of Harlow Bay announced on Sunday that it will keep the old tower near the pier.", True),
        ("The mayor of Harlow Bay announced that it will keep the old tower.", True),
        ("The mayor announced on Sunday that it will keep the old tower near the pier.", True),
        # A word too few, in the middle of a phrase.
        ("The mayor of Harlow Bay announced on Sunday that will keep the old tower near the pier.", False),
        ("The mayor of Harlow Bay announced on Sunday that it will keep the old near the pier.", False),
        # Cut right behind a word that needs another.
        ("The mayor of Harlow Bay announced on Sunday that it will keep the.", False),
        # Other words, another order, another form.
        ("The mayor of Harlow Bay said on Sunday that it will keep the old tower.", False),
        ("On Sunday the mayor of Harlow Bay announced that it will keep the old tower near the pier.", False),
        ("The mayors of Harlow Bay announced that it will keep the old tower.", False),
    ],
)
def test_english(short: str, good: bool) -> None:
    assert clean_cuts(short, ENGLISH, "en") is good


@pytest.mark.parametrize(
    ("short", "good"),
    [
        ("La maire de Valbrume a annoncé dimanche que la ville garderait la vieille tour.", True),
        ("La maire de Valbrume a annoncé que la ville garderait la vieille tour près du port.", True),
        ("La maire de Valbrume a annoncé dimanche que la ville garderait la vieille près du port.", False),
        ("La maire a annoncé une tour.", False),
    ],
)
def test_french(short: str, good: bool) -> None:
    assert clean_cuts(short, FRENCH, "fr") is good


@pytest.mark.parametrize(
    ("short", "source"),
    [
        ("The shop sells swords, hammers.", "The shop sells swords, hammers, bows, arrows, and more."),
        ("The coach has not included Dan Marsh.", "The coach has not included Dan Marsh in the first team."),
        ("The council has voted on Monday.", "The council has voted on Monday, by 27 to 8, a budget of 14 million."),
        ("She asked the sailors.", "She asked the sailors to help her mend the boat."),
        ("At Saint Ann, doctors report a rise.", "At Saint Ann and Children's Hospital, doctors report a rise."),
        ("The number of children positive for flu rose.", "The number of children testing positive for flu rose."),
    ],
)
def test_meaning_is_not_cut_away(short: str, source: str) -> None:
    assert not clean_cuts(short, source, "en")


@pytest.mark.parametrize(
    ("short", "source", "good"),
    [
        (
            "An unpublished text, will come out.",
            "An unpublished text by the poet, found in a trunk, will come out.",
            False,
        ),
        ("The van was hit on the A7 Arlen.", "The van was hit on the A7 near Arlen.", False),
        ("It was passed by a show of hands shortly.", "It was passed by a show of hands shortly before noon.", False),
        ("The council has published.", "The council has published only 212 of them.", False),
        ("The names will be restored.", "The names will be restored Monday evening.", True),
        ("The names will be restored.", "The names will finally be restored.", True),
        ("It serves 12 villages.", "It serves only 12 villages.", False),
    ],
)
def test_what_stands_alone_is_no_piece(short: str, source: str, good: bool) -> None:
    assert clean_cuts(short, source, "en") is good


def test_capitals_are_those_of_the_source() -> None:
    source = "On Monday, the Department of Commerce's plan was told to the BBC."
    assert (
        recased("The Department of commerce's plan was told.", source) == "The Department of Commerce's plan was told."
    )
    assert recased("", source) == ""
