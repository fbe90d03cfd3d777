"""From the text of a page to its article: `clean(text) -> Article`.

The way of a page:

1. lines become blocks, spans of the input; hard-wrapped lines are joined (`blocks`);
2. each block gets a form (prose, short sentence, loose line) and perhaps a kind of clutter (`clutter.kind_of`); labels
   swallow the headlines after them, credits the caption beside them, a machine-made summary its bullets (`blocks`);
3. prose with little between it makes segments; the weightiest is the core of the article, and those above and below
   join it when little lies between, or when they speak of the same things (the share of their words already known);
4. the title is looked for above; paragraphs, section headings and lists of the article are kept, the rest is dropped;
5. out go author boxes, what is said twice (title, lead, pull quotes) and notices in the other language.

A text without clutter keeps every line but its title. All of it is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from summarizer.blocks import Block, Form, blocks_of, shared, stems
from summarizer.clutter import Kind, plain
from summarizer.errors import NoArticle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from summarizer.reading import Document

__all__ = ["Article", "clean"]


@dataclass(frozen=True, slots=True)
class Article:
    """A page without its clutter.

    `paragraphs[i] == text[spans[i][0]:spans[i][1]]` where `text` is the input (for a Document, its `text`); inner line
    breaks of hard-wrapped paragraphs stay in. `title` is None when the page shows none, and never in `paragraphs`.
    Section headings and list items of the article are paragraphs of their own; they end without a sentence mark.
    """

    title: str | None
    paragraphs: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        """The paragraphs, a blank line between them."""
        return "\n\n".join(self.paragraphs)


def clean(text: str | Document) -> Article:
    """The article in `text`: a pasted page, HTML source, plain text, or a Document.

    Raises:
        NoArticle: nothing but clutter, symbols or a word or two.
    """
    page = _page(text)
    blocks = [page.blocks[index] for index in _kept(page)]
    if sum(block.words for block in blocks) < _FEWEST_WORDS:
        raise NoArticle("Paste the text of an article: there is nothing to summarise in this input.")
    return Article(
        title=page.title,
        paragraphs=tuple(page.source[block.start : block.end] for block in blocks),
        spans=tuple((block.start, block.end) for block in blocks),
    )


_FEWEST_WORDS = 3


# -- Pages ------------------------------------------------------------------------------------------------------------

_CLUTTER = frozenset({Kind.NOISE, Kind.LABEL, Kind.WIDGET, Kind.TICKER, Kind.END, Kind.OVER})
_HTML = re.compile(
    r"\s*<(?:!doctype\s+html|html|head|body|article|main|div|section|p|h1|meta|script|\?xml)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Page:
    """The input as blocks.

    `strict`: it is a page with its clutter, so loose lines must earn their place. A text as its author wrote it, and
    one from which an extractor has removed the clutter already, lose only what is certainly clutter.
    """

    source: str
    blocks: list[Block]
    title: str | None
    strict: bool


def _page(text: str | Document) -> _Page:
    """The input, cut into blocks; HTML source goes through `reading` first."""
    if isinstance(text, str):
        if not _is_html(text):
            blocks = blocks_of(text)
            return _Page(text, blocks, None, _is_cluttered(blocks))
        from summarizer.reading import from_text

        text = from_text(text)
    blocks = blocks_of(text.text)
    return _Page(text.text, blocks, text.title or None, not text.cleaned and _is_cluttered(blocks))


def _is_html(text: str) -> bool:
    """Whether `text` is the source of a page."""
    return bool(_HTML.match(text)) and "</" in text


def _is_cluttered(blocks: Sequence[Block]) -> bool:
    """Whether the text is a page with its clutter, rather than an article as its author wrote it."""
    noise = sum(block.kind in _CLUTTER for block in blocks)
    return noise >= 3 or noise > 0.08 * len(blocks) or any(block.kind is Kind.OVER for block in blocks)


def _kept(page: _Page) -> list[int]:
    """Indexes of the blocks of the article, in order; sets the page's title when it had none."""
    blocks = page.blocks
    segments = _segments(blocks)
    if not segments:
        return _without_prose(page)
    prose = _without_stragglers(page, [index for segment in _chosen(page, segments) for index in segment.members])
    title = _title_of(page, prose)
    prose = _from_title(blocks, prose, title)
    keep = _with_headings(blocks, prose, title) if page.strict else _with_loose(blocks, prose, title)
    keep = _without_author(blocks, _without_company(blocks, keep))
    keep = _without_double_lead(blocks, _without_title(page, keep))
    return _without_foreign(blocks, _without_pull_quotes(blocks, keep)) if page.strict else keep


