"""What a server asks: the bundled content with the server's own questions and rulings laid over it."""

import json
from collections import OrderedDict
from threading import Lock

from bot.clock import Clock
from bot.db import Database, Tx
from bot.features.banks import store
from bot.features.banks.checking import too_long
from bot.features.banks.model import SUGGESTED, OwnQuestion, RulingSource
from bot.features.banks.overlay import overlaid, own_question, question_id
from bot.library import Library, Question

# So many servers' libraries are held in memory; one takes as much as the server has own questions.
MOST_HELD = 64


class Banks:
    """Each server's library. `base` is the bundled content: certifications and areas are the same everywhere.

    Works run in several threads of the database, some of which are rolled back: a library is held under the
    version it was built from, and no version is given out twice while this process lives.
    """

    def __init__(self, db: Database, clock: Clock, library: Library) -> None:
        self.base = library
        self._db = db
        self._clock = clock
        self._source: RulingSource | None = None
        # Servers that may differ from the bundled content: one too many costs a query, one too few is never so.
        self._differing: set[int] = set()
        self._differing_known = False
        self._held: OrderedDict[int, tuple[int, Library]] = OrderedDict()
        self._issued = 0
        self._lock = Lock()

    def overlay_by(self, source: RulingSource) -> None:
        """Lay this source's rulings over every server's library. Whoever changes them calls `changed`."""
        self._source = source

    async def library(self, tx: Tx, guild_id: int) -> Library:
        """What a server asks, as this transaction sees it. Servers without anything of their own cost no query."""
        if not self._differing_known:
            self._differing.update(await store.servers(tx))
            self._differing_known = True
        if guild_id not in self._differing:
            return self.base
        version = await store.version(tx, guild_id)
        with self._lock:
            held = self._held.get(guild_id)
            if held is not None and held[0] == version:
                self._held.move_to_end(guild_id)
                return held[1]
        library = await self._build(tx, guild_id)
        with self._lock:
            self._held[guild_id] = (version, library)
            self._held.move_to_end(guild_id)
            if len(self._held) > MOST_HELD:
                self._held.popitem(last=False)
        return library

    async def _build(self, tx: Tx, guild_id: int) -> Library:
        own = [
            own_question(question_id(guild_id, number), json.loads(content), self.base.source_labels, author)
            for number, content, author in await store.questions(tx, guild_id)
        ]
        rulings = await self._source.rulings(tx, guild_id) if self._source else ()
        return overlaid(self.base, own, rulings)

    async def changed(self, tx: Tx, guild_id: int) -> None:
        """What the server asks changes in this transaction: from here on `library` gives it as it then is."""
        self._differing.add(guild_id)
        kept = await store.version(tx, guild_id)
        with self._lock:
            self._issued = version = max(self._issued, kept) + 1
        await store.set_version(tx, guild_id, version)

    async def add(self, tx: Tx, guild_id: int, question: OwnQuestion, author_id: int | None) -> str:
        """Put one question into the server's bank of suggestions. Returns its id."""
        await self.changed(tx, guild_id)
        bank_id = await store.suggested(tx, guild_id)
        if bank_id is None:
            bank_id = await store.insert_bank(
                tx,
                guild_id=guild_id,
                name="Suggested by members",
                format_=SUGGESTED,
                imported_by=None,
                now=self._clock.now(),
                waiting=False,
            )
        number = await store.insert_questions(tx, guild_id, bank_id, [written(question)], author_id)
        return question_id(guild_id, number)


def written(question: OwnQuestion) -> str:
    """The question as it is kept."""
    content = question.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def unshowable(question: OwnQuestion) -> str:
    """Why a question does not fit into messages that show it, as the end of a sentence; empty where it does."""
    return next(too_long(question), "")


def as_question(question: OwnQuestion, base: Library) -> Question:
    """How an own question would be shown, before it is kept anywhere."""
    return own_question("s0-0", json.loads(written(question)), base.source_labels, None)
