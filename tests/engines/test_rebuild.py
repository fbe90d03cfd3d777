from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import tiny

from summarizer.engines import Options
from summarizer.engines.ctranslate2 import Ctranslate2Engine
from summarizer.engines.rebuild import to_transformers
from summarizer.engines.transformers import TransformersEngine
from summarizer.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Folders = Callable[..., Path]

TEXTS = tiny.sentences(6)


@pytest.mark.parametrize("kind", ["marian", "bart"])
def test_there_and_back(kind: str, checkpoint: Folders, converted: Folders) -> None:
    """transformers -> converter -> our reader -> transformers gives the same outputs."""
    for options in (Options(), Options(beams=3), Options(prefix="Le maire", max_length=12)):
        original = TransformersEngine(checkpoint(kind)).generate(TEXTS, options)
        back = TransformersEngine(converted(kind)).generate(TEXTS, options)
        assert [output.text for output in back] == [output.text for output in original]


@pytest.mark.parametrize("kind", ["marian", "bart"])
def test_int8_weights_are_near(kind: str, checkpoint: Folders, converted: Folders) -> None:
    exact = to_transformers(converted(kind), kind).state_dict()
    rounded = to_transformers(converted(kind, "int8"), kind).state_dict()
    for name, weight in exact.items():
        assert float((weight - rounded[name]).abs().max()) <= float(weight.abs().max()) / 127 + 1e-6, name


def test_int8_runs_with_both_engines(converted: Folders) -> None:
    folder = converted("marian", "int8")
    ours = Ctranslate2Engine(folder).generate(TEXTS, Options(max_length=1))
    theirs = TransformersEngine(folder).generate(TEXTS, Options(max_length=1))
    same = sum(a.text == b.text for a, b in zip(ours, theirs, strict=True))
    # The activations are rounded too, so not every close call goes the same way.
    assert same >= 4
    assert TransformersEngine(folder).name == "tiny-marian"


def test_t5_stays_with_ctranslate2(converted: Folders) -> None:
    with pytest.raises(ConfigError, match="engine='ctranslate2' only"):
        TransformersEngine(converted("t5"))


def test_two_vocabularies_stay_with_ctranslate2(converted: Folders, tmp_path: Path) -> None:
    from summarizer.engines.binary import Binary

    folder = tmp_path / "two"
    shutil.copytree(converted("marian"), folder)
    path = folder / "model.bin"
    data = path.read_bytes()
    assert "encoder/embeddings_0/weight" in Binary(path).aliases
    path.write_bytes(data.replace(b"encoder/embeddings_0/weight\0", b"encoder/embeddings_9/weight\0"))
    with pytest.raises(ConfigError, match="two vocabularies"):
        TransformersEngine(folder)
