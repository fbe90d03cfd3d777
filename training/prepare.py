"""Step 1: pairs of text -> vocabulary, token arrays, word alignments, first embeddings.

    python -m training.prepare --pairs FOLDER --recipe training/recipes/fr-en.toml --out DATA

Writes into DATA: spm.model, source.npz / target.npz (tokens, offsets), links.npz (alignment), embeddings.npy,
report.json. The alignment (eflomal, model 2) serves three times: its scores drop the least literal pairs, its links
supervise the decoder's cross-attention, and linked pieces start out as neighbours in the embedding space.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import sentencepiece as spm

from summarizer.text import HINT, apart
from training.pairs import PLACEHOLDERS, Pair, Recipe, mixed, with_placeholders

Tokens = list[list[int]]


def train_vocabulary(pairs: list[Pair], out: Path, size: int) -> spm.SentencePieceProcessor:
    """Train one unigram sentencepiece model for both languages (`size` pieces, digits split) and load it."""
    rng = random.Random(2)
    sample = rng.sample(pairs, min(len(pairs), 400_000))
    text = out / "spm.txt"
    with text.open("w", encoding="utf-8") as lines:
        for pair in sample:
            lines.write(pair[0] + "\n" + pair[1] + "\n")
    spm.SentencePieceTrainer.train(
        input=str(text),
        model_prefix=str(out / "spm"),
        vocab_size=size,
        model_type="unigram",
        character_coverage=0.9998,
        split_digits=True,
        normalization_rule_name="nmt_nfkc",
        input_sentence_size=600_000,
        shuffle_input_sentence=True,
        user_defined_symbols=[*PLACEHOLDERS, HINT],
        # Marian's convention: </s> = 0, <unk> = 1; <pad> is appended after the last piece by the tokenizer.
        eos_id=0, unk_id=1, bos_id=-1, pad_id=-1,
        num_threads=2,
        minloglevel=1,
    )  # fmt: skip
    text.unlink()
    return spm.SentencePieceProcessor(model_file=str(out / "spm.model"))


def kept_vocabulary(model: Path, out: Path) -> spm.SentencePieceProcessor:
    """Load a model that was trained before, and put it where the training looks for it."""
    shutil.copyfile(model, out / "spm.model")
    return spm.SentencePieceProcessor(model_file=str(out / "spm.model"))


def fresh(source: Tokens, names: list[str], recipe: Recipe, folders: list[Path]) -> list[int]:
    """Row numbers without those of the recipe's `unseen` sources whose source tokens one of `folders` holds already."""
    seen = {hash(row.tobytes()) for folder in folders for row in read_rows(folder / "source.npz")}
    once = {source.name for source in recipe.sources if source.unseen}
    return [
        i
        for i, (row, name) in enumerate(zip(source, names, strict=True))
        if name not in once or hash(np.array(row, dtype=np.int16).tobytes()) not in seen
    ]


def align(source: Tokens, target: Tokens, work: Path) -> tuple[list[npt.NDArray[np.int16]], npt.NDArray[np.float32]]:
    """Align token sequences with eflomal: the links found in both directions, and a cost per pair (low = literal)."""
    import eflomal  # builds from source: only this step needs it

    paths = {name: work / f"{name}.txt" for name in ("fr", "en", "fwd", "rev", "fwd.score", "rev.score")}
    for name, tokens in (("fr", source), ("en", target)):
        with paths[name].open("w") as lines:
            lines.writelines(" ".join(map(str, row)) + "\n" for row in tokens)
    with paths["fr"].open() as fr, paths["en"].open() as en:
        eflomal.Aligner(model=2, n_samplers=1).align(
            fr, en,
            links_filename_fwd=str(paths["fwd"]), links_filename_rev=str(paths["rev"]),
            scores_filename_fwd=str(paths["fwd.score"]), scores_filename_rev=str(paths["rev.score"]),
        )  # fmt: skip
    links = []
    with paths["fwd"].open() as fwd, paths["rev"].open() as rev:
        for a, b in zip(fwd, rev, strict=True):
            both = sorted(set(a.split()) & set(b.split()))
            links.append(np.array([link.split("-") for link in both], dtype=np.int16).reshape(-1, 2))
    cost = (np.loadtxt(paths["fwd.score"]) + np.loadtxt(paths["rev.score"])) / 2
    for path in paths.values():
        path.unlink()
    return links, cost.astype(np.float32)


def aligned_embeddings(
    source: Tokens, target: Tokens, links: list[npt.NDArray[np.int16]], size: int, width: int
) -> npt.NDArray[np.float32]:
    """Unit-length vectors (size, width) in which linked pieces are neighbours: PPMI of link counts, then SVD."""
    from scipy.sparse import coo_matrix, diags
    from scipy.sparse.linalg import svds

    rows = np.concatenate([np.asarray(s)[k[:, 0]] for s, k in zip(source, links, strict=True) if len(k)])
    cols = np.concatenate([np.asarray(t)[k[:, 1]] for t, k in zip(target, links, strict=True) if len(k)])
    counts = coo_matrix((np.ones(len(rows)), (rows, cols)), shape=(size, size)).tocsr()
    mass = np.asarray(counts.sum(0)).ravel() + np.asarray(counts.sum(1)).ravel() + 1
    joint = (counts + counts.T + diags(mass) * 0.5).tocoo()
    share = np.asarray(joint.sum(1)).ravel()
    pmi = np.log(joint.data * share.sum() / (share[joint.row] * share[joint.col]))
    keep = pmi > 0
    ppmi = coo_matrix((pmi[keep], (joint.row[keep], joint.col[keep])), shape=(size, size)).tocsr()
    left, singular, _ = svds(ppmi.astype(np.float32), k=width)
    vectors = left * np.sqrt(singular)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
    unit: npt.NDArray[np.float32] = vectors.astype(np.float32)
    return unit


