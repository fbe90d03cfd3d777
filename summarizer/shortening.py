"""Making one sentence shorter without a model, and checking what a model made of it.

`trims` takes away what a reader of a bullet can do without: asides, relative clauses between commas, what trails behind
the main clause, an opening that only leads in. Each step leaves a whole sentence that still says who says it, or is not
taken: a sentence left long is better than a broken one. `faithful` is the check that a short form, whoever wrote it,
says nothing that its source does not say.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from summarizer.facts import invented
from summarizer.grammar import GRAMMAR
from summarizer.selection import CONNECTOR, dangling, headless, verbs
from summarizer.text import FINAL
from summarizer.words import content_words, coverage, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.grammar import Grammar

_ASIDE = re.compile(r"\s\([^()]{2,160}\)|\s(?:[—–]|--?)\s(?:(?!\s[—–-])[^—–]){3,120}\s(?:[—–]|--?)(?=[\s,])")
_RELATIVE = re.compile(r"(?:who|whose|which|where|qui|que|dont|où)\b|qu['’]")
_DASH = re.compile(r"\s(?:[—–]|--?)\s")
_TAIL_START = re.compile(r",(?=\s)|(?<![,\s])\s(?=and\s|et\s|(?:[—–]|--?)\s)")
# Longer than this, a sentence may also lose an adjunct of `SHORTEST_ADJUNCT` words or more.
LONG = 30
SHORTEST_ADJUNCT = 6
# What trails behind may be the news itself: without it, this share of the words that may stay must still be there.
LEAST_KEPT = 0.7
# First name and surname behind a noun ("le ministre Jean Dupont"), not behind "à" or "the".
_FULL_NAME = re.compile(
    r"(?<=[^\W\d_]{4}\s)(?<!\b(?:avec|dans|pour|sous|chez|from|with|over|near|into|lors|vers)\s)(?!L[ae]\s)[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)*\s(?:(?:de|van|von|Le|La|Mc|Al|El|Ben)\s)?(?P<last>[A-ZÀ-Ý][\w'’-]+)"
)
_SINGLE_OPEN = re.compile(r"(?<!\w)['‘](?=\w)")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?])['’](?!\w)")


def capitalised(text: str) -> str:
    """`text` with a capital first letter (brands such as iPhone keep theirs)."""
    text = text.lstrip(" ,;:")
    return text if re.match(r"[a-z]+[A-Z]", text) else text[:1].upper() + text[1:]


# "(CNN) -- ", "PARIS (AFP) - ", "Lyon, 12 mai (Reuters) — ": where and by whom an agency's text was filed.
_DATELINE = re.compile(
    r"^(?:[A-ZÀ-Ý][\w.'’-]*(?:[ ,/]+(?:[A-ZÀ-Ý]|\d)?[\w.'’-]*){0,4}\s)?\((?:CNN|AFP|AP|Reuters|ANSA|dpa|Belga|ATS|UPI|PA|Xinhua|AFP-Services)"
    r"(?: Business| Money)?\)\s*(?:[-–—:]+\s*)?(?=[\"«“‘']?\s?[A-ZÀ-Ý\d])"
    # "(The Hollywood Reporter)Anna Bell has died": no space tells that it is no part of the sentence.
    r"|^\((?:[A-ZÀ-Ý][\w.'’&-]*[ ]?){1,5}\)(?=[\"«“‘']?[A-ZÀ-Ý])"
)


def without_dateline(text: str) -> str:
    """The sentence without the place and agency that open a wire story."""
    return _DATELINE.sub("", text)


def tidy(text: str) -> str:
    """Single spaces, no space before a mark, no doubled comma, a mark at the end."""
    text = " ".join(text.split())
    text = re.sub(r"\s+([,.])", r"\1", text)
    text = re.sub(r",(?:\s*,)+", ",", text)
    text = re.sub(r"(?:,|\s[—–-]+)\s*([.;!?])", r"\1", text).rstrip(" ,;:—–-")
    return text if FINAL.search(text) else text + "."


def without_connector(text: str, language: str) -> str:
    """The sentence without an opening "However," or "En effet,"; its first word keeps a capital."""
    match = CONNECTOR[language].match(text)
    if match is None:
        return text
    rest = text[match.end() :]
    comma = re.match(r"\s*,\s*", rest)
    bare = re.fullmatch(r"mais|et|or|car" if language == "fr" else r"but|and", match[0], re.IGNORECASE)
    if comma:
        rest = rest[comma.end() :]
        # "For instance, said the mayor, ..." leans on its connector.
        if GRAMMAR[language].claim.match(rest) and not GRAMMAR[language].subordinate.match(rest):
            return text
    elif bare is None or not re.match(r"\s[^\W_]", rest):
        return text
    return capitalised(rest.lstrip())


def standing(text: str, language: str) -> str:
    """The sentence by itself: no dateline, no opening connector, a capital first and a mark last."""
    return tidy(capitalised(without_connector(without_dateline(" ".join(text.split())), language)))


def trims(text: str, language: str, max_words: int, min_words: int = 7) -> str:
    """The sentence with the least trimmed that brings it to `max_words`; as short as it gets if that fails.

    Negations are never trimmed away, nor does a form of fewer than `min_words` words come back.
    """
    grammar = GRAMMAR[language]
    text = standing(text, language)
    for step in (_asides, _insertions, _tails, _openings, _adjuncts):
        # An adjunct may be the news itself: it goes only where the sentence is too long by far.
        while len(text.split()) > (max_words if step is not _adjuncts else max(max_words, LONG)):
            shorter = (tidy(capitalised(candidate)) for candidate in step(text, grammar))
            fewest = max(min_words, LEAST_KEPT * max_words if step in {_tails, _adjuncts} else 0)
            fits = (form for form in shorter if len(form.split()) >= fewest and _keeps(text, form, language))
            if (form := next(fits, None)) is None:
                break
            text = form
    return text


def _asides(text: str, grammar: Grammar) -> Iterator[str]:
    """Without what stands in brackets or between dashes, except inside quotes, where it is the editor's."""
    for match in reversed(list(_ASIDE.finditer(text))):
        before, behind = text[: match.start()], text[match.end() :]
        if before.count('"') % 2 == 0 and before.count("«") == before.count("»"):
            comma = hidden_comma(before, behind, grammar) if match[0].endswith(("-", "–", "—")) else ""
            yield before + comma + behind


