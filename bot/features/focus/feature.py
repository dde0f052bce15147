"""Everything about focus sessions in one place, as `bot/services.py` builds it and the Discord side gets it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Database
from bot.features.focus.course import Course
from bot.features.focus.deliveries import FocusChange, FocusPost, FocusShow
from bot.features.focus.model import CHANGE, POST, SHOW
from bot.features.focus.personal import FocusPersonalData
from bot.features.focus.service import FocusService
from bot.features.members.service import MembersService
from bot.features.quiz.tracks import TrackService
from bot.schedule import Kind, ScheduleService


@dataclass(frozen=True)
class Focus:
    """The services of this feature (`Services.focus`). kinds: who answers for each kind of delivery."""

    members: FocusService
    personal: FocusPersonalData
    kinds: Mapping[str, Kind]


def build(
    clock: Clock,
    db: Database,
    schedule: ScheduleService,
    *,
    members: MembersService,
    tracks: TrackService,
) -> Focus:
    """Give every part what it stands on."""
    course = Course(schedule)
    return Focus(
        members=FocusService(db, clock, course, members, tracks),
        personal=FocusPersonalData(clock, course),
        kinds={
            POST: FocusPost(clock, course),
            CHANGE: FocusChange(clock, course),
            SHOW: FocusShow(clock, course),
        },
    )
