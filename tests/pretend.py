"""A summariser for the tests of the page: the real reading, cleaning and language, and no models."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from summarizer.cleaning import clean
from summarizer.language import identify
from summarizer.page.service import Service
from summarizer.pipeline import Prepared
from summarizer.reading import Document, from_text
from summarizer.sentences import Sentence
from summarizer.summary import Bullet, Evidence, Summary
from summarizer.translation import Translation


class PretendSummarizer:
    """As `Summarizer`, as far as the page goes.

    Args:
        models: the name of a set; repeated in the summary.
        pause: called before each sentence is "translated"; a test can make it wait there, or sleep.
    """

    def __init__(self, models: str = "builtin", pause: Callable[[], None] = lambda: None) -> None:
        self.models, self.pause = models, pause
        self.bullets, self.to = 5, "en"
        self.progress: Callable[[str, int, int], None] | None = None

    def tell(self, stage: str, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(stage, done, total)

    def translate(self, text: str | Document) -> Prepared:
        self.tell("reading", 0, 1)
        document = from_text(text) if isinstance(text, str) else text
        article = clean(document)
        self.tell("language", 0, 1)
        language = identify(article)
        spoken = "en" if language.code == "en" else "fr"
        sentences = tuple(
            Sentence(found[0], start + found.start(), start + found.end(), number, spoken)
            for number, ((start, _), paragraph) in enumerate(zip(article.spans, article.paragraphs, strict=True))
            for found in re.finditer(r"\S[^.!?]*(?:[.!?](?=\d|\w)[^.!?]*)*[.!?»]*", paragraph)
        )
        done: list[Translation | None] = []
        for sentence in sentences:
            self.pause()
            done.append(Translation(f"In English: {sentence.plain}", sentence.plain) if spoken == "fr" else None)
            self.tell("translating", len(done), len(sentences))
        title = article.title and spoken == "fr" and Translation(f"In English: {article.title}", article.title)
        usable = (True,) * len(sentences)
        prepared = Prepared(document, article.title, language, sentences, usable, 0.5, title or None)
        return replace(prepared, translations=tuple(done))

    def finish(self, prepared: Prepared, seconds: float) -> Summary:
        self.tell("condensing", 0, 1)
        self.pause()
        step = max(1, len(prepared.sentences) // self.bullets)
        places = [*range(0, len(prepared.sentences), step)][: self.bullets]
        made = [self.bullet(prepared, place) for place in places]
        if len(made) > 1:
            made[1] = replace(made[1], supported=False, note=None)
            made[-1] = replace(made[-1], note="taken from the translated sentence: 14")
        self.tell("condensing", 1, 1)
        models = {"set": self.models, "condenser": "pretend"}
        warnings = ("2 of 31 sentences could not be translated and are left in French.",)
        title = prepared.english_title if self.to == "en" else prepared.title
        return Summary(title, tuple(made), prepared.language.code, models, warnings, seconds)

    def bullet(self, prepared: Prepared, place: int) -> Bullet:
        sentence, done = prepared.sentences[place], prepared.translations[place]
        evidence = Evidence(sentence.text, done.text if done else None, sentence.start, sentence.end)
        words = prepared.english[place].split()
        return Bullet(" ".join(words[:14]), (evidence,), original=" ".join(sentence.plain.split()[:12]))


def service(pause: Callable[[], None] = lambda: None, **options: Any) -> Service:
    """A service whose models are pretended."""
    return Service(lambda models: PretendSummarizer("builtin" if models == "auto" else models, pause), **options)


def slowly(seconds: float = 0.05) -> Callable[[], None]:
    """A pause that lets one see the stages."""
    return lambda: time.sleep(seconds)
