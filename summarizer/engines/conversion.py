"""From a transformers checkpoint to a folder that the CTranslate2 engine loads.

    python -m summarizer.engines.conversion CHECKPOINT FOLDER --name translator-fr-en --licence MIT \
        --languages fr en --max-source-tokens 110 [--set way=shorten]

FOLDER gets model.bin, config.json, shared_vocabulary.json, the tokenizer's files (source.spm, target.spm when it
differs; tokenizer.json for BART) and manifest.json. Needs the `hub` extra; loading the result does not.
"""

from __future__ import annotations

import argparse
import json
import pickle  # only for its exception
import shutil
import tempfile
import warnings
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.engines import NotConvertible, binary, defaults, tokens
from summarizer.errors import BrokenModel, MissingExtra
from summarizer.models.manifest import Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# The architectures that CTranslate2 runs with the tokens of this package; the others run with transformers.
KINDS = ("marian", "bart", "t5", "mbart", "pegasus")


def convert(  # noqa: PLR0913 - facts for the manifest
    checkpoint: Path,
    folder: Path,
    *,
    name: str | None = None,
    quantization: str = "int8",
    licence: str = "",
    languages: Sequence[str] = (),
    max_source_tokens: int | None = None,
    extra: Mapping[str, Any] | None = None,
    beside: Mapping[str, Path] | None = None,
) -> Manifest:
    """Write the model of `checkpoint` into `folder`, whole or not at all, and return its manifest.

    `max_source_tokens` is the longest source the model was trained on, when that is less than its position table.
    `extra` are further keys for the manifest, `beside` further files (name in the folder: where it is).

    Raises:
        NotConvertible: if CTranslate2 can't hold the model so that it gives the same outputs.
        BrokenModel: if the checkpoint can't be read.
        MissingExtra: without torch and transformers.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".converting-") as work:
        part = Path(work) / "model"
        model = _write_model(checkpoint, part, quantization)
        _write_tokenizer(checkpoint, part)
        for name_there, path in (beside or {}).items():
            shutil.copyfile(path, part / name_there)
        source, target = binary.positions(part / "model.bin")
        manifest = Manifest(
            name=name or checkpoint.name,
            kind=model.config.model_type,
            languages=tuple(languages) or _languages(checkpoint),
            max_source_tokens=defaults.limits(checkpoint, source, max_source_tokens) or source,
            max_target_tokens=target,
            licence=licence,
            created_with=", ".join(f"{package} {version(package)}" for package in ("ctranslate2", "transformers")),
            quantization=quantization,
            forced_start=_forced_start(model, part),
            extra={"defaults": defaults.facts(checkpoint), **(extra or {})},
        ).write(part)
        _replace(part, folder)
    return manifest


def _replace(part: Path, folder: Path) -> None:
    try:
        part.rename(folder)
    except OSError:  # there is one already: another process was faster, or this is a new version
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)


def _write_model(checkpoint: Path, folder: Path, quantization: str) -> Any:  # noqa: ANN401 - untyped library
    try:
        import torch  # noqa: F401
        import transformers  # noqa: F401
        from ctranslate2.converters import TransformersConverter
        from safetensors import SafetensorError
    except ImportError as error:
        raise MissingExtra("converting models needs torch and transformers: pip install 'summarizer[hub]'") from error

    loaded = []

    class Converter(TransformersConverter):  # type: ignore[misc]
        def load_model(self, model_class: Any, path: str, **options: Any) -> Any:  # noqa: ANN401
            model = model_class.from_pretrained(path, local_files_only=True, **options)
            # Configs saved by transformers 5 lack it, and the converter asks; BART alone normalizes afterwards.
            if not hasattr(model.config, "normalize_before"):
                model.config.normalize_before = model.config.model_type in ("mbart", "pegasus")
            if not hasattr(model.config, "normalize_embedding"):
                model.config.normalize_embedding = model.config.model_type != "pegasus"
            _check(model, checkpoint)
            loaded.append(model)
            return model

    with quiet():
        try:
            kind = defaults.kind_of(checkpoint)
            if kind not in KINDS:
                raise NotConvertible(f"{checkpoint.name} is of the kind {kind}; only {', '.join(KINDS)} are converted.")
            if kind == "mbart" and not _one_language(checkpoint):
                raise NotConvertible(f"{checkpoint.name} is a model of many languages, which are not converted.")
            Converter(str(checkpoint)).convert(str(folder), quantization=quantization)
        except (OSError, RuntimeError, KeyError, pickle.UnpicklingError, SafetensorError) as error:
            raise BrokenModel(f"the checkpoint in {checkpoint} can't be read: pull it again") from error
        except (ValueError, NotImplementedError) as error:
            raise NotConvertible(f"CTranslate2 can't hold the model in {checkpoint}.") from error
    return loaded[0]


def _check(model: Any, checkpoint: Path) -> None:  # noqa: ANN401 - untyped library
    """Marian starts outputs with the embedding of <pad>, which CTranslate2 takes for zero: it has to be."""
    if model.config.model_type != "marian":
        return
    start = model.get_decoder().embed_tokens.weight[model.config.decoder_start_token_id]
    if bool(start.abs().max() > 0):
        raise NotConvertible(f"The <pad> embedding of {checkpoint.name} is not zero, which CTranslate2 relies on.")


def _one_language(checkpoint: Path) -> bool:
    """Whether an mBART is one without language tokens, such as BARThez: its tokenizer's class says so."""
    for name in ("tokenizer_config.json", "config.json"):
        if kind := defaults.json_object(checkpoint / name).get("tokenizer_class"):
            return not str(kind).startswith("MBart")
    return False


