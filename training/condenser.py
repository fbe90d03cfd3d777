"""Step 1 for the condenser: sentence -> short sentence pairs, as the same arrays that train.py reads.

    python -m training.condenser --written training/written/short.tsv --pairs FOLDER --data DATA --out CONDENSER_DATA
    python -m training.train --data CONDENSER_DATA --out RUN2 --init RUN/averaged --minutes 40

Up to three kinds of pairs. Ours, in both languages: written/short.tsv (language, sentence, short form). Those of --short:
compressions that people wrote as full sentences (headlines are left out). Made ones: sentences of both sides of the
translation pairs, trimmed by the rules of `summarizer.shortening`; they teach the habit of copying, the others what else
can go. A mark in front names the language. Since
nearly every target piece is copied, the links that guide the attention are a longest common subsequence, not eflomal's.
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import sentencepiece as spm

from summarizer.shortening import faithful, trims
from summarizer.summarization import MARKS
from training.pairs import Pair, find, plain, read_lines, read_pairs
from training.prepare import save_rows

NEWS = ("lig_newscommentary_ref", "lig_postedit_news", "debian_news", "digital_canada_blog", "europarl")


def real(path: Path) -> Iterator[Pair]:
    """Compressions written as sentences that are faithful by our own check, with the English mark in front."""
    for line in read_lines(path):
        record = json.loads(line)
        if record["style"] != "sentence":
            continue
        source, short = plain(record["sentence"]), plain(record["compression"])
        short = short if short.endswith((".", "!", "?", '"')) else short + "."
        ratio = len(short.split()) / max(1, len(source.split()))
        if 0.3 <= ratio <= 0.9 and faithful(short, source, "en"):
            yield MARKS["en"] + source, short


def ours(path: Path) -> Iterator[Pair]:
    """The short forms of a file of lines "language, sentence, short form" that pass our own check, marked."""
    for line in read_lines(path):
        language, sentence, form = line.split("\t")
        source, short = plain(sentence), plain(form)
        if faithful(short, source, language):
            yield MARKS[language] + source, short


def made(folder: Path, take: int, rng: random.Random) -> Iterator[Pair]:
    """Long sentences of both languages with what the rules make of them at a random length."""
    for name in NEWS:
        rows = [pair for pair in read_pairs(find(folder, name)) if 16 <= len(pair[1].split()) <= 55]
        rng.shuffle(rows)
        for pair in rows[:take]:
            for language, text in zip(("fr", "en"), pair, strict=True):
                source = plain(text)
                short = trims(source, language, rng.randint(8, 20))
                if len(short.split()) <= 0.85 * len(source.split()) and faithful(short, source, language):
                    yield MARKS[language] + source, short


def copied(source: list[int], target: list[int]) -> npt.NDArray[np.int16]:
    """Links (source position, target position) of the pieces that the target copies, in order."""
    blocks = difflib.SequenceMatcher(None, source, target, autojunk=False).get_matching_blocks()
    links = [(block.a + i, block.b + i) for block in blocks for i in range(block.size)]
    return np.array(links, dtype=np.int16).reshape(-1, 2)


def main(argv: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", type=Path, help="more compressions: JSONL with sentence, compression, style")
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="the translator's data: its vocabulary is shared")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--written", type=Path, nargs="*", default=[], help="files as written/short.tsv")
    parser.add_argument(
        "--times", type=int, default=8, help="how often each pair that a person wrote is seen in an epoch"
    )
    parser.add_argument("--take", type=int, default=40_000, help="sentence pairs of each source to trim")
    arguments = parser.parse_args(argv)
    arguments.out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(6)
    written = [pair for path in arguments.written for pair in ours(path)]
    written += real(arguments.short) if arguments.short else []
    trimmed = list(made(arguments.pairs, arguments.take, rng))
    pairs = written * arguments.times + trimmed
    rng.shuffle(pairs)
    print(f"{len(written)} written pairs, {len(trimmed)} trimmed by rule", flush=True)
    processor = spm.SentencePieceProcessor(model_file=str(arguments.data / "spm.model"))
    source = processor.encode([pair[0] for pair in pairs], num_threads=2)
    target = processor.encode([pair[1] for pair in pairs], num_threads=2)
    fits = [i for i in range(len(pairs)) if len(source[i]) < 130 and len(target[i]) < 100]
    save_rows(arguments.out / "source.npz", [source[i] for i in fits], np.int16)
    save_rows(arguments.out / "target.npz", [target[i] for i in fits], np.int16)
    save_rows(arguments.out / "links.npz", [copied(source[i], target[i]) for i in fits], np.int16, (2,))
    for name in ("spm.model", "embeddings.npy"):
        shutil.copyfile(arguments.data / name, arguments.out / name)


if __name__ == "__main__":
    main()
