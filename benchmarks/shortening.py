"""How close short forms come to those that people wrote: ROUGE-1, share of words kept, share that is faithful.

    python benchmarks/shortening.py sentence_to_short.dev.jsonl

The file has one object a line with "sentence", "compression" and "style"; "sentence" style is the one that bullets need,
headlines are shown beside it. Baselines: the sentence itself, its first clause, its first 12 words.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from pathlib import Path
from statistics import mean

from summarizer.evaluation import rouge
from summarizer.models import store
from summarizer.shortening import faithful
from summarizer.summarization import SelectingCondenser, load


def first_clause(sentence: str) -> str:
    """The sentence up to its first comma, semicolon, colon or dash that leaves four words at least."""
    for match in re.finditer(r"[,;:]|\s[—–-]\s", sentence):
        if len(sentence[: match.start()].split()) >= 4:
            return sentence[: match.start()] + "."
    return sentence


def row(name: str, short: list[str], records: list[dict[str, str]]) -> str:
    """One line of the table."""
    scores = [rouge(record["compression"], text) for text, record in zip(short, records, strict=True)]
    rouge1, rouge_l = (mean(values) / 100 for values in zip(*((s.rouge1, s.rougeL) for s in scores), strict=True))
    kept = sum(len(s.split()) / len(r["sentence"].split()) for s, r in zip(short, records, strict=True)) / len(short)
    changed = [
        (s, r["sentence"]) for s, r in zip(short, records, strict=True) if len(s.split()) < len(r["sentence"].split())
    ]
    true = sum(faithful(s, source, "en") for s, source in changed) / max(1, len(changed))
    return f"| {name} | {rouge1:.3f} | {rouge_l:.3f} | {kept:.2f} | {len(changed) / len(short):.2f} | {true:.2f} |"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    arguments = parser.parse_args()
    records = [json.loads(line) for line in arguments.data.read_text(encoding="utf-8").splitlines()]
    builtin = load(str(store.condenser_path("builtin")))
    assert isinstance(builtin, SelectingCondenser)
    rules = SelectingCondenser(None)
    ways: dict[str, Callable[[list[str]], list[str]]] = {
        "the sentence itself": lambda sentences: sentences,
        "first 12 words": lambda sentences: [" ".join(s.split()[:12]) for s in sentences],
        "first clause": lambda sentences: [first_clause(s) for s in sentences],
        "rules only": rules.shorten,
        "built-in condenser": builtin.shorten,
    }
    for style in ("sentence", "headline"):
        chosen = [record for record in records if record["style"] == style]
        print(f"\n{len(chosen)} of style {style}\n")
        print(
            "| way | ROUGE-1 F | ROUGE-L F | words kept | shortened | faithful of these |\n| --- | --- | --- | --- | --- | --- |"
        )
        for name, way in ways.items():
            print(row(name, way([record["sentence"] for record in chosen]), chosen))


if __name__ == "__main__":
    main()
