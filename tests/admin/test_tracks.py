"""`/admin track …` as admins use it, and what is said to mistaken and to forged input."""

import pytest

from sandbox.limits import check_message
from sandbox.model import VOICE
from sandbox.permissions import Permission
from sandbox.reply import Reply
from sandbox.seen import DriverError
from tests.community import BOT_MAY, Community, at

ADD: dict[str, object] = {"certification": "CPC", "time": "9am", "timezone": "UTC"}


async def add(town: Community, **changes: object) -> Reply:
    """`/admin track add` with those options changed, whatever Discord's client would say to them."""
    return await town.admin.slash("admin track add", {**ADD, "channel": town.quiz, **changes}, force=True)


async def listed(town: Community) -> str:
    """What `/admin track list` says."""
    reply = await town.admin.slash("admin track list")
    assert reply.message.ephemeral
    return reply.text()


async def test_a_track_from_beginning_to_end(town: Community) -> None:
    assert "None yet. `/admin track add` sets one up" in await listed(town)
    role = town.local.create_role(town.guild, "Studying", mentionable=True)
    reply = await add(town, time="half", timezone="Chicago")
    assert "“half” is not a time I can read. Write it like 09:00, 9am or 21:30." in reply.text()
    reply = await add(town, time="9 pm", timezone="Chicago", days="mon, wed, FRI", ping=role)
    assert reply.message.ephemeral
    assert "Set up: CPC" in reply.text()
    assert "Monday, Wednesday and Friday at 21:00 (9:00 pm), America/Chicago" in reply.text()
    assert f"In <#{town.quiz.id}>" in reply.text()
    assert f"Mentions <@&{role.id}>" in reply.text()
    due = at("2026-11-02T21:00:00-06:00")
    assert f"<t:{due}:F>" in reply.text()
    assert "/admin track edit changes it" in reply.text()
    assert reply.message.data["mention_roles"] == [], "the echo pings nobody"

    (choice,) = await town.admin.autocomplete("admin track edit", "track", "")
    assert choice == {"name": "CPC in #daily-quiz", "value": 1}
    reply = await town.admin.slash("admin track edit", track=1, time="07:30", no_ping=True)
    assert "Changed: CPC" in reply.text()
    assert "Monday, Wednesday and Friday at 07:30 (7:30 am), America/Chicago" in reply.text()
    assert "Mentions nobody" in reply.text()
    reply = await town.admin.slash(
        "admin track edit", track=1, days="daily", timezone="Europe/Paris", channel=town.lounge
    )
    assert f"In <#{town.lounge.id}>, every day at 07:30 (7:30 am), Europe/Paris" in reply.text()
    await town.travel("2026-11-03T06:30:00+00:00")
    assert (len(town.posts()), len(town.posts(town.lounge))) == (0, 1)

    reply = await town.admin.slash("admin track pause", track=1)
    assert "Paused: CPC" in reply.text()
    assert "`/admin track resume` goes on" in await listed(town)
    await town.travel("2026-11-06T12:00:00+00:00")
    assert len(town.posts(town.lounge)) == 1
    reply = await town.admin.slash("admin track resume", track=1)
    assert f"<t:{at('2026-11-07T06:30:00+00:00')}:F>" in reply.text()
    await town.travel("2026-11-07T06:30:00+00:00")
    assert len(town.posts(town.lounge)) == 2

    sure = await town.admin.slash("admin track remove", track=1)
    assert "Remove the CPC track in <#" in sure.text()
    assert "None yet" not in await listed(town), "nothing has happened yet"
    other = await town.learners[0].press_raw(town.lounge, sure.message, "ar:1")
    assert "The CPC track" not in other.text()
    reply = await town.admin.click(sure.message, "Yes, remove it")
    assert "The CPC track in <#" in reply.text()
    assert "answers are kept" in reply.text()
    assert "None yet" in await listed(town)
    await town.travel("2026-11-09T12:00:00+00:00")
    assert len(town.posts(town.lounge)) == 2
    again = await add(town, channel=town.lounge)
    assert "Set up" in again.text(), "the channel is free for a new track"


async def test_several_tracks_and_the_same_one_twice(town: Community) -> None:
    await town.add_track("CPC")
    assert "Set up: CCS" in (await add(town, certification="ccs")).text()
    assert "has a CPC track already. Use `/admin track edit`" in (await add(town)).text()
    await town.add_track("CPC", channel=town.lounge)
    moved = await town.admin.slash("admin track edit", track=3, channel=town.quiz)
    assert f"<#{town.quiz.id}> has a CPC track already" in moved.text()
    text = await listed(town)
    assert text.count("09:00 (9:00 am), UTC") == 3
    await town.travel("2026-11-03T09:00:00+00:00")
    assert [len(town.posts(channel)) for channel in (town.quiz, town.lounge)] == [2, 1]


