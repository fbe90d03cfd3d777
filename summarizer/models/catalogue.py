"""The models: named sets for daily use, and alternatives for either half, each with what is known about it.

Figures: `size` is that of the weights file at the pinned revision; where the hub's page only gives a rounded size,
`source` says "rounded". Parameters are counted from the file's size where no model card states them. Scores are those
that the makers published, on their test sets with their scripts: good for an order within one row of the table, not
for sums. `models.md` is made from here: python docs/models_page.py.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

BUILTIN = "builtin"
BUILTIN_TRANSLATOR = "translator-fr-en"
BUILTIN_CONDENSER = "condenser"
NO_LICENCE = "not stated"


CARD = "its model card"
MEASURED = "measured here, see its card below"


@dataclass(frozen=True, slots=True)
class Score:
    """A figure: `measure` ("BLEU", "ROUGE-2") on `data`, and where it was published (or `MEASURED`)."""

    measure: str
    value: float
    data: str
    source: str = CARD

    def __str__(self) -> str:
        return f"{self.measure} {self.value:g}"


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One model: where it comes from and what it is.

    `task` is "translate" or "condense", `kind` the architecture (transformers' model_type). `revision` is the commit
    that `pull` fetches (None: the newest); `languages` are (source, target), or those that a condenser reads. `size` is in bytes, `weights` the file with the weights, `sha256` its checksum if known.
    `canary` is a sentence and words that its translation must hold, a test that the weights are the right ones.
    `input_tokens` is the longest input of one piece, `speed` what benchmarks/results.md has for its shape, on two
    cores with AVX2 (a translator's sentences, a condenser's written tokens a second; None: not measured).
    """

    id: str
    task: str
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
    input_tokens: int | None = None
    scores: tuple[Score, ...] = ()
    speed: float | None = None
    who: str = ""
    int8: bool = True

    @property
    def quality(self) -> str:
        """The first of its scores, or nothing."""
        return str(self.scores[0]) if self.scores else ""

    @property
    def pace(self) -> str:
        """Its speed in figures, "-" where it was not measured."""
        return "-" if self.speed is None else f"{self.speed:g}"

    @property
    def commercial(self) -> bool:
        """Whether its licence allows use for profit; False also when it says nothing."""
        return bool(self.licence) and "-NC" not in self.licence and self.licence != NO_LICENCE

    @property
    def memory(self) -> int | None:
        """Bytes of memory it takes while it runs, estimated: its weights, and half as much again to work with.

        One byte a parameter where CTranslate2 runs it (`int8`), four where only transformers does.
        """
        if self.parameters is None:
            return None
        return round(1.5 * self.parameters * (1 if self.int8 else 4))


@dataclass(frozen=True, slots=True)
class ModelSet:
    """A translator from French into English and a condenser, under one name."""

    name: str
    translator: ModelInfo
    condenser: ModelInfo
    note: str

    @property
    def size(self) -> int:
        """Bytes of both weights files."""
        return self.translator.size + self.condenser.size

    @property
    def memory(self) -> int | None:
        """Bytes of memory both halves take while they run, estimated."""
        halves = self.translator.memory, self.condenser.memory
        return sum(half or 0 for half in halves) if all(halves) else None

    @property
    def quality(self) -> str:
        """A score of each half, as far as there is one."""
        return " + ".join(filter(None, (self.translator.quality, self.condenser.quality)))

    @property
    def pace(self) -> str:
        """The speed of both halves in figures, "-" where neither was measured."""
        paces = [half.pace for half in (self.translator, self.condenser)]
        return " + ".join(paces) if set(paces) != {"-"} else "-"

    @property
    def licences(self) -> str:
        """The licences of both halves, each once."""
        return ", ".join(dict.fromkeys((self.translator.licence, self.condenser.licence)))


def _builtin(  # noqa: PLR0913 - what the manifest does not say
    folder: str, task: str, languages: tuple[str, ...], *, who: str, score: Score, speed: float | None = None
) -> ModelInfo:
    """The facts of a model that is shipped here, from its manifest (size 0 when it is not there)."""
    path = Path(__file__).parent / "builtin" / folder / "manifest.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        size, weights = sum(file["size"] for file in data["files"].values()), data["files"]["model.bin"]["size"]
        kind, licence = data["kind"], data["licence"].partition(";")[0]
        tokens = data["max_source_tokens"] - data.get("glossary", {}).get("room", 0)
        languages = tuple(data["languages"])
    except (OSError, ValueError, KeyError):
        size, weights, kind, licence, tokens = 0, 0, "marian", "", None
    return ModelInfo(
        folder, task, kind, languages, size, licence or "MIT", "its card below", weights="model.bin",
        # int8: about a byte a parameter.
        parameters=weights or None, input_tokens=tokens, scores=(score,), speed=speed, who=who,
    )  # fmt: skip


