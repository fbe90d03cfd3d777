"""The whole way, with the models that are shipped: what a user meets."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from summarizer import Bullet, Document, Summarizer, Summary, summarize
from summarizer.engines.fake import FakeEngine
from summarizer.errors import (
    ConfigError,
    InputError,
    NoArticle,
    UnknownModels,
    UnreadableInput,
    UnsupportedDirection,
    UnsupportedLanguage,
)
from summarizer.facts import numbers
from summarizer.pipeline import in_order
from summarizer.prepared import Prepared
from summarizer.summarization import WritingCondenser
from summarizer.translation import Translation, Translator

EXAMPLES = Path(__file__).parent.parent / "examples"

FRENCH = """La ville de Valbrume rouvre son tramway

Après 41 ans d'absence, le tramway de Valbrume roulera de nouveau à partir du 3 mars 2025, a annoncé lundi la maire, \
Hélène Castagnier. La ligne compte 14 stations et relie la gare à l'hôpital en 22 minutes.

Le chantier a coûté 186 millions d'euros, dont 60 millions payés par la région. Selon la mairie, 23 000 voyageurs sont \
attendus chaque jour. Les commerçants du centre se plaignent pourtant de deux années de travaux, et douze boutiques ont \
fermé depuis 2023.

L'opposition demande un audit. « Personne ne sait qui paiera la deuxième ligne », affirme le conseiller Marc Delorme. \
La mairie répond que les comptes seront publiés en juin. Un ticket coûtera 1,60 euro, et les moins de 18 ans voyageront \
gratuitement.
"""

ENGLISH = """Harlow Bay votes to keep its lighthouse

The council of Harlow Bay voted on Tuesday to keep its 140-year-old lighthouse, rejecting a plan to sell it to a hotel \
group. Nine of the twelve councillors backed the motion, which sets aside $2.4 million for repairs over five years.

Mayor Ruth Okafor said the building was part of the town's memory. She promised that it would open to visitors in May \
2026. The hotel group, Seaward Stays, had offered $3.1 million for the tower and the land around it.

