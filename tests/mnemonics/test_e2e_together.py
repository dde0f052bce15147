"""Hooks where buddies meet: in their thread, and in direct messages after a wrong answer of the mini-quiz."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.members import MemberDriver
from sandbox.reply import Reply
from sandbox.seen import LiveMessage
from tests.buddies.circle import WEEK, in_private, inbox, join, later, paired
from tests.community import Community, community
from tests.mnemonics.test_e2e import labels
from tests.quiz.asked import asked

CERTAIN = "CPC"


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Community]:
    """A community with the whole bank."""
    async with community(tmp_path) as found, found.bot():
        yield found


async def tried(town: Community) -> int:
    """How often a hook that was seen has been put to the test."""
    assert town.app is not None
    return int(
        await town.app.services.db.read(
            lambda tx: tx.value("SELECT COALESCE(SUM(tried), 0) FROM mnemonic_tallies")
        )
    )


def last_with(messages: list[LiveMessage], text: str) -> LiveMessage:
    """The newest message that says so."""
    return [message for message in messages if text in message.text()][-1]


async def get_wrong(town: Community, member: MemberDriver, area: str) -> Reply:
    """One question of practice, answered wrong."""
    asking = await member.slash("quiz practice", area=area, count=1)
    return await member.click(asking.message, asked(asking.message, town.content).wrong[0])


def area_of(town: Community, checkin: LiveMessage) -> str:
    """The area that a check-in names, as `/quiz practice` takes it."""
    known = {area.name: area.id for area in town.content.certifications[CERTAIN].areas}
    name = checkin.text().split("Explain **")[1].split("**")[0].replace("\\", "")
    return f"{CERTAIN}/{known[name]}"


async def test_the_check_in_in_the_thread_offers_a_hook_for_its_area_and_it_is_measured_for_each(
    town: Community,
) -> None:
    thread = await paired(town)
    one, other, stranger = town.learners
    await later(town, WEEK)
    checkin = last_with(town.posts(thread), "Teach it back")
    shown = [await who.at(thread).click(checkin, "Show the hook") for who in (one, other)]
    assert all(reply.message.ephemeral for reply in shown)
    assert shown[0].text() == shown[1].text(), "who has nothing to mend sees the same, to talk about"
    assert labels(shown[0]) == ["Helps me", "Not for me", "Report"]
    assert labels(await one.slash("buddy checkin"))[-1] == "Show the hook"

    area = area_of(town, checkin)
    wrong = await get_wrong(town, one, area)
    mended = await one.at(thread).click(checkin, "Show the hook")
    offered = await one.click(wrong.message, "Show the hook")
    assert offered.text() == mended.text(), "the one for what was got wrong last, and the same in both places"
    assert await tried(town) == 0
    for _ in range(20):  # until the topic comes again
        if await tried(town):
            break
        asking = await one.slash("quiz practice", area=area, count=1)
        await one.click(asking.message, asked(asking.message, town.content).right)
    assert await tried(town) == 1, "the other has got nothing wrong, so nothing is measured by them"
    refused = await stranger.slash("buddy checkin")
    assert "Show the hook" not in labels(refused)


async def test_in_direct_messages_hooks_are_shown_voted_reported_and_made(town: Community) -> None:
    one, other = town.learners[:2]
    await join(one)
    await join(other)
    await later(town)
    (hello,) = inbox(town, other)
    private = in_private(town, other)
    asking = await private.click(hello, "Mini-quiz")
    wrong = await private.click(asking.message, asked(asking.message, town.content).wrong[0])
    shown = await private.click(wrong.message, "Show the hook")
    assert shown.message.ephemeral
    await private.click(shown.message, "Helps me")
    assert "👍 1" in shown.text()
    form = await private.click(shown.message, "Report")
    thanks = await private.submit(form.modal, {"Reason": "Not for us"})
    assert "moderators look at it" in thanks.text()
    assert "Not for us" in (await town.admin.slash("admin mnemonics queue")).text()

    form = await private.click(wrong.message, "I have a trick for this")
    typed = {"The hook": "Zebras graze beside the tibia", "What it stands for": "The inner bone"}
    added = await private.submit(form.modal, typed)
    assert "Added to" in added.text()
    form = await private.click(wrong.message, "I have a trick for this")
    near = await private.submit(form.modal, typed)
    assert "something like it already" in near.text()
    dropped = await private.click(near.message, "Drop mine")
    assert "nothing was posted" in dropped.text()
    found = await town.learners[2].slash("mnemonic find", query="zebras tibia")
    assert typed["The hook"] in found.text(), "it stands in the server whose question it was"

    town.local.remove_member(town.guild, other.user)
    for button, message in (("Show the hook", wrong.message), ("Helps me", shown.message)):
        refused = await private.click(message, button)
        assert "not a member of that server any more" in refused.text()


async def test_the_check_in_in_a_direct_message_offers_it_too(town: Community) -> None:
    one, other = town.learners[:2]
    await join(one)
    await join(other)
    await later(town)
    await later(town, WEEK)
    checkin = last_with(inbox(town, one), "Teach it back")
    shown = await in_private(town, one).click(checkin, "Show the hook")
    voted = await in_private(town, one).click(shown.message, "Not for me")
    assert "👎 1" in voted.text()
