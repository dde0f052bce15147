"""Everything about exams in one place, as `bot/app.py` builds it and the Discord side gets it."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Database
from bot.features.exams.personal import ExamsPersonalData
from bot.features.exams.service import ExamService
from bot.features.members.service import MembersService
from bot.features.quiz.tracks import TrackService
from bot.library import Library
from bot.schedule import ScheduleService


@dataclass(frozen=True)
class Exams:
    """The services of this feature (`Services.exams`)."""

    members: ExamService
    personal: ExamsPersonalData


def build(
    clock: Clock,
    db: Database,
    library: Library,
    schedule: ScheduleService,
    *,
    members: MembersService,
    tracks: TrackService,
) -> Exams:
    """Give every part what it stands on."""
    exams = ExamService(db, clock, library, schedule, members, tracks)
    return Exams(members=exams, personal=ExamsPersonalData(exams))