Engineers found cracks in the lamp room last winter. Repairs will start in September and take eighteen months. A group \
of residents raised $85,000 with concerts and a market, and will run the small museum on the ground floor.
"""


@pytest.fixture(scope="module")
def builtin() -> Summarizer:
    return Summarizer(models="builtin")


@pytest.fixture(scope="module")
def french(builtin: Summarizer) -> Summary:
    return builtin(FRENCH)


@pytest.fixture(scope="module")
def english(builtin: Summarizer) -> Summary:
    return builtin(ENGLISH)


def assert_sound(summary: Summary, text: str, count: int = 5) -> None:
    assert 3 <= len(summary.bullets) <= count
    for bullet in summary.bullets:
        assert bullet.supported
        assert bullet.text[0].isupper() or not bullet.text[0].isalpha()
        assert bullet.text[-1] in ".!?\"”'"
        assert len(bullet.text.split()) <= 30
        assert bullet.evidence
        assert all(text[e.start : e.end] == e.text for e in bullet.evidence)
    starts = [max(e.start for e in bullet.evidence) for bullet in summary.bullets]
    assert starts == sorted(starts)
    assert len({bullet.text for bullet in summary.bullets}) == len(summary.bullets)


def test_french_article(french: Summary) -> None:
    assert_sound(french, FRENCH)
    assert french.language == "fr"
    assert french.title is not None
    for bullet in french.bullets:
        assert all(evidence.translation for evidence in bullet.evidence)
        assert bullet.original is None or bullet.original != bullet.text


def test_english_article(english: Summary) -> None:
    assert_sound(english, ENGLISH)
    assert english.language == "en"
    assert english.title == "Harlow Bay votes to keep its lighthouse"
    assert all(e.translation is None for b in english.bullets for e in b.evidence)
    assert all(b.original is None for b in english.bullets)


@pytest.mark.parametrize("name", ["french", "english"])
def test_no_bullet_has_a_number_of_its_own(name: str, request: pytest.FixtureRequest) -> None:
    summary: Summary = request.getfixturevalue(name)
    for bullet in summary.bullets:
        source = " ".join(e.text for e in bullet.evidence)
        known = set(numbers(source, summary.language)) | {str(n) for n in (1, 2, 5, 9, 12, 18)}
        assert set(numbers(bullet.text, "en")) <= known


def test_french_bullets_of_a_french_article(builtin: Summarizer) -> None:
    summary = Summarizer(models="builtin", to="fr", bullets=3)(FRENCH)
    assert_sound(summary, FRENCH, count=3)
    assert summary.title == "La ville de Valbrume rouvre son tramway"
    assert "translator" not in summary.models
    french_words = {"le", "la", "les", "des", "de", "du", "une", "un", "et", "a"}
    assert all(french_words & set(bullet.text.lower().split()) for bullet in summary.bullets)


def test_french_bullets_of_an_english_article_need_a_model() -> None:
    with pytest.raises(UnsupportedDirection, match=r"summarizer models pull"):
        Summarizer(models="builtin", to="fr")(ENGLISH)


def test_a_condenser_that_knows_no_french_needs_a_way_back_into_it() -> None:
    summarizer = Summarizer(models="builtin", to="fr")
    summarizer._condenser = WritingCondenser(FakeEngine(), "english only")
    with pytest.raises(UnsupportedDirection):
        summarizer(FRENCH)


@pytest.fixture
def french_writer(monkeypatch: pytest.MonkeyPatch) -> Summarizer:
    """A condenser that reads and writes French alone, as BARThez does: it gives two sentences of the article back."""
    written = "Le tramway de Valbrume roulera de nouveau à partir du 3 mars 2025. Un ticket coûtera 1,60 euro."
    condenser = WritingCondenser(FakeEngine(lambda _: written), "someone/french", languages=("fr",))
    monkeypatch.setattr("summarizer.summarization.load", lambda *_, **__: condenser)
    return Summarizer(models="builtin", condenser="someone/french", bullets=3)


def test_a_condenser_of_french_alone_writes_before_the_translator_does(french_writer: Summarizer) -> None:
    summary = french_writer(FRENCH)
    assert summary.models["condenser"] == "someone/french"
    originals = [bullet.original for bullet in summary.bullets]
    assert "Un ticket coûtera 1,60 euro." in originals
    assert all(bullet.text != bullet.original for bullet in summary.bullets)
    assert all(FRENCH[e.start : e.end] == e.text for bullet in summary.bullets for e in bullet.evidence)


def test_a_condenser_of_french_alone_needs_no_translator_for_french_bullets(french_writer: Summarizer) -> None:
    french_writer.to = "fr"
    summary = french_writer(FRENCH)
    assert "Un ticket coûtera 1,60 euro." in [bullet.text for bullet in summary.bullets]
    assert "translator" not in summary.models


def test_a_condenser_of_french_alone_says_so_of_an_english_article(french_writer: Summarizer) -> None:
    done = list(french_writer.stream([FRENCH, ENGLISH, FRENCH], errors="return"))
    assert [isinstance(item, UnsupportedDirection) for item in done] == [False, True, False]
    assert str(done[1]) == "someone/french reads French only: choose another condenser for this article."
    assert french_writer.translate(ENGLISH).language.code == "en"  # which takes no condenser


def test_the_title_is_given_once_and_is_no_bullet(english: Summary) -> None:
    assert all(english.title not in bullet.text for bullet in english.bullets if english.title)


@pytest.mark.parametrize("count", [3, 7])
def test_as_many_bullets_as_asked(count: int) -> None:
    summary = Summarizer(models="builtin", bullets=count)(EXAMPLES / "article-en.txt")
    assert len(summary.bullets) == count


def test_an_evident_notice_in_the_other_language_is_no_bullet(builtin: Summarizer) -> None:
    notice = "This content is not available in your region because of the rules of the publisher and its partners.\n\n"
    summary = builtin(FRENCH.replace("Le chantier", notice + "Le chantier"))
    assert all("region because" not in e.text for b in summary.bullets for e in b.evidence)


def test_mixed_text_is_said_to_be_mixed(builtin: Summarizer) -> None:
    summary = builtin(FRENCH + "\n\n" + ENGLISH)
    assert summary.language == "mixed"
    assert any("two languages" in warning for warning in summary.warnings)


def test_stream_keeps_order_and_gives_back_errors(builtin: Summarizer) -> None:
    results = list(builtin.stream([ENGLISH, "Zu", FRENCH], errors="return"))
    assert [type(result).__name__ for result in results] == ["Summary", "NoArticle", "Summary"]
    assert isinstance(results[0], Summary)
    assert results[0].language == "en"


def test_stream_raises_after_what_came_before(builtin: Summarizer) -> None:
    stream = builtin.stream([ENGLISH, "Zu"])
    assert next(stream).language == "en"
    with pytest.raises(NoArticle):
        next(stream)


def test_one_by_one_or_together_is_the_same(builtin: Summarizer, french: Summary, english: Summary) -> None:
    together = list(builtin.stream([FRENCH, ENGLISH]))
    assert [s.bullets for s in together] == [french.bullets, english.bullets]


def test_json_keys(french: Summary) -> None:
    data = json.loads(json.dumps(french.to_dict()))
    assert list(data) == ["title", "bullets", "language", "models", "warnings", "seconds"]
    assert {"text", "evidence", "supported", "original"} <= set(data["bullets"][0])
    assert {"text", "translation", "start", "end"} == set(data["bullets"][0]["evidence"][0])
    assert isinstance(french.bullets[0], Bullet)
    assert french.bullets[0].text in " ".join(str(french).split())
    assert french.bullets[0].text.split()[0] in french.to_markdown()


def test_documents_and_paths(builtin: Summarizer, english: Summary, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(ENGLISH, encoding="utf-8")
    assert builtin(path).bullets == english.bullets
    assert builtin(Document(ENGLISH)).bullets == english.bullets


def test_translate_gives_every_sentence_once(builtin: Summarizer) -> None:
    prepared = builtin.translate(FRENCH)
    assert len(prepared.english) == len(prepared.sentences) == len(prepared.translations)
    assert all(text.strip() for text in prepared.english)
    joined = "".join(FRENCH[s.start : s.end] for s in prepared.sentences)
    body = FRENCH.split("\n", 1)[1]
    assert "".join(joined.split()) == "".join(body.split())


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", NoArticle),
        ("   \n ", NoArticle),
        ("Bonjour", NoArticle),
        ("*** 123 €€€ ///", NoArticle),
        (("Der Stadtrat hat am Dienstag beschlossen, den alten Leuchtturm zu behalten. Die Arbeiten beginnen bald. "
          "Viele Bürger hatten sich dafür eingesetzt und mehrere Tausend Euro gesammelt."), UnsupportedLanguage),
    ],
)  # fmt: skip
def test_bad_text(builtin: Summarizer, text: str, error: type[InputError]) -> None:
    with pytest.raises(error) as caught:
        builtin(text)
    assert "\n" not in str(caught.value)


def test_german_is_named(builtin: Summarizer) -> None:
    with pytest.raises(UnsupportedLanguage, match="German") as caught:
        builtin(
            "Die Regierung hat heute ein neues Gesetz beschlossen. Es soll die Mieten in den großen Städten senken."
        )
    assert caught.value.code == "de"


def test_bad_files(builtin: Summarizer, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput):
        builtin(tmp_path / "missing.txt")
    with pytest.raises(UnreadableInput):
        builtin(tmp_path)
    (tmp_path / "b.bin").write_bytes(bytes(range(256)) * 20)
    with pytest.raises(InputError):
        builtin(tmp_path / "b.bin")


def test_latin_1_french_is_read_right(builtin: Summarizer, french: Summary, tmp_path: Path) -> None:
    path = tmp_path / "vieux.txt"
    path.write_bytes(FRENCH.encode("latin-1"))
    assert [b.text for b in builtin(path).bullets] == [b.text for b in french.bullets]


def test_nul_bytes(builtin: Summarizer, tmp_path: Path) -> None:
    path = tmp_path / "nul.txt"
    path.write_bytes(ENGLISH.replace(" Nine", "\0 Nine").encode())
    assert_sound(builtin(path), ENGLISH.replace("\0", ""))


def test_one_long_line(builtin: Summarizer) -> None:
    line = " ".join(ENGLISH.split("\n\n", 1)[1].split())
    text = " ".join([line] * (300_000 // len(line) + 1))
    assert_sound(builtin(text), text)


def test_no_sentence_mark_at_all(builtin: Summarizer) -> None:
    text = " ".join(ENGLISH.replace(".", " ").replace(",", " ").split())
    summary = builtin(text)
    assert summary.bullets


def test_a_sentence_of_five_thousand_words(builtin: Summarizer) -> None:
    part = "the council of Harlow Bay kept its old lighthouse near the harbour and "
    text = part * (5000 // len(part.split())) + "nobody was surprised."
    summary = builtin(text)
    assert summary.bullets


@pytest.mark.parametrize(("option", "value"), [("bullets", 2), ("bullets", 8), ("to", "de")])
def test_bad_options(option: str, value: object) -> None:
    with pytest.raises(ConfigError, match=option):
        Summarizer(**{option: value})  # type: ignore[arg-type]


def test_unknown_models() -> None:
    with pytest.raises(UnknownModels):
        summarize(ENGLISH, models="excellent")


def test_progress_is_told_in_order(french: Summary) -> None:
    seen: list[tuple[str, int, int]] = []
    Summarizer(models="builtin", progress=lambda *told: seen.append(told))(FRENCH)
    stages = list(dict.fromkeys(stage for stage, _, _ in seen))
    assert stages == ["reading", "language", "condensing", "translating"]
    assert all(0 <= done <= total for _, done, total in seen)


def test_bullets_are_told_of_as_they_are_ready_and_are_the_same(builtin: Summarizer, french: Summary) -> None:
    told: list[Bullet] = []
    prepared = builtin.prepare(FRENCH)
    assert prepared.translations == (None,) * len(prepared.sentences)
    condensed = builtin.condense(prepared, on_bullet=lambda bullet, _: told.append(bullet))
    summary = builtin.finish(condensed)
    assert len(told) >= 3
    assert in_order(told) == [bullet for bullet in summary.bullets if bullet in told]
    assert [b.text for b in summary.bullets] == [b.text for b in french.bullets]


def test_bullets_are_told_before_others_are_tried_again(builtin: Summarizer, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = builtin.prepare(FRENCH)
    found = builtin.condense(prepared)
    hopeless = prepared.sentences[found.candidates[0].sources[0]]
    read = {i for i, translation in enumerate(found.prepared.translations) if translation is not None}
    seen: list[str] = []

    def fault(source: str, *_: object, **__: object) -> str | None:
        return "is far too long" if source == hopeless.plain else None

    def again(*_: object) -> None:
        seen.append("again")

    def tell(bullet: Bullet, article: Prepared) -> None:
        seen.append(bullet.text)
        assert all(evidence.translation for evidence in bullet.evidence)
        assert hopeless.text not in [evidence.text for evidence in bullet.evidence]
        assert "again" in seen or any(t is None for i, t in enumerate(article.translations) if i in read)

    monkeypatch.setattr("summarizer.flaws.find", fault)
    monkeypatch.setattr(Translator, "_carefully", again)
    condensed = builtin.condense(prepared, on_bullet=tell)
    assert seen.index("again") >= 1
    assert set(seen) - {"again"} <= {bullet.text for bullet in builtin.finish(condensed).bullets}


def test_a_weak_bullet_comes_after_one_that_is_only_unsure(builtin: Summarizer) -> None:
    found = builtin.condense(builtin.prepare(FRENCH))
    rows = found.rows(len(found.candidates))
    found = found.filled(dict(zip(rows, builtin.translator().translate(rows), strict=True)))
    assert len(found.candidates) > builtin.bullets
    weak = replace(found.candidates[0], weak=True)
    translations = [replace(t, score=-0.5) for t in found.translations if t is not None]
    translations[0] = replace(translations[0], score=-0.3)
    condensed = replace(found, candidates=(weak, *found.candidates[1:]), translations=tuple(translations))
    shown = [bullet.original for bullet in builtin.finish(condensed).bullets]
    assert weak.text not in shown
    strong = replace(condensed, candidates=found.candidates)
    assert weak.text in [bullet.original for bullet in builtin.finish(strong).bullets]


def test_a_spare_is_translated_for_each_bullet_that_is_not_sure(
    builtin: Summarizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = builtin.prepare(FRENCH)
    items = builtin.condense(prepared).candidates
    assert len(items) > builtin.bullets
    asked: list[list[str]] = []
    as_ready = Translator.as_ready

    def unsure_at_first(self: Translator, rows: Sequence[str]) -> Iterator[dict[int, Translation]]:
        asked.append(list(rows))
        for ready in as_ready(self, rows):
            yield {i: replace(t, score=-0.9 if rows[i] == items[1].text else -0.1) for i, t in ready.items()}

    monkeypatch.setattr(Translator, "as_ready", unsure_at_first)
    summary = builtin.finish(builtin.condense(prepared))
    spare = items[builtin.bullets]
    assert len(asked) == 2
    assert spare.text in asked[1]
    assert all(item.text not in asked[1] for item in items if item != spare)
    shown = [bullet.original for bullet in summary.bullets]
    assert spare.text in shown
    assert items[1].text not in shown


# Sentences so short that each is a candidate as it stands.
WHOLE = (
    "La ville ouvre un musée\n\nLe maire de Valbrume a ouvert lundi un musée de la mer. Il contient 412 objets venus de trois ports. "
    "Le billet coûte 9 euros pour les adultes. Les écoles du département entrent sans payer. Le bâtiment a coûté 14 millions d'euros à la région."
)


def test_an_article_that_is_translated_already_has_its_bullets(builtin: Summarizer) -> None:
    fresh = builtin.finish(builtin.condense(builtin.prepare(WHOLE)))
    translated = builtin.finish(builtin.condense(builtin.translate(WHOLE)))
    assert len(translated.bullets) >= 3
    assert [bullet.text for bullet in translated.bullets] == [bullet.text for bullet in fresh.bullets]
    assert builtin.digest([WHOLE]).facts


def test_only_what_bullets_need_is_translated_and_the_rest_on_demand(builtin: Summarizer) -> None:
    condensed = builtin.condense(builtin.prepare(FRENCH))
    made = {i for i, translation in enumerate(condensed.prepared.translations) if translation is not None}
    wanted = condensed.candidates[: builtin.bullets]
    assert made == {i for item in wanted for i in item.sources}
    assert [t is not None for t in condensed.translations] == [item in wanted for item in condensed.candidates]
    assert len(made) < len(condensed.prepared.sentences)
    whole = builtin.translate(condensed.prepared)
    assert None not in whole.translations
    assert all(whole.translations[i] is condensed.prepared.translations[i] for i in made)


def test_a_free_writer_reads_every_sentence_in_english() -> None:
    summarizer = Summarizer(models="builtin", bullets=3)
    engine = FakeEngine(lambda text: "The tram of Valbrume runs again. The line has 14 stations.")
    summarizer._condenser = WritingCondenser(engine, "a writer")
    condensed = summarizer.condense(summarizer.prepare(FRENCH))
    assert condensed.own == "en"
    assert None not in condensed.prepared.translations
    assert summarizer.finish(condensed).models["translator"]


def test_a_cold_summary_imports_nothing_heavy() -> None:
    code = (
        "import sys; from summarizer import summarize\n"
        f"summary = summarize({FRENCH!r}, models='builtin')\n"
        "heavy = {'torch', 'transformers', 'gradio', 'langid', 'trafilatura'} & set(sys.modules)\n"
        "print(len(summary.bullets), sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    count, heavy = done.stdout.strip().split(" ", 1)
    assert int(count) >= 3
    assert heavy == "[]"
