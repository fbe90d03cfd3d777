"""Muon for the matrices, Adam for the rest: one optimizer that fits a small CPU budget.

Muon (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/) replaces the momentum of a weight matrix by the
nearest orthogonal matrix, by five Newton-Schulz steps. torch.optim.Muon does so one matrix at a time and always in
bfloat16; here equal shapes go through one batched product, in the dtype that the processor multiplies fastest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor

_A, _B, _C = 3.4445, -4.7750, 2.0315  # the quintic's coefficients, from the reference implementation


def orthogonalise(batch: Tensor, steps: int = 5) -> Tensor:
    """Push the singular values of each matrix of `batch` (n, rows, columns) towards one."""
    tall = batch.shape[1] > batch.shape[2]
    x = batch.transpose(1, 2).contiguous() if tall else batch
    x = x / (x.flatten(1).norm(dim=1)[:, None, None] + 1e-7)
    for _ in range(steps):
        gram = torch.bmm(x, x.transpose(1, 2))
        gram = torch.baddbmm(gram, gram, gram, beta=_B, alpha=_C)
        x = torch.baddbmm(x, gram, x, beta=_A)
    return x.transpose(1, 2) if tall else x


class MuonAdam:
    """Update fp32 master weights from gradients of any dtype.

    Parameters named in `matrices` get Muon, the others Adam. The step of a matrix is scaled by
    0.2 * sqrt(max(rows, columns)) (Liu et al. 2025, arXiv:2502.16982), so one learning rate fits both.
    """

    def __init__(
        self,
        masters: dict[str, Tensor],
        matrices: Iterable[str],
        *,
        momentum: float = 0.95,
        betas: tuple[float, float] = (0.9, 0.98),
        dtype: torch.dtype = torch.float32,
    ) -> None:
        self.masters, self.momentum, self.betas, self.dtype = masters, momentum, betas, dtype
        chosen = set(matrices)
        self.groups: dict[torch.Size, list[str]] = defaultdict(list)
        for name, value in masters.items():
            if name in chosen:
                self.groups[value.shape].append(name)
        self.others = [name for name in masters if name not in chosen]
        self.first = {name: torch.zeros_like(value) for name, value in masters.items()}
        self.second = {name: torch.zeros_like(masters[name]) for name in self.others}
        self.count = 0

    @torch.no_grad()
    def step(self, gradients: dict[str, Tensor], rate: float) -> None:
        """One update of the masters, in place."""
        self.count += 1
        for shape, names in self.groups.items():
            momenta = [self.first[name] for name in names]
            grads = [gradients[name] for name in names]
            torch._foreach_mul_(momenta, self.momentum)
            torch._foreach_add_(momenta, grads, alpha=1 - self.momentum)
            looked_ahead = torch._foreach_lerp(grads, momenta, self.momentum)
            update = orthogonalise(torch.stack(list(looked_ahead)).to(self.dtype)).float()
            scale = 0.2 * max(shape) ** 0.5
            torch._foreach_add_([self.masters[name] for name in names], list(update), alpha=-rate * scale)
        first, second = self.betas
        firsts, seconds = [self.first[n] for n in self.others], [self.second[n] for n in self.others]
        grads = [gradients[name] for name in self.others]
        torch._foreach_lerp_(firsts, grads, 1 - first)
        torch._foreach_mul_(seconds, second)
        torch._foreach_addcmul_(seconds, grads, grads, 1 - second)
        roots = torch._foreach_sqrt(torch._foreach_div(seconds, 1 - second**self.count))
        torch._foreach_add_(roots, 1e-9)
        torch._foreach_addcdiv_(
            [self.masters[name] for name in self.others], firsts, roots, -rate / (1 - first**self.count)
        )

    def state_dict(self) -> dict[str, Any]:
        """Everything that a later run needs to go on."""
        return {"first": self.first, "second": self.second, "count": self.count}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take up what `state_dict` saved."""
        for mine, saved in ((self.first, state["first"]), (self.second, state["second"])):
            for name, value in mine.items():
                value.copy_(saved[name])
        self.count = state["count"]
