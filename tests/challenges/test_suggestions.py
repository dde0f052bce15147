"""Suggesting a question: written in three forms, held against the bank's rules at once, decided, asked, credited."""

from pathlib import Path

import pytest

from bot.features.challenges.suggested import entry
from bot.library import Library
from bot.library.single import Rules, declared
from sandbox.members import MemberDriver
from tests.challenges.writing import AREA, QUESTION, TRAPS, WRONG, fill_in, topic, written
from tests.community import CONTENT, Community, community, library


async def now(town: Community) -> None:
    """Everything that is due is brought."""
    assert town.app is not None
    await town.app.services.schedule.run_until_idle()


async def bank(town: Community) -> Library:
    """What the server asks."""
    assert town.app is not None
    services = town.app.services
    return await services.db.read(lambda tx: services.banks.library(tx, town.guild.id))


async def test_from_the_forms_to_the_servers_bank(town: Community) -> None:
    author = town.learners[0]
    reply = await fill_in(town, author)
    assert "It passes all checks" in reply.text()
    assert "Pericardium" in reply.text()
    sent = await author.click(reply.message, "Send it to the moderators")
    assert "Sent. The moderators decide" in sent.text()
    await now(town)
    (told,) = MemberDriver(town.local, town.guild, town.owner).dms()
    assert "A member suggests a question" in told.text()
    queue = await town.admin.slash("admin challenges list")
    assert "Suggested" in queue.text()
    shown = await town.admin.click(queue.message, "First suggestion")
    assert "Pericardium" in shown.text()
    assert f"<@{author.user.id}>" in shown.text()
    taken = await town.admin.click(shown.message, "Take it into the bank")
    assert "Taken into this server's bank" in taken.text()
    await now(town)
    (message,) = author.dms()
    assert "Your question was taken into the bank" in message.text()
    (own,) = [question for question in (await bank(town)).questions.values() if question.own]
    assert (own.stem, own.right.text, own.author_id) == (QUESTION["stem"], "Pericardium", author.user.id)
    assert own.certs == {"CPC"}
    assert {question.id for question in (await bank(town)).bank("CPC", "FY2027")} > {own.id}


async def test_it_is_asked_and_its_author_credited(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        town.content = Library(
            {}, library().certifications, library().area_names, topic_names=library().topic_names
        )
        async with town.bot() as app:
            suggestion = await written(town, town.learners[0].user.id)
            suggestions = app.services.challenges.suggestions
            await suggestions.approve(town.guild.id, suggestion.id, by=town.admin.user.id)
            await town.add_track("CPC", "9am", "UTC")
            await town.travel("2026-11-03T09:00:00+00:00")
            (post,) = town.posts()
            assert "the sac that surrounds the heart" in post.text()
            answer = await town.learners[1].click(post, "A")
            assert f"Suggested by <@{town.learners[0].user.id}>" in answer.text()
            forget = await town.learners[0].slash("me delete")
            await town.learners[0].click(forget.message, "Delete all my data")
            (own,) = (await bank(town)).questions.values()
            assert own.author_id is None, "the question stays without the author's id"


async def test_what_breaks_the_rules_is_said_at_once_and_can_be_mended(town: Community) -> None:
    author = town.learners[0]
    reply = await fill_in(
        town, author, stem="Which of these is NOT the sac around the heart", right_why="See option B."
    )
    text = reply.text()
    assert "To mend" in text
    assert "Stem asks in the negative" in text
    assert "Stem does not end in a question" in text
    assert "The right answer: its reason refers to an option by its letter or place" in text
    assert [button.label for button in reply.message.buttons()] == [
        "1 Question",
        "2 Wrong answers",
        "3 Traps",
        "Start over",
    ]
    pressed = await author.click(reply.message, "1 Question")
    mended = await author.submit(
        pressed.modal, {"stem": QUESTION["stem"], "right_why": QUESTION["right_why"]}
    )
    assert "It passes all checks" in mended.text()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"stem": "‮​"}, "The question is empty"),
        ({"right": "🙂"}, "The right answer has no words"),
        ({"wrong2": "Myocardium"}, "Why wrong answer 2 is wrong (below it, on a new line) is empty"),
    ],
)
async def test_what_cannot_be_kept_is_refused(town: Community, changed: dict[str, str], said: str) -> None:
    author = town.learners[0]
    asked = await author.slash("quiz suggest", area=AREA, topic=topic(town.content))
    form = QUESTION if "wrong2" not in changed else WRONG
    if form is QUESTION:
        reply = await author.submit(asked.modal, {**QUESTION, **changed, "doc": ["own"]})
    else:
        first = await author.submit(asked.modal, {**QUESTION, "doc": ["own"]})
        pressed = await author.click(first.message, "2 Wrong answers")
        reply = await author.submit(pressed.modal, {**WRONG, **changed})
    assert said in reply.text()


