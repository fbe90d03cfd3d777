"""Small files of each format with texts of our own, built in memory."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FRENCH = [
    "La coopérative de Saint-Aubin a inauguré lundi une laiterie neuve, bâtie en quatorze mois à l’entrée du bourg.",
    "Le chantier a coûté 3,4 millions d’euros, dont un tiers vient de la région et le reste des soixante éleveurs.",
    "Les premiers fromages sortiront des caves en septembre, après un affinage de cent jours sur des planches d’épicéa.",
    "« Nous voulions garder notre lait ici », explique Hélène Marchand, qui préside la coopérative depuis 2016.",
]
ENGLISH = [
    "The harbour of Port Ellis will close to cargo ships in October, the town council decided on Tuesday evening.",
    "Engineers found cracks in the eastern breakwater last winter, and repairs are expected to take eleven months.",
    "Fishing boats may still use the northern basin, which was dredged in 2021 at a cost of 2.6 million pounds.",
    "“We had no choice, but we will lose a year of work,” said Martin Reeve, who runs the only crane on the quay.",
]
BODY = "".join(f"<p>{sentence}</p>" for sentence in FRENCH)
TITLE = "Une laiterie neuve pour les éleveurs de Saint-Aubin"


def page(
    body: str = BODY,
    *,
    head: str = f"<title>{TITLE} - La Gazette des Collines</title>",
    title: str = TITLE,
    around: str = "{}",
) -> str:
    """A page with a menu, an article and a footer; `around` wraps the article's body."""
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("Accueil", "Sports", "Culture", "Météo"))
    return (
        f'<!DOCTYPE html><html lang="fr-FR"><head><meta charset="utf-8">{head}</head><body>'
        f"<header><nav><ul>{menu}</ul></nav></header><main><h1>{title}</h1>{around.format(body)}</main>"
        '<footer><a href="/cgu">Mentions légales</a> <a href="/contact">Contact</a></footer></body></html>'
    )


def pdf(pages: Sequence[Sequence[str]], *, title: str | None = None, password: str | None = None) -> bytes:
    """A PDF with one line of text below the other; an empty line leaves a gap."""
    count = len(pages)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(count))),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i, lines in enumerate(pages):
        drawn = b"".join(b"(%s) Tj T*\n" % _escaped(line) if line else b"T*\n" for line in lines)
        stream = b"BT /F1 11 Tf 14 TL 60 780 Td\n" + drawn + b"ET"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * i)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    data = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(data) if title is password is None else _rewritten(bytes(data), title, password)


def _escaped(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _rewritten(data: bytes, title: str | None, password: str | None) -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    if title is not None:
        writer.add_metadata({"/Title": title})
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def archive(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def epub(chapters: Mapping[str, str], *, extra: Mapping[str, str] | None = None, spine: str | None = None) -> bytes:
    """An EPUB: file name -> body of the chapter, in reading order."""
    items = "".join(
        f'<item id="c{i}" href="{name}" media-type="application/xhtml+xml"/>' for i, name in enumerate(chapters)
    )
    spine = spine or "".join(f'<itemref idref="c{i}"/>' for i in range(len(chapters)))
    package = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Carnet de la vallée</dc:title>'
        '<dc:language>fr-FR</dc:language></metadata><manifest><item id="nav" properties="nav" href="nav.xhtml"'
        f' media-type="application/xhtml+xml"/>{items}</manifest><spine><itemref idref="nav"/>{spine}</spine></package>'
    )
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        '<rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>',
        "OEBPS/content.opf": package,
        "OEBPS/nav.xhtml": "<html><body><nav><ol><li>Table des chapitres</li></ol></nav></body></html>",
    }
    for name, body in chapters.items():
        files[f"OEBPS/{name}"] = (
            '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
            f"<body>{body}</body></html>"
        )
    return archive(files | dict(extra or {}))