def _without_prose(page: _Page) -> list[int]:
    """The blocks of a text without a sentence: its longer lines, or all of them if it has no clutter."""
    return [
        index
        for index, block in enumerate(page.blocks)
        if block.is_free and (not page.strict or (block.words >= 8 and block.common_words >= 2))
    ]


# -- Segments ---------------------------------------------------------------------------------------------------------
# Thresholds were set on real pages and on articles of two news corpora: of two halves of one article, nine in ten
# share 0.10 of their stems or more; of two unrelated articles, nine in ten share 0.18 or less, half 0.08 or less.

_COST: dict[Kind, float] = {
    Kind.META: 0.3,
    Kind.CAPTION: 0.3,
    Kind.CREDIT: 0.3,
    Kind.CAPTION_LABEL: 0.3,
    Kind.NOISE: 0.8,
    Kind.LABEL: 0.8,
    Kind.WIDGET: 0.8,
    Kind.TICKER: 3,
    Kind.END: 6,
    Kind.OVER: 12,
}
_SEGMENT_GAP = 5.0
_SUBSTANTIAL = 80  # words of prose that can be an article by themselves
_LONGEST_COUNTED = 200  # words of one paragraph that count when segments are weighed


@dataclass(slots=True)
class _Segment:
    """Prose with little between: indexes of its prose blocks, and what lies before it.

    `gap` is the cost of what lies before, `links` how many headlines of other stories are among it; `ended` and `over`
    say that the end of an article is among it.
    """

    members: list[int]
    gap: float
    links: int
    ended: bool
    over: bool


def _segments(blocks: Sequence[Block]) -> list[_Segment]:
    """Segments of prose; a new one starts where the gap costs more than `_SEGMENT_GAP`, or at the end of an article."""
    segments: list[_Segment] = []
    between: list[Block] = []
    for index, block in enumerate(blocks):
        if not block.is_prose:
            between.append(block)
            continue
        gap, kinds = _gap(between), {other.kind for other in between}
        ended, over = Kind.END in kinds, Kind.OVER in kinds
        if segments and gap <= _SEGMENT_GAP and not ended and not over:
            segments[-1].members.append(index)
        else:
            links = sum(other.swallowed is not None for other in between)
            segments.append(_Segment([index], gap, links, ended, over))
        between = []
    return segments


def _gap(between: Sequence[Block]) -> float:
    """What the blocks between two of prose cost: a heading is cheap, a second loose line in a row is not."""
    cost, row = 0.0, 0
    for block in between:
        row = row + 1 if block.is_loose else 0
        cost += _cost(block, row)
    return cost


def _cost(block: Block, row: int) -> float:
    """How much a block separates the prose around it; `row` counts loose lines up to this one."""
    if block.kind is not None:
        return _COST[block.kind]
    if block.swallowed is not None:
        return 0.3
    if block.listed or block.form is Form.SHORT:
        return 0.1
    return 1.0 if row <= 1 else 2.0


def _chosen(page: _Page, segments: Sequence[_Segment]) -> list[_Segment]:
    """The core and the segments that belong to it, in order."""
    core = _core(page.blocks, segments)
    growth = _Growth(page, [segments[core]])
    growth.down(segments[core + 1 :])
    growth.up(segments[: core + 1])
    return sorted(growth.chosen, key=lambda segment: segment.members[0])


