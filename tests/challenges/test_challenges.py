"""Disputing a question, and what follows, as members and moderators see it."""

from pathlib import Path

import pytest

from cogs.challenges.disputing import LABEL
from sandbox.members import MemberDriver
from sandbox.reply import Reply
from sandbox.seen import LiveMessage, SeenMessage
from tests.community import Community, community
from tests.quiz.asked import Asked, asked


async def posted(town: Community) -> LiveMessage:
    """The first question of a track that posts at nine, UTC."""
    await town.add_track("CPC", "9am", "UTC")
    await town.travel("2026-11-03T09:00:00+00:00")
    return town.posts()[-1]


async def dispute(member: MemberDriver, answer: SeenMessage, **typed: object) -> Reply:
    """Press the button under a private answer, and send its form off."""
    pressed = await member.click(answer, LABEL)
    given = {"kind": ["wrong_key"], "reason": "The guideline says otherwise", "citation": "I.C.9", **typed}
    return await member.submit(pressed.modal, given)


async def opened(town: Community) -> tuple[LiveMessage, Asked]:
    """Three members have answered: one wrong, one right, one wrong otherwise. The first has disputed the question."""
    post = await posted(town)
    question = asked(post)
    first, second, third = town.learners
    reply = await first.click(post, question.wrong[0])
    await second.click(post, question.right)
    await third.click(post, question.wrong[1])
    said = await dispute(first, reply.message)
    assert said.message.ephemeral
    assert "The moderators decide, and you are told" in said.text()
    await town.done()  # news that comes from here on is not shown under these answers any more
    return post, question


async def look(town: Community, member: MemberDriver | None = None) -> Reply:
    """Open the first challenge of the queue."""
    who = member or town.admin
    queue = await who.slash("admin challenges list")
    return await who.click(queue.message, "First challenge")


async def decide(
    town: Community,
    button: str,
    who: MemberDriver | None = None,
    on: SeenMessage | None = None,
    **typed: object,
) -> str:
    """Decide on the first challenge of the queue, or on the one that is looked at; gives what is said to that."""
    who = who or town.admin
    pressed = await who.click(on or (await look(town)).message, button)
    reply = await who.submit(pressed.modal, {"reason": "The note says so", **typed})
    return (await reply.wait()).text()


async def now(town: Community) -> None:
    """Everything that is due is brought."""
    assert town.app is not None
    await town.app.services.schedule.run_until_idle()


async def test_those_who_decide_are_told_and_see_all_there_is(town: Community) -> None:
    post, question = await opened(town)
    joined = await dispute(town.learners[1], (await town.learners[1].click(post, question.right)).message)
    assert "1 other member says" in joined.text()
    await now(town)
    (told,) = MemberDriver(town.local, town.guild, town.owner).dms()
    assert "`/admin challenges list` shows what and why" in told.text()
    queue = await town.admin.slash("admin challenges list")
    assert queue.message.ephemeral
    assert "2 joined" in queue.text()
    text = (await look(town)).text()
    assert "3 members answered, 33% right." in text
    assert f"{question.right} 1" in text
    assert f"{question.wrong[2]} 0" in text
    assert "Too few answers to say" in text
    assert "What 2 members say" in text
    assert "The guideline says otherwise" in text
    assert "Source: I.C.9" in text
    assert question.why(question.right) in text


async def test_a_new_key_regrades_tells_and_corrects(town: Community) -> None:
    post, question = await opened(town)
    await town.travel("2026-11-04T09:00:00+00:00")
    assert f"Right: {question.right}" in post.text()
    text = await decide(
        town, "Correct the answer", right=[question.key(question.wrong[0])], citation="OCG I.B.14"
    )
    assert "3 answers regraded: 1 now right, 1 not right any more" in text
    await now(town)
    assert f"Right: {question.wrong[0]}" in post.text()
    assert "The note says so" in post.text()
    assert question.why(question.wrong[0]) not in post.text(), "its reason argued for the opposite"
    (message,) = town.learners[0].dms()
    assert "Your challenge was upheld in Coders United" in message.text()
    assert "Your answer counts as right now." in message.text()
    board = await town.learners[1].slash("quiz leaderboard")
    assert board.text().index(f"<@{town.learners[0].user.id}> · 1 right") >= 0
    news = await board.followup()
    assert news.ephemeral
    assert "Your answer does not count as right any more." in news.text()
    again = await town.learners[1].slash("quiz leaderboard")
    assert again.followups == []
    unaffected = await town.learners[2].slash("quiz leaderboard")
    assert unaffected.followups == []
    before = await town.learners[1].click(post, question.right)
    assert f"You answered {question.right} before: not right" in before.text()


