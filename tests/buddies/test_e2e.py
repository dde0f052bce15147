"""Study buddies as members see them: joining, being put together, check-ins, silence, another buddy."""

from pathlib import Path

from sandbox.model import PRIVATE_THREAD
from sandbox.seen import LiveMessage
from tests.buddies.circle import (
    WEEK,
    WITHIN_THE_HOUR,
    in_private,
    inbox,
    inside,
    join,
    paired,
    set_up,
    threads,
)
from tests.community import Community, community

FORM = {
    "Exam month": "May 2027",
    "Usual study hours": "6-9pm",
    "What you want of a buddy": "practice",
    "Languages you study in": "English, Spanish",
    "A line about you": "Second *try* @everyone",
}


async def test_join_paired_check_in_silence_another_buddy(town: Community) -> None:
    one, other, third = town.learners
    channel = await set_up(town)
    alone = await join(one, FORM)
    assert "You're in" in alone.text()
    assert "You are waiting for a **CPC** buddy. The next round is <t:" in alone.text()
    second = await join(other)
    assert "often sooner" in second.text()
    await town.travel(town.clock.now() + WITHIN_THE_HOUR)

    (thread,) = threads(town)
    assert (thread.type, thread.parent, thread.name) == (PRIVATE_THREAD, channel, "Buddies · CPC · 1")
    people = {one.user.id, other.user.id}
    assert inside(thread) - people == {town.local.bot(town.token).id}
    assert people < inside(thread)
    assert third.messages(thread) == [], "nobody else sees it"
    (introduction,) = town.posts(thread)
    assert set(introduction.mentions) == people
    assert "Why you two" in introduction.text()
    assert "First steps" in introduction.text()
    labels = [button.label for button in introduction.buttons()]
    assert labels == ["Mini-quiz", "Check in", "Nudge", "Something's wrong"]

    await town.travel(town.clock.now() + WEEK)
    introduction, checkin = town.posts(thread)
    assert "how was your study week?" in checkin.content
    assert f"<@{one.user.id}>: …\n<@{other.user.id}>: …" in checkin.text()
    await one.at(thread).click(checkin, "Partly")
    assert f"<@{one.user.id}>: 🌗 partly\n<@{other.user.id}>: …" in checkin.text(), "the buddy sees it"
    await one.at(thread).click(checkin, "Done")
    assert f"<@{one.user.id}>: ✅ done" in checkin.text(), "the latest word counts"

    for _ in range(2):
        await town.travel(town.clock.now() + WEEK)
        # "Still there?" is due at the same moment, and either may come first.
        await one.at(thread).click(
            [post for post in town.posts(thread) if "study week?" in post.content][-1], "Done"
        )
    assert not any(
        "still there?" in post.text() for post in town.posts(thread) if one.user.id in post.mentions
    )
    (asked,) = [post for post in town.posts(thread) if "still there?" in post.text()]
    assert asked.mentions == [other.user.id]
    await town.travel(town.clock.now() + 4 * 86_400)
    last = town.posts(thread)[-1]
    assert "This pair has come to its end" in last.text()
    assert f"<@{one.user.id}>: you go first" in last.text()
    assert thread.thread is not None
    assert thread.thread.archived
    (released,) = inbox(town, other)
    assert "without hard feelings" in released.text()
    assert "taking a break" in (await other.slash("buddy status")).text()

    await join(third)
    await town.travel(town.clock.now() + WITHIN_THE_HOUR)
    assert threads(town)[-1].name == "Buddies · CPC · 2"
    assert {one.user.id, third.user.id} < inside(threads(town)[-1])

    back = await in_private(town, other).click(released, "I'm back")
    assert "Welcome back" in back.text()
    assert "You are waiting for a **CPC** buddy" in (await other.slash("buddy status")).text()


async def test_who_answers_that_they_are_there_stays(town: Community) -> None:
    thread = await paired(town)
    one, other = (learner.at(thread) for learner in town.learners[:2])
    for _ in range(3):
        await town.travel(town.clock.now() + WEEK)
        await one.click([post for post in town.posts(thread) if "Done" in labels(post)][-1], "Done")
    (asked,) = [post for post in town.posts(thread) if "still there?" in post.text()]
    foreign = await one.click(asked, "I'm still here")
    assert asked.buttons(), "only who was asked can answer"
    assert foreign.message.ephemeral
    await other.click(asked, "I'm still here")
    assert asked.text() == f"<@{other.user.id}> is still here 👋"
    await town.travel(town.clock.now() + 5 * 86_400)
    assert not any("come to its end" in post.text() for post in town.posts(thread))


def labels(post: LiveMessage) -> list[str]:
    """A message's buttons."""
    return [button.label for button in post.buttons()]


