"""One thread that does all the work of the models, and a bounded queue before it.

    job = worker.submit(owner, work)        # raises Busy when too many are waiting
    for event in job.events(): ...          # Waiting, Stage, Ready, ... and at last Done, Failed or Stopped

The models are not made for several threads at once, and two articles at a time would only slow each other down on an
ordinary processor. A job is stopped by an exception out of its progress callback, so the work really ends.
"""

from __future__ import annotations

import queue
import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from summarizer.errors import SummarizerError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Busy", "Done", "Event", "Failed", "Job", "Note", "Stage", "Stopped", "Tell", "Waiting", "Work", "Worker"]

TICK = 0.25
"""Seconds between two looks at the queue: how late a place in the line may be shown."""


class Busy(SummarizerError):
    """Too many are waiting already; `waiting` is how many."""

    def __init__(self, waiting: int) -> None:
        super().__init__(f"The page is busy: {waiting} others are waiting; try again in a minute.")
        self.waiting = waiting


class StoppedError(BaseException):
    """Raised in the working thread to end a job; no `Exception`, so that nothing on the way swallows it."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The job has `before` others before it, the one at work included."""

    before: int


@dataclass(frozen=True, slots=True)
class Stage:
    """The job is at a stage of the pipeline, with `done` of `total` parts done; `behind` it are other stages."""

    name: str
    done: int
    total: int
    behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """The work has something to show before it is done."""

    value: Any


@dataclass(frozen=True, slots=True)
class Done:
    """The end: what the work returned."""

    result: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """The end: what it raised."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Stopped:
    """The end: somebody stopped it."""


Event = Waiting | Stage | Note | Done | Failed | Stopped
_ENDS = (Done, Failed, Stopped)


class Tell(Protocol):
    """How the work reports: with an event; raises when the job has been stopped."""

    def __call__(self, event: Stage | Note, /) -> None:
        """Tell of an event."""


class Work(Protocol):
    """What a job does, in the worker's thread."""

    def __call__(self, tell: Tell, /) -> Any:  # noqa: ANN401 - any result
        """Do it, reporting with `tell`; what it returns is the result."""


class Job:
    """One piece of work in the queue, and what there is to tell of it."""

    def __init__(self, owner: str, work: Work, worker: Worker) -> None:
        self.owner = owner
        self._work, self._worker = work, worker
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._stop = threading.Event()

    def stop(self) -> None:
        """End the job, now if it waits, at its next report if it works."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether it has been told to end."""
        return self._stop.is_set()

    def tell(self, event: Stage | Note) -> None:
        """Report; called by the work.

        Raises:
            StoppedError: the job has been stopped.
        """
        if self.stopped:
            raise StoppedError
        self._events.put(event)

    def events(self) -> Iterator[Event]:
        """All there is to tell, up to the end; of stages that came at once only the last. Closing it stops the job."""
        for event in self.ticking():
            if event is not None:
                yield event

    def ticking(self) -> Iterator[Event | None]:
        """As `events`, with a None each `TICK` seconds."""
        place: int | None = None
        try:
            while True:
                for event in self._news():
                    yield event
                    if isinstance(event, _ENDS):
                        return
                if (now := self._worker.place(self)) != place and now:
                    yield Waiting(now)
                place = now
                yield None
        finally:
            self.stop()

    def result(self) -> Any:  # noqa: ANN401 - what the work returns
        """Wait for the end; what the work returned.

        Raises:
            Exception: what the work raised.
            Busy: the server is shutting down.
        """
        last: Event | None = None
        for event in self.events():
            last = event
        if isinstance(last, Done):
            return last.result
        raise last.error if isinstance(last, Failed) else Busy(0)

    def run(self) -> None:
        """Do the work; called by the worker."""
        try:
            if self.stopped:
                raise StoppedError  # noqa: TRY301 - the same end as one on the way
            self._events.put(Done(self._work(self.tell)))
        except StoppedError:
            self._events.put(Stopped())
        except Exception as error:  # noqa: BLE001 - handed to whoever reads the events
            self._events.put(Failed(error))

    def _news(self) -> list[Event]:
        """What came since the last call, or within one tick."""
        news: list[Event] = []
        timeout = TICK
        while True:
            try:
                event = self._events.get(timeout=timeout) if timeout else self._events.get_nowait()
            except queue.Empty:
                return news
            timeout = 0
            if isinstance(event, Stage) and news and isinstance(news[-1], Stage):
                news.pop()
            news.append(event)


class Worker:
    """The thread and the line before it; `waiting` is how many jobs may wait beside the one at work."""

    def __init__(self, waiting: int = 8) -> None:
        self.limit = waiting
        self._line: deque[Job] = deque()
        self._now: Job | None = None
        self._change = threading.Condition()
        self._thread: threading.Thread | None = None

    def submit(self, owner: str, work: Work) -> Job:
        """Put work at the end of the line.

        Args:
            owner: who may stop it.
            work: called in the worker's thread with a function to report with.

        Raises:
            Busy: the line is full.
        """
        job = Job(owner, work, self)
        with self._change:
            self._drop_stopped()
            if len(self._line) >= self.limit:
                raise Busy(len(self._line))
            self._line.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="summarizer-worker", daemon=True)
                self._thread.start()
            self._change.notify()
        return job

    def stop(self, owner: str) -> None:
        """Stop all jobs of an owner; those that wait end at once."""
        with self._change:
            for job in [*self._line, *([self._now] if self._now else [])]:
                if job.owner == owner:
                    job.stop()
            self._drop_stopped()

    def place(self, job: Job) -> int:
        """How many jobs are before this one; 0 when it is at work or done."""
        with self._change:
            line = [other for other in self._line if other is job or not other.stopped]
            return line.index(job) + (self._now is not None) if job in line else 0

    def _drop_stopped(self) -> None:
        for job in [job for job in self._line if job.stopped]:
            self._line.remove(job)
            job.run()  # only tells its end

    def _run(self) -> None:
        while True:
            with self._change:
                while not self._line:
                    self._change.wait()
                self._now = job = self._line.popleft()
            job.run()
            with self._change:
                self._now = None
            del job  # its text must not stay until the next one comes
