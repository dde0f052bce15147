"""A ruling of the server judges answers otherwise: what was measured by them follows."""

from bot.clock import Clock
from bot.db import Tx
from bot.features.quiz.model import Shown
from bot.library import Question
from bot.services import Services
from tests.mnemonics.test_recall import figures, hook
from tests.mnemonics.test_searching import HERE, READER, add

TOPIC = "anatomy-skin-musculoskeletal"


def asked(services: Services) -> list[Question]:
    """What is asked on the topic."""
    return [one for one in services.library.bank("CPC", "FY2027") if one.topic == TOPIC]


async def answer(services: Services, question: Question, key: str) -> None:
    """In practice."""

    async def begin(tx: Tx) -> int:
        return await services.practice.start_given(
            tx, guild_id=HERE, member_id=READER, certification="CPC", question_ids=[question.id]
        )

    round_id = await services.db.write(begin)
    shown = (await services.practice.question(round_id=round_id, position=0, member_id=READER)).shown
    await services.practice.answer(
        round_id=round_id, position=0, place=shown.order.index(key), member_id=READER
    )


async def rule(services: Services, question: Question, accepted: str) -> None:
    """These keys are right from now on; none: it is thrown out."""
    disputes = services.challenges.disputes
    done = await disputes.dispute(
        guild_id=HERE,
        member_id=READER,
        shown=Shown(question, "ABCD"),
        kind="wrong_key",
        reason="It is wrong",
        citation="",
    )
    await disputes.uphold(
        HERE, done.challenge.id, frozenset(accepted), reason="So it is", citation="A book", by=1
    )


async def counted(services: Services) -> list[tuple[str, int, int]]:
    """All trials that have ended, by topic."""
    rows = await services.db.read(
        lambda tx: tx.all("SELECT topic, tried, helped FROM mnemonic_topics ORDER BY topic")
    )
    return [(row["topic"], row["tried"], row["helped"]) for row in rows]


async def test_whether_a_hook_helped_goes_by_the_ruling_and_back_again(
    services: Services, clock: Clock
) -> None:
    first, second, *_ = asked(services)
    wrong = next(option.key for option in second.options if option.key != second.answer)
    await answer(services, first, next(o.key for o in first.options if o.key != first.answer))
    one = (await hook(services, topic=TOPIC)).mnemonic
    clock.move_to(clock.time() + 60)
    await answer(services, second, wrong)
    assert await figures(services, one) == (0, 1)
    assert await counted(services) == [("", 1, 0), (TOPIC, 1, 0)]
    for accepted, result in ((wrong, (1, 1)), ("", (0, 0)), (second.answer, (0, 1)), (wrong, (1, 1))):
        await rule(services, second, accepted)
        assert await figures(services, one) == result
        helped, tried = result
        assert await counted(services) == [("", tried, helped), (TOPIC, tried, helped)]


async def test_an_answer_that_was_right_after_all_begins_no_trial(services: Services, clock: Clock) -> None:
    first, second, *_ = asked(services)
    wrong = next(option.key for option in first.options if option.key != first.answer)
    await answer(services, first, wrong)
    one = (await add(services, "Zebras graze beside the tibia", topic=TOPIC)).mnemonic
    await services.mnemonics.members.show(guild_id=HERE, member_id=READER, ref=one.ref)
    await rule(services, first, wrong)
    clock.move_to(clock.time() + 60)
    await answer(services, second, second.answer)
    assert await figures(services, one) == (0, 0)
    assert await counted(services) == []
