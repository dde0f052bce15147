"""The joint mini-quiz: five questions from both weak areas, the same for everybody in the pair, once a week."""

from bot.features.buddies.model import MiniQuiz
from bot.features.quiz.model import RoundQuestion


class MiniQuizService:
    """A pair's weekly mini-quiz. Each answers it in private, as a practice round."""

    async def start(self, pair_id: int, member_id: int) -> RoundQuestion | None:
        """The member's next question of this week's quiz; None when they have done it.

        Raises NotFound when the pair ended or there is no question; NotAllowed for somebody else.
        """
        raise NotImplementedError

    async def standing(self, pair_id: int) -> MiniQuiz | None:
        """Who has done how much of this week's quiz; None when nobody has begun. Raises NotFound."""
        raise NotImplementedError
