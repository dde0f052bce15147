"""The joint mini-quiz: five questions from both weak areas, the same for everybody in the pair, once a week."""

from collections.abc import Sequence
from random import Random

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import NotFound
from bot.features.banks.service import Banks
from bot.features.buddies import checkin_store, membership_store, pair_store
from bot.features.buddies.model import (
    Membership,
    MiniQuiz,
    Pair,
    QuizDone,
)
from bot.features.buddies.notes import NotesService
from bot.features.buddies.pairs import going, signed
from bot.features.buddies.terms import MINI, NoteKind, Share
from bot.features.quiz.model import RoundQuestion
from bot.features.quiz.practice import PracticeService
from bot.features.quiz.strengths import StrengthsService
from bot.library import Library, Question, code_set_year
from bot.schedule import ScheduleService, local_date

QUESTIONS = 5
WEAK_AREAS = 3
MINI_LIVES_S = 2 * 86_400


class MiniQuizService:
    """A pair's weekly mini-quiz. Each answers it in private, as a practice round."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        banks: Banks,
        schedule: ScheduleService,
        practice: PracticeService,
        strengths: StrengthsService,
        notes: NotesService,
    ) -> None:
        self._db = db
        self._clock = clock
        self._banks = banks
        self._schedule = schedule
        self._notes = notes
        self._practice = practice
        self._strengths = strengths

    async def start(self, pair_id: int, member_id: int) -> RoundQuestion | None:
        """The member's next question of this week's quiz; None when they have done it.

        Raises NotFound when the pair ended or there is no question; NotAllowed for somebody else.
        """

        async def work(tx: Tx) -> tuple[int, int | None]:
            pair = await signed(tx, pair_id, member_id, self._clock.now())
            week = await self._week(tx, pair)
            rounds = await checkin_store.rounds(tx, pair_id, week)
            round_id = rounds.get(member_id)
            if round_id is None:
                round_id = await self._begin(tx, pair, week, member_id)
            return round_id, (await self._practice.progress(tx, round_id)).upcoming

        round_id, upcoming = await self._db.write(work)
        if upcoming is None:
            return None
        return await self._practice.question(round_id=round_id, position=upcoming, member_id=member_id)

    async def round_finished(self, tx: Tx, round_id: int, member_id: int) -> None:
        """A member's round is done: if it was a mini-quiz, their buddies hear of it."""
        found = await checkin_store.quiz_of(tx, member_id, round_id)
        pair = await pair_store.find(tx, found[0]) if found else None
        if found is None or pair is None or pair.ended_at is not None or member_id not in pair.members:
            return
        if pair.thread_id is None:
            for other in pair.members:
                if other != member_id:
                    await self._notes.tell(tx, pair.guild_id, other, NoteKind.QUIZ, about=pair.number)
            return
        (place,) = [seat.place for seat in await pair_store.seats(tx, pair.id) if seat.member_id == member_id]
        await self._schedule.enqueue_now(
            tx,
            kind=MINI,
            key=f"{pair.id}:{place}:{found[1]}",
            subject_id=pair.id,
            guild_id=pair.guild_id,
            lives_s=MINI_LIVES_S,
        )

    async def _begin(self, tx: Tx, pair: Pair, week: str, member_id: int) -> int:
        membership = await membership_store.find(tx, pair.guild_id, member_id)
        if membership is None:
            raise NotFound("You are not among the buddies here. Join with `/buddy join`.")
        question_ids = await checkin_store.questions(tx, pair.id, week)
        if question_ids is None:
            question_ids = await self._choose(tx, pair, week)
            await checkin_store.insert_quiz(tx, pair.id, week, question_ids)
        round_id = await self._practice.start_given(
            tx,
            guild_id=pair.guild_id,
            member_id=member_id,
            certification=membership.certification,
            question_ids=question_ids,
        )
        await checkin_store.insert_round(tx, pair.id, week, member_id, round_id)
        return round_id

    async def _choose(self, tx: Tx, pair: Pair, week: str) -> list[str]:
        """From the weak areas of each in turn, then from anywhere: what all of their exams ask, if that is enough."""
        members = await self._members(tx, pair)
        now = self._clock.now()
        certifications = {one.member_id: one.certification for one in members}
        strengths = await self._strengths.of(tx, pair.guild_id, certifications, now)
        bank = _bank(await self._banks.library(tx, pair.guild_id), members, now)
        if not bank:
            raise NotFound(
                "There is no question for both of you yet. Try `/quiz practice` with your own area."
            )
        rng = Random(f"{pair.id}:{week}")
        rng.shuffle(bank)
        topics = [
            (one.certification, area)
            for one in members
            for area in self._strengths.weakest(strengths.get(one.member_id, {}), WEAK_AREAS)
        ]
        rng.shuffle(topics)
        chosen: list[Question] = []
        while len(chosen) < QUESTIONS and topics:
            certification, area = topics.pop(0)
            question = next(
                (q for q in bank if q not in chosen and self._area(certification, q) == area), None
            )
            if question is not None:
                chosen.append(question)
                topics.append((certification, area))
        chosen += [question for question in bank if question not in chosen][: QUESTIONS - len(chosen)]
        return [question.id for question in chosen]

    def _area(self, certification_id: str, question: Question) -> str | None:
        certification = self._banks.base.certifications.get(certification_id)
        area = certification.area_of(question) if certification else None
        return area.id if area else None

    async def standing(self, pair_id: int) -> MiniQuiz | None:
        """Who has done how much of this week's quiz; None when nobody has begun. Raises NotFound.

        Scores and areas are in it only when everybody in the pair shows their areas.
        """

        async def work(tx: Tx) -> MiniQuiz | None:
            pair = await going(tx, pair_id)
            week = await self._week(tx, pair)
            rounds = await checkin_store.rounds(tx, pair_id, week)
            if not rounds:
                return None
            members = await self._members(tx, pair)
            open_to_all = all(Share.AREAS in one.shares for one in members)
            done = [
                await self._done(tx, member_id, rounds[member_id], open_to_all)
                for member_id in pair.members
                if member_id in rounds
            ]
            question_ids = await checkin_store.questions(tx, pair_id, week) or []
            areas = await self._areas(tx, pair, members, question_ids) if open_to_all else ()
            return MiniQuiz(pair, week, areas, tuple(done))

        return await self._db.read(work)

    async def _done(self, tx: Tx, member_id: int, round_id: int, open_to_all: bool) -> QuizDone:
        progress = await self._practice.progress(tx, round_id)
        right = progress.right if open_to_all else None
        return QuizDone(member_id, progress.answered, progress.asked, right)

    async def _areas(
        self, tx: Tx, pair: Pair, members: Sequence[Membership], question_ids: Sequence[str]
    ) -> tuple[str, ...]:
        library = await self._banks.library(tx, pair.guild_id)
        certification = library.certifications.get(members[0].certification) if members else None
        questions = [library.questions[q] for q in question_ids if q in library.questions]
        areas = [certification.area_of(question) for question in questions] if certification else []
        return tuple(dict.fromkeys(area.name for area in areas if area is not None))

    async def _members(self, tx: Tx, pair: Pair) -> list[Membership]:
        found = [await membership_store.find(tx, pair.guild_id, member) for member in pair.members]
        return [one for one in found if one is not None]

    async def _week(self, tx: Tx, pair: Pair) -> str:
        """The ISO week by the clock of the pair's first member, such as 2026-W45."""
        first = await membership_store.find(tx, pair.guild_id, pair.members[0])
        year, week, _ = local_date(self._clock.now(), first.zone if first else "UTC").isocalendar()
        return f"{year}-W{week:02d}"


def _bank(library: Library, members: Sequence[Membership], now: int) -> list[Question]:
    year = code_set_year(local_date(now, "UTC"))
    banks = [
        library.bank(certification, year) for certification in sorted({one.certification for one in members})
    ]
    common = [q for q in banks[0] if all(q in bank for bank in banks[1:])] if banks else []
    return common if len(common) >= QUESTIONS else list(dict.fromkeys(q for bank in banks for q in bank))
