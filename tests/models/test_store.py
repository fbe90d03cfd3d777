from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from summarizer.errors import BrokenModel, ModelsMissing, UnknownModels
from summarizer.models import catalogue, store
from summarizer.models.catalogue import SETS
from summarizer.models.manifest import Manifest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fakehub import FakeHub

    from summarizer.models.catalogue import ModelInfo

    Folders = Callable[..., Path]

FAST = SETS["fast"]


@pytest.fixture
def hub(cache: Path) -> Path:
    """An empty Hugging Face cache."""
    return cache


@pytest.fixture
def builtin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, converted: Folders) -> Path:
    """An installation with built-in models."""
    folder = tmp_path / "builtin"
    shutil.copytree(converted("marian"), folder / catalogue.BUILTIN_TRANSLATOR)
    shutil.copytree(converted("bart"), folder / catalogue.BUILTIN_CONDENSER)
    monkeypatch.setattr(store, "builtin_folder", lambda: folder)
    return folder


def download(hub: Path, name: str, files: Path, revision: str | None = None) -> Path:
    """What the hub's client leaves in its cache: blobs named by their content, and links to them."""
    info = catalogue.MODELS.get(name)
    commit = revision or (info.revision if info else None) or "0" * 40
    repository = hub / f"models--{name.replace('/', '--')}"
    snapshot = repository / "snapshots" / commit
    snapshot.mkdir(parents=True)
    (repository / "blobs").mkdir()
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(commit)
    for file in files.iterdir():
        pickled = info is not None and info.weights != "model.safetensors" and file.name == "model.safetensors"
        data = as_pickle(file) if pickled else file.read_bytes()
        blob = repository / "blobs" / hashlib.sha256(data).hexdigest()
        blob.write_bytes(data)
        (snapshot / ("pytorch_model.bin" if pickled else file.name)).symlink_to(blob)
    return snapshot


def as_pickle(safetensors: Path) -> bytes:
    """The older form in which some models are still published."""
    import torch
    from safetensors.torch import load_file

    buffer = io.BytesIO()
    torch.save(load_file(safetensors), buffer)
    return buffer.getvalue()


def known_checksum(monkeypatch: pytest.MonkeyPatch, info: ModelInfo, sha256: str | None) -> None:
    changed = {**{f: getattr(info, f) for f in info.__dataclass_fields__}, "sha256": sha256}
    monkeypatch.setitem(catalogue.MODELS, info.id, type(info)(**changed))


def test_builtin(builtin: Path) -> None:
    assert store.path("builtin") == builtin
    assert store.translator_path("builtin").name == "translator-fr-en"
    assert store.condenser_path("builtin").name == "condenser"
    assert store.installed("builtin")
    assert store.verify("builtin") >= 8
    assert store.pull("builtin") == builtin


def test_builtin_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "builtin_folder", lambda: tmp_path / "nothing")
    assert not store.installed("builtin")
    with pytest.raises(ModelsMissing, match="reinstall summarizer"):
        store.translator_path("builtin")


def test_half_an_installation(builtin: Path) -> None:
    shutil.rmtree(builtin / "condenser")
    assert not store.installed("builtin")


def test_unknown_names() -> None:
    for call in (store.path, store.translator_path, store.condenser_path, store.verify, store.pull):
        with pytest.raises(UnknownModels, match=r"builtin|fast"):
            call("fastest")
    assert not store.installed("fastest")


def test_not_here_says_how_to_get_it() -> None:
    with pytest.raises(ModelsMissing, match="run `summarizer models pull fast`"):
        store.path("fast")
    with pytest.raises(ModelsMissing, match="run `summarizer models pull someone/something`"):
        store.path("someone/something")
    with pytest.raises(ModelsMissing, match="pull en-fr`"):
        store.translator_path("best", "en", "fr")


def test_a_set_in_the_hub_cache(hub: Path, checkpoint: Folders) -> None:
    download(hub, FAST.translator.id, checkpoint("marian"))
    assert not store.installed("fast")
    snapshot = download(hub, FAST.condenser.id, checkpoint("bart"))
    assert store.installed("fast")
    assert store.condenser_path("fast") == snapshot
    assert store.path("fast") == hub
    assert store.manifest(snapshot) == {}


