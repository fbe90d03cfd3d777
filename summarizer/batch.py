"""Many inputs into one output, each exactly once: `summarizer batch`.

    paths, lists, tables ─ find ─► Job ─ what is finished is skipped ─► Work ─► Results (journal.py)

`Work` is a Summarizer in this process (`here`), or several on a Ray cluster (cluster.py). Jobs are found and read as they are needed. A bad input, or a document that no part of the
program was ready for, is recorded with its reason and the others go on; what concerns all inputs (the models, the
disk) stops the batch, and the same command goes on from there.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TextIO, Union

from summarizer.errors import ConfigError, InputError, ModelError, SummarizerError, UnreadableInput

if TYPE_CHECKING:
    import argparse
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence

    from summarizer.journal import Records, Results
    from summarizer.reading import Document
    from summarizer.summary import Summary

__all__ = [
    "Batch",
    "Failed",
    "Job",
    "Outcome",
    "Progress",
    "Summarizing",
    "Task",
    "Work",
    "add_arguments",
    "find",
    "here",
    "outcomes",
    "run",
]

READABLE = (".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".epub")
"""What is taken from folders unless --glob says otherwise."""
TABLES = (".csv", ".tsv", ".jsonl", ".ndjson")
"""Files of which each row is an input."""
FORMATS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".md": "markdown", "": "markdown"}
"""The format for each suffix of the output."""
BESIDE = (".journal", ".errors.jsonl", ".lock")
"""What stands beside the output; see journal.py."""
RAY = "ray"
"""The value of --engine that is no engine for models, but several workers with one each."""
COLUMNS = ("source", "id", "title", "language", "bullets", "warnings", "models", "seconds")
"""Of the csv output."""


@dataclass(frozen=True, slots=True)
class Job:
    """An input: `source` names it, `payload` is the file, the text (or what was read), or why there is none of these.

    `id` is the value of the column of that name, for a row that has one.
    """

    source: str
    payload: Path | str | Document | InputError
    id: Any = None

    def fingerprint(self) -> str:
        """A hash of the content; empty for a file that can't be read."""
        import hashlib

        if isinstance(self.payload, Path):
            try:
                with self.payload.open("rb") as file:
                    return hashlib.file_digest(file, "sha256").hexdigest()[:32]
            except OSError:
                return ""
        return hashlib.sha256(f"{self.id!r} {self.payload}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


# Finding the inputs.


def find(paths: Iterable[str], *, globs: Sequence[str] = (), column: str = "text", output: Path) -> Iterator[Job]:
    """Yield the jobs of files, folders (recursively, in the order of names) and tables; never the batch's own files."""
    for path in paths:
        files = _walk(path, globs, output) if Path(path).is_dir() else [path]
        for file in files:
            yield from _jobs(file, column)


def _walk(folder: str, globs: Sequence[str], output: Path) -> Iterator[str]:
    """The wanted files of a folder, and the folders in it that can't be listed; nothing hidden."""
    denied: list[str] = []
    for root, folders, names in os.walk(folder, onerror=lambda error: denied.append(error.filename)):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        place = Path(root).resolve()
        for name in sorted(names):
            path = os.path.join(root, name)  # noqa: PTH118 - keeps the path as it was given
            if (
                not name.startswith(".")
                and _wanted(os.path.relpath(path, folder), globs)
                and not _own(place, name, output)
            ):
                yield path
    yield from denied


def _wanted(path: str, globs: Sequence[str]) -> bool:
    """Whether a path below a folder matches one of the patterns: its name alone, or with the folders above."""
    if not globs:
        return path.lower().endswith(READABLE)
    path = Path(path).as_posix()
    return any(fnmatch(form, glob) for glob in globs for form in (path, f"/{path}", path.rpartition("/")[2]))


def _own(place: Path, name: str, output: Path) -> bool:
    """Whether this is the output, in it, or beside it as its journal and list of failures are."""
    beside = place == output.parent and name.removeprefix(output.name) in ("", *BESIDE)
    return beside or place == output or output in place.parents


def _jobs(path: str, column: str) -> Iterator[Job]:
    if not Path(path).is_file():
        yield Job(path, UnreadableInput(f"{path} is no file that can be read; check the path and its permissions."))
    elif path.lower().endswith(TABLES):
        yield from _rows(path, column)
    else:
        yield Job(path, Path(path))


def _rows(path: str, column: str) -> Iterator[Job]:
    """The rows of a table; they count from 1, and a table's header and empty lines do not count."""
    import csv

    rows = _csv_rows(path, column) if path.lower().endswith((".csv", ".tsv")) else _json_rows(path)
    try:
        for number, row in enumerate(rows, start=1):
            yield _row_job(f"{path}#{number}", row, column)
    except InputError as error:
        yield Job(path, error)
    except (OSError, UnicodeError, csv.Error):
        yield Job(path, UnreadableInput(f"{path} cannot be read to its end: save it as a table in UTF-8."))


def _row_job(source: str, row: object, column: str) -> Job:
    if not isinstance(row, dict):
        return Job(source, UnreadableInput("The line is no JSON object: write one object on each line."))
    text = row.get(column)
    if not isinstance(text, str):
        text = UnreadableInput(f"The row has no text under {column!r}: name the right column with --column.")
    return Job(source, text, row.get("id"))


def _csv_rows(path: str, column: str) -> Iterator[dict[str, Any]]:
    import csv

    csv.field_size_limit(2**31 - 1)  # the default is shorter than a long article
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        delimiter = max(",;\t", key=file.readline().count)
        file.seek(0)
        rows = csv.DictReader(file, delimiter=delimiter)
        if column not in (rows.fieldnames or ()):
            raise UnreadableInput(f"{path} has no column {column!r}: name the column of the text with --column.")
        yield from rows


def _json_rows(path: str) -> Iterator[object]:
    import json

    with Path(path).open("rb") as file:
        for line in file:
            if line.strip():
                try:
                    yield json.loads(line)
                except (ValueError, RecursionError):
                    yield None


# Doing them.


class Summarizing(Protocol):
    """What a batch needs of a `Summarizer`."""

    def condenser(self) -> object:
        """Load the models, or raise what is wrong with them."""

    def stream(
        self, texts: Iterable[Path | str | Document], *, errors: Literal["return"]
    ) -> Iterator[Summary | InputError]:
        """Yield a summary, or why there is none, for each text, in order; reads a bounded number of texts ahead."""


@dataclass(frozen=True, slots=True)
class Task:
    """A job to be done now; `content` is its fingerprint."""

    job: Job
    content: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is no summary: the class of the error, and a sentence for the user."""

    error: str
    reason: str

    @classmethod
    def of(cls, error: Exception) -> Failed:
        """What can be told of an error; the messages of other packages may quote the text, so they are not repeated."""
        if isinstance(error, SummarizerError):
            return cls(type(error).__name__, " ".join(str(error).split()))
        import traceback

        frames = traceback.extract_tb(error.__traceback__)
        place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
        reason = f"An unexpected error{place}: please report it and the kind of document it was."
        return cls(type(error).__name__, reason)


Outcome = Union["Summary", Exception, Failed]
Work = Callable[["Iterator[Task]"], "Generator[tuple[Task, Outcome], None, None]"]
"""Does tasks, each once, in any order. Raises what concerns them all (ModelError, ConfigError)."""


def here(summarizer: Summarizing) -> Work:
    """The work of one summarizer in this process."""

    def work(tasks: Iterator[Task]) -> Generator[tuple[Task, Outcome], None, None]:
        summarizer.condenser()  # what is wrong with the models is wrong for all
        yield from outcomes(summarizer, tasks)

    return work


def outcomes(summarizer: Summarizing, tasks: Iterator[Task]) -> Iterator[tuple[Task, Summary | Exception]]:
    """Yield each task with its summary or its error, in order.

    Raises what concerns all inputs (ModelError, ConfigError). After any other exception, which leaves open whose fault
    it was, the documents under way are done one by one, so that only the one that raises it is lost.
    """
    waiting: deque[Task] = deque()
    while True:
        try:
            yield from _streamed(summarizer, tasks, waiting)
        except (ModelError, ConfigError):
            raise
        except Exception:
            if not waiting:
                raise
        else:
            return
        while waiting:
            task = waiting.popleft()
            yield task, _alone(summarizer, task)


def _streamed(
    summarizer: Summarizing, tasks: Iterator[Task], waiting: deque[Task]
) -> Iterator[tuple[Task, Summary | Exception]]:
    """As `outcomes`; `waiting` holds the tasks that were taken and have no outcome yet."""

    def payloads() -> Iterator[Path | str | Document]:
        for task in tasks:
            waiting.append(task)
            if not isinstance(task.job.payload, InputError):
                yield task.job.payload

    for outcome in summarizer.stream(payloads(), errors="return"):
        yield from _unreadable(waiting)
        yield waiting.popleft(), outcome
    yield from _unreadable(waiting)


def _unreadable(waiting: deque[Task]) -> Iterator[tuple[Task, Exception]]:
    """Yield the tasks at the front that never went to the summarizer."""
    while waiting and isinstance(error := waiting[0].job.payload, InputError):
        yield waiting.popleft(), error


def _alone(summarizer: Summarizing, task: Task) -> Summary | Exception:
    if isinstance(task.job.payload, InputError):
        return task.job.payload
    try:
        return next(iter(summarizer.stream([task.job.payload], errors="return")))
    except (ModelError, ConfigError):
        raise
    except Exception as error:  # noqa: BLE001 - the point: one document never stops the others
        return error


@dataclass(slots=True)
class Batch:
    """Does what is not finished and records it; `retry` does inputs that failed again."""

    results: Results
    encode: Callable[[Job, Summary], bytes]
    progress: Progress
    retry: bool = False
    _order: dict[str, None] = field(default_factory=dict)

    def run(self, work: Work, jobs: Iterable[Job]) -> None:
        """Do the jobs; those of the same source count once."""
        tasks = self._unfinished(jobs)
        if (first := next(tasks, None)) is not None:  # else there is no need for models, or a cluster
            with closing(work(chain([first], tasks))) as done:
                for task, outcome in done:
                    self._record(task, outcome)
        self.results.finish(self._order)

    def _unfinished(self, jobs: Iterable[Job]) -> Iterator[Task]:
        for job in jobs:
            if job.source in self._order:
                continue
            self._order[job.source] = None
            content, entry = job.fingerprint(), self.results.get(job.source)
            if entry is None or entry.content != content or (entry.error and self.retry):
                yield Task(job, content)
            else:
                self.progress.skip(failed=entry.error is not None)

    def _record(self, task: Task, outcome: Outcome) -> None:
        if isinstance(outcome, Exception):
            outcome = Failed.of(outcome)
        if isinstance(outcome, Failed):
            self.results.fail(task.job.source, task.content, outcome.error, outcome.reason)
        else:
            self.results.add(task.job.source, task.content, self.encode(task.job, outcome))
        self.progress.step(failed=isinstance(outcome, Failed))


# Writing them.


def _to_jsonl(job: Job, summary: Summary) -> bytes:
    from summarizer.journal import json_line

    identity = {} if job.id is None else {"id": job.id}
    return json_line({"source": job.source, **identity, **summary.to_dict()})


def _to_csv(job: Job, summary: Summary) -> bytes:
    from summarizer.rendering import UNSUPPORTED

    mark = f"[{UNSUPPORTED.lower()}] "
    bullets = "\n".join(bullet.text if bullet.supported else mark + bullet.text for bullet in summary.bullets)
    texts = (summary.title or "", summary.language, bullets, "\n".join(summary.warnings))
    models = " + ".join(summary.models.values())
    return _csv_line([job.source, job.id, *map(_inert, texts), models, round(summary.seconds, 3)])


def _csv_line(cells: Sequence[object]) -> bytes:
    import csv
    import io

    line = io.StringIO()
    csv.writer(line, dialect="unix").writerow(cells)
    return line.getvalue().encode("utf-8", "replace")


def _inert(cell: str) -> str:
    """With an apostrophe before what a spreadsheet would run as a formula: the text may come from anywhere."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _to_markdown(job: Job, summary: Summary) -> bytes:
    from summarizer.rendering import escape_markdown, to_markdown

    name = job.source.encode("utf-8", "replace").decode()
    titled = summary if summary.title else replace(summary, title=name)
    warnings = [f"*{escape_markdown(warning)}*" for warning in summary.warnings]
    blocks = [to_markdown(titled), *warnings, f"Source: {escape_markdown(name)}"]
    return "".join(f"{block}\n\n" for block in blocks).encode("utf-8", "replace")


ENCODERS: dict[str, Callable[[Job, Summary], bytes]] = {"jsonl": _to_jsonl, "csv": _to_csv, "markdown": _to_markdown}


def _records(format_: str, output: Path) -> Records:
    """The place for the records; raises ConfigError when something else is there."""
    from summarizer.journal import OneFile, Pages

    if format_ == "markdown" and output.suffix != ".md":
        if output.exists() and not output.is_dir():
            raise ConfigError(f"{output} is a file: name a folder for --format markdown, or a file that ends in .md.")
        return Pages(output, ".md")
    if output.exists() and not output.is_file():
        raise ConfigError(f"{output} is no file: name one for --format {format_}.")
    return OneFile(output, _csv_line(COLUMNS) if format_ == "csv" else b"")


def _format(output: Path) -> str:
    if output.is_dir():
        return "markdown"
    if output.suffix.lower() not in FORMATS:
        raise ConfigError(f"{output} has no suffix that says how to write it: add --format jsonl, csv or markdown.")
    return FORMATS[output.suffix.lower()]


# Telling how far it is.


class Progress:
    """Counts, and says how far it is: with a bar on a terminal, else with a new line every half a minute."""

    def __init__(self, total: int | None, stream: TextIO | None, clock: Callable[[], float] = time.monotonic) -> None:
        self.done = self.failed = self.skipped = self._worked = 0
        self._total = total
        self._stream = stream
        self._clock = clock
        self._start = self._shown = clock()
        self._bar = _bar(total, stream) if stream is not None and stream.isatty() else None

    def skip(self, *, failed: bool) -> None:
        """An input was finished already."""
        self.skipped += not failed
        self.failed += failed
        if self._bar is not None:
            self._bar.initial += 1  # it has no part in the rate
        self._show()

    def step(self, *, failed: bool) -> None:
        """An input was finished now."""
        self._worked += 1
        self.done += not failed
        self.failed += failed
        self._show()

    def _show(self) -> None:
        now = self._clock()
        if self._bar is not None:
            self._bar.set_postfix_str(f"{self.failed} failed" if self.failed else "", refresh=False)
            self._bar.update()
        elif self._stream is not None and now - self._shown >= 30:
            self._shown = now
            self._stream.write(f"{self._line(now - self._start)}\n")
            self._stream.flush()

    def _line(self, elapsed: float) -> str:
        seen = self.done + self.failed + self.skipped
        counts = f"{seen} of {self._total}" if self._total is not None else f"{seen}"
        parts = [counts, *([f"{self.failed} failed"] if self.failed else [])]
        if self._worked and elapsed > 0:
            rate = self._worked / elapsed
            parts.append(f"{rate:.1f} a second" if rate >= 1 else f"{60 * rate:.1f} a minute")
            if self._total is not None:
                parts.append(f"{_clock_time((self._total - seen) / rate)} left")
        return ", ".join(parts)

    def close(self) -> None:
        """Clear the bar."""
        if self._bar is not None:
            self._bar.close()

    def __str__(self) -> str:
        skipped = f", {self.skipped} unchanged" if self.skipped else ""
        return f"{self.done} done, {self.failed} failed{skipped}"


def _bar(total: int | None, stream: TextIO) -> Any:  # noqa: ANN401 - untyped library
    from tqdm import tqdm

    # Smoothing 0: the rate is that of the whole run, for inputs come in bursts. A step always may be shown (miniters).
    return tqdm(total=total, file=stream, leave=False, unit=" inputs", smoothing=0, miniters=1, dynamic_ncols=True)


def _clock_time(seconds: float) -> str:
    minutes, seconds = divmod(round(max(seconds, 0)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


# The command.


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments that `run` takes."""
    add = parser.add_argument
    add("inputs", nargs="*", metavar="PATH", help="file, folder or table of texts; - or none: a list of paths on stdin")
    add("--output", "-o", required=True, metavar="FILE|DIR", help="where to write; what was stopped there goes on")
    add("--format", choices=list(ENCODERS), help="default: by the suffix of the output, markdown for a folder")
    add("--glob", action="append", metavar="PATTERN", help="what to take from folders, as '*.txt' (repeatable)")
    add("--column", default="text", metavar="NAME", help="the column of .csv and .jsonl inputs (default: %(default)s)")
    add("--retry", action="store_true", help="do inputs that failed before again")
    add("--force", action="store_true", help="drop the results there are and do every input")
    add("--quiet", action="store_true", help="no progress, and no line at the end")
    # Settings: None when not given, so that the environment and the configuration file are asked.
    add("--bullets", metavar="N", help="how many bullets, 3 to 7 (default: 5)")
    add("--to", metavar="en|fr", help="language of the bullets (default: en)")
    add("--models", metavar="NAME", help="auto, builtin, fast, balanced or best (default: auto)")
    add("--translator", metavar="ID", help="hub id or folder of another translator")
    add("--condenser", metavar="ID", help="hub id or folder of another summariser")
    add("--engine", metavar="NAME", help="what runs the models (default: auto); ray: several workers, on a cluster")
    add("--address", help="with --engine ray: of the cluster (default: a new one, on this machine)")
    add("--workers", type=int, metavar="N", help="with --engine ray: how many (default: one for each processor)")


def run(arguments: argparse.Namespace) -> int:
    """Do the batch that the arguments ask for.

    Returns:
        The exit code: 0 all done, 1 some inputs failed or the disk refused.

    Raises:
        ConfigError: wrong usage, or an output that can't be gone on with.
        ModelError: nothing can be done with these models.
    """
    output = Path(arguments.output).resolve()
    try:
        return _run(arguments, output)
    except BrokenPipeError:
        raise
    except OSError as error:
        _say(_trouble(error, output))
        return 1
    except KeyboardInterrupt:
        _say("Interrupted: the same command goes on from here.")
        raise


def _run(arguments: argparse.Namespace, output: Path) -> int:
    from summarizer import config
    from summarizer.journal import open_results

    format_ = arguments.format or _format(output)
    records, paths = _records(format_, output), _paths(arguments.inputs)
    spread = arguments.engine == RAY
    options = config.load({**vars(arguments), **({"engine": None} if spread else {})}).options()
    work = _spread(arguments, options) if spread else _alone_here(arguments, options)
    with open_results(records, _settings(format_, options), force=arguments.force) as results:

        def jobs() -> Iterator[Job]:
            return find(paths, globs=arguments.glob or (), column=arguments.column, output=output)

        quiet = arguments.quiet
        progress = Progress(None if quiet else sum(1 for _ in jobs()), None if quiet else sys.stderr)
        with closing(progress):
            Batch(results, ENCODERS[format_], progress, arguments.retry).run(work, jobs())
    if not quiet:
        _say(f"{progress}: {output}" + (f"; {output.name}.errors.jsonl says why" if progress.failed else ""))
    return 1 if progress.failed else 0


def _alone_here(arguments: argparse.Namespace, options: Mapping[str, Any]) -> Work:
    if arguments.address is not None or arguments.workers is not None:
        raise ConfigError("--address and --workers say how to use a cluster: add --engine ray.")
    return here(load(options))


def _spread(arguments: argparse.Namespace, options: Mapping[str, Any]) -> Work:
    from summarizer import cluster

    return cluster.work(options, address=arguments.address, workers=arguments.workers)


def load(options: Mapping[str, Any]) -> Summarizing:
    """A summarizer with these options."""
    from summarizer.pipeline import Summarizer

    return Summarizer(**options)


def _settings(format_: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """What the records depend on; not the engine, which may differ from one machine to the next."""
    settings = {"format": format_, **options}
    del settings["engine"]
    if settings["models"] == "auto":
        from summarizer.models import store

        settings["models"] = store.auto_set()
    return settings


def _paths(given: Sequence[str]) -> list[str]:
    """The paths, with the list on stdin in the place of "-"."""
    if not given and (sys.stdin is None or sys.stdin.isatty()):
        raise ConfigError("There is nothing to do: name files or folders, or pipe a list of them.")
    return [path for name in given or ["-"] for path in (_listed() if name == "-" else [name])]


def _listed() -> list[str]:
    lines = (os.fsdecode(line).rstrip("\r\n") for line in sys.stdin.buffer)
    return [line for line in lines if line.strip()]


def _trouble(error: OSError, output: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full: free some space and run the same command again; what is finished is safe."
    return (
        f"{output} can't be written ({error.strerror or type(error).__name__}): check the folder and its permissions."
    )


def _say(line: str) -> None:
    print(f"summarizer: {line}", file=sys.stderr, flush=True)  # noqa: T201