def hidden_comma(before: str, behind: str, grammar: Grammar) -> str:
    """The comma that was hidden behind an insertion: after an opening clause, before "he said"."""
    opens = grammar.subordinate.match(before) and "," not in before and not grammar.predicate.match(behind)
    rest = behind.strip(" ,.!?")
    return "," if opens or (len(rest.split()) <= 5 and grammar.attributed.fullmatch(rest)) else ""


def _insertions(text: str, grammar: Grammar) -> Iterator[str]:
    """Without a relative clause or apposition between subject and verb."""
    for pattern in (grammar.relative, grammar.apposition):
        for match in reversed(list(pattern.finditer(text))):
            before, inside, behind = text[: match.start()], match[0], text[match.end() :]
            last = before[before.rfind(",") + 1 :].lstrip()
            if grammar.predicate.match(behind) is None or grammar.denial.search(inside):
                continue
            # "Anna Bell, whose songs were on TV, the radio and on records, has died": the last item of a list.
            if pattern is grammar.apposition and _RELATIVE.match(last):
                continue
            # "In Rome, a man, ...": what stands between the commas may be the subject itself.
            if pattern is grammar.relative or not (grammar.subordinate.match(last) or grammar.finite.search(inside)):
                yield before + hidden_comma(before, behind, grammar) + behind


def _tails(text: str, grammar: Grammar) -> Iterator[str]:
    """Without what trails behind the main clause, the shortest tail first; a final "she said" stays."""
    end = FINAL.search(text)
    body, mark = (text[: end.start()], end[0]) if end else (text, "")
    for start in reversed([match.start() for match in _TAIL_START.finditer(body)]):
        head, tail = body[:start], body[start:]
        trails = grammar.tail.match(tail) or _second_clause(head, tail, grammar) or _apposed(head, tail, grammar)
        if not (trails or _dashed(head, tail)):
            continue
        tail, attribution = _attribution(tail, grammar)
        if _is_whole(head, grammar) and _may_go(head, tail, grammar):
            yield head + attribution + mark


