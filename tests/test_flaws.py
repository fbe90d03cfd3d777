from __future__ import annotations

import pytest

from summarizer.flaws import copies, find, loops, resumes, stutters, unquoted, unsaid

SOURCE = "Le maire a promis de rénover les trois ponts de la ville avant la fin de l'année prochaine."


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (SOURCE, "The mayor promised to repair the city's three bridges before the end of next year."),
        ("Bonjour.", "Hello."),
        ("Non, non et non !", "No, no and no!"),
        ("Il pleut, très très très fort.", "It rains very very very hard."),
        ("Le fonds compte 1 000 000 000 d'euros.", "The fund holds 1,000,000,000 euros."),
        ("Radio France Internationale", "Radio France Internationale"),
        ("Un restaurant important à Paris", "An important restaurant in Paris"),
        ("Voir www.exemple.fr", "See www.exemple.fr"),
        ("New York, New York", "New York, New York"),
        ("Louis XIII règne.", "Louis XIII reigns."),
        ("Oui", "Yes, of course"),
        ("La Troisième Guerre mondiale", "World War III"),
    ],
)
def test_good_ones(source: str, target: str) -> None:
    assert find(source, target) is None


@pytest.mark.parametrize(
    ("target", "flaw"),
    [
        ("", "is empty"),
        ("...", "is empty"),
        ("The mayor mayor mayor promised to repair the bridges of the city next year.", "repeats itself"),
        ("Mayor of the city of the mayor of the city of the mayor promised to repair three bridges.", "repeats itself"),
        ("the end of the year, the end of the town, the end of the road, the end of the", "repeats itself"),
        ("Le maire a promis de rénover les trois ponts de la ville before the end.", "copies the source"),
        (SOURCE, "copies the source"),
        ("The mayor.", "is far too short"),
        ("The mayor ⟦3⟧ promised to repair the three bridges of the city.", "holds a stray placeholder"),
    ],
)
def test_flaws(target: str, flaw: str) -> None:
    assert find(SOURCE, target) == flaw


@pytest.mark.parametrize(
    ("text", "source", "stutter"),
    [
        ("The ambassssade got it.", "L'ambassade l'a reçu.", True),
        ("He has promisededededed it.", "Il l'a promis.", True),
        ("The risks are as high as high.", "Les risques sont élevés.", True),
        ("World War III", "La Troisième Guerre mondiale", False),
        ("See www.exemple.fr", "Voir www.exemple.fr", False),
        ("New York, New York", "New York, New York", False),
        ("The mayor promised it.", "Le maire l'a promis.", False),
    ],
)
def test_stutters(text: str, source: str, *, stutter: bool) -> None:
    assert stutters(text, source) is stutter
    assert not loops(text, source)


@pytest.mark.parametrize(
    ("text", "source", "resumed"),
    [
        ("The Ministry of Interior Ministry opposes it.", "Le ministère de l'Intérieur s'y oppose.", True),
        ("She met Dupont on Monday in the Dupont house.", "Elle a vu Dupont lundi à la maison.", True),
        ("The shock of the diver's shock was seen.", "On a vu le choc du plongeur.", True),
        ("The mayor promised it.", "Le maire l'a promis.", False),
        ("Prices are up 3% year on year.", "Les prix montent de 3 % sur un an.", False),
        ("They bought guns, then guards and more guards.", "Ils ont acheté des armes et payé des vigiles.", False),
        ("A city of the city's makers.", "Une ville des bâtisseurs de la ville.", False),
        ("The United States accused the United Kingdom.", "Washington accuse Londres.", False),
        ("South Korea beat South Africa 3-1.", "La Corée du Sud bat l'Afrique du Sud 3-1.", False),
        ("They went from house to house.", "Ils sont allés partout.", False),
    ],
)
def test_words_that_come_again_at_once(text: str, source: str, *, resumed: bool) -> None:
    assert resumes(text, source) is resumed


@pytest.mark.parametrize(
    ("text", "source", "lost"),
    [
        ('"No, she says.', '"Non", dit-elle.', True),
        ('"No," she says.', '"Non", dit-elle.', False),
        ('"No.', '"Non.', False),
        ("No.", "Non.", False),
    ],
)
def test_a_quote_that_lost_an_end(text: str, source: str, *, lost: bool) -> None:
    assert unquoted(text, source) is lost


def test_too_long() -> None:
    words = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    assert find("Oui, bien.", words) == "is far too long"


def test_unfinished() -> None:
    assert find("Le chat dort.", "The cat sleeps and", finished=False) == "breaks off"


def test_a_source_that_loops_may_come_back_looping() -> None:
    assert not loops("Vote, vote, vote, vote!", "Votez, votez, votez, votez !")
    assert loops("Vote, vote, vote, vote!", "Votez !")


def test_harping_on_one_word() -> None:
    text = "The poor, where the poorest are poorer, in the poor regions, and the poorly paid, promised bridges to the city."
    assert find(SOURCE, text) == "repeats itself"
    assert find("Les pauvres, les plus pauvres, les moins pauvres et les pauvres.", text) is None


def test_compression() -> None:
    text = " ".join(f"abc{i % 3} abd{i % 5} abe{i % 7}" for i in range(60))
    assert loops(text, "une phrase tout à fait ordinaire")


def test_placeholders_of_the_source_are_no_flaw() -> None:
    assert find("Le signe ⟦0⟧ compte.", "The sign ⟦0⟧ counts.") is None


@pytest.mark.parametrize(
    ("text", "source", "copied"),
    [
        ("Partager sur le site.", "Partager sur le site", True),
        ("Claire Dumont", "Claire Dumont", False),
        ("le chat", "le chat", True),
        ("LE MAIRE A OUVERT LA GARE", "le maire a ouvert la gare", False),
        ("", "le chat dort", False),
    ],
)
def test_copies(text: str, source: str, copied: bool) -> None:
    assert copies(text, source) is copied


@pytest.mark.parametrize(
    ("text", "source", "lost"),
    [
        ('"It is too late", on Monday the mayor.', "« C'est trop tard », a déclaré lundi la maire.", True),
        ('"It is too late," said the mayor.', "« C'est trop tard », a déclaré lundi la maire.", False),
        ('"It is too late," sighs the mayor.', '"C\'est trop tard", soupire la maire.', False),
        ('"It is too late," she on RTL.', '"C\'est trop tard", a-t-elle ensuite expliqué sur RTL.', True),
        ("It is too late, Anne Roux on RTL.", "C'est trop tard, a souligné Anne Roux sur RTL.", True),
        ("It is too late, the report notes.", "C'est trop tard, a noté le rapport.", False),
        ('The "too late" of the mayor.', 'Le "trop tard" de la maire.', False),
    ],
)
def test_a_quote_without_anybody_who_says_it(text: str, source: str, *, lost: bool) -> None:
    assert unsaid(text, source) is lost
