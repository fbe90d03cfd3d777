from __future__ import annotations

import sys

import pytest
from samples import ENGLISH, FRENCH, pdf

from summarizer.errors import MissingExtra, UnreadableInput
from summarizer.formats.pdf import from_pdf, paragraphs

WRAPPED = [
    "La coopérative de Saint-Aubin a inauguré lundi une laiterie neuve, bâtie en",
    "quatorze mois à l’entrée du bourg. Le chantier a coûté 3,4 millions d’euros,",
    "dont un tiers vient de la région.",
    "Les premiers fromages sortiront des caves en septembre, après un affinage de",
    "cent jours sur des planches d’épicéa.",
]
JOINED = [
    " ".join(WRAPPED[:3]),
    " ".join(WRAPPED[3:]),
]


def joined(*lines: str) -> list[str]:
    return paragraphs(["\n".join(lines)])


def test_wrapped_lines_become_paragraphs() -> None:
    content = from_pdf(pdf([WRAPPED]), "x.pdf")
    assert content.text.split("\n\n") == JOINED
    assert (content.title, content.cleaned) == (None, False)


def test_paragraphs_go_on_over_pages_without_headers_footers_and_numbers() -> None:
    pages = [
        ["La Gazette des Collines", "12 mars 2024", "", *WRAPPED[:2], "", "1 / 3"],
        ["La Gazette des Collines", "12 mars 2024", *WRAPPED[2:4], "2 / 3"],
        ["La Gazette des Collines", "12 mars 2024", *WRAPPED[4:], "3 / 3"],
    ]
    assert from_pdf(pdf(pages), "x.pdf").text.split("\n\n") == JOINED


@pytest.mark.parametrize("number", ["7", "- 7 -", "Page 7", "page 7 sur 12", "p. 7", "7/12", "Page 7 of 12"])
def test_a_page_number_alone_is_no_text(number: str) -> None:
    assert joined(number, *WRAPPED) == JOINED
    assert joined(*WRAPPED, number) == JOINED


def test_left_and_right_headers() -> None:
    texts = [f"Voici le texte de la page {letter}, qui finit avec elle." for letter in "abcdef"]
    pages = [f"{('Le rapport annuel', 'Chapitre un')[i % 2]}\n{text}" for i, text in enumerate(texts)]
    assert " ".join(paragraphs(pages)) == " ".join(texts)


def test_tables_of_contents_go() -> None:
    assert joined("1 Le projet . . . . . . . . . . 4", "2 Le budget ............ 7", *WRAPPED) == JOINED


def test_lines_that_merely_repeat_inside_a_page_stay() -> None:
    pages = [f"Page {name}.\nUn début {name}.\nRefrain.\nUne suite {name}.\nUne fin {name}." for name in ("a", "b")]
    assert " ".join(paragraphs(pages)).count("Refrain.") == 2


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        ("Le gouverne-", "ment a tranché.", "gouvernement"),
        ("Il faudra peut-", "être attendre.", "peut-être"),
        ("On ne sait où est-", "il parti.", "est-il"),
        ("Tous, ceux-", "ci compris.", "ceux-ci"),
        ("De Seine-", "Maritime, il vient.", "Seine-Maritime"),
        ("Entre 1914-", "1918, la guerre.", "1914-1918"),
        ("Un vis-à-", "vis tendu.", "vis-à-vis"),
        ("A long-", "term plan.", "long-term"),
        ("The environ-", "mental plan.", "environmental"),
    ],
)
def test_hyphens_at_line_ends(first: str, second: str, word: str) -> None:
    assert word in joined(first, second)[0]


def test_the_document_itself_tells_compounds() -> None:
    assert "porte-voix" in joined("Un porte-voix sert. Ce porte-", "voix est neuf.")[0]
    assert "contrepoids" in joined("Un contrepoids sert. Ce contre-", "poids est neuf.")[0]


def test_a_dash_is_no_hyphen() -> None:
    assert joined("Le maire -", "absent lundi - revient.") == ["Le maire - absent lundi - revient."]


def test_headings_and_items_stand_alone() -> None:
    lines = ["Un intertitre", *WRAPPED[:3], "• un premier point", "• un second point qui", "continue", "1. numéro"]
    assert joined(*lines) == [
        "Un intertitre",
        JOINED[0],
        "• un premier point",
        "• un second point qui continue",
        "1. numéro",
    ]


def test_blank_lines_part_paragraphs_unless_they_are_everywhere() -> None:
    full = "Une ligne bien pleine de texte qui va jusqu’au bord de la page"
    assert joined(full, full, full, "", full, full, full) == [f"{full} {full} {full}"] * 2
    assert joined(full, "", full, "", full) == [f"{full} {full} {full}"]


def test_ligatures_and_invisible_marks_go() -> None:
    assert paragraphs([]) == []
    assert "efficace et final" in from_pdf(pdf([["Un plan efficace et final pour la vallée."]]), "x").text


def test_the_declared_title_counts_when_the_text_starts_with_it() -> None:
    lines = ["Une laiterie neuve", "", *WRAPPED]
    content = from_pdf(pdf([lines], title="Une laiterie neuve"), "x.pdf")
    assert content.title == "Une laiterie neuve"
    assert content.text.split("\n\n") == JOINED
    assert from_pdf(pdf([lines], title="Microsoft Word - note.doc"), "x.pdf").title is None


def test_empty_password_opens() -> None:
    assert from_pdf(pdf([ENGLISH], password=""), "x.pdf").text.startswith("The harbour")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pdf([FRENCH], password="secret"), "protected by a password"),
        (pdf([[]]), "scan"),
        (pdf([["12"]]), "OCR"),
        (b"%PDF-1.4\nnot really", "broken PDF"),
        (pdf([FRENCH])[:300], "broken PDF|without text"),
    ],
    ids=["locked", "empty", "scan", "garbage", "cut"],
)
def test_what_cant_be_read(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableInput, match=f"^note\\.pdf is .*({message})") as caught:
        from_pdf(data, "note.pdf")
    assert str(caught.value).count(".") <= 2  # one sentence


def test_a_cipher_pypdf_cannot_do_is_a_protected_file(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypdf

    def refuse(*_: object, **__: object) -> None:
        raise pypdf.errors.DependencyError("cryptography>=3.1 is required")

    monkeypatch.setattr(pypdf, "PdfReader", refuse)
    with pytest.raises(UnreadableInput, match="password"):
        from_pdf(b"%PDF-1.7", "x.pdf")


def test_without_pypdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(MissingExtra, match=r"^x\.pdf is a PDF, which needs pypdf; .*summarizer\[files\]"):
        from_pdf(b"%PDF-1.7", "x.pdf")
