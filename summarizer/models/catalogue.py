"""The named sets of models, each half pinned to a revision, with what is known about it.

Figures: `size` is that of the weights file at the pinned revision; where the hub's page only gives a rounded size,
`source` says "rounded". Parameters are counted from the file's size where no model card states them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

BUILTIN = "builtin"
BUILTIN_TRANSLATOR = "translator-fr-en"
BUILTIN_CONDENSER = "condenser"


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One model: where it comes from and what it is.

    `revision` is the commit that `pull` fetches (None: the newest); `languages` are (source, target), or the one
    language of a condenser. `size` is in bytes, `weights` the file with the weights, `sha256` its checksum if known.
    `canary` is a sentence and words that its translation must hold, a test that the weights are the right ones.
    """

    id: str
    kind: str
    languages: tuple[str, ...]
    size: int
    licence: str
    source: str
    revision: str | None = None
    parameters: int | None = None
    weights: str = "model.safetensors"
    sha256: str | None = None
    canary: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class ModelSet:
    """A translator from French into English and a condenser, under one name."""

    name: str
    translator: ModelInfo
    condenser: ModelInfo
    note: str


def _builtin(folder: str, kind: str, languages: tuple[str, ...]) -> ModelInfo:
    """The facts of a model that is shipped here, from its manifest (size 0 when it is not there)."""
    path = Path(__file__).parent / "builtin" / folder / "manifest.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        size, kind = sum(file["size"] for file in data["files"].values()), data["kind"]
        licence, languages = data["licence"], tuple(data["languages"])
    except (OSError, ValueError, KeyError):
        size, licence = 0, ""
    return ModelInfo(folder, kind, languages, size, licence or "MIT", "models.md", weights="model.bin")


OPUS_FR_EN = ModelInfo(
    id="Helsinki-NLP/opus-mt-fr-en",
    kind="marian",
    languages=("fr", "en"),
    revision="c4aed37b318c763fd177aa449b44e3b783cc6c02",
    size=300_803_608,
    sha256="6e3837f34b903802c3d0d670362b997cee6e87584a1108eb3fa89e4625e4424a",
    parameters=75_200_000,
    licence="Apache-2.0",
    source="the model card (licence); size and checksum from a published inventory of the pinned revision",
    canary=("Le chat dort sur la table.", ("cat", "table")),
)
OPUS_EN_FR = ModelInfo(
    id="Helsinki-NLP/opus-mt-en-fr",
    kind="marian",
    languages=("en", "fr"),
    revision="dd7f6540a7a48a7f4db59e5c0b9c42c8eea67f18",
    weights="pytorch_model.bin",
    size=300_827_685,
    sha256="cc1de10b49342ad2f33e06bc4474ddd6eaca278474903c4a8636ce15680d64de",
    parameters=75_200_000,
    licence="Apache-2.0",
    source="the model card (licence); size and checksum from a published inventory of the pinned revision",
    canary=("The cat is sleeping on the table.", ("chat", "table")),
)
OPUS_BIG_FR_EN = ModelInfo(
    id="Helsinki-NLP/opus-mt-tc-big-fr-en",
    kind="marian",
    languages=("fr", "en"),
    # Earlier revisions gave nonsense with newer versions of transformers.
    revision="5fa3b3c9fa3bcd65fbf31206c3ec7419c9d9cd7d",
    size=461_000_000,
    parameters=230_000_000,
    licence="CC-BY-4.0",
    source="the model card (licence) and file list (rounded)",
    canary=("Le chat dort sur la table.", ("cat", "table")),
)
DISTILBART_6_6 = ModelInfo(
    id="sshleifer/distilbart-cnn-6-6",
    kind="bart",
    languages=("en",),
    revision="d2fde4ca965ba893255479612e4b801aa6500029",
    weights="pytorch_model.bin",
    size=460_000_000,
    sha256="68f994703e838fff13b9e54ab72d5ae44f184cb55300a7f65f46a7d282e8da23",
    parameters=230_000_000,
    licence="Apache-2.0",
    source="the model card (licence, parameters) and file list (rounded)",
)
DISTILBART_12_6 = ModelInfo(
    id="sshleifer/distilbart-cnn-12-6",
    kind="bart",
    languages=("en",),
    revision="a4f8f3ea906ed274767e9906dbaede7531d660ff",
    weights="pytorch_model.bin",
    size=1_220_000_000,
    sha256="3bac65d18c99463302d12ca75c2220ea714f9c81ce235f205fa818efe71df6ea",
    parameters=306_000_000,
    licence="Apache-2.0",
    source="the model card (licence, parameters) and file list (rounded)",
)
BART_LARGE = ModelInfo(
    id="facebook/bart-large-cnn",
    kind="bart",
    languages=("en",),
    revision="37f520fa929c961707657b28798b30c003dd100b",
    size=1_625_222_120,
    sha256="40041830399afb5348525ef8354b007ecec4286fdf3524f7e6b54377e17096cb",
    parameters=406_290_432,
    licence="MIT",
    source="the model card (licence); size, checksum and parameters from a published inventory of the pinned revision",
)

SETS: dict[str, ModelSet] = {
    models.name: models
    for models in (
        ModelSet(
            BUILTIN,
            _builtin(BUILTIN_TRANSLATOR, "marian", ("fr", "en")),
            _builtin(BUILTIN_CONDENSER, "marian", ("en",)),
            "shipped with the package; no network, ever",
        ),
        ModelSet("fast", OPUS_FR_EN, DISTILBART_6_6, "much better English than builtin, still quick"),
        ModelSet("balanced", OPUS_FR_EN, DISTILBART_12_6, "better summaries, about twice the memory"),
        ModelSet("best", OPUS_BIG_FR_EN, BART_LARGE, "the best text, the slowest"),
    )
}
# The order in which `auto` looks for a set that is here.
PREFERENCE = ("best", "balanced", "fast")
# For `--to fr`: no set has a translator into French of its own, this one serves them all.
TO_FRENCH = OPUS_EN_FR
ENGLISH_FRENCH = "en-fr"
# Single models under a short name, for `models pull`.
ALIASES: dict[str, ModelInfo] = {ENGLISH_FRENCH: OPUS_EN_FR}

MODELS: dict[str, ModelInfo] = {
    info.id: info for info in (OPUS_FR_EN, OPUS_EN_FR, OPUS_BIG_FR_EN, DISTILBART_6_6, DISTILBART_12_6, BART_LARGE)
}
