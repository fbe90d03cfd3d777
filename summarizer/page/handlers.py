"""What happens on a click: each handler hands its work to the worker and shows how it goes."""

from __future__ import annotations

import io
import logging
import time
import traceback
import zipfile
from collections.abc import Iterator, Sequence  # gradio resolves the annotations of handlers when it runs
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from summarizer import batch
from summarizer.errors import SummarizerError
from summarizer.page import service as services
from summarizer.page import views
from summarizer.page.texts import TEXTS, describe_error, number
from summarizer.page.worker import Done, Failed, Note, Stage, Stopped, Waiting, Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer.page.worker import Event, Job, Tell
    from summarizer.reading import Document
    from summarizer.summary import Summary

__all__ = ["MAX_FILES", "Handlers", "missing_sets", "model_table", "reason_of", "sets_here"]

MAX_FILES = 100
_LOG = logging.getLogger(__name__)
Update = Any


@dataclass(frozen=True, slots=True)
class Opened:
    """An uploaded file as it was put into the paste box, with what its format told beside the text."""

    document: Document


class Handlers:
    """All that the page does.

    Args:
        service: does the work.
        worker: the thread it is done in.
        allow_pull: whether visitors may download models.
    """

    def __init__(self, service: services.Service, worker: Worker | None = None, *, allow_pull: bool = True) -> None:
        self.service = service
        self.worker = worker or Worker()
        self.allow_pull = allow_pull

    # One article

    def summarize(  # noqa: PLR0913, PLR0917 - the inputs of the form
        self,
        text: str,
        bullets: float,
        to: str,
        models: str,
        opened: Opened | None,
        language: str,
        request: gr.Request,
    ) -> Iterator[tuple[Update, ...]]:
        """The form's button: yields (status, result, what was found, go button, stop button)."""
        given = opened.document if opened and opened.document.text == text else text or ""

        def work(tell: Tell) -> services.Result:
            found = self.service.summarize(given, tell, bullets=int(bullets), to=to, models=models)
            tell(Note(found))
            return self.service.complete(found, tell, models=models)

        yield views.progress(None, language), "", None, *_working()
        end: tuple[Update, ...] = ()
        shown = False
        for event in self._events(_owner(request), work):
            status = _status(event, language)
            if isinstance(event, Done):
                found = event.result
                end = (_finished(found.summary, language), views.result(found, language), found)
            elif isinstance(event, Stopped) and shown:
                end = (views.notice(TEXTS[language]["stopped_partly"]), gr.skip(), gr.skip())
            elif isinstance(event, Failed | Stopped):
                end = (status, "", None)
            elif isinstance(event, Note):
                shown = True
                yield gr.skip(), views.result(event.value, language), event.value, gr.skip(), gr.skip()
            else:
                yield status, gr.skip(), gr.skip(), gr.skip(), gr.skip()
        yield *end, *_idle()

    def stop(self, request: gr.Request) -> None:
        """The stop button, and the end of a visit."""
        self.worker.stop(_owner(request))

    def open(self, path: str | None, language: str) -> tuple[Update, ...]:
        """An uploaded file: (text for the paste box, the document, status)."""
        if not path:
            return gr.skip(), gr.skip(), gr.skip()
        name = Path(path).name
        try:
            document = services.read_upload(Path(path), name)
        except Exception as error:  # noqa: BLE001 - shown to the visitor
            return gr.skip(), None, _failure(error, language)
        return document.text, Opened(document), views.notice(TEXTS[language]["opened"].format(name))

    # Many files

    def files(  # noqa: PLR0913, PLR0917 - the inputs of the form
        self, paths: Sequence[str] | None, bullets: float, to: str, models: str, language: str, request: gr.Request
    ) -> Iterator[tuple[Update, ...]]:
        """The button of the files: yields (status, table, file input, go button, stop button)."""
        texts, given = TEXTS[language], [Path(path) for path in paths or ()]
        if not given or len(given) > MAX_FILES:
            said = texts["files_many"].format(len(given), MAX_FILES) if given else texts["files_none"]
            yield views.notice(said, kind="bad"), gr.skip(), gr.skip(), *_idle()
            return
        rows = [views.Row(path.name) for path in given]
        try:
            for place, path in enumerate(given):
                rows[place] = replace(rows[place], state="working")
                said = texts["files_progress"].format(done=place, total=len(rows))
                yield views.notice(said), views.file_table(rows, language, to=to), None, *_working()
                for status, row in self._file(path, rows[place], (int(bullets), to, models), language, _owner(request)):
                    rows[place] = row
                    yield status or gr.skip(), gr.skip(), gr.skip(), gr.skip(), gr.skip()
                if rows[place].state == "stopped":
                    rows[place:] = [replace(row, state="stopped") for row in rows[place:]]
                    break
        finally:
            for path in given:
                path.unlink(missing_ok=True)
        done, failed = (sum(row.state == state for row in rows) for state in ("done", "failed"))
        said = texts["files_end"].format(done=done, total=len(rows), failed=failed)
        table = views.file_table(rows, language, _downloads(rows, language), to=to)
        yield views.notice(said, kind="good" if not failed else "info"), table, None, *_idle()

    def _file(
        self, path: Path, row: views.Row, options: tuple[int, str, str], language: str, owner: str
    ) -> Iterator[tuple[str, views.Row]]:
        """One file: yields (status, its row) as it goes; the last row is its end."""
        bullets, to, models = options

        def work(tell: Tell) -> services.Result:
            document = services.read_upload(path, path.name)
            return self.service.summarize(document, tell, bullets=bullets, to=to, models=models)

        for event in self._events(owner, work):
            if isinstance(event, Done):
                yield "", replace(row, state="done", summary=event.result.summary)
            elif isinstance(event, Failed):
                yield "", replace(row, state="failed", reason=reason_of(event.error, language))
            elif isinstance(event, Stopped):
                yield "", replace(row, state="stopped")
            elif not isinstance(event, Note):
                yield _status(event, language), row

    # Models

    def pull(self, name: str | None, language: str) -> Iterator[tuple[Update, ...]]:
        """Download a set: yields (status, table, choice of sets to download, button)."""
        from summarizer.models import store

        if not name or not self.allow_pull or name not in missing_sets():
            yield views.notice(TEXTS[language]["pull_off"]), gr.skip(), gr.skip(), gr.skip()
            return
        texts = TEXTS[language]
        begin = _bytes_here(name)
        pulling = Worker(1).submit(name, lambda tell: store.pull(name, lambda line: tell(Note(line))))
        line = texts["pulling"].format(name)
        yield views.notice(line), gr.skip(), gr.skip(), gr.update(interactive=False)
        end = ""
        for event in _with_ticks(pulling):
            if isinstance(event, Done):
                end = views.notice(texts["pulled"].format(name), kind="good")
            elif isinstance(event, Failed):
                end = _failure(event.error, language)
            else:
                line = event.value if isinstance(event, Note) else line
                yield _pulling(name, line, begin, language), gr.skip(), gr.skip(), gr.skip()
        left = missing_sets()
        choice = gr.update(choices=left, value=left[0] if left else None)
        yield end, model_table(language), choice, gr.update(interactive=bool(left))

    def _events(self, owner: str, work: Callable[[Tell], Any]) -> Iterator[Event]:
        """The events of a job; one that does not fit in the line fails at once."""
        try:
            job = self.worker.submit(owner, work)
        except SummarizerError as error:
            yield Failed(error)
            return
        yield from job.events()


