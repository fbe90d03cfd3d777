"""The int8 folder that is shipped -> a checkpoint to go on training from.

    python -m training.restore summarizer/models/builtin/translator-fr-en --out START
    python -m training.train --data DATA --out RUN --init START --rounded

Who has no `RUN/state.pt` any more, or never had one, begins with the weights of the package: their 8 bits hold nearly
all of what was learnt. What is gone is the optimizer's momentum.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from summarizer.engines.rebuild import to_transformers
from training.tokenizer import write_tokenizer


def restore(folder: Path, out: Path) -> None:
    """Write the translator of an int8 `folder` to `out` as a MarianMTModel with its tokenizer.

    Raises:
        BrokenModel: `folder` holds no Marian model, or one of another format.
    """
    to_transformers(folder, "marian").save_pretrained(out)
    write_tokenizer(folder / "source.spm", out)
    # Where prepare.py --spm finds the vocabulary that this model was trained with.
    shutil.copyfile(folder / "source.spm", out / "spm.model")


def main(argv: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args(argv)
    restore(arguments.folder, arguments.out)


if __name__ == "__main__":
    main()
