"""A batch on several machines, or in several processes of one, with Ray Data: `summarizer batch --engine ray`.

    this process                                        workers, with one Summarizer each
    tasks ─ content read ─ windows ─► rows ──── Ray Data ────► outcomes ─ in any order ─► Results (journal.py)

The workers only compute: files are read here and results written here, so that they need no common folder, and the
output and its journal are those of any batch. When a worker dies, Ray starts another, which does what that one had under
way; what it had handed over is not done again.
"""

from __future__ import annotations

import os
import pickle
import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer import batch, errors
from summarizer.batch import Failed, Job, Task
from summarizer.errors import ClusterFailed, ConfigError, InputError, MissingExtra, ModelError
from summarizer.reading import file_bytes, read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping

    from summarizer.batch import Outcome, Summarizing, Work
    from summarizer.reading import Document

__all__ = ["Worker", "work"]

# What is handed to the cluster at a time: enough that starting workers counts little, and little enough for memory.
WINDOW_INPUTS = 2000
WINDOW_BYTES = 16_000_000
# What a worker is given at a time, and does again if it dies.
MOST_INPUTS = 16
OBJECT_STORE_BYTES = 100_000_000
KNOCK_SECONDS = 10
GO_ON = "the same command goes on from what is finished."

Row = dict[str, Any]
"""One input on its way to a worker: number, source, content (bytes), and whether it is a file."""


@dataclass(frozen=True, slots=True)
class Stop:
    """What a worker found that concerns all inputs: the class of the error and its message."""

    error: str
    message: str


class Worker:
    """Does rows of inputs, with a summarizer of its own that is made when the first ones come."""

    def __init__(self, options: Mapping[str, Any], make: Callable[[Mapping[str, Any]], Summarizing]) -> None:
        self._options, self._make = options, make
        self._summarizer: Summarizing | None = None

    def __call__(self, rows: Mapping[str, Any]) -> dict[str, list[Any]]:
        """From columns `number`, `source`, `content` and `file` to `number` and `outcome`, a pickled Outcome or Stop."""
        try:
            done = list(self._done(rows))
        except (ModelError, ConfigError) as error:
            done = [(rows["number"][0], Stop(type(error).__name__, str(error)))]
        return {
            "number": [int(number) for number, _ in done],
            "outcome": [pickle.dumps(outcome) for _, outcome in done],
        }

    def _done(self, rows: Mapping[str, Any]) -> Iterator[tuple[int, Outcome | Stop]]:
        if self._summarizer is None:
            self._summarizer = self._make(self._options)
            self._summarizer.condenser()
        columns = (rows[name] for name in ("number", "source", "content", "file"))
        jobs = [(number, _payload(*row)) for number, *row in zip(*columns, strict=True)]
        yield from ((number, payload) for number, payload in jobs if isinstance(payload, Failed))
        tasks = (Task(Job(str(number), payload), "") for number, payload in jobs if not isinstance(payload, Failed))
        for task, outcome in batch.outcomes(self._summarizer, tasks):
            yield int(task.job.source), Failed.of(outcome) if isinstance(outcome, Exception) else outcome


def _payload(source: bytes, content: bytes, file: bool) -> Document | str | Failed:  # noqa: FBT001 - a column
    if not file:
        return bytes(content).decode("utf-8", "surrogatepass")
    try:
        return read_bytes(bytes(content), bytes(source).decode("utf-8", "surrogatepass"))
    except (ModelError, ConfigError):
        raise
    except Exception as error:  # noqa: BLE001 - one document never stops the others
        return Failed.of(error)


def work(
    options: Mapping[str, Any],
    *,
    address: str | None = None,
    workers: int | None = None,
    make: Callable[[Mapping[str, Any]], Summarizing] | None = None,
) -> Work:
    """The work of several summarizers on a Ray cluster.

    Args:
        options: the keyword arguments of each `Summarizer`.
        address: of a running cluster, "auto" or "ray://host:10001"; None starts Ray on this machine alone, unless this
            process has done so.
        workers: how many; one for each processor of the cluster by default.
        make: makes a summarizer of the options; for tests.

    Raises:
        MissingExtra: Ray is not installed.
        ConfigError: `workers` is no count.
    """
    if workers is not None and workers < 1:
        raise ConfigError(f"--workers is {workers}; give 1 or more.")
    _check_ray()

    def do(tasks: Iterator[Task]) -> Generator[tuple[Task, Outcome], None, None]:
        with _connected(address) as processors:
            pool = _Pool(workers or processors, processors, (dict(options), make or batch.load))
            for found in _windows(tasks):
                if isinstance(found, _Window):
                    yield from _outcomes(found, pool)
                else:
                    yield found

    return do


def _check_ray() -> None:
    from importlib.util import find_spec

    if find_spec("ray") is None or find_spec("pyarrow") is None:
        raise MissingExtra("--engine ray needs Ray Data; install it with: pip install 'summarizer[cluster]'.")


