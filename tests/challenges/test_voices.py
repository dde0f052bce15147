"""However many dispute a question, and whatever they write: those who decide can read it, and decide."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.challenges.model import (
    CITATION_LONGEST,
    REASON_LONGEST,
    Case,
    Challenge,
    ChallengeState,
    DisputeKind,
    News,
    Voice,
)
from bot.features.challenges.statistics import Statistics
from bot.features.quiz.model import Shown
from bot.library import Question
from cogs.challenges import texts
from sandbox.seen import SeenMessage
from tests.challenges.test_challenges import decide, dispute, look, now, posted
from tests.community import Community, community, library
from tests.quiz.test_texts import fits, read

MARKUP = st.text(st.sampled_from("@<*_|`#/:[] ab\n"), min_size=1)


async def crowd(town: Community, count: int) -> SeenMessage:
    """So many members dispute the first question at length; gives the last one's answer."""
    post = await posted(town)
    for number in range(count):
        user = town.local.create_user(f"crowd{number}")
        town.local.add_member(town.guild, user)
        member = town.local.member(town.guild, user).at(town.quiz)
        answer = await member.click(post, "A")
        reason = f"Number {number}. " + "_because_ *that* " * 40
        kind = ["wrong_key" if number % 3 else "typo"]
        said = await dispute(
            member, answer.message, kind=kind, reason=reason[:REASON_LONGEST], citation="c_" * 100
        )
        assert "The moderators decide" in said.text()
    return answer.message


async def test_any_number_of_voices_can_be_read_and_decided_on(town: Community) -> None:
    await crowd(town, 14)
    case = await look(town)
    assert "What 14 members say" in case.text()
    assert "The answer is wrong: 9 · A typo: 5" in case.text()
    page = await town.admin.click(case.message, "All reasons")
    seen = {n for n in range(14) if f"Number {n}." in page.text()}
    while "More reasons" in [button.label for button in page.message.buttons()]:
        page = await town.admin.click(page.message, "More reasons")
        seen |= {n for n in range(14) if f"Number {n}." in page.text()}
    assert seen == set(range(14))
    refused = await town.learners[0].press_raw(town.lounge, case.message, "cj:1:0")
    assert "Only members with" in refused.text()
    assert "Declined" in await decide(town, "Decline", on=case.message)


async def test_after_a_decision_the_next_one_is_a_press_away(town: Community) -> None:
    await posted(town)
    for _ in range(2):
        first = await town.learners[0].slash("quiz practice", area="CPC/anatomy", count=1)
        answer = await town.learners[0].click(first.message, "A")
        await dispute(town.learners[0], answer.message)
        town.clock.advance(60)  # the round is drawn by it
    case = await look(town)
    pressed = await town.admin.click(case.message, "Decline")
    decided = await town.admin.submit(pressed.modal, {"reason": "It is right"})
    following = await town.admin.click(decided.message, "Next challenge")
    assert "Open challenge" in following.text()
    assert "Declined" in await decide(town, "Decline", on=following.message)


async def test_the_queue_says_who_decides(town: Community) -> None:
    assert "Members with Manage Server decide." in (await town.admin.slash("admin challenges list")).text()
    role = town.local.create_role(town.guild, "Editors", 0, mentionable=True)
    await town.admin.slash("admin challenges editors", role=role)
    assert "Moderators and editors decide." in (await town.admin.slash("admin challenges list")).text()


async def test_a_challenge_of_a_question_that_is_gone_can_be_closed(tmp_path: Path) -> None:
    """Its bank was removed, or a release dropped it: whoever disputed it hears of it all the same."""
    async with community(tmp_path) as town:
        async with town.bot():
            post = await posted(town)
            answer = await town.learners[0].click(post, "A")
            await dispute(town.learners[0], answer.message)
        bundled = dict(library().questions)
        gone = next(q for q in bundled.values() if q.stem in str(post.embeds[0]["description"]))
        town.content = type(library())(
            {ident: question for ident, question in bundled.items() if ident != gone.id},
            library().certifications,
            library().area_names,
            topic_names=library().topic_names,
        )
        async with town.bot():
            case = await look(town)
            assert "not in the bank any more" in case.text()
            assert [button.label for button in case.message.buttons()] == ["Decline"]
            forged = await town.admin.press_raw(town.lounge, case.message, "cu:1")
            assert "not in use any more" in forged.text()
            assert "Told: 1 member" in await decide(town, "Decline", on=case.message)
            await now(town)
            (message,) = town.learners[0].dms()
            assert "Your challenge was declined" in message.text()


async def test_a_question_that_was_out_says_so_no_more_when_it_counts_again(town: Community) -> None:
    post = await posted(town)
    answer = await town.learners[0].click(post, "A")
    await dispute(town.learners[0], answer.message)
    await decide(town, "Throw it out")
    await now(town)
    assert "thrown out" in post.text()
    await dispute(town.learners[0], answer.message)
    case = await look(town)
    assert "1 member answered; it is thrown out and counts for nobody." in case.text()
    pressed = await town.admin.click(case.message, "Correct the answer")
    reply = await town.admin.submit(pressed.modal, {"right": ["A"], "reason": "It was right after all"})
    await reply.wait()
    await now(town)
    assert "thrown out" not in post.text()
    assert "closes" in post.text()
    assert "after all" not in post.text(), "an open question gives nothing away"


@pytest.mark.parametrize("question", list(library().questions.values())[::60], ids=lambda q: q.id)
@given(reason=MARKUP, citation=MARKUP, count=st.integers(1, 9))
def test_a_case_and_news_of_it_fit_whatever_was_typed(
    question: Question, reason: str, citation: str, count: int
) -> None:
    reason, citation = (reason * 600)[:REASON_LONGEST], (citation * 200)[:CITATION_LONGEST]
    challenge = Challenge(
        1, 1, question.id, "DCBA", ChallengeState.UPHELD, 1, 2, "AB", reason=reason, citation=citation
    )
    voices = tuple(Voice(n, DisputeKind.OTHER, reason, citation, "ABCD", 5) for n in range(count))
    found = Case(challenge, Shown(question, "DCBA"), voices, Statistics(9, 3, {"A": 9}, 0.5), challenge, 2)
    embeds = texts.case(found)
    fits(*embeds)
    fits(texts.voices(found, 0))
    assert len(texts.voices(found, 0).fields) == min(count, texts.MOST_VOICES), "all of a page fit"
    right = tuple(option.text for option in question.options[:2])
    one = News(1, 1, 1, "gained", reason, right, challenge=challenge, joined=True)
    fits(*[texts.news(one, "A server")] * 3)
    for embed in (*embeds, texts.news(one)):
        assert "@everyone" not in read(embed)
        assert "://" not in read(embed)
