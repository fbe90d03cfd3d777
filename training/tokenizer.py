"""The files that make a sentencepiece model a `MarianTokenizer`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import sentencepiece as spm


def write_tokenizer(model: Path, folder: Path, languages: tuple[str, str] = ("fr", "en")) -> None:
    """Write source.spm, target.spm, vocab.json and tokenizer_config.json for one joint vocabulary into `folder`."""
    processor = spm.SentencePieceProcessor(model_file=str(model))
    pieces = {processor.id_to_piece(i): i for i in range(len(processor))}
    pieces["<pad>"] = len(pieces)
    folder.mkdir(parents=True, exist_ok=True)
    for side in ("source.spm", "target.spm"):
        shutil.copyfile(model, folder / side)
    (folder / "vocab.json").write_text(json.dumps(pieces, ensure_ascii=False, indent=0), encoding="utf-8")
    config = {
        "tokenizer_class": "MarianTokenizer", "source_lang": languages[0], "target_lang": languages[1],
        "model_max_length": 256, "separate_vocabs": False,
        "unk_token": "<unk>", "eos_token": "</s>", "pad_token": "<pad>",
    }  # fmt: skip
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")