def _owner(request: gr.Request) -> str:
    return str(request.session_hash)


# What to show


def _status(event: Event, language: str) -> str:
    """The line, or lines, above the result."""
    texts = TEXTS[language]
    if isinstance(event, Stage):
        return views.progress(event, language)
    if isinstance(event, Waiting):
        said = texts["waiting_one"] if event.before == 1 else texts["waiting"].format(event.before)
        return views.notice(said)
    if isinstance(event, Stopped):
        return views.notice(texts["stopped"])
    return _failure(event.error, language) if isinstance(event, Failed) else ""


def _finished(summary: Summary, language: str) -> str:
    seconds = number(summary.seconds, language, 1)
    said = TEXTS[language]["finished"].format(seconds=seconds, count=len(summary.bullets))
    return views.notice(said, kind="good")


def _failure(error: Exception, language: str) -> str:
    return views.failure(reason_of(error, language), language)


def reason_of(error: Exception, language: str) -> str:
    """What to tell of an error; one that is not ours is logged by its kind and place alone, without any text."""
    if not isinstance(error, SummarizerError):
        frames = traceback.extract_tb(error.__traceback__)
        place = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else "an unknown place"
        _LOG.error("unexpected %s in %s", type(error).__name__, place)
    return describe_error(error, language)


def _working() -> tuple[Update, Update]:
    return gr.update(interactive=False), gr.update(visible=True)


