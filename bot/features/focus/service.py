"""Focus sessions: use cases, one transaction each."""

from collections.abc import Sequence

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotAllowed, NotFound
from bot.features.focus import presence_store, session_store
from bot.features.focus.course import Course
from bot.features.focus.model import (
    LEARNED_LONGEST,
    MOST_PEOPLE,
    TOPIC_LONGEST,
    WORK_LONGEST,
    Counted,
    Outcome,
    Presence,
    Session,
    Shown,
)
from bot.features.focus.moments import parse_start
from bot.features.focus.phases import checked
from bot.features.focus.stats import WEEKS, Stats, weeks
from bot.features.members.service import MembersService
from bot.features.quiz.tracks import TrackService
from bot.when import find_zone

LEARNED_SHOWN = 3
_GONE = "That focus session is not kept any more. Start a new one: `/focus start`."
_OVER = "That focus session is over. Start a new one: `/focus start`."
_JOIN_FIRST = "You are not in this session. Press Join first."


class FocusService:
    """`/focus` and the buttons of its messages. Everybody pressed on is checked here."""

    def __init__(
        self, db: Database, clock: Clock, course: Course, members: MembersService, tracks: TrackService
    ) -> None:
        self._db = db
        self._clock = clock
        self._course = course
        self._members = members
        self._tracks = tracks

    async def start(
        self,
        *,
        member_id: int,
        guild_id: int | None,
        channel_id: int,
        minutes: int,
        break_minutes: int,
        rounds: int,
        topic: str | None = None,
        at: str | None = None,
        timezone: str | None = None,
    ) -> Session:
        """A new session with its starter in it, now or later; guild_id None: solo. Raises BadInput, NotAllowed."""
        place = find_zone(timezone) if timezone else None
        about = _line(topic, TOPIC_LONGEST)

        async def work(tx: Tx) -> Session:
            now = self._clock.now()
            zone = place or await self._zone(tx, member_id, guild_id)
            started_at = parse_start(at, now, zone) if at else now
            plan = checked(started_at, minutes, break_minutes, rounds)
            await self._check_free(tx, member_id, now)
            there = await session_store.open_in_channel(tx, channel_id, plan.started_at, plan.ends_at)
            if there is not None:
                raise NotAllowed(
                    f"There is a focus session here at that time (<t:{there.plan.started_at}:t> to "
                    f"<t:{there.ends_at}:t>). Join it, or choose another channel or time: {there.place}"
                )
            await self._check_elsewhere(tx, member_id, plan.started_at, plan.ends_at)
            session = await session_store.insert(
                tx, guild_id=guild_id, channel_id=channel_id, started_by=member_id, topic=about, plan=plan
            )
            await presence_store.join(tx, session.id, member_id, now)
            await self._course.begin(tx, session, now)
            return session

        return await self._db.write(work)

    async def _check_free(self, tx: Tx, member_id: int, now: int) -> None:
        """One running or planned session per starter. One whose time is over but for its messages is none."""
        own = await session_store.open_of_starter(tx, member_id)
        if own is not None and own.ends_at <= now:
            await self._course.finish(tx, own, now, Outcome.DONE)
        elif own is not None:
            raise NotAllowed(
                f"You have a focus session already (<t:{own.plan.started_at}:f>). End that one first: {own.place}"
            )

    async def _check_elsewhere(
        self, tx: Tx, member_id: int, since: int, until: int, besides: int | None = None
    ) -> None:
        """Nobody's minutes count twice."""
        other = await session_store.open_with(tx, member_id, since, until, besides)
        if other is not None:
            raise NotAllowed(
                f"You are in another focus session at that time (<t:{other.plan.started_at}:f>). Leave that one "
                f"first: {other.place}"
            )

    async def join(self, session_id: int, *, member_id: int, channel_id: int) -> Shown:
        """Take part from now on. Raises NotFound, NotAllowed."""

        async def work(tx: Tx) -> Shown:
            now = self._clock.now()
            session = await self._running(tx, session_id, channel_id, now)
            if session.guild_id is None:
                raise NotAllowed("That is a solo session. Start your own: `/focus start`.")
            present = await presence_store.present(tx, session_id)
            if any(one.member_id == member_id for one in present):
                return Shown.of(session, present, now)
            if len(present) >= MOST_PEOPLE:
                raise NotAllowed(
                    f"This session is full: {MOST_PEOPLE} take part. Start another: `/focus start`."
                )
            since = max(now, session.plan.started_at)
            await self._check_elsewhere(tx, member_id, since, session.ends_at, besides=session_id)
            await presence_store.join(tx, session_id, member_id, now)
            await self._course.changed(tx, session_id, now)
            return Shown.of(session, await presence_store.present(tx, session_id), now)

        return await self._db.write(work)

    async def leave(self, session_id: int, *, member_id: int, channel_id: int) -> Presence:
        """Take part no longer; the time until now counts. Raises NotFound, NotAllowed."""

        async def work(tx: Tx) -> Presence:
            now = self._clock.now()
            session = await self._running(tx, session_id, channel_id, now)
            presence = await self._presence(tx, session_id, member_id)
            await self._course.count_one(tx, session, presence, now)
            await presence_store.leave(tx, session_id, member_id, now)
            await self._course.end_if_deserted(tx, session, now)
            left = await presence_store.find(tx, session_id, member_id)
            assert left is not None
            return left

        return await self._db.write(work)

    async def end(
        self, session_id: int, *, member_id: int, channel_id: int, moderates: bool = False, sure: bool = True
    ) -> Session | None:
        """End it for everybody; before its start, call it off. moderates: the member may manage messages there.

        Raises NotFound; NotAllowed for all but the starter and moderators. None: others take part, so nothing is done.
        """

        async def work(tx: Tx) -> Session | None:
            now = self._clock.now()
            session = await self._running(tx, session_id, channel_id, now)
            if session.started_by != member_id and not (moderates and session.guild_id is not None):
                raise NotAllowed(
                    "Only whoever started this session, or a moderator, can end it. You can leave it: press Leave."
                )
            asked = [] if sure else await presence_store.present(tx, session_id)
            if any(one.member_id != member_id for one in asked):
                return None
            await self._course.finish(tx, session, now, Outcome.ENDED)
            return session

        return await self._db.write(work)

    async def gone(self, session_id: int, member_id: int) -> None:
        """Not on the server any more, since when nobody knows: what is not counted yet does not count."""

        async def work(tx: Tx) -> None:
            now = self._clock.now()
            session = await session_store.find(tx, session_id)
            if session is not None and session.ended_at is None:
                await presence_store.leave(tx, session_id, member_id, now)
                await self._course.end_if_deserted(tx, session, now)

        await self._db.write(work)

    async def work(self, session_id: int, *, member_id: int, channel_id: int) -> str | None:
        """What the member works on, as they wrote it. Raises NotFound, NotAllowed."""

        async def look(tx: Tx) -> str | None:
            await self._running(tx, session_id, channel_id, self._clock.now())
            return (await self._presence(tx, session_id, member_id)).work

        return await self._db.read(look)

    async def set_work(self, session_id: int, text: str, *, member_id: int, channel_id: int) -> str | None:
        """Say what the member works on; nothing takes it back. Raises NotFound, NotAllowed, BadInput."""
        line = _line(text, WORK_LONGEST)

        async def work(tx: Tx) -> str | None:
            now = self._clock.now()
            await self._running(tx, session_id, channel_id, now)
            await self._presence(tx, session_id, member_id)
            await presence_store.set_work(tx, session_id, member_id, line)
            await self._course.changed(tx, session_id, now)
            return line

        return await self._db.write(work)

    async def learned(self, session_id: int, *, member_id: int, channel_id: int) -> str | None:
        """What the member wrote about a session they took part in. Raises NotFound, NotAllowed."""
        return (await self._db.read(lambda tx: self._part(tx, session_id, member_id, channel_id))).learned

    async def set_learned(self, session_id: int, text: str, *, member_id: int, channel_id: int) -> str | None:
        """Keep what the member learned; nothing removes it. Raises NotFound, NotAllowed, BadInput."""
        line = _line(text, LEARNED_LONGEST)

        async def work(tx: Tx) -> str | None:
            await self._part(tx, session_id, member_id, channel_id)
            await presence_store.set_learned(tx, session_id, member_id, line)
            return line

        return await self._db.write(work)

    async def shown(self, session_id: int) -> Shown:
        """The session as its messages show it now. Raises NotFound."""

        async def work(tx: Tx) -> Shown:
            session = await session_store.find(tx, session_id)
            if session is None:
                raise NotFound(_GONE)
            return Shown.of(session, await presence_store.present(tx, session_id), self._clock.now())

        return await self._db.read(work)

    async def stats(self, member_id: int, guild_id: int | None) -> Stats:
        """The member's focus, of all servers and alone."""

        async def work(tx: Tx) -> Stats:
            now, zone = self._clock.now(), await self._zone(tx, member_id, guild_id)
            since = now - (WEEKS + 1) * 7 * 86_400
            return Stats(
                weeks(await presence_store.times(tx, member_id, since), now, zone),
                await presence_store.learned(tx, member_id, LEARNED_SHOWN),
            )

        return await self._db.read(work)

    async def counted(self, tx: Tx, member_id: int, since: int) -> list[Counted]:
        """The member's focus since then (epoch seconds), inside the caller's transaction."""
        return await presence_store.times(tx, member_id, since)

    async def untold(self, member_id: int) -> list[Session]:
        """Sessions that broke off under the member, who has not heard of it."""
        return await self._db.read(lambda tx: session_store.untold(tx, member_id))

    async def told(self, member_id: int, sessions: Sequence[Session]) -> None:
        """The member has heard of them."""

        async def work(tx: Tx) -> None:
            for session in sessions:
                await presence_store.told(tx, session.id, member_id)

        if sessions:
            await self._db.write(work)

    # --- shared

    async def _zone(self, tx: Tx, member_id: int, guild_id: int | None) -> str:
        """The member's own zone, else the server's, else UTC."""
        own = (await self._members.preferences(tx, member_id)).zone
        return own or ("UTC" if guild_id is None else await self._tracks.zone(tx, guild_id))

    async def _here(self, tx: Tx, session_id: int, channel_id: int) -> Session:
        session = await session_store.find(tx, session_id)
        if session is None or session.channel_id != channel_id:
            raise NotFound(_GONE)
        return session

    async def _running(self, tx: Tx, session_id: int, channel_id: int, now: int) -> Session:
        """The session of that channel, running or planned."""
        session = await self._here(tx, session_id, channel_id)
        if session.ended_at is not None or session.ends_at <= now:
            raise NotAllowed(_OVER)
        return session

    async def _presence(self, tx: Tx, session_id: int, member_id: int) -> Presence:
        presence = await presence_store.find(tx, session_id, member_id)
        if presence is None or presence.left_at is not None:
            raise NotAllowed(_JOIN_FIRST)
        return presence

    async def _part(self, tx: Tx, session_id: int, member_id: int, channel_id: int) -> Presence:
        """The member's part in a session that is over, for them or for all."""
        await self._here(tx, session_id, channel_id)
        presence = await presence_store.find(tx, session_id, member_id)
        if presence is None:
            raise NotAllowed("You did not take part in that session. Start your own: `/focus start`.")
        return presence


def _line(text: str | None, longest: int) -> str | None:
    """What somebody typed as one line; None when there is nothing to read in it. Raises BadInput when too long."""
    kept = " ".join("".join(char if char.isprintable() else " " for char in text or "").split())
    if len(kept) > longest:
        raise BadInput(f"That is too long. Keep it to {longest} characters.")
    return kept or None
