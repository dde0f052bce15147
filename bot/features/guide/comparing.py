"""Two subjects of the guide, figure by figure. Pure."""

from collections.abc import Mapping

from bot.features.guide.directory import FIGURES
from bot.features.guide.model import Comparison, Page, Pair
from bot.library import Certification


def compare(left: Page, right: Page, area_names: Mapping[str, str]) -> Comparison:
    """Each figure that either has, in the guide's order; and the areas that only one of the exams asks."""
    lefts, rights = ({fact.key: fact for fact in page.facts} for page in (left, right))
    either = lefts | rights
    # Each has its own name for some ("AAPC dues"); side by side they need one for both.
    pairs = tuple(
        Pair(FIGURES.get(key) or either[key].name, lefts.get(key), rights.get(key))
        for key in sorted(either, key=_place)
    )
    one, other = left.sheet.certification, right.sheet.certification
    if one is None or other is None or not one.areas or not other.areas:
        return Comparison(left, right, pairs)
    asked, also = _asked(one), _asked(other)
    return Comparison(
        left,
        right,
        pairs,
        only_left=tuple(name for id_, name in area_names.items() if id_ in asked - also),
        only_right=tuple(name for id_, name in area_names.items() if id_ in also - asked),
        outlined=True,
    )


def _asked(one: Certification) -> frozenset[str]:
    return frozenset(area for section in one.areas for area in section.covers)


def _place(key: str) -> int:
    order = list(FIGURES)
    return order.index(key) if key in order else len(order)
