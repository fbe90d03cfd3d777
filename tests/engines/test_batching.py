from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.engines.batching import WORTH, batches, padding

_CHOICE = random.Random(3)
LENGTHS = [round(_CHOICE.lognormvariate(3.2, 0.5)) + 1 for _ in range(300)]


@given(
    st.lists(st.integers(1, 200), max_size=60),
    st.integers(50, 2_000),
    st.integers(1, 4),
)
def test_every_row_once_and_the_longest_first(lengths: list[int], budget: int, workers: int) -> None:
    found = batches(lengths, budget, workers)
    assert sorted(row for batch in found for row in batch) == list(range(len(lengths)))
    assert all(found)
    in_order = [lengths[row] for batch in found for row in batch]
    assert in_order == sorted(lengths, reverse=True)


def test_little_is_padding() -> None:
    """The guard of the throughput: batches in the order of the text would be nearly half padding."""
    unsorted = [list(range(i, i + 16)) for i in range(0, 288, 16)]
    assert padding(LENGTHS[:288], unsorted) > 0.4
    assert padding(LENGTHS, batches(LENGTHS, 512)) < 0.1
    assert padding(LENGTHS, batches(LENGTHS, 512, 2)) < 0.1


def test_batches_are_about_as_large_as_the_budget() -> None:
    sizes = [sum(LENGTHS[row] for row in batch) for batch in batches(LENGTHS, 512)]
    assert max(sizes) < 1.2 * 512
    assert min(sizes) > 0.6 * 512


@pytest.mark.parametrize(("rows", "workers", "count"), [(1, 2, 1), (2, 2, 1), (20, 1, 1), (20, 2, 2), (20, 4, 4)])
def test_a_few_rows_are_shared_out_when_that_pays(rows: int, workers: int, count: int) -> None:
    lengths = [WORTH // 4] * rows
    assert len(batches(lengths, 2_000, workers)) == count


def test_every_worker_has_the_same_number_of_batches() -> None:
    assert len(batches(LENGTHS, 512, 2)) % 2 == 0


def test_no_rows() -> None:
    assert batches([], 512, 2) == []
    assert padding([], []) == 0.0
