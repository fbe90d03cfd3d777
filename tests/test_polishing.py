from __future__ import annotations

import pytest

from summarizer.polishing import join, polish


@pytest.mark.parametrize(
    ("target", "source", "expected"),
    [
        ("the cat sleeps .", "Le chat dort.", "The cat sleeps."),
        ("the cat sleeps.", "le chat dort", "the cat sleeps"),
        ("The cat sleeps", "Le chat dort.", "The cat sleeps."),
        ("Who sleeps", "Qui dort ?", "Who sleeps?"),
        ("The cat sleeps.", "Le chat dort", "The cat sleeps"),
        ("Made in the U.S.", "Fabriqué aux États-Unis", "Made in the U.S."),
        ("The cat , the dog ; and so on..", "Le chat, le chien; etc.", "The cat, the dog; and so on."),
        ("Wait...", "Attendez...", "Wait..."),
        ("The cat sleeps,.", "Le chat dort.", "The cat sleeps."),
        ("What ??", "Quoi ?", "What?"),
        ('"the cat sleeps', '"Le chat dort"', '"The cat sleeps"'),
        ('"The cat sleeps.', "Le chat dort.", "The cat sleeps."),
        ('The cat sleeps".', "Le chat dort.", "The cat sleeps."),
        ('He said "no" and left.', 'Il a dit "non" et il est parti.', 'He said "no" and left.'),
        ("It takes 4 264 km and 3,5 %.", "Il faut 4 264 km et 3,5 %.", "It takes 4,264 km and 3.5%."),
        ('This is a theocracy."', "C'est une théocratie\".", 'This is a theocracy."'),
        ("( the cat ) sleeps.", "(le chat) dort.", "(the cat) sleeps."),
        ("the version is .5 or .NET", "la version est .5 ou .NET", "the version is .5 or .NET"),
        ("", "Le chat dort.", ""),
        ("  two   spaces ", "Deux espaces", "Two spaces"),
        ("iPhone sales rise.", "Les ventes montent.", "IPhone sales rise."),
    ],
)
def test_polish(target: str, source: str, expected: str) -> None:
    assert polish(target, source) == expected


def test_french_keeps_its_spaces() -> None:
    assert polish("qui dort ?", "Who sleeps?", "fr") == "Qui dort ?"
    assert polish("le chat , dit-il", "The cat, he says", "fr") == "Le chat, dit-il"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([("Le chat dort.", "The cat sleeps.")], "The cat sleeps."),
        (
            [("Le chat dort,", "The cat sleeps."), ("le chien veille.", "The dog is awake.")],
            "The cat sleeps, the dog is awake.",
        ),
        (
            [("Il pleut ;", "It rains."), ("Paris attend.", "Paris waits.")],
            "It rains; Paris waits.",
        ),
        (
            [("Il pleut", "It rains."), ("et je reste.", "And I stay.")],
            "It rains and I stay.",
        ),
        ([("Il dit :", "He says:"), ("je reste.", "I stay.")], "He says: I stay."),
        ([("Il pleut,", "It rains,"), ("car l'OTAN veut.", "NATO wants it.")], "It rains, NATO wants it."),
        ([("Il pleut. ", "It rains."), ("Je reste.", "I stay.")], "It rains. I stay."),
        ([("Il pleut -", "It rains."), ("enfin.", "At last.")], "It rains - at last."),
        ([("12,", "12,"), ("rue de Paris", "Rue de Paris")], "12, rue de Paris"),
        ([], ""),
    ],
)
def test_join(parts: list[tuple[str, str]], expected: str) -> None:
    assert join(parts) == expected


@pytest.mark.parametrize(
    ("target", "source", "wanted"),
    [
        ("It cost EUR 38.4 million.", "Cela a coûté 38,4 millions d'euros.", "It cost 38.4 million euros."),
        ("It fell from EUR 1,180 to EUR 940 euros.", "Elle passera de 1 180 à 940 euros.",
         "It fell from 1,180 euros to 940 euros."),
        ("It cost EUR 5.", "Cela a coûté EUR 5.", "It cost EUR 5."),
    ],
)  # fmt: skip
def test_sums_in_euros(target: str, source: str, wanted: str) -> None:
    assert polish(target, source) == wanted


