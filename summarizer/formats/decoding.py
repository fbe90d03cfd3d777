"""From bytes to text: byte order marks, UTF-8, UTF-16, declared character sets, and French in the old 8-bit sets."""

from __future__ import annotations

import re
from typing import Final

from summarizer.errors import UnreadableInput

__all__ = ["declared_charset", "decode", "mended", "normalised"]

# Longest first: the mark of UTF-32 starts with that of UTF-16.
_BOMS: Final = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DECLARED: Final = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]*?\b(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
# True character sets only: Python also has codecs such as "idna", which are slow on long input.
_CHARSET: Final = re.compile(
    r"(utf|iso|latin|windows|cp|x-cp|us-ascii|ascii|mac|koi8|gb|big5|shift|sjis|euc)[\w.:-]*", re.IGNORECASE
)
_UTF8_SEQUENCE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LEGACY: Final = ("cp1252", "iso8859_15", "mac_roman", "cp850")
# Capitals stand at the start of a word or among capitals, the ligature before a letter, fractions not after one.
_EXPECTED: Final = re.compile(
    r"[àâäáãåçéèêëíìîïñóòôöõøúùûüÿæß«»“”‘’–—…•·°€£§©®™²³\u00a0]|(?<![a-zß-ÿ])[ÀÂÄÁÅÇÉÈÊËÎÏÔÖØÙÛÜŸÆ]"
    r"|[œŒ](?=[a-zA-Z])|(?<![^\W\d_])[½¼¾]"
)
_FRENCH_ENOUGH: Final = 0.8  # share of the characters beyond ASCII that `_EXPECTED` must explain
_MOST_ACCENTS: Final = 0.6  # share of the letters: French has 0.04, Russian read in a Western set nearly 1
_SAMPLE: Final = 200_000  # bytes that a guess looks at
_MOJIBAKE: Final = re.compile("[ÂÃâÅ][^\x00-\x7f]")
_INVISIBLE: Final = {ord(mark): None for mark in "\x00\u200b\ufeff\u00ad"}


def decode(data: bytes, label: str, charset: str | None = None) -> str:
    """Decode by byte order mark, evident UTF-16, valid UTF-8, the declared charset, then by what reads as French.

    Args:
        data: the whole input.
        label: of the input, for the message.
        charset: as a server or the input itself declares it; it may be wrong.

    Raises:
        UnreadableInput: no character set fits.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    declared = _codec(charset)
    # What is valid UTF-8 is not Western 8-bit text, whatever it says of itself.
    usual = "utf-8" if declared in {None, "cp1252", "iso8859-15"} else None
    for candidate in (_evident_utf16(data), usual, declared):
        text = None if candidate is None else _strictly(data, candidate)
        if text is not None:
            return text
    return _undeclared(data, label)


def declared_charset(data: bytes) -> str | None:
    """The character set that HTML or XML source declares near its start."""
    found = _DECLARED.search(data[:4096])
    return found[1].decode("ascii", "replace") if found else None


def mended(text: str) -> str:
    """Undo UTF-8 read as Windows-1252 ("Ã©"), when the whole text says so.

    One true accented letter anywhere makes the way back impossible, so that a text which only quotes such a slip stays
    as it is; a single sequence is no proof either.
    """
    if len(_MOJIBAKE.findall(text)) < 2:
        return text
    try:
        return "".join(map(_windows_byte, text)).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def normalised(text: str) -> str:
    r"""Line ends become "\n"; NULs, zero-width spaces, byte order marks and soft hyphens go; nothing else changes."""
    return re.sub("\r\n?|[\u2028\u2029]", "\n", text).translate(_INVISIBLE)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _codec(charset: str | None) -> str | None:
    """Name Python's codec for a declared charset, the way browsers read it (Latin-1 means Windows-1252)."""
    import codecs

    if charset is None or not _CHARSET.fullmatch(charset):
        return None
    try:
        name = codecs.lookup(charset).name
    except LookupError:
        return None
    if name.startswith(("utf-16", "utf-32", "utf-7")):
        return None  # true UTF-16 was recognised before
    return "cp1252" if name in {"ascii", "iso8859-1"} else name


def _evident_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: Latin letters leave a NUL in every other byte."""
    sample = data[:4096]
    half = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or half < 4:
        return None
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.05 * half else None


def _undeclared(data: bytes, label: str) -> str:
    """Decode what is no valid UTF-8: mostly UTF-8, else the 8-bit set that gives French letters, else a guess."""
    sequences = _UTF8_SEQUENCE.findall(data)
    stray = sum(byte > 0x7F for byte in data) - sum(map(len, sequences))
    if len(sequences) > 5 * stray:
        text = data.decode("utf-8", "surrogateescape")
        return re.sub("[\udc80-\udcff]", lambda bad: _byte(bad[0]).decode("cp1252", "replace"), text)
    scores = [_frenchness(data, encoding) for encoding in _LEGACY]
    if max(scores) >= _FRENCH_ENOUGH:
        return _with_controls(data, _LEGACY[scores.index(max(scores))])
    guess = _guessed(data)
    if guess is None:
        raise UnreadableInput(f"{label} is not a text, or its character set can't be told; save it as UTF-8.")
    return guess


def _byte(escaped: str) -> bytes:
    """The byte behind a character of the error handler "surrogateescape"."""
    return bytes([ord(escaped) - 0xDC00])


def _with_controls(data: bytes, encoding: str) -> str:
    """Decode; bytes the set leaves undefined become the control characters browsers take them for."""
    text = data.decode(encoding, "surrogateescape")
    return re.sub("[\udc80-\udcff]", lambda bad: _byte(bad[0]).decode("latin-1"), text)


def _frenchness(data: bytes, encoding: str) -> float:
    """Share of the characters beyond ASCII that French and English texts have, between 0 and 1."""
    text = _with_controls(data[:_SAMPLE], encoding)
    foreign = [character for character in text if not character.isascii()]
    if sum(map(str.isalpha, foreign)) > _MOST_ACCENTS * sum(map(str.isalpha, text)):
        return 0.0
    return len(_EXPECTED.findall(text)) / max(1, len(foreign))


def _guessed(data: bytes) -> str | None:
    """Ask charset-normalizer, where installed; it also knows the sets of languages that get refused later, by name."""
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return None
    best = from_bytes(data[:_SAMPLE]).best()
    return None if best is None else data.decode(best.encoding, "replace")


def _windows_byte(character: str) -> str:
    """Map a character to the Latin-1 character of its Windows-1252 byte; undefined bytes stand for themselves."""
    return character if ord(character) < 256 else character.encode("cp1252").decode("latin-1")
