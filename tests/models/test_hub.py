"""The hub's own client against a server on localhost that speaks its endpoints."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakehub import point_at
from huggingface_hub import constants

from summarizer.errors import BrokenModel, ModelsMissing, UnknownModels
from summarizer.models import hub, store

if TYPE_CHECKING:
    from collections.abc import Callable

    from fakehub import FakeHub

    Folders = Callable[..., Path]

NAME = "someone/small"
WEIGHTS = "model.safetensors"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client waits a second before it takes up a cut connection, and writes down 10 MB at a time."""
    monkeypatch.setattr("huggingface_hub.file_download.time.sleep", lambda _: None)
    monkeypatch.setattr(constants, "DOWNLOAD_CHUNK_SIZE", 100)


@pytest.fixture
def small(fake_hub: FakeHub, checkpoint: Folders) -> FakeHub:
    """A hub with one small translator, and things in its repository that nobody needs."""
    repository = fake_hub.add(NAME, checkpoint("marian"))
    repository.files |= {"modeling_small.py": b"raise SystemExit", "pytorch_model.bin": b"pickle", "tf_model.h5": b"tf"}
    return fake_hub


def fetch(name: str = NAME) -> hub.Listing:
    hub.reach(name)
    listing = hub.look(name)
    for file in listing.missing:
        hub.fetch(listing, file)
    return listing


def size(fake: FakeHub, path: str = WEIGHTS) -> int:
    return len(fake.repositories[NAME].files[path])


def test_only_what_is_needed_and_no_code(small: FakeHub, cache: Path) -> None:
    listing = fetch()
    names = sorted(path.name for path in listing.folder.iterdir())
    assert names == sorted(file.path for file in listing.files)
    assert WEIGHTS in names
    assert {"source.spm", "target.spm", "vocab.json", "config.json"} <= set(names)
    assert not {"modeling_small.py", "pytorch_model.bin", "tf_model.h5"} & set(names)
    assert not small.asked("GET", "modeling_small.py")
    assert listing.files[-1].path == WEIGHTS  # so that a model with weights is a whole one
    assert (listing.size, listing.licence) == (
        sum(path.stat().st_size for path in listing.folder.iterdir()),
        "apache-2.0",
    )
    for file in listing.files:
        assert file.is_content_of(listing.folder / file.path)
    assert store.path(NAME) == listing.folder
    assert store.verify(NAME) == len(names)
    assert not list(cache.rglob("*.part"))


def test_the_cache_is_one_that_the_library_understands(small: FakeHub, cache: Path) -> None:
    from huggingface_hub import scan_cache_dir, try_to_load_from_cache

    listing = fetch()
    assert Path(str(try_to_load_from_cache(NAME, WEIGHTS))) == listing.folder / WEIGHTS
    (repository,) = scan_cache_dir(cache).repos
    assert (repository.repo_id, repository.size_on_disk) == (NAME, len({f.blob: f for f in listing.files}) and sum(
        {f.blob: f.size for f in listing.files}.values()))  # fmt: skip


def test_nothing_is_fetched_twice(small: FakeHub) -> None:
    fetch()
    small.requests.clear()
    assert fetch().missing == ()
    assert not [path for _, path, _ in small.requests if path.startswith("/content/")]


def test_weights_in_the_form_of_pickles_or_in_parts(small: FakeHub) -> None:
    files = small.repositories[NAME].files
    del files[WEIGHTS]
    assert hub.look(NAME).files[-1].path == "pytorch_model.bin"
    files |= {"model.safetensors.index.json": b"{}", "model-00001-of-00002.safetensors": b"1",
              "model-00002-of-00002.safetensors": b"2"}  # fmt: skip
    assert [file.path for file in hub.look(NAME).files[-3:]] == [
        "model.safetensors.index.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors",
    ]  # fmt: skip
    files["pytorch_model.bin"] = b"pickle"
    assert [file.path for file in hub.look(NAME, weights="pytorch_model.bin").files][-1] == "pytorch_model.bin"


def test_no_weights_at_all(small: FakeHub) -> None:
    small.repositories[NAME].files = {"config.json": b"{}", "tf_model.h5": b"tf"}
    with pytest.raises(UnknownModels, match="has no weights for transformers"):
        hub.look(NAME)


def test_a_model_of_another_kind_is_refused_before_its_weights_come(small: FakeHub) -> None:
    small.repositories[NAME].files["config.json"] = b'{"model_type": "gpt2"}'
    with pytest.raises(UnknownModels, match="someone/small is a gpt2 model"):
        store.pull(NAME, None)
    assert not [path for _, path, _ in small.requests if path.startswith("/content/")]


