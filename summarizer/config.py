"""The settings: flags over the environment over the configuration file over the defaults.

    flag                  --bullets 4
    environment           SUMMARIZER_BULLETS=4
    configuration file    bullets = 4        in config.toml, see `file()`
    default               Settings()

Only the value that wins is checked, so a flag always gets past a bad value elsewhere. A bad one raises `ConfigError`,
and the message names the place it came from.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from summarizer.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["ENGINES", "FEWEST_BULLETS", "LANGUAGES", "MOST_BULLETS", "NAMES", "Settings", "check", "file", "load"]

ENGINES = ("auto", "ctranslate2", "float32", "transformers")
LANGUAGES = ("en", "fr")
FEWEST_BULLETS = 3
MOST_BULLETS = 7
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a summary is made with; the names are those of `Summarizer`'s options.

    `origins` says for each name where its value came from: a flag, a variable, a file or "default".
    """

    models: str = "auto"
    bullets: int = 5
    to: str = "en"
    translator: str | None = None
    condenser: str | None = None
    engine: str = "auto"
    origins: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def options(self) -> dict[str, Any]:
        """The keyword arguments for `Summarizer`."""
        return {name: getattr(self, name) for name in NAMES}


NAMES = tuple(item.name for item in fields(Settings) if item.name != "origins")


def load(
    flags: Mapping[str, Any] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    path: Path | None = None,
) -> Settings:
    """The effective settings.

    Args:
        flags: values by setting name; None means not given, other names are ignored.
        environment: variables to look in; the process's own by default.
        path: the configuration file; `file()` by default. It need not exist.

    Raises:
        ConfigError: a value can't be used, or the file can't be read or has an unknown setting.
    """
    given: dict[str, tuple[Any, str]] = {}
    for name, value, origin in (
        *_from_file(path or file()),
        *_from_environment(os.environ if environment is None else environment),
        *_from_flags(flags or {}),
    ):
        given[name] = (value, origin)
    values: dict[str, Any] = {name: _checked(name, value, origin) for name, (value, origin) in given.items()}
    origins = {name: given[name][1] if name in given else DEFAULT for name in NAMES}
    return Settings(**values, origins=origins)


def file() -> Path:
    """The user's configuration file, there or not."""
    import platformdirs

    return platformdirs.user_config_path("summarizer", appauthor=False) / "config.toml"


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return f"SUMMARIZER_{name.upper()}"


def version() -> str:
    """The version of this package, as installed."""
    from importlib import metadata

    try:
        return metadata.version("summarizer")
    except metadata.PackageNotFoundError:  # a source tree that was never installed
        return "0+uninstalled"


def check(name: str, value: object) -> str | int:
    """The value as the setting `name` holds it.

    Raises:
        ValueError: it can't be used; the message says what can.
    """
    if name == "bullets":
        return _count(value)
    choices = {"to": LANGUAGES, "engine": ENGINES}.get(name)
    if choices and value not in choices:
        raise ValueError(f"choose {', '.join(choices[:-1])} or {choices[-1]}")
    if not isinstance(value, str) or not value.strip():
        raise ValueError("give a name")
    return value.strip()


def _count(value: object) -> int:
    counts = {str(count): count for count in range(FEWEST_BULLETS, MOST_BULLETS + 1)}
    count = counts.get(str(value).strip())  # True and 5.0 are not there, 5 and "5" are
    if count is None:
        raise ValueError(f"give a whole number from {FEWEST_BULLETS} to {MOST_BULLETS}")
    return count


def _checked(name: str, value: object, origin: str) -> str | int:
    try:
        return check(name, value)
    except ValueError as error:
        place = origin if name in origin.lower() else f"{name} in {origin}"
        raise ConfigError(f"{place} is {value!r}; {error}.") from None


def _from_flags(flags: Mapping[str, Any]) -> Iterator[tuple[str, Any, str]]:
    for name in NAMES:
        if flags.get(name) is not None:
            yield name, flags[name], f"--{name}"


def _from_environment(environment: Mapping[str, str]) -> Iterator[tuple[str, Any, str]]:
    for name in NAMES:
        if environment.get(variable(name)):  # an empty variable counts as not set
            yield name, environment[variable(name)], variable(name)


def _from_file(path: Path) -> Iterator[tuple[str, Any, str]]:
    for name, value in _table(path).items():
        if name not in NAMES:
            raise ConfigError(f"{path} has an unknown setting {name!r}; use {', '.join(NAMES)}.")
        yield name, value, str(path)


def _table(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(f"{path} can't be read ({error.strerror}); mend or remove it.") from error
    except ValueError as error:  # broken TOML or broken UTF-8
        raise ConfigError(f"{path} is not valid TOML ({error}); mend or remove it.") from error
