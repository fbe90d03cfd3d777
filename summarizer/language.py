"""What language a text is in: French, English, both, or one that this tool doesn't read.

    identify(text or paragraphs or Article) -> Language      raises UnsupportedLanguage, NoArticle
    rank(text)                              -> all 97 languages of langid with probabilities, best first

How it decides. A text is cut into paragraphs and these into chunks of a sentence or two. Each chunk is scored for every
language by langid's naive Bayes over byte n-grams (lower-cased first: langid takes capitals for other languages), always
against all 97 languages, since with French and English alone German is "certainly English". To that comes the evidence
of function words: about half of the words of running French or English are on a list of some 200, a quarter in the
nearest relatives, a twentieth elsewhere. Chunks vote for their paragraph and paragraphs for the text, each with its
characters. A chunk without enough words, or with no clear winner, has no vote: "no evidence" is an answer.

The work is bounded: of a text over `SAMPLE` characters each paragraph is judged by chunks at even distances, of one
over `PARAGRAPHS` paragraphs every second or third or so is judged at all. Beyond that only cutting grows with the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from summarizer.errors import BrokenModel, NoArticle, UnsupportedLanguage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

__all__ = ["NAMES", "Language", "identify", "rank"]

MODEL = Path(__file__).parent / "models" / "builtin" / "langid.npz"

SAMPLE = 100_000
"""Characters judged at most, besides one chunk of each paragraph ..."""

PARAGRAPHS = 2_000
"""... of this many: of more paragraphs, those at even distances are judged and the others stay "unknown"."""

CHUNK = (80, 320)
"""Characters of a chunk: short sentences are joined up to the first number, long ones cut at the second."""

BLOCK = 16
"""Chunks scored at once: small enough for the processor's cache."""

WHOLE = 2_000
"""Characters of the one chunk that decides where no paragraph alone can."""

MIN_WORDS = 4
"""A chunk of fewer words is no evidence."""

SENTENCE_WORDS = 12
"""What is said of a text that can't be told: up to so many words that it is too short."""

# The weights were chosen on 40,000 French and English sentences of six words and more (news, laws, novels, manuals,
# captions) against the Universal Declaration of Human Rights in 526 other languages.
SHARPNESS = 0.2
"""What langid's log-likelihoods are multiplied by: its n-grams overlap and count the same letters several times."""
WORD_WEIGHT = 1.5
"""Log-odds for each word of a language's list ..."""
WORD_RATE = 0.25
"""... less the weight times this share of all words: the rate at which the list says nothing either way."""
PRIOR = 2.5
"""Log-odds for French and English before anything is read: they are what people paste here."""
CERTAIN = 0.5
"""A chunk votes if its best language, with the family of a foreign one, has this probability ..."""
CERTAIN_FOREIGN = 0.8
"""... and for a foreign one if it is neither French nor English with this probability."""

MIXED_SHARE = 0.15
"""A second language counts from this share of the characters on: less is a notice, a caption or a quotation ..."""
MIXED_WORDS = 15
"""... and if one whole paragraph of it has this many words outside quotation marks."""
FOREIGN_SHARE = 0.5
"""Up to this share of the characters may be in other languages: those paragraphs are marked and can be left out."""
NAMED_SHARE = 0.4
"""A foreign language is named if this share of the foreign text is in it; else the message says that none was found."""

