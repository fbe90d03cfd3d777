from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch
from safetensors.torch import load_file, save_file

from training.mean import WEIGHTS, main, mean

if TYPE_CHECKING:
    from pathlib import Path


def checkpoint(folder: Path, *values: float, dtype: torch.dtype = torch.float16) -> Path:
    folder.mkdir()
    save_file({"layer.weight": torch.tensor(values, dtype=dtype)}, folder / WEIGHTS)
    (folder / "config.json").write_text(folder.name)
    return folder


def test_the_mean_of_two(tmp_path: Path) -> None:
    first, second = checkpoint(tmp_path / "a", 1, 3), checkpoint(tmp_path / "b", 2, -3)
    main([str(first), str(second), "--out", str(tmp_path / "mean")])
    found = load_file(tmp_path / "mean" / WEIGHTS)["layer.weight"]
    assert found.tolist() == [1.5, 0.0]
    assert found.dtype == torch.float16
    assert (tmp_path / "mean" / "config.json").read_text() == "b"
    assert load_file(second / WEIGHTS)["layer.weight"].tolist() == [2, -3]


def test_checkpoints_of_two_models(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not of one model"):
        mean([checkpoint(tmp_path / "a", 1), checkpoint(tmp_path / "b", 1, 2)], tmp_path / "mean")
