from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from summarizer import config
from summarizer.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_defaults(path: Path) -> None:
    settings = config.load(environment={}, path=path)
    assert settings == config.Settings()
    assert set(settings.origins.values()) == {"default"}
    assert settings.options() == {
        "models": "auto",
        "bullets": 5,
        "to": "en",
        "translator": None,
        "condenser": None,
        "engine": "auto",
    }


def test_a_flag_goes_before_the_environment_before_the_file(path: Path) -> None:
    path.write_text('bullets = 3\nto = "fr"\nmodels = "fast"\n', encoding="utf-8")
    environment = {"SUMMARIZER_BULLETS": "4", "SUMMARIZER_TO": "en"}
    settings = config.load({"bullets": 6, "to": None, "format": "json"}, environment=environment, path=path)
    assert (settings.bullets, settings.to, settings.models) == (6, "en", "fast")
    assert settings.origins["bullets"] == "--bullets"
    assert settings.origins["to"] == "SUMMARIZER_TO"
    assert settings.origins["models"] == str(path)
    assert settings.origins["engine"] == "default"


def test_an_empty_variable_is_not_set(path: Path) -> None:
    assert config.load(environment={"SUMMARIZER_MODELS": ""}, path=path) == config.Settings()


def test_every_setting_can_come_from_the_environment(path: Path) -> None:
    values = {
        "models": "best",
        "bullets": "7",
        "to": "fr",
        "translator": "a/b",
        "condenser": "c/d",
        "engine": "ctranslate2",
    }
    settings = config.load(environment={config.variable(name): value for name, value in values.items()}, path=path)
    assert settings.options() == {**values, "bullets": 7}


@pytest.mark.parametrize("value", ["2", "8", "x", "4.5", "-5", "", " ", "true", "999999999999999999999999"])
def test_bullets_out_of_range(value: str, path: Path) -> None:
    with pytest.raises(ValueError, match="whole number from 3 to 7"):
        config.check("bullets", value)


@pytest.mark.parametrize(
    "line", ["bullets = true", "bullets = 5.0", "bullets = [5]", 'bullets = "five"', "bullets = 9"]
)
def test_a_bad_value_in_the_file_names_the_file(line: str, path: Path) -> None:
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"bullets in .*config\.toml is .*; give a whole number from 3 to 7"):
        config.load(environment={}, path=path)


def test_a_bad_variable_is_named_and_a_flag_gets_past_it(path: Path) -> None:
    environment = {"SUMMARIZER_TO": "de"}
    with pytest.raises(ConfigError, match="SUMMARIZER_TO is 'de'; choose en or fr"):
        config.load(environment=environment, path=path)
    assert config.load({"to": "fr"}, environment=environment, path=path).to == "fr"


@pytest.mark.parametrize("name", ["models", "translator", "condenser"])
@pytest.mark.parametrize("value", ["", "  ", 3, None])
def test_a_name_must_be_a_text(name: str, value: object) -> None:
    with pytest.raises(ValueError, match="give a name"):
        config.check(name, value)


def test_an_unknown_setting_in_the_file(path: Path) -> None:
    path.write_text("bulets = 4", encoding="utf-8")
    with pytest.raises(ConfigError, match="unknown setting 'bulets'; use models, bullets"):
        config.load(environment={}, path=path)


@pytest.mark.parametrize("content", [b"bullets = ", b"bullets = 4\nbullets = 5", b'models = "\xff"', b"\x00"])
def test_a_broken_file(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"config\.toml is not valid TOML"):
        config.load(environment={}, path=path)


def test_a_file_that_is_a_folder(path: Path) -> None:
    path.mkdir()
    with pytest.raises(ConfigError, match=r"config\.toml can't be read"):
        config.load(environment={}, path=path)


def test_a_byte_order_mark_does_no_harm(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbfbullets = 4")
    assert config.load(environment={}, path=path).bullets == 4


def test_the_file_is_in_the_users_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "settings"))
    assert config.file().is_relative_to(home)
    config.file().parent.mkdir(parents=True)
    config.file().write_text("bullets = 3", encoding="utf-8")
    assert config.load().bullets == 3
