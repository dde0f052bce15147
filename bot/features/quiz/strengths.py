"""How single members do in the areas of an exam, by the answer log: for matching, and for what they choose to show."""

from collections import defaultdict
from collections.abc import Mapping

from bot.db import Tx
from bot.features.banks.service import Banks
from bot.features.quiz import answer_store
from bot.features.quiz.choosing import EXPECTED_ERRORS
from bot.features.quiz.model import AnsweredQuestion, Strength
from bot.library import Library

# A member's error rate in an area is pulled towards the usual one, as if so many answers had been seen already.
PRIOR_OWN_ANSWERS = 5
# From this error rate on an area is weak; fewer answers than this say nothing.
WEAK_FROM, FEWEST_ANSWERS = 0.35, 3
# What was answered longer ago says little about today.
LOOK_BACK_S = 180 * 86_400


def strength(wrong: int, answered: int) -> Strength:
    """By what was answered there."""
    rate = (wrong + EXPECTED_ERRORS * PRIOR_OWN_ANSWERS) / (answered + PRIOR_OWN_ANSWERS)
    return Strength(rate, answered)


class StrengthsService:
    """Error rates by member and area."""

    def __init__(self, banks: Banks) -> None:
        self._banks = banks

    async def of(
        self, tx: Tx, guild_id: int, certifications: Mapping[int, str], now: int
    ) -> dict[int, dict[str, Strength]]:
        """Member → area id → how they do there; areas and members without answers are left out.

        guild_id: the server whose own questions count too. certifications: member → the certification whose areas
        are meant. For many members: inside read_heavy.
        """
        counts: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
        areas: dict[tuple[str, str], str | None] = {}
        library = await self._banks.library(tx, guild_id)
        for record in await answer_store.question_records(tx, list(certifications), now - LOOK_BACK_S):
            key = (certifications[record.member_id], record.question_id)
            if key not in areas:
                areas[key] = _area(library, *key)
            area = areas[key]
            if area is not None:
                wrong, answered = counts[record.member_id].get(area, (0, 0))
                counts[record.member_id][area] = (wrong + record.wrong, answered + record.answered)
        return {
            member_id: {area: strength(*count) for area, count in by_area.items()}
            for member_id, by_area in counts.items()
        }

    async def answered(self, tx: Tx, member_id: int, since: int) -> list[AnsweredQuestion]:
        """What a member answered from then on (epoch seconds), daily and in practice."""
        return await answer_store.answered_since(tx, member_id, since)

    @staticmethod
    def weakest(areas: Mapping[str, Strength], most: int = 2) -> list[str]:
        """Ids of the weak areas, weakest first; none where too little is known."""
        weak = [a for a, s in areas.items() if s.rate >= WEAK_FROM and s.answered >= FEWEST_ANSWERS]
        return sorted(weak, key=lambda area: (-areas[area].rate, area))[:most]


def _area(library: Library, certification_id: str, question_id: str) -> str | None:
    certification = library.certifications.get(certification_id)
    question = library.questions.get(question_id)
    area = certification.area_of(question) if certification and question else None
    return area.id if area else None
