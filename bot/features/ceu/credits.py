"""Logging credits, putting them right, taking them back. Use cases, one transaction each."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotFound
from bot.features.ceu import credit_store
from bot.features.ceu.desk import Desk
from bot.features.ceu.model import (
    MOST_ENTRIES,
    PROVIDER_LONGEST,
    TITLE_LONGEST,
    Category,
    Credit,
    Logged,
    Page,
    Record,
    Said,
)
from bot.features.ceu.reading import Day, read_credits, read_past, say_day
from bot.features.ceu.service import NOTHING_KEPT
from bot.features.ceu.standing import is_like
from bot.typed import seen, written

_GONE = "That credit is not here any more. `/ceu status` shows what is."
_PAGE = 8


class CreditService:
    """What a member logs. Every call is about the member's own."""

    def __init__(self, db: Database, clock: Clock, desk: Desk) -> None:
        self._db = db
        self._clock = clock
        self._desk = desk

    async def add(
        self,
        member_id: int,
        *,
        credits: str,
        on: str,
        provider: str,
        category: str,
        title: str = "",
        whose: str | int | None = None,
        locale: str = "en-US",
    ) -> Logged:
        """Log a credit; one that looks like another only as a draft, until the member says so.

        locale: Discord's name of the member's language. whose: the body or a credential of it, or a record's id; None
        where the member keeps one only.
        Raises BadInput, NotFound.
        """

        day = await self._day(lambda tx: self._record(tx, member_id, whose), on, locale)

        async def work(tx: Tx) -> Logged:
            record = await self._record(tx, member_id, whose)
            said = self._said(record, day.on, credits, provider, category, title)
            there = await credit_store.of_record(tx, record.id)
            if len(there) >= MOST_ENTRIES:
                raise BadInput(
                    f"There are {len(there):,} credits already: as many as fit. Delete some first."
                )
            near = next((old for old in there if is_like(said, old.said)), None)
            credit = await credit_store.insert(
                tx, record, said, draft=near is not None, now=self._clock.now()
            )
            return Logged(credit, await self._desk.standing(tx, record), near, day.other)

        return await self._db.write(work)

    async def keep(self, member_id: int, credit_id: int) -> Logged:
        """Count a draft. Raises NotFound."""

        async def work(tx: Tx) -> Logged:
            credit = await self._own(tx, member_id, credit_id)
            await credit_store.keep(tx, credit.id)
            return await self._logged(tx, member_id, credit_id)

        return await self._db.write(work)

    async def one(self, member_id: int, credit_id: int) -> Logged:
        """One of the member's credits. Raises NotFound."""
        return await self._db.read(lambda tx: self._logged(tx, member_id, credit_id))

    async def edit(
        self,
        member_id: int,
        credit_id: int,
        *,
        credits: str,
        on: str,
        provider: str,
        category: str,
        title: str,
        locale: str = "en-US",
    ) -> Logged:
        """Other particulars. locale: Discord's name of the member's language. Raises BadInput, NotFound."""

        async def its_record(tx: Tx) -> Record:
            return await self._desk.own(tx, member_id, (await self._own(tx, member_id, credit_id)).record_id)

        day = await self._day(its_record, on, locale)

        async def work(tx: Tx) -> Logged:
            credit = await self._own(tx, member_id, credit_id)
            record = await self._desk.own(tx, member_id, credit.record_id)
            before = credit.said.earned_on
            said = self._said(record, day.on, credits, provider, category, title, before)
            await credit_store.change(tx, credit.id, said)
            changed = await self._own(tx, member_id, credit_id)
            return Logged(changed, await self._desk.standing(tx, record), other_day=day.other)

        return await self._db.write(work)

    async def delete(self, member_id: int, credit_id: int) -> Logged:
        """Forget one; it is returned with how things stand without it. Raises NotFound."""

        async def work(tx: Tx) -> Logged:
            credit = await self._own(tx, member_id, credit_id)
            record = await self._desk.own(tx, member_id, credit.record_id)
            await credit_store.delete(tx, credit.id)
            return Logged(credit, await self._desk.standing(tx, record))

        return await self._db.write(work)

    async def page(self, member_id: int, record_id: int, skip: int = 0) -> Page:
        """A record's credits, newest first, after as many as are skipped. Raises NotFound."""

        async def work(tx: Tx) -> Page:
            record = await self._desk.own(tx, member_id, record_id)
            there = await credit_store.of_record(tx, record.id)
            older = skip + _PAGE if len(there) > skip + _PAGE else None
            return Page(
                await self._desk.standing(tx, record), tuple(there[skip : skip + _PAGE]), len(there), older
            )

        return await self._db.read(work)

    async def _record(self, tx: Tx, member_id: int, whose: str | int | None) -> Record:
        """The record that is meant. Raises BadInput, NotFound."""
        if isinstance(whose, int):
            return await self._desk.own(tx, member_id, whose)
        records = await self._desk.active(tx, member_id)
        if not records:
            raise NotFound(NOTHING_KEPT)
        if whose is None:
            if len(records) == 1:
                return records[0]
            names = " or ".join(record.body for record in records)
            raise BadInput(f"You keep credits for {names}. Say which one with `for`.")
        wanted = whose.strip().casefold()
        for record in records:
            known = {record.body, *(held.certification for held in record.credentials)}
            if wanted in {name.casefold() for name in known}:
                return record
        names = " and ".join(record.body for record in records)
        raise NotFound(f"You keep credits for {names} only. `/ceu start` takes in another credential.")

    async def _day(self, find: Callable[[Tx], Awaitable[Record]], on: str, locale: str) -> Day:
        """The day that was typed, by the clock of a record's member. Raises BadInput, NotFound."""

        async def work(tx: Tx) -> date:
            return await self._desk.today(tx, await find(tx))

        return await asyncio.to_thread(read_past, on, await self._db.read(work), locale)

    def _said(
        self,
        record: Record,
        on: date,
        credits: str,
        provider: str,
        category: str,
        title: str,
        before: date | None = None,
    ) -> Said:
        """What was typed, checked. before: the day it had, which may stay. Raises BadInput."""
        if on < record.begins_on and on != before:
            raise BadInput(
                f"{say_day(on)} is before your {record.body} cycle, which began on {say_day(record.begins_on)}, so "
                "it would not count. If the cycle is wrong, change it under `/ceu status`."
            )
        if category not in set(Category):
            raise BadInput(
                f"Choose where it came from: {', '.join(self._desk.rule(record.body).categories)}."
            )
        course = written(title, "The course", most=TITLE_LONGEST, letters=1) if seen(title) else ""
        one_line = " ".join(written(provider, "The provider", most=PROVIDER_LONGEST, letters=1).split())
        return Said(on, one_line, " ".join(course.split()), Category(category), read_credits(credits))

    async def _own(self, tx: Tx, member_id: int, credit_id: int) -> Credit:
        found = await credit_store.find(tx, member_id, credit_id)
        if found is None:
            raise NotFound(_GONE)
        return found

    async def _logged(self, tx: Tx, member_id: int, credit_id: int) -> Logged:
        credit = await self._own(tx, member_id, credit_id)
        record = await self._desk.own(tx, member_id, credit.record_id)
        return Logged(credit, await self._desk.standing(tx, record))
