"""Which of the guide's tips stand in which reminder of the last fortnight: each in one of them. Pure."""

from collections.abc import Sequence

from bot.library.guide import Tip

# Time of a tip → the days before the exam whose reminders share those tips.
_SHARED_BY = {"last_two_weeks": (14, 7, 3, 1), "exam_day": (1, 0, 0), "in_the_exam": (7, 3, 1, 0)}


def tips_for(tips: Sequence[Tip], days: int) -> list[Tip]:
    """Those for the reminder so many days before the exam, in the order of the guide."""
    chosen: list[Tip] = []
    for when, shared_by in _SHARED_BY.items():
        among = [tip for tip in tips if tip.when == when]
        for place, tip in enumerate(among):
            # In one go through them, so that what belongs together stays together.
            if shared_by[place * len(shared_by) // len(among)] == days:
                chosen.append(tip)
    return chosen
