"""How good the models are on texts of one's own: `summarizer evaluate DATA.jsonl`. Needs the extra `evaluate`.

DATA has one JSON object a line, of one of two kinds:

    {"text": "...", "summary": "..."}      an article and what a person made of it; a list of bullets will do as well
    {"source": "...", "target": "..."}     a sentence and its translation

Articles are measured beside two things anyone can have for nothing: their first three sentences (lead-3) and TextRank's
best three. All texts of a table are in the language of the summaries, so that the numbers can be compared:

    rouge1, rouge2, rougeL   F-measures of words, word pairs and longest common sequence, times 100, accents kept
    coverage                 share of the content words of the person's summary that stand in ours
    supported                share of the bullets whose numbers and names all stand in the sentences they came from
    words, compression       length of a summary, and its share of the article
    seconds                  time an article takes, models loaded

Translations get BLEU and chrF (sacrebleu), the share of sentences with all numbers right, the share of the names kept
that the reference keeps too, and how many looped, came out empty or were left as they were.
"""

from __future__ import annotations

import json
import re
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from statistics import mean
from typing import TYPE_CHECKING, Any

from summarizer import facts
from summarizer.errors import InputError, MissingExtra, UnreadableInput
from summarizer.words import content_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from summarizer.pipeline import Summarizer
    from summarizer.summary import Bullet, Summary

__all__ = [
    "ArticleScores", "Pair", "PairScores", "Record", "Report", "Rouge", "Words", "evaluate", "lead", "looped", "read",
    "rouge", "textrank", "translation_scores",
]  # fmt: skip

