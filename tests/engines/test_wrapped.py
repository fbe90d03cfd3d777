from __future__ import annotations

from summarizer.engines import Options
from summarizer.engines.fake import FakeEngine
from summarizer.engines.wrapped import ApartEngine, PrefixedEngine


def test_an_engine_with_a_prefix() -> None:
    within = FakeEngine(lambda text: text.upper(), pieces=("a",))
    engine = PrefixedEngine(within, "translate: ")
    assert [output.text for output in engine.generate(["one", " "], Options())] == ["TRANSLATE: ONE", " "]
    assert engine.count_tokens("one") == within.count_tokens("translate: one") > within.count_tokens("one")
    assert (engine.name, engine.max_source_tokens, engine.knows("a")) == ("fake", 512, True)


def test_quotes_are_apart_within_and_not_outside() -> None:
    seen: list[str] = []

    def reply(text: str) -> str:
        seen.append(text)
        return 'She said " no" ( twice).'

    within = FakeEngine(reply)
    engine = ApartEngine(within)
    assert [output.text for output in engine.generate(['Elle a dit "non" (deux fois).'], Options())] == [
        'She said "no" (twice).'
    ]
    assert seen == ['Elle a dit " non" ( deux fois).']
    assert engine.count_tokens('"non"') == within.count_tokens('" non"')
