"""A year with exams: every milestone over both clock changes in three zones, with a restart at each step."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.features.exams.model import MILESTONES
from sandbox.members import MemberDriver
from sandbox.seen import LiveMessage
from tests.community import Community, community

HOUR = time(9)


@dataclass
class Candidate:
    """A learner with an exam, and what they have to get. expected: (moment in UTC, words of the message)."""

    member: MemberDriver
    zone: str
    expected: list[tuple[datetime, str]] = field(default_factory=list)

    def expect(self, on: date, days: int, words: str) -> None:
        """At nine by their own clock, so many days before."""
        local = datetime.combine(on - timedelta(days=days), HOUR, ZoneInfo(self.zone))
        self.expected.append((local.astimezone(UTC), words))

    def expect_all(self, on: date, since: date) -> None:
        """Every milestone that is not over yet, and the question afterwards."""
        for days in MILESTONES:
            if on - timedelta(days=days) > since:
                self.expect(
                    on, days, {0: "Today is your", 1: "exam is tomorrow"}.get(days, f"in {days} days")
                )
        self.expect(on, -1, "How did your")

    def forget_from(self, on: date) -> None:
        """The exam has another date now: what was to come from this day on does not come."""
        start = datetime.combine(on, time(12), ZoneInfo(self.zone))
        self.expected = [one for one in self.expected if one[0] < start]


class Year:
    """Walks from moment to moment; the bot is stopped and started again at each."""

    def __init__(self, town: Community, candidates: list[Candidate]) -> None:
        self._town = town
        self._candidates = candidates

    def _moments(self, until: datetime) -> Iterator[datetime]:
        now = datetime.fromtimestamp(self._town.clock.now(), UTC)
        due = sorted({at for one in self._candidates for at, _ in one.expected if now < at <= until})
        # One stop for what falls within a day.
        for place, at in enumerate(due):
            if place == 0 or at - due[place - 1] > timedelta(hours=20):
                yield at - timedelta(minutes=1)
        yield until

    async def walk(self, until: datetime) -> None:
        """Let the bot live until then."""
        for moment in self._moments(until):
            if moment.timestamp() > self._town.clock.now():
                async with self._town.bot():
                    await self._town.travel(int(moment.timestamp()))


def received(messages: list[LiveMessage]) -> list[tuple[datetime, str]]:
    """When each came, and its first line; answers to what the member did are none of it."""
    return [(datetime.fromisoformat(one.timestamp), one.content) for one in messages if not one.ephemeral]


def check(candidate: Candidate, messages: list[LiveMessage]) -> None:
    """Each message that was to come came, in its minute, and no other."""
    got = sorted(received(messages))
    expected = sorted(candidate.expected)
    assert len(got) == len(expected), [content for _, content in got]
    for (at, content), (due, words) in zip(got, expected, strict=True):
        assert abs(at - due) < timedelta(minutes=1), (at, due, content)
        assert words in content, (content, words)


async def set_exam(member: MemberDriver, certification: str, on: date) -> None:
    reply = await member.slash("exam set", certification=certification, date=on.isoformat())
    assert "Noted" in reply.text(), reply.text()


def utc(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


async def test_a_year(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        one, two, three = town.learners
        new_york = Candidate(one, "America/New_York")
        berlin = Candidate(two, "Europe/Berlin")
        sydney = Candidate(three, "Australia/Sydney")
        everybody = [new_york, berlin, sydney]
        year = Year(town, everybody)
        start = date(2026, 11, 2)

        # All three exams lie behind a clock change: 14 March, 28 March, 4 April.
        async with town.bot():
            for candidate, certification, on in (
                (new_york, "CPC", date(2027, 3, 20)),
                (berlin, "CCS", date(2027, 4, 10)),
                (sydney, "COC", date(2027, 4, 15)),
            ):
                await candidate.member.slash("me settings", timezone=candidate.zone)
                await set_exam(candidate.member, certification, on)
                candidate.expect_all(on, start)

        # Half way, one exam is moved to autumn, behind the clock changes of 31 October.
        await year.walk(utc(2027, 2, 20))
        async with town.bot():
            card = await two.slash("exam list")
            form = await two.click(card.message, "Change the date")
            moved = await two.submit(form.modal, {"Date": "6 November 2027"})
            assert "Moved" in moved.text()
        berlin.forget_from(date(2027, 2, 20))
        berlin.expect_all(date(2027, 11, 6), date(2027, 2, 20))

        # The first exam did not work out: another try in November, behind the change of the 7th.
        await year.walk(utc(2027, 3, 22))
        check(new_york, one.dms())
        async with town.bot():
            said = await one.click(one.dms()[-1], "Not yet")
            form = await one.click(said.message, "Set the date of the next try")
            again = await one.submit(form.modal, {"Date": "20 November 2027"})
            assert "Noted" in again.text()
        new_york.expect_all(date(2027, 11, 20), date(2027, 3, 22))

        # The third takes no direct messages from 1 April on, hears of it, and chooses the channel.
        await year.walk(utc(2027, 4, 1))
        in_private = three.dms()
        town.local.close_dms(three.user)
        await year.walk(utc(2027, 4, 9))
        async with town.bot():
            told = await (await three.slash("exam list")).followup()
            assert "no direct messages" in told.text()
            await three.click(told, "Remind me in this channel")
        sydney.expected = [found for found in sydney.expected if "in 7 days" not in found[1]]

        await year.walk(utc(2027, 11, 25))
        check(new_york, one.dms())
        check(berlin, two.dms())
        assert [message.id for message in three.dms()] == [message.id for message in in_private]
        check(sydney, [*in_private, *town.posts()])

        # Passed, at last: continuing education begins.
        async with town.bot():
            passed = await one.click(one.dms()[-1], "I passed 🎉")
            assert "Congratulations" in passed.text()
            assert "CPC" in (await one.slash("ceu status")).text()
