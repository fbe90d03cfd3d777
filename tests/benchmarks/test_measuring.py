"""What the benchmarks are made of, without measuring anything."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks import equality, growth, run, shapes, texts
from benchmarks.table import Bar, Clock, Table, at_least, bars_table


def test_sentences_differ_and_come_again() -> None:
    found = list(islice(texts.sentences(3), 3_000))
    assert len(set(found)) == 3_000
    assert found[:20] == list(islice(texts.sentences(3), 20))
    assert found[:20] != list(islice(texts.sentences(4), 20))
    assert all(5 <= len(sentence.split()) <= 60 and sentence.endswith(".") for sentence in found)


@pytest.mark.parametrize("words", [60, 1_000])
def test_articles_have_about_as_many_words_as_asked_for(words: int) -> None:
    assert words <= len(texts.article(words).split()) <= words + 120


def test_pairs_are_spread_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    lines = [f"Le port numéro {i} est fermé.\tHarbour {i} is closed." for i in range(100)]
    path.write_text("\n".join(["mot " * 200 + "\tword", *lines]), encoding="utf-8")
    sources, targets = texts.pairs(path, 10)
    assert len(sources) == 10
    assert targets is not None
    assert targets[:2] == ["Harbour 0 is closed.", "Harbour 10 is closed."]
    assert texts.pairs(None, 3) == (texts.take(3), None)


def test_arithmetic_of_a_model_by_hand() -> None:
    config = SimpleNamespace(
        model_type="marian", d_model=2, encoder_layers=1, decoder_layers=1, encoder_ffn_dim=3, decoder_ffn_dim=5,
        vocab_size=7,
    )  # fmt: skip
    # Attention 4 x 2 x 2 and two layers of 2 x 3 for each of 10 source tokens; then keys and values of the source
    # (2 x 4), and for 6 target tokens and 4 beams two attentions' other parts, two layers of 2 x 5 and 2 x 7.
    assert shapes.arithmetic(config, 10, 6, 4) == (10 * (16 + 12), 10 * 8 + 4 * 6 * (16 + 8 + 20 + 14))


def test_a_table_in_both_forms() -> None:
    table = Table("Title", ("a", "b"), (("x", "1"), ("long name", "23")), ("A note.",))
    assert table.markdown() == "## Title\n\n| a | b |\n| --- | --- |\n| x | 1 |\n| long name | 23 |\n\nA note."
    assert table.plain().splitlines()[1:] == ["Title", "a           b", "x           1", "long name  23", "A note."]


def test_bars() -> None:
    assert at_least("speed", 10, 9.9) == Bar("speed", ">= 10 x", "9.9 x", met=False)
    assert bars_table([at_least("speed", 10, 12)]).rows == (("speed", ">= 10 x", "12.0 x", "yes"),)


def test_a_clock_stops_when_it_has_run_long_enough() -> None:
    done: list[str] = []
    Clock(runs=5, enough=0.0).time(lambda: done.append("run"), warm=lambda: done.append("warm"))
    assert done == ["warm", "run"]
    Clock(runs=3, enough=1e9).time(lambda: done.append("run"))
    assert done == ["warm", *["run"] * 4]


@pytest.mark.parametrize(
    ("default", "measured", "met"),
    [("int8_float32", "75.0%", [False, False]), ("float32", "100.0%", [True, True, False, False])],
)
def test_bars_of_the_arithmetic(default: str, measured: str, met: list[bool]) -> None:
    right, nearly = ["a b c d"] * 4, ["a b c d"] * 3 + ["a b c e"]
    outputs = {equality.REFERENCE: (right, 1.0), "float32": (right, 0.7), equality.INT8: (nearly, 0.5)}
    result = equality._result(run.Settings(), outputs, right, default)
    assert result.bars[0].measured == measured
    assert [bar.met for bar in result.bars] == met
    assert [row[0] for row in result.tables[0].rows if "default" in row[0]] == [
        f"{default}, CTranslate2 (the default here)"
    ]


def test_growth_is_measured_between_the_last_two_sizes() -> None:
    time, memory = growth._bars({"words": [(1, 9.0, 1.0), (10, 10.0, 1.0), (100, 150.0, 2.0)]})
    assert (time.measured, time.met) == ("1.50 x", False)
    assert (memory.measured, memory.met) == ("2.00 x", True)


def test_results_name_no_folder_of_the_machine() -> None:
    settings = run.Settings(pairs=Path("/somewhere/dev.tsv"))
    text = run._markdown([Table("T", ("a",), (("x",),))], settings, 3.2)
    assert "--pairs dev.tsv" in text
    assert "somewhere" not in text
