"""The fast engine: CTranslate2 on the CPU, int8 where that is exact enough.

It has tokens of its own, and needs neither torch nor transformers.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.engines import Hypothesis, Options, check_lengths, target_limit, tokens
from summarizer.engines.batching import batches
from summarizer.errors import BrokenModel
from summarizer.models.manifest import MANIFEST, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Source tokens a batch, with one beam as with four: every step of the decoder reads all weights, so that batches of 512
# take a quarter more time in float32 (a tenth in int8), and those of 4,096 save nothing more.
_BATCH_TOKENS = 2048
_CPUINFO = Path("/proc/cpuinfo")
_AVX512 = {"avx512f", "avx512cd", "avx512vl", "avx512bw", "avx512dq", "avx512_vnni"}
# Instructions that add 8-bit products in 32 bits.
_VNNI = {"avx_vnni", "avx512_vnni", "amx_int8"}
# Above this size (bytes of int8) a model stays int8, since in float32 it takes four times the memory, and gets several
# threads a batch where there are more than two.
_SMALL = 128 * 2**20


class Ctranslate2Engine:
    """A converted model; thread-safe.

    `folder` holds model.bin, config.json, the vocabulary, the tokenizer's files and mostly a manifest.json.
    `compute_type` is CTranslate2's, by default the one the model was converted for.
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str | None = None,
        threads: int | None = None,
        max_source_tokens: int | None = None,
        compute_type: str | None = None,
    ) -> None:
        config = _config(folder)
        self._end: str = config.get("eos_token", "</s>")
        self._tokens = tokens.load(folder, self._end)
        manifest = Manifest.read(folder) if (folder / MANIFEST).exists() else _guess(folder)
        # Said outright, or CTranslate2 warns about what it has to infer from biases in half precision.
        inferred = "int8_float32" if manifest.quantization.startswith("int8") else manifest.quantization
        self._model, self._workers = _load(folder, threads or processors(), compute_type or inferred)
        self.name = name or manifest.name
        self.max_source_tokens = min(max_source_tokens or manifest.max_source_tokens, manifest.max_source_tokens)
        self._ceiling = manifest.max_target_tokens
        self._forced_start = manifest.forced_start
        self._vocabulary = _vocabulary(folder)
        self._suppressed = [[mark] for mark in ("<pad>",) if mark in self._vocabulary]

    def count_tokens(self, text: str) -> int:
        """Tokens of `text` as the model gets them, marks included."""
        return len(self._tokens.encode(text))

    def knows(self, token: str) -> bool:
        """Whether `token` is one piece of the vocabulary."""
        return token in self._vocabulary

    def generate(self, texts: Sequence[str], options: Options) -> list[Hypothesis]:
        """One hypothesis a text, in order; see `Engine.generate`."""
        rows = [self._tokens.encode(text) for text in texts]
        check_lengths([len(row) for row in rows], self.max_source_tokens)
        results: list[Hypothesis] = [Hypothesis("", 0.0, 0, finished=True)] * len(rows)
        limits = [target_limit(len(row), options, self._ceiling) for row in rows]
        wanted = [index for index in range(len(rows)) if texts[index].strip()]
        for index, hypothesis in self._run(rows, limits, wanted, options):
            results[index] = hypothesis
        # CTranslate2 has one length limit a call, that of the longest row. A shorter one that ran past its own (it
        # will be looping) is done again, with those that have the same limit.
        over: dict[int, list[int]] = {}
        for index in wanted:
            if results[index].tokens + results[index].finished > limits[index]:
                over.setdefault(limits[index], []).append(index)
        for indices in over.values():
            for index, hypothesis in self._run(rows, limits, indices, options):
                results[index] = hypothesis
        return results

    def _run(
        self, rows: list[list[str]], limits: list[int], wanted: list[int], options: Options
    ) -> Iterator[tuple[int, Hypothesis]]:
        """The outputs of the `wanted` rows, in batches that run at the same time."""
        found = batches([len(rows[index]) for index in wanted], _BATCH_TOKENS, self._workers)
        grouped = [[wanted[place] for place in batch] for batch in found]
        waiting = [
            self._start([rows[index] for index in batch], max(limits[index] for index in batch), options)
            for batch in grouped
        ]
        for batch, outputs in zip(grouped, waiting, strict=True):
            for index, output in zip(batch, outputs, strict=True):
                yield index, self._hypothesis(output.result(), options)

    def _start(self, rows: list[list[str]], limit: int, options: Options) -> Any:  # noqa: ANN401 - untyped library
        prefix = self._prefix(options)
        return self._model.translate_batch(
            rows,
            target_prefix=[prefix] * len(rows) if prefix else None,
            asynchronous=True,
            max_batch_size=0,  # one batch, as it is
            beam_size=options.beams,
            length_penalty=options.length_penalty,
            repetition_penalty=options.repetition_penalty,
            no_repeat_ngram_size=options.no_repeat_ngram,
            disable_unk=True,
            suppress_sequences=[*self._suppressed, *map(list, options.avoid)] or None,
            max_input_length=0,  # the default cuts at 1,024 tokens without a word
            max_decoding_length=limit,
            min_decoding_length=options.min_length,
            return_scores=True,
            return_end_token=True,
        )

    def _prefix(self, options: Options) -> list[str]:
        start = [self._forced_start] if self._forced_start else []
        return start + (self._tokens.encode_target(options.prefix) if options.prefix else [])

    def _hypothesis(self, output: Any, options: Options) -> Hypothesis:  # noqa: ANN401 - untyped library
        row: list[str] = output.hypotheses[0]
        finished = bool(row) and row[-1] == self._end
        # The score is the sum over the new tokens, divided by the whole length ** length_penalty.
        new = max(1, len(row) - len(self._prefix(options)))
        score = output.scores[0] * max(1, len(row)) ** options.length_penalty / new
        pieces = tuple(row[: len(row) - finished])
        return Hypothesis(self._tokens.decode(row), score, len(pieces), finished, pieces)


