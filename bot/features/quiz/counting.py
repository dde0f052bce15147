"""How an occurrence counts at a moment, for a press and for a streak. Pure."""

from bot.features.quiz.model import Occurrence, OccurrenceState, Standing, Track
from bot.features.quiz.streaks import Happened


def standing_at(occurrence: Occurrence, track: Track, now: int) -> Standing:
    """How a press counts at `now` (epoch seconds).

    One that is not known to be posted counts as open, given up or not: where somebody can press, the post has arrived.
    """
    if track.removed_at is not None:
        return Standing.REMOVED
    in_time = occurrence.state is not OccurrenceState.CLOSED and now < occurrence.closes_at
    return Standing.SCORED if in_time else Standing.LATE


def unanswered_at(occurrence: Occurrence, now: int) -> Happened:
    """What an occurrence is at `now` for somebody who has not answered it in time."""
    if occurrence.state is OccurrenceState.MISSED:
        return Happened.NOT_POSTED
    if occurrence.state is OccurrenceState.PLANNED or now < occurrence.closes_at:
        return Happened.OPEN
    return Happened.LATE if occurrence.late else Happened.UNANSWERED