OPUS_FR_EN = ModelInfo(
    id="Helsinki-NLP/opus-mt-fr-en",
    task="translate",
    kind="marian",
    languages=("fr", "en"),
    revision="c4aed37b318c763fd177aa449b44e3b783cc6c02",
    size=300_803_608,
    sha256="6e3837f34b903802c3d0d670362b997cee6e87584a1108eb3fa89e4625e4424a",
    parameters=75_200_000,
    licence="Apache-2.0",
    source="the model card (licence); size and checksum from a published inventory of the pinned revision",
    canary=("Le chat dort sur la table.", ("cat", "table")),
    input_tokens=512,
    scores=(
        # First the set that the larger model was measured on as well.
        Score("BLEU", 33.1, "newsdiscussdev2015"),
        Score("BLEU", 33.9, "newstest2013"),
        Score("BLEU", 37.8, "newstest2014"),
    ),
    who="the usual choice: good English at little cost",
    speed=5.1,
)
OPUS_EN_FR = ModelInfo(
    id="Helsinki-NLP/opus-mt-en-fr",
    task="translate",
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
    input_tokens=512,
    scores=(Score("BLEU", 33.2, "newstest2013"), Score("BLEU", 33.8, "newsdiscussdev2015")),
    who="French bullets from English articles (--to fr)",
    speed=5.1,
)
OPUS_BIG_FR_EN = ModelInfo(
    id="Helsinki-NLP/opus-mt-tc-big-fr-en",
    task="translate",
    kind="marian",
    languages=("fr", "en"),
    # Earlier revisions gave nonsense with newer versions of transformers.
    revision="5fa3b3c9fa3bcd65fbf31206c3ec7419c9d9cd7d",
    size=461_000_000,
    parameters=230_000_000,
    licence="CC-BY-4.0",
    source="the model card (licence) and file list (rounded)",
    canary=("Le chat dort sur la table.", ("cat", "table")),
    input_tokens=1024,
    scores=(Score("BLEU", 34.4, "newsdiscussdev2015"), Score("BLEU", 46.0, "flores101-devtest")),
    who="the best English, about three times the work",
)
DISTILBART_6_6 = ModelInfo(
    id="sshleifer/distilbart-cnn-6-6",
    task="condense",
    kind="bart",
    languages=("en",),
    revision="d2fde4ca965ba893255479612e4b801aa6500029",
    weights="pytorch_model.bin",
    size=460_000_000,
    sha256="68f994703e838fff13b9e54ab72d5ae44f184cb55300a7f65f46a7d282e8da23",
    parameters=230_000_000,
    licence="Apache-2.0",
    source="the model card (licence, parameters) and file list (rounded)",
    input_tokens=1024,
    scores=(
        Score("ROUGE-2", 20.17, "CNN/DailyMail"),
        Score("ROUGE-L", 29.70, "CNN/DailyMail"),
    ),
    who="quick abstracts of English news",
)
DISTILBART_12_6 = ModelInfo(
    id="sshleifer/distilbart-cnn-12-6",
    task="condense",
    kind="bart",
    languages=("en",),
    revision="a4f8f3ea906ed274767e9906dbaede7531d660ff",
    weights="pytorch_model.bin",
    size=1_220_000_000,
    sha256="3bac65d18c99463302d12ca75c2220ea714f9c81ce235f205fa818efe71df6ea",
    parameters=306_000_000,
    licence="Apache-2.0",
    source="the model card (licence, parameters) and file list (rounded)",
    input_tokens=1024,
    scores=(
        Score("ROUGE-2", 21.26, "CNN/DailyMail"),
        Score("ROUGE-L", 30.59, "CNN/DailyMail"),
    ),
    who="abstracts nearly as good as those of the full model",
    speed=43,
)
BART_LARGE = ModelInfo(
    id="facebook/bart-large-cnn",
    task="condense",
    kind="bart",
    languages=("en",),
    revision="37f520fa929c961707657b28798b30c003dd100b",
    size=1_625_222_120,
    sha256="40041830399afb5348525ef8354b007ecec4286fdf3524f7e6b54377e17096cb",
    parameters=406_290_432,
    licence="MIT",
    source="the model card (licence); size, checksum and parameters from a published inventory of the pinned revision",
    input_tokens=1024,
    scores=(
        Score("ROUGE-2", 21.06, "CNN/DailyMail", "the model card of distilbart-cnn"),
        Score("ROUGE-L", 30.63, "CNN/DailyMail", "the model card of distilbart-cnn"),
    ),
    who="the reference for English news; slow",
)

