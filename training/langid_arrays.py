"""langid's published model -> the packed arrays that `summarizer.language` reads.

    python -m training.langid_arrays [--out summarizer/models/builtin/langid.npz]

langid is a naive Bayes classifier over byte n-grams. It stores its n-grams as a state machine over bytes, inside a
pickle inside a base64 string, and takes seconds to unpack it. A state reports every n-gram that ends at the byte just
read, which is the same as looking up the last one to four bytes in a table: so we keep the n-grams themselves, and
counting them becomes a binary search over whole texts. Writes into the npz file:

    grams    uint32 (7480,)      the n-grams, big-endian bytes as one number, ascending within each length
    orders   int64 (5,)          grams[orders[n - 1]:orders[n]] are those of n bytes
    weights  float16 (7480, 97)  log P(gram | language), minus the gram's mean over the languages
    priors   float32 (97,)       log P(language), up to a constant
    codes    str (97,)           the languages' codes, ISO 639-1

Taking the mean off changes no ranking and no probability (the same number goes off every language's score) and leaves
small numbers, which sixteen bits hold well. langid's licence (BSD, two clauses) goes into LICENSE.langid beside it.
"""

from __future__ import annotations

import argparse
import ast
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

OUT = Path(__file__).parent.parent / "summarizer" / "models" / "builtin" / "langid.npz"
LONGEST = 4


@dataclass(frozen=True, slots=True)
class Arrays:
    """What goes into the npz file, by the names it has there."""

    grams: npt.NDArray[np.uint32]
    orders: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float16]
    priors: npt.NDArray[np.float32]
    codes: npt.NDArray[np.str_]


def strings(next_state: npt.NDArray[np.int64]) -> dict[int, bytes]:
    """For each state of `next_state` (states, 256), the shortest bytes that lead to it from the start."""
    found = {0: b""}
    frontier = [0]
    while frontier:
        reached: list[int] = []
        for state in frontier:
            for byte in range(256):
                target = int(next_state[state, byte])
                if target not in found:
                    found[target] = found[state] + bytes([byte])
                    reached.append(target)
        frontier = reached
    return found


def grams(next_state: npt.NDArray[np.int64], output: dict[int, tuple[int, ...]]) -> list[bytes]:
    """The n-gram of each feature: the shortest string of a state that reports the feature.

    Raises ValueError if some state doesn't report exactly the n-grams its string ends with: then a table of n-grams
    would not count what the state machine counts.
    """
    by_state = strings(next_state)
    found: dict[int, bytes] = {}
    for state in sorted(by_state, key=lambda state: len(by_state[state])):
        for feature in output.get(state, ()):
            found.setdefault(feature, by_state[state])
    features = {gram: feature for feature, gram in found.items()}
    for state, text in by_state.items():
        ends = {features[text[start:]] for start in range(len(text)) if text[start:] in features}
        if ends != set(output.get(state, ())):
            raise ValueError(f"state {state} of the model doesn't report the n-grams it ends with")
    return [found[feature] for feature in range(len(found))]


def arrays(identifier: Any) -> Arrays:
    """Pack the model of a `langid.langid.LanguageIdentifier`."""
    next_state = np.array(identifier.tk_nextmove, dtype=np.int64).reshape(-1, 256)
    found = grams(next_state, identifier.tk_output)
    order = sorted(range(len(found)), key=lambda feature: (len(found[feature]), found[feature]))
    lengths = [len(found[feature]) for feature in order]
    weights = np.asarray(identifier.nb_ptc, dtype=np.float64)[order]
    return Arrays(
        grams=np.array([int.from_bytes(found[feature], "big") for feature in order], dtype=np.uint32),
        orders=np.searchsorted(lengths, range(1, LONGEST + 2)),
        weights=(weights - weights.mean(axis=1, keepdims=True)).astype(np.float16),
        priors=np.asarray(identifier.nb_pc, dtype=np.float32),
        codes=np.array([str(code) for code in identifier.nb_classes]),
    )


def licence(source: str) -> str:
    """Langid's copyright notice, from the docstring of its module's source text."""
    notice = ast.get_docstring(ast.parse(source.encode()))
    if notice is None or "Redistribution and use" not in notice:
        raise ValueError("this langid has no licence in its docstring: look for it and keep it by hand")
    return notice.rstrip() + "\n"


def main() -> None:
    """Write the npz file and the licence beside it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=OUT)
    out: Path = parser.parse_args().out
    from langid import langid  # a dev dependency

    packed = arrays(langid.LanguageIdentifier.from_modelstring(langid.model))
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        out,
        grams=packed.grams,
        orders=packed.orders,
        weights=packed.weights,
        priors=packed.priors,
        codes=packed.codes,
    )
    text = licence(Path(langid.__file__).read_text(encoding="utf-8"))
    out.with_name("LICENSE.langid").write_text(text, encoding="utf-8")
    print(f"{out}: {len(packed.grams)} n-grams, {len(packed.codes)} languages, {out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
