"""Crosswalk, matching study buddies without pause while its folder holds a file `matching`.

The file says how many members a round has.
"""

import asyncio
import gc
import logging
from pathlib import Path

from bot.app import App, open_services
from bot.clock import Clock
from bot.features.buddies.worker import Matcher
from bot.logs import set_up_logging
from bot.settings import load_settings
from tests.buddies.pools import pool

SIZES = (5000, 20_000)
ORDER = Path("matching")
log = logging.getLogger(__name__)


def ordered() -> int | None:
    """How many members to match, if any."""
    return int(ORDER.read_text()) if ORDER.exists() else None


async def match_on_order() -> None:
    """One round after the other, each as soon as the last is answered."""
    matcher = Matcher()
    rounds = {count: pool(count, 1, blocked=0.1, met=1) for count in SIZES}
    gc.collect()
    gc.freeze()
    while True:
        if (count := ordered()) is not None:
            outcome = await matcher.match(rounds[count])
            log.info("matched in %d groups", len(outcome.groups))
        else:
            await asyncio.sleep(0.05)


async def main() -> None:
    """Serve and match until killed; the matching process ends by itself then."""
    settings = load_settings()
    set_up_logging(settings.log_level, settings.log_format)
    async with (
        open_services(settings, Clock(settings.start_instant)) as services,
        asyncio.TaskGroup() as tasks,
    ):
        tasks.create_task(match_on_order())
        tasks.create_task(App(settings, services).serve())


if __name__ == "__main__":
    asyncio.run(main())