MISTAKES = [
    ({"certification": "RHIT"}, "no certification “RHIT” here"),
    ({"certification": "CPC-P"}, "no outline of the CPC-P exam here"),
    ({"certification": "CPCC"}, "Did you mean CPC"),
    ({"certification": ""}, "Choose one of:"),
    ({"certification": "@everyone"}, "Choose one of:"),
    ({"time": "25:00"}, "“25:00” is past the end of the day: hours go to 23"),
    ({"time": "9:75"}, "minutes to 59"),
    ({"time": "13pm"}, "does not go with am or pm"),
    ({"time": "tomorrow"}, "“tomorrow” is not a time I can read"),
    ({"time": ""}, "Write it like 09:00"),
    ({"timezone": "America/Chicgo"}, "Did you mean America/Chicago"),
    ({"timezone": "Springfield"}, "is not a time zone I know"),
    ({"timezone": "../../etc/passwd"}, "is not a time zone I know"),
    ({"timezone": ""}, "is not a time zone I know"),
    ({"days": "Mon-Fri-Sun"}, "I can't read the days"),
    ({"days": "someday"}, "I can't read the day “someday”"),
    ({"days": "x" * 5000}, "I can't read the day"),
]


async def test_mistakes_are_named_with_what_would_work(town: Community) -> None:
    for change, said in MISTAKES:
        reply = await add(town, **change)
        assert said in reply.text(), (change, reply.text())
        assert reply.message.ephemeral
        assert "@everyone" not in reply.text() or not reply.message.data["mention_everyone"]
    assert "None yet" in await listed(town), "nothing was kept of any of them"
    for written in ("9am", "9 AM", "09.00", "0900", "9"):
        reply = await add(town, time=written)
        assert "at 09:00 (9:00 am)" in reply.text(), written
        sure = await town.admin.slash("admin track remove", track=int(await only_track(town)))
        await town.admin.click(sure.message, "Yes, remove it")


async def test_everyone_is_no_role_to_mention(town: Community) -> None:
    """Discord shows it as one; a post with it would mention nobody, whatever the echo said."""
    reply = await add(town, ping=town.guild.roles[town.guild.id])
    assert "I don't mention everyone" in reply.text()
    assert "None yet" in await listed(town)


async def test_an_edit_that_names_nothing_says_so(town: Community) -> None:
    await town.add_track("CPC")
    reply = await town.admin.slash("admin track edit", track=1)
    assert "Nothing to change: CPC" in reply.text()
    assert "Changed" not in reply.text()


async def only_track(town: Community) -> int:
    """The id of the one track there is."""
    (choice,) = await town.admin.autocomplete("admin track remove", "track", "")
    return int(choice["value"])


