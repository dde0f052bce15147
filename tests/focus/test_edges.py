"""What goes wrong around a session: wrong numbers, two starts, what Discord refuses, forged presses, deletion."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sandbox.members import MemberDriver
from sandbox.permissions import Permission
from tests.community import Community, community
from tests.focus.studying import MINUTE, changes, counted, heard, now, settle, start


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"minutes": 19}, "20 to 50 minutes of focus"),
        ({"minutes": 10**12}, "20 to 50 minutes of focus"),
        ({"minutes": 25, "break": 25}, "break of 3 to 15 minutes"),
        ({"break": -1}, "break of 3 to 15 minutes"),
        ({"rounds": 0}, "1 to 8 rounds"),
        ({"at": "soonish"}, "not a time I can read"),
        ({"at": "2026-11-01 10:00"}, "over already"),
        ({"at": "2026-12-24 10:00"}, "more than 14 days ahead"),
        ({"at": "18:30", "timezone": "Middle-earth"}, "not a time zone I know"),
        ({"topic": "x" * 101}, "too long"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_begins(
    town: Community, options: dict[str, object], says: str
) -> None:
    reply = await town.learners[0].slash("focus start", options, force=True)
    assert reply.message.ephemeral
    assert says in reply.text()
    await settle(town)
    assert town.posts() == []
    await start(town, town.learners[0])


async def test_hostile_words_ping_nobody_and_are_shown_as_they_are(town: Community) -> None:
    one, two, _ = town.learners
    words = f"@everyone <@{two.user.id}> **x** [a](https://evil.example) https://evil.example"
    post = await start(town, one, topic=words)
    assert post.mentions == []
    assert not two.is_pinged(post)
    assert "https://evil.example" not in post.text()
    assert f"<@{two.user.id}>" not in post.text().replace(f"\\<@{two.user.id}>", "")
    assert "**x**" not in post.text()


async def test_one_session_a_starter_and_one_at_a_time_a_channel(town: Community) -> None:
    one, two, _ = town.learners
    post = await start(town, one)
    again = await one.at(town.lounge).slash("focus start")
    assert "You have a focus session already" in again.text()
    assert str(post.id) in again.text(), "with the way to it"
    here = await two.slash("focus start")
    assert "There is a focus session here at that time" in here.text()
    assert str(post.id) in here.text()
    overlapping = await two.slash("focus start", at="in 90 min")
    assert "There is a focus session here at that time" in overlapping.text()
    await two.slash("focus start", at="in 2 hours")
    await settle(town)
    assert len(town.posts()) == 2, "one after the other is fine"


async def test_of_two_starts_at_once_one_is_taken(town: Community) -> None:
    one, two, three = town.learners
    replies = await asyncio.gather(
        one.slash("focus start"), two.slash("focus start"), three.slash("focus start")
    )
    assert sum("in a moment" in reply.text() for reply in replies) == 1
    twice = await asyncio.gather(
        *(member.at(town.lounge).slash("focus start") for member in (one, one, one, two, three))
    )
    assert sum("in a moment" in reply.text() for reply in twice) == 1


async def test_where_the_bot_or_the_member_may_not_write_nothing_begins(town: Community) -> None:
    one = town.learners[0]
    bot = town.local.bot(town.token)
    town.local.set_overwrites(town.quiz, {bot: (0, int(Permission.EMBED_LINKS))})
    reply = await one.slash("focus start")
    assert "An admin has to allow me: Embed Links" in reply.text()
    town.local.set_overwrites(town.quiz, {one.user: (0, int(Permission.SEND_MESSAGES))})
    assert "You may not write here" in (await one.slash("focus start")).text()
    town.local.set_overwrites(town.quiz, {})
    await start(town, one)


async def test_a_deleted_message_ends_the_session_and_those_in_it_hear_why_once(town: Community) -> None:
    one, two, three = town.learners
    post = await start(town, one)
    await two.click(post, "Join")
    await settle(town)
    town.local.delete_message(post.record)
    await town.travel(now(town) + 25 * MINUTE)
    for member in (one, two):
        text = (await member.slash("focus stats")).text()
        assert f"in <#{town.quiz.id}> broke off" in text
        assert "its message was deleted" in text
        assert "This week: 25 minutes" in text
        await heard(town, member)
        assert "broke off" not in (await member.slash("focus stats")).text()
    assert "broke off" not in (await three.slash("focus stats")).text()
    said = len(changes(town))
    await town.travel(now(town) + 4 * 3600)
    assert len(changes(town)) == said, "nothing follows"
    await start(town, one)


async def test_a_deleted_channel_ends_the_session(town: Community) -> None:
    one = town.learners[0]
    await start(town, one)
    town.local.delete_channel(town.quiz)
    await town.travel(now(town) + 40 * MINUTE)
    reply = await one.at(town.lounge).slash("focus start")
    assert "its channel was deleted" in reply.text()
    assert "in a moment" in reply.text(), "and the new one begins"


async def test_a_forbidden_channel_ends_the_session_and_is_left_in_peace(town: Community) -> None:
    one = town.learners[0]
    post = await start(town, one)
    town.local.set_overwrites(town.quiz, {town.local.bot(town.token): (0, int(Permission.SEND_MESSAGES))})
    await town.travel(now(town) + 25 * MINUTE)
    assert "Broke off: the bot may not post there any more" in post.text(), "an edit still works"
    asked = len(town.local.requests)
    await town.travel(now(town) + 4 * 3600)
    assert len(town.local.requests) == asked
    assert "It needs View Channel, Send Messages" in (await one.slash("focus stats")).text()


async def test_a_lost_answer_neither_loses_nor_doubles_a_message_or_a_minute(town: Community) -> None:
    one = town.learners[0]
    begun, route = now(town), f"POST /channels/{town.quiz.id}/messages"
    town.local.faults.order(route, 1, "lose")
    post = await start(town, one, rounds=1)
    assert len(town.posts()) == 1
    # Longer than Discord remembers nonces: only a look into the channel helps.
    lost = town.local.faults.order(route, 1, "lose")
    deaf = town.local.faults.order(f"GET /channels/{town.quiz.id}/messages", 10_000, 503)
    await town.travel(begun + 25 * MINUTE)
    assert lost.hits == 1
    await town.travel(begun + 40 * MINUTE)
    deaf.cancel()
    await town.travel(begun + 60 * MINUTE)
    assert [counted(thanks) for thanks in changes(town)] == [{one.user.id: 25}]
    assert "Done." in post.text()
    assert "This week: 25 minutes" in (await one.slash("focus stats")).text()


async def test_a_bot_that_was_off_shows_the_right_phase_at_its_start(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        one, two, _ = town.learners
        begun = now(town)
        async with town.bot():
            post = await start(town, one)
            await two.click(post, "Join")
            await settle(town)
        town.clock.move_to(begun + 62 * MINUTE)  # in the third focus; a focus and two breaks were missed
        async with town.bot():
            await settle(town)
            assert "**Focus 3 of 4** until" in post.text()
            (late,) = changes(town)
            assert f"**Focus 3 of 4** until <t:{begun + 85 * MINUTE}:t>" in late.content
            await two.click(post, "Leave")
        town.clock.move_to(begun + 300 * MINUTE)  # long after the end
        async with town.bot():
            await settle(town)
            assert "Done." in post.text()
            assert len(changes(town)) == 1, "thanks that come hours late are none"
            assert "This week: 100 minutes" in (await one.slash("focus stats")).text()
            assert "This week: 52 minutes" in (await two.slash("focus stats")).text()
            await start(town, one)


async def test_forged_presses_do_nothing(town: Community) -> None:
    one, two, three = town.learners
    post = await start(town, one, rounds=1)
    other = await start(town, two.at(town.lounge), at="in 8 hours")
    elsewhere = town.posts(town.lounge)[-1]
    assert other.id == post.id
    # The button of a session on another message, of a session that is not there, and a made-up one.
    for custom_id in ("fe:2", "fj:99", "fl:1:7", "fj:1:1", "fj:-1", "ffw:1"):
        reply = await three.press_raw(town.quiz, post, custom_id)
        assert "not in use any more" in reply.text(), custom_id
    post.record.components[0]["components"][0]["custom_id"] = "fj:2"
    assert "not kept any more" in (await three.press_raw(town.quiz, post, "fj:2")).text()
    assert "Only whoever started" in (await three.click(elsewhere, "End")).text()
    await settle(town)
    assert "Taking part: 1" in post.text()


async def test_who_left_the_server_is_told_that_it_does_not_count(town: Community) -> None:
    one, two, _ = town.learners
    post = await start(town, one)
    town.local.remove_member(town.guild, two.user)
    reply = await MemberDriver(town.local, town.guild, two.user).press_raw(town.quiz, post, "fj:1")
    assert "not a member of that server" in reply.text()


async def delete(member: MemberDriver) -> str:
    """`/me delete`, confirmed."""
    question = await member.slash("me delete")
    return (await member.click(question.message, "Delete all my data")).text()


def traces(town: Community, member: MemberDriver) -> int:
    """Rows of focus sessions that name the member."""
    me = {"me": member.user.id}
    with closing(sqlite3.connect(town.folder / "bot.sqlite3")) as db:
        return sum(
            db.execute(f"SELECT COUNT(*) FROM {table} WHERE {column} = :me", me).fetchone()[0]
            for table, column in (
                ("focus_sessions", "started_by"),
                ("focus_presences", "member_id"),
                ("focus_times", "member_id"),
            )
        )


async def test_a_starter_who_deletes_their_data_leaves_the_session_to_the_others(town: Community) -> None:
    one, two, _ = town.learners
    begun = now(town)
    post = await start(town, one, topic="my secret weakness")
    await two.click(post, "Join")
    await town.travel(begun + 26 * MINUTE)
    assert traces(town, one) == 3
    assert "focus sessions: 1" in await delete(one)
    await settle(town)
    assert traces(town, one) == 0
    assert "secret" not in post.text()
    assert f"<@{one.user.id}>" not in post.text()
    assert "**Break**" in post.text(), "it goes on"
    assert "Only whoever started" in (await one.click(post, "End")).text()
    await town.travel(begun + 115 * MINUTE)
    assert counted(changes(town)[-1]) == {two.user.id: 100}
    assert one.user.id not in changes(town)[-1].mentions


async def test_the_last_one_who_deletes_their_data_ends_the_session(town: Community) -> None:
    one = town.learners[0]
    post = await start(town, one)
    await delete(one)
    await settle(town)
    assert "everybody left" in post.text()
    await town.travel(now(town) + 3 * 3600)
    assert changes(town) == []
    alone = MemberDriver(town.local, None, one.user)
    solo = await start(town, alone)
    await delete(alone)
    await town.travel(now(town) + 3 * 3600)
    assert traces(town, one) == 0
    assert not any("Break" in message.content for message in alone.dms())
    assert "not kept any more" in (await alone.click(solo, "What I work on")).text()
