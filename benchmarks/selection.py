"""How well the built-in choice of sentences meets what editors wrote, against the lead and TextRank.

    python benchmarks/selection.py --english cnndm_highlights.dev.jsonl --french orangesum_fr.dev.jsonl

Each line of a file is an object with "document", "summary" (text or list of texts) and perhaps "title". No model is
needed: sentences are chosen and shortened by rule, which is what the bullets are before a model shortens them further.
Prints ROUGE F-measures and the recall of ROUGE-1, all times 100, with a tokenizer that keeps accents, and the words used.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

from rouge_score.rouge_scorer import RougeScorer
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers.text_rank import TextRankSummarizer

from summarizer.bullets import finish
from summarizer.sentences import split
from summarizer.summarization import SelectingCondenser

if TYPE_CHECKING:
    from collections.abc import Callable

METRICS = ("rouge1", "rouge2", "rougeL")


class Words:
    """The tokenizer of both rouge-score (`tokenize`) and sumy (`to_words`): words in lower case, accents kept."""

    def tokenize(self, text: str) -> list[str]:
        """The words of `text`."""
        return re.findall(r"[^\W_]+", text.lower())

    to_words = tokenize


def sentences_of(document: str, language: str) -> tuple[list[str], list[int]]:
    """The sentences of a document and the paragraph of each."""
    found = [
        (sentence.plain, number)
        for number, paragraph in enumerate(filter(str.strip, document.split("\n")))
        for sentence in split(paragraph, language=language)
    ]
    return [text for text, _ in found], [number for _, number in found]


def lead(record: dict[str, Any], language: str, count: int) -> list[str]:
    """The first sentences."""
    return sentences_of(record["document"], language)[0][:count]


def textrank(record: dict[str, Any], language: str, count: int) -> list[str]:
    """What sumy's TextRank takes, given our sentences."""
    words = Words()
    sentences = [Sentence(text, words) for text in sentences_of(record["document"], language)[0]]
    return [str(sentence) for sentence in TextRankSummarizer()(ObjectDocumentModel([Paragraph(sentences)]), count)]


def bullets(record: dict[str, Any], language: str, count: int) -> list[str]:
    """Our bullets, without any model."""
    sentences, paragraphs = sentences_of(record["document"], language)
    condenser = SelectingCondenser(None)
    drafts = condenser.condense(
        sentences, count=count, language=language, title=record.get("title"), paragraphs=paragraphs
    )
    finished = finish(drafts, sentences, count=count, language=language)
    return [bullet.text for bullet in sorted(finished, key=lambda bullet: bullet.sources)]


SYSTEMS: dict[str, Callable[[dict[str, Any], str, int], list[str]]] = {
    "lead": lead,
    "TextRank": textrank,
    "bullets": bullets,
}


def measure(records: list[dict[str, Any]], language: str, count: int) -> dict[str, list[float]]:
    """For each system its mean F of each metric, recall of ROUGE-1, and words a summary."""
    scorer = RougeScorer(METRICS, tokenizer=Words())
    table = {}
    for name, system in SYSTEMS.items():
        rows = []
        for record in records:
            wanted = record["summary"]
            made = "\n".join(system(record, language, count))
            scores = scorer.score(wanted if isinstance(wanted, str) else "\n".join(wanted), made)
            found = [100 * scores[metric].fmeasure for metric in METRICS]
            rows.append([*found, 100 * scores["rouge1"].recall, len(made.split())])
        table[name] = [mean(column) for column in zip(*rows, strict=True)]
    return table


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--english", type=Path, help="JSON lines")
    parser.add_argument("--french", type=Path, help="JSON lines")
    parser.add_argument("--count", type=int, default=3, help="sentences or bullets a document (default 3)")
    arguments = parser.parse_args()
    for language, path in (("en", arguments.english), ("fr", arguments.french)):
        if path is None:
            continue
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        print(f"{language}: {len(records)} documents, {arguments.count} each")
        print(f"{'':10}" + "".join(f"{column:>10}" for column in (*METRICS, "recall1", "words")))
        for name, values in measure(records, language, arguments.count).items():
            print(f"{name:10}" + "".join(f"{value:10.2f}" for value in values))


if __name__ == "__main__":
    main()
