"""Records as every part of this feature sees them: with their rule, by the member's own calendar."""

from datetime import date

from bot.clock import Clock
from bot.db import Tx
from bot.errors import NotFound
from bot.features.ceu import credit_store, store
from bot.features.ceu.cycles import cycle_on, nth
from bot.features.ceu.model import Cycle, Kept, Record, Standing
from bot.features.ceu.standing import standing
from bot.features.members.service import MembersService
from bot.library import Library
from bot.library.guide import Renewal
from bot.schedule.recurrence import local_date

_GONE = "That is not kept any more. `/ceu status` shows what is."


class Desk:
    """Looks records up and says how they stand."""

    def __init__(self, clock: Clock, library: Library, members: MembersService) -> None:
        self._clock = clock
        self._library = library
        self._members = members

    def rule(self, body: str) -> Renewal:
        """What the body asks for. Raises NotFound for one whose rules are not known (any more)."""
        found = self._library.renewal(body)
        if found is None:
            raise NotFound(f"I don't know what {body} asks for to keep its credentials.")
        return found

    def knows(self, body: str) -> bool:
        """Whether its rules are known."""
        return self._library.renewal(body) is not None

    async def zone(self, tx: Tx, record: Record) -> str:
        """The member's own time zone, else the one that was known when the record began."""
        return (await self._members.preferences(tx, record.member_id)).zone or record.zone

    async def today(self, tx: Tx, record: Record) -> date:
        """The date on the member's calendar."""
        return local_date(self._clock.now(), await self.zone(tx, record))

    def cycle(self, record: Record, day: date) -> Cycle:
        """The record's cycle that a day lies in."""
        return cycle_on(record.begins_on, record.ends_on, self.rule(record.body).months, day)

    async def standing(self, tx: Tx, record: Record, number: int | None = None) -> Standing:
        """How a cycle of it stands today: the present one, or the one with a number."""
        rule, today = self.rule(record.body), await self.today(tx, record)
        credits = await credit_store.of_record(tx, record.id)
        cycle = (
            self.cycle(record, today)
            if number is None
            else nth(record.begins_on, record.ends_on, rule.months, number)
        )
        return standing(record, rule, cycle, credits, today)

    async def kept(self, tx: Tx, record: Record) -> Kept:
        """How it stands, and how its last cycle ended, if anything shows that it was kept here."""
        now = await self.standing(tx, record)
        muted = not (await self._members.preferences(tx, record.member_id)).reminders
        if not now.cycle.number:
            return Kept(now, None, muted)
        before = await self.standing(tx, record, now.cycle.number - 1)
        known = before.have > 0 or (record.told is not None and record.told.ends == before.cycle.ends)
        return Kept(now, before if known else None, muted)

    async def own(self, tx: Tx, member_id: int, record_id: int) -> Record:
        """A member's own record. Raises NotFound."""
        record = await store.find(tx, record_id)
        if record is None or record.member_id != member_id:
            raise NotFound(_GONE)
        return record

    async def active(self, tx: Tx, member_id: int) -> list[Record]:
        """The member's records with at least one credential, of bodies whose rule is known."""
        records = await store.of_member(tx, member_id)
        return [one for one in records if one.credentials and self.knows(one.body)]
