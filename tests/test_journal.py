"""The journal: whatever moment a process dies at, the next one finds whole records and goes on."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer import journal
from summarizer.errors import ConfigError
from summarizer.journal import OneFile, Pages, Records, Results, json_line, open_results, page_name

if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS = {"bullets": 5, "models": "builtin"}
PREAMBLE = b"source,text\n"
QUICK = settings(max_examples=40, deadline=None)

# An operation: source, content and record (None: it failed).
Operation = tuple[str, str, bytes | None]
SCRIPT: list[Operation] = [
    ("b", "1", b"b one\n"),
    ("a", "1", b"a one\nof two lines\n"),
    ("c", "1", None),
    ("b", "2", b"b two, longer\n"),  # superseded: `finish` rewrites
    ("d", "1", b"d\n"),
    ("d", "2", None),
    ("c", "2", b"c\n"),
]
ORDER = ["a", "b", "c", "d"]


def operation(source: str, content: bytes) -> Operation:
    """An input whose record depends on its content, as it is with summaries; some contents fail."""
    return source, content.hex(), content if content.strip(b"\0") else None


sources = st.sampled_from(["a", "b", "c", "été\n.txt", "\udce9"])
operations = st.lists(st.builds(operation, sources, st.binary(max_size=20)), max_size=12)


def one_file(path: Path) -> OneFile:
    return OneFile(path, PREAMBLE)


def pages(path: Path) -> Pages:
    return Pages(path, ".md")


def do(results: Results, operation: Operation) -> None:
    source, content, record = operation
    if record is None:
        results.fail(source, content, "NoArticle", "Nothing is left.")
    else:
        results.add(source, content, record)


def go_on(results: Results, script: list[Operation]) -> None:
    """Do what a batch does after a restart: the inputs, as they are at the end of the script, that are not finished."""
    last = {source: (source, content, record) for source, content, record in script}
    for source in sorted(last):
        entry = results.get(source)
        if entry is None or entry.content != last[source][1] or (entry.error is None) != (last[source][2] is not None):
            do(results, last[source])
    results.finish(sorted(last))


def resume(records: Records, script: list[Operation], *, settings: Any = SETTINGS, force: bool = False) -> None:
    """Go on to the end; a third start must then find all of it."""
    with open_results(records, settings, force=force) as results:
        go_on(results, script)
        assert state(results) == model(script)
    with open_results(records, settings) as results:
        assert state(results) == model(script)


def state(results: Results) -> dict[str, tuple[str, bool]]:
    entries = results._journal.entries
    return {source: (entry.content, entry.error is not None) for source, entry in entries.items()}


def model(script: list[Operation]) -> dict[str, tuple[str, bool]]:
    return {source: (content, record is None) for source, content, record in script}


def snapshot(output: Path) -> dict[str, bytes]:
    """The output and the list of failures; also asserts that nothing else than the journal is left."""
    files = {str(path.relative_to(output.parent)): path for path in output.parent.rglob("*") if path.is_file()}
    assert not [name for name in files if name.endswith((".tmp", ".lock"))]
    del files[output.name + ".journal"]
    return {name: path.read_bytes() for name, path in files.items()}


def expected(make: Callable[[Path], Any], script: list[Operation]) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "out")
        with open_results(make(output), SETTINGS) as results:
            go_on(results, script)
        return snapshot(output)


@pytest.fixture(autouse=True)
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were put on disk, in place of doing it, which takes long on a busy one."""
    names: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda file: names.append(Path(f"/proc/self/fd/{file}").resolve().name))
    return names


# What a run leaves


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="tells the names of open files")
def test_records_are_on_disk_before_their_lines(tmp_path: Path, synced: list[str]) -> None:
    with open_results(OneFile(tmp_path / "out"), SETTINGS) as results:
        assert synced == ["out.1.tmp", "out.journal.tmp", tmp_path.name, tmp_path.name]
        synced.clear()
        results.add("a", "1", b"a\n")
        assert synced == ["out", "out.journal"]
        results.fail("b", "1", "NoArticle", "Nothing is left.")
        assert synced[2:] == ["out.errors.jsonl", "out.journal"]
    synced.clear()
    with open_results(pages(tmp_path / "pages"), SETTINGS) as results:
        synced.clear()
        results.add("a", "1", b"a\n")
        assert synced == [".page.tmp", "pages", "pages.journal"]


