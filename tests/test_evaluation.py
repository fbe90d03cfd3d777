from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from summarizer import evaluation
from summarizer.cli import main
from summarizer.errors import MissingExtra, UnreadableInput
from summarizer.evaluation import Record, Words, looped, rouge, translation_scores
from summarizer.pipeline import Summarizer
from summarizer.summary import Bullet, Evidence

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = (
    "Ferry stopped in Port Arlen\n\nThe ferry of Port Arlen was stopped on Friday after a crack was found. Nobody was hurt, "
    "the harbour master said. The boat carries 300 people a day to the islands. It will be repaired in March, at a cost of "
    "$40,000. The islanders have to take a small boat until then. Their letters come by plane.\n"
)
FRENCH = (
    "Le bac est arrêté\n\nLe bac de Port-Arlen a été arrêté vendredi par le capitaine du port. Il transporte 300 personnes "
    "par jour vers les îles. La réparation coûtera 40 000 euros et sera finie en mars. Les habitants des îles prennent un "
    "petit bateau en attendant. Le courrier arrive par avion.\n"
)
GERMAN = (
    "Die Fähre von Port Arlen wurde am Freitag gestoppt. Der Hafenmeister hat einen Riss gefunden, und niemand wurde "
    "verletzt. Das Schiff wird im März repariert, und die Bewohner der Inseln nehmen ein kleines Boot.\n"
)


def write(folder: Path, *lines: object) -> Path:
    path = folder / "data.jsonl"
    path.write_text("".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines))
    return path


@pytest.fixture
def fake() -> Summarizer:
    return Summarizer(models="builtin", engine="fake", bullets=3)


def test_both_kinds_of_lines(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        {"text": "A.", "summary": ["one", "two"]},
        "\n",
        {"source": "Un.", "target": "One.", "more": 1},
    )
    assert evaluation.read([path]) == [Record(1, "A.", summary="one\ntwo"), Record(3, "Un.", target="One.")]


@pytest.mark.parametrize("line", [
    "nonsense\n", "[]\n", {"text": "A."}, {"text": "A.", "summary": 3}, {"text": "", "summary": "B."},
    {"source": "A.", "target": " "}, {"text": "A.", "summary": [1]},
])  # fmt: skip
def test_a_line_that_is_neither(line: object, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"data\.jsonl, line 2: give \{\"text\""):
        evaluation.read([write(tmp_path, {"source": "Un.", "target": "One."}, line)])


