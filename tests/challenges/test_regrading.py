"""A ruling moves every total to where it would be had it been known from the start; streaks stay."""

import sqlite3
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import open_services
from bot.clock import Clock
from bot.errors import BadInput
from bot.features.quiz.boards import ALL_TRACKS, period_keys
from bot.features.quiz.model import Effect, Shown
from bot.features.quiz.verdicts import OUT, Change, change_of, verdict_of
from bot.services import Services
from bot.settings import Settings
from tests.quiz.bank import certification, only, question

GUILD, OTHER = 1, 2
NOW = 1_800_000_000
ADMIN = 99


@dataclass
class Log:
    """A database with answers in it, and the services on it."""

    services: Services
    file: Path

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What a query finds."""
        connection = sqlite3.connect(self.file)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def totals(self) -> set[tuple[object, ...]]:
        """The boards as they are kept."""
        return set(
            self.rows("SELECT guild_id, track_id, period, member_id, correct, answered FROM board_totals")
        )

    def areas(self) -> set[tuple[object, ...]]:
        """The areas as they are kept."""
        return set(self.rows("SELECT guild_id, certification, area, correct, answered FROM area_totals"))

    def streaks(self) -> list[tuple[object, ...]]:
        """The streaks as they are kept."""
        return self.rows("SELECT * FROM streaks ORDER BY member_id, track_id")

    def from_scratch(self) -> tuple[set[tuple[object, ...]], set[tuple[object, ...]]]:
        """Boards and areas counted anew from the log alone, by the verdict that holds."""
        boards: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0])
        areas: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0])
        log = self.rows(
            """SELECT a.guild_id, a.track_id, a.member_id, COALESCE(a.ruled, a.correct), o.nominal_date,
                t.certification, a.question_id
            FROM answers AS a JOIN occurrences AS o ON o.id = a.occurrence_id JOIN tracks AS t ON t.id = a.track_id
            WHERE a.scored = 1"""
        )
        for guild_id, track_id, member_id, verdict, on, cert, question_id in log:
            area = self.services.library.questions[str(question_id)].area
            keys = [
                (guild_id, t, p, member_id) for t in (track_id, ALL_TRACKS) for p in period_keys(_date(on))
            ]
            for sums in ([boards[key] for key in keys], [areas[(guild_id, cert, area)]]):
                for both in sums:
                    both[0] += verdict == 1
                    both[1] += verdict != OUT
        counted = {(*key, *both) for key, both in boards.items() if both[1]}
        return counted, {(*key, *both) for key, both in areas.items()}


def _date(text: object) -> date:
    return date.fromisoformat(str(text))


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[Log]:
    """Two servers, three tracks, four questions, thirty members who answered at random, daily and in practice."""
    settings = Settings.model_validate({"CROSSWALK_DATABASE_URL": f"sqlite:///{tmp_path}/bot.sqlite3"})
    content = only([question(f"q-{number}") for number in range(4)])
    content = type(content)(
        content.questions, {"CPC": certification(surgery=0.6, anatomy=0.4)}, content.area_names
    )
    clock = Clock(NOW, frozen=True)
    async with open_services(settings, clock, library=content) as services:
        found = Log(services, tmp_path / "bot.sqlite3")
        rng = Random(5)
        _tracks(found.file)
        for occurrence_id, (guild_id, _) in _OCCURRENCES.items():
            for member_id in rng.sample(range(1, 31), 25):
                await services.quiz.answer(
                    occurrence_id=occurrence_id,
                    place=rng.randrange(4),
                    member_id=member_id,
                    guild_id=guild_id,
                )
        for member_id in range(1, 11):
            first = await services.practice.start(
                guild_id=GUILD, member_id=member_id, area="CPC/surgery", count=4
            )
            for position in range(4):
                await services.practice.answer(
                    round_id=first.round_id, position=position, place=rng.randrange(4), member_id=member_id
                )
        yield found


_OCCURRENCES = {1: (GUILD, "q-0"), 2: (GUILD, "q-1"), 3: (GUILD, "q-0"), 4: (OTHER, "q-0"), 5: (GUILD, "q-2")}
_TRACK_OF = {1: 1, 2: 1, 3: 2, 4: 3, 5: 2}


def _tracks(file: Path) -> None:
    connection = sqlite3.connect(file)
    for track_id, guild_id in ((1, GUILD), (2, GUILD), (3, OTHER)):
        connection.execute(
            "INSERT INTO tracks (id, guild_id, certification, channel_id, created_at) VALUES (?, ?, 'CPC', ?, 1)",
            (track_id, guild_id, 100 + track_id),
        )
    for occurrence_id, (_, question_id) in _OCCURRENCES.items():
        connection.execute(
            """INSERT INTO occurrences (id, track_id, number, nominal_date, question_id, option_order, due_at,
                closes_at, state, channel_id, message_id)
            VALUES (?, ?, ?, ?, ?, 'ABCD', 1, ?, 'open', 5, ?)""",
            (
                occurrence_id,
                _TRACK_OF[occurrence_id],
                occurrence_id,
                f"2027-01-{10 + occurrence_id}",
                question_id,
                NOW + 50_000,
                occurrence_id,
            ),
        )
    connection.commit()
    connection.close()


async def ruled(log: Log, accepted: str, question_id: str = "q-0") -> Mapping[int, Effect]:
    """Somebody disputes the question, and it is ruled on."""
    disputes = log.services.challenges.disputes
    shown = Shown(log.services.library.questions[question_id], "ABCD")
    done = await disputes.dispute(
        guild_id=GUILD, member_id=1, shown=shown, kind="wrong_key", reason="It is wrong", citation=""
    )
    decided = await disputes.uphold(
        GUILD, done.challenge.id, frozenset(accepted), reason="So it is", citation="A book", by=ADMIN
    )
    assert decided.regraded is not None
    return decided.regraded.effects


@pytest.mark.parametrize("accepted", ["C", "BC", "ACD", ""])
async def test_totals_are_as_if_counted_anew_and_streaks_stay(log: Log, accepted: str) -> None:
    boards, areas, streaks = log.totals(), log.areas(), log.streaks()
    assert (boards, areas) == log.from_scratch()
    original = log.rows("SELECT id, chosen, correct FROM answers ORDER BY id")
    effects = await ruled(log, accepted)
    assert effects
    assert log.totals() != boards
    assert (log.totals(), log.areas()) == log.from_scratch()
    assert log.streaks() == streaks
    assert log.rows("SELECT id, chosen, correct FROM answers ORDER BY id") == original, (
        "the first verdict stays"
    )
    there = log.rows(f"SELECT chosen, ruled FROM answers WHERE question_id = 'q-0' AND guild_id = {GUILD}")
    assert all(verdict == verdict_of(str(chosen), frozenset(accepted)) for chosen, verdict in there)
    elsewhere = log.rows(
        f"SELECT DISTINCT ruled FROM answers WHERE question_id <> 'q-0' OR guild_id <> {GUILD}"
    )
    assert elsewhere == [(None,)], "nothing else is touched, nor another server"


async def test_one_ruling_after_another_and_back_again(log: Log) -> None:
    before = log.totals(), log.areas()
    for accepted in ("", "C", "AB", "B"):
        await ruled(log, accepted)
        assert (log.totals(), log.areas()) == log.from_scratch()
    assert (log.totals(), log.areas()) == before, "back to where it began"


async def test_regrading_twice_changes_nothing(log: Log) -> None:
    await ruled(log, "C")
    tables = ("answers", "board_totals", "area_totals", "streaks", "rulings", "deliveries", "challenge_news")
    before = {table: log.rows(f"SELECT * FROM {table}") for table in tables}
    services = log.services
    regrading = services.challenges.disputes._regrading
    again = await services.db.write(
        lambda tx: regrading.regrade(tx, GUILD, services.library.questions["q-0"], frozenset("C"), 1)
    )
    assert again.effects == {}
    assert {table: log.rows(f"SELECT * FROM {table}") for table in tables} == before
    with pytest.raises(BadInput, match="how it stands already"):
        await ruled(log, "C")


async def test_practice_results_and_weak_areas_follow(log: Log) -> None:
    services = log.services
    (round_id,) = next(iter(log.rows("SELECT MIN(id) FROM rounds")))

    async def right() -> int:
        progress = await services.db.read(lambda tx: services.practice.progress(tx, int(str(round_id))))
        return progress.right

    logged = log.rows(f"SELECT question_id, chosen FROM answers WHERE round_id = {round_id}")
    assert await right() == sum(chosen == "B" for _, chosen in logged)
    await ruled(log, "ACD")
    expected = sum((chosen != "B") if q == "q-0" else (chosen == "B") for q, chosen in logged)
    assert await right() == expected


async def test_answers_after_the_ruling_count_by_it(log: Log) -> None:
    quiz = log.services.quiz
    await ruled(log, "C")
    answered = await quiz.answer(occurrence_id=1, place=2, member_id=500, guild_id=GUILD)
    assert answered.correct
    await ruled(log, "")
    late = await quiz.answer(occurrence_id=1, place=1, member_id=501, guild_id=GUILD)
    assert late.streak.length == 1, "a thrown-out question counts for the streak"
    assert log.rows("SELECT * FROM board_totals WHERE member_id = 501") == []
    assert (log.totals(), log.areas()) == log.from_scratch()
    elsewhere = await quiz.answer(occurrence_id=4, place=1, member_id=502, guild_id=OTHER)
    assert elsewhere.correct, "in another server nothing has changed"


async def test_everybody_affected_hears_of_it_once(log: Log) -> None:
    effects = await ruled(log, "C")
    news = log.rows("SELECT member_id, effect, as_message FROM challenge_news")
    told = {member: effect for member, effect, _ in news}
    assert told == {**dict.fromkeys([1], ""), **{m: e.value for m, e in effects.items()}}
    assert len(news) == len(told)
    assert [member for member, _, as_message in news if as_message] == [1], "who disputed it, by message"


async def test_who_left_the_boards_stays_off_them(log: Log) -> None:
    (member_id,) = log.rows("SELECT MIN(member_id) FROM answers WHERE occurrence_id = 3")[0]
    assert isinstance(member_id, int)
    await log.services.members.change(member_id, listed=False)
    await ruled(log, "")
    await ruled(log, "C")
    listed = log.rows(f"SELECT DISTINCT listed FROM board_totals WHERE member_id = {member_id}")
    assert listed == [(0,)]
    assert (log.totals(), log.areas()) == log.from_scratch()


VERDICTS = [0, 1, OUT]


@given(st.sampled_from(VERDICTS), st.sampled_from(VERDICTS), st.sampled_from(VERDICTS))
def test_changes_add_up(first: int, second: int, third: int) -> None:
    assert change_of(first, second).plus(change_of(second, third)) == change_of(first, third)
    assert change_of(first, first) == Change()
