"""Results that survive a kill, a full disk and a power cut: one output, one small journal beside it.

    X               the output: one file of records, or a folder with one file (a page) for each input
    X.journal       what is finished: a header line, then one checksummed line for each input, append-only
    X.errors.jsonl  the inputs that failed (source, error, reason): a view of the journal, made anew at start and end
    X.lock          held while a process writes; a second one is refused

An input counts once its record is on disk (fsync) and after that its line in the journal is. So whatever the moment
a process dies, the whole lines of the journal name whole records only. What follows them, in either file, is cut off
at the next start, and those inputs are done again. A line of the journal is its CRC-32 and JSON; the first one that
does not match ends the journal.

A new record of the same source is appended, and its line supersedes the older one. `Results.finish` rewrites the output
without the superseded records and in the order of the inputs: the new output is written aside (`X.GENERATION.tmp`), the
new journal takes the place of the old one in one rename, which is the moment that counts, and the new output follows.
If the process dies between these two renames, the next start finds the file aside of the journal's own generation and
does the second one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import unicodedata
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from summarizer.errors import ConfigError

if TYPE_CHECKING:
    import io
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["Entry", "OneFile", "Pages", "Records", "Results", "json_line", "open_results", "page_name"]

VERSION = 1
"""Of the journal's layout; a journal with another one is refused."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished input: `content` is a hash of what was read.

    Its record is the `length` bytes at byte `start` of the output, and `crc` their CRC-32. Or else it failed:
    `error` is the class and `reason` a sentence.
    """

    source: str
    content: str
    start: int = 0
    length: int = 0
    crc: int = 0
    error: str | None = None
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, with the keys that matter to its kind."""
        keys = ("source", "content", *(("error", "reason") if self.error else ("start", "length", "crc")))
        return {key: getattr(self, key) for key in keys}


# Files. All writes are unbuffered: nothing is left to flush when a disk turns out to be full.


def _open(path: Path, mode: str) -> io.FileIO:
    file: io.FileIO = open(path, mode, buffering=0)  # type: ignore[assignment]  # noqa: PTH123, SIM115
    return file


def _write(file: io.FileIO, data: bytes) -> None:
    """Write all of it, for a nearly full disk takes a part without complaint."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file and put it on disk; if that fails, none is left behind."""
    try:
        with _open(path, "wb") as file:
            for chunk in chunks:
                _write(file, chunk)
            os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise


def _rename(temporary: Path, path: Path) -> None:
    temporary.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Put the names in a folder on disk; Windows does so by itself."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


class _Log:
    """A file that grows by whole appends: each is on disk when `append` returns, and gone when it raises."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._file: io.FileIO | None = None

    def append(self, data: bytes) -> int:
        """Returns the offset of the data in the file."""
        start = self.size
        if self._file is None:
            self._file = _open(self.path, "ab")
        try:
            _write(self._file, data)
            os.fsync(self._file.fileno())
        except OSError:
            with suppress(OSError):
                self._file.truncate(start)
            raise
        self.size += len(data)
        return start

    def cut(self, size: int) -> None:
        """Cut off what is past `size`; a missing file has nothing."""
        self.size = 0
        with suppress(FileNotFoundError), _open(self.path, "r+b") as file:
            self.size = min(size, file.seek(0, os.SEEK_END))
            file.truncate(self.size)
            os.fsync(file.fileno())

    def put(self, data: bytes) -> None:
        """Replace the whole file, in one step."""
        self.close()
        _write_whole(self._temporary, [data])
        _rename(self._temporary, self.path)
        self.size = len(data)

    def forget(self) -> None:
        """Remove what a `put` left that was killed."""
        self._temporary.unlink(missing_ok=True)

    @property
    def _temporary(self) -> Path:
        return _beside(self.path, ".tmp")

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


# The journal.


def json_line(data: Mapping[str, Any]) -> bytes:
    """A line of JSON in UTF-8, with no character in it that some reader takes for the end of a line."""
    text = json.dumps(data, ensure_ascii=False).translate({code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)})
    return text.encode("utf-8", "backslashreplace") + b"\n"  # a lone surrogate becomes its JSON escape


def _seal(data: Mapping[str, Any]) -> bytes:
    """A line of the journal."""
    text = json.dumps(data, separators=(",", ":")).encode("ascii")
    return b"%08x %s\n" % (zlib.crc32(text), text)


def _replay(lines: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (offset of the line's end, data) for the sealed lines, up to the first torn or damaged one."""
    end = 0
    for line in lines:
        end += len(line)
        if not line.endswith(b"\n") or line[:9] != b"%08x " % zlib.crc32(line[9:-1]):
            return
        yield end, json.loads(line[9:-1])


