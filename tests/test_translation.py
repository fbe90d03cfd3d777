from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import tiny

from summarizer.engines import Hypothesis, Options
from summarizer.engines.fake import FakeEngine
from summarizer.engines.wrapped import PrefixedEngine
from summarizer.errors import BrokenModel, ModelsMissing, UnknownModels, UnsupportedDirection
from summarizer.models import catalogue, store
from summarizer.text import PLACEHOLDERS
from summarizer.translation import Translation, Translator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Reply = Callable[[str, Options], str]

CAREFUL = Options(beams=4, no_repeat_ngram=3)


class Model(FakeEngine):
    """A model that answers by text and options, and may fail to finish."""

    def __init__(self, reply: Reply, *, pieces: Sequence[str] = (), limit: int = 60, finished: bool = True) -> None:
        super().__init__(max_source_tokens=limit, pieces=pieces)
        self.answer, self.finished = reply, finished

    def generate(self, texts: Sequence[str], options: Options) -> list[Hypothesis]:
        self._reply = lambda text: self.answer(text, options)
        outputs = super().generate(texts, options)
        return [Hypothesis(o.text, -0.1 * options.beams, o.tokens, o.finished and self.finished) for o in outputs]

    @property
    def asked(self) -> list[str]:
        return [text for texts, _ in self.calls for text in texts]


class Speller(FakeEngine):
    """A model that gives the first of its outputs (as pieces) that holds nothing it shall avoid."""

    def __init__(self, *outputs: str) -> None:
        super().__init__()
        self.outputs = [output.split(" ") for output in outputs]

    def generate(self, texts: Sequence[str], options: Options) -> list[Hypothesis]:
        self.calls.append((list(texts), options))
        pieces = next(o for o in self.outputs if not any("".join(word) in "".join(o) for word in options.avoid))
        text = "".join(pieces).replace("\u2581", " ").strip()
        return [Hypothesis(text, -0.1, len(pieces), True, tuple(pieces)) for _ in texts]


INVENTED, BAD, GOOD = (f"\u2581The \u2581bridge \u2581was \u2581dem {end} ." for end in ("olia", "olated", "olished"))


def test_invented_words_are_forbidden_until_there_are_none() -> None:
    engine = Speller(INVENTED, BAD, GOOD)
    translation = Translator(engine, coins=True).translate(["Le pont a été démoli."])[0]
    assert translation.text == "The bridge was demolished."
    assert translation.warning is None
    assert [options.avoid for _, options in engine.calls] == [
        (), (("\u2581dem", "olia"),), (("\u2581dem", "olia"), ("\u2581dem", "olated")),
    ]  # fmt: skip
    sure = Translator(Speller(GOOD), coins=True).translate(["Le pont a été démoli."])[0]
    assert translation.score < sure.score


def test_a_word_that_can_not_be_mended_makes_the_sentence_doubtful() -> None:
    engine = Speller(*(INVENTED.replace("olia", end) for end in ("olia", "olib", "olic", "olid", "olif")))
    translation = Translator(engine, coins=True).translate(["Le pont a été démoli."])[0]
    assert translation.text == "The bridge was demolia."
    assert translation.score == pytest.approx(-0.25)
    assert len(engine.calls) == 4


def test_good_models_are_not_asked_for_their_words() -> None:
    engine = Speller(INVENTED, GOOD)
    assert Translator(engine).translate(["Le pont a été démoli."])[0].text == "The bridge was demolia."
    assert len(engine.calls) == 1


def english(source: str, answers: dict[str, str]) -> Translation:
    return Translator(FakeEngine(answers)).translate([source])[0]


def test_every_sentence_once_and_in_order() -> None:
    engine = FakeEngine({"Il pleut.": "It rains.", "Le chat dort.": "The cat sleeps."})
    sentences = ["Le chat dort.", "Il pleut.", "", "Le chat dort.", "  \n", "12,5 % — 2024", "Il pleut."]
    translations = Translator(engine).translate(sentences)
    assert [translation.text for translation in translations] == [
        "The cat sleeps.", "It rains.", "", "The cat sleeps.", "", "12,5 % — 2024", "It rains.",
    ]  # fmt: skip
    assert [translation.source for translation in translations] == sentences
    assert not any(translation.warning or translation.kept for translation in translations)
    assert engine.calls == [(["Le chat dort.", "Il pleut."], Options())]
    assert Translator(engine).translate([]) == []


