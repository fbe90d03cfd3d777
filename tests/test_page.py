"""The page without a browser: its words, its worker, its limits, and its endpoints."""

from __future__ import annotations

import gc
import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("gradio")

import httpx
import pretend
from gradio_client import Client
from gradio_client.exceptions import AppError

from summarizer import errors, reading
from summarizer.page import server, service, texts, views, worker
from summarizer.page.handlers import Handlers
from summarizer.page.layout import example
from summarizer.prepared import Prepared

# gradio and its client leave sockets and event loops to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

ROOT = Path(__file__).parents[1]
FRENCH = (ROOT / "examples" / "article-fr.txt").read_text(encoding="utf-8")
ENGLISH = (ROOT / "examples" / "article-en.txt").read_text(encoding="utf-8")
VISITOR: Any = SimpleNamespace(session_hash="visitor", headers={})


def nothing(event: object) -> None:
    """Nobody listens."""


# Words


def test_both_languages_have_every_text_with_the_same_fields() -> None:
    fields = {
        language: {
            key: {name for _, name, _, _ in Formatter().parse(text) if name is not None} for key, text in all_.items()
        }
        for language, all_ in texts.TEXTS.items()
    }
    assert fields["en"] == fields["fr"]


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [
        ("", None, "en"),
        ("", "fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("", "en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("", "de-DE,de;q=0.9,fr;q=0.5,en;q=0.3", "fr"),
        ("", "de", "en"),
        ("", "fr;q=0,;;;,*;q=x", "en"),
        ("fr", "en", "fr"),
        ("xx", "fr", "fr"),
    ],
)
def test_the_language_of_the_page(chosen: str, accepted: str | None, language: str) -> None:
    assert texts.language_of(chosen, accepted) == language