def _write_tokenizer(checkpoint: Path, folder: Path) -> None:
    source = next((checkpoint / n for n in ("source.spm", "spiece.model") if (checkpoint / n).is_file()), None)
    # Pegasus has marks of its own beside the pieces of its spiece.model.
    if source is None or defaults.kind_of(checkpoint) == "pegasus":
        _write_fast_tokenizer(checkpoint, folder / tokens.TOKENIZER)
        return
    shutil.copyfile(source, folder / tokens.SENTENCEPIECE)
    target = checkpoint / tokens.TARGET_SENTENCEPIECE
    if target.is_file() and target.read_bytes() != source.read_bytes():
        shutil.copyfile(target, folder / tokens.TARGET_SENTENCEPIECE)


def _write_fast_tokenizer(checkpoint: Path, path: Path) -> None:
    from transformers import AutoTokenizer

    with quiet():
        tokenizer = AutoTokenizer.from_pretrained(str(checkpoint), local_files_only=True)
    if not hasattr(tokenizer, "backend_tokenizer"):
        raise NotConvertible(f"The tokenizer of {checkpoint.name} needs transformers.")
    tokenizer.backend_tokenizer.save(str(path))


def _languages(checkpoint: Path) -> tuple[str, ...]:
    config = defaults.json_object(checkpoint / "tokenizer_config.json")
    pair = config.get("source_lang"), config.get("target_lang")
    # Two languages of a model card are in no order; one is that of a condenser.
    card = defaults.languages_of(checkpoint)
    return tuple(language for language in pair if isinstance(language, str)) or (card if len(card) == 1 else ())


def _forced_start(model: Any, folder: Path) -> str | None:  # noqa: ANN401 - untyped library
    """The token that generation always begins with, if there is one."""
    forced = model.generation_config.forced_bos_token_id
    names = json.loads((folder / "shared_vocabulary.json").read_text(encoding="utf-8"))
    return str(names[forced]) if isinstance(forced, int) and forced < len(names) else None


@contextmanager
def quiet() -> Iterator[None]:
    """Without transformers' progress bars, advice and warnings, which mean nothing to our users."""
    from transformers.utils import logging

    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def main(argv: Sequence[str] | None = None) -> None:
    """Command line: convert one checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name")
    parser.add_argument("--licence", default="")
    parser.add_argument("--languages", nargs="+", default=())
    parser.add_argument("--quantization", default="int8")
    parser.add_argument("--max-source-tokens", type=int)
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a further key of the manifest")
    arguments = vars(parser.parse_args(argv))
    arguments["extra"] = dict(pair.split("=", 1) for pair in arguments.pop("set"))
    manifest = convert(arguments.pop("checkpoint"), arguments.pop("folder"), **arguments)
    print(json.dumps({name: file.size for name, file in manifest.files.items()}, indent=2))  # noqa: T201


if __name__ == "__main__":
    main()
