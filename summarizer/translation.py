"""Sentences from one language into the other: every sentence exactly once, in order, and never a loop.

A `Translator` gives each sentence to the engine as a row of its own; what is too long for the model is split at
clause marks and joined again. Outputs that are plainly wrong, or that lost a number or a name, are tried again with
more care, all of them together, so that good ones cost nothing more:

    1  greedy, or the number of beams asked for
    2  with placeholders in place of what was lost, for models that know them: that helps nine times out of ten
    3  four beams, no three tokens in a row twice, no hints from a glossary
    4  clause by clause
    5  without the words that no dictionary has, for models that are known to invent some

What is still wrong stays in the source language, what still lacks a number or a name is the best of the tries; both
come with a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from summarizer import dictionary, engines, facts, flaws, placeholders, polishing
from summarizer.engines import Engine, Hypothesis, Options, defaults
from summarizer.engines.hinted import HintedEngine
from summarizer.engines.wrapped import ApartEngine, PrefixedEngine
from summarizer.errors import BrokenModel, ModelsMissing, UnsupportedDirection
from summarizer.glossary import Glossary
from summarizer.models import catalogue, store
from summarizer.numerals import arabic_ordinals, falling, hours_in_words, in_digits, parts_of_years
from summarizer.plainer import plainer
from summarizer.text import PLACEHOLDERS, plain, quoted

if TYPE_CHECKING:
    from pathlib import Path

Progress = Callable[[int, int], None]

# About so many sentences are translated together; enough for full batches.
_CHUNK = 256
# More make a translator slower, and no better that one could see.
_MOST_BEAMS = 4
# A sentence for every translator, and a word that no sound translation of it lacks.
_CANARIES = {
    "fr": ("Le chat dort sur la table.", ("table",)),
    "en": ("The cat is sleeping on the table.", ("table",)),
}
# How Marian's models of several languages are told which one to write.
_TARGET_MARKS = {"fr": (">>fra<<", ">>fr<<"), "en": (">>eng<<", ">>en<<")}
_CAREFUL = Options(beams=4, no_repeat_ngram=3)
# A clause shorter than this is not worth a row of its own.
_SHORTEST_CLAUSE = 12
_MARKS = ',;:.!?)"\u2013\u2014'
# Rounds of retries without invented words: with the built-in model the first mends a third of them, the second a
# quarter of the rest, then ever fewer.
_ROUNDS = 3
# What an invented word takes from the score, also when a real word stands there now, since that one was a second choice.
_DOUBT = 0.15


@dataclass(frozen=True, slots=True)
class Translation:
    """One sentence, translated.

    `text` is the translation, or the source when it could not be translated (`kept`). `warning` says in plain words
    what is missing or went wrong, else None; it never quotes the sentence. `score` is how sure the model was: the mean
    log-probability of a token, less for words that it had to be kept from inventing; 0.0 for what needed no translation.
    """

    text: str
    source: str
    warning: str | None = None
    kept: bool = False
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One try at a segment: what is wrong with it, what it lost, whether a word of it is garbled, how sure the model was.

    `odd` is worth another try, but no warning: what comes twice may be right. `coined` are the pieces of words that are none.
    """

    text: str
    flaw: str | None
    lost: tuple[str, ...]
    garbled: bool
    odd: bool
    score: float
    coined: tuple[tuple[str, ...], ...] = ()

    @property
    def wrong(self) -> bool:
        return self.flaw is not None or bool(self.lost) or self.garbled

    @property
    def clean(self) -> bool:
        return not (self.wrong or self.odd)

    @property
    def rank(self) -> tuple[bool, int, int, float]:
        """Smaller is better."""
        wrong = len(self.lost) + self.garbled + self.odd
        return self.flaw is not None, wrong, len(self.coined), -self.score


