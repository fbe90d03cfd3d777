from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
import tiny

from summarizer.engines import Engine, Options, ctranslate2, load
from summarizer.engines.ctranslate2 import Ctranslate2Engine
from summarizer.engines.transformers import TransformersEngine
from summarizer.errors import BrokenModel
from summarizer.text import PLACEHOLDERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Folders = Callable[..., Path]

TEXTS = tiny.sentences(8)
EVERY_WAY = [
    Options(),
    Options(beams=4),
    Options(beams=4, no_repeat_ngram=3),
    Options(max_length=10),
    Options(beams=2, min_length=15, length_penalty=2.0),
    Options(prefix="Le maire"),
    Options(beams=3, prefix="Le maire", max_length=20),
]


@pytest.mark.parametrize("kind", ["marian", "bart", "t5", "barthez", "pegasus"])
def test_equals_transformers(kind: str, checkpoint: Folders, converted: Folders) -> None:
    reference = TransformersEngine(checkpoint(kind), max_source_tokens=64)
    engine = Ctranslate2Engine(converted(kind))
    # T5 has no position table, so the two would stop at different lengths by default.
    ways = EVERY_WAY if kind != "t5" else [Options(max_length=12), Options(beams=4, no_repeat_ngram=3, max_length=12)]
    for options in ways:
        for ours, theirs in zip(engine.generate(TEXTS, options), reference.generate(TEXTS, options), strict=True):
            assert (ours.text, ours.tokens, ours.finished) == (theirs.text, theirs.tokens, theirs.finished)
            assert ours.score == pytest.approx(theirs.score, abs=1e-4)
    assert [engine.count_tokens(text) for text in TEXTS] == [reference.count_tokens(text) for text in TEXTS]


def test_the_outputs_differ(converted: Folders) -> None:
    """Else the test above would prove little."""
    outputs = Ctranslate2Engine(converted("marian")).generate(TEXTS, Options())
    assert len({output.text for output in outputs}) >= 6


def test_int8_runs(converted: Folders, capfd: pytest.CaptureFixture[str]) -> None:
    engine = Ctranslate2Engine(converted("marian", "int8"))
    outputs = engine.generate(TEXTS, Options(beams=2))
    assert all(output.text and output.score < 0 for output in outputs)
    assert isinstance(engine, Engine)
    assert engine.name == "tiny-marian"
    assert "warning" not in capfd.readouterr().err


def test_order_is_kept_whatever_the_lengths(converted: Folders) -> None:
    engine = Ctranslate2Engine(converted("marian"))
    texts = [TEXTS[0], "Lyon", TEXTS[1], "la gare en 2019", TEXTS[0], "Lyon"]
    alone = [engine.generate([text], Options())[0] for text in texts]
    assert [output.text for output in engine.generate(texts, Options())] == [output.text for output in alone]


def test_empty_texts_and_no_texts(converted: Folders) -> None:
    engine = Ctranslate2Engine(converted("marian"))
    assert engine.generate([], Options()) == []
    first, second = engine.generate(["", "Lyon"], Options())
    assert (first.text, first.tokens, first.finished) == ("", 0, True)
    assert second.tokens > 0


def test_too_long_a_text_is_refused_not_cut(converted: Folders) -> None:
    engine = Ctranslate2Engine(converted("marian"))
    text = "Le maire a ouvert la gare " * 20
    assert engine.max_source_tokens == 64
    with pytest.raises(ValueError, match=r"row 1 has .* tokens; this model takes 64"):
        engine.generate(["Lyon", text], Options())


def test_a_lower_limit(converted: Folders) -> None:
    engine = Ctranslate2Engine(converted("marian"), max_source_tokens=5, name="mine")
    assert (engine.max_source_tokens, engine.name) == (5, "mine")
    with pytest.raises(ValueError, match="takes 5"):
        engine.generate([TEXTS[0]], Options())


def test_limits_of_the_output(converted: Folders) -> None:
    engine = Ctranslate2Engine(converted("marian"))
    assert all(output.tokens <= 64 for output in engine.generate(TEXTS, Options(max_length=500)))
    cut = engine.generate(TEXTS[:1], Options(max_length=3))[0]
    assert cut.tokens == 3
    assert not cut.finished


def test_knows_its_placeholders(converted: Folders) -> None:
    engine = Ctranslate2Engine(converted("marian"))
    assert all(engine.knows(mark) for mark in PLACEHOLDERS)
    assert not engine.knows("⟦9⟧")
    assert engine.count_tokens("⟦0⟧ ⟦7⟧") < 7


def test_threads_share_an_engine(converted: Folders) -> None:
    engine = Ctranslate2Engine(converted("marian"), threads=2)
    expected = engine.generate(TEXTS, Options())
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: engine.generate(TEXTS, Options()), range(8))) == [expected] * 8


