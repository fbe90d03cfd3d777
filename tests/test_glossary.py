from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from summarizer.engines import Hypothesis, Options
from summarizer.engines.fake import FakeEngine
from summarizer.engines.hinted import HintedEngine
from summarizer.errors import BrokenModel
from summarizer.glossary import Glossary, Hint, hinted
from summarizer.text import HINT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

GLOSSARY = Glossary({"nourrisson": "infant", "foin": "hay", "garde-fou": "guard rail", "paris": "bets"})


def test_hints_stand_behind_their_words() -> None:
    text = "Le nourrisson dort, dans le foin."
    assert hinted(text, GLOSSARY.hints(text)) == f"Le nourrisson{HINT} infant{HINT} dort, dans le foin{HINT} hay{HINT}."


def test_a_capital_inside_a_sentence_makes_a_name() -> None:
    assert GLOSSARY.hints("Foin et paille à Paris.") == [Hint(4, "foin", "hay")]
    assert GLOSSARY.hints("Des paris sur un garde-fou.") == [
        Hint(9, "paris", "bets"), Hint(26, "garde-fou", "guard rail"),
    ]  # fmt: skip


def test_an_institution_has_a_capital_and_an_entry() -> None:
    glossary = Glossary({"cour des comptes": "Court of Auditors", "cour": "yard"})
    assert [hint.entry for hint in glossary.hints("Selon la Cour des comptes, la Cour attend.")] == ["cour des comptes"]


def test_a_name_is_looked_up_as_it_is_written() -> None:
    glossary = Glossary(
        {"OTAN": "NATO", "Poutine": "Putin", "poutine": "fries with gravy", "poutine géante": "giant fries"}
    )
    hints = glossary.hints("Poutine et l'OTAN : Poutine aime la poutine, l'otan non, la Poutine géante si.")
    assert [(hint.entry, hint.translation) for hint in hints] == [
        ("Poutine", "Putin"), ("OTAN", "NATO"), ("Poutine", "Putin"), ("poutine", "fries with gravy"),
        ("poutine géante", "giant fries"),
    ]  # fmt: skip


def test_the_longest_phrase_counts() -> None:
    listed = Glossary(
        {"garde": "guard", "garde à vue": "police custody", "chiffre d'affaires": "turnover", "vue": "view"}
    )
    assert [(hint.entry, hint.translation) for hint in listed.hints("La garde à vue et la garde à domicile.")] == [
        ("garde à vue", "police custody"), ("garde", "guard"),
    ]  # fmt: skip
    assert [hint.end for hint in listed.hints("Chiffre d'affaires, vue")] == [18, 23]
    assert listed.hints("Un chiffre d'Affaires") == [Hint(21, "chiffre d'affaires", "turnover")]


def test_letters_that_get_longer_when_small_move_nothing() -> None:
    assert Glossary({"foin": "hay"}).hints("\u0130 foin") == [Hint(6, "foin", "hay")]


def test_a_text_without_listed_words_stays() -> None:
    assert hinted("La mairie ouvre.", GLOSSARY.hints("La mairie ouvre.")) == "La mairie ouvre."


def test_saved_and_loaded(tmp_path: Path) -> None:
    GLOSSARY.save(tmp_path / "a.gz")
    GLOSSARY.save(tmp_path / "b.gz")
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
    assert Glossary.load(tmp_path / "a.gz").entries == GLOSSARY.entries


def test_a_damaged_glossary_says_so(tmp_path: Path) -> None:
    (tmp_path / "g.gz").write_bytes(b"not gzip")
    with pytest.raises(BrokenModel, match="no glossary"):
        Glossary.load(tmp_path / "g.gz")


class Recorder(FakeEngine):
    """A fake engine that keeps what it was given."""

    def generate(self, texts: Sequence[str], options: Options) -> list[Hypothesis]:
        self.given, self.options = list(texts), options
        return super().generate(texts, options)


def test_the_engine_within_gets_hints_and_may_not_write_their_mark() -> None:
    inner = Recorder(max_source_tokens=20)
    engine = HintedEngine(inner, GLOSSARY, room=8)
    assert (engine.max_source_tokens, engine.name) == (12, inner.name)
    assert engine.count_tokens("Le nourrisson dort.") == inner.count_tokens("Le nourrisson dort.")
    engine.generate(["Le nourrisson dort."], Options(avoid=(("x",),)))
    assert inner.given == [f"Le nourrisson{HINT} infant{HINT} dort."]
    assert inner.options.avoid == (("x",), (HINT,))
    engine.generate(["Le nourrisson dort."], Options(hints=False))
    assert inner.given == ["Le nourrisson dort."]


def test_hints_that_do_not_fit_are_left_out() -> None:
    text = "Le foin et le nourrisson et le foin."
    inner = Recorder()
    plain, whole = inner.count_tokens(text), inner.count_tokens(hinted(text, GLOSSARY.hints(text)))
    assert plain < whole
    inner = Recorder(max_source_tokens=whole - 1)
    HintedEngine(inner, GLOSSARY, room=1).generate([text], Options())
    assert inner.given == [hinted(text, GLOSSARY.hints(text)[:2])]