def test_another_revision_does_not_count(hub: Path, checkpoint: Folders) -> None:
    download(hub, FAST.translator.id, checkpoint("marian"), revision="1" * 40)
    with pytest.raises(ModelsMissing):
        store.translator_path("fast")


def test_half_a_download_does_not_count(hub: Path, checkpoint: Folders) -> None:
    snapshot = download(hub, FAST.translator.id, checkpoint("marian"))
    (snapshot / FAST.translator.weights).unlink()
    with pytest.raises(ModelsMissing):
        store.translator_path("fast")


def test_any_hub_id_and_any_folder(hub: Path, checkpoint: Folders) -> None:
    snapshot = download(hub, "someone/something", checkpoint("marian"))
    assert store.path("someone/something") == snapshot
    assert store.path(str(checkpoint("marian"))) == checkpoint("marian")


def test_auto(hub: Path, builtin: Path, checkpoint: Folders) -> None:
    assert store.auto_set() == "builtin"
    download(hub, FAST.translator.id, checkpoint("marian"))
    download(hub, FAST.condenser.id, checkpoint("bart"))
    assert store.auto_set() == "fast"
    download(hub, SETS["best"].translator.id, checkpoint("marian"))
    download(hub, SETS["best"].condenser.id, checkpoint("bart"))
    assert store.auto_set() == "best"


@pytest.mark.parametrize("name", ["model.bin", "config.json"])
def test_damage_is_found(name: str, builtin: Path) -> None:
    folder = builtin / "translator-fr-en"
    store.check(folder)
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    os.utime(folder / name, ns=(1, 1))
    with pytest.raises(BrokenModel, match=f"{name} does not match its checksum"):
        store.check(folder)
    with pytest.raises(BrokenModel, match=name):
        store.verify("builtin")
    (folder / name).write_bytes(data + b" ")
    with pytest.raises(BrokenModel, match="bytes instead of"):
        store.check(folder)
    (folder / name).unlink()
    with pytest.raises(BrokenModel, match="is missing"):
        store.check(folder)


