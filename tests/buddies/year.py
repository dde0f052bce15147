"""A year of weekly rounds in one community: members come and go, pairs last a while and end, some block each other."""

from collections import Counter
from dataclasses import dataclass, field, replace
from random import Random

from bot.features.buddies.matching import match_round
from bot.features.buddies.matching_model import Candidate, Outcome, Round
from tests.buddies.pools import TODAY, candidate, links, pairs_of, recently

DAY = 86400
WEEKS = 52


@dataclass
class Year:
    """What happened. Waiting is in days, from joining (or the end of a pair) until paired."""

    rounds: list[tuple[Round, Outcome]] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)

    @property
    def joined(self) -> int:
        return len({c.member_id for round_, _ in self.rounds for c in round_.candidates})

    @property
    def repeats(self) -> int:
        """How many links were made again within twelve weeks."""
        return sum(len(recently(round_).intersection(links(outcome))) for round_, outcome in self.rounds)

    def report(self) -> str:
        """What a reader wants to know, in a line."""
        sizes = Counter(len(group.members) for _, outcome in self.rounds for group in outcome.groups)
        alone = sum(len(outcome.alone) for _, outcome in self.rounds)
        mean = sum(self.waited) / len(self.waited)
        return (
            f"{self.joined} members in {len(self.rounds)} weekly rounds: {sizes[2]} pairs, {sizes[3]} of three, "
            f"{self.repeats} repeats, {alone} times alone; waited {mean:.1f} days on average, "
            f"{max(self.waited):.1f} at most"
        )


def live(
    seed: int, *, members: int, joining_a_week: float, lasts_weeks: float, blocks_a_week: float = 0.5
) -> Year:
    """Simulate a year. lasts_weeks: a pair's mean life; then three of four wait again, and one leaves."""
    rng, year, next_id = Random(seed), Year(), 1
    waiting: dict[int, Candidate] = {}
    pairs: list[tuple[int, ...]] = []
    known: dict[int, Candidate] = {}
    blocked: set[frozenset[int]] = set()
    met: dict[frozenset[int], int] = {}
    for week in range(WEEKS):
        today = TODAY + 7 * week
        arriving = members if week == 0 else sum(rng.random() < joining_a_week / 10 for _ in range(10))
        for _ in range(arriving):
            since = today * DAY - rng.randrange(7 * DAY)
            known[next_id] = replace(candidate(next_id, rng), waiting_since=since)
            waiting[next_id] = known[next_id]
            next_id += 1
        for pair in [pair for pair in pairs if rng.random() < 1 / lasts_weeks]:
            pairs.remove(pair)
            gone = {member for member in pair if rng.random() < 0.25}
            for member in set(pair) - gone:
                since = today * DAY - rng.randrange(7 * DAY)
                waiting[member] = replace(known[member], waiting_since=since, priority=bool(gone))
            if rng.random() < blocks_a_week / max(1, len(pairs)) * lasts_weeks:
                blocked.add(frozenset(pair[:2]))
        for member in [member for member in waiting if rng.random() < 0.02]:
            del waiting[member]  # left while waiting
        round_ = Round(tuple(waiting.values()), today, frozenset(blocked), dict(met))
        outcome = match_round(round_)
        year.rounds.append((round_, outcome))
        for group in outcome.groups:
            pairs.append(group.members)
            met.update(dict.fromkeys(pairs_of(group.members), today))
            year.waited += [
                (today * DAY - waiting.pop(member).waiting_since) / DAY for member in group.members
            ]
    return year
