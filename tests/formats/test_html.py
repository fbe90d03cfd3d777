from __future__ import annotations

import json
import sys

import pytest
from samples import BODY, ENGLISH, FRENCH, TITLE, page

from summarizer.errors import InputTooLarge, MissingExtra, NoArticle
from summarizer.formats import html
from summarizer.formats.html import from_html, is_page, looks_like_html, parse, visible_text

TEASER = "Un tracteur électrique à l’essai dans la plaine"
CARDS = "".join(
    f'<div class="card"><a href="/{i}"><h3>{TEASER} numéro {i}</h3></a><p>Le début de l’autre article, qui parle de tout '
    "autre chose et se poursuit ailleurs.</p></div>"
    for i in range(12)
)


def paragraphs(source: str) -> list[str]:
    content = from_html(source, "x")
    assert content.cleaned
    return content.text.split("\n\n")


def test_an_article_without_menu_title_and_footer() -> None:
    content = from_html(page(), "x")
    assert content.text.split("\n\n") == FRENCH
    assert (content.title, content.language_hint, content.cleaned) == (TITLE, "fr", True)


@pytest.mark.parametrize(
    "around",
    [
        "<article>{}</article>",
        "<div class='content'><div>{}</div></div>",
        "<article><header><p class='byline'>Par Jeanne Morel</p><time>3 mars 2024</time></header>{}</article>",
        "<p class='date'>La Gazette avec agences, publié le 3 mars 2024 à 10h12</p><div>{}</div>",
        "<div><p>Par Jeanne Morel, mis à jour le 3 mars 2024 à 10h12</p>{}</div>",
        "<article>{}<p>Lire aussi : <a href='/a'>" + TEASER + "</a></p></article>",
        "<article><p><a href='/a'>" + TEASER + "</a></p>{}</article>",
        "<article>{}</article><section><h2>À lire aussi</h2>" + CARDS + "</section>",
        "<article>{}</article><div><h2>Les plus lus</h2></div>" + CARDS,
        "<div>{}</div><h3>Sur le même sujet</h3><ul><li><a href='/a'>" + TEASER + "</a></li></ul>",
        "<article>{}<aside><h4>Related stories</h4><a href='/a'>" + TEASER + "</a></aside></article>",
        "<article>{}</article><div id='comments'><h2>Commentaires</h2><p>Bravo !</p></div>",
        "<article>{}<p><strong>Lire aussi :</strong> <a href='/a'>" + TEASER + "</a></p></article>",
        "<article>{}<h2>Sur le même sujet</h2></article>",
        "<article>{}<p>Sur le même sujet</p></article>",
        "<article>{}<p style='display:none'>Caché</p><script>var a = '<p>non</p>';</script></article>",
    ],
)
def test_what_stands_around_goes(around: str) -> None:
    assert paragraphs(page(around=around)) == FRENCH


def test_loose_text_and_line_breaks_are_paragraphs() -> None:
    assert paragraphs(page("<div>" + "<br><br>\n".join(FRENCH) + "</div>")) == FRENCH
    first, *rest = FRENCH
    loose = f"<div><i>{first[:20]}</i>{first[20:]}<br><b></b>{'<br>'.join(rest)}</div>"
    assert paragraphs(page(loose)) == FRENCH


def test_teasers_do_not_swamp_a_short_text() -> None:
    body = f"<div>{FRENCH[0]}<br><br>{FRENCH[1]}</div><section><h2>À lire aussi</h2>{CARDS}</section>"
    assert paragraphs(page(body)) == FRENCH[:2]


def test_a_link_inside_a_sentence_stays() -> None:
    sentence = 'La chambre d’agriculture publie <a href="/r">un rapport complet sur la filière du lait</a>.'
    texts = paragraphs(page(f"{BODY}<p>{sentence}</p>"))
    assert texts[4:] == ["La chambre d’agriculture publie un rapport complet sur la filière du lait."]