ERRORS: list[Exception] = [
    errors.UnreadableInput("a.pdf is a PDF without text, probably a scan; run text recognition (OCR) on it first."),
    errors.UnreadableInput("something that nobody has translated"),
    errors.NoArticle("The text is empty; paste an article."),
    errors.InputTooLarge("The text has 123,456 characters and this page takes 100,000; paste a part of it."),
    errors.FetchError("http://x leads to a private or reserved network address, which is not visited."),
    errors.UnsupportedLanguage("The text is in German (de).", code="de", name="German"),
    errors.BrokenModel("broken"),
    errors.ConfigError("wrong"),
    worker.Busy(8),
    ValueError("secret text"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_every_error_is_told_in_both_languages(error: Exception) -> None:
    english, french = (texts.describe_error(error, language) for language in ("en", "fr"))
    assert english != french
    assert "secret" not in english + french
    for said in (english, french):
        assert said[0].isupper() or said.startswith(("a.pdf", "http"))
        assert said.endswith((".", ")"))


def test_numbers_and_shares_follow_the_language() -> None:
    assert texts.number(1234.5, "en", 1) == "1,234.5"
    assert texts.number(1234.5, "fr", 1) == "1\u202f234,5"
    assert texts.share(0.97, "en") == "97%"
    assert texts.share(0.97, "fr") == "97\u00a0%"


def test_warnings_and_notes_have_french() -> None:
    said = "3 of 31 sentences could not be translated and are left in French."
    assert texts.translate_message(said, "fr").startswith("3 phrases sur 31")
    assert texts.translate_message(said, "en") == said
    assert texts.translate_message("unknown", "fr") == "unknown"


def test_the_examples_are_those_of_the_repository() -> None:
    assert example("fr") == FRENCH
    assert example("en") == ENGLISH


# Views


def test_nothing_of_a_text_becomes_markup() -> None:
    assert views.escape("<b>${1}`{{x}}\u202e&\"'") == (
        "&lt;b&gt;&#36;&#123;1&#125;&#96;&#123;&#123;x&#125;&#125;&amp;&quot;&#x27;"
    )
    button = views.payload("Copy", "a.txt", "text/plain", "</textarea><script>\nx")
    assert "<script>" not in button
    assert "&lt;/textarea&gt;&lt;script&gt;\nx" in button


def test_the_names_of_downloads_are_plain() -> None:
    assert views.slug("Été : l'eau / 12 %") == "ete-l-eau-12"
    assert views.slug("../../etc") == "etc"
    assert views.slug("日本") == "summary"
    assert len(views.slug("word " * 50)) <= 60


def test_the_evidence_of_a_bullet_is_found_by_its_offsets() -> None:
    found = pretend.service().summarize(FRENCH, nothing)
    shown = views.result(found, "en")
    for bullet in found.summary.bullets:
        place = [one.start for one in found.prepared.sentences].index(bullet.evidence[0].start)
        assert f'data-evidence="{place}"' in shown
        assert shown.count(f'data-s="{place}"') == 2
    assert FRENCH[bullet.evidence[0].start : bullet.evidence[0].end] == bullet.evidence[0].text


def test_an_english_article_has_one_column() -> None:
    shown = views.result(pretend.service().summarize(ENGLISH, nothing), "fr")
    assert "Article en anglais" in shown
    assert 'class="fr"' not in shown
    assert "data-show" not in shown


def test_the_translation_is_plain_text_by_paragraphs() -> None:
    text = views.translation_text(pretend.service().translate(FRENCH, nothing))
    assert text.startswith("In English: Saint-Aubrac vote")
    assert text.count("\n\n") > 5


# The worker


def until(job: worker.Job) -> list[worker.Event]:
    return list(job.events())


def test_jobs_come_one_after_another_and_know_their_place() -> None:
    line, gate, seen = worker.Worker(), threading.Event(), []

    def work(tell: worker.Tell) -> int:
        gate.wait(10)
        seen.append(len(seen))
        return seen[-1]

    jobs = [line.submit(f"visitor {n}", work) for n in range(3)]
    places: Iterator[worker.Event] = jobs[2].events()
    assert next(places) == worker.Waiting(2)
    gate.set()
    assert [job.result() for job in jobs[:2]] == [0, 1]
    assert [*places][-1] == worker.Done(2)


def test_a_full_line_says_so() -> None:
    line, at_work, gate = worker.Worker(waiting=2), threading.Event(), threading.Event()
    line.submit("a", lambda tell: (at_work.set(), gate.wait(10)))
    at_work.wait(10)
    rest = [line.submit("b", lambda tell: None) for _ in range(2)]
    with pytest.raises(worker.Busy, match="2 others are waiting"):
        line.submit("c", lambda tell: None)
    line.stop("b")
    line.submit("c", lambda tell: None)
    gate.set()
    assert [until(job)[-1] for job in rest] == [worker.Stopped()] * 2


def test_stop_ends_the_work_at_its_next_report() -> None:
    line, at_work, gate, steps = worker.Worker(), threading.Event(), threading.Event(), []

    def work(tell: worker.Tell) -> None:
        for step in range(100):
            tell(worker.Stage("translating", step, 100))
            steps.append(step)
            at_work.set()
            gate.wait(10)

    job = line.submit("visitor", work)
    at_work.wait(10)
    line.stop("somebody else")
    assert not job.stopped
    line.stop("visitor")
    gate.set()
    assert until(job)[-1] == worker.Stopped()
    assert steps == [0]
    assert line.submit("next", lambda tell: 7).result() == 7


def test_a_failure_is_handed_over_and_the_worker_lives() -> None:
    line = worker.Worker()

    def work(tell: worker.Tell) -> None:
        raise ValueError("inside")

    with pytest.raises(ValueError, match="inside"):
        line.submit("a", work).result()
    assert line.submit("b", lambda tell: "well").result() == "well"


def test_leaving_stops_the_job() -> None:
    line, gate = worker.Worker(), threading.Event()
    job = line.submit("a", lambda tell: (tell(worker.Stage("reading", 0, 1)), gate.wait(10)))
    events = job.events()
    next(events)
    events.close()  # type: ignore[attr-defined]
    gate.set()
    assert job.stopped


# The service


def test_a_text_over_the_bound_is_refused() -> None:
    long = "Une phrase de plus. " * 6000
    with pytest.raises(errors.InputTooLarge, match="120,000 characters and this page takes 100,000"):
        pretend.service().summarize(long, nothing)
    with pytest.raises(errors.InputTooLarge):
        service.identified(long)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"bullets": 8}, errors.ConfigError),
        ({"bullets": 4.5}, errors.ConfigError),
        ({"to": "de"}, errors.ConfigError),
        ({"models": "/etc"}, errors.UnknownModels),
        ({"models": "owner/model"}, errors.UnknownModels),
    ],
)
def test_a_visitor_has_no_other_choices(options: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        pretend.service().summarize(FRENCH, nothing, **options)


def test_models_are_kept_until_others_are_asked_for() -> None:
    made: list[str] = []

    def make(models: str) -> pretend.PretendSummarizer:
        made.append(models)
        return pretend.PretendSummarizer(models)

    work = service.Service(make)
    for models in ("builtin", "builtin", "fast", "builtin"):
        assert work.summarize(FRENCH, nothing, models=models).summary.models["set"] == models
    assert made == ["builtin", "fast", "builtin"]


def test_addresses_are_fetched_only_when_that_is_allowed() -> None:
    asked: list[str] = []

    def fetch(url: str) -> reading.Document:
        asked.append(url)
        return reading.Document(FRENCH, url)

    with pytest.raises(errors.FetchError, match="does not fetch addresses"):
        pretend.service(fetch=fetch).summarize(" https://example.org/a ", nothing)
    assert asked == []
    assert pretend.service(fetch=fetch, allow_urls=True).summarize(" https://example.org/a ", nothing).summary.bullets
    assert asked == ["https://example.org/a"]
    pretend.service(fetch=fetch, allow_urls=True).summarize(f"https://example.org {FRENCH}", nothing)
    assert len(asked) == 1


@pytest.mark.parametrize("target", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "::ffff:192.168.0.1"])
def test_private_addresses_are_never_visited(target: str) -> None:
    def fetch(url: str) -> reading.Document:
        return reading.fetch(url, resolver=lambda host: [target])

    with pytest.raises(errors.FetchError, match="private or reserved"):
        pretend.service(fetch=fetch, allow_urls=True).summarize("http://innocent.example/", nothing)


