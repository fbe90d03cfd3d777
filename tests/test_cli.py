from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from summarizer import cli
from summarizer.cli import main
from summarizer.errors import (
    BrokenModel,
    MissingExtra,
    ModelsMissing,
    UnknownModels,
    UnsupportedDirection,
    UnsupportedLanguage,
)
from summarizer.summary import Bullet, Evidence, Summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer.reading import Document

EXAMPLES = Path(__file__).parent.parent / "examples"
GERMAN = UnsupportedLanguage("The text is in German; give a French or English one.", code="de", name="German")
# What a document with only this word makes of the run.
TROUBLES: dict[str, BaseException] = {
    "german": GERMAN,
    "bug": ValueError("text of the article"),
    "disk": PermissionError(13, "Permission denied"),
    "direction": UnsupportedDirection("These models write English only; pull a set that writes French."),
    "unknown": UnknownModels("There is no set of models called nosuch; use builtin."),
    "missing": ModelsMissing("The set best is not on this machine; pull it with: summarizer models pull best."),
    "broken": BrokenModel("The model is damaged; pull it again."),
    "extra": MissingExtra("The engine needs torch; install it with: pip install 'summarizer[hub]'."),
    "interrupt": KeyboardInterrupt(),
}


class Fake:
    """Stands in for Summarizer: the only bullet is the first line of the text."""

    made: list[dict[str, Any]]

    def __init__(self, *, progress: Callable[[str, int, int], None], **options: Any) -> None:
        self.made.append(options)
        self.progress = progress

    def __call__(self, document: Document) -> Summary:
        word = document.text.strip()
        self.progress("condensing", 1, 2)
        if word in TROUBLES:
            raise TROUBLES[word]
        first = word.splitlines()[0]
        evidence = Evidence(first, "In English.", 0, len(first))
        return Summary("A title", (Bullet(first, (evidence,)),), "fr", {"set": "builtin"}, ("Mind this.",), 1.0)

    def translate(self, document: Document) -> SimpleNamespace:
        self(document)  # the same troubles
        lines = document.text.splitlines()
        sentences = [
            SimpleNamespace(text=line, plain=line, start=i, end=i + 1, paragraph=i // 2) for i, line in enumerate(lines)
        ]
        warned = SimpleNamespace(text="Hello\nworld.", warning="A number is lost.")
        return SimpleNamespace(
            language=SimpleNamespace(code="mixed"),
            english_title="A title",
            sentences=sentences,
            translations=[warned if line.startswith("B") else None for line in lines],
        )


@pytest.fixture(autouse=True)
def made(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The options that each summarizer was made with."""
    monkeypatch.setattr("summarizer.pipeline.Summarizer", Fake)
    monkeypatch.setattr(Fake, "made", [], raising=False)
    return Fake.made


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    monkeypatch.chdir(tmp_path)

    def write(name: str, text: str | None = None) -> str:
        (tmp_path / name).write_text(name.partition(".")[0] if text is None else text, encoding="utf-8")
        return name

    return write


def pipe(monkeypatch: pytest.MonkeyPatch, text: str, *, terminal: bool = False) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
    stdin.isatty = lambda: terminal  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stdin", stdin)


# summarize


def test_summarize_a_file(file: Callable[..., str], made: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summarize", file("a.txt", "Un été.\nLa suite.")]) == 0
    out, err = capsys.readouterr()
    assert out == "A title\nFrench article · builtin models · 1.0 s\n\n• Un été.\n"
    assert err == "summarizer: a.txt: warning: Mind this.\n"
    assert made == [
        {"models": "auto", "bullets": 5, "to": "en", "translator": None, "condenser": None, "engine": "auto"}
    ]


def test_options_reach_the_summarizer(file: Callable[..., str], made: list[Any]) -> None:
    options = [
        "--bullets=4",
        "--to=fr",
        "--models=fast",
        "--translator=a/b",
        "--condenser=c/d",
        "--engine=transformers",
    ]
    assert main(["summarize", *options, file("a.txt")]) == 0
    expected = {
        "models": "fast",
        "bullets": 4,
        "to": "fr",
        "translator": "a/b",
        "condenser": "c/d",
        "engine": "transformers",
    }
    assert made == [expected]


def test_the_environment_is_asked(file: Callable[..., str], made: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMARIZER_BULLETS", "3")
    monkeypatch.setenv("SUMMARIZER_MODELS", "best")
    assert main(["summarize", file("a.txt"), "--models", "fast"]) == 0
    assert (made[0]["bullets"], made[0]["models"]) == (3, "fast")


def test_several_files_have_headers_and_one_summarizer(
    file: Callable[..., str], made: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["summarize", file("a.txt"), "--quiet", file("b.txt")]) == 0  # files on both sides of an option
    out, err = capsys.readouterr()
    assert out.startswith("==> a.txt <==\nA title\n")
    assert "\n• a\n\n==> b.txt <==\nA title\n" in out
    assert err == ""
    assert len(made) == 1


def test_evidence_and_markdown(file: Callable[..., str], capsys: pytest.CaptureFixture[str]) -> None:
    main(["summarize", file("a.txt"), "--evidence"])
    assert "    «\u00a0a\u00a0»\n      In English.\n" in capsys.readouterr().out
    main(["summarize", "a.txt", "--format", "markdown", "--evidence"])
    assert capsys.readouterr().out.startswith("# A title\n\n*French article")
    main(["summarize", "a.txt", file("b_c.txt"), "--format", "markdown"])
    out = capsys.readouterr().out
    assert out.startswith("# a.txt\n\n## A title\n")
    assert "\n\n# b\\_c.txt\n\n## A title\n" in out


def test_json_is_an_object_or_a_list(file: Callable[..., str], capsys: pytest.CaptureFixture[str]) -> None:
    keys = ["title", "bullets", "language", "models", "warnings", "seconds"]
    assert main(["summarize", "--format", "json", file("a.txt", "été")]) == 0
    out = capsys.readouterr().out
    assert [*json.loads(out)] == keys
    assert "été" in out
    assert json.loads(out)["warnings"] == ["Mind this."]
    assert main(["summarize", "--format", "json", "a.txt", "a.txt"]) == 0
    assert [[*one] for one in json.loads(capsys.readouterr().out)] == [keys, keys]


def test_failed_inputs_are_told_and_left_out(file: Callable[..., str], capsys: pytest.CaptureFixture[str]) -> None:
    names = [
        file("german.txt"),
        file("a.txt"),
        file("bug.txt"),
        file("disk.txt"),
        "nowhere.txt",
        file("b.txt"),
        file("direction.txt"),
    ]
    assert main(["summarize", "--quiet", "--format", "json", *names]) == 1
    out, err = capsys.readouterr()
    assert [one["bullets"][0]["text"] for one in json.loads(out)] == ["a", "b"]
    assert err.splitlines() == [
        "summarizer: german.txt: The text is in German; give a French or English one.",
        "summarizer: bug.txt: Unexpected ValueError, a bug; --debug shows where.",
        "summarizer: disk.txt: Unexpected PermissionError, a bug; --debug shows where.",
        "summarizer: nowhere.txt does not exist; check the path.",
        "summarizer: direction.txt: These models write English only; pull a set that writes French.",
    ]


def test_json_when_all_failed(file: Callable[..., str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summarize", "--format", "json", file("german.txt")]) == 1
    assert capsys.readouterr().out == ""
    assert main(["summarize", "--format", "json", "german.txt", "nowhere.txt"]) == 1
    assert capsys.readouterr().out == "[]\n"


@pytest.mark.parametrize(("word", "code"), [("unknown", 2), ("missing", 1), ("broken", 1)])
def test_trouble_with_models_stops_all(
    word: str, code: int, file: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    names = [file("a.txt"), file(f"{word}.txt"), file("b.txt")]
    assert main(["summarize", "--quiet", "--format", "json", *names]) == code
    out, err = capsys.readouterr()
    assert [one["bullets"][0]["text"] for one in json.loads(out)] == ["a"]  # what was done is written
    assert err == f"summarizer: {TROUBLES[word]}\n"


def test_a_missing_extra_is_of_one_file(file: Callable[..., str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summarize", "--quiet", file("extra.txt"), file("a.txt")]) == 1
    out, err = capsys.readouterr()
    assert "• a" in out
    assert err == f"summarizer: extra.txt: {TROUBLES['extra']}\n"


def test_debug_shows_where(file: Callable[..., str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summarize", "--debug", file("bug.txt")]) == 1
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert "ValueError: text of the article" in err
    assert main(["summarize", "bug.txt"]) == 1
    assert "text of the article" not in capsys.readouterr().err


def test_no_models_are_loaded_for_nothing(made: list[Any]) -> None:
    assert main(["summarize", "nowhere.txt"]) == 1
    assert made == []


def test_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], file: Callable[..., str]
) -> None:
    pipe(monkeypatch, "Du texte.")
    assert main(["summarize"]) == 0
    assert "• Du texte." in capsys.readouterr().out
    pipe(monkeypatch, "Du texte.")
    assert main(["summarize", "-", file("a.txt")]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("==> standard input <==\n")
    assert err.startswith("summarizer: standard input: warning: Mind this.\n")
    pipe(monkeypatch, "")
    assert main(["summarize", "-"]) == 1
    assert capsys.readouterr().err.lower().startswith("summarizer: standard input")


def test_a_url_is_fetched(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("summarizer.reading.fetch", lambda url: SimpleNamespace(text=f"From {url}"))
    assert main(["summarize", "https://example.org/a"]) == 0
    assert "• From https://example.org/a" in capsys.readouterr().out


# Wrong usage


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["summarize", "a", "--bullets", "8"], "argument --bullets: '8': give a whole number from 3 to 7"),
        (["summarize", "a", "--bullets", "x"], "argument --bullets: 'x': give a whole number from 3 to 7"),
        (["summarize", "a", "--to", "de"], "argument --to: invalid choice: 'de'"),
        (["summarize", "a", "--format", "pdf"], "argument --format: invalid choice: 'pdf'"),
        (["summarize", "a", "--models", " "], "argument --models: ' ': give a name"),
        (["summarize", "a", "--nonsense"], "unrecognized arguments: --nonsense"),
        (["summarize", "a", "--bull", "4"], "unrecognized arguments: --bull"),
        (["summarize", "-", "-"], "standard input can be read only once"),
        (["serve", "--port", "99999"], "argument --port: '99999': give a number from 0 to 65535"),
        (["serve", "extra"], "unrecognized arguments: extra"),
        (["models"], "the following arguments are required: ACTION"),
        (["models", "pull"], "the following arguments are required: NAME"),
        (["nonsense"], "argument COMMAND: invalid choice: 'nonsense'"),
        (["batch", "a"], "the following arguments are required: --output"),
    ],
)
def test_wrong_usage(argv: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"summarizer: {message}")
    assert err.endswith("--help')\n")
    assert err.count("\n") == 1


def test_nothing_given_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    pipe(monkeypatch, "", terminal=True)
    for command in ("summarize", "translate", "identify"):
        assert main([command]) == 2
        assert capsys.readouterr().err.startswith("summarizer: nothing to read: give a file, a URL, or - for ")
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["summarize"]) == 2


def test_a_bad_setting(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SUMMARIZER_BULLETS", "99")
    assert main(["summarize", "a.txt"]) == 2
    assert capsys.readouterr().err == "summarizer: SUMMARIZER_BULLETS is '99'; give a whole number from 3 to 7.\n"


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: summarizer")


# The other commands


def test_translate(
    file: Callable[..., str], made: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SUMMARIZER_TO", "fr")  # a translation is into English, whatever the bullets are in
    assert main(["translate", file("a.txt", "Bonjour.\nA cat.\nBonsoir.")]) == 0
    out, err = capsys.readouterr()
    assert out == "A title\n\nHello world. A cat.\n\nHello world.\n"
    assert err == "summarizer: a.txt: warning: A number is lost.\n"
    assert made[0]["to"] == "en"
    assert main(["translate", "--quiet", "a.txt", file("german.txt"), file("b.txt", "Bye")]) == 1
    out, err = capsys.readouterr()
    assert out.endswith("\n\n==> b.txt <==\nA title\n\nHello world.\n")
    assert err.startswith("summarizer: german.txt: The text is in German")


def test_translate_to_json(file: Callable[..., str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", "--format", "json", file("a.txt", "Bonjour.\nA cat.\nBonsoir.")]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "source": "a.txt",
        "language": "mixed",
        "title": "A title",
        "paragraphs": [
            [
                {"text": "Bonjour.", "translation": "Hello\nworld.", "start": 0, "end": 1},
                {"text": "A cat.", "translation": None, "start": 1, "end": 2},
            ],
            [{"text": "Bonsoir.", "translation": "Hello\nworld.", "start": 2, "end": 3}],
        ],
        "warnings": ["A number is lost."],
    }


def test_identify(file: Callable[..., str], capsys: pytest.CaptureFixture[str]) -> None:
    names = [
        str(EXAMPLES / "article-fr.txt"),
        str(EXAMPLES / "article-en.txt"),
        file("short.txt", "Il fait beau ce matin à Paris."),
    ]
    assert main(["identify", *names]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{names[0]}: French (fr 100%")
    assert lines[1].startswith(f"{names[1]}: English (en 100%")
    assert lines[2].startswith("short.txt: French (fr 100%")
    assert main(["identify", "--format", "json", names[0]]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["source"], found["language"]) == (names[0], "fr")
    assert sum(found["shares"].values()) == pytest.approx(1)


def test_identify_another_language(file: Callable[..., str], capsys: pytest.CaptureFixture[str]) -> None:
    german = (
        "Der Gemeinderat hat am Montag mit großer Mehrheit beschlossen, das alte Schwimmbad im Stadtpark zu erneuern."
    )
    assert main(["identify", file("de.txt", german)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("summarizer: de.txt: ")
    assert "German" in err


def test_batch_gets_its_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setattr("summarizer.batch.run", lambda arguments: seen.append(arguments) or 1)
    assert main(["batch", "a", "--output", "out.jsonl", "b", "--bullets", "4"]) == 1
    assert (seen[0].inputs, seen[0].output, seen[0].bullets) == (["a", "b"], "out.jsonl", "4")


def test_batch_in_full(file: Callable[..., str], made: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", file("a.txt"), "--output", "out.jsonl", "--bullets", "9", "--quiet"]) == 2
    assert capsys.readouterr().err == "summarizer: --bullets is '9'; give a whole number from 3 to 7.\n"
    assert made == []


# models


class Store:
    """Stands in for the store: the sets of `here` are on this machine, those of `damaged` are broken."""

    def __init__(self, *here: str, damaged: str = "") -> None:
        self.here, self.damaged = here, damaged

    def installed(self, name: str) -> bool:
        return name in self.here

    def auto_set(self) -> str:
        return self.here[0]

    def path(self, name: str) -> Path:
        if name not in self.here:
            raise TROUBLES["missing" if name == "best" else "unknown"]
        return Path("/models") / name

    def pull(self, name: str, progress: Callable[[str], None]) -> Path:
        progress(f"{name}: 300 MB, MIT")
        return self.path(name)

    def verify(self, name: str) -> int:
        if name == self.damaged:
            raise TROUBLES["broken"]
        self.path(name)
        return 3


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def use(*here: str, damaged: str = "") -> None:
        import summarizer.models.store  # so that there is an attribute to replace

        monkeypatch.setattr(summarizer.models, "store", Store(*here, damaged=damaged))

    return use


def test_models_list(store: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    store("fast", "builtin")
    assert main(["models", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[1:5]] == [
        ["builtin", "yes"],
        ["fast", "yes"],
        ["balanced", "no"],
        ["best", "no"],
    ]
    assert re.fullmatch(r"fast +yes +761 MB +458 MB +BLEU 33\.1 \+ ROUGE-2 20\.17 +5\.1 \+ - +Apache-2\.0", lines[2])
    assert "auto is fast on this machine" in lines
    (research,) = (line for line in lines if "nllb" in line)
    assert research.endswith("CC-BY-NC-4.0 (not for commercial use)")


def test_models_list_with_measured_speeds(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from dataclasses import replace

    from summarizer.models.catalogue import SETS

    fast = SETS["fast"]
    measured = replace(
        fast, translator=replace(fast.translator, speed=12.5), condenser=replace(fast.condenser, speed=None)
    )
    monkeypatch.setitem(SETS, "fast", measured)
    assert main(["models", "list"]) == 0
    assert " 12.5 + -  Apache-2.0" in capsys.readouterr().out


def test_models_remove_export_and_import(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    calls: list[Any] = []
    monkeypatch.setattr("summarizer.models.removal.remove", lambda name, say: calls.append(name) or 2_000_000)
    monkeypatch.setattr("summarizer.models.transfer.export", lambda *given: calls.append(given[:2]) or 3_000_000)
    monkeypatch.setattr("summarizer.models.transfer.bring_in", lambda file: calls.append(file) or "fast")
    assert main(["models", "remove", "fast"]) == 0
    assert main(["models", "export", "fast", "fast.models"]) == 0
    assert main(["models", "import", "fast.models"]) == 0
    assert calls == ["fast", ("fast", Path("fast.models")), Path("fast.models")]
    assert capsys.readouterr().out.splitlines() == [
        "fast: removed, 2 MB freed",
        "fast.models: 3 MB; on the other machine: summarizer models import fast.models",
        "fast: imported and checked",
    ]


def test_importing_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["models", "import", str(tmp_path / "nothing.models")]) == 1
    assert capsys.readouterr().err == f"summarizer: {tmp_path / 'nothing.models'}: No such file or directory\n"


def test_models_path_and_pull(store: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    store("fast")
    assert main(["models", "path", "fast"]) == 0
    assert capsys.readouterr().out == "/models/fast\n"
    assert main(["models", "pull", "fast"]) == 0
    assert capsys.readouterr() == ("/models/fast\n", "summarizer: fast: 300 MB, MIT\n")
    assert main(["models", "path", "best"]) == 1
    assert capsys.readouterr().err == f"summarizer: {TROUBLES['missing']}\n"
    assert main(["models", "path", "nosuch"]) == 2


def test_models_verify(store: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    store("builtin", "fast", "best", damaged="fast")
    assert main(["models", "verify"]) == 1
    out, err = capsys.readouterr()
    assert out == "builtin: good, 3 files checked\nbest: good, 3 files checked\n"
    assert err == f"summarizer: fast: {TROUBLES['broken']}\n"
    assert main(["models", "verify", "best"]) == 0
    assert main(["models", "verify", "nosuch"]) == 2
    store()
    assert main(["models", "verify"]) == 1


def test_config(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMARIZER_TO", "fr")
    assert main(["config", "--bullets", "3"]) == 0
    out = capsys.readouterr().out
    assert [line.split() for line in out.splitlines()[:4]] == [
        ["models", "auto", "default"],
        ["bullets", "3", "--bullets"],
        ["to", "fr", "SUMMARIZER_TO"],
        ["translator", "-", "default"],
    ]
    assert out.endswith("config.toml (not there)\n")
    assert main(["config", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["to"] == {"value": "fr", "origin": "SUMMARIZER_TO"}


def test_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setitem(sys.modules, "summarizer.page", SimpleNamespace(serve=lambda **options: seen.append(options)))
    assert main(["serve", "--port", "8000"]) == 0
    assert seen == [{"host": "127.0.0.1", "port": 8000, "allow_urls": False, "auth": None}]


def test_serve_asks_for_a_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setitem(sys.modules, "summarizer.page", SimpleNamespace(serve=lambda **options: seen.append(options)))
    (tmp_path / "password").write_text("mot de passe\nnot this\n", encoding="utf-8")
    assert main(["serve", "--allow-urls", "--auth", f"anne:{tmp_path / 'password'}"]) == 0
    assert seen == [{"host": "127.0.0.1", "port": 7860, "allow_urls": True, "auth": ("anne", "mot de passe")}]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("anne", "give a name and the file of its password"),
        (":file", "give a name and the file of its password"),
        ("anne:nowhere", "nowhere can't be read"),
        ("anne:" + os.devnull, "is empty; write the password"),
    ],
)
def test_a_password_that_is_not_there(value: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--auth", value]) == 2
    assert message in capsys.readouterr().err


def test_serve_without_gradio(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def serve(**_: object) -> None:
        raise ModuleNotFoundError("No module named 'gradio'", name="gradio")

    monkeypatch.setitem(sys.modules, "summarizer.page", SimpleNamespace(serve=serve))
    assert main(["serve"]) == 1
    assert (
        capsys.readouterr().err
        == "summarizer: The page needs gradio; install it with: pip install 'summarizer[page]'.\n"
    )


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("summarizer 0.")


# Ends of the run


def test_interrupt(file: Callable[..., str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summarize", file("interrupt.txt")]) == 130
    assert capsys.readouterr().err == ""


def test_a_bug_in_a_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fails(**_: object) -> None:
        raise RuntimeError("inside")

    monkeypatch.setitem(sys.modules, "summarizer.page", SimpleNamespace(serve=fails))
    assert main(["serve"]) == 1
    assert capsys.readouterr().err == "summarizer: Unexpected RuntimeError, a bug; --debug shows where.\n"
    assert main(["serve", "--debug"]) == 1
    assert "RuntimeError: inside" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError("Cannot find empty port in range: 80-80"), "Cannot find empty port in range: 80-80"),
        (PermissionError(13, "Permission denied", "/folder"), "/folder: Permission denied"),
    ],
)
def test_the_system_refuses(
    error: OSError, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(**_: object) -> None:
        raise error

    monkeypatch.setitem(sys.modules, "summarizer.page", SimpleNamespace(serve=fails))
    assert main(["serve"]) == 1
    assert capsys.readouterr().err == f"summarizer: {line}\n"


def test_a_file_that_looks_like_an_option(file: Callable[..., str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summarize", "--quiet", "--", file("-a.txt")]) == 0
    assert "• -a" in capsys.readouterr().out


def test_colour_and_width_follow_the_terminal(
    file: Callable[..., str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    long = file("a.txt", "word " * 50)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    main(["summarize", long])
    out, err = capsys.readouterr()
    assert max(map(len, out.splitlines())) <= 60
    assert "\x1b" not in out + err
    monkeypatch.setattr(cli, "_is_terminal", lambda stream: True)
    main(["summarize", long])
    out, err = capsys.readouterr()
    assert out.startswith("\x1b[1mA title\x1b[0m")
    assert err.startswith("\rcondensing 1 of 2\x1b[K\r\x1b[K")
    monkeypatch.setenv("NO_COLOR", "1")
    main(["summarize", long])
    assert "\x1b" not in capsys.readouterr().out


def test_a_name_with_odd_bytes_stays_on_one_line() -> None:
    assert cli._shown(os.fsdecode(b"caf\xe9\n\x1b[2J.txt")) == "caf\ufffd??[2J.txt"


# In a process of its own: the real streams, signals and start-up

SCRIPT = """
import sys, time
from summarizer import pipeline
from summarizer.summary import Bullet, Summary

class Fake:
    def __init__(self, **options): pass
    def __call__(self, document):
        if "wait" in document.text:
            print("ready", file=sys.stderr, flush=True)
            time.sleep(60)
        return Summary("\\xc9t\\xe9", (Bullet(document.text.strip(), ()),), "fr", {})

pipeline.Summarizer = Fake
from summarizer.cli import main
sys.exit(main())
"""


def start(*argv: str, **options: Any) -> subprocess.Popen[bytes]:
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    # A shell that runs the tests in the background has told all its children to ignore Ctrl-C.
    held = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen([sys.executable, "-c", SCRIPT, *argv], **streams)
    finally:
        signal.signal(signal.SIGINT, held)


def test_utf8_under_the_c_locale(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    with start("summarize", "--quiet", env=environment) as process:
        out, err = process.communicate("Où ? « Là » – œuvre".encode())
    assert (process.returncode, err) == (0, b"")
    assert "Été\nFrench article\n\n• Où ? « Là » – œuvre\n" in out.decode()
    with start("summarize", str(tmp_path / "né.txt"), env=environment) as process:
        _, err = process.communicate()
    assert "né.txt" in err.decode()


def test_a_broken_pipe_is_silent() -> None:
    with start("summarize") as process:
        assert process.stdout is not None
        process.stdout.close()
        _, err = process.communicate(b"text")
    assert (process.returncode, err) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk() -> None:
    with Path("/dev/full").open("wb") as full, start("summarize", stdout=full) as process:
        _, err = process.communicate(b"text")
    assert process.returncode == 1
    assert err == b"summarizer: No space left on device\n"


def test_ctrl_c() -> None:
    with start("summarize") as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(b"wait")
        process.stdin.close()
        assert process.stderr.readline() == b"ready\n"
        process.send_signal(signal.SIGINT)
        err = process.stderr.read()
    assert (process.returncode, err) == (130, b"")


def test_closed_streams() -> None:
    with start("summarize", "--quiet", stdin=subprocess.DEVNULL) as process:
        _, err = process.communicate()
    assert process.returncode == 1
    assert b"standard input" in err.lower()
    command = f'"{sys.executable}" -m summarizer --version >&-'
    assert subprocess.run(command, shell=True, check=False, capture_output=True).returncode in (0, 1)


def test_the_command_and_the_module_are_the_same() -> None:
    command = Path(sys.executable).with_name("summarizer")
    for start_of in ([str(command)], [sys.executable, "-m", "summarizer"]):
        done = subprocess.run([*start_of, "--help"], capture_output=True, text=True, check=True)
        assert done.stdout.startswith("usage: summarizer ")


@pytest.mark.parametrize("argv", [["--help"], ["summarize", "--help"], ["--version"], ["config"]])
def test_nothing_heavy_is_imported_early(argv: list[str]) -> None:
    code = f"import sys; from summarizer.cli import main; main({argv}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert "summarizer.cli" in loaded
    heavy = {"numpy", "torch", "transformers", "ctranslate2", "gradio", "trafilatura", "lxml", "summarizer.pipeline"}
    assert not heavy & loaded


def test_import_summarizer_costs_nothing() -> None:
    code = "import sys, summarizer; print([name for name in sys.modules if name.startswith('summarizer.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_public_names(monkeypatch: pytest.MonkeyPatch) -> None:
    import summarizer

    monkeypatch.undo()  # the real Summarizer
    assert {name: getattr(summarizer, name).__name__ for name in summarizer.__all__} == {
        name: name for name in summarizer.__all__
    }
    assert set(summarizer.__all__) < set(dir(summarizer))
    assert summarizer.__version__.startswith("0.")
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = summarizer.nonsense
