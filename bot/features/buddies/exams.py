"""Exam months that have passed: they match nobody any more, and whoever named one is asked how it went, once."""

from bot.db import Tx
from bot.features.buddies import membership_store
from bot.features.buddies.model import Membership
from bot.features.buddies.notes import NotesService
from bot.features.buddies.terms import NoteKind
from bot.schedule import local_date


def ahead(one: Membership, now: int) -> str | None:
    """The month the member still prepares for, by their own calendar."""
    month = one.exam_month
    return month if month is not None and month >= local_date(now, one.zone).isoformat()[:7] else None


def about(one: Membership) -> str:
    """Which exam a question is about: certification/month."""
    return f"{one.certification}/{one.exam_month}"


async def ask(tx: Tx, notes: NotesService, one: Membership, now: int) -> None:
    """Ask the member how the exam went, if its month has passed and they were not asked, here or by `/exam`."""
    if one.exam_month is None or ahead(one, now) is not None:
        return
    asker = notes.exam_asker
    if asker is not None and await asker.asks_about(tx, one.member_id, one.certification):
        return
    if await membership_store.ask_exam(tx, one.guild_id, one.member_id, about(one)):
        await notes.tell(tx, one.guild_id, one.member_id, NoteKind.EXAM, detail=about(one))
