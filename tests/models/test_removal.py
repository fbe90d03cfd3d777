from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_store import FAST, download  # type: ignore[attr-defined]

from summarizer.errors import ModelsMissing, UnknownModels
from summarizer.models import hub, removal, store, transfer
from summarizer.models.catalogue import SETS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Folders = Callable[..., Path]

NAME = "someone/small"


@pytest.fixture(autouse=True)
def conversions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SUMMARIZER_CACHE", str(tmp_path / "own"))
    return tmp_path / "own" / "converted"


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def test_all_of_it_goes(cache: Path, conversions: Path, checkpoint: Folders) -> None:
    store.converted(download(cache, FAST.translator.id, checkpoint("marian")))
    download(cache, FAST.condenser.id, checkpoint("bart"))
    before = size(cache) + size(conversions)
    freed = removal.remove("fast")
    assert 0 < freed <= before
    assert not store.installed("fast")
    assert list(conversions.iterdir()) == []
    assert not list(cache.rglob("blobs/*"))
    with pytest.raises(ModelsMissing, match="nothing of fast is on this machine"):
        removal.remove("fast")


def test_what_another_set_needs_stays(cache: Path, checkpoint: Folders) -> None:
    for info in (FAST.translator, FAST.condenser, SETS["balanced"].condenser):
        download(cache, info.id, checkpoint("marian" if info.kind == "marian" else "bart"))
    lines: list[str] = []
    removal.remove("fast", lines.append)
    assert lines == [f"{FAST.translator.id} stays: balanced needs it too"]
    assert store.installed("balanced")
    assert not store.installed("fast")


def test_other_revisions_stay(cache: Path, checkpoint: Folders) -> None:
    kept = download(cache, FAST.translator.id, checkpoint("marian"), revision="1" * 40)
    with pytest.raises(ModelsMissing):
        removal.remove("en-fr")
    with pytest.raises(ModelsMissing):
        removal.remove("fast")
    assert (kept / "config.json").is_file()


def test_half_a_download_and_a_stopped_one(cache: Path, checkpoint: Folders) -> None:
    snapshot = download(cache, FAST.translator.id, checkpoint("marian"))
    (snapshot / "model.safetensors").unlink()
    part = hub.repository(FAST.condenser.id) / "blobs" / "abc.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(bytes(1000))
    assert removal.remove("fast") > 1000
    assert not hub.repository(FAST.condenser.id).exists()
    assert not hub.repository(FAST.translator.id).exists()


def test_a_hub_id(cache: Path, checkpoint: Folders) -> None:
    download(cache, NAME, checkpoint("marian"))
    assert removal.remove(NAME) > 0
    assert not store.installed(NAME)


def test_an_import(cache: Path, checkpoint: Folders, tmp_path: Path) -> None:
    download(cache, NAME, checkpoint("marian"))
    transfer.export(NAME, tmp_path / "file")
    removal.remove(NAME)
    transfer.bring_in(tmp_path / "file")
    assert store.installed(NAME)
    assert removal.remove(NAME) > 0
    assert not store.installed(NAME)


@pytest.mark.parametrize("name", ["builtin", "nosuch", "."])
def test_what_is_not_ours_to_remove(name: str) -> None:
    with pytest.raises(UnknownModels):
        removal.remove(name)