class Translator:
    """Translates sentences with an engine; make one with `load`, or around an engine of your own.

    `beams` is the width of the first try; `coins` is whether the model is known to invent words. Every method may be
    called from several threads.
    """

    def __init__(  # noqa: PLR0913 - what is known of a model
        self,
        engine: Engine,
        *,
        source_language: str = "fr",
        target_language: str = "en",
        name: str | None = None,
        beams: int = 1,
        coins: bool = False,
    ) -> None:
        self.engine = engine
        self.source_language = source_language
        self.target_language = target_language
        self.name = name or engine.name
        self.beams = beams
        self.coins = coins and target_language == "en"

    @classmethod
    def load(
        cls,
        name: str = "builtin",
        *,
        source: str = "fr",
        target: str = "en",
        engine: str = "auto",
        beams: int | None = None,
    ) -> Translator:
        """The translator called `name`: a set ("builtin", "fast", ...), a hub id or a folder.

        `engine` is "auto", "ctranslate2", "float32", "transformers" or "fake" (no model at all). `beams` defaults to what the
        model's manifest says, or 1.

        Raises:
            UnknownModels: if there is no such set, hub id or folder.
            ModelsMissing: if it is not on this machine.
            UnsupportedDirection: if it does not translate from `source` into `target`.
            BrokenModel: if its files are damaged or it fails its canary sentence.
        """
        if engine == "fake":
            return cls(engines.load(None, engine=engine), source_language=source, target_language=target)
        folder = _folder(name, source, target)
        info = store.info_of(folder)
        manifest = store.manifest(folder)
        languages = tuple(info.languages if info else manifest.get("languages", ()))
        if len(languages) == 2 and languages != (source, target):
            raise _unsupported(name, source, target)
        told = defaults.read(folder, f"translation_{source}_to_{target}")
        loaded = engines.load(folder, name=info.id if info else None, engine=engine, languages=(source, target))
        translator = cls(
            _asked(_helped(loaded, folder, manifest), told.prefix, target),
            source_language=source,
            target_language=target,
            beams=beams or int(manifest.get("beams") or min(told.beams or 1, _MOST_BEAMS)),
            coins=bool(manifest.get("coins", False)),
        )
        if info is not None and info.canary is not None:
            translator._check(*info.canary)
        elif not manifest:  # a folder with a manifest was made here, and has checksums
            translator._check(*_CANARIES[source])
        return translator

    def translate(self, sentences: Sequence[str], *, progress: Progress | None = None) -> list[Translation]:
        """One translation a sentence, in order. `progress` is called with (sentences done, all sentences).

        Empty sentences give "", lines without a letter come back as they are.
        """
        done: dict[int, Translation] = {}
        for ready in self.as_ready(sentences):
            done |= ready
            if progress is not None:
                progress(len(done), len(sentences))
        return [done[i] for i in range(len(sentences))]

    def as_ready(self, sentences: Sequence[str]) -> Iterator[dict[int, Translation]]:
        """The same in parts, by the index of the sentence: of each few hundred first what came out well at once, then the rest."""
        # As even as can be: a few that are left over cost as many steps of the decoder as a full chunk.
        count = max(1, round(len(sentences) / _CHUNK))
        bounds = [len(sentences) * i // count for i in range(count + 1)]
        for start, end in pairwise(bounds):
            for ready in self._chunk(sentences[start:end]):
                yield {start + i: translation for i, translation in ready.items()}

    def _check(self, sentence: str, words: tuple[str, ...]) -> None:
        done = self.translate([sentence])[0]
        if done.kept or not all(word in done.text.casefold() for word in words):
            raise BrokenModel(f"{self.name} fails its test sentence: pull it again, or choose another set")

    def _chunk(self, sentences: Sequence[str]) -> Iterator[dict[int, Translation]]:
        left = {i: self._segments(self._given(sentence)) for i, sentence in enumerate(sentences)}
        wanted = dict.fromkeys(text for texts in left.values() for text in texts if self._translatable(text))
        for found in self._candidates(list(wanted)):
            ready = [i for i, texts in left.items() if all(text in found or text not in wanted for text in texts)]
            if ready:
                yield {i: self._assembled(sentences[i], left.pop(i), found) for i in ready}

    def _given(self, sentence: str) -> str:
        """A sentence as models read it best."""
        text = plain(sentence)
        if self.source_language != "fr":
            return text
        return falling(parts_of_years(hours_in_words(arabic_ordinals(in_digits(plainer(quoted(text)))))))

    def _translatable(self, text: str) -> bool:
        return any(char.isalpha() for char in text) and self._fits(text)

    def _fits(self, text: str) -> bool:
        return self.engine.count_tokens(text) <= self.engine.max_source_tokens

    def _segments(self, text: str) -> list[str]:
        """`text` in pieces that fit the model, cut at clause marks, else between words."""
        if self._fits(text):
            return [text]
        return _split(text, self._fits)

    def _candidates(self, texts: list[str]) -> Iterator[dict[str, _Candidate]]:
        """The best try at each text: those that the first one settled, then all.

        Every step takes all texts that are not clean yet at once.
        """
        best: dict[str, _Candidate] = {}
        self._try(best, [(text, text, {}) for text in texts], Options(beams=self.beams))
        yield {text: candidate for text, candidate in best.items() if candidate.clean and not candidate.coined}
        for step in (self._with_placeholders, self._carefully, self._by_clauses):
            if not (left := [text for text in texts if not best[text].clean]):
                break
            step(best, left)
        self._without_coinages(best)
        yield best

    def _without_coinages(self, best: dict[str, _Candidate]) -> None:
        """Try again what holds invented words, with these words forbidden, for as long as that brings others."""
        avoid: dict[tuple[str, ...], None] = {}
        newest = best
        for _ in range(_ROUNDS):
            # A word of a single piece is not forbidden: good words begin with the same piece.
            new = {text: [w for w in candidate.coined if len(w) > 1] for text, candidate in newest.items()}
            texts = [text for text, words in new.items() if words]
            if not texts:
                return
            avoid |= dict.fromkeys(word for text in texts for word in new[text])
            newest = self._try(best, [(text, text, {}) for text in texts], replace(_CAREFUL, avoid=tuple(avoid)))

    def _carefully(self, best: dict[str, _Candidate], texts: list[str]) -> None:
        """Without hints, too, where there are some: one that the model makes nothing of leads to stutters."""
        self._try(best, [(text, text, {}) for text in texts], replace(_CAREFUL, hints=False))

    def _with_placeholders(self, best: dict[str, _Candidate], texts: list[str]) -> None:
        """For what was lost; where that does not help, for all numbers of the sentence."""
        if not self.engine.knows(PLACEHOLDERS[0]):
            return
        languages = self.source_language, self.target_language
        for every in (False, True):
            left = [text for text in texts if best[text].lost]
            things = [[*best[t].lost, *(facts.numbers(t, languages[0]) if every else ())] for t in left]
            rows = [
                (text, *placeholders.mask(text, dict.fromkeys(lost), languages))
                for text, lost in zip(left, things, strict=True)
            ]
            self._try(best, [row for row in rows if row[2] and self._fits(row[1])], _CAREFUL)

    def _by_clauses(self, best: dict[str, _Candidate], texts: list[str]) -> None:
        wrong = [text for text in texts if best[text].wrong]
        split = {text: self._clauses(text, anywhere=best[text].flaw is not None) for text in wrong}
        parts = list(dict.fromkeys(p for ps in split.values() if len(ps) > 1 for p in ps if self._translatable(p)))
        outputs = dict(zip(parts, self.engine.generate(parts, _CAREFUL), strict=True))
        for text, pieces in split.items():
            if len(pieces) > 1:
                _keep(best, text, self._joined(text, pieces, outputs))

    def _clauses(self, text: str, *, anywhere: bool) -> list[str]:
        """The halves of `text` or smaller parts; only at clause marks, unless it may be cut `anywhere`."""
        most = max(_SHORTEST_CLAUSE, self.engine.count_tokens(text) // 2)
        parts = _split(text, lambda part: self.engine.count_tokens(part) <= most)
        return parts if anywhere or all(part[-1] in _MARKS for part in parts[:-1]) else [text]

    def _joined(self, text: str, pieces: list[str], outputs: dict[str, Hypothesis]) -> _Candidate:
        pairs, flaw, score = [], None, 0.0
        coined: tuple[tuple[str, ...], ...] = ()
        for piece in pieces:
            output = outputs.get(piece)
            target = output.text if output else piece
            if output is not None:
                flaw = flaw or flaws.find(piece, target, finished=output.finished)
                score += output.score / len(pieces)
                coined += self._coined(output)
            pairs.append((piece, polishing.polish(target, piece, self.target_language)))
        candidate = self._judged(text, polishing.join(pairs), score, finished=True)
        return replace(candidate, flaw=flaw or candidate.flaw, coined=coined)

    def _try(
        self, best: dict[str, _Candidate], rows: Sequence[tuple[str, str, dict[str, str]]], options: Options
    ) -> dict[str, _Candidate]:
        """Run rows of (text, what the model gets, what its placeholders stand for), keep what is better; all tries."""
        outputs = self.engine.generate([given for _, given, _ in rows], options)
        tries = {}
        for (text, _, marks), output in zip(rows, outputs, strict=True):
            target = placeholders.unmask(output.text, marks)
            score = output.score - _DOUBT * bool(options.avoid)
            judged = self._judged(text, target, score, finished=output.finished)
            tries[text] = replace(judged, coined=self._coined(output))
            _keep(best, text, tries[text])
        return tries

    def _coined(self, output: Hypothesis) -> tuple[tuple[str, ...], ...]:
        return dictionary.coined(output.pieces) if self.coins else ()

    def _judged(self, source: str, target: str, score: float, *, finished: bool) -> _Candidate:
        text = polishing.polish(target, source, self.target_language)
        return _Candidate(
            text,
            flaws.find(source, text, finished=finished),
            tuple(self._missing(source, text)),
            flaws.stutters(text, source) or (self.source_language == "fr" and flaws.unsaid(text, source)),
            flaws.unquoted(text, source) or (self.target_language == "en" and flaws.resumes(text, source)),
            score,
        )

    def _missing(self, source: str, target: str) -> list[str]:
        if self.source_language == "fr":
            return facts.missing(source, target, self.source_language, self.target_language)
        # Which English names French writes otherwise (Germany, London) is not known here: numbers only.
        return facts.missing_numbers(source, target, self.source_language, self.target_language)

    def _assembled(self, sentence: str, segments: list[str], found: dict[str, _Candidate]) -> Translation:
        tries = [found[text] for text in segments if text in found]
        if not tries:
            return Translation(sentence if plain(sentence) else "", sentence)
        if flaw := next((candidate.flaw for candidate in tries if candidate.flaw), None):
            return Translation(plain(sentence), sentence, f"not translated: the model's output {flaw}", kept=True)
        text = polishing.join([(text, found[text].text if text in found else text) for text in segments])
        lost = [self._told(part, thing) for part in segments if part in found for thing in found[part].lost]
        warning = _warning(lost, garbled=any(candidate.garbled for candidate in tries))
        score = sum(candidate.score - _DOUBT * len(candidate.coined) for candidate in tries) / len(tries)
        return Translation(text, sentence, warning, score=score)

    def _told(self, text: str, thing: str) -> str:
        """What was lost, for people: "number 1,200", "time 14:30", "name Dupont"."""
        if not placeholders.is_number(thing):
            return f"name {thing}"
        span = placeholders.find(text, thing, self.source_language)
        if ":" in thing or span is None:
            return f"{'time' if ':' in thing else 'number'} {thing}"
        return f"number {placeholders.written_in(text[slice(*span)], self.target_language)}"


def _asked(engine: Engine, prefix: str, target: str) -> Engine:
    """The engine with what its model wants to see before each source: a task, or the language to write."""
    marks = (mark for mark in _TARGET_MARKS[target] if engine.knows(mark))
    before = prefix or next((f"{mark} " for mark in marks), "")
    return PrefixedEngine(engine, before) if before else engine


def _helped(engine: Engine, folder: Path, manifest: dict[str, Any]) -> Engine:
    """The engine as its model was trained: with the glossary that came with it, and quotes set apart from what they open."""
    engine = ApartEngine(engine) if manifest.get("apart") else engine
    told = manifest.get("glossary")
    return HintedEngine(engine, Glossary.load(folder / told["file"]), told["room"]) if told else engine


def _folder(name: str, source: str, target: str) -> Path:
    try:
        return store.translator_path(name, source=source, target=target)
    except ModelsMissing as error:
        if (source, target) != ("fr", "en") and name in catalogue.SETS:
            raise _unsupported(name, source, target) from error
        raise


def _unsupported(name: str, source: str, target: str) -> UnsupportedDirection:
    way = f"the models of {name} don't translate from {source} into {target}"
    if (source, target) == ("en", "fr"):
        return UnsupportedDirection(f"{way}: run `summarizer models pull {catalogue.ENGLISH_FRENCH}` for French output")
    return UnsupportedDirection(f"{way}: choose other models")


def _keep(best: dict[str, _Candidate], text: str, candidate: _Candidate) -> None:
    if text not in best or candidate.rank < best[text].rank:
        best[text] = candidate


def _warning(lost: Sequence[str], *, garbled: bool) -> str | None:
    if not lost:
        return "a word of the translation may be garbled or missing" if garbled else None
    things = " and ".join(filter(None, [", ".join(lost[:-1]), lost[-1]]))
    return f"{things} of the source {'is' if len(lost) == 1 else 'are'} missing in the translation"


def _split(text: str, fits: Callable[[str], bool]) -> list[str]:
    """`text` in parts that fit, cut at clause marks, else between words; spaces at the cuts go.

    A single word that does not fit stays whole.
    """
    from summarizer.sentences import clauses

    parts: list[str] = []
    for clause in clauses(text, fits):
        inside_word = bool(parts) and not (parts[-1][-1:].isspace() or clause[:1].isspace())
        parts[-1:] = [parts[-1] + clause] if inside_word else [*parts[-1:], clause]
    whole = [part for clause in parts for part in ([clause] if fits(clause) else _by_words(clause, fits))]
    return [stripped for part in whole if (stripped := part.strip())]


def _by_words(text: str, fits: Callable[[str], bool]) -> list[str]:
    parts: list[str] = []
    for word in text.split():
        if parts and fits(f"{parts[-1]} {word}"):
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    return parts
