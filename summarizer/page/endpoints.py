"""The endpoints for scripts: /summarize, /translate and /identify, with typed inputs and answers.

The annotations here are real objects, not strings: gradio describes the endpoints by them.
"""

import uuid
from collections.abc import Callable
from typing import Any, Literal, cast

import gradio as gr
from gradio.events import api
from typing_extensions import TypedDict

from summarizer.page.handlers import reason_of
from summarizer.page.service import Service, identified, translated
from summarizer.page.worker import Tell, Worker

__all__ = ["add"]


class Evidence(TypedDict):
    """A sentence of the article: `text[start:end]` of what was sent, and its translation if it is French."""

    text: str
    translation: str | None
    start: int
    end: int


class Bullet(TypedDict):
    """A bullet: whether its evidence holds its numbers and names, its French form, and what was repaired."""

    text: str
    evidence: list[Evidence]
    supported: bool
    original: str | None
    note: str | None


class Summarized(TypedDict):
    """The answer of /summarize: `Summary.to_dict()`."""

    title: str | None
    bullets: list[Bullet]
    language: str
    models: dict[str, str]
    warnings: list[str]
    seconds: float


class Translated(TypedDict):
    """The answer of /translate: paragraphs of sentences, in English where they were French."""

    language: str
    title: str | None
    paragraphs: list[list[Evidence]]
    warnings: list[str]


class Identified(TypedDict):
    """The answer of /identify: "fr", "en" or "mixed", and the share of each language."""

    language: str
    shares: dict[str, float]


def add(service: Service, worker: Worker) -> None:
    """Add the endpoints to the page that is being built."""

    def answer(work: Callable[[Tell], Any]) -> Any:  # noqa: ANN401 - what the work returns
        try:
            return worker.submit(uuid.uuid4().hex, work).result()
        except Exception as error:  # noqa: BLE001 - told to the caller, who must not see a traceback
            raise gr.Error(reason_of(error, "en"), print_exception=False) from None

    def summarize(text: str, bullets: int = 5, to: Literal["en", "fr"] = "en", models: str = "auto") -> Summarized:
        """Summarise a French or English article in a few bullets, each with its evidence.

        Args:
            text: the article; the menus and notices of its page may stand around it.
            bullets: how many, 3 to 7.
            to: the language of the bullets, "en" or "fr".
            models: "auto", "builtin", "fast", "balanced" or "best".
        """
        found = answer(lambda tell: service.summarize(text, tell, bullets=bullets, to=to, models=models))
        return cast("Summarized", found.summary.to_dict())

    def translate(text: str, models: str = "auto") -> Translated:
        """Translate a French article into English, sentence by sentence.

        Args:
            text: the article.
            models: as for /summarize.
        """
        return cast("Translated", translated(answer(lambda tell: service.translate(text, tell, models=models))))

    def identify(text: str) -> Identified:
        """Tell whether a text is French, English or both.

        Args:
            text: a sentence or more.
        """
        return cast("Identified", answer(lambda _: identified(text)))

    for act in (summarize, translate, identify):
        api(act, api_name=act.__name__, concurrency_limit=worker.limit + 4)
