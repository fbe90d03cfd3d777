"""The page itself: one column, four tabs, and the words on it in the visitor's language."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.components.api_component import Api

from summarizer.page import endpoints, views
from summarizer.page import handlers as acts
from summarizer.page.texts import LANGUAGES, TEXTS, language_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer import config
    from summarizer.page.handlers import Handlers

__all__ = ["FILE_TYPES", "Layout", "Page", "example", "theme"]

FILE_TYPES = [".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".epub"]
_HERE = Path(__file__).parent


def example(language: str) -> str:
    """One of the two example articles, "fr" or "en"."""
    return (_HERE / "examples" / f"article-{language}.txt").read_text(encoding="utf-8")


def theme() -> gr.Theme:
    """Colours with a contrast of AA, and fonts that come with gradio: none is fetched from elsewhere."""
    font: list[gr.themes.Font | str] = [
        gr.themes.LocalFont("IBM Plex Sans", weights=(400, 700)),
        "system-ui",
        "sans-serif",
    ]  # 600 lacks letters
    mono: list[gr.themes.Font | str] = [gr.themes.LocalFont("IBM Plex Mono", weights=(400,)), "monospace"]
    made = gr.themes.Base(primary_hue="teal", neutral_hue="slate", font=font, font_mono=mono)
    return made.set(
        body_background_fill="#f6f7f8",
        body_background_fill_dark="#11161c",
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover_dark="*primary_600",
        button_primary_text_color="white",
        block_label_text_color="*neutral_700",
        block_label_text_color_dark="*neutral_200",
        block_title_text_color="*neutral_700",
        block_title_text_color_dark="*neutral_200",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_300",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
        input_background_fill="white",
        input_background_fill_dark="#1a222b",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_padding="0",
        checkbox_label_padding="0.3rem 0.6rem",
        checkbox_background_color_selected="*primary_700",
        checkbox_background_color_selected_dark="*primary_600",
        input_border_width="1px",
        input_border_color="*neutral_300",
        input_border_color_dark="*neutral_600",
    )


class Page(gr.Blocks):
    """The blocks of the page; scripts may leave out inputs that have defaults, and no error repeats what was sent."""

    async def preprocess_data(
        self,
        block_fn: Any,  # noqa: ANN401
        inputs: list[Any],
        state: Any,  # noqa: ANN401
        explicit_call: bool = False,  # noqa: FBT001, FBT002
    ) -> list[Any]:
        """Inputs as the handler takes them; gradio's own messages about bad ones hold their text, and would be logged."""
        try:
            return list(await super().preprocess_data(block_fn, _completed(block_fn, inputs), state, explicit_call))
        except gr.Error as error:
            raise gr.Error(error.message, print_exception=False) from None
        except Exception:  # noqa: BLE001 - whatever it is, it repeats the inputs
            raise gr.Error("The inputs can't be used; see the description of the API.", print_exception=False) from None


def _completed(block_fn: Any, inputs: list[Any]) -> list[Any]:  # noqa: ANN401 - gradio's BlockFunction
    """The inputs of an endpoint with the defaults of those that were left out, all but the first."""
    wanted = block_fn.inputs
    if not wanted or not all(isinstance(block, Api) for block in wanted) or not inputs:
        return inputs
    given = [*inputs, *[None] * (len(wanted) - len(inputs))]
    return [
        block.value if value is None and place else value
        for place, (block, value) in enumerate(zip(wanted, given, strict=False))
    ]


