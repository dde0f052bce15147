"""The quiz on Discord."""

from bot.client import CrosswalkClient
from bot.features.quiz.regrading import CORRECT
from bot.features.quiz.service import CLOSE, POST
from cogs.quiz.buttons import DURABLE
from cogs.quiz.carriers import PostCarrier, PostCorrector, PostEditor
from cogs.quiz.cog import Quiz


async def setup(client: CrosswalkClient) -> None:
    """Put the quiz's commands, buttons and deliveries in place."""
    services = client.services
    editor = PostEditor(client)
    services.schedule.register(POST, services.daily_post, PostCarrier(client))
    services.schedule.register(CLOSE, services.daily_close, editor)
    services.schedule.register(CORRECT, services.daily_correction, PostCorrector(editor))
    client.refreshers.append(editor.refresh_counts)
    client.add_durable(*DURABLE)
    await client.add_cog(Quiz(client))
