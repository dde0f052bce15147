"""The countdown board and the role of those who passed, as members and admins meet them."""

from pathlib import Path

import pytest

from sandbox.members import MemberDriver
from sandbox.permissions import Permission
from sandbox.seen import LiveMessage
from tests.buddies.circle import in_private, inbox, later
from tests.community import Community, community
from tests.exams.town import let_bot, result, set_exam

SEND = "POST /channels/{channel_id}/messages"
DAY = 86_400


async def set_board(town: Community) -> LiveMessage:
    """The admin wants a board in the lounge; it stands at once."""
    reply = await town.admin.slash("admin exams set", board=town.lounge, time="8am", timezone="UTC")
    assert f"<#{town.lounge.id}>" in reply.text(), reply.text()
    await later(town, 5)
    (board,) = town.posts(town.lounge)
    return board


async def test_the_board_shows_who_chose_to_be_on_it_by_week(town: Community) -> None:
    board = await set_board(town)
    assert "Nobody has put an exam here yet" in board.text()
    ann, bea, cid = town.learners
    await set_exam(ann, "CPC", "2026-11-12", visibility=1)
    await set_exam(bea, "CCS", "2026-11-30", visibility=1)
    await set_exam(cid, "CPC", "2026-11-13")
    await later(town, 5)
    text = board.text()
    assert f"**Next week** (9 Nov – 15 Nov)\n<@{ann.user.id}> · CPC" in text
    assert f"**In 4 weeks** (30 Nov – 6 Dec)\n<@{bea.user.id}> · CCS" in text
    assert str(cid.user.id) not in text
    assert len(town.posts(town.lounge)) == 1
    assert not any(who.is_pinged(board) for who in town.learners)


