"""What focus sessions keep about a member, for `/me export` and `/me delete`."""

from collections.abc import Mapping

from bot.clock import Clock
from bot.db import Tx
from bot.features.focus import presence_store, session_store
from bot.features.focus.course import Course


class FocusPersonalData:
    """Covers every table of focus sessions."""

    personal_columns: Mapping[str, frozenset[str]] = {
        "focus_sessions": frozenset({"started_by"}),
        "focus_presences": frozenset({"member_id"}),
        "focus_times": frozenset({"member_id"}),
    }

    def __init__(self, clock: Clock, course: Course) -> None:
        self._clock = clock
        self._course = course

    async def export_member(self, tx: Tx, member_id: int) -> Mapping[str, list[dict[str, object]]]:
        """Sessions taken part in, the time in them, and sessions started."""
        return {
            **await presence_store.member_rows(tx, member_id),
            "focus_started": await session_store.started_rows(tx, member_id),
        }

    async def erase_member(self, tx: Tx, member_id: int) -> Mapping[str, int]:
        """The member is taken out; what others share with them goes on, and ends where nobody is left."""
        running = await presence_store.open_sessions(tx, member_id)
        started = await session_store.open_of_starter(tx, member_id)
        erased = await presence_store.erase_member(tx, member_id)
        concerned = dict.fromkeys([*running, *([started.id] if started else [])])
        for session_id in concerned:
            session = await session_store.find(tx, session_id)
            if session is not None:
                await self._course.end_if_deserted(tx, session, self._clock.now())
        return {
            "focus sessions": erased,
            "focus sessions started (now without your id)": await session_store.forget_starter(tx, member_id),
        }
