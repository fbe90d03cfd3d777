from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from summarizer.engines import defaults
from summarizer.engines.conversion import convert
from summarizer.engines.defaults import Defaults
from summarizer.errors import BrokenModel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Folders = Callable[..., Path]

T5 = {
    "model_type": "t5",
    "task_specific_params": {
        "summarization": {"prefix": "summarize: ", "num_beams": 4, "length_penalty": 2.0, "no_repeat_ngram_size": 3},
        "translation_en_to_fr": {"prefix": "translate English to French: ", "num_beams": 6},
    },
}


def write(folder: Path, config: object, **generation: object) -> Path:
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "generation_config.json").write_text(json.dumps(generation))
    return folder


def test_a_task_of_t5(tmp_path: Path) -> None:
    folder = write(tmp_path, T5, num_beams=2)
    assert defaults.read(folder, "summarization") == Defaults("summarize: ", 4, 2.0, 3)
    assert defaults.read(folder, "translation_en_to_fr") == Defaults("translate English to French: ", 6)
    assert defaults.read(folder, "translation_fr_to_en") == Defaults(beams=2)


def test_the_generation_config_comes_before_the_config(tmp_path: Path) -> None:
    folder = write(tmp_path, {"num_beams": 1, "length_penalty": 0.5, "prefix": " "}, num_beams=4, min_length=56)
    assert defaults.read(folder, "summarization") == Defaults("", 4, 0.5)


def test_a_converted_model_keeps_them(checkpoint: Folders, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(checkpoint("t5"), copy)
    config = json.loads((copy / "config.json").read_text())
    (copy / "config.json").write_text(json.dumps(config | T5))
    convert(copy, tmp_path / "converted")
    assert defaults.read(tmp_path / "converted", "summarization").prefix == "summarize: "


def test_nothing_is_said(tmp_path: Path) -> None:
    assert defaults.read(tmp_path, "summarization") == Defaults()
    write(tmp_path, [])
    assert defaults.read(tmp_path, "summarization") == Defaults()


def test_nonsense(tmp_path: Path) -> None:
    with pytest.raises(BrokenModel, match="settings that can't be read"):
        defaults.read(write(tmp_path, {"num_beams": "many"}), "summarization")


@pytest.mark.parametrize(("head", "languages"), [
    ("language: fr", ("fr",)), ("language:\n- en\n- fr", ("en", "fr")), ("language: [fr, en]", ("fr", "en")),
    ("language:\n  - fr\ntags:\n  - it", ("fr",)), ("license: mit", ()), ("tags:\n- language", ()),
])  # fmt: skip
def test_the_languages_of_a_model_card(head: str, languages: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(f"---\n{head}\nlicense: mit\n---\nlanguage: de\n")
    assert defaults.languages_of(tmp_path) == languages


def test_no_card(tmp_path: Path) -> None:
    assert defaults.languages_of(tmp_path) == ()
    (tmp_path / "README.md").write_text("# language: fr")
    assert defaults.languages_of(tmp_path) == ()


@pytest.mark.parametrize(("own", "others", "limit"), [
    (512, (1024,), 512), (10**30, (1024, None), 1024), (None, (64, 32), 32), (10**30, (), None),
])  # fmt: skip
def test_limits(own: int | None, others: tuple[int | None, ...], limit: int | None, tmp_path: Path) -> None:
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({"model_max_length": own}))
    assert defaults.limits(tmp_path, *others) == limit
