"""Exams on Discord."""

from bot.client import CrosswalkClient
from bot.features.exams import server_model
from bot.features.exams.model import REMIND
from bot.features.exams.plan_model import WEEK
from bot.schedule import Carrier
from cogs.exams import board, cards, cohorts, plan, reminding
from cogs.exams.board import BoardCarrier
from cogs.exams.carriers import ReminderCarrier
from cogs.exams.cog import Exam
from cogs.exams.cohorts import CohortCarrier, CohortEndCarrier
from cogs.exams.plan_carrier import WeekCarrier
from cogs.exams.roles import RoleCarrier


async def setup(client: CrosswalkClient) -> None:
    """Put `/exam`, its buttons, forms and deliveries in place."""
    brought = carriers(client)
    for kind, feature in client.services.exams.kinds.items():
        client.services.schedule.register(kind, feature, brought[kind])
    for part in (cards, reminding, plan):
        client.add_durable(*part.BUTTONS)
        client.add_forms(*part.FORMS)
    client.add_durable(*board.BUTTONS, *cohorts.BUTTONS)
    await client.add_cog(Exam(client))


def carriers(client: CrosswalkClient) -> dict[str, Carrier]:
    """By kind of delivery."""
    shared = BoardCarrier(client)
    return {
        REMIND: ReminderCarrier(client),
        WEEK: WeekCarrier(client),
        server_model.BOARD: shared,
        server_model.BOARD_SHOW: shared,
        server_model.COHORT: CohortCarrier(client),
        server_model.COHORT_END: CohortEndCarrier(client),
        server_model.ROLE: RoleCarrier(client),
    }
