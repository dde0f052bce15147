"""Content editors without Manage Server: what Discord shows them, and how they find what waits."""

import pytest

from sandbox.members import MemberDriver
from tests.challenges.test_challenges import decide, now, opened
from tests.challenges.writing import written
from tests.community import Community


@pytest.fixture
async def editor(town: Community) -> MemberDriver:
    """A member with the editors' role, and with no permission of an admin's."""
    role = town.local.create_role(town.guild, "Editors", 0, mentionable=True)
    user = town.local.create_user("editor")
    town.local.add_member(town.guild, user, [role])
    said = await town.admin.slash("admin challenges editors", role=role)
    assert "`/quiz queue` lists all that waits" in said.text()
    return town.local.member(town.guild, user).at(town.lounge)


async def test_an_editor_lists_what_waits_and_decides(town: Community, editor: MemberDriver) -> None:
    await opened(town)
    await written(town, town.learners[1].user.id)
    await now(town)
    assert "`/quiz queue`" in town.posts(town.lounge)[0].text(), "the call says where the others are"
    assert "`/quiz queue`" in (await editor.slash("help")).text()
    assert "/admin" not in (await editor.slash("help")).text()
    queue = await editor.slash("quiz queue")
    assert queue.message.ephemeral
    assert "Disputed" in queue.text()
    assert "Suggested" in queue.text()
    suggestion = await editor.click(queue.message, "First suggestion")
    assert "Suggested question, waiting" in suggestion.text()
    case = await editor.click(queue.message, "First challenge")
    assert "Declined" in await decide(town, "Decline", editor, case.message)
    await editor.click(suggestion.message, "Take it into the bank")
    assert "Nothing" in (await editor.slash("quiz queue")).text()


async def test_moderators_have_both_doors_and_everybody_else_hears_who_decides(
    town: Community, editor: MemberDriver
) -> None:
    await opened(town)
    assert (await town.admin.slash("quiz queue")).text() == (
        await town.admin.slash("admin challenges list")
    ).text()
    member = town.learners[0]
    refused = await member.slash("quiz queue")
    assert refused.message.ephemeral
    assert "Manage Server and this server's content editors decide on questions" in refused.text()
    assert "The guideline says otherwise" not in refused.text()
    assert "/quiz queue" not in (await member.slash("help")).text()
    hidden = await editor.slash("admin challenges list", force=True)
    assert "Only members with the permission Manage Server" in hidden.text()


async def test_an_editor_who_loses_the_role_is_refused(town: Community, editor: MemberDriver) -> None:
    assert "Nothing" in (await editor.slash("quiz queue")).text()
    await town.admin.slash("admin challenges editors", off=True)
    assert "Only members with" in (await editor.slash("quiz queue")).text()


async def test_a_look_at_the_editors_changes_nothing_and_a_change_leaves_the_rest(
    town: Community, editor: MemberDriver
) -> None:
    looked = (await town.admin.slash("admin challenges editors")).text()
    assert "and members with Manage Server decide" in looked
    assert f"<#{town.lounge.id}>" in looked
    assert "Nothing" in (await editor.slash("quiz queue")).text(), "an editor still"
    room = town.local.create_channel(town.guild, "editors")
    moved = (await town.admin.slash("admin challenges editors", channel=room)).text()
    assert moved == looked.replace(str(town.lounge.id), str(room.id)), "the role stays"
    assert "Nothing" in (await editor.slash("quiz queue")).text()
    other = town.local.create_role(town.guild, "Others", 0, mentionable=True)
    renamed = (await town.admin.slash("admin challenges editors", role=other)).text()
    assert f"<@&{other.id}>" in renamed
    assert f"<#{room.id}>" in renamed, "the channel stays"
    off = (await town.admin.slash("admin challenges editors", off=True)).text()
    assert off == "Only members with Manage Server decide. They are told by message."
    assert (await town.admin.slash("admin challenges editors")).text() == off
