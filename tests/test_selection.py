from __future__ import annotations

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.selection import choose, connected, dangling, features, fragment, leaning, spoken, thin

BODY = [
    "The council of Arlen voted on Monday to keep fourteen of its schools.",
    "The vote of the council ends a year of argument about the schools of Arlen.",
    "He was tired.",
    "Parents had collected 9,000 signatures against the closing of village schools.",
    "The council of Arlen voted on Monday to keep fourteen schools.",
    "A new bus line will bring pupils from the islands to the schools from September.",
    "What will happen to the empty buildings?",
    "The budget for heating the school buildings grows by 12% next year.",
]


def test_no_doubles_and_no_more_than_there_is() -> None:
    chosen = choose(BODY, list(range(len(BODY))), count=8)
    assert len(chosen) == len(set(chosen))
    assert not {0, 4} <= set(chosen)


def test_a_title_draws_its_sentences() -> None:
    paragraphs = list(range(len(BODY)))
    title = "Bus line will bring island pupils to school"
    assert choose(BODY, paragraphs, count=6, title=title).index(5) < choose(BODY, paragraphs, count=6).index(5)


def test_a_repeated_text_still_gives_all_its_sentences() -> None:
    chosen = choose(BODY * 300, [0] * (len(BODY) * 300), count=5)
    assert len({(BODY * 300)[i] for i in chosen}) >= 5


@pytest.mark.parametrize("sentences", [[], ["One sentence stands alone."], ["...", "!!"]])
def test_little_or_nothing(sentences: list[str]) -> None:
    assert choose(sentences, [0] * len(sentences), count=5) == ([0] if len(sentences) == 1 else [])


@pytest.mark.parametrize(
    ("text", "language", "hangs"),
    [
        ("He said no.", "en", True),
        ("This measure failed.", "en", True),
        ("Arlen said no.", "en", False),
        ("Elle a refusé.", "fr", True),
        ("Cette mesure a échoué.", "fr", True),
        ("La mairie a refusé.", "fr", False),
    ],
)
def test_dangling(text: str, language: str, hangs: bool) -> None:
    assert dangling(text, language) is hangs


def test_connected() -> None:
    assert connected("However, it rained.", "en")
    assert connected("Toutefois, il pleuvait.", "fr")
    assert not connected("Rain fell.", "en")


@pytest.mark.parametrize(
    ("text", "language", "hangs"),
    [
        ("This week the pier opens.", "en", False),
        ("This opens the pier.", "en", True),
        ("There is a new pier.", "en", False),
        ("It is not yet clear when the pier opens.", "en", False),
        ("It opens on Monday.", "en", True),
        ("One of the piers is closed.", "en", False),
        ("One was closed.", "en", True),
        ("En France, le quai rouvre.", "fr", False),
        ("Ce lundi, le quai rouvre.", "fr", False),
        ("Ces dernières années, le quai s'est vidé.", "fr", False),
        ("Il faut un nouveau quai.", "fr", False),
        ("On attend un nouveau quai.", "fr", False),
        ("Celui qui dirige le port part.", "fr", False),
        ("C’est un nouveau quai.", "fr", True),
        ("Son quai rouvre.", "fr", True),
    ],
)
def test_dangling_knows_what_stands_alone(text: str, language: str, hangs: bool) -> None:
    assert dangling(text, language) is hangs


def test_what_does_not_fit_takes_no_place_and_stands_in_nobodys_way() -> None:
    paragraphs = list(range(len(BODY)))
    first = choose(BODY, paragraphs, count=2)[0]
    chosen = choose(BODY, paragraphs, count=2, fits=lambda i: i != first)
    assert chosen[0] == first
    assert len(chosen) == 3


def test_french() -> None:
    body = [
        "Le conseil d'Arlen a voté lundi le maintien de quatorze écoles.",
        "Il pleuvait.",
        "Le vote du conseil met fin à un an de débats sur les écoles d'Arlen.",
        "Que deviendront les bâtiments vides ?",
    ]
    assert set(choose(body, [0, 0, 1, 1], count=2, language="fr")) == {0, 2}


@given(st.lists(st.text(max_size=60), max_size=12), st.integers(1, 5), st.sampled_from(["fr", "en"]))
def test_any_sentences_will_do(sentences: list[str], count: int, language: str) -> None:
    chosen = choose(sentences, [0] * len(sentences), count=count, language=language, title=None)
    assert len(chosen) == len(set(chosen)) <= count
    found = features(sentences, [0] * len(sentences), "A title", language)
    assert all(0 <= value <= 1.000001 for row in found for value in astuple(row))


