"""What `summarizer batch` needs for few and for many files: peak memory, and time beside one long file of the same text.

    python benchmarks/batch.py                    # 100 and 1,000 files, a few minutes
    python benchmarks/batch.py --files 100 10000  # as long again for every thousand

The texts are made of French sentences with names and numbers drawn at random (the same ones each time), one in four of
them English. Each measurement is a process of its own, with the built-in models; what it needs for a single file
(Python, the models) is in the first line. "one long file" has the text of the fewest files. Processor time says more
than the clock where the machine has other work.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

TOWNS = ("Valbrume", "Orvane", "Saint-Aubrac", "Merlieu", "Calderhythe", "Pellworth", "Harlow Bay", "Castelvieux")
PEOPLE = ("Marc Delorme", "Odile Marsan", "Ruth Okafor", "Dermot Aske", "Claire Vasseur", "Paul Lenormand")
FRENCH = (
    "Le conseil municipal de {town} a voté lundi la construction d'une école de {n} classes.",
    "Le chantier coûtera {n} millions d'euros et durera {m} mois, selon la mairie.",
    "« Nous attendons ce projet depuis {m} ans », a déclaré {person}.",
    "L'opposition demande un audit des comptes avant la fin de l'année.",
)
ENGLISH = (
    "The council of {town} voted on Monday to build a school with {n} classrooms.",
    "The work will cost £{n} million and take {m} months, the town hall said.",
    '"We have waited for this for {m} years," said {person}.',
    "The opposition wants the accounts to be audited before the end of the year.",
)


@dataclass(frozen=True)
class Cost:
    """What a process needed: peak memory in MB, processor seconds, seconds by the clock."""

    memory: float
    processor: float
    clock: float

    def row(self, name: str, sentences: int) -> str:
        """One line of the table."""
        rate = sentences / self.processor
        return f"| {name} | {self.memory:.0f} | {self.processor:.1f} | {self.clock:.1f} | {rate:.0f} |"


def article(chance: random.Random) -> str:
    """Four sentences on something that never happened."""
    sentences = chance.choices((FRENCH, ENGLISH), (3, 1))[0]
    values = {"town": chance.choice(TOWNS), "person": chance.choice(PEOPLE)}
    return " ".join(text.format(n=chance.randint(4, 99), m=chance.randint(3, 40), **values) for text in sentences)


def write(folder: Path, texts: list[str]) -> None:
    """One file for each text."""
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number:05}.txt").write_text(text + "\n", encoding="utf-8")


def measure(folder: Path) -> Cost:
    """Summarise a folder in a process of its own."""
    output = folder.with_suffix(".jsonl")
    command = [sys.executable, "-m", "summarizer", "batch", str(folder), "-o", str(output), "--models", "builtin"]
    begin = time.perf_counter()
    process = os.posix_spawn(sys.executable, [*command, "--quiet"], os.environ)
    _, status, used = os.wait4(process, 0)
    clock = time.perf_counter() - begin
    with output.open("rb") as file:
        count = sum(1 for _ in file)
    if status or count != len(list(folder.iterdir())):
        sys.exit(f"the batch of {folder.name} failed: {count} results, status {status}")
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return Cost(used.ru_maxrss / scale, used.ru_utime + used.ru_stime, clock)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, nargs="+", default=[100, 1000], metavar="N", help="numbers of files")
    counts = sorted(parser.parse_args().files)
    print("| input | peak memory, MB | processor, s | clock, s | sentences a processor second |")
    print("|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as place:
        texts = [article(random.Random(number)) for number in range(counts[-1])]
        for name, chosen in (("1 file", texts[:1]), ("one long file", ["\n\n".join(texts[: counts[0]])])):
            write(folder := Path(place, name), chosen)
            print(measure(folder).row(name, len(chosen[0].split("\n\n")) * len(FRENCH)), flush=True)
        for count in counts:
            write(folder := Path(place, f"{count} files"), texts[:count])
            print(measure(folder).row(f"{count:,} files", count * len(FRENCH)), flush=True)


if __name__ == "__main__":
    main()
