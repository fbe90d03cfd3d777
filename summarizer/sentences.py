"""Sentences with exact spans, for French and English prose; and clauses of those that are too long.

    split(text, language="fr")   -> list[Sentence]    every character but white space in exactly one of them, in order
    clauses(sentence, fits)      -> list[str]         parts that together are the sentence again

How `split` decides. Blank lines and list marks at the start of a line cut first. Inside, each run of . ! ? … with its
closing quotes and brackets may be an end, and the first rule that knows says whether it is: what follows (a lower-case
letter or a comma goes on), brackets and quotations inside a sentence, abbreviations and initials, numbers. After an
abbreviation that may stand at an end ("Inc.", "U.S.", "etc.") the next word tells: "The" or "Elle" begins a sentence,
a name doesn't. What can't be decided stays together: a translator takes two sentences in a row better than half a one.

All looks back and ahead are of bounded length, so time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Sentence", "clauses", "split"]

TITLES = "M MM Mr Mrs Ms Mx Messrs Mme Mmes Mlle Mlles Mgr Dr Drs Pr Prof"
"""Before a name, whatever it looks like ("Dr. No"); capitals count."""

RANKS = {
    "fr": (
        "Adm Amb Brig Cap Capt Cdt Col Cpl Ft Gal Gén Hon Lt Maj Me Mes Mt Rev Révd Sgt Sr St Ste Stes Sts Gen Sen Rep Gov"
    ),
    "en": (
        "Adm Amb Atty Brig Capt Cmdr Col Cpl Cpt Det Fr Ft Gen Gov Hon Insp Lt Maj Mt Pres Pvt Rep Rev Sen Sgt Sr St Supt "
        "Ala Ariz Ark Calif Colo Conn Fla Kan Mass Mich Minn Mont Neb Nev Okla Ore Penn Tenn Tex Va Vt Wis Wyo"
    ),
}
"""Before or behind a name, unless the next word begins a sentence ("in the Ft. The"); capitals count."""

LEADING = {
    "fr": "cf vs feat c.-à-d c-à-d càd p.ex ex env ndlr n.d.l.r",
    "en": "cf vs viz a.k.a e.g i.e approx ca",
}
"""They always lead on to something."""

NUMBERED = {
    "fr": (
        "al ann annexe art arts av b c ch chap col d eq éq ext fax fig figs n no nos nr num op p pag par pg pp r réf sec sect t tab "
        "tél v vol vols éd janv jan fév févr avr juin juil août sept oct nov déc lun mar ven sam dim"
    ),
    "en": (
        "app art arts b c ch chap d ed eq est ext fax fig figs n no nos nr num op p par pg pp ref sec sect t tab tel v ver vol vols "
        "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun"
    ),
}
"""They lead on to a number (a Roman one and a letter with a mark count), else they are words like any other."""

CAPITALISED = frozenset(("art", "jan", "feb", "mar", "jun", "jul", "dec", "mon", "wed", "sat", "sun"))
"""Those of the English ones that are other words, or none, in lower case."""

TRAILING = {
    "fr": "ap apr arr av bd bld boul capt cdt cie co coll corp dép dépt dir dr esq etc fbg gal gén ibid imp inc inf jr lt ltd op.cit pl sc "
    "prof rte sgt sq sr sté ste sup trad univ éd éds",
    "en": "al assn ave blvd bros capt co coll corp cos dept ed eds esq etc ft gen gov govt ibid inc intl jr llc lt ltd mt natl "
    "op.cit plc prof rd rep resp sen sgt sr st trans univ",
}
"""They may end a sentence: the next word tells."""

STARTERS = {
    "fr": (
        "à afin ainsi alors après au aucun aucune aujourd'hui aussi autre autres aux avant avec beaucoup bien c' ce cela "
        "celle celles celui cependant certains certaines ces cet cette ceux chacun chaque ci comme comment d' dans de "
        "depuis des dès deux du elle elles en enfin ensuite entre est et faut grâce hier ici il ils j' jamais je jusqu' "
        "l' la là le les leur leurs lors lorsqu' lorsque lui ma mais malgré même mes mon n' ne ni nos notre nous on or "
        "où oui par parce parmi pas pendant personne peu peut plus plusieurs pour pourquoi pourtant puis puisque qu' "
        "quand quant quatre que quel quelle quelques qui quoi rien s' sa sans selon ses seul seule si son sous "
        "suite sur ta tandis te toi ton tous tout toute toutefois toutes trois tu un une vers voici voilà vos votre vous y"
    ),
    "en": (
        "a about above according after again all also although among an and another any anyone are as at back because "
        "before besides between both but by can could depending despite did do does during each earlier either even every everyone "
        "few finally first following for from further given had has have he hence her here his how however i if i'd i'll i'm i've "
        "in indeed instead into is it its it's just last later let like many maybe meanwhile more moreover most much my "
        "neither never nevertheless next no nobody none nor not nothing now of often on once one only or other others our "
        "over overall perhaps please prior recently she should similarly since so some someone sometimes soon still such "
        "than that that's the their then there therefore there's these they they're this those though three through "
        "thus to today together tomorrow too two under unfortunately unless unlike until upon was we were we're we've what "
        "when where whether which while who whoever whom whose why with within without would yes yesterday yet you your"
    ),
}
"""Words that, with a capital, begin a sentence rather than a name."""

PARTICLES = frozenset(("la", "le", "les", "de", "des", "du", "d'", "l'"))
"""Starters that begin names too ("J. Le Goff"): a sentence only if a lower-case word follows."""

ATTRIBUTIONS = (
    "said says asked asks replied replies added adds told shouted cried wrote writes tweeted answered whispered explained "
    "wondered exclaimed insisted joked recalled continued quipped snapped demanded begged murmured yelled called"
)
"""Verbs that give a quotation its speaker."""

BRANDS = frozenset(("yahoo", "joomla", "jeopardy", "wham", "yum", "oklahoma"))
"""Names that end in an exclamation mark."""

_ZONES = frozenset(
    (
        "est",
        "edt",
        "et",
        "cst",
        "cdt",
        "ct",
        "mst",
        "mdt",
        "mt",
        "pst",
        "pdt",
        "pt",
        "gmt",
        "utc",
        "bst",
        "cet",
        "cest",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "eastern",
        "central",
        "pacific",
    )
)
_DOMAINS = frozenset(("com", "net", "org", "fr", "io", "edu", "gov", "info"))

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n")
_ITEM = re.compile(
    r"""(?P<inline>(?<=\s)(?=[•◦▪‣●■◆►▶➢]\s))
      | \n[^\S\n]*(?=(?:(?P<strong>[•◦▪‣●○■□◆►▶✓✔➢→])|(?P<weak>[*·–—-]|\(?\d{1,2}[.)]|\(?[a-z]\)))[^\S\n]+\S)""",
    re.VERBOSE,
)
_MARKS = re.compile(r"\.(?:[ \u00a0\u202f]\.)+|[.!?…]+(?:[ \u00a0\u202f](?:[!?…]+|\.{2,}))*")
_NOTE = re.compile(r"\[\d{1,3}\]|[¹²³⁴-⁹]+|[*_]+(?!\w)")
_SPACE = re.compile(r"\s*")
_OPENERS = re.compile(r"""(?:[«“„"‘'(\[{<–—•◦▪‣●■◆►▶➢*·¿¡_\s-]){0,12}""")
_WORD_BEFORE = re.compile(r"[^\s«»“”„\"()\[\]{}<>,;!?…]*$")
_ELISION = re.compile(r"^(?:[ldnmtscj]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’](?![^\W\d_]{3})[^\W\d_]+)?['’]?")
_BRAND = re.compile(r"[a-z]+[A-Z]")
_INITIAL = re.compile(r"[^\W\d_]|(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,2}|(?:[^\W\d_]\.){1,4}[^\W\d_]{1,3}")
_ENUMERATOR = re.compile(r"(?:\d{1,3}|\d{1,2}(?:\.\d{1,2}){1,3}|[A-Z]|[a-z]|[IVXL]{1,5}|[ivx]{1,4})")
_NUMERAL = re.compile(
    r"\(?(?:\d|[IVXLC]{2,}\b(?!['’])|[VXLC]\b(?!['’])|[A-Z](?=[.,;)\d-])|n[°º]|[A-Z][a-z]{2,8}\.?\s\d)"
)
_GLUED = re.compile(
    r"""(?:["«“(]|[–—-]\s["«“]?)?(?P<word>[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ-]*|[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ\d]+)
        (?=['’\s,;:]|[.!?…]*(?:\s|$))""",
    re.VERBOSE,
)
_RUNNING = re.compile(r"[^\W\d_]['’\w]+\s[a-zà-öø-ÿ]")
_LEFT = re.compile(r"(?:^|(?<=[\s(«“\"'’-]))(?:(?P<word>[^\W\d_]{2,})|\d[\d  ,]*%?)$")
_TIME_FIRST = re.compile(r"(?:^|[.!?…\"”)]\s+)(?:About|After|Around|At|Before|By|From|On|Since|Until)\s[\d:.]+\s\w\.m$")
_CLOSERS = ")]}»”›’"
_TERMINAL = ".!?…"
_PAIRS = {")": "(", "»": "«", "”": "“"}
# "... at the harbour of Leith The amount of cargo ...": a caption or heading that lost its line break.
_SECOND_START = re.compile(r"(?<=[\w’')])\s+(?=(?:The|An?)\s[a-z])")
# Behind these, "A" is a letter.
_LETTERED = re.compile(r"(?:^|\s)(?:class|grade|group|hepatitis|level|plan|side|team|type|vitamin)$", re.IGNORECASE)
_LONGEST_WORD = 20
# Only a sentence of more words may hold one, five of them or more before it and ten from it on.
_PLAIN_LENGTH = 35
_CAPTION, _LEAD = re.compile(r"(?:\S+\s+){4}\S"), re.compile(r"(?:\S+\s+){9}\S")
_AHEAD = 60
_BRACKET_SPAN = 300
_QUOTE_SPAN = 160


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it stands in the input: `input[start:end] == text`, and the number of its paragraph.

    `language` is the one it was split as, "fr" or "en".
    """

    text: str
    start: int
    end: int
    paragraph: int = 0
    language: str = ""

    @property
    def plain(self) -> str:
        """The text on one line: every run of white space is one space."""
        return " ".join(self.text.split())


def split(text: str, *, language: str = "en", offset: int = 0, paragraph: int = 0) -> list[Sentence]:
    """The sentences of one paragraph, in order.

    Args:
        text: the paragraph as it stands in the input. Line breaks in it are spaces, blank lines are ends.
        language: "fr" or "en"; any other is split as English.
        offset: position of `text` in the input, added to every span.
        paragraph: number to give to every sentence.

    Returns:
        Sentences without white space at their ends; all characters but white space are in exactly one of them.
    """
    spoken = language if language in STARTERS else "en"
    found = []
    for start, end in _stretches(text):
        for first, last in _Stretch(text[start:end], spoken).sentences():
            span = start + first, start + last
            found.append(Sentence(text[slice(*span)], offset + span[0], offset + span[1], paragraph, spoken))
    return found


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Cut at blank lines, and at the items of a list."""
    weak = Counter(match["weak"][-1] for match in _ITEM.finditer(text) if match["weak"])
    cuts = [match.end() for match in _BLANK_LINES.finditer(text)]
    cuts += [match.end() for match in _ITEM.finditer(text) if _is_item(text, match, weak)]
    bounds = [0, *sorted(cuts), len(text)]
    return pairwise(bounds)


def _is_item(text: str, match: re.Match[str], weak: Counter[str]) -> bool:
    """Whether a list mark begins an item. A dash or number may also stand there by chance: it needs company."""
    if not match["weak"]:
        return True
    return weak[match["weak"][-1]] > 1 or text[max(0, match.start() - 80) : match.start()].rstrip()[-1:] in (*":;.!?…",)


@dataclass(slots=True)
class _Stretch:
    """A text without blank lines or items, with what has to be known of it as a whole."""

    text: str
    language: str
    lower: bool = field(init=False)  # written without capitals: a lower-case word may begin a sentence
    upper: bool = field(init=False)  # written without small letters
    quotes: list[tuple[int, int]] = field(init=False)  # spans of straight quotation marks
    closed: list[tuple[int, int]] = field(init=False)  # brackets and quotations inside a sentence

    def __post_init__(self) -> None:
        self.lower = not any(map(str.isupper, self.text))
        self.upper = not any(map(str.islower, self.text))
        self.quotes = list(_straight_quotes(self.text))
        self.closed = _merged([span for span in [*self.quotes, *_brackets(self.text)] if self._is_aside(*span)])

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Spans of the sentences, without white space at the ends."""
        for first, end in self._marked():
            yield from self._parted(first, end)

    def _marked(self) -> Iterator[tuple[int, int]]:
        """The spans from mark to mark."""
        first = self._skip(0)
        for match in _MARKS.finditer(self.text):
            end = self._closing(match.end())
            if match.start() > first and self._is_end(match, first, end):
                yield first, end
                first = self._skip(end)
        if first < len(self.text):
            yield first, len(self.text.rstrip())

    def _parted(self, first: int, end: int) -> Iterator[tuple[int, int]]:
        """A very long span without the caption or heading that runs into it; English only, where no title has "The story"."""
        if self.language == "en" and len(self.text[first:end].split()) > _PLAIN_LENGTH:
            for match in _SECOND_START.finditer(self.text, first, end):
                begin, following = match.span()
                lettered = self.text.startswith("A ", following) and _LETTERED.search(
                    self.text, max(first, begin - _LONGEST_WORD), begin
                )
                long = _CAPTION.match(self.text, first, begin) and _LEAD.match(self.text, following, end)
                if long and not lettered and not self._inside(begin):
                    yield first, begin
                    first = following
        yield first, end

    def _is_end(self, match: re.Match[str], first: int, end: int) -> bool:
        """Whether the sentence from `first` on ends at `end`, behind the mark of `match` and its closing quotes."""
        after = self._skip(end)
        if after == len(self.text) or self._inside(end) or self.text[match.start() - 1] in "([":
            return False
        if after == end:
            return self._is_glued_end(match, end)
        opened = _OPENERS.match(self.text, after)
        begin = opened.end() if opened else after
        following = self.text[begin : begin + _AHEAD]
        return not self._goes_on(end, following) and self._mark_ends(match, first, end, following)

    def _goes_on(self, end: int, following: str) -> bool:
        """Whether what follows is a mark, or in lower case and no brand's name ("iPhone")."""
        if not following or following[0] in ",;:)]}»…%&=+/":
            return True
        lower = self.lower and self.text[end - 1] not in "\"”’'»"
        return following[0].islower() and not lower and not _BRAND.match(following)

    def _mark_ends(self, match: re.Match[str], first: int, end: int, following: str) -> bool:
        """The rules by mark, when something that could begin a sentence follows."""
        marks, place = match[0], match.start()
        if set(marks) & set("!?"):
            return not self._is_brand(place, following) and not self._is_attributed(end, following)
        if marks != ".":  # an ellipsis
            return not (following[0].isdigit() or following[0].islower())
        word = self._word_before(place)
        return not self._is_enumerator(word, place, first) and self._dot_ends(word, place, following)

    def _is_brand(self, place: int, following: str) -> bool:
        """Whether an exclamation mark is part of a name ("Yahoo! Finance")."""
        word = self._word_before(place).lower()
        return self.text[place] == "!" and word in BRANDS and not self._starts(following)

    def _is_attributed(self, end: int, following: str) -> bool:
        """Whether a quotation goes on with its speaker ('"Why?" Mary Poppins asked.')."""
        return (
            self.text[end - 1] in "\"”’'»"
            and bool(_attribution().match(following))
            and not self._starts(following)
            and self.language == "en"
        )

    def _word_before(self, place: int) -> str:
        """The word that ends at `place`, without an article elided into it ("l'", "d'")."""
        found = _WORD_BEFORE.search(self.text, max(0, place - 40), place)
        return _ELISION.sub("", found[0]).lstrip("'’*_-–—") if found else ""

    def _is_enumerator(self, word: str, place: int, first: int) -> bool:
        """Whether `word` is the number or letter of a heading or list item at the start of its sentence."""
        begin = place - len(word)
        return (
            begin - first <= 6
            and not self.text[first:begin].strip('«"“(*_#•–— -')
            and bool(_ENUMERATOR.fullmatch(word))
        )

    def _dot_ends(self, word: str, place: int, following: str) -> bool:
        """Whether a full stop behind `word` ends the sentence: by the lists of abbreviations."""
        kind = self._kind(word, following)
        if kind == "initial":
            return self._initial_ends(word, place, following)
        if kind == "trailing":
            return self._starts(following)
        return not kind

    def _kind(self, word: str, following: str) -> str:
        """What sort of abbreviation `word` is: "leading" (never an end), "initial", "trailing", or "" for none."""
        plain = _plain(word, capitals=self.upper)
        known = _abbreviations(self.language)
        if (
            plain in known["leading"]
            or (word in known["titles"])
            or (self._one_case() and plain in known["lower titles"])
        ):
            return "leading"
        if plain in known["numbered"] and self._is_numbered(word, plain, following):
            return "leading"
        if _INITIAL.fullmatch(word) and not word.isdigit():
            return "initial"
        return "trailing" if word in known["ranks"] or (plain in known["trailing"] and plain != "etc") else ""

    def _one_case(self) -> bool:
        return self.lower or self.upper

    def _is_numbered(self, word: str, plain: str, following: str) -> bool:
        """Whether a number follows an abbreviation that leads on to one."""
        if (len(word) == 1 and word.isupper()) or (self.language == "en" and word in CAPITALISED and not self.lower):
            return False
        return bool(_NUMERAL.match(following)) and (following[0].isdigit() or plain not in ("no", "nos"))

    def _initial_ends(self, word: str, place: int, following: str) -> bool:
        """Whether the dot of an initial or of letters with dots ("B", "J.-C", "U.S", "a.m", "Ph.D") ends a sentence."""
        before = self.text[max(0, place - len(word) - 12) : place - len(word)]
        if len(word) == 1 and word.islower() and re.search(r"\d\s$", before):
            return True  # a unit: "à 20 h."
        if word.lower() in ("a.m", "p.m"):
            found = _WORD.match(following)
            zone = found is not None and found[0].lower() in _ZONES
            return not zone and not _TIME_FIRST.search(self.text[max(0, place - 30) : place])
        if word.lower() in ("j.-c", "j.c") and re.search(r"(?:av|apr?)\.\s*$", before):
            return True
        return self._starts(following)

    def _starts(self, following: str) -> bool:
        """Whether the next word begins a sentence rather than a name."""
        found = _WORD.match(following)
        if not found:
            return False
        word = found[0].lower().replace("’", "'")
        if self.language == "fr" and word in PARTICLES:
            return not following[found.end() :].lstrip()[:1].isupper() or word in ("l'", "d'")
        return word in _starters(self.language)

    def _is_glued_end(self, match: re.Match[str], end: int) -> bool:
        """A mark with no space behind it is an end only in "fin.Le début", and not in addresses or names of files."""
        right = _GLUED.match(self.text, end)
        left = _LEFT.search(self.text[max(0, match.start() - 40) : match.start()].rstrip('"”» \u00a0\u202f'))
        if not right or not left or right["word"].lower() in _DOMAINS or len(match[0]) > 3:
            return False
        if right["word"][1:].isupper() and match[0] == ".":
            return False
        word, following = left["word"] or "", self.text[right.start("word") : end + _AHEAD]
        if word and self._kind(word, following) in ("leading", "trailing"):
            return False
        running = bool(_RUNNING.match(following))  # "l'ONU.Visé par", but not "ASP.NET"
        return not word or word.islower() or self._starts(following) or (word.isupper() and running)

    def _skip(self, place: int) -> int:
        """The place of the next character that is no white space."""
        space = _SPACE.match(self.text, place)
        return space.end() if space else place

    def _closing(self, place: int) -> int:
        """Behind the closing quotes, brackets and note marks at `place`; French sets a space before some."""
        while place < len(self.text):
            if note := _NOTE.match(self.text, place):
                place = note.end()
            elif self._closes(place):
                place += 1
            elif self.text[place] in " \u00a0\u202f" and self._closes_apart(place + 1):
                place += 2
            else:
                break
        return place

    def _closes(self, place: int) -> bool:
        """Whether a quote or bracket right at a mark closes."""
        char, following = self.text[place], self.text[place + 1 : place + 2]
        if char == "’":
            return not following.isalnum()
        if char in "\"'":
            return not following.isalnum() or (char == '"' and self._quoted(place))
        return char in _CLOSERS

    def _closes_apart(self, place: int) -> bool:
        """Whether a quote behind a space closes."""
        char, following = self.text[place : place + 1], self.text[place + 1 : place + 2]
        return char in ("»", "›") or (char == '"' and self._quoted(place) and not following.isalnum())

    def _quoted(self, place: int) -> bool:
        """Whether a straight quotation mark at `place` closes a quotation."""
        nearest = bisect_left(self.quotes, (place, 0)) - 1
        return nearest >= 0 and self.quotes[nearest][1] >= place

    def _is_aside(self, start: int, end: int) -> bool:
        """Whether a span opens inside a sentence that goes on behind it: then nothing ends inside."""
        before = self.text[max(0, start - 6) : start].rstrip(" \u00a0\u202f\n\"'’”»)]—–-")
        if not before or before[-1] in _TERMINAL:
            return False
        if self.text[start] == "(":
            return end - start <= _BRACKET_SPAN
        following = self.text[end + 1 : end + 8].lstrip()[:1]
        return end - start <= _QUOTE_SPAN and (following.islower() or following in (",", ";"))

    def _inside(self, place: int) -> bool:
        """Whether `place` is in brackets or a quotation inside a sentence."""
        nearest = bisect_right(self.closed, (place, 0)) - 1
        return nearest >= 0 and place <= self.closed[nearest][1]


def _straight_quotes(text: str) -> Iterator[tuple[int, int]]:
    """Pair straight quotation marks: by the spaces beside them, and by turns where there is one on both sides."""
    opened = -1
    for match in re.finditer('"', text):
        place = match.start()
        before, behind = text[place - 1 : place] or " ", text[place + 1 : place + 2] or " "
        opens = (before.isspace() or before in "([«“—–-'’") and not (behind.isspace() or behind in ".,;:!?…)]»”")
        closes = not before.isspace() and (behind.isspace() or behind in ".,;:!?…)]»”")
        if opened >= 0 and not opens:
            yield opened, place
            opened = -1
        elif opens or not closes:
            opened = place


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Pair brackets and quotation marks that have two shapes; those without a partner are left out."""
    open_at: dict[str, list[int]] = {mark: [] for mark in _PAIRS.values()}
    for match in re.finditer("[()«»“”]", text):
        if match[0] in open_at:
            open_at[match[0]].append(match.start())
        elif open_at[_PAIRS[match[0]]]:
            yield open_at[_PAIRS[match[0]]].pop(), match.start()


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, with those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _plain(word: str, *, capitals: bool) -> str:
    """A word as the lists have it; one in capitals is none of them ("CA" isn't "ca"), unless `capitals` are the rule."""
    if len(word) > 1 and word.isupper() and not capitals and "." not in word:
        return word
    return word.lower().replace("’", "'")


@cache
def _abbreviations(language: str) -> dict[str, frozenset[str]]:
    """The lists of abbreviations for "fr" or "en" as sets, in lower case but for titles and ranks."""
    return {
        "titles": frozenset(TITLES.split()),
        "lower titles": frozenset(TITLES.lower().split()),
        "ranks": frozenset(RANKS[language].split()),
        "leading": frozenset(LEADING[language].split()),
        "numbered": frozenset(NUMBERED[language].split()),
        "trailing": frozenset(TRAILING[language].split()),
    }


@cache
def _starters(language: str) -> frozenset[str]:
    return frozenset(STARTERS[language].split())


@cache
def _attribution() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:[A-ZÀ-Þ][\w’'-]*|[A-Z]\.)\s+){{1,3}}(?:{'|'.join(ATTRIBUTIONS.split())})\b")


def clauses(text: str, limit: Callable[[str], bool] | int) -> list[str]:
    """Cut an over-long sentence in parts that are short enough, at the best places for a reader.

    Preferred in this order, and near the middle: behind a semicolon, a colon or before a dash; behind a comma before
    a conjunction or relative pronoun; behind any comma or bracket; before a conjunction without a comma; at any space.
    Not inside a number, or between an abbreviation and what it belongs to; inside quotation marks or brackets only
    where there is no good place outside. Text without spaces is cut between characters.

    Args:
        text: a sentence; anything longer will do too.
        limit: a function that tells whether a part is short enough (a translator counts tokens), or a number of words.
            A function is called less than twice for each part that comes out.

    Returns:
        The parts, each with the white space behind it: `"".join(parts) == text`. No part is a small remnant of the one
        it was cut from. A single character is returned even if it is too long. No parts for an empty text.
    """
    fits = limit if callable(limit) else _up_to_words(limit)
    places, costs = _places(text)
    parts: list[str] = []
    todo = [(0, len(text))] if text else []
    while todo:
        start, end = todo.pop()
        part = text[start:end]
        if end - start == 1 or fits(part):
            parts.append(part)
        else:
            cut = _cut(text, start, end, places, costs)
            todo += [(cut, end), (start, cut)]
    return parts


def _up_to_words(most: int) -> Callable[[str], bool]:
    """A limit of `most` words, of 40 characters at most on average: text without spaces has to be cut too."""

    def fits(part: str) -> bool:
        return len(part.split()) <= most and len(part) <= _LONGEST_WORD * most

    return fits


_LONGEST_WORD = 40
_RELATIVES = (
    "after afin ainsi alors although and après as avant because before bien but car comme donc dont et except for however if "
    "including jusqu'à laquelle lequel lesquelles lesquels lors lorsque mais ni nor once or ou où parce pendant pour pourtant "
    "puis puisque qu' quand que qui quoique sans sauf si since so such tandis than that then though toutefois unless until "
    "when whenever where whereas which while who whom whose with without yet"
)
"""Conjunctions and relative pronouns, French and English: a comma before one parts two clauses."""
_BARE = (
    "afin after alors although and après avant because before but dont et lorsque mais or ou où parce pendant puis puisque "
    "qui quand since tandis though until when where whereas which while who whose"
)
"""Those that part clauses without a comma too."""
_BREAK = r"[^\S\u00a0\u202f]+"
_CUTS = re.compile(
    rf"""(?P<strong>(?:(?<=[;:…!?])|(?<=[;:!?][»”"’)])|(?<=[^\W\d_]{{5}}\.)){_BREAK})
       | (?P<dash>{_BREAK}(?=[–—-][^\S\n]))
       | (?P<relative>(?<=,){_BREAK}(?=(?:{"|".join(_RELATIVES.split())})(?!\w)))
       | (?P<comma>(?<=[,)\]]){_BREAK})
       | (?P<edge>(?<=[»”]){_BREAK}|{_BREAK}(?=[«“(]))
       | (?P<bare>{_BREAK}(?=(?:{"|".join(_BARE.split())})\s))
       | (?P<space>{_BREAK})""",
    re.VERBOSE | re.IGNORECASE,
)
_COSTS = {"strong": 0.0, "dash": 0.5, "relative": 1.0, "comma": 1.6, "edge": 2.0, "bare": 2.4, "space": 5.0}
"""What a cut of each kind costs, ..."""
_ASIDE_COST = 4.0
"""... what it costs more inside quotation marks or brackets, ..."""
_DISTANCE_COST = 3.0
"""... and what the way from the middle to the edge of the room costs."""
_ROOM = 0.3
"""A cut is at most this part of the length away from the middle, so that no remnant is left."""


def _places(text: str) -> tuple[list[int], list[float]]:
    """All places where `text` may be cut, in order, and what each costs."""
    asides = _merged([*_straight_quotes(text), *_brackets(text)])
    places, costs = [], []
    for match in _CUTS.finditer(text):
        kind = match.lastgroup or "space"
        if match.start() and match.end() < len(text) and not (kind == "space" and _is_tied(text, match)):
            nearest = bisect_left(asides, (match.end(), 0)) - 1
            inside = nearest >= 0 and match.end() <= asides[nearest][1]
            places.append(match.end())
            costs.append(_COSTS[kind] + _ASIDE_COST * inside)
    return places, costs


_TIED_BEFORE = re.compile(r"(?:\bn[°º]|§|«|\b[^\W\d_]{1,4}\.)$")
_TIED_BEHIND = re.compile(r"\d|[%€$£°]|(?:millions?|milliards?|billions?|euros?|dollars?|h|km|kg|cm|m)\b")


def _is_tied(text: str, match: re.Match[str]) -> bool:
    """Whether the words at a space belong together: digits of a number, its unit, an abbreviation and what follows."""
    before = text[max(0, match.start() - 9) : match.start()]
    behind = text[match.end() : match.end() + 9]
    if before[-1:].isdigit():
        return bool(_TIED_BEHIND.match(behind))
    return behind[:1] in tuple("»!?:;") or bool(_TIED_BEFORE.search(before))


def _cut(text: str, start: int, end: int, places: list[int], costs: list[float]) -> int:
    """The best place to cut `text[start:end]` in two: by kind and by nearness to the middle."""
    half, room = (start + end) / 2, max(1.0, _ROOM * (end - start))
    first = bisect_left(places, max(start + 1, half - room))
    last = bisect_right(places, min(end - 1, half + room))
    if first < last:
        return places[min(range(first, last), key=lambda n: costs[n] + _DISTANCE_COST * abs(places[n] - half) / room)]
    nearest = [place for place in places[max(0, first - 1) : last + 1] if start < place < end]
    if nearest:
        return min(nearest, key=lambda place: abs(place - half))
    return _between_characters(text, start, end)


def _between_characters(text: str, start: int, end: int) -> int:
    """The middle of text without spaces; not before an accent that belongs to the letter in front."""
    middle = (start + end) // 2
    for place in range(middle, min(end, middle + 8)):
        if not unicodedata.combining(text[place]):
            return place
    return middle