async def test_what_was_said_is_understood_shown_only_by_choice_and_changed_at_any_time(
    town: Community,
) -> None:
    await set_up(town)
    one, other = town.learners[:2]
    joined = await join(one, FORM)
    text = joined.text()
    assert "Exam: **CPC**, May 2027" in text
    assert "Hours: 6-9pm → every day 18:00–21:00, in UTC time" in text
    assert "You want: practice together" in text
    assert "Languages: English and Spanish" in text
    assert text.count("🔒 hidden") == 4
    shown = await one.click(joined.message, "Show my exam month")
    assert "✅ shown: your exam month" in shown.text()
    shown = await one.click(shown.message, "Show my hours and line")
    await one.click(shown.message, "Show my streak")
    await one.click(joined.message, "Hide my streak")
    await join(other)
    await town.travel(town.clock.now() + WITHIN_THE_HOUR)
    (thread,) = threads(town)
    introduction = town.posts(thread)[0].text()
    assert "Exam: May 2027\nStudies: 6-9pm (own time)\nWants: practice together" in introduction
    assert "“Second \\*try\\* @\u200beveryone”" in introduction
    assert "streak" not in introduction

    status = await one.slash("buddy status")
    assert f"<#{thread.id}>" in status.text()
    await one.click(status.message, "Hide my exam month")
    await town.travel(town.clock.now() + WEEK)
    assert "exam" not in town.posts(thread)[-1].text().lower(), "what is hidden later is not shown later"


async def test_joining_twice_changes_what_was_said_and_says_what_could_not_be_read(town: Community) -> None:
    one = town.learners[0]
    await join(one, FORM)
    again = await one.slash("buddy join", certification="CPC", timezone="Manila")
    assert again.modal is not None
    assert [field.get("value") for field in again.modal.fields().values()][:2] == ["May 2027", "6-9pm"]
    reply = await one.submit(again.modal, {"Usual study hours": "under a blue moon", "Exam month": ""})
    assert "Your answers are changed" in reply.text()
    assert "Please look again" in reply.text()
    assert "Languages: English and Spanish" in reply.text(), "nothing else is lost"
    assert "Asia/Manila time" in reply.text()
    form = await one.click(reply.message, "Change my answers")
    mended = await one.submit(form.modal, {"Usual study hours": "weekends"})
    assert "Please look again" not in mended.text()
    assert "Hours: weekends → Sat and Sun 8:00–23:00, in Asia/Manila time" in mended.text()


async def test_what_cannot_be_is_said_in_a_sentence(town: Community) -> None:
    one = town.learners[0]
    unknown = await one.slash("buddy join", certification="XYZ")
    assert "XYZ" in unknown.text()
    nowhere = await one.slash("buddy join", certification="CPC", timezone="Atlantis")
    assert "not a time zone I know" in nowhere.text()
    for command in ("status", "rematch", "leave", "checkin"):
        reply = await one.slash(f"buddy {command}")
        assert "`/buddy join`" in reply.text(), command
        assert reply.message.ephemeral
    await join(one)
    assert (await one.slash("buddy rematch")).message.ephemeral
    past = await one.slash("buddy pause", until="2026-10-01")
    assert "past" in past.text()
    assert "yourself" in (await one.slash("buddy block", member=one.user)).text()
    assert "no buddy in this server yet" in (await one.slash("buddy report", reason="x")).text()


