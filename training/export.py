"""Step 4: a trained checkpoint -> the int8 folder that is shipped in the package.

python -m training.export RUN/averaged --as translator --glossary DATA3/glossary.gz
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from summarizer.engines.conversion import convert
from summarizer.models.store import builtin_folder

LICENCE = "MIT; training data and their licences: models.md"
# Longer sources are split at clause marks: past this length the translator begins to repeat itself (BLEU 32.4 -> 34.0
# on 200 development sentences, together with 4 beams instead of greedy).
MAX_SOURCE_TOKENS = {"translator": 60, "condenser": 128}
# Tokens on top of that for the hints of a glossary; the longest training sentences have 150 tokens.
ROOM = 40
FOLDERS = {"translator": "translator-fr-en", "condenser": "condenser"}
LANGUAGES = {"translator": ("fr", "en"), "condenser": ("en", "fr")}
EXTRA: dict[str, dict[str, Any]] = {
    "translator": {"beams": 4, "coins": True, "apart": True},
    "condenser": {"way": "shorten"},
}


def main(argv: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--as", dest="role", choices=sorted(FOLDERS), required=True)
    parser.add_argument("--glossary", type=Path, help="the hints that the translator was trained with")
    parser.add_argument("--no-apart", action="store_true", help="trained before prepare.py set quotes apart")
    parser.add_argument("--out", type=Path, default=builtin_folder())
    arguments = parser.parse_args(argv)
    role, extra, longest = arguments.role, EXTRA[arguments.role], MAX_SOURCE_TOKENS[arguments.role]
    if arguments.no_apart:
        extra = {name: value for name, value in extra.items() if name != "apart"}
    beside = {"glossary.gz": arguments.glossary} if arguments.glossary else {}
    if beside:
        extra, longest = extra | {"glossary": {"file": "glossary.gz", "room": ROOM}}, longest + ROOM
    manifest = convert(
        arguments.checkpoint,
        arguments.out / FOLDERS[role],
        name=FOLDERS[role],
        licence=LICENCE,
        languages=LANGUAGES[role],
        max_source_tokens=longest,
        extra=extra,
        beside=beside,
    )
    total = sum(file.size for file in manifest.files.values())
    print(f"{arguments.out / FOLDERS[role]}: {total / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
