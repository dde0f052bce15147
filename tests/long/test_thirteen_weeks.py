"""Thirteen weeks of three communities, over clock changes in both directions, with everything that goes wrong.

Afterwards every occurrence, every answer and every streak is accounted for.
"""

import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.long.account import Account
from tests.long.almanac import DAY_S, utc
from tests.long.season import Season
from tests.long.towns import three_towns
from tests.long.trouble import Forecast

START = utc("2026-08-31 00:00")
END = START + 13 * 7 * DAY_S
MEMBERS = 40


@pytest.mark.timeout(1200)  # a minute on a machine of its own, several on a loaded one
async def test_thirteen_weeks_are_accounted_for(tmp_path: Path) -> None:
    began = time.monotonic()
    async with three_towns(tmp_path, START) as towns:
        await towns.start()
        await towns.set_up_tracks()
        season = Season(towns, Random("thirteen weeks"), START, END)
        season.plan(towns.local.create_user(f"learner{number}") for number in range(1, MEMBERS + 1))
        account = Account(season, Forecast(season.troubles))
        season.curious = account.ask_on_the_way
        await season.run()
        towns.local.faults.clear()
        await season.settle()
        played = time.monotonic() - began
        await _account_for_everything(account)
    _tell(season, account, towns.starts)
    print(f"played in {played:.1f} s, accounted for in {time.monotonic() - began - played:.1f} s")


async def _account_for_everything(account: Account) -> None:
    account.look()
    account.posts()
    account.closes()
    account.presses()
    for learner in account.season.learners:
        await account.streaks(learner)
        await account.boards(learner)


def _tell(season: Season, account: Account, starts: int) -> None:
    """What this run went through, for whoever reads the log."""
    faults = Counter({fault.kind: 0 for fault in season.faults})
    for fault in season.faults:
        faults[fault.kind] += fault.hits
    for name, counts in (("", account.tally), ("faults: ", faults), ("gateway: ", season.gateway)):
        print(name + ", ".join(f"{what} {count}" for what, count in counts.items()))
    print(f"starts of the bot: {starts}, times of trouble: {len(season.troubles)}")
