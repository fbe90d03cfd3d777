from __future__ import annotations

import pytest

from summarizer.engines import Engine, Options
from summarizer.engines.fake import FakeEngine, shout
from summarizer.flaws import find


def test_shouts_by_default() -> None:
    engine = FakeEngine()
    assert isinstance(engine, Engine)
    source = "Le maire de Lyon a promis 1 200 euros à l'école."
    text = engine.generate([source], Options())[0].text
    assert text == "Le MAIRE DE Lyon A PROMIS 1 200 EUROS À L'ÉCOLE."
    assert find(source, text) is None


def test_a_mapping() -> None:
    engine = FakeEngine({"Le chat dort.": "The cat sleeps."})
    texts = [output.text for output in engine.generate(["Le chat dort.", "Il pleut."], Options())]
    assert texts == ["The cat sleeps.", shout("Il pleut.")]


def test_a_function_and_a_prefix() -> None:
    engine = FakeEngine(lambda text: text[::-1], name="mirror", pieces=["⟦0⟧"])
    assert engine.generate(["abc"], Options(prefix="> "))[0].text == "> cba"
    assert (engine.name, engine.knows("⟦0⟧"), engine.knows("⟦1⟧")) == ("mirror", True, False)


def test_keeps_the_calls_and_the_limits() -> None:
    engine = FakeEngine(max_source_tokens=4)
    options = Options(max_length=1)
    output = engine.generate(["un deux"], options)[0]
    assert engine.calls == [(["un deux"], options)]
    assert not output.finished
    with pytest.raises(ValueError, match="takes 4"):
        engine.generate(["un deux trois quatre"], options)