def _core(blocks: Sequence[Block], segments: Sequence[_Segment]) -> int:
    """The place of the weightiest segment; what follows the end of a long enough article weighs less."""
    best, heaviest, factor, seen = 0, 0.0, 1.0, 0
    for place, segment in enumerate(segments):
        weight = sum(min(blocks[index].words, _LONGEST_COUNTED) for index in segment.members)
        if (segment.ended or segment.over) and seen >= _SUBSTANTIAL:
            factor = 0.4
        seen = max(seen, weight)
        if weight * factor > heaviest:
            best, heaviest = place, weight * factor
    return best


class _Growth:
    """The article while it grows from its core, nearest segments first; `known` is what it speaks of so far."""

    def __init__(self, page: _Page, chosen: list[_Segment]) -> None:
        self.page = page
        self.chosen = chosen
        self.known = stems(page.blocks[index] for segment in chosen for index in segment.members)

    def down(self, segments: Sequence[_Segment]) -> None:
        """Take the segments below that go on with the article; never past the head of the comments."""
        gap, links, ended = 0.0, 0, False
        for segment in segments:
            if segment.over:
                return
            gap, links, ended = gap + segment.gap, links + segment.links, ended or segment.ended
            if self._takes(segment, gap, links if ended else None):
                gap, links, ended = 0.0, 0, False
            else:
                gap += 2

    def up(self, segments: Sequence[_Segment]) -> None:
        """Take the segments above that begin the article; the last of `segments` is the core."""
        gap = 0.0
        for lower, segment in pairwise(reversed(segments)):
            gap += min(lower.gap, 8.0) + 4 * lower.ended
            gap = 0.0 if self._takes(segment, gap, None) else gap + 2

    def _takes(self, segment: _Segment, gap: float, links: int | None) -> bool:
        """Add `segment` if it belongs, and say whether it does; `links` is None when the article has not ended above."""
        members = [self.page.blocks[index] for index in segment.members]
        if links is None:
            belongs = not self.page.strict or self._goes_on(members, gap)
        else:
            belongs = self._resumes(members, gap, links)
        if belongs:
            self.chosen.append(segment)
            self.known.update(stems(members))
        return belongs

    def _goes_on(self, members: Sequence[Block], gap: float) -> bool:
        """Whether a segment after a mere gap belongs: the wider the gap, the more it must share."""
        words = sum(block.words for block in members)
        alike = shared(stems(members), self.known)
        is_long = words >= 50
        if gap <= 8:
            return alike >= (0.04 if is_long else 0.12)
        if gap <= 20:
            return words >= 25 and alike >= (0.14 if is_long else 0.18)
        return is_long and alike >= 0.28

    def _resumes(self, members: Sequence[Block], gap: float, links: int) -> bool:
        """Whether a segment after the head of a list of other stories is the article again, and not their teasers.

        It is when each of its paragraphs speaks of the same things. When the list is a box with a few links, it is when
        the segment is short, made of real paragraphs, and not unrelated; a paragraph of several sentences right after
        one or two links needs to share the least.
        """
        if sum(block.words for block in members) < 20 or gap >= 30:
            return False
        if self._is_cohesive(members):
            return True
        is_long = min(block.words for block in members) >= 12 and max(block.words for block in members) >= 20
        is_after_box = links <= 2 and gap < 8 and members[0].is_sentences
        least = 0.05 if is_after_box else 0.1 if len(members) > 1 else 0.13
        return (
            links > 0 and gap <= 12 and is_long and len(members) <= 12 and shared(stems(members), self.known) >= least
        )

    def _is_cohesive(self, members: Sequence[Block]) -> bool:
        """Whether most paragraphs, each on its own, speak of what is known, and few stand there twice."""
        alike = sum(shared(stems([block]), self.known) >= 0.15 for block in members)
        doubled = len(members) - len({block.key for block in members})
        return alike >= 0.7 * len(members) and doubled <= 0.1 * len(members)


def _without_stragglers(page: _Page, prose: list[int]) -> list[int]:
    """`prose` of a page without short lines at its ends that stand apart and share little: headlines and notices."""
    first, last = 0, len(prose)
    while page.strict and last - first > 1 and _is_straggler(page.blocks, prose[first], prose[first + 1 : last]):
        first += 1
    while page.strict and last - first > 1 and _is_straggler(page.blocks, prose[last - 1], prose[first : last - 1]):
        last -= 1
    return prose[first:last]


