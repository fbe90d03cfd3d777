"""The whole way from pairs to a MarianMTModel, on a toy language and a tiny model."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

import sentencepiece as spm  # noqa: E402

from training import train as training  # noqa: E402
from training.model import Shape, Translator, cross_entropy, rounded, to_marian  # noqa: E402
from training.optimizer import MuonAdam, orthogonalise  # noqa: E402
from training.prepare import save_rows  # noqa: E402

TINY = Shape(vocabulary=61, width=32, heads=2, encoder_layers=2, decoder_layers=1, encoder_ffn=64, decoder_ffn=64)


def batch(pad: int = 60) -> tuple[torch.Tensor, torch.Tensor]:
    source, target = torch.randint(2, 60, (3, 9)), torch.randint(2, 60, (3, 7))
    source[1, 6:], target[2, 5:] = pad, pad
    return source, target


def test_same_hidden_states_as_transformers() -> None:
    torch.manual_seed(0)
    model = Translator(TINY)
    marian = to_marian(model)
    source, target = batch()
    start = torch.cat([torch.full((3, 1), 60), target[:, :-1]], dim=1)
    with torch.inference_mode():
        ours, _ = model.hidden(source, target)
        theirs = marian.model(input_ids=source, attention_mask=(source != 60).long(), decoder_input_ids=start)
    assert torch.allclose(ours, theirs.last_hidden_state, atol=1e-5)


def test_cross_entropy_and_its_gradient_match_torch() -> None:
    torch.manual_seed(0)
    states = torch.randn(1500, 16, requires_grad=True)
    table = torch.randn(50, 16, requires_grad=True)
    target = torch.randint(0, 50, (1500,))
    ours = cross_entropy(states, table, target, 0.1)
    expected = torch.nn.functional.cross_entropy(states @ table.T, target, label_smoothing=0.1)
    assert torch.allclose(ours, expected, atol=1e-5)
    mine = torch.autograd.grad(ours * 2, [states, table])
    theirs = torch.autograd.grad(expected * 2, [states, table])
    for a, b in zip(mine, theirs, strict=True):
        assert torch.allclose(a, b, atol=1e-6)


def test_orthogonalise_evens_out_singular_values() -> None:
    torch.manual_seed(0)
    for shape in ((4, 16, 24), (2, 24, 16)):
        values = torch.linalg.svdvals(orthogonalise(torch.randn(*shape)))
        assert values.min() > 0.4
        assert values.max() < 1.4


def test_the_optimizer_goes_on_where_it_was() -> None:
    def weights() -> dict[str, torch.Tensor]:
        torch.manual_seed(1)
        return {"m": torch.randn(8, 8), "b": torch.randn(8)}

    def step(optimizer: MuonAdam, number: int) -> None:
        torch.manual_seed(number)
        optimizer.step({"m": torch.randn(8, 8), "b": torch.randn(8)}, 0.01)

    whole = MuonAdam(weights(), ["m"])
    for number in range(4):
        step(whole, number)
    first = MuonAdam(weights(), ["m"])
    for number in range(2):
        step(first, number)
    second = MuonAdam({name: value.clone() for name, value in first.masters.items()}, ["m"])
    second.load_state_dict(first.state_dict())
    for number in range(2, 4):
        step(second, number)
    assert all(torch.equal(whole.masters[name], second.masters[name]) for name in whole.masters)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A toy language: every word has one translation, and the order of words is kept."""
    folder = tmp_path_factory.mktemp("data")
    words = {
        "chat": "cat",
        "chien": "dog",
        "voit": "sees",
        "mange": "eats",
        "rouge": "red",
        "grand": "big",
        "le": "the",
    }
    rng = random.Random(1)
    pairs = []
    for _ in range(600):
        chosen = rng.choices(sorted(words), k=rng.randint(2, 6))
        pairs.append((" ".join(chosen), " ".join(words[word] for word in chosen)))
    text = folder / "text.txt"
    text.write_text("\n".join(side for pair in pairs for side in pair))
    spm.SentencePieceTrainer.train(
        input=str(text), model_prefix=str(folder / "spm"), vocab_size=60, hard_vocab_limit=False,
        eos_id=0, unk_id=1, bos_id=-1, pad_id=-1, minloglevel=2,
    )  # fmt: skip
    processor = spm.SentencePieceProcessor(model_file=str(folder / "spm.model"))
    source = processor.encode([pair[0] for pair in pairs])
    target = processor.encode([pair[1] for pair in pairs])
    links = [np.array([[0, 0]], dtype=np.int16) for _ in pairs]
    save_rows(folder / "source.npz", source, np.int16)
    save_rows(folder / "target.npz", target, np.int16)
    save_rows(folder / "links.npz", links, np.int16, (2,))
    np.save(
        folder / "embeddings.npy", np.random.default_rng(1).normal(size=(len(processor), 32)).astype(np.float32) / 6
    )
    (folder / "size").write_text(str(len(processor) + 1))
    return folder


