"""Practice rounds: a few questions on an area, in private. Their answers are logged and never scored."""

from collections.abc import Sequence
from random import Random
from typing import Protocol

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotAllowed, NotFound
from bot.features.banks.service import Banks
from bot.features.quiz import answer_store, round_store, track_store
from bot.features.quiz.choosing import shuffled_keys
from bot.features.quiz.model import AnswerListener, Given, Progress, RoundAnswer, RoundQuestion, Shown
from bot.features.quiz.round_store import Round, RoundRow
from bot.features.quiz.showing import is_asked
from bot.features.quiz.verdicts import OUT
from bot.library import BlueprintArea, Certification, Library, Question, code_set_year

MOST_QUESTIONS = 20


class RoundListener(Protocol):
    """A feature that asks its own questions in rounds."""

    async def round_finished(self, tx: Tx, round_id: int, member_id: int) -> None:
        """The last question of a round was answered, in this transaction."""


class PracticeService:
    """`/quiz practice`."""

    def __init__(self, db: Database, clock: Clock, banks: Banks) -> None:
        self._db = db
        self._clock = clock
        self._banks = banks
        self._listeners: list[AnswerListener] = []
        self._round_listeners: list[RoundListener] = []

    def listen_to_rounds(self, listener: RoundListener) -> None:
        """Tell this feature whenever a round is done."""
        self._round_listeners.append(listener)

    def listen(self, listener: AnswerListener) -> None:
        """Tell this feature of every first answer."""
        self._listeners.append(listener)

    async def areas(self, guild_id: int, typed: str) -> list[tuple[str, str]]:
        """(value, label) of areas that match what is being typed; those of the server's own tracks come first."""
        own, library = await self._db.read(lambda tx: self._own(tx, guild_id))
        certifications = sorted(library.certifications.values(), key=lambda c: (c.id not in own, c.id))
        wanted = typed.casefold().strip()
        labels = [
            (f"{certification.id}/{area.id}", f"{certification.id}: {area.name}")
            for certification in certifications
            for area in certification.areas
            if self._questions(library, certification, area)
        ]
        return [(value, label) for value, label in labels if wanted in label.casefold()]

    async def start(self, *, guild_id: int, member_id: int, area: str, count: int) -> RoundQuestion:
        """A new round; gives its first question. Raises BadInput for an unknown area or a count that can't be."""
        if not 1 <= count <= MOST_QUESTIONS:
            raise BadInput(f"Choose between 1 and {MOST_QUESTIONS} questions.")

        async def work(tx: Tx) -> RoundQuestion:
            own, library = await self._own(tx, guild_id)
            certification, chosen = _find_area(library, area, own)
            questions = self._questions(library, certification, chosen)
            if not questions:
                raise NotFound(
                    f"There is no {certification.id} question on {chosen.name} yet. Try another area."
                )
            now = self._clock.now()
            seed = Random(f"{member_id}:{now}:{area}")
            picked = seed.sample(questions, min(count, len(questions)))
            rows = [(question.id, shuffled_keys(question, seed)) for question in picked]
            round_id = await round_store.insert(tx, member_id, guild_id, certification.id, rows, now)
            return await self._question(tx, library, round_id, 0, certification.id)

        return await self._db.write(work)

    async def start_given(
        self, tx: Tx, *, guild_id: int, member_id: int, certification: str, question_ids: Sequence[str]
    ) -> int:
        """A new round of these questions, inside the caller's transaction. Returns its id.

        Each member's options are shuffled anew. Raises NotFound when the bank has none of the questions any more.
        """
        library = await self._banks.library(tx, guild_id)
        questions = [library.questions[q] for q in question_ids if is_asked(library, q)]
        if not questions:
            raise NotFound("Those questions have been withdrawn from the bank. Try another round next week.")
        now = self._clock.now()
        seed = Random(f"{member_id}:{now}:{question_ids[0]}")
        rows = [(question.id, shuffled_keys(question, seed)) for question in questions]
        return await round_store.insert(tx, member_id, guild_id, certification, rows, now)

    async def progress(self, tx: Tx, round_id: int) -> Progress:
        """How far a round is; nothing of it when it is not kept any more."""
        practice = await round_store.find(tx, round_id)
        library = await self._banks.library(tx, practice.guild_id) if practice else self._banks.base
        rows = await round_store.questions(tx, round_id)
        left, answered = _left(library, rows), sum(row.chosen is not None for row in rows)
        return Progress(
            asked=answered + len(left),
            answered=answered,
            right=sum(_is_right(library, row) for row in rows),
            upcoming=left[0] if left else None,
        )

    async def answer(self, *, round_id: int, position: int, place: int, member_id: int) -> RoundAnswer:
        """A press on option `place`, from 0. Raises NotFound, or NotAllowed for somebody else's round."""
        return await self._db.write(lambda tx: self._answer(tx, round_id, position, place, member_id))

    async def _answer(self, tx: Tx, round_id: int, position: int, place: int, member_id: int) -> RoundAnswer:
        practice = await self._own_round(tx, round_id, member_id)
        library = await self._banks.library(tx, practice.guild_id)
        question = await self._question(tx, library, round_id, position, practice.certification)
        key = question.shown.key(place)
        first = await round_store.choose(tx, round_id, position, key)
        if first:
            await self._log(tx, practice, question, key)
        rows = await round_store.questions(tx, round_id)
        if first and not _left(library, rows):
            for listener in self._round_listeners:
                await listener.round_finished(tx, round_id, member_id)
        return await self._outcome(tx, practice, library, question, rows, again=not first)

    async def _log(self, tx: Tx, practice: Round, question: RoundQuestion, key: str) -> None:
        asked, now = question.shown.question, self._clock.now()
        await answer_store.insert(
            tx,
            member_id=practice.member_id,
            guild_id=practice.guild_id,
            track_id=None,
            occurrence_id=None,
            round_id=practice.id,
            question_id=asked.id,
            chosen=key,
            correct=asked.is_right(key),
            scored=False,
            now=now,
            ruled=OUT if asked.thrown_out else None,
        )
        given = Given(practice.member_id, practice.guild_id, asked.topic, asked.is_right(key), now)
        for listener in [] if asked.thrown_out else self._listeners:
            await listener.answered(tx, given)

    async def _outcome(
        self,
        tx: Tx,
        practice: Round,
        library: Library,
        question: RoundQuestion,
        rows: list[RoundRow],
        *,
        again: bool,
    ) -> RoundAnswer:
        chosen = next(row.chosen for row in rows if row.position == question.position)
        assert chosen is not None
        left = _left(library, rows)
        upcoming = (
            await self._question(tx, library, question.round_id, left[0], question.certification)
            if left
            else None
        )
        right = sum(_is_right(library, row) for row in rows)
        answered = sum(row.chosen is not None and not _is_out(library, row) for row in rows)
        return RoundAnswer(question, chosen, again, upcoming, right, answered, practice.guild_id)

    async def explained(self, *, round_id: int, position: int, member_id: int) -> tuple[int, RoundQuestion]:
        """The server whose round it is, and a question that the member has answered. Raises NotFound or NotAllowed."""

        async def work(tx: Tx) -> tuple[int, RoundQuestion]:
            practice = await self._own_round(tx, round_id, member_id)
            library = await self._banks.library(tx, practice.guild_id)
            found = await self._question(tx, library, round_id, position, practice.certification)
            if (await round_store.questions(tx, round_id))[position].chosen is None:
                raise NotFound("Answer the question first.")
            return practice.guild_id, found

        return await self._db.read(work)

    async def find_area(self, guild_id: int, area: str) -> tuple[Certification, BlueprintArea]:
        """The area that somebody picked or typed. Raises BadInput."""

        async def work(tx: Tx) -> tuple[Certification, BlueprintArea]:
            own, library = await self._own(tx, guild_id)
            return _find_area(library, area, own)

        return await self._db.read(work)

    async def question(self, *, round_id: int, position: int, member_id: int) -> RoundQuestion:
        """A question of the member's round once more; the next one where it was withdrawn from the bank meanwhile.

        Raises NotFound or NotAllowed.
        """

        async def work(tx: Tx) -> RoundQuestion:
            practice = await self._own_round(tx, round_id, member_id)
            library = await self._banks.library(tx, practice.guild_id)
            rows = await round_store.questions(tx, round_id)
            gone = any(row.position == position and row.question_id not in library.questions for row in rows)
            left = _left(library, rows) if gone else []
            place = left[0] if left else position
            return await self._question(tx, library, round_id, place, practice.certification)

        return await self._db.read(work)

    async def _own_round(self, tx: Tx, round_id: int, member_id: int) -> Round:
        practice = await round_store.find(tx, round_id)
        if practice is None:
            raise NotFound("That practice round is not kept any more. Start a new one: `/quiz practice`.")
        if practice.member_id != member_id:
            raise NotAllowed("That is somebody else's practice round. Start your own: `/quiz practice`.")
        return practice

    async def _question(
        self, tx: Tx, library: Library, round_id: int, position: int, certification_id: str
    ) -> RoundQuestion:
        rows = await round_store.questions(tx, round_id)
        if not 0 <= position < len(rows):
            raise NotFound("That practice round has no such question. Start a new one: `/quiz practice`.")
        question = library.questions.get(rows[position].question_id)
        if question is None:
            raise NotFound(
                "That question has been withdrawn from the bank. Start a new round: `/quiz practice`."
            )
        area = library.certification(certification_id).area_of(question)
        name = area.name if area else ""
        return RoundQuestion(
            round_id, position, len(rows), name, certification_id, Shown(question, rows[position].order)
        )

    async def _own(self, tx: Tx, guild_id: int) -> tuple[set[str], Library]:
        """The certifications of the server's own tracks, and its library."""
        tracks = await track_store.tracks(tx, guild_id)
        return {track.certification for track in tracks}, await self._banks.library(tx, guild_id)

    def _questions(
        self, library: Library, certification: Certification, area: BlueprintArea
    ) -> list[Question]:
        bank = library.bank(certification.id, code_set_year(self._clock.today().date()))
        return [question for question in bank if question.area in area.covers]


