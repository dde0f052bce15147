"""`/admin buddies …` as admins use it, and what is said to mistaken and to forged input."""

from sandbox.model import NEWS
from sandbox.permissions import Permission
from tests.buddies.circle import join, paired, set_up, threads
from tests.community import Community


async def test_rounds_are_set_up_changed_and_switched_off(town: Community) -> None:
    channel = await set_up(town, day="Wednesday", time="7pm", timezone="Chicago", every="two weeks")
    status = (await town.admin.slash("admin buddies status")).text()
    assert f"private threads in <#{channel.id}>" in status
    assert "every two weeks on Wednesday at 19:00 (7:00 pm), America/Chicago" in status
    assert "Waiting: 0 · taking a break: 0 · pairs: 0" in status
    changed = await town.admin.slash("admin buddies set", channel=channel, time="18:00")
    assert "Wednesday at 18:00 (6:00 pm), America/Chicago" in changed.text(), "what is not given stays"
    off = await town.admin.slash("admin buddies off")
    assert "Off: no new pairs. `/admin buddies set` switches them on." in off.text()
    for learner in town.learners[:2]:
        await learner.slash("buddy join", certification="CPC")
    await town.travel(town.clock.now() + 14 * 86_400)
    assert threads(town) == []


async def test_counts_only(town: Community) -> None:
    await paired(town)
    await join(town.learners[2])
    status = (await town.admin.slash("admin buddies status")).text()
    assert "Waiting: 1 · taking a break: 0 · pairs: 1" in status
    assert "Last round: <t:" in status
    assert "1 pair" in status
    assert all(f"<@{learner.user.id}>" not in status for learner in town.learners)


async def test_missing_permissions_are_named_before_anything_is_set(town: Community) -> None:
    bot, everyone = town.local.bot(town.token), town.guild.roles[town.guild.id]
    channel = town.local.create_channel(town.guild, "study-buddies")
    denied = int(Permission.CREATE_PRIVATE_THREADS | Permission.SEND_MESSAGES_IN_THREADS)
    town.local.set_overwrites(channel, {bot: (0, denied)})
    refused = await town.admin.slash("admin buddies set", channel=channel)
    assert "allow: Create Private Threads, Send Messages In Threads." in refused.text()
    town.local.set_overwrites(
        channel, {everyone: (0, int(Permission.VIEW_CHANNEL)), bot: (int(Permission.VIEW_CHANNEL), 0)}
    )
    hidden = await town.admin.slash("admin buddies set", channel=channel)
    assert "⚠️ Not everybody sees" in hidden.text()


async def test_an_announcement_channel_is_refused(town: Community) -> None:
    news = town.local.create_channel(town.guild, "announcements", type=NEWS)
    refused = await town.admin.slash("admin buddies set", channel=news)
    assert "Announcement channels have no private threads" in refused.text()


async def test_what_cannot_be_read_is_said(town: Community) -> None:
    channel = town.local.create_channel(town.guild, "study-buddies")
    for given, said in (
        ({"day": "someday"}, "I can't read the day"),
        ({"time": "half"}, "is not a time I can read"),
        ({"timezone": "Atlantis"}, "is not a time zone I know"),
        ({"every": "century"}, "every week, every two weeks, or every month"),
    ):
        reply = await town.admin.slash("admin buddies set", {"channel": channel, **given}, force=True)
        assert said in reply.text()
        assert reply.message.ephemeral


async def test_only_admins_may(town: Community) -> None:
    channel = town.local.create_channel(town.guild, "study-buddies")
    for command, options in (("set", {"channel": channel}), ("off", {}), ("status", {})):
        reply = await town.learners[0].slash(f"admin buddies {command}", options, force=True)
        assert "Only members with the permission Manage Server" in reply.text(), command


async def test_help_knows_of_buddies(town: Community) -> None:
    assert "/buddy join" in (await town.learners[0].slash("help")).text()
    assert "/admin buddies set" in (await town.admin.slash("help")).text()
