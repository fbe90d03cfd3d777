"""What a checkpoint says of itself: its architecture, prefixes, beams and languages. Nothing of it is assumed.

A transformers folder has it in config.json (with `task_specific_params`), generation_config.json and the head of its
README.md; a converted one in its manifest, under "defaults", where `facts` put it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summarizer.errors import BrokenModel, UnknownModels
from summarizer.models.manifest import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["KINDS", "Defaults", "check_kind", "facts", "json_object", "kind_of", "languages_of", "limits", "read"]

# The architectures (transformers' model_type) that this package knows how to ask.
KINDS = ("marian", "bart", "mbart", "t5", "mt5", "pegasus", "led", "m2m_100")
_KEYS = ("num_beams", "length_penalty", "no_repeat_ngram_size", "repetition_penalty")


@dataclass(frozen=True, slots=True)
class Defaults:
    """How the makers of a checkpoint decode with it; None where they don't say.

    Its lengths are left out on purpose: they fit the texts of its test set ("at least 56 tokens"), not the one at hand.
    """

    prefix: str = ""
    beams: int | None = None
    length_penalty: float | None = None
    no_repeat_ngram: int | None = None
    repetition_penalty: float | None = None


def kind_of(folder: Path) -> str:
    """The architecture that config.json names; "" when it names none or is not there."""
    return str(json_object(folder / "config.json").get("model_type", ""))


def check_kind(folder: Path, name: str | None = None) -> None:
    """Raise UnknownModels for a checkpoint of an architecture that can't be used here."""
    kind = kind_of(folder)
    if kind not in KINDS:
        raise UnknownModels(
            f"{name or folder.name} is a {kind or 'nameless'} model: choose one of the kinds {', '.join(KINDS)}"
        )


def read(folder: Path, task: str) -> Defaults:
    """What the checkpoint or converted model in `folder` says for a task.

    `task` is transformers' name: "summarization", or "translation_fr_to_en".

    Raises:
        BrokenModel: when a value is not what its name says.
    """
    found = json_object(folder / MANIFEST).get("defaults") if (folder / MANIFEST).exists() else facts(folder)
    data: dict[str, Any] = found if isinstance(found, dict) else {}
    tasks = data.get("task_specific_params")
    special = tasks.get(task) if isinstance(tasks, dict) else None
    values = data | (special if isinstance(special, dict) else {})
    try:
        return Defaults(
            prefix=str(values.get("prefix") or "").lstrip(),
            beams=_number(int, values.get("num_beams")),
            length_penalty=_number(float, values.get("length_penalty")),
            no_repeat_ngram=_number(int, values.get("no_repeat_ngram_size")),
            repetition_penalty=_number(float, values.get("repetition_penalty")),
        )
    except (TypeError, ValueError) as error:
        raise BrokenModel(f"{folder} has settings that can't be read: pull the model again") from error


def _number(kind: type, value: Any) -> Any:  # noqa: ANN401 - of that type
    return None if value is None else kind(value)


def facts(folder: Path) -> dict[str, Any]:
    """Those settings of a checkpoint that `read` needs, ready for a manifest."""
    config, generation = json_object(folder / "config.json"), json_object(folder / "generation_config.json")
    merged = {key: (config | generation).get(key) for key in _KEYS}
    found = {key: value for key, value in merged.items() if value is not None}
    for key in ("prefix", "task_specific_params"):
        if config.get(key):
            found[key] = config[key]
    return found


def languages_of(folder: Path) -> tuple[str, ...]:
    """The languages in the head of a checkpoint's README.md, such as ("fr",); () when it says nothing.

    Only the simple forms `language: fr` and a list of codes are read, which is what model cards have.
    """
    try:
        card = (folder / "README.md").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ()
    head = re.match(r"---\r?\n(.*?)\r?\n---", card, re.DOTALL)
    line = re.search(r"^languages?:[ \t]*(.*(?:\n[ \t]*- .*)*)", head[1], re.MULTILINE) if head else None
    return tuple(re.findall(r"\b[a-z]{2,3}\b", line[1])) if line else ()


def limits(folder: Path, *others: int | None) -> int | None:
    """The smallest of the tokenizer's own limit (transformers writes 10^30 for none) and of `others`."""
    own = json_object(folder / "tokenizer_config.json").get("model_max_length")
    known: Sequence[int] = [int(n) for n in (own, *others) if isinstance(n, (int, float)) and 0 < n < 10**9]
    return min(known, default=None)


def json_object(path: Path) -> dict[str, Any]:
    """The object in a JSON file; empty when there is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
