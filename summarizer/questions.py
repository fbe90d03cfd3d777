"""French questions in the order of statements: "Ford va-t-il s'allier à Orlac ?" is "Ford va s'allier à Orlac ?".

Small translators lose their way in the inverted order where the subject is a name or several things ("Are he going to
..."); the order of a statement serves for a question, too, in both languages. Other questions, which they do well, stay.
"""

from __future__ import annotations

import re

__all__ = ["as_statement"]

_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'-]*\w"
# What may open a question before its verb, and is no name.
_NO_NAME = (
    r"(?!(?:Mais|Et|Ou|Or|Donc|Alors|Aussi|Ainsi|Ne|Se|Le|La|Les|Lui|Leur|Y|En|Là|Où|Avec|Sans|Sous|Sur|Dans|Pour|Par|Chez|Selon|Après|Avant|"
    r"Depuis|Dès|Qui|Que|Quoi|Quand|Comment|Combien|Pourquoi|Quel\w*|Lequel|Lesquels|Peut-être|Sans|Ici|Toujours|Enfin|Bref|Hier|Demain|"
    r"Bientôt|Pourtant|Maintenant|Désormais|Parfois|Jamais|Encore|Tout|Rien|Cela|Ceci|Ça|Il|Elle|Ils|Elles|On|\w+ment|[A-ZÀ-Þ]\w*['’]\w+)\b)"
)
_ONE = rf"(?:(?:La|Le)\s{_NAME}|L['’]{_NAME}|{_NO_NAME}{_NAME})(?:\s{_NAME}){{0,3}}"
_SEVERAL = (
    rf"(?:(?:Les|Ces|Ses|Nos|Vos|Leurs|Des|Plusieurs|Deux|Trois)(?:\s(?!(?:qui|que|quoi|où|quand|comment|pourquoi|combien|quel\w*|et|ou|ni)\b)[\w’'-]+){{1,5}}?"
    rf"|{_ONE}\set\s(?:la\s|le\s|l['’])?{_NAME}(?:\s{_NAME}){{0,3}})"
)
_NOT = r"(?:ne\s|n['’])?"
_INVERTED = (
    re.compile(rf"(?P<statement>{_SEVERAL}\s{_NOT}\w*(?:en|on)t)-(?:ils|elles)\b"),
    # "L'Europe est-elle prête ?" goes well.
    re.compile(rf"(?P<statement>{_ONE}\s{_NOT}(?!est\b|était\b)\w+?)(?:-t)?-(?:il|elle)\b"),
)
_ASKED = re.compile(r"[^?:;\"«»]{1,300}\?\W*")


def as_statement(text: str) -> str:
    """A French question whose subject is a name or several things in the order of a statement; other texts as they are."""
    if _ASKED.fullmatch(text) is None:
        return text
    for pattern in _INVERTED:
        if match := pattern.match(text):
            return match["statement"] + text[match.end() :]
    return text
