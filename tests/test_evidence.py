from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from summarizer.evidence import check, find, numbers_lost

SENTENCES = [
    "The ferry of Port Arlen was stopped on Friday.",
    "Captain Ines Morel found a crack of 14 centimetres in the hull.",
    "The islands will be served by a smaller boat until 3 May.",
    "Shops on the islands ran short of bread.",
]


def test_the_sentence_that_says_it_is_found() -> None:
    assert find("A smaller boat will serve the islands until 3 May.", SENTENCES, "en") == (2,)


def test_two_facts_need_two_sentences() -> None:
    bullet = "The ferry of Port Arlen was stopped after Ines Morel found a crack of 14 centimetres."
    assert find(bullet, SENTENCES, "en") == (0, 1)


def test_nothing_supports_another_story() -> None:
    assert find("Parliament debated taxes on foreign steel imports.", SENTENCES, "en") == ()


def test_an_invented_number_or_name_is_told() -> None:
    assert check("The crack measured 15 centimetres.", (1,), SENTENCES, "en").lacking == ("15",)
    assert "Duval" in check("Captain Duval found a crack in the hull.", (1,), SENTENCES, "en").lacking


def test_a_name_from_another_sentence_brings_it_in() -> None:
    claim = check("The ferry of Port Arlen had a crack of 14 centimetres.", (1,), SENTENCES, "en")
    assert claim.lacking == ()
    assert claim.sources == (0, 1)


def test_numbers_are_compared_across_languages() -> None:
    assert (
        numbers_lost("The work costs 3.5 million euros.", "en", ["Les travaux coûtent 3,5 millions d'euros."], "fr")
        == []
    )
    assert numbers_lost("The work costs 35 million euros.", "en", ["Les travaux coûtent 3,5 millions d'euros."], "fr")


def test_a_number_from_anywhere_proves_nothing() -> None:
    sentences = [*SENTENCES, "Bakers sold 15 loaves."]
    assert check("The crack measured 15 centimetres.", (1,), sentences, "en").lacking == ("15",)


def test_no_more_than_three_sentences_and_in_order() -> None:
    bullet = "The ferry, Ines Morel, a smaller boat until 3 May, bread in shops on the islands, 14 centimetres."
    found = find(bullet, SENTENCES, "en")
    assert len(found) <= 3
    assert list(found) == sorted(found)


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=4), st.sampled_from(["fr", "en"]))
def test_any_text_will_do(text: str, sentences: list[str], language: str) -> None:
    sources = find(text, sentences, language)
    claim = check(text, sources, sentences, language)
    assert set(sources) <= set(claim.sources) <= set(range(len(sentences)))
