"""Between steps 1 and 2: a glossary out of the word alignments, and sources with hints to train on.

    python -m training.glossary --counts DATA --written training/written/words.fr-en.tsv --data DATA2 --out DATA3

DATA and DATA2 (may be the same) are folders that prepare.py wrote. What a word of DATA is mostly linked with becomes its
entry in DATA3/glossary.tsv (word, translation, how often the word was seen); what a person wrote of a word or phrase
(lines "entry, tab, translation") counts before that. DATA3 holds DATA2 with hints behind rare ones, as
`summarizer.glossary` writes them. Nothing tells the model when to believe a hint: it sees right and
wrong ones, as often as the alignments are right and wrong. A fifth of the sentences stays without, so that it can do without.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
import numpy.typing as npt
import sentencepiece as spm

from summarizer.glossary import WORD, Glossary, Hint, hinted
from summarizer.text import HINT
from training.pairs import read_lines
from training.prepare import read_rows, save_rows

# A word seen more often than this needs no hint; up to `SEEN_WELL` times it gets one now and then, for practice.
RARE, SEEN_WELL = 300, 3000
BARE_SENTENCES, RARE_HINTED, OTHERS_HINTED = 0.2, 0.92, 0.12
LEAST_COUNT, LEAST_SHARE = 2, 0.25
MOST_PIECES = 150
# With `--phrases`, so many sentences get hints of up to `MOST_PHRASES` phrases of their own, which they can be sure of.
PHRASED, MOST_PHRASES, LONGEST = 0.6, 3, 5
_CUT_OFF = frozenset(["the", "a", "an", "has", "have", "had", "is", "are", "was", "were", "been", "s", "t"])
_BETWEEN = re.compile(r"\s|['’]")
# Articles, prepositions and auxiliaries have as many letters or fewer.
SHORT = 3
_LED_IN = frozenset(["the", "a", "an", "of", "to", "in", "and", "is", "are", "was", "be"])
# Alone they say nothing of what a word means ("will" for "abordera").
_EMPTY = _LED_IN | frozenset(
    "were been being be am has have had having do does did done doing will would shall should can could may might must "  # noqa: SIM905
    "let that this these those with for from into about as at by on up out off over under again also very more most much "
    "many some any all no not yes than then when where which who whom whose what how why there here i me my you your he "
    "him his she her it its we us our they them their and but or if so such own same other another both each every few one "
    "two only just even still well too upon between through".split()
)
# An entry of several words may not hold what belongs to one sentence only.
_OF_ITS_SENTENCE = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|its|their|you|your|i|my|me|we|us|our|this|that|these|those|not|all|some)\b",
    re.IGNORECASE,
)

Ids = list[int]
Links = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Entry:
    """The usual translation of a word or phrase, and how often that was seen."""

    translation: str
    seen: int


def worded(pieces: Sequence[str]) -> tuple[list[str], list[int]]:
    """The words of a row of pieces, and for each piece the number of its word or -1."""
    plain = [piece.replace("\u2581", " ") for piece in pieces]
    ends = list(accumulate(map(len, plain)))
    words: list[str] = []
    owners = [-1] * len(plain)
    first = 0
    for match in WORD.finditer("".join(plain)):
        while first < len(ends) and ends[first] <= match.start():
            first += 1
        for i in range(first, len(plain)):
            if ends[i] - len(plain[i]) >= match.end():
                break
            owners[i] = len(words)
        words.append(match[0])
    return words, owners


def counted(folder: Path) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """How often each source word was seen, and with which words of the target it was linked, as they stand there."""
    processor = spm.SentencePieceProcessor(model_file=str(folder / "spm.model"))
    pieces = [processor.id_to_piece(i) for i in range(len(processor))]
    seen: Counter[str] = Counter()
    linked: dict[str, Counter[str]] = defaultdict(Counter)
    rows = (read_rows(folder / f"{name}.npz") for name in ("source", "target", "links"))
    for source, target, links in zip(*rows, strict=True):
        words, owners = worded([pieces[i] for i in source])
        others, their_owners = worded([pieces[i] for i in target])
        met: dict[int, set[int]] = defaultdict(set)
        shared: dict[int, set[int]] = defaultdict(set)
        for a, b in links.tolist():
            if owners[a] >= 0 and their_owners[b] >= 0:
                met[owners[a]].add(their_owners[b])
                shared[their_owners[b]].add(owners[a])
        seen.update(word.lower() for word in words)
        for i, places in met.items():
            # "Shipyard" is what "chantier naval" means, not what "chantier" does.
            if any(len(words[j]) > SHORT for place in places for j in shared[place] - {i}):
                continue
            if (phrase := _phrase(sorted(places), others, named=i > 0 and words[i][0].isupper())) is not None:
                linked[words[i].lower()][phrase] += 1
    return seen, linked


def _phrase(places: list[int], words: list[str], *, named: bool) -> str | None:
    """Up to three neighbouring words as one translation; the first of a sentence loses its capital, unless a name."""
    if len(places) > 3 or places[-1] - places[0] != len(places) - 1:
        return None
    chosen = [words[i] for i in places]
    while len(chosen) > 1 and chosen[0].lower() in _LED_IN:
        chosen.pop(0)
    if places[0] == 0 and not named:
        chosen[0] = chosen[0].lower()
    return " ".join(chosen)


def entries(seen: Counter[str], linked: dict[str, Counter[str]]) -> dict[str, Entry]:
    """The words worth an entry: seen and linked often enough, and not written alike in both languages."""
    found = {}
    for word, phrases in linked.items():
        meant = Counter({phrase: n for phrase, n in phrases.items() if not _EMPTY.issuperset(phrase.lower().split())})
        if not meant:
            continue
        translation, count = _usual(meant)
        enough = count >= max(LEAST_COUNT, LEAST_SHARE * seen[word]) and seen[word] <= SEEN_WELL
        sound = len(word) > 2 and len(translation) > 1 and translation.lower() != word
        free = " " not in translation or not _OF_ITS_SENTENCE.search(translation)
        if enough and sound and free:
            found[word] = Entry(translation, seen[word])
    return found


def _usual(phrases: Counter[str]) -> tuple[str, int]:
    """The most frequent phrase as it is mostly written, and its count in any writing."""
    writings: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for phrase, count in phrases.items():
        writings[phrase.lower()].append((count, phrase))
    usual = max(writings.values(), key=lambda group: sum(count for count, _ in group))
    return max(usual)[1], sum(count for count, _ in usual)


def with_written(
    listed: Mapping[str, Entry], written: Mapping[str, str], seen: Counter[str], folder: Path
) -> dict[str, Entry]:
    """`listed` and over it what was written, unless it was seen too often; phrases and names are counted in `folder`."""
    phrases = Glossary(
        {entry: text for entry, text in written.items() if not (entry.islower() and WORD.fullmatch(entry))}
    )
    processor = spm.SentencePieceProcessor(model_file=str(folder / "spm.model"))
    counts = Counter(seen)
    for row in read_rows(folder / "source.npz"):
        counts.update(hint.entry for hint in phrases.hints(processor.decode(row.tolist())))
    more = {entry: Entry(text, counts[entry]) for entry, text in written.items() if counts[entry] <= SEEN_WELL}
    return {**listed, **more}


def read_written(path: Path) -> dict[str, str]:
    """The lines "entry, tab, translation" of a file; raises ValueError naming a line that is none."""
    found = {}
    for line in read_lines(path):
        entry, tab, translation = line.partition("\t")
        if not (tab and entry and translation) or "\t" in translation:
            raise ValueError(f"{path}: not an entry, a tab and a translation: {line!r}")
        found[entry] = translation
    return found


def shipped(listed: Mapping[str, Entry]) -> Glossary:
    """The entries of rare words, as the translator's folder holds them."""
    return Glossary({word: entry.translation for word, entry in listed.items() if entry.seen <= RARE})