class _Journal(_Log):
    """The header and the entries, as they are on disk.

    `header` is empty when there is no journal. `entries` has the last entry of each source, in the order of their first
    ones; `lines` counts the superseded ones too; `end` is where the last record ends in the output.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._clear({})
        with suppress(FileNotFoundError), path.open("rb") as file:
            self._read(file)

    def _clear(self, header: dict[str, Any]) -> None:
        self.header = header
        self.entries: dict[str, Entry] = {}
        self.lines = self.end = 0

    def _read(self, file: Iterable[bytes]) -> None:
        for size, data in _replay(file):
            self.size = size
            if self.header:
                self._note(Entry(**data))
            elif data.get("journal") == VERSION:
                self.header = data
            else:
                raise ConfigError(f"{self.path} is of another version of this program: choose another --output.")

    def _note(self, entry: Entry) -> None:
        self.entries[entry.source] = entry
        self.lines += 1
        self.end = max(self.end, entry.start + entry.length)

    def add(self, entry: Entry) -> None:
        """When this returns, the input is finished for good."""
        self.append(_seal(entry.to_dict()))
        self._note(entry)

    def restart(self, header: dict[str, Any], entries: Sequence[Entry]) -> None:
        """Put a new journal in the place of the old one, in one step."""
        self.put(b"".join([_seal({"journal": VERSION, **header}), *(_seal(entry.to_dict()) for entry in entries)]))
        self._clear(header)
        for entry in entries:
            self._note(entry)


# The output, in two shapes.


class Records(Protocol):
    """Where the records go: `OneFile` or `Pages`."""

    path: Path

    def occupied(self) -> bool:
        """Whether something is there that a new batch would overwrite."""

    def append(self, source: str, record: bytes) -> int:
        """Put a record on disk and return where it starts."""

    def discard(self, source: str) -> None:
        """Take a page away, if there is one (a record in a file is left out when that is rewritten)."""

    def recover(self, generation: int, end: int) -> bool:
        """After a kill: finish or forget a rewriting, cut off what is past `end`; returns whether it goes so far."""

    def held(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries whose record is there, and the failures."""

    def prepare(self, entries: Sequence[Entry], generation: int) -> list[Entry]:
        """Write an output with just these records aside; returns the entries as they will stand."""

    def commit(self, generation: int) -> None:
        """Put what `prepare` wrote aside in its place, if it still is aside."""

    def close(self) -> None:
        """Close the files."""


