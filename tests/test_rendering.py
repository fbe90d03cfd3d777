from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import rendering
from summarizer.rendering import to_html, to_json, to_markdown, to_text
from summarizer.summary import Bullet, Evidence, Summary

FRENCH = Evidence(
    "Le conseil a voté lundi,\n  par 27 voix contre 8, un budget de 38,4\u00a0millions d'euros.",
    "The council voted on Monday, by 27 votes to 8, a budget of 38.4 million euros.",
    10,
    92,
)
SUMMARY = Summary(
    "A budget is voted",
    (
        Bullet("The council voted by 27 to 8 for a budget of 38.4 million euros.", (FRENCH,), original="…"),
        Bullet("The works begin in May.", (FRENCH,), supported=False, note="“May” is not in the evidence"),
        Bullet("It is the largest ever.", (), note="a doubled word was taken out"),
    ),
    "fr",
    {"set": "builtin", "translator": "builtin", "condenser": "builtin"},
    ("One sentence may be missing.",),
    1.849,
)
NASTY = "<script>alert('x')</script> & \"*bold*\" _[link](javascript:x)_ `code` # 1. > ~~a~~ &amp; \\"


def one(text: str = "A bullet.", title: str | None = None) -> Summary:
    return Summary(title, (Bullet(text, (Evidence(text, None, 0, len(text)),)),), "en", {})


# Text


def test_text() -> None:
    assert to_text(SUMMARY).splitlines() == [
        "A budget is voted",
        "French article · builtin models · 1.8 s",
        "",
        "• The council voted by 27 to 8 for a budget of 38.4 million euros.",
        "• [not confirmed] The works begin in May.",
        "  (“May” is not in the evidence)",
        "• It is the largest ever.",
    ]
    assert str(SUMMARY) == to_text(SUMMARY)


def test_text_with_evidence_hangs() -> None:
    lines = to_text(SUMMARY, evidence=True, width=50).splitlines()
    assert lines[3:11] == [
        "• The council voted by 27 to 8 for a budget of",
        "  38.4 million euros.",
        "    «\u00a0Le conseil a voté lundi, par 27 voix contre",
        "      8, un budget de 38,4\u00a0millions d'euros.\u00a0»",
        "      The council voted on Monday, by 27 votes to",
        "      8, a budget of 38.4 million euros.",
        "",
        "• [not confirmed] The works begin in May.",
    ]
    assert lines[-1] == "  (a doubled word was taken out)"


@pytest.mark.parametrize("width", [0, 20, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, to_text(SUMMARY, evidence=True, width=width).splitlines())) <= max(width, 20)


def test_without_title_bullets_or_models() -> None:
    assert to_text(Summary(None, (), "mixed", {})) == "French and English article\n\n(no bullets)"
    assert to_text(Summary(None, (), "en", {"translator": "a/b", "condenser": "c"})).startswith(
        "English article · a/b + c\n"
    )


def test_colour_only_when_asked() -> None:
    assert "\x1b" not in to_text(SUMMARY, evidence=True)
    coloured = to_text(SUMMARY, evidence=True, colour=True)
    assert re.sub(r"\x1b\[\d*m", "", coloured) == to_text(SUMMARY, evidence=True)
    assert coloured.startswith("\x1b[1mA budget is voted\x1b[0m\n")


def test_control_characters_do_not_reach_the_terminal() -> None:
    text = to_text(one("\x1b[2Jred\x07 \u202eright\u2069\x9b31m\r\nnext\u2028last", "A\x00 title\x7f"))
    assert text.splitlines() == ["A title", "English article", "", "• [2Jred right31m next last"]


# Markdown


def test_markdown() -> None:
    assert to_markdown(SUMMARY).splitlines() == [
        "# A budget is voted",
        "",
        "*French article · builtin models · 1.8 s*",
        "",
        "- The council voted by 27 to 8 for a budget of 38.4 million euros.",
        "- **Not confirmed:** The works begin in May. *(“May” is not in the evidence)*",
        "- It is the largest ever.",
    ]
    assert SUMMARY.to_markdown() == to_markdown(SUMMARY)
    assert to_markdown(SUMMARY, level=2).startswith("## A budget")


