"""Mnemonics as members meet them, from the wrong answer on."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.library import Library
from sandbox.members import MemberDriver
from sandbox.reply import Reply
from tests.community import Community, community, library
from tests.quiz.asked import asked

TOPIC, NAME = "anatomy-skin-musculoskeletal", "Anatomy: skin, bones, muscles"
HOOK = "Zebras graze beside the tibia"


def one_topic() -> Library:
    """The real content, with the questions of one topic only."""
    whole = library()
    questions = {id_: one for id_, one in whole.questions.items() if one.topic == TOPIC}
    return replace(whole, questions=questions, _banks={})


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Community]:
    """A community that is asked about bones."""
    async with community(tmp_path) as found:
        found.content = one_topic()
        async with found.bot():
            yield found


async def practise(
    town: Community, member: MemberDriver, *, right: bool, asking: Reply | None = None
) -> Reply:
    """Answer one question in practice."""
    asking = asking or await member.slash("quiz practice", area="CPC/anatomy", count=5)
    question = asked(asking.message, town.content)
    return await member.click(asking.message, question.right if right else question.wrong[0])


def labels(reply: Reply) -> list[str]:
    """What can be pressed."""
    return [button.label for button in reply.message.buttons()]


async def add(member: MemberDriver, text: str = HOOK, topic: str = TOPIC) -> Reply:
    """Add one by command."""
    return await member.slash("mnemonic add", topic=topic, text=text)


async def test_after_a_wrong_answer_a_hook_is_offered_and_its_help_is_measured(town: Community) -> None:
    member, other, _ = town.learners
    wrong = await practise(town, member, right=False)
    assert labels(wrong)[:3] == ["Next question", "Show the hook", "I have a trick for this"]
    hook = await member.click(wrong.message, "Show the hook")
    assert hook.message.ephemeral
    assert NAME in hook.text()
    text = hook.message.embeds[0]["description"].split("**")[1]
    assert "helped" not in hook.text()
    again = await member.click(wrong.message, "Show the hook")
    assert text in again.text(), "the same for the same mistake"
    right = await practise(
        town, member, right=True, asking=await member.click(wrong.message, "Next question")
    )
    assert "Show the hook" not in labels(right)
    found = await other.slash("mnemonic find", query=text.replace("\\", ""))
    assert "helped 1 of 1" in found.text()


async def test_the_daily_questions_private_reply_offers_it_too(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    await town.travel("2026-11-03T09:00:00+00:00")
    (post,) = town.posts()
    one, two, _ = town.learners
    wrong = await one.click(post, asked(post, town.content).wrong[0])
    assert "Show the hook" in labels(wrong)
    shown = await one.click(wrong.message, "Show the hook")
    assert [button.label for button in shown.message.buttons()] == ["Helps me", "Not for me", "Report"]
    right = await two.click(post, asked(post, town.content).right)
    assert "Show the hook" not in labels(right)


async def test_i_have_a_trick_for_this_opens_the_form_for_that_topic(town: Community) -> None:
    member = town.learners[0]
    wrong = await practise(town, member, right=False)
    form = await member.click(wrong.message, "I have a trick for this")
    assert form.modal is not None
    assert NAME in form.modal.title
    reply = await member.submit(
        form.modal,
        {
            "The hook": HOOK,
            "What it stands for": "The tibia is the inner bone.",
            "A story": "A zebra stands on one leg.",
        },
    )
    assert f"Added to {NAME}" in reply.text()
    assert reply.message.ephemeral
    found = await town.learners[1].slash("mnemonic find", query="zebars")
    assert f"**1. {HOOK}**" in found.text()
    assert "Shown instead: zebra" in found.text()
    opened = await town.learners[1].click(found.message, "1")
    assert "A zebra stands on one leg." in opened.text()
    assert f"<@{member.user.id}>" in opened.text()


async def test_the_form_survives_a_restart(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        member = town.learners[0]
        async with town.bot():
            form = await member.slash("mnemonic add", topic=TOPIC)
        async with town.bot():
            reply = await member.submit(
                form.modal, {"The hook": HOOK, "What it stands for": "The inner bone."}
            )
            assert "Added to" in reply.text()
            mine = await member.slash("mnemonic mine")
            opened = await member.click(mine.message, "1")
        async with town.bot():
            edit = await member.click(opened.message, "Edit")
            assert edit.modal is not None
            assert edit.modal.fields()["The hook"]["value"] == HOOK


async def test_voting_reporting_and_changing_ones_mind(town: Community) -> None:
    author, reader, _ = town.learners
    await add(author)
    found = await reader.slash("mnemonic find", query="zebras tibia")
    assert "Nothing" not in found.text()
    voted = await reader.click(found.message, "Helps me")
    assert "👍 1 👎 0" in found.text(), "in place, since only the reader sees it"
    assert "You voted 👍" in voted.text()
    await reader.click(found.message, "Not for me")
    assert "👍 0 👎 1" in found.text()
    await reader.click(found.message, "Not for me")
    assert "👎" not in found.text()
    form = await reader.click(found.message, "Report")
    thanks = await reader.submit(form.modal, {"Reason": "It is the fibula"})
    assert "moderators look at it" in thanks.text()
    own = await author.slash("mnemonic find", query="zebras tibia")
    assert own.message.buttons() == [], "nobody judges their own"
    forged = await author.press_raw(town.quiz, own.message, "mnv:1:1")
    assert "not in use any more" in forged.text(), "a button that the message does not have"


async def test_voting_on_a_deleted_one(town: Community) -> None:
    author, reader, _ = town.learners
    await add(author)
    found = await reader.slash("mnemonic find", query="zebras tibia")
    mine = await author.slash("mnemonic mine")
    opened = await author.click(mine.message, "1")
    await author.click(opened.message, "Delete")
    await author.click(opened.message, "Yes, delete it")
    assert "Deleted." in opened.text()
    late = await reader.click(found.message, "Helps me")
    assert "not here any more" in late.text()
    assert "None here yet" in (await author.slash("mnemonic mine")).text()
    gone = await author.click(mine.message, "1")
    assert "not here any more" in gone.text()


async def test_something_like_it_is_shown_first(town: Community) -> None:
    one, two, three = town.learners
    await add(one)
    first = await add(two, "zebras graze beside THE TIBIA!")
    assert "something like it already" in first.text()
    assert HOOK in first.text()
    dropped = await two.click(first.message, "Drop mine")
    assert "nothing was posted" in dropped.text()
    assert "None here yet" in (await two.slash("mnemonic mine")).text()
    second = await add(three, "Zebras graze beside a tibia")
    posted = await three.click(second.message, "Post anyway")
    assert f"Added to {NAME}" in posted.text()
    assert "Zebras graze beside a tibia" in (await three.slash("mnemonic mine")).text()


async def test_an_edit_that_makes_it_like_anothers_shows_that_first_too(town: Community) -> None:
    """Its hook, or its story; what was like another before, and the member's own, are not asked about again."""
    one, two, _ = town.learners
    await add(one)
    opened = await one.click((await one.slash("mnemonic mine")).message, "1")
    form = await one.click(opened.message, "Edit")
    story = "A herd of stripes stands at the inner shin and hums a tune"
    told = {"The hook": HOOK, "What it stands for": "Inner side", "A story": story}
    assert "Changed." in (await one.submit(form.modal, told)).text(), "its own words are no other's"

    await add(two, "Okapis sleep on the ulna")
    mine = await two.slash("mnemonic mine")
    opened = await two.click(mine.message, "1")

    async def edit(**typed: str) -> Reply:
        form = await two.click(opened.message, "Edit")
        names = {"hook": "The hook", "meaning": "What it stands for", "story": "A story"}
        given = {"hook": "Okapis sleep on the ulna", "meaning": "Elbow side", **typed}
        return await two.submit(form.modal, {names[name]: text for name, text in given.items()})

    for words in ({"hook": "Zebras graze beside THE tibia!"}, {"story": f"{story}!"}):
        asked_first = await edit(**words)
        assert "something like it already" in asked_first.text()
        assert HOOK in asked_first.text()
        left = await two.click(asked_first.message, "Leave it as it was")
        assert "Nothing was changed" in left.text()
        text = (await two.slash("mnemonic mine")).text()
        assert "Okapis sleep" in text
        assert "stripes" not in text
        assert "Zebras" not in text

    other_draft = await edit(hook="Zebras graze beside a tibia!")
    asked_first = await edit(hook="Zebras graze beside THE tibia!")
    late = await two.click(other_draft.message, "Change it anyway")
    assert "not here any more" in late.text(), "that draft gave way to a newer one"
    changed = await two.click(asked_first.message, "Change it anyway")
    assert "Changed." in changed.text()
    assert "Zebras graze beside THE tibia" in (await two.slash("mnemonic mine")).text()
    assert "Okapis" not in (await two.slash("mnemonic mine")).text()
    again = await edit(hook="Zebras graze beside THE tibia", meaning="Inner bone")
    assert "Changed." in again.text(), "it was said that this is meant"