METRICS = ("rouge1", "rouge2", "rougeL")
BASELINE_SENTENCES = 3
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the data: an article with its `summary`, or a sentence with its `target`; `line` counts from 1."""

    line: int
    text: str
    summary: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Rouge:
    """F-measures, and the recall of single words, from 0 to 100."""

    rouge1: float
    rouge2: float
    rougeL: float  # noqa: N815 - its name in every paper
    recall1: float


@dataclass(frozen=True, slots=True)
class ArticleScores:
    """Means over all articles of one way of summarising; see the module."""

    rouge1: float
    rouge2: float
    rougeL: float  # noqa: N815
    coverage: float
    supported: float
    words: float
    compression: float
    seconds: float


@dataclass(frozen=True, slots=True)
class PairScores:
    """What `translation_scores` measures; shares are from 0 to 1."""

    sentences: int
    bleu: float
    chrf: float
    numbers_right: float
    names_kept: float
    loops: int
    empty: int
    copies: int
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """The tables: one row of `articles` a way of summarising, `pairs` for translations; None where there was no data.

    `failed` says which lines could not be done, and why.
    """

    settings: dict[str, Any]
    articles: dict[str, ArticleScores] | None
    pairs: PairScores | None
    counted: dict[str, int]
    failed: tuple[tuple[int, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return asdict(self)


class Words:
    """The tokenizer of both rouge-score (`tokenize`) and sumy (`to_words`): words in lower case, accents kept.

    rouge-score's own one takes "é" for a space.
    """

    def tokenize(self, text: str) -> list[str]:
        """The words of `text`."""
        return re.findall(r"[^\W_]+", text.lower())

    to_words = tokenize


def read(paths: Iterable[Path]) -> list[Record]:
    """The records of JSON lines files, all of them checked before anything is run.

    Raises:
        UnreadableInput: naming the file and the line that is none of the two kinds.
    """
    return [record for path in paths for record in _records(path)]


def _records(path: Path) -> Iterator[Record]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{path} can't be read: give a file of JSON lines in UTF-8") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            record = _record(number, line)
            if record is None:
                wanted = '{"text": ..., "summary": ...} or {"source": ..., "target": ...}'
                raise UnreadableInput(f"{path}, line {number}: give {wanted}, with texts in them")
            yield record


def _record(number: int, line: str) -> Record | None:
    try:
        data = json.loads(line)
    except ValueError:
        return None
    if not isinstance(data, dict):
        return None
    text, summary = data.get("text"), data.get("summary")
    if isinstance(summary, list) and all(isinstance(item, str) for item in summary):
        summary = "\n".join(summary)
    if _said(text) and _said(summary):
        return Record(number, str(text), summary=summary)
    source, target = data.get("source"), data.get("target")
    return Record(number, str(source), target=str(target)) if _said(source) and _said(target) else None


def _said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def evaluate(
    records: Sequence[Record], summarizer: Summarizer, progress: Callable[[str, int, int], None] | None = None
) -> Report:
    """Run `summarizer` over all records and measure what it makes of them.

    A record that can't be done (no article, another language) is left out of the means and listed in `failed`.

    Raises:
        ModelError: if the models can't be used.
        MissingExtra: without the packages that measure.
    """
    _packages()
    articles = [record for record in records if record.summary is not None]
    pairs = [record for record in records if record.target is not None]
    rows, failed = _article_rows(articles, summarizer, progress or (lambda *_: None))
    settings = {"models": summarizer.models, "bullets": summarizer.bullets, "to": summarizer.to}
    return Report(
        settings,
        {name: _means(scores) for name, scores in rows.items()} if rows else None,
        _pair_scores(pairs, summarizer, progress) if pairs else None,
        {"articles": len(articles) - len(failed), "pairs": len(pairs)},
        tuple(failed),
    )


def _packages() -> None:
    try:
        import rouge_score  # noqa: F401
        import sacrebleu  # noqa: F401
        import sumy  # noqa: F401
    except ImportError as error:
        raise MissingExtra("measuring needs further packages: pip install 'summarizer[evaluate]'") from error


def _article_rows(
    records: Sequence[Record], summarizer: Summarizer, progress: Callable[[str, int, int], None]
) -> tuple[dict[str, list[ArticleScores]], list[tuple[int, str]]]:
    """The scores of every article, by way of summarising, and the lines that failed."""
    rows: dict[str, list[ArticleScores]] = {}
    failed: list[tuple[int, str]] = []
    if records:
        summarizer.condenser()  # loading counts for no article
    for number, record in enumerate(records):
        progress("articles", number, len(records))
        try:
            found = _article(record, summarizer)
        except InputError as error:
            failed.append((record.line, str(error)))
            continue
        for name, scores in found.items():
            rows.setdefault(name, []).append(scores)
    return rows, failed


def _article(record: Record, summarizer: Summarizer) -> dict[str, ArticleScores]:
    from summarizer.reading import from_text

    document = from_text(record.text)
    begin = time.perf_counter()
    summary = summarizer(document)
    seconds = time.perf_counter() - begin
    if summarizer.to == "en":  # the baselines choose among the sentences in English
        prepared = summarizer.translate(document)
        sentences = [text for text, usable in zip(prepared.english, prepared.usable, strict=True) if usable]
    else:
        sentences = _sentences(record.text)
    return {
        "lead-3": _scores(record, lead(sentences), sentences, summarizer.to),
        "TextRank": _scores(record, textrank(sentences), sentences, summarizer.to),
        summary.models.get("set", summarizer.models): _scores(
            record, [b.text for b in summary.bullets], sentences, summarizer.to, summary, seconds
        ),
    }


def _sentences(text: str) -> list[str]:
    """The sentences of an article in its own language."""
    from summarizer.cleaning import clean
    from summarizer.language import identify
    from summarizer.sentences import split

    article = clean(text)
    language = "en" if identify(article).code == "en" else "fr"
    return [sentence.plain for paragraph in article.paragraphs for sentence in split(paragraph, language=language)]


def _scores(  # noqa: PLR0913, PLR0917 - one row of the table
    record: Record,
    made: Sequence[str],
    sentences: Sequence[str],
    language: str,
    summary: Summary | None = None,
    seconds: float = 0.0,
) -> ArticleScores:
    reference, text = record.summary or "", "\n".join(made)
    scores = rouge(reference, text)
    length, whole = len(text.split()), sum(len(sentence.split()) for sentence in sentences)
    return ArticleScores(
        scores.rouge1,
        scores.rouge2,
        scores.rougeL,
        coverage=_coverage(reference, text, language),
        supported=_share_supported(summary, language) if summary else 1.0,
        words=length,
        compression=length / max(1, whole),
        seconds=seconds,
    )


def _coverage(reference: str, made: str, language: str) -> float:
    wanted, have = set(content_words(reference, language)), set(content_words(made, language))
    return len(wanted & have) / max(1, len(wanted))


def _share_supported(summary: Summary, language: str) -> float:
    original = "fr" if summary.language != "en" else "en"
    return mean([_supported(bullet, language, original) for bullet in summary.bullets] or [True])


def _supported(bullet: Bullet, language: str, original: str) -> bool:
    """Looked up anew, not taken from the bullet's own mark: numbers in the untranslated evidence, names in either."""
    texts = " ".join(item.text for item in bullet.evidence)
    both = " ".join(f"{item.translation or ''} {item.text}" for item in bullet.evidence)
    if facts.missing_numbers(bullet.text, texts, language, original):
        return False
    return all(name[:1].isdigit() for name in facts.invented(bullet.text, both, language))


def _means(rows: Sequence[ArticleScores]) -> ArticleScores:
    names = ArticleScores.__dataclass_fields__
    return ArticleScores(**{name: mean(getattr(row, name) for row in rows) for name in names})


def _pair_scores(
    records: Sequence[Record], summarizer: Summarizer, progress: Callable[[str, int, int], None] | None
) -> PairScores:
    source = "fr" if summarizer.to == "en" else "en"
    translator = summarizer.translator(source)
    begin = time.perf_counter()
    tell = (lambda done, total: progress("translating", done, total)) if progress else None
    outputs = [t.text for t in translator.translate([record.text for record in records], progress=tell)]
    seconds = time.perf_counter() - begin
    pairs = [(record.text, record.target or "") for record in records]
    return translation_scores(pairs, outputs, source=source, target=summarizer.to, seconds=seconds)


