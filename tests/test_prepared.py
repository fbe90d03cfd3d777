from __future__ import annotations

import pytest

from summarizer.cleaning import clean
from summarizer.language import identify
from summarizer.prepared import Prepared, cut
from summarizer.reading import from_text
from summarizer.translation import Translation

TEXT = """Le marché couvert rouvre ses portes

Le marché couvert de Brumeval a rouvert samedi après deux ans de travaux. Les étals sont presque tous occupés.

À propos du marché

Les habitants y trouvent du pain, des légumes et du poisson. La mairie a payé 3 millions d'euros.
"""


@pytest.fixture
def prepared() -> Prepared:
    document = from_text(TEXT)
    article = clean(document)
    return cut(document, article, identify(article))


def done(rows: tuple[str, ...]) -> list[Translation]:
    return [Translation(row.upper(), row) for row in rows]


def test_sentences_stand_where_they_say(prepared: Prepared) -> None:
    assert all(TEXT[s.start : s.end] == s.text for s in prepared.sentences)
    assert prepared.translations == (None,) * len(prepared.sentences)


def test_a_heading_is_not_usable(prepared: Prepared) -> None:
    usable = [s.plain for s, good in zip(prepared.sentences, prepared.usable, strict=True) if good]
    assert "À propos du marché" not in usable
    assert len(usable) == 4


def test_a_gap_is_filled_once(prepared: Prepared) -> None:
    gap = prepared.untranslated([1, 0])
    assert gap.indices == (0, 1)
    assert gap.rows[-1] == prepared.title
    filled = prepared.filled(gap, iter(done(gap.rows)))
    assert filled.english[:2] == [row.upper() for row in gap.rows[:2]]
    assert filled.english_title == "LE MARCHÉ COUVERT ROUVRE SES PORTES"
    assert filled.english[2:] == [s.plain for s in prepared.sentences[2:]]
    rest = filled.untranslated(range(len(filled.sentences)))
    assert rest.indices == tuple(range(2, len(filled.sentences)))
    assert not rest.titled


def test_english_has_no_gap() -> None:
    text = "The ferry of Port Arlen was stopped on Friday. A crack was found in its hull by the captain."
    document = from_text(text)
    article = clean(document)
    english = cut(document, article, identify(article))
    assert english.untranslated(range(len(english.sentences))).rows == ()


def test_without_any_final_mark_everything_is_usable() -> None:
    text = (
        "le marché couvert de la ville a rouvert samedi après deux ans de travaux et les étals sont presque tous pris"
    )
    document = from_text(text)
    article = clean(document)
    assert all(cut(document, article, identify(article)).usable)
