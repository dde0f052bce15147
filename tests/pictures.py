"""The pictures in the README, taken from the demo page so that they stay true: `make pictures`."""

import asyncio
import shutil
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect

from sandbox.demo import Demo
from sandbox.past import DAYS
from tests.sandbox.stage import opened

DOCS = Path(__file__).resolve().parent.parent / "docs"


async def take() -> None:
    """All of them, of one demo; the moment is always the same."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        raise SystemExit("This needs Chromium (on Debian and Ubuntu: sudo apt install chromium).")
    with tempfile.TemporaryDirectory() as folder:
        async with opened(Path(folder), days=DAYS) as demo, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            await _desk(browser, demo)
            await _phone(browser, demo)
            await browser.close()


async def _desk(browser: Browser, demo: Demo) -> None:
    page = await browser.new_page(viewport={"width": 1280, "height": 1080}, color_scheme="light")
    await _open(page, demo, "ines")
    await _answer(page)
    # The question in sight, too.
    await page.locator("#messages > .message:not(.private)").last.evaluate("node => node.scrollIntoView()")
    await page.screenshot(path=DOCS / "demo.png")


async def _phone(browser: Browser, demo: Demo) -> None:
    page = await browser.new_page(
        viewport={"width": 390, "height": 844}, color_scheme="dark", device_scale_factor=2, has_touch=True
    )
    await _open(page, demo, "lucía")
    await _answer(page)
    await page.screenshot(path=DOCS / "demo-phone.png")


async def _open(page: Page, demo: Demo, person: str) -> None:
    await page.goto(f"{demo.url}/#{person}/daily-quiz")
    await expect(page.locator("#messages > .message").last).to_be_visible()
    await page.get_by_role("button", name="Put the tour away").click()


async def _answer(page: Page) -> None:
    """The newest question, rightly or not, as its seed has it; the private reply is in the picture."""
    await page.locator("#messages > .message").last.get_by_role("button", name="B", exact=True).click()
    await expect(page.locator("#messages > .private").last).to_contain_text("Your answer")
    await page.evaluate("Promise.all(document.getAnimations().map(a => a.finished)).then(() => null)")
    await page.locator("h1").hover()


if __name__ == "__main__":
    asyncio.run(take())
