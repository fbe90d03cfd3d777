"""Engines: text in, text out, one row a text. One protocol, two real engines, and a fake one for tests.

    auto           CTranslate2, in int8 where the processor adds it up exactly (VNNI), else small models in float32
    ctranslate2    int8 on any processor, the fastest; needs no torch
    float32        the same in float32: every output as transformers gives it, on any processor
    transformers   the reference, with the `hub` extra
    fake           no model at all, for tests of code that uses this package

`load` picks one for a folder.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from summarizer.errors import BrokenModel, ConfigError, ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["ENGINES", "Engine", "Hypothesis", "Options", "load"]

ENGINES = ("auto", "ctranslate2", "float32", "transformers", "fake")

_log = logging.getLogger("summarizer")
# Rows whose sources differ by less than this share a length limit, and so a batch.
_STEP = 16


@dataclass(frozen=True, slots=True)
class Options:
    """How to decode.

    `beams` 1 is greedy. `max_length` and `min_length` count target tokens; None means in proportion to the source
    (see `target_limit`). `no_repeat_ngram` forbids repeating so many tokens in a row (0: nothing is forbidden).
    `length_penalty` divides a beam's log-probability by length to that power. `prefix` is what every output begins
    with, and is part of the text that comes back. No output holds a sequence of tokens that is in `avoid`. Without
    `hints` an engine with a glossary leaves it aside.
    """

    beams: int = 1
    max_length: int | None = None
    min_length: int = 0
    no_repeat_ngram: int = 0
    length_penalty: float = 1.0
    repetition_penalty: float = 1.0
    prefix: str | None = None
    avoid: tuple[tuple[str, ...], ...] = ()
    hints: bool = True


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What a model made of one text.

    `score` is the mean natural log-probability a token (0 is certain), `tokens` their number without the end mark;
    `finished` is False when the length limit came before the end mark. `pieces` are the tokens themselves.
    """

    text: str
    score: float
    tokens: int
    finished: bool
    pieces: tuple[str, ...] = ()


@runtime_checkable
class Engine(Protocol):
    """A loaded sequence-to-sequence model; every method may be called from several threads."""

    @property
    def name(self) -> str:
        """What to call the model in results."""

    @property
    def max_source_tokens(self) -> int:
        """The longest source `generate` takes, as `count_tokens` counts."""

    def count_tokens(self, text: str) -> int:
        """Tokens of `text` as the model gets them, marks of begin and end included."""

    def knows(self, token: str) -> bool:
        """Whether the vocabulary has `token` as one piece of its own (a placeholder, for example)."""

    def generate(self, texts: Sequence[str], options: Options) -> list[Hypothesis]:
        """One hypothesis a text, in order; raises ValueError for a text over `max_source_tokens`."""


def target_limit(source_tokens: int, options: Options, ceiling: int) -> int:
    """Most target tokens for a source of so many tokens: 2 x + 20 unless `options` says otherwise, at most `ceiling`.

    Sources within the same step of 16 share a limit, so that they can share a batch.
    """
    wanted = options.max_length
    if wanted is None:
        wanted = 2 * (-(-source_tokens // _STEP) * _STEP) + 20
    return max(1, min(wanted, ceiling))


def check_lengths(counts: Sequence[int], limit: int) -> None:
    """Raise ValueError when a row is over `limit` tokens: engines never cut a text short."""
    if counts and max(counts) > limit:
        row = max(range(len(counts)), key=counts.__getitem__)
        raise ValueError(f"row {row} has {counts[row]} tokens; this model takes {limit}: split the text first")


def is_converted(folder: Path) -> bool:
    """Whether `folder` holds a model in CTranslate2's format."""
    return (folder / "model.bin").is_file()


def is_checkpoint(folder: Path) -> bool:
    """Whether `folder` holds a transformers checkpoint."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(config, dict) and "model_type" in config


def load(  # noqa: PLR0913 - one knob each
    folder: Path | None,
    *,
    kind: str = "translator",
    name: str | None = None,
    engine: str = "auto",
    threads: int | None = None,
    max_source_tokens: int | None = None,
    languages: tuple[str, str] | None = None,
) -> Engine:
    """Load the model in `folder`, a CTranslate2 model or a transformers checkpoint.

    A checkpoint is converted to CTranslate2 once (int8, or float32 for that engine), into the user's cache; what
    CTranslate2 can't hold runs with transformers (`engine="auto"`), and `ctranslate2.arithmetic` says when "auto" computes
    in float32 what is kept as int8. `threads` defaults to the processors at hand. `max_source_tokens` lowers the
    model's own limit. `kind` ("translator" or "condenser") only tells the fake engine what to pretend. `languages`
    (from, into) is for models of many languages.

    Raises:
        ConfigError: for an unknown engine.
        UnknownModels: for an architecture that can't be used here.
        BrokenModel: if the folder holds no model, or a damaged one.
        MissingExtra: if a package is needed that is not installed.
    """
    if engine not in ENGINES:
        raise ConfigError(f"unknown engine {engine!r}: choose one of {', '.join(ENGINES)}")
    if engine == "fake":
        from summarizer.engines.fake import FakeEngine, same, shout

        return FakeEngine(same if kind == "condenser" else shout, name=name or "fake")
    if folder is None or not (is_converted(folder) or is_checkpoint(folder)):
        raise BrokenModel(f"there is no model in {folder}: expected model.bin, or config.json with its weights")
    if engine == "transformers":
        return _transformers(folder, name, threads, max_source_tokens, languages)
    try:
        return _ctranslate2(folder, name, threads, max_source_tokens, engine)
    except NotConvertible as error:
        if engine != "auto":
            raise
        _log.warning("%s Using transformers instead, which is slower.", error)
        return _transformers(folder, name, threads, max_source_tokens, languages)


class NotConvertible(ModelError):
    """A checkpoint that CTranslate2 can't hold faithfully; transformers can still run it."""


def _ctranslate2(folder: Path, name: str | None, threads: int | None, limit: int | None, engine: str) -> Engine:
    from summarizer.engines.ctranslate2 import Ctranslate2Engine, arithmetic
    from summarizer.models import store

    exact = engine == "float32"
    converted = folder if is_converted(folder) else store.converted(folder, "float32" if exact else "int8")
    store.check(converted)
    computed = "float32" if exact else arithmetic(converted) if engine == "auto" else None
    return Ctranslate2Engine(converted, name=name, threads=threads, max_source_tokens=limit, compute_type=computed)


def _transformers(
    folder: Path, name: str | None, threads: int | None, limit: int | None, languages: tuple[str, str] | None
) -> Engine:
    from summarizer.engines.transformers import TransformersEngine

    return TransformersEngine(folder, name=name, threads=threads, max_source_tokens=limit, languages=languages)
