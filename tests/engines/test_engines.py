from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
import tiny

from summarizer.engines import NotConvertible, Options, is_checkpoint, is_converted, load, target_limit
from summarizer.engines.ctranslate2 import Ctranslate2Engine
from summarizer.engines.fake import FakeEngine
from summarizer.engines.transformers import TransformersEngine
from summarizer.errors import BrokenModel, ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Folders = Callable[..., Path]


def test_limits_grow_with_the_source() -> None:
    assert target_limit(1, Options(), 500) == target_limit(16, Options(), 500) == 52
    assert target_limit(110, Options(), 500) == 244
    assert target_limit(110, Options(), 200) == 200
    assert target_limit(110, Options(max_length=30), 200) == 30


def test_a_converted_folder(converted: Folders) -> None:
    folder = converted("marian")
    assert is_converted(folder)
    assert not is_checkpoint(folder)
    assert isinstance(load(folder), Ctranslate2Engine)
    assert isinstance(load(folder, engine="transformers"), TransformersEngine)
    assert load(folder, name="other", max_source_tokens=9).max_source_tokens == 9


def test_a_checkpoint_is_converted_once(checkpoint: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = checkpoint("bart")
    assert is_checkpoint(folder)
    first = load(folder)
    monkeypatch.setattr("summarizer.engines.conversion.convert", lambda *_, **__: pytest.fail("converted again"))
    second = load(folder)
    assert isinstance(first, Ctranslate2Engine)
    assert first.generate(["Lyon"], Options()) == second.generate(["Lyon"], Options())
    assert isinstance(load(folder, engine="transformers"), TransformersEngine)


def test_float32_gives_word_for_word_what_transformers_gives(checkpoint: Folders, converted: Folders) -> None:
    texts = [*tiny.sentences(6), "Le maire a ouvert la gare en 2019."]
    for folder in (checkpoint("marian"), converted("marian")):
        exact = load(folder, engine="float32")
        reference = load(folder, engine="transformers")
        for options in (Options(max_length=12), Options(beams=3, max_length=12)):
            ours, theirs = exact.generate(texts, options), reference.generate(texts, options)
            assert [hypothesis.text for hypothesis in ours] == [hypothesis.text for hypothesis in theirs]


def test_what_ctranslate2_cannot_hold(checkpoint: Folders, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "summarizer"):
        assert isinstance(load(checkpoint("marian-padded")), TransformersEngine)
    assert "not zero" in caplog.text
    assert "Using transformers instead" in caplog.text
    with pytest.raises(NotConvertible):
        load(checkpoint("marian-padded"), engine="ctranslate2")


def test_a_padded_model_would_have_been_wrong(checkpoint: Folders) -> None:
    """Why conversion refuses it: the row of <pad> does change the outputs."""
    texts = ["Le maire a ouvert la gare en 2019.", "Lyon défend le port."]
    zero = TransformersEngine(checkpoint("marian")).generate(texts, Options())
    other = TransformersEngine(checkpoint("marian-padded")).generate(texts, Options())
    assert zero != other


def test_fake() -> None:
    assert isinstance(load(None, engine="fake"), FakeEngine)
    assert load(None, engine="fake").generate(["Le port"], Options())[0].text == "Le PORT"
    assert load(None, engine="fake", kind="condenser").generate(["Le port"], Options())[0].text == "Le port"


def test_nothing_there(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("[]")
    for folder in (tmp_path, tmp_path / "none", None):
        with pytest.raises(BrokenModel, match="there is no model in"):
            load(folder)


def test_an_unknown_engine(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="unknown engine 'warp': choose one of auto, ctranslate2"):
        load(tmp_path, engine="warp")


@pytest.mark.parametrize("beams", [1, 3])
@pytest.mark.parametrize("name", ["ctranslate2", "transformers"])
def test_avoids_what_it_shall(name: str, beams: int, converted: Folders, checkpoint: Folders) -> None:
    folder = converted("marian") if name == "ctranslate2" else checkpoint("marian")
    engine, texts = load(folder, engine=name), tiny.sentences(1)
    free = engine.generate(texts, Options(beams=beams, max_length=8))[0]
    assert free.tokens == len(free.pieces) >= 2
    avoid = (free.pieces[:2],)
    held = engine.generate(texts, Options(beams=beams, max_length=8, avoid=avoid))[0]
    assert held.pieces[:2] != avoid[0]
    assert all(held.pieces[i : i + 2] != avoid[0] for i in range(len(held.pieces)))
