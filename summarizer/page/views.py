"""What the page shows, as HTML: pure functions of summaries, translated articles and the language of the page.

Nothing of an article is trusted: all of it goes through `escape`. What a visitor can download or copy lies in hidden
elements beside the buttons (`data-payload`), so that no file of it is ever written on the server.
"""

from __future__ import annotations

import base64
import html
import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from summarizer.page.texts import TEXTS, number, share, translate_message
from summarizer.rendering import plain, to_json, to_markdown, to_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from summarizer.page.service import Result
    from summarizer.page.worker import Stage
    from summarizer.prepared import Prepared
    from summarizer.sentences import Sentence
    from summarizer.summary import Bullet, Evidence, Summary
    from summarizer.translation import Translation

__all__ = [
    "STAGES", "Row", "api", "article", "download_bar", "escape", "failure", "file_table", "header", "model_table", "notice", "opened", "payload",
    "progress", "result", "slug", "translation_text",
]  # fmt: skip

STAGES: Final = ("reading", "language", "condensing", "translating")
_TEMPLATE: Final = str.maketrans({"$": "&#36;", "{": "&#123;", "}": "&#125;", "`": "&#96;"})


def escape(text: str) -> str:
    """The text on one line, fit for HTML; what the page's own templates would take for a field is escaped too."""
    return html.escape(plain(text)).translate(_TEMPLATE)


def _whole(text: str) -> str:
    """As `escape`, with line breaks kept, for what is downloaded."""
    return html.escape(text.replace("\x00", "")).translate(_TEMPLATE)


# Small parts


def header(language: str, place: str) -> str:
    """The head of the page."""
    texts = TEXTS[language]
    tagline = escape(texts["tagline"].format(place=texts[place]))
    return f'<div class="head"><h1>{texts["title"]}</h1><p>{tagline}</p></div>'


def opened(language: str) -> str:
    """What the page's script is told of its language once that is known; nothing that is seen."""
    return f'<i hidden data-language="{language}" data-drop="{escape(TEXTS[language]["drop"])}"></i>'


def notice(text: str, *, kind: str = "info") -> str:
    """One line for the visitor, also read out by screen readers."""
    return f'<p class="notice {kind}" data-say="{escape(text)}">{escape(text)}</p>' if text else ""


def failure(text: str, language: str) -> str:
    """An error, with what to do."""
    head = TEXTS[language]["error"]
    return (
        f'<div class="notice bad" data-say="{escape(head)}: {escape(text)}">'
        f"<strong>{escape(head)}.</strong> {escape(text)}</div>"
    )


def progress(stage: Stage | None, language: str) -> str:
    """The four stages, those behind us marked, with a bar for the one at work."""
    texts = TEXTS[language]
    said = texts[stage.name] if stage is not None and stage.name in texts else texts["starting"]
    items = "".join(_stage(name, stage, language) for name in STAGES)
    return f'<ol class="stages" aria-label="{escape(texts["stages"])}" data-say="{escape(said)}">{items}</ol>'


def _stage(name: str, now: Stage | None, language: str) -> str:
    texts = TEXTS[language]
    label = escape(texts[name])
    if now is None or name != now.name:
        return f'<li class="{"done" if now is not None and name in now.behind else "next"}"><span>{label}</span></li>'
    if now.total <= 1:
        return (
            f'<li class="now" aria-current="step"><span>{label}</span><progress aria-label="{label}"></progress></li>'
        )
    parts = escape(texts["of"].format(done=now.done, total=now.total))
    bar = f'<progress max="{now.total}" value="{now.done}" aria-label="{label}"></progress>'
    return f'<li class="now" aria-current="step"><span>{label} <b>{parts}</b></span>{bar}</li>'


def download_bar(line: str, done: int, total: int, language: str) -> str:
    """How far a download is, in bytes."""
    size = escape(
        TEXTS[language]["of"].format(
            done=number(max(done, 0) / 1e6, language),
            total=TEXTS[language]["megabytes"].format(number(total / 1e6, language)),
        )
    )
    bar = f'<progress max="{max(total, 1)}" value="{max(done, 0)}" aria-label="{escape(line)}"></progress>'
    return f'<div class="notice info"><p>{escape(line)} · {size}</p>{bar}</div>'


def payload(label: str, name: str, kind: str, data: str | bytes, *, copied: str | None = None) -> str:
    """A button that downloads `data` as the file `name`; with `copied` it copies the text and then says that."""
    packed = isinstance(data, bytes)
    text = base64.b64encode(data).decode() if isinstance(data, bytes) else _whole(data)
    action = f'data-copied="{escape(copied)}"' if copied else f'data-name="{escape(name)}" data-type="{kind}"'
    return (
        f'<span class="payload"><button type="button" class="tool" data-payload {action}'
        f"{' data-packed' if packed else ''}>{escape(label)}</button><textarea hidden readonly>{text}</textarea></span>"
    )


