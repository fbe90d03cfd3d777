"""French in words and an order that small translators read well, in place of what they get wrong.

Questions whose subject is a name or several things have the order of statements, which serves for them, too, in both
languages ("Ford va-t-il s'allier à Orlac ?" became "Are he going to ..."); other questions, which they do well, stay. "Ne
trouvant pas" at the beginning is "Sans trouver" (it became "Don't find"), and a few stiff phrases are plain ones.
"""

from __future__ import annotations

import re

__all__ = ["plainer"]

_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'-]*\w"
# What may open a question before its verb, and is no name.
_NO_NAME = (
    r"(?!(?:Mais|Et|Ou|Or|Donc|Alors|Aussi|Ainsi|Ne|Se|Le|La|Les|Lui|Leur|Y|En|Là|Où|Avec|Sans|Sous|Sur|Dans|Pour|Par|Chez|Selon|Après|Avant|"
    r"Depuis|Dès|Qui|Que|Quoi|Quand|Comment|Combien|Pourquoi|Quel\w*|Lequel|Lesquels|Peut-être|Ici|Toujours|Enfin|Bref|Hier|Demain|"
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
_PHRASES = (
    (re.compile(r"\b[ÀA] en croire\b"), "Selon"),
    (re.compile(r"\bà en croire\b"), "selon"),
    (re.compile(r"\ben (?:discussions?|pourparlers) avec\b"), "en négociations avec"),
    (re.compile(r"\ANe pouvant (?=(?:s['’]|se )?\w+(?:er|ir|re)\b)"), "Incapable de "),
)
_WITHOUT = re.compile(r"\ANe (?P<object>(?:[ls]['’]|se |l[ae]s? )?)(?P<verb>\w{2,}ant) pas\b")
# From participle to infinitive by the first ending that fits. These go well as they are, or mean something else:
_LEFT = ("sachant", "ayant", "étant", "disant", "vivant", "pouvant")
_INFINITIVES = {
    "voulant": "vouloir", "souhaitant": "vouloir", "désirant": "vouloir", "naissant": "naître", "raissant": "raître", "issant": "ir",
    "prenant": "prendre", "mettant": "mettre", "tenant": "tenir", "venant": "venir", "cevant": "cevoir", "voyant": "voir",
    "croyant": "croire", "faisant": "faire", "endant": "endre", "ondant": "ondre", "perdant": "perdre", "geant": "ger", "çant": "cer",
    "ant": "er",
}  # fmt: skip
_ASKED = re.compile(r"[^?:;\"«»]{1,300}\?\W*")


def plainer(text: str) -> str:
    """A French sentence (see `summarizer.text.plain`) in plainer words or order where that helps, else as it is."""
    for stiff, plain in _PHRASES:
        text = stiff.sub(plain, text)
    return _as_statement(_WITHOUT.sub(_without, text))


def _without(match: re.Match[str]) -> str:
    """What stands for the opening "Ne trouvant pas": "Sans trouver"."""
    verb = match["verb"]
    if verb in _LEFT:
        return match[0]
    ending = next(ending for ending in _INFINITIVES if verb.endswith(ending))
    return f"Sans {match['object']}{verb.removesuffix(ending)}{_INFINITIVES[ending]}"


def _as_statement(text: str) -> str:
    if _ASKED.fullmatch(text) is None:
        return text
    for pattern in _INVERTED:
        if match := pattern.match(text):
            return match["statement"] + text[match.end() :]
    return text
