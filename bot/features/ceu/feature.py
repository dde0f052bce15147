"""Everything about continuing education in one place, as `bot/services.py` builds it and the Discord side gets it."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Database
from bot.features.ceu.credits import CreditService
from bot.features.ceu.desk import Desk
from bot.features.ceu.personal import CeuPersonalData
from bot.features.ceu.reminding import Reminders
from bot.features.ceu.service import CeuService
from bot.features.members.service import MembersService
from bot.features.quiz.tracks import TrackService
from bot.library import Library
from bot.library.credentials import Credentials
from bot.schedule import ScheduleService


@dataclass(frozen=True)
class Ceu:
    """The services of this feature (`Services.ceu`)."""

    members: CeuService
    credits: CreditService
    reminders: Reminders
    personal: CeuPersonalData


def build(
    clock: Clock,
    db: Database,
    library: Library,
    schedule: ScheduleService,
    *,
    members: MembersService,
    tracks: TrackService,
) -> Ceu:
    """Give every part what it stands on."""
    desk = Desk(clock, library, members)
    reminders = Reminders(db, clock, schedule, members, desk)
    members.listen(reminders)
    return Ceu(
        members=CeuService(
            db,
            clock,
            members=members,
            tracks=tracks,
            credentials=Credentials(library, renewed=True),
            desk=desk,
            reminders=reminders,
        ),
        credits=CreditService(db, clock, desk),
        reminders=reminders,
        personal=CeuPersonalData(reminders),
    )
