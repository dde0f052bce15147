"""Answering the daily question, and streaks: use cases, one transaction each."""

from dataclasses import replace
from datetime import date

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import NotFound
from bot.features.banks.service import Banks
from bot.features.members.service import MembersService
from bot.features.quiz import answer_store, board_store, streaks, track_store
from bot.features.quiz.counting import standing_at, unanswered_at
from bot.features.quiz.model import (
    Answered,
    AnswerListener,
    Closed,
    Given,
    Occurrence,
    OccurrenceState,
    Post,
    Shown,
    Standing,
    StreakReport,
    Track,
)
from bot.features.quiz.showing import area_id, is_asked, post_of, shown_in
from bot.features.quiz.streaks import Happened, Streak
from bot.features.quiz.verdicts import OUT
from bot.schedule import LATE_AFTER_S

POST = "quiz.post"
CLOSE = "quiz.close"


class QuizService:
    """The daily question, from the member's side."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        banks: Banks,
        members: MembersService,
    ) -> None:
        self._db = db
        self._clock = clock
        self._banks = banks
        self._members = members
        self._listeners: list[AnswerListener] = []

    def listen(self, listener: AnswerListener) -> None:
        """Tell this feature of every first answer."""
        self._listeners.append(listener)

    async def answer(self, *, occurrence_id: int, place: int, member_id: int, guild_id: int) -> Answered:
        """A press on option `place` (0 to 3). The first one is logged and counts; a later one shows the first.

        Raises NotFound for an occurrence that is not this server's, or whose question was withdrawn.
        """
        return await self._db.write(lambda tx: self._answer(tx, occurrence_id, place, member_id, guild_id))

    async def _answer(
        self, tx: Tx, occurrence_id: int, place: int, member_id: int, guild_id: int
    ) -> Answered:
        occurrence, track = await self._of_server(tx, occurrence_id, guild_id)
        shown = shown_in(await self._banks.library(tx, guild_id), occurrence)
        key = shown.key(place)
        now = self._clock.now()
        standing = standing_at(occurrence, track, now)
        scored = standing is Standing.SCORED
        correct = shown.question.is_right(key)
        first = await answer_store.insert(
            tx,
            member_id=member_id,
            guild_id=guild_id,
            track_id=track.id,
            occurrence_id=occurrence.id,
            round_id=None,
            question_id=shown.question.id,
            chosen=key,
            correct=correct,
            scored=scored,
            now=now,
            ruled=OUT if shown.question.thrown_out else None,
        )
        if first and not shown.question.thrown_out:
            given = Given(member_id, guild_id, shown.question.topic, correct, now)
            for listener in self._listeners:
                await listener.answered(tx, given)
        if first and scored:
            streak, earned = await self._score(tx, occurrence, track, shown, member_id, correct)
            return Answered(occurrence.id, shown, key, False, standing, streak, earned)
        return await self._unscored(tx, occurrence, track, shown, member_id, standing, again=not first)

    async def _score(
        self, tx: Tx, occurrence: Occurrence, track: Track, shown: Shown, member_id: int, correct: bool
    ) -> tuple[Streak, bool]:
        await track_store.count_answer(tx, occurrence.id)
        if not shown.question.thrown_out:
            await self._add_to_totals(tx, occurrence, track, shown, member_id, correct)
        before, settled = await self._streak(tx, track.id, member_id, until=occurrence.number)
        streak, _, earned = streaks.step(before, Happened.ANSWERED)
        if settled:
            await answer_store.save_streak(tx, member_id, track.id, streak, occurrence.number)
        return streak, earned

    async def _add_to_totals(
        self, tx: Tx, occurrence: Occurrence, track: Track, shown: Shown, member_id: int, correct: bool
    ) -> None:
        preferences = await self._members.preferences(tx, member_id)
        await board_store.add_to_boards(
            tx,
            guild_id=track.guild_id,
            track_id=track.id,
            on=occurrence.nominal_date,
            member_id=member_id,
            correct=correct,
            listed=preferences.listed,
        )
        area = area_id(self._banks.base, track.certification, shown)
        await board_store.add_to_area(tx, track.guild_id, track.certification, area, correct)

    async def _streak(
        self, tx: Tx, track_id: int, member_id: int, *, until: int | None = None
    ) -> tuple[Streak, bool]:
        """The streak by the occurrences so far (before the one numbered `until`), and whether each of them is settled.

        A post in doubt counts against nobody, but it may turn out to have stood in its channel all along. So nothing
        from it on is folded into the streak that is kept.
        """
        kept = await answer_store.streak(tx, member_id, track_id)
        if kept is None:
            return Streak(), True
        streak, folded = kept
        if until is not None and folded == until - 1:
            return streak, True
        later = await track_store.occurrences_after(tx, track_id, folded)
        since = [occurrence for occurrence in later if until is None or occurrence.number < until]
        if not since:
            return streak, True
        answered = await answer_store.answered_occurrences(tx, member_id, track_id)
        now = self._clock.now()
        happened = (Happened.ANSWERED if o.id in answered else unanswered_at(o, now) for o in since)
        settled = all(occurrence.state is not OccurrenceState.PLANNED for occurrence in since)
        return streaks.after(streak, happened), settled

    async def _unscored(
        self,
        tx: Tx,
        occurrence: Occurrence,
        track: Track,
        shown: Shown,
        member_id: int,
        standing: Standing,
        *,
        again: bool,
    ) -> Answered:
        logged = await answer_store.chosen(tx, occurrence.id, member_id)
        assert logged is not None
        chosen, scored = logged
        streak, _ = await self._streak(tx, track.id, member_id)
        return Answered(
            occurrence.id, shown, chosen, again, Standing.SCORED if scored else standing, streak, False
        )

    async def explained(self, *, occurrence_id: int, member_id: int, guild_id: int) -> Answered:
        """The member's answer once more, for the reasons of all options. Raises NotFound when there is none yet."""

        async def work(tx: Tx) -> Answered:
            occurrence, track = await self._of_server(tx, occurrence_id, guild_id)
            if await answer_store.chosen(tx, occurrence.id, member_id) is None:
                raise NotFound("Answer the question first, then the reasons are yours to read.")
            standing = standing_at(occurrence, track, self._clock.now())
            shown = shown_in(await self._banks.library(tx, guild_id), occurrence)
            return await self._unscored(tx, occurrence, track, shown, member_id, standing, again=True)

        return await self._db.read(work)

    async def post(self, occurrence_id: int) -> Post:
        """What the channel may see of an occurrence. Raises NotFound."""
        return await self._db.read(lambda tx: self._post_by_id(tx, occurrence_id))

    async def post_on(self, track_id: int, nominal_date: date) -> Post:
        """What is to be posted now for a track's occurrence of that date. Raises NotFound."""

        async def work(tx: Tx) -> Post:
            post = await self._post(tx, await track_store.occurrence_on(tx, track_id, nominal_date))
            if post.shown.question.thrown_out:
                raise NotFound("That question was thrown out by the moderators.")
            late = self._clock.now() - post.occurrence.due_at > LATE_AFTER_S
            return replace(post, occurrence=replace(post.occurrence, late=late))

        return await self._db.read(work)

    async def closed(self, occurrence_id: int) -> Closed:
        """What the channel sees after the close. Raises NotFound."""

        async def work(tx: Tx) -> Closed:
            post = await self._post_by_id(tx, occurrence_id)
            return Closed(post, await answer_store.counts(tx, occurrence_id))

        return await self._db.read(work)

    async def stands(self, occurrence_id: int) -> tuple[int, Occurrence]:
        """The server and the post of an occurrence, whatever became of its question. Raises NotFound."""

        async def work(tx: Tx) -> tuple[int, Occurrence]:
            occurrence = await track_store.occurrence(tx, occurrence_id)
            track = await track_store.track(tx, occurrence.track_id) if occurrence else None
            if occurrence is None or track is None:
                raise NotFound("That question is not kept any more.")
            return track.guild_id, occurrence

        return await self._db.read(work)

    async def today(self, guild_id: int, member_id: int) -> list[tuple[Post, str | None]]:
        """The server's open questions that were not withdrawn, each with the key that the member chose, if any."""

        async def work(tx: Tx) -> list[tuple[Post, str | None]]:
            now, found = self._clock.now(), []
            library = await self._banks.library(tx, guild_id)
            for track in await track_store.tracks(tx, guild_id):
                for occurrence in await track_store.open_occurrences(tx, track.id):
                    if now < occurrence.closes_at and is_asked(library, occurrence.question_id):
                        logged = await answer_store.chosen(tx, occurrence.id, member_id)
                        found.append((await self._post(tx, occurrence), logged[0] if logged else None))
            return found

        return await self._db.read(work)

    async def stale_counts(self, most: int) -> list[int]:
        """Ids of open occurrences whose post shows an old number of answers."""

        async def work(tx: Tx) -> list[int]:
            stale = await track_store.stale_counts(tx, self._clock.now(), most)
            return [o.id for o in stale if await self._is_there(tx, o)]

        return await self._db.read(work)

    async def _is_there(self, tx: Tx, occurrence: Occurrence) -> bool:
        track = await track_store.track(tx, occurrence.track_id)
        return (
            track is not None
            and occurrence.question_id in (await self._banks.library(tx, track.guild_id)).questions
        )

    async def count_shown(self, occurrence_id: int, answered: int) -> None:
        """The occurrence's post shows this number of answers now."""
        await self._db.write(lambda tx: track_store.count_shown(tx, occurrence_id, answered))

    async def streaks(self, guild_id: int, member_id: int) -> list[StreakReport]:
        """A member's streaks in a server, each with the account of every day since their first answer."""

        async def work(tx: Tx) -> list[StreakReport]:
            answered_tracks = set(await answer_store.streak_tracks(tx, member_id))
            return [
                await self._report(tx, track, member_id)
                for track in await track_store.tracks(tx, guild_id)
                if track.id in answered_tracks
            ]

        return await self._db.read_heavy(work)

    async def _report(self, tx: Tx, track: Track, member_id: int) -> StreakReport:
        answered = await answer_store.answered_occurrences(tx, member_id, track.id)
        now = self._clock.now()
        happened = [
            (o.nominal_date, Happened.ANSWERED if o.id in answered else unanswered_at(o, now))
            for o in await track_store.occurrences_after(tx, track.id, 0)
        ]
        first = next((n for n, (_, what) in enumerate(happened) if what is Happened.ANSWERED), len(happened))
        days = streaks.explain(happened[first:])
        return StreakReport(track, days[-1].after if days else Streak(), days)

    async def _of_server(self, tx: Tx, occurrence_id: int, guild_id: int) -> tuple[Occurrence, Track]:
        occurrence = await track_store.occurrence(tx, occurrence_id)
        track = await track_store.track(tx, occurrence.track_id) if occurrence else None
        if occurrence is None or track is None or track.guild_id != guild_id:
            raise NotFound(
                "This question is not one of this server's. Use `/quiz today` for the one that is open."
            )
        return occurrence, track

    async def _post_by_id(self, tx: Tx, occurrence_id: int) -> Post:
        return await self._post(tx, await track_store.occurrence(tx, occurrence_id))

    async def _post(self, tx: Tx, occurrence: Occurrence | None) -> Post:
        track = await track_store.track(tx, occurrence.track_id) if occurrence else None
        library = await self._banks.library(tx, track.guild_id) if track else self._banks.base
        return post_of(library, occurrence, track)
