"""Engines around an engine: each changes what the model gets, or what comes out, and leaves the rest as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from summarizer.text import apart, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.engines import Engine, Hypothesis, Options

__all__ = ["ApartEngine", "PrefixedEngine", "WrappedEngine"]


class WrappedEngine:
    """`engine` as it is, but for what the model gets for a text; see `given`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @property
    def name(self) -> str:
        """The name of the engine within."""
        return self.engine.name

    @property
    def max_source_tokens(self) -> int:
        """As of the engine within."""
        return self.engine.max_source_tokens

    def given(self, text: str) -> str:
        """What the engine within gets for `text`."""
        return text

    def count_tokens(self, text: str) -> int:
        """Tokens of `text` as the engine within gets it."""
        return self.engine.count_tokens(self.given(text))

    def knows(self, token: str) -> bool:
        """As of the engine within."""
        return self.engine.knows(token)

    def generate(self, texts: Sequence[str], options: Options) -> list[Hypothesis]:
        """See `Engine.generate`; an empty text stays one."""
        return self.engine.generate([self.given(text) if text.strip() else text for text in texts], options)


class PrefixedEngine(WrappedEngine):
    """`prefix` before each text: T5's task ("translate English to French: "), Marian's ">>fra<<"; it counts for the length."""

    def __init__(self, engine: Engine, prefix: str) -> None:
        super().__init__(engine)
        self.prefix = prefix

    def given(self, text: str) -> str:
        """`text` behind the prefix."""
        return self.prefix + text


class ApartEngine(WrappedEngine):
    """For models that were trained with a space behind each opening quote and bracket: it is set, and taken out again."""

    def given(self, text: str) -> str:
        """`text` with these spaces."""
        return apart(text)

    def generate(self, texts: Sequence[str], options: Options) -> list[Hypothesis]:
        """See `Engine.generate`."""
        return [replace(output, text=together(output.text)) for output in super().generate(texts, options)]