def test_the_model_gets_plain_text() -> None:
    engine = FakeEngine()
    Translator(engine).translate(["«\u00a0L’été\u00a0» dure\ntrois mois."])
    assert engine.calls[0][0] == ['"L\'été" dure trois mois.']


def test_progress() -> None:
    told: list[tuple[int, int]] = []
    sentences = [f"Le chat numéro {i} dort." for i in range(600)]
    translations = Translator(FakeEngine()).translate(
        sentences, progress=lambda done, total: told.append((done, total))
    )
    assert told == [(300, 600), (600, 600)]
    assert [translation.source for translation in translations] == sentences


def test_no_chunk_is_a_rest() -> None:
    ready = list(Translator(FakeEngine()).as_ready([f"Le chat numéro {i} dort." for i in range(300)]))
    assert len(ready[0]) == 300


def test_good_sentences_are_tried_once_and_bad_ones_together() -> None:
    def reply(text: str, options: Options) -> str:
        if options.beams == 1 and "chien" in text:
            return "dog dog dog dog dog"
        if options.beams == 1 and "1 200" in text:
            return "It costs a lot."
        return {"Le chien dort.": "The dog sleeps.", "Cela vaut 1 200 euros.": "It costs 1,200 euros."}.get(
            text, "A cat."
        )

    engine = Model(reply)
    translations = Translator(engine).translate(["Le chien dort.", "Un chat.", "Cela vaut 1 200 euros."])
    assert [t.text for t in translations] == ["The dog sleeps.", "A cat.", "It costs 1,200 euros."]
    assert engine.calls == [
        (["Le chien dort.", "Un chat.", "Cela vaut 1 200 euros."], Options()),
        (["Le chien dort.", "Cela vaut 1 200 euros."], replace(CAREFUL, hints=False)),
    ]
    assert all(t.warning is None for t in translations)


def test_a_loop_that_stays_keeps_the_source() -> None:
    translation = Translator(Model(lambda *_: "the the the the the")).translate(["Le chat  dort bien."])[0]
    assert translation == Translation(
        "Le chat dort bien.", "Le chat  dort bien.", "not translated: the model's output repeats itself", kept=True
    )


@pytest.mark.parametrize(
    ("reply", "warning"),
    [
        ("", "is empty"),
        ("Le chat noir dort sur la table.", "copies the source"),
        (
            "A bird, fish, snake or tiger, of wood, of iron, of clay, may not run, swim, fly, eat, drink, see, hear or sing.",
            "is far too long",
        ),
    ],
)
def test_other_failures(reply: str, warning: str) -> None:
    translation = Translator(Model(lambda *_: reply)).translate(["Le chat noir dort sur la table."])[0]
    assert translation.kept
    assert translation.text == "Le chat noir dort sur la table."
    assert translation.warning == f"not translated: the model's output {warning}"


def test_a_stutter_is_tried_again_and_told() -> None:
    engine = Model(lambda *_: "The ambassssade is here.")
    translation = Translator(engine).translate(["L'ambassade est ici."])[0]
    assert translation.text == "The ambassssade is here."
    assert translation.warning == "a word of the translation may be garbled or missing"
    assert len(engine.calls) > 1


def test_an_output_that_breaks_off() -> None:
    translation = Translator(Model(lambda *_: "The cat and", finished=False)).translate(["Le chat dort."])[0]
    assert translation.warning == "not translated: the model's output breaks off"


def test_a_lost_number_is_told() -> None:
    translation = english(
        "Le port a traité 1 200 conteneurs.", {"Le port a traité 1 200 conteneurs.": "The port is busy."}
    )
    assert translation.text == "The port is busy."
    assert translation.warning == "number 1,200 of the source is missing in the translation"
    assert not translation.kept


@pytest.mark.parametrize(
    ("source", "target", "warning"),
    [
        (
            "Hier, Claire Dumont a payé 12 euros.",
            "Yesterday, she paid.",
            "number 12, name Claire and name Dumont of the source are missing in the translation",
        ),
        ("Rendez-vous à 14h30 devant la gare.", "See you at the station.", "time 14:30 of the source is missing in the translation"),
        ("La 5G de Bouygues arrive.", "It is coming.", "name 5G and name Bouygues of the source are missing in the translation"),
        ("Le port a traité 3,5 millions de tonnes.", "The port is busy.", "number 3.5 of the source is missing in the translation"),
    ],
)  # fmt: skip
def test_what_was_lost(source: str, target: str, warning: str) -> None:
    translation = english(source, {source: target})
    assert (translation.text, translation.warning) == (target, warning)


