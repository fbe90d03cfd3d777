from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from training.pairs import PLACEHOLDERS, Recipe, Source
from training.prepare import fresh, kept_vocabulary, most_literal, read_rows, save_rows, train_vocabulary

RECIPES = Path(__file__).parents[2] / "training" / "recipes"
PAIRS = [
    (f"Le bateau numéro {n} rentre au port avant la nuit.", f"Boat number {n} comes back to port before night.")
    for n in range(300)
]


def test_the_most_literal_of_each_source_are_kept() -> None:
    cost = np.array([1, 2, 3, 4, 10, 20, 30, 40], dtype=np.float32)
    names = ["long"] * 4 + ["short"] * 4
    assert most_literal(cost, names, 0.5).tolist() == [0, 1, 4, 5]
    assert most_literal(cost, names, 1.0).tolist() == list(range(8))


def test_a_vocabulary_is_kept_for_other_pairs(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    made = train_vocabulary(PAIRS, first, 50)
    kept = kept_vocabulary(first / "spm.model", second)
    assert (second / "spm.model").read_bytes() == (first / "spm.model").read_bytes()
    assert kept.encode("Le bateau ⟦1⟧ rentre.") == made.encode("Le bateau ⟦1⟧ rentre.")
    assert kept.piece_to_id(PLACEHOLDERS[1]) > 1


def test_pairs_that_an_earlier_run_saw_are_left_out_where_the_recipe_says_so(tmp_path: Path) -> None:
    save_rows(tmp_path / "source.npz", [[3, 4, 5], [6]], np.int16)
    assert [row.tolist() for row in read_rows(tmp_path / "source.npz")] == [[3, 4, 5], [6]]
    recipe = Recipe((Source("once", unseen=True), Source("again")))
    rows, names = [[3, 4, 5], [3, 4], [6], [6]], ["once", "once", "once", "again"]
    assert fresh(rows, names, recipe, [tmp_path]) == [1, 3]
    assert fresh(rows, names, recipe, []) == [0, 1, 2, 3]


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*.toml")), ids=lambda path: path.stem)
def test_recipes_hold_development_sets_out(path: Path) -> None:
    recipe = Recipe.load(path)
    assert "newstest2013.dev" in recipe.held_out
    assert not [source.name for source in recipe.sources if source.name.endswith(".dev") or "test" in source.name]
