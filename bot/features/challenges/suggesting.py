"""`/quiz suggest`: a member writes a question, hears at once what the bank's rules say, and moderators decide."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotAllowed, NotFound
from bot.features.banks.model import OwnQuestion
from bot.features.banks.service import Banks, as_question, unshowable
from bot.features.challenges import suggestion_store
from bot.features.challenges.calls import CallService
from bot.features.challenges.model import REASON_LONGEST, Draft, Suggestion, SuggestionState
from bot.features.challenges.news import NewsService
from bot.features.challenges.suggested import WRONG, entry, explained, missing, read, unusable
from bot.features.challenges.suggested_codes import codes_of, faults, not_looked_up, recast
from bot.features.codes.model import Validity
from bot.features.codes.service import CodesService
from bot.features.quiz.model import Shown
from bot.features.quiz.practice import PracticeService
from bot.library import Library
from bot.library.single import Rules
from bot.typed import written

MOST_WAITING = 5
MOST_PROBLEMS = 8
NO_TABLES = "The code tables are missing here, so nobody has looked its codes up."
_DEFAULT = {"kind": "application", "difficulty": "3"}


class SuggestionsService:
    """What members write for their server's bank."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        banks: Banks,
        rules: Rules,
        codes: CodesService,
        practice: PracticeService,
        calls: CallService,
        news: NewsService,
    ) -> None:
        self._db = db
        self._clock = clock
        self._banks = banks
        self._rules = rules
        self._codes = codes
        self._practice = practice
        self._calls = calls
        self._news = news

    def topics(self, typed: str) -> list[tuple[str, str]]:
        """(id, name) of topics that match what is being typed."""
        wanted = typed.casefold().strip()
        names = self._banks.base.topic_names
        return [(id_, name) for id_, name in names.items() if wanted in f"{id_} {name}".casefold()]

    async def documents(self) -> dict[str, str]:
        """What can be cited: name → title."""
        return await asyncio.to_thread(self._rules.documents)

    async def begin(self, *, guild_id: int, member_id: int, area: str, topic: str) -> Suggestion:
        """A new draft; or the one begun before with all that was written, moved to that area and topic.

        A private message is gone with the next start of the phone: what was typed must not be. Raises BadInput for an
        unknown area or topic, or when too many wait already.
        """
        certification, found = await self._practice.find_area(guild_id, area)
        names = self._banks.base.topic_names
        known = next(
            (t for t, name in names.items() if topic.casefold().strip() in (t.casefold(), name.casefold())),
            None,
        )
        if known is None:
            raise BadInput("Pick a topic from the list that appears while you type.")
        place = {"certification": certification.id, "area": min(found.covers), "topic": known}

        async def work(tx: Tx) -> Suggestion:
            if await suggestion_store.waiting_of(tx, guild_id, member_id) >= MOST_WAITING:
                raise BadInput(
                    f"{MOST_WAITING} of your questions wait for the moderators. Let them decide some first."
                )
            begun = await suggestion_store.begun(tx, guild_id, member_id)
            if begun is None:
                return await suggestion_store.begin(
                    tx, guild_id, member_id, {**place, **_DEFAULT}, self._clock.now()
                )
            await suggestion_store.write(tx, begun.id, {**begun.written, **place})
            return await self._own(tx, begun.id, member_id)

        return await self._db.write(work)

    async def clear(self, suggestion_id: int, member_id: int) -> Draft:
        """Take everything out of a draft that was written. Raises NotFound, NotAllowed or BadInput."""

        async def work(tx: Tx) -> Suggestion:
            draft = await self._own(tx, suggestion_id, member_id)
            place = {name: draft.written[name] for name in ("certification", "area", "topic")}
            await suggestion_store.write(tx, suggestion_id, {**place, **_DEFAULT})
            return await self._own(tx, suggestion_id, member_id)

        return await self._checked(await self._db.write(work))

    async def draft(self, suggestion_id: int, member_id: int) -> Suggestion:
        """The member's own draft. Raises NotFound or NotAllowed."""
        return await self._db.read(lambda tx: self._own(tx, suggestion_id, member_id))

    async def write(self, suggestion_id: int, member_id: int, step: int, typed: Mapping[str, str]) -> Draft:
        """Keep what one form asked, whatever is wrong with it, and say what that is. Raises NotFound or NotAllowed."""
        fields = read(step, typed)

        async def work(tx: Tx) -> Suggestion:
            suggestion = await self._own(tx, suggestion_id, member_id)
            await suggestion_store.write(tx, suggestion_id, {**suggestion.written, **fields})
            return await self._own(tx, suggestion_id, member_id)

        return await self._checked(await self._db.write(work))

    async def send(self, suggestion_id: int, member_id: int) -> Suggestion:
        """Give it to the moderators. Raises BadInput while something is wrong with it."""
        draft = await self._checked(await self.draft(suggestion_id, member_id))
        if draft.missing or draft.problems:
            raise BadInput(
                "There is still something to mend in your question. " + " ".join(draft.problems[:2])
            )

        async def work(tx: Tx) -> Suggestion:
            suggestion = await self._own(tx, suggestion_id, member_id)
            if suggestion.written != draft.suggestion.written:
                raise BadInput("Your question was changed meanwhile. Look at it once more, then send it.")
            if await suggestion_store.waiting_of(tx, suggestion.guild_id, member_id) >= MOST_WAITING:
                raise BadInput(
                    f"{MOST_WAITING} of your questions wait for the moderators. Let them decide some first."
                )
            await suggestion_store.send(tx, suggestion_id, self._clock.now())
            await self._calls.suggestion_sent(tx, suggestion.guild_id, suggestion_id)
            return suggestion

        return await self._db.write(work)

    async def show(self, guild_id: int, suggestion_id: int) -> Draft:
        """A suggestion for those who decide, held against the rules anew. Raises NotFound."""
        suggestion = await self._db.read(lambda tx: self._sent(tx, guild_id, suggestion_id))
        draft = await self._checked(suggestion)
        return replace(draft, upcoming=await self.upcoming(guild_id, suggestion_id))

    async def upcoming(self, guild_id: int, suggestion_id: int) -> int | None:
        """Another one that waits."""
        return await self._db.read(lambda tx: suggestion_store.after(tx, guild_id, suggestion_id))

    async def approve(self, guild_id: int, suggestion_id: int, *, by: int) -> str:
        """Take it into the server's bank. Returns its id there. Raises NotFound, or BadInput when it can't be taken."""
        draft = await self.show(guild_id, suggestion_id)
        if draft.problems:
            raise BadInput(f"It does not pass the bank's rules any more. {draft.problems[0]}")
        question = await self._question(draft.suggestion)

        async def work(tx: Tx) -> str:
            suggestion = await self._undecided(tx, guild_id, suggestion_id)
            question_id = await self._banks.add(tx, guild_id, question, suggestion.author_id)
            await self._decide(tx, suggestion, question_id, "", by)
            return question_id

        return await self._db.write(work)

    async def decline(self, guild_id: int, suggestion_id: int, *, reason: str, by: int) -> None:
        """Not taken; the author is told why. Raises NotFound, or BadInput when it is decided already."""
        reason = written(reason, "The reason", most=REASON_LONGEST)

        async def work(tx: Tx) -> None:
            suggestion = await self._undecided(tx, guild_id, suggestion_id)
            await self._decide(tx, suggestion, None, reason, by)

        await self._db.write(work)

    async def _decide(
        self, tx: Tx, suggestion: Suggestion, question_id: str | None, reason: str, by: int
    ) -> None:
        now = self._clock.now()
        await suggestion_store.decide(
            tx, suggestion.id, question_id=question_id, reason=reason, by=by, now=now
        )
        await self._news.suggestion_decided(tx, suggestion.guild_id, suggestion.id, suggestion.author_id)

    async def _checked(self, suggestion: Suggestion) -> Draft:
        """By the same rules as the bank, off the event loop, with its codes looked up."""
        if (unfit := unusable(suggestion.written)) or missing(suggestion.written):
            return Draft(suggestion, missing=missing(suggestion.written), problems=unfit)
        library = await self._db.read(lambda tx: self._banks.library(tx, suggestion.guild_id))
        known, remark = await self._looked_up(suggestion)
        problems = await asyncio.to_thread(self._problems, suggestion, library, known)
        if problems:
            return Draft(suggestion, missing=False, problems=problems, remark=remark)
        question = as_question(await self._question(suggestion), self._banks.base)
        return Draft(suggestion, missing=False, shown=Shown(question, "ABCD"), remark=remark)

    async def _looked_up(self, suggestion: Suggestion) -> tuple[Validity | None, str]:
        """What the code tables say of its codes, and what is to be said of those that nobody could look up."""
        codes = codes_of(suggestion.written, WRONG)
        named = [code["code"] for code in codes if code["sys"] == "icd10cm"]
        try:
            return await self._codes.validity(named) if named else None, not_looked_up(codes)
        except NotFound:
            return None, NO_TABLES

    def _problems(self, suggestion: Suggestion, library: Library, known: Validity | None) -> tuple[str, ...]:
        entered = self._entry(suggestion, known)
        question = {"id": "suggested", **entered}
        stems = [other.stem for other in library.questions.values()]
        found = [explained(problem) for problem in self._rules.check(question, stems)]
        if known is not None:
            codes = recast(codes_of(suggestion.written, WRONG), suggestion.written, WRONG, known)
            found += faults(codes, known, self._codes.year)
        if not found and (why := unshowable(OwnQuestion.model_validate(entered))):
            found.append(f"It {why}." if why.startswith("is ") else f"{why[:1].upper()}{why[1:]}.")
        more = [f"And {len(found) - MOST_PROBLEMS} more."] if len(found) > MOST_PROBLEMS else []
        return (*found[:MOST_PROBLEMS], *more)

    async def _question(self, suggestion: Suggestion) -> OwnQuestion:
        known, _ = await self._looked_up(suggestion)
        return OwnQuestion.model_validate(await asyncio.to_thread(self._entry, suggestion, known))

    def _entry(self, suggestion: Suggestion, known: Validity | None) -> dict[str, object]:
        edition = self._rules.edition(suggestion.written["doc"])
        return entry(suggestion.written, edition, self._clock.today().date(), known)

    async def _own(self, tx: Tx, suggestion_id: int, member_id: int) -> Suggestion:
        suggestion = await suggestion_store.find(tx, suggestion_id)
        if suggestion is None:
            raise NotFound("That question is not kept any more. Begin a new one: `/quiz suggest`.")
        if suggestion.author_id != member_id:
            raise NotAllowed("That is somebody else's question. Begin your own: `/quiz suggest`.")
        if suggestion.state is not SuggestionState.DRAFT:
            raise BadInput("That question is with the moderators already. Begin a new one: `/quiz suggest`.")
        return suggestion

    async def _sent(self, tx: Tx, guild_id: int, suggestion_id: int) -> Suggestion:
        suggestion = await suggestion_store.find(tx, suggestion_id)
        if suggestion is None or suggestion.guild_id != guild_id or suggestion.state is SuggestionState.DRAFT:
            raise NotFound("There is no such suggestion in this server. `/quiz queue` shows those there are.")
        return suggestion

    async def _undecided(self, tx: Tx, guild_id: int, suggestion_id: int) -> Suggestion:
        suggestion = await self._sent(tx, guild_id, suggestion_id)
        if suggestion.state is not SuggestionState.WAITING:
            raise BadInput(f"That suggestion was {suggestion.state.value} meanwhile.")
        return suggestion
