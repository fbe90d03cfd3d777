"""What every test needs: a home of its own, so that no setting or cache of the machine has a say."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import tiny

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home folder for the whole run, so that what is cached there is made only once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def _away_from_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*os.environ]:
        if name.startswith("SUMMARIZER_") or name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
            monkeypatch.delenv(name)
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))


@pytest.fixture
def checkpoint(home: Path) -> Callable[[str], Path]:
    return lambda kind: tiny.checkpoint(kind, home)


@pytest.fixture
def converted(home: Path) -> Callable[..., Path]:
    return lambda kind, quantization="float32": tiny.converted(kind, quantization, home)