async def test_a_mistake_while_editing_changes_nothing(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    for change in ({"time": "25:00"}, {"timezone": "Nowhere"}, {"days": "noday"}):
        await town.admin.slash("admin track edit", {"track": 1, "channel": town.lounge, **change}, force=True)
    text = await listed(town)
    assert f"In <#{town.quiz.id}>, every day at 09:00 (9:00 am), UTC" in text


async def test_a_channel_of_another_server_or_of_no_use(town: Community) -> None:
    stranger = town.local.create_user("stranger")
    elsewhere = town.local.create_guild("Elsewhere", stranger)
    theirs = town.local.create_channel(elsewhere, "private")
    town.local.install(town.token, elsewhere, int(BOT_MAY))
    voice = town.local.create_channel(town.guild, "talk", type=VOICE)
    for channel in (theirs, voice):
        reply = await add(town, channel=channel)
        assert "can't be used there. Pick it from the list" in reply.text(), channel.name
    assert "None yet" in await listed(town)


async def test_what_the_bot_may_not_do_in_a_channel_is_named_at_once(town: Community) -> None:
    bot = town.local.bot(town.token)
    mute = int(Permission.SEND_MESSAGES | Permission.EMBED_LINKS)
    town.local.set_overwrites(town.quiz, {bot: (0, mute)})
    reply = await add(town)
    assert f"I can't post in <#{town.quiz.id}> yet" in reply.text()
    assert "allow: Send Messages, Embed Links." in reply.text()
    town.local.set_overwrites(town.quiz, {bot: (0, int(Permission.READ_MESSAGE_HISTORY))})
    assert "allow: Read Message History." in (await add(town)).text()
    town.local.set_overwrites(town.quiz, {bot: (0, int(Permission.VIEW_CHANNEL))})
    assert "allow: View Channel, " in (await add(town)).text()
    await add(town, channel=town.lounge)
    moved = await town.admin.slash("admin track edit", track=1, channel=town.quiz)
    assert "I can't post in" in moved.text()
    town.local.set_overwrites(town.quiz, {})
    assert "Changed" in (await town.admin.slash("admin track edit", track=1, channel=town.quiz)).text()


async def test_a_role_that_the_bot_cannot_mention_is_refused(town: Community) -> None:
    role = town.local.create_role(town.guild, "Quiet")
    everyone = town.guild.roles[town.guild.id]
    town.local.change_role(
        town.guild, everyone, permissions=everyone.permissions & ~int(Permission.MENTION_EVERYONE)
    )
    reply = await add(town, ping=role)
    assert f"I may not mention <@&{role.id}>" in reply.text()
    assert "Allow anyone to @mention this role" in reply.text()
    await add(town)
    edited = await town.admin.slash("admin track edit", track=1, ping=role)
    assert f"I may not mention <@&{role.id}>" in edited.text(), "also when the channel stays as it is"
    town.local.change_role(
        town.guild, everyone, permissions=everyone.permissions | int(Permission.MENTION_EVERYONE)
    )
    assert (
        f"Mentions <@&{role.id}>" in (await town.admin.slash("admin track edit", track=1, ping=role)).text()
    )


COMMANDS: list[tuple[str, dict[str, object]]] = [
    ("admin track add", ADD),
    ("admin track list", {}),
    ("admin track edit", {"track": 1, "time": "10am"}),
    ("admin track pause", {"track": 1}),
    ("admin track resume", {"track": 1}),
    ("admin track remove", {"track": 1}),
]


async def test_members_without_manage_server_are_refused_even_past_discords_own_check(
    town: Community,
) -> None:
    await town.add_track("CPC", "9am", "UTC")
    member = town.learners[0]
    for command, options in COMMANDS:
        given = {**options, "channel": town.lounge} if "add" in command else options
        with pytest.raises(DriverError, match="lacks the permissions"):
            await member.slash(command, given)
        reply = await member.slash(command, given, force=True)
        assert "Only members with the permission Manage Server" in reply.text(), command
        assert reply.message.ephemeral
    text = await listed(town)
    assert text.count("09:00 (9:00 am)") == 1
    assert "Paused" not in text
    owner = town.local.member(town.guild, town.owner).at(town.lounge)
    assert "Tracks in this server" in (await owner.slash("admin track list")).text()


async def test_a_track_of_another_server_is_out_of_reach(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    neighbour = town.local.create_user("neighbour")
    elsewhere = town.local.create_guild("Elsewhere", neighbour)
    room = town.local.create_channel(elsewhere, "room")
    town.local.install(town.token, elsewhere, int(BOT_MAY))
    there = town.local.member(elsewhere, neighbour).at(room)
    for command, options in COMMANDS[2:]:
        for track in (1, 0, -1, 2**53, 99):
            reply = await there.slash(command, {**options, "track": track}, force=True)
            assert "no such track in this server" in reply.text(), (command, track)
    assert await there.autocomplete("admin track edit", "track", "") == []
    board = await there.slash("quiz leaderboard", track=1)
    assert "no track in this server" in board.text()
    assert "None yet" in (await there.slash("admin track list")).text()
    assert "09:00" in await listed(town)


async def test_what_is_offered_while_typing(town: Community) -> None:
    offer = town.admin.autocomplete
    certifications = await offer("admin track add", "certification", "")
    assert {choice["value"] for choice in certifications} == {
        "CCA",
        "CCS",
        "CCS-P",
        "CIC",
        "COC",
        "CPC",
        "CRC",
    }
    assert [c["value"] for c in await offer("admin track add", "certification", "inpatient")] == ["CIC"]
    assert "CPC" in {
        c["value"] for c in await offer("admin track add", "certification", "professional coder")
    }
    usual = await offer("admin track add", "timezone", "")
    assert "America/New_York" in {choice["value"] for choice in usual}
    assert (await offer("admin track add", "timezone", "chic"))[0]["value"] == "America/Chicago"
    assert (await offer("admin track edit", "timezone", "eastern"))[0]["value"] == "America/New_York"
    assert (await offer("admin track add", "timezone", "Chicgo"))[0]["value"] == "America/Chicago"
    assert await offer("admin track add", "timezone", "☃" * 90) == []
    for typed in ("a", "America", "", "/", "%", "x" * 100):
        assert len(await offer("admin track add", "timezone", typed)) <= 25


async def test_as_many_tracks_as_a_server_can_have(town: Community) -> None:
    """The list still fits in a message, at its longest; one more track is refused."""
    role = town.local.create_role(town.guild, "Studying", mentionable=True)
    channels = [town.local.create_channel(town.guild, f"quiz-{number}") for number in range(26)]
    for channel in channels[:25]:
        reply = await add(
            town,
            channel=channel,
            ping=role,
            days="Mon Tue Wed Thu Fri Sat",
            timezone="America/Argentina/ComodRivadavia",
        )
        assert "Set up" in reply.text()
    reply = await add(town, channel=channels[25])
    assert "A server can have 25 tracks. Remove one first" in reply.text()
    text = await listed(town)
    assert all(f"<#{channel.id}>" in text for channel in channels[:25])
    for channel in channels[:5]:
        town.local.delete_channel(channel)
    town.local.close_dms(town.admin.user)
    town.local.close_dms(town.owner)
    await town.travel("2026-11-04T14:00:00+00:00")
    reply = await town.admin.slash("admin track list")
    check_message(reply.message.data)
    assert "channel was deleted" in reply.text()
    assert "could not reach any of you" in reply.text()
    assert len(await town.admin.autocomplete("admin track edit", "track", "")) == 25
    names = [c["name"] for c in await town.admin.autocomplete("admin track edit", "track", "deleted")]
    assert names == ["CPC in #deleted channel"] * 5
