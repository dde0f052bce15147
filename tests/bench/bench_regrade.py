"""A ruling on a question with 10,000 answers, next to one with 1,000: how long, and whether anything stands still."""

import asyncio
import tempfile
import time
from pathlib import Path

from bot.app import open_services
from bot.clock import Clock
from bot.db import Tx
from bot.features.quiz.model import Shown
from bot.services import Services
from bot.settings import Settings
from tests.bench.figures import Aim, Figure

TITLE = "Regrading (ChallengesService.uphold: log, boards, areas, posts, news, in one transaction)"
BASELINE = "1,000 answers"
SIZES = (1_000, 10_000)
NOW = 1_800_000_000
WITHIN_S = Aim(at_most=2, of_value=True)
STALL_MS = Aim(at_most=100, of_value=True)
LOOK_EVERY_S = 0.005


async def answered(services: Services, guild_id: int, members: int) -> None:
    """A server whose members have all answered one open question, by the service."""
    question = next(iter(services.library.questions.values()))

    async def work(tx: Tx) -> None:
        ids = {"id": guild_id, "question": question.id, "closes": NOW + 80_000}
        await tx.run(
            """INSERT INTO tracks (id, guild_id, certification, channel_id, created_at)
            VALUES (:id, :id, 'CPC', 1, 0)""",
            {"id": guild_id},
        )
        await tx.run(
            """INSERT INTO occurrences (id, track_id, number, nominal_date, question_id, option_order, due_at,
                closes_at, state, channel_id, message_id)
            VALUES (:id, :id, 1, '2027-01-15', :question, 'ABCD', 0, :closes, 'closed', 1, 1)""",
            ids,
        )
        await tx.run("UPDATE occurrences SET state = 'open' WHERE id = :id", {"id": guild_id})

    await services.db.write(work)
    for member in range(members):
        await services.quiz.answer(
            occurrence_id=guild_id, place=member % 4, member_id=guild_id * 100_000 + member, guild_id=guild_id
        )


async def ruling(services: Services, guild_id: int) -> tuple[float, float]:
    """Seconds for a ruling that changes most verdicts, and the event loop's longest stall meanwhile in ms."""
    question = next(iter(services.library.questions.values()))
    others = frozenset("ABCD") - {question.answer}
    disputes = services.challenges.disputes
    member_id = guild_id * 100_000
    done = await disputes.dispute(
        guild_id=guild_id,
        member_id=member_id,
        shown=Shown(question, "ABCD"),
        kind="other",
        reason="To be measured",
        citation="",
    )
    stall = 0.0

    async def watch() -> None:
        nonlocal stall
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(LOOK_EVERY_S)
            stall = max(stall, time.perf_counter() - begun - LOOK_EVERY_S)

    watching = asyncio.create_task(watch())
    begun = time.perf_counter()
    decided = await disputes.uphold(guild_id, done.challenge.id, others, reason="So it is", citation="", by=1)
    taken = time.perf_counter() - begun
    watching.cancel()
    assert decided.regraded is not None
    return taken, stall * 1000


async def measured() -> list[Figure]:
    """Measure, and tell."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.model_validate(
            {"CROSSWALK_DATABASE_URL": f"sqlite:///{Path(folder)}/bench.sqlite3"}
        )
        async with open_services(settings, Clock(NOW, frozen=True)) as services:
            found = []
            for guild_id, size in enumerate(SIZES, 1):
                await answered(services, guild_id, size)
                found.append(await ruling(services, guild_id))
    (few_s, few_ms), (many_s, many_ms) = found
    return [
        Figure("10,000 answers", "s", many_s, few_s, WITHIN_S),
        Figure("longest stall of the event loop meanwhile", "ms", many_ms, few_ms, STALL_MS),
    ]
