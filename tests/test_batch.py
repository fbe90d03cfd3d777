"""Batches: what goes in, what comes out, and that nothing stops them for good."""

from __future__ import annotations

import argparse
import csv
import errno
import io
import json
import os
import random
import subprocess
import sys
import time
from dataclasses import replace
from functools import partialmethod
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tqdm import tqdm

from summarizer import batch, cli, config, journal
from summarizer.batch import Job, Progress, Task, find, outcomes
from summarizer.errors import ConfigError, InputError, MissingExtra, ModelsMissing, NoArticle, UnreadableInput
from summarizer.summary import Bullet, Evidence, Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

WINDOW = 3


class FakeSummarizer:
    """Summarises a text by its words, a window of texts at a time, with trouble on demand.

    A text that begins with "bad" is an InputError, "odd" any exception, "extra" a MissingExtra, "models" a ModelError.
    """

    def __init__(self) -> None:
        self.loaded = 0
        self.read: list[str] = []

    def condenser(self) -> object:
        self.loaded += 1
        return self

    def stream(self, texts: Iterable[Path | str], *, errors: str) -> Iterator[Summary | InputError]:
        assert errors == "return"
        waiting = iter(texts)
        while window := list(islice(waiting, WINDOW)):
            prepared = [self._read(text) for text in window]
            for text in prepared:
                yield text if isinstance(text, InputError) else summary_of(text)

    def _read(self, text: Path | str) -> str | InputError:
        content = text.read_text(encoding="utf-8") if isinstance(text, Path) else text
        self.read.append(content)
        if content.startswith("odd"):
            raise ValueError(content)
        if content.startswith("extra"):
            raise MissingExtra("a.pdf needs pypdf; run: pip install 'summarizer[files]'")
        if content.startswith("models"):
            raise ModelsMissing("The models are not here; run: summarizer models pull best")
        return NoArticle("Nothing is left; give an article.") if content.startswith("bad") else content


def summary_of(text: str) -> Summary:
    evidence = Evidence(text, None, 0, len(text))
    return Summary(text.split(maxsplit=1)[0], (Bullet(text, (evidence,)), Bullet("Deux.", ())), "en", {"set": "fake"})


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeSummarizer:
    """A fake summarizer, no configuration of the user's, and no waiting for the disk."""
    summarizer = FakeSummarizer()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(batch, "load", lambda options: summarizer)
    monkeypatch.setattr(config, "file", lambda: tmp_path / "config.toml")
    monkeypatch.setattr(os, "fsync", lambda file: None)
    for name in config.NAMES:
        monkeypatch.delenv(f"SUMMARIZER_{name.upper()}", raising=False)
    return summarizer


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    batch.add_arguments(parser)
    return batch.run(parser.parse_args([*arguments, "--models", "builtin"]))


def write(*names: str, text: str = "Text of {}.") -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text.format(name), encoding="utf-8")


def lines(name: str) -> list[dict[str, Any]]:
    path = Path(name)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def sources(name: str = "out.jsonl") -> list[str]:
    return [line["source"] for line in lines(name)]


def found(*paths: str, **options: Any) -> list[str]:
    return [job.source for job in find(paths, output=Path("out").resolve(), **options)]


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt", "b.txt")
    command = ["batch", "a.txt", "--output", "out.jsonl", "b.txt", "--models", "builtin"]
    assert cli.main(command) == 0
    assert sources() == ["a.txt", "b.txt"]
    assert cli.main([*command, "gone.txt"]) == 1
    assert cli.main([*command, "--bullets", "4"]) == 2
    assert "bullets was 5 and is 4" in capsys.readouterr().err
    write("b.txt", text="models")
    assert cli.main(command) == 1
    assert "models pull" in capsys.readouterr().err


def test_the_import_is_cheap() -> None:
    program = "import sys, summarizer.batch; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    heavy = {"csv", "numpy", "summarizer.journal", "summarizer.pipeline", "torch"}
    assert not heavy & set(done.stdout.split())


# Finding inputs


