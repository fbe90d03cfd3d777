"""Where models are: shipped with the package, in the Hugging Face cache, or in any folder. Only `pull` downloads.

A name is a set ("builtin", "fast", ...), a hub id ("owner/model") or a folder. Models that are not in CTranslate2's
format yet are converted once, into the user's cache (SUMMARIZER_CACHE, or the platform's usual place).
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.errors import BrokenModel, MissingExtra, ModelsMissing, UnknownModels
from summarizer.models import catalogue
from summarizer.models.catalogue import BUILTIN, BUILTIN_CONDENSER, BUILTIN_TRANSLATOR, SETS, ModelInfo, ModelSet
from summarizer.models.manifest import MANIFEST, Manifest, describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = [
    "auto_set", "builtin_folder", "cache_folder", "check", "condenser_path", "converted", "installed", "manifest",
    "path", "pull", "translator_path", "verify",
]  # fmt: skip

_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
# Changed when the way of converting changes, so that older conversions are made anew.
_FORMAT = "1"
# Everything beside the weights that an engine may read.
_SMALL_FILES = (
    "config.json", "generation_config.json", "tokenizer_config.json", "special_tokens_map.json", "tokenizer.json",
    "vocab.json", "merges.txt", "source.spm", "target.spm", "spiece.model",
)  # fmt: skip


def builtin_folder() -> Path:
    """The folder of the models that are shipped with the package."""
    return Path(__file__).parent / "builtin"


def cache_folder() -> Path:
    """The user's folder for what can be made again: conversions and notes of finished checks."""
    if chosen := os.environ.get("SUMMARIZER_CACHE"):
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_cache_dir("summarizer"))


def translator_path(name: str, source: str = "fr", target: str = "en") -> Path:
    """The folder of the translator called `name`: a set's from `source` into `target`, a hub id's, or `name` itself.

    A set only has a way from French into English; all share the one into French, `catalogue.TO_FRENCH`.

    Raises:
        UnknownModels: if there is no such set, folder or hub id.
        ModelsMissing: if it is known but not on this machine.
    """
    if name in SETS:
        if (source, target) == ("en", "fr"):
            return _named(catalogue.ENGLISH_FRENCH)
        return _half(SETS[name], SETS[name].translator, BUILTIN_TRANSLATOR)
    return _named(name)


def condenser_path(name: str) -> Path:
    """The folder of the condenser called `name`; raises as `translator_path` does."""
    if name in SETS:
        return _half(SETS[name], SETS[name].condenser, BUILTIN_CONDENSER)
    return _named(name)


def path(name: str) -> Path:
    """The folder that holds `name`: a set's models, a hub id's files, or `name` itself; raises as `translator_path`."""
    if name == BUILTIN:
        translator_path(name)
        return builtin_folder()
    if name in SETS:
        return Path(os.path.commonpath([translator_path(name), condenser_path(name)]))
    return _named(name)


def installed(name: str) -> bool:
    """Whether all of `name` (a set, a hub id, a folder) is on this machine; never looks further."""
    try:
        path(name)
        if name in SETS:
            condenser_path(name)
    except (ModelsMissing, UnknownModels):
        return False
    return True


def auto_set() -> str:
    """The best set that is already here, else "builtin"; never downloads."""
    return next((name for name in catalogue.PREFERENCE if installed(name)), BUILTIN)


def _half(models: ModelSet, info: ModelInfo, folder: str) -> Path:
    if models.name != BUILTIN:
        return _hub_folder(info.id, models.name)
    shipped = builtin_folder() / folder
    if not (shipped / "model.bin").is_file():
        raise ModelsMissing(
            f"the built-in {folder} is not in this installation: reinstall summarizer, "
            "or run `summarizer models pull fast` and choose --models fast"
        )
    return shipped


def _named(name: str) -> Path:
    if name in catalogue.ALIASES:
        return _hub_folder(catalogue.ALIASES[name].id, name)
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    if _HUB_ID.fullmatch(name):
        return _hub_folder(name)
    raise UnknownModels(f"no models are called {name!r}: choose {', '.join(SETS)}, a folder, or a hub id (owner/model)")


