"""Checkpoints to measure: the built-in weights as float32, and random weights in the shapes of models from the hub.

Speed does not depend on what the weights are, only on how many there are and how they are arranged, so long as the
output length is fixed. A random model has the shape, the vocabulary size and the activation of the one it stands for;
its tokenizer is a small one of our own, and the rest of its vocabulary is made up.
"""

from __future__ import annotations

import json
import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BUILTIN, OPUS, T5, DISTILBART = "built-in", "opus-mt-fr-en", "t5-small", "distilbart-cnn-12-6"


@dataclass(frozen=True, slots=True)
class Made:
    """A model in both forms: `checkpoint` for transformers, `converted` (int8) for our engine.

    `length` is the fixed output length in tokens, None where the model ends its outputs by itself.
    """

    name: str
    checkpoint: Path
    converted: Path
    length: int | None


def builtin(work: Path) -> Made:
    """The shipped translator, and its int8 weights multiplied out as a checkpoint with Marian's tokenizer."""
    from summarizer.models import store

    return _rebuilt(store.translator_path("builtin"), work / "builtin")


def builtin_condenser(work: Path) -> Made:
    """The same for the shipped condenser."""
    from summarizer.models import store

    return _rebuilt(store.condenser_path("builtin"), work / "builtin-condenser")


def _rebuilt(converted: Path, folder: Path) -> Made:
    from summarizer.engines.conversion import quiet
    from summarizer.engines.rebuild import to_transformers, vocabulary

    if not folder.exists():
        with quiet():
            to_transformers(converted, "marian").save_pretrained(folder)
        _marian_tokenizer(folder, converted / "source.spm", [*vocabulary(converted), "<pad>"])
    return Made(BUILTIN, folder, converted, None)


def _marian_tokenizer(folder: Path, pieces: Path, names: list[str]) -> None:
    (folder / "vocab.json").write_text(json.dumps({name: i for i, name in enumerate(names)}), encoding="utf-8")
    for side in ("source.spm", "target.spm"):
        shutil.copyfile(pieces, folder / side)
    settings = {"tokenizer_class": "MarianTokenizer", "source_lang": "fr", "target_lang": "en", "model_max_length": 512}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")