def test_a_word_of_a_sentence_is_no_teaser_heading() -> None:
    sentence = "<p><strong>Related</strong> to this, the <span>latest news</span> from the valley is rather good.</p>"
    assert paragraphs(page(BODY + sentence))[4:] == ["Related to this, the latest news from the valley is rather good."]


def test_lists_subheadings_and_quotes_stay_without_marks() -> None:
    body = (
        f"<article><p>{FRENCH[0]}</p><h2>Trois chiffres</h2><ul><li>{FRENCH[1]}</li><li>soixante éleveurs</li></ul>"
        f"<blockquote><p>{FRENCH[3]}</p></blockquote><table><tr><td>1</td><td>2</td></tr></table><p>{FRENCH[2]}</p></article>"
    )
    assert paragraphs(page(body)) == [FRENCH[0], "Trois chiffres", FRENCH[1], "soixante éleveurs", FRENCH[3], FRENCH[2]]


def test_tags_that_are_never_closed() -> None:
    assert FRENCH[0] in from_html(page("<font><b>" * 400 + BODY), "x").text


def test_characters_that_xml_has_no_place_for() -> None:
    text = "<br>".join(FRENCH).replace(" ", "\x0c").replace("e", "e\x01\ufffe\x1b\x00")
    assert paragraphs(page(f"<div>{text}&#1;&#x1F;&#0011&#xFFFE;</div>")) == FRENCH


def test_repeated_paragraphs_come_once_and_in_the_page_s_order() -> None:
    assert paragraphs(page(f"<article>{BODY}<p>{FRENCH[0]}</p></article>")) == FRENCH


LEAD = "Le bâtiment, attendu depuis dix ans, accueille le public à partir de samedi."


@pytest.mark.parametrize(
    "head",
    [
        f'<meta property="og:description" content="{LEAD}">',
        f'<meta name="description" content="Élevage : {LEAD[:-1]}">',
        f'<meta name="description" content="{LEAD[:60]}…">',
        "",
    ],
)
def test_a_standfirst_outside_of_the_text_is_kept(head: str) -> None:
    around = f"<header><div class='article-chapo'>{LEAD}</div></header><article>{{}}</article>"
    if head:
        around = around.replace("article-chapo", "x1")
    assert paragraphs(page(head=head, around=around)) == [LEAD, *FRENCH]


def test_a_description_that_is_not_on_the_page_is_not_added() -> None:
    assert paragraphs(page(head=f'<meta name="description" content="{LEAD}">')) == FRENCH


def test_no_title_no_lead() -> None:
    source = page(head=f'<meta name="description" content="{LEAD}">').replace("h1>", "div>")
    assert LEAD not in paragraphs(source)


@pytest.mark.parametrize(
    ("head", "title", "expected"),
    [
        ("<title>Le pont rouvre - Le Quotidien</title>", "Le pont rouvre", "Le pont rouvre"),
        ("<title>Le pont rouvre | Région | Le Quotidien</title>", "", "Le pont rouvre"),
        ('<meta property="og:title" content="Opinion | Le pont rouvre">', "Le pont rouvre", "Le pont rouvre"),
        ('<meta property="og:title" content="Le pont rouvre"><title>Autre</title>', "Rubrique", "Le pont rouvre"),
        (
            '<meta name="twitter:title" content="Le pont rouvre – Q"><meta property="og:site_name" content="Q">',
            "",
            "Le pont rouvre",
        ),
        ('<title>Le pont rouvre - Q</title><meta property="og:site_name" content="Q">', "Q", "Le pont rouvre"),
        ("", "Le pont\n rouvre", "Le pont rouvre"),
        ("<title>Demi-finale : Lyon-Nantes, le résumé</title>", "", "Demi-finale : Lyon-Nantes, le résumé"),
        ("<title>Le pont - un long sous-titre de cinq mots</title>", "", "Le pont - un long sous-titre de cinq mots"),
        ("", "", None),
    ],
)
def test_titles(head: str, title: str, expected: str | None) -> None:
    assert from_html(page(head=head, title=title), "x").title == expected


