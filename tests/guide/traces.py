"""For the tests of `/me`: a member who has left traces in the guide's table."""

from tests.community import Community

# What `/me export` names, and what `/me delete` counts of these traces.
EXPORTED = {"guide_corrections"}
COUNTED = {"guide figures corrected (now without your id)": "1"}


async def left_traces(town: Community, member_id: int) -> None:
    """Correct a figure."""
    assert town.app is not None
    await town.app.services.guide.service.correct(
        town.guild.id,
        member_id,
        sheet="CPC",
        figure="salary",
        value="$52,000",
        source="",
        as_of="",
        role="Moderator",
    )
