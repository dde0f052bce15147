"""The demo page in a real browser: how long it takes to open, and from a press to the reply that one can read."""

import shutil
import tempfile
from pathlib import Path
from statistics import quantiles

from playwright.async_api import Page

from sandbox.past import DAYS
from tests.bench.figures import Aim, Figure
from tests.page.window import Window, chromium, opened_window
from tests.sandbox.stage import opened

TITLE = "The demo page (Chromium on the same machine)"
BASELINE = ""
LOADS, PRESSES = 15, 60
LOADED = Aim(at_most=1000, of_value=True)
PRESSED = Aim(at_most=150, of_value=True)

# Reloads until the newest message stands there, drawn: milliseconds since the navigation began.
READY = """() => new Promise((done) => {
  const end = () => done(performance.now());
  const look = () => requestAnimationFrame(document.querySelector("#messages > .message") ? end : look);
  look();
})"""
# Presses the letter under the newest post and waits for one private reply more, drawn.
PRESS = """(letter) => new Promise((done) => {
  const count = () => document.querySelectorAll("#messages > .private").length;
  const all = [...document.querySelectorAll("#messages > .message:not(.private) .row button")];
  const button = all.findLast((b) => b.textContent === letter);
  const before = count();
  const began = performance.now();
  button.click();
  const end = () => done(performance.now() - began);
  const look = () => requestAnimationFrame(count() > before ? end : look);
  look();
})"""


async def measured() -> list[Figure]:
    """Opening and pressing."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        raise SystemExit("This benchmark needs Chromium (on Debian and Ubuntu: sudo apt install chromium).")
    with tempfile.TemporaryDirectory() as folder:
        async with (
            opened(Path(folder), days=DAYS) as demo,
            chromium(path) as browser,
            opened_window(browser, demo.url) as window,
        ):
            loads = [await _load(window) for _ in range(LOADS)]
            presses = [await _press(window.page, number) for number in range(PRESSES)]
    return [_figure("opening the page", loads, LOADED), _figure("press to visible reply", presses, PRESSED)]


async def _load(window: Window) -> float:
    await window.page.reload(wait_until="commit")
    return float(await window.page.evaluate(READY))


async def _press(page: Page, number: int) -> float:
    return float(await page.evaluate(PRESS, "ABCD"[number % 4]))


def _figure(what: str, all_ms: list[float], aim: Aim) -> Figure:
    cuts = quantiles(all_ms, n=20)
    return Figure(what, "ms (p95)", cuts[18], aim=aim, note=f"median {cuts[9]:.0f} ms, {len(all_ms)} times")
