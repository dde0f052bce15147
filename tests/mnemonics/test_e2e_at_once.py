"""Two at once, double taps, restarts between two presses: nothing is doubled, lost or dead."""

import asyncio
from pathlib import Path

from tests.buddies.circle import WEEK, later, paired
from tests.community import Community, community
from tests.mnemonics.test_e2e import HOOK, add, one_topic, practise
from tests.mnemonics.test_e2e_admin import author_lists, dms, first_approved, pass_by, queue
from tests.mnemonics.test_e2e_together import last_with


async def test_two_moderators_approve_at_once_and_it_stands_and_is_told_once(town: Community) -> None:
    author = town.learners[0]
    await first_approved(town)
    await town.admin.slash("admin mnemonics set", channel=town.lounge)
    await add(author)
    owner = town.local.member(town.guild, town.owner).at(town.lounge)
    cases = [await queue(town), await owner.slash("admin mnemonics queue")]
    done = await asyncio.gather(
        *(who.click(case.message, "Approve") for who, case in zip((town.admin, owner), cases, strict=True))
    )
    assert sorted("decided already" in reply.text() for reply in done) == [False, True]
    assert all("Nothing waits" in reply.text() for reply in done), "both see what is next"
    await pass_by(town)
    assert len(town.posts(town.lounge)) == 1
    assert len(dms(author)) == 1


async def test_votes_of_many_at_once_are_all_counted(town: Community) -> None:
    author, *readers = town.learners
    await town.admin.slash("admin mnemonics set", channel=town.lounge)
    await add(author)
    await pass_by(town)
    (post,) = town.posts(town.lounge)
    await asyncio.gather(
        *(who.at(town.lounge).click(post, "Helps me") for who in (*readers, town.admin)),
        author.at(town.lounge).click(post, "Helps me"),
    )
    assert "👍 3 👎 0" in (await author.slash("mnemonic find", query="zebras tibia")).text()


async def test_taken_back_while_it_is_approved(town: Community) -> None:
    author = town.learners[0]
    await first_approved(town)
    await town.admin.slash("admin mnemonics set", channel=town.lounge)
    await add(author)
    case = await queue(town)
    opened = await author.click((await author_lists(author)).message, "1")
    await author.click(opened.message, "Delete")
    await asyncio.gather(
        author.click(opened.message, "Yes, delete it"), town.admin.click(case.message, "Approve")
    )
    await pass_by(town)
    assert all(HOOK not in post.text() for post in town.posts(town.lounge))
    assert HOOK not in (await town.learners[1].slash("mnemonic find", query="zebras tibia")).text()
    question = await author.slash("me delete")
    assert "Mnemonics you wrote go too" in question.text()


async def test_everything_can_still_be_pressed_after_a_restart(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        author, reader, _ = town.learners
        town.content = one_topic()
        async with town.bot():
            await town.admin.slash("admin mnemonics set", channel=town.lounge)
            await add(author)
            await pass_by(town)
            found = await reader.slash("mnemonic find", query="zebras tibia")
            wrong = await practise(town, reader, right=False)
            form = await reader.click(found.message, "Report")
            mine = await author_lists(author)
            opened = await author.click(mine.message, "1")
            shuffled = await reader.slash("mnemonic random")
        async with town.bot():
            (post,) = town.posts(town.lounge)
            assert "👍 1" in (await reader.at(town.lounge).click(post, "Helps me")).text()
            assert "👍 0 👎 1" in (await reader.click(found.message, "Not for me")).text()
            thanks = await reader.submit(form.modal, {"Reason": "It is the fibula"})
            assert "moderators look at it" in thanks.text()
            assert (await reader.click(wrong.message, "Show the hook")).message.embeds
            assert (await reader.click(wrong.message, "I have a trick for this")).modal is not None
            assert (await reader.click(shuffled.message, "Another one")).message.embeds
            case = await queue(town)
            assert (await author.click(opened.message, "Edit")).modal is not None
        async with town.bot():
            kept = await town.admin.click(case.message, "Keep it")
            assert "Nothing waits" in kept.text()
            await author.click(opened.message, "Delete")
            assert "Deleted." in (await author.click(opened.message, "Yes, delete it")).text()


async def test_the_check_ins_hook_can_be_shown_after_a_restart(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        async with town.bot():
            thread = await paired(town)
            await later(town, WEEK)
        async with town.bot():
            checkin = last_with(town.posts(thread), "Teach it back")
            shown = await town.learners[0].at(thread).click(checkin, "Show the hook")
            assert "comes with Crosswalk" in shown.text()
