from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import tiny

from summarizer.engines import Engine, Options
from summarizer.engines.transformers import TransformersEngine
from summarizer.errors import BrokenModel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Folders = Callable[..., Path]

TEXTS = tiny.sentences(6)


def test_is_an_engine(checkpoint: Folders) -> None:
    engine = TransformersEngine(checkpoint("marian"), name="reference")
    assert isinstance(engine, Engine)
    assert (engine.name, engine.max_source_tokens) == ("reference", 64)
    assert engine.knows("⟦0⟧")
    assert not engine.knows("⟦9⟧")


def test_a_batch_gives_what_single_rows_give(checkpoint: Folders) -> None:
    engine = TransformersEngine(checkpoint("marian"))
    texts = [*TEXTS, "Lyon", ""]
    together = engine.generate(texts, Options(beams=2))
    alone = [engine.generate([text], Options(beams=2))[0] for text in texts]
    assert [output.text for output in together] == [output.text for output in alone]
    assert together[-1].text == ""
    assert engine.generate([], Options()) == []


def test_threads_share_an_engine(checkpoint: Folders) -> None:
    engine = TransformersEngine(checkpoint("bart"))
    options = Options(max_length=6)
    expected = engine.generate(TEXTS, options)
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: engine.generate(TEXTS, options), range(4)))
    for outputs in runs:
        assert [output.text for output in outputs] == [output.text for output in expected]
        # With another number of threads a sum is rounded in another order.
        assert [output.score for output in outputs] == pytest.approx([output.score for output in expected], rel=1e-3)


def test_goes_past_21_tokens(checkpoint: Folders) -> None:
    engine = TransformersEngine(checkpoint("marian"))
    assert engine.generate(["Lyon"], Options(min_length=30, max_length=40))[0].tokens >= 30


@pytest.mark.parametrize("kind", ["marian", "bart"])
def test_past_the_position_table(kind: str, checkpoint: Folders) -> None:
    engine = TransformersEngine(checkpoint(kind))
    with pytest.raises(ValueError, match="this model takes 64"):
        engine.generate(["The mayor opened the station. " * 30], Options())
    assert engine.generate(TEXTS[:1], Options(max_length=1000))[0].tokens <= 64


def test_the_checkpoints_own_defaults_do_not_creep_in(checkpoint: Folders, tmp_path: Path) -> None:
    folder = tmp_path / "opinionated"
    shutil.copytree(checkpoint("bart"), folder)
    path = folder / "generation_config.json"
    config = json.loads(path.read_text())
    path.write_text(
        json.dumps(config | {"num_beams": 4, "min_length": 30, "max_length": 31, "no_repeat_ngram_size": 3})
    )
    options = Options(max_length=6)
    expected = TransformersEngine(checkpoint("bart")).generate(TEXTS, options)
    assert TransformersEngine(folder).generate(TEXTS, options) == expected


def test_a_damaged_checkpoint(checkpoint: Folders, tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(checkpoint("marian"), folder)
    (folder / "model.safetensors").write_bytes(b"nonsense" * 100)
    with pytest.raises(BrokenModel, match="can't be read"):
        TransformersEngine(folder)
    (folder / "model.safetensors").unlink()
    with pytest.raises(BrokenModel, match="can't be read"):
        TransformersEngine(folder)
