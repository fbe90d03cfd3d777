"""Sentence splitting against a gold set of our own, its invariants, and the clauses of over-long sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.sentences import Sentence, clauses, split

DATA = Path(__file__).parent / "data"


def gold(language: str) -> list[str]:
    lines = (DATA / f"sentences.{language}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def texts(sentences: list[Sentence]) -> list[str]:
    return [sentence.text for sentence in sentences]


@pytest.mark.parametrize(
    ("language", "line"), [(language, line) for language in ("fr", "en") for line in gold(language)]
)
def test_gold(language: str, line: str) -> None:
    line = line.replace("⏎", "\n").replace("~", "\u00a0")
    wanted = [part.strip() for part in re.split(r" \| |¦", line)]
    assert texts(split(line.replace(" | ", " ").replace("¦", ""), language=language)) == wanted


@pytest.mark.parametrize("language", ["fr", "en"])
def test_gold_sets_are_large_and_without_doubles(language: str) -> None:
    lines = gold(language)
    assert len(lines) >= 120
    assert len(set(lines)) == len(lines)


def test_spans_are_positions_in_the_input() -> None:
    text = "  Un mot. \n\n  « Deux mots ! »\u00a0 Trois. "
    document = "Titre\n" + text
    sentences = split(text, language="fr", offset=6, paragraph=4)
    assert texts(sentences) == ["Un mot.", "« Deux mots ! »", "Trois."]
    assert [document[s.start : s.end] for s in sentences] == texts(sentences)
    assert {(s.paragraph, s.language) for s in sentences} == {(4, "fr")}


def test_an_unknown_language_is_split_as_english() -> None:
    assert [(s.text, s.language) for s in split("Mr. Fox ran. He hid.", language="de")] == [
        ("Mr. Fox ran.", "en"),
        ("He hid.", "en"),
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n \u00a0\n"])
def test_nothing_gives_no_sentence(text: str) -> None:
    assert split(text) == []


@pytest.mark.parametrize("text", ["...", "!", "« »", "***", "1.", "-"])
def test_marks_alone_stay_whole(text: str) -> None:
    assert texts(split(text, language="fr")) == [text]


def test_plain_is_one_line() -> None:
    assert Sentence("Une  phrase\n\u00a0coupée.", 0, 20).plain == "Une phrase coupée."


def test_the_same_letters_may_be_an_abbreviation_in_one_language_only() -> None:
    assert texts(split("La loi est là. Il l'est. 12 voix suffisent.", language="fr"))[-1] == "12 voix suffisent."
    assert len(split("The inn, est. 1920, is shut.", language="en")) == 1


CAPTION = "Busy: the crane lifting bags of sand from the roof of the old lighthouse in Port Arlen"
LEAD = (
    "The amount of sand being blown over the wall into one garden is so high that the owners have been forced to rent "
    "a crane to remove it."
)


def test_a_caption_that_runs_into_the_first_sentence_is_parted_from_it() -> None:
    assert texts(split(f"{CAPTION} {LEAD} It is cold.", language="en")) == [CAPTION, LEAD, "It is cold."]


@pytest.mark.parametrize(
    "text",
    [
        "The crane left Port Arlen The owners were glad.",
        f"{CAPTION}, {LEAD}",
        f'{CAPTION}, seen in the film "Port Arlen The beginning of a long and cold winter by the sea", {LEAD.lower()}',
        f"{CAPTION} after the team of doctors found hepatitis A viruses in the water of more than twenty wells along the coast of the bay.",
        f"{CAPTION} before the makers of The Great Storm came to film there for {LEAD.lower()}",
    ],
)
def test_a_capital_inside_a_sentence_is_mostly_no_beginning(text: str) -> None:
    assert max(texts(split(text, language="en")), key=len) in (text, text.partition(". ")[0])


def test_a_long_bracket_or_quotation_is_split_inside() -> None:
    inside = "Le vent souffle fort sur la côte. " * 12
    assert len(split(f"Il raconte ({inside}Fin.) et rit.", language="fr")) > 10
    assert len(split(f"Il raconte « {inside}Fin » et rit.", language="fr")) > 10


PIECES = st.sampled_from(
    [
        *"aéÀZz1. .,!?…;:«»“”\"'’()[]—-•*\n\t\u00a0\u202f\u2009",
        *(
            "M. ",
            "etc. ",
            "U.S. ",
            "J.-C. ",
            " Le ",
            "The ",
            "...",
            "\n\n",
            "\n- ",
            "\n1. ",
            "p. 3",
            "3.5",
            ".fr",
            "? »",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from(["fr", "en"]), st.integers(0, 99))
def test_no_character_is_lost_or_doubled(text: str, language: str, offset: int) -> None:
    sentences = split(text, language=language, offset=offset)
    assert "".join("".join(s.text.split()) for s in sentences) == "".join(text.split())
    end = offset
    for sentence in sentences:
        assert end <= sentence.start < sentence.end
        assert text[sentence.start - offset : sentence.end - offset] == sentence.text == sentence.text.strip()
        assert not text[end - offset : sentence.start - offset].strip()
        end = sentence.end


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_split(text: str) -> None:
    assert "".join("".join(s.text.split()) for s in split(text, language="fr")) == "".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "a. " * 20_000,
        "." * 60_000,
        "(" * 60_000,
        '"a ' * 20_000,
        "\n- a" * 15_000,
        " " * 60_000 + "a",
        "« " * 30_000,
        "plan A bit " * 20_000,
    ],
)
def test_long_odd_texts_come_back_whole(text: str) -> None:
    assert "".join("".join(s.text.split()) for s in split(text)) == "".join(text.split())
    assert "".join(clauses(text, 50)) == text


FRENCH = (
    "Le ministre, qui avait pourtant promis de ne pas augmenter les impôts, a annoncé mardi que 4 264 communes devraient "
    "payer 3,5 millions d'euros de plus, et que M. Dupont, son adjoint, irait expliquer cette décision aux maires ; "
    "ceux-ci ont répondu que « la coupe est pleine, et que rien ne va plus » avant de quitter la salle."
)
ENGLISH = (
    "The company, which makes batteries for electric cars, said on Tuesday that it would cut 1,200 jobs because demand had "
    "fallen, but its chief executive, Mr. Brown, told reporters that the plant in Ohio would stay open while talks with "
    "the union went on – at least until June."
)


@pytest.mark.parametrize("text", [FRENCH, ENGLISH, FRENCH * 20, "mot " * 5_000, "x" * 5_000])
@pytest.mark.parametrize("limit", [40, 15, 8, 3, 1])
def test_clauses_are_the_sentence_again(text: str, limit: int) -> None:
    parts = clauses(text, limit)
    assert "".join(parts) == text
    assert all(len(part.split()) <= limit for part in parts)
    assert all(part.strip() for part in parts)


def test_a_sentence_that_fits_is_left_alone() -> None:
    assert clauses(FRENCH, 100) == [FRENCH]
    assert clauses("", 10) == []


def test_clauses_are_cut_at_the_strongest_marks() -> None:
    parts = clauses(FRENCH, 30)
    assert [part.split()[0] for part in parts] == ["Le", "et", "ceux-ci"]
    assert [part[-2:] for part in parts] == [", ", "; ", "e."]
    assert clauses(ENGLISH, 30)[1].startswith("but its chief executive, Mr. Brown, ")


def test_a_quotation_is_kept_whole_where_it_fits() -> None:
    assert "« la coupe est pleine, et que rien ne va plus » " in clauses(FRENCH, 15)


@pytest.mark.parametrize("limit", [15, 8, 5])
def test_numbers_and_names_are_not_parted(limit: int) -> None:
    parts = clauses(FRENCH, limit) + clauses(ENGLISH, limit)
    for whole in ("4 264", "3,5 millions", "M. Dupont", "1,200", "Mr. Brown"):
        assert any(whole in part for part in parts), whole


def test_no_break_spaces_are_not_cut() -> None:
    text = "Il a payé\u00a0: 12\u00a0000\u202f€ en\u00a0tout et\u00a0pour\u00a0tout"
    assert clauses(text, lambda part: len(part) < 16) == [
        "Il a payé\u00a0: ",
        "12\u00a0000\u202f€ ",
        "en\u00a0tout ",
        "et\u00a0pour\u00a0tout",
    ]


def test_parts_are_balanced() -> None:
    parts = clauses("un deux trois quatre cinq six sept huit neuf dix onze", 10)
    assert [len(part.split()) for part in parts] in ([5, 6], [6, 5])


def test_text_without_spaces_is_cut_between_letters_and_not_before_accents() -> None:
    text = "e\u0301" * 101
    parts = clauses(text, lambda part: len(part) <= 40)
    assert "".join(parts) == text
    assert all(len(part) <= 40 and part.startswith("e") for part in parts)


def test_a_character_that_never_fits_is_returned() -> None:
    assert clauses("ab c", lambda part: False) == ["a", "b", " ", "c"]


def test_the_limit_is_asked_less_than_twice_a_part() -> None:
    asked = []
    parts = clauses(FRENCH * 30, lambda part: not asked.append(part) and len(part) <= 80)
    assert len(asked) < 2 * len(parts)
    assert sum(map(len, asked)) < 14 * len(FRENCH) * 30


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join), st.integers(1, 12))
def test_clauses_lose_nothing(text: str, most: int) -> None:
    parts = clauses(text, lambda part: len(part) <= most)
    assert "".join(parts) == text
    assert all(0 < len(part) <= most for part in parts)
