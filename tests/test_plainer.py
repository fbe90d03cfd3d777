from __future__ import annotations

import pytest

from summarizer.plainer import plainer


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Les deux villes vont-elles s'unir ?", "Les deux villes vont s'unir ?"),
        ("Les pompiers n'ont-ils rien vu ?", "Les pompiers n'ont rien vu ?"),
        ("Valbrume et Orlac envisagent-ils de s'unir ?", "Valbrume et Orlac envisagent de s'unir ?"),
        ("Valbrume et la Bréville veulent-elles s'unir ?", "Valbrume et la Bréville veulent s'unir ?"),
        ("Valbrume va-t-elle fermer son port ?", "Valbrume va fermer son port ?"),
        ("La Bréville a-t-elle les moyens d'un port ?", "La Bréville a les moyens d'un port ?"),
        ("Marie Lestrade ne doit-elle pas partir ?", "Marie Lestrade ne doit pas partir ?"),
    ],
)
def test_a_name_or_several_things(question: str, statement: str) -> None:
    assert plainer(question) == statement
    assert plainer(statement) == statement


@pytest.mark.parametrize(
    "text",
    [
        "Le maire va-t-il partir ?",
        "Valbrume est-elle prête ?",
        "Vont-ils partir ?",
        "Pourquoi les prix montent-ils ?",
        "Les prix montent, disent-ils.",
        '"Les prix montent", disent-ils, mais quand ?',
        "Les prix vont baisser, disent-ils, mais quand ?",
        "Mais faut-il s'inquiéter de cette hausse ?",
        "N'y a-t-il pas d'autre solution ?",
        "Ne faut-il pas changer ?",
        "Deux ans plus tard, sont-ils satisfaits ?",
        "Mais que font-ils ?",
        "Mais où vont-ils ?",
        "Mais peut-il gagner ?",
        "Le fera-t-il ?",
        "Lui a-t-elle parlé ?",
        "Se disent-ils prêts ?",
        "Dans quelle rue habitent-ils ?",
        "Avec Valbrume va-t-il gagner ?",
        "L'a-t-il vu ?",
        "Qu'en pensent-ils ?",
        "",
    ],
)
def test_other_texts_stay(text: str) -> None:
    assert plainer(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ne voulant pas déplaire, il part.", "Sans vouloir déplaire, il part."),
        ("Ne souhaitant pas s'exprimer, elle part.", "Sans vouloir s'exprimer, elle part."),
        ("Ne trouvant pas d'accord, ils partent.", "Sans trouver d'accord, ils partent."),
        ("Ne réussissant pas à vendre, elle part.", "Sans réussir à vendre, elle part."),
        ("Ne parvenant pas à vendre, elle part.", "Sans parvenir à vendre, elle part."),
        ("Ne se rendant pas compte du feu, il dort.", "Sans se rendre compte du feu, il dort."),
        ("Ne l'entendant pas, il dort.", "Sans l'entendre, il dort."),
        ("Ne changeant pas d'avis, elle reste.", "Sans changer d'avis, elle reste."),
        ("Ne demandant pas d'aide, elle reste.", "Sans demander d'aide, elle reste."),
        ("Ne pouvant se rendre à Orlac, il écrit.", "Incapable de se rendre à Orlac, il écrit."),
        ("Ne sachant pas nager, il reste.", "Ne sachant pas nager, il reste."),
        ("N'ayant pas de billet, il reste.", "N'ayant pas de billet, il reste."),
        ("Ne pas voir, ne pas savoir.", "Ne pas voir, ne pas savoir."),
        (
            "À en croire la maire, ils sont en discussion avec Orlac.",
            "Selon la maire, ils sont en négociations avec Orlac.",
        ),
    ],
)
def test_stiff_words(text: str, expected: str) -> None:
    assert plainer(text) == expected


def test_long_texts_take_no_time() -> None:
    text = "Les " + "vont-ils " * 100_000 + "?"
    assert plainer(text) == text
