"""A Summary or a Digest as text for a terminal, Markdown, JSON or a page of HTML.

Everything here is a pure function of the summary. Article text is never trusted: control characters are dropped,
white space is collapsed to fit one line, and what Markdown or HTML would take for markup is escaped.
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from summarizer.digest import Digest, Disagreement, Fact
    from summarizer.prepared import Prepared
    from summarizer.sentences import Sentence
    from summarizer.summary import Bullet, Evidence, Summary
    from summarizer.translation import Translation

__all__ = [
    "about",
    "about_digest",
    "digest_to_markdown",
    "digest_to_text",
    "disagreement",
    "escape_markdown",
    "plain",
    "short_names",
    "to_html",
    "to_json",
    "to_markdown",
    "to_text",
    "translated",
]

NARROWEST = 20
LANGUAGES = {"fr": "French", "en": "English", "mixed": "French and English"}
UNSUPPORTED = "Not confirmed"
DISAGREE = "Sources disagree"

# No-break spaces stay: French writes « 12 % » with them, and a line should not break there.
_SPACE = re.compile(r"[^\S\u00a0\u202f]+")
# Control characters could drive the terminal; those that change the writing direction could disguise a text.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

_STYLES = {"bold": "\x1b[1m", "dim": "\x1b[2m", "yellow": "\x1b[33m"}
_PLAIN = "\x1b[0m"


def to_text(summary: Summary, *, evidence: bool = False, width: int = 80, colour: bool = False) -> str:
    """The summary for a terminal.

    Args:
        summary: what to show.
        evidence: show under each bullet the source sentences, their translation and what was repaired.
        width: columns to wrap at; bullets and evidence hang.
        colour: mark the title, the evidence and unsupported bullets with ANSI codes.

    Returns:
        Lines without a newline at the end.
    """
    width = max(width, NARROWEST)
    lines = _style(_wrap(summary.title, width), "bold", colour) if summary.title else []
    lines += [*_style(_wrap(about(summary), width), "dim", colour), ""]
    for number, bullet in enumerate(summary.bullets):
        lines += [""] if evidence and number else []
        lines += _bullet_lines(bullet, width, colour=colour, evidence=evidence)
    if not summary.bullets:
        lines.append("(no bullets)")
    return "\n".join(lines)


def to_markdown(summary: Summary, *, evidence: bool = False, level: int = 1) -> str:
    """The summary as CommonMark: a heading of that level, then one list item a bullet.

    Without a title there is no heading. Lines without a newline at the end.
    """
    blocks = [f"{'#' * level} {escape_markdown(summary.title)}"] if summary.title else []
    blocks.append(f"*{escape_markdown(about(summary))}*")
    items = [line for bullet in summary.bullets for line in _markdown_lines(bullet, evidence=evidence)]
    blocks.append("\n".join(items) if items else "(no bullets)")
    return "\n\n".join(blocks)


def to_json(summary: Summary | Sequence[Summary], indent: int | None = 2) -> str:
    """One object, or a list of objects when a sequence is given; keys as in `Summary.to_dict()`."""
    import json

    from summarizer.summary import Summary

    data = summary.to_dict() if isinstance(summary, Summary) else [one.to_dict() for one in summary]
    return json.dumps(data, ensure_ascii=False, indent=indent)


def digest_to_text(digest: Digest, *, evidence: bool = False, width: int = 80, colour: bool = False) -> str:
    """A digest for a terminal: each bullet with the articles that tell it, and what they disagree on.

    Arguments and result as for `to_text`.
    """
    width, short = max(width, NARROWEST), short_names(digest.sources)
    lines = _style(_wrap(digest.title, width), "bold", colour) if digest.title else []
    lines += [*_style(_wrap(about_digest(digest), width), "dim", colour), ""]
    for number, fact in enumerate(digest.facts):
        lines += [""] if evidence and number else []
        lines += _bullet_lines(fact.bullet, width, colour=colour, evidence=False)
        lines += _style(_wrap(f"[{', '.join(short[name] for name in fact.sources)}]", width, "  ", "  "), "dim", colour)
        for said in fact.disagreements:
            lines += _style(_wrap(disagreement(said, short), width, "  ", "  "), "yellow", colour)
        for telling in fact.tellings if evidence else ():
            lines += _style(_wrap(f"{short[telling.source]}:", width, "    ", "    "), "dim", colour)
            lines += [line for item in telling.evidence for line in _style(_evidence_lines(item, width), "dim", colour)]
    return "\n".join(lines if digest.facts else [*lines, "(no bullets)"])


def digest_to_markdown(digest: Digest, *, evidence: bool = False, level: int = 1) -> str:
    """A digest as CommonMark; arguments and result as for `to_markdown`."""
    short = short_names(digest.sources)
    blocks = [f"{'#' * level} {escape_markdown(digest.title)}"] if digest.title else []
    blocks.append(f"*{escape_markdown(about_digest(digest))}*")
    items = [line for fact in digest.facts for line in _markdown_fact(fact, short, evidence=evidence)]
    blocks.append("\n".join(items) if items else "(no bullets)")
    return "\n\n".join(blocks)


def about_digest(digest: Digest) -> str:
    """One line on where a digest comes from, such as "3 articles · builtin models · 1.8 s"."""
    count = len(digest.sources)
    return " · ".join([f"{count} article{'s' if count > 1 else ''}", *_made(digest)])


def disagreement(said: Disagreement, short: Mapping[str, str]) -> str:
    """A sentence that names the values and who tells each, by the names that `short` has for them."""
    told = [f"{value} ({', '.join(short[name] for name in sources)})" for value, sources in said.values]
    return f"{DISAGREE}: {'; '.join(told)}."


def short_names(sources: Sequence[str]) -> dict[str, str]:
    """What to call each article: the last part of its path or address where that is enough to tell it."""
    last = {source: source.rstrip("/\\").replace("\\", "/").rpartition("/")[2] or source for source in sources}
    again = Counter(last.values())
    return {source: name if again[name] == 1 else source for source, name in last.items()}


def to_html(summary: Summary) -> str:
    """A whole page that needs no other file: title, bullets, and the evidence folded under each."""
    title = _escape_html(summary.title or "Summary")
    language = _bullet_language(summary)
    bullets = "\n".join(_html_bullet(bullet, language) for bullet in summary.bullets) or "<li>(no bullets)</li>"
    warnings = "".join(f'\n<p class="warning">{_escape_html(warning)}</p>' for warning in summary.warnings)
    return _PAGE.format(
        language=language,
        title=title,
        style=_STYLE_SHEET,
        about=_escape_html(about(summary)),
        bullets=bullets,
        warnings=warnings,
    )


def about(summary: Summary) -> str:
    """One line on where the bullets come from, such as "French article · builtin models · 1.8 s"."""
    parts = [f"{LANGUAGES.get(summary.language, summary.language)} article"]
    return " · ".join([*parts, *_made(summary)])


def _made(result: Summary | Digest) -> Iterator[str]:
    """With which models it was made, and how long that took."""
    if models := _models(result):
        yield models
    if result.seconds:
        yield f"{result.seconds:.1f} s"


def plain(text: str) -> str:
    """The text on one line, fit to be shown: white space collapsed, control characters dropped."""
    return _SPACE.sub(" ", _CONTROL.sub("", text)).strip()


def _models(summary: Summary | Digest) -> str:
    if name := summary.models.get("set"):
        return f"{name} models"
    return " + ".join(dict.fromkeys(summary.models.values()))


def _note(bullet: Bullet, *, evidence: bool) -> str | None:
    """What to say of a bullet: always why it is not supported, with the evidence also what was repaired."""
    return bullet.note if evidence or not bullet.supported else None


# Text


def _wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        plain(text), width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def _style(lines: list[str], style: str, colour: bool) -> list[str]:  # noqa: FBT001
    return [f"{_STYLES[style]}{line}{_PLAIN}" for line in lines] if colour else lines


def _bullet_lines(bullet: Bullet, width: int, *, colour: bool, evidence: bool) -> Iterator[str]:
    mark = "" if bullet.supported else f"[{UNSUPPORTED.lower()}] "
    lines = _wrap(mark + bullet.text, width, "• ", "  ")
    yield from lines if bullet.supported else _style(lines, "yellow", colour)
    if note := _note(bullet, evidence=evidence):
        yield from _style(_wrap(f"({plain(note)})", width, "  ", "  "), "dim" if bullet.supported else "yellow", colour)
    for item in bullet.evidence if evidence else ():
        yield from _style(_evidence_lines(item, width), "dim", colour)


def _evidence_lines(item: Evidence, width: int) -> list[str]:
    lines = _wrap(f"«\u00a0{plain(item.text)}\u00a0»", width, "    ", "      ")
    if item.translation:
        lines += _wrap(item.translation, width, "      ", "      ")
    return lines


# Markdown


def _markdown_lines(bullet: Bullet, *, evidence: bool) -> Iterator[str]:
    mark = "" if bullet.supported else f"**{UNSUPPORTED}:** "
    note = _note(bullet, evidence=evidence)
    yield f"- {mark}{escape_markdown(bullet.text)}" + (f" *({escape_markdown(note)})*" if note else "")
    for number, item in enumerate(bullet.evidence if evidence else ()):
        if number:
            yield "  >"
        yield from _markdown_evidence(item)


def _markdown_evidence(item: Evidence) -> Iterator[str]:
    source = f"  > «\u00a0{escape_markdown(item.text)}\u00a0»"
    if item.translation:
        yield source + "\\"  # a line break inside the quote
        yield f"  > {escape_markdown(item.translation)}"
    else:
        yield source


def _markdown_fact(fact: Fact, short: Mapping[str, str], *, evidence: bool) -> Iterator[str]:
    line = next(_markdown_lines(fact.bullet, evidence=False))
    yield f"{line} *({escape_markdown(', '.join(short[name] for name in fact.sources))})*"
    for said in fact.disagreements:
        yield f"  - **{escape_markdown(disagreement(said, short))}**"
    for telling in fact.tellings if evidence else ():
        yield f"  - {escape_markdown(short[telling.source])}:"
        for number, item in enumerate(telling.evidence):
            yield from ["    >"] if number else []
            yield from (f"  {line}" for line in _markdown_evidence(item))


def escape_markdown(text: str) -> str:
    """The text on one line, with a backslash before all that CommonMark or GitHub would take for markup."""
    text = re.sub(r"[\\`*_\[\]<~]|&(?=#?\w+;)|(?<!\S)#", r"\\\g<0>", plain(text))
    text = re.sub(r"^[-+=>]", r"\\\g<0>", text)
    return re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", text)


# HTML


def _bullet_language(summary: Summary) -> str:
    """The language of the bullets; a French article whose sentences were not translated has French ones."""
    evidence = [item for bullet in summary.bullets for item in bullet.evidence]
    translated = any(item.translation for item in evidence)
    return "fr" if summary.language == "fr" and evidence and not translated else "en"


def _html_bullet(bullet: Bullet, language: str) -> str:
    parts = ["<li>" if bullet.supported else f'<li class="unsupported"><strong>{UNSUPPORTED}:</strong> ']
    parts.append(_escape_html(bullet.text))
    if note := _note(bullet, evidence=True):
        parts.append(f'<p class="note">{_escape_html(note)}</p>')
    if bullet.evidence:
        quotes = "".join(_html_evidence(item, language) for item in bullet.evidence)
        parts.append(f"<details><summary>Evidence</summary>{quotes}</details>")
    return "".join([*parts, "</li>"])


def _html_evidence(item: Evidence, language: str) -> str:
    spoken = "fr" if item.translation else language
    quote = f'<blockquote lang="{spoken}" data-start="{item.start}" data-end="{item.end}">{_escape_html(item.text)}</blockquote>'
    return quote + (f'<p class="translation">{_escape_html(item.translation)}</p>' if item.translation else "")


def _escape_html(text: str) -> str:
    import html

    return html.escape(plain(text))


_STYLE_SHEET = """\
:root { color-scheme: light dark; }
body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
li { margin: 0.75rem 0; }
details { margin-top: 0.25rem; font-size: 0.95rem; }
blockquote { margin: 0.5rem 0 0; padding-left: 0.75rem; border-left: 3px solid currentColor; }
.about, .note, .translation { margin: 0.25rem 0; font-size: 0.95rem; }
.translation { padding-left: calc(0.75rem + 3px); }
.unsupported, .warning { border-left: 3px solid #b45309; padding-left: 0.5rem; }"""

_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="about">{about}</p>
<ul>
{bullets}
</ul>{warnings}
</main>
</body>
</html>
"""


def translated(prepared: Prepared) -> dict[str, Any]:
    """A translated article, JSON-ready: language, title, paragraphs of sentences, warnings."""
    pairs = [*zip(prepared.sentences, prepared.translations, strict=True)]
    paragraphs = groupby(pairs, key=lambda pair: pair[0].paragraph)
    return {
        "language": prepared.language.code,
        "title": prepared.english_title,
        "paragraphs": [[_sentence(*pair) for pair in paragraph] for _, paragraph in paragraphs],
        "warnings": list(dict.fromkeys(done.warning for _, done in pairs if done and done.warning)),
    }


def _sentence(sentence: Sentence, translation: Translation | None) -> dict[str, Any]:
    english = translation.text if translation else None
    return {"text": sentence.text, "translation": english, "start": sentence.start, "end": sentence.end}
