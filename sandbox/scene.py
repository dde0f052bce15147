"""The ready-made community of the demo: who is in it, which channels it has, and in which time zone it lives."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sandbox.members import MemberDriver
from sandbox.model import Channel, Guild, Role, User
from sandbox.permissions import Permission

if TYPE_CHECKING:
    from sandbox.server import LocalDiscord

BOT_MAY = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.CREATE_PRIVATE_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.MANAGE_THREADS
    | Permission.MANAGE_ROLES
)
# In one of these it is always afternoon: 13:00 to 21:00. So both of the day's questions are already posted when
# the demo starts, and midnight is hours away, whatever the time is.
ZONES = (
    "America/Chicago",
    "America/Los_Angeles",
    "Pacific/Honolulu",
    "Asia/Manila",
    "Asia/Kolkata",
    "Europe/London",
)
AFTERNOON = range(13, 21)


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody takes part. tracks: chance of answering each certification's question on a day; right: chance
    that an answer is right; hours: how long after the post, from and to; weekends: whether also on those; since: for
    how many days they have been here (None: from the beginning)."""

    tracks: dict[str, float]
    right: float
    hours: tuple[float, float]
    weekends: bool = True
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the community. key: how scene and past call them; about: what the page says of them."""

    key: str
    name: str
    about: str
    habit: Habit | None = None
    roles: tuple[str, ...] = ()


CREW, CERTIFIED, MODERATOR = "Quiz crew", "Certified", "Moderator"
# The first is who you are when the page opens.
PEOPLE = (
    Person("ines", "Ines", "new learner"),
    Person("maya", "Maya", "keen learner", Habit({"CPC": 1.0, "CCS": 1.0}, 0.9, (0.1, 0.9)), roles=(CREW,)),
    Person("priya", "Priya", "moderator", Habit({"CPC": 0.6, "CCS": 0.4}, 0.95, (0.3, 6)), (MODERATOR,)),
    Person("rowan", "Rowan", "owner", Habit({"CPC": 0.4}, 0.5, (2, 10))),
    Person("sam", "Sam", "learner, steady", Habit({"CPC": 0.9, "CCS": 0.2}, 0.7, (0.5, 4)), (CREW,)),
    Person("nadia", "Nadia", "learner, inpatient coder", Habit({"CPC": 0.3, "CCS": 0.95}, 0.8, (0.2, 3))),
    Person("leo", "Leo", "learner, night owl", Habit({"CPC": 0.8}, 0.6, (9, 14))),
    Person("tomas", "Tomas", "learner, weekdays only", Habit({"CPC": 0.9}, 0.55, (1, 8), weekends=False)),
    Person("amara", "Amara", "learner, second try", Habit({"CPC": 0.95}, 0.75, (0.4, 5), since=60), (CREW,)),
    Person(
        "jonas", "Jonas", "learner, from billing", Habit({"CPC": 0.7, "CCS": 0.5}, 0.65, (1, 9), since=45)
    ),
    Person("lucia", "Lucía", "learner, three weeks in", Habit({"CPC": 0.9}, 0.45, (0.5, 6), since=21)),
)


@dataclass(frozen=True, slots=True)
class Scene:
    """The community on a local Discord."""

    local: "LocalDiscord"
    zone: str
    token: str
    guild: Guild
    quiz: Channel
    lounge: Channel
    hooks: Channel
    study: Channel
    rooms: Channel
    countdown: Channel
    mods: Channel
    crew: Role
    certified: Role
    users: dict[str, User]

    def member(self, key: str, channel: Channel) -> MemberDriver:
        """Acts for that person, in that channel."""
        return self.local.member(self.guild, self.users[key]).at(channel)

    def parts(self) -> dict[str, Any]:
        """All of it but the local Discord, to be kept."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "local"}


def choose_zone(now: float) -> str:
    """A zone in which `now` (epoch seconds) is in the afternoon."""
    return next(zone for zone in ZONES if datetime.fromtimestamp(now, ZoneInfo(zone)).hour in AFTERNOON)


def build_scene(local: "LocalDiscord", zone: str) -> Scene:
    """The community with everybody in it, and the bot installed but not yet connected."""
    users = {person.key: local.create_user(person.name) for person in PEOPLE}
    guild = local.create_guild("Coding Study Circle", users["rowan"])
    # The first is the lowest.
    roles = {
        CREW: local.create_role(guild, CREW, mentionable=True, color=0xA0561A),
        CERTIFIED: local.create_role(guild, CERTIFIED, color=0x3B6FB5),
        MODERATOR: local.create_role(
            guild, MODERATOR, int(Permission.MANAGE_GUILD | Permission.MANAGE_MESSAGES), color=0x1F8B6B
        ),
    }
    for person in PEOPLE:
        if person.key != "rowan":
            local.add_member(guild, users[person.key], [roles[name] for name in person.roles])
    quiz, lounge, hooks, study, rooms, countdown, mods = _create_channels(local, guild, roles[MODERATOR])
    token = local.create_bot("Crosswalk")
    local.install(token, guild, int(BOT_MAY))
    for user in users.values():
        local.world.dm_between(local.bot(token).user, user)
    return Scene(
        local=local,
        zone=zone,
        token=token,
        guild=guild,
        quiz=quiz,
        lounge=lounge,
        hooks=hooks,
        study=study,
        rooms=rooms,
        countdown=countdown,
        mods=mods,
        crew=roles[CREW],
        certified=roles[CERTIFIED],
        users=users,
    )


def _create_channels(local: "LocalDiscord", guild: Guild, moderators: Role) -> list[Channel]:
    """Moderators' own is the last."""
    see = int(Permission.VIEW_CHANNEL)
    topics = {
        "daily-quiz": "A question a day. Press a letter: only you see whether it was right.",
        "lounge": "Everything else. Say hello.",
        "memory-hooks": "What helps you remember: /mnemonic add",
        "study-hall": "Study with breaks, side by side: /focus start",
        "meeting-rooms": "Buddies and exam weeks meet here, in threads that only they see: /buddy join, /exam list",
        "exam-countdown": "Who has an exam when, if they want that to be seen: /exam set",
    }
    return [
        *(local.create_channel(guild, name, topic=topic) for name, topic in topics.items()),
        local.create_channel(
            guild,
            "mods",
            topic="Only moderators see this channel.",
            overwrites={guild.roles[guild.id]: (0, see), moderators: (see, 0)},
        ),
    ]
