"""manifest.json: what a folder with a converted model holds, and the checksums of its files."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from summarizer.errors import BrokenModel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class File:
    """Size in bytes and SHA-256 (hexadecimal) of one file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The facts about one converted model.

    `kind` is transformers' model_type ("marian", "bart", "t5", "mbart", "pegasus"); `languages` are (source, target), one language for a condenser. The limits
    count tokens with their marks: `max_source_tokens` is what the model was trained on, or its position table.
    `forced_start` is a token that every output begins with (BART's "<s>"), else None. `files` maps names to checksums.
    `extra` holds further keys of the file, which mean something to whoever uses the model ("way", "prefix").
    """

    name: str
    kind: str
    languages: tuple[str, ...]
    max_source_tokens: int
    max_target_tokens: int
    licence: str = ""
    created_with: str = ""
    quantization: str = "int8"
    forced_start: str | None = None
    files: dict[str, File] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of `folder`; raises BrokenModel when it is missing or malformed."""
        try:
            data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            return cls._from(data)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BrokenModel(
                f"{folder / MANIFEST} is missing or malformed: install or pull the model again"
            ) from error

    @classmethod
    def _from(cls, data: dict[str, Any]) -> Manifest:
        files = {name: File(int(file["size"]), str(file["sha256"])) for name, file in data.pop("files").items()}
        known = {key: data.pop(key) for key in _KEYS & data.keys()}
        return cls(**{**known, "languages": tuple(known["languages"]), "files": files, "extra": data})

    def to_dict(self) -> dict[str, Any]:
        """The file's content: the attributes, with `extra` beside them."""
        data = asdict(self) | {"languages": list(self.languages)}
        return {**data.pop("extra"), **data}

    def write(self, folder: Path) -> Manifest:
        """Write manifest.json for the files that are in `folder` now; returns it with their checksums."""
        full = replace(self, files={path.name: describe(path) for path in _contents(folder)})
        text = json.dumps(full.to_dict(), ensure_ascii=False, indent=2)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
        return full


_KEYS = frozenset(Manifest.__dataclass_fields__) - {"files", "extra"}


def _contents(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if path.is_file() and path.name != MANIFEST)


def describe(path: Path) -> File:
    """Size and SHA-256 of a file."""
    with path.open("rb") as stream:
        return File(path.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())
