"""What the README says of the command line, and its examples, are true."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

import pytest

from summarizer import cli, config
from summarizer.digest import Digest, Fact, Telling
from summarizer.summary import Bullet, Evidence, Summary

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
# In every command's help; the README says so once.
COMMON = {"-h", "--help", "--debug"}


def subparsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


COMMANDS = subparsers(cli.build_parser())


def section(command: str) -> str:
    found = re.search(rf"^### summarizer {command}\b.*?(?=^##)", README, re.MULTILINE | re.DOTALL)
    assert found, f"the README has no section on {command}"
    return found[0].replace("\\|", "|")


def options(parser: argparse.ArgumentParser) -> set[str]:
    return {option for action in parser._actions for option in action.option_strings} - COMMON


@pytest.mark.parametrize("command", COMMANDS)
def test_the_reference_has_the_options_of_each_command(command: str) -> None:
    told = set(re.findall(r"(?<![\w-])--?[a-z]+(?:-[a-z]+)*\b", section(command)))
    assert told - COMMON == options(COMMANDS[command])


@pytest.mark.parametrize("command", COMMANDS)
def test_the_reference_has_the_values_of_each_option(command: str) -> None:
    for action in COMMANDS[command]._actions:
        if action.option_strings and action.choices and "--format" not in action.option_strings:
            assert f"{action.option_strings[-1]} {'|'.join(map(str, action.choices))}" in section(command)
    formats = [action.choices for action in COMMANDS[command]._actions if "--format" in action.option_strings]
    for choices in formats:
        told = re.search(r"--format ([a-z|]+)", section(command))
        assert told
        assert choices is not None
        assert set(told[1].split("|")) == set(choices)


def test_the_reference_has_the_actions_of_models() -> None:
    heading = section("models").splitlines()[0]
    assert heading.split(" models ")[1].split("|") == [*subparsers(COMMANDS["models"])]
    for name, parser in subparsers(COMMANDS["models"]).items():
        names = [action.metavar if action.nargs is None else f"[{action.metavar}]" for action in parser._actions]
        words = [str(name) for action, name in zip(parser._actions, names, strict=True) if not action.option_strings]
        assert " ".join(["`summarizer models", name, *words]) + "`" in section("models")


def test_the_reference_has_no_other_command() -> None:
    assert set(re.findall(r"^### summarizer (\w+)", README, re.MULTILINE)) == set(COMMANDS)


def test_the_environment_is_complete() -> None:
    assert set(re.findall(r"`(SUMMARIZER_\w+)`", README)) == {config.variable(name) for name in config.NAMES}
    assert f"{config.FEWEST_BULLETS} to {config.MOST_BULLETS}" in README


def commands() -> list[str]:
    lines = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
    return [line for line in lines if "summarizer " in line and "pip " not in line]


@pytest.mark.parametrize("line", commands())
def test_the_commands_of_the_readme_are_understood(line: str) -> None:
    words = shlex.split(line.rpartition("| ")[2])
    assert words[0] == "summarizer"
    words = words[1 : words.index(">")] if ">" in words else words[1:]
    assert cli._parse(words).command


def test_the_readme_has_commands() -> None:
    assert len(commands()) > 5


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    summary = Summary(
        "A vote", (Bullet("It was voted.", (Evidence("Voté.", "Voted.", 0, 5),)),), "fr", {"set": "builtin"}
    )
    monkeypatch.setattr("summarizer.pipeline.Summarizer.__call__", lambda self, text: summary)
    monkeypatch.setattr("summarizer.pipeline.Summarizer.stream", lambda self, texts: [summary for _ in texts])
    digest = Digest(
        "A vote", (Fact(summary.bullets[0], (Telling("a.txt", ()), Telling("b.txt", ()))),), ("a.txt", "b.txt")
    )
    monkeypatch.setattr("summarizer.pipeline.Summarizer.digest", lambda self, texts: digest)
    monkeypatch.setattr("gradio_client.Client.__init__", lambda self, address: None)
    monkeypatch.setattr("gradio_client.Client.predict", lambda self, **inputs: summary.to_dict())
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
    out = capsys.readouterr().out
    assert out.count("It was voted. True ['Voté.']") == 2
    assert "It was voted. ('a.txt', 'b.txt') []" in out


@pytest.mark.parametrize("script", ["show_evidence.py", "digest.py"])
def test_the_scripts_of_the_examples_run(
    script: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import runpy

    bullet = Bullet("It was voted.", (Evidence("x", "Voted.", 0, 4),))
    summary = Summary("A vote", (bullet,), "fr", {"set": "builtin"})
    monkeypatch.setattr("summarizer.pipeline.Summarizer.__call__", lambda self, text: summary)
    argument = ROOT / "examples" / ("article-fr.txt" if script == "show_evidence.py" else "")
    monkeypatch.setattr("sys.argv", [script, str(argument)])
    runpy.run_path(str(ROOT / "examples" / script), run_name="__main__")
    out = capsys.readouterr().out
    assert "- It was voted." in out
    assert ("characters 0 to 4: Menu" in out) == (script == "show_evidence.py")


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\]\(([\w./-]+)\)", README))))
def test_the_links_of_the_readme_lead_somewhere(name: str) -> None:
    if name == "models.md" and not (ROOT / name).exists():
        pytest.skip("models.md is not written yet")
    assert (ROOT / name).exists()


def test_the_pins_cover_every_dependency() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    names = {re.match(r"[\w-]+", item)[0] for item in wanted} - {"summarizer"}  # type: ignore[index]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert {line.partition("==")[0] for line in lines if line and not line.startswith("#")} == names


def test_the_wheel_has_every_data_file() -> None:
    import tomllib

    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"][
        "package-data"
    ]
    packed = {path for pattern in patterns["summarizer"] for path in (ROOT / "summarizer").glob(pattern)}
    data = {path for path in (ROOT / "summarizer").rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")}
    assert sorted(str(path.relative_to(ROOT)) for path in data - packed) == []
