"""A delivery in doubt is looked for where it was tried, though another place was chosen meanwhile: it comes once."""

import pytest

from sandbox.faults import Fault
from sandbox.members import MemberDriver
from sandbox.model import Channel
from sandbox.permissions import Permission
from sandbox.seen import LiveMessage
from tests.buddies.circle import later
from tests.challenges.test_challenges import dispute, opened, posted
from tests.community import Community
from tests.exams.town import exam_id, set_exam
from tests.mnemonics.test_e2e import add
from tests.quiz.asked import asked

SEND = "POST /channels/{channel_id}/messages"
LOOK = "GET /channels/{channel_id}/messages"
FRIDAY_5PM = "2026-11-06T17:00:00+00:00"
# Longer than Discord remembers a nonce.
LONG = 3600


def lost(town: Community, *, looks: int = 1, place: Channel | None = None) -> Fault:
    """What is sent next arrives, and nobody hears so; looking for it is not possible for a while either."""
    town.local.faults.order(f"POST /channels/{place.id}/messages" if place else SEND, 1, "lose")
    return town.local.faults.order(LOOK, looks, 503)


def standing(town: Community, words: str, *places: Channel) -> list[int]:
    """How many of the bot's messages with these words stand in each of the places."""
    return [
        len([one for one in town.posts(place) if words in one.text() and not one.deleted]) for place in places
    ]


def told(member: MemberDriver, words: str) -> list[LiveMessage]:
    """What the member was told in private with these words in it."""
    return [one for one in member.dms() if words in one.text()]


async def best_in_doubt(town: Community) -> None:
    """Nobody knows whether the best of the week stands in the lounge."""
    author, reader, _ = town.learners
    await town.admin.slash("admin mnemonics set", channel=town.lounge, timezone="UTC")
    await add(author)
    found = await reader.slash("mnemonic find", query="zebras tibia")
    await reader.click(found.message, "Helps me")
    await town.travel("2026-11-06T16:59:00+00:00")
    lost(town)
    await town.travel(FRIDAY_5PM)
    assert standing(town, "mnemonics of the week", town.lounge) == [1]


async def test_the_best_of_the_week(town: Community) -> None:
    await best_in_doubt(town)
    await town.admin.slash("admin mnemonics set", channel=town.quiz)
    await later(town, LONG)
    assert standing(town, "mnemonics of the week", town.lounge, town.quiz) == [1, 0]


async def test_it_goes_to_the_new_place_when_the_old_one_was_deleted_with_it(town: Community) -> None:
    await best_in_doubt(town)
    await town.admin.slash("admin mnemonics set", channel=town.quiz)
    town.local.delete_channel(town.lounge)
    await later(town, LONG)
    assert standing(town, "mnemonics of the week", town.quiz) == [1]


async def test_a_place_that_cannot_be_read_any_more_says_nothing_of_the_new_one(town: Community) -> None:
    """It may stand there, so it is not sent again; and the new channel is not given up for the old one's sake."""
    await best_in_doubt(town)
    await town.admin.slash("admin mnemonics set", channel=town.quiz)
    bot = town.local.bot(town.token)
    town.local.set_overwrites(town.lounge, {bot: (0, int(Permission.VIEW_CHANNEL))})
    await later(town, LONG)
    assert standing(town, "mnemonics of the week", town.lounge, town.quiz) == [1, 0]
    assert "can't" not in (await town.admin.slash("admin mnemonics set")).text()
    assert f"<#{town.quiz.id}>" in (await town.admin.slash("admin mnemonics set")).text()
    town.local.set_overwrites(town.lounge, {})
    await later(town, 2 * LONG)
    assert standing(town, "mnemonics of the week", town.lounge, town.quiz) == [1, 0]


async def test_a_mnemonic_that_is_approved_twice(town: Community) -> None:
    """It was in doubt, then edited, and approved anew after the channel was changed."""
    author = town.learners[0]
    await town.admin.slash("admin mnemonics set", channel=town.lounge)
    blind = lost(town, looks=10_000)
    await add(author)
    await later(town, 5)
    assert standing(town, "Zebras", town.lounge) == [1]
    await town.admin.slash("admin mnemonics set", channel=town.quiz, mode="approve-first")
    mine = await author.slash("mnemonic mine")
    one = await author.click(mine.message, "1")
    form = await author.click(one.message, "Edit")
    await author.submit(form.modal, {"What it stands for": "The inner side"})
    await town.admin.click((await town.admin.slash("admin mnemonics queue")).message, "Approve")
    blind.cancel()
    await later(town, LONG)
    assert sum(standing(town, "Zebras", town.lounge, town.quiz)) == 1


