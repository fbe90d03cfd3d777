"""Step 2: train the translator; run it again with the same --out and it goes on from its last checkpoint.

    OMP_WAIT_POLICY=PASSIVE nice -n 19 python -m training.train --data DATA --out RUN --minutes 170

RUN/state.pt is the checkpoint (written every few minutes, replaced whole), RUN/averaged the newest averaged weights as
a MarianMTModel with its tokenizer, RUN/log.jsonl one line an evaluation. Stop it whenever you like.

Weights are multiplied in bfloat16 where the processor has AMX tiles (seven times faster than fp32 there) and in fp32
elsewhere; the master weights, the optimizer and the average are always fp32.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from training.model import Shape, Translator, to_marian
from training.optimizer import MuonAdam
from training.tokenizer import write_tokenizer

Links = tuple[Tensor, Tensor, Tensor]
Batch = tuple[Tensor, Tensor, Links | None]
Rows = tuple[npt.NDArray[np.int16], npt.NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Schedule:
    """How a run proceeds; `rate` is the peak of a linear warm-up followed by an inverse square root."""

    rate: float = 3e-3
    warmup: int = 400
    flat: int = 3000
    tokens: int = 5000
    gather: int = 1
    smoothing: float = 0.1
    guide: float = 0.5
    average: float = 0.999

    def rate_at(self, step: int) -> float:
        """Learning rate of step 1, 2, ..."""
        return self.rate * min(1.0, step / self.warmup, math.sqrt(self.flat / max(step, self.flat)))


class Data:
    """The arrays that prepare.py wrote to some folders, cut into batches of similar length."""

    def __init__(self, folders: Sequence[Path], pad: int, *, guided: bool) -> None:
        self.source, self.target = (_rows([f / f"{name}.npz" for f in folders]) for name in ("source", "target"))
        self.links = _rows([folder / "links.npz" for folder in folders]) if guided else None
        self.pad = pad
        self.lengths = np.maximum(np.diff(self.source[1]), np.diff(self.target[1]) + 1)

    def epoch(self, seed: int, tokens: int) -> Iterator[npt.NDArray[np.int64]]:
        """Row numbers of one batch after the other, each of at most `tokens` padded tokens a side."""
        rng = np.random.default_rng(seed)
        order = rng.permutation(len(self.lengths))
        for begin in range(0, len(order), 40_000):
            pool = order[begin : begin + 40_000]
            pool = pool[np.lexsort((np.diff(self.source[1])[pool], self.lengths[pool]))]
            batches, first = [], 0
            for last in range(1, len(pool) + 1):
                if last == len(pool) or self.lengths[pool[last]] * (last + 1 - first) > tokens:
                    batches.append(pool[first:last])
                    first = last
            for i in rng.permutation(len(batches)):
                yield batches[i]

    def batch(self, rows: npt.NDArray[np.int64]) -> Batch:
        """Padded (source, target) with </s> at the ends, and the alignment links as index tensors."""
        source, target = self._padded(self.source, rows), self._padded(self.target, rows)
        if self.links is None:
            return source, target, None
        flat, offsets = self.links
        counts = offsets[rows + 1] - offsets[rows]
        links = torch.from_numpy(np.concatenate([flat[offsets[i] : offsets[i + 1]] for i in rows]).astype(np.int64))
        return source, target, (torch.from_numpy(np.repeat(np.arange(len(rows)), counts)), links[:, 1], links[:, 0])

    def _padded(self, side: Rows, rows: npt.NDArray[np.int64]) -> Tensor:
        flat, offsets = side
        # Few distinct widths: every new shape costs the matrix library a new plan, and the allocator a new size.
        width = -(-(int((offsets[rows + 1] - offsets[rows]).max()) + 1) // 4) * 4
        out = np.full((len(rows), width), self.pad, dtype=np.int64)
        for line, i in zip(out, rows, strict=True):
            tokens = flat[offsets[i] : offsets[i + 1]]
            line[: len(tokens)] = tokens
            line[len(tokens)] = 0
        return torch.from_numpy(out)


def _rows(paths: Sequence[Path]) -> Rows:
    flats, counts = [], []
    for path in paths:
        with np.load(path) as saved:
            flats.append(saved["flat"])
            counts.append(np.diff(saved["offsets"]))
    return np.concatenate(flats), np.concatenate([[0], np.cumsum(np.concatenate(counts))])


def fast_dtype() -> torch.dtype:
    """bfloat16 with AMX tiles, else float32: without them bfloat16 is 10-20 times slower."""
    return torch.bfloat16 if torch.cpu._is_amx_tile_supported() else torch.float32


class Run:
    """One training run: the model in the fast dtype, fp32 masters, their average, and where it stands."""

    def __init__(
        self, out: Path, data: Sequence[Path], shape: Shape, schedule: Schedule, *, muon: bool, guided: bool
    ) -> None:
        self.out, self.folders, self.schedule, self.guided = out, data, schedule, guided
        self.dtype = fast_dtype()
        torch.manual_seed(1)
        model = Translator(shape)
        vectors = torch.from_numpy(np.load(data[0] / "embeddings.npy"))
        with torch.no_grad():
            # Rows of length 1 become the usual spread of width**-0.5 a number; the sqrt(width) scaling does the rest.
            model.shared.weight[: len(vectors)] = vectors[:, : shape.width]
            model.zero_pad()
        self.masters = {name: value.detach().clone() for name, value in model.named_parameters()}
        self.averaged = {name: value.clone() for name, value in self.masters.items()}
        self.model = model.to(self.dtype)
        matrices = [n for n, value in self.masters.items() if value.dim() == 2 and n != "shared.weight"]
        self.optimizer = MuonAdam(self.masters, matrices if muon else [], dtype=self.dtype)
        self.epoch = self.batch = self.step = self.tokens = 0
        self.seconds = 0.0

    @torch.no_grad()
    def start_from(self, folder: Path) -> None:
        """Begin with the weights of a MarianMTModel of the same shape instead of random ones."""
        from safetensors.torch import load_file

        weights = load_file(folder / "model.safetensors")
        for name, value in self.masters.items():
            value.copy_(weights[f"model.{name}"].float())
            self.averaged[name].copy_(value)
        self._publish()

    def compile(self) -> None:
        """Let torch fuse what stands between the matrix products; every batch may have its own sizes."""
        import torch.fx.experimental._config as symbols

        symbols.use_duck_shape = False
        self.model.hidden = torch.compile(self.model.hidden, dynamic=True)  # type: ignore[method-assign]

    def save(self) -> None:
        """Write the checkpoint whole or not at all."""
        self.out.mkdir(parents=True, exist_ok=True)
        state = {
            "masters": self.masters, "averaged": self.averaged, "optimizer": self.optimizer.state_dict(),
            "place": (self.epoch, self.batch, self.step, self.tokens, self.seconds), "shape": asdict(self.model.shape),
        }  # fmt: skip
        torch.save(state, self.out / "state.part")
        (self.out / "state.part").replace(self.out / "state.pt")

    def resume(self) -> bool:
        """Go on from the checkpoint if there is one."""
        path = self.out / "state.pt"
        if not path.exists():
            return False
        state = torch.load(path, weights_only=True)
        if state["shape"] != asdict(self.model.shape):
            raise ValueError(f"{path} holds another shape: {state['shape']}")
        for mine, saved in ((self.masters, state["masters"]), (self.averaged, state["averaged"])):
            for name, value in mine.items():
                value.copy_(saved[name])
        self.optimizer.load_state_dict(state["optimizer"])
        self.epoch, self.batch, self.step, self.tokens, self.seconds = state["place"]
        self._publish()
        return True

    @torch.no_grad()
    def _publish(self) -> None:
        self.masters["shared.weight"][self.model.shape.pad].zero_()
        parameters = dict(self.model.named_parameters())
        torch._foreach_copy_(list(parameters.values()), [self.masters[name] for name in parameters])

    def update(self, batches: Sequence[Batch], cooling: float = 1.0) -> tuple[float, int]:
        """One optimizer step over all of `batches`, at `cooling` times the scheduled rate.

        Returns the cross-entropy (nats a token, smoothed) and the target tokens seen.
        """
        total, count = 0.0, 0
        for source, target, links in batches:
            entropy, guided, seen = self.model.loss(source, target, links, self.schedule.smoothing)
            loss = entropy
            if guided is not None:
                loss = loss + self.schedule.guide * guided
            (loss / len(batches)).backward()  # type: ignore[no-untyped-call]
            total, count = total + entropy.item() / len(batches), count + seen
        parameters = dict(self.model.named_parameters())
        gradients = {name: value.grad.float() for name, value in parameters.items() if value.grad is not None}
        norm = torch.stack(torch._foreach_norm(list(gradients.values()))).norm()
        if not bool(norm.isfinite()):
            raise FloatingPointError(f"the gradient of step {self.step + 1} is not finite")
        torch._foreach_mul_(list(gradients.values()), min(1.0, 1.0 / float(norm)))
        self.model.zero_grad(set_to_none=True)
        self.step += 1
        self.optimizer.step(gradients, cooling * self.schedule.rate_at(self.step))
        self._publish()
        # A short horizon first, so that the average forgets the random start.
        keep = min(self.schedule.average, (self.step + 1) / (self.step + 20))
        torch._foreach_lerp_([self.averaged[name] for name in self.masters], list(self.masters.values()), 1 - keep)
        self.tokens += count
        return total, count

    def export(self) -> Path:
        """Write the averaged weights as a MarianMTModel with its tokenizer; returns the folder."""
        model = Translator(self.model.shape)
        model.load_state_dict(self.averaged)
        model.zero_pad()
        folder, part = self.out / "averaged", self.out / "averaged.part"
        shutil.rmtree(part, ignore_errors=True)
        to_marian(model).to(torch.float16).save_pretrained(part)  # type: ignore[arg-type]
        write_tokenizer(self.folders[0] / "spm.model", part)
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)
        return folder


def cooled(elapsed: float, minutes: float, cool: float, floor: float = 0.05) -> float:
    """The share of the rate after `elapsed` of `minutes`: 1 at first, falling to `floor` over the last `cool`."""
    return max(floor, min(1.0, (minutes - elapsed) / cool)) if cool else 1.0


def train(run: Run, minutes: float, dev: Path | None, every: float, cool: float = 0.0) -> None:
    """Train for so many minutes, with a checkpoint and an evaluation every `every` minutes."""
    data = Data(run.folders, run.model.shape.pad, guided=run.guided)
    begin = mark = time.monotonic()
    loss, tokens = math.nan, run.tokens
    while True:
        gathered: list[Batch] = []
        for number, rows in enumerate(data.epoch(run.epoch, run.schedule.tokens)):
            if number < run.batch:
                continue
            gathered.append(data.batch(rows))
            if len(gathered) < run.schedule.gather:
                continue
            cooling = cooled((time.monotonic() - begin) / 60, minutes, cool)
            entropy, _ = run.update(gathered, cooling)
            gathered = []
            loss = entropy if math.isnan(loss) else 0.98 * loss + 0.02 * entropy
            run.batch = number + 1
            now = time.monotonic()
            if now - mark > every * 60 or now - begin > minutes * 60:
                run.seconds += now - mark
                line: dict[str, float | str] = {
                    "hours": round(run.seconds / 3600, 3), "step": run.step, "epoch": run.epoch, "tokens": run.tokens,
                    "tokens_a_second": round((run.tokens - tokens) / (now - mark)), "loss": round(loss, 3),
                }  # fmt: skip
                run.save()
                folder = run.export()
                if dev is not None:
                    from training.evaluate import quick

                    line |= quick(folder, dev)
                with (run.out / "log.jsonl").open("a") as log:
                    log.write(json.dumps(line) + "\n")
                print(json.dumps(line), flush=True)
                mark, tokens = time.monotonic(), run.tokens
                if now - begin > minutes * 60:
                    return
        run.epoch, run.batch = run.epoch + 1, 0


def main(argv: list[str] | None = None) -> None:
    """Command line of the training step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--data", type=Path, nargs="+", required=True, help="folders that prepare.py wrote, one vocabulary"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--every", type=float, default=10, help="minutes between checkpoints (default 10)")
    parser.add_argument("--dev", type=Path, help="development pairs (TSV) for BLEU and chrF in the log")
    parser.add_argument("--rate", type=float, default=Schedule().rate)
    parser.add_argument(
        "--warmup", type=int, default=Schedule().warmup, help="steps before the full rate (default 400)"
    )
    parser.add_argument("--cool", type=float, default=0.0, help="let the rate fall over the last so many minutes")
    parser.add_argument("--average", type=float, default=Schedule().average, help="decay of the weight average")
    parser.add_argument("--tokens", type=int, default=Schedule().tokens, help="padded tokens a batch and side")
    parser.add_argument("--gather", type=int, default=Schedule().gather, help="batches an optimizer step (default 1)")
    parser.add_argument(
        "--compile", action="store_true", help="fuse with torch.compile: minutes first, then a fifth faster"
    )
    parser.add_argument(
        "--init", type=Path, help="folder of a MarianMTModel to start from, when there is no checkpoint"
    )
    parser.add_argument("--adam", action="store_true", help="Adam for every parameter instead of Muon")
    parser.add_argument("--unguided", action="store_true", help="no supervision of the cross-attention")
    parser.add_argument("--width", type=int, default=Shape().width)
    parser.add_argument(
        "--rounded", action="store_true", help="round feed-forward activations to 8 bits, as the int8 engine will"
    )
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args(argv)
    torch.set_num_threads(arguments.threads)
    width = arguments.width
    shape = Shape(width=width, heads=width // 64, encoder_ffn=4 * width, decoder_ffn=4 * width)
    schedule = Schedule(
        rate=arguments.rate, warmup=arguments.warmup, tokens=arguments.tokens, gather=arguments.gather,
        average=arguments.average,
    )  # fmt: skip
    guided = not arguments.unguided
    run = Run(arguments.out, arguments.data, shape, schedule, muon=not arguments.adam, guided=guided)
    resumed = run.resume()
    if arguments.rounded:
        run.model.round_activations()
    if arguments.compile:
        run.compile()
    if not resumed and arguments.init is not None:
        run.start_from(arguments.init)
    print("going on" if resumed else "a new run", f"at step {run.step}, {run.dtype}", flush=True)
    train(run, arguments.minutes, arguments.dev, arguments.every, arguments.cool)


if __name__ == "__main__":
    main()
