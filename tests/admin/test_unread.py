"""Notices that could reach nobody by message: shown once at the next look at the tracks, whole, and not for ever."""

import asyncio

from bot.db import Tx
from bot.features.admin.service import AdminService
from tests.community import Community


async def _listed(town: Community, admin: AdminService) -> str:
    """What the list says, once the bot has noted what it showed: it does so after the answer."""
    before = await admin.unread(town.guild.id, town.admin.user.id)
    text = (await town.admin.slash("admin track list")).text()
    async with asyncio.timeout(60):
        while before and await admin.unread(town.guild.id, town.admin.user.id) == before:  # noqa: ASYNC110 (nothing tells of it)
            await asyncio.sleep(0.01)
    return text


async def test_they_are_shown_once_and_whole(town: Community) -> None:
    town.local.close_dms(town.admin.user)
    town.local.close_dms(town.owner)
    assert town.app is not None
    services = town.app.services
    texts = [f"Number {number}. {'Something has to be put right. ' * 10}" for number in range(7)]

    async def seven(tx: Tx) -> None:
        for text in texts:
            await services.admin.notify(tx, town.guild.id, town.admin.user.id, text)

    await services.db.write(seven)
    await services.schedule.run_until_idle()
    shown = [await _listed(town, services.admin) for _ in range(3)]
    seen = [[text for text in texts if text.strip() in one] for one in shown]
    assert [len(one) for one in seen] == [5, 2, 0]
    assert sorted(seen[0] + seen[1]) == sorted(texts)
    assert "could not reach any of you" not in shown[2]
