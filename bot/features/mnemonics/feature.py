"""Everything about mnemonics in one place, as `bot/services.py` builds it and the Discord side gets it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Database
from bot.features.admin.service import AdminService
from bot.features.banks.service import Banks
from bot.features.mnemonics import model
from bot.features.mnemonics.authoring import AuthorService
from bot.features.mnemonics.collection import Collection
from bot.features.mnemonics.kinds import BestKind, PostKind, RingKind, ShowKind
from bot.features.mnemonics.moderating import ModeratingService
from bot.features.mnemonics.notes import AuthorNotes
from bot.features.mnemonics.personal import MnemonicsPersonalData
from bot.features.mnemonics.posting import Posting
from bot.features.mnemonics.recall import RecallService
from bot.features.mnemonics.servers import MnemonicServers
from bot.features.mnemonics.service import MnemonicsService
from bot.features.mnemonics.weekly import WeeklyPosts
from bot.features.quiz.tracks import TrackService
from bot.schedule import Carrier, Kind, ScheduleService


@dataclass(frozen=True)
class Mnemonics:
    """The services of this feature (`Services.mnemonics`).

    kinds: who answers for each kind of delivery. carriers: of those that need nothing of Discord's.
    """

    members: MnemonicsService
    authors: AuthorService
    recall: RecallService
    moderating: ModeratingService
    servers: MnemonicServers
    notes: AuthorNotes
    personal: MnemonicsPersonalData
    kinds: Mapping[str, Kind]
    carriers: Mapping[str, Carrier]


def build(
    clock: Clock,
    db: Database,
    banks: Banks,
    schedule: ScheduleService,
    *,
    admin: AdminService,
    tracks: TrackService,
) -> Mnemonics:
    """Give every part what it stands on."""
    collection = Collection(banks.base)
    weekly = WeeklyPosts(clock, schedule)
    posting = Posting(clock, schedule, collection, weekly)
    recall = RecallService(db, clock, banks, collection)
    notes = AuthorNotes(db, clock, schedule)
    members = MnemonicsService(db, clock, collection, posting, recall, weekly)
    ring = RingKind(clock, admin)
    servers = MnemonicServers(db, schedule, tracks, admin)
    return Mnemonics(
        members=members,
        authors=AuthorService(db, collection, posting),
        recall=recall,
        moderating=ModeratingService(db, clock, collection, posting, notes),
        servers=servers,
        notes=notes,
        personal=MnemonicsPersonalData(db, posting),
        kinds={
            model.POST: PostKind(posting, servers),
            model.SHOW: ShowKind(),
            model.BEST: BestKind(clock, schedule, members, servers),
            model.BEST_SHOW: ShowKind(),
            model.NOTE: notes,
            model.RING: ring,
        },
        carriers={model.RING: ring},
    )
