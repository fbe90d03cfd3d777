"""From a file, a URL, standard input or pasted text to one plain text that offsets can refer to.

    load("article.pdf" | "https://..." | "-") -> Document        what the command line takes
    read(path), read_bytes(data, name), read_stdin(), fetch(url), from_text(text)

Formats: plain text, Markdown, HTML, PDF, Word (.docx) and EPUB (see `formats`). The content decides, the suffix only
helps. What needs a library of the extra `files` (trafilatura, pypdf, python-docx) imports it when such an input comes.

Offsets of evidence refer to `Document.text`, the text *after* conversion; a pasted string is kept character by character.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

from summarizer.errors import InputTooLarge, NoArticle, UnreadableInput
from summarizer.fetching import WEB_LIMITS, WebLimits
from summarizer.formats import Content

if TYPE_CHECKING:
    from summarizer.fetching import Resolver

__all__ = [
    "MAX_FILE_BYTES",
    "WEB_LIMITS",
    "Document",
    "WebLimits",
    "fetch",
    "file_bytes",
    "from_text",
    "load",
    "read",
    "read_bytes",
    "read_stdin",
]

MAX_FILE_BYTES: Final = 50_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """One input as plain text.

    `text` is what offsets refer to; paragraphs of converted formats are separated by a blank line. `source` is the path
    or URL as given ("-" for standard input, None for pasted text). `title` is the one the format declares, and is then
    not repeated in `text`. `language_hint` is the two-letter code the format declares, unchecked. `cleaned` is True when
    an extractor has already removed the clutter of a page.
    """

    text: str
    source: str | None = None
    title: str | None = None
    language_hint: str | None = None
    cleaned: bool = False


# -- The ways in ------------------------------------------------------------------------------------------------------


def load(source: str | Path) -> Document:
    """Read what a command line names: "-" for standard input, a URL, or the path of a file.

    Raises:
        InputError: one of its kinds, as `read_stdin`, `fetch` and `read` do.
        MissingExtra: the format needs a library that is not installed.
    """
    if source == "-":
        return read_stdin()
    if isinstance(source, str) and _ADDRESS.match(source):
        return fetch(source)
    return read(source)


def read(path: str | Path) -> Document:
    """Read a file of any known format.

    Raises:
        UnreadableInput: missing, a folder, not permitted, binary, broken, protected, or without text (a scan).
        NoArticle: empty.
        InputTooLarge: over `MAX_FILE_BYTES`, or an archive over `formats.archives.MAX_UNPACKED_BYTES`.
        MissingExtra: the format needs a library that is not installed.
    """
    name = str(path)
    return _document(file_bytes(path), name)


def read_bytes(data: bytes, name: str | None = None) -> Document:
    """Read the content of a file; `name` (with its suffix) helps to tell the format and is used in messages.

    Raises:
        InputError, MissingExtra: as `read` does.
    """
    return _document(data, name)


def read_stdin() -> Document:
    """Read standard input to its end, as a file of unknown name.

    Raises:
        InputError, MissingExtra: as `read` does.
    """
    stream = getattr(sys.stdin, "buffer", None)  # a replaced stdin may have characters only
    data = sys.stdin.read().encode() if stream is None else stream.read(MAX_FILE_BYTES + 1)
    return _as_document(_convert(data, "Standard input", ""), "-")


def fetch(
    url: str, *, limits: WebLimits = WEB_LIMITS, resolver: Resolver | None = None, allow_private: bool = False
) -> Document:
    """Fetch and read one page, text or PDF from the public web.

    Args:
        url: http or https.
        limits: of size, time and redirects.
        resolver: host name -> IP addresses; the system's if None. The connection goes to an address it returned.
        allow_private: also connect to private, loopback and other addresses that are not public.

    Raises:
        FetchError: a bad address, one that must not be visited, no good answer, too large, too slow, or of a wrong type.
        InputError, MissingExtra: as `read` does.
    """
    from summarizer.fetching import get

    label = _label(url)
    page = get(url, label, limits, resolver, allow_private=allow_private)
    return _as_document(_convert(page.body, label, page.suffix, page.charset), url)


def from_text(text: str) -> Document:
    """Wrap pasted text as it is, to the character; only HTML source (doctype, body or many block tags) is extracted.

    Raises:
        NoArticle: nothing but white space, or a page without text.
        MissingExtra: HTML source, and trafilatura is not installed.
    """
    from summarizer.formats.html import from_html, looks_like_html

    if not text.strip():
        raise NoArticle("The text is empty; paste an article.")
    if looks_like_html(text):
        return _as_document(from_html(text, "The pasted text"), None)
    return Document(text)


def _document(data: bytes, name: str | None) -> Document:
    suffix = PurePath(name).suffix.lower() if name else ""
    return _as_document(_convert(data, _label(name), suffix), name)


def _as_document(content: Content, source: str | None) -> Document:
    return Document(content.text, source, content.title, content.language_hint, content.cleaned)


def _label(name: str | None) -> str:
    """Name an input in a message; what is no plausible name (a text passed for a path) is not repeated."""
    if not name:
        return "The input"
    return name if len(name) <= 300 and name.isprintable() else "The path or address given"


def file_bytes(path: str | Path) -> bytes:
    """What `read_bytes` takes, of a file: at most one byte more than allowed, so that devices without an end do no harm.

    Raises:
        UnreadableInput: missing, a folder, or not permitted.
    """
    label, path = _label(str(path)), Path(path)
    try:
        if not path.is_dir():
            with path.open("rb") as file:
                return file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableInput(f"{label} does not exist; check the path.") from None
    except PermissionError:
        raise UnreadableInput(f"{label} may not be read by this user; change its permissions.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a valid path"
        raise UnreadableInput(f"{label} can't be read ({reason}); check the path.") from None
    raise UnreadableInput(f"{label} is a folder; use `summarizer batch {label}` to summarise the files in it.")


# -- Telling formats apart --------------------------------------------------------------------------------------------

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_HTML_SUFFIXES: Final = frozenset({".html", ".htm", ".xhtml", ".xht"})
_MARKDOWN_SUFFIXES: Final = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_PICTURE: Final = "is a picture; run text recognition (OCR) on it and give the text"
_PACKED: Final = "is a compressed archive; unpack it and give the files in it"
_SOUND: Final = "is sound or video; give a transcript instead"
_SAVE_AS: Final = "save it as .docx, .pdf or plain text and give that"
_FOREIGN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"\x1f\x8b", _PACKED),
    (b"BZh", _PACKED),
    (b"7z\xbc\xaf\x27\x1c", _PACKED),
    (b"Rar!\x1a\x07", _PACKED),
    (b"\xfd7zXZ\x00", _PACKED),
    (b"\x28\xb5\x2f\xfd", _PACKED),
    (b"PK\x05\x06", _PACKED),
    (b"ID3\x03", _SOUND),
    (b"ID3\x04", _SOUND),
    (b"OggS\x00", _SOUND),
    (b"fLaC\x00", _SOUND),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"is an old or password-protected Office file; {_SAVE_AS}"),
    (b"{\\rtf", f"is rich text (RTF); {_SAVE_AS}"),
    (b"\x7fELF", "is a program, not a text; give a file with an article in it"),
    (b"SQLite format 3\x00", "is a database, not a text; give a file with an article in it"),
)
_CONTROLS: Final = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def _convert(data: bytes, label: str, suffix: str, charset: str | None = None) -> Content:
    """Tell the format of `data` and convert it.

    Args:
        data: the whole input.
        label: of the input, for messages.
        suffix: of its name, in lower case with the dot, or "".
        charset: as a server declares it.
    """
    if len(data) > MAX_FILE_BYTES:
        raise InputTooLarge(f"{label} is over {MAX_FILE_BYTES // 1_000_000} MB; split it or save its text alone.")
    if not data.strip():
        raise NoArticle(f"{label} is empty; give an article.")
    if _is_pdf(data, suffix):
        from summarizer.formats.pdf import from_pdf

        return from_pdf(data, label)
    if data.startswith(b"PK\x03\x04"):
        from summarizer.formats.archives import from_archive

        return from_archive(data, label)
    return _convert_text(data, label, suffix, charset)


def _is_pdf(data: bytes, suffix: str) -> bool:
    """A PDF starts with its mark, though some writers put bytes before it."""
    return data.lstrip(b"\xef\xbb\xbf\x00 \t\r\n").startswith(b"%PDF-") or (
        suffix == ".pdf" and b"%PDF-" in data[:1024]
    )


def _convert_text(data: bytes, label: str, suffix: str, charset: str | None) -> Content:
    """Convert what is no PDF and no archive: HTML, Markdown or plain text, or nothing we know."""
    from summarizer.formats.decoding import normalised
    from summarizer.formats.html import from_html
    from summarizer.formats.markdown import from_markdown

    for mark, sentence in _FOREIGN:
        if data.startswith(mark):
            raise UnreadableInput(f"{label} {sentence}.")
    text = _decoded(data, label, suffix, charset)
    if _is_html(text, suffix):
        return from_html(text, label)
    text = normalised(text)
    if not text.strip():
        raise NoArticle(f"{label} is empty; give an article.")
    return from_markdown(text) if suffix in _MARKDOWN_SUFFIXES else Content(text)


def _decoded(data: bytes, label: str, suffix: str, charset: str | None) -> str:
    """Decode text; what has many control characters is none.

    Raises:
        UnreadableInput: a binary format, or an unknown character set.
    """
    from summarizer.formats.decoding import declared_charset, decode, mended

    if charset is None and (suffix in _HTML_SUFFIXES or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")):
        charset = declared_charset(data)
    text = mended(decode(data, label, charset))
    # A few control characters come from bad exports and are let through.
    if text.count("\x00") > max(4, len(text) // 1000) or len(_CONTROLS.findall(text)) > max(4, len(text) // 100):
        raise UnreadableInput(
            f"{label} is not a text, or of a format that is not known; give .txt, .md, .html, .pdf, .docx or .epub."
        )
    return text


def _is_html(text: str, suffix: str) -> bool:
    """A file named .html needs but one tag to be HTML; in Markdown, tags are part of the format."""
    from summarizer.formats.html import has_tags, is_page, looks_like_html

    if is_page(text):
        return True
    if suffix in _HTML_SUFFIXES:
        return has_tags(text)
    return suffix not in _MARKDOWN_SUFFIXES and looks_like_html(text)
