"""Everything about buddies in one place, as `bot/app.py` builds it and the Discord side gets it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Database
from bot.features.admin.service import AdminService
from bot.features.banks.service import Banks
from bot.features.buddies import model
from bot.features.buddies.cards import Cards
from bot.features.buddies.checkin_kinds import CheckinDmKind, CheckinKind, EndKind, StillKind
from bot.features.buddies.checkins import CheckinService
from bot.features.buddies.kinds import Beginnings, FarewellKind, HelloKind, PairKind
from bot.features.buddies.minis import MiniQuizService
from bot.features.buddies.notes import NotesService
from bot.features.buddies.pairs import PairsService
from bot.features.buddies.personal import BuddiesPersonalData
from bot.features.buddies.pool import Pool
from bot.features.buddies.rounds import RoundRunner
from bot.features.buddies.servers import BuddyServers
from bot.features.buddies.service import BuddiesService
from bot.features.buddies.worker import Matcher
from bot.features.members.service import MembersService
from bot.features.quiz.practice import PracticeService
from bot.features.quiz.service import QuizService
from bot.features.quiz.strengths import StrengthsService
from bot.features.quiz.tracks import TrackService
from bot.schedule import Carrier, Kind, ScheduleService


@dataclass(frozen=True)
class Buddies:
    """The services of this feature (`Services.buddies`).

    kinds: who answers for each kind of delivery of model.py. carriers: of those that need no Discord (ROUND, QUICK,
    END); the Discord side brings the others (PAIR, HELLO, CHECKIN, CHECKIN_DM, STILL, FAREWELL, NOTE).
    """

    members: BuddiesService
    pairs: PairsService
    checkins: CheckinService
    minis: MiniQuizService
    servers: BuddyServers
    notes: NotesService
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
    pool = Pool(clock, schedule, tracks, notes)
    strengths = StrengthsService(banks)
    cards = Cards(db, clock, library, quiz, strengths)
    pairs = PairsService(db, clock, schedule, pool, notes, cards)
    rounds = RoundRunner(db, clock, schedule, pool, notes, strengths, matcher)
    beginnings = Beginnings(schedule, admin)
    end = EndKind(clock, pool, notes)
    return Buddies(
        members=BuddiesService(db, clock, library, schedule, members, tracks, admin, pool, notes, pairs),
        pairs=pairs,
        checkins=CheckinService(db, clock, cards),
        minis=MiniQuizService(db, clock, banks, practice, strengths),
        servers=BuddyServers(db, schedule, pool),
        notes=notes,
        personal=BuddiesPersonalData(pool),
        kinds={
            model.ROUND: rounds,
            model.QUICK: rounds,
            model.PAIR: PairKind(beginnings, clock, schedule, pool),
            model.HELLO: HelloKind(beginnings, notes),
            model.CHECKIN: CheckinKind(clock, library, schedule, strengths, notes, beginnings),
            model.CHECKIN_DM: CheckinDmKind(),
            model.STILL: StillKind(clock, schedule),
            model.END: end,
            model.FAREWELL: FarewellKind(notes),
            model.NOTE: notes,
        },
        carriers={model.ROUND: rounds, model.QUICK: rounds, model.END: end},
    )
