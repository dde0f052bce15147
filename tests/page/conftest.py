"""A demo and a browser for the tests of its page. One of each serves a whole run: the tests use different members."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from sandbox.demo import Demo
from tests.page.second import Second
from tests.page.window import Window, chromium, opened_window
from tests.sandbox.stage import opened

playwright = pytest.importorskip(
    "playwright.async_api", reason="Playwright is not installed (make test installs it)"
)

WAYS = ("chromium", "chromium-browser", "google-chrome", "chrome")

Open = Callable[..., AbstractAsyncContextManager[Window]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    """The demo, with a second bot in it that uses what ours does not."""
    async with opened(tmp_path_factory.mktemp("demo")) as running, Second(running):
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium. Where there is none, these tests are skipped."""
    path = next(filter(None, map(shutil.which, WAYS)), None)
    if path is None:
        pytest.skip("no Chromium is installed (on Debian and Ubuntu: sudo apt install chromium)")
    async with chromium(path) as running:
        yield running


@pytest.fixture
def window(demo: Demo, browser: Browser) -> Open:
    """Opens the page as somebody: `async with window("maya", "lounge") as maya`."""

    return partial(opened_window, browser, demo.url)
