"""Everything that can go wrong, as one tree.

    SummarizerError                 catch this one to catch them all
    ├── InputError                  the text or file at hand; the other inputs are not concerned
    │   ├── UnreadableInput         missing, a folder, binary, broken, an unknown format
    │   ├── FetchError              a URL that could not be fetched or must not be
    │   ├── InputTooLarge           more text than the limit
    │   ├── NoArticle               empty, symbols only, a word or two: nothing to summarise
    │   ├── UnsupportedLanguage     neither French nor English (has .code and .name of what was found)
    │   └── UnsupportedDirection    the chosen models can't turn this input's language into the one asked for
    ├── ModelError                  the models; every input is concerned
    │   ├── UnknownModels           a name that is no set, no folder and no hub id
    │   ├── ModelsMissing           known, but not on this machine (the message says how to pull them)
    │   └── BrokenModel             damaged files, a failed checksum or canary sentence
    ├── ClusterFailed               the machines of a batch gave up; what is finished is safe
    ├── MissingExtra                an optional package is not installed (the message says which extra)
    └── ConfigError                 a setting or option with a value that can't be used

Every message is one sentence that says what to do. None holds text of the article.
"""

from __future__ import annotations

__all__ = [
    "BrokenModel",
    "ClusterFailed",
    "ConfigError",
    "FetchError",
    "InputError",
    "InputTooLarge",
    "MissingExtra",
    "ModelError",
    "ModelsMissing",
    "NoArticle",
    "SummarizerError",
    "UnknownModels",
    "UnreadableInput",
    "UnsupportedDirection",
    "UnsupportedLanguage",
]


class SummarizerError(Exception):
    """Root of the tree; `str(error)` is one sentence for the user."""


class InputError(SummarizerError):
    """Something about one input; other inputs can still be done."""


class UnreadableInput(InputError):
    """The input is missing, a folder, binary, broken or of an unknown format."""


class FetchError(InputError):
    """A URL could not be fetched, or must not be."""


class InputTooLarge(InputError):
    """The input is longer than the limit in force."""


class NoArticle(InputError):
    """Nothing is left to summarise."""


class UnsupportedLanguage(InputError):
    """The text is neither French nor English.

    `code` is the ISO 639-1 code of the language found, `name` its English name.
    """

    def __init__(self, message: str, *, code: str, name: str) -> None:
        super().__init__(message)
        self.code = code
        self.name = name


class UnsupportedDirection(InputError):
    """The models can't translate from the language of this input into the one asked for."""


class ModelError(SummarizerError):
    """Something about the models; no input can be done with them."""


class UnknownModels(ModelError):
    """No set of models, folder or hub id has that name."""


class ModelsMissing(ModelError):
    """The set is known but not on this machine."""


class BrokenModel(ModelError):
    """A model's files are damaged, or it fails its canary sentence."""


class ClusterFailed(SummarizerError):
    """The cluster that does a batch failed; the same command goes on from what is finished."""


class MissingExtra(SummarizerError):
    """An optional package is needed; the message names the extra to install."""


class ConfigError(SummarizerError):
    """A setting has a value that can't be used."""
