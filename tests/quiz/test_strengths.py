"""How single members do by area, from the answer log."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import open_services
from bot.clock import Clock
from bot.features.quiz.model import Strength
from bot.features.quiz.strengths import LOOK_BACK_S, StrengthsService, strength
from bot.services import Services
from bot.settings import Settings
from tests.community import library

NOW = 1_800_000_000


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    settings = Settings.model_validate({"CROSSWALK_DATABASE_URL": f"sqlite:///{tmp_path}/bot.sqlite3"})
    async with open_services(settings, Clock(NOW, frozen=True), library=library()) as found:
        yield found


def asking(certification: str, area: str) -> list[str]:
    """Ids of questions in an area of an exam."""
    cert = library().certifications[certification]
    found = [(question, cert.area_of(question)) for question in library().bank(certification, "FY2027")]
    return [question.id for question, its in found if its is not None and its.id == area]


async def log(services: Services, member: int, question_id: str, *, correct: bool, at: int = NOW - 5) -> None:
    await services.db.write(
        lambda tx: tx.run(
            """INSERT INTO answers (member_id, guild_id, question_id, chosen, correct, scored, answered_at)
            VALUES (:member, 1, :question, 'A', :correct, 0, :at)""",
            {"member": member, "question": question_id, "correct": int(correct), "at": at},
        )
    )


async def of(services: Services, certifications: dict[int, str]) -> dict[int, dict[str, Strength]]:
    strengths = StrengthsService(services.banks)
    return await services.db.read_heavy(lambda tx: strengths.of(tx, 1, certifications, NOW))


def test_a_few_answers_say_little() -> None:
    assert strength(0, 0).rate == pytest.approx(0.3), "nothing known: as everybody"
    assert 0.3 < strength(1, 1).rate < 0.5
    assert strength(0, 100).rate < 0.02
    assert strength(100, 100).rate > 0.95


async def test_answers_are_counted_by_member_and_area_of_their_own_exam(services: Services) -> None:
    anatomy, radiology = asking("CPC", "anatomy"), asking("CPC", "radiology")
    for question_id in anatomy[:3]:
        await log(services, 1, question_id, correct=False)
        await log(services, 2, question_id, correct=True)
    await log(services, 1, anatomy[0], correct=True)
    await log(services, 1, radiology[0], correct=True)
    await log(services, 1, "no-such-question", correct=False)
    await log(services, 1, anatomy[1], correct=False, at=NOW - LOOK_BACK_S)
    found = await of(services, {1: "CPC", 2: "CPC", 3: "CPC", 4: "gone"})
    assert found == {
        1: {"anatomy": strength(3, 4), "radiology": strength(0, 1)},
        2: {"anatomy": strength(0, 3)},
    }
    assert StrengthsService.weakest(found[1]) == ["anatomy"]
    assert StrengthsService.weakest(found[2]) == []


def test_weak_areas_are_few_and_known_well_enough() -> None:
    areas = {
        "worst": strength(9, 9),
        "bad": strength(8, 9),
        "weak": strength(5, 9),
        "unsure": strength(2, 2),
        "fine": strength(1, 9),
    }
    assert StrengthsService.weakest(areas) == ["worst", "bad"]
    assert StrengthsService.weakest(areas, 9) == ["worst", "bad", "weak"]


async def test_many_members_are_asked_about_at_once(services: Services) -> None:
    (question_id, *_) = asking("CPC", "anatomy")
    await services.db.write(
        lambda tx: tx.run_many(
            """INSERT INTO answers (member_id, guild_id, question_id, chosen, correct, scored, answered_at)
            VALUES (:member, 1, :question, 'A', 0, 0, :at)""",
            [{"member": member, "question": question_id, "at": NOW - 5} for member in range(1, 701)],
        )
    )
    found = await of(services, dict.fromkeys(range(1, 701), "CPC"))
    assert found == {member: {"anatomy": strength(1, 1)} for member in range(1, 701)}
