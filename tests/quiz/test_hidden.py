"""A track in a channel that not everybody sees stays out of sight of the others."""

from sandbox.permissions import Permission
from tests.community import Community


async def test_a_hidden_channel_gives_away_neither_its_name_nor_its_question(town: Community) -> None:
    await town.add_track("CPC")
    everyone = town.guild.roles[town.guild.id]
    staff = town.local.create_channel(town.guild, "staff-only")
    moderator = next(role for role in town.guild.roles.values() if role.name == "Moderator")
    bot = town.local.bot(town.token)
    view = int(Permission.VIEW_CHANNEL)
    town.local.set_overwrites(staff, {everyone: (0, view), moderator: (view, 0), bot: (view, 0)})
    await town.add_track("CCS", channel=staff)
    await town.travel("2026-11-03T09:00:00+00:00")
    assert len(town.posts(staff)) == 1

    learner = town.learners[0]
    offered = await learner.autocomplete("quiz leaderboard", "track", "")
    assert [choice["name"] for choice in offered] == ["CPC in #daily-quiz"]
    assert "CCS" not in (await learner.slash("quiz today")).text()

    offered = await town.admin.autocomplete("quiz leaderboard", "track", "")
    assert [choice["name"] for choice in offered] == ["CPC in #daily-quiz", "CCS in #staff-only"]
    assert "CCS" in (await town.admin.slash("quiz today")).text()
