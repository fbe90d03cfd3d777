"""Formats that are zip archives: Word (.docx) and EPUB."""

from __future__ import annotations

import io
import posixpath
import re
from typing import TYPE_CHECKING, Final

from summarizer.errors import InputTooLarge, NoArticle, SummarizerError, UnreadableInput
from summarizer.formats import Content, library, two_letters
from summarizer.formats.decoding import declared_charset, decode, normalised
from summarizer.formats.html import parse, visible_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from zipfile import ZipFile

    from lxml.etree import _Element

__all__ = ["MAX_FILES", "MAX_UNPACKED_BYTES", "from_archive"]

MAX_UNPACKED_BYTES: Final = 200_000_000  # all files of an archive together
MAX_FILES: Final = 10_000
_TITLE_STYLES: Final = frozenset({"title", "titre", "heading1", "titre1"})


def from_archive(data: bytes, label: str) -> Content:
    """Convert a zip that is a Word document or an EPUB.

    Raises:
        UnreadableInput: damaged, protected, or some other archive.
        InputTooLarge: more than `MAX_UNPACKED_BYTES` when unpacked.
    """
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            convert = _converter(archive, label)
            return convert(data, archive, label)
    except SummarizerError:
        raise
    except Exception:  # noqa: BLE001 -- damaged archives and XML make the libraries raise nearly anything
        raise UnreadableInput(f"{label} is damaged or protected; open it and save an unprotected copy.") from None


def _converter(archive: ZipFile, label: str) -> Callable[[bytes, ZipFile, str], Content]:
    """Tell what an archive holds, and refuse to unpack what would fill the memory."""
    files = {entry.filename: entry.file_size for entry in archive.infolist()}
    # zipfile never unpacks more of a file than the size declared here.
    if len(files) > MAX_FILES or sum(files.values()) > MAX_UNPACKED_BYTES:
        limit = f"{MAX_UNPACKED_BYTES // 1_000_000} MB or {MAX_FILES} files"
        raise InputTooLarge(f"{label} unpacks to more than {limit}; give its text alone.")
    if "word/document.xml" in files:
        return _from_docx
    if "META-INF/container.xml" in files:
        return _from_epub
    raise UnreadableInput(
        f"{label} is an archive or an Office file of another kind; save it as .docx, .pdf or plain text and give that."
    )


def _from_docx(data: bytes, _archive: ZipFile, label: str) -> Content:
    """A Word document's paragraphs, then the text of its tables; the title is a paragraph of such a style at the start."""
    docx = library("docx", label, "a Word document")
    body = docx.Document(io.BytesIO(data)).element.body
    paragraphs: list[str] = []
    cells: list[str] = []
    title = None
    for paragraph in body.iter(f"{_namespace(body)}p"):
        text, style = _docx_text(paragraph), _docx_style(paragraph)
        if not text or re.match(r"(?:toc|tm)\d", style):  # tables of contents
            continue
        if not paragraphs and title is None and style in _TITLE_STYLES:
            title = " ".join(text.split())
            continue
        in_table = next(paragraph.iterancestors(f"{_namespace(body)}tbl"), None) is not None
        (cells if in_table else paragraphs).append(text)
    if not paragraphs and not cells:
        raise NoArticle(f"{label} holds no text; give a file with an article in it.")
    return Content("\n\n".join(paragraphs + cells), title)


def _namespace(element: _Element) -> str:
    return str(element.tag).partition("}")[0] + "}"


def _docx_text(paragraph: _Element) -> str:
    """The text of one paragraph as it reads with all changes accepted, without that of text boxes anchored in it."""
    word = _namespace(paragraph)
    marks = {f"{word}tab": "\t", f"{word}br": "\n", f"{word}cr": "\n", f"{word}noBreakHyphen": "-"}
    pieces = []
    for node in paragraph.iter(f"{word}t", *marks):
        around = [ancestor.tag for ancestor in node.iterancestors()]
        inside = around[: around.index(f"{word}p") + 1]
        # A text box is stored twice, as a choice and its fallback; text moved elsewhere stands there too.
        own = next(node.iterancestors(f"{word}p")) is paragraph
        twice = any(tag.endswith("}Fallback") for tag in around if isinstance(tag, str))
        if own and not twice and f"{word}moveFrom" not in inside:
            pieces.append(marks.get(node.tag) or node.text or "")
    return normalised("".join(pieces)).strip()


def _docx_style(paragraph: _Element) -> str:
    """The paragraph's style identifier in lower case, "" for the default."""
    word = _namespace(paragraph)
    style = paragraph.find(f"{word}pPr/{word}pStyle")
    return "" if style is None else style.get(f"{word}val", "").lower()


def _from_epub(_data: bytes, archive: ZipFile, label: str) -> Content:
    """The text of an EPUB's chapters in reading order, without its table of contents."""
    library("lxml.html", label, "an EPUB")
    package_path = _xml(archive, "META-INF/container.xml").xpath("string(//*[local-name()='rootfile']/@full-path)")
    package = _xml(archive, package_path)
    locked = _locked_files(archive)
    chapters = []
    for path in _spine(package, posixpath.dirname(package_path)):
        if path in locked:
            raise UnreadableInput(f"{label} is protected against copying (DRM); give a copy without protection.")
        tree = parse(decode(data := archive.read(path), label, declared_charset(data)))
        chapters.append("" if tree is None else normalised(visible_text(tree, division="\n\n")))
    text = "\n\n".join(filter(None, chapters))
    if not text:
        raise NoArticle(f"{label} holds no text; give a file with an article in it.")
    title = " ".join(package.xpath("string(//*[local-name()='metadata']/*[local-name()='title'])").split())
    language = package.xpath("string(//*[local-name()='metadata']/*[local-name()='language'])")
    return Content(text, title or None, two_letters(language), cleaned=True)


def _xml(archive: ZipFile, path: str) -> _Element:
    from lxml import etree

    return etree.fromstring(archive.read(path), etree.XMLParser(resolve_entities=False, no_network=True))


def _spine(package: _Element, folder: str) -> Iterator[str]:
    """Paths inside the archive of the chapters, in reading order."""
    from urllib.parse import unquote

    manifest = {item.get("id"): item for item in package.iter("{*}item")}
    for reference in package.iter("{*}itemref"):
        item = manifest.get(reference.get("idref"))
        if item is None or reference.get("linear") == "no" or "html" not in item.get("media-type", ""):
            continue
        if "nav" not in item.get("properties", "").split():
            yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))


def _locked_files(archive: ZipFile) -> set[str]:
    """Paths of encrypted files; often only the fonts are, and the text can be read."""
    from urllib.parse import unquote

    path = "META-INF/encryption.xml"
    if path not in archive.namelist():
        return set()
    return {unquote(uri) for uri in _xml(archive, path).xpath("//*[local-name()='CipherReference']/@URI")}
