"""Keeping a pair alive: check-ins, silence, exams, and the joint mini-quiz."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.errors import NotAllowed, NotFound
from bot.features.buddies import terms
from bot.features.buddies.terms import Answer, Result, Share, State
from bot.features.exams.setting import Typed
from tests.buddies.core import GUILD, Core, core

MINUTE, DAY = 60, 86_400
WEEK = 7 * DAY


async def latest_id(buddies: Core, member: int = 1) -> int:
    return (await buddies.services.buddies.checkins.latest(GUILD, member)).id


async def test_a_check_in_a_week_shows_the_latest_word_of_each(buddies: Core) -> None:
    await buddies.paired(1, 2)
    checkins = buddies.services.buddies.checkins
    with pytest.raises(NotFound, match="a week after"):
        await checkins.latest(GUILD, 1)
    await buddies.travel(WEEK)
    assert len(buddies.posts.of(terms.CHECKIN)) == 1
    found = await checkins.latest(GUILD, 1)
    await checkins.answer(found.id, 1, Answer.STRUGGLING)
    await checkins.answer(found.id, 2, Answer.DONE)
    after = await checkins.answer(found.id, 1, Answer.PARTLY)
    assert dict(after.answers) == {1: Answer.PARTLY, 2: Answer.DONE}
    with pytest.raises(NotAllowed):
        await checkins.answer(found.id, 3, Answer.DONE)
    await buddies.travel(WEEK)
    following = await checkins.latest(GUILD, 2)
    assert following.id != found.id
    assert dict(following.answers) == {}


async def test_topics_to_explain_rotate_and_come_from_the_exam(buddies: Core) -> None:
    await buddies.paired(1, 2)
    checkins = buddies.services.buddies.checkins
    areas = {area.name for area in buddies.services.library.certifications["CPC"].areas}
    prompts = []
    for _ in range(4):
        await buddies.travel(WEEK)
        found = await checkins.latest(GUILD, 1)
        prompts.append(found.prompt)
        for member in (1, 2):
            await checkins.answer(found.id, member, Answer.DONE)
    assert len(set(prompts)) == 4
    assert set(prompts) <= areas


async def answer_wrongly(buddies: Core, member: int, area: str, times: int = 4) -> None:
    """Practice in an area, with a wrong option each time."""
    practice = buddies.services.practice
    question = await practice.start(guild_id=GUILD, member_id=member, area=f"CPC/{area}", count=times)
    for position in range(times):
        now = await practice.question(round_id=question.round_id, position=position, member_id=member)
        wrong = next(n for n, key in enumerate(now.shown.order) if key != now.shown.question.answer)
        await practice.answer(round_id=question.round_id, position=position, place=wrong, member_id=member)


async def test_a_weak_area_is_named_only_with_consent(buddies: Core) -> None:
    await answer_wrongly(buddies, 1, "anatomy")
    pair_id = await buddies.paired(1, 2)
    name = buddies.services.buddies.pairs
    before = await name.introduction(pair_id)
    assert before.areas == ()
    assert [card.areas for card in before.cards] == [None, None]
    members = buddies.services.buddies.members
    await members.share(guild_id=GUILD, member_id=1, what=Share.AREAS, shown=True)
    after = await name.introduction(pair_id)
    assert after.areas == ("Anatomy",)
    assert [card.areas for card in after.cards] == [("Anatomy",), None]
    await buddies.travel(WEEK)
    assert (await buddies.services.buddies.checkins.latest(GUILD, 2)).prompt == "Anatomy"


async def test_two_silent_weeks_bring_the_question_and_no_answer_a_friendly_end(buddies: Core) -> None:
    pair_id = await buddies.paired(1, 2)
    checkins = buddies.services.buddies.checkins
    for _ in range(2):
        await buddies.travel(WEEK)
        await checkins.answer(await latest_id(buddies), 2, Answer.DONE)
    assert buddies.posts.of(terms.STILL) == [], "not before the third message"
    await buddies.travel(WEEK)
    (still,) = buddies.posts.of(terms.STILL)
    asked = await checkins.still(still)
    assert asked.member_id == 1
    await checkins.answer(await latest_id(buddies), 2, Answer.PARTLY)
    await buddies.travel(2 * DAY)
    assert await buddies.pair_of(2) == pair_id
    await buddies.travel(DAY + MINUTE)
    one, two = (await buddies.status(1)).membership, (await buddies.status(2)).membership
    assert (one.state, one.paused_until) == (State.PAUSED, None)
    assert (two.state, two.priority) == (State.WAITING, True)
    assert [kind for kind, _, _ in await buddies.notes(1)] == ["released"]
    farewell = await buddies.services.buddies.pairs.farewell(pair_id)
    assert (farewell.why, farewell.waiting) == (terms.Ended.SILENT, (2,))
    sent = len(buddies.posts.of(terms.CHECKIN))
    await buddies.travel(2 * WEEK)
    assert len(buddies.posts.of(terms.CHECKIN)) == sent, "nothing more is sent to the pair"


@pytest.mark.parametrize("how", ["button", "check-in", "nudge", "quiz"])
async def test_any_sign_in_time_keeps_the_pair(buddies: Core, how: str) -> None:
    pair_id = await buddies.paired(1, 2)
    services = buddies.services.buddies
    await buddies.travel(3 * WEEK)
    checkin_id = await latest_id(buddies)
    await services.checkins.still_here(f"{checkin_id}:1", 2)
    signs: dict[str, Callable[[], Awaitable[object]]] = {
        "button": lambda: services.checkins.still_here(f"{checkin_id}:0", 1),
        "check-in": lambda: services.checkins.answer(checkin_id, 1, Answer.DONE),
        "nudge": lambda: services.pairs.nudge(pair_id, 1),
        "quiz": lambda: services.minis.start(pair_id, 1),
    }
    await signs[how]()
    await buddies.travel(6 * DAY)
    assert await buddies.pair_of(1) == pair_id
    for other in (2, 3):
        with pytest.raises(NotAllowed):
            await services.checkins.still_here(f"{checkin_id}:0", other)


async def test_when_both_are_silent_both_rest_and_nobody_waits(buddies: Core) -> None:
    await buddies.paired(1, 2)
    await buddies.travel(5 * WEEK)
    for member in (1, 2):
        assert (await buddies.status(member)).membership.state is State.PAUSED
        assert [kind for kind, _, _ in await buddies.notes(member)] == ["released"]
    assert len(buddies.posts.of(terms.STILL)) == 2, "each was asked once"
    await buddies.join(1)
    assert (await buddies.status(1)).membership.state is State.WAITING, "and may come back at any time"


async def test_of_a_trio_the_silent_one_is_let_go_and_two_go_on(buddies: Core) -> None:
    pair_id = await buddies.paired(1, 2, 3)
    checkins = buddies.services.buddies.checkins
    for _ in range(4):
        await buddies.travel(WEEK)
        for member in (1, 3):
            await checkins.answer(await latest_id(buddies, member), member, Answer.DONE)
    assert await buddies.pair_of(1) == await buddies.pair_of(3) == pair_id
    assert (await buddies.status(2)).membership.state is State.PAUSED


async def test_check_ins_that_the_bot_missed_count_against_nobody(tmp_path: Path) -> None:
    async with core(tmp_path) as before:
        pair_id = await before.paired(1, 2)
        clock = before.clock
    clock.advance(6 * WEEK + 3 * DAY)
    async with core(tmp_path, clock) as after:
        await after.travel(5 * DAY)
        assert after.posts.of(terms.STILL) == []
        assert len(after.posts.of(terms.CHECKIN)) == 1
        assert await after.pair_of(1) == pair_id


async def test_after_weeks_away_the_silent_are_asked_once_not_for_each_week(tmp_path: Path) -> None:
    async with core(tmp_path) as before:
        await before.paired(1, 2)
        await before.travel(2 * WEEK)
        clock = before.clock
    clock.advance(5 * WEEK)
    async with core(tmp_path, clock) as after:
        await after.travel(WEEK + DAY)
        assert len(after.posts.of(terms.STILL)) == 2, "one for each of them"


async def test_a_pair_whose_thread_is_gone_goes_on_by_direct_messages(buddies: Core) -> None:
    pair_id = await buddies.paired(1, 2)
    buddies.posts.refused[terms.CHECKIN] = "its channel was deleted."
    await buddies.travel(WEEK)
    checkin_id = await latest_id(buddies)
    assert buddies.posts.of(terms.CHECKIN_DM) == [f"{checkin_id}:0", f"{checkin_id}:1"]
    assert (await buddies.services.buddies.pairs.pair(pair_id)).by_dm
    await buddies.travel(WEEK)
    assert len(buddies.posts.of(terms.CHECKIN_DM)) == 4
    assert len(await buddies.notices()) == 1
    await buddies.services.buddies.members.leave(guild_id=GUILD, member_id=1)
    await buddies.travel(MINUTE)
    assert await buddies.notes(2) == [("ended", "left", True)]


async def test_two_who_cannot_be_reached_are_no_pair_for_ever(buddies: Core) -> None:
    for kind in (terms.HELLO, terms.CHECKIN_DM, terms.STILL, terms.NOTE):
        buddies.posts.refused[kind] = "the member takes no direct messages."
    for member in (1, 2):
        await buddies.join(member)
    await buddies.travel(30 * MINUTE)
    assert await buddies.pair_of(1) is not None
    await buddies.travel(5 * WEEK)
    for member in (1, 2):
        status = await buddies.status(member)
        assert status.membership.state is State.PAUSED
        assert [note.kind for note in status.notes] == [terms.NoteKind.HELLO, terms.NoteKind.RELEASED]


async def test_a_farewell_that_cannot_be_said_in_the_thread_is_said_in_private(buddies: Core) -> None:
    await buddies.paired(1, 2)
    buddies.posts.refused[terms.FAREWELL] = "its channel was deleted."
    await buddies.services.buddies.members.leave(guild_id=GUILD, member_id=1)
    await buddies.travel(MINUTE)
    assert await buddies.notes(2) == [("ended", "left", True)]


async def test_after_the_exam_month_each_is_asked_once_in_private(buddies: Core) -> None:
    await buddies.channel()
    await buddies.join(1, exam_month="November 2026")
    await buddies.join(2, exam_month="March 2027")
    await buddies.travel(30 * MINUTE)
    checkins = buddies.services.buddies.checkins
    for _ in range(6):
        await buddies.travel(WEEK)
        for member in (1, 2):
            await checkins.answer(await latest_id(buddies), member, Answer.DONE)
    assert await buddies.notes(1) == [("exam", "CPC/2026-11", True)]
    assert await buddies.notes(2) == []
    await checkins.exam(GUILD, 1, Result.PASSED)
    assert (await checkins.latest(GUILD, 2)).passed == (), (
        "whoever does not show their exam is not congratulated"
    )
    members = buddies.services.buddies.members
    await members.share(guild_id=GUILD, member_id=1, what=Share.EXAM, shown=True)
    assert (await checkins.latest(GUILD, 2)).passed == (1,)


async def test_whoever_has_an_exam_date_is_not_asked_about_the_month_too(buddies: Core) -> None:
    await buddies.channel()
    exams = buddies.services.exams
    for member, certification in ((1, "CPC"), (2, "CCS")):
        await buddies.join(member, exam_month="November 2026")
        await exams.setting.set(
            member_id=member, guild_id=GUILD, certification=certification, typed=Typed("2026-11-20", "en-US")
        )
        (mine,) = await exams.own.mine(member)
        await exams.own.stop(mine.exam.id, member)  # nothing here carries reminders
    await buddies.travel(30 * MINUTE)
    for _ in range(6):
        await buddies.travel(WEEK)
        for member in (1, 2):
            await buddies.services.buddies.checkins.answer(await latest_id(buddies), member, Answer.DONE)
    kinds = {member: [note[0] for note in await buddies.notes(member)] for member in (1, 2)}
    assert "exam" not in kinds[1]
    assert "exam" in kinds[2], "their date is of another certification"


async def test_the_mini_quiz_is_the_same_for_both_and_from_their_weak_areas(buddies: Core) -> None:
    await answer_wrongly(buddies, 1, "anatomy")
    await answer_wrongly(buddies, 2, "radiology")
    pair_id = await buddies.paired(1, 2)
    minis, practice = buddies.services.buddies.minis, buddies.services.practice
    assert await minis.standing(pair_id) is None
    asked: dict[int, list[str]] = {1: [], 2: []}
    areas: set[str] = set()
    for member in (1, 2):
        while (question := await minis.start(pair_id, member)) is not None:
            asked[member].append(question.shown.question.id)
            areas.add(question.area)
            right = question.shown.order.index(question.shown.question.answer)
            await practice.answer(
                round_id=question.round_id, position=question.position, place=right, member_id=member
            )
    assert asked[1] == asked[2]
    assert len(set(asked[1])) == 5
    assert areas == {"Anatomy", "Radiology"}
    found = await minis.standing(pair_id)
    assert found is not None
    assert [(d.member_id, d.answered, d.asked, d.right) for d in found.done] == [
        (1, 5, 5, None),
        (2, 5, 5, None),
    ]
    assert found.areas == (), "scores and areas are shown when both show their areas"
    for member in (1, 2):
        await buddies.services.buddies.members.share(
            guild_id=GUILD, member_id=member, what=Share.AREAS, shown=True
        )
    found = await minis.standing(pair_id)
    assert found is not None
    assert [d.right for d in found.done] == [5, 5]
    assert set(found.areas) == {"Anatomy", "Radiology"}
    with pytest.raises(NotAllowed):
        await minis.start(pair_id, 3)
    await buddies.travel(WEEK)
    again = await minis.start(pair_id, 1)
    assert again is not None, "a new one each week"


async def test_a_mini_quiz_goes_on_where_it_was_left(buddies: Core) -> None:
    pair_id = await buddies.paired(1, 2)
    minis, practice = buddies.services.buddies.minis, buddies.services.practice
    first = await minis.start(pair_id, 1)
    assert first is not None
    assert await minis.start(pair_id, 1) == first, "pressing twice starts nothing new"
    await practice.answer(round_id=first.round_id, position=0, place=0, member_id=1)
    following = await minis.start(pair_id, 1)
    assert following is not None
    assert (following.round_id, following.position) == (first.round_id, 1)


async def test_a_pair_of_related_certifications_is_quizzed_on_what_both_exams_ask(buddies: Core) -> None:
    await buddies.channel()
    await buddies.join(1, certification="CPC")
    await buddies.join(2, certification="COC")
    await buddies.travel(30 * MINUTE)
    pair_id = await buddies.pair_of(1)
    assert pair_id is not None
    question = await buddies.services.buddies.minis.start(pair_id, 2)
    assert question is not None
    assert {"CPC", "COC"} <= set(question.shown.question.certs)
