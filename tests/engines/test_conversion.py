from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
import tiny

from summarizer.engines import NotConvertible, Options
from summarizer.engines.conversion import convert, main
from summarizer.engines.ctranslate2 import Ctranslate2Engine
from summarizer.errors import BrokenModel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Folders = Callable[..., Path]


def test_the_folder_of_a_translator(checkpoint: Folders, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "translator"
    manifest = convert(
        checkpoint("marian"), folder, name="mine", licence="MIT", max_source_tokens=40, extra={"beams": 2}
    )
    assert sorted(path.name for path in folder.iterdir()) == [
        "config.json", "manifest.json", "model.bin", "shared_vocabulary.json", "source.spm",
    ]  # fmt: skip
    written = json.loads((folder / "manifest.json").read_text())
    assert written["files"]["model.bin"]["size"] == (folder / "model.bin").stat().st_size
    assert (written["name"], written["kind"], written["languages"]) == ("mine", "marian", ["fr", "en"])
    assert (written["max_source_tokens"], written["max_target_tokens"], written["beams"]) == (40, 64, 2)
    assert "ctranslate2" in manifest.created_with
    assert [path.name for path in folder.parent.iterdir()] == ["translator"]


def test_a_second_spm_only_when_it_differs(checkpoint: Folders, tmp_path: Path) -> None:
    copy = tmp_path / "checkpoint"
    shutil.copytree(checkpoint("marian"), copy)
    other = tiny.train_sentencepiece(tmp_path, "other", size=120)
    shutil.copyfile(other, copy / "target.spm")
    convert(copy, tmp_path / "out")
    assert (tmp_path / "out" / "target.spm").read_bytes() == other.read_bytes()


def test_bart(checkpoint: Folders, tmp_path: Path) -> None:
    manifest = convert(checkpoint("bart"), tmp_path / "bart")
    assert (manifest.kind, manifest.forced_start, manifest.name) == ("bart", "<s>", "bart")
    assert "tokenizer.json" in manifest.files


def test_bart_without_a_fast_tokenizer_gets_one(checkpoint: Folders, tmp_path: Path) -> None:
    copy = tmp_path / "checkpoint"
    shutil.copytree(checkpoint("bart"), copy)
    model = json.loads((copy / "tokenizer.json").read_text())["model"]
    (copy / "tokenizer.json").unlink()
    (copy / "vocab.json").write_text(json.dumps(model["vocab"]))
    pairs = [pair if isinstance(pair, str) else " ".join(pair) for pair in model["merges"]]
    (copy / "merges.txt").write_text("#version: 0.2\n" + "\n".join(pairs) + "\n")
    convert(copy, tmp_path / "out", quantization="float32")
    text = tiny.ENGLISH[0]
    old = convert(checkpoint("bart"), tmp_path / "reference", quantization="float32")
    ours, theirs = Ctranslate2Engine(tmp_path / "out"), Ctranslate2Engine(tmp_path / "reference")
    assert ours.generate([text], Options()) == theirs.generate([text], Options())
    assert old.kind == "bart"


def test_a_pad_row_that_is_not_zero(checkpoint: Folders, tmp_path: Path) -> None:
    with pytest.raises(NotConvertible, match="<pad> embedding of marian-padded is not zero"):
        convert(checkpoint("marian-padded"), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_other_architectures(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "gpt2"}))
    with pytest.raises(
        NotConvertible, match="is of the kind gpt2; only marian, bart, t5, mbart, pegasus are converted"
    ):
        convert(tmp_path, tmp_path / "out")


def test_the_language_of_a_model_card(checkpoint: Folders, tmp_path: Path) -> None:
    copy = tmp_path / "checkpoint"
    shutil.copytree(checkpoint("barthez"), copy)
    assert convert(copy, tmp_path / "out").languages == ("fr",)
    (copy / "README.md").write_text("---\nlanguage: [fr, en]\n---\n")
    assert convert(copy, tmp_path / "other").languages == ()


@pytest.mark.parametrize("kind", ["mbart", "mbart50"])
def test_models_of_many_languages(kind: str, checkpoint: Folders, tmp_path: Path) -> None:
    with pytest.raises(NotConvertible, match="a model of many languages"):
        convert(checkpoint(kind), tmp_path / "out")


def test_pegasus_keeps_its_own_marks(checkpoint: Folders, tmp_path: Path) -> None:
    copy = tmp_path / "checkpoint"
    shutil.copytree(checkpoint("pegasus"), copy)
    tiny.train_sentencepiece(tmp_path).replace(copy / "spiece.model")
    assert "tokenizer.json" in convert(copy, tmp_path / "out").files


def test_a_damaged_checkpoint(checkpoint: Folders, tmp_path: Path) -> None:
    copy = tmp_path / "checkpoint"
    shutil.copytree(checkpoint("marian"), copy)
    (copy / "model.safetensors").unlink()
    with pytest.raises(BrokenModel, match="can't be read"):
        convert(copy, tmp_path / "out")


def test_safetensors_that_are_none(checkpoint: Folders, tmp_path: Path) -> None:
    copy = tmp_path / "checkpoint"
    shutil.copytree(checkpoint("marian"), copy)
    (copy / "model.safetensors").write_bytes(b"nonsense" * 100)
    with pytest.raises(BrokenModel, match="can't be read"):
        convert(copy, tmp_path / "out")


def test_weights_that_are_no_weights(checkpoint: Folders, tmp_path: Path) -> None:
    copy = tmp_path / "checkpoint"
    shutil.copytree(checkpoint("marian"), copy)
    (copy / "model.safetensors").unlink()
    (copy / "pytorch_model.bin").write_bytes(b"\x80\x02nonsense")
    with pytest.raises(BrokenModel, match="can't be read"):
        convert(copy, tmp_path / "out")


def test_the_command_replaces_what_is_there(
    checkpoint: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "old").touch()
    main([str(checkpoint("marian")), str(folder), "--languages", "fr", "en", "--set", "way=shorten"])
    assert "model.bin" in json.loads(capsys.readouterr().out)
    assert not (folder / "old").exists()
    assert json.loads((folder / "manifest.json").read_text())["way"] == "shorten"