class OneFile:
    """Records one after the other in one file, after a `preamble` such as the header of a table."""

    def __init__(self, path: Path, preamble: bytes = b"") -> None:
        self.path = path
        self._preamble = preamble
        self._log = _Log(path)

    def occupied(self) -> bool:
        """Whether the file has something in it."""
        return self.path.exists() and self.path.stat().st_size > 0

    def append(self, source: str, record: bytes) -> int:  # noqa: ARG002
        """Put a record at the end."""
        return self._log.append(record)

    def discard(self, source: str) -> None:
        """Nothing to do."""

    def recover(self, generation: int, end: int) -> bool:
        """See `Records`."""
        self.commit(generation)
        self._aside(generation + 1).unlink(missing_ok=True)
        end = max(end, len(self._preamble))
        self._log.cut(end)
        return self.path.exists() and self._log.size == end

    def held(self, entries: Iterable[Entry]) -> list[Entry]:
        """See `Records`; raises ConfigError if another program changed the records."""
        return [entry for entry in entries if entry.start + entry.length <= self._log.size and self._checked(entry)]

    def _checked(self, entry: Entry) -> bool:
        if zlib.crc32(self._read(entry)) != entry.crc:
            raise ConfigError(
                f"{self.path} was changed since the last run: put it back as it was, choose another --output, "
                "or start over with --force."
            )
        return True

    def _read(self, entry: Entry) -> bytes:
        if not entry.length:
            return b""
        with self.path.open("rb") as file:
            file.seek(entry.start)
            return file.read(entry.length)

    def prepare(self, entries: Sequence[Entry], generation: int) -> list[Entry]:
        """See `Records`."""
        _write_whole(self._aside(generation), self._copied(entries))
        return list(self._placed(entries))

    def _copied(self, entries: Sequence[Entry]) -> Iterator[bytes]:
        yield self._preamble
        yield from map(self._read, entries)

    def _placed(self, entries: Sequence[Entry]) -> Iterator[Entry]:
        end = len(self._preamble)
        for entry in entries:
            yield entry if entry.error else replace(entry, start=end)
            end += entry.length

    def commit(self, generation: int) -> None:
        """See `Records`."""
        if (aside := self._aside(generation)).exists():
            self._log.close()
            self._log.size = aside.stat().st_size
            _rename(aside, self.path)

    def _aside(self, generation: int) -> Path:
        return _beside(self.path, f".{generation}.tmp")

    def close(self) -> None:
        """See `Records`."""
        self._log.close()


class Pages:
    """Records in a folder, each in a file of its own; one edited by hand is left alone while its input is unchanged."""

    def __init__(self, path: Path, suffix: str) -> None:
        self.path = path
        self._suffix = suffix
        self._temporary = path / ".page.tmp"

    def occupied(self) -> bool:
        """Never: pages go well with other files."""
        return False

    def append(self, source: str, record: bytes) -> int:
        """Put a page in its place, in one step."""
        _write_whole(self._temporary, [record])
        _rename(self._temporary, self._page(source))
        return 0

    def discard(self, source: str) -> None:
        """See `Records`."""
        self._page(source).unlink(missing_ok=True)
        _sync_folder(self.path)

    def recover(self, generation: int, end: int) -> bool:  # noqa: ARG002
        """See `Records`."""
        self.path.mkdir(exist_ok=True)
        self._temporary.unlink(missing_ok=True)
        return True

    def held(self, entries: Iterable[Entry]) -> list[Entry]:
        """See `Records`."""
        return [entry for entry in entries if entry.error or self._page(entry.source).exists()]

    def prepare(self, entries: Sequence[Entry], generation: int) -> list[Entry]:  # noqa: ARG002
        """The folder is all that pages need."""
        self.path.mkdir(exist_ok=True)
        return list(entries)

    def commit(self, generation: int) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""

    def _page(self, source: str) -> Path:
        return self.path / page_name(source, self._suffix)


def page_name(source: str, suffix: str) -> str:
    """A name for the page of a source: readable, never that of another source, safe on every file system.

    >>> page_name("articles/L'été à Rome.txt", ".md")
    'l-ete-a-rome-d0c4b1ad58b0.md'
    """
    digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    last = re.sub(r"\.\w+$", "", re.split(r"[/\\]", source)[-1])
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", last) if not unicodedata.combining(letter))
    readable = "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[:60].strip("-")
    return (f"{readable}-{digest}" if readable else digest) + suffix


# The lock.