def _dashed(head: str, tail: str) -> bool:
    """Whether a tail stands behind the only dash of a sentence: an afterthought."""
    return _DASH.match(tail) is not None and not _DASH.search(head) and not _DASH.search(tail, 2)


def _second_clause(head: str, tail: str, grammar: Grammar) -> bool:
    """Whether a tail is a second clause or predicate behind "and", not the end of a list."""
    return grammar.coordinate.match(tail) is not None and "," not in head and grammar.finite.search(tail) is not None


def _apposed(head: str, tail: str, grammar: Grammar) -> bool:
    """Whether a tail is a noun of four words or more beside the last one, not the end of a list or "the firm said"."""
    noun = grammar.apposed.match(tail) and len(tail.split()) > 4 and not re.search(r", |\b(?:and|or|et|ou)\b", tail[2:])
    verb = grammar.finite.search(tail)
    single = "," not in head or grammar.finite.search(head[head.rfind(",") :])
    return bool(noun and single and (verb is None or grammar.joins.search(tail[2 : verb.start()])))


def _attribution(tail: str, grammar: Grammar) -> tuple[str, str]:
    """A tail parted from the "he said" that ends it."""
    comma = tail.rfind(", ")
    last = tail[comma + 2 :]
    return (tail[:comma], tail[comma:]) if comma > 0 and grammar.attributed.fullmatch(last) else (tail, "")


def _is_whole(head: str, grammar: Grammar) -> bool:
    """Whether the beginning of a sentence has its main clause, as far as can be told."""
    parts = head.split(", ")
    led_in = (
        part
        for i, part in enumerate(parts)
        if not (grammar.subordinate.match(part) or (i and grammar.goes_on.match(part)))
    )
    main = next(led_in, "")
    return grammar.verb.search(main, main.find(" ") + 1) is not None and not grammar.pairs.search(head)


def _may_go(head: str, tail: str, grammar: Grammar) -> bool:
    """Whether a tail is no more than a tail: the main clause does not go on in it, and it ends no list."""
    parts = tail.lstrip(", ").split(", ")[1:]
    resumed = any(grammar.finite.search(part) and not grammar.goes_on.match(part) for part in parts)
    said = any(grammar.attributed.fullmatch(part) for part in parts)
    listed = any(re.match(r"(?:and|or|et|ou)\b", part) and not grammar.finite.search(part) for part in parts)
    listed = listed and (":" in head or grammar.relative.match(tail + ",") is not None)
    last = " ".join(head.split(",")[-2:])
    listed = listed or bool(grammar.gerund.match(tail) and grammar.list_before.search(last))
    return not (resumed or said or listed or grammar.denial.search(tail) or re.search("[:;]", tail))


def _openings(text: str, grammar: Grammar) -> Iterator[str]:
    """Without an opening that sets the scene but not the scope ("In Spain," stays)."""
    match = grammar.opening.match(text)
    rest = text[match.end() :] if match else ""
    if begins_with_main_clause(rest, grammar):
        yield rest


def begins_with_main_clause(rest: str, grammar: Grammar) -> bool:
    """Whether what follows an opening is the main clause, not the next item of a list or an apposition."""
    return bool(grammar.main.match(rest) and grammar.verb.search(rest.split(", ", maxsplit=1)[0]))


def _adjuncts(text: str, grammar: Grammar) -> Iterator[str]:
    """Without a long adjunct at the end, where nothing in the main clause leans on it."""
    end = FINAL.search(text)
    body, mark = (text[: end.start()], end[0]) if end else (text, "")
    for match in reversed(list(grammar.adjunct.finditer(body))):
        head, (tail, attribution) = body[: match.start()], _attribution(body[match.start() :], grammar)
        leans = grammar.measure.search(head) or grammar.negation.search(head)
        verb = grammar.finite.search(tail)
        ends = not re.search(r", |\b(?:but|mais)\b", tail) and (
            verb is None or grammar.joins.search(tail[: verb.start()])
        )
        if len(tail.split()) >= SHORTEST_ADJUNCT and ends and not leans and _is_whole(head, grammar):
            yield head + attribution + mark


