"""How a cycle stands: what it asks for, what is missing, whether the pace will do. Pure. Credits in hundredths."""

import math
from collections.abc import Iterable
from datetime import date

from bot.features.ceu.model import HUNDRED, Credit, Cycle, Record, Said, ShareStanding, Standing
from bot.library.guide import Renewal, RenewalShare

_DAYS_A_MONTH = 30.4375
# Credits are given in quarters, so what is needed of a share is rounded up to one.
_QUARTER = 25


def asked(record: Record, rule: Renewal, cycle: Cycle) -> int:
    """What a cycle asks for: as many credentials as were earned by its end decide, unless the member said."""
    if cycle.number == 0 and record.asked is not None:
        return record.asked
    held = sum(credential.earned_on <= cycle.ends for credential in record.credentials)
    return rule.credits[min(held, len(rule.credits)) - 1] * HUNDRED if held else 0


def standing(record: Record, rule: Renewal, cycle: Cycle, credits: Iterable[Credit], today: date) -> Standing:
    """How the cycle stands on a day."""
    counted = [credit.said for credit in credits if not credit.draft]
    inside = [said for said in counted if cycle.holds(said.earned_on)]
    wanted, have = asked(record, rule, cycle), _sum(inside)
    length, left = (cycle.ends - cycle.begins).days + 1, (cycle.ends - today).days
    gone = min(length, max(0, (today - cycle.begins).days))
    shares = tuple(_share(share, wanted, inside) for share in rule.shares)
    still = max(wanted - have, *(share.missing for share in shares), 0)
    return Standing(
        record=record,
        rule=rule,
        cycle=cycle,
        asked=wanted,
        have=have,
        expected=wanted * gone // length,
        per_month=_per_month(still, left),
        days_left=left,
        shares=shares,
        outside=_sum(said for said in counted if said.earned_on < record.begins_on),
    )


def is_like(new: Said, old: Said) -> bool:
    """Whether a credit may be one that is logged already: of the same provider, and the same course or day."""
    if _plain(new.provider) != _plain(old.provider):
        return False
    titles = _plain(new.title), _plain(old.title)
    if all(titles):
        return titles[0] == titles[1]
    return new.earned_on == old.earned_on


def _sum(said: Iterable[Said]) -> int:
    return sum(each.hundredths for each in said)


def _per_month(missing: int, days_left: int) -> int | None:
    """Rounded up to a quarter, so that keeping to it is enough."""
    months = days_left / _DAYS_A_MONTH
    return None if months < 1 else math.ceil(missing / months / _QUARTER) * _QUARTER


def _share(share: RenewalShare, wanted: int, inside: list[Said]) -> ShareStanding:
    needed = math.ceil(round(wanted * share.share, 6) / _QUARTER) * _QUARTER
    have = _sum(said for said in inside if said.category.value in share.counts)
    return ShareStanding(share.what, needed, have, share.source, share.as_of)


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
