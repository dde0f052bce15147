"""Exam weeks: who wants to meet others with the same exam gets a thread with them, and gets out of it again."""

from pathlib import Path

from sandbox.members import MemberDriver
from sandbox.model import Channel
from sandbox.permissions import Permission
from sandbox.reply import Reply
from tests.buddies.circle import inside, later, threads
from tests.community import BOT_MAY, Community, community
from tests.exams.town import exam_id, let_bot, move_exam, set_exam

# Thursday of a week that begins on 16 November; its thread opens on Friday the 13th.
EXAM = "2026-11-19"
OPENED, CLOSED = "2026-11-13T09:01:00+00:00", "2026-11-24T09:01:00+00:00"
MORE = BOT_MAY | Permission.CREATE_PRIVATE_THREADS | Permission.SEND_MESSAGES_IN_THREADS


async def set_threads(town: Community) -> None:
    let_bot(town, MORE)
    reply = await town.admin.slash("admin exams set", threads=town.lounge)
    assert "Exam weeks get private threads" in reply.text(), reply.text()


async def meet(who: MemberDriver, exam: str = "CPC") -> Reply:
    """Press the button under `/exam list`."""
    shown = await who.slash("exam list")
    return await who.click(shown.message, f"xw:{await exam_id(who, exam)}")


async def opened(town: Community, *who: MemberDriver) -> Channel:
    await set_threads(town)
    for one in who:
        await set_exam(one, "CPC", EXAM)
        assert "You are in: CPC, exam week of 16 November 2026" in (await meet(one)).text()
    await town.travel(OPENED)
    (thread,) = threads(town)
    return thread


async def test_two_who_want_to_meet_in_a_thread_that_forbids_real_questions(town: Community) -> None:
    ann, bea, cid = town.learners
    thread = await opened(town, ann, bea)
    assert thread.name == "CPC exam week of 16 November 2026"
    assert {ann.user.id, bea.user.id} <= inside(thread)
    assert cid.user.id not in inside(thread)
    (first,) = town.posts(thread)
    assert "Never ask for or tell real exam questions" in first.text()
    assert ann.is_pinged(first)
    await town.travel(CLOSED)
    assert thread.thread is not None
    assert thread.thread.archived


async def test_one_alone_gets_no_thread_and_a_latecomer_opens_it(town: Community) -> None:
    ann, bea, _ = town.learners
    await set_threads(town)
    await set_exam(ann, "CPC", EXAM)
    assert "You are the first so far" in (await meet(ann)).text()
    await town.travel(OPENED)
    assert threads(town) == []
    await set_exam(bea, "CPC", "2026-11-17")
    assert "1 other wants to meet too" in (await meet(bea)).text()
    await later(town, 5)
    (thread,) = threads(town)
    assert {ann.user.id, bea.user.id} <= inside(thread)


async def test_other_exams_and_other_weeks_meet_elsewhere(town: Community) -> None:
    ann, bea, cid = town.learners
    await set_threads(town)
    await set_exam(ann, "CPC", EXAM)
    await set_exam(bea, "CCS", EXAM)
    await set_exam(cid, "CPC", "2026-11-26")
    for who, exam in ((ann, "CPC"), (bea, "CCS"), (cid, "CPC")):
        assert "You are the first so far" in (await meet(who, exam)).text()
    await town.travel("2026-11-30T12:00:00+00:00")
    assert threads(town) == []