async def test_the_call_to_the_editors(town: Community) -> None:
    role = town.local.create_role(town.guild, "Editors", 0, mentionable=True)
    await town.admin.slash("admin challenges editors", role=role)
    lost(town, place=town.lounge)
    await opened(town)
    await later(town, 1)
    assert standing(town, "`/quiz queue`", town.lounge) == [1]
    room = town.local.create_channel(town.guild, "editors")
    await town.admin.slash("admin challenges editors", channel=room)
    await later(town, LONG)
    assert standing(town, "`/quiz queue`", town.lounge, room) == [1, 0]


async def test_the_countdown_board(town: Community) -> None:
    """What was in doubt is found, and taken down: the board stands where it belongs now."""
    lost(town)
    await town.admin.slash("admin exams set", board=town.lounge, time="8am", timezone="UTC")
    await later(town, 5)
    assert standing(town, "Exams ahead", town.lounge) == [1]
    await town.admin.slash("admin exams set", board=town.quiz)
    await later(town, LONG)
    await later(town, 24 * LONG)
    assert standing(town, "Exams ahead", town.lounge, town.quiz) == [0, 1]


async def test_a_board_in_doubt_that_is_taken_off(town: Community) -> None:
    lost(town)
    await town.admin.slash("admin exams set", board=town.lounge, time="8am", timezone="UTC")
    await later(town, 5)
    await town.admin.slash("admin exams off", what="board")
    await later(town, LONG)
    assert standing(town, "Exams ahead", town.lounge) == [0]


async def test_a_board_in_doubt_that_somebody_joins_meanwhile(town: Community) -> None:
    """The change is another delivery, and finds no board to edit: two would stand."""
    blind = lost(town, looks=10_000)
    await town.admin.slash("admin exams set", board=town.lounge, time="8am", timezone="UTC")
    await later(town, 5)
    await set_exam(town.learners[0], "CPC", "2026-11-30", visibility=1)
    await later(town, 5)
    blind.cancel()
    await later(town, LONG)
    assert standing(town, "Exams ahead", town.lounge) == [1]
    assert standing(town, str(town.learners[0].user.id), town.lounge) == [1]


@pytest.mark.parametrize("first", ["private", "channel"])
async def test_a_reminder_whose_member_chooses_another_place(town: Community, first: str) -> None:
    ann = town.learners[0]
    await set_exam(ann, "CPC", "2026-12-16", time="9am", timezone="UTC")
    assert town.app is not None
    own, number = town.app.services.exams.own, await exam_id(ann, "CPC")
    here, there = (None, town.lounge.id) if first == "private" else (town.lounge.id, None)
    await own.remind_in(number, ann.user.id, here)
    wake = await town.app.services.schedule.wake_at()
    assert wake is not None
    lost(town)
    await town.travel(wake)
    await own.remind_in(number, ann.user.id, there)
    await later(town, LONG)
    came = standing(town, "30 days", town.lounge)[0], len(told(ann, "30 days"))
    assert came == ((0, 1) if first == "private" else (1, 0))
    await town.travel("2026-12-02T23:00:00+00:00")
    came = standing(town, "14 days", town.lounge)[0], len(told(ann, "14 days"))
    assert came == ((1, 0) if first == "private" else (0, 1)), "and the next comes where it was chosen"


async def test_a_notice_whose_server_gets_another_owner(town: Community) -> None:
    before = MemberDriver(town.local, town.guild, town.owner)
    post = await posted(town)
    answered = await town.learners[1].click(post, asked(post).wrong[0])
    lost(town)
    await dispute(town.learners[1], answered.message)
    await later(town, 1)
    assert len(told(before, "something is wrong")) == 1
    after = town.learners[0]
    town.guild.owner_id = after.user.id
    assert town.app is not None
    assert town.app.client is not None
    known = town.app.client.get_guild(town.guild.id)
    assert known is not None
    known.owner_id = after.user.id
    await later(town, LONG)
    assert (len(told(before, "something is wrong")), len(told(after, "something is wrong"))) == (1, 0)
