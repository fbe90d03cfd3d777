"""Who "he" or "she" is: full names in a text, and which of the two pronouns stands for each.

A wrong name is far worse than a pronoun left standing, so nothing is concluded without a sign of the person's gender:
a title, a first name that is hardly ever the other's, or a noun such as "actress" beside the name.
"""

from __future__ import annotations

import re

from summarizer.words import fold

_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_PART = rf"(?:{_CAPITAL}\w*(?:['’]{_CAPITAL}\w+)?[\w-]*\w|{_CAPITAL}\.)"
_PERSON = re.compile(
    rf"(?<![\w’'-])(?:(?P<title>Mr|Mrs|Ms|Miss|Sir|Lady|M|Mme|Mlle)\.?\s)?"
    rf"(?P<name>{_PART}(?:\s(?:(?:de|du|la|le|van|von|der|bin|ben|al|el)\s|d['’])*{_PART})*)"
)
_TITLES = {"mr": "m", "sir": "m", "m": "m", "mrs": "f", "ms": "f", "miss": "f", "lady": "f", "mme": "f", "mlle": "f"}
_FIRST_NAMES = {
    "m": "aaron abdul adam adrian ahmed alain alan albert alexander alexandre alexis alfred ali andre andrew angus anthony "
    "antoine antonio arnaud arthur ben benjamin benoit bernard bertrand bill bob boris brian bruno carl carlos cedric "
    "charles christian christophe clement cyril daniel david denis didier dominic donald douglas edouard edward emmanuel "
    "eric etienne fabien fabrice felix fernando florent florian francis francois frank fred frederic gabriel gareth gary "
    "geoffrey george georges gerald gerard gilles giovanni gordon graham gregory guillaume gustave guy hakim hamid hans "
    "harold harry hassan henri henry herve hubert hugo hugues ian ibrahim igor ivan jack jacques james jason javier jean "
    "jeff jeremy jerome jim joe joel johann john jonathan jordan jorge jose joseph juan jules julien karim karl keith "
    "kenneth kevin khalid laurent leo leon leonard lionel loic louis luc lucas ludovic luis luke manuel marc marcel mario "
    "mark martin matthew matthieu maurice max maxime mehdi michael miguel mike mohamed mohammed nathan nicolas nigel noel "
    "olaf oliver olivier omar oscar pablo pascal patrice patrick paul pedro peter philip philippe pierre quentin rachid "
    "ralph raphael raymond rene richard robert roberto roger roland romain ronald rupert samuel scott sebastien serge "
    "sergei simon stanislas stefan stephane stephen steve steven stuart sylvain terry theo thibault thierry thomas tim "
    "timothy tom tony valentin victor vincent vladimir walter william xavier yann yannick yves",
    "f": "adele agathe agnes aisha alexandra alice aline alison amanda amelie amy andrea angela angelique anita ann anna "
    "anne annie astrid audrey aurelie aurore barbara beatrice bernadette brigitte carla carole caroline catherine cecile "
    "celine chantal charlotte chloe christelle christiane christine claire clara clemence colette corinne cristina cynthia "
    "daniela danielle deborah delphine denise diana diane dorothy edith elaine eleanor elena elisabeth elise eliza "
    "elizabeth ella ellen elodie emilie emily emma erika esther eva fanny fatima fiona florence francoise frida gabrielle "
    "genevieve geraldine ginette giorgia grace hannah heather helen helena helene hillary ines ingrid irene isabelle jane "
    "janet jeanne jennifer jessica joanna josephine judith julia julie juliette karen karine kate katherine kathryn "
    "laetitia laura laure leila lena lea linda lisa louise lucie lucy lydia madeleine magali manon margaret margot maria "
    "marianne marie marine marion martha martine mary mathilde megan melanie melissa michelle mireille monica monique "
    "muriel myriam nadia nadine nancy natalie nathalie nicola nicole noemie olga olivia pamela patricia pauline penelope "
    "rachel rebecca regine rita rosa rose sabine samantha samira sandra sandrine sara sarah segolene simone solene sonia "
    "sophia sophie stella stephanie susan suzanne sylvie tatiana teresa theresa ursula valerie vanessa vera veronique "
    "victoria virginie yasmina yvette yvonne zoe",
}  # fmt: skip
_GENDER = {name: gender for gender, names in _FIRST_NAMES.items() for name in names.split()}
_NOUNS = {
    "m": r"actor|businessman|chairman|spokesman|policeman|king|prince|father|husband|acteur|directeur|chanteur|président|"
    r"fondateur|conseiller|avocat|sénateur|écrivain|réalisateur|chercheur|joueur|entraîneur",
    "f": r"actress|businesswoman|chairwoman|spokeswoman|policewoman|queen|princess|mother|wife|actrice|directrice|chanteuse|"
    r"présidente|fondatrice|conseillère|avocate|sénatrice|écrivaine|réalisatrice|chercheuse|joueuse|entraîneuse|maîtresse",
}
_NOUN = {gender: re.compile(rf"\b(?:{nouns})\b", re.IGNORECASE) for gender, nouns in _NOUNS.items()}


def persons(text: str) -> list[tuple[int, str, str]]:
    """The names of two parts or more, or with a title, as (place, name, gender).

    The gender is "m" or "f", or "" where nothing shows it, or where the signs disagree; institutions and places have
    none. Words in front of a first name ("President") are not part of the name.
    """
    found = []
    for match in _PERSON.finditer(text):
        title, place, name = match["title"], match.start(), match["name"]
        if title:
            found.append((place, match[0], _TITLES[title.lower()]))
        elif " " in name:
            parts = name.split()
            first = next((i for i, part in enumerate(parts[:-1]) if _gender(part)), 0)
            before = " ".join([text[max(0, place - 30) : place].rsplit(",", 1)[-1], *parts[:first]])
            signs = {_gender(parts[first])} | {gender for gender, noun in _NOUN.items() if noun.search(before)}
            found.append((place + name.index(parts[first]), " ".join(parts[first:]), _only(signs - {""})))
    return found


def _gender(first_name: str) -> str:
    return _GENDER.get(fold(first_name).split("-")[0], "")


def _only(signs: set[str]) -> str:
    return signs.pop() if len(signs) == 1 else ""


def last_names(names: list[str]) -> set[str]:
    """The last part of each name, folded: what a person is called later on."""
    return {fold(name).split()[-1] for name in names}
