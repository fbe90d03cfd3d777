"""Our engine against the float32 reference: how many sentences come out equal, and BLEU where there are references.

The reference is the shipped model with its weights multiplied out, run by transformers. CTranslate2 computes in int8 or
float32, as `engines.ctranslate2.arithmetic` chooses for the processor: both are measured, and int16 where there is such
a thing, so that what differs can be told from what is rounded.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from benchmarks import texts
from benchmarks.table import Bar, Result, Table, milliseconds
from summarizer.engines import Options

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.run import Settings
    from summarizer.engines import Engine

EQUAL, WORSE = 0.97, 0.3
REFERENCE, INT8 = "float32, transformers (the reference)", "int8_float32"
BEAMS = 4


def measure(settings: Settings, _work: Path, tell: Callable[[str], None]) -> Result:
    """One row an engine."""
    import ctranslate2

    from summarizer.engines.ctranslate2 import Ctranslate2Engine, arithmetic
    from summarizer.engines.transformers import TransformersEngine
    from summarizer.models import store

    folder = store.translator_path("builtin")
    supported = ctranslate2.get_supported_compute_types("cpu")  # not every processor has int16
    reference = TransformersEngine(folder, threads=settings.threads)
    sources, targets = texts.pairs(settings.pairs, 12 if settings.quick else 1000)
    engines: dict[str, Engine] = {
        REFERENCE: reference,
        **{
            name: Ctranslate2Engine(folder, threads=settings.threads, compute_type=name)
            for name in ("float32", "int16", INT8)
            if name in supported
        },
    }
    found: dict[str, tuple[list[str], float]] = {}
    for name, engine in engines.items():
        tell(f"equal outputs: {name}")
        begin = time.perf_counter()
        outputs = [hypothesis.text for hypothesis in engine.generate(sources, Options(beams=BEAMS))]
        found[name] = outputs, (time.perf_counter() - begin) / len(sources)
    return _result(settings, found, targets, arithmetic(folder) or INT8)


def _result(
    settings: Settings, found: dict[str, tuple[list[str], float]], targets: list[str] | None, default: str
) -> Result:
    expected = found[REFERENCE][0]
    equal = {name: _equal(outputs, expected) for name, (outputs, _) in found.items()}
    scores = {name: _bleu(outputs, targets) for name, (outputs, _) in found.items()}
    near = {name: _bleu(outputs, expected) for name, (outputs, _) in found.items()}
    rows = tuple(
        (
            name if name == REFERENCE else f"{name}, CTranslate2{' (the default here)' if name == default else ''}",
            f"{equal[name]:.1%}",
            f"{near[name]:.1f}",
            f"{scores[name]:.2f}" if targets else "-",
            milliseconds(found[name][1]),
        )
        for name in found
    )
    table = Table(
        f"Int8 and float32, built-in translator, {BEAMS} beams",
        ("engine", "equal to the reference", "BLEU against the reference", "BLEU", "ms a sentence"),
        rows,
        (
            f"{len(expected)} sentences of at most 60 tokens of {settings.origin}, without hints, checks and second tries.",
            "All of them have the shipped weights, which are int8: what differs is how they are multiplied. The times are of one run each.",
        ),
    )
    bars = []
    for name in dict.fromkeys((default, INT8)):
        label = "int8" if name == INT8 else f"{name} (the default here)"
        what = f"outputs of {label} equal to transformers in float32"
        bars.append(Bar(what, f">= {EQUAL:.0%}", f"{equal[name]:.1%}", equal[name] >= EQUAL))
        if targets:
            loss = scores[REFERENCE] - scores[name]
            bars.append(Bar(f"BLEU that {label} loses", f"<= {WORSE}", f"{loss:+.2f}", loss <= WORSE))
    return Result((table,), tuple(bars))


def _equal(outputs: list[str], expected: list[str]) -> float:
    return sum(ours == theirs for ours, theirs in zip(outputs, expected, strict=True)) / len(expected)


def _bleu(outputs: list[str], targets: list[str] | None) -> float:
    if targets is None:
        return 0.0
    import sacrebleu

    return float(sacrebleu.corpus_bleu(outputs, [targets]).score)
