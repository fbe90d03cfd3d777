from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

import pytest
from samples import ENGLISH, FRENCH, TITLE, archive, epub, page, pdf

from summarizer import reading
from summarizer.errors import FetchError, InputTooLarge, NoArticle, UnreadableInput
from summarizer.reading import Document, from_text, load, read, read_bytes, read_stdin

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "\n\n".join(FRENCH)


# -- Files ------------------------------------------------------------------------------------------------------------


def test_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert read(path) == Document(TEXT, source=str(path))
    assert read(str(path)) == read(path) == load(path) == load(str(path))


@pytest.mark.parametrize(
    ("name", "data", "text", "cleaned"),
    [
        ("a.md", f"# {TITLE}\n\n**{ENGLISH[0]}**".encode(), ENGLISH[0], False),
        ("a.html", page().encode(), TEXT, True),
        ("a.pdf", pdf([[ENGLISH[0]]]), ENGLISH[0], False),
        ("a.epub", epub({"a.xhtml": f"<p>{ENGLISH[0]}</p>"}), ENGLISH[0], True),
    ],
)
def test_the_content_decides_the_suffix_helps(name: str, data: bytes, text: str, *, cleaned: bool) -> None:
    for given in (name, "a.txt", None) if name != "a.md" else (name,):
        document = read_bytes(data, given)
        assert (document.text, document.source, document.cleaned) == (text, given, cleaned)


def test_markdown_needs_its_suffix_and_may_hold_tags() -> None:
    source = "<div>\n\n*Bonjour*\n\n</div>\n\n<p>Un</p>\n<p>Deux</p>"
    assert read_bytes(source.encode(), "a.MD").text == "Bonjour\n\nUn\nDeux"
    assert read_bytes(b"*Bonjour*", "a.txt").text == "*Bonjour*"
    assert read_bytes(page().encode(), "a.md").cleaned


def test_a_file_named_html_may_be_plain_text() -> None:
    assert read_bytes(b"1 < 2\nBonjour", "a.html").text == "1 < 2\nBonjour"
    assert read_bytes(b"<b>Bonjour</b>\nle  monde", "a.htm").text == "Bonjour le monde"


def test_charset_of_a_page_is_the_declared_one() -> None:
    source = page().replace("utf-8", "windows-1252").encode("cp1252")
    assert read_bytes(source).text == TEXT
    russian = "<html><meta charset=koi8-r><p>Сегодня в городе открыли библиотеку.</p></html>"
    assert read_bytes(russian.encode("koi8-r")).text == "Сегодня в городе открыли библиотеку."


def test_text_is_normalised_but_keeps_its_spaces() -> None:
    assert read_bytes("\ufeff«\u00a0Un\u00a0»\r\n\r\n  deux\u200b\x00".encode()).text == "«\u00a0Un\u00a0»\n\n  deux"
    assert read_bytes("Ã‰tÃ© Ã\u00a0 la mer, dÃ©jÃ\u00a0".encode()).text == "Été à la mer, déjà"


def test_a_pdf_with_bytes_before_its_mark() -> None:
    assert read_bytes(b"\n" + pdf([[ENGLISH[0]]])).text == ENGLISH[0]
    assert read_bytes(b"HTTP\n\n" + pdf([[ENGLISH[0]]]), "a.pdf").text == ENGLISH[0]
    assert read_bytes(b"The mark is %PDF- and no more.").text == "The mark is %PDF- and no more."


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\xff\xfe", "\u200b\ufeff\u00ad".encode()])
def test_empty(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "vide.txt"
    path.write_bytes(data)
    with pytest.raises(NoArticle, match=r"vide\.txt is empty; give an article\.$"):
        read(path)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG\r\n\x1a\n", r"is a picture; run text recognition \(OCR\)"),
        (b"\xff\xd8\xff\xe0", "is a picture"),
        (b"\x1f\x8b\x08\x00", "is a compressed archive"),
        (b"ID3\x04\x00", "is sound or video"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "is an old or password-protected Office file"),
        (b"{\\rtf1\\ansi Bonjour}", r"is rich text \(RTF\)"),
        (b"\x7fELF\x02", "is a program"),
        (archive({"content.xml": "<office/>"}), "is an archive or an Office file of another kind"),
        (b"MZ\x90\x00" + bytes(range(256)) * 8, "is not a text"),
        (b"abc\x00\x00def\x00\x00" * 100, "is not a text"),
        (b"\x01\x02\x03\x04" * 50, "is not a text"),
        (b"%PDF-1.4 broken", "is a broken PDF"),
    ],
)
def test_binary(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableInput, match=f"^x.bin {message}"):
        read_bytes(data, "x.bin")


