"""How exams went: said by their members, by a press on the day after or by `/exam result` at any time."""

import asyncio
from dataclasses import dataclass, replace
from datetime import date

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput
from bot.features.exams import store
from bot.features.exams.model import Exam, Outlook, Result, State, Wish
from bot.features.exams.reading import read_past_date
from bot.features.exams.reminders import Reminders
from bot.features.exams.service import ExamService
from bot.schedule import local_date

# What is said of an exam within so long after its result mends that result; later it is about another try.
MENDED_WITHIN_S = 7 * 86_400


@dataclass(frozen=True, slots=True)
class Decided:
    """What was recorded. outlook: what to work on, after one that did not work out."""

    exam: Exam
    name: str
    result: Result
    outlook: Outlook | None


class Results:
    """Records results."""

    def __init__(self, db: Database, clock: Clock, exams: ExamService, reminders: Reminders) -> None:
        self._db = db
        self._clock = clock
        self._exams = exams
        self._reminders = reminders

    async def decide(self, exam_id: int, member_id: int, result: Result) -> Decided:
        """How an exam went. Saying it again changes it. Raises NotFound, BadInput."""

        async def work(tx: Tx) -> Decided:
            return await self._decide(tx, await self._exams.own(tx, exam_id, member_id), result)

        return await self._db.write(work)

    async def decide_named(
        self,
        *,
        member_id: int,
        guild_id: int,
        certification: str,
        result: Result,
        on: str | None,
        locale: str,
    ) -> Decided:
        """The same of the member's exam of a certification, or of one that was never set. on: as typed."""
        known = self._exams.certification(certification)
        zone = await self._db.read(lambda tx: self._exams.zone_of(tx, member_id, guild_id))
        today = local_date(self._clock.now(), zone)
        day = await asyncio.to_thread(read_past_date, on, today, locale) if on else None

        async def work(tx: Tx) -> Decided:
            exam = await self._meant(tx, member_id, known, day)
            if exam is None:
                if result is Result.MOVED:
                    raise BadInput("You have no date for that exam. Set one with `/exam set`.")
                wish = Wish(member_id, guild_id, known, day or today, None, zone, zone_given=False)
                exam = await self._exams.add(tx, wish)
            elif day is not None and day != exam.on:
                exam = await self._exams.save(tx, replace(exam, on=day, at=None), exam)
            return await self._decide(tx, exam, result)

        return await self._db.write(work)

    async def _meant(self, tx: Tx, member_id: int, certification: str, day: date | None) -> Exam | None:
        """The one that is over and open, else the next one, else one decided lately; by its date, when it was said."""
        found = [one for one in await store.of_member(tx, member_id) if one.certification == certification]
        if day is not None and (same := [one for one in found if one.on == day]):
            return same[0]
        waiting = [one for one in found if one.state in (State.AHEAD, State.MOVED)]
        lately = self._clock.now() - MENDED_WITHIN_S
        decided = [one for one in found if one.decided_at is not None and one.decided_at > lately]
        if waiting:
            return waiting[0]
        return decided[-1] if decided and day is None else None

    async def _decide(self, tx: Tx, exam: Exam, result: Result) -> Decided:
        today = local_date(self._clock.now(), exam.zone)
        name = self._exams.name(exam.certification)
        if result is Result.PASS:
            taken = replace(exam, state=State.PASSED, on=min(exam.on, today), decided_at=self._clock.now())
            after = await self._exams.save(tx, taken, exam)
            return Decided(after, name, result, None)
        if result is Result.NOT_YET:
            after = await self.not_yet(tx, exam)
            return Decided(after, name, result, await self._reminders.outlook(tx, after))
        if exam.state in (State.PASSED, State.NOT_YET):
            raise BadInput("That exam has a result. A new date goes into `/exam set`.")
        after = await self._exams.save(tx, replace(exam, state=State.MOVED), exam)
        return Decided(after, name, result, None)

    async def not_yet(self, tx: Tx, exam: Exam) -> Exam:
        """It did not work out this time, in the caller's transaction."""
        today = local_date(self._clock.now(), exam.zone)
        taken = replace(exam, state=State.NOT_YET, on=min(exam.on, today), decided_at=self._clock.now())
        return await self._exams.save(tx, taken, exam)
