"""A bank is taken out while its questions are being asked: nobody loses a streak or an answer by it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.housekeeping import DAY_S, Housekeeping
from sandbox.seen import SeenMessage
from tests.banks.making import plain_csv, table
from tests.banks.test_e2e import banks, settled, upload
from tests.community import Community, community, library

MIXED = table(
    [
        ["stem", "A", "B", "answer"],
        *(
            [f"Own {n}: [see](https://evil.example) https://evil.example?", "this", "that", "A"]
            for n in range(4)
        ),
    ]
)


@pytest.fixture
async def bare(tmp_path: Path) -> AsyncIterator[Community]:
    """A community that is asked what it brings in and nothing else."""
    async with community(tmp_path) as town:
        town.content = replace(library(), questions={}, _banks={})
        async with town.bot():
            yield town


async def remove(town: Community, bank: int) -> None:
    """The moderator takes it out."""
    reply = await town.admin.slash("admin bank remove", bank=bank)
    await settled(reply)
    assert "is removed" in reply.text()


async def test_nobody_loses_a_streak_by_it(bare: Community) -> None:
    one, two, _ = bare.learners
    await upload(bare, "ours.csv", MIXED)
    await bare.add_track("CPC", "9am", "UTC")
    await bare.travel("2026-11-03T09:00:00+00:00")
    for member in (one, two):
        await member.click(bare.posts()[-1], "A")
    await bare.travel("2026-11-04T09:00:00+00:00")
    post = bare.posts()[-1]
    await one.click(post, "A")
    await remove(bare, 1)
    refused = await two.click(post, "A")
    assert "withdrawn from the bank" in refused.text()
    assert "Nobody loses a streak" in refused.text()
    await upload(bare, "ours.csv", MIXED)
    await bare.travel("2026-11-05T09:00:00+00:00")
    assert "This question was withdrawn" in post.text()
    assert post.buttons() == [], "nothing is left to press"
    following = bare.posts()[-1]
    assert following.id != post.id
    assert "3 in a row" in (await one.click(following, "A")).text(), "what was answered in time counts"
    assert "2 in a row" in (await two.click(following, "A")).text(), (
        "what could not be answered costs nothing"
    )
    assert "not counted" in (await two.slash("quiz streak")).text()


async def test_a_practice_round_goes_on_without_it(bare: Community) -> None:
    """Of eight questions every other one goes; answers to the others are kept, and the round comes to its end."""
    member = bare.learners[0]
    await upload(bare, "first.csv", MIXED)
    await upload(bare, "second.csv", plain_csv(4))
    reply = await member.slash("quiz practice", area="CPC: Anatomy", count=8)
    answer = await member.click(reply.message, "A")
    gone = 1 if _is_plain(reply.message) else 2  # what has been answered stays
    await remove(bare, gone)
    answered = 1
    for _ in range(8):
        labels = [button.label for button in answer.message.buttons()]
        if "Next question" not in labels:
            break
        reply = await member.click(answer.message, "Next question")
        assert _is_plain(reply.message) == (gone == 1)
        answer = await member.click(reply.message, "A")
        answered += 1
        assert "right of" in answer.text()
    assert "Round finished" in answer.text()
    assert bare.app is not None
    sql = "SELECT COUNT(*) FROM answers"
    assert await bare.app.services.db.read(lambda tx: tx.value(sql)) == answered == 4


def _is_plain(message: SeenMessage) -> bool:
    return "What about matter" in str(message.embeds[0]["description"])


async def test_links_in_own_questions_lead_nowhere(bare: Community) -> None:
    await upload(bare, "ours.csv", MIXED)
    await bare.add_track("CPC", "9am", "UTC")
    await bare.travel("2026-11-03T09:00:00+00:00")
    post = bare.posts()[-1]
    answer = await bare.learners[0].click(post, "A")
    reasons = await bare.learners[0].click(answer.message, "Reasons for all options")
    for text in (post.text(), answer.text(), reasons.text()):
        assert "://" not in text
    assert "evil.example" in post.text()


async def test_an_upload_that_nobody_says_yes_to_is_gone_after_a_day(bare: Community) -> None:
    assert bare.app is not None
    keeper = Housekeeping(bare.app.services, bare.app.is_connected)
    reply = await upload(bare, "mixed.csv", plain_csv(3, broken=1))

    async def kept() -> int:
        assert bare.app is not None
        return int(
            await bare.app.services.db.read(lambda tx: tx.value("SELECT COUNT(*) FROM bank_questions"))
        )

    await keeper.purge()
    assert await kept() == 2
    bare.clock.advance(DAY_S + 1)
    await keeper.purge()
    assert await kept() == 0
    late = await bare.admin.click(reply.message, "Import the 2 good ones")
    assert "no such bank" in (await late.followup()).text()
    assert "None yet" in await banks(bare)


async def test_nothing_says_import_them_when_they_are_forgotten(bare: Community) -> None:
    reply = await upload(bare, "mixed.csv", plain_csv(3, broken=1))
    await bare.admin.click(reply.message, "Import nothing")
    assert "Nothing is imported" in reply.message.text()
    assert "import the good ones" not in reply.message.text()
