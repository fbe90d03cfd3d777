"""The way to the hub: what a repository holds, and its files fetched whole. Nothing else here asks it for models.

huggingface_hub does the talking, so that HF_HOME, HF_ENDPOINT, HF_TOKEN, HF_HUB_OFFLINE and proxies count as it says.
What it leaves open is done here:

    reach    an unreachable hub is known within 3 seconds, slow name lookups included
    look     what would be downloaded, with sizes and checksums, before anything is
    room     whether the disk has room for it
    fetch    one file: goes on where an earlier process stopped, and has its name only once its checksum is right
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.errors import BrokenModel, MissingExtra, ModelError, ModelsMissing, UnknownModels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "Listing",
    "RemoteFile",
    "cache",
    "discard_damaged",
    "fetch",
    "look",
    "reach",
    "repository",
    "room",
    "shards",
    "weights_of",
]

# Seconds until a hub that does not answer counts as unreachable.
PATIENCE = 3.0
# Seconds for an answer of the hub once it is known to be there.
ANSWER = 20.0
PARTIAL = ".part"
# Everything beside the weights that an engine may read; no code, whatever a repository holds.
SMALL_FILES = (
    "config.json", "generation_config.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
    "tokenizer.json", "vocab.json", "merges.txt", "source.spm", "target.spm", "spiece.model",
    "sentencepiece.bpe.model", "README.md",
)  # fmt: skip
# The forms that weights come in, the safest first: safetensors can't hold code, pickles are read as weights only.
WEIGHTS = ("model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json")
# Files from this size on are worth a progress bar.
_LARGE = 10_000_000


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file of a repository: its size in bytes, and its SHA-256 or (small files) its name in git."""

    path: str
    size: int
    sha256: str | None
    git: str | None

    @property
    def blob(self) -> str:
        """What the file is called in the Hugging Face cache, after its content."""
        unnamed = f"unnamed-{hashlib.sha256(f'{self.size} {self.path}'.encode()).hexdigest()[:16]}"
        return self.sha256 or self.git or unnamed  # mirrors may leave both out

    def is_content_of(self, path: Path) -> bool:
        """Whether the file at `path` has the size and the checksum of this one."""
        if path.stat().st_size != self.size:
            return False
        if self.sha256 is not None:
            return sha256(path) == self.sha256
        return self.git is None or git_name(path) == self.git


@dataclass(frozen=True, slots=True)
class Listing:
    """What is to be downloaded of the repository `name` at `commit`; small files first, weights last."""

    name: str
    commit: str
    files: tuple[RemoteFile, ...]
    licence: str = ""
    main: bool = False

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def missing(self) -> tuple[RemoteFile, ...]:
        """The files that are not in the cache yet."""
        folder = self.folder
        return tuple(file for file in self.files if not (folder / file.path).is_file())

    @property
    def folder(self) -> Path:
        """The folder that the files go to."""
        return repository(self.name) / "snapshots" / self.commit


def cache() -> Path:
    """The folder of the Hugging Face cache (HF_HUB_CACHE, else HF_HOME/hub, else the library's usual place)."""
    from huggingface_hub import constants

    return Path(constants.HF_HUB_CACHE)


def repository(name: str) -> Path:
    """The folder of a hub id in the cache, there or not."""
    return cache() / f"models--{name.replace('/', '--')}"


def endpoint() -> str:
    """The address of the hub or of the mirror that stands for it (HF_ENDPOINT)."""
    from huggingface_hub import constants

    return constants.ENDPOINT


def offline() -> bool:
    """Whether the environment forbids going to the hub (HF_HUB_OFFLINE)."""
    from huggingface_hub import constants

    return constants.HF_HUB_OFFLINE


def reach(name: str) -> None:
    """Make sure that the hub answers at all, whatever it answers.

    Raises:
        ModelsMissing: within `PATIENCE` seconds, if it does not or if the environment forbids to ask.
        MissingExtra: without huggingface_hub.
    """
    _need()
    if offline():
        raise ModelsMissing(f"HF_HUB_OFFLINE is set, so {name} can't be downloaded: unset it and pull again")
    failures: list[Exception] = []
    asking = threading.Thread(target=_ask, args=(name, failures), daemon=True)
    asking.start()
    # A name lookup heeds no timeout of ours, hence the thread that may be left behind.
    asking.join(PATIENCE)
    if asking.is_alive() or failures:
        raise ModelsMissing(f"{endpoint()} can't be reached: check the network (or HF_ENDPOINT), then pull again")


def _ask(name: str, failures: list[Exception]) -> None:
    client = _library().get_session()
    try:
        url = f"{endpoint()}/{name}/resolve/main/config.json"
        client.head(url, headers=_library().build_hf_headers(), timeout=PATIENCE, follow_redirects=False)
    except _network_error(client) as error:
        failures.append(error)


