"""A server of the page with pretended models, and Chromium to look at it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="there is no chromium"))


class Gate:
    """Where the pretended models wait when a test has shut it; `passed` counts steps, `tickets` let single ones pass."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.open.set()
        self.tickets = threading.Semaphore(0)
        self.passed = 0

    def __call__(self) -> None:
        for _ in range(600):
            if self.open.is_set() or self.tickets.acquire(timeout=0.05):
                break
        self.passed += 1


@pytest.fixture(scope="session")
def gate() -> Gate:
    return Gate()


@pytest.fixture(scope="session")
def address(gate: Gate) -> Iterator[str]:
    import pretend

    from summarizer.page import server

    built = server.build(pretend.service(gate), address="http://127.0.0.1:7860/")
    yield server.launch(built, host="127.0.0.1", port=server.free_port("127.0.0.1", 0))
    built.close(verbose=False)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


class Visits:
    """Opens the page in new contexts; remembers what went wrong there, and what was asked of other machines."""

    def __init__(self, browser: Any, address: str) -> None:
        self.browser, self.address = browser, address
        self.wrong: list[str] = []
        self._contexts: list[Any] = []

    def __call__(self, **options: Any) -> Any:
        context = self.browser.new_context(**{"locale": "en-GB", "viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(20_000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and self.wrong.append(message.text))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", lambda request: self._look(request.url))
        page.goto(self.address)
        self.ready(page)
        return page

    def ready(self, page: Any) -> None:
        """Wait until the page has its words."""
        page.wait_for_selector("#paste textarea")
        page.wait_for_selector("[data-language]", state="attached")

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _look(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.wrong.append(f"asked {url}")


@pytest.fixture
def visit(chromium: Any, address: str, gate: Gate) -> Iterator[Visits]:
    visits = Visits(chromium, address)
    yield visits
    gate.open.set()
    visits.close()
    assert visits.wrong == []