def _is_straggler(blocks: Sequence[Block], index: int, others: Sequence[int]) -> bool:
    """Whether the short block at `index`, at one end of the article, stands apart from the `others` in both ways."""
    is_below = index > others[-1]
    nearest = others[-1] if is_below else others[0]
    near = others[-40:] if is_below else others[:40]
    between = blocks[min(index, nearest) + 1 : max(index, nearest)]
    is_apart = sum(block.is_loose and not block.listed for block in between) > 1 or (
        not is_below and _gap(between) >= 3
    )
    alike = shared(stems([blocks[index]]), stems(blocks[other] for other in near))
    return is_apart and blocks[index].words <= (12 if is_below else 20) and alike < (0.25 if is_below else 0.12)


# -- Title ------------------------------------------------------------------------------------------------------------

_FARTHEST_TITLE = 400  # blocks above the text
_FARTHEST_LEAD = 15  # blocks above the text
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")


def _title_of(page: _Page, prose: Sequence[int]) -> int | None:
    """Index of the block that is the title, or None; sets the page's title to its text."""
    if page.title is not None:
        return _known_title(page, prose)
    search = _TitleSearch(page, prose)
    title = search.best()
    if title is None or title >= prose[-1] or not (page.strict or _stands_apart(page.blocks, title)):
        return None
    page.title = _title_text(page, page.blocks[title])
    if page.blocks[title].swallowed is Kind.END:  # the label that swallowed it, and what follows it, was in a menu
        for block in page.blocks[title : prose[0]]:
            block.swallowed = None if block.swallowed is Kind.END else block.swallowed
    return title


def _known_title(page: _Page, prose: Sequence[int]) -> int | None:
    """Index of the block that repeats the title the page came with; the block's wording wins (no site's name in it)."""
    key = plain(page.title or "")
    for index, block in enumerate(page.blocks[: prose[0] + 10]):
        if len(block.key) > 8 and (block.key == key or (key.startswith(block.key) and len(block.key) > 0.5 * len(key))):
            page.title = _title_text(page, block)
            return index if index < prose[-1] else None
    return None


def _title_text(page: _Page, block: Block) -> str:
    """The title on one line, without menu entries glued to its first word ("NewsPoliticsThe title")."""
    is_glued = block.start > 0 and page.source[block.start - 1].isalnum()
    first, _, rest = block.text.partition(" ")
    return f"{_CAMEL.split(first)[-1]} {rest}".strip() if is_glued else block.text


def _stands_apart(blocks: Sequence[Block], index: int) -> bool:
    """Whether a would-be title of a text without clutter is no sentence, or a question apart and not an interview's."""
    if blocks[index].form is Form.LOOSE:
        return True
    is_interview = sum(block.is_asking for block in blocks) > 1
    return len(blocks) > index + 2 and blocks[index + 1].blank_before and not is_interview


