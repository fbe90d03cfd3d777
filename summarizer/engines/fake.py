"""An engine without a model, for tests of code that uses this package: instant, deterministic, no files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from summarizer.engines import Hypothesis, Options, check_lengths

_TOKEN = re.compile(r"\w+|[^\w\s]")
_SMALL_WORD = re.compile(r"(?<![\w])[^\W\d_]+(?:['’][^\W\d_]+)*")


def shout(text: str) -> str:
    """`text` with its lower-case words in capitals: names and numbers stay, and no word passes for the source's."""
    return _SMALL_WORD.sub(lambda word: word[0].upper() if word[0][0].islower() else word[0], text)


def same(text: str) -> str:
    """`text`: what a condenser may always answer."""
    return text


class FakeEngine:
    """Answers from a function, a mapping (unlisted texts are shouted) or, by default, `shout`.

    `calls` keeps every batch it was given with the options, so that a test can look at what was asked.
    """

    def __init__(
        self,
        reply: Callable[[str], str] | Mapping[str, str] | None = None,
        *,
        name: str = "fake",
        max_source_tokens: int = 512,
        pieces: Sequence[str] = (),
    ) -> None:
        self.name = name
        self.max_source_tokens = max_source_tokens
        self.calls: list[tuple[list[str], Options]] = []
        self._pieces = frozenset(pieces)
        self._reply = _function(reply)

    def count_tokens(self, text: str) -> int:
        """Words and marks, and one for the end."""
        return len(_TOKEN.findall(text)) + 1

    def knows(self, token: str) -> bool:
        """Whether `token` is among the pieces given."""
        return token in self._pieces

    def generate(self, texts: Sequence[str], options: Options) -> list[Hypothesis]:
        """One reply a text, always certain and finished unless it is over `options.max_length`."""
        check_lengths([self.count_tokens(text) for text in texts], self.max_source_tokens)
        self.calls.append((list(texts), options))
        return [self._hypothesis(text, options) for text in texts]

    def _hypothesis(self, text: str, options: Options) -> Hypothesis:
        reply = (options.prefix or "") + self._reply(text)
        tokens = self.count_tokens(reply) - 1
        limit = options.max_length
        return Hypothesis(reply, score=0.0, tokens=tokens, finished=limit is None or tokens <= limit)


def _function(reply: Callable[[str], str] | Mapping[str, str] | None) -> Callable[[str], str]:
    if reply is None:
        return shout
    if isinstance(reply, Mapping):
        known = dict(reply)
        return lambda text: known.get(text, shout(text))
    return reply
