from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from summarizer.engines import Options
from summarizer.engines.fake import FakeEngine
from summarizer.errors import BrokenModel
from summarizer.summarization import (
    CANARIES,
    MARKS,
    Reading,
    SelectingCondenser,
    WritingCondenser,
    garbage,
    load,
    windows,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


def test_of_a_garbled_form_a_long_sentence_takes_the_cuts() -> None:
    garbled = SHORT.replace("islands", "iles").replace("harbour", "habour")
    condenser = SelectingCondenser(FakeEngine({MARKS["en"] + LONG: garbled}))
    assert condenser.shorten([LONG]) == [SHORT]


def test_a_sentence_too_long_for_any_bullet_is_cut_to_what_may_be_one() -> None:
    kept = "The ferry that links Port Arlen with the outer islands and the northern villages was stopped on Friday evening by the harbour master and his deputy"
    sentence = f"{kept} after a crack as long as a hand was found in the hull of it by a diver during an inspection."
    assert 25 < len(kept.split()) <= 35 < len(sentence.split())
    condenser = SelectingCondenser(FakeEngine({MARKS["en"] + sentence: f"{kept}."}))
    assert condenser.shorten([sentence]) == [f"{kept}."]


def test_a_sentence_short_enough_takes_none_of_a_garbled_form() -> None:
    sentence = "The ferry between Port Arlen and the outer islands was stopped on Friday evening by the harbour master of the northern county of Elm."
    short = "The ferry between Port Arlen and the outer islands was stopped on Friday evening by the habour master."
    condenser = SelectingCondenser(FakeEngine({MARKS["en"] + sentence: short}))
    assert condenser.shorten([sentence]) == [sentence]


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


def test_a_summary_or_garbage() -> None:
    text = CANARIES["en"]
    assert garbage("The river flooded the old town on Sunday.", text) is None
    assert garbage("Hundreds of people left when the river burst its banks.", text) is None
    assert garbage("", text) == "it wrote next to nothing"
    assert garbage("mair mair mair mair mair mair mair", text) == "it repeats itself"
    assert garbage("qu gér Act ville é wner stit opé", text) == "its words are not those of the text"
    assert garbage("La rivière a inondé la vieille ville dimanche.", CANARIES["fr"]) is None


def test_the_test_text_of_a_condenser() -> None:
    WritingCondenser(FakeEngine(lambda text: text), "fake").check()
    WritingCondenser(FakeEngine(lambda text: text), "fake", languages=("fr",)).check()
    broken = WritingCondenser(FakeEngine(lambda _: "lorem ipsum dolor sit amet"), "someone/broken")
    with pytest.raises(
        BrokenModel, match=r"someone/broken fails its test text \(its words are not those of the text\)"
    ):
        broken.check()


@pytest.mark.parametrize("kind", ["bart", "t5", "pegasus", "led", "barthez"])
def test_a_checkpoint_of_random_weights_is_refused(kind: str, checkpoint: Callable[[str], Path]) -> None:
    with pytest.raises(BrokenModel, match="fails its test text"):
        load(str(checkpoint(kind)))


def test_what_the_checkpoint_says_is_done(
    checkpoint: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(checkpoint("t5"), folder)
    config = json.loads((folder / "config.json").read_text())
    told = {"prefix": "summarize: ", "num_beams": 3, "length_penalty": 2.0, "no_repeat_ngram_size": 0, "min_length": 56}
    (folder / "config.json").write_text(json.dumps(config | {"task_specific_params": {"summarization": told}}))
    (folder / "README.md").write_text("---\nlanguage: [de, fr]\n---\n")
    monkeypatch.setattr(WritingCondenser, "check", lambda _: None)
    condenser = load(str(folder))
    assert isinstance(condenser, WritingCondenser)
    assert (condenser.prefix, condenser.languages) == ("summarize: ", ("fr",))
    assert (condenser.options.beams, condenser.options.length_penalty, condenser.options.no_repeat_ngram) == (3, 2.0, 0)


def test_lengths_fit_the_text_whatever_the_checkpoint_says() -> None:
    engine = FakeEngine(lambda text: text)
    WritingCondenser(engine, "fake", options=Options(beams=2, min_length=56, max_length=142)).condense([SHORT], count=3)
    asked = engine.calls[0][1]
    assert asked.beams == 2
    assert asked.min_length < 10
    assert asked.max_length == 200


def test_a_french_writer_writes_french_sentences() -> None:
    text = "M. Dupont a ouvert l'école de Brive mardi. Le maire de la ville a promis 40 000 euros pour les travaux."
    sentences = ["M. Dupont a ouvert l'école de Brive mardi.", text[-60:]]
    drafts = WritingCondenser(FakeEngine(lambda _: text), "fake", languages=("fr",)).condense(
        sentences, count=3, language="fr"
    )
    assert [(draft.text, draft.sources) for draft in drafts] == [(sentences[0], (0,)), (sentences[1], (1,))]
