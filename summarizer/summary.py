"""The result of a summary: frozen records, and nothing that computes.

Offsets are character positions in the *input text* (`Document.text`), so `input[start:end]` is the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Evidence:
    """A source sentence that supports a bullet.

    `text` is the sentence exactly as it stands in the input: `input[start:end] == text`.
    `translation` is its English translation when the source is French, else None.
    """

    text: str
    translation: str | None
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready: text, translation, start, end."""
        return {"text": self.text, "translation": self.translation, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Bullet:
    """One line of the summary.

    `supported` is False when a number or name of the bullet is not in its evidence; such a bullet is only ever shown
    marked. `original` is the same bullet in the source language when the source was translated, else None.
    `note` says in plain words what was repaired or why it is not supported, else None.
    """

    text: str
    evidence: tuple[Evidence, ...]
    supported: bool = True
    original: str | None = None
    note: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready: text, evidence, supported, original, note."""
        return {
            "text": self.text,
            "evidence": [evidence.to_dict() for evidence in self.evidence],
            "supported": self.supported,
            "original": self.original,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """What comes back for one article.

    `title` is in the language of the bullets (None when the page has none); `language` is "fr", "en" or "mixed";
    `models` names what was used, e.g. {"set": "builtin", "translator": "...", "condenser": "..."}; `warnings` are
    sentences for the reader; `seconds` is the wall time of this article.
    """

    title: str | None
    bullets: tuple[Bullet, ...]
    language: str
    models: dict[str, str]
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; keys as the attributes."""
        return {
            "title": self.title,
            "bullets": [bullet.to_dict() for bullet in self.bullets],
            "language": self.language,
            "models": dict(self.models),
            "warnings": list(self.warnings),
            "seconds": round(self.seconds, 3),
        }

    def to_markdown(self) -> str:
        """The summary as Markdown: a heading, then one list item a bullet."""
        from summarizer.rendering import to_markdown

        return to_markdown(self)

    def __str__(self) -> str:
        from summarizer.rendering import to_text

        return to_text(self)
