from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.bullets import Draft, finish, shaped, with_name

SENTENCES = [
    "The ferry of Port Arlen was stopped on Friday.",
    "Captain Daniel Morel found a crack of 14 centimetres in the hull.",
    "He had warned the owners twice since the winter storms.",
    "The islands will be served by a smaller boat until 3 May.",
    "Shops on the islands ran short of bread during the weekend.",
]


def drafts(*indices: int) -> list[Draft]:
    return [Draft(SENTENCES[i], (i,)) for i in indices]


def test_the_best_bullets_come_first() -> None:
    found = finish(drafts(4, 0, 3), SENTENCES, count=3)
    assert [bullet.sources for bullet in found] == [(4,), (0,), (3,)]
    assert all(bullet.supported and bullet.note is None for bullet in found)


def test_doubles_are_passed_over() -> None:
    again = Draft("On Friday the ferry of Port Arlen was stopped.", (0,))
    assert len(finish([*drafts(0), again, *drafts(3)], SENTENCES, count=3)) == 2


def test_speech_of_nobody_comes_last() -> None:
    speech = '"We have seen cracks like this before, and nobody listened.'
    found = finish([Draft(speech, (5,)), *drafts(0, 3)], [*SENTENCES, speech], count=3)
    assert [bullet.sources for bullet in found] == [(0,), (3,), (5,)]


def test_what_the_title_says_is_no_bullet() -> None:
    found = finish(drafts(0, 3), SENTENCES, count=2, title="Ferry of Port Arlen stopped on Friday")
    assert [bullet.sources for bullet in found] == [(3,)]


def test_a_pronoun_gets_its_name_and_the_evidence_for_it() -> None:
    draft = with_name(drafts(2)[0], SENTENCES, "en")
    assert draft.text.startswith("Daniel Morel had warned")
    assert set(draft.sources) == {1, 2}


def test_who_speaks_gets_a_name_and_the_evidence_for_it() -> None:
    sentences = ['"We open in May," said Anna Roe of the library.', "Fines fell by half last year, she said."]
    found = finish([Draft(sentences[1], (1,))], sentences, count=1)
    assert [(bullet.text, bullet.sources) for bullet in found] == [
        ("Fines fell by half last year, Anna Roe said.", (0, 1))
    ]


def test_what_leans_on_another_sentence_comes_later() -> None:
    sentences = ["The union of the port asked for a long delay.", "The mayor granted this request in the night.",
                 "The ferry stops at noon for three weeks."]  # fmt: skip
    found = finish([Draft(text, (i,)) for i, text in enumerate(sentences) if i], sentences, count=2)
    assert [bullet.sources for bullet in found] == [(2,), (1,)]


def test_two_names_leave_the_pronoun() -> None:
    sentences = [
        "Daniel Morel met Pierre Duval on the quay.",
        "He had warned the owners twice since the winter storms.",
    ]
    draft = Draft(sentences[1], (1,))
    assert with_name(draft, sentences, "en") == draft


def test_an_invented_number_is_mended_from_the_evidence() -> None:
    found = finish([Draft("Captain Daniel Morel found a crack of 99 centimetres.", (1,))], SENTENCES, count=1)
    assert len(found) == 1
    assert "99" not in found[0].text
    assert "14" in found[0].text
    assert found[0].note is not None
    assert "99" in found[0].note


def test_a_draft_without_evidence_is_dropped() -> None:
    assert finish([Draft("Parliament met in Rome on 7 June.", ())], SENTENCES, count=1) == []


def named(*sentences: str, language: str = "en") -> str:
    return with_name(Draft(sentences[-1], (len(sentences) - 1,)), sentences, language).text


def test_a_name_goes_through_sentences_with_the_same_pronoun() -> None:
    text = named("Anna Hale runs the ferry.", "She bought it in 2004.", "Her boat is the last one.")
    assert text == "Anna Hale's boat is the last one."
    assert named("Mr Morris owns the pier.", "His pier is closed.") == "Mr Morris' pier is closed."
    assert named("Mme Roy dirige le port.", "Elle a fermé le quai.", language="fr") == "Mme Roy a fermé le quai."
    assert named("President Paul Hale spoke.", "He was brief.") == "Paul Hale was brief."


@pytest.mark.parametrize(
    ("sentences", "language"),
    [
        (("Anna Hale runs the ferry.", "He bought it in 2004."), "en"),  # another gender
        (("Kiri Tane runs the ferry.", "He bought it in 2004."), "en"),  # no sign of any
        (("Port Arlen grew fast.", "He bought it in 2004."), "en"),  # no person
        (("Anna Hale met Peter Moor.", "He bought it in 2004."), "en"),  # not the subject
        (("The ferry was sold by Peter Moor.", "He was angry."), "en"),
        (("Peter Moor's lawyer spoke.", "He was angry."), "en"),
        (("Peter Moor and his brother spoke.", "He was angry."), "en"),
        (("Selon Paul Roy, le maire partira.", "Il a 60 ans."), "fr"),
        (("Paul Roy est parti.", "Il faut un nouveau maire."), "fr"),
        (("Paul Roy est parti.", "Il lui est interdit de revenir."), "fr"),
        (('Peter Moor said: "They lie.', 'He wants the money."'), "en"),  # inside a quotation
        (("He was angry.",), "en"),
    ],
)
def test_a_pronoun_stays_where_there_is_doubt(sentences: tuple[str, ...], language: str) -> None:
    assert named(*sentences, language=language) == sentences[-1]


def test_another_person_known_to_the_article_leaves_the_pronoun() -> None:
    sentences = ["Martin Crane is the mayor.", "Peter Moor met Crane on the quay.", "He was angry."]
    assert named(*sentences) == "He was angry."


def test_long_and_dangling_bullets_come_last() -> None:
    long = "The " + " ".join(["very"] * 40) + " long pier of the old northern harbour is closed."
    sentences = ["It was said again.", long, "The ferry stops at noon.", "A new mayor takes office in May."]
    drafts = [Draft(text, (i,)) for i, text in enumerate(sentences)]
    assert [bullet.sources for bullet in finish(drafts, sentences, count=2)] == [(2,), (3,)]
    assert [bullet.sources for bullet in finish(drafts, sentences, count=3)] == [(2,), (3,), (1,)]
    assert len(finish(drafts, sentences, count=5)) == 3


def test_shaped() -> None:
    assert shaped(Draft('However, the "pier is closed', (0,)), "en").text == "The pier is closed."
    assert shaped(Draft("the  pier is closed ,", (0,)), "en").text == "The pier is closed."


@given(st.lists(st.sampled_from(SENTENCES), max_size=8), st.integers(1, 7))
def test_finish_gives_no_more_than_asked_and_no_sentence_twice(sentences: list[str], count: int) -> None:
    found = finish([Draft(text, (i,)) for i, text in enumerate(sentences)], sentences, count=count)
    assert len(found) <= count
    assert len({bullet.text for bullet in found}) == len(found)
