"""What the page can do, without a page: articles, translations and languages, by models that all visitors share."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from summarizer.errors import ConfigError, FetchError, InputTooLarge, NoArticle, UnknownModels
from summarizer.page.worker import Note, Stage
from summarizer.pipeline import in_order
from summarizer.rendering import translated
from summarizer.summary import Bullet, Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from summarizer.page.worker import Tell
    from summarizer.pipeline import OnBullet, Progress
    from summarizer.prepared import Condensed, Prepared
    from summarizer.reading import Document

__all__ = ["MAX_CHARACTERS", "Result", "Service", "Summarizing", "identified", "read_upload", "translated"]

MAX_CHARACTERS = 100_000
"""Of one article: some 16,000 words, more than an hour's reading."""
_ADDRESS = re.compile(r"\s*https?://\S+\s*", re.IGNORECASE)


class Summarizing(Protocol):
    """The part of `Summarizer` that is used here."""

    bullets: int
    to: str
    progress: Progress | None

    def prepare(self, text: Any, /) -> Prepared:  # noqa: ANN401 - a text or Document
        """Everything up to the sentences."""

    def condense(self, prepared: Prepared, /, *, on_bullet: OnBullet | None = ...) -> Condensed:
        """What may become bullets; those that are sure to be are told on the way."""

    def finish(self, condensed: Condensed, seconds: float = ..., /) -> Summary:
        """The bullets."""

    def translate(self, text: Any, /) -> Prepared:  # noqa: ANN401 - a text, Document or Prepared
        """The whole article in English."""


@dataclass(frozen=True, slots=True)
class Result:
    """A summary, with the article that it was made from, sentence by sentence; on the way there parts are missing."""

    summary: Summary
    prepared: Prepared
    to: str

    @property
    def finished(self) -> bool:
        """Whether all bullets are there."""
        return bool(self.summary.models)


class Service:
    """The work behind the page.

    Args:
        make: makes a `Summarizer` for the name of a set; one is kept, so that changing sets gives its memory back.
        allow_urls: fetch a page when the text is its address.
        fetch: what fetches it.

    Every method is called from one thread at a time.
    """

    def __init__(
        self,
        make: Callable[[str], Summarizing] | None = None,
        *,
        allow_urls: bool = False,
        fetch: Callable[[str], Document] | None = None,
    ) -> None:
        self._make = make or _summarizer
        self._fetch = fetch or _fetch
        self.allow_urls = allow_urls
        self._kept: tuple[str, Summarizing] | None = None

    def summarize(
        self, text: str | Document, tell: Tell, *, bullets: int = 5, to: str = "en", models: str = "auto"
    ) -> Result:
        """Summarise an article; what there is of the result is told on the way, bullet by bullet.

        Of a French article only the sentences that the bullets came from are translated; see `complete`.

        Raises:
            SummarizerError: as `Summarizer` does; for a text that is too long, or an address.
        """
        document = self.document(text)
        summarizer = self._ready(models, tell, bullets=bullets, to=to)
        begin = time.perf_counter()
        prepared = summarizer.prepare(document)
        tell(Note(_so_far(prepared, (), to)))
        found: list[Bullet] = []

        def show(bullet: Bullet, prepared: Prepared) -> None:
            found.append(bullet)
            tell(Note(_so_far(prepared, found, to)))

        condensed = summarizer.condense(prepared, on_bullet=show)
        summary = summarizer.finish(condensed, time.perf_counter() - begin)
        return Result(summary, condensed.prepared, to)

    def complete(self, found: Result, tell: Tell, *, models: str = "auto") -> Result:
        """The same result with all of the article in English: nobody has to wait for that to see the bullets."""
        summarizer = self._ready(models, tell, bullets=5, to=found.to)
        return replace(found, prepared=summarizer.translate(found.prepared))

    def translate(self, text: str | Document, tell: Tell, *, models: str = "auto") -> Prepared:
        """Translate an article into English; errors as for `summarize`."""
        document = self.document(text)
        return self._ready(models, tell, bullets=5, to="en").translate(document)

    def document(self, text: str | Document) -> Document:
        """The input as a document: pasted text, or the page whose address it is.

        Raises:
            SummarizerError: it is too long, empty, or can't be fetched.
        """
        from summarizer.reading import from_text

        if isinstance(text, str) and _ADDRESS.fullmatch(text):
            if not self.allow_urls:
                raise FetchError("This page does not fetch addresses; open it in a browser and paste the text.")
            text = self._fetch(text.strip())
        _check_length(text if isinstance(text, str) else text.text)
        document = from_text(text) if isinstance(text, str) else text
        _check_length(document.text)
        return document

    def _ready(self, models: str, tell: Tell, *, bullets: int, to: str) -> Summarizing:
        bullets, to = _checked(bullets, to, models)
        if self._kept is None or self._kept[0] != models:
            self._kept = None
            self._kept = (models, self._make(models))
        summarizer = self._kept[1]
        summarizer.bullets, summarizer.to = bullets, to
        summarizer.progress = _telling(tell)
        return summarizer


def _telling(tell: Tell) -> Progress:
    """A progress callback that tells of stages, with those that came before."""
    seen: dict[str, None] = {}

    def progress(stage: str, done: int, total: int) -> None:
        seen.setdefault(stage)
        tell(Stage(stage, done, total, tuple(name for name in seen if name != stage)))

    return progress


def _so_far(prepared: Prepared, bullets: Sequence[Bullet], to: str) -> Result:
    title = prepared.english_title if to == "en" else prepared.title
    summary = Summary(title, tuple(in_order(bullets)), prepared.language.code, models={})
    return Result(summary, prepared, to)


def read_upload(path: Path, name: str) -> Document:
    """The document in an uploaded file, which is deleted.

    Raises:
        InputError: it can't be read, or is too long.
    """
    from summarizer.reading import read_bytes

    try:
        data = path.read_bytes()
    finally:
        path.unlink(missing_ok=True)
    document = read_bytes(data, name)
    _check_length(document.text)
    return document


def identified(text: str) -> dict[str, Any]:
    """The language of a text, JSON-ready: language, shares.

    Raises:
        InputError: it is too long, no text, or in another language.
    """
    from summarizer.cleaning import clean
    from summarizer.language import identify
    from summarizer.reading import from_text

    _check_length(text)
    document = from_text(text)
    try:
        language = identify(clean(document))
    except NoArticle:  # a sentence or two are no article, but they have a language
        language = identify(document.text)
    return {"language": language.code, "shares": dict(language.shares)}


def _check_length(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise InputTooLarge(
            f"The text has {len(text):,} characters and this page takes {MAX_CHARACTERS:,}; paste a part of it."
        )


def _checked(bullets: int, to: str, models: str) -> tuple[int, str]:
    """What a visitor may choose; only named sets, since any other name could be a folder of this machine.

    Raises:
        ConfigError: `bullets` or `to` is out of range.
        UnknownModels: no set has that name.
    """
    from summarizer.config import check
    from summarizer.models.catalogue import SETS

    if models != "auto" and models not in SETS:
        raise UnknownModels(f"No set of models has that name; choose auto, {', '.join(SETS)}.")
    try:
        return int(check("bullets", bullets)), str(check("to", to))
    except ValueError as error:
        raise ConfigError(f"A value for bullets or to can't be used: {error}.") from None


def _summarizer(models: str) -> Summarizing:
    from summarizer.config import load
    from summarizer.pipeline import Summarizer

    return Summarizer(**{**load().options(), "models": models, "bullets": 5, "to": "en"})


def _fetch(url: str) -> Document:
    from summarizer.reading import fetch

    return fetch(url)