def practised(
    text: str, glossary: Glossary, listed: Mapping[str, Entry], rng: random.Random, own: Sequence[Hint] = ()
) -> list[Hint]:
    """The hints of a training sentence: of nearly every rare word, of some others, and of a few of its `own` phrases."""
    if HINT in text or rng.random() < BARE_SENTENCES:
        return []
    chosen = [
        hint
        for hint in glossary.hints(text)
        if rng.random() < (RARE_HINTED if listed[hint.entry].seen <= RARE else OTHERS_HINTED)
    ]
    if own and rng.random() < PHRASED:
        picked = rng.sample(own, min(len(own), rng.randint(1, MOST_PHRASES)))
        chosen = _without_overlaps([*picked, *chosen])
    return chosen


def _without_overlaps(hints: Sequence[Hint]) -> list[Hint]:
    """In the order of the text those that don't overlap one that stands before them here."""
    kept: list[Hint] = []
    for hint in hints:
        if all(hint.end <= other.end - len(other.entry) or other.end <= hint.end - len(hint.entry) for other in kept):
            kept.append(hint)
    return sorted(kept, key=lambda hint: hint.end)


def phrases(text: str, source: Sequence[str], target: Sequence[str], links: Sequence[tuple[int, int]]) -> list[Hint]:
    """The phrases of `text` (two to `LONGEST` words without a mark between) that the links give a translation of their own.

    `source` and `target` are the words of both sides, `links` join their numbers. No word of a phrase is linked with one
    outside of its translation and none of that with one outside of the phrase (Koehn et al. 2003, section 4.1).
    """
    met: dict[int, set[int]] = defaultdict(set)
    shared: dict[int, set[int]] = defaultdict(set)
    for i, j in links:
        met[i].add(j)
        shared[j].add(i)
    places = list(WORD.finditer(text))
    if [match[0] for match in places] != list(source):
        return []
    found = []
    for first in range(len(source)):
        for last in range(first + 1, min(first + LONGEST, len(source))):
            if not _BETWEEN.fullmatch(text[places[last - 1].end() : places[last].start()]):
                break
            if not (met[first] and met[last]):
                continue
            linked = set().union(*(met[i] for i in range(first, last + 1)))
            span = range(min(linked), max(linked) + 1)
            back = set().union(*(shared[j] for j in span))
            chosen = [target[j] for j in span]
            entry = text[places[first].start() : places[last].end()]
            told = len(span) <= last - first + 3 and not _EMPTY.issuperset(word.lower() for word in chosen)
            whole = len(source[last]) > 1 and chosen[-1].lower() not in _CUT_OFF
            if told and whole and min(back) >= first and max(back) <= last:
                found.append(Hint(places[last].end(), entry, " ".join(chosen)))
    return found