class Layout:
    """Builds the page; must be made inside a `gr.Blocks`.

    Args:
        page: the page, entered.
        handlers: what happens on a click.
        settings: what is chosen when the page is opened.
        place: "here" or "server": what the page says where the work is done.
        address: where scripts find it, with a slash at the end.
    """

    def __init__(self, page: Page, handlers: Handlers, settings: config.Settings, *, place: str, address: str) -> None:
        self._page, self.handlers, self.settings = page, handlers, settings
        self._worded: list[tuple[gr.blocks.Block, Callable[[str], dict[str, Any]]]] = []
        self._place, self._address = place, address
        self._build()
        endpoints.add(handlers.service, handlers.worker)  # first, so that no other handler takes their names
        self._connect()

    # The parts, from the top

    def _add(self, kind: Callable[..., Any], words: Callable[[str], dict[str, Any]], **options: Any) -> Any:  # noqa: ANN401
        """Make a component, in English for a start, and remember how it is worded in each language."""
        made = kind(**{**words("en"), **options})
        self._worded.append((made, words))
        return made

    def _labelled(self, kind: Callable[..., Any], key: str, **options: Any) -> Any:  # noqa: ANN401
        return self._add(kind, lambda language: {"label": TEXTS[language][key]}, **options)

    def _button(self, key: str, **options: Any) -> Any:  # noqa: ANN401
        return self._add(gr.Button, lambda language: {"value": TEXTS[language][key]}, min_width=100, **options)

    def _html(self, words: Callable[[str], str], **options: Any) -> Any:  # noqa: ANN401
        return self._add(gr.HTML, lambda language: {"value": words(language)}, apply_default_css=False, **options)

    def _build(self) -> None:
        self.remembered = gr.BrowserState("", storage_key="summarizer-language", secret="")
        self.ready = gr.HTML(elem_id="ready")
        self.found = gr.State(None, time_to_live=3600)
        self.opened = gr.State(None, time_to_live=3600)
        with gr.Row(elem_id="top"):
            self._html(lambda language: views.header(language, self._place), scale=1)
            names = [(name, code) for code, name in LANGUAGES.items()]
            self.interface = self._add(
                gr.Radio, _interface_words, choices=names, elem_id="interface", scale=0, min_width=220, container=False
            )
        with gr.Tabs(elem_id="tabs"):
            with self._tab("tab_article", "article"):
                self._article()
            with self._tab("tab_files", "files"):
                self._files()
            with self._tab("tab_models", "models"):
                self._models()
            with self._tab("tab_api", "api"):
                self._html(lambda language: views.api(self._address, language))

    def _article(self) -> None:
        with gr.Column(elem_id="composer"):
            self.text = self._add(
                gr.Textbox, self._paste_words, lines=8, max_lines=8, elem_id="paste", autoscroll=False
            )
            with gr.Row(elem_classes="small"):
                self.upload = self._labelled(
                    gr.UploadButton, "upload", file_types=FILE_TYPES, size="sm", elem_id="upload", min_width=120
                )
                self.examples = {code: self._button(f"example_{code}", size="sm") for code in ("fr", "en")}
                self.clear = self._button("clear", size="sm")
            self.options = self._options("one")
            with gr.Row(elem_classes="act"):
                self.go = self._button("go", variant="primary", elem_id="go")
                self.halt = self._button("stop", variant="stop", visible=False, elem_id="stop")
                self._html(_keys)
        self.status = gr.HTML("", elem_id="status")
        self.result = gr.HTML("", elem_id="result", apply_default_css=False)

    def _options(self, name: str) -> list[gr.components.Component]:
        """Bullets, their language and the models; chosen in each tab by itself."""
        with gr.Row(elem_classes="options", elem_id=f"options-{name}"):
            bullets = self._labelled(
                gr.Radio, "bullets", choices=[*range(3, 8)], value=self.settings.bullets, scale=3, min_width=300
            )
            to = self._add(gr.Radio, _target_words, value=self.settings.to, scale=2, min_width=210)
            models = self._add(gr.Dropdown, _model_words, value=self._models_value(), scale=2, min_width=190)
        return [bullets, to, models]

    def _models_value(self) -> str:
        return self.settings.models if self.settings.models in acts.sets_here() else "auto"

    def _files(self) -> None:
        with gr.Column(elem_classes="composer"):
            self._html(_files_hint)
            self.paths = self._labelled(
                gr.File, "files_label", file_count="multiple", file_types=FILE_TYPES, elem_id="files", height=190
            )
            self.file_options = self._options("many")
            with gr.Row(elem_classes="act"):
                self.files_go = self._button("files_go", variant="primary", elem_id="files-go")
                self.files_halt = self._button("stop", variant="stop", visible=False, elem_id="files-stop")
        self.files_status = gr.HTML("", elem_id="files-status")
        self.table = gr.HTML("", elem_id="files-table", apply_default_css=False)

    def _models(self) -> None:
        self.sets = self._html(acts.model_table)
        left = acts.missing_sets()
        with gr.Row(elem_classes="act", visible=self.handlers.allow_pull and bool(left)):
            self.wanted = self._labelled(gr.Radio, "pull_which", choices=left, value=left[0] if left else None, scale=1)
            self.pull = self._button("pull", elem_id="pull")
        self.models_status = gr.HTML("", elem_id="models-status")
        if not self.handlers.allow_pull:
            self._html(lambda language: views.notice(TEXTS[language]["pull_off"]))

    def _tab(self, key: str, name: str) -> Any:  # noqa: ANN401
        return self._labelled(gr.Tab, key, id=name, elem_id=f"tab-{name}")

    def _paste_words(self, language: str) -> dict[str, Any]:
        hint = "paste_hint_url" if self.handlers.service.allow_urls else "paste_hint"
        return {"label": TEXTS[language]["paste"], "placeholder": TEXTS[language][hint]}

    # What happens

    def _connect(self) -> None:
        event = partial(gr.on, api_visibility="private", show_progress="hidden")
        acting, form = self.handlers, [self.text, *self.options, self.opened, self.interface]
        shown = [self.status, self.result, self.found, self.go, self.halt]
        event(self.go.click, acting.summarize, form, shown)
        many = [self.files_status, self.table, self.paths, self.files_go, self.files_halt]
        event(self.files_go.click, acting.files, [self.paths, *self.file_options, self.interface], many)
        event([self.halt.click, self.files_halt.click], acting.stop, None, None, queue=False)
        event(self.upload.upload, acting.open, [self.upload, self.interface], [self.text, self.opened, self.status])
        for code, button in self.examples.items():
            event(button.click, partial(example, code), None, self.text, queue=False)
        blank: Callable[[], tuple[Any, ...]] = lambda: ("", "", "", None, None)  # noqa: E731
        event(
            self.clear.click, blank, None, [self.text, self.status, self.result, self.found, self.opened], queue=False
        )
        event(
            self.pull.click, acting.pull, [self.wanted, self.interface],
            [self.models_status, self.sets, self.wanted, self.pull],
        )  # fmt: skip
        self._connect_language(event)

    def _connect_language(self, event: Callable[..., Any]) -> None:
        worded = [made for made, _ in self._worded]
        self._page.load(
            self._on_load, [self.remembered], [self.ready, *worded],
            api_visibility="private", show_progress="hidden", queue=False,
        )  # fmt: skip
        event(
            self.interface.input, self._on_switch, [self.interface, self.found],
            [self.remembered, self.result, self.ready, *worded], queue=False,
        )  # fmt: skip
        self._page.unload(self.handlers.stop)

    def _on_load(self, remembered: str, request: gr.Request) -> list[Any]:
        """The words, in the language that the visitor chose before or whose browser asks for it."""
        language = language_of(remembered, request.headers.get("accept-language"))
        return [views.opened(language), *self._words(language)]

    def _on_switch(self, language: str, found: Any) -> list[Any]:  # noqa: ANN401 - a Result, if there is one
        shown = views.result(found, language) if found else gr.skip()
        return [language, shown, views.opened(language), *self._words(language)]

    def _words(self, language: str) -> list[Any]:
        return [gr.update(**words(language)) for _, words in self._worded]


def _interface_words(language: str) -> dict[str, Any]:
    return {"label": TEXTS[language]["interface"], "value": language}


def _target_words(language: str) -> dict[str, Any]:
    texts = TEXTS[language]
    return {"label": texts["to"], "choices": [(texts["to_en"], "en"), (texts["to_fr"], "fr")]}


def _model_words(language: str) -> dict[str, Any]:
    texts = TEXTS[language]
    sets = [(name if here else texts["not_here"].format(name), name) for name, here in acts.sets_here().items()]
    return {"label": texts["models"], "choices": [(texts["auto"], "auto"), *sets]}


def _keys(language: str) -> str:
    texts = TEXTS[language]
    return f'<p class="keys">{views.escape(texts["keys"])} <kbd>{views.escape(texts["keyboard"])}</kbd></p>'


def _files_hint(language: str) -> str:
    from summarizer.page.server import MAX_FILE_MEGABYTES

    said = TEXTS[language]["files_hint"].format(count=acts.MAX_FILES, size=MAX_FILE_MEGABYTES)
    return f"<p>{views.escape(said)}</p>"
