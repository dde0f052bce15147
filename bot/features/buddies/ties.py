"""What stands between two members: a block, or that they were together lately."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.features.buddies import scoring
from bot.features.buddies.matching_model import Round
from bot.features.buddies.scoring import Standing

Allowed = Callable[[Standing, Standing], bool]
_NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Ties:
    """By member: whom they block or are blocked by, and whom they met within twelve weeks."""

    _blocked: dict[int, set[int]]
    _recent: dict[int, set[int]]

    @classmethod
    def of(cls, round_: Round) -> "Ties":
        """The ties in a round."""
        since = round_.today - scoring.REPEAT_WITHIN_DAYS
        return cls(
            _both_ways(round_.blocked), _both_ways(pair for pair, day in round_.met.items() if day > since)
        )

    def blocked(self, one: Standing, other: Standing) -> bool:
        """Whether one of them blocks the other."""
        return other.member_id in self._blocked.get(one.member_id, _NOBODY)

    def recent(self, one: Standing, other: Standing) -> bool:
        """Whether they were together within twelve weeks."""
        return other.member_id in self._recent.get(one.member_id, _NOBODY)

    def possible(self, one: Standing, other: Standing) -> bool:
        """Whether they may be put together at all."""
        return not self.blocked(one, other)

    def fresh(self, one: Standing, other: Standing) -> bool:
        """Whether they may be, and were not lately."""
        return not self.blocked(one, other) and not self.recent(one, other)

    def fresh_and_related(self, one: Standing, other: Standing) -> bool:
        """Whether their certifications are related, too."""
        return scoring.related(one.certification, other.certification) and self.fresh(one, other)


def _both_ways(pairs: Iterable[frozenset[int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found
