"""A member's choices, and their data: use cases, one transaction each."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput
from bot.features.members import store
from bot.features.members.export import archive
from bot.features.members.model import LANGUAGES, PersonalData, Preferences, PreferencesListener, Rows
from bot.when import find_zone

# What a member types to go by the server's time zone again.
SERVER_ZONE = "server"


class MembersService:
    """`/me settings`, `/me export` and `/me delete`."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._listeners: list[PreferencesListener] = []
        self._personal: list[PersonalData] = [self]

    def listen(self, listener: PreferencesListener) -> None:
        """Tell this feature whenever a member's choices change."""
        self._listeners.append(listener)

    @property
    def personal(self) -> tuple[PersonalData, ...]:
        """The features whose data exports and deletions take in."""
        return tuple(self._personal)

    def cover(self, *features: PersonalData) -> None:
        """Take these features' data into exports and deletions."""
        self._personal.extend(features)

    async def preferences(self, tx: Tx, member_id: int) -> Preferences:
        """The member's choices, inside the caller's transaction."""
        return await store.find(tx, member_id)

    async def show(self, member_id: int) -> Preferences:
        """The member's choices."""
        return await self._db.read(lambda tx: store.find(tx, member_id))

    async def change(
        self,
        member_id: int,
        *,
        zone: str | None = None,
        language: str | None = None,
        listed: bool | None = None,
        reminders: bool | None = None,
    ) -> Preferences:
        """Change what is given and leave the rest; the zone "server" takes one's own back.

        Raises BadInput for an unknown zone or language.
        """
        own_zone = find_zone(zone) if zone is not None and zone.casefold().strip() != SERVER_ZONE else None
        if language is not None and language not in LANGUAGES:
            raise BadInput(
                f"There are no texts in that language yet. There are: {', '.join(LANGUAGES.values())}."
            )

        async def work(tx: Tx) -> Preferences:
            before = await store.find(tx, member_id)
            after = replace(
                before,
                zone=before.zone if zone is None else own_zone,
                language=language or before.language,
                listed=before.listed if listed is None else listed,
                reminders=before.reminders if reminders is None else reminders,
            )
            if after != before:
                await store.save(tx, member_id, after, self._clock.now())
                for listener in self._listeners:
                    await listener.preferences_changed(tx, member_id, after)
            return after

        return await self._db.write(work)

    async def export(self, member_id: int) -> bytes:
        """Everything kept about the member, as the bytes of a zip file."""

        async def work(tx: Tx) -> dict[str, Rows]:
            tables: dict[str, Rows] = {}
            for feature in self._personal:
                tables.update(await feature.export_member(tx, member_id))
            return tables

        tables = await self._db.read_heavy(work)
        return await asyncio.to_thread(archive, member_id, tables, self._clock.now())

    async def delete(self, member_id: int) -> dict[str, int]:
        """Remove or anonymise everything about the member in one transaction. Returns what there was, by name."""

        async def work(tx: Tx) -> dict[str, int]:
            counts: dict[str, int] = {}
            for feature in self._personal:
                counts.update(await feature.erase_member(tx, member_id))
            return {name: count for name, count in counts.items() if count}

        return await self._db.write(work)

    # What this feature itself keeps.

    personal_columns: Mapping[str, frozenset[str]] = {"members": frozenset({"member_id"})}

    async def export_member(self, tx: Tx, member_id: int) -> Mapping[str, Rows]:
        """The member's choices."""
        return {"settings": await store.rows(tx, member_id)}

    async def erase_member(self, tx: Tx, member_id: int) -> Mapping[str, int]:
        """The member's choices."""
        return {"settings": await store.erase(tx, member_id)}
