"""Setting and moving exams: a date is read, asked back where it may mean two things, and then holds."""

import asyncio
from dataclasses import dataclass, replace
from datetime import date, time
from typing import TypeVar

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotFound
from bot.features.exams import draft_store, store
from bot.features.exams.draft_store import Draft
from bot.features.exams.model import PLACE_LONGEST, Exam, State, Wish
from bot.features.exams.reading import read_date
from bot.features.exams.results import Results
from bot.features.exams.service import ExamService, Shown
from bot.schedule import local_date
from bot.typed import written
from bot.when import find_zone, parse_time, say_time
from bot.written_dates import Reading

_TOO_OLD = "That question is not open any more. Send `/exam set` again."


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed about an exam; None where nothing. locale: Discord's name of their language."""

    date: str
    locale: str
    time: str | None = None
    timezone: str | None = None
    place: str | None = None
    listed: bool | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """It holds. before: the exam as it was, when it has been moved."""

    shown: Shown
    before: Exam | None


@dataclass(frozen=True, slots=True)
class WhichDay:
    """Which day was meant? days: one or two. at: the time by the clock of the exam, if one was typed."""

    draft_id: int
    days: tuple[date, ...]
    at: time | None


@dataclass(frozen=True, slots=True)
class WhichExam:
    """The member has exams of that certification. others: those that it may be a change of. on: the new date."""

    draft_id: int
    certification: str
    on: date
    others: tuple[Exam, ...]
    today: date


Answer = Settled | WhichDay | WhichExam
Known = TypeVar("Known", Wish, Exam)


