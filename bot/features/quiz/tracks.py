"""Tracks, from the admins' side: add, list, edit, pause, resume, remove. One transaction each."""

from dataclasses import replace

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotFound
from bot.features.banks.service import Banks
from bot.features.quiz import track_store
from bot.features.quiz.daily import close_by
from bot.features.quiz.model import Track, TrackStatus
from bot.features.quiz.service import POST
from bot.library import Certification, code_set_year
from bot.schedule import Asked, Recurrence, Schedule, ScheduleService, local_date
from bot.when import EVERY_DAY, find_zone, parse_days, parse_time

MOST_TRACKS = 25


class TrackService:
    """What admins do with tracks. Everything typed is read here, and refused with what would work."""

    def __init__(self, db: Database, clock: Clock, banks: Banks, schedule: ScheduleService) -> None:
        self._db = db
        self._clock = clock
        self._banks = banks
        self._schedule = schedule

    def certifications(self, typed: str) -> list[tuple[str, str]]:
        """Id and name of each certification that has a blueprint and matches what is being typed."""
        wanted = typed.casefold().strip()
        return [
            (certification.id, f"{certification.id}: {certification.name}")
            for certification in self._banks.base.certifications.values()
            if certification.areas and wanted in f"{certification.id} {certification.name}".casefold()
        ]

    async def add(
        self,
        *,
        guild_id: int,
        certification: str,
        channel_id: int,
        time: str,
        timezone: str,
        days: str | None,
        ping_role_id: int | None,
        created_by: int,
    ) -> TrackStatus:
        """A new track. Raises NotFound for an unknown certification, BadInput for anything unreadable."""
        known = self._outlined(certification)
        recurrence = Recurrence(
            weekdays=parse_days(days) if days else EVERY_DAY, wall=parse_time(time), zone=find_zone(timezone)
        )

        async def work(tx: Tx) -> TrackStatus:
            await self._check_room(tx, guild_id, known.id, recurrence.zone)
            track = await track_store.insert_track(
                tx,
                guild_id=guild_id,
                certification=known.id,
                channel_id=channel_id,
                ping_role_id=ping_role_id,
                created_by=created_by,
                now=self._clock.now(),
            )
            if track is None:
                raise BadInput(
                    f"<#{channel_id}> has a {known.id} track already. Use `/admin track edit` to change its time."
                )
            schedule = await self._schedule.add(
                tx, kind=POST, subject_id=track.id, guild_id=guild_id, recurrence=recurrence
            )
            return await self._status(tx, track, schedule)

        return await self._db.write(work)

    def _outlined(self, certification: str) -> Certification:
        """Raises NotFound for an unknown one, BadInput for one without an outline."""
        known = self._banks.base.certification(certification)
        if not known.areas:
            raise BadInput(
                f"There is no outline of the {known.id} exam here, so questions can't be spread over it. "
                "Choose another certification from the list."
            )
        return known

    async def _check_room(self, tx: Tx, guild_id: int, certification: str, zone: str) -> None:
        """Raises BadInput where there is nothing to ask, or no room for one more."""
        library = await self._banks.library(tx, guild_id)
        if not library.bank(certification, code_set_year(local_date(self._clock.now(), zone))):
            raise BadInput(f"There is no {certification} question yet that is valid in today's code sets.")
        if len(await track_store.tracks(tx, guild_id)) >= MOST_TRACKS:
            raise BadInput(
                f"A server can have {MOST_TRACKS} tracks. Remove one first: `/admin track remove`."
            )

    async def all(self, guild_id: int) -> list[TrackStatus]:
        """The server's tracks, oldest first."""

        async def work(tx: Tx) -> list[TrackStatus]:
            return [
                await self._status(tx, track, await self._schedule_of(tx, track))
                for track in await track_store.tracks(tx, guild_id)
            ]

        return await self._db.read(work)

    async def zone(self, tx: Tx, guild_id: int) -> str:
        """The time zone a server goes by: its oldest track's, or UTC."""
        tracks = await track_store.tracks(tx, guild_id)
        return (await self._schedule_of(tx, tracks[0])).recurrence.zone if tracks else "UTC"

    async def find(self, guild_id: int, track_id: int) -> Track:
        """One of the server's tracks. Raises NotFound."""
        return await self._db.read(lambda tx: self._of_server(tx, guild_id, track_id))

    async def edit(
        self,
        guild_id: int,
        track_id: int,
        *,
        channel_id: int | None = None,
        time: str | None = None,
        timezone: str | None = None,
        days: str | None = None,
        ping_role_id: int | None = None,
        no_ping: bool = False,
    ) -> TrackStatus:
        """Change what is given and leave the rest; a track that the bot had paused goes on in another channel.

        Raises NotFound, or BadInput for anything unreadable.
        """
        asked = Asked.read(days=days, time=time, timezone=timezone)

        async def work(tx: Tx) -> TrackStatus:
            track = await self._of_server(tx, guild_id, track_id)
            schedule = await self._rescheduled(tx, await self._schedule_of(tx, track), asked)
            changed = replace(
                track,
                channel_id=channel_id or track.channel_id,
                ping_role_id=None if no_ping else ping_role_id or track.ping_role_id,
            )
            await self._update(tx, changed)
            if schedule.pause_reason is not None and changed.channel_id != track.channel_id:
                schedule = await self._schedule.resume(tx, schedule.id)
            return await self._status(tx, changed, schedule)

        return await self._db.write(work)

    async def _update(self, tx: Tx, changed: Track) -> None:
        if not await track_store.update_track(tx, changed.id, changed.channel_id, changed.ping_role_id):
            raise BadInput(
                f"<#{changed.channel_id}> has a {changed.certification} track already. Choose another channel, or "
                "remove that track first: `/admin track remove`."
            )

    async def _rescheduled(self, tx: Tx, schedule: Schedule, asked: Asked) -> Schedule:
        changed = await self._schedule.change(tx, schedule.id, asked.over(schedule.recurrence))
        if changed.recurrence != schedule.recurrence and changed.next_due_at is not None:
            await close_by(tx, self._schedule, schedule.subject_id, changed.next_due_at)
        return changed

    async def pause(self, guild_id: int, track_id: int) -> TrackStatus:
        """No posts until it is resumed; paused days are not counted against anybody."""

        async def work(tx: Tx) -> TrackStatus:
            track = await self._of_server(tx, guild_id, track_id)
            schedule = await self._schedule_of(tx, track)
            if not schedule.paused:
                await self._schedule.pause(tx, schedule.id, None)
                await track_store.give_up_planned(tx, track.id)
            return await self._status(tx, track, await self._schedule_of(tx, track))

        return await self._db.write(work)

    async def resume(self, guild_id: int, track_id: int) -> TrackStatus:
        """Post again from the next time on."""

        async def work(tx: Tx) -> TrackStatus:
            track = await self._of_server(tx, guild_id, track_id)
            schedule = await self._schedule_of(tx, track)
            return await self._status(tx, track, await self._schedule.resume(tx, schedule.id))

        return await self._db.write(work)

    async def remove(self, guild_id: int, track_id: int) -> Track:
        """End a track for good. What members answered is kept."""

        async def work(tx: Tx) -> Track:
            track = await self._of_server(tx, guild_id, track_id)
            schedule = await self._schedule_of(tx, track)
            await self._schedule.remove(tx, schedule.id)
            await track_store.give_up_planned(tx, track.id)
            await track_store.remove_track(tx, track.id, self._clock.now())
            return track

        return await self._db.write(work)

    async def _of_server(self, tx: Tx, guild_id: int, track_id: int) -> Track:
        track = await track_store.track(tx, track_id)
        if track is None or track.guild_id != guild_id or track.removed_at is not None:
            raise NotFound(
                "There is no such track in this server. `/admin track list` shows those there are."
            )
        return track

    async def _schedule_of(self, tx: Tx, track: Track) -> Schedule:
        schedule = await self._schedule.get(tx, POST, track.id)
        assert schedule is not None
        return schedule

    async def _status(self, tx: Tx, track: Track, schedule: Schedule) -> TrackStatus:
        year = code_set_year(local_date(self._clock.now(), schedule.recurrence.zone))
        library = await self._banks.library(tx, track.guild_id)
        bank = library.bank(track.certification, year)
        seen = await track_store.last_seen(tx, track.id)
        return TrackStatus(
            track=track,
            recurrence=schedule.recurrence,
            next_due_at=schedule.next_due_at,
            paused=schedule.paused,
            pause_reason=schedule.pause_reason,
            unseen_left=sum(question.id not in seen for question in bank),
            bank_size=len(bank),
        )
