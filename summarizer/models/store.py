"""Where models are: with the package, in the Hugging Face cache, imported, or in any folder. Only `pull` downloads.

A name is a set ("builtin", "fast", ...), a hub id ("owner/model") or a folder. Models that are not in CTranslate2's
format yet are converted once, into the user's cache (SUMMARIZER_CACHE, or the platform's usual place).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.errors import BrokenModel, MissingExtra, ModelsMissing, UnknownModels
from summarizer.models import catalogue, hub
from summarizer.models.catalogue import BUILTIN, BUILTIN_CONDENSER, BUILTIN_TRANSLATOR, SETS, ModelInfo, ModelSet
from summarizer.models.manifest import MANIFEST, Manifest, describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from summarizer.models.hub import Listing

__all__ = [
    "auto_set", "builtin_folder", "cache_folder", "check", "condenser_path", "conversion", "converted", "data_folder",
    "ids", "imported", "info_of", "infos", "installed", "manifest", "path", "pull", "snapshot", "translator_path",
    "verify",
]  # fmt: skip

HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
# In the folder of an imported model: where it is from, and the checksums of its files.
CONTENTS = "contents.json"
# Changed when the way of converting changes, so that older conversions are made anew.
_FORMAT = "2"


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
    if HUB_ID.fullmatch(name):
        return _hub_folder(name)
    raise UnknownModels(f"no models are called {name!r}: choose {', '.join(SETS)}, a folder, or a hub id (owner/model)")


def _hub_folder(name: str, pull_as: str | None = None) -> Path:
    """The folder of a hub id: its snapshot in the Hugging Face cache, complete, else what was imported.

    `pull_as` is the name to pull it under.
    """
    info = catalogue.MODELS.get(name)
    folder = snapshot(name, info.revision if info else None) or imported(name, info.revision if info else None)
    if folder is None:
        raise ModelsMissing(f"{name} is not on this machine: run `summarizer models pull {pull_as or name}`")
    return folder


def snapshot(name: str, revision: str | None) -> Path | None:
    """The folder of a downloaded revision (or of the branch main) with all it needs, by the layout of the cache."""
    try:
        repository = hub.repository(name)
    except ImportError:
        return None
    if revision is None:
        reference = repository / "refs" / "main"
        revision = reference.read_text(encoding="utf-8").strip() if reference.is_file() else ""
    folder = repository / "snapshots" / revision
    return folder if revision and _complete(folder) else None


def _complete(folder: Path) -> bool:
    """Whether the weights are there, which are downloaded last."""
    return (folder / "config.json").is_file() and bool(hub.weights_of(folder) or (folder / "model.bin").is_file())


def data_folder() -> Path:
    """The user's folder for what can't be made again: imported models."""
    import platformdirs

    return Path(platformdirs.user_data_dir("summarizer", appauthor=False))


def imported(name: str, revision: str | None) -> Path | None:
    """The folder of an imported model, at `revision` or (None) any; None when it is not there."""
    home = data_folder() / "imported" / name.replace("/", "--")
    found = [home / revision] if revision else sorted(home.iterdir()) if home.is_dir() else []
    return next((folder for folder in found if _complete(folder)), None)


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


def converted(folder: Path, quantization: str = "int8") -> Path:
    """The CTranslate2 form (int8 or float32) of the checkpoint in `folder`, converted into the cache if it is not there yet.

    Raises:
        NotConvertible: if CTranslate2 can't hold the model faithfully.
        BrokenModel: if the checkpoint can't be read.
        MissingExtra: without torch and transformers.
    """
    from summarizer.engines.conversion import convert

    target = conversion(folder, quantization)
    try:
        check(target)
        if (target / MANIFEST).exists():
            return target
    except BrokenModel:
        pass  # a damaged conversion is made again
    info = info_of(folder)
    convert(
        folder,
        target,
        name=info.id if info else None,
        licence=info.licence if info else "",
        languages=info.languages if info else (),
        quantization=quantization,
    )
    check(target)
    return target


def conversion(folder: Path, quantization: str = "int8") -> Path:
    """Where the CTranslate2 form of the checkpoint in `folder` is or would be."""
    name = _fingerprint(folder)
    return cache_folder() / "converted" / (name if quantization == "int8" else f"{name}-{quantization}")


def info_of(folder: Path) -> ModelInfo | None:
    """The catalogue entry of a model in the Hugging Face cache or of an imported one; None for any other folder."""
    for info in catalogue.MODELS.values():
        if info.revision is not None and info.revision == folder.name:
            return info
    for parent in folder.parents[:2]:
        name = parent.name.removeprefix("models--").replace("--", "/", 1)
        if name in catalogue.MODELS and catalogue.MODELS[name].revision is None:
            return catalogue.MODELS[name]
    return None


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

    `progress` gets a line a model, with size and licence, before anything is downloaded; the library draws the bar.
    What is already here is checked, and not asked for again unless it is damaged. HF_HOME, HF_ENDPOINT, HF_TOKEN and HF_HUB_OFFLINE count.

    Raises:
        UnknownModels: if there is no such set or hub id.
        ModelsMissing: if it could not be downloaded; the message says why and what still works.
        BrokenModel: if a file did not arrive as published.
        MissingExtra: without huggingface_hub.
    """
    if name == BUILTIN:
        return path(name)
    tell = progress or (lambda _: None)
    wanted = ids(name)
    _fetch([model for model in wanted if not _pinned_and_good(model)], tell)
    for model in wanted:
        _prepare(model, tell)
    return path(name)