def _left(library: Library, rows: list[RoundRow]) -> list[int]:
    """The positions that are still to be answered; what was withdrawn from the bank is passed over."""
    return [row.position for row in rows if row.chosen is None and row.question_id in library.questions]


def _is_right(library: Library, row: RoundRow) -> bool:
    question = library.questions.get(row.question_id)
    if question is None or row.chosen is None or question.thrown_out:
        return False
    return question.is_right(row.chosen)


def _is_out(library: Library, row: RoundRow) -> bool:
    """Answered, and thrown out by the server: counts for nothing."""
    question = library.questions.get(row.question_id)
    return question is not None and question.thrown_out and row.chosen is not None


def _find_area(library: Library, text: str, own: set[str]) -> tuple[Certification, BlueprintArea]:
    """By what the list offers or shows, or by name; of several exams, the one that the server has a track for."""
    wanted = " ".join(text.split()).casefold()
    areas = [(cert, area) for cert in library.certifications.values() for area in cert.areas]
    for spellings in (_with_certification, _alone):
        found = [(cert, area) for cert, area in areas if wanted in spellings(cert, area)]
        ours = [(cert, area) for cert, area in found if cert.id in own]
        if len(found) == 1 or len(ours) == 1:
            return (ours or found)[0]
        if found:
            listed = " · ".join(f"{cert.id}: {area.name}" for cert, area in found)
            raise BadInput(f"Several exams have that area. Send one of: {listed}")
    raise BadInput("Pick an area from the list that appears while you type, such as “CPC: Anatomy”.")


def _with_certification(certification: Certification, area: BlueprintArea) -> set[str]:
    id_, name = certification.id, area.name
    return {
        text.casefold() for text in (f"{id_}/{area.id}", f"{id_}/{name}", f"{id_}: {name}", f"{id_} {name}")
    }


def _alone(_: Certification, area: BlueprintArea) -> set[str]:
    return {area.name.casefold()}
