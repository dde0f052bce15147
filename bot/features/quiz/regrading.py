"""Regrading: a server's ruling on a question, applied to everything that was answered to it there."""

from collections.abc import Set as AbstractSet

from bot.db import Tx
from bot.features.members.service import MembersService
from bot.features.quiz import answer_store, board_store, track_store
from bot.features.quiz.hearing import Moved, RulingListener
from bot.features.quiz.model import Regraded, Shown
from bot.features.quiz.showing import area_id
from bot.features.quiz.verdicts import (
    OUT,
    Logged,
    area_changes,
    board_changes,
    effects,
    verdict_of,
)
from bot.library import Library, Question
from bot.schedule import ScheduleService, Unplanned

CORRECT = "quiz.correct"
# A post that could not be corrected for so long is left as it is.
CORRECTION_LIVES_S = 7 * 86_400


class RegradeService:
    """Keeps both verdicts in the log, and moves what was summed up from it. Streaks count right and wrong alike."""

    def __init__(self, library: Library, members: MembersService, schedule: ScheduleService) -> None:
        self._library = library
        self._members = members
        self._schedule = schedule
        self._listeners: list[RulingListener] = []

    def listen(self, listener: RulingListener) -> None:
        """Tell this feature of every ruling."""
        self._listeners.append(listener)

    async def regrade(
        self, tx: Tx, guild_id: int, question: Question, accepted: AbstractSet[str], ruling_id: int
    ) -> Regraded:
        """Apply a ruling inside the caller's transaction: `accepted` keys are right; none: thrown out.

        question: as it was before. ruling_id: names the ruling, so that each post is corrected once by it.
        Doing it twice changes nothing.
        """
        answers = await answer_store.of_question(tx, guild_id, question.id)
        verdicts = {answer.id: verdict_of(answer.chosen, accepted) for answer in answers}
        moved = [(answer, verdicts[answer.id]) for answer in answers if answer.verdict != verdicts[answer.id]]
        await self._move_totals(tx, guild_id, question, moved)
        await answer_store.rule(tx, {a.id: verdicts[a.id] for a in answers if a.ruled != verdicts[a.id]})
        told = [Moved(a.member_id, a.answered_at, None if v == OUT else v == 1) for a, v in moved]
        for listener in self._listeners:
            await listener.ruled(tx, guild_id, question.topic, told)
        await self._correct_posts(
            tx, guild_id, question.id, ruling_id, open_too=not accepted or question.thrown_out
        )
        return Regraded(len(answers), effects(moved))

    async def _move_totals(
        self, tx: Tx, guild_id: int, question: Question, moved: list[tuple[Logged, int]]
    ) -> None:
        for group, change in board_changes(moved).items():
            await board_store.change_boards(tx, guild_id, group, change)
        await self._hide_unlisted(tx, moved)
        for certification, change in area_changes(moved).items():
            area = area_id(self._library, certification, Shown(question, ""))
            await board_store.change_area(tx, guild_id, certification, area, change)

    async def _hide_unlisted(self, tx: Tx, moved: list[tuple[Logged, int]]) -> None:
        """Whoever left the boards stays off them, though a question that was out counts again."""
        for member_id in {answer.member_id for answer, _ in moved if answer.scored and answer.verdict == OUT}:
            if not (await self._members.preferences(tx, member_id)).listed:
                await board_store.set_listed(tx, member_id, False)

    async def _correct_posts(
        self, tx: Tx, guild_id: int, question_id: str, ruling_id: int, *, open_too: bool
    ) -> None:
        """An open post gives nothing away, so that it changes only where the question is out, or was."""
        for occurrence in await track_store.posted(tx, guild_id, question_id, open_too=open_too):
            await self._schedule.enqueue_now(
                tx,
                kind=CORRECT,
                key=f"{ruling_id}:{occurrence.id}",
                subject_id=occurrence.id,
                guild_id=guild_id,
                lives_s=CORRECTION_LIVES_S,
            )


class DailyCorrection(Unplanned):
    """The correction of a post: an edit. What holds is in the log, whatever becomes of it."""