@pytest.mark.parametrize(
    ("target", "wanted"),
    [("The 21th century.", "The 21st century."), ("The 11th, 2th and 13th.", "The 11th, 2nd and 13th.")],
)
def test_ordinals(target: str, wanted: str) -> None:
    assert polish(target, "Cela.") == wanted


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        ("Hélene Darcourt lives in Évreux.", "Hélène Darcourt lives in Évreux."),
        ("Helene Darcourt lives in Montreal.", "Helene Darcourt lives in Montreal."),  # as English may write them
        ("Pérou and Hélena.", "Pérou and Hélena."),
    ],
)
def test_accents_of_names(target: str, wanted: str) -> None:
    assert polish(target, "Hélène Darcourt vit à Évreux ou Montréal.") == wanted


@pytest.mark.parametrize(
    ("target", "source", "expected"),
    [
        ("They build electrical electrical cars.", "Ils font des voitures électriques.", "They build electrical cars."),
        ("An universal Universal card.", "Une carte universelle.", "An universal card."),
        ("Dog dog dog.", "Le chien.", "Dog dog dog."),
        ("He had had enough of that.", "Il en avait assez.", "He had had enough of that."),
        ("Duran Duran sang.", "Duran Duran a chanté.", "Duran Duran sang."),
    ],
)
def test_a_word_that_comes_twice_in_a_row_comes_once(target: str, source: str, expected: str) -> None:
    assert polish(target, source) == expected


@pytest.mark.parametrize(
    ("target", "source", "expected"),
    [
        ("It recruits drivers in Nante.", "Elle recrute à Nantes.", "It recruits drivers in Nantes."),
        ("The council of St.Aubrac voted.", "Le conseil de Saint-Aubrac a voté.", "The council of Saint-Aubrac voted."),
        ("St. Malo votes.", "Saint-Malo vote.", "Saint-Malo votes."),
        ("The Basque vote.", "Hier, les Basques votent.", "The Basque vote."),
        ("He lives in Geneva.", "Il vit à Genève.", "He lives in Geneva."),
    ],
)
def test_names_get_their_letters_back(target: str, source: str, expected: str) -> None:
    assert polish(target, source) == expected


@pytest.mark.parametrize(
    ("target", "source", "expected"),
    [
        ("On Monday, ford did the same.", "Lundi, Ford a fait de même.", "On Monday, Ford did the same."),
        (
            "They drove an orange car for orange.",
            "Pour Orange, une voiture orange.",
            "They drove an orange car for orange.",
        ),
        ('He said: "service first".', "Il a dit : « Service d'abord ».", 'He said: "service first".'),
    ],
)
def test_names_get_their_capitals_back(target: str, source: str, expected: str) -> None:
    assert polish(target, source) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("In a interview with an region, he won an match.", "In an interview with a region, he won a match."),
        (
            "A useful one: an hour at a university of a European, an SMS, a one-off.",
            "A useful one: an hour at a university of a European, an SMS, a one-off.",
        ),
        ("A old bridge.", "An old bridge."),
        ("The port did not sell or goods or services in May.", "The port did not sell goods or services in May."),
        ("They do not say whether or not it is so.", "They do not say whether or not it is so."),
        ("It does not matter.", "It does not matter."),
        ("Vitamin a is good, plan a in mind.", "Vitamin a is good, plan a in mind."),
        ('"It was late,", said the mayor.', '"It was late," said the mayor.'),
    ],
)
def test_articles_and_commas_of_english(target: str, expected: str) -> None:
    assert polish(target, "Une phrase quelconque.") == expected


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("Paul Morel says she is ready.", "Paul Morel se dit prêt.", "Paul Morel says he is ready."),
        ("Julie Morel says he is ready.", "Julie Morel se dit prête.", "Julie Morel says she is ready."),
        ("Paul Morel says she is ready.", "Paul Morel dit qu'elle est prête.", "Paul Morel says she is ready."),
        (
            "Paul and Julie Morel say she is ready.",
            "Paul Morel et Julie Morel se disent prêts.",
            "Paul and Julie Morel say she is ready.",
        ),
        ("The mayor says he is ready.", "La maire se dit prête.", "The mayor says he is ready."),
    ],
)
def test_the_only_person_is_he_or_she(text: str, source: str, expected: str) -> None:
    assert polish(text, source) == expected
