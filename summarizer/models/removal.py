"""Taking models off this machine: downloads, imports and what was converted from them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.errors import ModelsMissing, UnknownModels
from summarizer.models import catalogue, hub, store

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["remove"]


def remove(name: str, progress: Callable[[str], None] | None = None) -> int:
    """Delete the models of `name` (a set, a short name or a hub id) and return how many bytes that gave back.

    A model that another set on this machine needs stays; `progress` gets a line that says so.

    Raises:
        UnknownModels: if there is no such set or id, or it is none that was downloaded or imported.
        ModelsMissing: if nothing of it is on this machine.
    """
    if name == catalogue.BUILTIN or Path(name).is_dir():
        what = "is part of the package" if name == catalogue.BUILTIN else "is a folder of your own"
        raise UnknownModels(f"{name} {what}: only what was pulled or imported is removed here")
    models = store.ids(name)
    needed = {model: _needed_by(model, name) for model in models}
    freed = sum(_remove(model) for model in models if not needed[model])
    for model, by in needed.items():
        if by and progress is not None:
            progress(f"{model} stays: {by} needs it too")
    if not freed and not any(needed.values()):
        raise ModelsMissing(f"nothing of {name} is on this machine, so nothing was removed")
    return freed


def _needed_by(model: str, name: str) -> str:
    """The other sets here that hold `model`, for people."""
    others = [other for other in catalogue.PREFERENCE if other != name and store.installed(other)]
    return " and ".join(other for other in others if model in store.ids(other))


def _remove(model: str) -> int:
    info = catalogue.MODELS.get(model)
    revision = info.revision if info else None
    freed = 0
    while folder := store.snapshot(model, revision):
        freed += _conversions_of(folder) + _from_cache(model, revision)
    while folder := store.imported(model, revision):
        freed += _conversions_of(folder) + _delete(folder)
    return freed + _from_cache(model, revision)


def _conversions_of(folder: Path) -> int:
    """Delete what was converted from a checkpoint; returns its bytes."""
    return sum(_delete(store.conversion(folder, quantization)) for quantization in ("int8", "float32"))


def _from_cache(model: str, revision: str | None) -> int:
    """Delete one revision (None: all) from the Hugging Face cache, and what is left there of downloads that stopped."""
    try:
        from huggingface_hub import scan_cache_dir
    except ImportError:
        return 0
    folder = hub.repository(model)
    if not folder.is_dir():
        return 0
    freed = sum(_delete(part) for part in (folder / "blobs").glob(f"*{hub.PARTIAL}"))
    cached = scan_cache_dir(hub.cache())
    revisions = [found.commit_hash for repo in cached.repos if repo.repo_id == model for found in repo.revisions]
    strategy = cached.delete_revisions(*(found for found in revisions if revision in (None, found)))
    freed += int(strategy.expected_freed_size)
    strategy.execute()
    if folder.is_dir() and not any((folder / "snapshots").glob("*")):
        freed += _delete(folder)
    return freed


def _delete(path: Path) -> int:
    """Delete a file or a folder, there or not; returns its bytes."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file() and not file.is_symlink()]
    size = sum(file.stat().st_size for file in files)
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    return size
