from __future__ import annotations

import re

import pytest

from summarizer.models import catalogue
from summarizer.models.catalogue import MODELS, SETS, ModelInfo


def test_the_sets() -> None:
    assert list(SETS) == ["builtin", "fast", "balanced", "best"]
    assert set(catalogue.PREFERENCE) == set(SETS) - {"builtin"}
    for name, models in SETS.items():
        assert models.name == name
        assert models.translator.languages == ("fr", "en")
        assert models.condenser.languages[0] == "en"
        assert models.note


@pytest.mark.parametrize("info", MODELS.values(), ids=lambda info: info.id)
def test_every_model_is_described(info: ModelInfo) -> None:
    assert info.revision is None or re.fullmatch(r"[0-9a-f]{40}", info.revision)
    assert info.revision or "not a pinned one" in info.source
    assert info.sha256 is None or re.fullmatch(r"[0-9a-f]{64}", info.sha256)
    assert info.licence in {"Apache-2.0", "CC-BY-4.0", "MIT", "CC-BY-NC-4.0", catalogue.NO_LICENCE}
    assert info.weights in {"model.safetensors", "pytorch_model.bin"}
    assert info.size > 10**8
    assert info.source
    assert info.who
    assert info.input_tokens
    assert info.memory
    assert info.memory > info.parameters  # type: ignore[operator]
    assert (info.task == "translate") == (len(info.languages) == 2)
    assert all(score.source and score.data and 0 < score.value < 100 for score in info.scores)


def test_sets_are_pinned_and_free_for_every_use() -> None:
    for models in SETS.values():
        for info in (models.translator, models.condenser):
            assert info.commercial
            assert info.revision or models.name == "builtin"
            assert info.scores


def test_what_may_not_be_sold_is_marked() -> None:
    assert not catalogue.NLLB.commercial
    assert not catalogue.PEGASUS.commercial
    assert catalogue.BARTHEZ.commercial


def test_a_condenser_for_french() -> None:
    assert catalogue.BARTHEZ in catalogue.ALTERNATIVES
    assert catalogue.ALIASES["barthez"].languages == ("fr",)


def test_revisions_tell_models_apart() -> None:
    pinned = [info.revision for info in MODELS.values() if info.revision]
    assert len(set(pinned)) == len(pinned)


def test_translators_have_a_canary() -> None:
    for info in MODELS.values():
        assert (info.canary is not None) == (info.task == "translate")
    assert catalogue.TO_FRENCH.languages == ("en", "fr")
