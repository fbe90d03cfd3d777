"""Text to tokens and back, without transformers: sentencepiece for Marian and T5, `tokenizers` for BART."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from summarizer.errors import BrokenModel, MissingExtra

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SENTENCEPIECE = "source.spm"
TARGET_SENTENCEPIECE = "target.spm"
TOKENIZER = "tokenizer.json"


class Tokens(Protocol):
    """Both directions, on tokens as strings; safe to share between threads."""

    def encode(self, text: str) -> list[str]:
        """Tokens of a source text, with the marks that the model was trained with."""

    def encode_target(self, text: str) -> list[str]:
        """Tokens of the beginning of an output, without marks."""

    def decode(self, tokens: Sequence[str]) -> str:
        """Text of an output's tokens, marks left out."""


class SentencePieceTokens:
    """Marian's and T5's tokens: pieces, then the end mark."""

    def __init__(self, source: Path, target: Path | None = None, end: str = "</s>") -> None:
        self._source = _processor(source)
        self._target = _processor(target) if target is not None and target.is_file() else self._source
        self._end = end

    def encode(self, text: str) -> list[str]:
        """Pieces of `text` and the end mark; a leading ">>fra<<" stays one token (Marian's target language)."""
        code, _, rest = text.partition("<<") if text.startswith(">>") else ("", "", text)
        pieces: list[str] = self._source.encode(rest if code else text, out_type=str)
        return [*([f"{code}<<"] if code else []), *pieces, self._end]

    def encode_target(self, text: str) -> list[str]:
        """Pieces of `text`, without the end mark."""
        pieces: list[str] = self._target.encode(text, out_type=str)
        return pieces

    def decode(self, tokens: Sequence[str]) -> str:
        """Text of `tokens` without marks such as </s> and <pad>."""
        marks = {self._end, "<pad>", "<unk>", "<s>"}
        text: str = self._target.decode_pieces([token for token in tokens if token not in marks])
        return text.replace("\u2581", " ").strip()


class TokenizerTokens:
    """Tokens by a tokenizer.json, such as BART's byte-level BPE."""

    def __init__(self, path: Path) -> None:
        try:
            from tokenizers import Tokenizer
        except ImportError as error:
            raise MissingExtra("this model needs the package tokenizers: pip install 'summarizer[imported]'") from error
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # tokenizers raises bare Exception
            raise BrokenModel(f"{path} is not a tokenizer that can be read: pull the model again") from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def encode(self, text: str) -> list[str]:
        """Tokens of `text` with the marks that the file prescribes."""
        return list(self._tokenizer.encode(text).tokens)

    def encode_target(self, text: str) -> list[str]:
        """Tokens of `text` without marks."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).tokens)

    def decode(self, tokens: Sequence[str]) -> str:
        """Text of `tokens` without marks."""
        ids = [self._tokenizer.token_to_id(token) for token in tokens]
        text: str = self._tokenizer.decode([i for i in ids if i is not None], skip_special_tokens=True)
        return text.replace("<n>", "\n").strip()  # Pegasus writes its line breaks so


def load(folder: Path, end: str = "</s>") -> Tokens:
    """The tokens of a converted model's folder; raises BrokenModel if none of the files is there."""
    if (folder / SENTENCEPIECE).is_file():
        return SentencePieceTokens(folder / SENTENCEPIECE, folder / TARGET_SENTENCEPIECE, end)
    if (folder / TOKENIZER).is_file():
        return TokenizerTokens(folder / TOKENIZER)
    raise BrokenModel(f"{folder} has neither {SENTENCEPIECE} nor {TOKENIZER}: pull or convert the model again")


def _processor(path: Path):  # type: ignore[no-untyped-def]  # noqa: ANN202 - sentencepiece is untyped
    import sentencepiece

    try:
        return sentencepiece.SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError) as error:
        raise BrokenModel(f"{path} is not a sentencepiece model that can be read: pull the model again") from error
