"""Cleaning: every kind of clutter goes, every kind of plain text stays whole, spans are exact."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer import blocks, reading
from summarizer.cleaning import Article, clean
from summarizer.clutter import Kind, kind_of, plain
from summarizer.errors import NoArticle

FRENCH_TITLE = "Le vieux pont de Sauvelle va rouvrir aux piétons"
FRENCH = (
    "Fermé depuis l'hiver 2019, le pont suspendu de Sauvelle rouvrira le 3 juin, a annoncé lundi la mairie.",
    "Une crue avait emporté deux de ses ancrages. Depuis, les habitants de la rive gauche faisaient un détour de onze kilomètres pour aller à l'école ou au marché.",
    "Les travaux ont coûté 2,4 millions d'euros, dont la moitié payée par la région. Les câbles ont été remplacés un par un, de nuit, pour ne pas couper la circulation des péniches.",
    "« On avait fini par s'habituer au silence », sourit Odile Bressac, qui tient le café au pied du pont. Elle a commandé quarante chaises neuves.",
    "Les voitures, elles, ne passeront plus. Le conseil municipal a voté cette interdiction en mars, malgré l'opposition des commerçants de la rive droite.",
    "Une fête est prévue le jour de la réouverture, avec un bal sur le tablier et un feu d'artifice au-dessus de la rivière.",
)
ENGLISH_TITLE = "Harbour seals return to the Wexley estuary"
ENGLISH = (
    "Harbour seals have returned to the Wexley estuary for the first time in almost forty years, conservationists say.",
    "A count carried out last week found 63 adults and nine pups on the sandbanks near the old lighthouse.",
    "The animals disappeared in the 1980s, when a tannery upstream poured its waste into the river. It closed in 1994, and the water has slowly cleared since.",
    '"We did nothing clever," said Priya Holloway, who leads the survey. "We stopped poisoning them and waited."',
    "Fishermen are less pleased. They say the seals tear their nets, and have asked the county for compensation.",
    "The county council will discuss the matter in October. Until then, boats must keep a hundred metres away from the sandbanks.",
)


def page(*lines: str) -> str:
    return "\n".join(lines)


def inside(article: tuple[str, ...], *clutter: str) -> str:
    return page(*article[:3], *clutter, *article[3:])


# -- Each kind of clutter ---------------------------------------------------------------------------------------------

FRENCH_LINES = [
    "Publicité",
    "La suite après cette publicité",
    "Passer la publicité",
    "Contenu sponsorisé",
    "Partager",
    "Partager cet article sur Facebook",
    "FacebookTwitterWhatsApp",
    "Copier le lien",
    "Imprimer l'article",
    "Réagir",
    "12 réactions",
    "À lire aussi : Un tramway à Sauvelle, vraiment ?",
    "A LIRE AUSSI >> Les dix plus beaux ponts suspendus du pays",
    "Lire aussi Un tramway pour relier les deux rives",
    "Lire aussiUn tramway pour relier les deux rives",
    "Voir aussi notre dossier sur les crues",
    "Inscrivez-vous à notre newsletter pour ne rien manquer de l'actualité.",
    "Recevez chaque matin l'essentiel de l'info dans votre boîte mail.",
    "Abonnez-vous pour lire la suite.",
    "Cet article est réservé aux abonnés.",
    "Il vous reste 68 % de cet article à lire. La suite est réservée aux abonnés.",
    "Déjà abonné ? Connectez-vous",
    "Téléchargez notre application pour suivre l'actualité en direct",
    "Nous utilisons des cookies pour améliorer votre expérience sur ce site.",
    "En poursuivant votre navigation, vous acceptez l'utilisation de cookies.",
    "Tout accepter",
    "Suivez-nous sur Instagram",
    "Par Maud Lenoir et Hugo Sabatier",
    "Publié le 14 mai 2024 à 18h30, mis à jour à 19h02",
    "Temps de lecture : 3 min",
    "il y a 4 heures",
    "Le pont, lundi matin. Crédit photo : Hugo Sabatier",
    "Le pont suspendu vu de la rive gauche (photo d'illustration)",
    "Le chantier en avril. // Source : Mairie de Sauvelle",
    "© Hugo Sabatier / Agence du Fleuve",
    "Sélectionnez votre langue",
    "Read this article in English",
    "Cet article a été mis à jour le 15 mai.",
    "Tous droits réservés",
    "Mentions légales",
    "contact@courrier-du-fleuve.example",
    "14:05 Un camion se renverse sur la rocade, pas de blessé",
    "Le vieux pont sera repeint au printemps. Photo archives Le Courrier du fleuve / O. Bressac",
    "Gratuite, désinscription possible à tout moment.",
]
ENGLISH_LINES = [
    "Advertisement",
    "Story continues below advertisement",
    "Article continues after this ad",
    "Sponsored content",
    "Share this article",
    "Share on FacebookShare on X",
    "Facebook Twitter LinkedIn Email",
    "Copy link",
    "Print this page",
    "Read more: The river that came back from the dead",
    "READ ALSO: The river that came back from the dead",
    "Related: The river that came back from the dead",
    "See also the river that came back from the dead",
    "Sign up to our newsletter and never miss a story.",
    "Get the day's top stories delivered straight to your inbox.",
    "Subscribe to continue reading.",
    "This article is only available to subscribers.",
    "Already a subscriber? Log in",
    "You have 2 free articles left this month.",
    "Download our app for breaking news alerts",
    "We use cookies to improve your experience on this website.",
    "By continuing to use this site you agree to our use of cookies.",
    "Accept all cookies",
    "Follow us on Instagram",
    "By Miriam Okafor and Dale Whitcombe",
    "Published: 14 May 2024, 6:30 PM",
    "Last updated on May 14, 2024 at 18:30 GMT",
    "4 min read",
    "3 hours ago",
    "14 hour_ago 13",
    "A seal rests on the sandbank near the lighthouse. Photograph: Dale Whitcombe",
    "Seals near the old lighthouse, Wexley (Getty Images)",
    "A seal on the bank.Credit...Dale Whitcombe for The Gazette",
    "A pup waits for its mother, May 2, 2024. REUTERS/Dale Whitcombe",
    "© Dale Whitcombe / Estuary Trust",
    "A seal rests on the sandbank in May. Photo Wexley Gazette / D. Whitcombe",
    "Free. Unsubscribe at any time.",
    "Select your language",
    "Lire cet article en français",
    "This story has been updated to include a comment from the council.",
    "© 2024 The Wexley Gazette. All rights reserved.",
    "Privacy Policy",
    "Have a story? Email newsdesk@wexley-gazette.example",
    "Reporting by Miriam Okafor; Editing by Dale Whitcombe",
]


@pytest.mark.parametrize("line", FRENCH_LINES)
def test_a_french_line_of_clutter_goes(line: str) -> None:
    assert kind_of(line) is not None
    assert clean(inside(FRENCH, line)).paragraphs == FRENCH
    assert clean(page(FRENCH_TITLE, line, *FRENCH, line)).paragraphs == FRENCH


@pytest.mark.parametrize("line", ENGLISH_LINES)
def test_an_english_line_of_clutter_goes(line: str) -> None:
    assert kind_of(line) is not None
    assert clean(inside(ENGLISH, line)).paragraphs == ENGLISH
    assert clean(page(ENGLISH_TITLE, line, *ENGLISH, line)).paragraphs == ENGLISH


BLOCKS = {
    "menu": (FRENCH, ["Accueil", "Politique", "Se connecter", "Sport", "S'abonner", "Newsletters", "Météo"]),
    "english menu": (ENGLISH, ["Home", "Politics", "Sign in", "Sport", "Subscribe", "Newsletters", "Weather"]),
    "read also": (FRENCH, ["À lire aussi", "Un tramway pour relier les deux rives de la ville en dix minutes"]),
    "read also, asking": (FRENCH, ["À lire aussi", "Faut-il encore construire des ponts suspendus ?"]),
    "related": (
        ENGLISH,
        [
            "Related",
            "The river that came back from the dead",
            "Two otters were seen under the motorway bridge on Sunday morning",
        ],
    ),
    "newsletter box": (
        FRENCH,
        ["Newsletter La Matinale", "Vous souhaitez recevoir la newsletter La Matinale ?", "Votre e-mail", "S'inscrire"],
    ),
    "english newsletter box": (
        ENGLISH,
        ["The Morning Tide", "Get the stories that matter in your inbox, every weekday.", "Sign up", "Privacy policy"],
    ),
    "summary by a machine": (
        FRENCH,
        [
            "Résumer l'article",
            "Résumé de l'article",
            "Résumé par IA, vérifié par la rédaction",
            "En savoir plus",
            "• Le pont de Sauvelle rouvre après cinq ans de fermeture.",
            "• Les voitures n'y passeront plus.",
        ],
    ),
    "english summary by a machine": (
        ENGLISH,
        ["AI-generated summary", "• Seals are back in the estuary.", "• Fishermen want to be compensated."],
    ),
    "caption above its credit": (FRENCH, ["Le pont de Sauvelle en travaux, vu du quai", "© Hugo Sabatier"]),
    "image caption": (ENGLISH, ["Image source, Estuary Trust", "Image caption,", "The seals rest at low tide."]),
    "languages": (FRENCH, ["Nos guidesLanguage Selection"]),
    "share bar": (ENGLISH, ["Share", "Facebook", "X", "WhatsApp", "Copy link"]),
}


@pytest.mark.parametrize(("article", "lines"), BLOCKS.values(), ids=BLOCKS)
def test_a_block_of_clutter_goes_wherever_it_stands(article: tuple[str, ...], lines: list[str]) -> None:
    assert clean(inside(article, *lines)).paragraphs == article
    assert clean("\n\n".join([*article[:3], *lines, *article[3:]])).paragraphs == article


TAILS = {
    "comments": (
        FRENCH,
        [
            "3 commentaires",
            "Gaston",
            "il y a 2 heures",
            "Enfin ! Je vais pouvoir retourner au marché sans prendre la voiture, merci à la mairie de Sauvelle.",
            "Répondre",
            "Signaler",
            "Lucette74",
            "il y a 3 heures",
            "Deux millions pour un pont de piétons, pendant que les routes du village sont pleines de trous !",
            "Répondre",
            "Laisser un commentaire",
            "Votre adresse e-mail ne sera pas publiée. Les champs obligatoires sont indiqués avec *",
        ],
    ),
    "english comments": (
        ENGLISH,
        [
            "Comments (2)",
            "tidewatcher",
            "2 hours ago",
            "I saw them from the ferry on Sunday, at least twenty seals on the big sandbank. Wonderful news.",
            "Reply",
            "Report",
            "Leave a reply",
            "You must be logged in to post a comment.",
        ],
    ),
    "most read": (
        FRENCH,
        ["Les plus lus", "1", "Grève des bacs : le point ligne par ligne", "2", "Où nager en juin ?"],
    ),
    "english most read": (ENGLISH, ["Most read", "1", "Ferry fares to rise again", "2", "Where to swim this June"]),
    "author's box": (
        ENGLISH,
        ["Miriam Okafor", "Miriam Okafor is a reporter for The Wexley Gazette. She writes about rivers and harbours."],
    ),
    "french author's box": (FRENCH, ["Maud Lenoir", "Maud Lenoir est journaliste au service des sports depuis 2016."]),
    "author's box without a name above": (
        ENGLISH,
        ["Dale Whitcombe is a freelance writer based in Wexley, and the author of two books on tides."],
    ),
    "company's box": (ENGLISH, ["About Estuary Trust", "Estuary Trust is a charity. It was founded in 1988."]),
    "footer": (
        ENGLISH,
        ["About us", "Contact us", "Careers", "Terms of use", "© 2024 The Wexley Gazette. All rights reserved."],
    ),
    "references": (ENGLISH, ["References", "^ Holloway, P. (2023). Seals of the east coast. p. 14.", "External links"]),
}


@pytest.mark.parametrize(("article", "lines"), TAILS.values(), ids=TAILS)
def test_what_follows_the_article_goes(article: tuple[str, ...], lines: list[str]) -> None:
    assert clean(page(*article, *lines)).paragraphs == article
    assert clean("\n\n".join([*article, *lines])).paragraphs == article


TEASERS = [
    "A new bakery has opened on Market Street, offering sourdough, rye and a waiting list that is already a week long.",
    "Police are looking for a man who returned forty overdue library books through the window of the town hall.",
    "The brass band will tour Portugal in September after raising nine thousand pounds by washing cars in the rain.",
    "Plans for a roundabout at Cobb Lane have been dropped, to the relief of the residents and the frogs.",
    "A teacher from Upper Wexley has knitted a scarf long enough to go around the school three times.",
    "The price of a pint has passed six pounds in the town centre, according to a survey by the students' union.",
]


def test_teasers_at_the_end_go_with_and_without_a_known_heading() -> None:
    twice = [teaser for teaser in TEASERS for _ in range(2)]
    assert clean(page(*ENGLISH, "Advertisement", "Recently published in", *twice)).paragraphs == ENGLISH
    assert clean(page(*ENGLISH, "Latest news", *TEASERS, "Advertising")).paragraphs == ENGLISH


def test_a_box_of_links_does_not_end_the_article() -> None:
    box = ["Most read", "Ferry fares to rise again", "Where to swim this June, and where you had better not"]
    assert clean(inside(ENGLISH, *box)).paragraphs == ENGLISH


def test_a_comments_link_above_the_text_does_not_end_the_article() -> None:
    head = [ENGLISH_TITLE, ENGLISH[0], "By Miriam Okafor", "14 May 2024", "Share", "Comments"]
    assert clean(page(*head, *ENGLISH[1:])).paragraphs == ENGLISH


def test_a_live_feed_and_headlines_around_the_article_go() -> None:
    feed = [
        "Direct",
        "14:05 Un camion se renverse sur la rocade",
        "13:50 Le maire de Brenne démissionne, sa lettre ...",
    ]
    menu = ["Accueil", "Se connecter", "Une piscine à vagues pour la capitale", "12 mai 2024"]
    assert clean(page(*menu, FRENCH_TITLE, "Partager", *FRENCH, *feed)).paragraphs == FRENCH


def test_labels_glued_to_the_first_word_are_cut_off() -> None:
    text = inside(ENGLISH[:3], "Advertisement" + ENGLISH[3])
    assert clean(text).paragraphs == (*ENGLISH[:3], ENGLISH[3])


def test_notices_in_the_other_language_go_but_a_text_in_both_stays() -> None:
    notice = "You are reading the French edition of this website, and some pages are available to you in English."
    assert clean(page("Se connecter", *FRENCH, notice, "S'abonner", "Mentions légales")).paragraphs == FRENCH
    both = clean(page(*FRENCH, *ENGLISH, "Partager"))
    assert both.paragraphs == FRENCH + ENGLISH


def test_glued_share_bars_and_pull_quotes_go() -> None:
    quote = "We stopped poisoning them and waited, said Priya Holloway, who leads the survey of the seals"
    body = (*ENGLISH[:3], f'"We did nothing clever. {quote}."', *ENGLISH[4:])
    assert clean(page(*body[:5], quote, "Share", body[5])).paragraphs == body


# -- What must not be taken for clutter -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "La Cnil a condamné le site pour avoir déposé des cookies sans l'accord des visiteurs.",
        "Google renonce à supprimer les cookies tiers de son navigateur.",
        "La publicité représente encore 40 % des revenus du journal.",
        "Les abonnés du club ont hué le président pendant la mi-temps.",
        "Il a lu aussi bien Tolstoï que les bandes dessinées de son frère.",
        "Par ailleurs, la ministre a promis de recevoir les syndicats jeudi.",
        "Partager l'eau n'a jamais été simple dans cette vallée.",
        "À 14h30, la foule avait déjà envahi la place.",
        "Le maire a commenté la décision du tribunal avec prudence.",
        "Selon le photographe, l'image a été prise en 1961.",
        "La newsletter du ministère est devenue un objet de moquerie.",
        "Facebook changed its privacy policy on Monday after months of criticism.",
        "The company said subscribers had signed up faster than expected.",
        "Advertisers have left the platform since it changed hands.",
        "By Monday evening, the fire had crossed the river.",
        "She read more than forty books that year.",
        "Share prices fell by 3% in Tokyo.",
        "He follows the same path every morning, and so does the dog.",
        "Comments made by the minister drew anger from the unions.",
        "Sign language will be taught in all primary schools.",
        "The photograph shows a man on a horse.",
        "Readers unsubscribe in large numbers when the price goes up.",
        "Elle a rangé la maison. Photos d'archives et lettres dormaient au grenier depuis la guerre.",
        "Published in 1922, the novel was banned for eleven years.",
    ],
)
def test_sentences_about_such_things_are_not_clutter(line: str) -> None:
    assert kind_of(line) is None


@pytest.mark.parametrize(
    "paragraphs",
    [
        pytest.param(FRENCH, id="french"),
        pytest.param(ENGLISH, id="english"),
        pytest.param(ENGLISH[:1], id="one paragraph"),
        pytest.param(FRENCH[:2], id="two paragraphs"),
        pytest.param(("Il pleut depuis mardi.", "Le pont est fermé.", "Les bacs sont pleins."), id="short sentences"),
        pytest.param(("the cat sleeps on the sofa while the dog watches television",), id="no sentence mark"),
        pytest.param(
            ("le chat dort sur le canapé pendant que le chien regarde", "La pluie tombe sur le toit depuis ce matin"),
            id="lines without a sentence mark",
        ),
        pytest.param(
            (
                "The plan has four parts, and the first three are already paid for:",
                "- a footpath along the dyke",
                "- two hides for bird watchers",
                "- a warden, from April to September",
                "The fourth part is a new lighthouse, which nobody has paid for.",
            ),
            id="bullets",
        ),
        pytest.param(
            (
                "Pour quatre personnes, il faut compter une heure et demie, et les ingrédients suivants :",
                "200 g de farine",
                "3 œufs",
                "1 pincée de sel",
                "Mélangez le tout et laissez reposer la pâte pendant que le four chauffe.",
            ),
            id="list after a colon",
        ),
        pytest.param(
            (
                "Depuis quand vivez-vous à Sauvelle ?",
                "Depuis toujours. Mon grand-père était passeur, mon père aussi.",
                "Et vous ?",
                "Non.",
                "Pourquoi ?",
                "Parce que le pont existait. On ne traverse plus une rivière à la rame quand il y a un pont.",
            ),
            id="interview",
        ),
        pytest.param(
            (
                "— Vous partez déjà ? demanda-t-elle.",
                "— Oui.",
                "— Par ce temps !",
                "Il ne répondit pas, prit son chapeau et sortit dans la nuit.",
            ),
            id="dialogue",
        ),
        pytest.param(
            (
                "Ce qui change",
                FRENCH[0],
                FRENCH[1],
                "Et les voitures ?",
                FRENCH[4],
                "Réactions",
                FRENCH[3],
            )[1:],
            id="headings",
        ),
    ],
)
@pytest.mark.parametrize("separator", ["\n", "\n\n", "\r\n\r\n", "\n \n\t\n"])
def test_a_plain_text_stays_whole(paragraphs: tuple[str, ...], separator: str) -> None:
    article = clean(separator.join(paragraphs))
    assert article.paragraphs == paragraphs
    assert article.title is None


@pytest.mark.parametrize("width", [55, 72, 100])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_hard_wrapped_paragraphs_are_joined_with_exact_spans(width: int, line_break: str) -> None:
    wrapped = [textwrap.fill(text, width, break_on_hyphens=False) for text in FRENCH]
    text = "\n\n".join([FRENCH_TITLE, *wrapped]).replace("\n", line_break)
    article = clean(text)
    assert article.title == FRENCH_TITLE
    assert tuple(re.sub(r"\s+", " ", paragraph) for paragraph in article.paragraphs) == FRENCH
    assert all(
        text[start:end] == paragraph for paragraph, (start, end) in zip(article.paragraphs, article.spans, strict=True)
    )


def test_hard_wrapped_paragraphs_without_blank_lines_end_where_a_line_is_short() -> None:
    first = "\n".join(textwrap.wrap(" ".join(FRENCH[:2]), 72)) + "\n"
    text = first + textwrap.fill(FRENCH[2], 72)
    assert len(text.splitlines()[len(first.splitlines()) - 1]) < 60, "the texts of this test must leave a short line"
    assert [plain(paragraph) for paragraph in clean(text).paragraphs] == [plain(first), plain(FRENCH[2])]


def test_one_sentence_a_line_is_not_hard_wrapping() -> None:
    lines = tuple(sentence for text in ENGLISH for sentence in re.split(r"(?<=\.) (?=[A-Z])", text))
    assert clean("\n".join(lines)).paragraphs == lines


def test_a_sentence_cut_after_an_abbreviation_is_joined_again() -> None:
    text = page(
        "In addition, companies such as Brightwater, Inc.", "make their boats in the estuary for export.", *ENGLISH
    )
    assert clean(text).paragraphs[0] == text[: text.index(ENGLISH[0]) - 1]


def test_headings_and_lists_of_a_cluttered_page_are_kept_in_place() -> None:
    body = (
        ENGLISH[0],
        "A slow return",
        *ENGLISH[1:3],
        "The survey counted three kinds of animals on the sandbanks:",
        "1. Harbour seals",
        "2. Grey seals",
        "3. One bewildered otter",
        *ENGLISH[3:],
    )
    text = page("Home", "Sign in", "Subscribe", ENGLISH_TITLE, "Share", *body, "Most read", "Ferry fares to rise again")
    assert clean(text).paragraphs == body


# -- Titles -----------------------------------------------------------------------------------------------------------


def test_the_title_is_found_and_said_once() -> None:
    text = page("Home", "Sign in", ENGLISH_TITLE, "Share", ENGLISH_TITLE, "By Miriam Okafor", *ENGLISH, ENGLISH_TITLE)
    article = clean(text)
    assert article.title == ENGLISH_TITLE
    assert article.paragraphs == ENGLISH


@pytest.mark.parametrize(
    "title",
    [FRENCH_TITLE, "Sauvelle : faut-il se réjouir de la réouverture du pont ?", "« On avait fini par s'habituer »"],
)
@pytest.mark.parametrize("separator", ["\n\n", "\n\n\n"])
def test_the_first_line_of_a_plain_text_is_its_title(title: str, separator: str) -> None:
    article = clean(separator.join([title, *FRENCH]))
    assert article.title == title
    assert article.paragraphs == FRENCH


def test_menu_entries_glued_before_the_title_do_not_hide_it() -> None:
    title = "Sauvelle peut-elle se passer de son vieux pont ?"
    glued = f"PublicitéAccueilBrèves{title}"
    article = clean(page(glued, title, "La suite après cette publicité", *FRENCH, "Nos guides"))
    assert (article.title, article.paragraphs) == (title, FRENCH)
    article = clean(page("AccueilBrèvesLoisirs", title, *FRENCH, "Nos guides"))
    assert (article.title, article.paragraphs) == (title, FRENCH)


def test_other_headlines_between_title_and_text_are_not_the_title() -> None:
    head = ["À lire aussi", "Société", "Une péniche coule dans le port", "Monde", "Un volcan se réveille en Islande"]
    article = clean(page("Accueil", "S'abonner", FRENCH_TITLE, *head, "Publié le 14 mai 2024", *FRENCH))
    assert (article.title, article.paragraphs) == (FRENCH_TITLE, FRENCH)


def test_the_lead_stays_with_or_without_an_end_mark() -> None:
    lead = "Les habitants de la rive gauche attendaient la réouverture du pont depuis cinq ans"
    for text in (lead, lead + "."):
        article = clean(page("Accueil", "S'abonner", FRENCH_TITLE, text, "Par Maud Lenoir", "Partager", *FRENCH))
        assert article.paragraphs == (text, *FRENCH)


def test_a_lead_that_the_first_paragraph_repeats_is_said_once() -> None:
    lead = "Seals are back. " + ENGLISH[0]
    article = clean(page(ENGLISH_TITLE, lead, "Please share:", *ENGLISH))
    assert article.paragraphs == (lead, *ENGLISH[1:])


def test_a_text_without_title_has_none() -> None:
    assert clean("\n".join(ENGLISH)).title is None
    assert clean(page("Share", *ENGLISH, "Subscribe")).title is None


# -- Documents and HTML -----------------------------------------------------------------------------------------------


def document(text: str, *, title: str | None = None, cleaned: bool = False) -> Any:
    return SimpleNamespace(text=text, source=None, title=title, language_hint=None, cleaned=cleaned)


def test_the_title_of_a_document_is_kept_and_not_repeated() -> None:
    text = page(ENGLISH_TITLE, *ENGLISH)
    article = clean(document(text, title=f"{ENGLISH_TITLE} | The Wexley Gazette"))
    assert (article.title, article.paragraphs) == (ENGLISH_TITLE, ENGLISH)
    assert clean(document(page(*ENGLISH), title="Seals")).title == "Seals"


def test_what_an_extractor_left_is_cleaned_gently() -> None:
    loose = ("Harbour seals: 63", "Grey seals: 4")
    body = (*ENGLISH[:2], *loose, *ENGLISH[2:])
    rest = ["Share", "Read also", "Ferry fares to rise again", "Miriam Okafor is a reporter for The Wexley Gazette."]
    text = page(ENGLISH_TITLE, "By Miriam Okafor", *body[:5], "Sign up to our newsletter", *body[5:], *rest)
    article = clean(document(text, title=ENGLISH_TITLE, cleaned=True))
    assert article.paragraphs == body
    ended = clean(document(page(*ENGLISH, "Recently published in", *TEASERS), cleaned=True))
    assert ended.paragraphs == ENGLISH


def test_html_source_goes_through_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "from_text", lambda text: document(page(*ENGLISH), title=ENGLISH_TITLE, cleaned=True))
    html = "<!DOCTYPE html><html><body><p>Harbour seals</p></body></html>"
    assert clean(html) == clean(document(page(*ENGLISH), title=ENGLISH_TITLE, cleaned=True))
    assert clean(page("<3 is what they wrote on the wall of the old lighthouse.", *ENGLISH)).paragraphs[1:] == ENGLISH


# -- Nothing to summarise ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\n",
        "*** --- ***",
        "12:30",
        "2024",
        "😀 😀 😀",
        "Bonjour",
        "Hello world",
        page("Accueil", "Menu", "Se connecter", "S'abonner", "Partager", "Mentions légales"),
        page("Home", "Sign in", "Facebook", "Twitter", "Privacy policy", "© 2024 Gazette"),
        "Nous utilisons des cookies pour améliorer votre expérience sur ce site.",
        page("Share", "We use cookies to improve your experience on this website.", "Accept all"),
    ],
)
def test_nothing_left_is_an_error_without_the_text(text: str) -> None:
    with pytest.raises(NoArticle) as caught:
        clean(text)
    assert "Paste" in str(caught.value)


# -- Spans ------------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *FRENCH,
        *ENGLISH,
        *FRENCH_LINES,
        *ENGLISH_LINES,
        *TEASERS,
        FRENCH_TITLE,
        "Oui.",
        "1. Un",
        "- deux",
        "Sport",
        "•",
        "»",
    ]
)
BREAKS = st.sampled_from(["\n", "\n\n", "\r\n", "\r", "\u2028", " ", "\n   \n", "\x0b", "\x85", ""])


def check_spans(text: str) -> Article | None:
    try:
        article = clean(text)
    except NoArticle:
        return None
    assert len(article.paragraphs) == len(article.spans) > 0
    assert all(
        text[start:end] == paragraph for paragraph, (start, end) in zip(article.paragraphs, article.spans, strict=True)
    )
    edges = [edge for span in article.spans for edge in span]
    assert edges == sorted(edges)
    assert all(start < end for start, end in article.spans)
    assert edges[0] >= 0
    assert edges[-1] <= len(text)
    assert article.text == "\n\n".join(article.paragraphs)
    return article


@given(st.text(max_size=300).filter(lambda text: not re.match(r"\s*<", text)))
@settings(max_examples=150, deadline=None)
def test_spans_of_any_text_are_exact_ordered_and_apart(text: str) -> None:
    check_spans(text)


@given(st.lists(st.tuples(PIECES, BREAKS), max_size=30))
@settings(max_examples=150, deadline=None)
def test_spans_of_any_page_are_exact_ordered_and_apart(pieces: list[tuple[str, str]]) -> None:
    check_spans("".join(piece + line_break for piece, line_break in pieces))


def test_spaces_around_lines_are_outside_the_spans() -> None:
    text = "\ufeff \u00a0" + "\u00a0\n\t ".join(ENGLISH) + " \u200b\n"
    article = check_spans(text)
    assert article is not None
    assert article.paragraphs == ENGLISH


# -- Long texts -------------------------------------------------------------------------------------------------------


def test_a_long_text_on_one_line_is_one_paragraph() -> None:
    text = " ".join(FRENCH * 400)
    assert len(text) > 300_000
    assert clean(text).paragraphs == (text,)


@pytest.mark.parametrize("separator", ["\n", "\n\n"])
def test_a_long_text_in_paragraphs_stays_whole(separator: str) -> None:
    paragraphs = [f"{text} C'était en {number}." for number in range(200) for text in FRENCH]
    assert list(clean(separator.join(paragraphs)).paragraphs) == paragraphs


@pytest.mark.parametrize(
    "line", ["menu", "Partager", "A. ", "« ", "12:00 ", "abc-", "a@", '"A A A A A A A A', "(((", "par "]
)
def test_long_odd_lines_end(line: str) -> None:
    check_spans(line * 40_000)
    check_spans((line * 30 + "\n") * 300)


def test_work_grows_with_the_text_and_not_with_its_square(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: Counter[str] = Counter()

    def counted(name: str) -> None:
        function = getattr(blocks, name)

        def wrapper(*arguments: Any, **options: Any) -> Any:
            calls[name] += 1
            return function(*arguments, **options)

        monkeypatch.setattr(blocks, name, wrapper)

    for name in ("kind_of", "plain", "_form", "_is_full", "_swallow_headlines"):
        counted(name)
    lines = [*FRENCH, "Partager", "À lire aussi", FRENCH_TITLE, *ENGLISH, "Les plus lus", "Sport"]
    clean("\n".join(lines * 20))
    once = calls.total()
    calls.clear()
    clean("\n".join(lines * 40))
    assert calls.total() <= 2.1 * once


# -- Kinds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Commentaires (12)", Kind.OVER),
        ("Leave a comment", Kind.OVER),
        ("Les articles les plus lus", Kind.END),
        ("More from Politics", Kind.END),
        ("» À LIRE AUSSI :", Kind.LABEL),
        ("Read next", Kind.LABEL),
        ("Résumé généré par IA", Kind.WIDGET),
        ("Par Jean-Marc d'Aubigny, envoyé spécial à Oslo", Kind.META),
        ("By Ana de la Cruz, Political Correspondent", Kind.META),
        ("lundi 3 mars 2025 à 7h15", Kind.META),
        ("Photo: Ana de la Cruz", Kind.CREDIT),
        ("12:30 Nouveau report du lancement de la fusée", Kind.TICKER),
        ("↑ Voir la carte, p. 12.", Kind.NOISE),
        ("— • —", Kind.NOISE),
    ],
)
def test_kinds_of_lines(line: str, kind: Kind) -> None:
    assert kind_of(line) is kind


def test_plain_form_ignores_case_accents_quotes_and_ornaments() -> None:
    assert plain("» À  LIRE\u00a0AUSSI : l’Œuvre…") == "a lire aussi : l'oeuvre"


# -- Whole pages ------------------------------------------------------------------------------------------------------

PAGES = sorted(Path(__file__).with_name("pages").glob("*.txt"))
FLOOR, MEAN = 0.9, 0.98


def read_page(path: Path) -> tuple[str, str, list[str]]:
    """The page, its title and its article: in the file, lines of the article start with "| " and the title with "# "."""
    lines = path.read_text(encoding="utf-8").splitlines()
    text = "\n".join(re.sub(r"^[|#] ", "", line) for line in lines)
    title = next(line[2:] for line in lines if line.startswith("# "))
    return text, title, [line[2:] for line in lines if line.startswith("| ")]


def f1(found: str, gold: str) -> float:
    ours, theirs = (Counter(re.findall(r"\w+", text.lower())) for text in (found, gold))
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
@pytest.mark.parametrize("line_break", ["\n", "\n\n", "\r\n"])
def test_pages_are_cleaned_well(path: Path, line_break: str) -> None:
    text, title, gold = read_page(path)
    article = check_spans(text.replace("\n", line_break))
    assert article is not None
    assert article.title == title
    assert f1("\n".join(article.paragraphs), "\n".join(gold)) >= FLOOR


def test_pages_are_cleaned_very_well_on_average() -> None:
    scores = []
    for path in PAGES:
        text, _, gold = read_page(path)
        scores.append(f1("\n".join(clean(text).paragraphs), "\n".join(gold)))
    assert len(scores) >= 20
    assert sum(scores) / len(scores) >= MEAN
