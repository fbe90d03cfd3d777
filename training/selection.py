"""Fit the weights of `summarizer.selection` on sentences that editors chose.

    python -m training.selection --english bbc_extractive.train.jsonl.xz --french orangesum_fr.train.jsonl.xz

English: documents with the sentences an editor extracted. French: documents with an abstract; the labels are the up to three
sentences that together share most with it (greedy). There the first sentence is left out: it is what was left when
the abstract above it was cut off, and worth less than in an article as it stands. The weights are a mean of both fits,
mostly the French one: an abstract of a few lines is what bullets are like, the English extracts are half a document.
Every other document goes without its title, since pasted texts often do.

Prints the mean as Python, and for the fifth of the documents that was held out how often the best-scored sentences are
the labelled ones, beside the shipped weights and the first sentences.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import astuple, fields
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from summarizer.selection import WEIGHTS, Features, features
from summarizer.sentences import split
from summarizer.words import content_words, similarity
from training.pairs import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Array = npt.NDArray[np.float64]
    Document = tuple[Array, Array]

NAMES = [field.name for field in fields(Features)]


def records(path: Path, limit: int) -> Iterator[dict[str, Any]]:
    """Up to `limit` records of a JSON-lines file, plain or `.xz`."""
    yield from map(json.loads, islice(read_lines(path), limit))


def sentences_of(text: str, language: str) -> tuple[list[str], list[int]]:
    """The sentences of a text and the paragraph number of each."""
    sentences, numbers = [], []
    for number, paragraph in enumerate(part for part in text.split("\n") if part.strip()):
        for sentence in split(paragraph, language=language):
            sentences.append(sentence.plain)
            numbers.append(number)
    return sentences, numbers


def extracted(sentences: list[str], summary: str, language: str) -> list[bool]:
    """Which sentences stand (nearly) whole in an extractive summary."""
    chosen = [content_words(s.text, language) for s in split(summary, language=language)]
    stems = [content_words(sentence, language) for sentence in sentences]
    return [any(similarity(s, c) > 0.85 and len(s) > 2 for c in chosen) for s in stems]


def greedy(sentences: list[str], abstract: str, language: str, count: int = 3) -> list[bool]:
    """Up to `count` sentences that together share most with an abstract (F of content words), chosen one by one.

    F and not recall, so that of two sentences that say the same the shorter one is the label.
    """
    wanted = Counter(content_words(abstract, language))
    stems = [Counter(content_words(sentence, language)) for sentence in sentences]
    have: Counter[str] = Counter()
    labels = [False] * len(sentences)
    reached = 0.0
    for _ in range(count):
        gains = [0.0 if labels[i] else _shared(have + s, wanted) for i, s in enumerate(stems)]
        best = int(np.argmax(gains))
        if gains[best] <= reached:
            break
        labels[best], reached = True, gains[best]
        have += stems[best]
    return labels


def _shared(ours: Counter[str], wanted: Counter[str]) -> float:
    """F of two bags of words."""
    return 2 * (ours & wanted).total() / max(1, ours.total() + wanted.total())


def documents(path: Path, language: str, limit: int) -> Iterator[Document]:
    """Features (a row a sentence) and labels of each document of a file; the text without its title on top."""
    for number, record in enumerate(records(path, limit)):
        title = record.get("title")
        sentences, numbers = sentences_of(record["document"].removeprefix(title or ""), language)
        if len(sentences) < 6:
            continue
        gold = record["summary"]
        labels = extracted(sentences, gold, language) if language == "en" else greedy(sentences, gold, language)
        rows = [astuple(found) for found in features(sentences, numbers, title if number % 2 else None, language)]
        above = int(language == "fr")
        yield np.array(rows)[above:], np.array(labels, dtype=float)[above:]


def fit(data: list[Document], ridge: float = 3.0) -> Array:
    """Logistic regression by Newton's method: one weight a feature, and the bias."""
    x = np.vstack([np.hstack([rows, np.ones((len(rows), 1))]) for rows, _ in data])
    y = np.concatenate([labels for _, labels in data])
    weights = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], ridge)
    penalty[-1] = 0
    for _ in range(25):
        chance = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (y - chance) - penalty * weights
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + np.diag(penalty)
        weights += np.linalg.solve(curve, gradient)
    return weights


def hits(data: list[Document], weights: Array | None) -> float:
    """The share of labelled sentences among as many best-scored ones (without weights: the first ones)."""
    right = total = 0.0
    for rows, labels in data:
        scores = rows @ weights[:-1] if weights is not None else -np.arange(len(rows))
        count = int(labels.sum())
        right += labels[np.argsort(-scores, kind="stable")[:count]].sum()
        total += count
    return right / total


def main(argv: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--english", type=Path, required=True)
    parser.add_argument("--french", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=5000, help="documents of each language")
    parser.add_argument("--share", type=float, default=0.9, help="of the French weights in the mean")
    arguments = parser.parse_args(argv)
    held_out, fitted = {}, {}
    for language, path in (("en", arguments.english), ("fr", arguments.french)):
        data = list(documents(path, language, arguments.limit))
        border = len(data) * 4 // 5
        held_out[language] = data[border:]
        fitted[language] = fit(data[:border])
    mean = arguments.share * fitted["fr"] + (1 - arguments.share) * fitted["en"]
    shipped = np.array([getattr(WEIGHTS, name) for name in [*NAMES, "bias"]])
    for language, data in held_out.items():
        figures = {"own": fitted[language], "mean": mean, "shipped": shipped, "lead": None}
        told = ", ".join(f"{name} {hits(data, weights):.3f}" for name, weights in figures.items())
        print(f"{language}: labelled sentences found in {len(data)} documents held out: {told}")
    print("WEIGHTS = Weights(")
    print("    " + " ".join(f"{name}={v:.2f}," for name, v in zip([*NAMES, "bias"], mean.tolist(), strict=True)))
    print(")")


if __name__ == "__main__":
    main()
