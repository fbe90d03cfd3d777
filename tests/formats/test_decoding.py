from __future__ import annotations

import sys

import pytest

from summarizer.errors import UnreadableInput
from summarizer.formats.decoding import declared_charset, decode, mended, normalised

FRENCH = "L’été dernier, la sœur du maire a dépensé 300 € à Évreux – « trop cher », dit-elle. Où ça ? Là-bas, hélas…"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "cp1252"])
def test_usual_encodings_need_no_declaration(encoding: str) -> None:
    assert decode(FRENCH.encode(encoding), "x") == FRENCH


@pytest.mark.parametrize("encoding", ["latin-1", "iso8859-15", "mac_roman", "cp850"])
def test_old_french_encodings(encoding: str) -> None:
    text = "La soeur du maire a été reçue à l'hôtel où naît la forêt ; ça coûte 12 francs."
    assert decode(text.encode(encoding), "x") == text


def test_latin_9_has_the_ligature_where_windows_has_a_fraction() -> None:
    text = "Le cœur de la sœur du maître bat à l'unisson du chœur, là où l'œuvre s'achève."
    assert decode(text.encode("iso8859-15"), "x") == text
    assert (
        decode("Elle a attendu 1½ heure à l'hôtel, puis 2½ heures à la gare, après l'été.".encode("cp1252"), "x").count(
            "½"
        )
        == 2
    )


def test_bytes_that_windows_leaves_undefined_do_not_stop_reading() -> None:
    assert decode("L'été à l'hôtel, déjà reçu".encode("cp1252") + b"\x81", "x").startswith("L'été à l'hôtel")


def test_mostly_utf8_with_a_stray_windows_byte() -> None:
    assert decode(("é" * 20).encode() + b"\x92" + "à".encode(), "x") == "é" * 20 + "’à"


def test_valid_utf8_wins_over_a_western_declaration() -> None:
    assert decode(FRENCH.encode(), "x", "iso-8859-1") == FRENCH
    assert decode(FRENCH.encode(), "x", "utf-8") == FRENCH


def test_declaration_is_honoured_and_a_wrong_or_unknown_one_is_not() -> None:
    russian = "Привет, мир"
    assert decode(russian.encode("koi8-r"), "x", "koi8-r") == russian
    for wrong in ("utf-8", "utf-16", "utf-7", "ascii", "nonsense", "idna", "cp99999", ""):
        assert decode(FRENCH.encode("cp1252"), "x", wrong) == FRENCH


def test_latin_1_means_windows_1252() -> None:
    assert decode("l’été".encode("cp1252"), "x", "ISO-8859-1") == "l’été"


def test_other_scripts_are_guessed() -> None:
    text = "Сегодня в городе открыли новую библиотеку, и жители очень рады этому событию. " * 4
    assert decode(text.encode("cp1251"), "x") == text


def test_without_a_guesser_the_character_set_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "charset_normalizer", None)
    with pytest.raises(UnreadableInput, match=r"^notes\.txt .*save it as UTF-8\.$"):
        decode("Сегодня в городе".encode("cp1251"), "notes.txt")


def test_nothing_guessed_is_an_error() -> None:
    with pytest.raises(UnreadableInput, match="UTF-8"):
        decode(bytes(range(0x80, 0x100)) * 4, "x")


def test_foreign_names_do_not_hide_english() -> None:
    text = "Señor Muñoz met Mr Sørensen in São Paulo."
    assert decode(text.encode("cp1252"), "x") == text


@pytest.mark.parametrize(
    ("source", "charset"),
    [
        (b'<html><meta charset="utf-8">', "utf-8"),
        (b"<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=ISO-8859-15'>", "ISO-8859-15"),
        (b'<?xml version="1.0" encoding="windows-1252"?><html>', "windows-1252"),
        (b"<html><body>charset=utf-8</body>", None),
    ],
)
def test_declared_charset(source: bytes, charset: str | None) -> None:
    assert declared_charset(source) == charset


@pytest.mark.parametrize("text", ["L’été à Évreux, déjà.", "“Quoted” – and 3 € naïve"])
def test_text_decoded_twice_is_mended(text: str) -> None:
    broken = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())
    assert broken != text
    assert mended(broken) == text


@pytest.mark.parametrize(
    "text",
    [
        "L’été à Évreux",
        "On lit « Ã© » et « Ã¨ » au lieu de é et è.",
        "The letter shows as Ã©.",
        "Âme, île, Ångström âgé",
        "",
        "€Ã©Ã©☃",
    ],
)
def test_other_text_is_left_alone(text: str) -> None:
    assert mended(text) == text


def test_normalised_touches_line_ends_and_invisible_marks_only() -> None:
    assert normalised("\ufeffa\r\nb\rc\u2028d\u2029e\x00\u200bf\u00adg") == "a\nb\nc\nd\nefg"
    assert normalised(" a\u00a0b \t\u202fc\n\n\n\u200dd") == " a\u00a0b \t\u202fc\n\n\n\u200dd"
