"""Step 3: how good a checkpoint is on development pairs, through the engine that users get (int8 CTranslate2).

    python -m training.evaluate --dev newstest2013.dev.tsv                 # the built-in translator, as shipped
    python -m training.evaluate --dev newstest2013.dev.tsv --raw RUN/averaged  # a checkpoint, greedy, no retries

Prints BLEU and chrF (sacrebleu's defaults), and what a reader minds most: the share of sentences whose numbers are all
right, the share of names kept (names that the reference keeps too), loops, copies and empty outputs.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict
from pathlib import Path

import sacrebleu
import sentencepiece as spm

from summarizer.engines.conversion import convert
from summarizer.evaluation import translation_scores
from summarizer.text import apart, together
from training.pairs import Pair, plain, read_pairs


def decode(folder: Path, sentences: list[str], beams: int = 1, *, quotes_apart: bool = True) -> list[str]:
    """Translate with the checkpoint in `folder`, converted to int8 on the way.

    `quotes_apart` is whether it was trained on what prepare.py writes, where quotes stand apart from what they open.
    """
    import ctranslate2

    processor = spm.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    texts = [apart(plain(s)) if quotes_apart else plain(s) for s in sentences]
    tokens = [[*pieces, "</s>"] for pieces in processor.encode(texts, out_type=str)]
    with tempfile.TemporaryDirectory() as work:
        model = Path(work) / "int8"
        convert(folder, model)
        engine = ctranslate2.Translator(str(model), inter_threads=1, intra_threads=2)
        results = engine.translate_batch(
            tokens, max_batch_size=2048, batch_type="tokens", beam_size=beams, max_decoding_length=200
        )
    hypotheses = [processor.decode(result.hypotheses[0]) for result in results]
    return [together(text) for text in hypotheses] if quotes_apart else hypotheses


def quick(folder: Path, dev: Path, count: int = 300, max_words: int = 30) -> dict[str, float | str]:
    """BLEU and chrF (greedy) of the first `count` development sentences of at most `max_words` words, and a sample."""
    pairs = [pair for pair in read_pairs(dev) if len(pair[0].split()) <= max_words][:count]
    hypotheses = decode(folder, [pair[0] for pair in pairs])
    references = [[pair[1] for pair in pairs]]
    return {
        "bleu": round(sacrebleu.corpus_bleu(hypotheses, references).score, 2),
        "chrf": round(sacrebleu.corpus_chrf(hypotheses, references).score, 2),
        "sample": hypotheses[2][:120],
    }


def report(pairs: list[Pair], hypotheses: list[str]) -> dict[str, float | int]:
    """The figures of the module docstring for `hypotheses` beside (source, reference) pairs, ready for JSON."""
    scores = asdict(translation_scores(pairs, hypotheses))
    del scores["seconds"]
    return {name: round(value, 4 if name.endswith(("right", "kept")) else 2) for name, value in scores.items()}


def main(argv: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--raw", type=Path, help="a MarianMTModel folder to decode without checks or retries")
    parser.add_argument("--no-apart", action="store_true", help="for --raw: trained before quotes were set apart")
    parser.add_argument("--translator", default="builtin", help="what is measured otherwise: a set or folder (builtin)")
    parser.add_argument("--beams", type=int, default=1, help="for --raw (default 1)")
    parser.add_argument("--count", type=int, default=0, help="sentences (0 = all)")
    parser.add_argument("--out", type=Path, help="write the hypotheses there, one a line")
    arguments = parser.parse_args(argv)
    pairs = list(read_pairs(arguments.dev))[: arguments.count or None]
    sources = [source for source, _ in pairs]
    if arguments.raw:
        hypotheses = decode(arguments.raw, sources, arguments.beams, quotes_apart=not arguments.no_apart)
    else:
        from summarizer.translation import Translator

        hypotheses = [translation.text for translation in Translator.load(arguments.translator).translate(sources)]
    if arguments.out:
        arguments.out.write_text("\n".join(hypotheses) + "\n", encoding="utf-8")
    print(json.dumps(report(pairs, hypotheses), indent=2))


if __name__ == "__main__":
    main()
