"""What is kept of members, and what they are told of it: once, and nothing after their data is deleted."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from sandbox.members import MemberDriver
from tests.buddies.circle import in_private, inbox, join
from tests.challenges.test_challenges import decide, dispute, look, now, opened, posted
from tests.challenges.writing import written
from tests.community import Community, community
from tests.quiz.asked import asked


async def forget(member: MemberDriver) -> None:
    """The member deletes all their data."""
    question = await member.slash("me delete")
    await member.click(question.message, "Delete all my data")


async def told(town: Community, sql: str) -> Sequence[object]:
    """What a query finds in the bot's database."""
    assert town.app is not None
    return [row[0] for row in await town.app.services.db.read(lambda tx: tx.all(sql))]


async def test_two_uses_at_once_tell_it_once(town: Community) -> None:
    await opened(town)
    member = town.learners[0]
    town.local.close_dms(member.user)
    await decide(town, "Decline")
    await now(town)
    both = await asyncio.gather(member.slash("quiz streak"), member.slash("quiz leaderboard"))
    waiting = [asyncio.create_task(reply.followup()) for reply in both]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    third = await member.slash("quiz streak")
    assert third.followups == []
    assert sum(len(reply.followups) for reply in both) == 1
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_news_that_could_not_be_shown_is_shown_at_the_next_use(town: Community) -> None:
    await opened(town)
    member = town.learners[0]
    town.local.close_dms(member.user)
    await decide(town, "Decline")
    await now(town)
    assert town.app is not None
    news = town.app.services.challenges.news
    taken = await news.take(town.guild.id, member.user.id)
    assert len(taken) == 1
    assert await news.take(town.guild.id, member.user.id) == []
    news.give_back(taken)
    assert "Your challenge was declined" in (await (await member.slash("quiz streak")).followup()).text()


async def test_a_crash_before_news_is_shown_loses_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        async with town.bot() as app:
            await opened(town)
            member = town.learners[0]
            town.local.close_dms(member.user)
            await decide(town, "Decline")
            await now(town)
            taken = await app.services.challenges.news.take(town.guild.id, member.user.id)
            assert len(taken) == 1, "and here the process dies"
        async with town.bot():
            assert (
                "Your challenge was declined" in (await (await member.slash("quiz streak")).followup()).text()
            )
            assert (await member.slash("quiz leaderboard")).followups == []
        async with town.bot():
            assert (await member.slash("quiz streak")).followups == [], "told once in every orderly case"


async def test_no_number_comes_twice_so_that_everybody_is_told(town: Community) -> None:
    """Of challenges, suggestions and news: SQLite gives the number of a deleted last row again."""
    one, two, _ = town.learners
    room = town.local.create_channel(town.guild, "editors")
    await town.admin.slash("admin challenges editors", channel=room)
    post = await posted(town)
    first = await one.click(post, "A")
    await dispute(one, first.message)
    suggestion = await written(town, one.user.id)
    await now(town)
    assert town.app is not None
    await town.app.services.challenges.suggestions.decline(
        town.guild.id, suggestion.id, reason="Too easy", by=town.admin.user.id
    )
    await now(town)
    assert len(town.posts(room)) == 2
    old = town.posts(room)[0]
    await forget(one)

    second = await two.click(post, "B")
    await dispute(two, second.message)
    later = await written(town, two.user.id)
    await now(town)
    assert len(town.posts(room)) == 4, "the editors are told of the new ones"
    stale = await town.admin.at(room).click(old, "Look at it")
    assert "no such challenge" in stale.text(), "an old button opens nobody else's challenge"
    assert later.id != suggestion.id
    await decide(town, "Decline", on=(await look(town)).message)
    await town.app.services.challenges.suggestions.decline(
        town.guild.id, later.id, reason="Too hard", by=town.admin.user.id
    )
    await now(town)
    heard = " ".join(message.text() for message in two.dms())
    assert "Your challenge was declined" in heard
    assert "Too hard" in heard


async def test_nothing_a_member_wrote_stands_in_the_editors_channel(town: Community) -> None:
    room = town.local.create_channel(town.guild, "editors")
    await town.admin.slash("admin challenges editors", channel=room)
    post = await posted(town)
    member = town.learners[0]
    answer = await member.click(post, "A")
    await dispute(member, answer.message, reason="The answer is plainly B")
    await written(town, member.user.id)
    await now(town)
    of_challenge, of_suggestion = (message.text() for message in town.posts(room))
    assert "The answer is wrong" in of_challenge, "a label of ours"
    assert asked(post).question.stem[:40] in of_challenge
    assert "plainly" not in of_challenge
    assert "sac that surrounds" not in of_suggestion
    await forget(member)
    for table in ("challenges", "challenge_voices", "suggestions", "challenge_news"):
        assert str(member.user.id) not in str(await told(town, f"SELECT * FROM {table}"))
        assert await told(town, f"SELECT 1 FROM {table}") == []


async def test_a_mini_quiz_in_direct_messages_can_be_disputed(town: Community) -> None:
    one, other = town.learners[:2]
    for member in (one, other):
        await join(member)
    assert town.app is not None
    await town.travel(town.clock.now() + 3600)
    (hello,) = inbox(town, other)
    alone = in_private(town, other)
    question = await alone.click(hello, "Mini-quiz")
    answer = await alone.click(question.message, "B")
    said = await dispute(alone, answer.message)
    assert "The moderators decide" in said.text()
    assert "The guideline says otherwise" in (await look(town)).text()

    question = await alone.click(answer.message, "Next question")
    answer = await alone.click(question.message, "B")
    town.local.remove_member(town.guild, other.user)
    gone = await alone.click(answer.message, "Something wrong with this question?")
    assert "not a member of that server any more" in gone.text()


async def test_who_was_away_over_two_rulings_reads_what_holds_now(town: Community) -> None:
    post, question = await opened(town)
    first, _, away = town.learners
    await decide(
        town, "Correct the answer", right=[question.key(question.wrong[1])], reason="A first thought"
    )
    answer = await first.click(post, question.wrong[0])
    await dispute(first, answer.message)
    await decide(town, "Correct the answer", right=[question.key(question.right)], reason="On second thought")
    await now(town)
    heard = (await (await away.slash("quiz streak")).followup()).text()
    assert "A first thought" in heard
    assert "On second thought" in heard
    assert heard.count("What holds now") == 1
    assert heard.index("ruled on again since") < heard.index("What holds now")
    assert "Your answer counts as right now." not in heard
    assert "Your answer does not count as right any more." in heard


async def test_what_a_later_ruling_leaves_as_it_is_is_told_all_the_same(town: Community) -> None:
    post, question = await opened(town)
    first, _, away = town.learners
    mine = question.key(question.wrong[1])
    await decide(town, "Correct the answer", right=[mine], reason="A first thought")
    answer = await first.click(post, question.wrong[0])
    await dispute(first, answer.message)
    await decide(town, "Correct the answer", right=[mine, question.key(question.right)], reason="Both")
    await now(town)
    heard = (await (await away.slash("quiz streak")).followup()).text()
    assert "ruled on again since" in heard
    assert "Your answer counts as right now." in heard