async def test_mine_edit_share_and_the_best(town: Community) -> None:
    author, reader, _ = town.learners
    await add(author)
    mine = await author.slash("mnemonic mine")
    assert HOOK in mine.text()
    opened = await author.click(mine.message, "1")
    shared = await author.click(opened.message, "Share with all servers")
    assert "asked to share it with all servers" in shared.text()
    await author.click(opened.message, "Keep it in this server")
    assert "asked to share" not in opened.text()
    form = await author.click(opened.message, "Edit")
    mended = await author.submit(form.modal, {"The hook": f"{HOOK}!", "What it stands for": "Inner side"})
    assert "Changed." in mended.text()
    assert "otes" not in mended.text(), "there are none"
    found = await reader.slash("mnemonic find", query="zebras")
    await reader.click(found.message, "Helps me")
    form = await author.click(opened.message, "Edit")
    mended = await author.submit(form.modal, {"The hook": HOOK, "What it stands for": "Inner side"})
    assert "votes and results stay" in mended.text()
    assert "👍 1" in mended.text()
    form = await author.click(opened.message, "Edit")
    changed = await author.submit(
        form.modal, {"The hook": "Okapis sleep on the ulna", "What it stands for": "Elbow side"}
    )
    assert "votes and results begin anew" in changed.text()
    assert "None has helped or been voted for yet" in (await reader.slash("mnemonic top")).text()
    found = await reader.slash("mnemonic find", query="okapis")
    await reader.click(found.message, "Helps me")
    for period in ("week", "all"):
        top = await reader.slash("mnemonic top", period=period)
        assert "Okapis sleep on the ulna" in top.text()
        assert "👍 1" in top.text()


