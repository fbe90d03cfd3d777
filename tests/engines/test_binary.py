from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from safetensors.numpy import load_file

from summarizer.engines.binary import Binary, positions
from summarizer.errors import BrokenModel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Folders = Callable[..., Path]


def test_reads_what_the_converter_wrote(checkpoint: Folders, converted: Folders) -> None:
    binary = Binary(converted("marian") / "model.bin")
    weights = load_file(checkpoint("marian") / "model.safetensors")
    assert binary.specification == "TransformerSpec"
    table = binary.floats("encoder/embeddings_0/weight")
    np.testing.assert_array_equal(table, weights["model.shared.weight"][:-1])
    np.testing.assert_array_equal(table, binary.floats("decoder/projection/weight"))
    assert binary.scalar("encoder/num_heads", 0) == 2
    assert binary.scalar("encoder/no_such_thing", 7) == 7
    assert "encoder/no_such_thing" not in binary


def test_multiplies_int8_out(converted: Folders) -> None:
    name = "encoder/layer_0/ffn/linear_0/weight"
    exact = Binary(converted("marian") / "model.bin").floats(name)
    binary = Binary(converted("marian", "int8") / "model.bin")
    assert binary.stored(name).dtype == np.int8
    step = np.abs(exact).max(axis=1, keepdims=True) / 127
    assert (np.abs(binary.floats(name) - exact) <= step / 2 + 1e-6).all()


@pytest.mark.parametrize("quantization", ["float16", "bfloat16"])
def test_half_precision(quantization: str, converted: Folders) -> None:
    name = "encoder/layer_0/ffn/linear_0/weight"
    exact = Binary(converted("marian") / "model.bin").floats(name)
    half = Binary(converted("marian", quantization) / "model.bin").floats(name)
    np.testing.assert_allclose(half, exact, rtol=0.01)


def test_positions(converted: Folders) -> None:
    assert positions(converted("marian") / "model.bin") == (64, 64)
    assert positions(converted("bart") / "model.bin") == (64, 64)
    assert positions(converted("t5") / "model.bin") == (512, 512)


@pytest.mark.parametrize("content", [b"", b"\x06\0\0\0", b"\x06\0\0\0\xff\xff", b"\x63\0\0\0nonsense"])
def test_nonsense(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(content)
    with pytest.raises(BrokenModel, match=r"model\.bin"):
        Binary(path)


def test_a_cut_off_file(converted: Folders, tmp_path: Path) -> None:
    data = (converted("marian") / "model.bin").read_bytes()
    path = tmp_path / "model.bin"
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(BrokenModel, match=r"model\.bin"):
        Binary(path)
