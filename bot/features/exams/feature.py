"""Everything about exams in one place, as `bot/app.py` builds it and the Discord side gets it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Database
from bot.features.exams.model import REMIND
from bot.features.exams.own import OwnExams
from bot.features.exams.personal import ExamsPersonalData
from bot.features.exams.reminders import Reminders
from bot.features.exams.results import Results
from bot.features.exams.service import ExamService
from bot.features.exams.setting import SettingService
from bot.features.members.service import MembersService
from bot.features.quiz.tracks import TrackService
from bot.library import Library
from bot.schedule import Kind, ScheduleService


@dataclass(frozen=True)
class Exams:
    """The services of this feature (`Services.exams`). kinds: who answers for each kind of delivery."""

    members: ExamService
    own: OwnExams
    setting: SettingService
    results: Results
    reminders: Reminders
    kinds: Mapping[str, Kind]
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
    reminders = Reminders(db, clock, library, schedule, members)
    exams = ExamService(db, clock, library, reminders, members, tracks)
    results = Results(db, clock, exams, reminders)
    return Exams(
        members=exams,
        own=OwnExams(db, exams, reminders),
        setting=SettingService(db, clock, exams, results),
        results=results,
        reminders=reminders,
        kinds={REMIND: reminders},
        personal=ExamsPersonalData(exams),
    )
