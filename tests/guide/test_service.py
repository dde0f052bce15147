"""A server's own figures, on a real database."""

import json
import zipfile
from io import BytesIO

import pytest

from bot.errors import BadInput, NotFound
from bot.features.guide.model import Fact, Page
from bot.services import Services
from tests.guide.conftest import START

SERVER, OTHER, ADMIN = 11, 12, 900


async def correct(services: Services, **given: object) -> tuple[Page, str]:
    """The admin puts a figure in place."""
    said: dict[str, str] = {
        "sheet": "CPC",
        "figure": "salary",
        "value": "$52,000 to $61,000",
        "source": "County job board",
        "as_of": "April 2026",
        "role": "Moderator",
    }
    said |= {key: str(value) for key, value in given.items()}
    return await services.guide.service.correct(SERVER, ADMIN, **said)


async def fact(
    services: Services, guild_id: int | None, key: str = "salary", sheet: str = "CPC"
) -> Fact | None:
    """The figure as that server reads it."""
    page = await services.guide.service.info(guild_id, sheet)
    return next((one for one in page.facts if one.key == key), None)


async def test_a_servers_own_figure_stands_in_place_of_the_guides_in_that_server_only(
    services: Services,
) -> None:
    page, key = await correct(services)
    assert key == "salary"
    assert next(one for one in page.facts if one.key == key).value == "$52,000 to $61,000"
    here, there, alone = [await fact(services, place) for place in (SERVER, OTHER, None)]
    assert here is not None
    assert here.own is not None
    assert (here.own.role, here.own.source, here.own.as_of, here.own.set_at) == (
        "Moderator",
        "County job board",
        "April 2026",
        START,
    )
    assert here.figure is not None, "the guide's is still there to be read"
    assert there is not None
    assert there == alone
    assert there.own is None


async def test_what_the_guide_lacks_can_be_added_and_taken_away_again(services: Services) -> None:
    assert await fact(services, SERVER, "fee", "CCC") is None
    await correct(services, sheet="cardiology", figure="Exam fee", value="$399", source="", as_of="")
    added = await fact(services, SERVER, "fee", "CCC")
    assert added is not None
    assert added.own is not None
    assert (added.name, added.value, added.own.as_of) == ("Exam fee", "$399", "November 2026")
    await services.guide.service.reset(SERVER, sheet="CCC", figure="fee")
    assert await fact(services, SERVER, "fee", "CCC") is None


async def test_a_second_correction_takes_the_place_of_the_first(services: Services) -> None:
    await correct(services)
    await correct(services, value="$55,000", source="", role="the owner")
    (own,) = await services.guide.service.corrected(SERVER)
    assert (own.value, own.source, own.role) == ("$55,000", "", "the owner")
    assert await services.guide.service.corrected(OTHER) == []


async def test_reset_goes_back_and_says_where_there_is_nothing_to_reset(services: Services) -> None:
    before = await fact(services, SERVER)
    await correct(services)
    await services.guide.service.reset(SERVER, sheet="CPC", figure="Salary range")
    assert await fact(services, SERVER) == before
    with pytest.raises(NotFound, match=r"“Salary range” of CPC · .* is the guide's already"):
        await services.guide.service.reset(SERVER, sheet="CPC", figure="salary")


@pytest.mark.parametrize("key", ["cost", "takes"])
async def test_time_and_cost_of_learning_can_be_corrected(services: Services, key: str) -> None:
    await correct(services, sheet="diploma", figure=key, value="8 months, evenings")
    pages = await services.guide.service.learning(SERVER)
    diploma = next(page for page in pages if page.sheet.id == "diploma")
    assert [one.value for one in diploma.facts if one.own] == ["8 months, evenings"]
    assert len(diploma.facts) == 2
    other = await services.guide.service.learning(None)
    assert not any(one.own for page in other for one in page.facts)


async def test_what_certification_is_worth_can_be_corrected(services: Services) -> None:
    await correct(services, sheet="pay", figure="certified_average", value="$58,000 a year here")
    page = await services.guide.service.worth(SERVER)
    assert [one.value for one in page.facts if one.own] == ["$58,000 a year here"]


async def test_the_comparison_and_the_path_use_the_servers_figures(services: Services) -> None:
    await correct(services, figure="demand", value="20 openings a month")
    found = await services.guide.service.compare(SERVER, "cpc", "ccs")
    demand = next(pair for pair in found.pairs if pair.name == "Demand in this region")
    assert demand.left is not None
    assert demand.left.value == "20 openings a month"
    assert demand.right is None
    with pytest.raises(BadInput, match="Both are CPC"):
        await services.guide.service.compare(SERVER, "CPC", "certified professional coder")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"value": "   "}, "The figure is empty"),
        ({"value": "\u200b\u2060"}, "The figure is empty"),
        ({"value": "—"}, "no words"),
        ({"value": "x" * 201}, "201 characters; 200 fit"),
        ({"source": "x" * 101}, "101 characters; 100 fit"),
        ({"as_of": "soon"}, "not a date I can read"),
    ],
)
async def test_what_cannot_stand_there_is_refused_and_nothing_kept(
    services: Services, given: dict[str, str], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        await correct(services, **given)
    assert await services.guide.service.corrected(SERVER) == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"sheet": "XYZ"}, "nothing in the guide"),
        ({"figure": "weather"}, "Choose one of: .*Exam fee"),
        ({"sheet": "diploma", "figure": "salary"}, "Choose one of: Time, Cost"),
    ],
)
async def test_what_is_not_in_the_guide_is_told_so(
    services: Services, given: dict[str, str], says: str
) -> None:
    with pytest.raises(NotFound, match=says):
        await correct(services, **given)


async def test_lines_are_joined_and_what_cannot_be_seen_is_left_out(services: Services) -> None:
    page, _ = await correct(services, value="$52,000\n\n# big\u202e", role="Mod\nerator" + "x" * 200)
    own = next(one.own for one in page.facts if one.own)
    assert own is not None
    assert own.value == "$52,000 # big"
    assert own.role.startswith("Mod erator")
    assert len(own.role) == 40


async def test_export_and_delete_know_who_corrected_and_the_figure_stays(services: Services) -> None:
    await correct(services)
    with zipfile.ZipFile(BytesIO(await services.members.export(ADMIN))) as bundle:
        rows = json.loads(bundle.read("data.json"))["guide_corrections"]
        assert "guide_corrections" in bundle.read("README.txt").decode()
    assert [(row["sheet"], row["value"], row["set_by"]) for row in rows] == [
        ("CPC", "$52,000 to $61,000", str(ADMIN))
    ]
    counts = await services.members.delete(ADMIN)
    assert counts["guide figures corrected (now without your id)"] == 1
    (own,) = await services.guide.service.corrected(SERVER)
    assert own.set_by is None
    assert own.value == "$52,000 to $61,000"
    assert "guide figures" not in str(await services.members.delete(ADMIN))