def _hub_folder(name: str, pull_as: str | None = None) -> Path:
    """The snapshot of a hub id in the Hugging Face cache, complete as far as its catalogue entry says.

    `pull_as` is the name to pull it under.
    """
    info = catalogue.MODELS.get(name)
    folder = _snapshot(name, info.revision if info else None)
    if folder is None or not _complete(folder, info):
        raise ModelsMissing(f"{name} is not on this machine: run `summarizer models pull {pull_as or name}`")
    return folder


def _complete(folder: Path, info: ModelInfo | None) -> bool:
    weights = (info.weights,) if info else ("model.safetensors", "pytorch_model.bin", "model.bin")
    return (folder / "config.json").is_file() and any((folder / name).is_file() for name in weights)


def _snapshot(name: str, revision: str | None) -> Path | None:
    """The folder of a downloaded revision (or of the branch main), by the documented layout of the cache."""
    try:
        from huggingface_hub import constants
    except ImportError:
        return None
    repository = Path(constants.HF_HUB_CACHE) / f"models--{name.replace('/', '--')}"
    if revision is None:
        reference = repository / "refs" / "main"
        revision = reference.read_text(encoding="utf-8").strip() if reference.is_file() else ""
    folder = repository / "snapshots" / revision
    return folder if revision and folder.is_dir() else None


def manifest(folder: Path) -> dict[str, Any]:
    """The manifest.json of a folder as it stands; {} where there is none. Raises BrokenModel when it is malformed."""
    return Manifest.read(folder).to_dict() if (folder / MANIFEST).exists() else {}


def check(folder: Path, *, full: bool = False) -> None:
    """Check a converted folder against its manifest: sizes every time, checksums once (always with `full`).

    A folder without a manifest, converted by someone else, is taken as it is.

    Raises:
        BrokenModel: naming the first file that is missing or differs.
    """
    if not (folder / MANIFEST).exists():
        return
    expected = Manifest.read(folder).files
    for name, file in expected.items():
        try:
            size = (folder / name).stat().st_size
        except OSError as error:
            raise BrokenModel(f"{folder / name} is missing: install or pull the model again") from error
        if size != file.size:
            raise BrokenModel(f"{folder / name} has {size} bytes instead of {file.size}: install or pull it again")
    note = _note(folder, expected)
    if not full and note.exists():
        return
    for name, file in expected.items():
        if describe(folder / name).sha256 != file.sha256:
            raise BrokenModel(f"{folder / name} does not match its checksum: install or pull the model again")
    _leave(note)


def _note(folder: Path, names: Iterable[str]) -> Path:
    """The mark of a finished check, named after all that would change with the files."""
    facts = [str(folder.resolve()), (folder / MANIFEST).read_text(encoding="utf-8")]
    facts += [f"{name} {(folder / name).stat().st_mtime_ns}" for name in names]
    return cache_folder() / "verified" / hashlib.sha256("\n".join(facts).encode()).hexdigest()


def _leave(note: Path) -> None:
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        note.touch()
    except OSError:
        pass  # a read-only home: the check runs again next time


def converted(folder: Path) -> Path:
    """The CTranslate2 form (int8) of the checkpoint in `folder`, converted into the cache if it is not there yet.

    Raises:
        NotConvertible: if CTranslate2 can't hold the model faithfully.
        BrokenModel: if the checkpoint can't be read.
        MissingExtra: without torch and transformers.
    """
    from summarizer.engines.conversion import convert

    target = cache_folder() / "converted" / _fingerprint(folder)
    try:
        check(target)
        if (target / MANIFEST).exists():
            return target
    except BrokenModel:
        pass  # a damaged conversion is made again
    info = _info(folder)
    convert(
        folder,
        target,
        name=info.id if info else None,
        licence=info.licence if info else "",
        languages=info.languages if info else (),
    )
    check(target)
    return target


def _info(folder: Path) -> ModelInfo | None:
    """The catalogue entry of a snapshot in the Hugging Face cache."""
    return next((info for info in catalogue.MODELS.values() if info.revision == folder.name), None)


def _fingerprint(folder: Path) -> str:
    """A name for a checkpoint's content: the same files give the same, wherever they are."""
    facts = [_FORMAT]
    for file in sorted(folder.iterdir()):
        if file.suffix in (".safetensors", ".bin", ".json", ".spm", ".model", ".txt") and file.is_file():
            # In the Hugging Face cache a file links to a blob that is named after its content.
            blob = file.resolve().name if file.is_symlink() else describe(file).sha256
            facts.append(f"{file.name} {blob}")
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:32]


