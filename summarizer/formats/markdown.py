"""Markdown: the marks go, the words stay, blocks end up a blank line apart."""

from __future__ import annotations

import re
from typing import Final

from summarizer.formats import Content, two_letters

__all__ = ["from_markdown"]

_FRONT_MATTER: Final = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?\n)??\1[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING: Final = re.compile(r"\s*#[ \t]+(\S.*?)(?:[ \t]+#+)?[ \t]*(?:\n|\Z)|\s*(\S.*)\n=+[ \t]*(?:\n|\Z)")
_FENCE: Final = re.compile(
    r"^ {0,3}(`{3,}|~{3,})[ \t]*([\w+-]*)[^\n]*\n(.*?)(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_PROSE: Final = frozenset({"", "text", "txt", "plain", "md", "markdown"})
_CODE: Final = re.compile(r"(?<!`)(`{1,2})(?!`)([^\n]+?)(?<!`)\1(?!`)")
_CODE_MARK: Final = "\x00"  # stands for code; never in a text that was read
_TARGET: Final = r"(?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\]\n]*\])"
_BLOCKS: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern, re.MULTILINE), replacement)
    for pattern, replacement in (
        (r"<!--(?s:.*?)(?:-->|\Z)", ""),
        (r"^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S+[^\n]*$", ""),  # where a reference leads
        (r"^ {0,3}\[\^[^\]\n]+\]:[ \t]*", ""),  # mark of a footnote
        (r"^ {0,3}(?:=+|-{2,})[ \t]*$", "\n"),  # underlines of headings, rules
        (r"^ {0,3}(?:[*_-][ \t]*){3,}$", "\n"),  # rules
        (r"^[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+(?:[ \t]*:?-{2,}:?[ \t]*)?$\n?", ""),  # rules of tables
        (r"^[ \t]*\|[ \t]*(.*?)[ \t]*\|[ \t]*$", r"\1"),  # outer marks of a table's row
        (r"^[ \t]*(?:>[ \t]?)+", ""),  # quotes
        (r"^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$", r"\n\1\n"),  # headings
        (r"^[ \t]*[*+-][ \t]+(?:\[[ xX]\][ \t]+)?", "\n"),  # items
        (r"^[ \t]*(?=\d{1,3}[.)][ \t])", "\n"),  # numbered items keep their number
    )
)
_INLINE: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern, re.MULTILINE), replacement)
    for pattern, replacement in (
        (r"!\[[^\]\n]*\]" + _TARGET, ""),  # pictures
        (r"\[\^[^\]\n]+\]", ""),  # marks of footnotes
        (r"\[([^\[\]]*)\]" + _TARGET, r"\1"),  # links
        (r"<((?:https?|mailto):[^>\s]+)>", r"\1"),
        (r"<[bB][rR]\s*/?>", "\n"),
        (r"</?[a-zA-Z][^<>\n]*>", ""),
        (r"(?<!\\)(\*{1,3})(?=[^\s*])([^*]+?)(?<=\S)\1", r"\2"),
        (r"(?<![\w\\])(_{1,3})(?=[^\s_])([^_]+?)(?<=\S)\1(?!\w)", r"\2"),
        (r"~~(?=\S)([^~]+?)(?<=\S)~~", r"\1"),
        (r"\\([!-/:-@\[-`{-~])", r"\1"),  # escaped marks
        (r"[ \t]+$", ""),
    )
)


def from_markdown(text: str) -> Content:
    """Make Markdown readable; the title is that of a heading at the very start, else the front matter's."""
    front = _FRONT_MATTER.match(text)
    settings = (front[2] or "") if front else ""
    body = text[front.end() :] if front else text
    heading = _HEADING.match(body)
    rest = _plain(body[heading.end() :] if heading else body)
    title = _plain(heading[1] or heading[2]) if heading else _setting(settings, "title")
    if not rest:  # nothing but a heading: then it is the text
        rest, title = _plain(body), None
    return Content(rest, title, two_letters(_setting(settings, "lang(?:uage)?")))


def _setting(settings: str, name: str) -> str | None:
    """The value of `name` (a pattern) in YAML or TOML front matter."""
    found = re.search(rf"^{name}[ \t]*[:=][ \t]*[\"']?(.+?)[\"']?[ \t]*$", settings, re.MULTILINE)
    return found[1] if found else None


def _plain(text: str) -> str:
    """Take the marks away and keep the words; code in a programming language goes."""
    import html

    text = _FENCE.sub(lambda fence: fence[3] if fence[2].lower() in _PROSE else "\n", text.expandtabs(4))
    for pattern, replacement in _BLOCKS:
        text = pattern.sub(replacement, text)
    code = [found[2].strip() for found in _CODE.finditer(text)]  # nothing in it is a mark
    text = _CODE.sub(_CODE_MARK, text)
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    pieces = html.unescape(text).split(_CODE_MARK)
    text = "".join(piece + content for piece, content in zip(pieces, [*code, ""], strict=True))
    return re.sub(r"\n{3,}", "\n\n", text).strip()
