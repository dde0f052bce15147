"""Which members are compared at all: about thirty others each, found without looking at every two.

Neighbours in several orders (certification, exam month, hours, language, and one by chance) are near in what matters
most; those who are far apart in all of them are no good buddies anyway. Large pools are first cut into cohorts of near
members, because an exact matching takes four times as long for twice as many: 20,000 at once took 70 s, by cohorts 1 s.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from zlib import crc32

from bot.features.buddies.scoring import CIRCLES, Standing
from bot.features.buddies.ties import Allowed

COHORT = 400
DENSE_UP_TO = 32  # everybody with everybody is no more than thirty each
AHEAD = 3  # partners taken from each order, on either side: five orders make thirty
LOOKED_AT = 12  # how far ahead, when some may not be paired

Key = Callable[[Standing], tuple[object, ...]]

# Related certifications stand next to each other.
_CHAIN = ("COC", "CCS-P", "CRC", "CPC-P", "CPC", "CCA", "CCS", "CIC")
_RANK = {certification: rank for rank, certification in enumerate(_CHAIN)}
_NO_EXAM = 1 << 30


def cohorts(members: Sequence[Standing]) -> list[list[Standing]]:
    """Cut a pool into parts of at most COHORT near members: by halves, along one key after the other."""
    keys = _keys(members)
    cuts = [keys["certification"], keys["hours"], keys["exam"], keys["language"]]
    return list(_halves(list(members), cuts, 0))


def _halves(members: list[Standing], cuts: list[Key], depth: int) -> Iterator[list[Standing]]:
    if len(members) <= COHORT:
        yield members
        return
    members = sorted(members, key=cuts[depth % len(cuts)])
    middle = len(members) // 4 * 2  # even, so that it leaves nobody over
    yield from _halves(members[:middle], cuts, depth + 1)
    yield from _halves(members[middle:], cuts, depth + 1)


def likely_pairs(
    members: Sequence[Standing], allowed: Allowed, circles: bool
) -> Iterable[tuple[Standing, Standing]]:
    """Pairs worth scoring within a cohort, each once, all of them allowed.

    circles: only related certifications are allowed, so that neighbours are looked for among them.
    """
    if len(members) <= DENSE_UP_TO:
        return [
            (one, other) for i, one in enumerate(members) for other in members[i + 1 :] if allowed(one, other)
        ]
    found: dict[tuple[int, int], tuple[Standing, Standing]] = {}
    keys = _keys(members)
    for circle in _circles(members) if circles else [members]:
        for key in keys.values():
            for one, other in _neighbours(sorted(circle, key=key), allowed):
                pair = (one, other) if one.member_id < other.member_id else (other, one)
                found[pair[0].member_id, pair[1].member_id] = pair
    return found.values()


def _neighbours(ordered: Sequence[Standing], allowed: Allowed) -> Iterator[tuple[Standing, Standing]]:
    """Each with the next few after them; the last ones go on with the first."""
    count = len(ordered)
    reach = min(LOOKED_AT, count - 1)
    for place, one in enumerate(ordered):
        taken = 0
        for step in range(1, reach + 1):
            other = ordered[(place + step) % count]
            if allowed(one, other):
                yield one, other
                taken += 1
                if taken == AHEAD:
                    break


def _circles(members: Sequence[Standing]) -> list[list[Standing]]:
    """Members by circle of related certifications; a certification without relatives is a circle of its own."""
    alone = {member.certification for member in members} - frozenset().union(*CIRCLES)
    wanted = [*CIRCLES, *(frozenset({certification}) for certification in sorted(alone))]
    return [[member for member in members if member.certification in circle] for circle in wanted]


def _keys(members: Sequence[Standing]) -> dict[str, Key]:
    """The orders, by name. Each ends with what matters next, so that equals are near in that."""
    speakers = Counter(language for member in members for language in member.languages)

    def rank(member: Standing) -> tuple[int, str]:
        return _RANK.get(member.certification, len(_RANK)), member.certification

    def month(member: Standing) -> int:
        return _NO_EXAM if member.exam_month is None else member.exam_month

    def rarest(member: Standing) -> tuple[int, str]:
        # Who speaks a rare language stands with those who speak nothing else.
        return max(
            ((-speakers[language], language) for language in member.languages), default=(-_NO_EXAM, "")
        )

    return {
        "certification": lambda m: (rank(m), m.centre, month(m), m.member_id),
        "hours": lambda m: (round(m.centre), month(m), rank(m), m.member_id),
        "exam": lambda m: (month(m), m.centre, rank(m), m.member_id),
        "language": lambda m: (rarest(m), m.centre, month(m), m.member_id),
        "chance": lambda m: (crc32(b"%d" % m.member_id), m.member_id),
    }