def test_a_few_stray_control_characters_are_let_through() -> None:
    assert read_bytes(f"\x00{TEXT}\x0c\x1f".encode()).text == f"{TEXT}\x0c\x1f"


def test_missing_and_folder_and_forbidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableInput, match=r"rien\.txt does not exist; check the path\.$"):
        read(tmp_path / "rien.txt")
    with pytest.raises(
        UnreadableInput, match=r"is a folder; use `summarizer batch .*` to summarise the files in it\.$"
    ):
        read(tmp_path)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(UnreadableInput, match=r"may not be read by this user; change its permissions\.$"):
        read(tmp_path / "secret.txt")


@pytest.mark.parametrize("path", ["a\x00b", "x" * 5000, "Un long texte collé. " * 40])
def test_what_is_no_path_is_not_repeated(path: str) -> None:
    with pytest.raises(UnreadableInput, match=r"^The path or address given (can't be read|does not exist)"):
        read(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_can_be_read(tmp_path: Path) -> None:
    import threading

    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=(ENGLISH[0],))
    writer.start()
    assert read(path).text == ENGLISH[0]
    writer.join()


def test_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_FILE_BYTES", 1_000_000)
    path = tmp_path / "long.txt"
    path.write_bytes(b"a " * 500_000)
    assert len(read(path).text) == 1_000_000
    path.write_bytes(b"a " * 500_000 + b"b")
    with pytest.raises(InputTooLarge, match=r"long\.txt is over 1 MB; split it"):
        read(path)
    with pytest.raises(InputTooLarge, match=r"^The input is over"):
        read_bytes(path.read_bytes())


# -- Standard input and text ------------------------------------------------------------------------------------------


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    for data, text in ((TEXT.encode(), TEXT), (pdf([[ENGLISH[0]]]), ENGLISH[0]), ("déjà".encode("cp1252"), "déjà")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert load("-") == Document(text, source="-")
    monkeypatch.setattr(sys, "stdin", io.StringIO(TEXT))
    assert read_stdin().text == TEXT
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    with pytest.raises(NoArticle, match=r"^Standard input is empty"):
        load("-")


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff Un\r\ntexte\u200b ",
        "# Titre",
        "La balise <p> ouvre, </p> ferme, <div> et </div> font une boîte.",
        "Ã©Ã©Ã©",
    ],
)
def test_pasted_text_stays_as_it_is(text: str) -> None:
    assert from_text(text) == Document(text)


def test_pasted_source_is_extracted() -> None:
    document = from_text(page())
    assert document == Document(TEXT, None, TITLE, "fr", cleaned=True)
    with pytest.raises(NoArticle, match=r"^The pasted text is a page without text"):
        from_text("<!doctype html><html></html>")


@pytest.mark.parametrize("text", ["", " \n\t", "\u00a0"])
def test_empty_text(text: str) -> None:
    with pytest.raises(NoArticle, match=r"^The text is empty; paste an article"):
        from_text(text)


# -- Addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "file:///etc/hosts", "HTTPS://", "http://user:word@example.org/"]
)
def test_load_takes_addresses_for_what_they_are(url: str) -> None:
    with pytest.raises(FetchError):
        load(url)


def test_load_fetches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "fetch", Document)
    assert load("HTTP://example.org/") == Document("HTTP://example.org/")


def test_importing_is_cheap() -> None:
    import subprocess

    code = "import sys, summarizer.reading; print([m for m in ('ssl', 'http', 'lxml', 'trafilatura', 'pypdf', 'docx') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