def most_literal(cost: npt.NDArray[np.float32], names: list[str], share: float) -> npt.NDArray[np.intp]:
    """Row numbers of the cheapest `share` of each source; short sentences cost more, so sources are not compared."""
    sources = np.array(names)
    limits = {name: np.quantile(cost[sources == name], share) for name in set(names)}
    return np.flatnonzero(cost <= np.array([limits[name] for name in names]))


def read_rows(path: Path) -> Iterator[npt.NDArray[np.int16]]:
    """The rows of a file that `save_rows` wrote."""
    with np.load(path) as saved:
        flat, offsets = saved["flat"], saved["offsets"]
    for begin, end in pairwise(offsets):
        yield flat[begin:end]


def save_rows(path: Path, rows: list[Any], dtype: npt.DTypeLike, shape: tuple[int, ...] = ()) -> None:
    """Save ragged rows as one flat array and their offsets (`flat[offsets[i]:offsets[i + 1]]` is row i)."""
    offsets = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    flat = np.empty((int(offsets[-1]), *shape), dtype=dtype)
    for i, row in enumerate(rows):
        flat[offsets[i] : offsets[i + 1]] = row
    np.savez(path, flat=flat, offsets=offsets)


def main(argv: list[str] | None = None) -> None:
    """Command line of the preparation step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--recipe", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--vocabulary", type=int, default=8000, help="pieces (default 8000)")
    parser.add_argument("--spm", type=Path, help="a vocabulary to keep, to go on training with other pairs")
    parser.add_argument(
        "--seen",
        type=Path,
        nargs="*",
        default=[],
        help="folders that prepare.py wrote before: see `unseen` in the recipe; those from before quotes were set apart don't "
        "count for pairs with some",
    )
    parser.add_argument("--width", type=int, default=384, help="width of the first embeddings (default 384)")
    parser.add_argument("--keep", type=float, default=0.85, help="share of the pairs to keep, most literal first")
    parser.add_argument("--max-pieces", type=int, default=110)
    parser.add_argument("--limit", type=int, default=0, help="stop after so many pairs (for a trial)")
    arguments = parser.parse_args(argv)
    arguments.out.mkdir(parents=True, exist_ok=True)

    recipe = Recipe.load(arguments.recipe)
    named = list(mixed(arguments.pairs, recipe))
    random.Random(3).shuffle(named)
    if arguments.limit:
        named = named[: arguments.limit]
    rng = random.Random(4)
    extra = [
        (name, marked)
        for name, pair in named
        if rng.random() < recipe.placeholder_share * 3 and (marked := with_placeholders(pair, rng)) is not None
    ]
    print(f"{len(named)} pairs, {len(extra)} with placeholders", flush=True)
    named += extra[: int(len(named) * recipe.placeholder_share)]
    random.Random(5).shuffle(named)
    names = [name for name, _ in named]
    pairs = [(apart(source), apart(target)) for _, (source, target) in named]

    processor = (
        kept_vocabulary(arguments.spm, arguments.out)
        if arguments.spm
        else train_vocabulary(pairs, arguments.out, arguments.vocabulary)
    )
    source: Tokens = processor.encode([pair[0] for pair in pairs], num_threads=2)
    target: Tokens = processor.encode([pair[1] for pair in pairs], num_threads=2)
    new = fresh(source, names, recipe, arguments.seen)
    fits = [i for i in new if 0 < len(source[i]) < arguments.max_pieces > len(target[i]) > 0]
    source, target, names = [source[i] for i in fits], [target[i] for i in fits], [names[i] for i in fits]
    print(f"{len(fits)} fit; {sum(map(len, target))} target tokens; aligning", flush=True)

    links, cost = align(source, target, arguments.out)
    # eflomal's score is a total: long pairs would all look bad, so compare the cost per piece.
    per_piece = cost / np.array([len(s) + len(t) for s, t in zip(source, target, strict=True)])
    kept = most_literal(per_piece, names, arguments.keep)
    np.save(
        arguments.out / "embeddings.npy", aligned_embeddings(source, target, links, len(processor), arguments.width)
    )
    save_rows(arguments.out / "source.npz", [source[i] for i in kept], np.int16)
    save_rows(arguments.out / "target.npz", [target[i] for i in kept], np.int16)
    save_rows(arguments.out / "links.npz", [links[i] for i in kept], np.int16, (2,))
    counts: dict[str, int] = {}
    for i in kept:
        counts[names[i]] = counts.get(names[i], 0) + 1
    report = {"pairs": len(kept), "target_tokens": sum(len(target[i]) for i in kept), "sources": counts}
    (arguments.out / "report.json").write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps(report), flush=True)


if __name__ == "__main__":
    main()