async def test_declined_with_a_reason(town: Community) -> None:
    author = town.learners[0]
    await written(town, author.user.id)
    queue = await town.admin.slash("admin challenges list")
    shown = await town.admin.click(queue.message, "First suggestion")
    form = await town.admin.click(shown.message, "Decline")
    await town.admin.submit(form.modal, {"reason": "Too close to one we have"})
    late = await town.admin.click(shown.message, "Take it into the bank")
    assert "was declined meanwhile" in late.text()
    await now(town)
    (message,) = author.dms()
    assert "Your question was declined" in message.text()
    assert "Too close to one we have" in message.text()
    assert not any(question.own for question in (await bank(town)).questions.values())


async def test_forged_and_foreign_presses(town: Community) -> None:
    author, other, _ = town.learners
    reply = await fill_in(town, author)
    buttons = reply.message.buttons()
    thief = await other.press_raw(town.quiz, reply.message, buttons[-1].custom_id or "")
    assert "somebody else's question" in thief.text()
    thief = await other.press_raw(town.quiz, reply.message, buttons[0].custom_id or "")
    assert "somebody else's question" in thief.text()
    await author.click(reply.message, "Send it to the moderators")
    assert "nothing" not in (await town.admin.slash("admin challenges list")).text().lower()
    unknown = await author.slash("quiz suggest", area=AREA, topic="no such topic", force=True)
    assert "Pick a topic from the list" in unknown.text()
    unknown = await author.slash("quiz suggest", area="CPC/nowhere", topic=topic(town.content), force=True)
    assert "Pick an area from the list" in unknown.text()


async def test_a_handful_may_wait_at_once(town: Community) -> None:
    author = town.learners[0].user.id
    stems = ("arm", "leg", "skin", "lung", "kidney")
    for number, word in enumerate(stems):
        await written(
            town, author, stem=f"Number {number}: which {word} {word}s {word}ed {number * 7} {word}ing it?"
        )
    refused = await town.learners[0].slash("quiz suggest", area=AREA, topic=topic(town.content))
    assert "5 of your questions wait for the moderators" in refused.text()


async def test_what_is_shown_has_no_effect(town: Community) -> None:
    reply = await fill_in(town, town.learners[0], right="**Pericardium**", sec="[x](http://evil.example)")
    assert "http://" not in reply.text()
    assert r"\*\*Pericardium" in reply.text()


def test_the_rules_of_the_bank_hold_for_one_question_too() -> None:
    """Some question of the bank passes; with its key moved onto a trap, or as it is there already, it does not."""
    rules = Rules(CONTENT)
    fields = {**QUESTION, **TRAPS, "certification": "CPC", "area": "anatomy", "topic": topic(library())}
    for number in "123":
        option, _, why = WRONG[f"wrong{number}"].partition("\n")
        fields |= {f"wrong{number}": option, f"why{number}": why}
    on = library().questions[next(iter(library().questions))].review.on
    sound = {"id": "mine", **entry(fields, "", on)}
    assert rules.check(sound, []) == []
    assert [problem.what for problem in rules.check({**sound, "answer": "B"}, [])]
    assert "stem is almost that of a question there is" in [
        problem.what for problem in rules.check(sound, [QUESTION["stem"]])
    ]
    assert any("unknown" in problem.what for problem in rules.check({**sound, "topic": "nothing"}, []))
    assert rules.check(sound, []) == [], "what was wrong with one is not held against the next"


def test_codes_are_declared_as_they_are_used() -> None:
    texts = ["Not E11.9 here", "E11.65", "J1100 and 0DTJ4ZZ", "E11.65 again"]
    assert declared(texts, "E11.65", ["J1100 and 0DTJ4ZZ"]) == [
        {"sys": "icd10cm", "code": "E11.9", "role": "mentioned"},
        {"sys": "icd10cm", "code": "E11.65", "role": "answer"},
        {"sys": "hcpcs2", "code": "J1100", "role": "distractor"},
        {"sys": "icd10pcs", "code": "0DTJ4ZZ", "role": "distractor"},
    ]
