"""All REST routes together."""

from sandbox import (
    rest_channels,
    rest_commands,
    rest_guilds,
    rest_interactions,
    rest_messages,
    rest_threads,
    rest_users,
)
from sandbox.routing import Router


def router() -> Router:
    made = Router()
    for part in (
        rest_messages,
        rest_interactions,
        rest_channels,
        rest_threads,
        rest_guilds,
        rest_users,
        rest_commands,
    ):
        part.add_routes(made)
    return made