def _idle() -> tuple[Update, Update]:
    return gr.update(interactive=True), gr.update(visible=False)


def _downloads(rows: Sequence[views.Row], language: str) -> str:
    """Buttons for all results: a zip, CSV and JSON lines."""
    done = [(batch.Job(row.name, ""), row.summary) for row in rows if row.summary is not None]
    if not done:
        return ""
    lines = b"".join(batch.ENCODERS["jsonl"](job, summary) for job, summary in done)
    header = ",".join(f'"{column}"' for column in batch.COLUMNS).encode() + b"\n"
    table = b"\xef\xbb\xbf" + header + b"".join(batch.ENCODERS["csv"](job, summary) for job, summary in done)
    return "".join(
        (
            views.payload(TEXTS[language]["zip"], "summaries.zip", "application/zip", _zip(rows, done, lines, table)),
            views.payload("CSV", "summaries.csv", "text/csv", table),
            views.payload("JSONL", "summaries.jsonl", "application/jsonl", lines),
        )
    )


def _zip(rows: Sequence[views.Row], done: Sequence[tuple[batch.Job, Summary]], lines: bytes, table: bytes) -> bytes:
    """A page of Markdown for each file, the two tables, and why the others failed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (job, summary) in enumerate(done, start=1):
            archive.writestr(
                f"{place:03d}-{views.slug(Path(job.source).stem)}.md", batch.ENCODERS["markdown"](job, summary)
            )
        archive.writestr("summaries.jsonl", lines)
        archive.writestr("summaries.csv", table)
        if failed := [f"{row.name}: {row.reason}\n" for row in rows if row.state == "failed"]:
            archive.writestr("failed.txt", "".join(failed))
    return packed.getvalue()


# The models on this machine


def sets_here() -> dict[str, bool]:
    """The sets of the catalogue, and whether each is on this machine."""
    from summarizer.models import catalogue, store

    return {name: store.installed(name) for name in catalogue.SETS}


def missing_sets() -> list[str]:
    """The sets that could be downloaded."""
    from summarizer.models import catalogue

    return [name for name, here in sets_here().items() if not here and name != catalogue.BUILTIN]


def model_table(language: str) -> str:
    """The table of sets as it stands now."""
    from summarizer.models import store

    return views.model_table(sets_here(), store.auto_set(), language)


def _with_ticks(job: Job) -> Iterator[Event | None]:
    """The events of a job, and None once a second while there are none."""
    shown = time.monotonic()
    for event in job.ticking():
        if event is not None or time.monotonic() - shown >= 1:
            shown = time.monotonic()
            yield event


def _pulling(name: str, line: str, begin: int, language: str) -> str:
    from summarizer.models import catalogue

    models = catalogue.SETS[name]
    total = sum(half.size for half in (models.translator, models.condenser))
    return views.download_bar(line, min(_bytes_here(name) - begin, total), total - begin, language)


def _bytes_here(name: str) -> int:
    """How much of a set is in the cache of downloads, finished or not."""
    from summarizer.models import catalogue

    try:
        from huggingface_hub import constants
    except ImportError:
        return 0
    models = catalogue.SETS[name]
    folders = [f"models--{half.id.replace('/', '--')}" for half in (models.translator, models.condenser)]
    blobs = [blob for folder in folders for blob in (Path(constants.HF_HUB_CACHE) / folder / "blobs").glob("*")]
    return sum(blob.stat().st_size for blob in blobs)
