// What the page does by itself: marks, copying, downloads, keys, and words for screen readers.
(() => {
  "use strict";

  const closest = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

  // A click on a bullet marks its evidence in the article; a second one takes the marks away.
  let chosen = null;
  function choose(bullet) {
    const root = bullet.closest("[data-result]");
    const pressed = bullet.getAttribute("aria-pressed") === "true";
    chosen = pressed ? null : bullet.textContent;
    root.querySelectorAll(".bullet").forEach((other) => other.setAttribute("aria-pressed", "false"));
    root.querySelectorAll(".proof").forEach((proof) => { proof.hidden = true; });
    root.querySelectorAll(".hit").forEach((hit) => hit.classList.remove("hit"));
    if (pressed) return;
    bullet.setAttribute("aria-pressed", "true");
    bullet.closest("li").querySelector(".proof").hidden = false;
    const wanted = bullet.dataset.evidence.split(" ").filter(Boolean);
    wanted.forEach((place) => root.querySelectorAll(`[data-s="${place}"]`).forEach((s) => s.classList.add("hit")));
    reveal(root);
  }

  // The bullet that has the keyboard's focus, by its words: a redrawn page takes the element away, and the focus with it.
  let focused = null;
  document.addEventListener("focusin", (event) => { focused = closest(event, "#result .bullet")?.textContent ?? null; });
  document.addEventListener("focusout", ({ target }) => queueMicrotask(() => {
    if (target.isConnected && document.activeElement === document.body) focused = null;
  }));

  // The result is drawn again as more of it is ready; what was marked stays so, and the focus where it was.
  function remember() {
    const bullets = [...document.querySelectorAll("#result .bullet")];
    if (!bullets.length) { chosen = null; return; }
    if (focused !== null && document.activeElement === document.body) {
      bullets.find((bullet) => bullet.textContent === focused)?.focus({ preventScroll: true });
    }
    if (chosen === null || bullets.some((bullet) => bullet.getAttribute("aria-pressed") === "true")) return;
    const again = bullets.find((bullet) => bullet.textContent === chosen);
    if (again) choose(again);
  }

  // Scrolls the article's own box, not the page: the bullet stays where the reader is.
  function reveal(root) {
    const box = root.querySelector(".text");
    const first = [...box.querySelectorAll(".hit")].find((hit) => hit.offsetParent !== null);
    if (!first) return;
    const top = first.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    box.scrollTo({ top: Math.max(0, top - 60), behavior: calm ? "auto" : "smooth" });
  }

  function show(button) {
    const side = button.closest(".article-side");
    side.dataset.side = button.dataset.show;
    side.querySelectorAll("[data-show]").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
  }

  function go(button) {
    const root = button.closest("[data-result]");
    if (!root) return;
    if (button.dataset.go === "bullets") {
      const bullet = root.querySelector('.bullet[aria-pressed="true"]') || root.querySelector(".bullet");
      if (bullet) { bullet.scrollIntoView({ block: "center" }); bullet.focus(); }
      return;
    }
    const hit = [...root.querySelectorAll(".text .hit")].find((one) => one.offsetParent !== null);
    (hit || root.querySelector(".text")).scrollIntoView({ block: "center" });
    root.querySelector(".text").focus({ preventScroll: true });
  }

  async function payload(button) {
    const text = button.parentElement.querySelector("textarea").value;
    if (button.dataset.copied) {
      await copy(text);
      const label = button.textContent;
      if (label !== button.dataset.copied) {
        button.textContent = button.dataset.copied;
        say(button.dataset.copied);
        setTimeout(() => { button.textContent = label; }, 1500);
      }
      return;
    }
    const data = "packed" in button.dataset ? Uint8Array.from(atob(text), (c) => c.charCodeAt(0)) : text;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([data], { type: button.dataset.type }));
    link.download = button.dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // The clipboard needs a secure page; over plain http from another machine the old way still works.
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }

  document.addEventListener("click", (event) => {
    const acts = { ".bullet": choose, "[data-show]": show, "[data-go]": go, "[data-payload]": payload };
    for (const [selector, act] of Object.entries(acts)) {
      const target = closest(event, selector);
      if (target) { act(target); return; }
    }
  });

  const button = (id) => document.getElementById(id);
  const visible = (element) => element && element.offsetParent !== null && !element.disabled;

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const target = ["go", "files-go"].map(button).find(visible);
      if (target) { event.preventDefault(); document.activeElement?.blur?.(); setTimeout(() => target.click(), 60); }
    } else if (event.key === "Escape") {
      const stop = ["stop", "files-stop"].map(button).find(visible);
      const marked = document.querySelector('.bullet[aria-pressed="true"]');
      if (stop) stop.click();
      else if (marked) choose(marked);
    }
  });

  // Files dropped on the paste box: one is opened there, several go to the tab of files.
  function drop(event) {
    const files = event.dataTransfer?.files;
    if (!files?.length || !closest(event, "#paste")) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type !== "drop") return;
    const many = files.length > 1;
    if (many) document.getElementById("tab-files-button")?.click();
    setTimeout(() => {
      const input = document.querySelector(many ? '#files input[type="file"]' : '.small input[type="file"]');
      if (!input) return;
      input.files = files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }, many ? 400 : 0);
  }
  ["dragover", "drop"].forEach((name) => document.addEventListener(name, drop, true));

  // Screen readers hear what [data-say] says, once, from a region that stays.
  let live;
  function say(text) {
    if (live && live.textContent !== text) live.textContent = text;
  }

  // When work begins or ends, its line and what is below it come into view.
  let seen = "";
  function follow() {
    const now = document.querySelector("#result [data-result]") ? "result"
      : document.querySelector("#status .stages") ? "stages" : "";
    if (now && now !== seen) {
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      document.getElementById("status").scrollIntoView({
        block: now === "result" ? "start" : "nearest", behavior: calm ? "auto" : "smooth",
      });
    }
    seen = now;
  }

  // What gradio leaves to be desired for keyboards and screen readers.
  function mend() {
    const language = document.querySelector("[data-language]")?.dataset.language;
    if (language && document.documentElement.lang !== language) document.documentElement.lang = language;
    worded();
    remember();
    const said = [...document.querySelectorAll("[data-say]")].find((element) => element.offsetParent !== null);
    if (said) say(said.dataset.say);
    follow();
    const main = document.querySelector("main");
    if (!main) document.querySelector(".gradio-container")?.setAttribute("role", "main");
  }

  // The drop box has words of gradio's own, in the browser's language; the page may be in the other one.
  function worded() {
    const words = document.querySelector("[data-drop]")?.dataset.drop;
    const box = document.querySelector('#files [data-testid="upload-text"]');
    if (!words || !box || box.dataset.words === words) return;
    box.dataset.words = words;
    const parts = [...box.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    parts.forEach((node, place) => { node.data = place ? "\u200b" : words; });
    box.querySelectorAll(".or").forEach((or) => { or.hidden = true; });
    box.closest("button")?.setAttribute("aria-label", words);
  }

  function start() {
    live = document.createElement("div");
    live.id = "live";
    live.setAttribute("role", "status");
    live.className = "unseen";
    document.body.append(live);
    let planned = false;
    new MutationObserver(() => {
      if (planned) return;
      planned = true;
      requestAnimationFrame(() => { planned = false; mend(); });
    }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-language"] });
    mend();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
