"""Study plans, as `feature.py` builds them."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Database
from bot.features.banks.service import Banks
from bot.features.exams.plan_keeping import PlanKeeper
from bot.features.exams.plan_looking import Looking
from bot.features.exams.plan_personal import PlansPersonalData
from bot.features.exams.plan_service import PlanService
from bot.features.exams.plan_weekly import Weekly
from bot.features.exams.reminders import Reminders
from bot.features.exams.service import ExamService
from bot.features.focus.service import FocusService
from bot.features.members.service import MembersService
from bot.features.quiz.strengths import StrengthsService
from bot.schedule import ScheduleService


@dataclass(frozen=True)
class Plans:
    """What members do with plans; the weekly message."""

    members: PlanService
    weekly: Weekly
    personal: PlansPersonalData


def build_plans(
    clock: Clock,
    db: Database,
    banks: Banks,
    schedule: ScheduleService,
    *,
    exams: ExamService,
    reminders: Reminders,
    members: MembersService,
    focus: FocusService,
) -> Plans:
    """Give every part what it stands on, and let it hear of exams."""
    looking = Looking(clock, banks, members, StrengthsService(banks), focus)
    weekly = Weekly(clock, schedule, members, reminders)
    keeper = PlanKeeper(exams, looking, weekly)
    exams.listen(keeper)
    exams.plan_with(keeper)
    return Plans(
        members=PlanService(db, clock, exams, looking, keeper, weekly),
        weekly=weekly,
        personal=PlansPersonalData(weekly),
    )
