"""For the tests of `/me`: a member who has left traces in every table of the mnemonics."""

from bot.db import Tx
from bot.features.mnemonics.model import Asks
from bot.features.quiz import Given
from tests.community import Community

# What `/me export` names, and what `/me delete` counts of these traces.
EXPORTED = {
    "mnemonics",
    "mnemonics_judged",
    "mnemonic_votes",
    "mnemonics_seen",
    "mnemonic_trials",
    "mnemonic_reports",
    "mnemonic_servers",
}
COUNTED = {
    "mnemonics": "1",
    "mnemonic votes": "1",
    "mnemonic reports (now without your id)": "1",
    "mnemonics set up (now without your id)": "1",
}
SEEN = "mnemonics seen after a wrong answer"


async def left_traces(town: Community, member_id: int) -> None:
    """Write one that is voted for, vote, report, set up the server, get a topic wrong and look at a hook."""
    assert town.app is not None
    services = town.app.services
    mnemonics, guild_id = services.mnemonics, town.guild.id
    # By somebody else at first, who is then told what waits.
    await mnemonics.servers.set(guild_id=guild_id, set_by=town.owner.id, approve_first=True)
    added = await mnemonics.authors.add(
        guild_id=guild_id, member_id=member_id, topic="neoplasms", hook="Zebras graze beside morphology"
    )
    await mnemonics.moderating.approve(
        guild_id=guild_id, ref=added.mnemonic.ref, asks=Asks.POST, version=added.mnemonic.version
    )
    await mnemonics.members.vote(guild_id=guild_id, member_id=town.owner.id, ref=added.mnemonic.ref, up=True)
    ref = f"b:{next(iter(services.library.mnemonics))}"
    await mnemonics.members.vote(guild_id=guild_id, member_id=member_id, ref=ref, up=True)
    await mnemonics.members.report(guild_id=guild_id, member_id=member_id, ref=ref, why="not for us")

    await mnemonics.servers.set(guild_id=guild_id, set_by=member_id)

    async def wrong(tx: Tx) -> None:
        given = Given(member_id, guild_id, "eye-ear", False, services.clock.now())
        await mnemonics.recall.answered(tx, given)

    await services.db.write(wrong)
    await mnemonics.recall.hook_for(guild_id=guild_id, member_id=member_id, topic="eye-ear")
