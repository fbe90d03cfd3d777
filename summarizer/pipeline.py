"""The one place where the steps meet: an article goes in, a `Summary` comes out.

    reading -> cleaning -> language -> sentences -> translation -> condensing -> bullets -> evidence

The built-in condenser works in the language of the article, and its finished bullets are translated with the sentences
they came from: short sentences come out better than long ones, a bullet then has an exact form in both languages, and
nothing is translated that nobody reads. A free writer from the hub knows no French, so it gets every sentence in
English. `Summarizer.stream` does all of it; the steps are public for whoever wants to show what comes between.
"""

from __future__ import annotations

import copy
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, overload

from summarizer import bullets as bulleting
from summarizer.errors import ConfigError, InputError, NoArticle, UnsupportedDirection
from summarizer.evidence import lacking, numbers_lost
from summarizer.prepared import Condensed, Prepared, cut
from summarizer.reading import Document, from_text, read
from summarizer.shortening import capitalised, tidy, trims
from summarizer.summary import Bullet, Evidence, Summary

if TYPE_CHECKING:
    from summarizer.bullets import Draft, Finished
    from summarizer.digest import Digest
    from summarizer.summarization import Condenser, Reading
    from summarizer.translation import Translation, Translator

Input = str | Path | Document
Progress = Callable[[str, int, int], None]
OnBullet = Callable[[Bullet, Prepared], None]

MIN_BULLETS, MAX_BULLETS = 3, 7
# What was translated with less certainty than this (mean log-probability of a token) becomes a bullet only where there
# is nothing else; so more candidates than bullets are made ready for translation.
SURE = -0.45
SPARE = 3
# What a bullet that is weak already (a fragment, speech to the reader) counts less than one that is only unsure.
WEAK = 0.3
# A sentence whose translation is less sure than this is not even read by a condenser that knows no French.
READABLE = -0.75
WINDOW_SENTENCES = 400
WINDOW_DOCUMENTS = 100


