"""Write the tables of models.md from the catalogue.

    python docs/models_page.py            # writes them
    python docs/models_page.py --check    # only says whether they are up to date

The rest of the page is written by hand; a table stands between <!-- NAME --> and <!-- /NAME -->.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from summarizer.models import catalogue
from summarizer.models.catalogue import MODELS, SETS, ModelInfo, ModelSet
from summarizer.models.hub import megabytes

PAGE = Path(__file__).parent.parent / "models.md"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def sets() -> str:
    """The named sets."""
    heads = ("set", "translator", "condenser", "size", "memory", "licence", "who should take it")
    return table(heads, (set_row(models) for models in SETS.values()))


def set_row(models: ModelSet) -> tuple[str, ...]:
    """One set."""
    shipped = models.name == catalogue.BUILTIN
    size = megabytes(models.size) + (", in the package" if shipped else "")
    ids = [f"{half.id} (ours)" if shipped else half.id for half in (models.translator, models.condenser)]
    memory = megabytes(models.memory) if models.memory else "-"
    return f"`{models.name}`", *ids, size, memory, models.licences, models.note


def models() -> str:
    """Every model, those of the sets first."""
    heads = (
        "model", "task", "kind", "parameters", "download", "memory", "input", "languages", "licence",
        "scores", "speed here", "who should take it",
    )  # fmt: skip
    builtin = SETS[catalogue.BUILTIN]
    return table(heads, map(model_row, (builtin.translator, builtin.condenser, *MODELS.values())))


def model_row(info: ModelInfo) -> tuple[str, ...]:
    """One model."""
    unit = "sentences/s" if info.task == "translate" else "tokens/s"
    return (
        info.id,
        info.task,
        info.kind,
        f"{info.parameters / 1e6:,.0f} M" if info.parameters else "-",
        megabytes(info.size),
        megabytes(info.memory) if info.memory else "-",
        f"{info.input_tokens:,} tokens" if info.input_tokens else "-",
        (" → " if info.task == "translate" else ", ").join(info.languages),
        info.licence if info.commercial else f"**{info.licence}**",
        scores(info),
        f"{info.speed:g} {unit}" if info.speed else "-",
        info.who,
    )


def scores(info: ModelInfo) -> str:
    """The figures of a model, each with its test set and where it was published."""
    told = [f"{score} on {score.data} ({score.source})" for score in info.scores]
    return "; ".join(told) or "none verified"


def revisions() -> str:
    """Which revision is pulled, and where the facts are from."""
    rows = ((info.id, f"`{info.revision}`" if info.revision else "newest", info.source) for info in MODELS.values())
    return table(("model", "revision", "facts from"), rows)


TABLES = {"sets": sets, "models": models, "revisions": revisions}


def filled(page: str) -> str:
    """The page with its tables as they should be."""
    for name, make in TABLES.items():
        block = f"<!-- {name} -->\n{make()}\n<!-- /{name} -->"
        page, count = re.subn(rf"<!-- {name} -->.*?<!-- /{name} -->", lambda _: block, page, flags=re.DOTALL)  # noqa: B023
        if count != 1:
            raise SystemExit(f"models.md needs one place for the table {name}, and has {count}")
    return page


def main() -> None:
    """Command line."""
    page = PAGE.read_text(encoding="utf-8")
    wanted = filled(page)
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(wanted, encoding="utf-8")
    elif page != wanted:
        raise SystemExit("models.md is out of date: run python docs/models_page.py")


if __name__ == "__main__":
    main()
