"""Finding among 100,000 mnemonics of one server, next to the least that asking the database costs."""

import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from statistics import median

from bot.app import open_services
from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import Refusal
from bot.features.mnemonics import index_store
from bot.features.mnemonics.model import Mnemonic, Texts
from bot.features.mnemonics.shelf import words_in
from bot.features.mnemonics.texts import key_of
from bot.library import Library, load
from bot.services import Services
from bot.settings import Settings
from tests.bench.figures import Aim, Figure

TITLE = "Mnemonics (MnemonicsService, 100,000 of one server)"
BASELINE = "SELECT 1"
MANY = 100_000
GUILD, MEMBER = 1, 7
ROUNDS = 15
FOUND_WITHIN_MS = Aim(at_most=20, of_value=True)
SUGGESTED_WITHIN_MS = Aim(at_most=30, of_value=True)
FOUND = {
    "words": ["cranial nerves", "global period modifier", "sepsis sequencing first", "excludes note"],
    "a word that nearly all have": ["code", "the", "coding", "codes"],
    "mistyped words": ["crainal nerves", "modifer", "sequenceing", "asdfqwer zxcvbnm"],
    "nothing": ["qqq www eee", "zzzz", "xylophone zebra", "0 0 0"],
}
TYPED = ["c", "co", "cod", "cranial ner", "modif", "sep"]


def sayings(library: Library) -> Iterator[Mnemonic]:
    """Many, each of words that the bank uses, on a topic of it."""
    rng = Random("mnemonics")
    words = sorted({word for question in library.questions.values() for word in question.stem.split()})
    common = ["code", "codes", "the", "coding", "note", "first", "modifier"]
    topics = list(library.topic_names)
    for number in range(1, MANY + 1):
        hook = " ".join([rng.choice(common), *rng.choices(words, k=8)])
        texts = Texts(hook[:200], " ".join(rng.choices(words, k=25))[:500], "")
        yield Mnemonic(str(number), GUILD, number % 5000 + 10, rng.choice(topics), texts)


async def fill(db: Database, library: Library) -> None:
    """Write them straight into the tables."""
    ones = list(sayings(library))

    async def work(tx: Tx) -> None:
        await tx.run_many(
            """INSERT INTO mnemonics (id, guild_id, author_id, topic, hook, stands_for, story, hook_key, state,
                created_at) VALUES (:id, :guild, :author, :topic, :hook, :meaning, '', :key, 'shown', 0)""",
            (
                {
                    "id": one.number,
                    "guild": GUILD,
                    "author": one.author_id,
                    "topic": one.topic,
                    "hook": one.texts.hook,
                    "meaning": one.texts.stands_for,
                    "key": key_of(one.texts.hook),
                }
                for one in ones
            ),
        )
        await tx.run_many(
            """INSERT INTO mnemonic_tallies (ref, number, home, topic, shown, everywhere, score)
            VALUES (:ref, :number, :home, :topic, 1, 0, :score)""",
            (
                {
                    "ref": one.ref,
                    "number": one.number,
                    "home": GUILD,
                    "topic": one.topic,
                    "score": one.number % 997,
                }
                for one in ones
            ),
        )
        for one in ones:
            words = words_in(one, library.topic_names[one.topic])
            await index_store.put(tx, one.number, GUILD, one.topic, words, everywhere=False)

    await db.write(work)


async def _ms(ask: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    with suppress(Refusal):
        await ask()
    return (time.perf_counter() - begun) * 1000


async def _slowest(ask: Callable[[str], Awaitable[object]], texts: list[str]) -> float:
    """Of the texts the one that takes longest, each by its median, in ms."""
    taken = {
        text: [await _ms(lambda text=text: ask(text)) for _ in range(ROUNDS)]  # type: ignore[misc]
        for text in texts
    }
    return max(median(durations) for durations in taken.values())


async def _select_1(services: Services) -> float:
    return median([await _ms(lambda: services.db.read(lambda tx: tx.value("SELECT 1"))) for _ in range(100)])


async def measured() -> list[Figure]:
    """Measure, and tell."""
    library = load(Settings.model_validate({}).content)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.model_validate(
            {"CROSSWALK_DATABASE_URL": f"sqlite:///{Path(folder)}/bench.sqlite3"}
        )
        async with open_services(settings, Clock(1_800_000_000, frozen=True), library=library) as services:
            begun = time.perf_counter()
            await fill(services.db, library)
            figures = [Figure("filling the tables", "s", time.perf_counter() - begun)]
            figures.append(Figure("the database", "MB", services.db.path.stat().st_size / 1e6))
            figures += await _figures(services)
    return figures


async def _figures(services: Services) -> list[Figure]:
    members, recall = services.mnemonics.members, services.mnemonics.recall
    least = await _select_1(services)
    figures = []
    for what, texts in FOUND.items():
        slowest = await _slowest(
            lambda text: members.find(guild_id=GUILD, member_id=MEMBER, query=text), texts
        )
        figures.append(Figure(f"find {what}, the slowest", "ms", slowest, least, FOUND_WITHIN_MS))
    on_topic = await _slowest(
        lambda text: members.find(guild_id=GUILD, member_id=MEMBER, query=text, topic="neoplasms"),
        ["code", "first note"],
    )
    figures.append(Figure("find on a topic, the slowest", "ms", on_topic, least, FOUND_WITHIN_MS))
    typing = await _slowest(lambda text: members.suggest(GUILD, text), TYPED)
    figures.append(Figure("suggest while typing, the slowest", "ms", typing, least, SUGGESTED_WITHIN_MS))
    hook = await _slowest(
        lambda topic: recall.hook_for(guild_id=GUILD, member_id=MEMBER, topic=topic), ["neoplasms", "HIPAA"]
    )
    figures.append(Figure("the hook after a wrong answer", "ms", hook, least))
    near = await _slowest(
        lambda text: services.mnemonics.authors.near(GUILD, text), ["code first note for the modifier", "new"]
    )
    figures.append(Figure("what is like a new one", "ms", near, least))
    return figures
