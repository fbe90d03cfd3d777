"""Which rows share a batch: those of about the same length, so that little is padding, and enough work for everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WORTH = 64
"""Source tokens below which a batch of its own costs more than another worker saves."""


def batches(lengths: Sequence[int], budget: int, workers: int = 1) -> list[list[int]]:
    """Indices of rows in batches, the longest rows first.

    Args:
        lengths: tokens of each row.
        budget: about how many tokens a batch should have at most; one of several batches has no fewer than half of it
            unless there are `workers` to be kept busy.
        workers: batches that run at the same time; their number is a multiple of this, given enough rows.
    """
    order = sorted(range(len(lengths)), key=lambda row: -lengths[row])
    total = sum(lengths)
    count = min(len(order), _count(total, budget, workers))
    found: list[list[int]] = [[] for _ in range(count)]
    before = 0
    for row in order:
        # By the middle of the row, so that a long one goes where most of it belongs.
        found[min(count - 1, (2 * before + lengths[row]) * count // (2 * total or 1))].append(row)
        before += lengths[row]
    return [batch for batch in found if batch]


def _count(total: int, budget: int, workers: int) -> int:
    if total < workers * WORTH:
        return max(1, total // WORTH)
    count = -(-total // budget)
    return -(-count // workers) * workers


def padding(lengths: Sequence[int], found: Sequence[Sequence[int]]) -> float:
    """The share of padding in batches, from 0 to 1."""
    real = sum(lengths)
    padded = sum(len(batch) * max(lengths[row] for row in batch) for batch in found)
    return 1 - real / padded if padded else 0.0