def _keeps(text: str, shorter: str, language: str) -> bool:
    """A cut may not leave half a pair of quotes, lose the only negation, or open with a word that means nothing."""
    grammar = GRAMMAR[language]
    if dangling(shorter, language) and not dangling(text, language):
        return False
    opened, closed = (len(mark.findall(shorter)) for mark in (_SINGLE_OPEN, _SINGLE_CLOSE))
    if opened > closed or not (_paired(text) and _paired(shorter)):
        return False
    return bool(grammar.negation.search(text)) == bool(grammar.negation.search(shorter))


def _paired(text: str) -> bool:
    """Whether double quotes and brackets come in pairs."""
    return text.count('"') % 2 == 0 and all(text.count(a) == text.count(b) for a, b in ("«»", "()", "“”"))


def faithful(short: str, source: str, language: str) -> bool:
    """Whether a short form is a whole sentence that holds nothing but what its `source` holds.

    Every content word must be one of the source or a form of it, every number and name too; a negation, an "X said", a
    "may" or somebody's full name may be lost only with the relative or second clause that it stands in, quotes must pair, and
    it must look like a sentence, not like a headline.
    """
    grammar = GRAMMAR[language]
    if not re.match(r"[\"«“(]?\s?[^\W_]", short) or not FINAL.search(short) or len(short.split()) < 5:
        return False
    if not _paired(short) or not verbs(short[short.find(" ") :], language):
        return False
    if coverage(content_words(short, language), content_words(source, language)) < 1.0:
        return False
    denies = grammar.negation.search(short) and not grammar.negation.search(source)
    if denies or (headless(short, language) and not headless(source, language)):
        return False
    marks = (mark for mark in (grammar.claim, grammar.modal, grammar.negation) if not mark.search(short))
    lost = [match.start() for mark in marks for match in mark.finditer(source)]
    lost += [match.start() for match in _FULL_NAME.finditer(source) if match["last"] not in short]
    struck = _struck(short, source) if lost else []
    if not all(_goes_along(place, struck, source, grammar) for place in lost):
        return False
    return _told_alike(short, source, grammar) and not invented(short, source, language)


def _folded(text: str) -> list[str]:
    """The words of a text without marks, capitals and accents: what two texts are compared by."""
    return [re.sub(r"\W", "", fold(word)) for word in text.split()]


def _struck(short: str, source: str) -> list[tuple[int, int]]:
    """The stretches (characters) of the source's words that the short form leaves out."""
    words = list(re.finditer(r"\S+", source))
    steps = SequenceMatcher(None, _folded(source), _folded(short), autojunk=False).get_opcodes()
    return [(words[a].start(), words[b - 1].end()) for kind, a, b, _, _ in steps if kind != "equal" and b > a]


def _goes_along(place: int, struck: list[tuple[int, int]], source: str, grammar: Grammar) -> bool:
    """Whether the word at `place` went with the whole clause that it belongs to, which the rest doesn't lean on."""
    for start, end in struck:
        if start <= place < end:
            ends = source[end - 1] in ",.;!?" or end == len(source)
            comma = ", " if source[:start].rstrip().endswith(",") else " "
            return ends and grammar.struck.match(comma + source[start:end]) is not None
    return False


def _told_alike(short: str, source: str, grammar: Grammar) -> bool:
    """Whether a short form keeps the order of its source, and the small words that headlines leave out."""
    ours, theirs = _folded(short), _folded(source)
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    pairs = [(block.a + i, block.b + i) for block in blocks for i in range(block.size)]
    bare = any(j and theirs[j - 1] in grammar.particles and not (i and ours[i - 1] == theirs[j - 1]) for i, j in pairs)
    present = any(
        word.endswith("s") and {word[:-1] + "ed", word[:-1] + "d"} & (set(theirs) - set(ours)) for word in ours
    )
    return len(pairs) >= 0.85 * len(ours) and not bare and not present