def _of_pair(text: str, source: Sequence[str], target: Sequence[str], links: Links) -> list[Hint]:
    """The `phrases` of a pair of rows of pieces, whose links are of pieces, too."""
    (words, owners), (others, their_owners) = worded(source), worded(target)
    joined = {(owners[a], their_owners[b]) for a, b in links.tolist()}
    return phrases(text, words, others, sorted((i, j) for i, j in joined if i >= 0 and j >= 0))


def relinked(plain: Ids, marked: Ids, target: Ids, links: Links, mark: int) -> Links | None:
    """The links of `plain` for `marked`, the same pieces with hints: what is copied from a hint is linked with it.

    None when `marked` is not `plain` with hints (a word was cut into other pieces).
    """
    kept, hints = _parts(marked, mark)
    if [marked[i] for i in kept] != plain:
        return None
    moved = links.copy()
    moved[:, 0] = np.array(kept, dtype=np.int16)[links[:, 0]]
    for last, places in hints:
        # Enough for links: the pieces right before the hint are its word's, or its neighbour's, which hardly matters.
        near = (links[:, 0] <= last) & (links[:, 0] > last - len(places) - 2)
        for place in places:
            equal = np.array([target[b] == marked[place] for b in links[:, 1]], dtype=bool)
            moved[near & equal, 0] = place
    return moved


