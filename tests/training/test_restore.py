"""What was exported as int8 comes back as a checkpoint, up to the rounding."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from summarizer.engines.conversion import convert  # noqa: E402
from summarizer.errors import BrokenModel  # noqa: E402
from training.model import Shape, Translator, to_marian  # noqa: E402
from training.prepare import train_vocabulary  # noqa: E402
from training.restore import main  # noqa: E402
from training.tokenizer import write_tokenizer  # noqa: E402

if TYPE_CHECKING:
    from pathlib import Path

PAIRS = [("Le chat mange le foin.", "The cat eats the hay."), ("La vache dort ici.", "The cow sleeps here.")] * 30


def test_restores_what_was_converted(tmp_path: Path) -> None:
    tmp_path.joinpath("spm").mkdir()
    vocabulary = len(train_vocabulary(PAIRS, tmp_path / "spm", 38)) + 1
    torch.manual_seed(0)
    shape = Shape(
        vocabulary=vocabulary, width=64, heads=1, encoder_layers=2, decoder_layers=1, encoder_ffn=96, decoder_ffn=128
    )
    model = Translator(shape)
    to_marian(model).save_pretrained(tmp_path / "float")
    write_tokenizer(tmp_path / "spm" / "spm.model", tmp_path / "float")
    convert(tmp_path / "float", tmp_path / "int8")

    main([str(tmp_path / "int8"), "--out", str(tmp_path / "again")])
    from transformers import MarianMTModel

    restored = MarianMTModel.from_pretrained(tmp_path / "again", dtype="float32")
    assert restored.config.d_model == 64
    assert (restored.config.encoder_ffn_dim, restored.config.decoder_ffn_dim) == (96, 128)
    weights = restored.model.state_dict()
    for name, value in model.state_dict().items():
        # Rows in 127 steps to their largest number, biases and norms in half precision.
        step = value.abs().amax(-1, keepdim=True) / 127 + 1e-3
        assert ((weights[name] - value).abs() <= step).all(), name
    assert not restored.model.shared.weight[-1].any()
    assert json.loads((tmp_path / "again" / "vocab.json").read_text())["<pad>"] == vocabulary - 1
    assert (tmp_path / "again" / "spm.model").read_bytes() == (tmp_path / "spm" / "spm.model").read_bytes()


def test_another_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(struct.pack("I", 3))
    with pytest.raises(BrokenModel, match="format version 3"):
        main([str(tmp_path), "--out", str(tmp_path / "again")])
    assert not (tmp_path / "again").exists()