def test_parts_count_only_when_all_are_there(tmp_path: Path) -> None:
    index = tmp_path / "model.safetensors.index.json"
    index.write_text('{"weight_map": {"a": "one.safetensors", "b": "two.safetensors"}}')
    (tmp_path / "one.safetensors").touch()
    assert hub.weights_of(tmp_path) == []
    (tmp_path / "two.safetensors").touch()
    assert [path.name for path in hub.weights_of(tmp_path)] == ["one.safetensors", "two.safetensors"]
    index.write_text("nonsense")
    assert hub.weights_of(tmp_path) == []


def test_a_cut_connection_is_taken_up_again(small: FakeHub) -> None:
    weights = hub.look(NAME).files[-1]
    small.cut_after, small.cuts = 1000, 2
    assert weights.is_content_of(hub.fetch(hub.look(NAME), weights))
    ranges = [headers.get("range") for headers in small.asked("GET", f"/content/{weights.sha256}")]
    assert ranges == [None, "bytes=1000-", "bytes=2000-"]


def test_a_later_process_goes_on_where_an_earlier_one_stopped(small: FakeHub, cache: Path) -> None:
    hub.reach(NAME)
    listing = hub.look(NAME)
    weights = listing.files[-1]
    part = cache / f"models--{NAME.replace('/', '--')}" / "blobs" / f"{weights.blob}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(small.repositories[NAME].files[WEIGHTS][:700])
    path = hub.fetch(listing, weights)
    (asked,) = small.asked("GET", f"/content/{weights.sha256}")
    assert asked["range"] == "bytes=700-"
    assert weights.is_content_of(path)
    assert not part.exists()