def pull(name: str, progress: Callable[[str], None] | None = print) -> Path:
    """Download `name` (a set or a hub id) into the Hugging Face cache, going on where an earlier try stopped.

    `progress` gets a line a model, with size and licence; the library draws the bar. HF_HOME and HF_HUB_OFFLINE count.

    Raises:
        UnknownModels: if there is no such set or hub id.
        ModelsMissing: if it could not be downloaded.
        MissingExtra: without huggingface_hub.
    """
    if name == BUILTIN:
        return path(name)
    if name not in SETS and name not in catalogue.ALIASES and not _HUB_ID.fullmatch(name):
        names = ", ".join([*catalogue.PREFERENCE, *catalogue.ALIASES])
        raise UnknownModels(f"{name!r} can't be pulled: choose {names} or a hub id (owner/model)")
    tell = progress or (lambda _: None)
    wanted = [info.id for info in _infos(name)] or [name]
    for model in wanted:
        _pull(model, tell)
    verify(name)
    for model in wanted:
        _prepare(model, tell)
    return path(name)


def _infos(name: str) -> list[ModelInfo]:
    if name in SETS:
        return [SETS[name].translator, SETS[name].condenser]
    return [catalogue.ALIASES[name]] if name in catalogue.ALIASES else []


def _prepare(name: str, progress: Callable[[str], None]) -> None:
    """Convert now what the first use would convert otherwise."""
    from summarizer.engines import NotConvertible

    try:
        progress(f"{name}: preparing it for this machine")
        converted(_hub_folder(name))
    except (NotConvertible, MissingExtra) as error:
        progress(str(error))


def _pull(name: str, progress: Callable[[str], None]) -> None:
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, RepositoryNotFoundError
    except ImportError as error:
        raise MissingExtra("pulling models needs huggingface_hub: pip install 'summarizer[hub]'") from error
    info = catalogue.MODELS.get(name)
    try:
        weights = info.weights if info else _weights(name)
        progress(f"{name}: {info.size / 1e6:,.0f} MB, {info.licence}" if info else f"{name}: {weights}")
        snapshot_download(name, revision=info.revision if info else None, allow_patterns=[weights, *_SMALL_FILES])
    except RepositoryNotFoundError as error:
        raise UnknownModels(
            f"the hub has no model called {name}: check the spelling, or log in if it is private"
        ) from error
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise ModelsMissing(f"{name} could not be downloaded: check the network, then pull again to go on") from error


def _weights(name: str) -> str:
    """The weights file of a model that is not in the catalogue: safetensors where there is one."""
    from huggingface_hub import HfApi

    files = {file.rfilename for file in HfApi().model_info(name).siblings or ()}
    for candidate in ("model.safetensors", "pytorch_model.bin"):
        if candidate in files:
            return candidate
    raise UnknownModels(f"{name} has no weights in one file that this version can read")


def verify(name: str) -> int:
    """Check every file of `name` (a set, a hub id, a folder) by its checksum; returns how many had one.

    Raises:
        BrokenModel: naming the first damaged file.
        ModelsMissing: if something is not here at all.
    """
    folders = [translator_path(name), condenser_path(name)] if name in SETS else [_named(name)]
    return sum(_verify(folder) for folder in folders)


def _verify(folder: Path) -> int:
    if (folder / MANIFEST).exists():
        check(folder, full=True)
        return len(Manifest.read(folder).files)
    known = {file: _expected(file, _info(folder)) for file in sorted(folder.iterdir()) if file.is_file()}
    for file, sha256 in known.items():
        if sha256 is not None and describe(file).sha256 != sha256:
            raise BrokenModel(f"{file} does not match its checksum: delete it and pull the model again")
    return sum(sha256 is not None for sha256 in known.values())


def _expected(file: Path, info: ModelInfo | None) -> str | None:
    """The SHA-256 a downloaded file must have: from the catalogue, or the name of its blob (large files only)."""
    if info is not None and file.name == info.weights and info.sha256 is not None:
        return info.sha256
    blob = file.resolve().name if file.is_symlink() else ""
    return blob if re.fullmatch(r"[0-9a-f]{64}", blob) else None