def run(data: Path, out: Path) -> training.Run:
    size = int((data / "size").read_text())
    shape = Shape(
        vocabulary=size, width=32, heads=2, encoder_layers=2, decoder_layers=1, encoder_ffn=64, decoder_ffn=64
    )
    schedule = training.Schedule(rate=4e-3, warmup=10, tokens=300, average=0.9)
    return training.Run(out, [data], shape, schedule, muon=True, guided=True)


def test_folders_follow_each_other(data: Path) -> None:
    one, two = (training.Data(folders, pad=99, guided=True) for folders in ([data], [data, data]))
    assert len(two.lengths) == 2 * len(one.lengths) == 1200
    rows = np.array([3, 603])
    for side in two.batch(rows)[:2]:
        assert side[0].tolist() == side[1].tolist()
    assert one.batch(rows[:1])[0].tolist() == two.batch(rows[:1])[0].tolist()


def test_rounding_has_127_steps_to_the_largest_and_a_gradient() -> None:
    x = torch.tensor([[0.004, 1.0, -2.54], [0.0, 0.0, 0.0]], requires_grad=True)
    y = rounded(x)
    assert y.tolist() == [pytest.approx([0.0, 1.0, -2.54]), [0.0, 0.0, 0.0]]
    y[0, 0].backward()
    # The small number is passed through; the largest learns that its size is what costs the small one its step.
    assert x.grad is not None
    assert x.grad[0, 0] == 1.0
    assert x.grad[0, 2] == pytest.approx(0.2 / 127)


def test_batches_hold_every_row_once(data: Path) -> None:
    arrays = training.Data([data], pad=99, guided=True)
    batches = list(arrays.epoch(seed=3, tokens=120))
    assert sorted(int(i) for rows in batches for i in rows) == list(range(600))
    assert all(len(rows) * arrays.lengths[rows].max() <= 120 for rows in batches)
    source, target, links = arrays.batch(batches[0])
    assert links is not None
    assert (source[:, 0] != 99).all()
    assert ((target == 0).sum(1) == 1).all()


def test_learns_resumes_and_exports(data: Path, tmp_path: Path) -> None:
    torch.set_num_threads(1)
    first = run(data, tmp_path / "run")
    arrays = training.Data([data], first.model.shape.pad, guided=True)
    losses = [first.update([arrays.batch(rows)])[0] for epoch in range(6) for rows in arrays.epoch(epoch, 300)]
    assert sum(losses[-5:]) < 0.6 * sum(losses[:5])
    first.save()

    second = run(data, tmp_path / "run")
    assert second.resume()
    assert second.step == first.step
    rows = next(arrays.epoch(9, 300))
    assert first.update([arrays.batch(rows)])[0] == pytest.approx(second.update([arrays.batch(rows)])[0], rel=1e-3)

    folder = second.export()
    assert json.loads((folder / "config.json").read_text())["model_type"] == "marian"
    from transformers import MarianMTModel

    marian = MarianMTModel.from_pretrained(folder, dtype="float32")
    assert not marian.model.shared.weight[-1].any()

    third = run(data, tmp_path / "other")
    third.start_from(folder)
    assert torch.allclose(third.masters["shared.weight"], second.averaged["shared.weight"], atol=1e-2)


def test_two_batches_a_step_are_the_mean_of_both(data: Path, tmp_path: Path) -> None:
    torch.set_num_threads(1)
    alone, both = run(data, tmp_path / "a"), run(data, tmp_path / "b")
    arrays = training.Data([data], alone.model.shape.pad, guided=True)
    first, second = (arrays.batch(rows) for rows in list(arrays.epoch(2, 300))[:2])
    entropy, count = both.update([first, second])
    single = [alone.model.loss(*batch, alone.schedule.smoothing) for batch in (first, second)]
    assert both.step == 1
    assert count == both.tokens == single[0][2] + single[1][2]
    assert entropy == pytest.approx((single[0][0].item() + single[1][0].item()) / 2, rel=1e-3)
    twice = run(data, tmp_path / "c")
    twice.update([first, first])
    alone.update([first])
    assert all(torch.allclose(alone.masters[n], twice.masters[n], atol=1e-4) for n in alone.masters)


def test_another_shape_is_refused(data: Path, tmp_path: Path) -> None:
    run(data, tmp_path / "run").save()
    other = training.Run(tmp_path / "run", [data], TINY.__class__(width=32, heads=1, vocabulary=61, encoder_layers=1,
                         decoder_layers=1, encoder_ffn=64, decoder_ffn=64), training.Schedule(), muon=False, guided=True)  # fmt: skip
    with pytest.raises(ValueError, match="another shape"):
        other.resume()
