"""Every architecture through the code that loads it for users, against transformers asked as its documentation says."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import tiny

from summarizer.engines import Options, load
from summarizer.engines.transformers import TransformersEngine
from summarizer.errors import UnknownModels, UnsupportedDirection

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Folders = Callable[..., Path]

TEXTS = tiny.sentences(4)
# The kind, the languages asked for, and what the documentation sets on the tokenizer and on `generate`.
WAYS: list[tuple[str, tuple[str, str], str | None, str | None]] = [
    ("mbart50", ("fr", "en"), "fr_XX", "en_XX"),
    ("mbart50", ("en", "fr"), "en_XX", "fr_XX"),
    ("mbart", ("fr", "en"), "fr_XX", "en_XX"),
    ("nllb", ("fr", "en"), "fra_Latn", "eng_Latn"),
    ("barthez", ("fr", "fr"), None, None),
    ("pegasus", ("en", "en"), None, None),
    ("led", ("en", "en"), None, None),
    ("mt5", ("en", "en"), None, None),
]


def documented(folder: Path, source: str | None, target: str | None, beams: int) -> list[str]:
    """What transformers makes of the texts one by one, with its own tokenizer, defaults and calls."""
    import torch
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    tokenizer: Any = AutoTokenizer.from_pretrained(folder, **({"src_lang": source} if source else {}))
    model: Any = AutoModelForSeq2SeqLM.from_pretrained(folder).eval()
    more: dict[str, Any] = {}
    if target and model.config.model_type == "mbart" and model.config.decoder_start_token_id != 2:
        more["decoder_start_token_id"] = tokenizer.convert_tokens_to_ids(target)
    elif target:
        more["forced_bos_token_id"] = tokenizer.convert_tokens_to_ids(target)
    results = []
    for text in TEXTS:
        given = tokenizer(text, return_tensors="pt")
        if model.config.model_type == "led":
            more["global_attention_mask"] = torch.zeros_like(given.input_ids)
            more["global_attention_mask"][:, 0] = 1
        bad = [[token] for token in {tokenizer.unk_token_id, model.config.pad_token_id}]
        output = model.generate(
            **given, num_beams=beams, max_length=21, length_penalty=1.0, forced_eos_token_id=None, bad_words_ids=bad,
            early_stopping=beams > 1, renormalize_logits=True, **more,
        )  # fmt: skip
        results.append(tokenizer.decode(output[0], skip_special_tokens=True).strip())
    return results


@pytest.mark.parametrize("beams", [1, 3])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way[0]}-{way[1][1]}")
def test_as_documented(way: tuple[str, Any, str | None, str | None], beams: int, checkpoint: Folders) -> None:
    kind, languages, source, target = way
    engine = load(checkpoint(kind), languages=languages, engine="transformers")
    assert isinstance(engine, TransformersEngine)
    found = [output.text for output in engine.generate(TEXTS, Options(beams=beams, max_length=20))]
    assert found == documented(checkpoint(kind), source, target, beams)
    assert len(set(found)) > 1  # else this proves little


def test_the_language_matters(checkpoint: Folders) -> None:
    into = {
        target: load(checkpoint("mbart50"), languages=("fr", target)).generate(TEXTS, Options(max_length=12))
        for target in ("en", "fr")
    }
    assert into["en"] != into["fr"]


def test_a_language_it_does_not_know(checkpoint: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    from summarizer.engines import transformers

    monkeypatch.setitem(transformers._LANGUAGE_TOKENS, "en", ("tlh_Latn",))
    with pytest.raises(UnsupportedDirection, match="has no token for the language 'en'"):
        load(checkpoint("mbart50"), languages=("fr", "en"))


@pytest.mark.parametrize(
    ("kind", "source", "target"),
    [("mbart50", 48, 64), ("barthez", 64, 64), ("pegasus", 64, 64), ("led", 256, 64), ("nllb", 64, 64), ("t5", 64, 64)],
)
def test_limits_are_those_of_the_checkpoint(kind: str, source: int, target: int, checkpoint: Folders) -> None:
    engine = TransformersEngine(checkpoint(kind))
    assert engine.max_source_tokens == source
    words = "Lyon "
    while engine.count_tokens(words + "Lyon ") <= source:
        words += "Lyon "
    full = engine.generate([words], Options(max_length=10_000, min_length=target))[0]
    assert full.tokens <= target
    with pytest.raises(ValueError, match=f"this model takes {source}"):
        engine.generate([words + "Lyon " * 9], Options())


def test_barthez_as_it_is_published(checkpoint: Folders) -> None:
    folder = checkpoint("barthez")
    assert not (folder / "tokenizer_config.json").exists()
    encoded = TransformersEngine(folder)._encode("Lyon")
    assert (encoded[0], encoded[-1]) == (0, 2)


def test_code_in_a_repository_is_never_run(checkpoint: Folders, tmp_path: Path) -> None:
    folder = tmp_path / "clever"
    shutil.copytree(checkpoint("bart"), folder)
    config = json.loads((folder / "config.json").read_text())
    code = {"AutoModelForSeq2SeqLM": "modeling.Clever", "AutoConfig": "modeling.Config"}
    (folder / "config.json").write_text(json.dumps(config | {"auto_map": code}))
    (folder / "modeling.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Clever: ...\nclass Config: ...\n")
    assert TransformersEngine(folder).generate(TEXTS[:1], Options(max_length=4))[0].text
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("kind", ["gpt2", "bert", ""])
def test_other_architectures_are_named(kind: str, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": kind}))
    with pytest.raises(UnknownModels, match=f"is a {kind or 'nameless'} model: choose one of the kinds marian, bart"):
        load(tmp_path)
