"""Tiny real models: random weights, vocabularies trained on a few sentences of our own, made in a second or two."""

from __future__ import annotations

import itertools
import json
import random
import shutil
from functools import cache
from typing import TYPE_CHECKING, Any

from summarizer.text import HINT, PLACEHOLDERS

if TYPE_CHECKING:
    from pathlib import Path

PLACES = ["Lyon", "Nantes", "la vallée", "la gare", "le port", "la mairie", "le musée", "Grenoble"]
PEOPLE = ["Le maire", "La directrice", "Un ingénieur", "Claire Martin", "Le conseil", "La ministre", "Une équipe"]
ACTS = ["a ouvert", "veut fermer", "a rénové", "promet d'agrandir", "a visité", "défend", "a quitté"]
TIMES = ["en 2019", "mardi soir", "le 3 mars 2024", "pour 1 200 euros", "avec 45 voisins", "malgré la pluie"]
ENGLISH = [
    "The mayor opened the station in 2019.",
    "A team of engineers repaired the old bridge, despite the rain.",
    "The minister promised 1,200 euros to every family on 3 March 2024.",
    "Claire Martin left the museum on Tuesday evening with 45 neighbours.",
]


@cache
def checkpoint(kind: str, home: Path) -> Path:
    """The checkpoint of a kind ("marian", "bart", "t5", or "marian-padded"), made once a run."""
    import torch

    torch.manual_seed(0)  # the same weights in whatever order the tests come
    folder = home / "checkpoints" / kind
    if kind == "marian-padded":
        return marian(folder, zero_pad=False)
    makers = {"marian": marian, "bart": bart, "t5": t5, "mbart50": mbart50, "mbart": mbart, "barthez": barthez,
              "pegasus": pegasus, "led": led, "nllb": nllb, "mt5": mt5}  # fmt: skip
    return makers[kind](folder)


@cache
def converted(kind: str, quantization: str, home: Path) -> Path:
    """The same in CTranslate2's format."""
    from summarizer.engines.conversion import convert

    folder = home / "converted" / f"{kind}-{quantization}"
    convert(checkpoint(kind, home), folder, name=f"tiny-{kind}", quantization=quantization, licence="MIT")
    return folder


def sentences(count: int = 200) -> list[str]:
    """French sentences, the same every time."""
    every = [" ".join(parts) + "." for parts in itertools.product(PEOPLE, ACTS, PLACES, TIMES)]
    return random.Random(7).sample(every, count)


def train_sentencepiece(folder: Path, name: str = "joint", size: int = 180) -> Path:
    """A joint vocabulary with </s> = 0 and <unk> = 1, Marian's way, and the placeholders as pieces."""
    import sentencepiece

    text = folder / f"{name}.txt"
    text.write_text("\n".join(sentences() + ENGLISH * 10) + "\n", encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(text), model_prefix=str(folder / name), vocab_size=size, hard_vocab_limit=False, model_type="unigram",
        split_digits=True, user_defined_symbols=[*PLACEHOLDERS, HINT], eos_id=0, unk_id=1, bos_id=-1, pad_id=-1,
        num_threads=1, minloglevel=2,
    )  # fmt: skip
    return folder / f"{name}.model"


def _sharpen(model: Any, seed: int = 3) -> None:
    """Larger weights than the usual start, so that the outputs of different sources differ."""
    import torch

    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() > 1:
                parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.35)
            else:
                parameter.add_(torch.randn(parameter.shape, generator=generator) * 0.05)


def marian(folder: Path, *, zero_pad: bool = True, positions: int = 64) -> Path:
    """A MarianMT checkpoint of a few kilobytes in `folder`."""
    import sentencepiece
    from transformers import MarianConfig, MarianMTModel

    folder.mkdir(parents=True)
    spm = train_sentencepiece(folder)
    processor = sentencepiece.SentencePieceProcessor(model_file=str(spm))
    pieces = {processor.id_to_piece(i): i for i in range(len(processor))}
    pad = pieces["<pad>"] = len(pieces)
    config = MarianConfig(
        vocab_size=len(pieces), d_model=16, encoder_layers=2, decoder_layers=1, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32, max_position_embeddings=positions,
        pad_token_id=pad, eos_token_id=0, bos_token_id=None, decoder_start_token_id=pad, forced_eos_token_id=0,
        activation_function="swish", scale_embedding=True, dropout=0.0,
    )  # fmt: skip
    model = MarianMTModel(config).eval()
    _sharpen_keeping_positions(model)
    with_pad_row(model, 0.0 if zero_pad else 0.5)
    model.save_pretrained(folder)
    for side in ("source.spm", "target.spm"):
        shutil.copyfile(spm, folder / side)
    (folder / "vocab.json").write_text(json.dumps(pieces), encoding="utf-8")
    _write_tokenizer_config(folder, {"tokenizer_class": "MarianTokenizer", "source_lang": "fr", "target_lang": "en"})
    return folder


