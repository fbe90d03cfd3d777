"""Numbers by value: "4 264" in French, "4,264" in English, "3,5 milliards", "$3.5bn", "14 h 30", "vingt-deux".

A value is a plain decimal without groups ("4264", "3.5", "3000000000") or a time of day on 24 hours ("14:30").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACE = " \u00a0\u202f\u2009"


def _pattern(time: str, decade: str, marks: str, point: str) -> re.Pattern[str]:
    """The numbers of one language. A group of three behind one of `marks` belongs to a whole number.

    Two groups with the same mark leave no doubt, whatever the mark. Digits inside a word are part of a name (A380, CO2).
    """
    return re.compile(
        rf"""(?<![^\W_])(?:
          (?P<date>\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}})(?!\d)
        | {time}
        | (?P<clock>(?:[01]?\d|2[0-4]):[0-5]\d)(?![\d:])
        | (?P<decade>{decade})
        | (?P<whole>[1-9]\d{{0,2}}(?:(?P<mark>[{_SPACE}.,'’])\d{{3}}(?:(?P=mark)\d{{3}})+|[{_SPACE}{marks}]\d{{3}}))(?!\d)
          (?:{point}(?P<fraction>\d+))?
        | (?P<plain>\d+(?:[.,]\d+)?)
        )""",
        re.VERBOSE,
    )


_NUMBER = {
    "fr": _pattern(
        r"(?P<hour>[01]?\d|2[0-4])\s?(?:[hH](?!\w|\s?\d)|(?:[hH]|heures?\s)\s?(?P<minute>[0-5]\d)(?:\s?min|mn)?(?!\w))",
        r"(?<=[dl]es\sannées\s)['’]?\d0(?!\d)",
        ".'’",
        ",",
    ),
    "en": _pattern(
        r"(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[apAP])\.?[mM]\b",
        r"(?:(?<=the\s)|(?<=early\s)|(?<=mid[\s-])|(?<=late\s)|(?<=['’]))\d0['’]?s\b",
        ",",
        r"\.",
    ),
}
_MAGNITUDES = {
    "fr": {"mille": 3, "milliers": 3, "million": 6, "millions": 6, "milliard": 9, "milliards": 9, "md": 9, "mds": 9,
           "billion": 12, "billions": 12},
    "en": {"thousand": 3, "million": 6, "millions": 6, "mn": 6, "billion": 9, "billions": 9, "bn": 9, "trillion": 12,
           "trillions": 12, "tn": 12, "lakh": 5, "crore": 7},
}  # fmt: skip
_MAGNITUDE = {
    language: re.compile(rf"[{_SPACE}-]?(?:(?:autres|other|more|nouveaux)\s)?({'|'.join(found)})\b", re.IGNORECASE)
    for language, found in _MAGNITUDES.items()
}
# "M" may be metres or "mille": it is a magnitude beside a currency, or as a glued capital.
_LETTERS = {"k": 3, "m": 6, "b": 9}
_LETTER = re.compile(rf"[{_SPACE}]?([kKmMbB])\b(\s?(?:[€$£¥]|(?:d['’])?(?:euros?|dollars?)\b))?")
_CURRENCY = re.compile(r"[€$£¥]\s?$")
_BETWEEN = re.compile(r"\s?(?:à|et|ou|to|and|or|[-–])\s?(?:[€$£]|EUR |USD )?")
_NAMED = re.compile(r"[^\W\d_]*[A-ZÀ-Þ][^\W_]*-$")
_GENERATION = re.compile(r"[A-Z](?!\w)")
_ROMAN = re.compile(r"\b([IVX]{1,6})(?:er|re|ère|e|ème)\b")
_ORDINAL = re.compile(r"\b([IVX]{1,6})(e|ème)\b")  # not "Napoléon Ier"


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a text: where it stands, its value, and the power of ten of a magnitude word behind it."""

    start: int
    end: int
    value: Decimal | str
    power: int = 0

    @property
    def told(self) -> str:
        """The value as a string."""
        return self.value if isinstance(self.value, str) else decimal(self.value.scaleb(self.power))


def decimal(value: Decimal) -> str:
    """A value without exponent or needless zeros."""
    return f"{value.normalize():f}"


def numbers(text: str, language: str) -> list[str]:
    """Values of the numbers written with digits, in order, as plain decimals ("4264", "3.5", "3000000000").

    `language` ("fr" or "en") decides what commas, dots and spaces between digits mean. Times of day become
    "h:mm" on 24 hours. Magnitude words right behind a number count ("1,5 million" is "1500000"), and hold for both ends
    of a range. Digits that belong to a name (A380, Covid-19, 5G) are none; French "XXIe" is "21".
    """
    found = _shared_powers(text, list(_scan(text, language)))
    if language == "fr":
        ordinals = [Number(*m.span(), str(_roman(m[1]))) for m in _ROMAN.finditer(text)]
        found = sorted([*found, *(o for o in ordinals if o.value != "1")], key=lambda number: number.start)
    return [number.told for number in found]


def located(text: str, language: str) -> list[Number]:
    """The numbers of a text where they stand, in order: those in digits, and those told in words ("twenty-two").

    Ordinals are none, nor is a plain "one", which is mostly an article.
    """
    digits = _shared_powers(text, list(_scan(text, language)))
    taken = {place for number in digits for place in range(number.start, number.end)}
    return sorted(
        [*digits, *(number for number in _spelled(text, language) if number.start not in taken)],
        key=lambda number: number.start,
    )


def _spelled(text: str, language: str) -> Iterator[Number]:
    for match in _CARDINAL[language].finditer(text):
        values = word_numbers(match[0], language)
        # French "neuf" alone is as often "new", and the "cent" of "pour cent" is none.
        if len(values) == 1 and match[0].lower() not in (
            "neuf",
            "cent",
            "million",
            "millions",
            "milliard",
            "milliards",
        ):
            yield Number(*match.span(), Decimal(values[0]))


def _scan(text: str, language: str) -> Iterator[Number]:
    for match in _NUMBER[language].finditer(text):
        start, end = match.span()
        if _NAMED.search(text, max(0, start - 20), start) or _generation(text, start, end):
            continue
        if match["date"]:
            yield from (Number(start, end, Decimal(part)) for part in re.split(r"[/.]", match["date"]))
        elif (hour := match["hour"]) is not None:
            afternoon = language == "en" and match["half"] in "pP"
            hours = int(hour) % 12 + 12 * afternoon if language == "en" else int(hour)
            yield Number(start, end, f"{hours}:{match['minute'] or '00'}")
        elif match["clock"]:
            hour, _, minute = match["clock"].partition(":")
            yield Number(start, end, f"{int(hour)}:{minute}")
        else:
            power, end = _power(text, start, end, language)
            yield Number(start, end, _value(text, match), power)


def _generation(text: str, start: int, end: int) -> bool:
    """Whether a number of one or two digits is the head of a name such as 5G or 3D."""
    return end - start <= 2 and _GENERATION.match(text, end) is not None and text[end] not in "KMB"


def _value(text: str, match: re.Match[str]) -> Decimal:
    if match["decade"]:
        tens = int(_digits(match["decade"]))
        return Decimal(tens + (1900 if tens >= 20 else 2000))
    if match["whole"]:
        return Decimal(f"{_digits(match['whole'])}.{match['fraction'] or 0}")
    value = Decimal(match["plain"].replace(",", "."))
    # "2024-25" is a span of years, "2024-10" a month.
    century = re.search(r"(?<!\d)(19|20)(\d\d)[-–/]$", text[: match.start()][-6:])
    if century and re.fullmatch(r"\d\d", match["plain"]) and not re.match(r"[-–/.,]?\d", text[match.end() :]):
        later = int(value) > int(century[2])
        return value + 100 * int(century[1]) if later else value
    return value


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _power(text: str, start: int, end: int, language: str) -> tuple[int, int]:
    """The power of ten that stands behind a number, and where it ends ("thousand million" is 9)."""
    power = 0
    for _ in range(2):
        if match := _MAGNITUDE[language].match(text, end):
            power += _MAGNITUDES[language][match[1].lower()]
            end = match.end()
    letter = None if power else _LETTER.match(text, end)
    if letter and (letter[2] or _CURRENCY.search(text[:start]) or (letter[1].isupper() and letter.start(1) == end)):
        return _LETTERS[letter[1].lower()], letter.end(1)
    return power, end


def _shared_powers(text: str, found: list[Number]) -> list[Number]:
    """Ranges with the magnitude told once: "2 à 3 millions", "$2-$3 billion"."""
    for i, (number, after) in enumerate(pairwise(found)):
        smaller = isinstance(number.value, Decimal) and isinstance(after.value, Decimal) and number.value < after.value
        if smaller and after.power and not number.power and _BETWEEN.fullmatch(text, number.end, after.start):
            found[i] = replace(number, power=after.power)
    return found


def _roman(letters: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in letters]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


_UNITS = {
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
}
_TENS = {
    "fr": "vingt trente quarante cinquante soixante",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
}
_LARGE = {
    "fr": {"cent": 100, "cents": 100, "mille": 1000, "million": 10**6, "millions": 10**6, "milliard": 10**9,
           "milliards": 10**9},
    "en": {"hundred": 100, "thousand": 1000, "million": 10**6, "millions": 10**6, "billion": 10**9, "billions": 10**9,
           "trillion": 10**12},
}  # fmt: skip
# Words for a number that stand alone, and the ordinals that no rule makes.
_OTHERS = {
    "fr": {"une": 1, "premier": 1, "première": 1, "second": 2, "seconde": 2, "cinquième": 5, "neuvième": 9, "dizaine": 10,
           "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "cinquantaine": 50, "centaine": 100,
           "millier": 1000, "moitié": 50, "vingts": 20, "tiers": 3},
    "en": {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12, "half": 50,
           "dozen": 12, "both": 2, "once": 1, "twice": 2},
}  # fmt: skip


def _small(language: str) -> dict[str, int]:
    cardinals = {word: value for value, word in enumerate(_UNITS[language].split())}
    cardinals |= {word: 10 * value for value, word in enumerate(_TENS[language].split(), 2)}
    if language == "fr":
        ordinals = {word.removesuffix("e") + "ième": value for word, value in cardinals.items()}
    else:
        ordinals = {re.sub("y$", "ie", word) + "th": value for word, value in cardinals.items()}
        ordinals |= {word.removesuffix("y") + "ies": 1900 + value for word, value in cardinals.items() if value >= 20}
    found = cardinals | ordinals | _OTHERS[language]
    # "Two-thirds", "three fifths".
    return found | {
        f"{word}s": value for word, value in found.items() if language == "en" and word.endswith(("th", "rd"))
    }


_SMALL = {language: _small(language) for language in ("fr", "en")}


def _cardinal(language: str) -> re.Pattern[str]:
    """Number words in a row, from two upwards."""
    words = [*_UNITS[language].split()[1:], *_TENS[language].split(), *_LARGE[language], "vingts", "quatre-vingts"]
    one = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{one})(?:(?:-|\s|\set\s|-et-|\sand\s)(?:{one}))*(?![\w-])", re.IGNORECASE)


_CARDINAL = {language: _cardinal(language) for language in ("fr", "en")}
_TOKEN = re.compile(r"\d[\d.,]*|[^\W\d_]+|[^\w\s-]")


def word_numbers(text: str, language: str) -> list[str]:
    """Values of the number words of a text ("vingt-deux" is "22"), without a plain one, which is mostly an article."""
    small, large = _SMALL[language], _LARGE[language]
    found: list[int] = []
    total = current = 0
    last = ""

    def close() -> None:
        nonlocal total, current
        found.append(total + current)
        total = current = 0

    for word in _TOKEN.findall(text.lower()):
        token = word.removesuffix("ly").removesuffix("ment")
        if token in small:
            value = small[token]
            if token.startswith("vingt") and current % 100 == 4:
                current += 76
            elif _adds(current, value, language):
                current += value
            else:
                close()
                current = value
        elif token in large:
            # Behind digits it belongs to them ("3,5 millions"), and "pour cent" is none.
            if not last[:1].isdigit() and last != "pour":
                if large[token] == 100:
                    current = max(current, 1) * 100
                else:
                    total, current = total + max(current, 1) * large[token], 0
        elif token not in ("et", "and"):
            close()
        last = token
    close()
    return [str(value) for value in found if value > 1]


def _adds(current: int, value: int, language: str) -> bool:
    """Whether a small number goes on a greater one: "vingt" + "deux", "soixante" + "dix", "hundred" + "six"."""
    if current == 0:
        return True
    below = current % 100
    if below == 0:
        return value < 100
    if language == "fr" and below in (60, 80):
        return value < 20
    if language == "fr" and below in (10, 70, 90):
        return 7 <= value <= 9
    return below >= 20 and below % 10 == 0 and value < 10


MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "january february march april may june july august september october november december",
}


def month_values(text: str, language: str) -> set[str]:
    """The numbers of the months that a text names."""
    named = set(_TOKEN.findall(text.lower()))
    return {str(number) for number, month in enumerate(MONTHS[language].split(), 1) if month in named}


def arabic_ordinals(text: str) -> str:
    """A French text with its Roman ordinals in digits ("XIXe" becomes "19e"), which models carry over better."""
    return _ORDINAL.sub(lambda match: f"{_roman(match[1])}{match[2]}", text)


def in_digits(text: str, least: int = 11) -> str:
    """A French text with its cardinals in digits, from `least` to 999 999: "quarante-six ans" becomes "46 ans".

    Small models invent words for them ("fourty-six-six"). What has a capital inside a sentence is a name ("les Vingt-Sept").
    """
    for number in reversed(list(_spelled(text, "fr"))):
        written, value = text[number.start : number.end], int(number.value)
        named = number.start > 0 and written[0].isupper()
        if least <= value < 10**6 and not named and written.lower() not in ("cents", "mille", "vingts"):
            text = text[: number.start] + f"{value:,}".replace(",", " ") + text[number.end :]
    return text


_HOURS = re.compile(rf"(?<![\w/.,])(\d{{1,3}})[{_SPACE}]?[hH](?![\w/]|[{_SPACE}]?\d)")


def hours_in_words(text: str) -> str:
    """A French text with "24 h" as "24 heures": a small model takes the letter for a mark."""
    return _HOURS.sub(lambda match: f"{match[1]} heure{'s' if int(match[1]) > 1 else ''}", text)


_YEAR_PART = re.compile(r"\A(?P<part>Fin\s|Début\s|Mi-)(?=(?:19|20)\d\d\b)")
_YEAR_PARTS = {"Fin": "À la fin de ", "Début": "Au début de ", "Mi-": "Au milieu de "}


def parts_of_years(text: str) -> str:
    """A French text that opens with "Fin 2024" with "À la fin de 2024": a small model takes the capital for a name."""
    return _YEAR_PART.sub(lambda match: _YEAR_PARTS[match["part"].strip()], text)


_GOING = re.compile(
    r"\b([Pp])ass(?=(?:e|er|é|ée|és|ées|ant|ent|era|eront|erait|eraient|ait|aient)\s(?:ainsi\s|alors\s|même\s)?"
    rf"(?P<way>d(?:e\s|['’])\d[\d.,{_SPACE}]*[^.;:!?,\d]{{0,25}}?\sà\s\d[\d.,{_SPACE}]*(?:[^\d\s]\S*)?))"
)


def falling(text: str) -> str:
    """A French text in which what "passe de 1 180 à 940" falls ("tombe"): a small model makes a rise of it.

    The two verbs have the same forms. Times of day are left alone.
    """

    def fallen(match: re.Match[str]) -> str:
        found = numbers(match["way"], "fr")
        timed = any(":" in number for number in found) or re.search(r"\d\s?h(?:eures?)?\b", match["way"])
        falls = len(found) == 2 and not timed and Decimal(found[0]) > Decimal(found[1])
        return ("T" if match[1] == "P" else "t") + "omb" if falls else match[0]

    return _GOING.sub(fallen, text)


def english_numbers(source: str, target: str) -> str:
    """`target` with numbers that were copied from the French `source` as they stood written the English way.

    "4 264 km" or "4.264 km" becomes "4,264 km", "3,5 %" becomes "3.5%", "14h30" becomes "14:30", as does "14 hours 30".
    """
    for match in _NUMBER["fr"].finditer(source):
        named = _NAMED.search(source, max(0, match.start() - 20), match.start())
        if named or (english := _english(match)) == match[0]:
            continue
        if match["minute"]:
            target = re.sub(rf"\b{match['hour']} hours? {match['minute']}\b(?:\sminutes)?", english, target)
        loose = re.sub(rf"\\?[{_SPACE}]", f"[{_SPACE}]", re.escape(match[0]))
        target = re.sub(rf"(?<![\d.,]){loose}(?!\d|[.,]\d)", english, target)
    return re.sub(rf"(?<=\d)[{_SPACE}]%", "%", target)


def _english(match: re.Match[str]) -> str:
    if match["hour"]:
        return f"{int(match['hour'])}:{match['minute'] or '00'}"
    if match["whole"]:
        fraction = f".{match['fraction']}" if match["fraction"] else ""
        return f"{int(_digits(match['whole'])):,}{fraction}"
    return match["plain"].replace(",", ".") if match["plain"] else match[0]
