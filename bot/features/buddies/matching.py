"""Who is put together: one round of matching, a pure function.

A handful is solved by trying every way (small.py). Of more, first come those who are related in certification and were
not together within twelve weeks; then any certification; then repeats. Each time those left over are matched in twos,
then join a pair as its third, then swap places with others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations, islice

from bot.features.buddies import candidates, scoring, small
from bot.features.buddies.matching_model import Group, Outcome, Round
from bot.features.buddies.scoring import Standing
from bot.features.buddies.solving import heaviest
from bot.features.buddies.ties import Allowed, Ties

TRIO = 3
PAIRS_LOOKED_AT = 2000  # by one who is to be a third
SWAPS = 4  # how many may change places to find one more place


def match_round(round_: Round, in_time: Callable[[], bool] = lambda: True) -> Outcome:
    """Put everybody together who can be: nobody is left alone while somebody might be paired with them.

    in_time: once it says no, what is unsolved is matched greedily. Without it the outcome depends on `round_` alone.
    Raises ValueError when a member is in the round twice.
    """
    members = [scoring.standing(candidate, round_.today) for candidate in round_.candidates]
    members.sort(key=lambda member: member.member_id)
    if len({member.member_id for member in members}) < len(members):
        raise ValueError("a member is in the round twice")
    ties = Ties.of(round_)
    few = len(members) <= small.UP_TO
    found = small.best_groups(members, ties) if few else _in_turns(members, ties, in_time)
    seated = {member.member_id for group in found for member in group}
    return Outcome(
        tuple(sorted((_group(group, ties) for group in found), key=lambda group: group.members)),
        tuple(member.member_id for member in members if member.member_id not in seated),
    )


def _in_turns(members: Sequence[Standing], ties: Ties, in_time: Callable[[], bool]) -> list[list[Standing]]:
    table = _Table(list(members), in_time, ties.fresh)
    table.seat(ties.fresh_and_related, True)
    table.seat(ties.fresh, False)
    table.seat(ties.possible, False)
    return table.groups


@dataclass(slots=True)
class _Table:
    """Who waits and who sits together so far."""

    waiting: list[Standing]
    in_time: Callable[[], bool]
    fresh: Allowed
    groups: list[list[Standing]] = field(default_factory=list)

    def seat(self, allowed: Allowed, circles: bool) -> None:
        """Put together whom `allowed` lets be, as many as possible. circles: it lets only related certifications be."""
        while self._pair_up(allowed, circles):
            pass
        for member in list(self.waiting):
            if member in self.waiting:  # nobody took them meanwhile
                self.waiting.remove(member)
                if not self._place(member, allowed, set()):
                    self.waiting.append(member)

    def _pair_up(self, allowed: Allowed, circles: bool) -> bool:
        """Match those who wait among themselves. Whether anybody found somebody."""
        place = {member.member_id: index for index, member in enumerate(self.waiting)}
        edges = [
            (place[one.member_id], place[other.member_id], scoring.weight(one, other))
            for cohort in candidates.cohorts(self.waiting)
            for one, other in candidates.likely_pairs(cohort, allowed, circles)
        ]
        found = heaviest(len(place), edges, self.in_time) if edges else []
        self.groups += [[self.waiting[one], self.waiting[other]] for one, other in found]
        seated = set(chain.from_iterable(found))
        self.waiting = [member for index, member in enumerate(self.waiting) if index not in seated]
        return bool(found)

    def _place(self, member: Standing, allowed: Allowed, moved: set[int]) -> bool:
        """Put a member with one who waits, or as a third, or in the place of another. Whether there was a place."""
        return (
            self._meet(member, allowed) or self._join(member, allowed) or self._swap(member, allowed, moved)
        )

    def _meet(self, member: Standing, allowed: Allowed) -> bool:
        """Put a member with the one of those who wait who fits best."""
        fitting = [one for one in self.waiting if allowed(member, one)]
        if not fitting:
            return False
        best = max(fitting, key=lambda one: scoring.weight(member, one))
        self.waiting.remove(best)
        self.groups.append([member, best])
        return True

    def _join(self, member: Standing, allowed: Allowed) -> bool:
        """Make the pair that fits best a group of three."""
        fitting = (
            pair for pair in self.groups if len(pair) < TRIO and all(allowed(member, one) for one in pair)
        )
        best = max(
            islice(fitting, PAIRS_LOOKED_AT),
            key=lambda pair: (
                sum(self.fresh(member, one) for one in pair),
                sum(scoring.weight(member, one) for one in pair),
            ),
            default=None,
        )
        if best is None:
            return False
        best.append(member)
        return True

    def _swap(self, member: Standing, allowed: Allowed, moved: set[int]) -> bool:
        """Take somebody out of a group of three; or out of a pair, when the one left finds another place.

        moved: who gave up their place already, on the way here; nobody does so twice.
        """
        moved.add(member.member_id)
        partners = [(group, one) for group in self.groups for one in group if allowed(member, one)]
        for group, partner in partners:
            if len(group) == TRIO:
                group.remove(partner)
                self.groups.append([member, partner])
                return True
        for group, partner in partners:
            (left,) = (one for one in group if one is not partner)
            if left.member_id in moved or len(moved) > SWAPS:
                continue
            before, group[:] = group[:], [partner, member]
            if self._place(left, allowed, moved):
                return True
            group[:] = before
        return False


def _group(members: Sequence[Standing], ties: Ties) -> Group:
    links = list(combinations(members, 2))
    parts = [scoring.parts(one, other) for one, other in links]
    return Group(
        tuple(sorted(member.member_id for member in members)),
        {name: sum(part[name] for part in parts) // len(parts) for name in parts[0]},
        repeat=any(ties.recent(one, other) for one, other in links),
        overlap=all(scoring.overlap(one, other) for one, other in links),
    )
