"""What a user would run instead, on the same weights: a plain loop, batches, and batches of sorted sentences.

All get the same sentences, the same number of beams, the same limit on the output and the same processors; the plain
loop even stops its beams early, which most copies of it do not.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.engines import Options, load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.shapes import Made

BATCH = 16
"""What EasyNMT and most examples take."""


class Plain:
    """A transformers checkpoint, used as its documentation shows."""

    def __init__(self, checkpoint: Path, *, beams: int, length: int | None, threads: int) -> None:
        import torch
        from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

        from summarizer.engines.conversion import quiet

        torch.set_num_threads(threads)
        with quiet():
            self.tokenizer = AutoTokenizer.from_pretrained(str(checkpoint), local_files_only=True)
            self.model: Any = AutoModelForSeq2SeqLM.from_pretrained(str(checkpoint), local_files_only=True)
        self.model.eval()
        self._beams, self._length = beams, length

    def loop(self, sentences: Sequence[str]) -> list[str]:
        """One sentence after the other."""
        return [text for sentence in sentences for text in self._generate([sentence])]

    def batched(self, sentences: Sequence[str]) -> list[str]:
        """`BATCH` sentences at a time, in their order."""
        return [text for i in range(0, len(sentences), BATCH) for text in self._generate(sentences[i : i + BATCH])]

    def sorted(self, sentences: Sequence[str]) -> list[str]:
        """As EasyNMT does: sorted by length, then `BATCH` at a time."""
        order = sorted(range(len(sentences)), key=lambda i: -len(sentences[i]))
        outputs = self.batched([sentences[i] for i in order])
        return [text for _, text in sorted(zip(order, outputs, strict=True))]

    def _generate(self, sentences: Sequence[str]) -> list[str]:
        import torch

        batch = self.tokenizer(list(sentences), return_tensors="pt", padding=True)
        longest = self._length or 2 * batch["input_ids"].shape[1] + 20
        with torch.inference_mode(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            output = self.model.generate(
                input_ids=batch["input_ids"],
                attention_mask=batch["attention_mask"],
                num_beams=self._beams,
                do_sample=False,
                early_stopping=self._beams > 1,
                max_new_tokens=longest,
                min_new_tokens=self._length,
            )
        texts: list[str] = self.tokenizer.batch_decode(output, skip_special_tokens=True)
        return texts


def ours(made: Made, *, beams: int, threads: int) -> Callable[[Sequence[str]], list[str]]:
    """Our engine alone: no retries, no checks."""
    engine = load(made.converted, threads=threads)
    length = made.length
    options = Options(beams=beams) if length is None else Options(beams=beams, min_length=length, max_length=length)
    return lambda sentences: [hypothesis.text for hypothesis in engine.generate(sentences, options)]