def look(name: str, revision: str | None = None, weights: str | None = None) -> Listing:
    """What there is to download of a model: small files and weights, the safest form of these (or `weights`).

    Raises:
        UnknownModels: if the hub has no such model, or no weights that this version can read.
        ModelsMissing: if the hub refuses or fails to say.
    """
    from huggingface_hub import HfApi

    with _told(name):
        info = HfApi().model_info(name, revision=revision, files_metadata=True, timeout=ANSWER)
    files = {item.rfilename: _remote(item) for item in info.siblings or ()}
    wanted = [path for path in SMALL_FILES if path in files]
    wanted += [path for path in _weights(files, weights) if path not in wanted]
    if "config.json" not in wanted or not set(WEIGHTS) & set(wanted):
        raise UnknownModels(f"{name} has no weights for transformers (safetensors or PyTorch): choose another model")
    licence = getattr(info.card_data, "license", None) or "not stated"
    chosen = tuple(files[path] for path in wanted)
    return Listing(name, str(info.sha), chosen, str(licence), main=revision is None)


def _remote(item: Any) -> RemoteFile:  # noqa: ANN401 - the library's record
    large = item.lfs
    return RemoteFile(item.rfilename, int(large.size if large else item.size or 0), large.sha256 if large else None,
                      None if large else item.blob_id)  # fmt: skip


def _weights(files: Iterable[str], weights: str | None) -> list[str]:
    """The names of the weights files, the index of a model in several parts before them."""
    names = set(files)
    form = next((form for form in ((weights,) if weights else WEIGHTS) if form in names), None)
    if form is None or not form.endswith(".index.json"):
        return [form] if form else []
    stem, suffix = form.removesuffix(".index.json").rsplit(".", 1)
    part = re.compile(rf"{re.escape(stem)}-\d+-of-\d+\.{suffix}")
    return [form, *sorted(name for name in names if part.fullmatch(name))]


def shards(index: Path) -> list[Path]:
    """The files that an index of weights in several parts names, there or not; [] for an index that can't be read."""
    try:
        names = set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
    return [index.parent / str(name) for name in sorted(names, key=str)]


def weights_of(folder: Path) -> list[Path]:
    """The weights files of a checkpoint in `folder`, all of them there; [] when some or all are missing."""
    for form in WEIGHTS:
        if (folder / form).is_file():
            files = shards(folder / form) if form.endswith(".index.json") else [folder / form]
            if files and all(file.is_file() for file in files):
                return files
    return []


def room(listings: Iterable[Listing]) -> None:
    """Raise ModelsMissing if the disk of the cache has no room for what is missing."""
    needed = sum(_left(listing, file) for listing in listings for file in listing.missing)
    folder = next(path for path in (cache(), *cache().parents) if path.exists())
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise ModelsMissing(
            f"the download needs {megabytes(needed)} and the disk of {cache()} has {megabytes(free)} left: "
            "make room, or set HF_HOME to a folder on another disk"
        )


def discard_damaged(listing: Listing) -> None:
    """Delete the files of a model that are there and not as published, so that they are fetched again."""
    for file in listing.files:
        path = listing.folder / file.path
        if path.is_file() and not file.is_content_of(path):
            path.resolve().unlink()
            path.unlink(missing_ok=True)


def _left(listing: Listing, file: RemoteFile) -> int:
    part = _part(listing, file)
    return file.size - (min(part.stat().st_size, file.size) if part.is_file() else 0)


def _part(listing: Listing, file: RemoteFile) -> Path:
    return repository(listing.name) / "blobs" / f"{file.blob}{PARTIAL}"


def fetch(listing: Listing, file: RemoteFile) -> Path:
    """Download one file into the cache, going on where an earlier try stopped; returns its path in the snapshot.

    Raises:
        BrokenModel: if what arrived does not have the right checksum (it is deleted).
        ModelsMissing: if it can't be downloaded now; what arrived is kept for the next try.
    """
    part = _part(listing, file)
    blob = part.with_name(file.blob)
    # Where huggingface_hub keeps its own locks, so that the two don't get into each other's way.
    lock = cache() / ".locks" / repository(listing.name).name / f"{file.blob}.lock"
    with _told(listing.name):
        for folder in (blob.parent, lock.parent):
            folder.mkdir(parents=True, exist_ok=True)
        with _library().WeakFileLock(lock):
            if not blob.is_file():
                _download(listing, file, part)
                _accept(listing, file, part, blob)
            return _link(listing, file, blob)


def _download(listing: Listing, file: RemoteFile, part: Path) -> None:
    """Fill `part` up to the file's size; a connection that is cut is taken up again as long as that brings more."""
    from huggingface_hub import hf_hub_url
    from huggingface_hub.file_download import http_get

    headers = _library().build_hf_headers()
    url = hf_hub_url(listing.name, file.path, revision=listing.commit)
    before = -1
    with part.open("ab") as stream, _quiet():
        if stream.tell() > file.size:
            stream.truncate(0)
        while True:
            size = stream.seek(0, os.SEEK_END)
            try:
                http_get(url, stream, resume_size=size, headers=headers, expected_size=file.size,
                         displayed_filename=file.path, tqdm_class=_bar(file))  # fmt: skip
            except _network_error(_library().get_session()):
                stream.flush()
                if size <= before:
                    raise
                before = size
            else:
                return


