"""`/help`: everybody sees what there is; nothing that it names is missing."""

import re

from sandbox.members import MemberDriver
from sandbox.model import Json
from tests.community import Community


def paths(command: Json, before: str = "") -> list[str]:
    """Full names of a command and of all below it."""
    name = f"{before}{command['name']}"
    inner = [option for option in command.get("options") or [] if option["type"] in (1, 2)]
    return [name, *(path for option in inner for path in paths(option, f"{name} "))]


async def test_help_names_what_there_is_and_admin_commands_to_admins_only(town: Community) -> None:
    member = await town.learners[0].slash("help")
    assert member.message.ephemeral
    assert "/admin" not in member.text()
    admin = await town.admin.slash("help")
    assert "`/admin track add`" in admin.text()
    alone = await MemberDriver(town.local, None, town.learners[0].user).slash("help")
    assert "`/quiz today`" in alone.text()
    app = town.local.bot(town.token)
    known = {path for scope in app.commands.values() for c in scope.values() for path in paths(c)}
    named = set(re.findall(r"`/([a-z ]+)`", admin.text()))
    assert named <= known
    learner_commands = {path for path in known if path.startswith(("quiz ", "me "))}
    assert learner_commands <= named, "each command for members stands there"


async def test_every_command_and_option_is_described(town: Community) -> None:
    app = town.local.bot(town.token)
    for scope in app.commands.values():
        for command in scope.values():
            _described(command)


def _described(part: Json) -> None:
    assert len(part["description"]) > 10, part["name"]
    assert part["description"] != "…"
    for option in part.get("options") or []:
        _described(option)
