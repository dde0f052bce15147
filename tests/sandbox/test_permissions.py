"""Channel permissions: Discord's documented algorithm, with discord.py's own computation as the second opinion."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.permissions import ALL, DEFAULT_EVERYONE, Permission, base, can_send, compute, names

GUILD, MEMBER, OTHER, OWNER = 1, 2, 3, 4
ROLES = (10, 11, 12)

VIEW, SEND, HISTORY = Permission.VIEW_CHANNEL, Permission.SEND_MESSAGES, Permission.READ_MESSAGE_HISTORY
EMBED, FILES = Permission.EMBED_LINKS, Permission.ATTACH_FILES


def overwrite(subject: int, kind: int, allow: int = 0, deny: int = 0) -> dict[str, Any]:
    return {"id": str(subject), "type": kind, "allow": str(int(allow)), "deny": str(int(deny))}


def in_channel(
    *overwrites: dict[str, Any],
    everyone: int = VIEW | SEND | EMBED,
    roles: dict[int, int] | None = None,
    owner: bool = False,
    thread: bool = False,
) -> int:
    held = roles or {}
    return compute(
        owner=owner,
        everyone_role=int(everyone),
        role_permissions=held.values(),
        role_ids=set(held),
        user_id=MEMBER,
        guild_id=GUILD,
        overwrites=list(overwrites),
        thread=thread,
    )


def test_the_server_roles_add_up() -> None:
    assert in_channel(everyone=VIEW, roles={10: SEND, 11: HISTORY}) == VIEW | SEND | HISTORY


def test_each_layer_of_overwrites_wins_over_the_one_before() -> None:
    deny_all = overwrite(GUILD, 0, deny=SEND)
    allow_role = overwrite(10, 0, allow=SEND)
    deny_member = overwrite(MEMBER, 1, deny=SEND)
    assert not in_channel(deny_all) & SEND
    assert in_channel(deny_all, allow_role, roles={10: 0}) & SEND
    assert not in_channel(deny_all, allow_role, deny_member, roles={10: 0}) & SEND


def test_among_roles_an_allow_wins_over_a_deny_in_any_order() -> None:
    allow, deny = overwrite(10, 0, allow=SEND), overwrite(11, 0, deny=SEND)
    for pair in ((allow, deny), (deny, allow)):
        assert in_channel(*pair, roles={10: 0, 11: 0}) & SEND


def test_overwrites_of_others_do_not_count() -> None:
    others = [overwrite(OTHER, 1, deny=SEND), overwrite(12, 0, deny=SEND), overwrite(MEMBER, 0, deny=SEND)]
    assert in_channel(*others) == VIEW | SEND | EMBED


@pytest.mark.parametrize("held", [{"owner": True}, {"roles": {10: Permission.ADMINISTRATOR}}])
def test_owners_and_administrators_have_all_whatever_the_overwrites_say(held: Any) -> None:
    assert in_channel(overwrite(GUILD, 0, deny=ALL), overwrite(MEMBER, 1, deny=ALL), **held) == ALL


def test_an_overwrite_cannot_make_an_administrator() -> None:
    bits = in_channel(overwrite(MEMBER, 1, allow=Permission.ADMINISTRATOR))
    assert not bits & Permission.MANAGE_GUILD


def test_who_cannot_see_the_channel_can_do_nothing() -> None:
    assert in_channel(overwrite(GUILD, 0, deny=VIEW)) == 0


def test_who_cannot_send_cannot_embed_attach_or_ping() -> None:
    rich = SEND | EMBED | FILES | Permission.MENTION_EVERYONE | Permission.SEND_TTS_MESSAGES
    assert in_channel(overwrite(GUILD, 0, deny=SEND), everyone=VIEW | HISTORY | rich) == VIEW | HISTORY


def test_a_thread_asks_for_sending_in_threads() -> None:
    threads = Permission.SEND_MESSAGES_IN_THREADS
    only_threads = in_channel(
        overwrite(GUILD, 0, deny=SEND), everyone=VIEW | SEND | EMBED | threads, thread=True
    )
    assert can_send(only_threads, thread=True)
    assert only_threads & EMBED
    only_channel = in_channel(everyone=VIEW | SEND | EMBED, thread=True)
    assert not can_send(only_channel, thread=True)
    assert not only_channel & EMBED


def test_names_are_discords() -> None:
    assert names(int(SEND | VIEW | (1 << 60))) == ["VIEW_CHANNEL", "SEND_MESSAGES"]
    assert len(names(ALL)) == len(Permission)


def test_the_bits_are_those_of_discord_py() -> None:
    assert int(VIEW) == discord.Permissions(view_channel=True).value
    for flag in Permission:
        assert any(bit == flag for bit in discord.Permissions.VALID_FLAGS.values()), flag
    assert set(discord.Permissions.VALID_FLAGS.values()) == {int(flag) for flag in Permission}


def test_a_new_server_lets_everyone_write_and_use_commands() -> None:
    needed = VIEW | SEND | HISTORY | Permission.USE_APPLICATION_COMMANDS
    assert DEFAULT_EVERYONE & needed == needed
    assert not DEFAULT_EVERYONE & (Permission.MANAGE_GUILD | Permission.ADMINISTRATOR)
    assert base(owner=False, everyone_role=DEFAULT_EVERYONE, role_permissions=[]) == DEFAULT_EVERYONE


# discord.py computes the same from the same data; it is asked for every mix of roles and overwrites.

bits = st.integers(0, ALL).map(lambda value: value & ALL)
likely = st.one_of(bits, st.just(0), bits.map(lambda value: value & ~Permission.ADMINISTRATOR))
pairs = st.tuples(bits, bits)


def _role(number: int, permissions: int) -> dict[str, Any]:
    rest = {"color": 0, "hoist": False, "managed": False, "mentionable": False, "flags": 0}
    return {"id": str(number), "name": "r", "position": number, "permissions": str(permissions), **rest}


VOICE = discord.Permissions.voice().value
state = discord.Client(intents=discord.Intents(guilds=True))._connection


def _discord_py(
    everyone: int, roles: dict[int, int], overwrites: list[dict[str, Any]], user: int
) -> discord.Permissions:
    role_data = [_role(GUILD, everyone), *(_role(number, value) for number, value in roles.items())]
    data: Any = {"id": str(GUILD), "name": "g", "roles": role_data, "owner_id": str(OWNER)}
    guild = discord.Guild(state=state, data=data)
    channel_data: Any = {
        "id": "9",
        "type": 0,
        "name": "c",
        "position": 0,
        "permission_overwrites": overwrites,
    }
    channel = discord.TextChannel(state=state, guild=guild, data=channel_data)
    member_data: Any = {
        "user": {"id": str(user), "username": "m", "discriminator": "0", "avatar": None},
        "roles": [str(number) for number in roles],
        "flags": 0,
        "joined_at": None,
    }
    return channel.permissions_for(discord.Member(state=state, guild=guild, data=member_data))


@given(
    everyone=likely,
    roles=st.dictionaries(st.sampled_from(ROLES), likely),
    role_overwrites=st.dictionaries(st.sampled_from((GUILD, *ROLES)), pairs),
    member_overwrites=st.dictionaries(st.sampled_from((MEMBER, OTHER)), pairs),
    user=st.sampled_from((MEMBER, OWNER)),
)
def test_discord_py_comes_to_the_same_bits(
    everyone: int,
    roles: dict[int, int],
    role_overwrites: dict[int, tuple[int, int]],
    member_overwrites: dict[int, tuple[int, int]],
    user: int,
) -> None:
    overwrites = [overwrite(number, 0, *pair) for number, pair in role_overwrites.items()]
    overwrites += [overwrite(number, 1, *pair) for number, pair in member_overwrites.items()]
    ours = compute(
        owner=user == OWNER,
        everyone_role=everyone,
        role_permissions=roles.values(),
        role_ids=set(roles),
        user_id=user,
        guild_id=GUILD,
        overwrites=overwrites,
    )
    theirs = _discord_py(everyone, roles, overwrites, user)
    # Two differences: discord.py hides what concerns voice in a text channel, and keeps what concerns the server
    # when the channel is out of sight, where Discord's rule is none at all.
    assert ours & ~VOICE == (theirs.value & ALL & ~VOICE if theirs.view_channel else 0)
