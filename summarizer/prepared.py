"""What an article is between the steps: cut into sentences (`Prepared`), then with what may become bullets (`Condensed`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from summarizer.sentences import Sentence, split
from summarizer.text import FINAL

if TYPE_CHECKING:
    from summarizer.bullets import Finished
    from summarizer.cleaning import Article
    from summarizer.language import Language
    from summarizer.reading import Document
    from summarizer.translation import Translation

__all__ = ["Condensed", "Gap", "Prepared", "cut"]


@dataclass(frozen=True, slots=True)
class Gap:
    """What of an article is to be translated: `indices` of sentences, the title last of the `rows` if it is `titled`."""

    indices: tuple[int, ...]
    rows: tuple[str, ...]
    titled: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article, read, cleaned and split; `translations` stand beside `sentences`, None where none was made.

    `usable` tells which sentences may become bullets; `seconds` is how long it took so far.
    """

    document: Document
    title: str | None
    language: Language
    sentences: tuple[Sentence, ...]
    usable: tuple[bool, ...]
    translations: tuple[Translation | None, ...]
    title_translation: Translation | None = None
    seconds: float = 0.0

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

    def untranslated(self, indices: Collection[int]) -> Gap:
        """What of these sentences, and of the title, is French and not translated yet."""
        missing = [i for i in sorted(indices) if self.sentences[i].language == "fr" and self.translations[i] is None]
        titled = self.title is not None and self.title_translation is None and self.language.code != "en"
        rows = [self.sentences[i].plain for i in missing] + ([self.title] if self.title and titled else [])
        return Gap(tuple(missing), tuple(rows), titled)

    def filled(self, gap: Gap, done: Iterator[Translation | None]) -> Prepared:
        """The same with the rows of a gap translated; takes as many of `done`, where None is one that has to wait."""
        translations = list(self.translations)
        for i in gap.indices:
            translations[i] = next(done)
        title = next(done) if gap.titled else self.title_translation
        return replace(self, translations=tuple(translations), title_translation=title)


@dataclass(frozen=True, slots=True)
class Condensed:
    """A prepared article with what may become its bullets, best first, in the language `own`.

    `translations` stand beside `candidates`, None where none was made yet, or none is needed because `own` is the language
    asked for; where they are made, so are those of the sentences that the candidates came from.
    """

    prepared: Prepared
    own: str
    candidates: tuple[Finished, ...]
    translations: tuple[Translation | None, ...]

    def shown(self, item: Finished) -> bool:
        """Whether a reader of the bullets can read all that a candidate came from."""
        return self.own != "fr" or not self.prepared.untranslated(item.sources).indices

    def rows(self, count: int) -> list[str]:
        """What is to be translated out of `own` for the first `count` candidates: they, the title and where they came from, each text once."""
        wanted = self.candidates[:count]
        forms = (item.text for item, done in zip(wanted, self.translations[:count], strict=True) if done is None)
        known = self.known
        return [text for text in dict.fromkeys([*self._gap(wanted).rows, *forms]) if text not in known]

    def _gap(self, items: Sequence[Finished]) -> Gap:
        """What of the article is French and to be read in English beside these bullets."""
        sources = {i for item in items for i in item.sources}
        return self.prepared.untranslated(sources) if self.own == "fr" else Gap((), (), titled=False)

    def filled(self, new: Mapping[str, Translation]) -> Condensed:
        """The same with `new` translations, by their `rows`, and what is known already."""
        gap, made = self._gap(self.candidates), {**self.known, **new}
        return replace(
            self,
            prepared=self.prepared.filled(gap, iter([made.get(text) for text in gap.rows])),
            translations=tuple(
                done or made.get(item.text) for item, done in zip(self.candidates, self.translations, strict=True)
            ),
        )

    @property
    def known(self) -> dict[str, Translation]:
        """The translations into English that there are, by what was translated: a bullet may be a whole sentence."""
        pairs = zip(self.prepared.sentences, self.prepared.translations, strict=True)
        return {sentence.plain: done for sentence, done in pairs if done is not None}


def cut(document: Document, article: Article, language: Language) -> Prepared:
    """The sentences of a cleaned article, with their places in the input; nothing is translated."""
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
    return Prepared(document, article.title, language, tuple(sentences), tuple(usable), (None,) * len(sentences))


def _is_sentence(text: str) -> bool:
    """Whether a stretch of text ends like a sentence; headings and labels don't."""
    return len(text.split()) > 3 and (FINAL.search(text) is not None or text.endswith((";", ":")))
