"""A set of models as one file, for machines without a network.

`export` writes a tar archive: contents.json, then the files of each model. Models go in the form that runs fastest and
needs least (CTranslate2, int8), so that the other machine needs neither torch nor transformers; one that has no such
form goes as it was published. `bring_in` checks every file against contents.json before any of them counts as there.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from summarizer.errors import BrokenModel, ConfigError, ModelsMissing, UnknownModels
from summarizer.models import catalogue, hub, store
from summarizer.models.manifest import describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Packed", "bring_in", "export"]

FORMAT = 1
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Packed:
    """One model in such a file: its hub id and revision, and the SHA-256 of each of its files."""

    id: str
    revision: str
    licence: str
    files: dict[str, str]


def export(name: str, file: Path, progress: Callable[[str], None] | None = None) -> int:
    """Write `name` (a set, a short name or a hub id, on this machine) into `file`; returns its size in bytes.

    Raises:
        UnknownModels: if there is no such set or id, or it is one that needs no carrying.
        ModelsMissing: if it is not on this machine.
        ConfigError: if `file` is there already.
    """
    if name == catalogue.BUILTIN or Path(name).is_dir():
        what = "is part of the package" if name == catalogue.BUILTIN else "is a folder"
        raise UnknownModels(f"{name} {what}: copy that; a set such as fast, or a hub id, can be exported")
    if file.exists():
        raise ConfigError(f"{file} is there already: remove it, or give another name")
    folders = [(model, _form(store.path(model), progress)) for model in store.ids(name)]
    packed = [_pack(model, store.path(model), folder) for model, folder in folders]
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}-", delete=False) as stream:
        try:
            _write(stream, name, packed, [folder for _, folder in folders])
            stream.close()
            Path(stream.name).chmod(0o644)
            Path(stream.name).replace(file)
        finally:
            Path(stream.name).unlink(missing_ok=True)
    return file.stat().st_size


def _form(folder: Path, progress: Callable[[str], None] | None) -> Path:
    """The folder of the form that travels: converted where that can be."""
    from summarizer.engines import NotConvertible, is_converted

    if is_converted(folder):
        return folder
    try:
        return store.converted(folder)
    except NotConvertible as error:
        if progress is not None:
            progress(f"{error} It travels as it was published, and needs the extra hub there.")
        return folder


def _pack(model: str, source: Path, folder: Path) -> Packed:
    info = catalogue.MODELS.get(model)
    files = {path.name: describe(path).sha256 for path in sorted(folder.iterdir()) if _travels(path)}
    return Packed(model, source.name, info.licence if info else "", files)


def _travels(path: Path) -> bool:
    return path.is_file() and path.suffix != ".py" and path.name != store.CONTENTS


def _write(stream: IO[bytes], name: str, packed: list[Packed], folders: list[Path]) -> None:
    contents = {"format": FORMAT, "name": name, "models": [asdict(model) for model in packed]}
    with tarfile.open(fileobj=stream, mode="w") as archive:
        data = json.dumps(contents, indent=2).encode()
        head = tarfile.TarInfo(store.CONTENTS)
        head.size = len(data)
        archive.addfile(head, io.BytesIO(data))
        for number, (model, folder) in enumerate(zip(packed, folders, strict=True)):
            for file in model.files:
                # The links of the Hugging Face cache lead to files that are not there on the other machine.
                archive.add((folder / file).resolve(), arcname=f"{number}/{file}", recursive=False, filter=_anonymous)


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the name of whoever exported it."""
    # Not `member.replace`, which Debian 12's Python (3.11.2) lacks.
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o644
    return member


def bring_in(file: Path) -> str:
    """Put the models of an exported file where they are found, and return the name they were exported under.

    Raises:
        BrokenModel: if the file is no such export, or is damaged; then nothing of it is kept.
        ModelsMissing: if the disk has no room for it.
    """
    try:
        with tarfile.open(file, mode="r:") as archive:
            name, packed = _contents(archive)
            _room(file)
            _unpack(archive, packed)
    except tarfile.TarError as error:
        raise BrokenModel(f"{file} is cut short or no export of models: copy or export it again") from error
    return name


def _contents(archive: tarfile.TarFile) -> tuple[str, list[Packed]]:
    """What an archive says it holds; only names that can lead nowhere else are taken."""
    head = archive.next()
    stream = archive.extractfile(head) if head is not None and head.name == store.CONTENTS else None
    try:
        data: dict[str, Any] = json.loads(stream.read()) if stream else {}
        number, name = int(data["format"]), str(data["name"])
        packed = [Packed(**model) for model in data["models"]] if number <= FORMAT else []
        good = all(_sound(model) for model in packed)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenModel("the file is no export of models: make one with summarizer models export") from error
    if number > FORMAT:
        raise BrokenModel("the file was exported by a newer summarizer: update this one")
    if not good:
        raise BrokenModel("the file names models or files that no export has: make it again on a machine you trust")
    return name, packed


def _sound(model: Packed) -> bool:
    plain = re.compile(r"(?!\.)[\w.-]+")
    names = [model.revision, *model.files, *model.files.values()]
    return bool(store.HUB_ID.fullmatch(model.id)) and ".." not in model.id and all(map(plain.fullmatch, names))


def _room(file: Path) -> None:
    home = store.data_folder()
    free = shutil.disk_usage(next(path for path in (home, *home.parents) if path.exists())).free
    if file.stat().st_size > free:
        raise ModelsMissing(
            f"the models need {hub.megabytes(file.stat().st_size)} and the disk of {home} has "
            f"{hub.megabytes(free)} left: make room, then import again"
        )


def _unpack(archive: tarfile.TarFile, packed: list[Packed]) -> None:
    """Write all files aside, check them, and only then give the folders their names."""
    home = store.data_folder() / "imported"
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix=".importing-") as work:
        for number, model in enumerate(packed):
            folder = Path(work) / str(number)
            folder.mkdir()
            for file, sha256 in model.files.items():
                _extract(archive, f"{number}/{file}", folder / file, sha256)
            (folder / store.CONTENTS).write_text(json.dumps(asdict(model), indent=2) + "\n", encoding="utf-8")
        for number, model in enumerate(packed):
            target = home / model.id.replace("/", "--") / model.revision
            target.parent.mkdir(exist_ok=True)
            shutil.rmtree(target, ignore_errors=True)
            (Path(work) / str(number)).rename(target)


def _extract(archive: tarfile.TarFile, member: str, path: Path, sha256: str) -> None:
    try:
        stream = archive.extractfile(member)
    except KeyError:
        stream = None
    digest = hashlib.sha256()
    if stream is not None:
        with path.open("wb") as out:
            for chunk in _chunks(stream):
                digest.update(chunk)
                out.write(chunk)
    if digest.hexdigest() != sha256:
        raise BrokenModel(f"{path.name} in the file is missing or does not match its checksum: copy or export it again")


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk
