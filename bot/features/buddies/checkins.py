"""Check-ins: the pair's weekly message, the question to who was not heard of, and what came of an exam."""

from bot.features.buddies.model import Answer, CheckIn, CheckInFor, Pair, Result, StillThere


class CheckinService:
    """The weekly check-in, from both sides."""

    async def checkin(self, checkin_id: int) -> CheckIn:
        """The check-in as it stands. Raises NotFound when it is gone, or its pair ended."""
        raise NotImplementedError

    async def planned(self, pair_id: int, nominal_date: str) -> CheckIn:
        """The check-in of a scheduled delivery (its subject and its date, YYYY-MM-DD). Raises NotFound."""
        raise NotImplementedError

    async def latest(self, guild_id: int, member_id: int) -> CheckIn:
        """The member's running check-in, for `/buddy checkin`. Raises NotFound with what to do instead."""
        raise NotImplementedError

    async def answer(self, checkin_id: int, member_id: int, answer: Answer) -> CheckIn:
        """A member says how the week went; the latest word counts. Raises NotFound, or NotAllowed for others."""
        raise NotImplementedError

    async def direct(self, key: str) -> CheckInFor:
        """The check-in of a CHECKIN_DM delivery, by its key. Raises NotFound."""
        raise NotImplementedError

    async def still(self, key: str) -> StillThere:
        """The question of a STILL delivery, by its key. Raises NotFound when it need not be asked any more."""
        raise NotImplementedError

    async def still_here(self, checkin_id: int, member_id: int) -> Pair:
        """The member answered that question. Raises NotFound when the pair has ended, NotAllowed for others."""
        raise NotImplementedError

    async def exam(self, guild_id: int, member_id: int, result: Result) -> str | None:
        """How the exam went. PASSED: they stay as a helper until they leave. NOT_YET, MOVED: the month is open again.

        Returns the certification. Raises NotFound without a membership.
        """
        raise NotImplementedError
