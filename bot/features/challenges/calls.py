"""Telling those who decide that something waits: in their channel, else as a notice to the admins."""

from collections.abc import Sequence

from bot.db import Database, Tx
from bot.errors import NotAllowed, NotFound
from bot.features.admin.service import AdminService
from bot.features.banks.service import Banks
from bot.features.challenges import challenge_store, editor_store, suggestion_store
from bot.features.challenges.model import (
    CALL,
    Call,
    ChallengeState,
    Editors,
    SuggestionState,
)
from bot.schedule import Delivery, Occasion, Receipt, ScheduleService

# A call that could not be brought for so long is left: the queue shows what waits.
CALL_LIVES_S = 3 * 86_400
NOT_EDITOR = (
    "Only members with the permission Manage Server and this server's content editors decide on questions. Whatever "
    "you dispute or suggest is heard by them, and you are told what they decide."
)
_CHALLENGE, _SUGGESTION = "challenge", "suggestion"


class CallService:
    """Content editors, and what they are told; also the outbox's side of it."""

    def __init__(self, db: Database, banks: Banks, admin: AdminService, schedule: ScheduleService) -> None:
        self._db = db
        self._banks = banks
        self._admin = admin
        self._schedule = schedule

    async def editors(self, guild_id: int) -> Editors:
        """Who decides besides the moderators, and where they are told."""
        return await self._db.read(lambda tx: editor_store.find(tx, guild_id))

    async def set_editors(self, guild_id: int, editors: Editors) -> None:
        """Change it."""
        await self._db.write(lambda tx: editor_store.save(tx, guild_id, editors))

    async def decides(self, guild_id: int, *, manages: bool, role_ids: Sequence[int]) -> bool:
        """Whether a member may decide. manages: has Manage Server."""
        return manages or (await self.editors(guild_id)).role_id in role_ids

    async def require(self, guild_id: int, *, manages: bool, role_ids: Sequence[int]) -> None:
        """Raises NotAllowed for a member who may not decide. manages: has Manage Server."""
        if not await self.decides(guild_id, manages=manages, role_ids=role_ids):
            raise NotAllowed(NOT_EDITOR)

    async def challenge_opened(self, tx: Tx, guild_id: int, challenge_id: int) -> None:
        """Tell them, inside the caller's transaction."""
        await self._tell(tx, guild_id, _CHALLENGE, challenge_id)

    async def suggestion_sent(self, tx: Tx, guild_id: int, suggestion_id: int) -> None:
        """Tell them, inside the caller's transaction."""
        await self._tell(tx, guild_id, _SUGGESTION, suggestion_id)

    async def _tell(self, tx: Tx, guild_id: int, what: str, subject_id: int) -> None:
        editors = await editor_store.find(tx, guild_id)
        if editors.channel_id is None:
            await self._admin.notify(tx, guild_id, None, _NOTICES[what])
            return
        await self._schedule.enqueue_now(
            tx,
            kind=CALL,
            key=f"{what}:{subject_id}",
            subject_id=subject_id,
            guild_id=guild_id,
            lives_s=CALL_LIVES_S,
        )

    async def call(self, delivery: Delivery) -> Call:
        """What to post. Raises NotFound when it was decided meanwhile, or there is no channel any more."""
        return await self._db.read(lambda tx: self._call(tx, delivery))

    async def _call(self, tx: Tx, delivery: Delivery) -> Call:
        editors = await editor_store.find(tx, delivery.guild_id)
        is_challenge = delivery.key.startswith(_CHALLENGE)
        told = (
            await self._challenge(tx, delivery.subject_id)
            if is_challenge
            else await self._suggestion(tx, delivery.subject_id)
        )
        if told is None or editors.channel_id is None:
            raise NotFound("that has been decided.")
        return Call(
            editors.channel_id,
            editors.role_id,
            delivery.subject_id,
            is_challenge,
            stem=told[0],
            saying=told[1],
        )

    async def _challenge(self, tx: Tx, challenge_id: int) -> tuple[str, str] | None:
        challenge = await challenge_store.find(tx, challenge_id)
        if challenge is None or challenge.state is not ChallengeState.OPEN:
            return None
        # The bank's words and a label, none of a member's: see below. A reason may also give today's answer away.
        question = (await self._banks.library(tx, challenge.guild_id)).questions.get(challenge.question_id)
        voices = await challenge_store.voices(tx, challenge_id)
        if question is None or not voices:
            return None
        return question.stem, voices[0].kind.label

    async def _suggestion(self, tx: Tx, suggestion_id: int) -> tuple[str, str] | None:
        """Nothing of its text: a message in a channel would outlast the deletion of its author's data."""
        suggestion = await suggestion_store.find(tx, suggestion_id)
        if suggestion is None or suggestion.state is not SuggestionState.WAITING:
            return None
        return "", ""

    # The outbox's side.

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """Never called: calls are no occurrences."""

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """It stands in the editors' channel."""

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Discord could not be reached for days; the queue shows what waits."""

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The editors' channel is gone or forbidden: the admins are told instead, if it is not decided yet."""
        try:
            call = await self._call(tx, delivery)
        except NotFound:
            return
        what = _NOTICES[_CHALLENGE if call.is_challenge else _SUGGESTION]
        where = f"I could not say so in <#{call.channel_id}>: {reason} `/admin challenges editors` chooses another."
        await self._admin.notify(tx, delivery.guild_id, None, f"{what} {where}")


_NOTICES = {
    _CHALLENGE: "A member says that something is wrong with a question. `/admin challenges list` shows what and why.",
    _SUGGESTION: "A member suggests a question for this server's bank. `/admin challenges list` shows it.",
}