def test_markdown_with_evidence() -> None:
    assert to_markdown(SUMMARY, evidence=True).splitlines()[4:7] == [
        "- The council voted by 27 to 8 for a budget of 38.4 million euros.",
        "  > «\u00a0Le conseil a voté lundi, par 27 voix contre 8, un budget de 38,4\u00a0millions d'euros.\u00a0»\\",
        "  > The council voted on Monday, by 27 votes to 8, a budget of 38.4 million euros.",
    ]
    two = Summary(None, (Bullet("B.", (FRENCH, Evidence("Fin.", None, 0, 4))),), "fr", {})
    assert to_markdown(two, evidence=True).splitlines()[-2:] == ["  >", "  > «\u00a0Fin.\u00a0»"]


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("1. May was dry", "1\\. May was dry"),
        ("3) is too few", "3\\) is too few"),
        ("1.5 million", "1.5 million"),
        ("- 4 degrees", "\\- 4 degrees"),
        ("---", "\\---"),
        ("=== title", "\\=== title"),
        ("> quoted", "\\> quoted"),
        ("# one", "\\# one"),
        ("Number #", "Number \\#"),
        ("C#", "C#"),
        ("snake_case *x*", "snake\\_case \\*x\\*"),
        ("<b>", "\\<b>"),
        ("R&D &amp; &#35;", "R&D \\&amp; \\&#35;"),
        ("[a](b) `c` ~d~ \\", "\\[a\\](b) \\`c\\` \\~d\\~ \\\\"),
        ("two\nlines", "two lines"),
    ],
)
def test_markdown_is_escaped(text: str, escaped: str) -> None:
    assert rendering.escape_markdown(text) == escaped


class Shown(HTMLParser):
    """The text that a browser would show, and the tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.tags = "", []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


TEXTS = st.text(alphabet=st.sampled_from("a1 .)-+=#>*_`[]()<!&;~\\\n|\"'"), min_size=1, max_size=30)


@given(TEXTS)
def test_no_text_becomes_markup_in_markdown(text: str) -> None:
    markdown_it = pytest.importorskip("markdown_it")
    shown = rendering.plain(text)
    page = markdown_it.MarkdownIt("commonmark").enable("strikethrough").render(to_markdown(one(text), evidence=True))
    assert shown in re.sub(r"\n\s*", " ", Shown(page).text) or not shown
    assert set(Shown(page).tags) <= {"p", "em", "ul", "li", "blockquote"}


# JSON


def test_json() -> None:
    assert json.loads(to_json(SUMMARY)) == SUMMARY.to_dict()
    assert json.loads(to_json([SUMMARY, SUMMARY])) == [SUMMARY.to_dict()] * 2
    assert to_json([]) == "[]"
    assert "voté" in to_json(SUMMARY)
    assert "\n" not in to_json(SUMMARY, indent=None)


# HTML


def test_html_is_escaped_and_alone() -> None:
    summary = Summary(
        NASTY,
        (Bullet(NASTY, (Evidence(NASTY, NASTY, 0, 1),), supported=False, note=NASTY),),
        NASTY,
        {"set": NASTY},
        (NASTY,),
    )
    page = Shown(to_html(summary))
    assert not {"script", "link", "img", "iframe", "a"} & set(page.tags)
    assert page.text.count(NASTY) == 9
    assert "http" not in to_html(summary)


def test_html() -> None:
    page = to_html(SUMMARY)
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert page.count("<li") == 3
    assert page.count('<li class="unsupported">') == 1
    assert '<blockquote lang="fr" data-start="10" data-end="92">Le conseil a voté lundi, par 27' in page
    assert "One sentence may be missing." in page
    assert "(no bullets)" in to_html(Summary(None, (), "en", {}))


def test_html_tells_the_language_of_french_bullets() -> None:
    french = Summary("Titre", (Bullet("Un vote.", (Evidence("Un vote.", None, 0, 8),)),), "fr", {})
    assert '<html lang="fr">' in to_html(french)
    assert '<blockquote lang="fr"' in to_html(french)
    assert '<blockquote lang="en"' in to_html(one())
