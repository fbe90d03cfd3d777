"""Summaries in a Spark or Ray job of your own: pandas frames in, pandas frames out.

    frames.mapInPandas(partial(summarize_frames, keep=("id",)), "id string, " + SCHEMA)

A worker process loads the models once for all its frames. Made for Spark's `mapInPandas`, and fit for Ray's
`map_batches`; no need for either here, nor for pandas before a frame comes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from summarizer import batch
from summarizer.batch import Failed, Job, Task
from summarizer.errors import ConfigError, InputError, UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from summarizer.batch import Outcome

__all__ = ["SCHEMA", "summarize_frames"]

SCHEMA = "title string, bullets array<string>, language string, warnings array<string>, error string"
"""Of the columns that are made, as Spark writes it; those in `keep` go before them."""
COLUMNS = [column.split()[0] for column in SCHEMA.split(", ")]


def summarize_frames(
    frames: Iterable[pd.DataFrame],
    *,
    column: str = "text",
    keep: Sequence[str] = (),
    **options: Any,  # noqa: ANN401 - those of Summarizer
) -> Iterator[pd.DataFrame]:
    """Yield for each frame one with a row for each of its rows, in order: the columns in `keep`, then those of `SCHEMA`.

    `column` has the texts, and `options` are the keyword arguments of `Summarizer`. A text that can't be summarised
    has the reason under `error` and empty columns beside it; `error` is None for the others.

    Raises:
        ConfigError: a frame has no such column, or an option can't be used.
        ModelError: the models are unknown, missing or broken.
    """
    summarizer = _summarizer(tuple(sorted(options.items())))
    for frame in frames:
        if missing := [name for name in (column, *keep) if name not in frame.columns]:
            raise ConfigError(f"The frame has no column {missing[0]!r}: name the right ones as column and keep.")
        rows = [_row(outcome) for _, outcome in batch.outcomes(summarizer, _tasks(frame[column]))]
        yield _frame(frame, rows, keep)


@lru_cache(maxsize=2)
def _summarizer(options: tuple[tuple[str, Any], ...]) -> batch.Summarizing:
    """One for each process and set of options, with its models loaded."""
    summarizer = batch.load(dict(options))
    summarizer.condenser()
    return summarizer


def _tasks(texts: Iterable[Any]) -> Iterator[Task]:
    for number, text in enumerate(texts):
        payload: str | InputError = text if isinstance(text, str) else UnreadableInput("There is no text in this row.")
        yield Task(Job(str(number), payload), "")


def _row(outcome: Outcome) -> tuple[Any, ...]:
    """In the order of `COLUMNS`."""
    failed = Failed.of(outcome) if isinstance(outcome, Exception) else outcome
    if isinstance(failed, Failed):
        return None, [], None, [], f"{failed.error}: {failed.reason}"
    bullets = [bullet.text for bullet in failed.bullets]
    return failed.title, bullets, failed.language, list(failed.warnings), None


def _frame(frame: pd.DataFrame, rows: Sequence[tuple[Any, ...]], keep: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    made = {name: pd.Series(list(values), index=frame.index, dtype=object) for name, values in _by_column(rows)}
    return frame[list(keep)].assign(**made)


def _by_column(rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[str, Sequence[Any]]]:
    yield from zip(COLUMNS, zip(*rows, strict=True) if rows else [()] * len(COLUMNS), strict=True)
