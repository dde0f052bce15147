"""How a server's members answered one question: for those who look into it."""

from bot.db import Tx
from bot.features.quiz import answer_store, board_store
from bot.features.quiz.boards import Score
from bot.features.quiz.model import Taken
from bot.features.quiz.verdicts import OUT, Logged


class ItemService:
    """Reads the answer log by question."""

    async def taken(self, tx: Tx, guild_id: int, question_id: str) -> list[Taken]:
        """Every member's first answer to the question there, daily or in practice."""
        first: dict[int, Logged] = {}
        own: dict[int, list[Logged]] = {}
        for answer in await answer_store.of_question(tx, guild_id, question_id):
            first.setdefault(answer.member_id, answer)
            if answer.scored and answer.verdict != OUT:
                own.setdefault(answer.member_id, []).append(answer)
        totals = await board_store.all_time(tx, guild_id, list(first))
        return [
            _taken(answer, totals.get(member_id, Score(member_id, 0, 0)), own.get(member_id, []))
            for member_id, answer in first.items()
        ]


def _taken(answer: Logged, total: Score, own: list[Logged]) -> Taken:
    """The member's totals hold their answers to this question too: those are taken out."""
    return Taken(
        chosen=answer.chosen,
        right=answer.verdict == 1,
        others_right=total.correct - sum(one.verdict for one in own),
        others_answered=total.answered - len(own),
    )
