from __future__ import annotations

import pytest

from summarizer.formats.markdown import from_markdown

ARTICLE = """---
title: "Le titre du carnet"
lang: fr-CA
---
# La *fête* du village #

La fête a réuni **300 personnes** et _douze_ [associations](https://exemple.fr/a_(b) "Titre"), dont
celle des ***pêcheurs***.

![Une photo](photo.jpg) ![autre][image]

## Le programme

* Un ~~bal~~ concert
* [x] Un repas
  - pour tous
1. Premier
2. Second

> Une citation
> sur deux lignes

```python
print("code")
```

Le fichier `mon_fichier_*.txt` reste[^1]. Voir [le site][site] ou <https://exemple.fr>.

| Lieu | Heure |
|------|:-----:|
| Place | 20 h |

***

Sous-titre
----------

Tarif : 5 \\* 2 = 10, snake_case_name, 2 * 3 * 4. &eacute;t&eacute;<br>Fin.<!-- caché -->

[site]: https://exemple.fr
[^1]: Une note.
"""


def test_marks_go_and_words_stay() -> None:
    content = from_markdown(ARTICLE)
    assert content.title == "La fête du village"
    assert content.language_hint == "fr"
    assert not content.cleaned
    assert content.text.split("\n\n") == [
        "La fête a réuni 300 personnes et douze associations, dont\ncelle des pêcheurs.",
        "Le programme",
        "Un bal concert",
        "Un repas",
        "pour tous",
        "1. Premier",
        "2. Second",
        "Une citation\nsur deux lignes",
        "Le fichier mon_fichier_*.txt reste. Voir le site ou https://exemple.fr.",
        "Lieu | Heure\nPlace | 20 h",
        "Sous-titre",
        "Tarif : 5 * 2 = 10, snake_case_name, 2 * 3 * 4. été\nFin.",
        "Une note.",
    ]


def test_setext_title_and_toml_front_matter() -> None:
    content = from_markdown("+++\ntitle = 'Autre'\nlanguage = 'en'\n+++\n\nThe title\n=========\n\nThe text.\n")
    assert (content.title, content.language_hint, content.text) == ("The title", "en", "The text.")


def test_front_matter_gives_the_title_when_no_heading_does() -> None:
    content = from_markdown("---\ntitle: Le titre\ndate: 2024-01-01\n---\nLe texte.\n\n# Un intertitre\n\nFin.")
    assert (content.title, content.text) == ("Le titre", "Le texte.\n\nUn intertitre\n\nFin.")


def test_a_rule_at_the_start_is_no_front_matter() -> None:
    assert from_markdown("---\n\nLe texte commence.\n").text == "Le texte commence."


def test_a_heading_alone_is_the_text() -> None:
    content = from_markdown("# Seulement un titre")
    assert (content.title, content.text) == (None, "Seulement un titre")


@pytest.mark.parametrize("fence", ["```", "~~~", "````markdown", "```text"])
def test_fenced_prose_stays(fence: str) -> None:
    mark = fence.rstrip("abcdefghijklmnopqrstuvwxyz")
    assert from_markdown(f"Avant.\n\n{fence}\nDu texte.\n{mark}\n\nAprès.").text == "Avant.\n\nDu texte.\n\nAprès."


def test_an_open_fence_of_code_ends_with_the_text() -> None:
    assert from_markdown("Avant.\n\n```js\nlet a = 1").text == "Avant."


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("[![logo](a.png)](https://exemple.fr) Bonjour", "Bonjour"),
        ("**Gras** et **encore\ngras**", "Gras et encore\ngras"),
        ("L'étoile * seule, un_nom_de_fichier, 3 * 4 * 5", "L'étoile * seule, un_nom_de_fichier, 3 * 4 * 5"),
        ("``un `accent` grave``", "un `accent` grave"),
        ("AT&amp;T &lt;3", "AT&T <3"),
        ("- [ ] à faire", "à faire"),
        ("a < b et c > d", "a < b et c > d"),
        ("En 1984. C'est", "En 1984. C'est"),
        ("[1] est une note, [2] aussi", "[1] est une note, [2] aussi"),
    ],
)
def test_inline_marks(source: str, text: str) -> None:
    assert from_markdown(source).text == text
