"""A batch on a Ray of this machine with two workers; the real engine of Ray, and mostly a pretended summarizer."""

from __future__ import annotations

import argparse
import json
import os
import socket
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("ray", reason="needs the extra `cluster`")
pytest.importorskip("pyarrow", reason="needs the extra `cluster`")

from summarizer import batch, cluster, config
from summarizer.batch import Failed, Job, Task
from summarizer.errors import ConfigError, MissingExtra, ModelsMissing, NoArticle, UnreadableInput
from summarizer.frames import summarize_frames
from summarizer.summary import Bullet, Summary

pd = pytest.importorskip("pandas")

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from summarizer.batch import Summarizing

# Ray warns of what future versions will do, and leaves sockets to the garbage collector.
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.timeout(300)]
FRENCH = (
    "Le conseil municipal de Valbrume a voté lundi la construction d'une école de {} classes. Elle ouvrira en 2027."
)


@pytest.fixture(scope="module", autouse=True)
def two_processors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One small Ray for all these tests: it takes seconds to start."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    import ray

    ray.init(
        address="local",
        num_cpus=2,
        include_dashboard=False,
        object_store_memory=80_000_000,
        log_to_driver=False,
        logging_level="ERROR",
    )
    yield
    ray.shutdown()


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(config, "file", lambda: tmp_path / "config.toml")


def pretend(log: Path, *, pause: float = 0.0) -> Callable[[Mapping[str, Any]], Summarizing]:
    """A maker of summarizers that note each text in `log`; sent to the workers as it stands, for they know no tests.

    A text that begins with "die" kills the process that does it, the first time; with "bad" it is no article, with "odd"
    a bug, with "models" the models are missing.
    """

    def make(options: Mapping[str, Any]) -> Summarizing:
        import os
        import signal
        import time

        class Pretend:
            def condenser(self) -> object:
                return self

            def stream(self, texts: Iterable[Any], *, errors: str) -> Iterator[Any]:
                for text in texts:
                    content = text if isinstance(text, str) else text.text
                    with log.open("a") as file:
                        file.write(f"{os.getpid()} {content}\n")
                    time.sleep(pause)
                    if content.startswith("die") and not (mark := log.with_suffix(".died")).exists():
                        mark.touch()
                        os.kill(os.getpid(), signal.SIGKILL)
                    if content.startswith("models"):
                        raise ModelsMissing("The models are not here; run: summarizer models pull best")
                    if content.startswith("odd"):
                        raise ValueError(content)
                    bad = content.startswith("bad")
                    yield (
                        NoArticle("Nothing is left.")
                        if bad
                        else Summary(content, (Bullet(content, ()),), "en", options)
                    )

        return Pretend()

    return make


def attempts(log: Path) -> list[tuple[str, str]]:
    """The process and the text of every attempt."""
    return [(line.split()[0], line.partition(" ")[2]) for line in log.read_text().splitlines()]


def write(count: int, **others: str) -> list[str]:
    """Files in the folder `in`, and their names."""
    texts = {f"{number:03}": f"Text {number}." for number in range(count)} | others
    Path("in").mkdir(exist_ok=True)
    for name, text in texts.items():
        Path("in", f"{name}.txt").write_text(text, encoding="utf-8")
    return [f"in/{name}.txt" for name in sorted(texts)]


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    batch.add_arguments(parser)
    return batch.run(
        parser.parse_args([*arguments, "--models", "builtin", "--engine", "ray", "--workers", "2", "--quiet"])
    )


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(name).read_text(encoding="utf-8").splitlines()]


def test_a_killed_worker_loses_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    log = tmp_path / "log"
    monkeypatch.setattr(batch, "load", pretend(log, pause=0.02))
    names = write(60, **{"030": "die in the middle", "041": "bad", "052": "odd"})
    assert run("in", "--output", "out.jsonl") == 1
    assert (tmp_path / "log.died").exists()
    finished = [line["source"] for line in lines("out.jsonl")]
    failed = lines("out.jsonl.errors.jsonl")
    assert sorted(finished + [line["source"] for line in failed]) == names
    assert finished == sorted(finished)  # in the order of the inputs, whichever worker was first
    assert {line["source"]: line["error"] for line in failed} == {"in/041.txt": "NoArticle", "in/052.txt": "ValueError"}
    assert "odd" not in Path("out.jsonl.errors.jsonl").read_text().replace("in/052", "")
    processes = {process for process, _ in attempts(log)}
    assert len(processes) == 3  # two, and the one in the place of the dead one
    dead, *again = [process for process, text in attempts(log) if text.startswith("die")]
    assert len(again) == 1
    assert again[0] != dead


