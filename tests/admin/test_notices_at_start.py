"""A notice that is due while the bot is still learning from Discord which servers there are."""

from pathlib import Path

from bot.app import App, open_services
from sandbox.members import MemberDriver
from tests.community import Community, community


async def tell(town: Community, app: App) -> None:
    """Something that the admins must hear of, with nobody in particular to tell it first."""
    admin = app.services.admin
    await app.services.db.write(lambda tx: admin.notify(tx, town.guild.id, None, "Look at this."))


async def test_it_waits_until_the_servers_are_known(tmp_path: Path) -> None:
    """Logged in but not connected, the bot knows no server's owner: that is no reason to give up."""
    async with community(tmp_path) as town:
        async with open_services(town.settings, town.clock, library=town.content) as services:
            app = App(town.settings, services)
            app.client = app.new_client()
            async with app.client:
                await app.client.login(town.token)
                await tell(town, app)
                await services.schedule.run_until_idle()
        async with town.bot():
            await town.travel(int(town.clock.now()) + 120)
            owner = MemberDriver(town.local, None, town.owner)
            assert ["Look at this." in message.text() for message in owner.dms()] == [True]
