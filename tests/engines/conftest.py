from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import tiny

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def checkpoint(home: Path) -> Callable[[str], Path]:
    return lambda kind: tiny.checkpoint(kind, home)


@pytest.fixture
def converted(home: Path) -> Callable[..., Path]:
    return lambda kind, quantization="float32": tiny.converted(kind, quantization, home)
