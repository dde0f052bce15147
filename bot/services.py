"""Everything that the Discord side may call, built once by `bot/app.py` and passed down."""

from collections.abc import Mapping

from bot.clock import Clock
from bot.db import Database
from bot.features.admin.service import AdminService
from bot.features.banks.imports import ImportService
from bot.features.banks.personal import BanksPersonalData
from bot.features.banks.service import Banks
from bot.features.buddies.feature import build as build_buddies
from bot.features.buddies.worker import Matcher
from bot.features.ceu.feature import build as build_ceu
from bot.features.challenges.feature import build as build_challenges
from bot.features.codes.drill_service import DrillService
from bot.features.codes.service import CodesService
from bot.features.codes.tables import Tables
from bot.features.exams.feature import build as build_exams
from bot.features.focus.feature import build as build_focus
from bot.features.guide.feature import build as build_guide
from bot.features.members.service import MembersService
from bot.features.mnemonics.feature import build as build_mnemonics
from bot.features.notes.service import NotesPersonalData
from bot.features.quiz.daily import DailyClose, DailyPost
from bot.features.quiz.leaderboards import BoardService
from bot.features.quiz.personal import QuizPersonalData
from bot.features.quiz.practice import PracticeService
from bot.features.quiz.regrading import CORRECT, DailyCorrection
from bot.features.quiz.service import CLOSE, POST, QuizService
from bot.features.quiz.tracks import TrackService
from bot.library import Library
from bot.library.single import Rules
from bot.schedule import Kind, ScheduleService


class Services:
    """The features' services, and what they stand on. Here alone is said who needs whom, and who hears of what."""

    def __init__(
        self,
        clock: Clock,
        db: Database,
        library: Library,
        schedule: ScheduleService,
        tables: Tables,
        matcher: Matcher,
        rules: Rules,
    ) -> None:
        self.clock = clock
        self.db = db
        self.library = library
        self.schedule = schedule
        self.members = MembersService(db, clock)
        self.admin = AdminService(db, clock, schedule)
        self.banks = Banks(db, clock, library)
        self.codes = CodesService(tables, clock)
        self.drills = DrillService(tables, clock)
        self.imports = ImportService(db, clock, self.banks, self.codes)
        self._build_quiz()
        self._build_company(matcher, rules)
        self._build_journey()
        self._cover_personal_data()

    def _build_quiz(self) -> None:
        clock, db, banks, schedule = self.clock, self.db, self.banks, self.schedule
        self.quiz = QuizService(db, clock, banks, self.members)
        self.boards = BoardService(db, clock, self.members, schedule)
        self.members.listen(self.boards)
        self.tracks = TrackService(db, clock, banks, schedule)
        self.practice = PracticeService(db, clock, banks)
        self.quiz_kinds: Mapping[str, Kind] = {
            POST: DailyPost(clock, banks, self.admin, schedule),
            CLOSE: DailyClose(banks),
            CORRECT: DailyCorrection(),
        }

    def _build_company(self, matcher: Matcher, rules: Rules) -> None:
        """What members do with and for each other."""
        ground = self.clock, self.db, self.banks, self.schedule
        members, admin, tracks, practice = self.members, self.admin, self.tracks, self.practice
        self.buddies = build_buddies(
            *ground, matcher, members=members, admin=admin, quiz=self.quiz, tracks=tracks, practice=practice
        )
        self.mnemonics = build_mnemonics(*ground, admin=admin, tracks=tracks)
        learned = self.mnemonics.recall
        self.challenges = build_challenges(
            *ground, rules, self.codes, members=members, admin=admin, practice=practice, learned=learned
        )
        self.quiz.listen(learned)
        practice.listen(learned)

    def _build_journey(self) -> None:
        """A member's own way: which certificate, studying for it, the exam, and keeping it."""
        clock, db, library, schedule = self.clock, self.db, self.library, self.schedule
        members, tracks = self.members, self.tracks
        self.guide = build_guide(clock, db, library)
        self.focus = build_focus(clock, db, schedule, members=members, tracks=tracks)
        self.exams = build_exams(
            clock,
            db,
            self.banks,
            schedule,
            members=members,
            tracks=tracks,
            admin=self.admin,
            focus=self.focus.members,
        )
        self.buddies.notes.exam_asker = self.exams.members
        self.ceu = build_ceu(clock, db, library, schedule, members=members, tracks=tracks)
        self.exams.members.listen(self.ceu.members)
        self.exams.members.listen_to_results(self.ceu.members)

    def _cover_personal_data(self) -> None:
        """What `/me export` and `/me delete` take in."""
        exams = self.exams
        self.members.cover(
            self.challenges.personal,
            self.mnemonics.personal,
            self.guide.personal,
            # Buddies before the quiz, whose rounds the mini-quizzes point to.
            self.buddies.personal,
            QuizPersonalData(),
            self.admin,
            self.focus.personal,
            BanksPersonalData(self.banks),
            exams.plans.personal,
            exams.personal,
            exams.server_personal,
            self.ceu.personal,
            # After those who may say a last word when a member goes.
            NotesPersonalData(),
        )
