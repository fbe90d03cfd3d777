"""All that the page says, in English and French, and the French of what the program says.

`TEXTS[language][name]`; a `{}` field is filled by the caller. Errors, warnings and notes come from the other modules in
English: `translate_message` knows their sentences, and for one it doesn't know says in general what is wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from summarizer import errors
from summarizer.page.worker import Busy

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LANGUAGES", "TEXTS", "describe_error", "language_of", "number", "share", "translate_message"]

LANGUAGES: Final = {"en": "English", "fr": "Français"}

_ENGLISH: Final = {
    "title": "summarizer",
    "tagline": "French or English articles in a few English bullets, each with its evidence. Nothing leaves {place}.",
    "here": "this computer",
    "server": "this server",
    "interface": "Language of the page",
    "tab_article": "Article",
    "tab_files": "Files",
    "tab_models": "Models",
    "tab_api": "API",
    # the article
    "paste": "Your article",
    "paste_hint": "Paste an article, French or English; the menus and notices around it may stay.",
    "paste_hint_url": "Paste an article, French or English, or the address of its page.",
    "upload": "Open a file",
    "example_fr": "French example",
    "example_en": "English example",
    "clear": "Clear",
    "bullets": "Bullets",
    "to": "Written in",
    "to_en": "English",
    "to_fr": "French",
    "models": "Models",
    "auto": "auto (best here)",
    "not_here": "{} (not here)",
    "go": "Summarise",
    "stop": "Stop",
    "keys": "or",
    "keyboard": "Ctrl+Enter",
    # while it works
    "reading": "Reading",
    "language": "Language",
    "translating": "Translating",
    "condensing": "Condensing",
    "of": "{done} of {total}",
    "waiting": "{} before you in the line; yours is next after them.",
    "waiting_one": "One article before yours in the line.",
    "starting": "Starting",
    "stopped": "Stopped. Nothing was kept.",
    "stopped_partly": "Stopped. What was ready is shown below.",
    "finished": "Done in {seconds} s: {count} bullets.",
    "opened": "{} is open: check the text, then summarise it.",
    "stages": "Progress",
    # the result
    "summary": "Summary",
    "no_title": "Without a title",
    "from_fr": "French article",
    "from_en": "English article",
    "from_mixed": "Article in French and English",
    "name_fr": "French",
    "name_en": "English",
    "name_other": "other",
    "name_unknown": "not told",
    "with_models": "{} models",
    "seconds": "{} s",
    "no_bullets": "The article gave no bullets.",
    "unsupported": "Not confirmed",
    "repaired": "Repaired",
    "no_reason": "its evidence does not hold all of it",
    "hint": "Choose a bullet to see its evidence marked in the article.",
    "evidence": "Evidence",
    "no_evidence": "No sentence of the article supports this bullet.",
    "to_article": "Show in the article",
    "to_bullets": "Back to the bullets",
    "copy": "Copy",
    "copied": "Copied",
    "download": "Download",
    "plain_text": "Text",
    "warnings": "Worth knowing",
    "article": "The article",
    "side_both": "Both",
    "side_fr": "French",
    "side_en": "English",
    "side": "Show",
    "download_translation": "Download the translation",
    "kept": "left in French",
    "not_yet": "not translated",
    # files
    "files_hint": "Text, Markdown, HTML, PDF, Word or EPUB. Up to {count} files of {size} MB.",
    "drop": "Drop files here, or click to choose them",
    "files_label": "Files to summarise",
    "files_go": "Summarise all",
    "file": "File",
    "state": "State",
    "result": "Result",
    "state_waiting": "waiting",
    "state_working": "at work",
    "state_done": "done",
    "state_failed": "failed",
    "state_stopped": "stopped",
    "files_none": "Choose files first.",
    "files_many": "That is {} files; the page takes {} at a time. Use `summarizer batch` for more.",
    "files_progress": "{done} of {total} files",
    "files_end": "{done} of {total} files done, {failed} failed.",
    "files_table": "State of each file",
    "zip": "All as .zip",
    # models
    "models_hint": "Larger models write better English and take longer. Nothing is downloaded unless you ask for it.",
    "models_table": "Sets of models",
    "set": "Set",
    "here_column": "Here",
    "yes": "yes",
    "no": "no",
    "size": "Size",
    "licence": "Licence",
    "quality": "Quality and speed",
    "shipped": "part of the package",
    "auto_is": "“auto” is {} on this machine.",
    "pull": "Download",
    "pull_which": "Set to download",
    "pull_off": "To add a set, run `summarizer models pull NAME` on the server.",
    "pull_all_here": "All sets are on this machine.",
    "pulling": "Downloading {}",
    "pulled": "{} is on this machine now.",
    "megabytes": "{} MB",
    "about_builtin": "plain English, quickest; needs no network, ever",
    "about_fast": "much better English than builtin, still quick",
    "about_balanced": "better summaries, about twice the memory",
    "about_best": "the best text, the slowest",
    # api
    "api_hint": "Scripts can ask this page too. Three endpoints take a text and answer JSON; the rest have defaults.",
    "api_python": "From Python",
    "api_shell": "From a shell",
    "api_more": "All inputs, with their types, are under “Use via API” at the foot of the page.",
    # errors
    "error": "That did not work",
    "bug": "Something unexpected happened here. Try again; if it comes back, please report it.",
    "queue_full": "The page is busy: {} others are waiting. Try again in a minute.",
}

_FRENCH: Final = {
    "title": "summarizer",
    "tagline": "Des articles français ou anglais en quelques points, avec leurs preuves. Rien ne quitte {place}.",
    "here": "cet ordinateur",
    "server": "ce serveur",
    "interface": "Langue de la page",
    "tab_article": "Article",
    "tab_files": "Fichiers",
    "tab_models": "Modèles",
    "tab_api": "API",
    "paste": "Votre article",
    "paste_hint": "Collez un article français ou anglais ; les menus et avis qui l'entourent peuvent rester.",
    "paste_hint_url": "Collez un article français ou anglais, ou l'adresse de sa page.",
    "upload": "Ouvrir un fichier",
    "example_fr": "Exemple français",
    "example_en": "Exemple anglais",
    "clear": "Effacer",
    "bullets": "Points",
    "to": "Rédigés en",
    "to_en": "anglais",
    "to_fr": "français",
    "models": "Modèles",
    "auto": "auto (les meilleurs ici)",
    "not_here": "{} (absents)",
    "go": "Résumer",
    "stop": "Arrêter",
    "keys": "ou",
    "keyboard": "Ctrl+Entrée",
    "reading": "Lecture",
    "language": "Langue",
    "translating": "Traduction",
    "condensing": "Résumé",
    "of": "{done} sur {total}",
    "waiting": "{} articles avant le vôtre dans la file.",
    "waiting_one": "Un article avant le vôtre dans la file.",
    "starting": "Démarrage",
    "stopped": "Arrêté. Rien n'a été gardé.",
    "stopped_partly": "Arrêté. Ce qui était prêt est affiché ci-dessous.",
    "finished": "Terminé en {seconds} s : {count} points.",
    "opened": "{} est ouvert : vérifiez le texte, puis résumez-le.",
    "stages": "Avancement",
    "summary": "Résumé",
    "no_title": "Sans titre",
    "from_fr": "Article en français",
    "from_en": "Article en anglais",
    "from_mixed": "Article en français et en anglais",
    "name_fr": "français",
    "name_en": "anglais",
    "name_other": "autre",
    "name_unknown": "indéterminé",
    "with_models": "modèles {}",
    "seconds": "{} s",
    "no_bullets": "L'article n'a donné aucun point.",
    "unsupported": "Non confirmé",
    "repaired": "Réparé",
    "no_reason": "ses preuves ne le soutiennent pas entièrement",
    "hint": "Choisissez un point pour voir ses preuves surlignées dans l'article.",
    "evidence": "Preuves",
    "no_evidence": "Aucune phrase de l'article ne soutient ce point.",
    "to_article": "Voir dans l'article",
    "to_bullets": "Revenir aux points",
    "copy": "Copier",
    "copied": "Copié",
    "download": "Télécharger",
    "plain_text": "Texte",
    "warnings": "À savoir",
    "article": "L'article",
    "side_both": "Les deux",
    "side_fr": "Français",
    "side_en": "Anglais",
    "side": "Afficher",
    "download_translation": "Télécharger la traduction",
    "kept": "laissé en français",
    "not_yet": "pas traduit",
    "files_hint": "Texte, Markdown, HTML, PDF, Word ou EPUB. Jusqu'à {count} fichiers de {size} Mo.",
    "drop": "Déposez des fichiers ici, ou cliquez pour les choisir",
    "files_label": "Fichiers à résumer",
    "files_go": "Tout résumer",
    "file": "Fichier",
    "state": "État",
    "result": "Résultat",
    "state_waiting": "en attente",
    "state_working": "en cours",
    "state_done": "terminé",
    "state_failed": "échec",
    "state_stopped": "arrêté",
    "files_none": "Choisissez d'abord des fichiers.",
    "files_many": "Cela fait {} fichiers ; la page en prend {} à la fois. Au-delà, utilisez `summarizer batch`.",
    "files_progress": "{done} fichiers sur {total}",
    "files_end": "{done} fichiers terminés sur {total}, {failed} en échec.",
    "files_table": "État de chaque fichier",
    "zip": "Tout en .zip",
    "models_hint": "De plus grands modèles écrivent mieux et prennent plus de temps. Rien n'est téléchargé sans votre demande.",
    "models_table": "Jeux de modèles",
    "set": "Jeu",
    "here_column": "Présent",
    "yes": "oui",
    "no": "non",
    "size": "Taille",
    "licence": "Licence",
    "quality": "Qualité et vitesse",
    "shipped": "fait partie du paquet",
    "auto_is": "« auto » correspond à {} sur cette machine.",
    "pull": "Télécharger",
    "pull_which": "Jeu à télécharger",
    "pull_off": "Pour ajouter un jeu, lancez `summarizer models pull NOM` sur le serveur.",
    "pull_all_here": "Tous les jeux sont sur cette machine.",
    "pulling": "Téléchargement de {}",
    "pulled": "{} est maintenant sur cette machine.",
    "megabytes": "{} Mo",
    "about_builtin": "anglais simple, le plus rapide ; jamais de réseau",
    "about_fast": "bien meilleur anglais que builtin, encore rapide",
    "about_balanced": "meilleurs résumés, environ deux fois plus de mémoire",
    "about_best": "le meilleur texte, le plus lent",
    "api_hint": "Les scripts peuvent aussi interroger cette page : trois points d'accès prennent un texte et répondent en JSON.",
    "api_python": "Depuis Python",
    "api_shell": "Depuis un terminal",
    "api_more": "Toutes les entrées et leurs types se trouvent sous « Utiliser via API » au pied de la page.",
    "error": "Cela n'a pas marché",
    "bug": "Quelque chose d'inattendu s'est produit ici. Réessayez ; si cela revient, signalez-le.",
    "queue_full": "La page est occupée : {} autres attendent. Réessayez dans une minute.",
}

TEXTS: Final[dict[str, dict[str, str]]] = {"en": _ENGLISH, "fr": _FRENCH}


def language_of(chosen: str | None, accepted: str | None) -> str:
    """The language of the page: what the visitor chose, else the best of the header Accept-Language, else English."""
    if chosen in TEXTS:
        return str(chosen)
    best, weight = "en", 0.0
    for part in (accepted or "").split(","):
        code, _, rest = part.partition(";")
        found = re.search(r"q=(\d+(?:\.\d+)?)", rest)
        quality = float(found[1]) if found else 1.0
        name = code.strip().lower().partition("-")[0]
        if name in TEXTS and quality > weight:
            best, weight = name, quality
    return best


def number(value: float, language: str, digits: int = 0) -> str:
    """A number as the language writes it: 1,234.5 or 1 234,5."""
    text = f"{value:,.{digits}f}"
    return text if language == "en" else text.replace(",", "\u202f").replace(".", ",")


def share(value: float, language: str) -> str:
    """A share of 1 as a percentage: 97% or 97 %."""
    return f"{value:.0%}" if language == "en" else f"{value * 100:.0f}\u00a0%"


def describe_error(error: Exception, language: str) -> str:
    """One sentence for the visitor; nothing of an error that is not ours is shown."""
    if isinstance(error, Busy):
        return TEXTS[language]["queue_full"].format(error.waiting)
    if not isinstance(error, errors.SummarizerError):
        return TEXTS[language]["bug"]
    if language == "fr" and isinstance(error, errors.UnsupportedLanguage):
        name = _LANGUAGE_NAMES.get(error.code, error.name)
        return f"Ce texte semble être en {name} ; collez un article français ou anglais."
    message = str(error)
    if language == "fr":
        known = translate_message(message, language)
        return known if known != message else _GENERAL[_kind(error)]
    return message[:1].upper() + message[1:] + ("" if message.endswith((".", "!", "?")) else ".")


def translate_message(message: str, language: str) -> str:
    """A warning, note or error in the language of the page; as it stands where its French is not known."""
    if language == "en":
        return message
    for pattern, french in _SENTENCES:
        if found := pattern.fullmatch(message):
            fields = [field or "" for field in found.groups()]
            return french(fields) if callable(french) else french.format(*fields)
    return message


def _kind(error: Exception) -> type[Exception]:
    return next(kind for kind in type(error).__mro__ if kind in _GENERAL)


_GENERAL: Final[dict[type[Exception], str]] = {
    errors.UnreadableInput: "Ce fichier ne peut pas être lu ; donnez un texte, une page HTML, un PDF, un .docx ou un EPUB.",
    errors.FetchError: "La page n'a pas pu être obtenue ; ouvrez-la dans un navigateur et collez son texte.",
    errors.InputTooLarge: "Le texte est trop long ; collez-en une partie.",
    errors.NoArticle: "Il n'y a pas d'article à résumer ici ; collez au moins quelques phrases.",
    errors.ModelsMissing: "Ces modèles ne sont pas sur cette machine ; voyez l'onglet Modèles.",
    errors.UnsupportedDirection: "Les modèles choisis n'écrivent pas cette langue ; il faut ajouter un traducteur (onglet Modèles).",
    errors.ModelError: "Les modèles ne peuvent pas être utilisés ; essayez un autre jeu.",
    errors.MissingExtra: "Il manque un composant sur ce serveur pour cette demande ; installez summarizer avec ses extras.",
    errors.ConfigError: "Un réglage a une valeur qui ne convient pas.",
    errors.SummarizerError: "Cela n'a pas marché ; essayez avec un autre texte.",
}

_OF_TWO: Final = "L'article est en deux langues : paragraphes {} en anglais, les autres en français."


def _kept(fields: list[str]) -> str:
    return f"{fields[0]} phrases sur {fields[1]} n'ont pas pu être traduites et restent en français."


_SENTENCES: Final[list[tuple[re.Pattern[str], str | Callable[[list[str]], str]]]] = [
    (re.compile(pattern, re.DOTALL), french)
    for pattern, french in (
        (r"(\d+) of (\d+) sentences could not be translated and are left in French\.", _kept),
        (
            r"In (\d+) of (\d+) translated sentences a number or a name may be missing; .*",
            "Dans {} des {} phrases traduites, un nombre ou un nom manque peut-être ; aucun point ne s'y fie sans contrôle.",
        ),
        (
            r"The article gave (\d+) of (\d+) bullets: .*",
            "L'article a donné {} points sur {} : les autres répéteraient ceux-ci ou manqueraient de preuves.",
        ),
        (r"The article is in two languages: paragraphs (.*) in English, the others in French\.", _OF_TWO),
        (r"taken from the translated sentence: (.*)", "repris de la phrase traduite : {}"),
        (
            r"rewritten from its evidence: the draft had (.*) without a source",
            "réécrit d'après ses preuves : le brouillon avait {} sans source",
        ),
        (r"This page does not fetch addresses; .*", "Cette page ne va pas chercher d'adresses ; ouvrez-la dans un navigateur et collez le texte."),
        (r"The text has ([\d,]+) characters and this page takes ([\d,]+); .*", lambda f: "Le texte a {} caractères et cette page en prend {} ; collez-en une partie.".format(*(x.replace(",", "\u202f") for x in f))),
        (r"The text is empty; paste an article\.", "Le texte est vide ; collez un article."),
        (r"The text is too short to tell its language: .*", "Le texte est trop court pour en dire la langue ; collez au moins une phrase entière."),
        (r"(.*) is empty; give an article\.", "{} est vide ; donnez un article."),
        (r"(.*) is a PDF without text, .*", "{} est un PDF sans texte, sans doute une numérisation ; passez-le d'abord par une reconnaissance de texte (OCR)."),
        (r"(.*) is a broken PDF; .*", "{} est un PDF abîmé ; ouvrez-le dans un lecteur et imprimez-le dans un nouveau."),
        (r"(.*) is protected by a password; .*", "{} est protégé par un mot de passe ; enregistrez-en une copie sans lui."),
        (r"(.*) is a picture; .*", "{} est une image ; passez-la par une reconnaissance de texte (OCR) et donnez le texte."),
        (r"(.*) is a compressed archive; .*", "{} est une archive ; décompressez-la et donnez les fichiers qu'elle contient."),
        (r"(.*) is sound or video; .*", "{} est un son ou une vidéo ; donnez une transcription."),
        (r"(.*) is not a text, or .*", "{} n'est pas un texte, ou d'un format inconnu ; donnez un fichier .txt, .md, .html, .pdf, .docx ou .epub."),
        (r"(.*) is damaged or protected; .*", "{} est abîmé ou protégé ; ouvrez-le et enregistrez-en une copie sans protection."),
        (r"(.*) holds no text; .*", "{} ne contient pas de texte ; donnez un fichier avec un article."),
        (r"(.*) is over (\d+) MB; .*", "{} dépasse {} Mo ; divisez-le ou gardez-en le texte seul."),
        (r"(.*) leads to a private or reserved network address, which is not visited\.", "{} mène à une adresse de réseau privée ou réservée, qui n'est pas visitée."),
        (r"(.*) is on a host that is not known; .*", "{} : serveur inconnu ; vérifiez l'adresse et le réseau."),
        (r"(.*) took more than (\S+) s; .*", "{} a mis plus de {} s ; réessayez plus tard."),
        (r"(.*) can't be reached \(.*\); .*", "{} ne peut pas être atteint ; vérifiez l'adresse et le réseau."),
        (r"(.*) answered (\d+)\b.*", "{} a répondu {} ; ouvrez la page dans un navigateur et collez son texte."),
        (r"(.*) redirects more than (\d+) times; .*", "{} renvoie ailleurs plus de {} fois ; donnez l'adresse finale."),
        (r"(\S+) is not on this machine: run `summarizer models pull (\S+)`", "{} n'est pas sur cette machine ; lancez `summarizer models pull {}` ou voyez l'onglet Modèles."),
        (r"(\S+) could not be downloaded: .*", "{} n'a pas pu être téléchargé ; vérifiez le réseau, puis recommencez : le téléchargement reprendra."),
        (r"pulling models needs huggingface_hub: .*", "Il faut huggingface_hub pour télécharger des modèles : pip install 'summarizer[hub]'."),
    )
]  # fmt: skip

_LANGUAGE_NAMES: Final = {
    "ar": "arabe", "bg": "bulgare", "ca": "catalan", "cs": "tchèque", "cy": "gallois", "da": "danois",
    "de": "allemand", "el": "grec", "es": "espagnol", "et": "estonien", "eu": "basque", "fa": "persan",
    "fi": "finnois", "ga": "irlandais", "gl": "galicien", "he": "hébreu", "hi": "hindi", "hr": "croate",
    "hu": "hongrois", "id": "indonésien", "is": "islandais", "it": "italien", "ja": "japonais", "ko": "coréen",
    "la": "latin", "lt": "lituanien", "lv": "letton", "nl": "néerlandais", "no": "norvégien", "nb": "norvégien",
    "nn": "norvégien", "oc": "occitan", "pl": "polonais", "pt": "portugais", "ro": "roumain", "ru": "russe",
    "sk": "slovaque", "sl": "slovène", "sq": "albanais", "sr": "serbe", "sv": "suédois", "th": "thaï",
    "tr": "turc", "uk": "ukrainien", "vi": "vietnamien", "zh": "chinois",
}  # fmt: skip
