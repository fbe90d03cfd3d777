from __future__ import annotations

import lzma
import random
from typing import TYPE_CHECKING

import pytest

from training.pairs import PLACEHOLDERS, Recipe, Source, acceptable, mixed, plain, with_placeholders

if TYPE_CHECKING:
    from pathlib import Path

RECIPE = Recipe(sources=(Source("news"),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’été « chaud »", 'L\'été "chaud"'),
        ("12\u202f000\u00a0€", "12 000 €"),
        ("“Oui”, dit-il\u00ad.", '"Oui", dit-il.'),
        ("e\u0301te\u0301", "été"),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("pair", "good"),
    [
        (("Le pont a 12 arches.", "The bridge has 12 arches."), True),
        (("Il coûte 12 000 euros.", "It costs 12,000 euros."), True),
        (("Le pont a 12 arches.", "The bridge has 14 arches."), False),
        (("Oui.", "Well, that is a matter that we shall have to look at again some day."), False),
        (("This was never translated at all", "This was never translated at all"), False),
        (("...", "***"), False),
        (("", "Nothing"), False),
    ],
)
def test_acceptable(pair: tuple[str, str], good: bool) -> None:
    assert acceptable(pair, RECIPE) is good


def test_mixed_drops_doubles_and_held_out_sentences(tmp_path: Path) -> None:
    with lzma.open(tmp_path / "news.tsv.xz", "wt", encoding="utf-8") as out:
        out.write("Le chat dort.\tThe cat sleeps.\nLe chat dort.\tThe cat sleeps.\nNo tab here\n")
        out.write("Le secret est gardé.\tThe secret is kept.\nLe chien court.\tThe dog runs.\n")
    (tmp_path / "kept.tsv").write_text("Le secret est gardé !\tAnother wording\n", encoding="utf-8")
    recipe = Recipe(sources=(Source("news", times=2),), held_out=("kept",))
    found = [pair for _, pair in mixed(tmp_path, recipe)]
    assert found == [("Le chat dort.", "The cat sleeps.")] * 2 + [("Le chien court.", "The dog runs.")] * 2


def test_a_missing_source_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"news\.tsv"):
        list(mixed(tmp_path, RECIPE))


def test_recipe_from_toml(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text('max_words = 9\nheld_out = ["d"]\nsource = [{ name = "a", take = 3 }]\n')
    recipe = Recipe.load(tmp_path / "r.toml")
    assert (recipe.max_words, recipe.held_out, recipe.sources) == (9, ("d",), (Source("a", take=3),))


def test_placeholders_stand_once_on_both_sides() -> None:
    pair = ("Jeanne Roussel habite Valmère depuis 1998.", "Jeanne Roussel has lived in Valmère since 1998.")
    for seed in range(20):
        marked = with_placeholders(pair, random.Random(seed))
        assert marked is not None
        marks = [mark for mark in PLACEHOLDERS if mark in marked[0]]
        assert marks
        assert all(side.count(mark) == 1 for side in marked for mark in marks)
    assert with_placeholders(("le chat dort", "the cat sleeps"), random.Random(1)) is None
