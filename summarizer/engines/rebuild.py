"""From a converted folder back to a transformers model, for the reference engine on models shipped as int8 only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from summarizer.engines.binary import Binary
from summarizer.errors import BrokenModel, ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy.typing as npt
    from transformers import PreTrainedModel

_ACTIVATIONS = {0: "relu", 1: "gelu_new", 2: "swish", 3: "gelu"}
# Made from other weights, so not stored.
_DERIVED = ("embed_tokens", "final_logits_bias", "lm_head")


def to_transformers(folder: Path, kind: str) -> PreTrainedModel:
    """The model of a converted folder as a float32 MarianMTModel or BartForConditionalGeneration.

    Raises ConfigError for other kinds: they run with the CTranslate2 engine only.
    """
    import torch
    import transformers

    if kind not in ("marian", "bart"):
        raise ConfigError(f"a converted {kind} model runs with engine='ctranslate2' only")
    binary = Binary(folder / "model.bin")
    if "encoder/embeddings_0/weight" not in binary.aliases:
        raise ConfigError(f"the model in {folder} has two vocabularies: it runs with engine='ctranslate2' only")
    config = _marian(binary, folder) if kind == "marian" else _bart(binary, folder)
    make = transformers.MarianMTModel if kind == "marian" else transformers.BartForConditionalGeneration
    model: PreTrainedModel = make(config)
    state = {name: torch.from_numpy(array.copy()) for name, array in _state(binary, config)}
    lost, strange = model.load_state_dict(state, strict=False)
    if strange or any(not any(part in name for part in _DERIVED) for name in lost):
        raise BrokenModel(f"{folder} does not hold the weights of a {kind} model: install or pull it again")
    model.tie_weights()
    model.train(mode=False)
    return model


def _sizes(binary: Binary) -> dict[str, Any]:
    vocabulary, width = binary.shape("encoder/embeddings_0/weight")
    ffn = "layer_0/ffn/linear_0/weight"
    return {
        "vocab_size": vocabulary,
        "d_model": width,
        "encoder_layers": _layers(binary, "encoder"),
        "decoder_layers": _layers(binary, "decoder"),
        "encoder_attention_heads": int(binary.scalar("encoder/num_heads", 8)),
        "decoder_attention_heads": int(binary.scalar("decoder/num_heads", 8)),
        "encoder_ffn_dim": binary.shape(f"encoder/{ffn}")[0],
        "decoder_ffn_dim": binary.shape(f"decoder/{ffn}")[0],
        "max_position_embeddings": binary.shape("encoder/position_encodings/encodings")[0],
        "activation_function": _ACTIVATIONS[int(binary.scalar("encoder/activation", 0))],
        "scale_embedding": binary.scalar("encoder/scale_embeddings", 1.0) != 1.0,
        "dropout": 0.0,
    }


def _marian(binary: Binary, folder: Path) -> Any:  # noqa: ANN401 - untyped library
    from transformers import MarianConfig

    end = vocabulary(folder).index(_marks(folder)["eos_token"])
    sizes = _sizes(binary)
    # The converter dropped <pad>, the last row, which is zero and starts every output.
    sizes["vocab_size"] += 1
    pad = sizes["vocab_size"] - 1
    return MarianConfig(
        **sizes,
        pad_token_id=pad,
        decoder_start_token_id=pad,
        bos_token_id=None,
        eos_token_id=end,
        forced_eos_token_id=None,
    )


def _bart(binary: Binary, folder: Path) -> Any:  # noqa: ANN401 - untyped library
    from transformers import BartConfig

    marks = _marks(folder)
    index = {token: i for i, token in enumerate(vocabulary(folder))}
    return BartConfig(
        **_sizes(binary),
        pad_token_id=index["<pad>"],
        bos_token_id=index[marks["bos_token"]],
        eos_token_id=index[marks["eos_token"]],
        decoder_start_token_id=index[marks["decoder_start_token"]],
        forced_eos_token_id=None,
    )


def _marks(folder: Path) -> dict[str, str]:
    marks: dict[str, str] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return marks


def vocabulary(folder: Path) -> list[str]:
    """The shared vocabulary of a converted folder, by id."""
    tokens: list[str] = json.loads((folder / "shared_vocabulary.json").read_text(encoding="utf-8"))
    return tokens


def _layers(binary: Binary, side: str) -> int:
    return len({name.split("/")[1] for name in binary.variables if name.startswith(f"{side}/layer_")})


def _state(binary: Binary, config: Any) -> Iterator[tuple[str, npt.NDArray[Any]]]:  # noqa: ANN401
    import numpy as np

    marian = config.model_type == "marian"
    padding = np.zeros((1, config.d_model), np.float32)
    table = binary.floats("encoder/embeddings_0/weight")
    yield "model.shared.weight", np.concatenate([table, padding]) if marian else table
    if "decoder/projection/bias" in binary:
        bias = binary.floats("decoder/projection/bias")
        yield "final_logits_bias", (np.append(bias, np.float32(0)) if marian else bias)[None, :]
    for side in ("encoder", "decoder"):
        encodings = binary.floats(f"{side}/position_encodings/encodings")
        # BART's table has two rows in front that no token uses.
        rows = encodings if marian else np.concatenate([padding, padding, encodings])
        yield f"model.{side}.embed_positions.weight", rows
        if f"{side}/layernorm_embedding/gamma" in binary:
            yield from _norm(binary, f"{side}/layernorm_embedding", f"model.{side}.layernorm_embedding")
        for layer in range(_layers(binary, side)):
            yield from _layer(
                binary, f"{side}/layer_{layer}", f"model.{side}.layers.{layer}", decoder=side == "decoder"
            )


def _layer(binary: Binary, name: str, to: str, *, decoder: bool) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    yield from _linear(binary, f"{name}/self_attention/linear_0", f"{to}.self_attn", ("q_proj", "k_proj", "v_proj"))
    yield from _linear(binary, f"{name}/self_attention/linear_1", f"{to}.self_attn", ("out_proj",))
    yield from _norm(binary, f"{name}/self_attention/layer_norm", f"{to}.self_attn_layer_norm")
    if decoder:
        yield from _linear(binary, f"{name}/attention/linear_0", f"{to}.encoder_attn", ("q_proj",))
        yield from _linear(binary, f"{name}/attention/linear_1", f"{to}.encoder_attn", ("k_proj", "v_proj"))
        yield from _linear(binary, f"{name}/attention/linear_2", f"{to}.encoder_attn", ("out_proj",))
        yield from _norm(binary, f"{name}/attention/layer_norm", f"{to}.encoder_attn_layer_norm")
    yield from _linear(binary, f"{name}/ffn/linear_0", to, ("fc1",))
    yield from _linear(binary, f"{name}/ffn/linear_1", to, ("fc2",))
    yield from _norm(binary, f"{name}/ffn/layer_norm", f"{to}.final_layer_norm")


def _linear(binary: Binary, name: str, to: str, parts: tuple[str, ...]) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    """The projections that the converter stacked into one matrix."""
    weight, bias = binary.floats(f"{name}/weight"), binary.floats(f"{name}/bias")
    height = len(weight) // len(parts)
    for i, part in enumerate(parts):
        yield f"{to}.{part}.weight", weight[i * height : (i + 1) * height]
        yield f"{to}.{part}.bias", bias[i * height : (i + 1) * height]


def _norm(binary: Binary, name: str, to: str) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    yield f"{to}.weight", binary.floats(f"{name}/gamma")
    yield f"{to}.bias", binary.floats(f"{name}/beta")