BEFORE = ["The plan was told on Monday.", "It rained.", "The union asked for a delay."]


@pytest.mark.parametrize(
    ("text", "language", "leans"),
    [
        ("The mayor granted this request.", "en", True),
        ("The mayor defends this plan.", "en", False),
        ("The mayor asked for this delay.", "en", True),
        ("The mayor was elected this year.", "en", False),
        ('The mayor said: "I know this man."', "en", False),
        ("La maire a accepté cette demande.", "fr", True),
        ("La maire a été élue cette année.", "fr", False),
        ("La maire sait ce que veulent les élus.", "fr", False),
        ("Les récoltes auront diminué de moitié d'ici à la fin de ce siècle.", "fr", False),
        ("Harvests will have fallen by half by the end of this century.", "en", False),
    ],
)
def test_what_leans_on_the_sentence_before(text: str, language: str, leans: bool) -> None:
    assert leaning(text, BEFORE, language) is leans


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Une version contestée par la mairie sur son blog.", "fr", True),
        ("Une phrase qui signait peut-être le début de l'affaire.", "fr", True),
        ("Ballots de foin, stockage du fumier ou fosse à purin...", "fr", True),
        ("Comme un morceau de viande.", "fr", True),
        ("Le pont est fermé.", "fr", False),
        ("The bridge is closed.", "en", False),
        ("Un homme que la police recherchait a été arrêté.", "fr", False),
        ("Un accord signé avec la ville prévoit deux écoles.", "fr", False),
        ("Une loi votée en mai interdit les feux.", "fr", False),
        ("A decision that stunned the town.", "en", True),
        ("A man who robbed a bank was caught.", "en", False),
        ("A study that followed 300 children finds little harm.", "en", False),
        ("Samedi, en marge du défilé, qui a donné lieu à des violences.", "fr", True),
        ("La ministre, qui a démissionné, revient.", "fr", False),
        ("On Saturday, beside the march, which ended in violence.", "en", True),
        ("The mayor closed the bridge, which was built in 1950.", "en", False),
    ],
)
def test_a_noun_without_its_verb_is_no_sentence(text: str, language: str, expected: bool) -> None:
    assert fragment(text, language) is expected


def test_the_first_bullets_are_the_best_and_the_next_reach_further() -> None:
    things = ["harbour", "ferry", "storm", "school", "market", "tower", "orchard", "library", "museum", "stadium"]
    sentences = [f"The {thing} of {thing}ville needs new {thing}keepers." for thing in things]
    paragraphs = list(range(len(sentences)))
    far = choose(sentences, paragraphs, count=5, overlap=0, spread=0, reach=9)
    assert far[:3] == choose(sentences, paragraphs, count=3, overlap=0, spread=0, reach=9) == [0, 1, 2]
    assert min(far[3:5]) > 3


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("\"Je n'ai pas de réponse de la mairie.", "fr", True),
        ("« On est contraints de partir. »", "fr", True),
        ("Nous voulons rester.", "fr", True),
        ('"On est contraints de partir", a déclaré la gérante.', "fr", False),
        ('La gérante a dit : "Nous voulons rester."', "fr", False),
        ('"La Grange" ouvre en mai.', "fr", False),
        ("Imaginez, la ville et le port ensemble !", "fr", True),
        ("Découvrez les meilleures plages de la côte.", "fr", True),
        ("Le port est ouvert : profitez du soleil.", "fr", True),
        ("Lopez a gagné assez de voix chez les pêcheurs, au rez-de-chaussée.", "fr", False),
        ("Suez attend le navire.", "fr", False),
        ('"We have to leave."', "en", True),
        ("We want to stay.", "en", True),
        ('"We have to leave," said the manager.', "en", False),
        ('The manager said: "We want to stay."', "en", False),
    ],
)
def test_speech_of_nobody(text: str, language: str, expected: bool) -> None:
    assert spoken(text, language) is expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Les concernés ont réagi.", "fr", True),
        ("Le maire Paul Renaud a réagi.", "fr", False),
        ("Les 12 ponts ont fermé.", "fr", False),
        ("The neighbours have reacted.", "en", True),
        ("The ferry stops at noon.", "en", False),
        ("The old bridge over the river has been closed.", "en", False),
    ],
)
def test_a_sentence_that_tells_next_to_nothing(text: str, language: str, expected: bool) -> None:
    assert thin(text, language) is expected