def slug(title: str | None, default: str = "summary") -> str:
    """A name for a file: the title in lower-case ASCII letters and digits."""
    ascii_ = unicodedata.normalize("NFKD", title or "").encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_.lower())
    return "-".join(words)[:60].strip("-") or default


# The summary


def result(found: Result, language: str) -> str:
    """The whole result: bullets on one side, the article in its languages on the other."""
    return (
        f'<div class="result" data-result><div class="bullets-side">{_summary(found, language)}</div>'
        f"{article(found.prepared, language)}</div>"
    )


def _summary(found: Result, language: str) -> str:
    texts, summary = TEXTS[language], found.summary
    places = {(one.start, one.end): number_ for number_, one in enumerate(found.prepared.sentences)}
    bullets = "".join(_bullet(one, n, places, found, language) for n, one in enumerate(summary.bullets))
    none = f"<p>{escape(texts['no_bullets'])}</p>" if found.finished else ""
    listed = f'<ol class="bullets">{bullets}</ol>' if bullets else none
    hint = f'<p class="hint">{escape(texts["hint"])}</p>' if bullets else ""
    return (
        f'<h2 lang="{found.to}">{escape(summary.title or texts["no_title"])}</h2>{_about(found, language)}'
        f"{_warnings(summary, language)}{listed}{hint}{_tools(found, language) if found.finished else ''}"
    )


def _about(found: Result, language: str) -> str:
    texts, summary = TEXTS[language], found.summary
    parts = [_origin(found.prepared, language)]
    if name := summary.models.get("set"):
        parts.append(escape(texts["with_models"].format(name)))
    if found.finished:
        parts.append(escape(texts["seconds"].format(number(summary.seconds, language, 1))))
    return f'<p class="about">{" · ".join(parts)}</p>'


def _origin(prepared: Prepared, language: str) -> str:
    texts = TEXTS[language]
    shares = sorted(prepared.language.shares.items(), key=lambda item: -item[1])
    told = ", ".join(f"{texts.get(f'name_{c}', c)} {share(s, language)}" for c, s in shares if s >= 0.005)
    code = prepared.language.code
    return f'<span class="origin">{escape(texts[f"from_{code}"])}</span> ({escape(told)})'


def _warnings(summary: Summary, language: str) -> str:
    if not summary.warnings:
        return ""
    items = "".join(f"<li>{escape(translate_message(text, language))}</li>" for text in summary.warnings)
    return f'<div class="notice warn"><strong>{escape(TEXTS[language]["warnings"])}</strong><ul>{items}</ul></div>'


def _bullet(bullet: Bullet, place: int, places: Mapping[tuple[int, int], int], found: Result, language: str) -> str:
    sentences = " ".join(str(places[key]) for one in bullet.evidence if (key := (one.start, one.end)) in places)
    return (
        f'<li class="{"" if bullet.supported else "unsupported"}">'
        f'<button type="button" class="bullet" aria-pressed="false" aria-describedby="flag-{place}" '
        f'data-evidence="{sentences}" lang="{found.to}">{escape(bullet.text)}</button>'
        f"{_flag(bullet, place, language)}{_proof(bullet, found, language)}</li>"
    )


def _flag(bullet: Bullet, place: int, language: str) -> str:
    """Why a bullet is marked: always for one that is not supported, and for one that was repaired."""
    texts = TEXTS[language]
    if bullet.supported and not bullet.note:
        return f'<span id="flag-{place}" hidden>{escape(texts["evidence"])}: {len(bullet.evidence)}</span>'
    name = texts["repaired" if bullet.supported else "unsupported"]
    reason = translate_message(bullet.note, language) if bullet.note else texts["no_reason"]
    kind = "mended" if bullet.supported else "doubtful"
    return f'<p class="flag {kind}" id="flag-{place}"><strong>{escape(name)}:</strong> {escape(reason)}</p>'


def _proof(bullet: Bullet, found: Result, language: str) -> str:
    """The evidence under its bullet, for narrow screens, where the article is far below."""
    texts = TEXTS[language]
    quotes = "".join(_quote(one, found.prepared) for one in bullet.evidence)
    if not quotes:
        return f'<div class="proof" hidden><p>{escape(texts["no_evidence"])}</p></div>'
    link = f'<button type="button" class="tool" data-go="article">{escape(texts["to_article"])}</button>'
    return f'<div class="proof" hidden>{quotes}{link}</div>'


def _quote(evidence: Evidence, prepared: Prepared) -> str:
    spoken = "fr" if evidence.translation else "en" if prepared.language.code == "en" else ""
    attribute = f' lang="{spoken}"' if spoken else ""
    quote = f"<blockquote{attribute}>{escape(evidence.text)}</blockquote>"
    return quote + (f'<p lang="en">{escape(evidence.translation)}</p>' if evidence.translation else "")