class _TitleSearch:
    """Looks for the title above the prose of an article: near it, about the same things, perhaps there twice."""

    def __init__(self, page: _Page, prose: Sequence[int]) -> None:
        self.blocks = blocks = page.blocks
        self.strict = page.strict
        self.first = next((index for index in prose if not blocks[index].is_headline), prose[-1])
        self.known = stems((blocks[index] for index in prose[:40] if index >= self.first), length=4)
        self.above = Counter(block.key for block in blocks[max(0, self.first - _FARTHEST_TITLE) : self.first])
        self.below = {block.key for block in blocks[self.first : prose[-1]]}

    def best(self) -> int | None:
        """Index of the likeliest block; above the text rather than inside, a headline rather than a lead below it."""
        scores = {index: self._score(index) for index in self._candidates()}
        scores = {index: score for index, score in scores.items() if score > (0.3 if self.strict else 0.0)}
        scores = self._bare({index: score for index, score in scores.items() if index <= self.first} or scores)
        best = max(scores, key=lambda index: scores[index], default=None)
        if best is None:
            return None
        best = self._above_lead(best, scores)
        return max(index for index in scores if self.blocks[index].key == self.blocks[best].key)

    def _candidates(self) -> Iterator[int]:
        """Blocks that look like a title; on a page, a line or two of clutter taken for prose may stand above it."""
        last, words = self.first, 0
        while self.strict and last < len(self.blocks) and words < 30:
            words += self.blocks[last].words if self.blocks[last].is_prose else 0
            last += 1
        for index in range(max(0, self.first - _FARTHEST_TITLE), last):
            if _can_be_title(self.blocks[index]):
                yield index

    def _score(self, index: int) -> float:
        """How much the block at `index` looks like the title."""
        block = self.blocks[index]
        words = stems([block], length=4)
        following = next((other for other in self.blocks[index + 1 : index + 8] if other.kind not in _CLUTTER), block)
        is_byline_next = following.kind is Kind.META and following.words > 1
        return (
            shared(words, self.known) * min(1.0, (len(words) + 1) / 4)
            - min(0.008 * abs(self.first - index), 0.6)
            + 0.25 * (self.above[block.key] > 1)
            + 0.2 * (is_byline_next or following.is_prose)
            + 0.15 * (block.words > 4 and block.common_words > 0)
            + 0.4 * (not self.strict and index == 0)
            - 0.15 * (block.swallowed is Kind.CREDIT)
            - 0.2 * block.is_sentences
            - 0.3 * (index > self.first)
            - 0.5 * (index < self.first and block.key in self.below)  # a section heading, in a table of contents
        )

    def _bare(self, scores: dict[int, float]) -> dict[int, float]:
        """`scores` without the candidates that are another one with something glued before it."""
        keys = {self.blocks[index].key for index in scores}
        return {
            index: score
            for index, score in scores.items()
            if not any(self.blocks[index].key.endswith(key) and self.blocks[index].key != key for key in keys)
        }

    def _above_lead(self, best: int, scores: dict[int, float]) -> int:
        """The candidate just above the best one, if there is one: the lead often says more of the text than the title."""
        is_lead = self.blocks[best].form is Form.PROSE and not self.blocks[best].is_asking
        for index in range(best - 1, max(best - (12 if is_lead else 4), -1), -1):
            if not is_lead and (self.blocks[index].kind or scores.get(index, 0.0) < scores[best] - 0.35):
                break
            if index in scores and self.blocks[index].words > 3:
                best, is_lead = index, False
        return best


def _can_be_title(block: Block) -> bool:
    """Whether a block, wherever it stands, looks like a title."""
    return (
        1 < block.words <= 30
        and block.kind is None
        and block.swallowed in (None, Kind.END, Kind.CREDIT)
        and block.is_headline
        and not block.is_cut_short
        and not block.is_item
        and block.text[-1] not in "—–-:,;"
        and not (block.is_sentences and block.text.endswith(")"))
    )


# -- What is kept -----------------------------------------------------------------------------------------------------

_NO_HEADING = re.compile(r"[|›#@]|\d{1,2}:\d{2}")


def _from_title(blocks: Sequence[Block], prose: Sequence[int], title: int | None) -> list[int]:
    """The prose below the title; what stands between the title and the text belongs to it if it is near."""
    if title is None:
        return list(prose)
    kept = [index for index in prose if index > title]
    known = stems(blocks[index] for index in kept[:40])
    for index in range(kept[0] - 1, max(title, kept[0] - _FARTHEST_LEAD), -1):
        is_next = all(block.kind is not None for block in blocks[title + 1 : index])
        if blocks[index].is_prose and (is_next or shared(stems([blocks[index]]), known) >= 0.08):
            kept.insert(0, index)
    return kept


def _with_loose(blocks: Sequence[Block], prose: Sequence[int], title: int | None) -> list[int]:
    """Every line of a text without clutter, but for what is certainly clutter and prose that was left out."""
    ends = (index for index in range(prose[-1], len(blocks)) if blocks[index].kind in (Kind.END, Kind.OVER))
    chosen = set(prose)
    return [
        index
        for index in range(next(ends, len(blocks)))
        if blocks[index].is_free and index != title and (index in chosen or not blocks[index].is_prose)
    ]


