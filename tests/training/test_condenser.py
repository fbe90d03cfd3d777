from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.summarization import MARKS
from training import condenser

if TYPE_CHECKING:
    from pathlib import Path


def test_our_short_forms_are_marked_with_their_language_and_checked(tmp_path: Path) -> None:
    (tmp_path / "short.tsv").write_text(
        "en\tThe ferry, which was built in 1962, sank off the coast on Monday.\tThe ferry sank off the coast.\n"
        "fr\tLe ferry, construit en 1962, a coulé lundi au large.\tLe ferry a coulé au large.\n"
        "en\tThe ferry may have sunk off the coast on Monday.\tThe ferry has sunk off the coast.\n",
        encoding="utf-8",
    )
    assert list(condenser.ours(tmp_path / "short.tsv")) == [
        (
            MARKS["en"] + "The ferry, which was built in 1962, sank off the coast on Monday.",
            "The ferry sank off the coast.",
        ),
        (MARKS["fr"] + "Le ferry, construit en 1962, a coulé lundi au large.", "Le ferry a coulé au large."),
    ]


def test_copied_pieces_are_linked_in_order() -> None:
    assert condenser.copied([5, 6, 7, 8], [5, 7, 9]).tolist() == [[0, 0], [2, 1]]