BARTHEZ = ModelInfo(
    id="moussaKam/barthez-orangesum-abstract",
    task="condense",
    kind="mbart",
    languages=("fr",),
    # The commit that added safetensors to the published weights.
    revision="d297ebaa84d61a069a0cd6922271c4a47ba2554e",
    size=557_000_000,
    parameters=139_000_000,
    licence="Apache-2.0",
    source="the model card (licence) and file list (rounded)",
    input_tokens=1024,
    scores=(Score("ROUGE-1", 31.44, "OrangeSum abstracts", "Kamal Eddine et al. 2021"),),
    who="French articles: it writes in French, and only what it wrote is translated",
)
PEGASUS = ModelInfo(
    id="google/pegasus-cnn_dailymail",
    task="condense",
    kind="pegasus",
    languages=("en",),
    revision="f930624741a1a05c45673bcbdc6841eb3b66acc0",
    weights="pytorch_model.bin",
    size=2_280_000_000,
    parameters=570_000_000,
    licence=NO_LICENCE,
    source="the file list (rounded); the card states no licence",
    input_tokens=1024,
    scores=(
        Score("ROUGE-2", 20.74, "CNN/DailyMail"),
        Score("ROUGE-L", 30.47, "CNN/DailyMail"),
    ),
    who="comparisons; its licence has to be asked for",
)
LED = ModelInfo(
    id="allenai/led-large-16384-arxiv",
    task="condense",
    kind="led",
    languages=("en",),
    weights="pytorch_model.bin",
    size=1_840_000_000,
    parameters=460_000_000,
    licence="Apache-2.0",
    source="the model card (licence) and file list (rounded); the newest revision, not a pinned one",
    input_tokens=16384,
    who="long scientific papers in English, read in one piece",
    int8=False,
)
MBART = ModelInfo(
    id="facebook/mbart-large-50-many-to-one-mmt",
    task="translate",
    kind="mbart",
    languages=("fr", "en"),
    revision="aadfc3b9db11b773f823ad936d5d683c470e7683",
    weights="pytorch_model.bin",
    size=2_440_000_000,
    parameters=610_000_000,
    licence=NO_LICENCE,
    source="the file list (rounded); the card states no licence",
    canary=("Le chat dort sur la table.", ("cat", "table")),
    input_tokens=1024,
    who="comparisons; large, slow, and its licence has to be asked for",
    int8=False,
)
NLLB = ModelInfo(
    id="facebook/nllb-200-distilled-600M",
    task="translate",
    kind="m2m_100",
    languages=("fr", "en"),
    revision="716b434935682cabef30af23dc1128d84b9003d2",
    weights="pytorch_model.bin",
    size=2_460_000_000,
    parameters=615_000_000,
    licence="CC-BY-NC-4.0",
    source="the model card (licence) and file list (rounded)",
    canary=("Le chat dort sur la table.", ("cat", "table")),
    input_tokens=1024,
    who="research only: the licence forbids commercial use",
    int8=False,
)

SETS: dict[str, ModelSet] = {
    models.name: models
    for models in (
        ModelSet(
            BUILTIN,
            _builtin(
                BUILTIN_TRANSLATOR,
                "translate",
                ("fr", "en"),
                who="no network; plain English, sometimes wrong",
                score=Score("BLEU", 27.6, "newstest2013", MEASURED),
                speed=31,
            ),
            _builtin(
                BUILTIN_CONDENSER,
                "condense",
                ("en", "fr"),
                who="no network; writes nothing that is not there",
                score=Score("ROUGE-1", 40.1, "80 articles of CNN/DailyMail", MEASURED),
            ),
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
# Either half can be replaced by one of these (or by any other hub id or folder): --translator ID, --condenser ID.
ALTERNATIVES = (OPUS_EN_FR, BARTHEZ, PEGASUS, LED, MBART, NLLB)
# Single models under a short name, for `models pull` and the options.
ALIASES: dict[str, ModelInfo] = {ENGLISH_FRENCH: OPUS_EN_FR, "barthez": BARTHEZ}

MODELS: dict[str, ModelInfo] = {
    info.id: info for info in (OPUS_FR_EN, OPUS_BIG_FR_EN, DISTILBART_6_6, DISTILBART_12_6, BART_LARGE, *ALTERNATIVES)
}
