"""An engine whose sources get hints from a glossary, as its model was trained."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from summarizer.engines.wrapped import WrappedEngine
from summarizer.glossary import hinted
from summarizer.text import HINT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.engines import Engine, Hypothesis, Options
    from summarizer.glossary import Glossary


class HintedEngine(WrappedEngine):
    """`engine` with the hints of `glossary` in each text; of the tokens it takes, `room` are kept for hints.

    Outside nothing is seen of them: a text counts without its hints, and no output holds their mark.
    """

    def __init__(self, engine: Engine, glossary: Glossary, room: int) -> None:
        super().__init__(engine)
        self.glossary, self.room = glossary, room

    @property
    def max_source_tokens(self) -> int:
        """What the engine within takes, less the room for hints."""
        return self.engine.max_source_tokens - self.room

    def generate(self, texts: Sequence[str], options: Options) -> list[Hypothesis]:
        """See `Engine.generate`."""
        given = [self._hinted(text) for text in texts] if options.hints else texts
        return super().generate(given, replace(options, avoid=(*options.avoid, (HINT,))))

    def _hinted(self, text: str) -> str:
        """`text` with as many of its hints as there is room for."""
        hints = self.glossary.hints(text)
        given = hinted(text, hints)
        while hints and self.engine.count_tokens(given) > self.engine.max_source_tokens:
            hints.pop()
            given = hinted(text, hints)
        return given