@contextmanager
def _connected(address: str | None) -> Iterator[int]:
    """A running Ray, and how many processors it has; a Ray that was running before goes on running."""
    # Read when Ray is imported or started: no reports to its makers, and nothing on stderr that is no error of ours.
    for name, value in (("RAY_USAGE_STATS_ENABLED", "0"), ("RAY_BACKEND_LOG_LEVEL", "fatal")):
        os.environ.setdefault(name, value)
    import ray

    ours = not ray.is_initialized()
    if ours:
        _start(address)
    _quieten()
    try:
        yield max(1, int(ray.cluster_resources().get("CPU", 1)))
    finally:
        if ours:
            ray.shutdown()


def _start(address: str | None) -> None:
    import logging

    import ray

    place: dict[str, Any] = {"address": address}
    if address is None:
        place = {"address": "local", "include_dashboard": False, "object_store_memory": OBJECT_STORE_BYTES}
    try:
        _knock(address)
        with _hushed():
            ray.init(log_to_driver=False, logging_level=logging.ERROR, **place)
    except (ConnectionError, ValueError, RuntimeError, OSError) as error:
        where = f"No Ray cluster answers at {address}" if address else "Ray does not start on this machine"
        raise ConfigError(f"{where} ({type(error).__name__}): check --address and the cluster.") from error


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep off stderr what Ray's own C++ says when it starts; what goes wrong is raised all the same."""
    spare, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(spare, 2)
        os.close(spare)
        os.close(nowhere)


def _knock(address: str | None) -> None:
    """Raise OSError where nothing listens at an address, for Ray itself would try for ever."""
    import socket

    if found := re.fullmatch(r"(?:ray://)?\[?(.+?)]?:(\d+)", address or ""):
        socket.create_connection((found[1], int(found[2])), timeout=KNOCK_SECONDS).close()


def _quieten() -> None:
    """No bars and no log lines of Ray Data: the batch has a bar of its own."""
    import logging

    from ray.data import DataContext

    DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class _Pool:
    """How many workers there are to be, on how many processors, and the arguments of each."""

    workers: int
    processors: int
    arguments: tuple[Any, ...]

    def computed(self, rows: list[Row]) -> Iterator[Row]:
        """Yield the rows that the workers make of these, in any order."""
        import ray.data

        # Small blocks where there are few inputs, so that every worker has some and no result waits long.
        size = max(1, min(MOST_INPUTS, len(rows) // (4 * self.workers)))
        blocks = ray.data.from_items(rows, override_num_blocks=-(-len(rows) // size))
        done = blocks.map_batches(
            Worker,
            fn_constructor_args=self.arguments,
            batch_size=None,
            batch_format="numpy",
            compute=ray.data.ActorPoolStrategy(size=self.workers),
            # Ray sets OMP_NUM_THREADS by this, which the engines go by.
            num_cpus=max(1, self.processors // self.workers) if self.processors >= self.workers else 0.5,
        )
        yield from done.iter_rows()


@dataclass(slots=True)
class _Window:
    """Inputs that go to the cluster together, and the tasks they are of, by number."""

    rows: list[Row]
    tasks: dict[int, Task]
    size: int = 0

    def add(self, task: Task, content: bytes) -> None:
        number = len(self.tasks)
        file = isinstance(task.job.payload, Path)
        source = task.job.source.encode("utf-8", "surrogatepass")  # the name of a file may be no text
        self.rows.append({"number": number, "source": source, "content": content, "file": file})
        self.tasks[number] = task
        self.size += len(content)

    @property
    def full(self) -> bool:
        return len(self.rows) >= WINDOW_INPUTS or self.size >= WINDOW_BYTES


def _windows(tasks: Iterable[Task]) -> Iterator[_Window | tuple[Task, Outcome]]:
    """Yield windows of readable inputs, and in between the outcomes of the others."""
    window = _Window([], {})
    for task in tasks:
        try:
            window.add(task, _content(task))
        except InputError as error:
            yield task, error
        if window.full:
            yield window
            window = _Window([], {})
    if window.rows:
        yield window


def _content(task: Task) -> bytes:
    payload = task.job.payload
    if isinstance(payload, InputError):
        raise payload
    if isinstance(payload, Path):
        return file_bytes(payload)
    if isinstance(payload, str):
        return payload.encode("utf-8", "surrogatepass")
    raise TypeError("A document that was read already is not sent to a cluster.")


def _outcomes(window: _Window, pool: _Pool) -> Iterator[tuple[Task, Outcome]]:
    """Yield each task of a window once, as the workers finish it.

    Raises ClusterFailed when Ray gives up, or a task does not come back.
    """
    from ray.exceptions import RayError

    waiting = dict(window.tasks)
    try:
        for row in pool.computed(window.rows):
            outcome = pickle.loads(row["outcome"])  # noqa: S301 - our own workers wrote it
            if isinstance(outcome, Stop):
                raise getattr(errors, outcome.error)(outcome.message)
            # What a worker handed over before it died may come again.
            if (task := waiting.pop(row["number"], None)) is not None:
                yield task, outcome
    except RayError as error:
        raise ClusterFailed(f"The cluster failed ({type(error).__name__}): {GO_ON}") from error
    if waiting:
        raise ClusterFailed(f"{len(waiting)} inputs did not come back from the cluster: {GO_ON}")