def test_folders_are_searched_in_the_order_of_names() -> None:
    write("in/b.txt", "in/a/z.HTML", "in/a/y.pdf", "in/c.py", "in/.hidden.txt", "in/.git/a.txt", "in/d.md", "e.txt")
    assert found("in", "e.txt") == ["in/b.txt", "in/d.md", "in/a/y.pdf", "in/a/z.HTML", "e.txt"]
    assert found("./in/a/") == ["./in/a/y.pdf", "./in/a/z.HTML"]


@pytest.mark.parametrize(
    ("glob", "wanted"),
    [
        ("*.log", ["in/x.log", "in/sub/y.log"]),
        ("sub/*", ["in/sub/y.log", "in/sub/z.txt"]),
        ("**/*.log", ["in/x.log", "in/sub/y.log"]),
        ("z.*", ["in/sub/z.txt"]),
        ("none", []),
    ],
)
def test_glob(glob: str, wanted: list[str]) -> None:
    write("in/x.log", "in/sub/y.log", "in/sub/z.txt")
    assert found("in", globs=[glob]) == wanted


def test_several_globs() -> None:
    write("in/x.log", "in/y.txt", "in/z.md")
    assert found("in", globs=["*.log", "*.md"]) == ["in/x.log", "in/z.md"]


@pytest.mark.parametrize("name", ["gone.txt", "https://example.org/", "", "nul\0"])
def test_what_is_no_file_is_a_bad_input(name: str) -> None:
    (job,) = find([name], output=Path("out"))
    assert isinstance(job.payload, UnreadableInput)


def test_a_folder_that_cannot_be_listed_is_a_bad_input(monkeypatch: pytest.MonkeyPatch) -> None:
    write("in/a.txt", "in/closed/b.txt")
    scandir = os.scandir

    def refuse(path: Any) -> Any:
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    jobs = list(find(["in"], output=Path("out")))
    assert [job.source for job in jobs] == ["in/a.txt", os.path.join("in", "closed")]  # noqa: PTH118 - as found
    assert isinstance(jobs[1].payload, UnreadableInput)


@pytest.mark.parametrize("output", ["out", "out.md"])
def test_the_output_is_never_an_input(output: str) -> None:
    write("a.txt")
    Path("here").symlink_to(".")
    for _ in range(2):
        assert run(".", "here", "--output", output, "--glob", "*") == 0
    wanted = {"./a.txt", os.path.join("here", "a.txt")}  # noqa: PTH118 - as found
    entries = journal._Journal(Path(f"{output}.journal")).entries
    assert set(entries) == wanted


