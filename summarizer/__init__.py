"""Short English bullets, each with its evidence, from French and English articles.

The public names are loaded when they are first used, so that `import summarizer` costs nothing:

    >>> from summarizer import summarize
    >>> print(summarize("..."))  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.digest import Digest, Disagreement, Fact, Telling
    from summarizer.pipeline import Summarizer, summarize
    from summarizer.reading import Document
    from summarizer.summary import Bullet, Evidence, Summary

    __version__: str

__all__ = [
    "Bullet",
    "Digest",
    "Disagreement",
    "Document",
    "Evidence",
    "Fact",
    "Summarizer",
    "Summary",
    "Telling",
    "summarize",
]

_HOMES = {
    "Bullet": "summarizer.summary",
    "Digest": "summarizer.digest",
    "Disagreement": "summarizer.digest",
    "Document": "summarizer.reading",
    "Evidence": "summarizer.summary",
    "Fact": "summarizer.digest",
    "Summarizer": "summarizer.pipeline",
    "Summary": "summarizer.summary",
    "Telling": "summarizer.digest",
    "summarize": "summarizer.pipeline",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        from summarizer.config import version

        return version()
    if name not in _HOMES:
        raise AttributeError(f"module 'summarizer' has no attribute {name!r}")
    # Not stored in this module: a lookup is cheap, and a test may replace the name where it lives.
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__, "__version__"])