def _take(descriptor: int) -> None:
    """Lock an open file until it is closed; raises BlockingIOError or PermissionError when another process has it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_at(file: io.FileIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


@contextmanager
def _locked(path: Path, output: Path) -> Iterator[None]:
    """Hold a lock file; the system lets go of it however the process ends."""
    file = _open(path, "ab")
    try:
        _take(file.fileno())
        while not _is_at(file, path):  # its last holder took it away between our two steps
            file.close()
            file = _open(path, "ab")
            _take(file.fileno())
    except (BlockingIOError, PermissionError) as error:
        file.close()
        raise ConfigError(
            f"Another process writes {output}: wait until it ends, or choose another --output."
        ) from error
    try:
        yield
    finally:
        with file, suppress(OSError):  # Windows keeps a file that is open
            path.unlink()


# All of it together.


class Results:
    """The records and the journal as one: what is finished, and the way to finish more.

    Open it with `open_results`. `settings` are what the records depend on besides their inputs.
    """

    def __init__(self, records: Records, settings: Mapping[str, Any], *, force: bool = False) -> None:
        self._records = records
        self._settings = dict(settings)
        self._journal = _Journal(_beside(records.path, ".journal"))
        self._errors = _Log(_beside(records.path, ".errors.jsonl"))
        self._journal.forget()
        self._errors.forget()
        if force or (self._journal.header and not self._journal.entries):
            self._start_over()
        elif self._journal.header:
            self._check_settings()
            self._recover()
        elif records.occupied():
            raise ConfigError(f"{records.path} exists already: choose another --output, or overwrite it with --force.")
        else:
            self._rewrite([])
        self._write_errors()

    def _start_over(self) -> None:
        for source in self._journal.entries:
            self._records.discard(source)
        self._records.recover(self._journal.header.get("generation", 0), 0)
        self._rewrite([])

    def _check_settings(self) -> None:
        then, now = self._journal.header["settings"], self._settings
        changed = [key for key in {**then, **now} if then.get(key) != now.get(key)]
        if changed:
            difference = ", ".join(f"{key} was {then.get(key)} and is {now.get(key)}" for key in changed)
            raise ConfigError(
                f"{self._records.path} was made with other settings ({difference}): use the same, "
                "choose another --output, or start over with --force."
            )

    def _recover(self) -> None:
        self._journal.cut(self._journal.size)
        entries = self._journal.entries.values()
        whole = self._records.recover(self._journal.header["generation"], self._journal.end)
        held = self._records.held(entries)
        if not whole or len(held) < len(entries):
            self._rewrite(held)

    def _rewrite(self, entries: Sequence[Entry]) -> None:
        generation = self._journal.header.get("generation", 0) + 1
        placed = self._records.prepare(entries, generation)
        self._journal.restart({"generation": generation, "settings": self._settings}, placed)
        self._records.commit(generation)

    def _write_errors(self) -> None:
        lines = b"".join(_error_line(entry) for entry in self._journal.entries.values() if entry.error)
        if lines:
            self._errors.put(lines)
        else:
            self._errors.close()
            self._errors.size = 0
            self._errors.path.unlink(missing_ok=True)

    def get(self, source: str) -> Entry | None:
        """The entry of a finished input, else None."""
        return self._journal.entries.get(source)

    def add(self, source: str, content: str, record: bytes) -> None:
        """Finish an input with its record; both are on disk when this returns."""
        start = self._records.append(source, record)
        self._journal.add(Entry(source, content, start, len(record), zlib.crc32(record)))

    def fail(self, source: str, content: str, error: str, reason: str) -> None:
        """Finish an input that failed: `error` is the class, `reason` a sentence for the user."""
        self._records.discard(source)
        entry = Entry(source, content, error=error, reason=reason)
        self._errors.append(_error_line(entry))
        self._journal.add(entry)

    def finish(self, order: Iterable[str]) -> None:
        """Put the records in the order of these sources, after those of all other sources; drop the superseded ones."""
        entries = dict(self._journal.entries)
        ordered = [entries.pop(source) for source in order if source in entries]
        wanted = [*entries.values(), *ordered]
        if self._journal.lines > len(wanted) or wanted != list(self._journal.entries.values()):
            self._rewrite(wanted)
        self._write_errors()

    def close(self) -> None:
        """Close the files."""
        for file in (self._records, self._journal, self._errors):
            file.close()


def _error_line(entry: Entry) -> bytes:
    return json_line({"source": entry.source, "error": entry.error, "reason": entry.reason})


@contextmanager
def open_results(records: Records, settings: Mapping[str, Any], *, force: bool = False) -> Iterator[Results]:
    """Lock the output and open its results, as they were left; `force` drops them and starts over.

    Raises ConfigError when another process has the output, it was made with other settings or changed since, or it is
    no output of a batch; OSError when the disk refuses.
    """
    records.path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(_beside(records.path, ".lock"), records.path):
        results = Results(records, settings, force=force)
        try:
            yield results
        finally:
            results.close()
