from __future__ import annotations

import pytest

from summarizer.speakers import named_speaker

HOLLIN = '"We open in May," said Marguerite Hollin, who runs the library.'
MAIRE = "« Nous ouvrirons en mai », a déclaré la maire, Hélène Darcourt."


@pytest.mark.parametrize(
    ("before", "text", "language", "wanted"),
    [
        (HOLLIN, "Fines fell by half, she said, while loans rose.", "en",
         "Fines fell by half, Marguerite Hollin said, while loans rose."),
        (MAIRE, "Selon elle, la facture baissera.", "fr", "Selon Hélène Darcourt, la facture baissera."),
        (MAIRE, "La facture baissera, a-t-elle ajouté.", "fr", "La facture baissera, a ajouté Hélène Darcourt."),
        (MAIRE, "La facture baissera, assure-t-elle.", "fr", "La facture baissera, assure Hélène Darcourt."),
    ],
)  # fmt: skip
def test_the_speaker_gets_a_name(before: str, text: str, language: str, wanted: str) -> None:
    assert named_speaker(text, 1, [before, text], language) == (wanted, 0)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("The library opens in May.", "Fines fell by half, she said."),
        ("Marguerite Hollin lives in Harlow.", "Fines fell by half, she said."),  # nobody speaks
        ("David Crane said it opens in May.", "Fines fell by half, she said."),  # another gender
        ("David Crane told Marguerite Hollin that he disagreed.", "Fines fell by half, she said."),  # one of two
        (HOLLIN, "She lives in Harlow."),
        (HOLLIN, "Fines fell by half, he and Anna Roe said."),
    ],
)
def test_a_pronoun_stays_where_there_is_doubt(before: str, text: str) -> None:
    assert named_speaker(text, 1, [before, text], "en") is None


def test_no_further_back_than_two_sentences() -> None:
    sentences = [HOLLIN, "It rained.", "It snowed.", "Fines fell by half, she said."]
    assert named_speaker(sentences[3], 3, sentences, "en") is None
    assert named_speaker(sentences[3], 2, [HOLLIN, "It rained.", sentences[3]], "en") is not None
