"""Web pages: the article of a page by trafilatura, helped where it errs; or, failing that, the page's visible text.

Before the extractor, boxes of teasers and lines of date and author go, and loose text gets paragraphs; after it, lines
that are certainly clutter go and a standfirst that was missed comes back. What a word list can tell is asked of
`clutter`; here is what only the structure of a page tells.
"""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import islice
from typing import TYPE_CHECKING, Final

from summarizer.clutter import Kind, kind_of
from summarizer.errors import InputTooLarge, NoArticle
from summarizer.formats import Content, library, two_letters
from summarizer.formats.decoding import normalised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lxml.etree import _Element

    Extract = Callable[..., str | None]

__all__ = ["MAX_CHARACTERS", "from_html", "has_tags", "is_page", "looks_like_html", "parse", "visible_text"]

# -- Is it HTML? ------------------------------------------------------------------------------------------------------

_PAGE_START: Final = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_TAG: Final = re.compile(r"</?[a-z][a-z0-9]*\b[^<>]*>", re.IGNORECASE)
_BLOCK_TAG: Final = re.compile(
    r"</?(?:p|div|h[1-6]|article|section|main|header|footer|nav|aside|ul|ol|li|table|blockquote|figure)\b[^<>]*>",
    re.IGNORECASE,
)
_LOOKED_AT: Final = 200_000  # characters


def has_tags(text: str) -> bool:
    """Whether there is a tag at all."""
    return _TAG.search(text) is not None


def is_page(text: str) -> bool:
    """Whether the text starts as a whole page does."""
    return _PAGE_START.match(text) is not None


def looks_like_html(text: str) -> bool:
    """Tell HTML source from a text that merely mentions tags.

    Sure signs: a page's first tags at the very start; or several block tags, in a text that starts with a tag or whose
    lines mostly do.
    """
    if is_page(text):
        return True
    head = text[:_LOOKED_AT]
    if len(_BLOCK_TAG.findall(head)) < 4:
        return False
    lines = [line.lstrip() for line in head.splitlines() if line.strip()]
    return _TAG.match(lines[0]) is not None or sum(line.startswith("<") for line in lines) > len(lines) / 2


# -- A page -----------------------------------------------------------------------------------------------------------

MAX_CHARACTERS: Final = 10_000_000  # of source, without inlined pictures and fonts; extraction takes seconds a million
_INLINED: Final = re.compile(r"data:[\w/+.;=-]{0,100};base64,[A-Za-z0-9+/=]+")
_FEW_WORDS: Final = 25  # an extraction of fewer words has most probably missed the article
_PARAGRAPHS: Final = frozenset(
    """
    address article aside blockquote body dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre
    section table ul
    """.split()  # noqa: SIM905 -- a table of words reads best as text
)
_BLOCKS: Final = _PARAGRAPHS | frozenset(
    """
    caption dd div dt figcaption legend li option summary tbody td th tfoot thead tr
    """.split()  # noqa: SIM905 -- a table of words reads best as text
)
_UNSEEN: Final = frozenset(
    """
    script style noscript template head title iframe object svg math button select textarea audio video canvas
    """.split()  # noqa: SIM905 -- a table of words reads best as text
)


# Characters that XML has no place for, so that lxml would refuse to handle them.
_NO_XML: Final = dict.fromkeys((*range(9), 0x0B, *range(0x0E, 0x20), 0xFFFE, 0xFFFF)) | {0x0C: " "}
_NO_XML_REFERENCE: Final = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d)|x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])(?![0-9a-f]));?",
    re.IGNORECASE,
)


def from_html(markup: str, label: str) -> Content:
    """Extract the article of a page; where none is found, take the page's visible text (`cleaned` False).

    Raises:
        InputTooLarge: over `MAX_CHARACTERS`.
        NoArticle: the page shows no text at all.
        MissingExtra: trafilatura is not installed.
    """
    markup = _INLINED.sub("", markup)
    if len(markup) > MAX_CHARACTERS:
        raise InputTooLarge(f"{label} is a page of over {MAX_CHARACTERS // 1_000_000} MB; copy its text and give that.")
    extract = library("trafilatura", label, "a web page").extract
    tree = parse(markup)
    if tree is not None:
        title, language = _page_title(tree), _page_language(tree)
        if text := "\n\n".join(_article(tree, title, extract)):
            return Content(text, title, language, cleaned=True)
        if text := normalised(visible_text(tree)):
            return Content(text, title, language)
    raise NoArticle(f"{label} is a page without text; open it in a browser, copy the text and paste it.")