def with_pad_row(model: Any, value: float) -> None:
    import torch

    with torch.no_grad():
        model.get_input_embeddings().weight[model.config.pad_token_id] = value


def _sharpen_keeping_positions(model: Any, seed: int = 3) -> None:
    import torch

    tables = {n: p.clone() for n, p in model.named_parameters() if "embed_positions" in n}
    _sharpen(model, seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name in tables:
                parameter.copy_(tables[name])


def bart(folder: Path) -> Path:
    """A BART checkpoint with a byte-level tokenizer in `folder`."""
    from tokenizers import ByteLevelBPETokenizer
    from tokenizers.processors import RobertaProcessing
    from transformers import BartConfig, BartForConditionalGeneration, BartTokenizerFast

    folder.mkdir(parents=True)
    marks = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    trained = ByteLevelBPETokenizer()
    trained.train_from_iterator(ENGLISH * 10 + sentences(50), vocab_size=340, special_tokens=marks, show_progress=False)
    backend = trained._tokenizer
    backend.post_processor = RobertaProcessing(("</s>", 2), ("<s>", 0))
    tokenizer = BartTokenizerFast(tokenizer_object=backend, model_max_length=64)
    config = BartConfig(
        vocab_size=len(tokenizer), d_model=16, encoder_layers=2, decoder_layers=1, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32, max_position_embeddings=64, dropout=0.0,
        pad_token_id=1, bos_token_id=0, eos_token_id=2, decoder_start_token_id=2, forced_bos_token_id=0,
        forced_eos_token_id=2,
    )  # fmt: skip
    model = BartForConditionalGeneration(config).eval()
    _sharpen(model)
    model.generation_config.forced_bos_token_id = 0
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def t5(folder: Path) -> Path:
    """A T5 checkpoint with a sentencepiece vocabulary (pad 0, </s> 1, <unk> 2) in `folder`."""
    import sentencepiece
    from transformers import T5Config, T5ForConditionalGeneration, T5Tokenizer

    folder.mkdir(parents=True)
    text = folder / "text.txt"
    text.write_text("\n".join(sentences() + ENGLISH * 10) + "\n", encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(text), model_prefix=str(folder / "spiece"), vocab_size=150, hard_vocab_limit=False,
        pad_id=0, eos_id=1, unk_id=2, bos_id=-1, num_threads=1, minloglevel=2,
    )  # fmt: skip
    processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / "spiece.model"))
    pieces = [(processor.id_to_piece(i), processor.get_score(i)) for i in range(len(processor))]
    tokenizer = T5Tokenizer(vocab=pieces, extra_ids=0)
    config = T5Config(
        vocab_size=len(tokenizer), d_model=16, d_kv=8, d_ff=32, num_layers=2, num_decoder_layers=1, num_heads=2,
        n_positions=64, dropout_rate=0.0, decoder_start_token_id=0, pad_token_id=0, eos_token_id=1,
    )  # fmt: skip
    model = T5ForConditionalGeneration(config).eval()
    _sharpen(model)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _pieces(size: int = 150) -> list[tuple[str, float]]:
    """Pieces of a unigram vocabulary with their scores, without marks."""
    import io

    import sentencepiece

    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences() + ENGLISH * 10), model_writer=model, vocab_size=size, hard_vocab_limit=False,
        num_threads=1, minloglevel=2,
    )  # fmt: skip
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    return [(processor.id_to_piece(i), processor.get_score(i)) for i in range(3, len(processor))]


# As fairseq numbers them.
_MARKS = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
_SMALL = {
    "d_model": 16, "encoder_layers": 2, "decoder_layers": 1, "encoder_attention_heads": 2,
    "decoder_attention_heads": 2, "encoder_ffn_dim": 32, "decoder_ffn_dim": 32, "dropout": 0.0,
}  # fmt: skip


def mbart50(folder: Path) -> Path:
    """An mBART-50 checkpoint: outputs begin with </s> and the token of their language."""
    from transformers import MBart50Tokenizer

    tokenizer = MBart50Tokenizer(vocab=[("<unk>", 0.0), ("<s>", 0.0), ("</s>", 0.0), *_pieces()], model_max_length=48)
    return _save_mbart(folder, tokenizer, decoder_start_token_id=2)


def mbart(folder: Path) -> Path:
    """An mBART checkpoint of the older kind: outputs begin with the token of their language."""
    from transformers import MBartTokenizer
    from transformers.models.mbart.tokenization_mbart import FAIRSEQ_LANGUAGE_CODES

    codes = [(code, 0.0) for code in FAIRSEQ_LANGUAGE_CODES]
    tokenizer = MBartTokenizer(vocab=[*_MARKS, *_pieces(), *codes, ("<mask>", 0.0)], model_max_length=48)
    return _save_mbart(folder, tokenizer, decoder_start_token_id=tokenizer.convert_tokens_to_ids("ro_RO"))


