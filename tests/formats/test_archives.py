from __future__ import annotations

import io
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.oxml.parser import parse_xml
from samples import ENGLISH, FRENCH, TITLE, archive, epub

from summarizer.errors import InputTooLarge, MissingExtra, NoArticle, UnreadableInput
from summarizer.formats import archives
from summarizer.formats.archives import from_archive

if TYPE_CHECKING:
    from collections.abc import Callable

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(build: Callable[[Any], None]) -> bytes:
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_paragraphs_then_tables() -> None:
    def build(document: Any) -> None:
        document.add_heading(TITLE, 0)
        document.add_paragraph(FRENCH[0])
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Coût", "3,4 millions"
        document.add_heading("Le chantier", 2)
        document.add_paragraph(f"{FRENCH[1]}\u00ad")
        document.add_paragraph("  ")

    content = from_archive(word(build), "x.docx")
    assert content.title == TITLE
    assert content.text.split("\n\n") == [FRENCH[0], "Le chantier", FRENCH[1], "Coût", "3,4 millions"]
    assert not content.cleaned


def test_word_text_as_with_all_changes_accepted() -> None:
    def build(document: Any) -> None:
        runs = (
            "<w:r><w:t>Le maire</w:t><w:tab/><w:t>a</w:t><w:br/><w:t>dit</w:t></w:r>"
            '<w:ins w:id="1" w:author="a"><w:r><w:t> hier</w:t></w:r></w:ins>'
            '<w:del w:id="2" w:author="a"><w:r><w:delText> demain</w:delText></w:r></w:del>'
            '<w:moveFrom w:id="3" w:author="a"><w:r><w:t> non</w:t></w:r></w:moveFrom>'
            "<w:hyperlink><w:r><w:t> oui</w:t></w:r></w:hyperlink>"
            "<w:r><w:instrText>PAGE</w:instrText></w:r>"
            "<w:sdt><w:sdtContent><w:r><w:t> vice</w:t><w:noBreakHyphen/><w:t>roi</w:t></w:r></w:sdtContent></w:sdt>"
        )
        document.element.body.insert(0, parse_xml(f"<w:p {WORD}>{runs}</w:p>"))

    assert from_archive(word(build), "x").text == "Le maire\ta\ndit hier oui vice-roi"


def test_word_text_boxes_come_once() -> None:
    def build(document: Any) -> None:
        box = "<w:txbxContent><w:p><w:r><w:t>Encadré</w:t></w:r></w:p></w:txbxContent>"
        document.element.body.insert(
            0,
            parse_xml(
                f'<w:p {WORD} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><w:t>Avant.</w:t>'
                f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
                "</w:r></w:p>"
            ),
        )

    assert from_archive(word(build), "x").text == "Avant.\n\nEncadré"


def test_word_table_of_contents_is_no_text() -> None:
    def build(document: Any) -> None:
        toc = f'<w:p {WORD}><w:pPr><w:pStyle w:val="TM1"/></w:pPr><w:r><w:t>Le projet 4</w:t></w:r></w:p>'
        document.element.body.insert(0, parse_xml(toc))
        document.add_paragraph("Le texte.")

    assert from_archive(word(build), "x").text == "Le texte."


def test_a_word_document_without_text() -> None:
    with pytest.raises(NoArticle, match=r"^x\.docx holds no text"):
        from_archive(word(lambda _: None), "x.docx")


def test_epub_chapters_in_reading_order() -> None:
    chapters = {
        "un.xhtml": f"<h1>Un</h1><p>{FRENCH[0]}<br/>\n   suite</p><div>{FRENCH[1]}</div>",
        "deux%20bis.xhtml": "<p>remplacé</p>",
        "annexe.xhtml": "<p>Annexe.</p>",
    }
    spine = '<itemref idref="c1"/><itemref idref="c0"/><itemref idref="c2" linear="no"/><itemref idref="absent"/>'
    files = {"OEBPS/deux bis.xhtml": "<html><body><p>Deux &amp; demi&#173;.</p><script>x</script></body></html>"}
    content = from_archive(epub(chapters, spine=spine, extra=files), "x.epub")
    assert content.text.split("\n\n") == ["Deux & demi.", "Un", f"{FRENCH[0]}\nsuite", FRENCH[1]]
    assert (content.title, content.language_hint, content.cleaned) == ("Carnet de la vallée", "fr", True)


def test_epub_in_an_old_character_set() -> None:
    old = '<?xml version="1.0" encoding="iso-8859-1"?><html><body><p>Déjà l\'été.</p></body></html>'.encode("latin-1")
    data = epub({"a.html": ""})
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    assert from_archive(archive(files | {"OEBPS/a.html": old}), "x").text == "Déjà l'été."


def test_epub_without_text() -> None:
    with pytest.raises(NoArticle, match=r"^x\.epub holds no text"):
        from_archive(epub({"a.xhtml": '<img src="a.png"/>'}), "x.epub")


def encryption(path: str) -> dict[str, str]:
    reference = f'<CipherReference xmlns="http://www.w3.org/2001/04/xmlenc#" URI="{path}"/>'
    return {"META-INF/encryption.xml": f"<encryption>{reference}</encryption>"}


def test_epub_with_locked_chapters_and_one_with_locked_fonts() -> None:
    chapters = {"a.xhtml": f"<p>{ENGLISH[0]}</p>"}
    with pytest.raises(UnreadableInput, match=r"^x\.epub is protected against copying \(DRM\)"):
        from_archive(epub(chapters, extra=encryption("OEBPS/a.xhtml")), "x.epub")
    assert from_archive(epub(chapters, extra=encryption("OEBPS/font.otf")), "x.epub").text == ENGLISH[0]


def test_entities_of_files_or_the_network_are_not_read() -> None:
    evil = '<?xml version="1.0"?><!DOCTYPE c [<!ENTITY e SYSTEM "file:///etc/hostname">]><container>&e;</container>'
    with pytest.raises(UnreadableInput, match="damaged"):
        from_archive(archive({"META-INF/container.xml": evil}), "x.epub")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04 broken", "is damaged or protected"),
        (word(lambda document: document.add_paragraph("x"))[:-200], "is damaged or protected"),
        (archive({"word/document.xml": "<x/>"}), "is damaged or protected"),
        (archive({"META-INF/container.xml": "no xml"}), "is damaged or protected"),
        (archive({"content.xml": "<x/>"}), "archive or an Office file of another kind"),
    ],
    ids=["garbage", "cut", "no word", "no epub", "other"],
)
def test_what_cant_be_read(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableInput, match=f"^a/b {message}|^a/b is an {message}"):
        from_archive(data, "a/b")


def test_bombs_are_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 1_000_000)
    with pytest.raises(InputTooLarge, match=r"^x\.docx unpacks to more than 1 MB"):
        from_archive(archive({"word/document.xml": b"\x00" * 1_000_001}), "x.docx")


def test_archives_of_very_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_FILES", 2)
    with pytest.raises(InputTooLarge):
        from_archive(archive({"word/document.xml": "", "a": "", "b": ""}), "x.docx")


@pytest.mark.parametrize(
    ("library", "data", "message"),
    [
        ("docx", word(lambda _: None), "is a Word document, which needs python-docx"),
        ("lxml.html", epub({}), "is an EPUB, which needs lxml"),
    ],
)
def test_without_the_library(library: str, data: bytes, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtra, match=rf"^x {message}; .*summarizer\[files\]"):
        from_archive(data, "x")
