"""A session of several in a channel, as they see it: from the start to what they learned."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sandbox.model import Channel
from sandbox.permissions import Permission
from tests.community import BOT_MAY, Community, community
from tests.focus.studying import MINUTE, changes, counted, now, says, settle, start


async def test_two_study_side_by_side_and_each_gets_their_minutes(town: Community) -> None:
    one, two, three = town.learners
    begun = now(town)
    post = await start(town, one, rounds=2, topic="Modifiers")
    first_end = begun + 25 * MINUTE
    assert post.embeds[0]["title"] == "Modifiers"
    assert f"**Focus 1 of 2** until <t:{first_end}:t> (<t:{first_end}:R>)" in post.text()
    assert [button.label for button in post.buttons()] == ["Join", "Leave", "What I work on", "End"]
    assert post.mentions == [], "starting pings nobody"

    await town.travel(begun + 10 * MINUTE)
    reply = await two.click(post, "Join")
    assert reply.message.ephemeral
    assert "You are in. Focus 1 of 2" in reply.text()
    assert "in the session's message" in await says(two, post, "What I work on", "I work on", "HCC, again")
    await settle(town)
    assert "Taking part: 2" in post.text()
    assert f"<@{two.user.id}>: HCC, again" in post.text()

    edits = len(town.local.requests)
    await town.travel(first_end - 1)
    assert len(town.local.requests) == edits, "no edits by the minute"
    await town.travel(first_end)
    (pause,) = changes(town)
    assert pause.record.created_at == first_end
    assert f"**Break** until <t:{begun + 30 * MINUTE}:t>" in pause.content
    assert pause.mentions == [one.user.id, two.user.id]
    assert not three.is_pinged(pause)
    assert "**Break** until" in post.text()
    assert "Then focus 2 of 2." in post.text()
    assert pause.data["message_reference"]["message_id"] == str(post.id)

    await town.travel(begun + 40 * MINUTE)
    left = await two.click(pause, "Leave")
    assert "25 minutes of focus count for you" in left.text(), "15 of the first round, 10 of the second"
    await town.travel(begun + 60 * MINUTE)
    thanks = changes(town)[-1]
    assert thanks.mentions == [one.user.id], "who left is not pinged"
    assert counted(thanks) == {one.user.id: 50}
    assert "Done." in post.text()
    assert [button.label for button in post.buttons()] == ["What I learned"]

    assert "Kept" in await says(one, thanks, "What I learned", "I learned", "25 goes on the E/M code")
    stats = await one.slash("focus stats")
    assert stats.message.ephemeral
    assert "This week: 50 minutes" in stats.text()
    assert "1 session on 1 day" in stats.text()
    assert "25 goes on the E/M code" in stats.text()
    theirs = (await two.slash("focus stats")).text()
    assert "This week: 25 minutes" in theirs
    assert "25 goes" not in theirs, "what somebody learned is for them alone"
    assert "Begin with 25 minutes" in (await three.slash("focus stats")).text()


async def test_what_was_learned_can_be_changed_and_removed_and_is_asked_of_nobody_else(
    town: Community,
) -> None:
    one, two, _ = town.learners
    post = await start(town, one, rounds=1)
    await town.travel(now(town) + 25 * MINUTE)
    await says(one, post, "What I learned", "I learned", "first")
    assert "Kept" in await says(one, post, "What I learned", "I learned", "second")
    text = (await one.slash("focus stats")).text()
    assert "second" in text
    assert "first" not in text
    assert "Removed" in await says(one, post, "What I learned", "I learned", " ")
    assert "What you learned" not in (await one.slash("focus stats")).text()
    assert "did not take part" in (await two.click(post, "What I learned")).text()


async def test_joining_twice_changes_nothing_and_leaving_needs_joining(town: Community) -> None:
    one, two, _ = town.learners
    begun = now(town)
    post = await start(town, one, rounds=1)
    assert "not in this session" in (await two.click(post, "Leave")).text()
    assert "not in this session" in (await two.click(post, "What I work on")).text()
    await two.click(post, "Join")
    await town.travel(begun + 10 * MINUTE)
    assert "You are in" in (await two.click(post, "Join")).text()
    await town.travel(begun + 25 * MINUTE)
    assert counted(changes(town)[-1]) == {one.user.id: 25, two.user.id: 25}


async def test_who_comes_back_counts_for_both_times(town: Community) -> None:
    one, two, _ = town.learners
    begun = now(town)
    post = await start(town, one, rounds=1)
    await two.click(post, "Join")
    await town.travel(begun + 5 * MINUTE)
    await two.click(post, "Leave")
    await town.travel(begun + 15 * MINUTE)
    await two.click(post, "Join")
    await town.travel(begun + 25 * MINUTE)
    assert counted(changes(town)[-1]) == {one.user.id: 25, two.user.id: 15}


async def test_the_session_ends_when_everybody_has_left(town: Community) -> None:
    one, two, _ = town.learners
    post = await start(town, one)
    await two.click(post, "Join")
    await one.click(post, "Leave")
    await settle(town)
    assert "Focus 1 of 4" in post.text(), "it goes on without its starter"
    await two.click(post, "Leave")
    await settle(town)
    assert "everybody left" in post.text()
    assert post.buttons() == []
    await town.travel(now(town) + 4 * 3600)
    assert changes(town) == [], "nothing is said to nobody"
    await start(town, one)


async def test_only_its_starter_ends_it_and_all_in_it_hear_of_it(town: Community) -> None:
    one, two, _ = town.learners
    begun = now(town)
    post = await start(town, one)
    await two.click(post, "Join")
    assert "Only whoever started" in (await two.click(post, "End")).text()
    await town.travel(begun + 20 * MINUTE)
    sure = await one.click(post, "End")
    assert "Others take part" in sure.text()
    await settle(town)
    assert changes(town) == [], "nothing has happened yet"
    assert (await one.click(sure.message, "Yes, end it for all")).text() == "Ended."
    await settle(town)
    (thanks,) = changes(town)
    assert "ended early" in thanks.content
    assert counted(thanks) == {one.user.id: 20, two.user.id: 20}
    assert "Ended early" in post.text()
    await town.travel(begun + 5 * 3600)
    assert len(changes(town)) == 1, "no phase comes after the end"


async def test_a_moderator_ends_a_session_also_when_nobody_knows_who_started_it(town: Community) -> None:
    one, two, _ = town.learners
    post = await start(town, one)
    await two.click(post, "Join")
    asked = await one.slash("me delete")
    await one.click(asked.message, "Delete all my data")
    assert "or a moderator" in (await two.click(post, "End")).text()
    role = town.local.create_role(town.guild, "Host", int(Permission.MANAGE_MESSAGES))
    host = town.local.create_user("host")
    town.local.add_member(town.guild, host, [role])
    moderator = town.local.member(town.guild, host).at(town.quiz)
    sure = await moderator.click(post, "End")
    assert (await moderator.click(sure.message, "Yes, end it for all")).text() == "Ended."
    await settle(town)
    assert "Ended early." in post.text()


async def test_who_left_the_server_counts_and_is_called_no_longer(town: Community) -> None:
    one, two, _ = town.learners
    begun = now(town)
    post = await start(town, one)
    await two.click(post, "Join")
    await town.travel(begun + 26 * MINUTE)
    town.local.remove_member(town.guild, two.user)
    await town.travel(begun + 56 * MINUTE)
    assert str(two.user.id) not in changes(town)[-1].content
    assert str(two.user.id) not in post.text()
    await town.travel(begun + 115 * MINUTE)
    assert counted(changes(town)[-1]) == {one.user.id: 100}


async def test_a_session_whose_people_have_all_left_the_server_ends(town: Community) -> None:
    one = town.learners[0]
    begun = now(town)
    post = await start(town, one)
    town.local.remove_member(town.guild, one.user)
    await town.travel(begun + 26 * MINUTE)
    assert changes(town) == []
    assert "everybody left" in post.text()


async def test_a_planned_session_takes_sign_ups_and_begins_at_its_second(town: Community) -> None:
    one, two, three = town.learners
    await one.slash("me settings", timezone="America/Chicago")
    begins = now(town) + 3 * 3600  # 15:00 UTC is 9:00 in Chicago
    post = await start(town, one, at="9am", rounds=1, minutes=30, topic="Anatomy")
    assert f"Starts <t:{begins}:f> (<t:{begins}:R>)" in post.text()
    assert "press Join to sign up" in post.content
    await two.click(post, "Join")
    await three.click(post, "Join")
    await three.click(post, "Leave")
    await town.travel(begins - 1)
    assert changes(town) == []
    # A planned start is an instant: another zone does not move it.
    await one.slash("me settings", timezone="Asia/Tokyo")
    await town.travel(begins)
    (go,) = changes(town)
    assert go.record.created_at == begins
    assert go.mentions == [one.user.id, two.user.id]
    assert "**Focus 1 of 1**" in go.content
    assert "**Focus 1 of 1**" in post.text()
    await town.travel(begins + 30 * MINUTE)
    assert counted(changes(town)[-1]) == {one.user.id: 30, two.user.id: 30}, "waiting does not count"


async def test_a_planned_session_can_be_called_off(town: Community) -> None:
    one, two, _ = town.learners
    post = await start(town, one, at="in 2 hours")
    await two.click(post, "Join")
    sure = await one.click(post, "End")
    await one.click(sure.message, "Yes, end it for all")
    await settle(town)
    (word,) = changes(town)
    assert "is called off" in word.content
    assert word.mentions == [one.user.id, two.user.id]
    assert word.buttons()[0].disabled
    assert "Called off." in post.text()
    await town.travel(now(town) + 6 * 3600)
    assert len(changes(town)) == 1


async def test_times_without_a_zone_of_ones_own_are_the_servers(town: Community) -> None:
    await town.add_track("CPC", "9am", "America/Chicago")
    post = await start(town, town.learners[0].at(town.quiz), at="9:30")
    assert f"<t:{now(town) + 3 * 3600 + 1800}:f>" in post.text()


@asynccontextmanager
async def town_with_thread(folder: Path) -> AsyncIterator[tuple[Community, Channel]]:
    """A running bot that may write in threads, and one that somebody has opened."""
    async with community(folder) as town:
        town.local.change_role(
            town.guild,
            next(role for role in town.guild.roles.values() if role.bot_id is not None),
            permissions=int(BOT_MAY | Permission.SEND_MESSAGES_IN_THREADS),
        )
        async with town.bot():
            yield town, town.local.posts.threads.create(town.quiz, town.owner.id, "buddies")


async def test_in_a_thread_a_session_runs_in_the_thread(tmp_path: Path) -> None:
    async with town_with_thread(tmp_path) as (town, thread):
        one = town.learners[0].at(thread)
        begun = now(town)
        reply = await one.slash("focus start", rounds=1, minutes=20)
        assert "in a moment" in reply.text()
        await settle(town)
        (post,) = town.posts(thread)
        await town.travel(begun + 20 * MINUTE)
        assert counted(changes(town, thread)[-1]) == {one.user.id: 20}
        assert "Done." in post.text()
        assert town.posts(town.quiz) == []


async def test_an_archived_thread_is_opened_by_the_start(tmp_path: Path) -> None:
    async with town_with_thread(tmp_path) as (town, thread):
        begins = now(town) + 3 * 86_400
        await town.learners[0].at(thread).slash("focus start", at="in 72h")
        await settle(town)
        (post, *_) = town.posts(thread)
        town.local.posts.threads.change(thread, {"archived": True})
        await town.travel(begins + MINUTE)
        assert "**Focus 1 of 4**" in changes(town, thread)[-1].content
        assert "**Focus 1 of 4**" in post.text(), "its message is edited once the thread is open"


async def test_many_join_at_once_and_the_message_shows_them_all(tmp_path: Path) -> None:
    async with community(tmp_path, learners=24) as town, town.bot():
        starter, *others = town.learners
        post = await start(town, starter, rounds=1)
        await asyncio.gather(*(member.click(post, "Join") for member in others))
        await settle(town)
        assert "Taking part: 24" in post.text()
        assert "and 4 more" in post.text()
        await town.travel(now(town) + 25 * MINUTE)
        thanks = changes(town)[-1]
        assert len(thanks.mentions) == 24
        assert set(counted(thanks).values()) == {25}
