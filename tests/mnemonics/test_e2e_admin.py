"""Mnemonics as moderators meet them, and what authors hear."""

from pathlib import Path

from sandbox.members import MemberDriver
from sandbox.permissions import Permission
from sandbox.reply import Reply
from tests.community import Community, community
from tests.mnemonics.test_e2e import HOOK, add, labels

SEND = "POST /channels/{channel_id}/messages"


async def pass_by(town: Community, seconds: int = 5) -> None:
    """Let what is due be brought."""
    await town.travel(int(town.clock.time()) + seconds)


async def first_approved(town: Community) -> None:
    """The server looks at each first."""
    reply = await town.admin.slash("admin mnemonics set", mode="approve-first")
    assert "A moderator looks at each first" in reply.text()


async def queue(town: Community) -> Reply:
    """The moderators' queue."""
    return await town.admin.slash("admin mnemonics queue")


def dms(member: MemberDriver) -> list[str]:
    """What the member was told in private messages."""
    return [message.text() for message in member.dms()]


async def test_set_up_is_echoed_and_nobody_else_may(town: Community) -> None:
    reply = await town.admin.slash(
        "admin mnemonics set",
        channel=town.lounge,
        mode="approve-first",
        day="Monday",
        time="9am",
        timezone="Chicago",
        hourly=3,
    )
    text = reply.text()
    assert f"<#{town.lounge.id}>" in text
    assert "Monday at 09:00 (9:00 am), America/Chicago" in text
    assert "3 an hour" in text
    refused = await town.learners[0].slash("admin mnemonics set", force=True, mode="at-once")
    assert "Manage Server" in refused.text()
    refused = await town.learners[0].slash("admin mnemonics queue", force=True)
    assert "Manage Server" in refused.text()
    wrong = await town.admin.slash("admin mnemonics set", day="Mon-Fri")
    assert "on one day" in wrong.text()
    later = await town.admin.slash("admin mnemonics set", mode="at-once")
    assert "Monday at 09:00" in later.text(), "what is not given stays"
    off = await town.admin.slash("admin mnemonics off")
    assert "Posted in no channel" in off.text()


async def test_a_time_without_a_channel(town: Community) -> None:
    reply = await town.admin.slash("admin mnemonics set", time="9am")
    assert "Choose a channel too" in reply.text()


async def test_approve_first_the_author_hears_and_the_channel_shows_it(town: Community) -> None:
    author = town.learners[0]
    await first_approved(town)
    await town.admin.slash("admin mnemonics set", channel=town.quiz)
    waiting = await add(author)
    assert "A moderator looks at it first" in waiting.text()
    await pass_by(town)
    assert any("/admin mnemonics queue" in text for text in dms(town.admin)), "the admin is told"
    assert town.posts() == []
    case = await queue(town)
    assert HOOK in case.text()
    assert "to be posted here" in case.text()
    assert labels(case) == ["Approve", "Decline", "Edit and approve", "Decline and ban from posting"]
    done = await town.admin.click(case.message, "Approve")
    assert "Done" in done.text()
    assert "Nothing waits" in done.text()
    await pass_by(town)
    (post,) = town.posts()
    assert HOOK in post.text()
    (told,) = dms(author)
    assert "A moderator has approved your mnemonic" in told
    assert "Coders United" in told
    voted = await town.learners[1].click(post, "Helps me")
    assert voted.message.ephemeral
    assert "👍 1" in voted.text()


async def test_declined_with_a_reason_and_edited_to_ask_again(town: Community) -> None:
    author = town.learners[0]
    await first_approved(town)
    await add(author)
    case = await queue(town)
    form = await town.admin.click(case.message, "Decline")
    await town.admin.submit(form.modal, {"Why": "It is the fibula"})
    assert "Nothing waits" in case.text()
    await pass_by(town)
    (told,) = dms(author)
    assert "declined your mnemonic" in told
    assert "Why: It is the fibula" in told
    mine = await author_lists(author)
    assert "declined; edit it to ask again" in mine.text()
    opened = await author.click(mine.message, "1")
    edit = await author.click(opened.message, "Edit")
    await author.submit(
        edit.modal, {"The hook": "Zebras graze beside the fibula", "What it stands for": "Outer"}
    )
    assert "fibula" in (await queue(town)).text()


async def author_lists(author: MemberDriver) -> Reply:
    """The author's own."""
    return await author.slash("mnemonic mine")


async def test_edited_by_a_moderator(town: Community) -> None:
    author = town.learners[0]
    await first_approved(town)
    await add(author, "Zebars graze beside the tibia")
    case = await queue(town)
    form = await town.admin.click(case.message, "Edit and approve")
    assert form.modal is not None
    assert form.modal.fields()["The hook"]["value"] == "Zebars graze beside the tibia"
    await town.admin.submit(form.modal, {"The hook": HOOK, "What it stands for": "The inner bone"})
    await pass_by(town)
    assert "mended the words" in dms(author)[0]
    assert HOOK in (await town.learners[1].slash("mnemonic find", query="zebras tibia")).text()


