"""What goes on behind a moderator's back, and what outlives a mnemonic, through the local Discord."""

from tests.community import Community
from tests.mnemonics.test_e2e import HOOK, add
from tests.mnemonics.test_e2e_admin import author_lists, dms, first_approved, pass_by, queue

EVIL = "Something nobody would ever approve"


async def test_what_changed_since_the_moderator_looked_is_not_approved_unseen(town: Community) -> None:
    author = town.learners[0]
    await first_approved(town)
    await add(author)
    case = await queue(town)
    opened = await author.click((await author_lists(author)).message, "1")
    form = await author.click(opened.message, "Edit")
    await author.submit(form.modal, {"The hook": EVIL, "What it stands for": "Evil"})
    again = await town.admin.click(case.message, "Approve")
    assert "changed" in again.text()
    assert EVIL in again.text()
    assert EVIL not in (await town.learners[1].slash("mnemonic find", query="nobody approve")).text()
    await town.admin.click(case.message, "Approve")
    assert EVIL in (await town.learners[1].slash("mnemonic find", query="nobody approve")).text()


async def test_what_waits_again_after_an_edit_is_not_called_taken_back(town: Community) -> None:
    author = town.learners[0]
    await town.admin.slash("admin mnemonics set", channel=town.lounge)
    await add(author)
    await pass_by(town)
    (post,) = town.posts(town.lounge)
    await first_approved(town)
    opened = await author.click((await author_lists(author)).message, "1")
    form = await author.click(opened.message, "Edit")
    await author.submit(form.modal, {"The hook": EVIL, "What it stands for": "Evil"})
    await pass_by(town)
    assert HOOK not in post.text()
    assert "taken back" not in post.text()
    assert "moderator" in post.text()


async def test_left_for_later_the_queue_goes_on_after_a_decision(town: Community) -> None:
    await first_approved(town)
    for number, member in enumerate(town.learners):
        await add(member, f"Zebra{number} walks{number} far{number}")
    case = await queue(town)
    assert "Zebra0" in case.text()
    await town.admin.click(case.message, "Later")
    assert "Zebra1" in case.text()
    await town.admin.click(case.message, "Approve")
    assert "Zebra2" in case.text(), "not the one that was left for later"
    await town.admin.click(case.message, "Approve")
    assert "Zebra0" in case.text()


async def test_deleted_words_leave_the_best_of_the_week_too(town: Community) -> None:
    author, reader, other = town.learners
    await town.admin.slash(
        "admin mnemonics set", channel=town.lounge, day="Friday", time="6pm", timezone="UTC"
    )
    await add(author)
    await add(reader, "Okapis sleep standing")
    for member, words in ((reader, "zebras tibia"), (other, "okapis sleep")):
        found = await member.slash("mnemonic find", query=words)
        await member.click(found.message, "Helps me")
    await town.travel("2026-11-06T18:00:00+00:00")
    best = town.posts(town.lounge)[-1]
    assert HOOK in best.text()
    question = await author.slash("me delete")
    await author.click(question.message, "Delete all my data")
    await pass_by(town)
    assert HOOK not in best.text()
    assert "Okapis" in best.text()
    opened = await reader.click((await author_lists(reader)).message, "1")
    await reader.click(opened.message, "Delete")
    await reader.click(opened.message, "Yes, delete it")
    await pass_by(town)
    assert "are not shown any more" in best.text()
    assert best.buttons() == []


async def test_who_deletes_what_was_reported_can_still_be_banned(town: Community) -> None:
    author = town.learners[0]
    await add(author)
    reply = await town.admin.slash("admin mnemonics ban", member=author.user)
    assert "can't post" in reply.text()
    assert "asked you not to post" in (await add(author, "Okapis sleep standing")).text()
    refused = await author.slash("admin mnemonics ban", force=True, member=town.admin.user)
    assert "Manage Server" in refused.text()
    await pass_by(town)
    assert any("not to post mnemonics here any more" in text for text in dms(author))


async def test_asking_to_share_again_and_again_tells_the_admins_three_times_an_hour(town: Community) -> None:
    author = town.learners[0]
    await town.admin.slash("admin mnemonics set", mode="at-once")
    await add(author)
    opened = await author.click((await author_lists(author)).message, "1")

    def rung() -> int:
        return len([text for text in dms(town.admin) if "/admin mnemonics queue" in text])

    for _ in range(6):
        await author.click(opened.message, "Share with all servers")
        await pass_by(town, 1)
        await author.click(opened.message, "Keep it in this server")
    assert rung() == 3
    await pass_by(town, 3600)
    assert rung() == 3, "nothing waits any more"
    await author.click(opened.message, "Share with all servers")
    await pass_by(town, 3600)
    assert rung() == 4, "what waits is told, an hour later at most"


async def test_what_a_form_refuses_is_given_back_to_copy(town: Community) -> None:
    member = town.learners[0]
    form = await member.slash("mnemonic add", topic="neoplasms")
    story = "A long story ``` that took ten minutes to type. @everyone"
    refused = await member.submit(
        form.modal, {"The hook": "🎉🎉", "What it stands for": "The inner bone", "A story": story}
    )
    assert "in words" in refused.text()
    assert "The inner bone" in refused.text()
    assert "took ten minutes to type" in refused.text()
    assert refused.text().count("```") == 2, "nothing typed ends the block"


async def test_the_longest_texts_are_given_back_too(town: Community) -> None:
    member = town.learners[0]
    form = await member.slash("mnemonic add", topic="neoplasms")
    refused = await member.submit(
        form.modal, {"The hook": "!" * 200, "What it stands for": "x" * 500, "A story": "y" * 800}
    )
    assert "y" * 800 in refused.text()


async def test_what_was_hidden_by_mistake_is_shown_again(town: Community) -> None:
    reader = town.learners[0]
    found = await reader.slash(
        "mnemonic find", query="#" + next(f"b:{id_}" for id_ in town.content.mnemonics)
    )
    hook = found.message.embeds[0]["description"].split("**")[1].replace("\\", "")
    form = await reader.click(found.message, "Report")
    await reader.submit(form.modal, {"Reason": "I don't like it"})
    case = await queue(town)
    form = await town.admin.click(case.message, "Take down")
    await town.admin.submit(form.modal, {})
    assert "not here any more" in (await reader.click(found.message, "Helps me")).text()
    (choice,) = await town.admin.autocomplete("admin mnemonics unhide", "hook", "")
    assert choice["name"] == hook
    assert (
        "shown here again" in (await town.admin.slash("admin mnemonics unhide", hook=choice["value"])).text()
    )
    assert "👍 1" in (await reader.click(found.message, "Helps me")).text()
    again = await town.admin.slash("admin mnemonics unhide", hook=choice["value"])
    assert "not hidden here" in again.text()
    assert "not hidden here" in (await town.admin.slash("admin mnemonics unhide", hook="nonsense")).text()


async def test_who_reports_everything_is_slowed_down(town: Community) -> None:
    reader = town.learners[0]
    for number, id_ in enumerate([*town.content.mnemonics][:11]):
        found = await reader.slash("mnemonic find", query=f"#b:{id_}")
        form = await reader.click(found.message, "Report")
        reply = await reader.submit(form.modal, {"Reason": "I don't like it"})
        assert ("moderators look at it" in reply.text()) is (number < 10)
    assert "10 reports of yours from today" in reply.text()
    await pass_by(town, 86_401)
    form = await reader.click(found.message, "Report")
    reply = await reader.submit(form.modal, {"Reason": "I don't like it"})
    assert "moderators look at it" in reply.text()
