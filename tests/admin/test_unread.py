"""Notices that could reach nobody by message: shown once at the next look at the tracks, whole, and not for ever."""

from bot.db import Tx
from tests.community import Community


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
    shown = [(await town.admin.slash("admin track list")).text() for _ in range(3)]
    seen = [[text for text in texts if text.strip() in one] for one in shown]
    assert [len(one) for one in seen] == [5, 2, 0]
    assert sorted(seen[0] + seen[1]) == sorted(texts)
    assert "could not reach any of you" not in shown[2]
