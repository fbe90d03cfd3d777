"""From the content of a file to plain text, one module a format; `reading` picks which.

    decoding    bytes -> str, whatever the character set
    html        a page -> its article        markdown   marks off, words kept
    pdf         lines -> paragraphs          archives   Word (.docx) and EPUB

Each answers a `Content` and knows nothing of files or the web; `label` is what its messages call the input.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from summarizer.errors import MissingExtra

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["Content", "library", "two_letters"]


@dataclass(frozen=True, slots=True)
class Content:
    """What a format holds: see `reading.Document` for the fields."""

    text: str
    title: str | None = None
    language_hint: str | None = None
    cleaned: bool = False


def library(name: str, label: str, what: str) -> ModuleType:
    """Import an optional library.

    Args:
        name: of the module, for example "docx".
        label: of the input.
        what: the input is, for example "a Word document".

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        module = import_module(name)
    except ImportError:
        package = {"docx": "python-docx"}.get(name, name.partition(".")[0])
        raise MissingExtra(f"{label} is {what}, which needs {package}; run: pip install 'summarizer[files]'") from None
    # Its warnings are about details of the input; without a handler Python would print them to stderr.
    logging.getLogger(name.partition(".")[0]).addHandler(logging.NullHandler())
    return module


def two_letters(language: str | None) -> str | None:
    """The code of a language tag ("fr-CA" -> "fr"), None for what is no such tag."""
    code = (language or "").strip().lower().replace("_", "-").partition("-")[0]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None
