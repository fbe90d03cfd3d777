from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections import namedtuple
from typing import TYPE_CHECKING, Any

import pytest
from test_store import FAST, download  # type: ignore[attr-defined]

from summarizer.errors import BrokenModel, ConfigError, ModelsMissing, UnknownModels
from summarizer.models import store, transfer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Folders = Callable[..., Path]

NAME = "someone/small"


@pytest.fixture
def fast(cache: Path, checkpoint: Folders) -> None:
    """The set `fast` in the cache, small."""
    download(cache, FAST.translator.id, checkpoint("marian"))
    download(cache, FAST.condenser.id, checkpoint("bart"))


@pytest.fixture
def packed(fast: None, cache: Path, tmp_path: Path) -> Path:
    """An exported set; the cache is emptied as if this were the other machine."""
    file = tmp_path / "fast.models"
    assert transfer.export("fast", file) == file.stat().st_size
    shutil.rmtree(cache)
    cache.mkdir()
    return file


def rewritten(file: Path, change: Callable[[dict[str, Any]], None], data: dict[str, bytes] | None = None) -> Path:
    """The same archive with other contents, and perhaps other data of some members."""
    target = file.with_suffix(".changed")
    with tarfile.open(file) as old, tarfile.open(target, "w") as new:
        for member in old.getmembers():
            stream = old.extractfile(member)
            assert stream is not None
            content = (data or {}).get(member.name, stream.read())
            if member.name == store.CONTENTS:
                contents = json.loads(content)
                change(contents)
                content = json.dumps(contents).encode()
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return target


def test_there_and_back(packed: Path) -> None:
    assert not store.installed("fast")
    assert transfer.bring_in(packed) == "fast"
    assert store.installed("fast")
    assert store.auto_set() == "fast"
    folder = store.translator_path("fast")
    assert (folder / "model.bin").is_file()  # needs no torch
    assert folder.name == FAST.translator.revision
    assert store.info_of(folder) == FAST.translator
    assert store.verify("fast") > 8
    assert folder.is_relative_to(store.data_folder())
    assert [path.name for path in folder.parents[1].iterdir() if path.name.startswith(".")] == []


def test_imported_models_run_without_torch(packed: Path) -> None:
    from summarizer import engines

    transfer.bring_in(packed)
    engine = engines.load(store.translator_path("fast"), engine="ctranslate2")
    assert engine.generate(["Lyon"], engines.Options(max_length=4))[0].text


def test_a_machine_with_nothing_but_the_package(packed: Path, tmp_path: Path) -> None:
    code = f"""
import sys
for name in ("torch", "transformers", "huggingface_hub", "safetensors"):
    sys.modules[name] = None
from pathlib import Path
from summarizer import engines
from summarizer.models import removal, store, transfer
transfer.bring_in(Path({str(packed)!r}))
assert store.installed("fast") and store.auto_set() == "fast"
engine = engines.load(store.translator_path("fast"))
assert engine.generate(["Lyon"], engines.Options(max_length=4))[0].text
assert removal.remove("fast") > 0 and not store.installed("fast")
"""
    environment = {"HOME": str(tmp_path), "PATH": "", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_was_imported_can_be_exported_and_imported_again(packed: Path, tmp_path: Path) -> None:
    transfer.bring_in(packed)
    transfer.export("fast", tmp_path / "again.models")
    assert transfer.bring_in(tmp_path / "again.models") == "fast"
    store.verify("fast")


def test_a_model_that_has_no_converted_form(cache: Path, checkpoint: Folders, tmp_path: Path) -> None:
    download(cache, NAME, checkpoint("marian-padded"))
    lines: list[str] = []
    transfer.export(NAME, tmp_path / "small.models", lines.append)
    assert "not zero" in lines[0]
    shutil.rmtree(cache)
    transfer.bring_in(tmp_path / "small.models")
    assert (store.path(NAME) / "model.safetensors").is_file()


def test_who_exported_stays_unknown(packed: Path) -> None:
    with tarfile.open(packed) as archive:
        assert {(member.uid, member.uname, member.mode) for member in archive.getmembers()[1:]} == {(0, "", 0o644)}


@pytest.mark.parametrize(("name", "error"), [
    ("builtin", UnknownModels), ("nosuch", UnknownModels), ("best", ModelsMissing), (".", UnknownModels),
])  # fmt: skip
def test_what_can_t_be_exported(name: str, error: type[Exception], tmp_path: Path) -> None:
    with pytest.raises(error):
        transfer.export(name, tmp_path / "file")
    assert list(tmp_path.glob("file*")) == []


def test_nothing_is_overwritten(fast: None, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ConfigError, match="is there already"):
        transfer.export("fast", tmp_path / "file")


def test_damage_on_the_way(packed: Path) -> None:
    data = bytearray(packed.read_bytes())
    data[len(data) // 2] ^= 1
    packed.write_bytes(data)
    with pytest.raises(BrokenModel, match="does not match its checksum"):
        transfer.bring_in(packed)
    assert not store.installed("fast")
    assert list((store.data_folder() / "imported").iterdir()) == []


def test_a_file_cut_short(packed: Path) -> None:
    packed.write_bytes(packed.read_bytes()[:-40_000])
    with pytest.raises(BrokenModel):
        transfer.bring_in(packed)
    assert not store.installed("fast")


@pytest.mark.parametrize("content", [b"", b"nonsense" * 200])
def test_no_export_at_all(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(BrokenModel, match="export"):
        transfer.bring_in(tmp_path / "file")


def test_contents_of_another_kind(packed: Path) -> None:
    with pytest.raises(BrokenModel, match="no export of models"):
        transfer.bring_in(rewritten(packed, lambda contents: contents.pop("models")))
    with pytest.raises(BrokenModel, match="newer summarizer"):
        transfer.bring_in(rewritten(packed, lambda contents: contents.update(format=2)))


@pytest.mark.parametrize("change", [
    {"id": "../../somewhere"}, {"id": "a/.."}, {"revision": ".."}, {"revision": "../x"}, {"files": {"../evil": "0" * 64}},
    {"files": {".hidden": "0" * 64}}, {"files": {"/etc/passwd": "0" * 64}},
])  # fmt: skip
def test_names_that_lead_elsewhere(change: dict[str, Any], packed: Path) -> None:
    with pytest.raises(BrokenModel, match="that no export has"):
        transfer.bring_in(rewritten(packed, lambda contents: contents["models"][0].update(change)))
    assert not store.installed("fast")


def test_a_file_that_is_listed_and_not_there(packed: Path) -> None:
    with pytest.raises(BrokenModel, match="missing"):
        transfer.bring_in(rewritten(packed, lambda contents: contents["models"][0]["files"].update({"x": "0" * 64})))


def test_no_room(packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - as shutil's own
    monkeypatch.setattr(transfer.shutil, "disk_usage", lambda _: usage(10, 8, 2000))
    with pytest.raises(ModelsMissing, match="make room, then import again"):
        transfer.bring_in(packed)


def test_damage_after_the_import(packed: Path) -> None:
    transfer.bring_in(packed)
    (store.condenser_path("fast") / "config.json").write_text("{}")
    with pytest.raises(BrokenModel, match=r"config\.json is missing or does not match"):
        store.verify("fast")
