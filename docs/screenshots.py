"""The pictures of the page in this folder, taken in Chromium; to run: `python docs/screenshots.py`.

It serves the page with the built-in models on a free port, and summarises the two examples.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from summarizer.page import server

HERE = Path(__file__).parent
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 360, "height": 740}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def main() -> int:
    """Take them all; 1 when there is no Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.stderr.write("Install chromium first.\n")
        return 1
    page = server.build()
    address = server.launch(page, host="127.0.0.1", port=server.free_port("127.0.0.1", 0))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            take_all(browser, address)
            browser.close()
    finally:
        page.close(verbose=False)
    return 0


def take_all(browser: Browser, address: str) -> None:
    """One picture for each look of the page."""
    empty = visit(browser, address)
    save(empty, "light")
    summarise(empty, "fr")
    choose(empty, 1)
    save(empty, "evidence")
    dark = visit(browser, address, locale="fr-FR", color_scheme="dark")
    summarise(dark, "fr")
    choose(dark, 1)
    save(dark, "dark")
    phone = visit(browser, address, viewport=PHONE, has_touch=True)
    summarise(phone, "en")
    choose(phone, 0)
    save(phone, "phone")


def visit(browser: Browser, address: str, **options: Any) -> Page:  # noqa: ANN401 - Playwright's own
    """A new visitor, who sees the page with its words."""
    context = browser.new_context(
        **{"locale": "en-GB", "viewport": DESKTOP, "reduced_motion": "reduce", "device_scale_factor": 1.25, **options}
    )
    page: Page = context.new_page()
    page.goto(address)
    page.wait_for_selector("[data-language]", state="attached")
    page.wait_for_timeout(500)
    return page


def summarise(page: Page, language: str) -> None:
    """Summarise an example."""
    page.locator(".small button").nth({"fr": 1, "en": 2}[language]).click()
    page.wait_for_function("document.querySelector('#paste textarea').value.length > 1000")
    page.click("#go")
    page.wait_for_selector("#status .notice.good", timeout=60_000)
    page.wait_for_timeout(600)


def choose(page: Page, place: int) -> None:
    """Mark the evidence of a bullet."""
    page.locator(".bullet").nth(place).click()
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)


def save(page: Page, name: str) -> None:
    """What is seen of the page now."""
    page.screenshot(path=HERE / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main())