def test_a_batch_goes_on_with_or_without_a_cluster(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    log = tmp_path / "log"
    make = pretend(log)
    write(12)
    monkeypatch.setattr(batch, "load", make)
    assert run("in", "--output", "out.jsonl") == 0
    before = Path("out.jsonl").read_bytes()
    write(16, **{"003": "Changed."})
    assert run("in", "--output", "out.jsonl") == 0
    assert len(attempts(log)) == 12 + 5
    after = Path("out.jsonl").read_bytes()
    assert [line for line in before.splitlines() if b"003.txt" not in line] == [
        line for line in after.splitlines()[:12] if b"003.txt" not in line
    ]
    alone = argparse.ArgumentParser()
    batch.add_arguments(alone)
    assert batch.run(alone.parse_args(["in", "--output", "out.jsonl", "--models", "builtin", "--quiet"])) == 0
    assert len(attempts(log)) == 12 + 5
    assert Path("out.jsonl").read_bytes() == after


def test_what_concerns_all_inputs_stops_the_batch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(batch, "load", pretend(tmp_path / "log"))
    write(3, **{"001": "models"})
    with pytest.raises(ModelsMissing, match="pull best"):
        run("in", "--output", "out.jsonl")
    assert not Path("out.jsonl.errors.jsonl").exists()
    write(3)
    assert run("in", "--output", "out.jsonl") == 0
    assert [line["source"] for line in lines("out.jsonl")] == ["in/000.txt", "in/001.txt", "in/002.txt"]


def test_the_same_as_without_a_cluster_with_the_shipped_models() -> None:
    write(0, a=FRENCH.format(12), b="x", c=FRENCH.format(14))
    Path("table.jsonl").write_text(json.dumps({"id": 7, "text": FRENCH.format(9)}) + "\n", encoding="utf-8")
    Path("in/d.html").write_bytes(b"\xff\xfe\x00 no page")
    arguments = ("in", "table.jsonl", "gone.txt", "--output")
    alone = argparse.ArgumentParser()
    batch.add_arguments(alone)
    assert batch.run(alone.parse_args([*arguments, "alone.jsonl", "--models", "builtin", "--quiet"])) == 1
    assert run(*arguments, "spread.jsonl") == 1
    wanted, found = lines("alone.jsonl"), lines("spread.jsonl")
    assert [line.pop("seconds") >= 0 for line in wanted + found]
    assert found == wanted
    assert len(found) == 3
    assert sorted(map(str, lines("spread.jsonl.errors.jsonl"))) == sorted(map(str, lines("alone.jsonl.errors.jsonl")))


def test_the_lines_of_the_readme_for_a_job_of_ones_own() -> None:
    import ray.data

    job = partial(summarize_frames, column="text", keep=("id",), bullets=3, models="builtin")
    frame = pd.DataFrame({"id": [1, 2, 3], "text": [FRENCH.format(12), "x", FRENCH.format(14)]})
    made = ray.data.from_pandas(frame).map_batches(lambda part: next(job([part])), batch_format="pandas", num_cpus=1)
    rows = sorted(made.take_all(), key=lambda row: row["id"])
    assert [row["error"] is None for row in rows] == [True, False, True]
    assert "12" in " ".join(rows[0]["bullets"])


# Without Ray


def windows(*payloads: Path | str | Exception) -> list[Any]:
    tasks = (Task(Job(str(number), payload), "") for number, payload in enumerate(payloads))  # type: ignore[arg-type]
    return list(cluster._windows(tasks))


def test_windows_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "WINDOW_INPUTS", 3)
    assert [len(window.rows) for window in windows(*"abcdefgh")] == [3, 3, 2]
    monkeypatch.setattr(cluster, "WINDOW_BYTES", 10)
    assert [len(window.rows) for window in windows("long enough", "é" * 4, "12", "x")] == [1, 2, 1]


def test_what_cannot_be_read_never_goes_to_the_cluster() -> None:
    unreadable = UnreadableInput("No.")
    (first, error), (second, missing), window = windows(unreadable, Path("gone.txt"), "text")
    assert (first.job.source, error) == ("0", unreadable)
    assert second.job.source == "1"
    assert isinstance(missing, UnreadableInput)
    assert [row["content"] for row in window.rows] == [b"text"]
    assert window.tasks[0].job.source == "2"


def test_a_worker_tells_errors_of_reading_from_bugs() -> None:
    assert cluster._payload(b"a.txt", b"Some text.", True).text == "Some text."  # type: ignore[union-attr]
    assert cluster._payload(b"a.txt", "Où ?".encode(), False) == "Où ?"
    failed = cluster._payload(b"a.pdf", b"%PDF-1.4 broken", True)
    assert isinstance(failed, Failed)
    assert failed.error == "UnreadableInput"


def test_options_that_make_no_sense() -> None:
    with pytest.raises(ConfigError, match="--workers is 0"):
        cluster.work({}, workers=0)
    parser = argparse.ArgumentParser()
    batch.add_arguments(parser)
    for option in (["--address", "auto"], ["--workers", "2"]):
        with pytest.raises(ConfigError, match="--engine ray"):
            batch.run(parser.parse_args(["in", "--output", "out.jsonl", *option]))


@pytest.mark.parametrize("form", ["127.0.0.1:{}", "ray://127.0.0.1:{}", "ray://[::1]:{}"])
def test_an_address_where_nothing_listens_is_told_at_once(form: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # taken, and not listening
        address = form.format(taken.getsockname()[1])
        with pytest.raises(ConfigError, match="No Ray cluster answers at"):
            cluster._start(address)


def test_without_ray_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match=r"summarizer\[cluster\]"):
        cluster.work({})
