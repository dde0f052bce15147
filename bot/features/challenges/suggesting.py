"""`/quiz suggest`: a member writes a question, hears at once what the bank's rules say, and moderators decide."""

import asyncio
from collections.abc import Mapping

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotAllowed, NotFound
from bot.features.banks.model import OwnQuestion
from bot.features.banks.service import Banks, as_question
from bot.features.challenges import suggestion_store
from bot.features.challenges.calls import CallService
from bot.features.challenges.model import REASON_LONGEST, Draft, Suggestion, SuggestionState
from bot.features.challenges.news import NewsService
from bot.features.challenges.suggested import STEPS, WRONG, entry, explained, missing, split_wrong
from bot.features.quiz.model import Shown
from bot.features.quiz.practice import PracticeService
from bot.library import Library
from bot.library.shapes import OPTION_LIMIT, STEM_LIMIT, WHY_LIMIT
from bot.library.single import Rules
from bot.typed import seen, written

MOST_WAITING = 5
MOST_PROBLEMS = 8
_LIMITS = {"stem": STEM_LIMIT, "right_why": WHY_LIMIT}


class SuggestionsService:
    """What members write for their server's bank."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        banks: Banks,
        rules: Rules,
        practice: PracticeService,
        calls: CallService,
        news: NewsService,
    ) -> None:
        self._db = db
        self._clock = clock
        self._banks = banks
        self._rules = rules
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
        """A new draft. Raises BadInput for an unknown area or topic, or when too many wait already."""
        certification, found = await self._practice.find_area(guild_id, area)
        names = self._banks.base.topic_names
        known = next(
            (t for t, name in names.items() if topic.casefold().strip() in (t.casefold(), name.casefold())),
            None,
        )
        if known is None:
            raise BadInput("Pick a topic from the list that appears while you type.")
        begun = {"certification": certification.id, "area": min(found.covers), "topic": known}
        begun |= {"kind": "application", "difficulty": "3"}

        async def work(tx: Tx) -> Suggestion:
            if await suggestion_store.waiting_of(tx, guild_id, member_id) >= MOST_WAITING:
                raise BadInput(
                    f"{MOST_WAITING} of your questions wait for the moderators. Let them decide some first."
                )
            return await suggestion_store.begin(tx, guild_id, member_id, begun, self._clock.now())

        return await self._db.write(work)

    async def draft(self, suggestion_id: int, member_id: int) -> Suggestion:
        """The member's own draft. Raises NotFound or NotAllowed."""
        return await self._db.read(lambda tx: self._own(tx, suggestion_id, member_id))

    async def write(self, suggestion_id: int, member_id: int, step: int, typed: Mapping[str, str]) -> Draft:
        """Keep what one form asked, and say what is still wrong. Raises BadInput for what can't be kept at all."""
        fields = _read(step, typed)

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
        return await self._checked(await self._db.read(lambda tx: self._sent(tx, guild_id, suggestion_id)))

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
        """By the same rules as the bank, off the event loop."""
        if missing(suggestion.written):
            return Draft(suggestion, missing=True)
        library = await self._db.read(lambda tx: self._banks.library(tx, suggestion.guild_id))
        problems = await asyncio.to_thread(self._problems, suggestion, library)
        if problems:
            return Draft(suggestion, missing=False, problems=problems)
        question = as_question(await self._question(suggestion), self._banks.base)
        return Draft(suggestion, missing=False, shown=Shown(question, "ABCD"))

    def _problems(self, suggestion: Suggestion, library: Library) -> tuple[str, ...]:
        question = {"id": "suggested", **self._entry(suggestion)}
        stems = [other.stem for other in library.questions.values()]
        found = [explained(problem) for problem in self._rules.check(question, stems)]
        more = [f"And {len(found) - MOST_PROBLEMS} more."] if len(found) > MOST_PROBLEMS else []
        return (*found[:MOST_PROBLEMS], *more)

    async def _question(self, suggestion: Suggestion) -> OwnQuestion:
        return OwnQuestion.model_validate(await asyncio.to_thread(self._entry, suggestion))

    def _entry(self, suggestion: Suggestion) -> dict[str, object]:
        edition = self._rules.edition(suggestion.written["doc"])
        return entry(suggestion.written, edition, self._clock.today().date())

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
            raise NotFound(
                "There is no such suggestion in this server. `/admin challenges list` shows those there are."
            )
        return suggestion

    async def _undecided(self, tx: Tx, guild_id: int, suggestion_id: int) -> Suggestion:
        suggestion = await self._sent(tx, guild_id, suggestion_id)
        if suggestion.state is not SuggestionState.WAITING:
            raise BadInput(f"That suggestion was {suggestion.state.value} meanwhile.")
        return suggestion


def _read(step: int, typed: Mapping[str, str]) -> dict[str, str]:
    """What a form asked, by field. Raises BadInput for texts that can't be kept; the rules come later."""
    if not 0 <= step < len(STEPS):
        raise BadInput("There is no such form. Begin anew: `/quiz suggest`.")
    if step == 1:
        fields: dict[str, str] = {}
        for number in WRONG:
            option, why = split_wrong(seen(typed.get(f"wrong{number}", "")))
            fields[f"wrong{number}"] = written(option, f"Wrong answer {number}", most=OPTION_LIMIT, letters=1)
            name = f"Why wrong answer {number} is wrong (below it, on a new line)"
            fields[f"why{number}"] = written(why, name, most=WHY_LIMIT)
        return fields
    if step == 2:
        return {name: typed.get(name, "")[:40] for name in STEPS[2]}
    named = {
        "stem": "The question",
        "right": "The right answer",
        "right_why": "Why it is right",
        "sec": "The place",
    }
    fields = {
        name: written(typed.get(name, ""), called, most=_LIMITS.get(name, OPTION_LIMIT), letters=1)
        for name, called in named.items()
    }
    one_line = {name: " ".join(text.split()) for name, text in fields.items() if name != "stem"}
    return {**fields, **one_line, "doc": typed.get("doc", "")[:60]}