async def test_leaving_joining_late_and_moving_the_exam(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        ann, bea, cid = town.learners
        async with town.bot():
            thread = await opened(town, ann, bea)
            (first,) = town.posts(thread)
            await set_exam(cid, "CPC", EXAM)
            await meet(cid)
            await later(town, 5)
            assert cid.user.id in inside(thread)
        async with town.bot():
            left = await ann.at(thread).click(first, "Leave this exam week")
            assert "You are out of that exam week" in left.text()
            await later(town, 5)
            assert ann.user.id not in inside(thread)
            await move_exam(bea, "CPC", "2026-12-03")
            await later(town, 5)
            assert bea.user.id not in inside(thread)
            assert cid.user.id in inside(thread)
            assert len(town.posts(thread)) == 1


async def test_deleting_ones_data_takes_one_out(town: Community) -> None:
    ann, bea, _ = town.learners
    thread = await opened(town, ann, bea)
    asked = await ann.slash("me delete")
    await ann.click(asked.message, "Delete all my data")
    await later(town, 5)
    assert ann.user.id not in inside(thread)
    assert bea.user.id in inside(thread)


async def test_lost_answers_make_no_second_thread_and_no_second_word(town: Community) -> None:
    ann, bea, _ = town.learners
    town.local.faults.order("POST /channels/{channel_id}/threads", 1, "lose")
    town.local.faults.order("POST /channels/{channel_id}/messages", 1, "lose")
    thread = await opened(town, ann, bea)
    await later(town, 600)
    assert threads(town) == [thread]
    assert len(town.posts(thread)) == 1


async def test_without_a_channel_there_is_no_button(town: Community) -> None:
    ann = town.learners[0]
    await set_exam(ann, "CPC", EXAM)
    shown = await ann.slash("exam list")
    assert "Meet others in my exam week" not in [button.label for button in shown.message.buttons()]
    await set_threads(town)
    shown = await ann.slash("exam list")
    await town.admin.slash("admin exams off", what="threads")
    refused = await ann.click(shown.message, f"xw:{await exam_id(ann, 'CPC')}")
    assert "no threads for exam weeks" in refused.text()


async def test_whoever_sat_it_on_another_day_can_say_so_and_is_let_out(town: Community) -> None:
    ann, bea, cid = town.learners
    thread = await opened(town, ann, bea, cid)
    said = await ann.slash("exam result", certification="CPC", outcome="pass", date="2026-10-30")
    assert "Congratulations" in said.text()
    early = await bea.slash("exam result", certification="CPC", outcome="pass")
    assert "Congratulations" in early.text()
    await later(town, 5)
    assert inside(thread) & {ann.user.id, bea.user.id, cid.user.id} == {cid.user.id}
    assert len(threads(town)) == 1


async def test_who_has_left_the_server_is_met_by_nobody(town: Community) -> None:
    ann, bea, cid = town.learners
    await set_threads(town)
    for one in (ann, bea):
        await set_exam(one, "CPC", EXAM)
        await meet(one)
    town.local.remove_member(town.guild, ann.user)
    await town.travel(OPENED)
    assert threads(town) == [], "one alone gets no thread"
    await set_exam(cid, "CPC", EXAM)
    assert "1 other wants to meet too" in (await meet(cid)).text()
    await later(town, 5)
    (thread,) = threads(town)
    (first,) = town.posts(thread)
    assert str(ann.user.id) not in first.text()


async def test_of_many_who_meet_one_who_has_left_is_not_named(town: Community) -> None:
    ann, bea, cid = town.learners
    await set_threads(town)
    for one in (ann, bea, cid):
        await set_exam(one, "CPC", EXAM)
        await meet(one)
    town.local.remove_member(town.guild, cid.user)
    await town.travel(OPENED)
    (thread,) = threads(town)
    (first,) = town.posts(thread)
    assert str(ann.user.id) in first.text()
    assert str(cid.user.id) not in first.text()


async def test_whoever_the_board_misses_is_out_of_their_exam_week_too(town: Community) -> None:
    ann, bea, cid = town.learners
    await set_threads(town)
    await town.admin.slash("admin exams set", board=town.quiz, time="8am", timezone="UTC")
    for one in (ann, bea):
        await set_exam(one, "CPC", EXAM, visibility=1)
        await meet(one)
    town.local.remove_member(town.guild, ann.user)
    await town.travel("2026-11-04T08:01:00+00:00")
    await set_exam(cid, "CPC", EXAM)
    assert "1 other wants to meet too" in (await meet(cid)).text()
