"""How a question works among a server's members, pure.

Discrimination is the correlation between being right here (0 or 1) and the share right on all other questions
(the corrected item-total correlation): above 0.2 the question tells those who know more from those who know less;
below 0 those who know more tend to miss it, which is what a wrong key looks like.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from bot.features.quiz.model import Taken

# Fewer members, or members with fewer other answers, say nothing.
FEWEST_MEMBERS, FEWEST_OTHERS = 8, 5


@dataclass(frozen=True, slots=True)
class Statistics:
    """counts: members by the key they chose. discrimination: -1 to 1; None while too little is known."""

    answered: int
    right: int
    counts: dict[str, int]
    discrimination: float | None

    @property
    def share(self) -> float:
        """The share that was right, 0 to 1."""
        return self.right / self.answered if self.answered else 0.0


def statistics(taken: Sequence[Taken]) -> Statistics:
    """Of a question, by everybody's first answer."""
    return Statistics(
        answered=len(taken),
        right=sum(one.right for one in taken),
        counts=dict(Counter(one.chosen for one in taken)),
        discrimination=_discrimination(taken),
    )


def _discrimination(taken: Sequence[Taken]) -> float | None:
    known = [one for one in taken if one.others_answered >= FEWEST_OTHERS]
    if len(known) < FEWEST_MEMBERS:
        return None
    here = [float(one.right) for one in known]
    elsewhere = [one.others_right / one.others_answered for one in known]
    mean_here, mean_elsewhere = sum(here) / len(here), sum(elsewhere) / len(elsewhere)
    together = sum((x - mean_here) * (y - mean_elsewhere) for x, y in zip(here, elsewhere, strict=True))
    spread = sqrt(sum((x - mean_here) ** 2 for x in here) * sum((y - mean_elsewhere) ** 2 for y in elsewhere))
    return together / spread if spread else None
