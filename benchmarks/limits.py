"""The limit: what a sentence needs in arithmetic, what the machine gives, what share of it we reach, where the rest goes.

The parts of the engine's time are told by leaving parts out: one step of the decoder instead of all, one beam instead
of four. CTranslate2 has no profiler of its own in its packages.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from benchmarks import machine, shapes
from benchmarks.table import Result, Table, milliseconds
from summarizer.engines import Options, ctranslate2
from summarizer.translation import Translator

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.run import Settings
    from summarizer.engines import Engine

BEAMS = 4


def measure(settings: Settings, work: Path, tell: Callable[[str], None]) -> Result:
    """Both tables; needs the checkpoints that `speed` has left in `work`, or makes that of the built-in model."""
    tell("what the machine gives")
    peak = {"int8": machine.gemm_int8(settings.threads), "float32": machine.gemm(settings.threads)}
    read = machine.bandwidth(settings.threads)
    tell("what a sentence needs")
    config = _config(work)
    sentences = settings.sentences(8 if settings.quick else 160)
    translator = Translator.load("builtin")
    seconds, lengths = _engine(settings, translator.engine, sentences)
    source = sum(translator.engine.count_tokens(text) for text in sentences) / len(sentences)
    encoder, decoder = shapes.arithmetic(config, round(source), round(lengths), BEAMS)
    # Of those that torch has: without VNNI its products of int8 are the slow ones.
    fastest = max(peak, key=peak.__getitem__)
    share = (encoder + decoder) / seconds / 1e9 / peak[fastest]
    reads = shapes.weights(config) * (4 if ctranslate2.arithmetic(_folder()) == "float32" else 1)
    rows = (
        ("float32 matrix product (torch)", f"{peak['float32']:.0f} x 10^9 multiply-adds a second"),
        ("int8 matrix product (torch)", f"{peak['int8']:.0f} x 10^9 multiply-adds a second"),
        ("reading memory", f"{read:.1f} GB a second"),
        ("a sentence", f"{source:.0f} tokens in, {lengths:.0f} out, {BEAMS} beams"),
        ("its encoder", f"{encoder / 1e6:.0f} x 10^6 multiply-adds"),
        ("its decoder", f"{decoder / 1e6:.0f} x 10^6 multiply-adds"),
        ("weights that a decoder step reads", f"{reads / 1e6:.1f} MB, once for all sentences of a batch"),
        ("reading them from memory for a batch of outputs of that length", f"{milliseconds(lengths * reads / read / 1e9)} ms"),
        (f"shortest time of a sentence, at that speed of {fastest}", f"{milliseconds((encoder + decoder) / 1e9 / peak[fastest])} ms"),
        ("our engine", f"{milliseconds(seconds)} ms, {share:.0%} of the limit"),
    )  # fmt: skip
    limit = Table("The limit", ("what", "value"), rows, ("The sentences go without hints.",))
    tell("where the time goes")
    return Result((limit, _profile(settings, translator, sentences, seconds)))


def _config(work: Path) -> Any:  # noqa: ANN401 - of transformers
    from transformers import AutoConfig

    return AutoConfig.from_pretrained(str(shapes.builtin(work).checkpoint), local_files_only=True)


def _folder() -> Path:
    from summarizer.models import store

    return store.translator_path("builtin")


def _engine(settings: Settings, engine: Engine, sentences: list[str]) -> tuple[float, float]:
    """Seconds a sentence without its hints, and tokens of its output."""
    options = Options(beams=BEAMS, hints=False)
    outputs = engine.generate(sentences, options)
    seconds = settings.clock().time(lambda: engine.generate(sentences, options)) / len(sentences)
    return seconds, sum(output.tokens + 1 for output in outputs) / len(outputs)


def _profile(settings: Settings, translator: Translator, sentences: list[str], bare: float) -> Table:
    """Where the time of `Translator.translate` goes, by leaving parts out; `bare` is that without hints and checks."""
    engine = translator.engine

    def of(work: Callable[[], object]) -> float:
        return settings.clock().time(work) / len(sentences)

    def generating(options: Options) -> float:
        return of(lambda: engine.generate(sentences, options))

    all_of_it = of(lambda: translator.translate(sentences))
    first_try, greedy = generating(Options(beams=BEAMS)), generating(Options(hints=False))
    encoder = generating(Options(max_length=1, hints=False))
    words = _tokenizing(engine, sentences)
    rows = (
        ("tokens of the sources, in Python", words),
        ("encoder, and one step of the decoder", max(0.0, encoder - words)),
        ("decoder, one beam", max(0.0, greedy - encoder)),
        ("three more beams", max(0.0, bare - greedy)),
        ("hints from the glossary: looked up, and read by the encoder", max(0.0, first_try - bare)),
        ("checks of numbers and names, second tries", max(0.0, all_of_it - first_try)),
        ("together: `Translator.translate`", all_of_it),
    )
    return Table(
        "Where the time of a translated sentence goes",
        ("part", "ms a sentence", "share"),
        tuple((name, milliseconds(value), f"{value / all_of_it:.0%}") for name, value in rows),
        ("Wall-clock time on all threads; each row is the difference that leaving the part out makes.",),
    )


def _tokenizing(engine: Engine, sentences: list[str]) -> float:
    begin = time.perf_counter()
    for text in sentences:
        engine.count_tokens(text)
    return (time.perf_counter() - begin) / len(sentences)
