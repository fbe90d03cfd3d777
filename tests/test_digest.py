"""Several articles as one: the same fact once, with all who tell it, and what they disagree on."""

from __future__ import annotations

import difflib
import json
from pathlib import Path

import pytest

import summarizer
from summarizer import Digest, Document, Fact, Summarizer, digest
from summarizer.cli import main
from summarizer.engines.fake import FakeEngine
from summarizer.errors import NoArticle, UnsupportedLanguage
from summarizer.rendering import digest_to_markdown, digest_to_text, short_names
from summarizer.summarization import SelectingCondenser
from summarizer.translation import Translator

FIRE = """Fire guts the covered market of Orvane

A fire destroyed much of the covered market of Orvane in the early hours of Tuesday, leaving 14 traders without a \
stall. Nobody was killed, but two firefighters were treated for smoke.

The alarm was raised at 3.20 am by a baker who had come to light his ovens. More than 60 firefighters fought the flames \
for five hours before the roof fell in.

The market hall, built in 1887 and listed as a monument, had been restored only four years ago at a cost of €6.2 \
million. Mayor Odile Marsan called the loss a wound to the whole town and promised that the hall would be rebuilt.

The town will put up a tent on the Place des Tilleuls so that the traders can open again before Christmas. An appeal for \
donations had brought in €85,000 by Wednesday evening.
"""

# The same, told by another: the French as it stands, and what a good translator makes of it.
INCENDIE = {
    "Orvane : les halles ravagées par un incendie": "Orvane: the covered market ravaged by a fire",
    "Les halles d'Orvane ont été ravagées par un incendie dans la nuit de lundi à mardi.": "The covered market of Orvane "
    "was ravaged by a fire in the night of Monday to Tuesday.",
    "Dix-sept commerçants ont perdu leur étal.": "Seventeen traders lost their stall.",
    "Deux pompiers, incommodés par la fumée, ont été soignés sur place.": "Two firefighters, affected by the smoke, were "
    "treated on the spot.",
    "L'alerte a été donnée à 3h20 par un boulanger qui venait allumer son four.": "The alarm was raised at 3:20 by a baker "
    "who came to light his oven.",
    "Une soixantaine de pompiers ont lutté pendant cinq heures contre les flammes.": "About sixty firefighters fought the "
    "flames for five hours.",
    "Construit en 1887 et classé monument historique, le bâtiment avait été restauré il y a quatre ans pour 7,5 millions "
    "d'euros.": "Built in 1887 and listed as a historic monument, the building was restored four years ago for 7.5 million "
    "euros.",
    "Le préfet se rendra à Orvane jeudi pour rencontrer les commerçants.": "The prefect will travel to Orvane on Thursday "
    "to meet the traders.",
}
FRENCH = "{}\n\n{} {} {}\n\n{} {}\n\n{}\n\n{}\n".format(*INCENDIE)

TRAM = """Pellworth tram line delayed again

The new tram line in Pellworth will not open before March 2028, the city council said on Monday, fifteen months later \
than planned. It is the third delay since work began.

The line will link the main station with the university hospital, a distance of 9 kilometres, and is expected to carry \
31,000 passengers a day.

Engineers found that a bridge over the river Ember cannot bear the weight of the vehicles and must be replaced. The new \
bridge will cost £44 million.

Councillor Dermot Aske, who is in charge of transport, apologised to residents and shopkeepers along the route.
"""

TRAM_AGAIN = """Bridge trouble pushes Pellworth's tram to 2028

Passengers in Pellworth will have to wait until June 2028 for their tram. The city council admitted on Monday that the \
line is fifteen months late.

The reason is an old bridge across the Ember. It is too weak for the vehicles, engineers discovered this summer, and has \
to be replaced at a cost of £44 million.

"I apologise to everyone who lives and works along the route," said Dermot Aske, the councillor responsible for \
transport.

The opposition called for an independent inquiry. Its leader, Moira Tennant, said that the council had ignored two \
reports on the bridge.
"""


