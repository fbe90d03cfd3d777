"""The reference engine: torch and transformers, float32. Slower, and what the fast engine is held to.

Tokenising, generating and decoding are spelt out: transformers 5 has no pipelines for translation or summaries.
"""

from __future__ import annotations

import pickle  # only for its exception
import threading
from typing import TYPE_CHECKING, Any

from summarizer.engines import Hypothesis, Options, check_lengths, is_converted, target_limit, tokens
from summarizer.errors import BrokenModel, MissingExtra
from summarizer.models.manifest import MANIFEST, Manifest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from torch import Tensor

# Padded source tokens a batch, shared by the beams.
_BATCH_TOKENS = 2048
_RELATIVE = 512


class TransformersEngine:
    """A checkpoint, or a converted Marian or BART folder whose weights are multiplied out; thread-safe."""

    def __init__(
        self,
        folder: Path,
        *,
        name: str | None = None,
        threads: int | None = None,
        max_source_tokens: int | None = None,
    ) -> None:
        try:
            import torch
            import transformers  # noqa: F401
        except ImportError as error:
            raise MissingExtra("this engine needs torch and transformers: pip install 'summarizer[hub]'") from error
        if threads:
            torch.set_num_threads(threads)
        part: _Part = _Rebuilt(folder) if is_converted(folder) else _Checkpoint(folder)
        self._part, self._model, self._config = part, part.model, part.model.config
        # The checkpoint's own defaults (beams, lengths, forced ends) would creep into ours.
        self._model.generation_config = _generation_config()
        self.name = name or part.name
        table = positions(self._config)
        self.max_source_tokens = min(table, part.max_source_tokens, max_source_tokens or table)
        self._ceiling = table
        self._lock = threading.Lock()

    def count_tokens(self, text: str) -> int:
        """Tokens of `text` as the model gets them, marks included."""
        return len(self._encode(text))

    def knows(self, token: str) -> bool:
        """Whether `token` is one piece of the vocabulary."""
        return self._part.knows(token)

    def generate(self, texts: Sequence[str], options: Options) -> list[Hypothesis]:
        """One hypothesis a text, in order; see `Engine.generate`."""
        rows = [self._encode(text) for text in texts]
        check_lengths([len(row) for row in rows], self.max_source_tokens)
        results: list[Hypothesis] = [Hypothesis("", 0.0, 0, finished=True)] * len(rows)
        wanted = [index for index in range(len(rows)) if texts[index].strip()]
        for indices in self._batches(rows, wanted, options):
            with self._lock:
                outputs = self._run([rows[index] for index in indices], options)
            for index, output in zip(indices, outputs, strict=True):
                results[index] = output
        return results

    def _encode(self, text: str) -> list[int]:
        # Tokenizers of transformers may not be used by two threads at once.
        with self._lock:
            return self._part.encode(text)

    def _batches(self, rows: list[list[int]], wanted: list[int], options: Options) -> list[list[int]]:
        """Rows sorted by length, cut where the padded batch gets too large or the length limit changes."""
        batches: list[list[int]] = []
        most = _BATCH_TOKENS // options.beams
        for index in sorted(wanted, key=lambda index: -len(rows[index])):
            limit = target_limit(len(rows[index]), options, self._ceiling)
            batch = batches[-1] if batches else []
            fits = bool(batch) and (len(batch) + 1) * len(rows[batch[0]]) <= most
            if fits and target_limit(len(rows[batch[0]]), options, self._ceiling) == limit:
                batch.append(index)
            else:
                batches.append([index])
        return batches

    def _run(self, rows: list[list[int]], options: Options) -> list[Hypothesis]:
        import torch
        from transformers import LogitsProcessorList

        watch = _Watch()
        pad, longest = self._config.pad_token_id, max(map(len, rows))
        source = torch.tensor([row + [pad] * (longest - len(row)) for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
        start = self._start(options)
        with torch.inference_mode():
            output = self._model.generate(
                input_ids=source,
                attention_mask=mask,
                decoder_input_ids=torch.tensor([start] * len(rows)),
                generation_config=self._settings(options, target_limit(longest, options, self._ceiling), len(start)),
                logits_processor=LogitsProcessorList([watch]) if options.beams == 1 else None,
            )
        results = [self._read(row.tolist(), start) for row in output.sequences]
        if options.beams == 1:
            scores = [watch.mean(i, new) for i, (_, new, _) in enumerate(results)]
        else:  # the sum, divided by length ** length_penalty
            scores = [
                float(score) * max(1, new) ** (options.length_penalty - 1)
                for score, (_, new, _) in zip(output.sequences_scores, results, strict=True)
            ]
        return [
            Hypothesis(self._part.decode(row), score, len(row), finished, tuple(self._part.pieces(row)))
            for score, (row, _, finished) in zip(scores, results, strict=True)
        ]

    def _start(self, options: Options) -> list[int]:
        config = self._config
        forced = self._part.forced_start
        first = [config.decoder_start_token_id, *([] if forced is None else [forced])]
        return first + (self._part.encode_target(options.prefix) if options.prefix else [])

    def _settings(self, options: Options, limit: int, start: int) -> Any:  # noqa: ANN401 - untyped library
        config = self._config
        return _generation_config(
            # The start token is not counted; what is forced behind it is.
            max_new_tokens=max(1, limit - (start - 1)),
            min_new_tokens=max(0, options.min_length - (start - 1)) or None,
            num_beams=options.beams,
            do_sample=False,
            early_stopping=options.beams > 1,
            no_repeat_ngram_size=options.no_repeat_ngram,
            length_penalty=options.length_penalty,
            repetition_penalty=options.repetition_penalty,
            suppress_tokens=self._part.suppressed or None,
            bad_words_ids=[self._part.ids(pieces) for pieces in options.avoid] or None,
            # As CTranslate2 does: what is suppressed leaves its probability to the others.
            renormalize_logits=True,
            decoder_start_token_id=config.decoder_start_token_id,
            eos_token_id=config.eos_token_id,
            pad_token_id=config.pad_token_id,
            return_dict_in_generate=True,
            output_scores=options.beams > 1,
        )

    def _read(self, row: list[int], start: list[int]) -> tuple[list[int], int, bool]:
        """The tokens of an output without its marks, how many of them are new (the end counts), whether it ended."""
        end, forced = self._config.eos_token_id, len(start) - 1
        row = row[1:]
        # The start itself may be the end mark (BART), hence only the new tokens are searched for it.
        finished = end in row[forced:]
        if finished:
            row = row[: row.index(end, forced)]
        while row and row[-1] == self._config.pad_token_id:
            row.pop()
        return row, len(row) - forced + finished, finished


def _generation_config(**settings: Any) -> Any:  # noqa: ANN401 - untyped library
    from transformers import GenerationConfig

    return GenerationConfig(**settings)  # type: ignore[no-untyped-call]


class _Watch:
    """A logits processor that changes nothing and keeps the best log-probability of every greedy step."""

    def __init__(self) -> None:
        self._steps: list[Tensor] = []

    def __call__(self, _ids: Tensor, scores: Tensor) -> Tensor:
        self._steps.append(scores.log_softmax(-1).max(-1).values)
        return scores

    def mean(self, index: int, steps: int) -> float:
        return sum(float(step[index]) for step in self._steps[:steps]) / max(1, steps)


def positions(config: Any) -> int:  # noqa: ANN401 - untyped library
    """Tokens that the model can place: Marian and BART raise IndexError past their table."""
    if config.model_type in ("marian", "bart"):
        return int(config.max_position_embeddings)
    return int(getattr(config, "n_positions", None) or _RELATIVE)


class _Part:
    """A model with its tokens as ids."""

    name: str
    model: Any
    max_source_tokens: int
    forced_start: int | None
    suppressed: list[int]

    def encode(self, text: str) -> list[int]:
        raise NotImplementedError

    def encode_target(self, text: str) -> list[int]:
        raise NotImplementedError

    def decode(self, ids: list[int]) -> str:
        raise NotImplementedError

    def pieces(self, ids: list[int]) -> list[str]:
        raise NotImplementedError

    def ids(self, pieces: Sequence[str]) -> list[int]:
        raise NotImplementedError

    def knows(self, token: str) -> bool:
        raise NotImplementedError


class _Checkpoint(_Part):
    """A transformers folder, with its own tokenizer."""

    def __init__(self, folder: Path) -> None:
        import torch
        from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

        from summarizer.engines.conversion import quiet

        with quiet():
            try:
                path = str(folder)
                self.model = AutoModelForSeq2SeqLM.from_pretrained(path, local_files_only=True, dtype=torch.float32)
                self._tokenizer = AutoTokenizer.from_pretrained(path, local_files_only=True)
            except (OSError, ValueError, KeyError, RuntimeError, pickle.UnpicklingError) as error:
                raise BrokenModel(f"the checkpoint in {folder} can't be read: pull it again") from error
        self.model.eval()
        self.name = folder.name
        self.max_source_tokens = positions(self.model.config)
        forced = self.model.generation_config.forced_bos_token_id
        self.forced_start = forced if isinstance(forced, int) else None
        marks = {self._tokenizer.unk_token_id, self.model.config.pad_token_id}
        self.suppressed = sorted(mark for mark in marks if mark is not None)
        self._vocabulary = self._tokenizer.get_vocab()

    def encode(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer(text, truncation=False, verbose=False).input_ids
        return ids

    def encode_target(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer(text_target=text, truncation=False, add_special_tokens=False).input_ids
        return ids

    def decode(self, ids: list[int]) -> str:
        text = self._tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)
        return str(text).strip()

    def pieces(self, ids: list[int]) -> list[str]:
        return [str(piece) for piece in self._tokenizer.convert_ids_to_tokens(ids)]

    def ids(self, pieces: Sequence[str]) -> list[int]:
        return [self._vocabulary[piece] for piece in pieces]

    def knows(self, token: str) -> bool:
        return token in self._vocabulary


class _Rebuilt(_Part):
    """A converted folder: the int8 weights multiplied out, and the fast engine's tokens."""

    def __init__(self, folder: Path) -> None:
        from summarizer.engines.rebuild import to_transformers, vocabulary

        manifest = Manifest.read(folder) if (folder / MANIFEST).exists() else None
        kind = manifest.kind if manifest else ("marian" if (folder / tokens.SENTENCEPIECE).is_file() else "bart")
        self.model = to_transformers(folder, kind)
        self.name = manifest.name if manifest else folder.name
        self.max_source_tokens = manifest.max_source_tokens if manifest else positions(self.model.config)
        self._names = vocabulary(folder)
        self._ids = {token: index for index, token in enumerate(self._names)}
        self._tokens = tokens.load(folder)
        self._unknown = self._ids["<unk>"]
        self.forced_start = self._ids.get(manifest.forced_start) if manifest and manifest.forced_start else None
        self.suppressed = sorted({self._unknown, self.model.config.pad_token_id})

    def encode(self, text: str) -> list[int]:
        return [self._ids.get(token, self._unknown) for token in self._tokens.encode(text)]

    def encode_target(self, text: str) -> list[int]:
        return [self._ids.get(token, self._unknown) for token in self._tokens.encode_target(text)]

    def decode(self, ids: list[int]) -> str:
        return self._tokens.decode([self._names[i] for i in ids if i < len(self._names)])

    def pieces(self, ids: list[int]) -> list[str]:
        return [self._names[i] for i in ids if i < len(self._names)]

    def ids(self, pieces: Sequence[str]) -> list[int]:
        return [self._ids[piece] for piece in pieces]

    def knows(self, token: str) -> bool:
        return token in self._ids