@pytest.mark.parametrize(
    ("root", "code"),
    [
        ('lang="en-GB"', "en"),
        ('xml:lang="fr"', "fr"),
        ('lang="x"', None),
        ("", None),
    ],
)
def test_declared_language(root: str, code: str | None) -> None:
    assert from_html(page().replace('lang="fr-FR"', root), "x").language_hint == code


def test_declared_locale() -> None:
    source = page(head='<meta property="og:locale" content="fr_CA">').replace('lang="fr-FR"', "")
    assert from_html(source, "x").language_hint == "fr"


def test_text_that_only_the_metadata_holds() -> None:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "articleBody": " ".join(ENGLISH)}
    source = f'<html><head><script type="application/ld+json">{json.dumps(data)}</script></head><body><div></div></body></html>'
    assert from_html(source, "x").text == " ".join(ENGLISH)


def test_old_pages_made_of_tables() -> None:
    source = f"<html><body><table><tr><td>{'<br><br>'.join(ENGLISH)}</td></tr></table></body></html>"
    assert paragraphs(source) == ENGLISH


def test_a_page_without_article_gives_what_a_person_would_copy() -> None:
    source = page(
        "<p>Le pont est fermé.<br>Prudence !</p><div hidden>non</div><table><tr><td>a</td><td>b</td></tr></table>"
    )
    content = from_html(source, "x")
    assert not content.cleaned
    assert content.text.split("\n\n")[-3:] == ["Le pont est fermé.\nPrudence !", "a\tb", "Mentions légales Contact"]


def test_an_extractor_that_fails_leaves_the_visible_text(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    def fail(*_: object, **__: object) -> str:
        raise RecursionError

    monkeypatch.setattr(trafilatura, "extract", fail)
    content = from_html(page(), "x")
    assert not content.cleaned
    assert FRENCH[0] in content.text


@pytest.mark.parametrize(
    "source", ["<!doctype html>", "<html></html>", "<html><body><script>1</script></body></html>", "<!-- -->"]
)
def test_pages_without_text(source: str) -> None:
    with pytest.raises(NoArticle, match=r"^vide\.html is a page without text"):
        from_html(source, "vide.html")


def test_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MAX_CHARACTERS", 2_000)
    picture = f'<img src="data:image/png;base64,{"QUJD" * 1000}">'
    assert FRENCH[0] in from_html(page(picture + BODY), "x").text
    with pytest.raises(InputTooLarge, match=r"^x is a page of over"):
        from_html(page(BODY * 6), "x")


def test_without_trafilatura(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtra, match=r"^x is a web page, which needs trafilatura; .*summarizer\[files\]"):
        from_html(page(), "x")


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><html>",
        "\n<!-- copié -->\n<HTML lang=fr>",
        '<?xml version="1.0"?>\n<html xmlns="x">',
        "<p>Un.</p>\n<p>Deux.</p>",
        "Titre\n<div>\n<p>Un.</p>\n</div>\n<p>Deux.</p>",
    ],
)
def test_html_source(text: str) -> None:
    assert looks_like_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Un texte.",
        "a < b et b > c",
        "La balise <p> ouvre un paragraphe, </p> le ferme ; <div> et </div> font une boîte, <html> une page.",
        "<rires> Le maire : oui.",
        "Un cours.\n<html>\nLa première balise.",
    ],
)
def test_no_html_source(text: str) -> None:
    assert not looks_like_html(text)


def test_a_page_starts_as_one() -> None:
    assert is_page("  <!doctype HTML><p>")
    assert not is_page("<p>a</p>" * 9)


def test_visible_text_of_what_a_parser_must_mend() -> None:
    tree = parse("<p>Un<p>Deux &eacute;t&eacute; <b>gras</b><div>trois\n  mots<div>quatre</div></div>\x00")
    assert visible_text(tree) == "Un\n\nDeux été gras\n\ntrois mots\nquatre"
    assert visible_text(tree, division="\n\n").endswith("trois mots\n\nquatre")