def _tools(found: Result, language: str) -> str:
    texts, summary = TEXTS[language], found.summary
    name = slug(summary.title)
    buttons = (
        payload(texts["copy"], "", "", to_text(summary, width=10_000), copied=texts["copied"]),
        payload("Markdown", f"{name}.md", "text/markdown", to_markdown(summary, evidence=True) + "\n"),
        payload("JSON", f"{name}.json", "application/json", to_json(summary) + "\n"),
        payload(texts["plain_text"], f"{name}.txt", "text/plain", to_text(summary, evidence=True) + "\n"),
    )
    return f'<div class="tools" role="group" aria-label="{escape(texts["download"])}">{"".join(buttons)}</div>'


# The article


def article(prepared: Prepared, language: str) -> str:
    """The article, paragraph by paragraph, in French and English in step where it was translated."""
    texts = TEXTS[language]
    pairs = [*enumerate(zip(prepared.sentences, prepared.translations, strict=True))]
    french = [translation for _, (sentence, translation) in pairs if sentence.language == "fr"]
    rows = "".join(_paragraph([*group], language) for _, group in groupby(pairs, key=lambda pair: pair[1][0].paragraph))
    title = _titles(prepared)
    tools = _article_tools(prepared, language, whole=None not in french) if french else ""
    back = f'<button type="button" class="tool back" data-go="bullets">{escape(texts["to_bullets"])}</button>'
    return (
        '<div class="article-side" data-side="both">'
        f'<div class="bar"><h2>{escape(texts["article"])}</h2>{tools}</div>'
        f'<div class="text{" two" if french else ""}" tabindex="0" role="region" '
        f'aria-label="{escape(texts["article"])}">{title}{rows}</div>{back}</div>'
    )


def _article_tools(prepared: Prepared, language: str, *, whole: bool) -> str:
    """Which language is shown, and the download of a translation that is whole."""
    texts = TEXTS[language]
    sides = "".join(
        f'<button type="button" class="tool" data-show="{side}" aria-pressed="{"true" if side == "both" else "false"}">'
        f"{escape(texts[f'side_{side}'])}</button>"
        for side in ("both", "fr", "en")
    )
    chooser = f'<div class="sides" role="group" aria-label="{escape(texts["side"])}">{sides}</div>'
    if not whole:
        return chooser
    name = f"{slug(prepared.english_title, 'article')}-translation.txt"
    return chooser + payload(texts["download_translation"], name, "text/plain", translation_text(prepared))


def _titles(prepared: Prepared) -> str:
    if not prepared.title:
        return ""
    if prepared.title_translation is None:
        return f'<div class="row title"><p class="whole">{escape(prepared.title)}</p></div>'
    english = escape(prepared.title_translation.text)
    return f'<div class="row title"><p class="fr" lang="fr">{escape(prepared.title)}</p><p class="en" lang="en">{english}</p></div>'


def _paragraph(pairs: Sequence[tuple[int, tuple[Sentence, Translation | None]]], language: str) -> str:
    """A row: the French beside the English, or one text over both where there is only one."""
    source = " ".join(f'<span data-s="{n}">{escape(sentence.plain)}</span>' for n, (sentence, _) in pairs)
    spoken = pairs[0][1][0].language or "en"
    if all(sentence.language != "fr" for _, (sentence, _) in pairs):
        return f'<div class="row"><p class="whole" lang="{spoken}">{source}</p></div>'
    english = " ".join(_english(n, sentence, done, language) for n, (sentence, done) in pairs)
    return f'<div class="row"><p class="fr" lang="fr">{source}</p><p class="en" lang="en">{english}</p></div>'


def _english(place: int, sentence: Sentence, done: Translation | None, language: str) -> str:
    if done is None and sentence.language == "fr":
        return f'<span class="pending" title="{escape(TEXTS[language]["not_yet"])}">…</span>'
    if done is not None and done.kept:
        mark = f"<small>({escape(TEXTS[language]['kept'])})</small>"
        return f'<span data-s="{place}" lang="fr">{escape(done.text)} {mark}</span>'
    return f'<span data-s="{place}">{escape(sentence.plain if done is None else done.text)}</span>'


def translation_text(prepared: Prepared) -> str:
    """The article in English as plain text: the title, then paragraphs, with a blank line between them."""
    english = zip(prepared.sentences, prepared.english, strict=True)
    paragraphs = groupby(english, key=lambda pair: pair[0].paragraph)
    body = [" ".join(plain(text) for _, text in group) for _, group in paragraphs]
    return "\n\n".join([*([plain(prepared.english_title)] if prepared.english_title else []), *body]) + "\n"


