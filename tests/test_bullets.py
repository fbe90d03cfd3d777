from __future__ import annotations

from summarizer.bullets import Draft, finish, with_name

SENTENCES = [
    "The ferry of Port Arlen was stopped on Friday.",
    "Captain Daniel Morel found a crack of 14 centimetres in the hull.",
    "He had warned the owners twice since the winter storms.",
    "The islands will be served by a smaller boat until 3 May.",
    "Shops on the islands ran short of bread during the weekend.",
]


def drafts(*indices: int) -> list[Draft]:
    return [Draft(SENTENCES[i], (i,)) for i in indices]


def test_bullets_come_in_the_order_of_the_article() -> None:
    found = finish(drafts(4, 0, 3), SENTENCES, count=3)
    assert [bullet.sources for bullet in found] == [(0,), (3,), (4,)]
    assert all(bullet.supported and bullet.note is None for bullet in found)


def test_doubles_are_passed_over() -> None:
    again = Draft("On Friday the ferry of Port Arlen was stopped.", (0,))
    assert len(finish([*drafts(0), again, *drafts(3)], SENTENCES, count=3)) == 2


def test_what_the_title_says_is_no_bullet() -> None:
    found = finish(drafts(0, 3), SENTENCES, count=2, title="Ferry of Port Arlen stopped on Friday")
    assert [bullet.sources for bullet in found] == [(3,)]


def test_a_pronoun_gets_its_name_and_the_evidence_for_it() -> None:
    named = with_name(drafts(2)[0], SENTENCES, "en")
    assert named.text.startswith("Daniel Morel had warned")
    assert set(named.sources) == {1, 2}


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