def test_what_arrived_before_the_hub_went_away_is_kept(small: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = hub.look(NAME)
    small.cut_after, small.cuts = 600, 1
    monkeypatch.setattr("huggingface_hub.file_download.time.sleep", lambda _: setattr(small, "status", 503))
    with pytest.raises(ModelsMissing, match="error 503: try again later to go on"):
        hub.fetch(listing, listing.files[-1])
    assert [path.stat().st_size for path in Path(constants.HF_HUB_CACHE).rglob("*.part")] == [600]
    small.status = None
    assert listing.files[-1].is_content_of(hub.fetch(listing, listing.files[-1]))


def test_a_wrong_checksum(small: FakeHub, cache: Path) -> None:
    small.damaged = True
    with pytest.raises(BrokenModel, match="did not arrive as published"):
        fetch()
    assert not list(cache.rglob("*.part"))
    assert not store.installed(NAME)
    small.damaged = False
    fetch()
    assert store.installed(NAME)


def test_a_part_that_is_too_long_is_dropped(small: FakeHub) -> None:
    listing = hub.look(NAME)
    part = hub._part(listing, listing.files[-1])
    part.parent.mkdir(parents=True)
    part.write_bytes(bytes(size(small) + 5))
    assert listing.files[-1].is_content_of(hub.fetch(listing, listing.files[-1]))


def test_a_disk_without_room_is_told_before_anything_is_fetched(
    small: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    from collections import namedtuple

    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - as shutil's own
    monkeypatch.setattr(hub.shutil, "disk_usage", lambda _: usage(10, 8, 2000))
    with pytest.raises(ModelsMissing, match=r"needs \d+ kB and the disk of .* has 2 kB left: make room"):
        store.pull(NAME, None)
    assert not [path for verb, path, _ in small.requests if verb == "GET" and "/resolve/" in path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_disk_that_fills_up_on_the_way(small: FakeHub) -> None:
    listing = hub.look(NAME)
    part = hub._part(listing, listing.files[-1])
    part.parent.mkdir(parents=True)
    part.symlink_to("/dev/full")
    with pytest.raises(ModelsMissing, match="is full: make room, then pull again to go on"):
        hub.fetch(listing, listing.files[-1])


def test_a_cache_that_can_t_be_written_to(small: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    listing = hub.look(NAME)
    monkeypatch.setattr(hub, "_download", refuse)
    with pytest.raises(ModelsMissing, match="can't be written to: mend its rights"):
        hub.fetch(listing, listing.files[-1])


def test_a_private_model_needs_the_token(small: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    small.repositories[NAME].private = True
    with pytest.raises(UnknownModels, match="set HF_TOKEN if it is private"):
        hub.look(NAME)
    monkeypatch.setenv("HF_TOKEN", small.token)
    fetch()
    assert {headers["authorization"] for headers in small.asked("GET", WEIGHTS)} == {"Bearer hf_good"}


def test_a_token_that_is_not_good(small: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_old")
    with pytest.raises(ModelsMissing, match="renew HF_TOKEN, or unset it"):
        hub.look(NAME)


def test_a_model_with_conditions(small: FakeHub) -> None:
    small.repositories[NAME].gated = True
    with pytest.raises(ModelsMissing, match=f"has conditions: accept them on {small.address}/{NAME}"):
        hub.look(NAME)


def test_no_such_model_and_no_such_revision(small: FakeHub) -> None:
    with pytest.raises(UnknownModels, match="has no model called someone/else"):
        store.pull("someone/else", None)
    with pytest.raises(ModelsMissing, match="no longer has the revision"):
        hub.look(NAME, "d" * 40)


def test_an_id_that_can_t_be_one(small: FakeHub) -> None:
    with pytest.raises(UnknownModels, match="'a--b/c' is no hub id"):
        store.pull("a--b/c", None)


def test_a_mirror_that_lacks_a_file(small: FakeHub) -> None:
    listing = hub.look(NAME)
    del small.repositories[NAME].files["vocab.json"]
    (lost,) = (file for file in listing.files if file.path == "vocab.json")
    with pytest.raises(ModelsMissing, match="lacks someone/small or a file of it: try another mirror"):
        hub.fetch(listing, lost)


def test_a_hub_in_trouble(small: FakeHub) -> None:
    small.status = 503
    with pytest.raises(ModelsMissing, match="answers with error 503: try again later"):
        store.pull(NAME, None)


def test_offline_by_order(small: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ModelsMissing, match="HF_HUB_OFFLINE is set, so someone/small can't be downloaded"):
        store.pull(NAME, None)
    assert small.requests == []


def test_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    point_at("http://127.0.0.1:9", monkeypatch)
    with pytest.raises(ModelsMissing, match=r"127.0.0.1:9 can't be reached: .*usable without it: builtin"):
        store.pull(NAME, None)


def test_a_hub_that_never_answers(small: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    assert hub.PATIENCE <= 3
    monkeypatch.setattr(hub, "PATIENCE", 0.2)
    small.silent = True
    with pytest.raises(ModelsMissing, match="can't be reached"):
        hub.reach(NAME)


def test_a_name_lookup_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, small: FakeHub) -> None:
    import threading

    over = threading.Event()
    monkeypatch.setattr(hub, "PATIENCE", 0.1)
    monkeypatch.setattr(hub, "_ask", lambda *_: over.wait(30))
    with pytest.raises(ModelsMissing, match="can't be reached"):
        hub.reach(NAME)
    over.set()


@pytest.mark.parametrize("kind", ["marian", "bart", "t5", "mbart50", "mbart", "barthez", "pegasus", "led", "nllb"])
def test_every_architecture_is_pulled_whole(kind: str, fake_hub: FakeHub, checkpoint: Folders) -> None:
    from summarizer import engines

    fake_hub.add(NAME, checkpoint(kind))
    engine = engines.load(store.pull(NAME, None), languages=("fr", "en"))
    assert engine.generate(["Le maire a visité Lyon."], engines.Options(max_length=5))[0].tokens > 0


def test_a_mirror_that_names_no_contents() -> None:
    one, other = (hub.RemoteFile("config.json", size, None, None) for size in (10, 11))
    assert one.blob != other.blob
    assert not re.fullmatch("[0-9a-f]+", one.blob)  # or it would pass for a checksum


def test_git_names(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"hello\n")
    assert hub.git_name(tmp_path / "file") == "ce013625030ba8dba906f756967f9e9ca394464a"
    assert hub.sha256(tmp_path / "file") == hashlib.sha256(b"hello\n").hexdigest()


def test_the_environment_as_users_set_it(small: FakeHub, tmp_path: Path, home: Path) -> None:
    """A process of its own: HF_ENDPOINT, HF_HOME and HF_TOKEN are read when the client is imported."""
    small.repositories[NAME].private = True
    keep = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    environment = keep | {"HF_ENDPOINT": small.address, "HF_HOME": str(tmp_path / "hf"), "HF_TOKEN": small.token,
                          "HOME": str(home), "SUMMARIZER_CACHE": str(tmp_path / "cache")}  # fmt: skip
    command = [sys.executable, "-m", "summarizer", "models", "pull", NAME]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(tmp_path / "hf" / "hub" / "models--someone--small" / "snapshots" / ("c" * 40))
    assert "someone/small: " in done.stderr
    assert "apache-2.0" in done.stderr
    refused = subprocess.run(
        command, env=environment | {"HF_HUB_OFFLINE": "1"}, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert "HF_HUB_OFFLINE is set" in refused.stderr
