from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from summarizer.errors import BrokenModel
from summarizer.models.manifest import File, Manifest, describe

if TYPE_CHECKING:
    from pathlib import Path

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def manifest() -> Manifest:
    return Manifest("mine", "marian", ("fr", "en"), 110, 256, licence="MIT", extra={"way": "shorten"})


def test_written_and_read_again(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    written = manifest().write(tmp_path)
    assert written.files == {"model.bin": File(0, EMPTY)}
    assert Manifest.read(tmp_path) == written
    assert json.loads((tmp_path / "manifest.json").read_text())["way"] == "shorten"


def test_writing_again_forgets_files_that_are_gone(tmp_path: Path) -> None:
    (tmp_path / "old").touch()
    manifest().write(tmp_path)
    (tmp_path / "old").unlink()
    assert manifest().write(tmp_path).files == {}


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"files": {}}', '{"files": {"a": {}}, "languages": []}'])
def test_malformed(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(BrokenModel, match="missing or malformed"):
        Manifest.read(tmp_path)


def test_describe(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abc")
    assert describe(tmp_path / "file").size == 3