FUNCTION_WORDS = {
    "fr": (
        "a afin ai ainsi alors annee annees ans apres as au aucun aucune aujourd' aussi autre autres aux "
        "avaient avait avant avec avez avoir avons ayant beaucoup bien bon bonne c' ca car ce cela "
        "celle celui ces cet cette ceux chaque chez comme contre d' dans de deja depuis des deux dire dit "
        "donc dont du elle elles en encore entre est et etaient etais etait etant ete etes etre eu faire fait "
        "faut fois fut grand grande hors ici il ils j' jamais je jour jours jusqu' l' la le les leur leurs "
        "lors lorsqu' lorsque lui m' ma mais malgre me meme memes mes mieux moi moins mon monde n' ne ni non "
        "nos notre nous nouveau nouvelle on ont ou oui par parce pas pendant peu peut peuvent plus plusieurs "
        "pour premier premiere puis puisqu' puisque qu' quand que quel quelle quelles quelques quels qui quoi "
        "rien s' sa sans se selon sera serait seront ses si soit sommes son sont sous suis sur t' ta te temps "
        "tes toi ton toujours tous tout toute toutefois toutes tres trois tu un une va vers veut veux vingt "
        "voici voir vont vos votre vous y"
    ),
    "en": (
        "a about after against all also am an and any are around as at back be because been before being "
        "between both but by came can cannot come could day did didn' do does doesn' don' down during each "
        "else every few first for from get go going good got had has have having he he' her here hers him his "
        "how i i' if in into is isn' it it' its just know last let let' like little ll long m made make many "
        "may me might more most much must my neither never new next no nor not now of off often old on one "
        "only or other our out over part people per re s said same says see shall she she' should since so "
        "some such t take than that that' the their them then there there' these they they' think this those "
        "though three through time to today too two under until up upon us use used using ve very want was "
        "wasn' way we we' well went were weren' what when where whether which while who whom whose why will "
        "with within without won' work would year years yet you you' your"
    ),
    "af": (
        "aan af as by daar dat deur die dit e ek elke en geen had haar het hierdie hulle hy in is kan maar mag met moet n "
        "na nie of om ons ook op oor reg sal sy te tot uit van vir was wat wees word"
    ),
    "br": (
        "a al an ar ba bet bez da d' den e ebet eo er eus evel evit ez gant gand gwir ha hag he hep holl int ket ma met n' "
        "na ne o oa ouzh pa pe pep ret ul un ur war zo"
    ),
    "ca": (
        "a al als amb aquest aquesta aquests cada com d' de del dels des dret e el els en ens entre era es està fins fou "
        "ha han hi ho i l' la les li lo mes molt n' no o per perque pero pot qual quan que qui s' se sense ser seu seva "
        "seus sobre son tambe tot tota totes tots un una unes uns va van"
    ),
    "ht": (
        "a ak an ap avek dapre dwa epi fe fet gen genyen ka kapab ki kom kote l' la lan le li men moun mwen nan nou oswa "
        "ou pa pandan paske poko pou pral sa san se si sou tankou tap te tou tout travay va w yo yon youn"
    ),
    "la": (
        "ab ac ad aut autem cum de eius enim erat esse est et etiam ex hoc in ius nam ne nec nemo neque non omnes omnia "
        "omnibus pro qua quae quam qui quis quo quod se sed sicut sine sive sua suis sunt ut vel"
    ),
    "oc": (
        "a al als amb an aquel aquela aquest aquesta cada coma d' de del dels deu dins e en entre era es fa fins foguet i "
        "l' la las li lo lor lors los m' mai mas n' ne ni non o ont pel pels per pus quand que qui s' sa sens son sos sus "
        "tot tota totas totes un una"
    ),
    "wa": (
        "a al ås avou aveut c' come cwand d' de des di dins dissus divins dj' djin djins do dreut dreuts e el en "
        "ene est estot et i inte k' ki l' les leu leus li lu mins n' nen nin nos ome omes on ossi ou po pol pus qu' qwe s' "
        "si sins so sol sont t' to tos tot totes tolminme vos"
    ),
    # Two that langid doesn't know and takes for English.
    "pcm": (
        "abi all am and as bad be because but com come dat dem dey di dia dis don e everi fit for from get go good ha im "
        "im' kontri like make na no on one only or oga pesin pipol rait right sabi say sey so still take tell them to tok "
        "una wan wen wetin wey where wit wok"
    ),
    "sco": (
        "a a' aboot ae an ane as at aw awfu bi be by cannae couldnae didnae dinnae een fae frae for fur gie gies guid hae "
        "haed haes hame he her hes his hoo hoose i ilka in intae is isnae it ither juist ken ma mair maun mony nae nor o "
        "o' oan on onie ony or oor oot ower she shoud sic tae tak thae thaim thair thay the their thir til toon wad wae "
        "wha whan whaur whit wi wi' wis wisnae wur ye yer"
    ),
}
"""The commonest words without accents; an elided word ends in an apostrophe. The relatives' lists hold their own ground
against French and English: words that both have say nothing then."""

LOOKALIKES = {"pcm": "en", "sco": "en"}
"""Languages outside langid's 97 -> the one whose langid score they borrow: their words have to tell."""

