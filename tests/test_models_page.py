"""models.md says what the catalogue says."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def maker() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "docs" / "models_page.py"))


def test_the_page_is_up_to_date(maker: dict[str, Any]) -> None:
    page = (ROOT / "models.md").read_text(encoding="utf-8")
    assert maker["filled"](page) == page, "run python docs/models_page.py"


def test_a_page_that_is_not_is_noticed(maker: dict[str, Any]) -> None:
    page = (ROOT / "models.md").read_text(encoding="utf-8")
    assert maker["filled"](page.replace("33.9", "43.9")) == page
    with pytest.raises(SystemExit, match="needs one place for the table models, and has 0"):
        maker["filled"](page.replace("<!-- /models -->", ""))


def test_every_model_and_its_licence_are_on_the_page(maker: dict[str, Any]) -> None:
    from summarizer.models.catalogue import MODELS

    rows = maker["models"]().splitlines()
    for info in MODELS.values():
        (row,) = (row for row in rows if row.startswith(f"| {info.id} |"))
        assert (f"**{info.licence}**" in row) == (not info.commercial)
        assert row.count("|") == 13