def _accept(listing: Listing, file: RemoteFile, part: Path, blob: Path) -> None:
    if not file.is_content_of(part):
        part.unlink()
        raise BrokenModel(
            f"{file.path} of {listing.name} did not arrive as published (its checksum differs) and was deleted: "
            f"pull again, and if that does not help, {endpoint()} has another file"
        )
    part.replace(blob)


def _link(listing: Listing, file: RemoteFile, blob: Path) -> Path:
    """The layout of the Hugging Face cache: a name in the snapshot that leads to the blob."""
    pointer = listing.folder / file.path
    pointer.parent.mkdir(parents=True, exist_ok=True)
    if not pointer.exists():
        pointer.unlink(missing_ok=True)
        try:
            pointer.symlink_to(os.path.relpath(blob, pointer.parent))
        except OSError:  # Windows without the right to make links: the cache then holds the file itself
            blob.replace(pointer)
    if listing.main:
        reference = repository(listing.name) / "refs" / "main"
        reference.parent.mkdir(parents=True, exist_ok=True)
        reference.write_text(listing.commit, encoding="utf-8")
    return pointer


def _bar(file: RemoteFile) -> Any:  # noqa: ANN401 - a class of the library
    """The class of the progress bar: the library's for a large file, one that is never seen for a small one."""
    tqdm = _library().tqdm

    class Unseen(tqdm):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
            super().__init__(*args, **{**options, "disable": True})

    return tqdm if file.size >= _LARGE else Unseen


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the library's log lines, which repeat in its words what our errors say."""
    logging = _library().logging
    level = logging.get_verbosity()
    logging.set_verbosity_error()
    try:
        yield
    finally:
        logging.set_verbosity(level)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Turn what can go wrong between here and the hub into our errors."""
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        yield
    except ModelError:
        raise
    except HfHubHTTPError as error:
        raise _refusal(name, error) from error
    except HFValidationError as error:
        raise UnknownModels(f"{name!r} is no hub id: give owner/model, in letters, digits, '-', '_' and '.'") from error
    except (OSError, _network_error(_library().get_session())) as error:
        raise _failure(name, error) from error


def _refusal(name: str, error: Any) -> Exception:  # noqa: ANN401 - HfHubHTTPError
    """Our error for an answer of the hub that is none."""
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError, RevisionNotFoundError

    status = error.response.status_code
    if isinstance(error, GatedRepoError):
        page = f"{endpoint()}/{name}"
        return ModelsMissing(f"{name} has conditions: accept them on {page}, set HF_TOKEN to your token and pull again")
    if isinstance(error, RevisionNotFoundError):
        return ModelsMissing(f"the hub no longer has the revision of {name} that is asked for: update summarizer")
    if isinstance(error, RepositoryNotFoundError):
        return UnknownModels(
            f"the hub has no model called {name}: check the spelling, or set HF_TOKEN if it is private"
        )
    if status in (401, 403):
        return ModelsMissing(f"the hub refuses {name} to your token: renew HF_TOKEN, or unset it for a public model")
    if status == 404:
        return ModelsMissing(f"{endpoint()} lacks {name} or a file of it: try another mirror, or unset HF_ENDPOINT")
    return ModelsMissing(f"{endpoint()} answers with error {status}: try again later to go on")


def _failure(name: str, error: Exception) -> Exception:
    """Our error for a disk or a network that failed on the way."""
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    if full:
        return ModelsMissing(f"the disk of {cache()} is full: make room, then pull again to go on")
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ModelsMissing(f"{cache()} can't be written to: mend its rights, or set HF_HOME to another folder")
    return ModelsMissing(f"{name} could not be downloaded to its end: check the network, then pull again to go on")


def _network_error(client: object) -> type[Exception]:
    """The root of the network errors of whichever HTTP library this version of huggingface_hub stands on."""
    error: type[Exception] = import_module(type(client).__module__.partition(".")[0]).TransportError
    return error


def _library() -> Any:  # noqa: ANN401 - most of what is in there is untyped
    return import_module("huggingface_hub.utils")


def _need() -> None:
    try:
        import huggingface_hub  # noqa: F401
    except ImportError as error:
        raise MissingExtra("pulling models needs huggingface_hub: pip install 'summarizer[hub]'") from error


def sha256(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def git_name(path: Path) -> str:
    """What git calls a file with this content: how the hub tells small files apart."""
    data = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def megabytes(size: int) -> str:
    """A size for people."""
    return f"{size / 1e6:,.0f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3)):,} kB"