class SettingService:
    """`/exam set`, and the forms that move an exam."""

    def __init__(self, db: Database, clock: Clock, exams: ExamService, results: Results) -> None:
        self._db = db
        self._clock = clock
        self._exams = exams
        self._results = results

    async def set(self, *, member_id: int, guild_id: int, certification: str, typed: Typed) -> Answer:
        """A new exam, or the question that has to be answered first. Raises BadInput, NotFound."""
        known = self._exams.certification(certification)

        async def zone_of(tx: Tx) -> str:
            return await self._exams.zone_of(tx, member_id, guild_id)

        zone = find_zone(typed.timezone) if typed.timezone else await self._db.read(zone_of)
        reading = await self._read(typed, zone)
        place = written(typed.place, "The place", most=PLACE_LONGEST, letters=1) if typed.place else ""
        wish = Wish(
            member_id=member_id,
            guild_id=guild_id,
            certification=known,
            on=reading.days[0],
            at=_one_time(parse_time(typed.time) if typed.time else None, reading),
            zone=zone,
            zone_given=bool(typed.timezone),
            place=place.replace("\n", " "),
            listed=typed.listed,
        )
        return await self._db.write(lambda tx: self._hold(tx, wish, reading, None))

    async def move(self, exam_id: int, member_id: int, typed: Typed) -> Answer:
        """Another date for an exam; a date ahead for one that is over, decided or not. Raises BadInput, NotFound."""

        async def look(tx: Tx) -> Exam:
            return await self._exams.own(tx, exam_id, member_id)

        exam = await self._db.read(look)
        given = parse_time(typed.time) if typed.time else None
        # The form is filled with the exam's time: one that was typed with the date is newer.
        old = given is not None and given == exam.at
        reading = await self._read(replace(typed, time=None) if old else typed, exam.zone)
        wish = Wish(
            member_id=member_id,
            guild_id=exam.guild_id,
            certification=exam.certification,
            on=reading.days[0],
            at=reading.at or given if old else _one_time(given, reading),
            zone=exam.zone,
            zone_given=exam.zone_given,
            place=exam.place,
            listed=exam.listed,
        )
        return await self._db.write(lambda tx: self._hold(tx, wish, reading, exam_id))

    async def _read(self, typed: Typed, zone: str) -> Reading:
        today = local_date(self._clock.now(), zone)
        reading = await asyncio.to_thread(read_date, typed.date, today, typed.locale)
        return replace(reading, unsure=reading.unsure or (reading.unsure_at and not typed.time))

    async def _hold(self, tx: Tx, wish: Wish, reading: Reading, exam_id: int | None) -> Answer:
        if not reading.unsure:
            return await self._settle(tx, wish, exam_id)
        other = reading.days[1] if len(reading.days) > 1 else None
        draft = await draft_store.put(tx, wish, other=other, exam_id=exam_id, now=self._clock.now())
        return WhichDay(draft.id, reading.days, wish.at)

    async def choose_day(self, draft_id: int, member_id: int, place: int) -> Answer:
        """The day that was meant, by its place among those asked about. Raises NotFound."""

        async def work(tx: Tx) -> Answer:
            draft = await self._draft(tx, draft_id, member_id)
            on = draft.other if place and draft.other else draft.wish.on
            return await self._settle(tx, replace(draft.wish, on=on), draft.exam_id)

        return await self._db.write(work)

    async def choose_exam(self, draft_id: int, member_id: int, exam_id: int | None) -> Settled:
        """Move that exam to the new date; None: keep a new one. Raises NotFound, BadInput."""

        async def work(tx: Tx) -> Settled:
            draft = await self._draft(tx, draft_id, member_id)
            if exam_id is None:
                return await self._add(tx, draft.wish)
            exam = await self._exams.own(tx, exam_id, member_id)
            if exam.state in (State.PASSED, State.NOT_YET):
                return await self._add(tx, draft.wish)  # decided since: the date is that of another try
            return await self._move(tx, exam, draft.wish)

        return await self._db.write(work)

    async def _draft(self, tx: Tx, draft_id: int, member_id: int) -> Draft:
        draft = await draft_store.find(tx, draft_id)
        if draft is None or draft.wish.member_id != member_id:
            raise NotFound(_TOO_OLD)
        if draft.wish.on < self._today(draft.wish.zone) and (
            draft.other is None or draft.other < self._today(draft.wish.zone)
        ):
            raise NotFound(_TOO_OLD)
        return draft

    def _today(self, zone: str) -> date:
        return local_date(self._clock.now(), zone)

    async def _settle(self, tx: Tx, wish: Wish, exam_id: int | None) -> Answer:
        """The date is known. Is it a new exam?"""
        if wish.on < self._today(wish.zone):
            raise BadInput("That day has passed meanwhile. Send `/exam set` again with the new date.")
        if exam_id is not None:
            exam = await self._exams.own(tx, exam_id, wish.member_id)
            if exam.state in (State.PASSED, State.NOT_YET):
                return await self._add(tx, wish)  # another try; the old result stays
            return await self._move(tx, exam, wish)
        same = [
            one
            for one in await store.of_member(tx, wish.member_id)
            if one.certification == wish.certification and one.state in (State.AHEAD, State.MOVED)
        ]
        sure = next((one for one in same if one.on == wish.on or one.state is State.MOVED), None)
        if sure:
            return await self._move(tx, sure, wish)
        if not same:
            return await self._add(tx, wish)
        draft = await draft_store.put(tx, wish, other=None, exam_id=None, now=self._clock.now())
        return WhichExam(draft.id, wish.certification, wish.on, tuple(same[:4]), self._today(wish.zone))

    async def _add(self, tx: Tx, wish: Wish) -> Settled:
        # One that is over and undecided is no longer asked about: a new date says that it was not the last.
        for one in await store.of_member(tx, wish.member_id):
            over = one.state is State.AHEAD and one.on < self._today(one.zone)
            if over and one.certification == wish.certification:
                await self._results.not_yet(tx, one)
        exam = await self._exams.add(tx, await self._settled_place(tx, wish))
        await draft_store.erase_member(tx, wish.member_id)
        return Settled(await self._exams.shown(tx, exam), None)

    async def _settled_place(self, tx: Tx, one: Known) -> Known:
        """A time by the clock that a member has set stays there: whoever travels later does not take the exam along."""
        if one.at is not None and await self._exams.own_zone(tx, one.member_id) == one.zone:
            return replace(one, zone_given=True)
        return one

    async def _move(self, tx: Tx, exam: Exam, wish: Wish) -> Settled:
        moved = replace(
            exam,
            on=wish.on,
            at=wish.at or (exam.at if wish.on == exam.on else None),
            zone=wish.zone if wish.zone_given or not exam.zone_given else exam.zone,
            zone_given=wish.zone_given or exam.zone_given,
            place=wish.place or exam.place,
            listed=exam.listed if wish.listed is None else wish.listed,
            state=State.AHEAD,
            decided_at=None,
        )
        after = await self._exams.save(tx, await self._settled_place(tx, moved), exam)
        await draft_store.erase_member(tx, wish.member_id)
        return Settled(await self._exams.shown(tx, after), exam)


def _one_time(given: time | None, reading: Reading) -> time | None:
    """The time that was typed by itself, or with the date. Raises BadInput for two."""
    behind = reading.at
    if given is None or behind is None:
        return given or behind
    same = given == behind or (
        # 9, which was sent with 9pm besides.
        reading.unsure_at and (given.hour % 12, given.minute) == (behind.hour % 12, behind.minute)
    )
    if not same:
        raise BadInput(
            f"You gave two times: {say_time(behind)} with the date, and {say_time(given)}. Give the one that holds."
        )
    return given