async def test_random_ones_and_another_one(town: Community) -> None:
    member = town.learners[0]
    shown = await member.slash("mnemonic random", topic=NAME)
    assert NAME in shown.text()
    seen = {shown.text()}
    for _ in range(8):
        await member.click(shown.message, "Another one")
        assert NAME in shown.text()
        seen.add(shown.text())
    assert len(seen) > 1
    assert (await member.slash("mnemonic random")).message.ephemeral


async def test_topics_and_hooks_complete_while_typing(town: Community) -> None:
    member = town.learners[0]
    await add(member)
    topics = await member.autocomplete("mnemonic add", "topic", "skin bones")
    assert topics == [{"name": NAME, "value": TOPIC}]
    assert len(await member.autocomplete("mnemonic find", "topic", "", query="x")) == 25
    hooks = await member.autocomplete("mnemonic find", "query", "zebr")
    assert [(one["name"], one["value"]) for one in hooks] == [(HOOK, "#1")]
    picked = await member.slash("mnemonic find", query="#1")
    assert HOOK in picked.text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("   ", "empty"),
        ("\u200b\u202e", "empty"),
        ("x" * 2001, "2,001 characters; 200 fit"),
        ("🎉🎉", "in words"),
    ],
)
async def test_what_cannot_be_posted(town: Community, text: str, said: str) -> None:
    member = town.learners[0]
    assert said in (await add(member, text)).text()
    assert "None here yet" in (await member.slash("mnemonic mine")).text()


async def test_a_topic_that_does_not_exist(town: Community) -> None:
    member = town.learners[0]
    reply = await member.slash("mnemonic add", topic="skin and bonez", text=HOOK)
    assert "There is no such topic." in reply.text()
    reply = await member.slash("mnemonic add", topic="respiratry system")
    assert "Did you mean Respiratory system" in reply.text()


async def test_mentions_and_markup_in_it_do_nothing(town: Community) -> None:
    author, reader, _ = town.learners
    evil = f"@everyone <@{reader.user.id}> **bold** ||spoiler|| [x](https://evil.example) # head zebra"
    await town.admin.slash("admin mnemonics set", channel=town.lounge)
    await add(author, evil)
    await town.travel(int(town.clock.time()) + 5)
    (post,) = town.posts(town.lounge)
    assert not reader.is_pinged(post)
    assert post.mentions == []
    found = await reader.slash("mnemonic find", query="zebra spoiler")
    for text in (post.text(), found.text()):
        assert "\\*\\*bold" in text
        assert "@everyone" not in text
        assert "https://" not in text
        assert f"<@{reader.user.id}>" not in text


async def test_five_an_hour(town: Community) -> None:
    member = town.learners[0]
    for number in range(5):
        assert "Added" in (await add(member, f"Zebra{number} walks{number} far{number}")).text()
    refused = await add(member, "Okapi sleeps")
    assert "the limit here" in refused.text()
    assert "the limit here" in (await member.slash("mnemonic add", topic=TOPIC)).text(), (
        "before the form opens"
    )
    await town.travel(int(town.clock.time()) + 3601)
    assert "Added" in (await add(member, "Okapi sleeps")).text()


async def test_deleting_ones_data_but_leaving_the_mnemonics(town: Community) -> None:
    author, reader, _ = town.learners
    await town.admin.slash("admin mnemonics set", channel=town.lounge)
    await add(author)
    await town.travel(int(town.clock.time()) + 5)
    (post,) = town.posts(town.lounge)
    assert f"<@{author.user.id}>" in post.text()
    question = await author.slash("me delete")
    thief = await reader.press_raw(town.quiz, question.message, f"ml:{author.user.id}")
    assert "belongs to somebody else" in thief.text()
    await author.click(question.message, "Delete, but leave my mnemonics")
    await town.travel(int(town.clock.time()) + 10)
    assert HOOK in post.text()
    assert f"<@{author.user.id}>" not in post.text()
    assert "by a member" in (await reader.slash("mnemonic find", query="zebras tibia")).text()
    assert "None here yet" in (await author.slash("mnemonic mine")).text()
