"""How close short forms come to those that people wrote: ROUGE-1, share of words kept, share that is faithful.

    python benchmarks/shortening.py sentence_to_short.dev.jsonl
    python benchmarks/shortening.py training/written/short.dev.tsv

A JSONL file has one object a line with "sentence", "compression" and "style"; "sentence" style is the one that bullets
need, headlines are shown beside it. A TSV file has lines "language, sentence, short form". Baselines: the sentence
itself, its first clause, its first 12 words.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from summarizer.evaluation import rouge
from summarizer.models import store
from summarizer.shortening import faithful
from summarizer.summarization import SelectingCondenser, load
from summarizer.text import plain


def first_clause(sentence: str) -> str:
    """The sentence up to its first comma, semicolon, colon or dash that leaves four words at least."""
    for match in re.finditer(r"[,;:]|\s[—–-]\s", sentence):
        if len(sentence[: match.start()].split()) >= 4:
            return sentence[: match.start()] + "."
    return sentence


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence of some `kind` and the short form that a person wrote."""

    kind: str
    language: str
    sentence: str
    short: str


def read(path: Path) -> list[Item]:
    """The items of a file in either form."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if path.suffix == ".tsv":
        fields = (line.split("\t") for line in lines)
        return [Item({"fr": "French", "en": "English"}[a], a, plain(b), plain(c)) for a, b, c in fields]
    records = (json.loads(line) for line in lines)
    return [Item(f"{r['style']} style", "en", r["sentence"], r["compression"]) for r in records]


def row(name: str, short: list[str], items: list[Item]) -> str:
    """One line of the table."""
    scores = [rouge(item.short, text) for text, item in zip(short, items, strict=True)]
    rouge1, rouge_l = (mean(values) / 100 for values in zip(*((s.rouge1, s.rougeL) for s in scores), strict=True))
    kept = sum(len(s.split()) / len(i.sentence.split()) for s, i in zip(short, items, strict=True)) / len(short)
    changed = [(s, i) for s, i in zip(short, items, strict=True) if len(s.split()) < len(i.sentence.split())]
    true = sum(faithful(s, item.sentence, item.language) for s, item in changed) / max(1, len(changed))
    return f"| {name} | {rouge1:.3f} | {rouge_l:.3f} | {kept:.2f} | {len(changed) / len(short):.2f} | {true:.2f} |"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--condenser", type=Path, help="a folder to measure instead of the built-in one")
    arguments = parser.parse_args()
    items = read(arguments.data)
    condenser = load(str(arguments.condenser or store.condenser_path("builtin")))
    assert isinstance(condenser, SelectingCondenser)
    rules = SelectingCondenser(None)
    for kind in dict.fromkeys(item.kind for item in items):
        chosen = [item for item in items if item.kind == kind]
        sentences, language = [item.sentence for item in chosen], chosen[0].language
        ways = {
            "the sentence itself": sentences,
            "first 12 words": [" ".join(s.split()[:12]) for s in sentences],
            "first clause": [first_clause(s) for s in sentences],
            "rules only": rules.shorten(sentences, language=language),
            "built-in condenser": condenser.shorten(sentences, language=language),
            "(as a person did)": [item.short for item in chosen],
        }
        print(f"\n{len(chosen)}, {kind}\n")
        print("| way | ROUGE-1 F | ROUGE-L F | words kept | shortened | faithful of these |")
        print("| --- | --- | --- | --- | --- | --- |")
        for name, short in ways.items():
            print(row(name, short, chosen))


if __name__ == "__main__":
    main()