def test_records_and_failures(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    with open_results(one_file(output), SETTINGS) as results:
        results.add("a", "1", b"first\n")
        results.fail("b", "1", "NoArticle", "Nothing is left.")
        assert output.read_bytes() == PREAMBLE + b"first\n", "on disk before the batch is over"
        assert b'"b"' in (tmp_path / "out.jsonl.errors.jsonl").read_bytes()
        results.finish(["a", "b"])
    errors = (tmp_path / "out.jsonl.errors.jsonl").read_text()
    assert json.loads(errors) == {"source": "b", "error": "NoArticle", "reason": "Nothing is left."}
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "out.jsonl",
        "out.jsonl.errors.jsonl",
        "out.jsonl.journal",
    ]


def test_finished_inputs_are_known_and_bytes_stay(tmp_path: Path) -> None:
    output = tmp_path / "out"
    with open_results(one_file(output), SETTINGS) as results:
        results.add("a", "1", b"first\n")
    with open_results(one_file(output), SETTINGS) as results:
        entry = results.get("a")
        assert entry is not None
        assert (entry.content, entry.error) == ("1", None)
        assert results.get("b") is None
        results.add("b", "1", b"second\n")
        results.finish(["a", "b"])
    assert output.read_bytes() == PREAMBLE + b"first\nsecond\n"


def test_the_output_is_put_in_the_order_of_the_inputs(tmp_path: Path) -> None:
    output = tmp_path / "out"
    with open_results(one_file(output), SETTINGS) as results:
        for step in SCRIPT:
            do(results, step)
        results.finish(ORDER)
        results.add("e", "1", b"after the rewriting\n")
    assert output.read_bytes() == PREAMBLE + b"a one\nof two lines\nb two, longer\nc\nafter the rewriting\n"


def test_records_of_other_inputs_stay_and_come_first(tmp_path: Path) -> None:
    output = tmp_path / "out"
    with open_results(OneFile(output), SETTINGS) as results:
        for source in ("c", "old", "a"):
            results.add(source, "1", source.encode() + b"\n")
        results.finish(["a", "c"])
    assert output.read_bytes() == b"old\na\nc\n"


def test_nothing_is_rewritten_without_need(tmp_path: Path) -> None:
    output = tmp_path / "out"
    for _ in range(2):
        with open_results(OneFile(output), SETTINGS) as results:
            if results.get("a") is None:
                results.add("a", "1", b"a\n")
                inode = output.stat().st_ino
            results.finish(["a"])
    assert output.stat().st_ino == inode


def test_a_retried_failure_leaves_the_list(tmp_path: Path) -> None:
    with open_results(OneFile(tmp_path / "out"), SETTINGS) as results:
        results.fail("a", "1", "NoArticle", "Nothing is left.")
        results.add("a", "1", b"a\n")
        results.finish(["a"])
    assert not (tmp_path / "out.errors.jsonl").exists()


# Torn and cut files


