"""Pandas frames as Spark's mapInPandas gives them; Spark itself is not needed, and not tested."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from summarizer import batch, frames
from summarizer.errors import ConfigError, NoArticle
from summarizer.frames import SCHEMA, summarize_frames
from summarizer.summary import Bullet, Summary

pd = pytest.importorskip("pandas")

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ENGLISH = """Harlow Bay keeps its lighthouse

The council of Harlow Bay voted on Tuesday to keep its lighthouse, rejecting a plan to sell it to a hotel group. Nine of \
the twelve councillors backed the motion, which sets aside $2.4 million for repairs over five years.

Mayor Ruth Okafor said the building was part of the town's memory. Engineers found cracks in the lamp room last winter. \
Repairs will start in September and take eighteen months.
"""


class Pretend:
    loaded = 0

    def __init__(self, options: Mapping[str, Any]) -> None:
        self.bullets = options.get("bullets", 5)

    def condenser(self) -> object:
        Pretend.loaded += 1
        return self

    def stream(self, texts: Iterable[Any], *, errors: str) -> Iterator[Any]:
        for text in texts:
            if text == "odd":
                raise ValueError(text)
            bullets = (Bullet(text, ()),) * self.bullets
            yield NoArticle("Nothing is left.") if text == "bad" else Summary(None, bullets, "en", {})


@pytest.fixture
def pretended(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(batch, "load", Pretend)
    monkeypatch.setattr(Pretend, "loaded", 0)
    frames._summarizer.cache_clear()
    yield
    frames._summarizer.cache_clear()


@pytest.mark.usefixtures("pretended")
def test_each_row_has_its_own_in_order_and_the_models_load_once() -> None:
    first = pd.DataFrame({"id": [7, 8, 9], "body": ["a", "bad", "b"], "more": 1}, index=[5, 3, 4])
    second = pd.DataFrame({"id": [1, 2], "body": [None, "odd"], "more": 1})
    job = partial(summarize_frames, column="body", keep=("id",), bullets=3)
    one, other = job(iter([first, second]))
    assert list(one.columns) == ["id", *(part.split()[0] for part in SCHEMA.split(", "))]
    assert one["id"].tolist() == [7, 8, 9]
    assert one.index.tolist() == [5, 3, 4]
    assert one["bullets"].tolist() == [["a"] * 3, [], ["b"] * 3]
    assert one["language"].tolist() == ["en", None, "en"]
    assert one["error"].tolist() == [None, "NoArticle: Nothing is left.", None]
    assert other["error"][0] == "UnreadableInput: There is no text in this row."
    assert other["error"][1].startswith("ValueError: An unexpected error in test_frames.py")
    list(job([first]))
    assert Pretend.loaded == 1


@pytest.mark.usefixtures("pretended")
def test_an_empty_frame_and_one_without_the_column() -> None:
    empty = pd.DataFrame({"text": []})
    (made,) = summarize_frames([empty])
    assert (len(made), len(made.columns)) == (0, 5)
    for options in ({"column": "body"}, {"keep": ("id",)}):
        with pytest.raises(ConfigError, match="no column"):
            list(summarize_frames([empty], **options))


def test_with_the_shipped_models_and_fit_for_arrow() -> None:
    arrow = pytest.importorskip("pyarrow")
    (made,) = summarize_frames([pd.DataFrame({"text": [ENGLISH, "x"]})], models="builtin", bullets=3)
    assert made["title"].tolist() == ["Harlow Bay keeps its lighthouse", None]
    assert len(made["bullets"][0]) == 3
    assert made["error"][1].startswith("NoArticle: ")
    # What Spark does with a frame: an Arrow table of the schema that was declared.
    types = {"string": arrow.string(), "array<string>": arrow.list_(arrow.string())}
    declared = arrow.schema([(name, types[kind]) for name, kind in (part.split() for part in SCHEMA.split(", "))])
    assert arrow.Table.from_pandas(made, schema=declared, preserve_index=False).num_rows == 2
