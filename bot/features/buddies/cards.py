"""What buddies may see of each other: certification, languages and zone always, the rest by consent."""

from collections.abc import Sequence

from bot.clock import Clock
from bot.db import Database
from bot.features.buddies.model import Card, Membership
from bot.features.buddies.terms import Share
from bot.features.quiz.service import QuizService
from bot.features.quiz.strengths import StrengthsService
from bot.library import Library


class Cards:
    """Makes them."""

    def __init__(
        self, db: Database, clock: Clock, library: Library, quiz: QuizService, strengths: StrengthsService
    ) -> None:
        self._db = db
        self._clock = clock
        self._library = library
        self._quiz = quiz
        self._strengths = strengths

    async def of(self, members: Sequence[Membership]) -> tuple[Card, ...]:
        """A card for each, in order."""
        weak = await self.weak_areas([one for one in members if Share.AREAS in one.shares])
        return tuple([await self._card(one, weak.get(one.member_id)) for one in members])

    async def weak_areas(self, members: Sequence[Membership]) -> dict[int, list[str]]:
        """Member → ids of their weak areas in their certification. Whether they may be shown is the caller's care.

        members: of one server.
        """
        if not members:
            return {}
        guild_id = members[0].guild_id
        certifications = {one.member_id: one.certification for one in members}
        now = self._clock.now()
        found = await self._db.read_heavy(lambda tx: self._strengths.of(tx, guild_id, certifications, now))
        return {member_id: self._strengths.weakest(areas) for member_id, areas in found.items()}

    def area_name(self, certification_id: str, area_id: str) -> str:
        """What an area is called; its id when the outline has changed."""
        certification = self._library.certifications.get(certification_id)
        areas = certification.areas if certification else ()
        return next((area.name for area in areas if area.id == area_id), area_id)

    async def _card(self, one: Membership, weak: Sequence[str] | None) -> Card:
        about = Share.ABOUT in one.shares
        names = tuple(self.area_name(one.certification, area) for area in weak or ())
        return Card(
            member_id=one.member_id,
            certification=one.certification,
            zone=one.zone,
            languages=one.languages,
            helper=one.helper and Share.EXAM in one.shares,
            streak=await self._streak(one) if Share.STREAK in one.shares else None,
            areas=names or None,
            exam_month=one.exam_month if Share.EXAM in one.shares else None,
            hours=one.hours.text or None if about else None,
            goals=one.goals or None if about else None,
            about=one.about or None if about else None,
        )

    async def _streak(self, one: Membership) -> int | None:
        """The longest streak on the server's tracks, in days."""
        reports = await self._quiz.streaks(one.guild_id, one.member_id)
        return max((report.streak.length for report in reports), default=0) or None