async def test_its_buttons_put_members_on_and_take_them_off_at_once(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        ann, bea, _ = town.learners
        async with town.bot():
            board = await set_board(town)
            assert "You have no exam ahead" in (await ann.click(board, "Put me on")).text()
            await set_exam(ann, "CPC", "2026-11-12")
            await set_exam(bea, "CPC", "2026-11-12", visibility=1)
            assert "You are on the board" in (await ann.click(board, "Put me on")).text()
            await later(town, 5)
            assert str(ann.user.id) in board.text()
        async with town.bot():
            assert "You are not on the board" in (await ann.click(board, "Take me off")).text()
            await later(town, 5)
            assert str(ann.user.id) not in board.text()
            assert str(bea.user.id) in board.text()


async def test_a_new_day_moves_weeks_on_and_exams_that_are_over_off(town: Community) -> None:
    board = await set_board(town)
    ann, bea, _ = town.learners
    await set_exam(ann, "CPC", "2026-11-04", visibility=1)
    await set_exam(bea, "CPC", "2026-11-12", visibility=1)
    await later(town, 5)
    assert str(ann.user.id) in board.text()
    await town.travel("2026-11-05T08:01:00+00:00")
    assert str(ann.user.id) not in board.text()
    await town.travel("2026-11-09T08:01:00+00:00")
    assert f"**This week** (9 Nov – 15 Nov)\n<@{bea.user.id}>" in board.text()


async def test_a_board_that_was_deleted_comes_back_once(town: Community) -> None:
    board = await set_board(town)
    town.local.delete_message(board.record)
    town.local.faults.order(SEND, 1, "lose")
    await later(town, DAY)
    await later(town, DAY)
    assert len([one for one in town.posts(town.lounge) if not one.deleted]) == 1


async def test_another_channel_and_none_take_the_message_along(town: Community) -> None:
    board = await set_board(town)
    await town.admin.slash("admin exams set", board=town.quiz)
    await later(town, 5)
    assert board.deleted
    (moved,) = town.posts(town.quiz)
    reply = await town.admin.slash("admin exams off", what="board")
    assert "There is no countdown board" in reply.text()
    await later(town, 5)
    assert moved.deleted
    await later(town, 2 * DAY)
    assert town.posts(town.quiz) == town.posts(town.lounge) == []


async def test_a_forbidden_channel_is_told_once_and_members_keep_their_dates(town: Community) -> None:
    await set_board(town)
    ann = town.learners[0]
    await set_exam(ann, "CPC", "2026-11-30", visibility=1)
    everyone = town.guild.roles[town.guild.id]
    see = int(Permission.VIEW_CHANNEL)
    town.local.set_overwrites(town.lounge, {everyone: (0, see), town.owner: (see, 0)})
    await later(town, 2 * DAY)
    told = [message for message in inbox(town, town.admin) if "countdown board" in message.text()]
    assert len(told) == 1
    assert "/admin exams set" in told[0].text()
    status = await town.admin.at(town.quiz).slash("admin exams show")
    assert "There is no countdown board" in status.text()


async def test_only_admins_set_it_up_and_wrong_input_is_explained(town: Community) -> None:
    ann = town.learners[0]
    refused = await ann.slash("admin exams set", force=True, board=town.lounge)
    assert "Manage Server" in refused.text()
    nowhere = await town.admin.slash("admin exams set", time="8am")
    assert "Choose a channel for the board" in nowhere.text()
    everyone = town.guild.roles[town.guild.id]
    town.local.set_overwrites(town.lounge, {everyone: (0, int(Permission.CREATE_PRIVATE_THREADS))})
    threads = await town.admin.slash("admin exams set", threads=town.lounge)
    assert "Create Private Threads" in threads.text()


def has(town: Community, who: MemberDriver, role_id: int) -> bool:
    return role_id in town.guild.members[who.user.id].roles


async def test_whoever_passes_gets_the_role_and_loses_it_with_the_pass(town: Community) -> None:
    role = town.local.create_role(town.guild, "Certified")
    refused = await town.admin.slash("admin exams set", role=role)
    assert "Manage Roles" in refused.text()
    let_bot(town, Permission.MANAGE_ROLES, above=role)
    reply = await town.admin.slash("admin exams set", role=role)
    assert f"Whoever passes gets <@&{role.id}>" in reply.text()
    ann, bea, _ = town.learners
    await set_exam(ann, "CPC", "2026-11-03")
    await set_exam(bea, "CPC", "2026-11-03")
    await town.travel("2026-11-04T12:00:00+00:00")
    await result(ann, "CPC", "pass")
    await result(bea, "CPC", "not_yet")
    await later(town, 5)
    assert has(town, ann, role.id)
    assert not has(town, bea, role.id)
    status = (await town.admin.slash("admin exams show")).text()
    assert "Passed so far: CPC 1" in status
    assert str(ann.user.id) not in status
    await result(ann, "CPC", "not_yet")
    await later(town, 5)
    assert not has(town, ann, role.id)


async def test_a_role_that_moderates_is_refused(town: Community) -> None:
    strong = town.local.create_role(town.guild, "Boss", int(Permission.BAN_MEMBERS))
    let_bot(town, Permission.MANAGE_ROLES, above=strong)
    refused = await town.admin.slash("admin exams set", role=strong)
    assert "without such permissions" in refused.text()


async def test_a_role_out_of_reach_is_told_once(town: Community) -> None:
    role = town.local.create_role(town.guild, "Certified")
    let_bot(town, Permission.MANAGE_ROLES, above=role)
    await town.admin.slash("admin exams set", role=role)
    ann, bea, _ = town.learners
    await set_exam(ann, "CPC", "2026-11-03")
    await set_exam(bea, "CPC", "2026-11-03")
    await town.travel("2026-11-04T12:00:00+00:00")
    town.local.delete_role(town.guild, role)
    await result(ann, "CPC", "pass")
    await result(bea, "CPC", "pass")
    await later(town, 60)
    told = [message for message in inbox(town, town.admin) if "Whoever passes gets" in message.text()]
    assert len(told) == 1


def edits(town: Community) -> int:
    return sum(one.method == "PATCH" and "/messages/" in one.path for one in town.local.requests)


async def test_many_changes_at_once_are_few_edits(tmp_path: Path) -> None:
    async with community(tmp_path, learners=12) as town, town.bot():
        board = await set_board(town)
        for who in town.learners:
            await set_exam(who, "CPC", "2026-11-12", visibility=1)
        before = edits(town)
        await later(town, 10)
        assert all(str(who.user.id) in board.text() for who in town.learners)
        assert edits(town) - before <= 1


MEMBER = "/members/"


def asked_about(town: Community) -> list[int]:
    """Members of whom Discord was asked, one entry a request."""
    asked = [one.path for one in town.local.requests if one.method == "GET" and MEMBER in one.path]
    return [int(path.rpartition("/")[2]) for path in asked]


async def test_whoever_has_left_the_server_is_off_the_board_with_the_next_day(town: Community) -> None:
    board = await set_board(town)
    ann, bea, cid = town.learners
    await set_exam(ann, "CPC", "2026-11-30", visibility=1)
    await set_exam(bea, "CPC", "2026-11-30", visibility=1)
    await set_exam(cid, "CPC", "2026-11-30")
    town.local.remove_member(town.guild, ann.user)
    await town.travel("2026-11-04T08:01:00+00:00")
    assert str(ann.user.id) not in board.text()
    assert str(bea.user.id) in board.text()
    assert set(asked_about(town)) == {ann.user.id, bea.user.id}, "only whom the board shows"
    before = len(asked_about(town))
    await set_exam(bea, "CCS", "2026-12-01", visibility=1)
    await later(town, 3600)
    assert len(asked_about(town)) == before, "once a day"
    card = await in_private(town, ann).slash("exam list")
    assert "Nobody else sees it" in card.text(), "the date stays the member's own"


async def test_a_long_board_asks_after_a_few_each_day_and_after_all_in_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with community(tmp_path, learners=7) as town, town.bot():
        monkeypatch.setattr("cogs.exams.board.ASKED_A_DAY", 3)  # as this client has loaded it
        board = await set_board(town)
        for who in town.learners:
            await set_exam(who, "CPC", "2026-11-30", visibility=1)
        for day in (3, 4, 5):
            before = len(asked_about(town))
            await town.travel(f"2026-11-0{day}T08:01:00+00:00")
            assert len(asked_about(town)) - before == 3
        assert {who.user.id for who in town.learners} == set(asked_about(town))
        for who in town.learners:
            town.local.remove_member(town.guild, who.user)
        await town.travel("2026-11-10T08:01:00+00:00")
        assert "Nobody has put an exam here yet" in board.text()


async def test_a_discord_that_does_not_answer_holds_up_no_board(town: Community) -> None:
    board = await set_board(town)
    ann, bea, _ = town.learners
    await set_exam(ann, "CPC", "2026-11-03", visibility=1)
    await set_exam(bea, "CPC", "2026-11-30", visibility=1)
    town.local.faults.order("GET /guilds/{guild_id}/members/{user_id}", 50, 503)
    await town.travel("2026-11-04T08:01:00+00:00")
    assert str(ann.user.id) not in board.text()
    assert str(bea.user.id) in board.text()
