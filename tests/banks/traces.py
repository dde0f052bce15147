"""What somebody leaves behind who brings questions of their own, for the tests of export and deletion."""

from bot.features.banks.checking import Given
from bot.features.banks.model import Progress
from tests.banks.making import sound, table
from tests.community import Community

EXPORTED = {"banks", "bank_questions"}
COUNTED = {
    "banks imported (now without your id)": "1",
    "questions suggested (now without your id)": "1",
}
_HEADER = ["stem", "A", "B", "answer"]


async def left_traces(town: Community, member_id: int) -> None:
    """A file that they imported, and a question of theirs that the server took in."""
    assert town.app is not None
    services = town.app.services
    await services.imports.read_in(
        guild_id=town.guild.id,
        member_id=member_id,
        name="ours.csv",
        raw=table([_HEADER, ["Which is ours?", "this", "that", "B"]]).encode(),
        given=Given("CPC", "anatomy"),
        progress=Progress(),
    )
    (question,) = sound("theirs.csv", table([_HEADER, ["Which is theirs?", "this", "that", "B"]]))
    await services.db.write(lambda tx: services.banks.add(tx, town.guild.id, question, member_id))