def infos(name: str) -> list[ModelInfo]:
    """The catalogue's entries for a set, a short name or a hub id; [] for any other."""
    if name in SETS:
        return [SETS[name].translator, SETS[name].condenser]
    found = catalogue.ALIASES.get(name) or catalogue.MODELS.get(name)
    return [found] if found else []


def ids(name: str) -> list[str]:
    """The hub ids that `name` stands for: those of a set, of a short name, or itself.

    Raises:
        UnknownModels: if it is none of these.
    """
    if found := infos(name):
        return [info.id for info in found]
    if HUB_ID.fullmatch(name):
        return [name]
    names = ", ".join([*catalogue.PREFERENCE, *catalogue.ALIASES])
    raise UnknownModels(f"no models are called {name!r}: choose {names} or a hub id (owner/model)")


def _pinned_and_good(model: str) -> bool:
    """Whether all of a model is here as published, so that asking the hub could bring nothing new."""
    info = catalogue.MODELS.get(model)
    if info is None or info.revision is None or not installed(model):
        return False
    try:
        _verify(path(model))
    except BrokenModel:
        return False
    return True


def _fetch(models: Sequence[str], tell: Callable[[str], None]) -> None:
    if not models:
        return
    from summarizer.engines.defaults import check_kind

    try:
        hub.reach(models[0])
    except ModelsMissing as error:
        here = ", ".join(name for name in SETS if installed(name)) or "nothing"
        raise ModelsMissing(f"{error}. On this machine and usable without it: {here}") from error
    listings = [_listing(model) for model in models]
    for listing in listings:
        tell(f"{listing.name}: {hub.megabytes(listing.size)}, {listing.licence}")
    for listing in listings:
        hub.discard_damaged(listing)
    hub.room(listings)
    for listing in listings:
        for file in listing.missing:
            hub.fetch(listing, file)
            if file.path == "config.json":  # the first one: what can't be used is not worth the rest
                check_kind(listing.folder, listing.name)


def _listing(model: str) -> Listing:
    """What to download of a model: its files at the pinned revision, with the pinned checksum of its weights."""
    info = catalogue.MODELS.get(model)
    if info is None:
        return hub.look(model)
    listing = hub.look(model, info.revision, info.weights)
    files = tuple(
        replace(f, sha256=info.sha256) if f.path == info.weights and info.sha256 else f for f in listing.files
    )
    return replace(listing, files=files, licence=info.licence, main=False)


def _prepare(name: str, progress: Callable[[str], None]) -> None:
    """Convert now what the first use would convert otherwise."""
    from summarizer.engines import NotConvertible

    try:
        progress(f"{name}: preparing it for this machine")
        converted(_hub_folder(name))
    except (NotConvertible, MissingExtra) as error:
        progress(str(error))


def verify(name: str) -> int:
    """Check every file of `name` (a set, a hub id, a folder) by its checksum; returns how many had one.

    Raises:
        BrokenModel: naming the first damaged file.
        ModelsMissing: if something is not here at all.
    """
    folders = [translator_path(name), condenser_path(name)] if name in SETS else [_named(name)]
    return sum(_verify(folder) for folder in folders)


def _verify(folder: Path) -> int:
    if (folder / CONTENTS).exists():
        return _verify_contents(folder)
    if (folder / MANIFEST).exists():
        check(folder, full=True)
        return len(Manifest.read(folder).files)
    results = [_matches(file, info_of(folder)) for file in sorted(folder.iterdir()) if file.is_file()]
    return sum(result is not None for result in results)


def _verify_contents(folder: Path) -> int:
    """Check an imported model against the list that came with it."""
    listed: dict[str, str] = json.loads((folder / CONTENTS).read_text(encoding="utf-8"))["files"]
    for file, sha256 in listed.items():
        if not (folder / file).is_file() or describe(folder / file).sha256 != sha256:
            raise BrokenModel(f"{folder / file} is missing or does not match its checksum: import the model again")
    return len(listed)


def _matches(file: Path, info: ModelInfo | None) -> bool | None:
    """True for a file with the right checksum, None for one without any; raises BrokenModel for a damaged one."""
    expected = _expected(file, info)
    if expected is None:
        return None
    if (hub.git_name if len(expected) == 40 else hub.sha256)(file) == expected:
        return True
    raise BrokenModel(f"{file} does not match its checksum: pull the model again")


def _expected(file: Path, info: ModelInfo | None) -> str | None:
    """The checksum a downloaded file must have: the catalogue's, or the name of its blob (SHA-256, or git's SHA-1)."""
    if info is not None and file.name == info.weights and info.sha256 is not None:
        return info.sha256
    blob = file.resolve().name if file.is_symlink() else ""
    return blob if re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", blob) else None
