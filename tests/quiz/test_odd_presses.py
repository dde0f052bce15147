"""Presses that should not be: forged, by somebody who left, on what is gone. Each gets a sentence; nothing counts."""

from pathlib import Path

import pytest

from bot.library import Library
from sandbox.members import MemberDriver
from sandbox.seen import LiveMessage
from tests.community import Community, community, library
from tests.quiz.asked import asked


async def posted(town: Community) -> LiveMessage:
    """The first question of a track that posts at nine, UTC."""
    await town.add_track("CPC", "9am", "UTC")
    await town.travel("2026-11-03T09:00:00+00:00")
    return town.posts()[-1]


async def answers(town: Community) -> int:
    """How many answers are logged."""
    assert town.app is not None
    return int(await town.app.services.db.read(lambda tx: tx.value("SELECT COUNT(*) FROM answers")))


FORGED = [
    "q:1:4",  # a place out of range
    "q:1:-1",
    "q:1",
    "q:1:0:0",
    "q::0",
    "q:999999:0",  # no such occurrence
    "q:999999999999999:3",
    "q:99999999999999999999999999:0",  # larger than any id
    "q:٣:0",  # digits, but not ours
    "qr:999",
    "qr:x",
    "qp:1:0:0",
    "qn:7:99",
    "md:1",
    "an:1",
    "",
    "x",
    "q:1:0\n",
    "☃" * 100,
    "'; DROP TABLE answers; --",
]


async def test_forged_custom_ids_get_a_sentence_and_store_nothing(town: Community) -> None:
    post = await posted(town)
    member = town.learners[0]
    for custom_id in FORGED:
        reply = await member.press_raw(town.quiz, post, custom_id)
        assert not reply.failed, custom_id
        assert reply.message.ephemeral
        assert "not in use" in reply.text(), (custom_id, reply.text())
    assert await answers(town) == 0
    real = await member.click(post, asked(post).right)
    assert "✅ Right" in real.text()


async def test_a_menu_that_bears_a_buttons_id_is_refused(town: Community) -> None:
    post = await posted(town)
    reply = await town.learners[0].press_raw(town.quiz, post, "q:1:0", 3, values=["0"])
    assert "not in use" in reply.text()
    assert await answers(town) == 0


async def test_an_occurrence_of_another_server_cannot_be_answered_from_here(town: Community) -> None:
    """The message of one server is forged to bear the button of another server's question."""
    post = await posted(town)
    owner = town.local.create_user("neighbour")
    elsewhere = town.local.create_guild("Elsewhere", owner)
    room = town.local.create_channel(elsewhere, "room")
    town.local.install(town.token, elsewhere, 2**53 - 1)
    neighbour = town.local.member(elsewhere, owner).at(room)
    mine = await neighbour.slash("help")
    forged = mine.message.record
    forged.components[:] = [*post.record.components]
    for name in ("q:1:0", "qr:1"):
        forged.components[0]["components"][0]["custom_id"] = name
        reply = await neighbour.press_raw(room, mine.message, name)
        assert "not one of this server's" in reply.text()
    assert await answers(town) == 0


async def test_reasons_are_kept_back_until_the_question_is_answered(town: Community) -> None:
    """Somebody presses the button under another member's private answer."""
    post = await posted(town)
    answer = await town.learners[0].click(post, "A")
    reply = await town.learners[1].press_raw(town.quiz, answer.message, "qr:1")
    assert "Answer the question first" in reply.text()
    assert all(asked(post).why(letter) not in reply.text() for letter in "ABCD")


async def test_a_press_by_somebody_who_left_is_not_counted(town: Community) -> None:
    post = await posted(town)
    leaver = town.learners[0]
    town.local.remove_member(town.guild, leaver.user)
    reply = await leaver.press_raw(town.quiz, post, "q:1:0")
    assert "not a member of that server any more" in reply.text()
    assert all(asked(post).why(letter) not in reply.text() for letter in "ABCD")
    assert await answers(town) == 0
    town.local.add_member(town.guild, leaver.user)
    back = await leaver.click(post, "A")
    assert "Your answer: A" in back.text()


async def test_a_press_on_a_removed_track_teaches_and_does_not_score(town: Community) -> None:
    post = await posted(town)
    await town.learners[0].click(post, "A")
    sure = await town.admin.slash("admin track remove", track=1)
    removed = await town.admin.click(sure.message, "Yes, remove it")
    assert "is removed. Members' answers are kept" in removed.text()
    reply = await town.learners[1].click(post, asked(post).right)
    assert "✅ Right" in reply.text()
    assert "removed, so your answer teaches but does not score" in reply.text()
    first = await town.learners[0].click(post, "B")
    assert "You answered A before" in first.text()
    assert "no open question" in (await town.learners[0].slash("quiz today")).text()
    await town.travel("2026-11-05T09:00:00+00:00")
    assert len(town.posts()) == 1
    assert "1 took part" in post.text(), "its last question is still closed"


async def test_a_question_that_was_withdrawn_meanwhile(tmp_path: Path) -> None:
    """The bank loses the open question between two starts: said clearly, and other tracks go on."""
    async with community(tmp_path) as town:
        async with town.bot():
            await town.add_track("CPC", "9am", "UTC")
            await town.add_track("CCS", "9am", "UTC", channel=town.lounge)
            await town.travel("2026-11-03T09:00:00+00:00")
            (cpc,), (ccs,) = town.posts(), town.posts(town.lounge)
            await town.learners[0].click(cpc, "A")
            await town.learners[0].click(ccs, "A")
        town.content = without(asked(cpc).question.id)
        async with town.bot() as app:
            reply = await town.learners[1].click(cpc, "A")
            assert "withdrawn from the bank" in reply.text()
            today = await town.learners[1].slash("quiz today")
            assert asked(today.message) == asked(ccs)
            await app.refresh()
            assert "1 answered" in ccs.text(), "the other post is brought up to date"
            streaks = await town.learners[0].slash("quiz streak")
            assert "Streak: 1" in streaks.text()
            await town.travel("2026-11-04T09:00:00+00:00")
            assert [len(town.posts(channel)) for channel in (town.quiz, town.lounge)] == [2, 2]
            assert "1 took part" in ccs.text()


def without(question_id: str) -> Library:
    """The library without one question."""
    whole = library()
    rest = {name: q for name, q in whole.questions.items() if name != question_id}
    return Library(rest, whole.certifications, whole.area_names)


@pytest.mark.parametrize("command", ["quiz today", "quiz streak", "quiz leaderboard", "admin track list"])
async def test_server_commands_in_direct_messages_say_where_they_work(town: Community, command: str) -> None:
    alone = MemberDriver(town.local, None, town.learners[0].user)
    reply = await alone.slash(command, force=True)
    assert "works in a server only" in reply.text()