async def test_buttons_and_forms_work_after_a_restart(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        one, other = town.learners[:2]
        async with town.bot():
            await set_up(town)
            begun = await one.slash("buddy join", certification="CPC")
        async with town.bot():
            joined = await one.submit(begun.modal, FORM)
            assert "May 2027" in joined.text()
            await join(other)
        async with town.bot():
            assert "✅ shown" in (await one.click(joined.message, "Show my exam month")).text()
            await town.travel(town.clock.now() + WITHIN_THE_HOUR)
        async with town.bot():
            (thread,) = threads(town)
            nudged = await one.at(thread).click(town.posts(thread)[0], "Nudge")
            assert nudged.message.mentions == [other.user.id]
            assert not nudged.message.ephemeral


async def test_a_nudge_is_said_once_a_day(town: Community) -> None:
    thread = await paired(town)
    one, other = (learner.at(thread) for learner in town.learners[:2])
    introduction = town.posts(thread)[0]
    said = await one.click(introduction, "Nudge")
    assert other.is_pinged(said.message)
    again = await one.click(introduction, "Nudge")
    assert again.message.ephemeral
    assert len([post for post in town.posts(thread) if "thinking of you" in post.text()]) == 1
    await town.travel(town.clock.now() + 86_400)
    assert not (await one.click(introduction, "Nudge")).message.ephemeral


async def test_the_mini_quiz_is_the_same_for_both_and_private(town: Community) -> None:
    thread = await paired(town)
    one, other = (learner.at(thread) for learner in town.learners[:2])
    introduction = town.posts(thread)[0]
    asked = await one.click(introduction, "Mini-quiz")
    assert asked.message.ephemeral
    assert "Practice 1 of 5 · CPC" in asked.text()
    same = await other.click(introduction, "Mini-quiz")
    assert (
        same.message.embeds[0]["description"].split("\n")[0]
        == asked.message.embeds[0]["description"].split("\n")[0]
    )
    for number in range(5):
        answered = await one.click(asked.message, "A")
        if number < 4:
            asked = await one.click(answered.message, "Next question")
    assert "Round finished" in answered.text()
    done = await one.click(introduction, "Mini-quiz")
    assert f"✅ <@{one.user.id}>: done" in done.text()
    assert "right" not in done.text(), "scores are for those who both show their areas"
    assert f"⏳ <@{other.user.id}>" in done.text()
    await town.travel(town.clock.now() + 60)
    heard = town.posts(thread)[-1]
    assert heard.content == (
        f"<@{one.user.id}> has done this week's mini-quiz. <@{other.user.id}>: yours is waiting."
    )
    assert heard.mentions == [other.user.id]
    again = await other.click(heard, "Mini-quiz")
    assert again.message.ephemeral


async def test_a_pair_is_for_its_members(town: Community) -> None:
    thread = await paired(town)
    introduction = town.posts(thread)[0]
    owner = town.local.member(town.guild, town.owner).at(thread)
    for button in ("Mini-quiz", "Check in", "Nudge"):
        reply = await owner.click(introduction, button)
        assert reply.message.ephemeral
        assert "another pair" in reply.text(), button
    trouble = await owner.click(introduction, "Something's wrong")
    for button in ("Find me another buddy", "Leave the study buddies"):
        assert "another pair" in (await owner.click(trouble.message, button)).text()
    assert "study buddies" in (await town.learners[0].slash("buddy status")).text()


async def test_after_the_exam_month_comes_the_question_how_it_went(town: Community) -> None:
    await set_up(town)
    one, other = town.learners[:2]
    joined = await join(one, {"Exam month": "November 2026"})
    await one.click(joined.message, "Show my exam month")
    await join(other, {"Exam month": "November 2026"})
    await town.travel(town.clock.now() + WITHIN_THE_HOUR)
    (thread,) = threads(town)
    for _ in range(4):
        await town.travel(town.clock.now() + WEEK)
        for learner in (one, other):
            await learner.at(thread).click(town.posts(thread)[-1], "Done")
            assert inbox(town, learner) == [], "the month is not over"
    await town.travel(town.clock.now() + WEEK)
    (asked,), (asked_too,) = inbox(town, one), inbox(town, other)
    assert "your exam month has passed. How did it go?" in asked.text()
    passed = await in_private(town, one).click(asked, "I passed 🎉")
    assert "Congratulations" in passed.text()
    assert "passed, and helping others" in (await one.slash("buddy status")).text()
    moved = await in_private(town, other).click(asked_too, "It moved")
    assert "`/buddy join`" in moved.text()
    await town.travel(town.clock.now() + WEEK)
    assert f"🎉 <@{one.user.id}> passed" in town.posts(thread)[-1].text()
    for learner in (one, other):
        await learner.at(thread).click(town.posts(thread)[-1], "Done")
    await town.travel(town.clock.now() + WEEK)
    assert "passed" not in town.posts(thread)[-1].content + str(
        town.posts(thread)[-1].embeds[0]["description"]
    ), "once"
    assert len(inbox(town, other)) == 1, "asked once"


async def test_forged_forms_and_presses_are_answered_and_change_nothing(town: Community) -> None:
    one = town.learners[0]
    begun = await one.slash("buddy join", certification="CPC")
    assert begun.modal is not None
    for custom_id, said in (
        ("bf:CPC:../../etc/passwd", "not in use any more"),
        ("bf:NOPE:UTC", "NOPE"),
        ("bf:CPC:Nowhere/Land", "not a time zone I know"),
        ("bp:999999999999999", "has ended"),
    ):
        reply = await one.submit_raw(begun.modal, {"custom_id": custom_id, "components": []})
        assert said in reply.text(), custom_id
    joined = await join(one, FORM)
    for custom_id in ("bt:0:0", "bk:1:0", "bz:1", "bs:1:0", "bo:1:1"):
        reply = await one.press_raw(town.quiz, joined.message, custom_id)
        assert reply.message.ephemeral, custom_id
    assert "🔒 hidden: your streak" in (await one.slash("buddy status")).text()
