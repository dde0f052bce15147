"""Matching in a process of its own: it would hold the interpreter lock for seconds."""

from bot.features.buddies.matching_model import Outcome, Round


class Matcher:
    """Answers rounds one at a time from a worker process, which starts at first use and ends when it is idle."""

    async def match(self, round_: Round) -> Outcome:
        """Put a round's members together. A round that is cancelled leaves the matcher usable.

        Raises RuntimeError when the worker process dies twice over the same round.
        """
        raise NotImplementedError

    async def close(self) -> None:
        """End the worker process; a round under way is given up."""
        raise NotImplementedError
