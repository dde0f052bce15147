"""What members keep: credentials, cycles, reminders. Use cases, one transaction each; all is the member's own."""

import asyncio
from dataclasses import replace
from datetime import date, time

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotFound
from bot.features.ceu import credit_store, store
from bot.features.ceu.cycles import anniversary, begin_of, end_of
from bot.features.ceu.desk import Desk
from bot.features.ceu.exporting import calendar, table
from bot.features.ceu.model import USUAL_TIME, Credit, Exported, Kept, Record, Started
from bot.features.ceu.reading import Day, read_any, read_credits, read_past, say_day
from bot.features.ceu.reminding import Reminders
from bot.features.exams.model import Exam, State
from bot.features.members.service import MembersService
from bot.features.quiz.tracks import TrackService
from bot.library.credentials import Credentials
from bot.schedule.recurrence import local_date
from bot.when import parse_time

# A cycle that was put right may be so much longer than the body's own, in months: extensions, first cycles.
_SLACK_MONTHS = 12
_MOST_ASKED = 200
NOTHING_KEPT = (
    "Nothing is kept for you yet. Begin with `/ceu start`: name your credential and the day you passed, and I count "
    "from there."
)
_TIME_HELP = "Write it like 9am or 18:30."


class CeuService:
    """`/ceu`, but for the single credits. Listens to exams: a pass begins a cycle."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        *,
        members: MembersService,
        tracks: TrackService,
        credentials: Credentials,
        desk: Desk,
        reminders: Reminders,
    ) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._tracks = tracks
        self.credentials = credentials
        self._desk = desk
        self._reminders = reminders

    async def start(
        self,
        member_id: int,
        guild_id: int | None,
        *,
        credential: str,
        passed: str,
        cycle_ends: str | None = None,
        locale: str = "en-US",
    ) -> Started:
        """Keep track of a credential that the member has. locale: Discord's name of their language.

        Raises BadInput, NotFound.
        """
        name, body = self.credentials.find(credential)
        zone = await self._db.read(lambda tx: self._zone(tx, member_id, guild_id))
        today = local_date(self._clock.now(), zone)
        on = await asyncio.to_thread(read_past, passed, today, locale)
        ends = await asyncio.to_thread(read_any, cycle_ends, today, locale) if cycle_ends else None

        async def work(tx: Tx) -> Started:
            record = await store.of_body(tx, member_id, body)
            _refuse_kept(record, name)
            anew = record is None or not record.credentials
            like = _draft(member_id, guild_id or 0, body, zone, USUAL_TIME)
            record = await self._begun(tx, record, like=like, on=on.on)
            await store.add_credential(tx, record, name, on.on, None)
            if ends is not None:
                # A first cycle may be shorter or longer than the others.
                begins = begin_of(ends.on, self._desk.rule(body).months)
                if anew or begins > today:
                    begins = max(begins, on.on) if begins <= today else record.begins_on
                await self._set_cycle(tx, record, begins, ends.on, None)
            await self._reminders.plan(tx, record.id)
            found = await self._desk.own(tx, member_id, record.id)
            other = on.other or (ends.other if ends else None)
            return Started(name, await self._desk.standing(tx, found), anew, other)

        return await self._db.write(work)

    async def show(self, member_id: int) -> list[Kept]:
        """How everything stands, a record each."""

        async def work(tx: Tx) -> list[Kept]:
            return [await self._desk.kept(tx, record) for record in await self._desk.active(tx, member_id)]

        return await self._db.read(work)

    async def one(self, member_id: int, record_id: int) -> Kept:
        """How one of the member's records stands. Raises NotFound."""

        async def work(tx: Tx) -> Kept:
            return await self._desk.kept(tx, await self._desk.running(tx, member_id, record_id))

        return await self._db.read(work)

    async def change_cycle(
        self,
        member_id: int,
        record_id: int,
        *,
        begins: str,
        ends: str,
        asked: str,
        remind_at: str,
        locale: str = "en-US",
    ) -> Kept:
        """Put the present cycle right, as the body says. asked: empty goes by the rule. Raises BadInput, NotFound.

        locale: Discord's name of the member's language.
        """
        wanted = read_credits(asked, _MOST_ASKED) if asked.strip() else None
        at = parse_time(remind_at, _TIME_HELP) if remind_at.strip() else USUAL_TIME

        async def day(tx: Tx) -> date:
            return await self._desk.today(tx, await self._desk.own(tx, member_id, record_id))

        today = await self._db.read(day)
        first = _certain(await asyncio.to_thread(read_past, begins, today, locale))
        last = _certain(await asyncio.to_thread(read_any, ends, today, locale))

        async def work(tx: Tx) -> Kept:
            record = await self._desk.running(tx, member_id, record_id)
            cycle = self._desk.cycle(record, today)
            own = record.asked if cycle.number == 0 else None
            if (first, last, wanted) != (cycle.begins, cycle.ends, own):
                await self._set_cycle(tx, record, first, last, wanted)
            await store.set_reminding(tx, record.id, reminds=record.reminds, remind_at=at)
            await self._reminders.plan(tx, record.id)
            return await self._desk.kept(tx, await self._desk.own(tx, member_id, record_id))

        return await self._db.write(work)

    async def remind(self, member_id: int, record_id: int, *, wanted: bool) -> Record:
        """Whether reminders of a record come. Raises NotFound."""

        async def work(tx: Tx) -> Record:
            record = await self._desk.own(tx, member_id, record_id)
            await store.set_reminding(tx, record.id, reminds=wanted, remind_at=record.remind_at)
            await self._reminders.plan(tx, record.id)
            return await self._desk.own(tx, member_id, record_id)

        return await self._db.write(work)

    async def drop_credential(self, member_id: int, record_id: int, credential_id: int) -> str:
        """Keep track of a credential no longer; credits stay. Returns its name. Raises NotFound."""

        async def work(tx: Tx) -> str:
            record = await self._desk.own(tx, member_id, record_id)
            held = next((one for one in record.credentials if one.id == credential_id), None)
            if held is None:
                raise NotFound("That credential is not kept any more. `/ceu status` shows what is.")
            await store.drop_credential(tx, credential_id)
            await self._reminders.plan(tx, record.id)
            return held.certification

        return await self._db.write(work)

    async def export(self, member_id: int) -> Exported:
        """All credits as a table, and what is due as a calendar. Raises NotFound where there is neither."""

        async def work(tx: Tx) -> list[tuple[Kept, list[Credit]]]:
            records = [one for one in await store.of_member(tx, member_id) if self._desk.knows(one.body)]
            return [
                (await self._desk.kept(tx, record), await credit_store.of_record(tx, record.id))
                for record in records
            ]

        found = await self._db.read(work)
        if not found:
            raise NotFound(NOTHING_KEPT)
        now = self._clock.now()
        # Building the files takes a while, and the calendar's library longer when it is first asked for.
        return await asyncio.to_thread(lambda: Exported(table(found), calendar(found, now)))

    async def exam_passed(self, tx: Tx, exam: Exam, on: date) -> None:
        """A pass: the credential is kept, and with the first of its body a cycle begins. Another date corrects it."""
        body = self.credentials.body(exam.certification)
        if body is None:
            return
        record = await store.of_body(tx, exam.member_id, body)
        like = _draft(exam.member_id, exam.guild_id, body, exam.zone, exam.hour)
        begun = await self._begun(tx, record, like=like, on=on)
        added = await store.add_credential(tx, begun, exam.certification, on, exam.id)
        if added or await self._corrected(tx, begun, exam.id, on):
            await self._reminders.plan(tx, begun.id)

    async def _corrected(self, tx: Tx, record: Record, exam_id: int, on: date) -> bool:
        """Whether an exam's date was another one: its credential moves, and a cycle that was counted from it."""
        held = next((one for one in record.credentials if one.exam_id == exam_id), None)
        if held is None or held.earned_on == on:
            return False
        await store.move_credential(tx, held.id, on)
        months = self._desk.rule(record.body).months
        own_cycle = (record.begins_on, record.ends_on) != (held.earned_on, end_of(held.earned_on, months))
        if not own_cycle:
            await store.set_cycle(tx, record.id, begins=on, ends=end_of(on, months), asked=record.asked)
        return True

    async def exam_changed(self, tx: Tx, exam: Exam, before: Exam | None) -> None:
        """A pass that was none is taken back, where it brought the credential. Credits stay."""
        if before is None or before.state is not State.PASSED or exam.state in (State.PASSED, State.REMOVED):
            return
        for record in await store.of_member(tx, exam.member_id):
            for held in record.credentials:
                if held.exam_id == exam.id:
                    await store.drop_credential(tx, held.id)
                    await self._reminders.plan(tx, record.id)

    async def _begun(self, tx: Tx, record: Record | None, *, like: Record, on: date) -> Record:
        """The record that a credential earned on a day belongs to: as it is, or with a first cycle from that day on."""
        ends = end_of(on, self._desk.rule(like.body).months)
        if record is None:
            record_id = await store.insert(tx, replace(like, begins_on=on, ends_on=ends))
        elif not record.credentials:
            record_id = record.id
            await store.set_cycle(tx, record_id, begins=on, ends=ends, asked=None)
        else:
            return record
        found = await store.find(tx, record_id)
        assert found is not None
        return found

    async def _set_cycle(self, tx: Tx, record: Record, begins: date, ends: date, asked: int | None) -> None:
        """Make this the cycle from which all others are counted. Raises BadInput for one that can't be."""
        today, months = await self._desk.today(tx, record), self._desk.rule(record.body).months
        if ends < today:
            raise BadInput(
                f"{say_day(ends)} is over. Give the end of the cycle that runs now, as {record.body} shows it to you."
            )
        if begins >= ends:
            raise BadInput(f"A cycle can't begin on {say_day(begins)} and end on {say_day(ends)}.")
        if ends > anniversary(begins, months + _SLACK_MONTHS):
            raise BadInput(
                f"From {say_day(begins)} to {say_day(ends)} is too long: {record.body}'s cycles take {months} months. "
                "Give the end of the one that runs now."
            )
        await store.set_cycle(tx, record.id, begins=begins, ends=ends, asked=asked)

    async def _zone(self, tx: Tx, member_id: int, guild_id: int | None) -> str:
        """The member's own, else the server's, else UTC."""
        own = (await self._members.preferences(tx, member_id)).zone
        return own or ("UTC" if guild_id is None else await self._tracks.zone(tx, guild_id))


def _draft(member_id: int, guild_id: int, body: str, zone: str, remind_at: time) -> Record:
    """A record that is not there yet; its first cycle is still to be set."""
    return Record(0, member_id, guild_id, body, zone, date.min, date.min, None, remind_at, True, 0, 0, None)


def _refuse_kept(record: Record | None, name: str) -> None:
    if record and any(held.certification == name for held in record.credentials):
        raise BadInput(f"You keep {name} here already. `/ceu status` shows it, and changes its cycle.")


def _certain(day: Day) -> date:
    """A day that can mean one thing only. Raises BadInput."""
    if day.other is not None:
        raise BadInput(
            f"That could be {say_day(day.on)} or {say_day(day.other)}. Write the month's name, such as "
            f"{say_day(day.on)}."
        )
    return day.on
