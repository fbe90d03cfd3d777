"""The mean of checkpoints of one model: often better than each of them, and nothing is forgotten that only one has learnt.

    python -m training.mean START RUN/averaged --out MEAN

"Model soups" (Wortsman et al. 2022, arXiv:2203.05482), for checkpoints that go on from one another.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

WEIGHTS = "model.safetensors"


def mean(folders: Sequence[Path], out: Path) -> None:
    """Write to `out` the last of the `folders`, each weight the mean over all of them, in the last one's dtype.

    Raises ValueError for checkpoints whose weights differ in names or shapes.
    """
    loaded = [load_file(folder / WEIGHTS) for folder in folders]
    shapes = [{name: weight.shape for name, weight in weights.items()} for weights in loaded]
    if any(shape != shapes[0] for shape in shapes):
        raise ValueError("the checkpoints are not of one model: their weights differ in names or shapes")
    shutil.copytree(folders[-1], out, dirs_exist_ok=True)
    together = {
        name: torch.stack([weights[name].float() for weights in loaded]).mean(0).to(last.dtype)
        for name, last in loaded[-1].items()
    }
    save_file(together, out / WEIGHTS, metadata={"format": "pt"})


def main(argv: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args(argv)
    mean(arguments.folders, arguments.out)


if __name__ == "__main__":
    main()
