"""PDF: lines become paragraphs; headers, footers, page numbers and the hyphens of line ends go."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from summarizer.errors import UnreadableInput
from summarizer.formats import Content, library
from summarizer.formats.decoding import normalised

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["from_pdf", "paragraphs"]

_MARGIN = 2  # lines at the top and bottom of a page that can be its header or footer
_FEW_LETTERS: Final = 20  # a scan may carry a stamp or a page number as text
_LIGATURES: Final = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_PAGE_NUMBER: Final = re.compile(r"\W*(?:page|p\.)?\s*\d{1,4}\s*(?:(?:/|sur|of|de)\s*\d{1,4})?\W*", re.IGNORECASE)
_LEADERS: Final = re.compile(r"(?:\. ?){6}|_{6}|…{3}")  # of a table of contents, or a form
_ITEM: Final = re.compile(r"(?:[•▪◦‣●■–—*-]|\d{1,2}[.)]|[a-z]\))\s")
_SENTENCE_END: Final = re.compile(r"[.!?…:][\"”»’')\]\s]*$")
# What a hyphen that belongs to the word stands before and after: "est-il", "celui-ci", "demi-heure", "long-term".
_SECOND_HALVES: Final = frozenset(
    """
    ce ci là je tu il ils elle elles on nous vous moi toi lui leur leurs y en t même mêmes être midi dire à vis sur sous
    based term level year old time up off in
    """.split()  # noqa: SIM905 -- a table of words reads best as text
)
_FIRST_HALVES: Final = frozenset(
    """
    au ceux celle celles celui vice ex non demi semi mi peut quelques c'est c’est vis grand grande porte avant après sous
    vingt trente quarante cinquante soixante quatre dix cent long short well self high low co post pre anti twenty
    thirty forty fifty sixty seventy eighty ninety
    """.split()  # noqa: SIM905 -- a table of words reads best as text
)


def from_pdf(data: bytes, label: str) -> Content:
    """Extract a PDF's text.

    Raises:
        UnreadableInput: broken, protected by a password, or without text.
        MissingExtra: pypdf is not installed.
    """
    pages, declared = _pages(data, label)
    found = paragraphs([normalised(page).translate(_LIGATURES) for page in pages])
    if sum(character.isalnum() for paragraph in found for character in paragraph) < _FEW_LETTERS:
        raise UnreadableInput(
            f"{label} is a PDF without text, probably a scan; run text recognition (OCR) on it first."
        )
    title, body = _titled(declared, found)
    return Content("\n\n".join(body), title)


def _pages(data: bytes, label: str) -> tuple[list[str], str]:
    """The text of each page, and the title the PDF declares."""
    pypdf = library("pypdf", label, "a PDF")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if not reader.is_encrypted or reader.decrypt(""):
            title = str(reader.metadata.title or "") if reader.metadata else ""
            return [page.extract_text() for page in reader.pages], title
    except pypdf.errors.DependencyError:
        pass  # a cipher that pypdf needs another library for: protected, for the reader
    except Exception:  # noqa: BLE001 -- broken files make pypdf raise nearly anything
        raise UnreadableInput(f"{label} is a broken PDF; open it in a viewer and print it to a new one.") from None
    raise UnreadableInput(f"{label} is protected by a password; save a copy without it and give that.")


def _titled(declared: str, found: list[str]) -> tuple[str | None, list[str]]:
    """The declared title, trusted only when the text starts with it, and the paragraphs after it."""
    title = " ".join(declared.split())
    for count in (1, 2, 3):
        if title and len(found) > count and _key("".join(found[:count])) == _key(title):
            return title, found[count:]
    return None, found


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def paragraphs(pages: Sequence[str]) -> list[str]:
    """Join the lines of pages of text to paragraphs of one line each."""
    lines = [line for page in _without_margins(pages) for line in page]
    lengths = sorted(len(line) for line in lines if line)
    if len(lines) - len(lengths) >= 0.4 * len(lines):
        lines = [line for line in lines if line]  # blank lines between all lines say nothing
    width = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", " ".join(lines).lower()))
    found: list[str] = []
    previous = ""
    for line in lines:
        if line and previous and _continues(previous, line, width):
            found[-1] = _joined(found[-1], line, words)
        elif line:
            found.append(line)
        previous = line
    return found


def _without_margins(pages: Sequence[str]) -> list[list[str]]:
    """Lines of each page, with single spaces, without running headers, page numbers and tables of contents."""
    lined = [[" ".join(line.split()) for line in page.splitlines()] for page in pages]
    stripped = [_trimmed([line for line in page if not _LEADERS.search(line)]) for page in lined]
    seen = Counter(
        key for page in stripped for key in {_key_of_margin(line) for line in page[:_MARGIN] + page[-_MARGIN:]}
    )
    often = 2 if len(pages) < 6 else 3  # headers may differ on left and right pages and from chapter to chapter
    running = {key for key, count in seen.items() if count >= often}
    return [
        _trimmed([line for i, line in enumerate(page) if not _is_margin(line, min(i, len(page) - 1 - i), running)])
        for page in stripped
    ]


def _is_margin(line: str, depth: int, running: set[str]) -> bool:
    """Tell a header or footer; `depth` counts lines from the nearer end of the page."""
    if depth >= _MARGIN:
        return False
    return _key_of_margin(line) in running or (depth == 0 and _PAGE_NUMBER.fullmatch(line) is not None)


def _key_of_margin(line: str) -> str:
    """The line with its numbers made equal; page numbers and dates change from page to page."""
    return re.sub(r"\d+", "#", line).casefold()


def _trimmed(lines: list[str]) -> list[str]:
    """`lines` without the blank ones at both ends."""
    filled = [i for i, line in enumerate(lines) if line]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _continues(line: str, following: str, width: int) -> bool:
    """Tell whether a line goes on in the next, by its length, its end and the next one's start."""
    if _ITEM.match(following):
        return False
    if _SENTENCE_END.search(line):
        return len(line) >= 0.95 * width
    if len(line) >= 0.85 * width:
        return True
    return following[0].islower() or len(line) >= 0.6 * width


def _joined(text: str, line: str, words: Mapping[str, int]) -> str:
    """Append a line to a paragraph, with a space or, after the hyphen of a broken word, without."""
    head = re.search(r"(?<![\w'’-])([^\W_][\w'’-]*)-$", text)
    tail = re.match(r"[\w'’-]+", line)
    if head is None or tail is None:
        return f"{text} {line}"
    if not line[0].islower() or _keeps_hyphen(head[1].lower(), tail[0].lower(), words):
        return text + line
    return text[:-1] + line


def _keeps_hyphen(head: str, tail: str, words: Mapping[str, int]) -> bool:
    """Decide between "peut-être" and "gouverne-ment": by the rest of the document, then by lists of halves."""
    compound, simple = words.get(f"{head}-{tail}", 0), words.get(head + tail, 0)
    if compound != simple:
        return compound > simple
    return "-" in head or head in _FIRST_HALVES or tail.partition("-")[0] in _SECOND_HALVES
