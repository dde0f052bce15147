"""Threads: made, joined, archived, and told of."""

from typing import TYPE_CHECKING

from sandbox import errors
from sandbox import gateway as gw
from sandbox.model import PRIVATE_THREAD, PUBLIC_THREAD, THREAD_TYPES, Channel, Guild, Json, Thread
from sandbox.payloads import member_json, thread_json, thread_member_json
from sandbox.permissions import Permission

if TYPE_CHECKING:
    from sandbox.server import LocalDiscord

MAX_ACTIVE = 1000  # in one guild


class Threads:
    def __init__(self, local: "LocalDiscord") -> None:
        self._local = local
        self._world = local.world

    def create(
        self,
        parent: Channel,
        owner_id: int,
        name: str,
        *,
        type: int = PUBLIC_THREAD,
        id: int | None = None,
        archive_after: int = 4320,
        invitable: bool = True,
    ) -> Channel:
        """`id`: that of the message it starts from, if any."""
        guild = parent.guild
        assert guild is not None
        if sum(1 for t in guild.threads.values() if t.thread and not t.thread.archived) >= MAX_ACTIVE:
            raise errors.max_threads()
        now = self._world.clock()
        state = Thread(owner_id, now, archive_after, invitable=invitable, members={owner_id: now})
        thread = Channel(id or self._world.ids.next(), type, name, guild, parent=parent, thread=state)
        guild.threads[thread.id] = self._world.channels[thread.id] = thread
        self._tell(guild, thread, "THREAD_CREATE", newly_created=True)
        return thread

    def join(self, thread: Channel, user_id: int) -> None:
        state, guild = _parts(thread)
        if user_id in state.members:
            return
        state.members[user_id] = self._world.clock()
        added = thread_member_json(thread, user_id) | {"member": member_json(guild.members[user_id])}
        app = guild.bots.get(user_id)
        if app is not None:
            data = thread_json(thread, for_user=app.id)
            self._local.gateway.to_app(app, "THREAD_CREATE", data, guild=guild, intent=gw.GUILDS)
        self._members_changed(guild, thread, user_id, {"added_members": [added]})

    def leave(self, thread: Channel, user_id: int) -> None:
        state, guild = _parts(thread)
        if state.members.pop(user_id, None) is not None:
            self._members_changed(guild, thread, user_id, {"removed_member_ids": [str(user_id)]})

    def _members_changed(self, guild: Guild, thread: Channel, user_id: int, change: Json) -> None:
        """A bot without the members intent hears of itself only."""
        state, _ = _parts(thread)
        data: Json = {"id": str(thread.id), "guild_id": str(guild.id), "member_count": len(state.members)}
        for app in guild.bots.values():
            intent = gw.GUILDS if app.id == user_id else gw.GUILD_MEMBERS
            self._local.gateway.to_app(
                app, "THREAD_MEMBERS_UPDATE", data | change, guild=guild, intent=intent
            )
        self._local.changes.tell("guild", guild_id=guild.id)

    def change(self, thread: Channel, payload: Json) -> None:
        """`payload`: of PATCH /channels/{id} on a thread, already checked."""
        state, guild = _parts(thread)
        thread.name = payload.get("name", thread.name)
        thread.slow_mode = payload.get("rate_limit_per_user", thread.slow_mode) or 0
        state.archive_after = payload.get("auto_archive_duration", state.archive_after)
        state.locked = payload.get("locked", state.locked)
        state.invitable = payload.get("invitable", state.invitable)
        archived = payload.get("archived", state.archived)
        if archived != state.archived:
            state.archived, state.archived_at = archived, self._world.clock()
        self._tell(guild, thread, "THREAD_UPDATE")

    def wake(self, channel: Channel, user_id: int) -> None:
        """Writing into an archived thread opens it again, unless it is locked."""
        state = channel.thread
        if state is None:
            return
        if state.archived:
            may_open = self._local.access.in_channel(channel, user_id) & Permission.MANAGE_THREADS
            if state.locked and not may_open:
                raise errors.thread_archived()
            self.change(channel, {"archived": False})
        self.join(channel, user_id)

    def delete(self, thread: Channel) -> None:
        _, guild = _parts(thread)
        del guild.threads[thread.id], self._world.channels[thread.id]
        data = {k: v for k, v in thread_json(thread).items() if k in ("id", "guild_id", "parent_id", "type")}
        self._local.gateway.to_viewers(thread, "THREAD_DELETE", lambda _: data, intents=(gw.GUILDS, 0))
        self._local.changes.tell("guild", guild_id=guild.id)

    def _tell(self, guild: Guild, thread: Channel, event: str, *, newly_created: bool = False) -> None:
        extra: Json = {"newly_created": True} if newly_created else {}
        self._local.gateway.to_viewers(
            thread, event, lambda app: thread_json(thread, for_user=app.id) | extra, intents=(gw.GUILDS, 0)
        )
        self._local.changes.tell("guild", guild_id=guild.id)


def _parts(thread: Channel) -> tuple[Thread, Guild]:
    assert thread.type in THREAD_TYPES
    assert thread.thread is not None
    assert thread.guild is not None
    return thread.thread, thread.guild


def needed_to_create(type: int) -> int:
    """The permissions a bot needs for a new thread of that type."""
    return Permission.CREATE_PRIVATE_THREADS if type == PRIVATE_THREAD else Permission.CREATE_PUBLIC_THREADS
