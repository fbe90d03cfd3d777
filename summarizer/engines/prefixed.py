"""An engine that puts something before every source: T5's task ("translate English to French: "), Marian's ">>fra<<"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.engines import Engine, Hypothesis, Options


class PrefixedEngine:
    """`engine` with `prefix` before each text; the prefix counts for the length of a source."""

    def __init__(self, engine: Engine, prefix: str) -> None:
        self.engine, self.prefix = engine, prefix

    @property
    def name(self) -> str:
        """The name of the engine within."""
        return self.engine.name

    @property
    def max_source_tokens(self) -> int:
        """As of the engine within."""
        return self.engine.max_source_tokens

    def count_tokens(self, text: str) -> int:
        """Tokens of `text` and the prefix."""
        return self.engine.count_tokens(self.prefix + text)

    def knows(self, token: str) -> bool:
        """As of the engine within."""
        return self.engine.knows(token)

    def generate(self, texts: Sequence[str], options: Options) -> list[Hypothesis]:
        """See `Engine.generate`; an empty text stays one."""
        return self.engine.generate([self.prefix + text if text.strip() else text for text in texts], options)
