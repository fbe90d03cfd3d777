"""French sentences and articles to measure with: of our own writing, and as many as wanted, no two alike.

Speed depends on how long sentences are and on whether some come twice (those are translated once), not on what they
say. So they are put together from parts, with names and numbers in them as in the news, by a generator with a fixed seed.
"""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "article-fr.txt"

_SUBJECTS = (
    "Le conseil municipal de {place}", "La directrice de l'hôpital de {place}", "Le syndicat des pêcheurs",
    "{person}, qui préside l'association des riverains,", "Une équipe de chercheurs de {place}", "La région",
    "Le tribunal de {place}", "Une entreprise de {place}", "Le club de rugby de {place}", "{person}",
    "Le ministère de la Culture", "La compagnie des bus de {place}", "Un groupe d'habitants",
    "La maire, {person},", "Le musée de {place}", "L'université de {place}",
)  # fmt: skip
_ACTS = (
    "a présenté {when} un projet de {count} logements", "veut rénover la gare et ses {count} mètres de quais",
    "a annoncé {when} l'ouverture d'une école pour {count} élèves", "demande {count} euros de subventions",
    "a publié {when} un rapport de {count} pages sur la qualité de l'eau", "a embauché {count} personnes en un an",
    "a perdu {count} adhérents depuis le printemps", "a reçu {count} lettres de protestation",
    "a vendu {when} un terrain de {count} mètres carrés", "a planté {count} arbres le long du canal",
    "prévoit de fermer {count} places de stationnement", "a réparé la digue après {count} jours de travaux",
    "a inauguré {when} une bibliothèque de {count} livres", "compte ouvrir {count} chambres supplémentaires",
)  # fmt: skip
_MIDDLES = (
    "malgré l'opposition de plusieurs élus", "avec l'aide de bénévoles venus de toute la vallée",
    "après deux ans de négociations difficiles", "sans attendre la décision de l'État",
    "pour répondre à la demande des familles", "afin de réduire les dépenses de chauffage",
    "parce que les bâtiments actuels sont devenus trop petits", "alors que le budget de la ville diminue",
    "comme l'avait promis {person} pendant la campagne", "en échange d'un loyer modéré",
)  # fmt: skip
_ENDS = (
    "", "", "", ", selon le journal local", ", et les travaux doivent durer jusqu'en {year}",
    ", une décision que {person} juge trop tardive", ", ce qui a surpris les commerçants du centre",
    ", mais rien ne dit que cela suffira", ", a expliqué {person} devant une salle comble",
    ", soit deux fois plus qu'en {year}", ", où les loyers ont beaucoup augmenté depuis {year}",
)  # fmt: skip
_PLACES = (
    "Valbrune", "Saint-Orens", "Port-Marel", "Courtemont", "Les Aulnaies", "Rochefeuille", "Montbassin", "Brévigny",
    "Champ-le-Duc", "Lorvannes", "Mesnil-sur-Aure", "Castelmaure",
)  # fmt: skip
_PEOPLE = (
    "Anne Lemarchand", "Julien Portal", "Samira Benali", "Marc Tissier", "Claire Delorme", "Yves Kermadec",
    "Nadia Ferrand", "Paul Auberger", "Sophie Lanoue", "Denis Rouvière",
)  # fmt: skip
_WHEN = ("lundi", "mardi soir", "jeudi matin", "samedi", "le 3 mars", "le 12 septembre", "la semaine dernière")


def sentences(seed: int = 1) -> Iterator[str]:
    """French sentences of 8 to 40 words without end, each at most once; the same for the same seed."""
    choice = random.Random(seed)
    seen: set[str] = set()
    for _ in itertools.count():
        parts = (choice.choice(_SUBJECTS), choice.choice(_ACTS), choice.choice(_MIDDLES))
        frame = " ".join(parts if choice.random() < 0.8 else parts[:2]) + choice.choice(_ENDS) + "."
        sentence = _filled(frame, choice)
        if sentence not in seen:
            seen.add(sentence)
            yield sentence


def _filled(frame: str, choice: random.Random) -> str:
    return frame.format(
        place=choice.choice(_PLACES),
        person=choice.choice(_PEOPLE),
        when=choice.choice(_WHEN),
        count=f"{choice.randrange(12, 9_900):,}".replace(",", " "),
        year=choice.randrange(1990, 2024),
    )


def take(count: int, seed: int = 1) -> list[str]:
    """The first `count` sentences that the built-in translator takes whole."""
    return list(itertools.islice(filter(_fitting(), sentences(seed)), count))


def _fitting() -> Callable[[str], bool]:
    """Whether the built-in translator takes a sentence whole: longer ones are split, which not every peer does."""
    from summarizer.engines import tokens
    from summarizer.models import store

    folder = store.translator_path("builtin")
    pieces, most = tokens.load(folder), store.manifest(folder)["max_source_tokens"]
    return lambda text: len(pieces.encode(text)) <= most


def article(words: int, seed: int = 1) -> str:
    """A French article of at least so many words, in paragraphs of three sentences, with a headline."""
    source = sentences(seed)
    paragraphs: list[str] = []
    total = 0
    while total < words:
        paragraph = " ".join(itertools.islice(source, 3))
        total += len(paragraph.split())
        paragraphs.append(paragraph)
    return "\n\n".join(["Ce que la vallée prépare pour l'année prochaine", *paragraphs])


def pairs(path: Path | None, count: int) -> tuple[list[str], list[str] | None]:
    """`count` French sentences and, from a file of "French<TAB>English" lines, their references.

    Without a file they are ours, and there are no references.
    """
    if path is None:
        return take(count), None
    lines = [line.split("\t")[:2] for line in path.read_text(encoding="utf-8").splitlines()]
    fits = _fitting()
    short = [line for line in lines if fits(line[0])]
    # Spread over the file, since its articles differ.
    columns = short[:: max(1, len(short) // count)][:count]
    return [source for source, _ in columns], [target for _, target in columns]