async def test_who_takes_no_messages_hears_at_the_next_command_once(town: Community) -> None:
    author = town.learners[0]
    town.local.close_dms(author.user)
    await first_approved(town)
    await add(author)
    await town.admin.click((await queue(town)).message, "Approve")
    await pass_by(town)
    reply = await author.slash("mnemonic top")
    told = await reply.followup()
    assert "approved your mnemonic" in told.text()
    assert told.ephemeral
    assert (await author.slash("mnemonic top")).followups == []


async def test_reports_taken_down_and_banned(town: Community) -> None:
    author, reader, other = town.learners
    await town.admin.slash("admin mnemonics set", channel=town.lounge)
    await add(author)
    await pass_by(town)
    (post,) = town.posts(town.lounge)
    for member, why in ((reader, "It is the fibula"), (other, "Zebras are rude")):
        form = await member.at(town.lounge).click(post, "Report")
        await member.submit(form.modal, {"Reason": why})
    case = await queue(town)
    assert "It is the fibula" in case.text()
    assert "Zebras are rude" in case.text()
    assert labels(case)[:2] == ["Keep it", "Take down"]
    sure = await town.admin.click(case.message, "Decline and ban from posting")
    assert "Ban its author" in sure.text()
    back = await town.admin.click(sure.message, "Back")
    assert "It is the fibula" in back.text()
    await pass_by(town)
    assert dms(author) == [], "nothing has happened yet"
    sure = await town.admin.click(back.message, "Decline and ban from posting")
    await town.admin.click(sure.message, "Yes, decline and ban")
    await pass_by(town)
    assert "was taken back" in post.text()
    assert post.buttons() == []
    assert "not to post mnemonics here any more" in dms(author)[0]
    assert "asked you not to post" in (await add(author, "Okapis sleep")).text()
    assert (
        "may post here again" in (await town.admin.slash("admin mnemonics allow", member=author.user)).text()
    )
    assert "Added" in (await add(author, "Okapis sleep")).text()
    again = await town.admin.slash("admin mnemonics allow", member=author.user)
    assert "may post here already" in again.text()


async def test_a_press_in_the_queue_by_somebody_who_is_no_moderator_any_more(town: Community) -> None:
    await first_approved(town)
    await add(town.learners[0])
    case = await queue(town)
    town.local.change_member(town.guild, town.admin.user, roles=[])
    for button in ("Approve", "Decline", "Edit and approve", "Decline and ban from posting"):
        reply = await town.admin.click(case.message, button)
        assert "Manage Server" in reply.text()
    assert "Nothing is found" in (await town.learners[1].slash("mnemonic find", query="zebras tibia")).text()


async def test_a_decision_that_another_moderator_has_made(town: Community) -> None:
    await first_approved(town)
    await add(town.learners[0])
    one, two = await queue(town), await queue(town)
    await town.admin.click(one.message, "Approve")
    late = await town.admin.click(two.message, "Approve")
    assert "decided already" in late.text()


async def test_shared_with_all_servers_and_hidden_in_one(town: Community) -> None:
    author = town.learners[0]
    elsewhere = town.local.create_guild("Far Coders", town.owner)
    channel = town.local.create_channel(elsewhere, "talk")
    town.local.add_member(elsewhere, town.learners[1].user)
    town.local.install(town.token, elsewhere, 84992)
    far = town.local.member(elsewhere, town.learners[1].user).at(channel)
    boss = town.local.member(elsewhere, town.owner).at(channel)
    await pass_by(town)
    await add(author)
    opened = await author.click((await author_lists(author)).message, "1")
    await author.click(opened.message, "Share with all servers")
    assert "Nothing is found" in (await far.slash("mnemonic find", query="zebras tibia")).text()
    case = await queue(town)
    assert "to be shared with all servers" in case.text()
    await town.admin.click(case.message, "Agree")
    found = await far.slash("mnemonic find", query="zebras tibia")
    assert HOOK in found.text()
    form = await far.click(found.message, "Report")
    await far.submit(form.modal, {"Reason": "Not for us"})
    theirs = await boss.slash("admin mnemonics queue")
    assert "Edit and approve" in labels(theirs)
    refused = await boss.click(theirs.message, "Edit and approve")
    assert "not this server's" in refused.text()
    taken = await boss.click(theirs.message, "Take down")
    await boss.submit(taken.modal, {"Why": ""})
    assert "Nothing is found" in (await far.slash("mnemonic find", query="zebras tibia")).text()
    assert HOOK in (await town.learners[2].slash("mnemonic find", query="zebras tibia")).text()


