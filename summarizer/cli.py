"""The command line: `summarizer COMMAND ...`, also `python -m summarizer`.

    0    everything was done
    1    some inputs failed (the others are written), or the models can't be used
    2    wrong usage: an option, a setting or a name of models that can't be used
    130  stopped with Ctrl+C
    141  the reader of the output went away, as for any program in a pipe

Results go to stdout, everything else to stderr, one line each. Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn, TextIO, TypeVar

from summarizer import config
from summarizer.errors import (
    BrokenModel,
    ConfigError,
    MissingExtra,
    ModelError,
    ModelsMissing,
    NoArticle,
    SummarizerError,
    UnknownModels,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from summarizer.digest import Digest
    from summarizer.language import Language
    from summarizer.models.catalogue import ModelInfo, ModelSet
    from summarizer.pipeline import Summarizer
    from summarizer.reading import Document
    from summarizer.summary import Summary

__all__ = ["build_parser", "main"]

DONE, FAILED, WRONG_USAGE, INTERRUPTED, NO_READER = 0, 1, 2, 130, 141
USAGE_ERRORS = (ConfigError, UnknownModels)
WIDEST = 100  # longer lines are hard to read, however wide the terminal
STDIN = "-"

T = TypeVar("T")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command.

    Args:
        argv: the arguments without the program's name; those of the process by default.

    Returns:
        The exit code; see the top of this module.
    """
    _use_utf8()
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _run(words)
        _flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _abandon_stdout()
        return NO_READER
    except OSError as error:  # inputs are guarded one by one: this is our output, or a port that is taken
        _abandon_stdout()
        _tell(error, debug="--debug" in words)
        return FAILED
    return code


