"""A 404 says that a member has left only where Discord says so: from a proxy, or of a server, it has its own end."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import discord
import pytest

from sandbox.permissions import Permission
from tests.buddies.circle import in_private, inbox, join, later, paired
from tests.community import Community
from tests.exams.test_board import has
from tests.exams.town import exam_id, let_bot, result, set_exam
from tests.quiz.asked import asked
from tests.test_sending import answer

PROXYS, NO_SERVER, NO_MEMBER, NO_ROLE = 0, 10004, 10007, 10011
HOUR = 3600


@contextmanager
def answered(code: int, of: type = discord.Guild, method: str = "fetch_member") -> Iterator[None]:
    """Requests of that kind are answered by a 404 with that code for a while."""

    async def refuse(*_: Any, **__: Any) -> None:
        raise answer(discord.NotFound, 404, {"code": code, "message": "?"})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(of, method, refuse)
        yield


async def passes(town: Community) -> discord.Object:
    """A member passes where that gives a role."""
    role = town.local.create_role(town.guild, "Certified")
    let_bot(town, Permission.MANAGE_ROLES, above=role)
    await town.admin.slash("admin exams set", role=role)
    await set_exam(town.learners[0], "CPC", "2026-11-12")
    await town.travel("2026-11-12T20:00:00+00:00")
    await result(town.learners[0], "CPC", "I passed")
    return discord.Object(role.id)


async def test_a_role_is_given_once_discord_answers_for_the_member_again(town: Community) -> None:
    with answered(PROXYS):
        role = await passes(town)
        await later(town, 5)
    assert not has(town, town.learners[0], role.id)
    await later(town, HOUR)
    assert has(town, town.learners[0], role.id)


@pytest.mark.parametrize(("code", "given"), [(PROXYS, True), (NO_MEMBER, True), (NO_ROLE, False)])
async def test_only_a_role_that_was_deleted_is_given_no_more(town: Community, code: int, given: bool) -> None:
    with answered(code, discord.Member, "add_roles"):
        role = await passes(town)
        await later(town, 5)
    told = [one.text() for one in inbox(town, town.admin) if "the role was deleted" in one.text()]
    assert len(told) == (0 if given else 1)
    await later(town, HOUR)
    await set_exam(town.learners[1], "CPC", "2026-11-13")
    await later(town, 24 * HOUR)
    await result(town.learners[1], "CPC", "I passed")
    await later(town, 5)
    assert has(town, town.learners[1], role.id) is given


@pytest.mark.parametrize(("code", "comes"), [(PROXYS, True), (NO_SERVER, False)])
async def test_a_reminder_in_a_channel(town: Community, code: int, comes: bool) -> None:
    ann = town.learners[0]
    await set_exam(ann, "CPC", "2026-12-16", time="9am", timezone="UTC")
    assert town.app is not None
    await town.app.services.exams.own.remind_in(await exam_id(ann, "CPC"), ann.user.id, town.lounge.id)
    wake = await town.app.services.schedule.wake_at()
    assert wake is not None
    with answered(code):
        await town.travel(wake)
    await later(town, HOUR)
    assert len(town.posts(town.lounge)) == comes
    if not comes:
        listed = await ann.slash("exam list")
        assert "the server is gone" in (await listed.followup()).text()


async def test_a_report_waits_while_nobody_can_say_who_would_read_it(town: Community) -> None:
    """A member whom nobody knows reads no channel: taken for one, the accused would have read it there."""
    town.local.close_dms(town.admin.user)
    town.local.close_dms(town.owner)
    staff = town.local.create_channel(town.guild, "staff")
    bot, accused = town.local.bot(town.token), town.learners[1].user
    everyone, view = town.guild.roles[town.guild.id], int(Permission.VIEW_CHANNEL)
    town.local.set_overwrites(staff, {everyone: (0, view), bot: (view, 0), accused: (view, 0)})
    town.local.set_special_channels(town.guild, system=None, updates=staff)
    await paired(town)
    with answered(PROXYS):
        await town.learners[0].slash("buddy report", reason="rude to me")
        await later(town, 60)
    assert town.posts(staff) == []
    await later(town, HOUR)
    assert town.posts(staff) == []
    assert "rude to me" in (await town.admin.slash("admin track list")).text()


async def test_presses_in_direct_messages(town: Community) -> None:
    one, other = town.learners[:2]
    await join(one)
    await join(other)
    await later(town)
    private = in_private(town, other)
    asking = await private.click(inbox(town, other)[0], "Mini-quiz")
    wrong = await private.click(asking.message, asked(asking.message, town.content).wrong[0])
    for code in (PROXYS, NO_SERVER):
        with answered(code):
            refused = await private.click(wrong.message, "Show the hook")
            assert "I can't reach that server right now" in refused.text()
            refused = await private.click(inbox(town, other)[0], "Nudge")
            assert "I can't reach that server right now" in refused.text()
    assert "Helps me" in str((await private.click(wrong.message, "Show the hook")).message.buttons())