def test_a_large_model_keeps_threads_for_a_single_article(converted: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = converted("marian")
    assert Ctranslate2Engine(folder, threads=4)._model.num_translators == 4
    monkeypatch.setattr(ctranslate2, "_SMALL", 1)
    assert Ctranslate2Engine(folder, threads=4)._model.num_translators == 2
    assert Ctranslate2Engine(folder, threads=1)._model.num_translators == 1


def test_a_folder_converted_elsewhere(converted: Folders, tmp_path: Path) -> None:
    folder = tmp_path / "foreign"
    shutil.copytree(converted("marian"), folder)
    (folder / "manifest.json").unlink()
    engine = Ctranslate2Engine(folder)
    assert (engine.name, engine.max_source_tokens) == ("foreign", 64)
    assert engine.generate(TEXTS[:1], Options(max_length=5))[0].tokens == 5


@pytest.mark.parametrize("damage", ["model.bin", "config.json", "source.spm"])
def test_damaged_files(damage: str, converted: Folders, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(converted("marian"), folder)
    (folder / damage).write_bytes(b"{nonsense")
    with pytest.raises(BrokenModel, match="again"):
        Ctranslate2Engine(folder)


def test_without_a_tokenizer(converted: Folders, tmp_path: Path) -> None:
    folder = tmp_path / "bare"
    shutil.copytree(converted("marian"), folder)
    (folder / "source.spm").unlink()
    with pytest.raises(BrokenModel, match=r"neither source.spm nor tokenizer.json"):
        Ctranslate2Engine(folder)


def test_needs_no_torch(converted: Folders) -> None:
    code = f"""
import json, sys
from pathlib import Path
from summarizer.engines import Options, load
engine = load(Path({str(converted("marian"))!r}))
engine.generate(["Lyon"], Options(max_length=4))
print(json.dumps([m for m in ("torch", "transformers", "gradio", "huggingface_hub") if m in sys.modules]))
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(result.stdout) == []


class Counting:
    """A model that counts what it is asked."""

    def __init__(self, model: Any) -> None:
        self.model, self.calls = model, 0

    def translate_batch(self, *args: Any, **options: Any) -> Any:
        self.calls += 1
        return self.model.translate_batch(*args, **options)


def test_an_article_takes_few_calls(converted: Folders) -> None:
    """Rows of all lengths share batches: small batches are what makes short texts slow."""
    engine = Ctranslate2Engine(converted("marian"), threads=2)
    counting = engine._model = Counting(engine._model)
    texts = [" ".join(["le port"] * (1 + i % 8)) + "." for i in range(120)]
    assert sum(map(engine.count_tokens, texts)) > 2 * 512
    engine.generate(texts, Options(beams=4, max_length=5))
    assert counting.calls == 2


@pytest.mark.parametrize("options", [Options(), Options(beams=4)])
def test_a_row_keeps_its_own_limit_among_longer_ones(options: Options, converted: Folders) -> None:
    engine = Ctranslate2Engine(converted("marian"), threads=1)
    short, long = "Le port.", " ".join(TEXTS[:2])
    assert engine.count_tokens(long) > 2 * engine.count_tokens(short)
    alone = [engine.generate([text], options)[0] for text in (short, long)]
    assert not all(output.finished for output in alone)  # else it would prove nothing
    assert [(o.text, o.tokens, o.finished) for o in engine.generate([short, long], options)] == [
        (o.text, o.tokens, o.finished) for o in alone
    ]


def test_the_choice_of_instructions_is_left_to_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CT2_FORCE_CPU_ISA", "GENERIC")
    ctranslate2._choose_instructions()
    assert os.environ["CT2_FORCE_CPU_ISA"] == "GENERIC"


@pytest.fixture
def processor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str | None], None]:
    """Pretend a processor with these instructions, or a system that says nothing of them."""

    def pretend(flags: str | None) -> None:
        if flags is not None:
            (tmp_path / "cpuinfo").write_text(f"processor\t: 0\nflags\t\t: fpu {flags}\n", encoding="utf-8")
        monkeypatch.setattr(ctranslate2, "_CPUINFO", tmp_path / "cpuinfo")

    return pretend


@pytest.mark.parametrize(
    ("flags", "chosen"), [("avx2 avx512f", None), (" ".join(sorted(ctranslate2._AVX512)), "AVX512"), (None, None)]
)
def test_avx_512_only_where_it_is_fast(
    flags: str | None, chosen: str | None, monkeypatch: pytest.MonkeyPatch, processor: Callable[[str | None], None]
) -> None:
    processor(flags)
    monkeypatch.setattr(os, "environ", {})
    ctranslate2._choose_instructions()
    assert os.environ.get("CT2_FORCE_CPU_ISA") == chosen


@pytest.mark.parametrize(
    ("flags", "computed"),
    [
        ("avx2", "float32"),
        ("avx2 avx512f", "float32"),
        ("avx2 avx_vnni", None),
        ("avx512_vnni avx2", None),
        (None, None),
    ],
)
def test_float32_where_int8_overflows(
    flags: str | None,
    computed: str | None,
    monkeypatch: pytest.MonkeyPatch,
    processor: Callable[[str | None], None],
    converted: Folders,
) -> None:
    folder = converted("marian", "int8")
    processor(flags)
    assert ctranslate2.arithmetic(folder) == computed
    chosen, widened = load(folder), load(folder, engine="float32")
    int8 = load(folder, engine="ctranslate2")
    score = [engine.generate(["Le maire a ouvert la gare."], Options())[0].score for engine in (chosen, widened, int8)]
    assert score[0] == (score[1] if computed else score[2])
    assert score[1] != score[2]
    monkeypatch.setattr(ctranslate2, "_SMALL", 1)
    assert ctranslate2.arithmetic(folder) is None