def processors() -> int:
    """Processors this process may use; OMP_NUM_THREADS says how many at most, as for other numeric libraries."""
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    return max(1, min(there, int(wanted))) if wanted.isdecimal() else there


def arithmetic(folder: Path) -> str | None:
    """What to compute the model in `folder` with on this processor: "float32", or None for what it was converted for.

    An x86 processor without VNNI adds pairs of 8-bit products in 16 bits, where they overflow. What that costs our
    translator stands in models.md; float32 costs less than half as much time again, so a small model is computed in float32 there.
    """
    flags = _flags()
    overflows = "avx2" in flags and not flags & _VNNI
    return "float32" if overflows and _is_small(folder) else None


def _is_small(folder: Path) -> bool:
    return (folder / "model.bin").stat().st_size < _SMALL


def _load(folder: Path, threads: int, compute_type: str) -> tuple[Any, int]:
    """The model, and how many batches it runs at the same time."""
    _choose_instructions()
    import ctranslate2

    # Two batches with a thread each are done up to twice as fast as one after the other with two threads, and a single
    # one is as fast; what a large model makes of a single article would be slow on one of many threads.
    inter = threads if _is_small(folder) else min(threads, 2)
    intra = threads // inter
    try:
        model = ctranslate2.Translator(
            str(folder), device="cpu", compute_type=compute_type, inter_threads=inter, intra_threads=intra
        )
    except (RuntimeError, ValueError) as error:
        raise BrokenModel(f"the model in {folder} can't be loaded: install or pull it again") from error
    return model, inter


def _choose_instructions() -> None:
    """Have CTranslate2 use AVX-512 where it pays.

    It takes AVX2 by itself, since the first processors with AVX-512 ran slower for it. Those with VNNI don't, and save
    a tenth of the time. A choice of the user's own stays.
    """
    if _flags() >= _AVX512:
        os.environ.setdefault("CT2_FORCE_CPU_ISA", "AVX512")


def _flags() -> set[str]:
    """The instructions of an x86 processor as Linux names them; nothing on another system or processor.

    Only as far as the first processor's: the kernel writes the file while it is read, a page for each of them.
    """
    try:
        with _CPUINFO.open(encoding="utf-8") as lines:
            return set(next((line for line in lines if line.startswith("flags")), "").split())
    except OSError:
        return set()


def _config(folder: Path) -> dict[str, Any]:
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BrokenModel(f"{folder / 'config.json'} is missing or malformed: pull the model again") from error
    return config if isinstance(config, dict) else {}


def _vocabulary(folder: Path) -> frozenset[str]:
    for name in ("shared_vocabulary.json", "target_vocabulary.json"):
        if (folder / name).is_file():
            return frozenset(json.loads((folder / name).read_text(encoding="utf-8")))
    return frozenset()


def _guess(folder: Path) -> Manifest:
    """The limits of a model that was converted elsewhere, from its position tables."""
    from summarizer.engines.binary import positions

    source, target = positions(folder / "model.bin")
    return Manifest(
        name=folder.name,
        kind="unknown",
        languages=(),
        max_source_tokens=source,
        max_target_tokens=target,
        quantization="default",
    )
