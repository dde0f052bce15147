"""Words in private: a direct message, or else shown at the member's next `/buddy` command."""

from typing import Protocol

from bot.db import Tx
from bot.features.buddies import server_store
from bot.features.buddies.model import Note
from bot.features.buddies.rhythm import next_round_at
from bot.features.buddies.terms import NOTE, ROUND, NoteKind
from bot.features.notes.model import KeptNote
from bot.features.notes.service import Notes
from bot.schedule import ScheduleService


class ExamAsker(Protocol):
    """A feature that asks members by itself how an exam went."""

    async def asks_about(self, tx: Tx, member_id: int, certification: str) -> bool:
        """Whether it does for this member and certification."""


class NotesService(Notes[Note]):
    """Tells a member something, once. exam_asker: who asks about exams whose date it knows, so that we need not."""

    topic = NOTE
    exam_asker: ExamAsker | None = None

    async def _filled(self, tx: Tx, kept: KeptNote) -> Note:
        round_next = await round_at(tx, self._schedule, kept.guild_id)
        return Note(kept.id, kept.guild_id, kept.member_id, NoteKind(kept.kind), kept.detail, round_next)


async def round_at(tx: Tx, schedule: ScheduleService, guild_id: int) -> int | None:
    """When the server's next round is (epoch seconds); None while there are none."""
    server = await server_store.find(tx, guild_id)
    rounds = await schedule.get(tx, ROUND, guild_id)
    return next_round_at(rounds, server.server.every, server.anchor) if server and rounds else None
