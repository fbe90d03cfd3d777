"""The int8 folder that is shipped -> a checkpoint to go on training from.

    python -m training.restore summarizer/models/builtin/translator-fr-en --out START
    python -m training.train --data DATA --out RUN --init START --rounded

Who has no `RUN/state.pt` any more, or never had one, begins with the weights of the package: their 8 bits hold nearly
all of what was learnt (what is lost is in README.md). What is gone is the optimizer's momentum.
"""

from __future__ import annotations

import argparse
import shutil
import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import torch

from training.model import Shape, Translator, to_marian
from training.tokenizer import write_tokenizer

Array = npt.NDArray[np.float32]

# The binary format that ctranslate2/specs/model_spec.py writes, and its types by number.
BINARY_VERSION = 6
_TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}

# What CTranslate2 keeps as one matrix, as transformers names its parts.
_ATTENTION = {
    "self_attention/linear_0": ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
    "self_attention/linear_1": ("self_attn.out_proj",),
    "attention/linear_0": ("encoder_attn.q_proj",),
    "attention/linear_1": ("encoder_attn.k_proj", "encoder_attn.v_proj"),
    "attention/linear_2": ("encoder_attn.out_proj",),
    "ffn/linear_0": ("fc1",),
    "ffn/linear_1": ("fc2",),
}
_NORMS = {
    "self_attention/layer_norm": "self_attn_layer_norm",
    "attention/layer_norm": "encoder_attn_layer_norm",
    "ffn/layer_norm": "final_layer_norm",
}


def read_variables(path: Path) -> dict[str, Array]:
    """The variables of a CTranslate2 `model.bin` by name, in float32: int8 rows are divided by their scale.

    Raises ValueError when the file is of another format version.
    """
    with path.open("rb") as file:
        raw = _variables(file, path)
    scaled: dict[str, Array] = {}
    for name, value in raw.items():
        scale = raw.get(f"{name}_scale")
        plain = value.astype(np.float32)
        scaled[name] = plain if scale is None else plain / scale.astype(np.float32)[:, None]
    return scaled


def _variables(file: BinaryIO, path: Path) -> dict[str, npt.NDArray[np.generic]]:
    (version,) = struct.unpack("I", file.read(4))
    if version != BINARY_VERSION:
        raise ValueError(f"{path}: format {version} of CTranslate2, and only {BINARY_VERSION} can be read")
    _name(file)
    _, count = struct.unpack("II", file.read(8))
    found = {}
    for _ in range(count):
        name = _name(file)
        (rank,) = struct.unpack("B", file.read(1))
        shape = struct.unpack(f"{rank}I", file.read(4 * rank))
        kind, size = struct.unpack("<BI", file.read(5))
        found[name] = np.frombuffer(file.read(size), dtype=_TYPES[kind]).reshape(shape)
    # What is equal to another variable is written once.
    (count,) = struct.unpack("I", file.read(4))
    for _ in range(count):
        alias = _name(file)
        found[alias] = found[_name(file)]
    return found


def _name(file: BinaryIO) -> str:
    (length,) = struct.unpack("H", file.read(2))
    return file.read(length)[:-1].decode()


def parameters(variables: dict[str, Array]) -> dict[str, Array]:
    """The variables of a Marian translator, under the names of `training.model.Translator`."""
    embedding = variables["decoder/embeddings/weight"]
    found = {"shared.weight": np.vstack([embedding, np.zeros_like(embedding[:1])])}
    for name, value in variables.items():
        side, _, rest = name.partition("/layer_")
        number, _, inner = rest.partition("/")
        module, _, kind = inner.rpartition("/")
        begin = f"{side}.layers.{number}"
        if module in _NORMS:
            found[f"{begin}.{_NORMS[module]}.{'weight' if kind == 'gamma' else 'bias'}"] = value
        elif module in _ATTENTION and kind in ("weight", "bias"):
            names = _ATTENTION[module]
            for part, piece in zip(names, np.split(value, len(names)), strict=True):
                found[f"{begin}.{part}.{kind}"] = piece
    return found


def shape_of(found: dict[str, Array]) -> Shape:
    """The sizes of a translator with these parameters; its heads are 64 wide, as all that we train."""
    vocabulary, width = found["shared.weight"].shape
    layers = {side: len({n.split(".")[2] for n in found if n.startswith(side)}) for side in ("encoder", "decoder")}
    return Shape(
        vocabulary=vocabulary, width=width, heads=width // 64,
        encoder_layers=layers["encoder"], decoder_layers=layers["decoder"],
        encoder_ffn=len(found["encoder.layers.0.fc1.bias"]), decoder_ffn=len(found["decoder.layers.0.fc1.bias"]),
    )  # fmt: skip


def restore(folder: Path, out: Path) -> None:
    """Write the translator of an int8 `folder` to `out` as a MarianMTModel with its tokenizer."""
    found = parameters(read_variables(folder / "model.bin"))
    model = Translator(shape_of(found))
    model.load_state_dict({name: torch.from_numpy(value.copy()) for name, value in found.items()})
    to_marian(model).save_pretrained(out)
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
