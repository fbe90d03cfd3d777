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
def test_every_model_is_pinned_and_licensed(info: ModelInfo) -> None:
    assert info.revision is not None
    assert re.fullmatch(r"[0-9a-f]{40}", info.revision)
    assert info.sha256 is None or re.fullmatch(r"[0-9a-f]{64}", info.sha256)
    assert info.licence in {"Apache-2.0", "CC-BY-4.0", "MIT"}
    assert info.weights in {"model.safetensors", "pytorch_model.bin"}
    assert info.size > 10**8
    assert info.source


def test_revisions_tell_models_apart() -> None:
    assert len({info.revision for info in MODELS.values()}) == len(MODELS)


def test_translators_have_a_canary() -> None:
    for info in MODELS.values():
        assert (info.canary is not None) == (info.kind == "marian")
    assert catalogue.TO_FRENCH.languages == ("en", "fr")
