"""What one member sees, as the JSON that the demo page shows. Built on the JSON that Discord gives."""

from collections.abc import AsyncIterator

from sandbox.model import TEXT, THREAD_TYPES, Channel, Guild, Json, Message, User
from sandbox.payloads import message_json, role_json
from sandbox.permissions import Permission
from sandbox.scene import PEOPLE
from sandbox.stage import Stage

NEWEST = 50


class Looks:
    """Looks at the stage, always as one of the scene's members."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._scene = stage.scene
        self._local = stage.scene.local

    def state(self, user: User) -> Json:
        """Everything but messages: who is there, which channels, what time it is."""
        guild = self._scene.guild
        return {
            "now": self._local.clock(),
            "zone": self._scene.zone,
            "me": {"id": str(user.id), "name": user.name},
            "people": [
                {"id": str(self._scene.users[p.key].id), "name": p.name, "about": p.about} for p in PEOPLE
            ],
            "guild": {
                "id": str(guild.id),
                "name": guild.name,
                "roles": [role_json(role) for role in guild.roles.values()],
                "members": self._members(guild),
                "channels": [self._channel(c, user) for c in self._seen(guild, user)],
            },
            "dms": [self._dm(c, user) for c in self._local.world.dms_of(user)],
            "goals": self._stage.goals(),
            "bot": self._stage.bot_json(),
            "faults": self._stage.trouble.look(),
        } | self._stage.clock_json()

    def messages(self, user: User, channel: Channel, before: int | None = None) -> Json:
        """The newest ones (of those older than the message `before`), oldest first, and whether there are more.

        Of private replies only their own.
        """
        found = self._local.member(channel.guild, user).messages(channel)
        if before is not None:
            found = [m for m in found if m.id < before]
        shown = [self._message(m.record, user) for m in found[-NEWEST:]]
        return {"messages": shown, "more": len(found) > NEWEST}

    def commands(self, user: User, channel: Channel) -> list[Json]:
        """The slash commands that Discord offers this member there, as registered."""
        offered = self._local.member(channel.guild, user).at(channel).commands()
        return [command for command in offered if command.get("type", 1) == 1]

    async def changes(self, user: User) -> AsyncIterator[Json]:
        """What changes from now on, as far as this member can notice."""
        async for told in self._local.changes.watch():
            if (seen := self._change(told, user)) is not None:
                yield seen | {"now": self._local.clock()}

    def _change(self, told: Json, user: User) -> Json | None:
        kind = told["kind"]
        if kind in ("guild", "user"):
            return {"kind": "state"}
        if kind == "clock":
            clock = self._stage.clock_json()
            # Told on a journey that is over by now: what came on it follows, and only then its end.
            is_early = told["going"] == "1" and clock["going"] is None
            return None if is_early else {"kind": kind} | clock
        if kind == "did":
            entry = self._stage.deeds.by_id(int(told["deed_id"]))
            return None if entry is None else {"kind": kind, "entry": entry.json()}
        if kind == "bot":
            return {"kind": kind} | self._stage.bot_json()
        if kind == "faults":
            return {"kind": kind, "faults": self._stage.trouble.look()}
        if kind not in ("message", "message_gone") or told["seen_by"] not in (None, str(user.id)):
            return None
        channel = self._local.world.channels.get(int(told["channel_id"]))
        if channel is None or not self._local.access.can_view(channel, user.id):
            return None
        where = {"channel_id": told["channel_id"], "message_id": told["message_id"]}
        record = channel.messages.get(int(told["message_id"]))
        if kind == "message_gone" or record is None:
            return {"kind": "gone", **where}
        return {"kind": "message", **where, "message": self._message(record, user)}

    def _message(self, record: Message, user: User) -> Json:
        world = self._local.world
        return message_json(world, record) | {"pinged": self._is_pinged(record, user)}

    def _is_pinged(self, record: Message, user: User) -> bool:
        guild = record.channel.guild
        member = None if guild is None else guild.members.get(user.id)
        by_role = member is not None and not member.roles.isdisjoint(record.mention_roles)
        return by_role or record.mention_everyone or user in record.mentions

    def _members(self, guild: Guild) -> list[Json]:
        return [
            {
                "id": str(member.user.id),
                "name": member.nick or member.user.name,
                "bot": member.user.bot,
                "owner": member.user.id == guild.owner_id,
                "roles": [str(role) for role in sorted(member.roles)],
            }
            for member in guild.members.values()
        ]

    def _seen(self, guild: Guild, user: User) -> list[Channel]:
        access = self._local.access
        wanted = [c for c in guild.channels.values() if c.type == TEXT]
        wanted += [t for t in guild.threads.values() if t.thread is not None and not t.thread.archived]
        return [c for c in wanted if access.can_view(c, user.id)]

    def _channel(self, channel: Channel, user: User) -> Json:
        bits = self._local.access.in_channel(channel, user.id)
        thread = channel.type in THREAD_TYPES
        needed = Permission.SEND_MESSAGES_IN_THREADS if thread else Permission.SEND_MESSAGES
        return {
            "id": str(channel.id),
            "name": channel.name,
            "type": channel.type,
            "topic": channel.topic,
            "parent_id": None if channel.parent is None else str(channel.parent.id),
            "can_write": bool(bits & needed),
        }

    def _dm(self, channel: Channel, user: User) -> Json:
        other = next(u for u in channel.recipients if u is not user)
        topic = f"Only {other.name} and you see this."
        return {
            "id": str(channel.id),
            "name": other.name,
            "type": channel.type,
            "topic": topic,
            "can_write": True,
        }
