"""The one normalisation that the built-in models are trained on, their placeholders, and what ends a sentence."""

from __future__ import annotations

import re
import unicodedata

# Curly quotes, guillemets and odd dashes carry no meaning that a small vocabulary should spend pieces on.
_PLAIN = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u2032": "'", "\u00b4": "'", "\u02bc": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2033": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2015": "\u2014",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200a": " ", "\u2007": " ",
        "\u00ad": None, "\u200b": None, "\u200e": None, "\u200f": None, "\ufeff": None,
    }
)  # fmt: skip
_GUILLEMETS = re.compile(r"«\s*|\s*»")
# Behind a space, a bracket or an elided word ("l'", "qu'"), and before a letter or digit.
_BEFORE = r"(?:(?<![^\s(])|(?<=\b[A-Za-z]['’])|(?<=\b[Qq]u['’]))"
_OPENING = re.compile(rf"{_BEFORE}(?P<mark>[\"(])(?=\w)")
_APART = re.compile(rf"{_BEFORE}(?P<mark>[\"(])\s(?=\w)")

# Pieces that the built-in translator carries over unchanged, so that a lost name or number can be forced.
PLACEHOLDERS = tuple(f"\u27e6{i}\u27e7" for i in range(7))
# One more such piece: it stands before and behind a hint (summarizer.glossary).
HINT = "\u27e67\u27e7"

# The mark that a sentence ends with, and the quotes and brackets that it closes.
FINAL = re.compile(r"[.!?…][\s\"'»”’)\]]*$")


def plain(text: str) -> str:
    """`text` in NFC with straight quotes and single spaces: the form both models are trained on."""
    text = unicodedata.normalize("NFC", text).translate(_PLAIN)
    return " ".join(_GUILLEMETS.sub('"', text).split())


def quoted(text: str) -> str:
    """`text` without the spaces within quotes (" oui "), where quotes come in pairs."""
    parts = text.split('"')
    inside = [part.strip() if i % 2 else part for i, part in enumerate(parts)]
    return '"'.join(inside) if len(parts) % 2 else text


def apart(text: str) -> str:
    """`text` with a space behind each opening quote and bracket, so that the word there is cut into the pieces that it has elsewhere."""
    return _OPENING.sub(r"\g<mark> ", text)


def together(text: str) -> str:
    """`text` without the spaces that `apart` sets; a quote that closes keeps its own."""

    def joined(match: re.Match[str]) -> str:
        closes = match["mark"] == '"' and text.count('"', 0, match.start()) % 2
        return match[0] if closes else match["mark"]

    return _APART.sub(joined, text)
