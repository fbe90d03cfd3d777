"""Count which capitalised French words English writes otherwise, for the name check of `summarizer.facts`.

    python -m training.names --pairs FOLDER --recipe training/recipes/fr-en.toml \
        --written training/written/{names,exonyms}.fr-en.tsv --out summarizer/translated_names.txt

A word is listed when it stands capitalised inside a sentence at least `--least` times and its English side holds the
same letters in less than half of them: "Allemagne", "Commission" (the same letters: not listed), "Parlement". So is every
word with a capital of the `--written` files (lines "name, tab, translation") that the translation does not hold.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from summarizer.facts import _has, _letters, fold, names
from summarizer.words import STOP_WORDS
from training.glossary import read_written
from training.pairs import Recipe, mixed


def count(folder: Path, recipe: Recipe) -> tuple[Counter[str], Counter[str]]:
    """How often each folded name was seen on the French side, and how often the English side had it too."""
    seen: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for _, (source, target) in mixed(folder, recipe):
        letters = _letters(target)
        for name in names(source, "fr"):
            seen[fold(name)] += 1
            kept[fold(name)] += _has(name, letters)
    return seen, kept


def written(paths: Sequence[Path]) -> set[str]:
    """Folded words of written names that their translation does not hold; small words may have a capital elsewhere."""
    return {
        fold(word)
        for path in paths
        for name, translation in read_written(path).items()
        for word in name.split()
        if len(word) > 2 and fold(word) not in STOP_WORDS["fr"] and not _has(word, _letters(translation))
    }


def main(argv: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--recipe", type=Path, required=True)
    parser.add_argument("--written", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--least", type=int, default=3)
    arguments = parser.parse_args(argv)
    seen, kept = count(arguments.pairs, Recipe.load(arguments.recipe))
    counted = {name for name, times in seen.items() if times >= arguments.least and kept[name] < times / 2}
    listed = sorted(counted | written(arguments.written))
    header = "# French capitalised words that English mostly writes otherwise; made by training/names.py\n"
    arguments.out.write_text(header + "\n".join(listed) + "\n", encoding="utf-8")
    print(f"{len(listed)} of {len(seen)} words")


if __name__ == "__main__":
    main()