def test_placeholders_bring_back_what_was_lost() -> None:
    def reply(text: str, _: Options) -> str:
        if "⟦" not in text:
            return "The port of Mars handled 11 11 containers."
        assert text == "Le port de ⟦1⟧ a traité ⟦0⟧ conteneurs."
        return "The port of ⟦1⟧ handled ⟦0⟧ containers."

    engine = Model(reply, pieces=PLACEHOLDERS)
    translation = Translator(engine).translate(["Le port de Lorient a traité 1 200 conteneurs."])[0]
    assert translation.text == "The port of Lorient handled 1,200 containers."
    assert translation.warning is None


def test_no_placeholders_for_models_that_do_not_know_them() -> None:
    engine = Model(lambda *_: "The port is busy.")
    Translator(engine).translate(["Le port de Lorient a traité 1 200 conteneurs."])
    assert not any("⟦" in text for text in engine.asked)


def test_a_placeholder_from_nowhere_is_a_flaw() -> None:
    engine = Model(lambda text, _: "The cat ⟦7⟧ sleeps." if "⟦" in text else "The cat sleeps.", pieces=PLACEHOLDERS)
    translation = Translator(engine).translate(["Le chat Félix dort bien."])[0]
    assert translation.text == "The cat sleeps."
    assert translation.warning == "name Félix of the source is missing in the translation"


def test_the_best_of_the_tries_wins() -> None:
    def reply(_: str, options: Options) -> str:
        return "They paid 12 euros." if options.beams == 1 else "They paid."

    translation = Translator(Model(reply)).translate(["Hier, Claire a payé 12 euros."])[0]
    assert translation.text == "They paid 12 euros."
    assert translation.warning == "name Claire of the source is missing in the translation"


LONG = (
    "Les habitants du quartier demandent une nouvelle école, les commerçants veulent plus de places dans les rues, "
    "et le conseil promet de construire un grand parc au bord du fleuve."
)


def test_the_last_resort_is_clause_by_clause() -> None:
    def reply(text: str, _: Options) -> str:
        # Whole, the model loops; clauses come back as sentences with other words.
        return "people people people" if text == LONG else text.upper().rstrip(",. ").capitalize().swapcase() + "."

    engine = Model(reply)
    translation = Translator(engine).translate([LONG])[0]
    assert translation.warning is None
    assert translation.text[0].isupper()
    assert translation.text.endswith(".")
    assert translation.text.count(".") == 1
    assert engine.calls[-1][1] == CAREFUL
    assert len(engine.calls[-1][0]) > 1
    assert " ".join(engine.calls[-1][0]) == LONG


def test_too_long_a_sentence_is_split_and_joined() -> None:
    engine = Model(lambda text, _: " ".join(sorted(text.upper().split())) + ".", limit=20)
    translation = Translator(engine).translate([LONG])[0]
    assert all(engine.count_tokens(text) <= 20 for text in engine.asked)
    assert " ".join(engine.calls[0][0]) == LONG
    assert translation.warning is None
    assert not translation.kept


def test_a_long_sentence_without_a_mark() -> None:
    source = " ".join(f"mot{chr(97 + i // 8)}{chr(97 + i % 8)}" for i in range(60))
    engine = Model(lambda *_: "A part of it.", limit=20)
    translation = Translator(engine).translate([source])[0]
    assert " ".join(engine.calls[0][0]) == source
    assert translation.source == source


def test_one_bad_part_keeps_the_whole_sentence() -> None:
    engine = Model(lambda text, _: "" if "école" in text else "Some part.", limit=20)
    translation = Translator(engine).translate([LONG])[0]
    assert translation.kept
    assert translation.text == LONG


def test_a_word_that_never_fits_is_copied() -> None:
    address = "a." * 30
    translation = Translator(Model(lambda *_: "See here:", limit=8)).translate([f"Voir ici : {address}"])[0]
    assert address in translation.text


