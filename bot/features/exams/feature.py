"""Everything about exams in one place, as `bot/services.py` builds it and the Discord side gets it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Database
from bot.features.admin.service import AdminService
from bot.features.banks.service import Banks
from bot.features.exams import server_model
from bot.features.exams.cohorts import Cohorts
from bot.features.exams.model import REMIND
from bot.features.exams.own import OwnExams
from bot.features.exams.personal import ExamsPersonalData
from bot.features.exams.plan_feature import Plans, build_plans
from bot.features.exams.plan_model import WEEK
from bot.features.exams.reminders import Reminders
from bot.features.exams.results import Results
from bot.features.exams.server_kinds import BoardKind, CohortEndKind, CohortKind, RoleKind
from bot.features.exams.server_personal import ExamServersPersonalData
from bot.features.exams.servers import ExamServers
from bot.features.exams.service import ExamService
from bot.features.exams.setting import SettingService
from bot.features.focus.service import FocusService
from bot.features.members.service import MembersService
from bot.features.quiz.tracks import TrackService
from bot.schedule import Kind, ScheduleService


@dataclass(frozen=True)
class Exams:
    """The services of this feature (`Services.exams`). kinds: who answers for each kind of delivery."""

    members: ExamService
    own: OwnExams
    setting: SettingService
    results: Results
    reminders: Reminders
    servers: ExamServers
    cohorts: Cohorts
    plans: Plans
    kinds: Mapping[str, Kind]
    personal: ExamsPersonalData
    server_personal: ExamServersPersonalData


def build(
    clock: Clock,
    db: Database,
    banks: Banks,
    schedule: ScheduleService,
    *,
    members: MembersService,
    tracks: TrackService,
    admin: AdminService,
    focus: FocusService,
) -> Exams:
    """Give every part what it stands on."""
    library = banks.base
    reminders = Reminders(db, clock, library, schedule, members)
    exams = ExamService(db, clock, library, reminders, members, tracks)
    results = Results(db, clock, exams, reminders)
    servers = ExamServers(db, clock, schedule, exams, tracks, admin)
    cohorts = Cohorts(db, clock, schedule, exams, tracks)
    exams.listen(servers)
    exams.listen(cohorts)
    plans = build_plans(
        clock, db, banks, schedule, exams=exams, reminders=reminders, members=members, focus=focus
    )
    return Exams(
        members=exams,
        own=OwnExams(db, exams, reminders),
        setting=SettingService(db, clock, exams, results),
        results=results,
        reminders=reminders,
        servers=servers,
        cohorts=cohorts,
        plans=plans,
        kinds={REMIND: reminders, WEEK: plans.weekly, **_server_kinds(servers, cohorts)},
        personal=ExamsPersonalData(exams),
        server_personal=ExamServersPersonalData(),
    )


def _server_kinds(servers: ExamServers, cohorts: Cohorts) -> dict[str, Kind]:
    return {
        server_model.BOARD: BoardKind(servers),
        server_model.BOARD_SHOW: BoardKind(servers),
        server_model.COHORT: CohortKind(servers),
        server_model.COHORT_END: CohortEndKind(cohorts),
        server_model.ROLE: RoleKind(servers),
    }