def lead(sentences: Sequence[str], count: int = BASELINE_SENTENCES) -> list[str]:
    """The first sentences."""
    return list(sentences[:count])


def textrank(sentences: Sequence[str], count: int = BASELINE_SENTENCES) -> list[str]:
    """What sumy's TextRank takes of these sentences, in the order of the article."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.summarizers.text_rank import TextRankSummarizer

    known = [Sentence(text, Words()) for text in sentences]
    return [str(sentence) for sentence in TextRankSummarizer()(ObjectDocumentModel([Paragraph(known)]), count)]


def rouge(reference: str, made: str) -> Rouge:
    """ROUGE of a text against one that a person wrote, with accents kept."""
    scores = _scorer().score(reference, made)
    one, two, longest = (100 * scores[metric].fmeasure for metric in METRICS)
    return Rouge(one, two, longest, 100 * scores["rouge1"].recall)


@cache
def _scorer() -> Any:  # noqa: ANN401 - untyped library
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(METRICS, tokenizer=Words())


def translation_scores(
    pairs: Sequence[Pair], outputs: Sequence[str], *, source: str = "fr", target: str = "en", seconds: float = 0.0
) -> PairScores:
    """Measure `outputs` beside (source, reference) pairs; `seconds` is the time they took together."""
    import sacrebleu

    references = [[reference for _, reference in pairs]]
    right, kept = _facts_kept(pairs, outputs, source, target)
    return PairScores(
        sentences=len(pairs),
        bleu=sacrebleu.corpus_bleu(list(outputs), references).score,
        chrf=sacrebleu.corpus_chrf(list(outputs), references).score,
        numbers_right=right,
        names_kept=kept,
        loops=sum(map(looped, outputs)),
        empty=sum(not output.strip() for output in outputs),
        copies=sum(_same(text, made) for (text, _), made in zip(pairs, outputs, strict=True)),
        seconds=seconds,
    )


def _same(text: str, made: str) -> bool:
    return len(text.split()) > 4 and " ".join(text.split()) == " ".join(made.split())


def _facts_kept(pairs: Sequence[Pair], outputs: Sequence[str], source: str, target: str) -> tuple[float, float]:
    """The share of sentences with a number that have all right, and of names kept where the reference keeps them.

    1.0 where there is none.
    """
    numbered = right = wanted = kept = 0
    for (text, reference), made in zip(pairs, outputs, strict=True):
        if facts.numbers(text, source):
            numbered += 1
            right += not facts.missing_numbers(text, made, source, target)
        names = [name for name in facts.names(text, source) if facts.holds_name(reference, name)]
        wanted += len(names)
        kept += sum(facts.holds_name(made, name) for name in names)
    return (right / numbered if numbered else 1.0), (kept / wanted if wanted else 1.0)


def looped(text: str) -> bool:
    """Whether a text repeats itself: it compresses to less than a third, or three words stand three times in a row."""
    data = text.encode()
    if len(data) > 80 and len(zlib.compress(data)) < 0.34 * len(data):
        return True
    words = text.split()
    return any(words[i : i + n] * 3 == words[i : i + 3 * n] for n in (1, 2, 3) for i in range(len(words) - 3 * n + 1))


def table(report: Report) -> str:
    """The report for people: one table for the articles, one for the translations."""
    return "\n\n".join(filter(None, [_articles_table(report), _pairs_table(report)]))


def _articles_table(report: Report) -> str:
    if report.articles is None:
        return ""
    names = list(ArticleScores.__dataclass_fields__)
    lines = [_counted(report.counted["articles"], "article"), f"{'':12}" + "".join(f"{name:>13}" for name in names)]
    for way, scores in report.articles.items():
        cells = [_cell(name, getattr(scores, name), baseline=way in ("lead-3", "TextRank")) for name in names]
        lines.append(f"{way:12}" + "".join(f"{cell:>13}" for cell in cells))
    return "\n".join(lines)


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _cell(name: str, value: float, *, baseline: bool) -> str:
    if name == "seconds":
        return "-" if baseline else f"{value:.2f}"
    if name in ("coverage", "supported", "compression"):
        return f"{value:.1%}"
    return f"{value:.1f}"


def _pairs_table(report: Report) -> str:
    if report.pairs is None:
        return ""
    scores = report.pairs
    names = ["BLEU", "chrF", "numbers right", "names kept", "loops", "empty", "copies", "sentences/s"]
    speed = scores.sentences / scores.seconds if scores.seconds else 0.0
    cells = [f"{scores.bleu:.1f}", f"{scores.chrf:.1f}", f"{scores.numbers_right:.1%}", f"{scores.names_kept:.1%}",
             str(scores.loops), str(scores.empty), str(scores.copies), f"{speed:.1f}"]  # fmt: skip
    heads = "".join(f"{name:>15}" for name in names)
    return f"{_counted(scores.sentences, 'sentence')} translated\n{heads}\n" + "".join(f"{cell:>15}" for cell in cells)