@QUICK
@given(script=operations, data=st.data())
def test_any_prefix_of_the_journal_is_a_consistent_state(script: list[Operation], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        output, lines = Path(folder, "out"), Path(folder, "out.journal")
        ends = []
        with open_results(one_file(output), SETTINGS) as results:
            header = lines.stat().st_size
            for operation in script:
                do(results, operation)
                ends.append((lines.stat().st_size, output.stat().st_size))
        cut = data.draw(st.integers(header, lines.stat().st_size), "journal")
        finished = sum(end <= cut for end, _ in ends)
        # The journal's lines come after their records, so the output has these at least, and maybe more.
        length = ends[finished - 1][1] if finished else len(PREAMBLE)
        os.truncate(lines, cut)
        os.truncate(output, data.draw(st.integers(length, output.stat().st_size), "output"))
        with open_results(one_file(output), SETTINGS) as results:
            assert state(results) == model(script[:finished])
        resume(one_file(output), script)
        assert snapshot(output) == expected(one_file, script)


@QUICK
@given(script=operations, data=st.data())
def test_records_missing_from_the_output_are_done_again(script: list[Operation], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "out")
        with open_results(one_file(output), SETTINGS) as results:
            for operation in script:
                do(results, operation)
        os.truncate(output, data.draw(st.integers(0, output.stat().st_size)))
        with open_results(one_file(output), SETTINGS) as results:
            assert state(results).items() <= model(script).items()
        resume(one_file(output), script)
        assert snapshot(output) == expected(one_file, script)


@QUICK
@given(script=operations, data=st.data())
def test_a_damaged_line_ends_the_journal(script: list[Operation], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        output, lines = Path(folder, "out"), Path(folder, "out.journal")
        with open_results(OneFile(output), SETTINGS) as results:
            header = lines.stat().st_size
            for operation in script:
                do(results, operation)
        content = bytearray(lines.read_bytes())
        if len(content) > header:
            place = data.draw(st.integers(header, len(content) - 1))
            content[place] ^= data.draw(st.integers(1, 255))
            lines.write_bytes(content)
        whole = bytes(content[:place]).count(b"\n") - 1 if len(content) > header else 0
        with open_results(OneFile(output), SETTINGS) as results:
            assert state(results) == model(script[:whole])
        resume(OneFile(output), script)
        assert snapshot(output) == expected(OneFile, script)


def test_a_deleted_output_is_made_again(tmp_path: Path) -> None:
    output = tmp_path / "out"
    for _ in range(2):
        with open_results(one_file(output), SETTINGS) as results:
            assert results.get("a") is None
            results.add("a", "1", b"first\n")
        assert output.read_bytes() == PREAMBLE + b"first\n"
        output.unlink()


@pytest.mark.parametrize("make", [one_file, pages])
def test_what_an_old_kill_left_is_removed(tmp_path: Path, make: Callable[[Path], Any]) -> None:
    output = tmp_path / "out"
    for left in ((), ("out.2.tmp", "out.journal.tmp", "out.errors.jsonl.tmp", "out/.page.tmp")):
        for name in left:
            if (tmp_path / name).parent.is_dir() and not (make is pages and "2" in name):
                (tmp_path / name).write_bytes(b"half")
        resume(make(output), SCRIPT[:2])
    snapshot(output)


# Dying at every step


class Death(BaseException):
    """Stands for SIGKILL: no handler of ours may catch it."""


def deadly(monkeypatch: pytest.MonkeyPatch, moment: int) -> None:
    """Let the process die at the n-th thing it does to the disk; a write gets half of its bytes out."""
    left = moment

    def step() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    def write(file: io.FileIO, data: bytes) -> None:
        if step():
            file.write(data[: len(data) // 2])
            raise Death
        file.write(data)

    def before(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if step():
                raise Death
            return function(*arguments, **options)

        return call

    monkeypatch.setattr(journal, "_write", write)
    for owner, name in ((os, "fsync"), (Path, "replace"), (Path, "unlink")):
        monkeypatch.setattr(owner, name, before(getattr(owner, name)))


@pytest.mark.parametrize("make", [one_file, pages])
def test_dying_at_every_step(tmp_path: Path, make: Callable[[Path], Any]) -> None:
    wanted = expected(make, SCRIPT)
    for moment in range(1000):
        output = tmp_path / str(moment) / "out"
        with pytest.MonkeyPatch.context() as patch:
            deadly(patch, moment)
            died = not completes(make(output))
        resume(make(output), SCRIPT)
        assert snapshot(output) == wanted, moment
        if not died:
            break
    assert 40 < moment < 1000


@pytest.mark.parametrize("make", [one_file, pages])
def test_dying_at_every_step_of_starting_over(tmp_path: Path, make: Callable[[Path], Any]) -> None:
    wanted = expected(make, SCRIPT[:2])
    for moment in range(1000):
        output = tmp_path / str(moment) / "out"
        with open_results(make(output), SETTINGS) as results:
            go_on(results, SCRIPT)
        with pytest.MonkeyPatch.context() as patch:
            deadly(patch, moment)
            try:
                with open_results(make(output), {"bullets": 3}, force=True) as results:
                    go_on(results, SCRIPT[:2])
                died = False
            except Death:
                died = True
        resume(make(output), SCRIPT[:2], settings={"bullets": 3}, force=died)
        assert snapshot(output) == wanted, moment
        if not died:
            break
    assert 10 < moment < 1000


class FullDisk(io.FileIO):
    """Takes whole writes until `room` of them were made, then half of one, then none."""

    room = 0

    def write(self, data: Any) -> int:
        FullDisk.room -= 1
        if FullDisk.room == -1:
            return super().write(bytes(data)[: len(data) // 2])
        if FullDisk.room < -1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(data)


@pytest.mark.parametrize("make", [one_file, pages])
def test_a_disk_full_at_every_write(tmp_path: Path, make: Callable[[Path], Any]) -> None:
    wanted = expected(make, SCRIPT)
    whole = {record for _, _, record in SCRIPT if record}
    for room in range(1000):
        output = tmp_path / str(room) / "out"
        FullDisk.room = room
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(journal, "_open", FullDisk)
            full = not completes(make(output))
        left = {path.name for path in tmp_path.rglob("*.tmp")}
        assert left <= {"out.1.tmp", "out.2.tmp"}, "nothing unfinished takes up the little room"
        if output.is_file():
            rest = output.read_bytes().removeprefix(PREAMBLE)
            for record in sorted(whole, key=len, reverse=True):
                rest = rest.replace(record, b"")
            assert not rest, "no torn record is left, even before the next start"
        resume(make(output), SCRIPT)
        assert snapshot(output) == wanted, room
        if not full:
            break
    assert 15 < room < 1000


def completes(place: Any) -> bool:
    """Whether the script comes to its end before death or a full disk."""
    try:
        with open_results(place, SETTINGS) as results:
            for step in SCRIPT:
                do(results, step)
            results.finish(ORDER)
    except (Death, OSError):
        return False
    return True


# Refusals


def test_other_settings_are_refused_and_named(tmp_path: Path) -> None:
    with open_results(OneFile(tmp_path / "out"), SETTINGS) as results:
        results.add("a", "1", b"a\n")
    with (
        pytest.raises(ConfigError, match=r"bullets was 5 and is 3.*--force"),
        open_results(OneFile(tmp_path / "out"), SETTINGS | {"bullets": 3}),
    ):
        pass
    assert (tmp_path / "out").read_bytes() == b"a\n"


def test_an_output_without_results_takes_any_settings(tmp_path: Path) -> None:
    for bullets in (5, 3):
        with open_results(OneFile(tmp_path / "out"), SETTINGS | {"bullets": bullets}):
            pass


@pytest.mark.parametrize("make", [one_file, pages])
def test_force_starts_over(tmp_path: Path, make: Callable[[Path], Any]) -> None:
    output = tmp_path / "out"
    with open_results(make(output), SETTINGS) as results:
        go_on(results, SCRIPT)
    with open_results(make(output), SETTINGS | {"bullets": 3}, force=True) as results:
        assert state(results) == {}
    assert snapshot(output) == expected(make, [])


def test_a_file_that_is_no_output_is_not_overwritten(tmp_path: Path) -> None:
    output = tmp_path / "notes.csv"
    output.write_bytes(b"mine\n")
    with pytest.raises(ConfigError, match="exists already"), open_results(OneFile(output), SETTINGS):
        pass
    assert output.read_bytes() == b"mine\n"
    with open_results(OneFile(output), SETTINGS, force=True):
        assert output.read_bytes() == b""


def test_a_changed_output_is_refused(tmp_path: Path) -> None:
    output = tmp_path / "out"
    with open_results(OneFile(output), SETTINGS) as results:
        results.add("a", "1", b"first\n")
    output.write_bytes(b"First\n")
    with pytest.raises(ConfigError, match="was changed"), open_results(OneFile(output), SETTINGS):
        pass


def test_a_journal_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_results(OneFile(tmp_path / "out"), SETTINGS):
        pass
    monkeypatch.setattr(journal, "VERSION", 2)
    with pytest.raises(ConfigError, match="another version"), open_results(OneFile(tmp_path / "out"), SETTINGS):
        pass


# The lock


def test_a_second_process_is_refused(tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from summarizer.journal import *\n"
    program += "with open_results(OneFile(Path(sys.argv[1])), {}): print('open', flush=True); sys.stdin.read()"
    output = tmp_path / "out"
    command = [sys.executable, "-c", program, str(output)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(ConfigError, match="Another process"), open_results(OneFile(output), {}):
            pass
        other.kill()
    assert (tmp_path / "out.lock").exists(), "it was killed"
    with open_results(OneFile(output), {}):
        pass
    assert not (tmp_path / "out.lock").exists()


def test_a_lock_file_that_vanishes_while_it_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock, take = tmp_path / "out.lock", journal._take
    taken: list[int] = []

    def take_late(descriptor: int) -> None:
        if not taken:
            lock.unlink()  # its last holder ends just now
        taken.append(descriptor)
        take(descriptor)

    monkeypatch.setattr(journal, "_take", take_late)
    with journal._locked(lock, tmp_path / "out"):
        assert lock.exists()
        assert len(taken) == 2


def test_the_lock_is_let_go_after_an_error(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(RuntimeError, match="ours"), open_results(OneFile(tmp_path / "out"), SETTINGS):
            raise RuntimeError("ours")


# Pages


def test_a_page_edited_by_hand_stays(tmp_path: Path) -> None:
    output = tmp_path / "out"
    with open_results(pages(output), SETTINGS) as results:
        results.add("a.txt", "1", b"page\n")
    (page,) = output.iterdir()
    page.write_bytes(b"page, with my notes\n")
    with open_results(pages(output), SETTINGS) as results:
        assert results.get("a.txt") is not None
        results.finish(["a.txt"])
    assert page.read_bytes() == b"page, with my notes\n"


def test_a_deleted_page_is_done_again(tmp_path: Path) -> None:
    output = tmp_path / "out"
    with open_results(pages(output), SETTINGS) as results:
        results.add("a.txt", "1", b"page\n")
        results.add("b.txt", "1", b"page\n")
    (output / page_name("a.txt", ".md")).unlink()
    with open_results(pages(output), SETTINGS) as results:
        assert results.get("a.txt") is None
        assert results.get("b.txt") is not None


def test_other_files_in_the_folder_stay(tmp_path: Path) -> None:
    output = tmp_path / "out"
    output.mkdir()
    (output / "mine.md").write_text("mine")
    for force in (False, True):
        with open_results(pages(output), SETTINGS, force=force) as results:
            results.add("a.txt", "1", b"page\n")
    assert (output / "mine.md").read_text() == "mine"


@given(names=st.lists(st.text(min_size=1, max_size=300), unique=True, max_size=20))
@QUICK
def test_page_names_are_safe_and_never_shared(names: list[str]) -> None:
    made = [page_name(name, ".md") for name in names]
    assert len(set(made)) == len(names)
    for name in made:
        assert len(name) <= 80
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
        assert name[0].isalnum()
        assert name.count(".") == 1


def test_page_names_are_readable() -> None:
    assert page_name("articles/L’été à Rome.txt", ".md").startswith("l-ete-a-rome-")
    assert page_name("table.csv#12", ".md").startswith("table-csv-12-")
    assert page_name("a/index.html", ".md") != page_name("b/index.html", ".md")


# Lines


@given(st.dictionaries(st.text(max_size=3), st.text(max_size=30), max_size=4))
@QUICK
def test_a_line_of_json_is_one_line_for_every_reader(data: dict[str, str]) -> None:
    line = json_line(data)
    assert len(line.decode("utf-8").splitlines()) == 1
    assert json.loads(line) == data


def test_half_a_surrogate_pair_survives() -> None:
    assert json.loads(json_line({"source": "caf\udce9\x85\u2028"})) == {"source": "caf\udce9\x85\u2028"}