def test_a_file_that_is_none(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing", tmp_path):
        with pytest.raises(UnreadableInput, match="give a file of JSON lines"):
            evaluation.read([path])


def test_accents_make_other_words() -> None:
    assert Words().tokenize("L'été, à Évry-sur-Seine: 3,5") == ["l", "été", "à", "évry", "sur", "seine", "3", "5"]
    assert rouge("un congrès", "un congres").rouge1 == 50.0
    assert rouge("été passé", "été passé").rouge1 == 100.0
    assert rouge("one two three four", "one two").recall1 == 50.0
    assert rouge("one two three four", "one two").rouge1 == pytest.approx(66.7, abs=0.1)


def test_the_baselines() -> None:
    sentences = ["The cat sat.", "The cat saw the dog.", "Rain fell.", "The dog saw the cat and the rain."]
    assert evaluation.lead(sentences) == sentences[:3]
    chosen = evaluation.textrank(sentences, 2)
    assert len(chosen) == 2
    assert chosen == [sentence for sentence in sentences if sentence in chosen]


def test_loops() -> None:
    assert looped("and the and the and the end")
    assert looped("a long sentence that is repeated without end, " * 5)
    assert not looped("The mayor said that the ferry was stopped and that it would be repaired.")


def test_translations() -> None:
    pairs = [
        ("Le maire de Lyon a payé 300 euros.", "The mayor of Lyon paid 300 euros."),
        ("Claire Martin est partie en 2019.", "Claire Martin left in 2019."),
        ("Il pleut encore sur la ville ce soir.", "It is still raining on the town tonight."),
    ]
    good = translation_scores(pairs, [reference for _, reference in pairs])
    assert (good.bleu, good.chrf, good.numbers_right, good.names_kept) == (pytest.approx(100), pytest.approx(100), 1, 1)
    bad = translation_scores(pairs, ["The mayor of Paris paid 200 euros.", "", pairs[2][0]])
    assert bad.bleu < 50
    assert (bad.numbers_right, bad.names_kept, bad.empty, bad.copies, bad.loops) == (0, 0, 1, 1, 0)


def test_articles_and_translations(fake: Summarizer) -> None:
    told: list[tuple[str, int, int]] = []
    records = [
        Record(1, ARTICLE, summary="The ferry of Port Arlen was stopped on Friday.\nIt will be repaired in March."),
        Record(2, FRENCH, summary="The ferry was stopped on Friday."),
        Record(3, GERMAN, summary="The ferry was stopped."),
        Record(4, "Le bac est arrêté.", target="The ferry is stopped."),
    ]
    report = evaluation.evaluate(records, fake, lambda *step: told.append(step))
    assert report.articles is not None
    assert list(report.articles) == ["lead-3", "TextRank", "builtin"]
    assert report.counted == {"articles": 2, "pairs": 1}
    assert [line for line, _ in report.failed] == [3]
    ours = report.articles["builtin"]
    assert 0 < ours.rouge2 <= ours.rougeL <= ours.rouge1 <= 100
    assert 0 < ours.compression < 1
    assert ours.seconds > 0
    assert report.pairs is not None
    assert report.pairs.sentences == 1
    assert ("articles", 0, 3) in told
    assert json.loads(json.dumps(report.to_dict()))["settings"] == {"models": "builtin", "bullets": 3, "to": "en"}
    text = evaluation.table(report)
    assert text.startswith("2 articles\n")
    assert "1 sentence translated" in text


def test_summaries_in_french(fake: Summarizer) -> None:
    french = Summarizer(models="builtin", engine="fake", bullets=3, to="fr")
    report = evaluation.evaluate(
        [Record(1, FRENCH, summary="Le bac a été arrêté vendredi par le capitaine du port.")], french
    )
    assert report.pairs is None
    assert report.articles is not None
    assert report.articles["lead-3"].rouge1 > 20  # in French as well


def test_support_is_looked_up_anew() -> None:
    evidence = (Evidence("Le bac de Brest transporte 300 personnes.", "The ferry of Brest carries 300 people.", 0, 10),)
    bullet = Bullet("The ferry of Brest carries 300 people.", evidence)
    assert evaluation._supported(bullet, "en", "fr")
    assert not evaluation._supported(replace(bullet, text="The ferry of Brest carries 400 people."), "en", "fr")
    assert not evaluation._supported(replace(bullet, text="The ferry of Quimper carries 300 people."), "en", "fr")
    wrong = replace(evidence[0], translation="The ferry of Brest carries 400 people.")
    assert not evaluation._supported(replace(bullet, text=wrong.translation or "", evidence=(wrong,)), "en", "fr")


def test_without_the_packages(fake: Summarizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sumy", None)
    with pytest.raises(MissingExtra, match=r"summarizer\[evaluate\]"):
        evaluation.evaluate([], fake)


@pytest.fixture
def as_fake(fake: Summarizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarizer.cli._summarizer", lambda *_: fake)


@pytest.mark.usefixtures("as_fake")
def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(
        tmp_path, {"text": ARTICLE, "summary": "The ferry was stopped."}, {"text": GERMAN, "summary": "Stopped."}
    )
    assert main(["evaluate", str(path)]) == 1
    out, err = capsys.readouterr()
    assert [line.split()[0] for line in out.splitlines()[2:]] == ["lead-3", "TextRank", "builtin"]
    assert err.startswith("summarizer: line 2 is left out: ")
    assert main(["evaluate", "--json", str(write(tmp_path, {"source": "Le bac.", "target": "The ferry."}))]) == 0
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (data["articles"], data["pairs"]["sentences"]) == (None, 1)


@pytest.mark.usefixtures("as_fake")
def test_the_command_with_a_bad_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(write(tmp_path, "nonsense\n"))]) == 1
    assert "line 1: give" in capsys.readouterr().err