def _parts(marked: Ids, mark: int) -> tuple[list[int], list[tuple[int, list[int]]]]:
    """The places of the pieces outside hints; and of each hint the last piece (of those) before it, and its places."""
    kept: list[int] = []
    hints: list[tuple[int, list[int]]] = []
    inside: list[int] | None = None
    for place, piece in enumerate(marked):
        if piece == mark:
            if inside is not None:
                hints.append((len(kept) - 1, inside))
            inside = [] if inside is None else None
        elif inside is None:
            kept.append(place)
        else:
            inside.append(place)
    return kept, hints


def annotate(folder: Path, out: Path, listed: Mapping[str, Entry], *, phrased: bool = False) -> int:
    """Write the arrays of `folder` with hints to `out`; returns the number of sentences that got some.

    `phrased` adds hints of phrases of the pair itself, so that the model learns to write what it is told of a phrase.
    """
    rng = random.Random(5)
    processor = spm.SentencePieceProcessor(model_file=str(folder / "spm.model"))
    pieces = [processor.id_to_piece(i) for i in range(len(processor))]
    glossary = Glossary({word: entry.translation for word, entry in listed.items()})
    sources, all_links, count = [], [], 0
    rows = (read_rows(folder / f"{name}.npz") for name in ("source", "target", "links"))
    for source, target, links in zip(*rows, strict=True):
        plain = source.tolist()
        text = processor.decode(plain)
        own = _of_pair(text, [pieces[i] for i in plain], [pieces[i] for i in target], links) if phrased else []
        hints = practised(text, glossary, listed, rng, own)
        marked = processor.encode(hinted(text, hints)) if hints else plain
        moved = relinked(plain, marked, target.tolist(), links, processor.piece_to_id(HINT)) if hints else None
        fits = moved is not None and len(marked) <= MOST_PIECES
        sources.append(marked if fits else plain)
        all_links.append(moved if fits else links)
        count += fits
    save_rows(out / "source.npz", sources, np.int16)
    save_rows(out / "links.npz", all_links, np.int16, (2,))
    for name in ("target.npz", "spm.model", "embeddings.npy"):
        shutil.copyfile(folder / name, out / name)
    return count


def main(argv: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    start = parser.add_mutually_exclusive_group(required=True)
    start.add_argument("--counts", type=Path, help="the data that words are counted in, the larger the better")
    start.add_argument(
        "--known", type=Path, help="a glossary.gz to go on from; what is --written beside it is all rare"
    )
    parser.add_argument("--written", type=Path, nargs="*", default=[], help="files of entries that people wrote")
    parser.add_argument("--data", type=Path, help="the data that gets hints (none: only the glossary is made)")
    parser.add_argument("--phrases", action="store_true", help="hints of phrases of each pair, too")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args(argv)
    arguments.out.mkdir(parents=True, exist_ok=True)
    written = {entry: text for path in arguments.written for entry, text in read_written(path).items()}
    if arguments.known:
        every = {**Glossary.load(arguments.known).entries, **written}
        listed = {entry: Entry(text, 0) for entry, text in every.items()}
    else:
        seen, linked = counted(arguments.counts)
        listed = entries(seen, linked)
        if written:
            listed = with_written(listed, written, seen, arguments.counts)
    lines = "".join(f"{word}\t{entry.translation}\t{entry.seen}\n" for word, entry in sorted(listed.items()))
    (arguments.out / "glossary.tsv").write_text(lines, encoding="utf-8")
    shipped(listed).save(arguments.out / "glossary.gz")
    print(json.dumps({"entries": len(listed), "of rare words": len(shipped(listed).entries)}), flush=True)
    if arguments.data:
        print(f"{annotate(arguments.data, arguments.out, listed, phrased=arguments.phrases)} sentences with hints")


if __name__ == "__main__":
    main()
