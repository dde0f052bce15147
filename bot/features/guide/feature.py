"""Everything about the guide in one place, as `bot/services.py` builds it and the Discord side gets it."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Database
from bot.features.guide.personal import GuidePersonalData
from bot.features.guide.service import GuideService
from bot.library import Library


@dataclass(frozen=True)
class Guide:
    """The services of this feature (`Services.guide`)."""

    service: GuideService
    personal: GuidePersonalData


def build(clock: Clock, db: Database, library: Library) -> Guide:
    """Give every part what it stands on."""
    return Guide(GuideService(db, clock, library), GuidePersonalData())
