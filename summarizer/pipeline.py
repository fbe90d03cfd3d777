"""The one place where the steps meet: an article goes in, a `Summary` comes out.

    reading -> cleaning -> language -> sentences -> translation -> condensing -> bullets -> evidence

The built-in condenser works in the language of the article, and its finished bullets are translated: short sentences
come out better than long ones, and a bullet then has an exact form in both languages. A free writer from the hub reads
the English sentences instead, since it knows no French.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, overload

from summarizer import bullets as bulleting
from summarizer.errors import ConfigError, InputError, NoArticle
from summarizer.evidence import lacking, numbers_lost
from summarizer.reading import Document, from_text, read
from summarizer.shortening import capitalised, tidy, trims
from summarizer.summary import Bullet, Evidence, Summary

if TYPE_CHECKING:
    from summarizer.bullets import Finished
    from summarizer.digest import Digest
    from summarizer.language import Language
    from summarizer.sentences import Sentence
    from summarizer.summarization import Condenser
    from summarizer.translation import Translation, Translator

Input = str | Path | Document
Progress = Callable[[str, int, int], None]

MIN_BULLETS, MAX_BULLETS = 3, 7
# A sentence whose translation is less sure than this (mean log-probability of a token) is no good ground for a bullet
# while there are others, and of a few bullets too many the least sure ones go.
SURE = -0.75
SPARE = 2
WINDOW_SENTENCES = 400
WINDOW_DOCUMENTS = 32


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article, read, cleaned and split; `translations` stand beside `sentences`, None where none was needed."""

    document: Document
    title: str | None
    language: Language
    sentences: tuple[Sentence, ...]
    usable: tuple[bool, ...]
    seconds: float
    title_translation: Translation | None = None
    translations: tuple[Translation | None, ...] = ()

    @property
    def english(self) -> list[str]:
        """Every sentence in English (as it stands where it was not translated)."""
        return [
            translation.text if translation is not None else sentence.plain
            for sentence, translation in zip(self.sentences, self.translations, strict=True)
        ]

    @property
    def english_title(self) -> str | None:
        """The title in English, or None when the page has none."""
        return self.title_translation.text if self.title_translation is not None else self.title


@dataclass(frozen=True, slots=True)
class _Condensed:
    """A translated article and its bullets in `language`, that of the condenser; `title` is in it too."""

    prepared: Prepared
    language: str
    title: str | None
    bullets: tuple[Finished, ...]
    seconds: float