def document(name: str, text: str) -> Document:
    return Document(text, source=name)


def translated(text: str) -> str:
    """The translation of the sentence that a shortened one comes from."""
    made = INCENDIE[difflib.get_close_matches(text, INCENDIE, 1, cutoff=0.3)[0]]
    return made.replace("7.5 million", "9 million") if "9 millions" in text else made


def pretend(bullets: int = 7, to: str = "en") -> Summarizer:
    """A summarizer whose translator knows the French article by heart, and that shortens by rule."""
    made = Summarizer(models="builtin", bullets=bullets, to=to)
    made._condenser = SelectingCondenser(None)
    made._translators["fr"] = Translator(FakeEngine(translated))
    return made


@pytest.fixture(scope="module")
def fire() -> Digest:
    return pretend().digest([document("wire/en.txt", FIRE), document("wire/fr.txt", FRENCH)])


@pytest.fixture(scope="module")
def tram() -> Digest:
    return pretend().digest([document("a.txt", TRAM), document("b.txt", TRAM_AGAIN)])


def fact(digest: Digest, words: str) -> Fact:
    found = [fact for fact in digest.facts if words in fact.text]
    assert len(found) == 1, [fact.text for fact in digest.facts]
    return found[0]


@pytest.mark.parametrize("words", ["fire destroyed", "smoke", "baker", "flames", "1887"])
def test_a_fact_told_by_two_is_one_bullet_with_both(fire: Digest, words: str) -> None:
    assert fact(fire, words).sources == ("wire/en.txt", "wire/fr.txt")


def test_the_evidence_is_that_of_every_source(fire: Digest) -> None:
    english, french = fact(fire, "baker").tellings
    assert [item.text for item in english.evidence] == [
        "The alarm was raised at 3.20 am by a baker who had come to light his ovens."
    ]
    (item,) = french.evidence
    assert item.text.startswith("L'alerte")
    assert item.translation is not None
    assert item.translation.startswith("The alarm was raised at 3:20")
    for text, telling in ((FIRE, english), (FRENCH, french)):
        assert all(text[item.start : item.end] == item.text for item in telling.evidence)


def test_a_disagreement_names_both_values_and_who_says_which(fire: Digest) -> None:
    assert [item.values for item in fact(fire, "1887").disagreements] == [
        (("€6.2 million", ("wire/en.txt",)), ("7.5 million euros", ("wire/fr.txt",)))
    ]
    # The second number stands in a sentence of its own in the other article.
    assert [item.values for item in fact(fire, "fire destroyed").disagreements] == [
        (("14 traders", ("wire/en.txt",)), ("Seventeen traders", ("wire/fr.txt",)))
    ]
    assert [len(item.disagreements) for item in fire.facts if "1887" not in item.text and "14" not in item.text] == [
        0
    ] * 5


def test_a_date_can_be_disagreed_on(tram: Digest) -> None:
    delay = fact(tram, "March 2028")
    assert [item.values for item in delay.disagreements] == [(("March 2028", ("a.txt",)), ("June 2028", ("b.txt",)))]
    assert str(delay.disagreements[0]) == "Sources disagree: March 2028 (a.txt); June 2028 (b.txt)."


def test_a_fact_of_one_article_has_one_source(tram: Digest) -> None:
    assert fact(tram, "31,000 passengers").sources == ("a.txt",)
    assert fact(tram, "inquiry").sources == ("b.txt",)


def test_a_name_that_both_languages_have_is_not_taken_for_the_topic() -> None:
    made = pretend()
    condensed = made.condense(made.translate(document("fr", FRENCH)))
    weigh = digest._Weights([digest.Article("fr", condensed.prepared, made.finish(condensed))])
    assert weigh({"#1887": digest.NAME, "orvan": 1.0}) == {
        "#1887": digest.NAME,
        "orvan": digest.TOPIC,
    }