NAMES = {
    "af": "Afrikaans", "am": "Amharic", "an": "Aragonese", "ar": "Arabic", "as": "Assamese", "az": "Azerbaijani",
    "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali", "br": "Breton", "bs": "Bosnian", "ca": "Catalan",
    "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "dz": "Dzongkha", "el": "Greek", "en": "English",
    "eo": "Esperanto", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish",
    "fo": "Faroese", "fr": "French", "ga": "Irish", "gl": "Galician", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "ht": "Haitian Creole", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "is": "Icelandic", "it": "Italian", "ja": "Japanese", "jv": "Javanese", "ka": "Georgian", "kk": "Kazakh",
    "km": "Khmer", "kn": "Kannada", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "la": "Latin",
    "lb": "Luxembourgish", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mg": "Malagasy", "mk": "Macedonian",
    "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay", "mt": "Maltese", "nb": "Norwegian Bokmål",
    "ne": "Nepali", "nl": "Dutch", "nn": "Norwegian Nynorsk", "no": "Norwegian", "oc": "Occitan", "or": "Odia",
    "pa": "Punjabi", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "qu": "Quechua", "ro": "Romanian",
    "ru": "Russian", "rw": "Kinyarwanda", "se": "Northern Sami", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian",
    "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai",
    "tl": "Tagalog", "tr": "Turkish", "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
    "vo": "Volapük", "wa": "Walloon", "xh": "Xhosa", "zh": "Chinese", "zu": "Zulu",
    "pcm": "Nigerian Pidgin", "sco": "Scots",
}  # fmt: skip
"""Code -> English name, for langid's 97 languages and the two lookalikes."""

FAMILIES = {
    **dict.fromkeys(("da", "nb", "nn"), "no"),
    **dict.fromkeys(("bs", "sr", "sl"), "hr"),
    **dict.fromkeys(("jv", "ms"), "id"),
    **dict.fromkeys(("mr", "ne"), "hi"),
    **dict.fromkeys(("be", "uk"), "ru"),
    "an": "es", "gl": "pt", "ky": "kk", "mk": "bg", "sk": "cs",
}  # fmt: skip
"""Codes that langid scatters one language over -> the code that stands for all, when their shares are added up."""

_WORD = re.compile(r"[^\W\d_]+['’]?")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_ACCENT = re.compile("[\u0300-\u036f]+")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_PIECE_END = re.compile(r"(?<=[.!?…;:。！？।])\s+|(?<=[。！？])|\n+")
_LONG = re.compile(rf".{{1,{CHUNK[1]}}}(?!\S)|.{{1,{CHUNK[1]}}}", re.DOTALL)
_QUOTATION = re.compile('[«“„"][^«»“”„"]*[»”“"]')
_NOISE = re.compile(
    r"""
      <[^<>\n]{1,300}>                                 # tags
    | (?<!\S)\S*?(?:://|[@\d_\\{}<>=|$`^~])\S*          # addresses, mail addresses, handles, numbers, code
    | (?<!\w)(?:www\.|[/\#]\w)\S*                      # addresses without a scheme, paths, hashtags
    | (?<![\w.-])[\w-]+(?:\.[a-z][a-z0-9]+)+(?:/\S*)?(?!\w)  # domain and file names, calls of methods
    | \b\w+\([^()\s]*\)                               # calls
    | \b[a-z]+[A-Z]\w*                                # camelCase
    """,
    re.VERBOSE,
)
"""Each kind starts at the edge of a word, so that long words cost no more than others."""