def _run(argv: list[str]) -> int:
    try:
        arguments = _parse(argv)
    except SystemExit as end:  # argparse has told the reason, or shown the help
        return end.code if isinstance(end.code, int) else DONE
    if not arguments.debug:
        _calm_libraries()
    try:
        code: int = arguments.command(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    except SummarizerError as error:
        _tell(error, debug=arguments.debug)
        return _code(error)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001  a bug of ours must not end in a traceback
        _tell(error, debug=arguments.debug)
        return FAILED
    return code


# The parser


class _Parser(argparse.ArgumentParser):
    """Tells wrong usage in one line, like every other error."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        options.setdefault("allow_abbrev", False)
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(**options)

    def error(self, message: str) -> NoReturn:
        """Exits with 2."""
        self.exit(WRONG_USAGE, f"summarizer: {message} (see '{self.prog} --help')\n")


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"summarizer {config.version()}")
        parser.exit()


def build_parser(*, batch: bool = True) -> argparse.ArgumentParser:
    """The parser of the whole command line.

    Args:
        batch: give the command `batch` its options, which takes an import.
    """
    parser = _Parser(
        prog="summarizer",
        description="Short English bullets, each with its evidence, from French and English articles. Works offline.",
        epilog="'summarizer COMMAND --help' shows the options of a command.",
    )
    parser.add_argument("-V", "--version", action=_Version, nargs=0, help="show the version and exit")
    parser.set_defaults(debug=False)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    _add_summarize(commands)
    _add_digest(commands)
    _add_translate(commands)
    _add_identify(commands)
    _add_batch(commands, with_options=batch)
    _add_models(commands)
    _add_evaluate(commands)
    _add_serve(commands)
    _add_config(commands)
    return parser


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = build_parser(batch="batch" in argv)
    if not argv:
        parser.print_help(sys.stderr)
        parser.exit(WRONG_USAGE)
    # argparse hands back the files that stand after an option: "a.txt --bullets 3 b.txt".
    arguments, rest = parser.parse_known_args(argv)
    unknown = [word for word in rest if word.startswith("-") and word != STDIN]
    several: list[str] | None = getattr(arguments, "inputs", None)
    if unknown or (rest and several is None):
        getattr(arguments, "parser", parser).error(f"unrecognized arguments: {' '.join(unknown or rest)}")
    if several is not None:
        several += rest
    if not hasattr(arguments, "command"):
        parser.error("choose a command")
    return arguments


def _add_command(commands: Any, name: str, run: Callable[..., int], text: str, **options: Any) -> _Parser:  # noqa: ANN401
    parser: _Parser = commands.add_parser(name, help=text, description=text, **options)
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    parser.set_defaults(command=run, parser=parser)
    return parser


def _add_summarize(commands: Any) -> None:  # noqa: ANN401
    parser = _add_command(commands, "summarize", _summarize, "Summarise articles in a few bullets.")
    _add_inputs(parser)
    _add_settings(parser)
    parser.add_argument("--evidence", action="store_true", help="show the source sentences under each bullet")
    _add_format(parser, "text", "markdown", "json")
    parser.add_argument("--quiet", action="store_true", help="no warnings on stderr")


def _add_digest(commands: Any) -> None:  # noqa: ANN401
    text = "Make one set of bullets out of several articles on one story."
    parser = _add_command(commands, "digest", _digest, text)
    _add_inputs(parser)
    _add_settings(parser)
    parser.add_argument("--evidence", action="store_true", help="show what each article says under each bullet")
    _add_format(parser, "text", "markdown", "json")
    parser.add_argument("--quiet", action="store_true", help="no warnings on stderr")


def _add_translate(commands: Any) -> None:  # noqa: ANN401
    parser = _add_command(
        commands, "translate", _translate, "Translate French articles into English, sentence by sentence."
    )
    _add_inputs(parser)
    _add_settings(parser, "models", "translator", "engine")
    _add_format(parser, "text", "json")
    parser.add_argument("--quiet", action="store_true", help="no warnings on stderr")


def _add_identify(commands: Any) -> None:  # noqa: ANN401
    parser = _add_command(commands, "identify", _identify, "Tell whether articles are French, English or mixed.")
    _add_inputs(parser)
    _add_format(parser, "text", "json")


def _add_batch(commands: Any, *, with_options: bool) -> None:  # noqa: ANN401
    text = "Summarise many files and folders; resumes by itself."
    parser = _add_command(commands, "batch", _batch, text)
    if with_options:
        from summarizer import batch

        batch.add_arguments(parser)


def _add_models(commands: Any) -> None:  # noqa: ANN401
    text = "List, download, check, carry and remove sets of models."
    group = commands.add_parser("models", help=text, description=text)
    group.set_defaults(parser=group)
    actions = group.add_subparsers(metavar="ACTION", title="actions", required=True)
    _add_command(actions, "list", _models_list, "Show the sets of models, how good they are, and which are here.")
    verify = _add_command(actions, "verify", _models_verify, "Check the files of a set, or of all that are here.")
    verify.add_argument("name", metavar="NAME", nargs="?", help="the set; all that are on this machine by default")
    for action, run, told in (
        ("pull", _models_pull, "Download a set of models."),
        ("path", _models_path, "Print the folder that holds a set."),
        ("remove", _models_remove, "Delete a set that was downloaded or imported."),
        ("export", _models_export, "Write a set into one file, for a machine without a network."),
    ):
        parser = _add_command(actions, action, run, told)
        parser.add_argument("name", metavar="NAME", help="the set, such as fast, balanced or best, or a hub id")
        if action == "export":
            parser.add_argument("file", metavar="FILE", help="the file to write")
    bring_in = _add_command(actions, "import", _models_import, "Take in a file that export wrote.")
    bring_in.add_argument("file", metavar="FILE", help="the file to read")


def _add_evaluate(commands: Any) -> None:  # noqa: ANN401
    text = "Measure the models on texts of yours, beside the first three sentences and TextRank."
    parser = _add_command(commands, "evaluate", _evaluate, text)
    parser.add_argument("data", metavar="DATA.jsonl", nargs="+", help="lines of text and summary, or source and target")
    _add_settings(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object in place of the tables")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")


def _add_serve(commands: Any) -> None:  # noqa: ANN401
    parser = _add_command(commands, "serve", _serve, "Serve the page for a browser.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", default=7860, type=_port, help="port to listen on (default: %(default)s)")
    parser.add_argument("--allow-urls", action="store_true", help="fetch a page when its address is pasted")
    parser.add_argument(
        "--auth", metavar="USER:FILE", type=_credentials, help="ask for this name, and the password in that file"
    )


def _add_config(commands: Any) -> None:  # noqa: ANN401
    parser = _add_command(commands, "config", _config, "Show the settings in force and where each came from.")
    _add_settings(parser)
    _add_format(parser, "text", "json")


def _add_inputs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", metavar="FILE|URL|-", nargs="*", help="what to read; - or nothing is standard input")


def _add_format(parser: argparse.ArgumentParser, *formats: str) -> None:
    parser.add_argument(
        "--format", choices=formats, default=formats[0], help="form of the output (default: %(default)s)"
    )


def _add_settings(parser: argparse.ArgumentParser, *names: str) -> None:
    """Options that stand for settings; None when not given, so that the other places are asked."""
    options: dict[str, dict[str, Any]] = {
        "bullets": {"metavar": "N", "help": "how many bullets, 3 to 7 (default: 5)"},
        "to": {"choices": config.LANGUAGES, "help": "language of the bullets (default: en)"},
        "models": {"metavar": "NAME", "help": "auto, builtin, fast, balanced or best (default: auto)"},
        "translator": {"metavar": "ID", "help": "hub id or folder of another translator"},
        "condenser": {"metavar": "ID", "help": "hub id or folder of another summariser"},
        "engine": {"choices": config.ENGINES, "help": "what runs the models (default: auto)"},
    }
    for name in names or options:
        if "choices" not in options[name]:
            options[name]["type"] = _setting(name)
        parser.add_argument(f"--{name}", **options[name])


def _setting(name: str) -> Callable[[str], str | int]:
    def convert(value: str) -> str | int:
        try:
            return config.check(name, value)
        except ValueError as error:
            raise argparse.ArgumentTypeError(f"{value!r}: {error}") from None

    return convert


def _port(value: str) -> int:
    if value.isdecimal() and len(value) <= 5 and int(value) <= 65535:
        return int(value)
    raise argparse.ArgumentTypeError(f"{value!r}: give a number from 0 to 65535")


def _credentials(value: str) -> tuple[str, str]:
    """The name, and the first line of the file: a password in the command itself would be seen by other users."""
    user, _, path = value.partition(":")
    if not user or not path:
        raise argparse.ArgumentTypeError(f"{value!r}: give a name and the file of its password, as name:file")
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib is not imported here
            password = file.readline().strip()
    except (OSError, UnicodeError):
        raise argparse.ArgumentTypeError(f"{path} can't be read; give the file of the password") from None
    if not password:
        raise argparse.ArgumentTypeError(f"{path} is empty; write the password in its first line")
    return user, password


# The commands


def _summarize(arguments: argparse.Namespace) -> int:
    names = _inputs(arguments)
    settings = config.load(vars(arguments))
    run = _Run(arguments)
    done = run.each(names, _later(lambda: _summarizer(settings, run.status)), lambda summary: summary.warnings)
    if arguments.format == "json":
        run.print_json([summary.to_dict() for _, summary in done], several=len(names) > 1)
    else:
        show = _markdown if arguments.format == "markdown" else _text
        _print_each(done, lambda name, summary: show(name if len(names) > 1 else None, summary, arguments))
    return run.code


def _summarizer(settings: config.Settings, status: Callable[[str, int, int], None]) -> Summarizer:
    from summarizer.pipeline import Summarizer

    return Summarizer(**settings.options(), progress=status)


def _text(name: str | None, summary: Summary, arguments: argparse.Namespace) -> str:
    from summarizer.rendering import to_text

    text = to_text(summary, evidence=arguments.evidence, width=_width(), colour=_colour())
    return _with_header(name, text)


def _markdown(name: str | None, summary: Summary, arguments: argparse.Namespace) -> str:
    from summarizer.rendering import escape_markdown, to_markdown

    text = to_markdown(summary, evidence=arguments.evidence, level=2 if name else 1)
    return f"# {escape_markdown(_shown(name))}\n\n{text}" if name else text


def _digest(arguments: argparse.Namespace) -> int:
    settings = config.load(vars(arguments))
    run = _Run(arguments)
    made = cache(lambda: _summarizer(settings, run.status))
    prepared = [
        article
        for _, article in run.each(
            dict.fromkeys(_files(_inputs(arguments))), lambda document: made().translate(document)
        )
    ]
    if prepared:
        with run.status:
            digest = made().digest(prepared)
        for warning in () if run.quiet else digest.warnings:
            _say(f"warning: {warning}")
        _show_digest(digest, arguments)
    return run.code


def _files(names: Iterable[str]) -> Iterator[str]:
    """The names, with the files of a folder in its place."""
    for name in names:
        if os.path.isdir(name):  # noqa: PTH112 - pathlib is not imported here
            from pathlib import Path

            from summarizer.batch import find

            yield from (job.source for job in find([name], output=Path(os.devnull)))
        else:
            yield name


def _show_digest(digest: Digest, arguments: argparse.Namespace) -> None:
    from summarizer.rendering import digest_to_markdown, digest_to_text

    if arguments.format == "json":
        _print_json(digest.to_dict())
    elif arguments.format == "markdown":
        print(digest_to_markdown(digest, evidence=arguments.evidence))
    else:
        print(digest_to_text(digest, evidence=arguments.evidence, width=_width(), colour=_colour()))


def _translate(arguments: argparse.Namespace) -> int:
    names = _inputs(arguments)
    settings = config.load(vars(arguments))
    run = _Run(arguments)
    done = run.each(names, _later(lambda: _translation(settings, run.status)), lambda result: result["warnings"])
    if arguments.format == "json":
        run.print_json([{"source": name, **result} for name, result in done], several=len(names) > 1)
    else:
        _print_each(done, lambda name, result: _with_header(name if len(names) > 1 else None, _in_english(result)))
    return run.code


def _translation(settings: config.Settings, status: _Status) -> Callable[[Document], dict[str, Any]]:
    """What turns a document into its translation, ready for JSON: language, title, paragraphs of sentences, warnings."""
    from summarizer.rendering import translated

    summarizer = _summarizer(replace(settings, to="en"), status)

    def translate(document: Document) -> dict[str, Any]:
        return translated(summarizer.translate(document))

    return translate


def _in_english(result: dict[str, Any]) -> str:
    from summarizer.rendering import plain

    paragraphs = [
        " ".join(plain(sentence["translation"] or sentence["text"]) for sentence in paragraph)
        for paragraph in result["paragraphs"]
    ]
    return "\n\n".join([*([plain(result["title"])] if result["title"] else []), *paragraphs])


def _identify(arguments: argparse.Namespace) -> int:
    names = _inputs(arguments)
    run = _Run(arguments)
    done = run.each(names, _language)
    if arguments.format == "json":
        found = [{"source": name, "language": language.code, "shares": language.shares} for name, language in done]
        run.print_json(found, several=len(names) > 1)
    else:
        for name, language in done:
            print(f"{_shown(name)}: {_shares(language)}", flush=True)
    return run.code


def _language(document: Document) -> Language:
    from summarizer.cleaning import clean
    from summarizer.language import identify

    try:
        return identify(clean(document))
    except NoArticle:  # a sentence or two are no article, but they have a language
        return identify(document.text)


def _shares(language: Language) -> str:
    from summarizer.rendering import LANGUAGES

    shares = sorted(language.shares.items(), key=lambda item: -item[1])
    told = ", ".join(f"{code} {share:.0%}" for code, share in shares if share >= 0.005)
    return f"{LANGUAGES.get(language.code, language.code)} ({told})"


def _batch(arguments: argparse.Namespace) -> int:
    from summarizer import batch

    return batch.run(arguments)


def _models_list(_: argparse.Namespace) -> int:
    from summarizer.models import catalogue, store

    rows: list[tuple[str, ...]] = [("set", "here", "size", "memory", "quality", "speed", "licence")]
    rows += [_row(name, models, models.licences) for name, models in catalogue.SETS.items()]
    others: list[tuple[str, ...]] = [("other models", *rows[0][1:])]
    others += [_row(info.id, info, _licence(info)) for info in catalogue.ALTERNATIVES]
    _print_table(rows)
    print(f"\nauto is {store.auto_set()} on this machine\n")
    _print_table(others)
    print("\nquality: as published, each on its own texts (models.md); speed: sentences translated + tokens written")
    print("a second, - where not measured; memory: estimated. Any hub id or folder can be used as well.")
    return DONE


def _row(name: str, models: ModelSet | ModelInfo, licence: str) -> tuple[str, ...]:
    from summarizer.models import store
    from summarizer.models.hub import megabytes

    here = "yes" if store.installed(name) else "no"
    memory = megabytes(models.memory) if models.memory else "-"
    return name, here, megabytes(models.size), memory, models.quality or "-", models.pace, licence


def _licence(info: ModelInfo) -> str:
    return f"{info.licence} (not for commercial use)" if "-NC" in info.licence else info.licence


def _print_table(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _models_pull(arguments: argparse.Namespace) -> int:
    from summarizer.models import store

    print(store.pull(arguments.name, progress=_say))
    return DONE


def _models_path(arguments: argparse.Namespace) -> int:
    from summarizer.models import store

    print(store.path(arguments.name))
    return DONE


def _models_remove(arguments: argparse.Namespace) -> int:
    from summarizer.models import hub, removal

    freed = removal.remove(arguments.name, _say)
    print(f"{arguments.name}: removed, {hub.megabytes(freed)} freed" if freed else f"{arguments.name}: nothing removed")
    return DONE


def _models_export(arguments: argparse.Namespace) -> int:
    from pathlib import Path

    from summarizer.models import hub, transfer

    size = transfer.export(arguments.name, Path(arguments.file), _say)
    print(f"{arguments.file}: {hub.megabytes(size)}; on the other machine: summarizer models import {arguments.file}")
    return DONE


def _models_import(arguments: argparse.Namespace) -> int:
    from pathlib import Path

    from summarizer.models import transfer

    print(f"{transfer.bring_in(Path(arguments.file))}: imported and checked")
    return DONE


def _models_verify(arguments: argparse.Namespace) -> int:
    from summarizer.models import catalogue, store

    here = [name for name in catalogue.SETS if store.installed(name)]
    if not here and not arguments.name:
        raise ModelsMissing("No set of models is on this machine; pull one with: summarizer models pull fast.")
    code = DONE
    for name in [arguments.name] if arguments.name else here:
        try:
            count = store.verify(name)
        except BrokenModel as error:
            _tell(error, name, debug=arguments.debug)
            code = FAILED
        else:
            print(f"{name}: good, {count} files checked", flush=True)
    return code


def _evaluate(arguments: argparse.Namespace) -> int:
    from pathlib import Path

    from summarizer import evaluation

    settings = config.load(vars(arguments))
    status = _Status(on=not arguments.quiet and _is_terminal(sys.stderr))
    with status:
        records = evaluation.read(map(Path, arguments.data))
        report = evaluation.evaluate(records, _summarizer(settings, lambda *_: None), status)
    for line, reason in report.failed:
        _say(f"line {line} is left out: {reason}")
    if arguments.json:
        _print_json(report.to_dict())
    else:
        print(evaluation.table(report))
    return FAILED if report.failed else DONE


def _serve(arguments: argparse.Namespace) -> int:
    try:
        page = import_module("summarizer.page")
        page.serve(host=arguments.host, port=arguments.port, allow_urls=arguments.allow_urls, auth=arguments.auth)
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != "gradio":
            raise
        raise MissingExtra("The page needs gradio; install it with: pip install 'summarizer[page]'.") from error
    return DONE


def _config(arguments: argparse.Namespace) -> int:
    settings = config.load(vars(arguments))
    values = settings.options()
    if arguments.format == "json":
        _print_json({name: {"value": value, "origin": settings.origins[name]} for name, value in values.items()})
        return DONE
    for name, value in values.items():
        print(f"{name:<12}{'-' if value is None else value:<16}{settings.origins[name]}")
    file = config.file()
    print(f"\nconfiguration file: {file}{'' if file.is_file() else ' (not there)'}")
    return DONE


# The inputs


class _Run:
    """Does the inputs of a command one after another, and keeps what went wrong with one apart from the others."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.debug: bool = arguments.debug
        self.quiet: bool = getattr(arguments, "quiet", False)
        self.code = DONE
        self.status = _Status(on=not self.quiet and _is_terminal(sys.stderr))

    def each(
        self, names: Iterable[str], do: Callable[[Document], T], warnings: Callable[[T], Iterable[str]] = lambda _: ()
    ) -> Iterator[tuple[str, T]]:
        """The results, as they come, with the name of their input; failures and warnings go to stderr."""
        from summarizer.reading import load

        for name in names:
            try:
                with self.status:
                    result = do(load(name))
            except Exception as error:  # noqa: BLE001  a bug of ours must not cost the other inputs
                if _concerns_all(error):
                    _tell(error, debug=self.debug)
                    self.code = _code(error)
                    return
                _tell(error, name, debug=self.debug)
                self.code = FAILED
                continue
            for warning in () if self.quiet else warnings(result):
                _say(f"warning: {warning}", name)
            yield name, result

    def print_json(self, results: list[dict[str, Any]], *, several: bool) -> None:
        """One object for one input, a list for several; nothing when there is nothing to show."""
        if several and (results or self.code == FAILED):
            _print_json(results)
        elif results:
            _print_json(results[0])


class _Status:
    """A line on the terminal that says what is being done, there only while it is being done."""

    def __init__(self, *, on: bool) -> None:
        self._on = on
        self._there = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Shows a stage, with how much of it is done when it has parts."""
        if self._on:
            parts = f" {done} of {total}" if total > 1 else ""
            print(f"\r{stage}{parts}\x1b[K", end="", file=sys.stderr, flush=True)
            self._there = True

    def __enter__(self) -> None:
        """Nothing yet: the first stage comes soon."""

    def __exit__(self, *_: object) -> None:
        """Wipes the line, whatever happened."""
        if self._there:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._there = False


def _inputs(arguments: argparse.Namespace) -> list[str]:
    names: list[str] = arguments.inputs
    if names.count(STDIN) > 1:
        arguments.parser.error("standard input can be read only once: give one -")
    if not names and (sys.stdin is None or sys.stdin.isatty()):
        arguments.parser.error("nothing to read: give a file, a URL, or - for standard input")
    return names or [STDIN]


def _later(make: Callable[[], Callable[[Document], T]]) -> Callable[[Document], T]:
    """Calls what `make` makes, once something could be read: loading models takes a while."""
    made = cache(make)

    def call(document: Document) -> T:
        return made()(document)

    return call


# The output


def _print_each(done: Iterable[tuple[str, T]], show: Callable[[str, T], str]) -> None:
    for number, (name, result) in enumerate(done):
        print(("\n" if number else "") + show(name, result), flush=True)


def _print_json(data: object) -> None:
    import json

    print(json.dumps(data, ensure_ascii=False, indent=2))


def _with_header(name: str | None, text: str) -> str:
    return f"==> {_shown(name)} <==\n{text}" if name else text


def _shown(name: str) -> str:
    """A name fit for one line of UTF-8, whatever bytes and control characters the file system has in it."""
    if name == STDIN:
        return "standard input"
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _width() -> int:
    import shutil

    return min(WIDEST, shutil.get_terminal_size().columns)


def _colour() -> bool:
    return _is_terminal(sys.stdout) and not os.environ.get("NO_COLOR")


def _is_terminal(stream: TextIO | None) -> bool:
    """Whether escape codes have an effect there; a closed stream is None."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def _concerns_all(error: Exception) -> bool:
    """Whether no other input can be done either."""
    return isinstance(error, (ConfigError, ModelError))


def _code(error: Exception) -> int:
    return WRONG_USAGE if isinstance(error, USAGE_ERRORS) else FAILED


def _tell(error: Exception, source: str | None = None, *, debug: bool) -> None:
    if debug:
        import traceback

        traceback.print_exception(error)
    if isinstance(error, SummarizerError):
        _say(str(error), source)
    elif isinstance(error, OSError) and source is None:
        _say(error.strerror or str(error), error.filename and str(error.filename))
    else:
        _say(f"Unexpected {type(error).__name__}, a bug; --debug shows where.", source)


def _say(text: str, source: str | None = None) -> None:
    """One line on stderr; a message that begins with the name of its source is not given it twice."""
    from summarizer.rendering import plain

    line = plain(text)
    if source and not line.lower().startswith(_shown(source).lower()):
        line = f"{_shown(source)}: {line}"
    print(f"summarizer: {line}", file=sys.stderr, flush=True)


def _use_utf8() -> None:
    """UTF-8 whatever the locale says; a text with half a surrogate pair must not stop the output."""
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def _calm_libraries() -> None:
    """Keeps the warnings and log lines of other packages off the terminal; ours are printed by `_say`."""
    import logging
    import warnings

    warnings.simplefilter("ignore")
    if not logging.getLogger().handlers:  # else Python itself prints what nobody handles
        logging.getLogger().addHandler(logging.NullHandler())


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _abandon_stdout() -> None:
    """Points stdout at nothing, so that Python's own flush at exit has no complaint."""
    with contextlib.suppress(OSError, ValueError):  # not a real file, for example in a test
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
