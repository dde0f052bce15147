"""Pairs as the Discord side needs them: introductions, nudges, and what becomes of a pair's messages."""

from bot.features.buddies.model import Farewell, Hello, Introduction, Nudged, Pair


class PairsService:
    """What happens in and around a pair. A press by a member of the pair counts as a sign of them."""

    async def introduction(self, pair_id: int) -> Introduction:
        """What to introduce a pair with. Raises NotFound when it is gone or has ended."""
        raise NotImplementedError

    async def hello(self, key: str) -> Hello:
        """The introduction of a HELLO delivery, by its key. Raises NotFound when it is gone or has ended."""
        raise NotImplementedError

    async def farewell(self, pair_id: int) -> Farewell:
        """The last message in the pair's thread. Raises NotFound."""
        raise NotImplementedError

    async def pair(self, pair_id: int) -> Pair:
        """The pair, ended or not. Raises NotFound."""
        raise NotImplementedError

    async def of_thread(self, thread_id: int) -> Pair | None:
        """The pair whose thread this is."""
        raise NotImplementedError

    async def threaded(self, pair_id: int, thread_id: int) -> None:
        """The pair's thread exists: called as soon as it does, before anything is sent into it."""
        raise NotImplementedError

    async def gone(self, guild_id: int, member_id: int) -> None:
        """Discord says that the member is not on the server any more: out of the pool, partners first in line.

        The carrier then raises Permanent; whatever was for their pair alone ends with it.
        """
        raise NotImplementedError

    async def sign(self, pair_id: int, member_id: int) -> Pair:
        """A member pressed something in the pair. Raises NotFound when it ended, NotAllowed for somebody else."""
        raise NotImplementedError

    async def nudge(self, pair_id: int, member_id: int) -> Nudged:
        """A friendly mention of the partners, once a day each. Without a thread they are written to (NOTE).

        Raises BadInput for a second one on a day; NotFound and NotAllowed as `sign`.
        """
        raise NotImplementedError