def test_an_upload_is_deleted_once_it_is_read(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.pdf"
    good.write_text(FRENCH, encoding="utf-8")
    bad.write_bytes(b"%PDF-1.7 nothing")
    assert service.read_upload(good, "good.txt").text == FRENCH
    with pytest.raises(errors.UnreadableInput):
        service.read_upload(bad, "bad.pdf")
    assert [*tmp_path.iterdir()] == []


def test_a_sentence_has_a_language() -> None:
    assert service.identified("Le conseil municipal a voté le budget lundi soir.")["language"] == "fr"


def test_translated_articles_are_json() -> None:
    prepared = pretend.service().translate(FRENCH, nothing)
    answer = json.loads(json.dumps(service.translated(prepared)))
    assert [*answer] == ["language", "title", "paragraphs", "warnings"]
    first = answer["paragraphs"][0][0]
    assert FRENCH[first["start"] : first["end"]] == first["text"]


@pytest.mark.parametrize("to", ["en", "fr"])
def test_with_the_models_that_are_shipped(to: str) -> None:
    from summarizer.models import store

    if not store.installed("builtin"):
        pytest.skip("the built-in models are not here")
    stages: set[str] = set()
    shared = service.Service()

    def tell(event: Any) -> None:
        stages.add(getattr(event, "name", "note"))

    found = shared.complete(shared.summarize(FRENCH, tell, bullets=3, to=to, models="builtin"), tell, models="builtin")
    assert stages == {*views.STAGES, "note"}
    assert len(found.summary.bullets) == 3
    shown = views.result(found, "en")
    assert shown.count('class="bullet"') == 3
    assert 'data-evidence=""' not in shown
    assert 'class="en"' in shown


# Handlers


def shown(handlers: Handlers, text: str, language: str = "en", **form: Any) -> list[tuple[Any, ...]]:
    options = {"bullets": 5, "to": "en", "models": "auto", "opened": None, **form}
    return list(handlers.summarize(text, language=language, request=VISITOR, **options))


def test_the_article_comes_before_its_bullets() -> None:
    steps = shown(Handlers(pretend.service()), FRENCH)
    results = [step[1] for step in steps if isinstance(step[1], str) and step[1]]
    assert 'class="bullet"' not in results[0]
    assert "data-s=" in results[0]
    assert results[-1].count('class="bullet"') == 5
    assert "Done in" in steps[-1][0]


def test_an_opened_file_keeps_what_its_format_told() -> None:
    seen: list[Any] = []

    class Watching(pretend.PretendSummarizer):
        def prepare(self, text: Any) -> Prepared:
            seen.append(text)
            return super().prepare(text)

    handlers = Handlers(service.Service(Watching))
    from summarizer.page.handlers import Opened

    document = reading.Document(FRENCH, "a.pdf", "A title of the file")
    shown(handlers, FRENCH, opened=Opened(document))
    shown(handlers, FRENCH + "changed", opened=Opened(document))
    assert [one.title for one in seen] == ["A title of the file", None]


def test_a_bug_is_told_without_the_text(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    class Failing(pretend.PretendSummarizer):
        def prepare(self, text: Any) -> Prepared:
            raise ValueError(text.text)

    with caplog.at_level(logging.DEBUG):
        steps = shown(Handlers(service.Service(Failing)), FRENCH)
    assert "Something unexpected happened" in steps[-1][0]
    assert "unexpected ValueError in test_page.py" in caplog.text
    assert "Saint-Aubrac" not in caplog.text + "".join(capfd.readouterr())


def test_a_busy_page_says_so_in_the_language_of_the_visitor() -> None:
    gate = threading.Event()
    line = worker.Worker(waiting=0)
    steps = shown(Handlers(pretend.service(gate.wait), line), FRENCH, "fr")
    assert "La page est occupée" in steps[-1][0]


def test_files_fail_one_by_one(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.txt", "b.png", "c.txt")]
    for path in paths:
        path.write_text(FRENCH, encoding="utf-8")
    paths[1].write_bytes(b"\x89PNG....")
    steps = list(Handlers(pretend.service()).files([str(path) for path in paths], 3, "en", "auto", "fr", VISITOR))
    table = steps[-1][1]
    assert [table.count(f'<tr class="{state}">') for state in ("done", "failed")] == [2, 1]
    assert "est une image" in table
    assert "summaries.zip" in table
    assert [*tmp_path.iterdir()] == []


def test_stopping_leaves_the_other_files_alone(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt")]
    for path in paths:
        path.write_text(FRENCH, encoding="utf-8")
    handlers = Handlers(pretend.service(lambda: handlers.stop(VISITOR)))
    steps = list(handlers.files([str(path) for path in paths], 3, "en", "auto", "en", VISITOR))
    assert steps[-1][1].count('<tr class="stopped">') == 3
    assert [*tmp_path.iterdir()] == []


def test_files_need_some_and_not_too_many(tmp_path: Path) -> None:
    handlers = Handlers(pretend.service())
    assert "Choose files" in next(handlers.files(None, 3, "en", "auto", "en", VISITOR))[0]
    many = [str(tmp_path / f"{n}.txt") for n in range(101)]
    assert "101 files" in next(handlers.files(many, 3, "en", "auto", "en", VISITOR))[0]


def test_pulling_shows_its_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    def pull(name: str, progress: Callable[[str], None]) -> None:
        progress(f"{name}: 300 MB, Apache-2.0")

    monkeypatch.setattr("summarizer.models.store.pull", pull)
    said = [step[0] for step in Handlers(pretend.service()).pull("fast", "en")]
    assert "Downloading fast" in said[0]
    assert "300 MB, Apache-2.0" in said[1]
    assert "fast is on this machine now" in said[-1]


def test_pulling_can_fail_or_be_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def pull(name: str, progress: Callable[[str], None]) -> None:
        raise errors.ModelsMissing("x/y could not be downloaded: check the network, then pull again to go on")

    monkeypatch.setattr("summarizer.models.store.pull", pull)
    assert "vérifiez le réseau" in [*Handlers(pretend.service()).pull("fast", "fr")][-1][0]
    forbidden = [*Handlers(pretend.service(), allow_pull=False).pull("fast", "en")]
    assert "models pull NAME" in forbidden[-1][0]
    assert "models pull NAME" in [*Handlers(pretend.service()).pull("/etc", "en")][-1][0]


# The served page


@pytest.fixture(scope="module", autouse=True)
def _collect() -> Iterator[None]:
    """Lets the garbage of this module go before the tests of another one would hear of it."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    built = server.build(pretend.service())
    yield server.launch(built, host="127.0.0.1", port=server.free_port("127.0.0.1", 0))
    built.close(verbose=False)


@pytest.fixture(scope="module")
def client(address: str) -> Client:
    return Client(address, verbose=False)


def test_the_text_alone_is_enough(client: Client) -> None:
    summary = client.predict(text=FRENCH, api_name="/summarize")
    assert [*summary] == ["title", "bullets", "language", "models", "warnings", "seconds"]
    assert len(summary["bullets"]) == 5
    first = summary["bullets"][0]["evidence"][0]
    assert FRENCH[first["start"] : first["end"]] == first["text"]


def test_the_other_inputs_of_the_endpoints(client: Client) -> None:
    summary = client.predict(text=FRENCH, bullets=3, to="en", models="builtin", api_name="/summarize")
    assert len(summary["bullets"]) == 3
    assert client.predict(text=FRENCH, api_name="/translate")["language"] == "fr"
    assert client.predict(text="The council voted on Monday evening.", api_name="/identify")["language"] == "en"


def test_only_the_three_endpoints_are_public(client: Client) -> None:
    described = client.view_api(return_format="dict")
    assert [*described["named_endpoints"]] == ["/summarize", "/translate", "/identify"]
    assert "supported: bool" in str(described["named_endpoints"]["/summarize"]["returns"][0]["python_type"]["type"])


def test_an_endpoint_tells_what_is_wrong(client: Client) -> None:
    with pytest.raises(AppError, match="The text is empty"):
        client.predict(text="", api_name="/summarize")
    with pytest.raises(AppError, match="7"):
        client.predict(text=FRENCH, bullets=70, api_name="/summarize")


def test_by_http_alone(address: str) -> None:
    for data in ([FRENCH], [FRENCH, None, None, None]):
        answer = ask(address, data)
        assert "event: complete" in answer
        assert len(json.loads(answer.partition("data: ")[2])[0]["bullets"]) == 5


@pytest.mark.parametrize("data", [[], [7], [FRENCH, "many"], [FRENCH, 5, {"a": FRENCH}], [[FRENCH]]])
def test_wrong_inputs_are_refused_and_not_logged(
    data: list[Any], address: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert "event: error" in ask(address, data)
    assert "Saint-Aubrac" not in "".join(capfd.readouterr())


def ask(address: str, data: list[Any]) -> str:
    """What /summarize answers to a plain request."""
    call = f"{address}gradio_api/call/summarize"
    event = httpx.post(call, json={"data": data}).json()["event_id"]
    return httpx.get(f"{call}/{event}", timeout=30).text


def test_what_is_off(address: str) -> None:
    for path in ("monitoring", "monitoring/summary", "gradio_api/runs"):
        assert httpx.get(address + path).status_code in (403, 404)
    described = httpx.get(f"{address}config").json()
    assert described["analytics_enabled"] is False
    assert described["footer_links"] == ["api"]


def test_pages_keep_to_themselves(address: str) -> None:
    answer = httpx.get(address)
    assert "connect-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    for elsewhere in ("fonts.googleapis.com", "cdnjs", "huggingface.co/spaces"):
        assert f'href="https://{elsewhere}' not in answer.text


def test_bodies_and_files_have_a_bound(address: str) -> None:
    big = httpx.post(f"{address}gradio_api/call/identify", json={"data": ["x" * (server.MAX_BODY_BYTES + 1)]})
    assert big.status_code == 413
    file = httpx.post(f"{address}gradio_api/upload", files={"files": ("a.txt", b"x" * 21_000_000)})
    assert file.status_code == 413


def test_files_of_the_server_are_not_served(address: str) -> None:
    for path in (ROOT / "README.md", Path("/etc/hostname")):
        assert httpx.get(f"{address}gradio_api/file={path}").status_code in (403, 404)


def test_a_password_can_be_asked_for() -> None:
    built = server.build(pretend.service())
    address = server.launch(
        built, host="127.0.0.1", port=server.free_port("127.0.0.1", 0), auth=("anne", "mot de passe")
    )
    try:
        assert httpx.get(f"{address}config").status_code == 401
        wrong = httpx.post(f"{address}login", data={"username": "anne", "password": "password"})
        assert wrong.status_code == 400
        assert Client(address, auth=("anne", "mot de passe"), verbose=False).predict(
            text="The council voted on Monday evening.", api_name="/identify"
        )
    finally:
        built.close(verbose=False)


def test_a_taken_port_is_named(address: str) -> None:
    port = int(address.rstrip("/").rpartition(":")[2])
    with pytest.raises(OSError, match="choose another with --port"):
        server.serve(port=port)


def test_starting_imports_no_models() -> None:
    code = (
        "import sys; from summarizer.page import build; build(); "
        "print([name for name in ('torch', 'transformers', 'ctranslate2', 'trafilatura') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_importing_the_page_is_cheap() -> None:
    code = "import sys, summarizer.page; print('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
