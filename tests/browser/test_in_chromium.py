"""The page in Chromium, with pretended models."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
FRENCH = (EXAMPLES / "article-fr.txt").read_text(encoding="utf-8")


def summarise(page: Any, text: str = FRENCH) -> None:
    """Paste a text, press Ctrl+Enter, and wait for the end."""
    page.fill("#paste textarea", text)
    page.press("#paste textarea", "Control+Enter")
    page.wait_for_selector("#status .notice.good")


def open_tab(page: Any, name: str) -> None:
    page.click(f"#tab-{name}-button")
    page.wait_for_timeout(200)


def stop(page: Any) -> None:
    """Press the button, and wait until the work knows of it."""
    with page.expect_response(lambda response: response.url.endswith("/run/predict")):
        page.click("#stop")


def test_a_bullet_marks_its_evidence_in_both_languages(visit: Any) -> None:
    page = visit()
    summarise(page)
    assert page.locator(".bullet").count() == 5
    assert "French article" in page.inner_text(".about")
    assert "100%" in page.inner_text(".about")
    bullet = page.locator(".bullet").nth(2)
    bullet.click()
    assert bullet.get_attribute("aria-pressed") == "true"
    french, english = page.inner_text(".fr .hit"), page.inner_text(".en .hit")
    assert french in " ".join(FRENCH.split())
    assert english == f"In English: {french}"
    page.wait_for_function(
        "() => { const hit = document.querySelector('.hit').getBoundingClientRect(),"
        " box = document.querySelector('.text').getBoundingClientRect(); return hit.top >= box.top && hit.top < box.bottom }"
    )
    # Both columns scroll, and are beside each other when they have arrived.
    page.wait_for_function(
        "() => { const [left, right] = ['.fr .hit', '.en .hit'].map(e => document.querySelector(e).getBoundingClientRect());"
        " return Math.abs(left.y - right.y) < 60 }"
    )
    page.locator(".bullet").nth(0).click()
    assert page.locator(".hit").count() == 2
    assert page.inner_text(".fr .hit") != french
    page.keyboard.press("Escape")
    assert page.locator(".hit").count() == 0


def test_marked_bullets_have_their_reason(visit: Any) -> None:
    page = visit()
    summarise(page)
    assert page.inner_text(".flag.doubtful") == "Not confirmed: its evidence does not hold all of it"
    assert page.inner_text(".flag.mended").startswith("Repaired: taken from the translated sentence")
    assert "could not be translated" in page.inner_text(".notice.warn")


def test_the_stages_are_shown_and_stop_stops(visit: Any, gate: Any) -> None:
    page = visit()
    gate.open.clear()
    page.fill("#paste textarea", FRENCH)
    page.click("#go")
    page.wait_for_selector(".stages .now")
    gate.passed = 0
    stop(page)
    gate.open.set()
    page.wait_for_selector("#status .notice")
    assert "Stopped" in page.inner_text("#status")
    assert gate.passed <= 1
    assert page.locator(".bullet").count() == 0
    summarise(page)
    assert page.locator("#stop").is_hidden()


def test_bullets_come_one_by_one_and_a_mark_stays(visit: Any, gate: Any) -> None:
    page = visit()
    gate.open.clear()
    page.fill("#paste textarea", FRENCH)
    page.click("#go")
    # One step chooses, one translates the title and one the evidence of each bullet; then the bullets themselves.
    gate.tickets.release(1 + 6 + 2)
    page.wait_for_function("document.querySelectorAll('.bullet').length === 2")
    assert page.locator("#result .tools").count() == 0
    assert page.locator(".en .pending").count() > 0
    page.locator(".bullet").nth(0).click()
    marked = page.inner_text(".fr .hit")
    gate.tickets.release(1)
    page.wait_for_function("document.querySelectorAll('.bullet').length === 3")
    page.wait_for_selector(".fr .hit")
    assert page.inner_text(".fr .hit") == marked
    gate.open.set()
    page.wait_for_selector("#status .notice.good")
    page.wait_for_selector(".fr .hit")
    assert page.inner_text(".fr .hit") == marked
    assert page.locator(".en .pending").count() == 0


def test_what_was_ready_stays_when_it_is_stopped(visit: Any, gate: Any) -> None:
    page = visit()
    gate.open.clear()
    page.fill("#paste textarea", FRENCH)
    page.click("#go")
    gate.tickets.release(1 + 6 + 3)
    page.wait_for_function("document.querySelectorAll('.bullet').length === 3")
    stop(page)
    gate.open.set()
    page.wait_for_function("document.querySelector('#status').textContent.includes('Stopped')")
    assert page.locator(".bullet").count() >= 3
    assert page.locator("#go").is_enabled()


def test_two_visitors_share_the_models_in_turn(visit: Any, gate: Any) -> None:
    first, second = visit(), visit(locale="fr-FR")
    gate.open.clear()
    first.fill("#paste textarea", FRENCH)
    first.click("#go")
    first.wait_for_selector(".stages .now")
    second.fill("#paste textarea", FRENCH)
    second.click("#go")
    second.wait_for_function("document.querySelector('#status').textContent.includes('Un article avant le vôtre')")
    gate.open.set()
    for page in (first, second):
        page.wait_for_selector("#status .notice.good")
        assert page.locator(".bullet").count() == 5


def test_copy_and_downloads(visit: Any) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    summarise(page)
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").count("•") == 5
    texts = {}
    for name in ("Markdown", "JSON", "Text", "Download the translation"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name, exact=True).click()
        download = waiting.value
        texts[download.suggested_filename.rpartition(".")[2], name] = Path(download.path()).read_text(encoding="utf-8")
    assert texts["md", "Markdown"].startswith("# In English: Saint-Aubrac vote")
    assert len(json.loads(texts["json", "JSON"])["bullets"]) == 5
    assert "• In English" in texts["txt", "Text"]
    assert "In English: Le financement est presque bouclé." in texts["txt", "Download the translation"]


def test_markup_in_an_article_is_shown_and_never_run(visit: Any) -> None:
    page = visit()
    bad = (
        "Le conseil <script>window.ran = 1</script> a voté lundi ${window.ran = 2} le budget de la ville {{ran}}. "
        "La maire <img src=x onerror='window.ran = 3'> a promis une baisse </textarea><b>des impôts</b> locaux. "
        "Les écoles seront rénovées avant la rentrée de septembre, selon l'adjoint aux finances."
    )
    summarise(page, bad)
    page.locator(".bullet").first.click()
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert page.locator("#result :is(script, img, b)").count() == 0
    shown = page.inner_text(".text")
    for part in ("<script>window.ran = 1</script>", "${window.ran = 2}", "{{ran}}", "<b>des impôts</b>"):
        assert part in shown


def test_an_error_says_what_to_do(visit: Any) -> None:
    page = visit(locale="fr-FR")
    page.fill(
        "#paste textarea", "Der Hund läuft über die Straße und bellt. Die Katze schläft heute auf dem warmen Dach."
    )
    page.click("#go")
    page.wait_for_selector(".notice.bad")
    assert "Ce texte semble être en allemand" in page.inner_text("#status")
    page.wait_for_function("document.querySelector('#live').textContent.includes('allemand')")
    page.fill("#paste textarea", "https://example.org/article")
    page.click("#go")
    page.wait_for_function("document.querySelector('#status').textContent.includes('adresses')")


def test_the_language_of_the_page(visit: Any) -> None:
    page = visit(locale="fr-CA")
    page.get_by_role("button", name="Résumer").wait_for()
    assert page.evaluate("document.documentElement.lang") == "fr"
    summarise(page)
    assert "Article en français" in page.inner_text(".about")
    page.get_by_role("radio", name="English").first.check()
    page.get_by_role("button", name="Summarise").wait_for()
    page.wait_for_function("document.querySelector('.about').textContent.includes('French article')")
    assert page.locator(".bullet").count() == 5
    page.reload()
    page.get_by_role("button", name="Summarise").wait_for()


def test_many_files(visit: Any, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 nothing that could be read")
    (tmp_path / "english.txt").write_text((EXAMPLES / "article-en.txt").read_text(encoding="utf-8"), encoding="utf-8")
    page = visit()
    open_tab(page, "files")
    names = ["good.txt", "bad.pdf", "english.txt"]
    page.set_input_files('#files input[type="file"]', [tmp_path / name for name in names])
    page.wait_for_function("document.querySelector('#files').textContent.includes('english')")
    page.click("#files-go")
    page.wait_for_function(
        "document.querySelector('#files-status').textContent.includes('2 of 3 files done, 1 failed')"
    )
    assert page.locator("td .state").all_inner_texts() == ["done", "failed", "done"]
    assert "PDF" in page.locator("tr.failed td").nth(1).inner_text()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="All as .zip").click()
    with zipfile.ZipFile(io.BytesIO(Path(waiting.value.path()).read_bytes())) as archive:
        inside = archive.namelist()
        assert inside == ["001-good.md", "002-english.md", "summaries.jsonl", "summaries.csv", "failed.txt"]
        assert archive.read("summaries.jsonl").count(b"\n") == 2


def test_a_file_is_opened_in_the_paste_box(visit: Any, tmp_path: Path) -> None:
    (tmp_path / "article.md").write_text("# Titre\n\n" + FRENCH, encoding="utf-8")
    page = visit()
    page.set_input_files('.small input[type="file"]', tmp_path / "article.md")
    page.wait_for_function("document.querySelector('#paste textarea').value.includes('Saint-Aubrac')")
    page.click("#go")
    page.wait_for_selector(".bullet")


DROP = """(texts) => {
  const data = new DataTransfer();
  texts.forEach((text, place) => data.items.add(new File([text], `dropped-${place}.txt`, { type: "text/plain" })));
  const box = document.querySelector("#paste textarea");
  for (const name of ["dragover", "drop"]) {
    box.dispatchEvent(new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""


def test_files_dropped_on_the_paste_box(visit: Any) -> None:
    page = visit()
    page.evaluate(DROP, [FRENCH])
    page.wait_for_function("document.querySelector('#paste textarea').value.includes('Saint-Aubrac')")
    page.evaluate(DROP, [FRENCH, FRENCH])
    page.wait_for_function("document.querySelector('#files').textContent.includes('dropped-1')")
    assert page.locator("#files-go").is_visible()


def test_models_and_scripts_are_described(visit: Any) -> None:
    page = visit()
    open_tab(page, "models")
    rows = page.locator("#tabs table tbody tr").all_inner_texts()
    assert [row.split()[0] for row in rows] == ["builtin", "fast", "balanced", "best"]
    assert "Apache-2.0" in rows[1]
    open_tab(page, "api")
    assert 'api_name="/summarize"' in page.inner_text(".api")


def test_by_keyboard_alone(visit: Any) -> None:
    page = visit()
    page.fill("#paste textarea", FRENCH)
    reach(page, "document.activeElement.id === 'go'")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"
    page.keyboard.press("Enter")
    page.wait_for_selector("#status .notice.good")
    reach(page, "document.activeElement.classList.contains('bullet')")
    page.keyboard.press("Enter")
    assert page.locator(".hit").count() == 2


REDRAWN = (
    "() => { const result = document.querySelector('#result [data-result]'); result.outerHTML = result.outerHTML; }"
)


def test_a_redrawn_result_leaves_the_keyboard_where_it_was(visit: Any) -> None:
    page = visit()
    summarise(page)
    page.locator(".bullet").nth(1).focus()
    page.evaluate(REDRAWN)
    page.wait_for_function("document.activeElement === document.querySelectorAll('.bullet')[1]")
    page.evaluate("document.activeElement.blur()")
    page.evaluate(REDRAWN)
    page.wait_for_timeout(300)
    assert page.evaluate("document.activeElement === document.body")


def reach(page: Any, goal: str, limit: int = 40) -> None:
    """Press Tab until the goal is reached."""
    for _ in range(limit):
        if page.evaluate(goal):
            return
        page.keyboard.press("Tab")
    raise AssertionError(goal)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(visit: Any, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    found = faults(page)
    summarise(page)
    page.locator(".bullet").nth(1).click()
    page.wait_for_timeout(400)
    found += faults(page)
    for name in ("files", "models", "api"):
        open_tab(page, name)
        found += faults(page)
    assert found == []


def faults(page: Any) -> list[str]:
    """What axe calls serious or critical on the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    violations = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in violations if v["impact"] in ("serious", "critical")]


def test_a_phone_needs_no_scrolling_sideways(visit: Any) -> None:
    page = visit(viewport={"width": 360, "height": 740}, has_touch=True)
    summarise(page)
    page.locator(".bullet").nth(2).tap()
    assert page.locator(".proof blockquote").nth(2).is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Show in the article").click()
    assert page.locator(".fr .hit").is_visible()
    for name in ("files", "models", "api"):
        open_tab(page, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
