"""For the tests of `/me`: a member who has left traces in every table of continuing education."""

from tests.community import Community

# What `/me export` names, and what `/me delete` counts of these traces.
EXPORTED = {"ceu_records", "ceu_credentials", "ceu_credits"}
COUNTED = {"continuing-education credits": "1", "continuing-education cycles": "1"}


async def left_traces(town: Community, member_id: int) -> None:
    """Keep a credential and log a credit."""
    assert town.app is not None
    ceu = town.app.services.ceu
    await ceu.members.start(member_id, town.guild.id, credential="CCS", passed="today")
    await ceu.credits.add(member_id, credits="1", on="today", provider="AHIMA", category="body")