def _with_headings(blocks: Sequence[Block], prose: Sequence[int], title: int | None) -> list[int]:
    """The prose of a cluttered page, with the lead, headings, lists and short sentences that belong to it."""
    keep = set(prose)
    keep.update(_headings(blocks, prose))
    if title is not None:
        known = stems(blocks[index] for index in prose[:40])
        keep.update(
            index
            for index in range(title + 1, prose[0])
            if _is_lead(blocks[index], known, least_words=5 if index == title + 1 else 8)
        )
    for index in range(prose[-1] + 1, len(blocks)):
        if not blocks[index].listed and not _is_short_sentence(blocks[index]):
            break
        keep.add(index)
    return sorted(keep)


def _headings(blocks: Sequence[Block], prose: Sequence[int]) -> Iterator[int]:
    """What stands between paragraphs and belongs to the article: lists, short sentences, one heading a gap."""
    counts = Counter(block.key for block in blocks[prose[0] :])
    known = stems((blocks[index] for index in prose), length=4)
    for before, after in pairwise(prose):
        gap = range(before + 1, after)
        yield from (index for index in gap if blocks[index].listed or _is_short_sentence(blocks[index]))
        loose = [index for index in gap if blocks[index].is_loose and not blocks[index].listed]
        is_below_byline = any(blocks[index].kind in (Kind.META, Kind.CREDIT) for index in gap)
        if not loose or is_below_byline or counts[blocks[loose[-1]].key] > 1:
            continue
        if sum(block.kind in _CLUTTER for block in blocks[loose[-1] : after]) > 1 or _is_menu(blocks[before:after]):
            continue
        if (len(loose) == 1 or blocks[loose[-1]].words <= 8) and _is_heading(blocks[loose[-1]], known):
            yield loose[-1]


def _is_menu(gap: Sequence[Block]) -> bool:
    """Whether the lines between two paragraphs are a menu: loose lines and clutter, two or more of each."""
    loose = sum(block.is_loose and not block.listed for block in gap)
    return loose > 1 and sum(block.kind in _CLUTTER for block in gap) > 1


def _is_heading(block: Block, known: Counter[str]) -> bool:
    """Whether a loose line between two paragraphs is a heading of the article."""
    is_shouted = block.words > 5 and block.text.isupper()
    return (
        block.words <= 16
        and len(block.text) > 3
        and not _NO_HEADING.search(block.text)
        and not is_shouted
        and (block.words < 7 or shared(stems([block], length=4), known) > 0)
    )


def _is_lead(block: Block, known: Counter[str], *, least_words: int) -> bool:
    """Whether a loose line between title and text is the lead: long enough, and about the same things."""
    is_long = block.words >= least_words and block.common_words >= 2
    return block.is_loose and is_long and shared(stems([block]), known) >= 0.25


def _is_short_sentence(block: Block) -> bool:
    """Whether it is a sentence of a word or two, and not a name with a full stop."""
    words = block.text.split()
    is_name = len(words) > 1 and all(word[0].isupper() for word in words)
    return block.form is Form.SHORT and block.is_free and not is_name


# -- What goes all the same -------------------------------------------------------------------------------------------

_ABOUT = re.compile(
    r"(?:About|ABOUT|[ÀA] propos d(?:e |u |es |e la |e l['’]|['’])|À PROPOS D)\s?(?:the )?[A-ZÀ-Þ0-9].{1,60}[^.!?…:]:?$"
)


def _without_company(blocks: Sequence[Block], keep: list[int]) -> list[int]:
    """`keep` up to the "About ..." box that ends press releases."""
    for place in range(len(keep) - 1, max(len(keep) - 6, 1), -1):
        block = blocks[keep[place]]
        if block.form is Form.LOOSE and block.words <= 10 and _ABOUT.match(block.text):
            return keep[:place]
    return keep


def _without_author(blocks: Sequence[Block], keep: list[int]) -> list[int]:
    """`keep` without the author's box that ends many articles ("Jane Doe is a reporter who ..."), and her name above."""
    end = len(keep)
    while end > 2 and blocks[keep[end - 1]].is_biography:
        box = blocks[keep[end - 1]]
        end -= 1
        while end > 2 and blocks[keep[end - 1]].is_loose and box.key.startswith(blocks[keep[end - 1]].key[:40]):
            end -= 1
    return keep[:end]