def parse(markup: str) -> _Element | None:
    """Parse HTML leniently, without network or entities; None if there is nothing in it."""
    from lxml import etree
    from lxml import html as lxml_html

    # As bytes: lxml refuses a str that declares an encoding.
    data = _NO_XML_REFERENCE.sub("", markup.translate(_NO_XML)).encode("utf-8", "replace")
    # huge_tree: boxes may be nested 2048 deep instead of 256, which pages with unclosed tags need.
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return lxml_html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def visible_text(tree: _Element, *, division: str = "\n") -> str:
    """The page as a person would copy it: blocks on their own lines, blank lines around paragraphs.

    `division` is what stands around a <div> and other blocks that are no paragraphs.
    """
    from lxml import etree

    pieces: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        starts = event == "start"
        hidden += (1 if starts else -1) * _is_hidden(element)
        pieces.append(_gap(element.tag, division, starts=starts))
        content = element.text if starts else element.tail
        if content and not hidden:
            pieces.append(re.sub(r"[ \t\r\n\f]+", " ", content))
    lines = (line.strip(" \t") for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _gap(tag: str, division: str, *, starts: bool) -> str:
    """What stands before or after the content of an element."""
    if tag in _PARAGRAPHS:
        return "\n\n"
    if tag in {"td", "th"}:
        return "" if starts else "\t"
    if tag in _BLOCKS:
        return division
    return "\n" if tag == "br" and starts else ""


def _is_hidden(element: _Element) -> bool:
    style = element.get("style", "").replace(" ", "").lower()
    return element.tag in _UNSEEN or element.get("hidden") is not None or "display:none" in style


# -- Its article ------------------------------------------------------------------------------------------------------

_BLURB_WORDS: Final = 35  # a paragraph with more words is no teaser
_CLUTTER: Final = frozenset({Kind.NOISE, Kind.LABEL, Kind.META, Kind.CREDIT, Kind.CAPTION_LABEL})
_NEAR_TITLE: Final = 60  # blocks of text after the title among which a standfirst is looked for
_BYLINE_MARK: Final = re.compile(
    r"\b(?:date|dateline|datepublished|datemodified|published|byline|author|auteur|timestamp|signature)\b",
    re.IGNORECASE,
)
_LEAD_MARK: Final = re.compile(r"(?:\b|_)(?:chapo|chapeau|standfirst|dek|articledek)(?:\b|_)", re.IGNORECASE)


def _article(tree: _Element, title: str | None, extract: Extract) -> list[str]:
    """The article's paragraphs, without the title; none if there seems to be no article."""
    work = deepcopy(tree)
    _drop_teasers(work)
    _drop_bylines(work)
    _drop_empty(work)
    _wrap_loose_text(work)
    headings = {_key(title or ""), *(_key(_inner_text(heading)) for heading in work.iter("h1"))}
    kept = [
        paragraph
        for paragraph in _extracted(work, extract)
        if _key(paragraph) not in headings and kind_of(paragraph) not in _CLUTTER
    ]
    while kept and kind_of(kept[-1]) is Kind.END:
        kept.pop()
    return _in_page_order(work, _lead(work, kept) + kept) if _count_words(kept) >= _FEW_WORDS else []


def _in_page_order(tree: _Element, paragraphs: list[str]) -> list[str]:
    """Paragraphs once each, as the page has them: the extractor appends what it recovers late."""
    page = _key(visible_text(tree))
    places: dict[str, int] = {}
    last = 0
    for paragraph in paragraphs:
        key = _key(paragraph)
        found = page.find(key, last)  # mostly they are in order: searching from the start each time would be quadratic
        last = found if found >= 0 else page.find(key)
        if last < 0:
            return list(dict.fromkeys(paragraphs))
        places.setdefault(paragraph, last)
    return sorted(places, key=places.__getitem__)


def _extracted(tree: _Element, extract: Extract) -> list[str]:
    """Run the extractor strictly, and more generously where that gives much less."""
    strict = _lines(tree, extract, favor_precision=True)
    usual = _lines(tree, extract)
    best = strict if _count_words(strict) >= 0.5 * _count_words(usual) else usual
    if _count_words(best) < _FEW_WORDS:
        return _lines(tree, extract, favor_recall=True, include_tables=True)
    return best


def _lines(tree: _Element, extract: Extract, **options: bool) -> list[str]:
    """The extractor's paragraphs, without the marks it gives to lists and tables."""
    options = {"include_comments": False, "include_tables": False} | options
    try:
        text = extract(tree, **options) or ""
    except Exception:  # noqa: BLE001 -- whatever a strange page does to the extractor, the visible text remains
        return []
    lines = (re.sub(r"^(?:- )+|^[|\s]+|[|\s]+$", "", line) for line in normalised(text).splitlines())
    return [re.sub(r"[ \t]+", " ", line) for line in lines if line]


def _count_words(paragraphs: Iterable[str]) -> int:
    return sum(len(paragraph.split()) for paragraph in paragraphs)


def _key(text: str) -> str:
    """Form in which two renderings of a title or sentence are equal: letters and digits only."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _inner_text(element: _Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _drop(element: _Element) -> None:
    """Remove an element with its content, but not the text after it."""
    if element.getparent() is not None:
        element.drop_tree()


def _leaves(tree: _Element, *tags: str) -> list[_Element]:
    """Elements of these tags that hold some letters and no other block."""
    return [
        element
        for element in tree.iter(*tags)
        if next(element.iterdescendants(*_BLOCKS), None) is None and _key("".join(element.itertext()))
    ]


def _drop_teasers(tree: _Element) -> None:
    """Remove boxes headed "Read also" and the like, and paragraphs that are a link with at most a label before it."""
    for heading in _leaves(tree, "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "strong"):
        text = _inner_text(heading)
        if len(text) <= 60 and kind_of(text) in {Kind.LABEL, Kind.END}:
            _drop_box(heading)
    for element in _leaves(tree, "p", "div", "li"):
        words = _inner_text(element).split()
        linked = _count_words(map(_inner_text, element.iter("a")))
        if linked >= 3 and len(words) - linked <= 4 and linked >= len(words) / 2 and words[-1][-1] not in ".!?":
            _drop(element)


def _drop_box(heading: _Element) -> None:
    """Remove a teaser heading with the box it opens, or with the links after it; a heading without either stays."""
    box = heading
    while (parent := box.getparent()) is not None and _may_be_box(parent, box):
        box = parent
    if _inner_text(box) != _inner_text(heading):
        _drop(box)
        return
    found = False
    while (following := box.getnext()) is not None and (_is_link_list(following) or _is_card(following)):
        found = True
        _drop(following)
    if found:
        _drop(box)


def _may_be_box(parent: _Element, box: _Element) -> bool:
    """A box starts with its heading, and holds links or nothing else."""
    if parent.tag in {"article", "main", "body", "html", "form"} or (parent.text or "").strip():
        return False
    if any((e.tail or "").strip() or "".join(e.itertext()).strip() for e in box.itersiblings(preceding=True)):
        return False
    return _is_link_list(parent) or _inner_text(parent) == _inner_text(box)


def _is_link_list(element: _Element) -> bool:
    """Tell links, perhaps with blurbs of a line or two, from running text with links in it."""
    links = [_inner_text(link) for link in element.iter("a")]
    unlinked = len(_inner_text(element).split()) - _count_words(links)
    few = unlinked <= 30 * len(links) and (len(links) > 1 or unlinked <= 8)
    return bool(links) and few and not _has_article(element)


def _has_article(element: _Element) -> bool:
    """The title or one true paragraph is enough."""
    return next(element.iter("h1"), None) is not None or any(
        len(_inner_text(leaf).split()) - _count_words(map(_inner_text, leaf.iter("a"))) > _BLURB_WORDS
        for leaf in _leaves(element, "p", "div", "li", "blockquote")
    )


def _is_card(element: _Element) -> bool:
    """Tell the teaser of one story: a box with a headline, a link and a line or two of text."""
    if element.tag not in {"div", "article", "section"} or _has_article(element):
        return False
    headed = next(element.iter("h2", "h3", "h4", "h5", "h6"), None) is not None
    return headed and element.find(".//a") is not None and len(_inner_text(element).split()) <= 60


def _drop_bylines(tree: _Element) -> None:
    """Remove short blocks marked as date or author: they are no sentences of the article."""
    for element in _leaves(tree, "p", "div", "ul", "address", "footer"):
        text = _inner_text(element)
        if len(text.split()) > 20 or text.endswith("."):
            continue
        marks = (inner.get(name, "") for inner in element.iter() for name in ("class", "itemprop", "rel"))
        if _BYLINE_MARK.search(" ".join(marks)):
            _drop(element)


def _drop_empty(tree: _Element) -> None:
    """Remove inline elements without content: with them, the extractor loses the text that follows."""
    for element in list(tree.iter("a", "b", "em", "font", "i", "span", "strong", "u")):
        if not len(element) and not (element.text or "").strip():
            element.drop_tag()


def _wrap_loose_text(tree: _Element) -> None:
    """Give text that stands directly in a box its paragraphs: extractors overlook it otherwise."""
    for box in list(tree.iter("div", "section", "article", "main")):
        loose = [box.text or "", *(child.tail or "" for child in box)]
        if any(len(text.split()) >= 5 for text in loose):
            _wrap(box)


def _wrap(box: _Element) -> None:
    """Put runs of text and inline elements into new paragraphs; a line break ends a run."""
    children = list(box)
    runs = [_new_run(box, box.text)]
    box.text = None
    for child in children:
        tail, child.tail = child.tail, None
        if child.tag in _BLOCKS or child.tag == "br":
            box.append(runs[-1])
            box.append(child)
            runs.append(_new_run(box, tail))
        else:
            runs[-1].append(child)
            child.tail = tail
    box.append(runs[-1])
    for run in runs:
        if not len(run) and not (run.text or "").strip():
            box.remove(run)


def _new_run(box: _Element, text: str | None) -> _Element:
    run = box.makeelement("p")
    run.text = text
    return run


def _lead(tree: _Element, paragraphs: list[str]) -> list[str]:
    """The standfirst under the title, where the extractor left it out: [text] or [].

    It is the first block after the title that the page's description repeats, or that is marked as such.
    """
    description = _key(_meta(tree, "og:description", "description") or "")
    present = _key(" ".join(paragraphs))
    for element in islice(_after_title(tree), _NEAR_TITLE):
        text = _inner_text(element)
        key = _key(text)
        if not 6 <= len(text.split()) <= 80 or key in present:
            continue
        described = len(description) > 30 and (key in description or description in key)
        marks = " ".join(box.get("class", "") for box in (element, element.getparent()))
        if described or _LEAD_MARK.search(marks):
            return [normalised(text)]
    return []


def _after_title(tree: _Element) -> Iterator[_Element]:
    """Blocks of text after the first title, outside of asides, menus and figures."""
    title = next(tree.iter("h1"), None)
    leaves = [] if title is None else title.xpath("following::p|following::div|following::h2|following::h3")
    for element in leaves:
        outside = next(element.iterancestors("aside", "nav", "footer", "figure", "figcaption", "li"), None) is None
        if outside and next(element.iterdescendants(*_BLOCKS), None) is None:
            yield element


# -- What it declares -------------------------------------------------------------------------------------------------

_SEPARATOR: Final = re.compile(r"\s[|–—·»-]+\s+|\s?\|\s?")


def _meta(tree: _Element, *names: str) -> str | None:
    """The content of the first filled <meta> of one of these names or properties, in their order."""
    for name in names:
        for element in tree.iter("meta"):
            content = " ".join(element.get("content", "").split())
            if content and name in (element.get("property"), element.get("name")):
                return content
    return None


def _page_title(tree: _Element) -> str | None:
    """The article's title: the h1 that the page's titles repeat, else the declared title without the site's name."""
    site = _meta(tree, "og:site_name") or ""
    page = next(filter(None, map(_inner_text, tree.iter("title"))), "")
    declared = [_without_site(title, site) for title in (_meta(tree, "og:title", "twitter:title"), page) if title]
    headings = [heading for heading in map(_inner_text, tree.iter("h1")) if _key(heading) not in {"", _key(site)}]
    for heading in headings:
        if any(_is_same_title(heading, title) for title in declared):
            return normalised(heading)
    candidates = declared[:1] or (headings if len(headings) == 1 else [])
    return normalised(candidates[0]) if candidates else None


def _is_same_title(heading: str, declared: str) -> bool:
    """Titles of one page often differ by a section before or a subtitle after."""
    short, long = sorted((_key(heading), _key(declared)), key=len)
    return short in long and len(short) >= 0.5 * len(long)


def _without_site(title: str, site: str) -> str:
    """Cut "| Section | The Site" off a page's title."""
    title = " ".join(title.split())
    while cuts := list(_SEPARATOR.finditer(title)):
        rest, last = title[: cuts[-1].start()], title[cuts[-1].end() :]
        if _key(last) != _key(site) and (len(last.split()) > 4 or len(rest.split()) < 2):
            break
        title = rest
    return title


def _page_language(tree: _Element) -> str | None:
    """The two-letter code of the language that the page declares."""
    root = tree.getroottree().getroot()
    return two_letters(root.get("lang") or root.get("xml:lang") or _meta(tree, "og:locale"))
