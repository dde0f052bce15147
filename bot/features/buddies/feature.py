"""Everything about buddies in one place, as `bot/app.py` builds it and the Discord side gets it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.features.buddies.checkins import CheckinService
from bot.features.buddies.minis import MiniQuizService
from bot.features.buddies.notes import NotesService
from bot.features.buddies.pairs import PairsService
from bot.features.buddies.servers import BuddyServers
from bot.features.buddies.service import BuddiesService
from bot.schedule import Carrier, Kind


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
    kinds: Mapping[str, Kind]
    carriers: Mapping[str, Carrier]
