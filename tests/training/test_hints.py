from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("torch")

import sentencepiece as spm

from summarizer.glossary import Glossary
from summarizer.text import HINT
from training import glossary as training
from training.prepare import read_rows, save_rows, train_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

PAIRS = [
    ("Le nourrisson dort dans la maison.", "The infant sleeps in the house."),
    ("Un nourrisson mange le foin.", "An infant eats the hay."),
    ("La vache mange le foin.", "The cow eats the hay."),
    ("La vache dort dans le foin.", "The cow sleeps in the hay."),
] * 30


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    processor = train_vocabulary(PAIRS, folder, 48)
    sources, targets = ([processor.encode(pair[i]) for pair in PAIRS] for i in (0, 1))
    words = [{"nourrisson": "infant", "foin": "hay", "vache": "cow"}] * len(PAIRS)
    links = [_links(processor, s, t, known) for s, t, known in zip(sources, targets, words, strict=True)]
    save_rows(folder / "source.npz", sources, np.int16)
    save_rows(folder / "target.npz", targets, np.int16)
    save_rows(folder / "links.npz", links, np.int16, (2,))
    np.save(folder / "embeddings.npy", np.zeros((len(processor), 4), dtype=np.float32))
    return folder


def _links(processor: spm.SentencePieceProcessor, source: list[int], target: list[int], known: dict[str, str]):  # type: ignore[no-untyped-def]  # noqa: ANN202
    """Links between all pieces of words that mean the same."""
    sides = [training.worded([processor.id_to_piece(i) for i in side]) for side in (source, target)]
    (words, owners), (others, their_owners) = sides
    found = [
        (a, b)
        for a, i in enumerate(owners)
        for b, j in enumerate(their_owners)
        if i >= 0 and j >= 0 and known.get(words[i]) == others[j]
    ]
    return np.array(found, dtype=np.int16).reshape(-1, 2)


def test_words_own_their_pieces() -> None:
    words, owners = training.worded(["\u2581Le", "\u2581nour", "ris", "son", ",", "\u2581l", "'", "eau", "."])
    assert words == ["Le", "nourrisson", "l", "eau"]
    assert owners == [0, 1, 1, 1, -1, 2, -1, 3, -1]


def test_what_a_word_is_linked_with_becomes_its_entry(data: Path) -> None:
    listed = training.entries(*training.counted(data))
    assert {word: (entry.translation, entry.seen) for word, entry in listed.items()} == {
        "nourrisson": ("infant", 60), "foin": ("hay", 90), "vache": ("cow", 60),
    }  # fmt: skip
    assert training.shipped(listed).entries["foin"] == "hay"
    often = {"vache": training.Entry("cow", training.RARE + 1)}
    assert training.shipped(often).entries == {}


def test_what_people_wrote_counts_first_and_phrases_are_counted(data: Path, tmp_path: Path) -> None:
    (tmp_path / "words.tsv").write_text("foin\tdry hay\nmange le foin\teats hay\nbouse\tdung\n", encoding="utf-8")
    written = training.read_written(tmp_path / "words.tsv")
    seen, linked = training.counted(data)
    listed = training.with_written(training.entries(seen, linked), written, seen, data)
    assert listed == {
        "nourrisson": training.Entry("infant", 60), "vache": training.Entry("cow", 60), "foin": training.Entry("dry hay", 90),
        "mange le foin": training.Entry("eats hay", 60), "bouse": training.Entry("dung", 0),
    }  # fmt: skip


def test_a_line_that_is_no_entry_is_named(tmp_path: Path) -> None:
    (tmp_path / "words.tsv").write_text("foin\thay\nfoin hay\n", encoding="utf-8")
    with pytest.raises(ValueError, match="'foin hay'"):
        training.read_written(tmp_path / "words.tsv")


def test_entries_need_a_majority_that_is_free_of_its_sentence() -> None:
    from collections import Counter

    seen = Counter({"sera": 5, "mot": 10, "rare": 40, "once": 1, "same": 5, "lui": 5})
    linked = {
        "mot": Counter({"the": 6, "word": 4, "Word": 1, "term": 3}),
        "sera": Counter({"will": 5}),
        "rare": Counter({"scarce": 2}),
        "once": Counter({"eleven": 1}),
        "same": Counter({"same": 5}),
        "lui": Counter({"told him": 5}),
    }
    assert training.entries(seen, linked) == {"mot": training.Entry("word", 10)}


