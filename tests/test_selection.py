from __future__ import annotations

import pytest

from summarizer.selection import choose, connected, dangling

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
