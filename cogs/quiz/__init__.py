"""The quiz on Discord."""

from bot.client import CrosswalkClient
from bot.features.quiz.regrading import CORRECT
from bot.features.quiz.service import CLOSE, POST
from bot.schedule import Carrier
from cogs.quiz.buttons import DURABLE
from cogs.quiz.carriers import PostCarrier, PostCorrector, PostEditor
from cogs.quiz.cog import Quiz


async def setup(client: CrosswalkClient) -> None:
    """Put the quiz's commands, buttons and deliveries in place."""
    schedule, kinds = client.services.schedule, client.services.quiz_kinds
    editor = PostEditor(client)
    carriers: dict[str, Carrier] = {POST: PostCarrier(client), CLOSE: editor, CORRECT: PostCorrector(editor)}
    for kind, carrier in carriers.items():
        schedule.register(kind, kinds[kind], carrier)
    client.refreshers.append(editor.refresh_counts)
    client.add_durable(*DURABLE)
    await client.add_cog(Quiz(client))