async def test_several_keys_and_then_thrown_out(town: Community) -> None:
    post, question = await opened(town)
    both = [question.key(question.right), question.key(question.wrong[0])]
    assert "1 now right" in await decide(town, "Correct the answer", right=both)
    await town.travel("2026-11-04T09:00:00+00:00")
    assert f"Right: {' or '.join(sorted([question.right, question.wrong[0]]))}" in post.text() or (
        f"Right: {question.right} or {question.wrong[0]}" in post.text()
    )
    answer = await town.learners[2].click(post, "A")
    said = await dispute(town.learners[2], answer.message, kind=["outdated"])
    assert "Decided before" in said.text()
    assert "3 not counted any more" in await decide(town, "Throw it out")
    await now(town)
    assert "thrown out" in post.text()
    assert "✅" not in post.text()
    streak = await town.learners[0].slash("quiz streak")
    assert "Streak: 1" in streak.text(), "a streak counts that one answered"
    board = await town.learners[1].slash("quiz leaderboard")
    assert "Nobody has answered" in board.text()


async def test_an_open_question_that_is_thrown_out_says_so_and_still_counts_for_streaks(
    town: Community,
) -> None:
    post, _ = await opened(town)
    await decide(town, "Throw it out")
    await now(town)
    assert "thrown out in this server" in post.text()
    late = town.local.create_user("late")
    town.local.add_member(town.guild, late)
    member = town.local.member(town.guild, late).at(town.quiz)
    reply = await member.click(post, "A")
    assert reply.text().startswith("Thrown out")
    assert "1, a good start" in reply.text()


async def test_declined_with_a_reason(town: Community) -> None:
    post, question = await opened(town)
    text = await decide(town, "Decline", reason="The guideline is quoted rightly")
    assert "The question stands as it is. Told: 1 member." in text
    await now(town)
    (message,) = town.learners[0].dms()
    assert "Your challenge was declined" in message.text()
    assert "The guideline is quoted rightly" in message.text()
    again = await town.learners[1].click(post, question.right)
    assert "right ✅" in again.text()
    assert "Nothing: no question is disputed" in (await town.admin.slash("admin challenges list")).text()


async def test_who_takes_no_messages_is_told_at_the_next_use(town: Community) -> None:
    await opened(town)
    town.local.close_dms(town.learners[0].user)
    await decide(town, "Decline")
    await now(town)
    reply = await town.learners[0].slash("quiz streak")
    assert "Your challenge was declined" in (await reply.followup()).text()
    assert (await town.learners[0].slash("quiz streak")).followups == []


async def test_named_editors_decide_others_do_not(town: Community) -> None:
    role = town.local.create_role(town.guild, "Editors", 0, mentionable=True)
    editor = town.local.create_user("editor")
    town.local.add_member(town.guild, editor, [role])
    driver = town.local.member(town.guild, editor).at(town.lounge)
    said = await town.admin.slash("admin challenges editors", role=role)
    assert f"New ones are told in <#{town.lounge.id}>" in said.text()
    await opened(town)
    await now(town)
    (call,) = town.posts(town.lounge)
    assert f"<@&{role.id}>" in call.text()
    assert driver.is_pinged(call)
    refused = await town.learners[2].at(town.lounge).click(call, "Look at it")
    assert (
        "Only members with the permission Manage Server and this server's content editors" in refused.text()
    )
    case = await driver.click(call, "Look at it")
    assert case.message.ephemeral
    text = await decide(town, "Decline", driver, case.message)
    assert "Declined" in text
    second = await town.admin.click(call, "Look at it")
    assert "Challenge, declined" in second.text()
    assert [b.label for b in second.message.buttons()] == []
    forged = await town.learners[2].at(town.lounge).press_raw(town.lounge, call, "cd:1")
    assert "not in use any more" in forged.text()
    assert (
        "Only members with Manage Server decide."
        in (await town.admin.slash("admin challenges editors", off=True)).text()
    )


async def test_a_channel_that_is_gone_leaves_it_to_the_admins(town: Community) -> None:
    room = town.local.create_channel(town.guild, "editors")
    await town.admin.slash("admin challenges editors", channel=room)
    town.local.delete_channel(room)
    await opened(town)
    await now(town)
    (told,) = MemberDriver(town.local, town.guild, town.owner).dms()
    assert "I could not say so in" in told.text()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": "‮​⁠"}, "Your reason is empty"),
        ({"reason": "🙃🙃🙃"}, "has no words in it"),
        ({"reason": "?"}, "has no words in it"),
        ({"citation": "​.."}, "Your source"),
    ],
)
async def test_what_cannot_be_read_is_refused(town: Community, typed: dict[str, object], said: str) -> None:
    post = await posted(town)
    answer = await town.learners[0].click(post, "A")
    reply = await dispute(town.learners[0], answer.message, **typed)
    assert said in reply.text()
    assert "Nothing" in (await town.admin.slash("admin challenges list")).text()