class _HasParagraphs(Protocol):
    """An `Article`, or anything else with paragraphs."""

    @property
    def paragraphs(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Language:
    """The language of a text.

    `code` is "fr", "en" or "mixed". `shares` has the keys "fr", "en" and "other": each one's part of the characters of
    the paragraphs that could be told, 1 in sum. `paragraphs` has for each paragraph given, in order, "fr", "en",
    "other" or "unknown" (too short or no clear winner; headings and captions often are).
    """

    code: str
    shares: dict[str, float]
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Vote:
    """What one paragraph says: a code of `NAMES`, or "" for no evidence; and its weight in characters."""

    code: str
    weight: int

    @property
    def kind(self) -> str:
        """One of "fr", "en", "other" and "unknown"."""
        return self.code if self.code in ("fr", "en") else "other" if self.code else "unknown"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Model:
    """langid's arrays; training/langid_arrays.py says what each holds."""

    grams: npt.NDArray[np.uint32]
    orders: npt.NDArray[np.int64]
    weights: Floats
    priors: Floats
    codes: tuple[str, ...]

    def scores(self, texts: Sequence[str]) -> Floats:
        """Log-likelihood of each text in each language, up to a constant for each text: (texts, 97)."""
        import numpy as np

        blocks = [self._block(texts[start : start + BLOCK]) for start in range(0, len(texts), BLOCK)]
        return np.concatenate([np.zeros((0, len(self.codes)), np.float32), *blocks])

    def _block(self, texts: Sequence[str]) -> Floats:
        """`scores` of a few texts at once."""
        import numpy as np

        row, gram = self._hits([text.encode("utf-8", "replace") for text in texts])
        used, column = np.unique(gram, return_inverse=True)
        counts = np.bincount(row * len(used) + column, minlength=len(texts) * len(used))
        scores: Floats = counts.reshape(len(texts), len(used)).astype(np.float32) @ self.weights[used] + self.priors
        return scores

    def _hits(self, raw: Sequence[bytes]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Every place where an n-gram of the model stands in one of the texts: (its text, the n-gram)."""
        import numpy as np

        lengths = np.array([len(data) for data in raw])
        row = np.repeat(np.arange(len(raw)), lengths)
        place = np.arange(len(row)) - (np.cumsum(lengths) - lengths)[row]  # of the byte in its own text
        data = np.frombuffer(b"".join(raw), np.uint8).astype(np.uint32)
        key = np.zeros_like(data)  # the last bytes up to each place, as one number
        rows, grams = [], []
        for order in range(1, len(self.orders)):
            first, last = self.orders[order - 1 : order + 1]
            key[order - 1 :] += data[: max(0, len(data) - order + 1)] << np.uint32(8 * (order - 1))
            found = np.minimum(np.searchsorted(self.grams[first:last], key), last - first - 1)
            hits = (self.grams[first + found] == key) & (place >= order - 1)
            rows.append(row[hits])
            grams.append(first + found[hits])
        return np.concatenate(rows), np.concatenate(grams)


@cache
def _model() -> _Model:
    """The arrays, read once (a few milliseconds). BrokenModel if the file isn't there or can't be read."""
    import numpy as np

    try:
        with np.load(MODEL) as arrays:
            return _Model(
                grams=arrays["grams"],
                orders=arrays["orders"],
                weights=arrays["weights"].astype(np.float32),
                priors=arrays["priors"],
                codes=tuple(str(code) for code in arrays["codes"]),
            )
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise BrokenModel("The table of languages (langid.npz) is missing or damaged: reinstall summarizer.") from error


def rank(text: str) -> list[tuple[str, float]]:
    """All 97 languages of langid for `text`, best first, as (code, probability).

    The probabilities are langid's: a softmax over its log-likelihoods, with sum 1. These grow with the length of the
    text, so for more than a few words the best one has nearly 1.0, right or wrong: read the order, not the numbers.
    Addresses, numbers and code are taken out and the rest is lower-cased first. Text without a letter gives langid's
    priors. Of a long text, pieces at even distances are read.
    """
    import numpy as np

    prepared = _prepared(" ".join(_sample(_chunks(text), SAMPLE // 4))).lower()
    scores = _model().scores([prepared])[0].astype(np.float64)
    odds = np.exp(scores - scores.max())
    order = np.argsort(-odds, kind="stable")
    return [(_model().codes[place], float(odds[place] / odds.sum())) for place in order]


def identify(text: str | Sequence[str] | _HasParagraphs) -> Language:
    """Tell whether a text is French, English or both.

    `text` may be a string (its paragraphs are what blank lines part; without any, its lines), a sequence of paragraphs
    or an `Article`. "mixed" is said when each language has 15 % of the characters and a paragraph of its own with 15
    words outside quotation marks: a quotation, a caption or a notice in the other language doesn't count. Up to half of
    the text may be in other languages; such paragraphs are marked.

    Raises:
        UnsupportedLanguage: most of the text is in another language, which the error names (code "und" if it is
            like none of the languages known here).
        NoArticle: there are too few words to tell.
    """
    paragraphs = _paragraphs(text)
    votes = _votes(paragraphs)
    weights = _weights(votes)
    if not weights:
        vote = _whole(paragraphs)
        weights = {vote.code: vote.weight}
    shares = _shares(weights)
    if shares["other"] > FOREIGN_SHARE:
        raise _unsupported(weights)
    code = _code(shares, paragraphs, votes)
    return Language(code, shares, tuple(vote.kind for vote in votes))


def _paragraphs(text: str | Sequence[str] | _HasParagraphs) -> tuple[str, ...]:
    """The paragraphs of whatever `identify` was given."""
    if isinstance(text, str):
        blocks = _BLANK_LINE.split(text.strip())
        return tuple(blocks if len(blocks) > 1 else text.strip().splitlines())
    return tuple(text.paragraphs if hasattr(text, "paragraphs") else text)


def _votes(paragraphs: Sequence[str]) -> list[_Vote]:
    """One vote for each paragraph: the kind with most characters among its chunks that can tell."""
    judged = set(_even(len(paragraphs), PARAGRAPHS))
    total = max(SAMPLE, sum(len(paragraphs[place]) for place in judged))
    sampled = [
        _sample(_chunks(text), SAMPLE * len(text) // total) if place in judged else []
        for place, text in enumerate(paragraphs)
    ]
    told = iter(_tell([chunk for chunks in sampled for chunk in chunks]))
    votes = []
    for text, chunks in zip(paragraphs, sampled, strict=True):
        tally: Counter[str] = Counter()
        for chunk in chunks:
            tally[next(told)] += len(chunk)
        votes.append(_Vote(_winner(tally), len(text)))
    return votes


def _winner(tally: Mapping[str, int]) -> str:
    """The code with most characters in the kind ("fr", "en", any other) with most; "" if nothing was told."""
    kinds = {kind: sum(tally[code] for code in codes) for kind, codes in _kinds(tally).items()}
    if not kinds:
        return ""
    best = max(kinds, key=lambda kind: kinds[kind])
    return max(_kinds(tally)[best], key=lambda code: tally[code])


def _kinds(codes: Iterable[str]) -> dict[str, list[str]]:
    """Codes sorted into "fr", "en" and "other"; "" (no evidence) is left out."""
    kinds: dict[str, list[str]] = {}
    for code in codes:
        if code:
            kinds.setdefault(code if code in ("fr", "en") else "other", []).append(code)
    return kinds


def _weights(votes: Sequence[_Vote]) -> dict[str, int]:
    """Characters for each code that got a vote."""
    weights: Counter[str] = Counter()
    for vote in votes:
        if vote.code:
            weights[vote.code] += vote.weight
    return dict(weights)


def _whole(paragraphs: Sequence[str]) -> _Vote:
    """The vote of the text as one chunk, for texts of many short lines. Raises NoArticle if that can't tell either."""
    chunk = " ".join(_sample(paragraphs, WHOLE))
    code = _tell([chunk])[0]
    if not code and _count_words(_prepared(chunk)) < SENTENCE_WORDS:
        raise NoArticle("The text is too short to tell its language: paste at least a full sentence.")
    if not code:
        raise NoArticle("The language of the text can't be told: paste whole sentences of French or English.")
    return _Vote(code, max(1, len(chunk)))


def _shares(weights: Mapping[str, int]) -> dict[str, float]:
    """Parts of the whole for "fr", "en" and "other"."""
    total = sum(weights.values())
    shares = {code: weights.get(code, 0) / total for code in ("fr", "en")}
    return {**shares, "other": sum(weight for code, weight in weights.items() if code not in shares) / total}


def _code(shares: Mapping[str, float], paragraphs: Sequence[str], votes: Sequence[_Vote]) -> str:
    """The code of a text that is mostly French and English."""
    first, second = sorted(("fr", "en"), key=lambda code: -shares[code])
    running = any(
        vote.code == second and len(_WORD.findall(_QUOTATION.sub(" ", text))) >= MIXED_WORDS
        for text, vote in zip(paragraphs, votes, strict=True)
    )
    return "mixed" if running and shares[second] >= MIXED_SHARE else first


def _unsupported(weights: Mapping[str, int]) -> UnsupportedLanguage:
    """The error for a text that is mostly foreign."""
    families: Counter[str] = Counter()
    for code, weight in weights.items():
        if code not in ("fr", "en"):
            families[FAMILIES.get(code, code)] += weight
    family, most = families.most_common(1)[0]
    if most < NAMED_SHARE * families.total():
        message = "The text is in a language that was not recognised; this tool reads French and English."
        return UnsupportedLanguage(message, code="und", name="an unknown language")
    code = max((code for code in weights if FAMILIES.get(code, code) == family), key=lambda code: weights[code])
    message = f"The text is in {NAMES[code]} ({code}); this tool reads French and English."
    return UnsupportedLanguage(message, code=code, name=NAMES[code])


def _chunks(text: str) -> list[str]:
    """Cut a paragraph into pieces of a sentence or two, `CHUNK` characters each."""
    least, _ = CHUNK
    chunks: list[str] = []
    open_chunk = ""
    for sentence in _PIECE_END.split(text):
        for piece in _LONG.findall(sentence):
            open_chunk = f"{open_chunk} {piece}" if open_chunk else piece
            if len(open_chunk) >= least:
                chunks.append(open_chunk)
                open_chunk = ""
    if open_chunk and chunks and len(open_chunk) < least // 2:
        chunks[-1] += " " + open_chunk
    elif open_chunk:
        chunks.append(open_chunk)
    return chunks


def _sample(chunks: Sequence[str], most: int) -> list[str]:
    """Chunks at even distances with about `most` characters in sum; at least one if there is any."""
    total = sum(map(len, chunks))
    if total <= most:
        return list(chunks)
    return [chunks[place] for place in _even(len(chunks), max(1, len(chunks) * most // total))]


def _even(length: int, count: int) -> list[int]:
    """`count` places of a sequence at even distances; all of them if it is no longer than that."""
    count = min(length, count)
    return [(2 * step + 1) * length // (2 * count) for step in range(count)]


def _prepared(text: str) -> str:
    """Text without addresses, numbers and code, with composed accents and single spaces."""
    return " ".join(_NOISE.sub(" ", unicodedata.normalize("NFC", text)).split())


def _tell(chunks: Sequence[str]) -> list[str]:
    """For each chunk a code of `NAMES`, or "" if it has too few words or no language is likely enough."""
    prepared = [_prepared(chunk) for chunk in chunks]
    worth = [place for place, text in enumerate(prepared) if _count_words(text) >= MIN_WORDS]
    codes = [""] * len(chunks)
    for place, code in zip(worth, _best([prepared[place] for place in worth]), strict=True):
        codes[place] = code
    return codes


def _best(texts: Sequence[str]) -> list[str]:
    """The likeliest code for each prepared text by n-grams and function words together; "" if under `CERTAIN`."""
    import numpy as np

    model = _model()
    columns = [*model.codes, *LOOKALIKES]
    borrowed = [model.codes.index(code) for code in LOOKALIKES.values()]
    scores = SHARPNESS * model.scores([text.lower() for text in texts])
    scores = np.concatenate([scores, scores[:, borrowed]], axis=1)
    listed = [columns.index(code) for code in FUNCTION_WORDS]
    evidence = [_word_evidence(text) for text in texts]
    scores[:, listed] += np.array(evidence, np.float32).reshape(len(texts), len(listed))
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    return [_sure(dict(zip(columns, row.tolist(), strict=True))) for row in odds]


def _sure(odds: Mapping[str, float]) -> str:
    """The likeliest code of `odds` (code -> probability), or "" if it isn't likely enough."""
    best = max(odds, key=lambda code: odds[code])
    if best in ("fr", "en"):
        return best if odds[best] >= CERTAIN else ""
    family = sum(p for code, p in odds.items() if FAMILIES.get(code, code) == FAMILIES.get(best, best))
    return best if family >= CERTAIN and 1 - odds["fr"] - odds["en"] >= CERTAIN_FOREIGN else ""


def _word_evidence(text: str) -> list[float]:
    """Log-odds for each language of `FUNCTION_WORDS`, in order, from how many of the words of `text` are on its list.

    For French, English and their lookalikes few such words are evidence against; the relatives have no such penalty,
    since the other languages of the 97 have no list at all. Names count for nothing.
    """
    written = _WORD.findall(text)
    words = Counter(map(_folded, written))
    total = len(written) - _count_names(written)
    evidence = []
    for code, known in _function_words().items():
        odds = WORD_WEIGHT * (sum(words[word] for word in words.keys() & known) - WORD_RATE * total)
        evidence.append(odds + PRIOR if code in ("fr", "en") else odds if code in LOOKALIKES else max(0.0, odds))
    return evidence


def _count_names(words: Sequence[str]) -> int:
    """Capitalised words after the first one; 0 if that leaves too few, as in a title or a text in capitals."""
    names = sum(word[0].isupper() for word in words[1:])
    return names if len(words) - names >= MIN_WORDS else 0


@cache
def _function_words() -> dict[str, frozenset[str]]:
    """`FUNCTION_WORDS` as sets."""
    return {code: frozenset(_folded(words).split()) for code, words in FUNCTION_WORDS.items()}


def _folded(text: str) -> str:
    """Lower case, without accents, with straight apostrophes."""
    return _ACCENT.sub("", unicodedata.normalize("NFD", text.lower())).replace("’", "'")


def _count_words(text: str) -> int:
    """How many different words; where writing has no spaces, two characters are taken for one.

    Single letters are no words, but for those that are in French and English: names of variables look like that.
    """
    words = {word for word in _WORD.findall(text.lower()) if len(word) > 1 or word in "aiyà"}
    return max(len(words), len(_UNSPACED.findall(text)) // 2)
