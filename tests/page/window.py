"""A window of the demo page, and what one does in it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

import pytest
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request, async_playwright, expect

WIDE, PHONE, SMALL = (1280, 800), (390, 844), (360, 740)
# How long a busy machine may take: long enough that only what never comes fails.
PATIENCE_MS = 60_000.0
JOURNEY_MS = 400_000.0
LONG = pytest.mark.timeout(1200)  # of tests with journeys
OPEN_QUESTION = re.compile(r"question of the day")


@asynccontextmanager
async def chromium(path: str) -> AsyncIterator[Browser]:
    """The browser. Without its own sandbox, which containers do not allow: it shows nothing but this page."""
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"], timeout=2 * PATIENCE_MS
        )
        yield browser
        await browser.close()


@dataclass
class Window:
    """One member's window. wrong: what the browser complained of; asked: every address that it asked for."""

    page: Page
    url: str
    wrong: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def message(self, text: str | re.Pattern[str]) -> Locator:
        """The newest message that holds this text."""
        body = self.page.locator(".body").filter(has_text=text)  # not the line above that quotes another
        return self.page.locator("#messages > .message").filter(has=body).last

    def button(self, name: str) -> Locator:
        """A button outside of messages and forms, by its whole name."""
        return self.page.get_by_role("button", name=name, exact=True)

    async def answer(self, letter: str) -> Locator:
        """Press a letter under the newest open question; gives the private reply."""
        post = self.message(OPEN_QUESTION)
        async with self.bringing("Your answer"):
            await post.get_by_role("button", name=letter, exact=True).click()
        return await self.newest("Your answer")

    async def command(self, text: str) -> None:
        """Type a command into the message box and send it."""
        await self.page.locator("#composer-box").fill(f"/{text}")
        await self.button("Send").click()

    @asynccontextmanager
    async def bringing(self, text: str | re.Pattern[str]) -> AsyncIterator[None]:
        """What is done in here brings a new message with this text, which is waited for."""
        newest = self.message(text)
        before = await newest.get_attribute("id") if await newest.count() else ""
        yield
        await expect(newest).not_to_have_attribute("id", before or "")

    async def shown(self, command: str, text: str) -> Locator:
        """Send a command that takes nothing; gives the message that comes, which holds this text."""
        async with self.bringing(text):
            await self.command(command)
        return await self.newest(text)

    async def say(self, text: str, shown: str) -> Locator:
        """Write into the channel; gives the message, as soon as it stands there with this text."""
        async with self.bringing(shown):
            await self.page.locator("#composer-box").fill(text)
            await self.page.keyboard.press("Enter")
        return await self.newest(shown)

    async def newest(self, text: str) -> Locator:
        """The newest message that holds this text now, and none that comes after it."""
        return self.page.locator(f"#{await self.message(text).get_attribute('id')}")

    async def travel(self, label: str) -> None:
        """Press a goal, and wait until the journey is over."""
        goal = self.page.locator("#goals").get_by_role("button", name=label, exact=True)
        if not await goal.is_visible():
            await self.button("Time").click()
        await goal.click()
        await self.over()
        await expect(self.page.locator("#notice")).not_to_contain_text("A journey is under way")

    async def over(self) -> None:
        """Wait until no journey is under way, from this window or another."""
        await expect(self.page.locator("#goals button:disabled")).to_have_count(0, timeout=JOURNEY_MS)

    async def reload(self) -> None:
        """As the browser's own button does."""
        await self.page.reload()
        await self.settled()

    async def settled(self) -> None:
        """Wait until the room is shown, and painted: with its first picture the page still scrolls to the end."""
        await expect(self.page.locator("#messages > li").first).to_be_visible()
        await self.painted()

    async def painted(self) -> None:
        """Wait until everything is drawn that is to be drawn with the next picture, and what follows from its size."""
        await self.page.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))"
        )

    def _console(self, message: ConsoleMessage) -> None:
        if "Refused" in message.text or "Content Security Policy" in message.text:
            self.wrong.append(message.text)

    def _request(self, request: Request) -> None:
        self.asked.add(request.url)

    def listen(self) -> None:
        """From now on."""
        self.page.on("console", self._console)
        self.page.on("request", self._request)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))


@asynccontextmanager
async def opened_window(
    browser: Browser,
    url: str,
    person: str = "ines",
    room: str = "daily-quiz",
    *,
    size: tuple[int, int] = WIDE,
    scheme: Literal["light", "dark"] = "light",
    coarse: bool = False,
) -> AsyncIterator[Window]:
    """A window of its own (nothing is shared with others). At the end nothing must have gone wrong in it.

    coarse: a finger rather than a mouse.
    """
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        has_touch=coarse,
        is_mobile=coarse,
    )
    context.set_default_timeout(PATIENCE_MS)
    window = Window(await context.new_page(), url)
    window.listen()
    await window.page.goto(f"{url}/#{person}/{room}")
    try:
        await window.settled()
        yield window
    finally:
        await context.close()
    assert window.wrong == []
    assert {address for address in window.asked if not address.startswith(url)} == set()
