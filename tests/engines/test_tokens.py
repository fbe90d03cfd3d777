from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from summarizer.engines import tokens
from summarizer.errors import BrokenModel, MissingExtra

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Folders = Callable[..., Path]

TEXT = "Le maire a ouvert la gare en 2019."


@pytest.mark.parametrize(
    ("kind", "marks"), [("marian", (None, "</s>")), ("bart", ("<s>", "</s>")), ("t5", (None, "</s>"))]
)
def test_there_and_back(kind: str, marks: tuple[str | None, str], converted: Folders) -> None:
    loaded = tokens.load(converted(kind))
    row = loaded.encode(TEXT)
    assert row[-1] == marks[1]
    assert marks[0] in (None, row[0])
    assert loaded.decode(row) == TEXT
    inner = row[1:-1] if marks[0] else row[:-1]
    assert loaded.encode_target(TEXT) == inner


def test_a_language_code_is_one_token(converted: Folders) -> None:
    row = tokens.load(converted("marian")).encode(">>fra<< Le port")
    assert row[0] == ">>fra<<"
    assert "".join(row[1:-1]).replace("\u2581", " ").strip() == "Le port"


def test_placeholders_are_single_tokens(converted: Folders) -> None:
    row = tokens.load(converted("marian")).encode("Le maire de ⟦3⟧ a vu ⟦0⟧.")
    assert "⟦3⟧" in row
    assert "⟦0⟧" in row


def test_without_the_package(converted: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    with pytest.raises(MissingExtra, match=r"summarizer\[imported\]"):
        tokens.load(converted("bart"))


def test_a_damaged_tokenizer(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(BrokenModel, match=r"tokenizer\.json"):
        tokens.load(tmp_path)