def test_checksums_are_computed_once(builtin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = builtin / "translator-fr-en"
    store.check(folder)
    monkeypatch.setattr(store, "describe", lambda _: pytest.fail("hashed again"))
    store.check(folder)


def test_a_read_only_home_is_no_hindrance(builtin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("SUMMARIZER_CACHE", str(tmp_path / "file"))
    store.check(builtin / "translator-fr-en")


def test_the_cache_folder(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store.cache_folder().is_relative_to(home)
    monkeypatch.setenv("SUMMARIZER_CACHE", str(tmp_path))
    assert store.cache_folder() == tmp_path


def test_converted_once_whatever_the_path(
    hub: Path, checkpoint: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUMMARIZER_CACHE", str(tmp_path / "cache"))
    first = store.converted(checkpoint("marian"))
    assert first.parent == tmp_path / "cache" / "converted"
    assert store.manifest(first)["quantization"] == "int8"
    shutil.copytree(checkpoint("marian"), tmp_path / "copy")
    assert store.converted(tmp_path / "copy") == first
    assert store.converted(download(hub, "someone/copy", checkpoint("marian"))) == first
    assert [path.name for path in first.parent.iterdir()] == [first.name]


def test_a_damaged_conversion_is_made_again(
    checkpoint: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUMMARIZER_CACHE", str(tmp_path))
    folder = store.converted(checkpoint("marian"))
    (folder / "model.bin").write_bytes(b"short")
    assert store.converted(checkpoint("marian")) == folder
    store.check(folder, full=True)


def test_a_conversion_knows_its_catalogue_entry(hub: Path, checkpoint: Folders) -> None:
    folder = store.converted(download(hub, FAST.condenser.id, checkpoint("bart")))
    manifest = store.manifest(folder)
    assert (manifest["name"], manifest["licence"]) == (FAST.condenser.id, "Apache-2.0")
    assert manifest["languages"] == ["en"]


def test_write_manifest(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"abc")
    Manifest(
        name="mine", kind="marian", languages=("fr", "en"), max_source_tokens=110, max_target_tokens=256,
        licence="MIT", extra={"way": "shorten"},
    ).write(tmp_path)  # fmt: skip
    written = json.loads((tmp_path / "manifest.json").read_text())
    assert (written["way"], written["files"]["model.bin"]["size"]) == ("shorten", 3)
    assert store.manifest(tmp_path)["max_source_tokens"] == 110


def publish(hub: FakeHub, info: ModelInfo, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a small checkpoint on the hub in the place of a model of the catalogue."""
    repository = hub.add(info.id, files, commit=str(info.revision))
    if info.weights != "model.safetensors":
        del repository.files["model.safetensors"]
        repository.files[info.weights] = as_pickle(files / "model.safetensors")
    known_checksum(monkeypatch, info, hashlib.sha256(repository.files[info.weights]).hexdigest())


@pytest.fixture
def online(fake_hub: FakeHub, checkpoint: Folders, monkeypatch: pytest.MonkeyPatch) -> FakeHub:
    """A hub with the models of `fast`."""
    publish(fake_hub, FAST.translator, checkpoint("marian"), monkeypatch)
    publish(fake_hub, FAST.condenser, checkpoint("bart"), monkeypatch)
    return fake_hub


def test_pull(online: FakeHub, hub: Path) -> None:
    lines: list[str] = []
    assert store.pull("fast", lines.append) == hub
    assert store.installed("fast")
    assert re.fullmatch(r"Helsinki-NLP/opus-mt-fr-en: \d+ kB, Apache-2.0", lines[0])
    assert lines[1].startswith("sshleifer/distilbart-cnn-6-6: ")  # all sizes before the first download
    assert (store.translator_path("fast") / "model.safetensors").is_file()
    assert (store.condenser_path("fast") / "pytorch_model.bin").is_file()


def test_pulled_again_without_asking(online: FakeHub) -> None:
    store.pull("fast", None)
    online.requests.clear()
    store.pull("fast", None)
    assert online.requests == []


@pytest.mark.parametrize("name", ["fast", "someone/small"])
def test_pulling_again_mends_what_is_damaged(name: str, online: FakeHub, checkpoint: Folders) -> None:
    online.add("someone/small", checkpoint("marian"))
    store.pull(name, None)
    folder = store.translator_path(name)
    (folder / "source.spm").resolve().write_bytes(b"damaged")
    with pytest.raises(BrokenModel, match=r"source\.spm does not match its checksum: pull the model again"):
        store.verify(name)
    online.requests.clear()
    store.pull(name, None)
    store.verify(name)
    assert len({path for _, path, _ in online.requests if path.startswith("/content/")}) == 1


def test_pull_by_a_short_name(fake_hub: FakeHub, checkpoint: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(fake_hub, catalogue.OPUS_EN_FR, checkpoint("marian"), monkeypatch)
    folder = store.pull("en-fr", None)
    assert store.path("en-fr") == folder == store.translator_path("builtin", "en", "fr")
    assert store.installed("en-fr")


def test_pulled_files_are_checked(online: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    known_checksum(monkeypatch, FAST.translator, "0" * 64)
    with pytest.raises(BrokenModel, match="pull again"):
        store.pull("fast", None)


def test_verify_reads_the_names_of_blobs(hub: Path, checkpoint: Folders) -> None:
    snapshot = download(hub, "someone/something", checkpoint("marian"))
    assert store.verify("someone/something") == len(list(snapshot.iterdir()))
    (snapshot / "vocab.json").resolve().write_text("{}")
    with pytest.raises(BrokenModel, match=r"vocab\.json does not match"):
        store.verify("someone/something")


def test_pull_without_a_network_says_what_still_works(builtin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fakehub import point_at

    point_at("http://127.0.0.1:9", monkeypatch)
    with pytest.raises(ModelsMissing, match=r"can't be reached: check the network .*usable without it: builtin$"):
        store.pull("fast", None)


def test_a_broken_conversion_does_not_stop_a_pull(
    online: FakeHub, checkpoint: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(online, FAST.translator, checkpoint("marian-padded"), monkeypatch)
    lines: list[str] = []
    store.pull("fast", lines.append)
    assert any("not zero" in line for line in lines)
