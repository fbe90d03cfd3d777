from __future__ import annotations

from summarizer.engines.fake import FakeEngine
from summarizer.summarization import MARKS, Reading, SelectingCondenser, WritingCondenser, windows

LONG = (
    "The ferry between Port Arlen and the islands was stopped on Friday by the harbour master after a crack was found "
    "in the hull during the yearly inspection."
)
SHORT = "The ferry between Port Arlen and the islands was stopped on Friday by the harbour master."


def test_a_faithful_form_is_taken() -> None:
    condenser = SelectingCondenser(FakeEngine({MARKS["en"] + LONG: SHORT}))
    assert condenser.shorten([LONG]) == [SHORT]


def test_a_form_with_a_word_of_its_own_is_not() -> None:
    condenser = SelectingCondenser(FakeEngine({MARKS["en"] + LONG: SHORT.replace("ferry", "train")}))
    assert "train" not in condenser.shorten([LONG])[0]


def test_short_sentences_and_other_languages_never_reach_the_model() -> None:
    engine = FakeEngine({})
    condenser = SelectingCondenser(engine, languages=("en",))
    assert condenser.shorten(["The ferry stops at noon."]) == ["The ferry stops at noon."]
    condenser.shorten(
        ["Le bac relie les deux rives du fleuve depuis plus de trente ans, hiver comme été, sans s'arrêter."],
        language="fr",
    )
    assert not engine.calls


def test_unusable_sentences_are_never_chosen() -> None:
    sentences = [
        LONG,
        "Shops on the islands ran short of bread during the weekend.",
        "The mayor promised a new boat by May.",
    ]
    drafts = SelectingCondenser(None).condense(sentences, count=3, usable=[False, True, True])
    assert drafts
    assert all(0 not in draft.sources for draft in drafts)


def test_the_sentences_of_several_articles_are_shortened_together() -> None:
    other = LONG.replace("Arlen", "Merrow")
    forms = {MARKS["en"] + LONG: SHORT, MARKS["en"] + other: SHORT.replace("Arlen", "Merrow")}
    engine = FakeEngine(forms)
    condenser = SelectingCondenser(engine)
    articles = [
        Reading([LONG, "The boat is old."]),
        Reading([other, "The crew went home by bus."]),
        Reading(["Il pleut à Rome."], language="fr"),
    ]
    found = condenser.condense_all(articles)
    assert [len(rows) for rows, _ in engine.calls] == [2]
    assert found == [
        condenser.condense(article.sentences, count=article.count, language=article.language) for article in articles
    ]
    assert found[0][0].text == SHORT


def test_a_free_writer_gets_windows_and_its_sentences_get_evidence() -> None:
    engine = FakeEngine(
        lambda text: "The ferry was stopped on Friday by the harbour master. Steel prices fell in Rome."
    )
    drafts = WritingCondenser(engine, "fake").condense([LONG, "Shops on the islands ran short of bread."], count=3)
    assert [draft.sources for draft in drafts] == [(0,)]


def test_windows_hold_whole_sentences_within_the_budget() -> None:
    sentences = [f"Sentence number {i} has exactly seven words." for i in range(20)]
    found = windows(sentences, lambda text: len(text.split()), 30)
    assert " ".join(found) == " ".join(sentences)
    assert all(len(window.split()) <= 30 for window in found)
    assert all(window.endswith(".") for window in found)


def test_what_comes_out_of_many_windows_is_summed_up_again() -> None:
    seen: list[str] = []

    def shorter(text: str) -> str:
        seen.append(text)
        return text.split(".", maxsplit=1)[0] + "."

    engine = FakeEngine(shorter, max_source_tokens=48)
    sentences = [f"Village number {i} of the valley has a new bus line to the harbour." for i in range(60)]
    drafts = WritingCondenser(engine, "fake").condense(sentences, count=3)
    assert 1 <= len(drafts) <= 3
    assert all(draft.sources for draft in drafts)
    # A second pass reads what the first one wrote.
    assert len(seen) > len(windows(sentences, engine.count_tokens, 40))


def test_a_free_writer_of_nothing() -> None:
    assert WritingCondenser(FakeEngine({}), "fake").condense([], count=3) == []
    assert SelectingCondenser(None).condense([], count=3) == []


def test_a_sentence_too_long_for_a_window_is_cut() -> None:
    sentence = "The valley " + "and the harbour " * 40 + "are quiet."
    found = windows([sentence], lambda text: len(text.split()), 30)
    assert all(len(window.split()) <= 30 for window in found)
    assert " ".join(found).split() == sentence.split()


def test_rules_shorten_where_no_model_may() -> None:
    text = (
        "Le bac de Port-Arlen, qui relie depuis plus de trente ans les deux rives du grand fleuve, a été arrêté vendredi "
        "soir par la capitainerie du port."
    )
    assert SelectingCondenser(None).shorten([text], language="fr") == [
        "Le bac de Port-Arlen a été arrêté vendredi soir par la capitainerie du port."
    ]