def opus(work: Path) -> Made:
    """Random weights in the shape of Helsinki-NLP/opus-mt-fr-en."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    from summarizer.engines.rebuild import vocabulary
    from summarizer.models import store

    ours = store.translator_path("builtin")
    size = 59_514
    config = MarianConfig(
        vocab_size=size, d_model=512, encoder_layers=6, decoder_layers=6, encoder_attention_heads=8,
        decoder_attention_heads=8, encoder_ffn_dim=2048, decoder_ffn_dim=2048, max_position_embeddings=512,
        activation_function="swish", scale_embedding=True, pad_token_id=size - 1, decoder_start_token_id=size - 1,
        eos_token_id=0, bos_token_id=None, forced_eos_token_id=None,
    )  # fmt: skip
    torch.manual_seed(1)
    model = MarianMTModel(config)
    with torch.no_grad():
        model.model.shared.weight[size - 1] = 0.0
    folder = work / OPUS
    _save(model, folder)
    names = vocabulary(ours)
    names += [f"piece{i}" for i in range(size - 1 - len(names))]
    _marian_tokenizer(folder, ours / "source.spm", [*names, "<pad>"])
    return _converted(OPUS, folder, 32)


def t5(work: Path) -> Made:
    """Random weights in the shape of google-t5/t5-small."""
    import sentencepiece
    import torch
    from transformers import T5Config, T5ForConditionalGeneration, T5Tokenizer

    folder, size = work / T5, 32_128
    folder.mkdir(parents=True)
    corpus = folder / "text.txt"
    corpus.write_text("\n".join(texts.take(2_000)), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(corpus), model_prefix=str(folder / "spiece"), vocab_size=1_000, hard_vocab_limit=False, pad_id=0,
        eos_id=1, unk_id=2, bos_id=-1, num_threads=2, minloglevel=2,
    )  # fmt: skip
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "spiece.model"))
    known = [(pieces.id_to_piece(i), pieces.get_score(i)) for i in range(len(pieces))]
    made_up = [(f"piece{i}", -100.0) for i in range(size - len(known))]
    T5Tokenizer(vocab=known + made_up, extra_ids=0, model_max_length=512).save_pretrained(folder)
    start: dict[str, Any] = {"decoder_start_token_id": 0}  # T5Config takes it, but does not say so
    config = T5Config(
        vocab_size=size, d_model=512, d_kv=64, d_ff=2048, num_layers=6, num_decoder_layers=6, num_heads=8,
        pad_token_id=0, eos_token_id=1, **start,
    )  # fmt: skip
    torch.manual_seed(1)
    _save(T5ForConditionalGeneration(config), folder)
    return _converted(T5, folder, 60)


def distilbart(work: Path) -> Made:
    """Random weights in the shape of sshleifer/distilbart-cnn-12-6."""
    import torch
    from tokenizers import AddedToken, ByteLevelBPETokenizer
    from tokenizers.processors import RobertaProcessing
    from transformers import BartConfig, BartForConditionalGeneration, BartTokenizerFast

    folder, size = work / DISTILBART, 50_264
    marks = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    trained = ByteLevelBPETokenizer()
    trained.train_from_iterator(texts.take(2_000), vocab_size=1_000, special_tokens=marks, show_progress=False)
    backend = trained._tokenizer  # noqa: SLF001 - there is no other way to its parts
    backend.post_processor = RobertaProcessing(("</s>", 2), ("<s>", 0))
    backend.add_tokens([AddedToken(f"piece{i}") for i in range(size - backend.get_vocab_size())])
    folder.mkdir(parents=True)
    BartTokenizerFast(tokenizer_object=backend, model_max_length=1024).save_pretrained(folder)
    config = BartConfig(
        vocab_size=size, d_model=1024, encoder_layers=12, decoder_layers=6, encoder_attention_heads=16,
        decoder_attention_heads=16, encoder_ffn_dim=4096, decoder_ffn_dim=4096, max_position_embeddings=1024,
        pad_token_id=1, bos_token_id=0, eos_token_id=2, decoder_start_token_id=2, forced_eos_token_id=None,
    )  # fmt: skip
    torch.manual_seed(1)
    model = BartForConditionalGeneration(config)
    model.generation_config.forced_bos_token_id = 0
    _save(model, folder)
    return _converted(DISTILBART, folder, 60)


def _save(model: Any, folder: Path) -> None:  # noqa: ANN401 - of transformers
    from summarizer.engines.conversion import quiet

    with quiet():
        model.save_pretrained(folder)


def _converted(name: str, checkpoint: Path, length: int) -> Made:
    from summarizer.engines.conversion import convert

    folder = checkpoint.with_name(f"{checkpoint.name}-int8")
    with _stdout_is_stderr():
        convert(checkpoint, folder, name=name)
    return Made(name, checkpoint, folder, length)


@contextmanager
def _stdout_is_stderr() -> Iterator[None]:
    stdout, sys.stdout = sys.stdout, sys.stderr
    try:
        yield
    finally:
        sys.stdout = stdout


MAKERS: dict[str, Callable[[Path], Made]] = {BUILTIN: builtin, OPUS: opus, T5: t5, DISTILBART: distilbart}


def arithmetic(config: Any, source: int, target: int, beams: int) -> tuple[float, float]:  # noqa: ANN401 - of transformers
    """Multiply-adds of (encoder, decoder) for one sentence of `source` tokens into `target` tokens by `beams` beams.

    Matrix products alone; attention over a sentence is less than a hundredth of them at these lengths.
    """
    width, layers, ffn, vocabulary = _sizes(config)
    attention = 4 * width**2
    encoder = source * layers[0] * (attention + 2 * width * ffn[0])
    memory = source * layers[1] * 2 * width**2  # keys and values of the source, once for all beams
    step = layers[1] * (attention + 2 * width**2 + 2 * width * ffn[1]) + width * vocabulary
    return encoder, memory + beams * target * step


def weights(config: Any) -> float:  # noqa: ANN401 - of transformers
    """Weights that one decoder step reads."""
    width, layers, ffn, vocabulary = _sizes(config)
    return layers[1] * (6 * width**2 + 2 * width * ffn[1]) + width * vocabulary


def _sizes(config: Any) -> tuple[int, tuple[int, int], tuple[int, int], int]:  # noqa: ANN401 - of transformers
    if config.model_type == "t5":
        return config.d_model, (config.num_layers, config.num_decoder_layers), (config.d_ff,) * 2, config.vocab_size
    layers = config.encoder_layers, config.decoder_layers
    return config.d_model, layers, (config.encoder_ffn_dim, config.decoder_ffn_dim), config.vocab_size