# Files


@dataclass(frozen=True, slots=True)
class Row:
    """The state of one file: "waiting", "working", "done", "failed" or "stopped"; the reason when it failed."""

    name: str
    state: str = "waiting"
    summary: Summary | None = None
    reason: str = ""


def file_table(rows: Sequence[Row], language: str, payloads: str = "", *, to: str = "en") -> str:
    """The table of all files, with the downloads under it when there is something to download."""
    if not rows:
        return ""
    texts = TEXTS[language]
    heads = "".join(f'<th scope="col">{escape(texts[key])}</th>' for key in ("file", "state", "result"))
    lines = "".join(_file_row(row, language, to) for row in rows)
    tools = f'<div class="tools">{payloads}</div>' if payloads else ""
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(texts["files_table"])}">'
        f'<table class="files"><caption>{escape(texts["files_table"])}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>{tools}"
    )


def _file_row(row: Row, language: str, to: str) -> str:
    state = escape(TEXTS[language][f"state_{row.state}"])
    return (
        f'<tr class="{row.state}"><th scope="row">{escape(row.name)}</th><td><span class="state">{state}</span></td>'
        f"<td>{_file_result(row, language, to)}</td></tr>"
    )


def _file_result(row: Row, language: str, to: str) -> str:
    if row.summary is None:
        return escape(row.reason)
    mark = TEXTS[language]["unsupported"]
    items = "".join(
        f"<li>{'' if b.supported else escape(mark) + ': '}{escape(b.text)}</li>" for b in row.summary.bullets
    )
    title = escape(row.summary.title or TEXTS[language]["no_title"])
    return f'<details lang="{to}"><summary>{title}</summary><ul>{items}</ul></details>'


# Models and scripts


def model_table(here: Mapping[str, bool], auto: str, language: str) -> str:
    """The sets of the catalogue; `here` says which are on this machine, `auto` which one is taken by itself."""
    texts = TEXTS[language]
    heads = "".join(
        f'<th scope="col">{escape(texts[key])}</th>' for key in ("set", "here_column", "size", "licence", "quality")
    )
    lines = "".join(_model_row(name, there, language) for name, there in here.items())
    return (
        f"<p>{escape(texts['models_hint'])}</p>"
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(texts["models_table"])}">'
        f"<table><caption>{escape(texts['models_table'])}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div><p>{escape(texts['auto_is'].format(auto))}</p>"
    )


def _model_row(name: str, there: bool, language: str) -> str:  # noqa: FBT001 - an entry of the mapping
    from summarizer.models import catalogue

    texts, models = TEXTS[language], catalogue.SETS[name]
    halves = (models.translator, models.condenser)
    size = texts["megabytes"].format(number(sum(half.size for half in halves) / 1e6, language))
    if name == catalogue.BUILTIN:
        size += f" ({texts['shipped']})"
    licences = ", ".join(dict.fromkeys(half.licence for half in halves))
    what = texts.get(f"about_{name}", models.note)
    cells = (texts["yes" if there else "no"], size, licences, what)
    ids = "" if name == catalogue.BUILTIN else f"<small>{escape(' + '.join(half.id for half in halves))}</small>"
    tail = "".join(f"<td>{escape(cell)}</td>" for cell in cells[:-1])
    return f'<tr><th scope="row">{escape(name)}</th>{tail}<td>{escape(cells[-1])} {ids}</td></tr>'


_PYTHON: Final = """\
from gradio_client import Client  # pip install gradio_client

client = Client("{address}")
summary = client.predict(text=article, api_name="/summarize")
for bullet in summary["bullets"]:
    print(bullet["text"], bullet["supported"])

english = client.predict(text=article, api_name="/translate")
language = client.predict(text=article, api_name="/identify")
"""
_SHELL: Final = """\
id=$(curl -s {address}gradio_api/call/identify -H "Content-Type: application/json" \\
     -d '{{"data": ["Le conseil municipal a voté le budget lundi soir."]}}' | cut -d '"' -f 4)
curl -sN {address}gradio_api/call/identify/$id
"""


def api(address: str, language: str) -> str:
    """How scripts use the page; `address` ends with a slash."""
    texts = TEXTS[language]
    blocks = "".join(_code(texts[key], code.format(address=address)) for key, code in _codes())
    return f'<div class="api"><p>{escape(texts["api_hint"])}</p>{blocks}<p>{escape(texts["api_more"])}</p></div>'


def _codes() -> Iterator[tuple[str, str]]:
    yield "api_python", _PYTHON
    yield "api_shell", _SHELL


def _code(title: str, code: str) -> str:
    return f'<h2>{escape(title)}</h2><pre tabindex="0" aria-label="{escape(title)}"><code>{_whole(code)}</code></pre>'