def test_paths_from_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt", "in/b é.txt", "c.txt")
    for given in ([], ["-"]):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a.txt\r\n\nin\n")))
        assert run(*given, "--output", "out.jsonl", "--force") == 0
        assert sources() == ["a.txt", "in/b é.txt"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a.txt\n")))
    assert run("c.txt", "-", "--output", "out.jsonl", "--force") == 0
    assert sources() == ["c.txt", "a.txt"]


def test_no_paths_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(ConfigError, match="name files"):
        run("--output", "out.jsonl")


def test_an_input_named_twice_is_done_once(fake: FakeSummarizer) -> None:
    write("a.txt")
    assert run("a.txt", ".", "a.txt", "--output", "out.jsonl") == 0
    assert sources() == ["a.txt", "./a.txt"]


# Tables


def rows(name: str, content: str, column: str = "text") -> list[tuple[str, Any, Any]]:
    Path(name).write_bytes(content.encode())
    jobs = find([name], column=column, output=Path("out"))
    return [
        (job.source, type(job.payload) if isinstance(job.payload, Exception) else job.payload, job.id) for job in jobs
    ]


def test_csv() -> None:
    assert rows("t.csv", 'id,text\r\nx,"One,\ntwo."\r\n\r\n7,Three.\r\n') == [
        ("t.csv#1", "One,\ntwo.", "x"),
        ("t.csv#2", "Three.", "7"),
    ]


@pytest.mark.parametrize("content", ["\ufeffbody;date\nUn, deux.;1\n", "date\tbody\n1\tUn, deux.\n"])
def test_csv_of_spreadsheets(content: str) -> None:
    assert rows("t.csv", content, "body") == [("t.csv#1", "Un, deux.", None)]


def test_csv_with_a_long_article() -> None:
    text = "Long. " * 50_000
    assert rows("t.csv", f"text\n{text}\n") == [("t.csv#1", text, None)]


def test_csv_without_the_column() -> None:
    assert rows("t.csv", "id,body\n1,Text.\n") == [("t.csv", UnreadableInput, None)]
    assert rows("t.csv", "") == [("t.csv", UnreadableInput, None)]


def test_csv_with_a_short_row() -> None:
    assert rows("t.csv", "id,text\n1\n2,Text.\n") == [("t.csv#1", UnreadableInput, "1"), ("t.csv#2", "Text.", "2")]


def test_csv_that_is_not_utf8() -> None:
    Path("t.csv").write_bytes("text\nÉté.\n".encode("latin-1"))
    (job,) = find(["t.csv"], output=Path("out"))
    assert isinstance(job.payload, UnreadableInput)


def test_jsonl() -> None:
    content = '{"text": "One.", "id": 3}\n\n{"text": \n[1]\n{"body": "x"}\n{"text": 4}\n' + "[" * 200_000 + "\n"
    bad = UnreadableInput
    assert rows("t.jsonl", content) == [
        ("t.jsonl#1", "One.", 3),
        *((f"t.jsonl#{number}", bad, None) for number in range(2, 7)),
    ]


def test_tables_end_to_end(fake: FakeSummarizer) -> None:
    Path("t.jsonl").write_text('{"body": "One.", "id": "x"}\n{"body": "Two."}\n{"text": "no"}\n')
    assert run("t.jsonl", "--column", "body", "--output", "out.jsonl") == 1
    assert [(line["source"], line.get("id"), line["title"]) for line in lines("out.jsonl")] == [
        ("t.jsonl#1", "x", "One."),
        ("t.jsonl#2", None, "Two."),
    ]
    assert sources("out.jsonl.errors.jsonl") == ["t.jsonl#3"]
    Path("t.jsonl").write_text('{"body": "One.", "id": "y"}\n{"body": "Two."}\n{"body": "Three."}\n')
    fake.read.clear()
    assert run("t.jsonl", "--column", "body", "--output", "out.jsonl") == 0
    assert fake.read == ["One.", "Three."], "another id, and a row that is no longer bad"
    assert [line.get("id") for line in lines("out.jsonl")] == ["y", None, None]


def test_rows_are_read_as_they_are_needed() -> None:
    Path("t.jsonl").write_text('{"text": "One."}\n' * 3)
    jobs = find(["t.jsonl"], output=Path("out"))
    assert next(jobs).payload == "One."
    Path("u.jsonl").write_text("")
    assert [job.source for job in jobs] == ["t.jsonl#2", "t.jsonl#3"]


# Formats


def test_jsonl_output() -> None:
    write("a.txt")
    assert run("a.txt", "--output", "out.jsonl") == 0
    (line,) = lines("out.jsonl")
    assert line == {"source": "a.txt", **summary_of("Text of a.txt.").to_dict()}
    assert next(iter(line)) == "source"


def test_csv_output(monkeypatch: pytest.MonkeyPatch, fake: FakeSummarizer) -> None:
    bullets = (Bullet("=1+1 is two.", ()), Bullet("Élan,\nsaut.", (), supported=False))
    made = Summary("-title", bullets, "fr", {"set": "builtin", "condenser": "c"}, ("One.", "Two."), 1.23456)
    monkeypatch.setattr(fake, "stream", lambda texts, *, errors: (made for _ in texts))
    Path("t.csv").write_text("id,text\n7,Text.\n")
    assert run("t.csv", "--output", "out.csv") == 0
    with Path("out.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row == {
        "source": "t.csv#1",
        "id": "7",
        "title": "'-title",
        "language": "fr",
        "bullets": "'=1+1 is two.\n[not confirmed] Élan,\nsaut.",
        "warnings": "One.\nTwo.",
        "models": "builtin + c",
        "seconds": "1.235",
    }


def test_markdown_output_in_a_folder(monkeypatch: pytest.MonkeyPatch, fake: FakeSummarizer) -> None:
    made = replace(summary_of("x"), title=None, warnings=("Mind the *gap*.",))
    monkeypatch.setattr(fake, "stream", lambda texts, *, errors: (made for _ in texts))
    write("in/a_b.txt", "in/sub/a_b.txt")
    assert run("in", "--output", "out") == 0
    first, second = sorted(Path("out").iterdir())
    assert first.name.startswith("a-b-")
    assert second.name.startswith("a-b-")
    text = first.read_text(encoding="utf-8")
    assert text.startswith("# in/")
    assert "\n- x\n- Deux.\n\n*Mind the \\*gap\\*.*\n\nSource: in/" in text


def test_markdown_output_in_one_file() -> None:
    write("a.txt", "b.txt")
    assert run("a.txt", "b.txt", "--output", "out.md") == 0
    assert Path("out.md").read_text(encoding="utf-8").split("Source: ")[1].startswith("a.txt\n\n# Text\n")


@pytest.mark.parametrize(
    ("output", "options", "shape"),
    [
        ("x.jsonl", [], "{"),
        ("x.NDJSON", [], "{"),
        ("x.csv", [], '"source"'),
        ("x.md", [], "# Text"),
        ("x", [], "folder"),
        ("there.d", [], "folder"),
        ("x.txt", ["--format", "csv"], '"source"'),
        ("x.txt", ["--format", "markdown"], "folder"),
        ("new/deep/x", ["--format", "jsonl"], "{"),
    ],
)
def test_formats_follow_the_output(output: str, options: list[str], shape: str) -> None:
    write("a.txt")
    Path("there.d").mkdir()
    assert run("a.txt", "--output", output, *options) == 0
    assert Path(output).is_dir() if shape == "folder" else Path(output).read_text().startswith(shape)


@pytest.mark.parametrize(
    ("output", "options"),
    [
        ("x.txt", []),
        ("folder", ["--format", "jsonl"]),
        ("folder", ["--format", "csv"]),
        ("file.txt", ["--format", "markdown"]),
        (os.devnull, ["--format", "jsonl"]),
    ],
)
def test_outputs_that_cannot_be(output: str, options: list[str]) -> None:
    write("a.txt", "file.txt")
    Path("folder").mkdir()
    with pytest.raises(ConfigError):
        run("a.txt", "--output", output, *options)


# Going on


def test_a_second_run_does_nothing(fake: FakeSummarizer) -> None:
    write("in/a.txt", "in/b.txt")
    assert run("in", "--output", "out.jsonl") == 0
    before = Path("out.jsonl").read_bytes()
    fake.read.clear()
    assert run("in", "--output", "out.jsonl") == 0
    assert (fake.read, fake.loaded) == ([], 1), "nothing is read, no models are loaded"
    assert Path("out.jsonl").read_bytes() == before


def test_changed_and_new_inputs_are_done(fake: FakeSummarizer) -> None:
    write("in/a.txt", "in/c.txt", "in/d.txt")
    run("in", "--output", "out.jsonl")
    before = Path("out.jsonl").read_bytes().splitlines()
    write("in/c.txt", text="Other text.")
    write("in/b.txt")
    fake.read.clear()
    assert run("in", "--output", "out.jsonl") == 0
    assert fake.read == ["Text of in/b.txt.", "Other text."]
    assert sources() == ["in/a.txt", "in/b.txt", "in/c.txt", "in/d.txt"]
    after = Path("out.jsonl").read_bytes().splitlines()
    assert [after[0], after[3]] == [before[0], before[2]]
    assert lines("out.jsonl")[2]["title"] == "Other"


def test_an_input_that_became_bad_leaves_the_output() -> None:
    for output in ("out.jsonl", "out"):
        write("in/a.txt", "in/b.txt")
        run("in", "--output", output)
        write("in/a.txt", text="bad")
        assert run("in", "--output", output) == 1
        assert sources(f"{output}.errors.jsonl") == ["in/a.txt"]
    assert sources() == ["in/b.txt"]
    assert len(list(Path("out").iterdir())) == 1


def test_results_of_other_inputs_stay() -> None:
    write("a.txt", "b.txt")
    run("a.txt", "--output", "out.jsonl")
    assert run("b.txt", "--output", "out.jsonl") == 0
    assert sources() == ["a.txt", "b.txt"]


def test_force(fake: FakeSummarizer) -> None:
    write("in/a.txt", "in/b.txt")
    run("in", "--output", "out.jsonl")
    with pytest.raises(ConfigError, match="bullets was 5 and is 4"):
        run("in", "--output", "out.jsonl", "--bullets", "4")
    fake.read.clear()
    assert run("in", "--output", "out.jsonl", "--bullets", "4", "--force") == 0
    assert len(fake.read) == 2
    assert run("in", "--output", "out.jsonl", "--bullets", "4") == 0
    assert len(fake.read) == 2


def test_auto_is_the_set_it_stands_for() -> None:
    options = config.load({"models": "fast", "engine": "ctranslate2"}, environment={}, path=Path("none")).options()
    settings = batch._settings("csv", options)
    assert settings == {
        "format": "csv",
        "models": "fast",
        "bullets": 5,
        "to": "en",
        "translator": None,
        "condenser": None,
    }


def test_a_bad_setting() -> None:
    write("a.txt")
    with pytest.raises(ConfigError):
        run("a.txt", "--output", "out.jsonl", "--bullets", "90")
    assert not Path("out.jsonl").exists()


# Bad inputs


def test_bad_inputs_are_kept_apart(capsys: pytest.CaptureFixture[str]) -> None:
    write("in/a.txt", "in/d.txt")
    write("in/b.txt", text="bad")
    assert run("in/a.txt", "gone.txt", "in/b.txt", "in/d.txt", "--output", "out.jsonl") == 1
    assert sources() == ["in/a.txt", "in/d.txt"]
    gone, bad = lines("out.jsonl.errors.jsonl")
    assert bad == {"source": "in/b.txt", "error": "NoArticle", "reason": "Nothing is left; give an article."}
    assert (gone["source"], gone["error"]) == ("gone.txt", "UnreadableInput")
    last = capsys.readouterr().err.splitlines()[-1]
    assert "2 done, 2 failed" in last
    assert "out.jsonl.errors.jsonl" in last


def test_failures_are_done_again_with_retry_or_when_they_change(fake: FakeSummarizer) -> None:
    write("a.txt", "c.txt")
    write("b.txt", text="bad")
    everything = ("a.txt", "b.txt", "c.txt", "--output", "out.jsonl")
    run(*everything)
    fake.read.clear()
    assert run(*everything) == 1
    assert fake.read == []
    assert run(*everything, "--retry") == 1
    assert fake.read == ["bad"]
    write("b.txt")
    assert run(*everything) == 0
    assert sources() == ["a.txt", "b.txt", "c.txt"]
    assert not Path("out.jsonl.errors.jsonl").exists()


def test_a_file_that_appears_is_done() -> None:
    assert run("a.txt", "--output", "out.jsonl") == 1
    write("a.txt")
    assert run("a.txt", "--output", "out.jsonl") == 0


def test_an_unexpected_exception_costs_one_input() -> None:
    names = [f"{number}.txt" for number in range(10)]
    write(*names)
    for name in ("1.txt", "4.txt", "5.txt"):
        write(name, text="odd words of the article")
    write("8.txt", text="extra")
    assert run(*names, "--output", "out.jsonl") == 1
    assert sources() == ["0.txt", "2.txt", "3.txt", "6.txt", "7.txt", "9.txt"]
    failed = lines("out.jsonl.errors.jsonl")
    assert [(line["source"], line["error"]) for line in failed] == [
        ("1.txt", "ValueError"),
        ("4.txt", "ValueError"),
        ("5.txt", "ValueError"),
        ("8.txt", "MissingExtra"),
    ]
    assert "test_batch.py" in failed[0]["reason"]
    assert "pip install" in failed[3]["reason"]
    assert "article" not in failed[0]["reason"], "a message of another package may hold the text"


def test_trouble_with_the_models_stops_and_the_batch_goes_on_later(fake: FakeSummarizer) -> None:
    names = [f"{number}.txt" for number in range(6)]
    write(*names)
    write("4.txt", text="models")
    with pytest.raises(ModelsMissing):
        run(*names, "--output", "out.jsonl")
    assert sources() == ["0.txt", "1.txt", "2.txt"]
    write("4.txt")
    assert run(*names, "--output", "out.jsonl") == 0
    assert sources() == names


def test_models_are_loaded_before_anything_is_read(fake: FakeSummarizer, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> object:
        raise MissingExtra("The models need torch; run: pip install 'summarizer[hub]'")

    monkeypatch.setattr(fake, "condenser", missing)
    write("a.txt")
    with pytest.raises(MissingExtra):
        run("a.txt", "--output", "out.jsonl")
    assert fake.read == []
    assert not Path("out.jsonl.errors.jsonl").exists()


def tasks(*texts: str | InputError) -> Iterator[Task]:
    for number, text in enumerate(texts):
        yield Task(Job(str(number), text), "")


def test_outcomes_keep_the_order(fake: FakeSummarizer) -> None:
    unreadable = UnreadableInput("No.")
    texts = (unreadable, "a", unreadable, unreadable, "bad", "odd", "b", unreadable, "c", "d", unreadable)
    done = list(outcomes(fake, tasks(*texts)))
    assert [task.job.payload for task, _ in done] == list(texts)
    kinds = {"a": Summary, "b": Summary, "c": Summary, "d": Summary, "bad": NoArticle, "odd": ValueError}
    for task, outcome in done:
        assert type(outcome) is kinds.get(str(task.job.payload), UnreadableInput)


def test_outcomes_read_a_bounded_number_of_tasks_ahead(fake: FakeSummarizer) -> None:
    taken = 0

    def endless() -> Iterator[Task]:
        nonlocal taken
        while True:
            taken += 1
            yield Task(Job(str(taken), "odd" if taken % 7 == 0 else "text"), "")

    for number, _ in enumerate(islice(outcomes(fake, endless()), 100), start=1):
        assert taken <= number + WINDOW


def test_a_summarizer_that_fails_before_it_reads_does_not_run_for_ever() -> None:
    class Broken(FakeSummarizer):
        def stream(self, texts: Iterable[Path | str], *, errors: str) -> Iterator[Summary | InputError]:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        list(outcomes(Broken(), tasks("a")))


# Trouble with the disk


def test_a_full_disk_is_said_in_one_sentence_and_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"{number}.txt" for number in range(5)]
    write(*names)
    write("2.txt", text="bad")
    run(*names, "--output", "wanted.jsonl")
    room, full = 0, True
    while full:
        left = room

        def limited(file: io.FileIO, data: bytes) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                file.write(data[: len(data) // 2])
                raise OSError(errno.ENOSPC, "No space left on device")
            file.write(data)

        with monkeypatch.context() as patch:
            patch.setattr(journal, "_write", limited)
            capsys.readouterr()
            code = run(*names, "--output", f"{room}/out.jsonl", "--quiet")
        full = left < 0
        assert code == 1
        assert capsys.readouterr().err.count("The disk is full") == full
        assert run(*names, "--output", f"{room}/out.jsonl", "--quiet") == 1
        for suffix in ("", ".errors.jsonl"):
            assert Path(f"{room}/out.jsonl{suffix}").read_bytes() == Path(f"wanted.jsonl{suffix}").read_bytes()
        room += 1
    assert room > 10


def test_an_output_that_cannot_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt", "file")
    assert run("a.txt", "--output", "file/out.jsonl") == 1
    assert "out.jsonl can't be written" in capsys.readouterr().err


def test_interrupted(monkeypatch: pytest.MonkeyPatch, fake: FakeSummarizer, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(texts: Iterable[str], *, errors: str) -> Iterator[Summary]:
        yield summary_of(f"Text {next(iter(texts))}")
        raise KeyboardInterrupt

    write("a.txt", "b.txt")
    with monkeypatch.context() as patch:
        patch.setattr(fake, "stream", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run("a.txt", "b.txt", "--output", "out.jsonl")
    assert "the same command goes on" in capsys.readouterr().err
    assert sources() == ["a.txt"]
    assert run("a.txt", "b.txt", "--output", "out.jsonl") == 0
    assert sources() == ["a.txt", "b.txt"]


# Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def progress(stream: io.StringIO | None, total: int | None = 10) -> tuple[Progress, Callable[[float], None]]:
    now = 100.0

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    return Progress(total, stream, clock=lambda: now), sleep


def test_progress_on_a_terminal_is_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tqdm.tqdm.__init__", partialmethod(tqdm.__init__, mininterval=0))
    stream = Terminal()
    shown, sleep = progress(stream)
    shown.skip(failed=False)
    for failed in (False, True):
        sleep(2)
        shown.step(failed=failed)
    shown.step(failed=False)
    shown.close()
    last = stream.getvalue().split("\r")[-2:]
    assert "4/10" in stream.getvalue()
    assert "1 failed" in stream.getvalue()
    assert "\n" not in stream.getvalue()
    assert last[-1] == ""  # the line was cleared
    assert str(shown) == "2 done, 1 failed, 1 unchanged"


def test_progress_elsewhere_is_a_line_now_and_then() -> None:
    stream = io.StringIO()
    shown, sleep = progress(stream, total=100_000)
    for _ in range(100):
        sleep(0.5)
        shown.step(failed=False)
    shown.close()
    assert stream.getvalue() == "60 of 100000, 2.0 a second, 13:52:50 left\n"


def test_progress_without_a_total_or_a_place() -> None:
    stream = io.StringIO()
    for place in (stream, None):
        shown, sleep = progress(place, total=None)
        sleep(40)
        shown.step(failed=False)
        shown.close()
    assert stream.getvalue() == "1, 1.5 a minute\n"


def test_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt")
    run("a.txt", "gone.txt", "--output", "out.jsonl", "--quiet")
    assert capsys.readouterr() == ("", "")


# Killed


CHILD = """
import os, sys
from argparse import ArgumentParser
from pathlib import Path
from summarizer import batch, config
from summarizer.errors import NoArticle
from summarizer.summary import Bullet, Summary

class Fake:
    def condenser(self): pass
    def stream(self, texts, *, errors):
        for text in map(Path.read_text, texts):
            os.write(1, b".")
            bad = text.startswith("bad")
            yield NoArticle("Nothing is left.") if bad else Summary(text, (Bullet(text * 200, ()),), "en", {})

batch.load = lambda options: Fake()
os.fsync = lambda file: None  # a kill, unlike a power cut, spares what the system holds
config.file = lambda: Path("none")
parser = ArgumentParser()
batch.add_arguments(parser)
sys.exit(batch.run(parser.parse_args()))
"""


def child(output: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", CHILD, "in", "--output", output, "--models", "builtin", "--quiet"]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def kill(output: str, chance: random.Random) -> bool:
    """Start a batch and kill it at some moment; returns whether it was still at work."""
    with child(output) as process:
        assert process.stdout is not None
        for _ in range(chance.randint(0, 6)):
            process.stdout.read(1)
        time.sleep(chance.uniform(0, 0.002))
        process.kill()
    return process.returncode < 0


@pytest.mark.parametrize(("output", "moments"), [("out.jsonl", 20), ("out", 6)])
def test_killed_at_random_moments(output: str, moments: int) -> None:
    chance = random.Random(5)
    names = [f"in/{number:03}.txt" for number in range(500)]
    write(*names)
    write(*names[::50], text="bad {}")
    killed = sum(kill(output, chance) for _ in range(moments // 2))
    write(*names[:500:3], text="changed {}")  # most of them are done by now, or not yet
    killed += sum(kill(output, chance) for _ in range(moments - moments // 2))
    assert killed >= moments // 2
    for name in (output, "wanted/" + output):
        with child(name) as process:
            process.communicate()
        assert process.returncode == 1
    for suffix in ("", ".errors.jsonl"):
        assert contents(output + suffix) == contents("wanted/" + output + suffix)


def contents(name: str) -> dict[str, bytes]:
    path = Path(name)
    return {file.name: file.read_bytes() for file in (path.iterdir() if path.is_dir() else [path])}
