"""A server with many tracks and the longest questions there may be: Discord takes 6,000 characters in a message."""

import re
from dataclasses import replace
from pathlib import Path

from bot.library.shapes import STEM_LIMIT
from tests.community import Community, community
from tests.quiz.bank import first, only


async def set_up(town: Community) -> None:
    for channel in (town.quiz, town.lounge, town.local.create_channel(town.guild, "third")):
        for certification in ("CPC", "CCS"):
            await town.add_track(certification, "9am", "UTC", channel=channel)
    await town.travel("2026-11-03T09:00:00+00:00")


async def test_today_shows_as_many_as_fit_and_says_how_many_wait(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        bank = {question.id: question for question in [*first(6), *first(6, of="CCS")]}
        town.content = only(replace(question, stem="x" * STEM_LIMIT) for question in bank.values())
        async with town.bot():
            await set_up(town)
            one = town.learners[0]
            seen: set[str] = set()
            for _ in range(6):
                reply = await one.slash("quiz today")
                names = [str(button.custom_id).split(":") for button in reply.message.buttons()]
                shown = {occurrence for kind, occurrence, *_ in names if kind == "q"}
                if not shown:
                    break
                waiting = 6 - len(seen | shown)
                assert (f"{waiting} more when these are answered" in reply.text()) == (waiting > 0)
                seen |= shown
                for occurrence in shown:
                    await one.press_raw(town.quiz, reply.message, f"q:{occurrence}:0")
            assert len(seen) == 6


async def test_streaks_that_have_no_room_are_named(town: Community) -> None:
    await set_up(town)
    one = town.learners[0]
    everywhere = [channel for channel in town.guild.channels.values() if town.posts(channel)]
    for channel in everywhere:
        for post in town.posts(channel):
            await one.click(post, "A")
    reply = await one.slash("quiz streak")
    assert reply.text().count("Day by day") == 5
    assert re.search(r"CCS in \S+: 1", reply.text().splitlines()[0])