async def test_what_becomes_of_it_is_followed_in_the_channel(town: Community) -> None:
    author = town.learners[0]
    await town.admin.slash("admin mnemonics set", channel=town.lounge)
    await add(author)
    await pass_by(town)
    (post,) = town.posts(town.lounge)
    opened = await author.click((await author_lists(author)).message, "1")
    form = await author.click(opened.message, "Edit")
    await author.submit(form.modal, {"The hook": "Okapis sleep on the ulna", "What it stands for": "Elbow"})
    await pass_by(town)
    assert "Okapis sleep" in post.text()
    assert "Zebras" not in post.text()
    await author.click(opened.message, "Delete")
    await author.click(opened.message, "Yes, delete it")
    await pass_by(town)
    assert "was taken back" in post.text()
    assert "Okapis" not in post.text()
    assert len(town.posts(town.lounge)) == 1


async def test_the_best_of_the_week_comes_at_the_servers_hour_and_not_without_any(town: Community) -> None:
    author, reader, _ = town.learners
    await town.admin.slash(
        "admin mnemonics set", channel=town.lounge, day="Friday", time="6pm", timezone="Chicago"
    )
    await town.travel("2026-11-07T01:00:00+00:00")
    assert town.posts(town.lounge) == [], "nothing was voted for in the first week"
    await add(author)
    found = await reader.slash("mnemonic find", query="zebras tibia")
    await reader.click(found.message, "Helps me")
    await town.travel("2026-11-13T23:59:59+00:00")
    assert len(town.posts(town.lounge)) == 1, "only the new one itself"
    await town.travel("2026-11-14T00:00:00+00:00")
    best = town.posts(town.lounge)[-1]
    assert "The mnemonics of the week" in best.text()
    assert HOOK in best.text()
    closer = await reader.at(town.lounge).click(best, "Look closer and vote")
    assert HOOK in closer.text()
    await town.travel("2026-11-28T12:00:00+00:00")
    assert len(town.posts(town.lounge)) == 2, "the weeks after had none"


async def test_a_channel_that_is_gone_is_told_once_and_members_go_on(town: Community) -> None:
    author = town.learners[0].at(town.quiz)
    await town.admin.slash("admin mnemonics set", channel=town.lounge)
    town.local.delete_channel(town.lounge)
    await add(author)
    await add(author, "Okapis sleep standing")
    await pass_by(town)
    told = [text for text in dms(town.admin) if "Mnemonics are not posted" in text]
    assert len(told) == 1
    assert "its channel was deleted" in told[0]
    assert HOOK in (await author.slash("mnemonic find", query="zebras tibia")).text()


async def test_a_missing_permission_is_named_at_set_up(town: Community) -> None:
    secret = town.local.create_channel(town.guild, "secret")
    town.local.set_overwrites(secret, {town.local.bot(town.token): (0, int(Permission.SEND_MESSAGES))})
    reply = await town.admin.slash("admin mnemonics set", channel=secret)
    assert "I can't post in" in reply.text()


async def test_a_post_in_doubt_is_found_and_not_made_twice(town: Community) -> None:
    """Its answer is lost, and meanwhile another channel is chosen: it still stands once, and is followed."""
    author = town.learners[0]
    await town.admin.slash("admin mnemonics set", channel=town.lounge)
    town.local.faults.order(SEND, 1, "lose")
    await add(author)
    await pass_by(town)
    await town.admin.slash("admin mnemonics set", channel=town.quiz)
    await pass_by(town, 3600)
    assert [len(town.posts(channel)) for channel in (town.lounge, town.quiz)] == [1, 0]
    opened = await author.click((await author_lists(author)).message, "1")
    await author.click(opened.message, "Delete")
    await author.click(opened.message, "Yes, delete it")
    await pass_by(town)
    assert "was taken back" in town.posts(town.lounge)[0].text()


async def test_a_word_and_the_best_of_the_week_survive_a_restart_and_lost_answers(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        author, reader, _ = town.learners
        async with town.bot():
            await town.admin.slash("admin mnemonics set", channel=town.lounge, mode="approve-first")
            await add(author)
            await town.admin.click((await queue(town)).message, "Approve")
            found = await reader.slash("mnemonic find", query="zebras tibia")
            await reader.click(found.message, "Helps me")
            town.local.faults.order(SEND, 50, "drop")
            await pass_by(town)
        town.local.faults.clear()
        async with town.bot():
            town.local.faults.order(SEND, 2, "lose")
            await town.travel("2026-11-06T17:00:00+00:00")
            await town.travel("2026-11-06T18:00:00+00:00")
        assert len([text for text in dms(author) if "approved" in text]) == 1
        posts = [post.text() for post in town.posts(town.lounge)]
        assert len([text for text in posts if "mnemonics of the week" in text]) == 1