def test_sources_get_hints_and_links_follow(data: Path, tmp_path: Path) -> None:
    listed = training.entries(*training.counted(data))
    count = training.annotate(data, tmp_path, listed)
    assert 0.5 * len(PAIRS) < count < len(PAIRS)
    processor = spm.SentencePieceProcessor(model_file=str(tmp_path / "spm.model"))
    mark = processor.piece_to_id(HINT)
    rows = (read_rows(tmp_path / f"{name}.npz") for name in ("source", "target", "links"))
    marked = copied = 0
    for (plain, _), source, target, links in zip(PAIRS, *rows, strict=True):
        text = processor.decode(source.tolist())
        kept, hints = training._parts(source.tolist(), mark)
        assert processor.decode([int(source[i]) for i in kept]) == plain
        marked += HINT in text
        inside = {place for _, places in hints for place in places}
        copied += sum(int(a) in inside and source[a] == target[b] for a, b in links)
        assert all(a < len(source) and b < len(target) for a, b in links)
    assert marked == count
    assert copied >= count


def test_goes_on_from_a_glossary_that_exists(data: Path, tmp_path: Path) -> None:
    Glossary({"foin": "hay", "vache": "bovine"}).save(tmp_path / "known.gz")
    (tmp_path / "more.tsv").write_text("vache\tcow\nun nourrisson\tan infant\n", encoding="utf-8")
    training.main(
        ["--known", str(tmp_path / "known.gz"), "--written", str(tmp_path / "more.tsv"), "--data", str(data),
         "--out", str(tmp_path / "out")]
    )  # fmt: skip
    made = Glossary.load(tmp_path / "out" / "glossary.gz").entries
    assert made == {"foin": "hay", "vache": "cow", "un nourrisson": "an infant"}
    processor = spm.SentencePieceProcessor(model_file=str(data / "spm.model"))
    marked = [processor.decode(row.tolist()) for row in read_rows(tmp_path / "out" / "source.npz")]
    assert any(f"Un nourrisson{HINT} an infant{HINT} mange" in text for text in marked)


def test_words_that_were_cut_anew_are_left_alone() -> None:
    links = np.array([[0, 0]], dtype=np.int16)
    assert training.relinked([5, 6], [5, 9, 7, 9, 8], [7], links, 9) is None
    moved = training.relinked([5, 6], [5, 9, 7, 9, 6], [7], links, 9)
    assert moved is not None
    assert moved.tolist() == [[2, 0]]


def test_some_sentences_stay_bare_and_marked_ones_untouched() -> None:
    listed = {"foin": training.Entry("hay", 3)}
    glossary = Glossary({"foin": "hay"})
    rng = random.Random(1)
    given = [len(training.practised("Du foin.", glossary, listed, rng)) for _ in range(400)]
    assert 240 < sum(given) < 340
    assert training.practised(f"Du foin {HINT}.", glossary, listed, rng) == []


def test_phrases_have_a_translation_of_their_own() -> None:
    text = "L'avion s'est posé, dit le maire"
    source = ["L", "avion", "s", "est", "posé", "dit", "le", "maire"]
    target = ["The", "plane", "landed", "says", "the", "mayor"]
    links = [(0, 0), (1, 1), (2, 2), (4, 2), (5, 3), (6, 4), (7, 5)]
    found = {(hint.entry, hint.translation) for hint in training.phrases(text, source, target, links)}
    assert found == {
        ("L'avion", "The plane"), ("L'avion s'est posé", "The plane landed"), ("avion s'est posé", "plane landed"), ("s'est posé", "landed"),
        ("dit le maire", "says the mayor"), ("le maire", "the mayor"),
    }  # fmt: skip
    assert all(text[: hint.end].endswith(hint.entry) for hint in training.phrases(text, source, target, links))
    torn = [*links, (5, 2)]  # "dit" has a share in "landed", too
    assert "s'est posé" not in {hint.entry for hint in training.phrases(text, source, target, torn)}
    assert training.phrases("Autre chose", source, target, links) == []


def test_own_phrases_come_before_the_glossary_and_never_overlap() -> None:
    listed = {"foin": training.Entry("hay", 3), "vache": training.Entry("cow", 3)}
    glossary = Glossary({word: entry.translation for word, entry in listed.items()})
    text = "La vache mange du foin."
    own = [training.Hint(14, "vache mange", "cow eats"), training.Hint(8, "La vache", "The cow")]
    rng = random.Random(1)
    given = [training.practised(text, glossary, listed, rng, own) for _ in range(200)]
    shown = {tuple(hint.entry for hint in hints) for hints in given}
    assert ("vache mange", "foin") in shown
    assert ("La vache", "foin") in shown
    assert not any("vache mange" in entries and {"La vache", "vache"} & set(entries) for entries in shown)


def test_a_pair_gives_hints_of_its_own_phrases(data: Path, tmp_path: Path) -> None:
    assert training.annotate(data, tmp_path, {}) == 0
    assert training.annotate(data, tmp_path, {}, phrased=True) > 0
    processor = spm.SentencePieceProcessor(model_file=str(tmp_path / "spm.model"))
    marked = [processor.decode(row.tolist()) for row in read_rows(tmp_path / "source.npz")]
    assert any(f"mange le foin{HINT} infant eats the hay{HINT}." in text for text in marked)