class Summarizer:
    """French or English articles in, summaries out.

    Args:
        models: a set of models ("auto", "builtin", "fast", "balanced", "best"); "auto" takes the best on this machine.
        bullets: how many, 3 to 7.
        to: the language of the bullets, "en" or "fr".
        translator: hub id or folder to use instead of the set's translator.
        condenser: hub id or folder to use instead of the set's condenser.
        engine: "auto", "ctranslate2", "transformers" or "fake".
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
            yield from self._finished(window)

    def translate(self, text: Input) -> Prepared:
        """Read, clean, split and translate one article, without condensing it."""
        prepared = self._prepare(text)
        return self._translated([prepared])[0]

    def digest(self, texts: Iterable[Input | Prepared]) -> Digest:
        """Several articles on one story as one set of bullets, each with all the articles that tell it.

        Articles go by the `source` of their document, else by their number ("text 2"). Those that `translate` prepared
        before are taken as they are.

        Raises:
            InputError: one of them can't be read, is no article, or is in another language.
            NoArticle: there are none at all.
            ModelError: see the class.
        """
        from summarizer import digest

        prepared = [text if isinstance(text, Prepared) else self.translate(text) for text in texts]
        if not prepared:
            raise NoArticle("There is no article to make a digest of: give at least one.")
        self.condenser()
        generous = copy.copy(self)  # it shares the models; each article proposes as much as it can
        generous.bullets = MAX_BULLETS if len(prepared) > 1 else self.bullets
        articles = [
            digest.Article(
                article.document.source or f"text {number}", article, generous.finish(article, article.seconds)
            )
            for number, article in enumerate(prepared, start=1)
        ]
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
                window.append(prepared := self._prepare(text))
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

    def _prepare(self, text: Input) -> Prepared:
        from summarizer.cleaning import clean
        from summarizer.language import identify
        from summarizer.sentences import split

        begin = time.perf_counter()
        self._tell("reading", 0, 1)
        document = text if isinstance(text, Document) else read(text) if isinstance(text, Path) else from_text(text)
        article = clean(document)
        self._tell("language", 0, 1)
        language = identify(article)
        self._check_direction(language.code)
        sentences: list[Sentence] = []
        usable: list[bool] = []
        for number, ((start, _), paragraph) in enumerate(zip(article.spans, article.paragraphs, strict=True)):
            code = language.paragraphs[number] if number < len(language.paragraphs) else "unknown"
            spoken = code if code in ("fr", "en") else "en" if language.code == "en" else "fr"
            ours = code in ("unknown", language.code) or (language.code == "mixed" and code in ("fr", "en"))
            for sentence in split(paragraph, language=spoken, offset=start, paragraph=number):
                sentences.append(replace(sentence, language=spoken))
                usable.append(ours and _is_sentence(sentence.plain))
        # A text without a single final mark still deserves its bullets.
        if not any(usable):
            usable = [sentence.language in (language.code, "fr", "en") for sentence in sentences]
        seconds = time.perf_counter() - begin
        return Prepared(document, article.title, language, tuple(sentences), tuple(usable), seconds)

    def _check_direction(self, code: str) -> None:
        if self.to == "fr" and not self._all_french(code):
            self.translator("en")  # raises UnsupportedDirection and says what to pull

    def _all_french(self, code: str) -> bool:
        """Whether bullets in French can be made of a French article without any translation."""
        return self.to == code == "fr" and "fr" in self.condenser().languages

    def _translated(self, window: Sequence[Prepared]) -> list[Prepared]:
        """The same articles with the translation of every French sentence and title, made in one batch."""
        rows: list[str] = []
        for prepared in window:
            rows += [sentence.plain for sentence in prepared.sentences if sentence.language == "fr"]
            if prepared.title is not None and prepared.language.code != "en":
                rows.append(prepared.title)
        if not rows:
            return [replace(p, translations=(None,) * len(p.sentences)) for p in window]
        translator = self.translator("fr")
        done = iter(translator.translate(rows, progress=lambda n, total: self._tell("translating", n, total)))
        result = []
        for prepared in window:
            translations = tuple(next(done) if s.language == "fr" else None for s in prepared.sentences)
            title = next(done) if prepared.title is not None and prepared.language.code != "en" else None
            result.append(replace(prepared, translations=translations, title_translation=title))
        return result

    def _finished(self, window: list[Prepared | InputError]) -> Iterator[Summary | InputError]:
        begin = time.perf_counter()
        articles = [item for item in window if isinstance(item, Prepared)]
        # Bullets in French from a French article need no translation at all.
        translated = iter(self._translated([p for p in articles if not self._all_french(p.language.code)]))
        ready = [
            replace(p, translations=(None,) * len(p.sentences))
            if self._all_french(p.language.code)
            else next(translated)
            for p in articles
        ]
        pause = time.perf_counter() - begin
        total = sum(len(p.sentences) for p in articles) or 1
        spent = [p.seconds + pause * len(p.sentences) / total for p in articles]
        summaries = iter(self._summaries(ready, spent))
        for item in window:
            yield item if isinstance(item, InputError) else next(summaries)

    def finish(self, prepared: Prepared, seconds: float = 0.0) -> Summary:
        """The summary of an article that `translate` prepared; `seconds` is the time it has taken so far."""
        return self._summaries([prepared], [seconds])[0]

    def _summaries(self, articles: Sequence[Prepared], seconds: Sequence[float]) -> list[Summary]:
        """The summaries of translated articles; the bullets of all of them are translated together."""
        condensed = []
        for number, prepared in enumerate(articles):
            self._tell("condensing", number, len(articles))
            condensed.append(self._condensed(prepared))
        begin = time.perf_counter()
        known = self._bullet_translations(condensed)
        pause = (time.perf_counter() - begin) / (sum(len(one.bullets) for one in condensed) or 1)
        made = [
            self._summary(one, known, spent + one.seconds + pause * len(one.bullets))
            for one, spent in zip(condensed, seconds, strict=True)
        ]
        self._tell("condensing", len(articles), len(articles))
        return made

    def _condensed(self, prepared: Prepared) -> _Condensed:
        begin = time.perf_counter()
        condenser = self.condenser()
        language = prepared.language.code
        own = language if language in condenser.languages else "en"
        if own == "fr":
            sentences, title = [s.plain for s in prepared.sentences], prepared.title
        else:
            sentences, title = prepared.english, prepared.english_title
        drafts = condenser.condense(
            sentences,
            count=self.bullets,
            language=own,
            title=title,
            paragraphs=[sentence.paragraph for sentence in prepared.sentences],
            usable=self._usable(prepared, own),
        )
        spare = 0 if self.to == own else SPARE
        finished = bulleting.finish(drafts, sentences, count=self.bullets + spare, language=own, title=title)
        return _Condensed(prepared, own, title, tuple(finished), time.perf_counter() - begin)

    def _bullet_translations(self, condensed: Sequence[_Condensed]) -> dict[tuple[str, str], Translation]:
        """What becomes of the bullets that are not in the language asked for, by their language and text.

        One that is a whole sentence has its translation already.
        """
        wanted = [one for one in condensed if one.language != self.to]
        known = {
            (one.language, sentence.plain): translation
            for one in wanted
            for sentence, translation in zip(one.prepared.sentences, one.prepared.translations, strict=True)
            if translation is not None and sentence.language == one.language
        }
        for language in ("fr", "en"):
            texts = dict.fromkeys(item.text for one in wanted if one.language == language for item in one.bullets)
            if rows := [text for text in texts if (language, text) not in known]:
                translations = self.translator(language).translate(rows)
                known |= {(language, row): done for row, done in zip(rows, translations, strict=True)}
        return known

    def _summary(self, one: _Condensed, known: Mapping[tuple[str, str], Translation], seconds: float) -> Summary:
        begin, prepared, language = time.perf_counter(), one.prepared, one.prepared.language.code
        if self.to == one.language:
            made: list[Bullet | None] = [self._bullet(item, item.text, prepared) for item in one.bullets]
        else:
            made = self._translated_bullets(one, [known[one.language, item.text] for item in one.bullets])
        return Summary(
            title=prepared.title if self.to == language else prepared.english_title if self.to == "en" else one.title,
            bullets=tuple(bullet for bullet in made if bullet is not None),
            language=language,
            models=self._used(language),
            warnings=tuple(self._warnings(prepared, made)),
            seconds=seconds + time.perf_counter() - begin,
        )

    def _bullet(self, item: Finished, text: str, prepared: Prepared, *, original: str | None = None) -> Bullet:
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

    def _usable(self, prepared: Prepared, own: str) -> list[bool]:
        """Which sentences may become bullets: those of the article's language whose translation can be relied on."""
        if self.to == own and own != "en":
            return list(prepared.usable)
        good = [
            usable and (translation is None or (own == "fr" or not translation.kept))
            for usable, translation in zip(prepared.usable, prepared.translations, strict=True)
        ]
        sure = [
            usable and (translation is None or (translation.score >= SURE and not translation.kept))
            for usable, translation in zip(good, prepared.translations, strict=True)
        ]
        return sure if sum(sure) >= 2 * self.bullets else good

    def _translated_bullets(self, one: _Condensed, translations: Sequence[Translation]) -> list[Bullet | None]:
        """Bullets in the other language, the surest of them; one that came out wrong is replaced by its evidence."""
        made = [
            (translation.score, self._translated_bullet(item, translation, one.prepared, one.language))
            for item, translation in zip(one.bullets, translations, strict=True)
        ]
        scores = sorted((score for score, bullet in made if bullet is not None), reverse=True)
        least = scores[self.bullets - 1] if len(scores) >= self.bullets else float("-inf")
        return [bullet for score, bullet in made if bullet is not None and score >= least]

    def _translated_bullet(
        self, item: Finished, translation: Translation, prepared: Prepared, own: str
    ) -> Bullet | None:
        text = tidy(capitalised(translation.text))
        if lost := translation.warning or self._wrong(text, item, prepared, own):
            return self._from_evidence(item, prepared, own, lost)
        return self._bullet(item, text, prepared, original=item.text)

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
        return None if self._wrong(text, mended, prepared, own) else self._bullet(mended, text, prepared)

    def _used(self, language: str) -> dict[str, str]:
        used = {"set": self._set(), "condenser": self.condenser().name}
        if language != self.to:
            used["translator"] = self.translator("en" if self.to == "fr" else "fr").name
        return used

    def _warnings(self, prepared: Prepared, made: Sequence[Bullet | None]) -> Iterator[str]:
        if prepared.language.code == "mixed":
            yield _mixed_warning(prepared)
        marked = [t for t in prepared.translations if t is not None and t.warning]
        if kept := sum(t.kept for t in marked):
            yield f"{kept} of {len(prepared.translations)} sentences could not be translated and are left in French."
        if rest := len(marked) - kept:
            yield (
                f"In {rest} of {len(prepared.translations)} translated sentences a number or a name may be missing; "
                "no bullet relies on them unchecked."
            )
        count = sum(bullet is not None for bullet in made)
        if count < self.bullets:
            yield f"The article gave {count} of {self.bullets} bullets: the rest would repeat these or lack support."


def _is_sentence(text: str) -> bool:
    """Whether a stretch of text ends like a sentence; headings and labels don't."""
    return text.rstrip(" \"'»”’)").endswith((".", "!", "?", "…", ";", ":")) and len(text.split()) > 3


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


__all__ = ["Input", "Prepared", "Summarizer", "summarize"]
