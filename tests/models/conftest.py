"""A hub on localhost, and a Hugging Face cache of its own for every test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import fakehub
import pytest
from huggingface_hub import close_session, constants

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty Hugging Face cache, and no token from elsewhere."""
    folder = tmp_path / "hub"
    folder.mkdir()
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(folder))
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "token"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return folder


@pytest.fixture
def fake_hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[fakehub.FakeHub]:
    """A running hub, which the client takes for the real one."""
    hub = fakehub.FakeHub()
    server = fakehub.serve(hub)
    close_session()
    fakehub.point_at(hub.address, monkeypatch)
    yield hub
    hub.released.set()
    close_session()
    server.shutdown()
    server.server_close()
