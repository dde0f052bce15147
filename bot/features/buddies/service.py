"""What a member does with `/buddy …`: one transaction each."""

from bot.features.buddies.model import (
    Beginning,
    Ended,
    Joined,
    JoinForm,
    Membership,
    Parted,
    Share,
    Status,
)


class BuddiesService:
    """`/buddy join`, `status`, `pause`, `rematch`, `block`, `report`, `leave`."""

    async def begin(
        self, *, guild_id: int, member_id: int, certification: str, timezone: str | None
    ) -> Beginning:
        """Check what the command gave, before the form. timezone None: the membership's, the member's, the server's.

        Raises NotFound for an unknown certification, BadInput for an unknown zone, NotAllowed where buddies are off.
        """
        raise NotImplementedError

    async def join(
        self, *, guild_id: int, member_id: int, certification: str, zone: str, form: JoinForm
    ) -> Joined:
        """Join, or change the membership there is. What cannot be read is left as it was, and said in `remarks`.

        Whoever was paused waits again. The errors are those of `begin`.
        """
        raise NotImplementedError

    async def share(self, *, guild_id: int, member_id: int, what: Share, shown: bool) -> Membership:
        """Let buddies see something, or not any more. Raises NotFound without a membership."""
        raise NotImplementedError

    async def status(self, *, guild_id: int, member_id: int) -> Status:
        """How things stand for the member. Raises NotFound without a membership (and without a word to be told)."""
        raise NotImplementedError

    async def pause(self, *, guild_id: int, member_id: int, until: str) -> Membership:
        """Wait for nobody until a date as people write it; a pair ends kindly, the partner goes first.

        Raises BadInput for a date that cannot be read, or is past, or more than a year ahead; NotFound.
        """
        raise NotImplementedError

    async def resume(self, *, guild_id: int, member_id: int) -> Membership:
        """Wait again after a pause. Nothing happens to whoever is not paused. Raises NotFound."""
        raise NotImplementedError

    async def rematch(self, *, guild_id: int, member_id: int) -> Parted:
        """End the pair kindly and wait for another one. Raises NotFound without a membership or a pair."""
        raise NotImplementedError

    async def block(self, *, guild_id: int, member_id: int, other_id: int, reason: str | None) -> Parted:
        """Never be paired with somebody, anywhere; nobody is told. A pair with them ends. Works without a membership.

        A reason goes to the moderators as a report. Raises BadInput for oneself.
        """
        raise NotImplementedError

    async def report(self, *, guild_id: int, member_id: int, reason: str) -> None:
        """Tell the moderators about the pair the member is in, or was in last. Nobody else is told.

        Raises NotFound for somebody who never had a pair here, BadInput without a reason.
        """
        raise NotImplementedError

    async def leave(self, *, guild_id: int, member_id: int, why: Ended = Ended.LEFT) -> Parted:
        """Forget the membership; a pair ends kindly, the partner goes first. Raises NotFound without a membership.

        why: GONE when Discord says that the member is not on the server any more (nothing is raised then).
        """
        raise NotImplementedError