def test_into_french() -> None:
    engine = FakeEngine({"Germany paid 1,200 euros.": "L'Allemagne a payé."})
    translator = Translator(engine, source_language="en", target_language="fr", name="back")
    translation = translator.translate(["Germany paid 1,200 euros."])[0]
    assert translation.warning == "number 1,200 of the source is missing in the translation"
    assert (translator.name, translator.source_language, translator.target_language) == ("back", "en", "fr")


def test_a_real_model(home: Path) -> None:
    """A random model: mostly nonsense comes out, but every sentence comes back, and nothing is raised."""
    translator = Translator.load(str(tiny.converted("marian", "int8", home)))
    assert (translator.name, translator.source_language, translator.target_language) == ("tiny-marian", "fr", "en")
    sentences = [*tiny.sentences(12), "", LONG, "…", "Le maire a vu " + "la gare, " * 40 + "puis le port."]
    translations = translator.translate(sentences)
    assert [translation.source for translation in translations] == sentences
    assert translations[12].text == ""
    assert translations[14].text == "…"
    for translation in translations:
        assert translation.text or not translation.source
        assert (translation.warning is not None) or not translation.kept


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


def test_loading_by_name(hub: Path, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "builtin_folder", lambda: tmp_path / "builtin")
    with pytest.raises(ModelsMissing, match="reinstall"):
        Translator.load()
    folder = tmp_path / "builtin" / "translator-fr-en"
    shutil.copytree(tiny.converted("marian", "int8", home), folder)
    assert Translator.load().name == "tiny-marian"
    assert Translator.load(engine="transformers").translate(["Lyon"])[0].source == "Lyon"
    with pytest.raises(UnsupportedDirection, match="run `summarizer models pull en-fr`"):
        Translator.load(source="en", target="fr")
    with pytest.raises(UnsupportedDirection, match="don't translate from en into fr"):
        Translator.load(str(folder), source="en", target="fr")
    with pytest.raises(ModelsMissing, match="pull fast"):
        Translator.load("fast")
    with pytest.raises(UnknownModels):
        Translator.load("no-such-thing")


def test_the_manifest_says_how_many_beams(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(tiny.converted("marian", "int8", home), folder)
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"beams": "3"}))
    assert Translator.load(str(folder)).beams == 3
    assert Translator.load(str(folder), beams=2).beams == 2


def test_fake_needs_no_model() -> None:
    translator = Translator.load("best", engine="fake")
    assert translator.translate(["Le maire de Lyon a promis 1 200 euros."])[0].warning is None


def test_the_canary(hub: Path, home: Path) -> None:
    info = catalogue.OPUS_FR_EN
    snapshot = hub / "models--Helsinki-NLP--opus-mt-fr-en" / "snapshots" / str(info.revision)
    shutil.copytree(tiny.checkpoint("marian", home), snapshot)
    with pytest.raises(BrokenModel, match="Helsinki-NLP/opus-mt-fr-en fails its test sentence"):
        Translator.load("fast")


def test_any_checkpoint_has_to_translate_a_sentence(home: Path) -> None:
    with pytest.raises(BrokenModel, match="fails its test sentence"):
        Translator.load(str(tiny.checkpoint("marian", home)))
    with pytest.raises(BrokenModel, match="fails its test sentence"):
        Translator.load(str(tiny.checkpoint("mbart50", home)), source="en", target="fr")


