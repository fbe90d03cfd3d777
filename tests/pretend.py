"""A summariser for the tests of the page: the real reading, cleaning and language, and no models."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any

from summarizer.bullets import Finished
from summarizer.cleaning import clean
from summarizer.language import identify
from summarizer.page.service import Service
from summarizer.pipeline import OnBullet
from summarizer.prepared import Condensed, Prepared, cut
from summarizer.reading import Document, from_text
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

    def prepare(self, text: str | Document) -> Prepared:
        self.tell("reading", 0, 1)
        document = from_text(text) if isinstance(text, str) else text
        article = clean(document)
        self.tell("language", 0, 1)
        return cut(document, article, identify(article))

    def condense(self, prepared: Prepared, *, on_bullet: OnBullet | None = None) -> Condensed:
        self.tell("condensing", 0, 1)
        self.pause()
        step = max(1, len(prepared.sentences) // self.bullets)
        places = [*range(0, len(prepared.sentences), step)][: self.bullets]
        shortened = [" ".join(prepared.sentences[i].plain.split()[:12]) for i in places]
        candidates = tuple(Finished(text, (i,)) for text, i in zip(shortened, places, strict=True))
        self.tell("condensing", 1, 1)
        condensed = Condensed(self.translated(prepared, places), self.to, candidates, (None,) * len(candidates))
        for bullet in self.bullets_of(condensed):
            self.pause()
            if on_bullet is not None:
                on_bullet(bullet, condensed.prepared)
        return condensed

    def finish(self, condensed: Condensed, seconds: float) -> Summary:
        prepared = condensed.prepared
        models = {"set": self.models, "condenser": "pretend"}
        warnings = ("2 of 31 sentences could not be translated and are left in French.",)
        title = prepared.english_title if self.to == "en" else prepared.title
        return Summary(title, tuple(self.bullets_of(condensed)), prepared.language.code, models, warnings, seconds)

    def bullets_of(self, condensed: Condensed) -> Iterator[Bullet]:
        for place, item in enumerate(condensed.candidates):
            bullet = self.bullet(condensed.prepared, item)
            if place == 1:
                bullet = replace(bullet, supported=False)
            if place == len(condensed.candidates) - 1:
                bullet = replace(bullet, note="taken from the translated sentence: 14")
            yield bullet

    def translate(self, text: str | Document | Prepared) -> Prepared:
        prepared = text if isinstance(text, Prepared) else self.prepare(text)
        return self.translated(prepared, range(len(prepared.sentences)))

    def translated(self, prepared: Prepared, wanted: Collection[int]) -> Prepared:
        gap = prepared.untranslated(wanted)
        done = []
        for row in gap.rows:
            self.pause()
            done.append(Translation(f"In English: {row}", row))
            self.tell("translating", len(done), len(gap.rows))
        return prepared.filled(gap, iter(done))

    def bullet(self, prepared: Prepared, item: Finished) -> Bullet:
        sentence, done = prepared.sentences[item.sources[0]], prepared.translations[item.sources[0]]
        evidence = Evidence(sentence.text, done.text if done else None, sentence.start, sentence.end)
        words = prepared.english[item.sources[0]].split()
        return Bullet(" ".join(words[:14]), (evidence,), original=item.text)


def service(pause: Callable[[], None] = lambda: None, **options: Any) -> Service:
    """A service whose models are pretended."""
    return Service(lambda models: PretendSummarizer("builtin" if models == "auto" else models, pause), **options)


def slowly(seconds: float = 0.05) -> Callable[[], None]:
    """A pause that lets one see the stages."""
    return lambda: time.sleep(seconds)