def barthez(folder: Path) -> Path:
    """A BARThez checkpoint, as published: no tokenizer_config.json, the class of the tokenizer in config.json."""
    from tokenizers.processors import RobertaProcessing
    from transformers import BarthezTokenizer

    tokenizer = BarthezTokenizer(vocab=[*_MARKS, *_pieces(), ("<mask>", 0.0)])
    tokenizer.backend_tokenizer.post_processor = RobertaProcessing(("</s>", 2), ("<s>", 0))
    _save_mbart(folder, tokenizer, decoder_start_token_id=2, tokenizer_class="BarthezTokenizer")
    (folder / "tokenizer_config.json").unlink()
    (folder / "README.md").write_text("---\ntags:\n- summarization\nlanguage:\n- fr\n---\n# A condenser\n")
    return folder


def _save_mbart(folder: Path, tokenizer: Any, **settings: Any) -> Path:
    from transformers import MBartConfig, MBartForConditionalGeneration

    config = MBartConfig(
        vocab_size=len(tokenizer), max_position_embeddings=64, forced_eos_token_id=2, **_SMALL, **settings
    )
    return _save(folder, MBartForConditionalGeneration(config), tokenizer)


def _save(folder: Path, model: Any, tokenizer: Any) -> Path:
    folder.mkdir(parents=True)
    _sharpen_keeping_positions(model.eval(), seed=7)
    _hush(model, tokenizer)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _hush(model: Any, tokenizer: Any) -> None:
    """Marks and language tokens are many beside so small a vocabulary: without this most outputs are nothing else."""
    import torch

    marks = [i for i in tokenizer.all_special_ids if i < model.config.vocab_size]
    with torch.no_grad():
        model.get_input_embeddings().weight[marks] *= 0.1


def pegasus(folder: Path) -> Path:
    """A Pegasus checkpoint (pad 0, </s> 1), which decodes with two beams and a length penalty."""
    from transformers import PegasusConfig, PegasusForConditionalGeneration, PegasusTokenizer

    tokenizer = PegasusTokenizer(
        vocab=[("<pad>", 0.0), ("</s>", 0.0), ("<mask_1>", 0.0), ("<mask_2>", 0.0), ("<unk>", 0.0), *_pieces()],
        model_max_length=64, offset=5,
    )  # fmt: skip
    config = PegasusConfig(vocab_size=len(tokenizer), max_position_embeddings=64, **_SMALL)
    model = PegasusForConditionalGeneration(config)
    model.generation_config.update(num_beams=2, length_penalty=0.8, max_length=32)
    return _save(folder, model, tokenizer)


def mt5(folder: Path) -> Path:
    """An mT5 checkpoint: T5's tokens, gated layers, an output matrix of its own."""
    from transformers import AutoTokenizer, MT5Config, MT5ForConditionalGeneration

    tokenizer = AutoTokenizer.from_pretrained(t5(folder.parent / "mt5-tokenizer"))
    config = MT5Config(
        vocab_size=len(tokenizer), d_model=16, d_kv=8, d_ff=32, num_layers=2, num_decoder_layers=1, num_heads=2,
        dropout_rate=0.0, decoder_start_token_id=0, pad_token_id=0, eos_token_id=1,
    )  # fmt: skip
    return _save(folder, MT5ForConditionalGeneration(config), tokenizer)


def led(folder: Path) -> Path:
    """A LED checkpoint with BART's tokenizer: long inputs, attention windows, short outputs."""
    from transformers import AutoTokenizer, LEDConfig, LEDForConditionalGeneration

    bart(folder.parent / "led-tokenizer")
    tokenizer = AutoTokenizer.from_pretrained(folder.parent / "led-tokenizer", model_max_length=256)
    config = LEDConfig(
        vocab_size=len(tokenizer), max_encoder_position_embeddings=256, max_decoder_position_embeddings=64,
        attention_window=[16, 16], pad_token_id=1, bos_token_id=0, eos_token_id=2, **_SMALL,
    )  # fmt: skip
    return _save(folder, LEDForConditionalGeneration(config), tokenizer)


def nllb(folder: Path) -> Path:
    """An NLLB checkpoint (M2M-100's architecture): the token of the language before the source and the output."""
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer

    letters = sorted({letter for text in sentences() + ENGLISH for letter in text.replace(" ", "\u2581")} | {"\u2581"})
    vocab = {piece: i for i, piece in enumerate([mark for mark, _ in _MARKS] + letters)}
    tokenizer = NllbTokenizer(vocab=vocab, merges=[], model_max_length=64)
    config = M2M100Config(vocab_size=len(tokenizer), max_position_embeddings=64, decoder_start_token_id=2, **_SMALL)
    return _save(folder, M2M100ForConditionalGeneration(config), tokenizer)


def _write_tokenizer_config(folder: Path, extra: dict[str, str]) -> None:
    config = {
        "model_max_length": 64, "separate_vocabs": False, "unk_token": "<unk>", "eos_token": "</s>",
        "pad_token": "<pad>", **extra,
    }  # fmt: skip
    (folder / "tokenizer_config.json").write_text(json.dumps(config), encoding="utf-8")
