"""Everything that the Discord side may call, built once by `bot/app.py` and passed down."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Database
from bot.features.admin.service import AdminService
from bot.features.banks.imports import ImportService
from bot.features.banks.service import Banks
from bot.features.buddies.feature import Buddies
from bot.features.ceu.feature import Ceu
from bot.features.challenges.feature import Challenges
from bot.features.codes.drill_service import DrillService
from bot.features.codes.service import CodesService
from bot.features.exams.feature import Exams
from bot.features.focus.deliveries import FocusChange, FocusPost, FocusShow
from bot.features.focus.service import FocusService
from bot.features.guide.feature import Guide
from bot.features.members.service import MembersService
from bot.features.mnemonics.feature import Mnemonics
from bot.features.quiz.daily import DailyClose, DailyPost
from bot.features.quiz.leaderboards import BoardService
from bot.features.quiz.practice import PracticeService
from bot.features.quiz.regrading import DailyCorrection
from bot.features.quiz.service import QuizService
from bot.features.quiz.tracks import TrackService
from bot.library import Library
from bot.schedule import ScheduleService


@dataclass(frozen=True)
class Services:
    """The features' services, and what they stand on."""

    clock: Clock
    db: Database
    library: Library
    banks: Banks
    imports: ImportService
    schedule: ScheduleService
    members: MembersService
    admin: AdminService
    codes: CodesService
    drills: DrillService
    quiz: QuizService
    boards: BoardService
    tracks: TrackService
    practice: PracticeService
    daily_post: DailyPost
    daily_close: DailyClose
    daily_correction: DailyCorrection
    challenges: Challenges
    mnemonics: Mnemonics
    guide: Guide
    buddies: Buddies
    focus: FocusService
    focus_post: FocusPost
    focus_change: FocusChange
    focus_show: FocusShow
    exams: Exams
    ceu: Ceu
