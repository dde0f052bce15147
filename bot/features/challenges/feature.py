"""All parts of challenges, built once by `bot/services.py`."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Database
from bot.features.admin.service import AdminService
from bot.features.banks.service import Banks
from bot.features.challenges.calls import CallService
from bot.features.challenges.news import NewsService
from bot.features.challenges.personal import ChallengesPersonalData
from bot.features.challenges.service import ChallengesService, ServerRulings
from bot.features.challenges.suggesting import SuggestionsService
from bot.features.codes.service import CodesService
from bot.features.members.service import MembersService
from bot.features.quiz import RulingListener
from bot.features.quiz.items import ItemService
from bot.features.quiz.practice import PracticeService
from bot.features.quiz.regrading import RegradeService
from bot.library.single import Rules
from bot.schedule import ScheduleService


@dataclass(frozen=True)
class Challenges:
    """What the Discord side calls."""

    disputes: ChallengesService
    suggestions: SuggestionsService
    calls: CallService
    news: NewsService
    personal: ChallengesPersonalData


def build(
    clock: Clock,
    db: Database,
    banks: Banks,
    schedule: ScheduleService,
    rules: Rules,
    codes: CodesService,
    *,
    members: MembersService,
    admin: AdminService,
    practice: PracticeService,
    learned: RulingListener,
) -> Challenges:
    """Give every part what it stands on, and lay rulings over the servers' libraries.

    learned: what has learned from answers, and hears when they are judged otherwise.
    """
    banks.overlay_by(ServerRulings())
    calls = CallService(db, banks, admin, schedule)
    news = NewsService(db, clock, banks, schedule)
    regrading = RegradeService(banks.base, members, schedule)
    regrading.listen(learned)
    return Challenges(
        disputes=ChallengesService(db, clock, banks, regrading, ItemService(), calls, news),
        suggestions=SuggestionsService(db, clock, banks, rules, codes, practice, calls, news),
        calls=calls,
        news=news,
        personal=ChallengesPersonalData(),
    )
