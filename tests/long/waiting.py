"""Waiting for something to come true."""

import asyncio
from collections.abc import Callable


async def until(true: Callable[[], bool], within_s: float = 60.0, *, look_every_s: float = 0.005) -> None:
    """Come back as soon as `true()` is. Raises TimeoutError after `within_s` seconds.

    These are for a machine on which much else runs; they are no claim about how fast anything is.
    """
    async with asyncio.timeout(within_s):
        while not true():  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(look_every_s)
