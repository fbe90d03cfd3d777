"""The lines of a page as blocks: what they look like, what they certainly are, what belongs to the line beside them.

`blocks_of(source)` cuts a text at its line breaks and joins hard-wrapped lines again. Nothing is rewritten: a block is
a span of the source, and `cleaning` decides which blocks are the article. All of it is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from summarizer.clutter import FUNCTION_WORDS, Kind, kind_of, plain

__all__ = ["Block", "Form", "blocks_of", "shared", "stems"]


class Form(Enum):
    """What a block looks like."""

    PROSE = "a sentence or more"
    SHORT = "a sentence of a word or two: yes or no in a dialogue"
    LOOSE = "no sentence: menu entry, headline, heading, list item"


@dataclass(slots=True)
class Block:
    """A line, or a hard-wrapped paragraph: `source[start:end]`.

    `text` is the same on one line, `key` its plain form for comparing. `kind` is the clutter it certainly is, or None;
    `swallowed` is the kind of the neighbour it belongs to, or None; `listed` marks items of a list in running text.
    """

    start: int
    end: int
    text: str
    key: str
    words: int
    form: Form
    kind: Kind | None
    blank_before: bool
    swallowed: Kind | None = None
    listed: bool = False

    @property
    def is_free(self) -> bool:
        """Whether nothing says that it is clutter."""
        return self.kind is None and self.swallowed is None

    @property
    def is_prose(self) -> bool:
        """Whether it can be a paragraph of the article."""
        return self.form is Form.PROSE and self.is_free

    @property
    def is_loose(self) -> bool:
        """Whether it is a free line that is no sentence."""
        return self.form is Form.LOOSE and self.is_free

    @property
    def is_sentences(self) -> bool:
        """Whether a sentence ends inside it."""
        return _INNER_END.search(self.text[:1000]) is not None

    @property
    def is_cut_short(self) -> bool:
        """Whether it ends with an ellipsis that stands for the rest of a headline."""
        return _CUT_SHORT.search(self.text[-20:]) is not None

    @property
    def is_item(self) -> bool:
        """Whether it starts with a bullet or a number."""
        return _BULLET.match(self.text) is not None

    @property
    def is_asking(self) -> bool:
        """Whether it is one sentence that ends with ?, ! or an ellipsis, as some headlines do."""
        is_open = self.text[-10:].rstrip(" \"»”'").endswith(("?", "!", "...", "…"))
        return is_open and self.words <= _LONGEST_HEADLINE and not self.is_sentences

    @property
    def is_headline(self) -> bool:
        """Whether it can be a headline: no sentence, or a short one without a full stop at its end."""
        is_unended = not _SENTENCE_END.search(self.text[-40:])
        return self.form is Form.LOOSE or (self.words <= _LONGEST_HEADLINE and (self.is_asking or is_unended))

    @property
    def is_biography(self) -> bool:
        """Whether it says of somebody named that they write: "Jane Doe is a reporter who ..."."""
        return self.words <= 90 and bool(_PRESENTS.match(self.text) and _TRADES.search(self.key[:200]))

    @property
    def common_words(self) -> int:
        """How many different function words it has."""
        return len(FUNCTION_WORDS & set(self.key.split()))


_LONGEST_HEADLINE = 25
_BULLET = re.compile(r"(?:[-*•·●▪►▶‣–—+○◦■✓✔→»]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+\S|\d{1,2}°\s")
_STRONG_BULLET = re.compile(r"\s*[•·●▪►▶‣*○◦■✓✔–-]\s*\S")
_FOOTNOTES = r"(?:\s*\[[\w ]{1,12}\])*$"
_SENTENCE_END = re.compile(r"[.!?…:;][\"'»”’›)\]*]*" + _FOOTNOTES)
_STRONG_END = re.compile(r"[.!?…][\"'»”’›)\]*\s]*" + _FOOTNOTES)
_INNER_END = re.compile(r"(?:\b[a-zà-ÿ]{2,}|\b[^\W\d_]{5,}|\d|[)»”\"])\s?[.!?…][»”\"]?\s+[«“\"(]?\s?[A-ZÀ-Þ]")
_CUT_SHORT = re.compile(r"(?:\s(?:\.{2,}|…)|\[(?:\.{3}|…)\]|\((?:\.{3}|…)\))$")
_NAME = re.compile(r"[A-ZÀ-Þ][\w.'’-]+(?: (?:[A-ZÀ-Þ][\w.'’-]*|de|du|von|van|le|la)){1,3}")
_PRESENTS = re.compile(
    r"[A-ZÀ-Þ][\w.'’-]+(?: (?:[A-ZÀ-Þ][\w.'’-]*|de|du|von|van|le|la)){1,4},? (?:\([^()]{2,40}\) )?"
    r"(?:is|was|est|covers|writes|reports|has|joined|works|couvre|écrit|a|travaille|collabore|tweets)\b"
)
_TRADES = re.compile(
    r"\b(?:reporter|journalist|correspondent|columnist|editor|writer|author|contributor|fellow|professor|lecturer"
    r"|researcher|broadcaster|freelance|producer|covers|journaliste|correspondante?|redact\w+|chroniqueu\w+|editorialiste"
    r"|auteure?|autrice|enseignante?|chercheu\w+|professeure?|maitre de conferences|documentariste|collabor\w+|couvre)\b"
)


def blocks_of(source: str) -> list[Block]:
    """The blocks of `source` in order, each marked with what it is on its own and beside its neighbours."""
    blocks: list[Block] = []
    previous = 0
    for start, end in _joined(source, list(_lines(source))):
        first = _after_glued_label(source, start, end)
        blocks.append(_block(source, first, end, blank_before=not blocks or _is_apart(source, previous, start)))
        previous = end
    _mark_comment_links(blocks)
    _mark_authors(blocks)
    _mark_swallowed(blocks)
    _mark_lists(blocks)
    return blocks


def stems(blocks: Iterable[Block], length: int = 6) -> Counter[str]:
    """The content words of `blocks`, cut to `length` letters, with counts: what they speak of."""
    found: Counter[str] = Counter()
    for block in blocks:
        found.update(word[:length] for word in _LONG_WORD.findall(block.key) if word not in FUNCTION_WORDS)
    return found


def shared(some: Counter[str], known: Counter[str]) -> float:
    """The share of the stems `some` that is among `known`, from 0 to 1; 0 for no stems."""
    return sum(stem in known for stem in some) / len(some) if some else 0.0


_LONG_WORD = re.compile(r"[^\W_]{4,}")


# -- Lines ------------------------------------------------------------------------------------------------------------

_NON_BLANK = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_EDGES = " \t\x1f\u00a0\u00ad\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u202f\u205f\u2060\u3000\ufeff"
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_GLUED_LABEL = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]{2,}(?=[A-ZÀ-Þ«“\"][\w'’])")


def _lines(source: str) -> Iterator[_Line]:
    """Spans of the lines that are not blank, without the spaces around them."""
    for match in _NON_BLANK.finditer(source):
        line = match.group()
        bare = line.lstrip(_EDGES)
        start = match.start() + len(line) - len(bare)
        bare = bare.rstrip(_EDGES)
        if bare:
            yield start, start + len(bare)


def _is_apart(source: str, end: int, start: int) -> bool:
    """Whether a blank line lies between two lines, the one that ends at `end` and the one that starts at `start`."""
    return len(_BREAK.findall(source, end, start)) > 1


def _after_glued_label(source: str, start: int, end: int) -> int:
    """Where the block starts once a label glued to its first word is gone: "AdvertisementThe company said"."""
    match = _GLUED_LABEL.match(source, start, end)
    if match and end - start > 60 and kind_of(match.group()) is Kind.NOISE:
        return match.end()
    return start


def _block(source: str, start: int, end: int, *, blank_before: bool) -> Block:
    """One block with its form and kind."""
    text = _SPACES.sub(" ", source[start:end])
    return Block(start, end, text, plain(text[:2000]), len(text.split()), _form(text), kind_of(text), blank_before)


def _form(text: str) -> Form:
    """Prose, short sentence or loose line, by end mark, length and function words."""
    words = [word.replace("’", "'") for word in _WORD.findall(text[:1000].lower())]
    common = sum(word in FUNCTION_WORDS or word.partition("'")[0] in FUNCTION_WORDS for word in words)
    if _CUT_SHORT.search(text[-20:]) and len(words) < 40:
        return Form.LOOSE
    if (
        (len(words) >= 4 and common and _SENTENCE_END.search(text[-40:]))
        or (len(words) >= 12 and common >= 2 and _INNER_END.search(text[:1000]))
        or (len(words) >= 21 and common >= len(words) / 6)
    ):
        return Form.PROSE
    return Form.SHORT if words and _STRONG_END.search(text[-40:]) else Form.LOOSE


# -- Hard-wrapped text ------------------------------------------------------------------------------------------------

_Line = tuple[int, int]
_NARROWEST, _WIDEST = 40, 130
_FIRST_WORD = re.compile(r"\S{1,40}")


def _joined(source: str, lines: list[_Line]) -> Iterator[_Line]:
    """Spans of `lines`, the lines of one hard-wrapped paragraph made one span."""
    groups = list(_groups(source, lines))
    widths = [_wrap_width(source, group) for group in groups]
    common = _common_width(groups, widths)
    for group, width in zip(groups, widths, strict=True):
        start, end = group[0]
        for previous, line in pairwise(group):
            if not _continues(source, previous, line, width or common):
                yield start, end
                start = line[0]
            end = line[1]
        yield start, end


def _groups(source: str, lines: list[_Line]) -> Iterator[list[_Line]]:
    """Runs of lines without a blank line between them."""
    group: list[_Line] = []
    for line in lines:
        if group and _is_apart(source, group[-1][1], line[0]):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _wrap_width(source: str, group: Sequence[_Line]) -> int | None:
    """The width at which the lines of `group` were wrapped, or None if they were not.

    A wrapped line is full (the next line's first word had no room), mostly ends inside a sentence, and is mostly
    followed by a line that starts in lower case.
    """
    width = _top_width([end - start for start, end in group])
    pairs = [(first, second) for first, second in pairwise(group) if not _BULLET.match(source, *second)]
    if not pairs or not _NARROWEST <= width <= _WIDEST:
        return None
    full = sum(_is_full(source, first, second, width) for first, second in pairs)
    inside = sum(not _ends_sentence(source, first) for first, _ in pairs)
    lower = sum(source[second[0]].islower() for _, second in pairs)
    is_wrapped = full >= 0.6 * len(pairs) and inside >= 0.5 * len(pairs) and lower >= 0.3 * len(pairs)
    return width if is_wrapped else None


def _top_width(lengths: Sequence[int]) -> int:
    """The length that many of the longest lines come close to; one longer line, such as a title, does not count."""
    ordered = sorted(lengths, reverse=True)
    needed = max(2, len(ordered) // 3)
    for place, length in enumerate(ordered[: len(ordered) - needed + 1]):
        if ordered[place + needed - 1] >= length - 12 and ordered[place + 1] >= length - 4:
            return length
    return ordered[0]


def _common_width(groups: Sequence[Sequence[_Line]], widths: Sequence[int | None]) -> int | None:
    """The width of a text that is hard-wrapped as a whole, for its paragraphs of two lines; None for other texts."""
    wrapped = sum(len(group) for group, width in zip(groups, widths, strict=True) if width)
    lines = sum(len(group) for group in groups if len(group) > 1)
    return max((width for width in widths if width), default=None) if wrapped > 0.5 * lines else None


def _is_full(source: str, line: _Line, following: _Line, width: int) -> bool:
    """Whether the first word of `following` had no room at the end of `line` (with a little tolerance).

    A line longer than the width was not wrapped: it stands for itself, as titles do.
    """
    if line[1] - line[0] > width:
        return False
    word = _FIRST_WORD.match(source, *following)
    return line[1] - line[0] + 1 + (word.end() - word.start() if word else 0) > width - 6


def _ends_sentence(source: str, line: _Line) -> bool:
    """Whether a span ends with a sentence mark."""
    return bool(_STRONG_END.search(source[max(line[0], line[1] - 40) : line[1]]))


def _continues(source: str, previous: _Line, line: _Line, width: int | None) -> bool:
    """Whether `line` goes on with the paragraph of the line before it."""
    if _BULLET.match(source, *line):
        return False
    is_lower = source[line[0]].islower()
    if width is not None:
        return _is_full(source, previous, line, width) or (is_lower and not _ends_sentence(source, previous))
    return is_lower and _is_broken_sentence(source[previous[0] : previous[1]], source[line[0] : line[1]])


def _is_broken_sentence(head: str, tail: str) -> bool:
    """Whether two lines are one sentence, cut in two where an abbreviation or a link stood."""
    return (
        head[-1] not in ":;"
        and len(head.split()) > 5
        and (len(tail.split()) > 5 or bool(_STRONG_END.search(tail[-40:])))
        and kind_of(head) is None
        and kind_of(tail) is None
    )


# -- What depends on the neighbours -----------------------------------------------------------------------------------

_MOST_HEADLINES = 40
_HEADINGS_TOO = frozenset(
    {"reactions", "les reactions", "discussion", "la discussion", "the conversation", "responses"}
)
_ANSWER = re.compile(r"(?:repondre|signaler|reply|report|flag|upvote|permalink|permalien)\b.{0,30}")


def _mark_comment_links(blocks: Sequence[Block]) -> None:
    """Where "Comments" is a link above the article rather than the head of the comments, it is noise.

    It is a link when little prose stands above it and more below (any, when the byline is near), and what is below has
    no dates and reply buttons.
    "Reactions" and the like, without those, are headings of the article.
    """
    above = 0
    for index, block in enumerate(blocks):
        above += block.words if block.is_prose else 0
        if block.kind is Kind.OVER:
            paragraphs, is_thread = _thread(blocks[index + 1 : index + 30])
            if paragraphs and not is_thread and block.key in _HEADINGS_TOO:
                block.kind = None
                continue
            is_below_byline = any(other.kind is Kind.META for other in blocks[max(index - 8, 0) : index])
            if paragraphs > (0 if is_below_byline else 2) and not is_thread and above <= 400:
                block.kind = Kind.NOISE


def _thread(below: Sequence[Block]) -> tuple[int, bool]:
    """How many paragraphs follow the head of would-be comments, and whether dates and reply buttons stand among them."""
    paragraphs = sum(block.is_prose and block.words > 12 for block in below)
    answers = sum(block.kind is Kind.META or bool(_ANSWER.fullmatch(block.key)) for block in below)
    return paragraphs, answers >= 0.4 * paragraphs


def _mark_authors(blocks: Sequence[Block]) -> None:
    """Mark the author's box: prose that starts with a name that stands alone on a line or in a byline, and a trade."""
    names = {name.group() for block in blocks if block.kind is Kind.META for name in _NAME.finditer(block.text[:200])}
    names |= {block.text for block in blocks if block.is_loose and _NAME.fullmatch(block.text)}
    for block in blocks:
        name = _NAME.match(block.text) if block.kind is None and block.is_biography else None
        if name and any(name.group().startswith(known) or known.endswith(name.group()) for known in names):
            block.kind = Kind.END


def _mark_swallowed(blocks: Sequence[Block]) -> None:
    """Mark what belongs to a label, a credit or a machine-made summary beside it."""
    for index, block in enumerate(blocks):
        if block.kind in (Kind.LABEL, Kind.END):
            _swallow_headlines(blocks, index)
        elif block.kind is Kind.CREDIT:
            _swallow_credited(blocks, index)
        elif block.kind is Kind.CAPTION_LABEL:
            _swallow_caption(blocks, index)
        elif block.kind is Kind.WIDGET:
            _swallow_bullets(blocks, index)


def _swallow_headlines(blocks: Sequence[Block], index: int) -> None:
    """The lines after a label, up to the first that is prose, are other stories.

    A last short line right before prose, after a headline, is spared: it is the next heading of the article.
    """
    swallowed = []
    place = index + 1
    while place < min(index + 1 + _MOST_HEADLINES, len(blocks)):
        block = blocks[place]
        if block.kind in (Kind.LABEL, Kind.END, Kind.OVER) or (block.kind is None and not block.is_headline):
            break
        if block.kind is None:
            swallowed.append(place)
        place += 1
    if _is_heading_after_headlines(blocks, swallowed, place):
        swallowed.pop()
    for other in swallowed:
        blocks[other].swallowed = blocks[index].kind


def _is_heading_after_headlines(blocks: Sequence[Block], swallowed: Sequence[int], place: int) -> bool:
    """Whether the last of the `swallowed` lines is the article's next heading; `place` is what comes after them."""
    return (
        len(swallowed) > 1
        and place < len(blocks)
        and swallowed[-1] == place - 1
        and blocks[place].is_prose
        and 1 < blocks[place - 1].words <= 8
        and any(blocks[other].words > 2 for other in swallowed[:-1])
    )


def _swallow_credited(blocks: Sequence[Block], index: int) -> None:
    """The loose line before a credit, or else after it, is the caption; above the text a short sentence may be, too."""
    for block in blocks[max(index - 1, 0) : index + 2 : 2]:
        is_open = block.form is Form.LOOSE and block.kind is None and block.swallowed in (None, Kind.END)
        if is_open and block.words > 3:
            block.swallowed = Kind.CREDIT
            return
    is_above_text = not any(block.words >= 25 and block.is_prose for block in blocks[max(index - 8, 0) : index])
    before = blocks[max(index - 1, 0)]
    if is_above_text and before.is_prose and before.words <= 20 and not before.is_sentences:
        before.swallowed = Kind.CREDIT


def _swallow_caption(blocks: Sequence[Block], index: int) -> None:
    """The line after "image caption" is the caption; after "view gallery" only if it is no sentence."""
    is_sure = blocks[index].key.endswith(("caption", "legende", "image"))
    for block in blocks[index + 1 : index + 2]:
        if block.words <= 60 and (is_sure or block.is_headline):
            block.swallowed = Kind.CAPTION


def _swallow_bullets(blocks: Sequence[Block], index: int) -> None:
    """The bullets after the head of a machine-made summary, with what stands between, are not the article."""
    following = blocks[index + 1 : index + 15]
    bullets = [place for place, block in enumerate(following) if _STRONG_BULLET.match(block.text)]
    if not bullets or bullets[0] > 5:
        return
    last = bullets[0]
    while last + 1 in bullets:
        last += 1
    for block in following[: last + 1]:
        block.swallowed = Kind.WIDGET


def _mark_lists(blocks: Sequence[Block]) -> None:
    """Mark list items: bulleted or numbered lines, and the loose lines after a sentence that ends with a colon."""
    is_open = False
    previous: Block | None = None
    for block in blocks:
        if block.is_loose:
            is_joined = previous is not None and (previous.is_prose or previous.listed or previous.is_item)
            block.listed = is_open or (block.is_item and is_joined)
        else:
            is_open = block.is_prose and block.text.endswith(":")
        previous = block
