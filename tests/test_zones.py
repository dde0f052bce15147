"""Time zones are offered while one is typed, wherever somebody says when something is to come."""

from tests.community import Community

COMMANDS = (
    *("admin track add", "admin track edit", "admin exams set", "admin buddies set", "admin mnemonics set"),
    *("me settings", "exam set", "buddy join", "focus start"),
)


async def test_zones_are_offered_wherever_one_is_given(town: Community) -> None:
    for command in COMMANDS:
        (zone, *_) = await town.admin.autocomplete(command, "timezone", "chicg")
        assert zone == {"name": "America/Chicago", "value": "America/Chicago"}, command