async def test_what_is_typed_has_no_effect(town: Community) -> None:
    post = await posted(town)
    answer = await town.learners[0].click(post, "A")
    nasty = (
        "@everyone <@1> **bold** [x](https://evil.example) ```code``` ||spoiler|| '; DROP TABLE answers; --"
    )
    await dispute(town.learners[0], answer.message, reason=nasty)
    text = (await look(town)).text()
    assert "@everyone" not in text
    assert "https://" not in text
    assert r"\*\*bold\*\*" in text
    assert "DROP TABLE answers" in text


async def test_only_who_has_answered_can_dispute_and_once(town: Community) -> None:
    post = await posted(town)
    one, two, _ = town.learners
    answer = await one.click(post, "A")
    await dispute(one, answer.message)
    changed = await dispute(one, answer.message, reason="Something else after all")
    assert "Changed." in changed.text()
    assert "1 joined" in (await town.admin.slash("admin challenges list")).text()
    forged = await two.press_raw(town.quiz, post, "cb:1")
    assert "not in use any more" in forged.text(), "not a button of that message"
    modal = (await one.click(answer.message, LABEL)).modal
    assert modal is not None
    data = {
        "custom_id": "cm:1",
        "components": [
            {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "reason", "value": "x y z"}}
        ],
    }
    unanswered = await two.submit_raw(modal, data)
    assert "Answer the question first" in unanswered.text()


async def test_forged_decisions_are_refused(town: Community) -> None:
    await opened(town)
    case = await look(town)
    pressed = await town.admin.click(case.message, "Correct the answer")
    assert pressed.modal is not None

    def forged(custom_id: str, right: list[str]) -> dict[str, object]:
        fields = [
            {"type": 3, "id": 2, "custom_id": "right", "values": right},
            {"type": 4, "id": 3, "custom_id": "reason", "value": "because it is so"},
        ]
        return {
            "custom_id": custom_id,
            "components": [{"type": 18, "id": 10 + n, "component": each} for n, each in enumerate(fields)],
        }

    reply = await town.admin.submit_raw(pressed.modal, forged("cv:1", ["E", "x"]))
    assert "no such option" in (await reply.wait()).text()
    reply = await town.admin.submit_raw(pressed.modal, forged("cv:77", ["A"]))
    assert "no such challenge" in (await reply.wait()).text()
    reply = await town.learners[1].submit_raw(pressed.modal, forged("cv:1", ["A"]))
    assert "Only members with" in reply.text()
    await decide(town, "Decline")
    reply = await town.admin.submit_raw(pressed.modal, forged("cv:1", ["A"]))
    assert "was declined meanwhile" in (await reply.wait()).text()


async def test_a_practice_question_can_be_disputed_too(town: Community) -> None:
    member = town.learners[0]
    first = await member.slash("quiz practice", area="CPC/anatomy", count=1)
    answer = await member.click(first.message, "A")
    reply = await dispute(member, answer.message, kind=["typo"])
    assert "Thank you." in reply.text()
    assert "A typo" in (await look(town)).text()


async def test_it_all_works_after_a_restart(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        async with town.bot():
            post = await posted(town)
            answer = await town.learners[0].click(post, asked(post).wrong[0])
            pressed = await town.learners[0].click(answer.message, LABEL)
        async with town.bot():
            await town.learners[0].submit(
                pressed.modal, {"kind": ["other"], "reason": "It is odd", "citation": ""}
            )
            case = await look(town)
        async with town.bot():
            out = await town.admin.click(case.message, "Throw it out")
        async with town.bot():
            reply = await town.admin.submit(out.modal, {"reason": "It is odd indeed"})
            assert "Upheld" in (await reply.wait()).text()
        async with town.bot():
            await town.travel("2026-11-04T09:00:00+00:00")
            assert "thrown out" in post.text()
            assert town.posts()[-1].id != post.id


async def test_a_ruling_holds_in_its_server_only(town: Community) -> None:
    _, question = await opened(town)
    await decide(town, "Throw it out")
    assert town.app is not None
    banks, db = town.app.services.banks, town.app.services.db
    here = await db.read(lambda tx: banks.library(tx, town.guild.id))
    elsewhere = await db.read(lambda tx: banks.library(tx, town.guild.id + 1))
    assert here.questions[question.question.id].thrown_out
    assert not elsewhere.questions[question.question.id].thrown_out