def test_what_most_tell_comes_first_and_nothing_twice(tram: Digest) -> None:
    counts = [len(fact.sources) for fact in tram.facts]
    assert counts == sorted(counts, reverse=True)
    assert "March 2028" in tram.facts[0].text
    assert sum("Aske" in fact.text for fact in tram.facts) == 1
    assert sum("fifteen months" in fact.text for fact in tram.facts) == 1


def test_a_text_in_the_language_asked_for_is_better_than_a_translated_one(fire: Digest) -> None:
    turned = pretend().digest([document("wire/fr.txt", FRENCH), document("wire/en.txt", FIRE)])
    assert turned.title == fire.title == "Fire guts the covered market of Orvane"
    assert {fact.text for fact in turned.facts if len(fact.sources) == 2} == {
        fact.text for fact in fire.facts if len(fact.sources) == 2
    }


def test_french_articles_in_french() -> None:
    other = FRENCH.replace("7,5 millions", "9 millions").replace("ravagées", "détruites").replace("jeudi", "mardi")
    made = pretend(to="fr").digest([document("un", FRENCH), document("deux", other)])
    assert made.title == "Orvane : les halles ravagées par un incendie"
    restored = fact(made, "1887")
    assert restored.text.startswith("Construit en 1887")
    assert set(restored.sources) == {"un", "deux"}
    assert [item.values for item in restored.disagreements] == [
        (("7,5 millions d'euros", ("un",)), ("9 millions d'euros", ("deux",)))
    ]


def test_three_articles_and_a_number_two_of_them_share() -> None:
    third = FIRE.replace("€6.2 million", "€6.2m").replace("Fire guts the", "Blaze in").replace("60", "sixty")
    made = pretend().digest([document("en", FIRE), document("fr", FRENCH), document("again", third)])
    restored = fact(made, "1887")
    assert sorted(restored.sources) == ["again", "en", "fr"]
    (disagreement,) = restored.disagreements
    assert {told: sorted(sources) for told, sources in disagreement.values} == {
        "€6.2 million": ["again", "en"],
        "7.5 million euros": ["fr"],
    }


def test_another_story_is_not_mixed_in() -> None:
    made = pretend().digest([document("x/tram.txt", TRAM), document("x/en.txt", FIRE), document("x/fr.txt", FRENCH)])
    assert made.sources == ("x/en.txt", "x/fr.txt")
    assert made.left_out == ("x/tram.txt",)
    (warning,) = made.warnings
    assert warning.startswith("tram.txt tells another story than en.txt and is left out: summarise it by itself, or ")
    assert not any("Pellworth" in fact.text for fact in made.facts)


def test_one_article_is_its_summary() -> None:
    made = pretend(4).digest([document("a.txt", TRAM)])
    assert [fact.bullet for fact in made.facts] == list(pretend(4)(TRAM).bullets)
    assert made.warnings == ()


def test_the_same_text_under_two_names_is_told_by_both() -> None:
    made = pretend(5).digest([document("a.txt", TRAM), document("b.txt", TRAM)])
    assert len(made.facts) == 5
    assert all(set(fact.sources) == {"a.txt", "b.txt"} and not fact.disagreements for fact in made.facts)


def test_texts_without_a_name_are_numbered() -> None:
    assert pretend().digest([TRAM, TRAM_AGAIN]).sources == ("text 1", "text 2")


def test_bad_texts() -> None:
    with pytest.raises(NoArticle):
        pretend().digest([])
    with pytest.raises(UnsupportedLanguage):
        pretend().digest(
            [TRAM, "Der Rat der Stadt hat am Montag beschlossen, die neue Brücke über den Fluss zu bauen. " * 5]
        )


def test_as_json(fire: Digest) -> None:
    data = json.loads(json.dumps(fire.to_dict()))
    assert [*data] == ["title", "bullets", "sources", "left_out", "models", "warnings", "seconds"]
    bullet = next(bullet for bullet in data["bullets"] if "1887" in bullet["text"])
    assert [*bullet] == ["text", "tellings", "disagreements", "supported", "original", "note"]
    assert [telling["source"] for telling in bullet["tellings"]] == data["sources"]
    assert bullet["disagreements"] == [
        [
            {"value": "€6.2 million", "sources": ["wire/en.txt"]},
            {"value": "7.5 million euros", "sources": ["wire/fr.txt"]},
        ]
    ]


