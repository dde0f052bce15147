"""Everything about buddies in one place, as `bot/services.py` builds it and the Discord side gets it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Database
from bot.features.admin.service import AdminService
from bot.features.banks.service import Banks
from bot.features.buddies import terms
from bot.features.buddies.cards import Cards
from bot.features.buddies.checkin_kinds import CheckinDmKind, CheckinKind, EndKind, StillKind
from bot.features.buddies.checkins import CheckinService
from bot.features.buddies.kinds import BackKind, Beginnings, FarewellKind, HelloKind, OutKind, PairKind
from bot.features.buddies.minis import MiniQuizService
from bot.features.buddies.notes import NotesService
from bot.features.buddies.pairs import PairsService
from bot.features.buddies.personal import BuddiesPersonalData
from bot.features.buddies.pool import Pool
from bot.features.buddies.rounds import RoundRunner
from bot.features.buddies.safety import SafetyService
from bot.features.buddies.servers import BuddyServers
from bot.features.buddies.service import BuddiesService
from bot.features.buddies.shown import Shown
from bot.features.buddies.worker import Matcher
from bot.features.members.service import MembersService
from bot.features.quiz.practice import PracticeService
from bot.features.quiz.service import QuizService
from bot.features.quiz.strengths import StrengthsService
from bot.features.quiz.tracks import TrackService
from bot.library import Library
from bot.schedule import Carrier, Kind, ScheduleService, Unplanned


@dataclass(frozen=True)
class Buddies:
    """The services of this feature (`Services.buddies`).

    kinds: who answers for each kind of delivery of model.py. carriers: of those that need no Discord (ROUND, QUICK,
    END, BACK); the Discord side brings the others (PAIR, HELLO, CHECKIN, CHECKIN_DM, STILL, FAREWELL, NOTE).
    """

    members: BuddiesService
    safety: SafetyService
    pairs: PairsService
    checkins: CheckinService
    minis: MiniQuizService
    servers: BuddyServers
    notes: NotesService
    shown: Shown
    personal: BuddiesPersonalData
    kinds: Mapping[str, Kind]
    carriers: Mapping[str, Carrier]


def build(
    clock: Clock,
    db: Database,
    banks: Banks,
    schedule: ScheduleService,
    matcher: Matcher,
    *,
    members: MembersService,
    admin: AdminService,
    quiz: QuizService,
    tracks: TrackService,
    practice: PracticeService,
) -> Buddies:
    """Give every part what it stands on."""
    library = banks.base
    notes = NotesService(db, clock, schedule)
    shown = Shown(db, clock, schedule)
    pool = Pool(clock, schedule, tracks, notes, shown)
    strengths = StrengthsService(banks)
    cards = Cards(db, clock, library, quiz, strengths)
    pairs = PairsService(db, clock, schedule, pool, notes, cards)
    rounds = RoundRunner(db, clock, schedule, pool, notes, strengths, matcher)
    minis = MiniQuizService(db, clock, banks, schedule, practice, strengths, notes)
    practice.listen_to_rounds(minis)
    end, back = EndKind(clock, pool, notes), BackKind(clock, pool)
    words = _words(clock, library, schedule, admin, pool, notes, shown, strengths)
    return Buddies(
        members=BuddiesService(db, clock, library, schedule, members, tracks, pool, notes, pairs, shown),
        safety=SafetyService(db, clock, schedule, admin, pool),
        pairs=pairs,
        checkins=CheckinService(db, clock, schedule, cards, notes),
        minis=minis,
        servers=BuddyServers(db, schedule, pool),
        notes=notes,
        shown=shown,
        personal=BuddiesPersonalData(clock, pool),
        kinds={**words, terms.ROUND: rounds, terms.QUICK: rounds, terms.END: end, terms.BACK: back},
        carriers={terms.ROUND: rounds, terms.QUICK: rounds, terms.END: end, terms.BACK: back},
    )


def _words(
    clock: Clock,
    library: Library,
    schedule: ScheduleService,
    admin: AdminService,
    pool: Pool,
    notes: NotesService,
    shown: Shown,
    strengths: StrengthsService,
) -> dict[str, Kind]:
    """Who answers for what the Discord side carries."""
    beginnings, still = Beginnings(schedule, admin), StillKind(clock, schedule)
    return {
        terms.PAIR: PairKind(beginnings, schedule, pool, shown),
        terms.HELLO: HelloKind(beginnings, notes),
        terms.CHECKIN: CheckinKind(clock, library, schedule, strengths, notes, beginnings),
        terms.CHECKIN_DM: CheckinDmKind(clock),
        terms.STILL: still,
        terms.STILL_DM: still,
        terms.MINI: Unplanned(),
        terms.REFRESH: Unplanned(),
        terms.OUT: OutKind(admin),
        terms.FAREWELL: FarewellKind(notes),
        terms.NOTE: notes,
    }