class Summarizer:
    """French or English articles in, summaries out.

    Args:
        models: a set of models ("auto", "builtin", "fast", "balanced", "best"); "auto" takes the best on this machine.
        bullets: how many, 3 to 7.
        to: the language of the bullets, "en" or "fr".
        translator: hub id or folder to use instead of the set's translator.
        condenser: hub id or folder to use instead of the set's condenser.
        engine: "auto", "ctranslate2", "float32", "transformers" or "fake".
        progress: called with (stage, done, total) while it works, from the calling thread.

    Models are loaded when they are first needed. One object may be used from several threads in turn.

    Raises:
        ConfigError: `bullets`, `to` or `engine` is out of range.
        ModelError: (when first used) the models are unknown, missing or broken.
    """

    def __init__(  # noqa: PLR0913 - each is one choice of the user
        self,
        *,
        models: str = "auto",
        bullets: int = 5,
        to: str = "en",
        translator: str | None = None,
        condenser: str | None = None,
        engine: str = "auto",
        progress: Progress | None = None,
    ) -> None:
        if not MIN_BULLETS <= bullets <= MAX_BULLETS:
            raise ConfigError(f"bullets is {bullets}; choose a number from {MIN_BULLETS} to {MAX_BULLETS}.")
        if to not in ("en", "fr"):
            raise ConfigError(f'to is "{to}"; choose "en" or "fr".')
        self.models, self.bullets, self.to, self.engine = models, bullets, to, engine
        self.translator_name, self.condenser_name = translator, condenser
        self.progress = progress
        self._translators: dict[str, Translator] = {}
        self._condenser: Condenser | None = None

    def __call__(self, text: Input) -> Summary:
        """Summarise one article: a text, a path or a `Document`.

        Raises:
            InputError: the input can't be read, is no article, is in another language, or can't be had in `to`.
            ModelError: see the class.
        """
        return next(self.stream([text]))

    @overload
    def stream(self, texts: Iterable[Input], *, errors: Literal["raise"] = "raise") -> Iterator[Summary]: ...
    @overload
    def stream(self, texts: Iterable[Input], *, errors: Literal["return"]) -> Iterator[Summary | InputError]: ...
    def stream(
        self, texts: Iterable[Input], *, errors: Literal["raise", "return"] = "raise"
    ) -> Iterator[Summary | InputError]:
        """Summaries in the order of `texts`; sentences of several articles are translated together.

        Reads at most a window of articles ahead. With `errors="return"` an input that can't be done yields its
        `InputError` instead of ending the stream.
        """
        for window in self._windows(texts, errors):
            yield from self._summaries(window)

    def prepare(self, text: Input) -> Prepared:
        """Read, clean and split one article; nothing is translated.

        Raises:
            InputError: the input can't be read, is no article, is in another language, or can't be had in `to`.
        """
        prepared = self._read(text)
        self._check_direction(prepared.language.code)
        self._check_reader(prepared.language.code)
        return prepared

    def translate(self, text: Input | Prepared) -> Prepared:
        """One article with every French sentence, and its title, in English; what is translated already stays."""
        prepared = text if isinstance(text, Prepared) else self._read(text)
        return self._translated([prepared], [range(len(prepared.sentences))])[0]

    def condense(self, prepared: Prepared, *, on_bullet: OnBullet | None = None) -> Condensed:
        """Choose and shorten what may become bullets, and translate it, with the sentences that it came from.

        `on_bullet` is called with each bullet that is sure to be one as soon as it is known, before the translations that
        need another try are done, and with the article as far as it is translated by then. `finish` may add others.
        """
        told: list[Bullet] = []
        for [condensed] in self._growing([prepared]):
            if on_bullet is None:
                continue
            for bullet in self._sure(self._proposed(condensed)):
                if bullet not in told:
                    told.append(bullet)
                    on_bullet(bullet, condensed.prepared)
        return condensed

    def finish(self, condensed: Condensed, seconds: float = 0.0) -> Summary:
        """The summary of what `condense` gave; `seconds` is the time that the article has taken so far."""
        begin = time.perf_counter()
        prepared, language = condensed.prepared, condensed.prepared.language.code
        bullets = self._bullets(condensed)
        return Summary(
            title=self._title(prepared),
            bullets=tuple(in_order(bullets)),
            language=language,
            models=self._used(language, condensed.own),
            warnings=tuple(_warnings(prepared, missing=self.bullets - len(bullets), wanted=self.bullets)),
            seconds=seconds + time.perf_counter() - begin,
        )

    def digest(self, texts: Iterable[Input | Prepared]) -> Digest:
        """Several articles on one story as one set of bullets, each with all the articles that tell it.

        Articles go by the `source` of their document, else by their number ("text 2").

        Raises:
            InputError: one of them can't be read, is no article, or is in another language.
            NoArticle: there are none at all.
            ModelError: see the class.
        """
        from summarizer import digest

        prepared = [self.translate(text if isinstance(text, Prepared) else self.prepare(text)) for text in texts]
        if not prepared:
            raise NoArticle("There is no article to make a digest of: give at least one.")
        self.condenser()
        generous = copy.copy(self)  # it shares the models; each of several articles proposes as much as it can
        generous.bullets = MAX_BULLETS if len(prepared) > 1 else self.bullets
        articles = []
        for number, article in enumerate(prepared, start=1):
            begin = time.perf_counter()
            condensed = generous.condense(article)
            summary = generous.finish(condensed, article.seconds + time.perf_counter() - begin)
            articles.append(digest.Article(article.document.source or f"text {number}", condensed.prepared, summary))
        return digest.combine(articles, count=self.bullets, to=self.to)

    def condenser(self) -> Condenser:
        """The condenser in use, loaded on first call."""
        if self._condenser is None:
            from summarizer import summarization

            self._condenser = summarization.load(self.condenser_name or self._set(), engine=self.engine)
        return self._condenser

    def translator(self, source: str = "fr") -> Translator:
        """The translator from `source` ("fr" or "en") into the other language, loaded on first call."""
        if source not in self._translators:
            from summarizer.translation import Translator

            name = self.translator_name or self._set()
            target = "en" if source == "fr" else "fr"
            loaded = Translator.load(name, source=source, target=target, engine=self.engine)
            self._translators[source] = loaded
        return self._translators[source]

    def _set(self) -> str:
        from summarizer.models import store

        return store.auto_set() if self.models == "auto" else self.models

    def _tell(self, stage: str, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(stage, done, total)

    def _windows(self, texts: Iterable[Input], errors: str) -> Iterator[list[Prepared | InputError]]:
        window: list[Prepared | InputError] = []
        sentences = 0
        for text in texts:
            try:
                window.append(prepared := self.prepare(text))
                sentences += len(prepared.sentences)
            except InputError as error:
                if errors == "raise":
                    if window:
                        yield window
                    raise
                window.append(error)
            if sentences >= WINDOW_SENTENCES or len(window) >= WINDOW_DOCUMENTS:
                yield window
                window, sentences = [], 0
        if window:
            yield window

    def _read(self, text: Input) -> Prepared:
        from summarizer.cleaning import clean
        from summarizer.language import identify

        begin = time.perf_counter()
        self._tell("reading", 0, 1)
        document = text if isinstance(text, Document) else read(text) if isinstance(text, Path) else from_text(text)
        article = clean(document)
        self._tell("language", 0, 1)
        prepared = cut(document, article, identify(article))
        return replace(prepared, seconds=time.perf_counter() - begin)

    def _check_direction(self, code: str) -> None:
        if self.to == "fr" and not self._all_french(code):
            self.translator("en")  # raises UnsupportedDirection and says what to pull

    def _check_reader(self, code: str) -> None:
        """Every set reads English, but a condenser that was chosen by itself may read French alone."""
        if code != "fr" and self.condenser_name is not None and "en" not in self.condenser().languages:
            name = self.condenser().name
            raise UnsupportedDirection(f"{name} reads French only: choose another condenser for this article.")

    def _all_french(self, code: str) -> bool:
        """Whether bullets in French can be made of a French article without any translation."""
        return self.to == code == "fr" and "fr" in self.condenser().languages

    def _own(self, prepared: Prepared) -> str:
        """The language that the condenser reads this article in."""
        code = prepared.language.code
        return code if code in self.condenser().languages else "en"

    def _translated(self, window: Sequence[Prepared], wanted: Sequence[Collection[int] | None]) -> list[Prepared]:
        """The same articles with the wanted sentences and the title in English, all in one batch; None leaves one as it is."""
        gaps = [
            p.untranslated(indices) if indices is not None else None for p, indices in zip(window, wanted, strict=True)
        ]
        rows = [row for gap in gaps if gap is not None for row in gap.rows]
        if not rows:
            return list(window)
        translator = self.translator("fr")
        done = iter(translator.translate(rows, progress=lambda n, total: self._tell("translating", n, total)))
        return [p if gap is None else p.filled(gap, done) for p, gap in zip(window, gaps, strict=True)]

    def _condensed(self, window: Sequence[Prepared]) -> list[Condensed]:
        """See `condense`; what needs translation is translated together."""
        return deque(self._growing(window), maxlen=1)[0]

    def _growing(self, window: Sequence[Prepared]) -> Iterator[list[Condensed]]:
        """What may become bullets of each article, with ever more translations, until there are as many sure bullets as can be had."""
        owns = [self._own(prepared) for prepared in window]
        read = [
            None if own == p.language.code else range(len(p.sentences)) for p, own in zip(window, owns, strict=True)
        ]
        found = self._candidates(self._translated(window, read), owns)
        # First with what is known already, which may be all.
        condensed = [c if c.own == self.to else c.filled({}) for c in found]
        yield condensed
        for own in {c.own for c in condensed} - {self.to}:
            done = 0
            while rows := list(dict.fromkeys(t for c in condensed if c.own == own for t in c.rows(self._needed(c)))):
                total = done + len(rows)
                for ready in self.translator(own).as_ready(rows):
                    done += len(ready)
                    self._tell("translating", done, total)
                    new = {rows[i]: translation for i, translation in ready.items()}
                    condensed = [c.filled(new) if c.own == own else c for c in condensed]
                    yield condensed

    def _needed(self, condensed: Condensed) -> int:
        """How many candidates have to be translated as far as is known: as many as bullets, and one more for each that is not sure."""
        done = sum(translation is not None for translation in condensed.translations)
        sure = sum(bullet is not None and score >= SURE for score, bullet in self._proposed(condensed))
        return done + max(0, self.bullets - sure)

    def _candidates(self, window: Sequence[Prepared], owns: Sequence[str]) -> list[Condensed]:
        """What may become bullets of each article, best first, in its language of `owns`."""
        from summarizer.summarization import Reading

        self._tell("condensing", 0, 1)
        readings = [
            Reading(
                [s.plain for s in p.sentences] if own == "fr" else p.english,
                self.bullets,
                own,
                p.title if own == "fr" else p.english_title,
                [sentence.paragraph for sentence in p.sentences],
                _usable(p, own, least=2 * self.bullets),
            )
            for p, own in zip(window, owns, strict=True)
        ]
        drafts = self.condenser().condense_all(readings)
        found = [
            Condensed(
                p, reading.language, finished := tuple(self._finished(reading, proposed)), (None,) * len(finished)
            )
            for p, reading, proposed in zip(window, readings, drafts, strict=True)
        ]
        self._tell("condensing", 1, 1)
        return found

    def _finished(self, reading: Reading, drafts: Sequence[Draft]) -> list[Finished]:
        count = self.bullets + (SPARE if self.to != reading.language else 0)
        return bulleting.finish(drafts, reading.sentences, count=count, language=reading.language, title=reading.title)

    def _summaries(self, window: list[Prepared | InputError]) -> Iterator[Summary | InputError]:
        begin = time.perf_counter()
        articles = [item for item in window if isinstance(item, Prepared)]
        condensed = iter(self._condensed(articles))
        total = sum(len(p.sentences) for p in articles) or 1
        together = time.perf_counter() - begin
        for item in window:
            if isinstance(item, InputError):
                yield item
            else:
                yield self.finish(next(condensed), item.seconds + together * len(item.sentences) / total)

    def _bullets(self, condensed: Condensed) -> list[Bullet]:
        """The bullets of a translated article: the sure ones, where they don't suffice the least unsure of the others."""
        proposed = list(self._proposed(condensed))
        sure = list(self._sure(proposed))
        unsure = [(score, bullet) for score, bullet in proposed if bullet is not None and score < SURE]
        unsure.sort(key=lambda pair: pair[0], reverse=True)
        return [*sure, *(bullet for _, bullet in unsure[: self.bullets - len(sure)])]

    def _sure(self, proposed: Iterable[tuple[float, Bullet | None]]) -> Iterator[Bullet]:
        """The bullets that are among the best, whatever the translations that are still missing will be."""
        for place, (_, bullet) in enumerate(pair for pair in proposed if pair[0] >= SURE):
            if place < self.bullets and bullet is not None:
                yield bullet

    def _proposed(self, condensed: Condensed) -> Iterator[tuple[float, Bullet | None]]:
        """What becomes of each candidate, most important first, and how sure its translation is; None while it is missing."""
        prepared = condensed.prepared
        for item, translation in zip(condensed.candidates, condensed.translations, strict=True):
            if condensed.own == self.to:
                yield 0.0, _bullet(item, item.text, prepared)
            elif translation is None or not condensed.shown(item):
                yield 0.0, None
            elif bullet := self._translated_bullet(item, translation, condensed):
                yield translation.score - WEAK * item.weak, bullet

    def _translated_bullet(self, item: Finished, translation: Translation, condensed: Condensed) -> Bullet | None:
        """A bullet in the other language; one that came out wrong is replaced by its evidence, or None."""
        prepared, own = condensed.prepared, condensed.own
        text = tidy(capitalised(translation.text))
        if lost := translation.warning or self._wrong(text, item, prepared, own):
            return self._from_evidence(item, prepared, own, lost)
        return _bullet(item, text, prepared, original=item.text)

    def _wrong(self, text: str, item: Finished, prepared: Prepared, own: str) -> str | None:
        originals = [prepared.sentences[i].plain for i in item.sources]
        lost = numbers_lost(text, self.to, originals, own)
        if own == "fr":
            # A name of the bullet may stand in the French sentence or in its translation (Pékin, Beijing).
            english = prepared.english
            both = [f"{english[i]} {prepared.sentences[i].plain}" for i in item.sources]
            names = lacking(text, range(len(both)), both, "en")
            lost += [name for name in names if not name[:1].isdigit()]
        return ", ".join(lost) or None

    def _from_evidence(self, item: Finished, prepared: Prepared, own: str, lost: str) -> Bullet | None:
        """The translated evidence, trimmed, in place of a bullet that lost something; None if that is no better."""
        if own != "fr":
            return None
        best = max(item.sources, key=lambda i: len(prepared.sentences[i].plain))
        translation = prepared.translations[best]
        if translation is None or translation.warning:
            return None
        text = trims(translation.text, "en", bulleting.MAX_WORDS)
        mended = replace(item, text=text, sources=(best,), note=f"taken from the translated sentence: {lost}")
        return None if self._wrong(text, mended, prepared, own) else _bullet(mended, text, prepared)

    def _title(self, prepared: Prepared) -> str | None:
        """The title in the language of the bullets."""
        if self.to == "en":
            return prepared.english_title
        if prepared.language.code == "en" and prepared.title is not None:
            return self.translator("en").translate([prepared.title])[0].text
        return prepared.title

    def _used(self, language: str, own: str) -> dict[str, str]:
        used = {"set": self._set(), "condenser": self.condenser().name}
        into_english = own != language or (language == "fr" and self.to == "en")
        into_french = own == "en" and self.to == "fr"
        ways = [way for way, taken in (("fr", into_english), ("en", into_french)) if taken]
        if ways:
            used["translator"] = ", ".join(self.translator(way).name for way in ways)
        return used


def in_order(bullets: Iterable[Bullet]) -> list[Bullet]:
    """Bullets in the order of the article: by the last sentence that each needs."""
    return sorted(bullets, key=lambda bullet: sorted((e.start for e in bullet.evidence), reverse=True))


def _usable(prepared: Prepared, own: str, least: int) -> list[bool]:
    """Which sentences may become bullets; of those that are read in translation the sure ones, if that leaves `least`."""
    if own != "en":
        return list(prepared.usable)
    pairs = list(zip(prepared.usable, prepared.translations, strict=True))
    good = [usable and (translation is None or not translation.kept) for usable, translation in pairs]
    sure = [kept and (t is None or t.score >= READABLE) for kept, (_, t) in zip(good, pairs, strict=True)]
    return sure if sum(sure) >= least else good


def _bullet(item: Finished, text: str, prepared: Prepared, *, original: str | None = None) -> Bullet:
    evidence = tuple(
        Evidence(
            text=prepared.sentences[i].text,
            translation=None if (t := prepared.translations[i]) is None else t.text,
            start=prepared.sentences[i].start,
            end=prepared.sentences[i].end,
        )
        for i in item.sources
    )
    return Bullet(text, evidence, supported=item.supported, original=original, note=item.note)


def _warnings(prepared: Prepared, *, missing: int, wanted: int) -> Iterator[str]:
    if prepared.language.code == "mixed":
        yield _mixed_warning(prepared)
    translated = [t for t in prepared.translations if t is not None]
    marked = [t for t in translated if t.warning]
    if kept := sum(t.kept for t in marked):
        yield f"{kept} of {len(translated)} sentences could not be translated and are left in French."
    if rest := len(marked) - kept:
        yield (
            f"In {rest} of {len(translated)} translated sentences a number or a name may be missing; "
            "no bullet relies on them unchecked."
        )
    if missing > 0:
        yield f"The article gave {wanted - missing} of {wanted} bullets: the rest would repeat these or lack support."


def _mixed_warning(prepared: Prepared) -> str:
    english = [str(i + 1) for i, code in enumerate(prepared.language.paragraphs) if code == "en"]
    return f"The article is in two languages: paragraphs {', '.join(english)} in English, the others in French."


def summarize(  # noqa: PLR0913 - as Summarizer
    text: Input,
    *,
    models: str = "auto",
    bullets: int = 5,
    to: str = "en",
    translator: str | None = None,
    condenser: str | None = None,
    engine: str = "auto",
) -> Summary:
    """Summarise one article; for more than one, make a `Summarizer` and keep it (models load once).

    Arguments and errors as for `Summarizer`.
    """
    summarizer = Summarizer(
        models=models, bullets=bullets, to=to, translator=translator, condenser=condenser, engine=engine
    )
    return summarizer(text)


__all__ = ["Condensed", "Input", "Prepared", "Summarizer", "in_order", "summarize"]