def _without_title(page: _Page, keep: Iterable[int]) -> list[int]:
    """`keep` without the title said again."""
    title = plain(page.title or "")
    return [index for index in keep if not _repeats_title(page.blocks[index], title)]


def _repeats_title(block: Block, title: str) -> bool:
    """Whether a block is the title again, perhaps with menu entries glued before it or the site's name after it."""
    if len(title) < 8 or len(block.key) > len(title) + 60:
        return False
    return block.key.endswith(title) or (block.key.startswith(title) and block.form is Form.LOOSE)


def _without_double_lead(blocks: Sequence[Block], keep: list[int]) -> list[int]:
    """When the first paragraph and one of the next two say the same words, only the longer stays."""
    for later in keep[1:3]:
        shorter, longer = sorted((keep[0], later), key=lambda index: blocks[index].words)
        pairs = set(pairwise(_words(blocks[shorter])))
        if len(pairs) >= 7 and len(pairs & set(pairwise(_words(blocks[longer])))) >= 0.7 * len(pairs):
            return [index for index in keep if index != shorter]
    return keep


def _words(block: Block) -> list[str]:
    """The plain words of a block."""
    return re.findall(r"\w+", block.key)


def _without_pull_quotes(blocks: Sequence[Block], keep: list[int]) -> list[int]:
    """`keep` without the lines of some length that another paragraph holds word for word."""
    words = {index: _words(blocks[index]) for index in keep}
    quotes = {index: tuple(found[:_SHINGLE]) for index, found in words.items() if 10 <= len(found) <= 60}
    holders: dict[tuple[str, ...], list[int]] = {head: [] for head in quotes.values()}
    for index, found in words.items():
        for place in range(len(found) - _SHINGLE + 1):
            holders.get(tuple(found[place : place + _SHINGLE]), []).append(index)
    return [index for index in keep if index not in quotes or not _is_held(words, index, holders[quotes[index]])]


_SHINGLE = 6


def _is_held(words: dict[int, list[str]], index: int, holders: Sequence[int]) -> bool:
    """Whether one of the first of `holders` is longer than the block at `index` and holds its words in a row."""
    line = " ".join(words[index])
    return any(len(words[other]) > len(words[index]) and line in " ".join(words[other]) for other in holders[:20])


# -- Notices in the other language ------------------------------------------------------------------------------------

_FRENCH = re.compile(
    r"\b(?:le|la|les|des|du|une|est|dans|pour|que|qui|sur|avec|pas|aux?|ce|cette|vous|nous|et|ou|ne|sont)\b"
)
_ENGLISH = re.compile(r"\b(?:the|of|and|to|is|for|that|with|this|you|are|by|it|was|from|have|be|has|not|we|will|or)\b")


def _without_foreign(blocks: Sequence[Block], keep: list[int]) -> list[int]:
    """`keep` without short notices in the other language, at its ends or between clutter; a text in both keeps both."""
    leanings = {index: _leaning(blocks[index]) for index in keep}
    total = sum(leanings.values())
    foreign = {index for index in keep if leanings[index] * total < 0 and abs(leanings[index]) > 1}
    if sum(blocks[index].words for index in foreign) > 0.2 * sum(blocks[index].words for index in keep):
        return keep
    return [
        index
        for index in keep
        if index not in foreign
        or blocks[index].words > 60
        or not (index in (keep[0], keep[-1]) or _is_between_clutter(blocks, index))
    ]


def _leaning(block: Block) -> int:
    """How many more French than English function words a block has; below 0 for English."""
    return len(_FRENCH.findall(block.key)) - len(_ENGLISH.findall(block.key))


def _is_between_clutter(blocks: Sequence[Block], index: int) -> bool:
    """Whether the lines before and after are clutter."""
    return all(block.kind in _CLUTTER for block in blocks[max(index - 1, 0) : index + 2 : 2])