def test_as_text(fire: Digest) -> None:
    lines = digest_to_text(fire, width=200).splitlines()
    assert lines[0] == "Fire guts the covered market of Orvane"
    assert lines[1].startswith("2 articles · builtin models · ")
    place = next(i for i, line in enumerate(lines) if "1887" in line)
    assert lines[place + 1 : place + 3] == [
        "  [en.txt, fr.txt]",
        "  Sources disagree: €6.2 million (en.txt); 7.5 million euros (fr.txt).",
    ]
    assert str(fire).splitlines()[0] == lines[0]
    told = digest_to_text(fire, width=200, evidence=True, colour=True)
    assert "fr.txt:" in told
    assert "« L'alerte a été donnée à 3h20" in told.replace("\u00a0", " ")
    assert "\x1b[33m  Sources disagree" in told


def test_as_markdown(fire: Digest) -> None:
    text = digest_to_markdown(fire, evidence=True)
    assert text.startswith("# Fire guts the covered market of Orvane\n\n*2 articles")
    assert "*(en.txt, fr.txt)*" in text
    assert "  - **Sources disagree: €6.2 million (en.txt); 7.5 million euros (fr.txt).**\n  - en.txt:\n    > «" in text
    assert "evidence" not in fire.to_markdown()


def test_names_are_short_where_that_is_enough() -> None:
    assert short_names(["a/x.txt", "b/x.txt", "c/y.txt", "https://paper.example/news/"]) == {
        "a/x.txt": "a/x.txt",
        "b/x.txt": "b/x.txt",
        "c/y.txt": "y.txt",
        "https://paper.example/news/": "news",
    }


# With the models that are shipped.


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in (("a.txt", TRAM), ("b.txt", TRAM_AGAIN), ("fr.txt", FRENCH)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [str(tmp_path / name) for name in ("a.txt", "gone.txt", "b.txt", "fr.txt", "a.txt")]
    assert main(["digest", *files, "--models", "builtin", "--bullets", "4", "--format", "json"]) == 1
    out, err = capsys.readouterr()
    assert "gone.txt does not exist" in err
    assert "fr.txt tells another story than a.txt and is left out" in err
    digest = json.loads(out)
    assert digest["sources"] == [files[0], files[2]]
    assert len(digest["bullets"]) == 4
    told = [pair for bullet in digest["bullets"] for pairs in bullet["disagreements"] for pair in pairs]
    assert [pair["value"] for pair in told] == ["March 2028", "June 2028"]
    assert main(["digest", files[0], files[2], "--models", "builtin", "--quiet"]) == 0
    assert "Sources disagree: March 2028 (a.txt); June 2028 (b.txt)." in " ".join(capsys.readouterr().out.split())
    assert main(["digest", str(tmp_path), "--models", "builtin", "--quiet", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["sources"] == [files[0], files[2]]
    assert main(["digest", files[1], "--models", "builtin"]) == 1
    assert capsys.readouterr().out == ""


def test_english_and_french_with_the_shipped_models() -> None:
    made = Summarizer(models="builtin", bullets=7).digest([document("en", FIRE), document("fr", FRENCH)])
    assert made.left_out == ()
    restored = fact(made, "1887")
    assert set(restored.sources) == {"en", "fr"}
    ((english, french),) = [item.values for item in restored.disagreements]
    assert english == ("€6.2 million", ("en",))
    assert "7.5 million" in french[0]
    assert french[1] == ("fr",)


def test_the_names_are_exported() -> None:
    assert {"Digest", "Fact", "Telling", "Disagreement"} <= set(summarizer.__all__)
    assert all(getattr(summarizer, name).__name__ == name for name in ("Digest", "Fact", "Telling", "Disagreement"))
