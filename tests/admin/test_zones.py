"""Time zones are offered while one is typed, wherever admins say when something is to come."""

from tests.community import Community

COMMANDS = ("track add", "track edit", "exams set", "buddies set", "mnemonics set")


async def test_zones_are_offered_wherever_admins_give_one(town: Community) -> None:
    for command in COMMANDS:
        (zone, *_) = await town.admin.autocomplete(f"admin {command}", "timezone", "chicg")
        assert zone == {"name": "America/Chicago", "value": "America/Chicago"}, command