def test_what_the_checkpoint_says_is_done(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "t5"
    shutil.copytree(tiny.checkpoint("t5", home), folder)
    config = json.loads((folder / "config.json").read_text())
    tasks = {"translation_en_to_fr": {"prefix": "translate English to French: ", "num_beams": 3}}
    (folder / "config.json").write_text(json.dumps(config | {"task_specific_params": tasks, "num_beams": 8}))
    monkeypatch.setattr(Translator, "_check", lambda *_: None)
    translator = Translator.load(str(folder), source="en", target="fr")
    assert isinstance(translator.engine, PrefixedEngine)
    assert (translator.engine.prefix, translator.beams) == ("translate English to French: ", 3)
    other = Translator.load(str(folder))
    assert not isinstance(other.engine, PrefixedEngine)
    assert other.beams == 4  # eight would only be slower


def test_a_marian_model_of_several_languages_is_told_which(home: Path) -> None:
    from summarizer.translation import _asked

    several = _asked(FakeEngine(pieces=(">>fra<<", ">>ita<<")), "", "fr")
    assert isinstance(several, PrefixedEngine)
    assert several.prefix == ">>fra<< "
    assert isinstance(_asked(FakeEngine(), "", "fr"), FakeEngine)


def test_all_numbers_are_masked_where_the_lost_one_is_not_enough() -> None:
    def reply(text: str, _: Options) -> str:
        if PLACEHOLDERS[1] in text:
            return text.replace("Il a", "He has").replace("chats et", "cats and").replace("chiens", "dogs")
        return (
            f"He has 14 cats and {PLACEHOLDERS[0]} dogs." if PLACEHOLDERS[0] in text else "He has 15 cats and 2 dogs."
        )

    model = Model(reply, pieces=PLACEHOLDERS)
    translation = Translator(model).translate(["Il a 15 chats et 27 chiens."])[0]
    assert translation.text == "He has 15 cats and 27 dogs."
    assert translation.warning is None
    assert len(model.asked) == 3


def test_ordinals_are_given_in_digits() -> None:
    engine = FakeEngine({"Le pont date du 19e siècle.": "The bridge is of the 19th century."})
    translation = Translator(engine).translate(["Le pont date du XIXe siècle."])[0]
    assert translation == Translation("The bridge is of the 19th century.", "Le pont date du XIXe siècle.")


def test_the_end_of_a_year_is_given_in_full() -> None:
    engine = FakeEngine({"À la fin de 2024, le pont a fermé.": "At the end of 2024, the bridge closed."})
    translation = Translator(engine).translate(["Fin 2024, le pont a fermé."])[0]
    assert translation == Translation("At the end of 2024, the bridge closed.", "Fin 2024, le pont a fermé.")


def test_what_small_models_stumble_over_is_said_in_plainer_words() -> None:
    engine = FakeEngine(
        {
            "Selon la maire, le port est en négociations avec la ville.": "According to the mayor, the port is in talks with the city."
        }
    )
    source = "À en croire la maire, le port est en discussion avec la ville."
    assert Translator(engine).translate([source])[0] == Translation(
        "According to the mayor, the port is in talks with the city.", source
    )


def test_questions_that_models_get_wrong_have_the_order_of_statements() -> None:
    engine = FakeEngine({"Valbrume va fermer son port ?": "Valbrume is going to close its port?"})
    question = "Valbrume va-t-elle fermer son port ?"
    assert Translator(engine).translate([question])[0] == Translation("Valbrume is going to close its port?", question)


def test_what_comes_again_at_once_is_tried_again_without_a_warning() -> None:
    source, again = "Le ministère de l'Intérieur s'y oppose.", "The Ministry of Interior Ministry opposes it."

    def reply(_: str, options: Options) -> str:
        return "The Interior Ministry opposes it." if options.no_repeat_ngram else again

    engine = Model(reply)
    translation = Translator(engine).translate([source])[0]
    assert (translation.text, translation.warning) == ("The Interior Ministry opposes it.", None)
    assert len(engine.calls) == 2
    translation = Translator(FakeEngine({source: again})).translate([source])[0]
    assert (translation.text, translation.warning) == (again, None)


def test_what_falls_is_given_as_falling() -> None:
    engine = FakeEngine({"Le prix tombera de 12 à 9 euros.": "The price will fall from 12 to 9 euros."})
    translation = Translator(engine).translate(["Le prix passera de 12 à 9 euros."])[0]
    assert translation == Translation("The price will fall from 12 to 9 euros.", "Le prix passera de 12 à 9 euros.")


def test_a_quote_that_nobody_says_is_tried_again() -> None:
    source = '"Le pont est vieux", a déclaré lundi la maire.'
    model = Model(lambda text, options: '"The bridge is old," said the mayor on Monday.' if options.beams > 1 else '"The bridge is old", on Monday the mayor.')  # fmt: skip
    translation = Translator(model).translate([source])[0]
    assert translation.text == '"The bridge is old," said the mayor on Monday.'
    assert translation.warning is None


def test_only_french_quotes_are_asked_for_their_speaker() -> None:
    engine = FakeEngine({"He left, a note said.": "Il est parti, d'après un mot."})
    translation = Translator(engine, source_language="en", target_language="fr").translate(["He left, a note said."])[0]
    assert translation == Translation("Il est parti, d'après un mot.", "He left, a note said.")
