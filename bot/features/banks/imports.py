"""Own banks, from the admins' side: import, list, remove, export."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotFound
from bot.features.banks import files, store, yaml_file
from bot.features.banks.checking import CodeLook, Given, checked, declared_codes, fingerprint
from bot.features.banks.drafts import MOST_BYTES, MOST_ROWS, Drafts
from bot.features.banks.model import Bank, ExportFile, Failed, Imported, OwnQuestion, Progress
from bot.features.banks.service import Banks, written
from bot.features.codes.service import CodesService
from bot.library import Library

FIRST_FAILED = 20
MOST_BANKS = 25
MOST_IN_SERVER = 20_000
NO_TABLES = "The code tables are missing here, so nobody has looked up the codes that rows declare."
ONLY_DIAGNOSES = (
    "I look up ICD-10-CM only: codes of ICD-10-PCS and HCPCS Level II are taken as they are declared."
)
_DAY_S = 86_400
_EXPORT_BYTES = MOST_BYTES - 200_000
_NOT_IN_NAMES = re.compile(r"[^\w.() -]")


class ImportService:
    """`/admin bank …`. Files are read in a thread, one at a time; what is sound is kept in one transaction."""

    def __init__(self, db: Database, clock: Clock, banks: Banks, codes: CodesService) -> None:
        self._db = db
        self._clock = clock
        self._banks = banks
        self._codes = codes
        self._busy: set[int] = set()
        self._one_at_a_time = asyncio.Lock()

    def areas(self, certification: str, typed: str) -> list[tuple[str, str]]:
        """(id, name) of areas that an exam asks and that match what is being typed."""
        base = self._banks.base
        known = next((c for c in base.certifications.values() if c.id == certification), None)
        asked = {name for area in known.areas for name in area.covers} if known else set(base.area_names)
        wanted = typed.casefold().strip()
        return [
            (ident, name)
            for ident, name in base.area_names.items()
            if ident in asked and wanted in f"{ident} {name}".casefold()
        ]

    def check(self, *, size: int, certification: str, area: str | None) -> Given:
        """What was said of a file, before it is fetched. Raises BadInput or NotFound."""
        if size > MOST_BYTES:
            raise BadInput(files.too_large(size))
        known = self._banks.base.certification(certification)
        if area is None:
            return Given(known.id, None)
        areas = self.areas(known.id, "")
        wanted = " ".join(area.split()).casefold()
        found = [ident for ident, name in areas if wanted in (ident.casefold(), name.casefold())]
        if not found:
            names = ", ".join(name for _, name in areas)
            raise BadInput(f"The {known.id} exam has no area “{area.strip()[:40]}”. Choose one of: {names}.")
        return Given(known.id, found[0])

    async def read_in(
        self, *, guild_id: int, member_id: int, name: str, raw: bytes, given: Given, progress: Progress
    ) -> Imported:
        """Import a file whose rows are all sound; keep the sound ones waiting when some are not.

        Raises BadInput for a file that cannot be read, and where a server would have too many questions.
        """
        if guild_id in self._busy:
            raise BadInput(
                "I am still reading another file for this server. Send this one when that is done."
            )
        self._busy.add(guild_id)
        try:
            async with self._one_at_a_time:
                return await self._read_in(guild_id, member_id, name, raw, given, progress)
        finally:
            self._busy.discard(guild_id)

    async def _read_in(
        self, guild_id: int, member_id: int, name: str, raw: bytes, given: Given, progress: Progress
    ) -> Imported:
        there = await self._db.read_heavy(lambda tx: store.questions(tx, guild_id))
        known = [content for _, content, _ in there]
        drafts = await asyncio.to_thread(files.read, name, raw)
        progress.total = len(drafts.rows)
        look, remarks = await self._looked_up(drafts)
        good, failed = await asyncio.to_thread(_check, drafts, given, self._banks.base, known, progress, look)
        bank_id = None
        if good:
            texts = await asyncio.to_thread(lambda: [written(question) for question in good])
            bank_id = await self._keep(guild_id, member_id, name, drafts.format, texts, waiting=bool(failed))
        first, notes = tuple(failed[:FIRST_FAILED]), (*drafts.notes, *remarks)
        return Imported(bank_id, shown_name(name), drafts.format, len(good), first, len(failed), notes)

    async def _looked_up(self, drafts: Drafts) -> tuple[CodeLook, list[str]]:
        """How the codes that rows declare are held against the code tables, and what those can't say."""
        systems = declared_codes(drafts)
        remarks = [ONLY_DIAGNOSES] if systems.keys() - {"icd10cm"} else []
        if not systems.get("icd10cm"):
            return CodeLook(), remarks
        try:
            known = await self._codes.validity(systems["icd10cm"])
        except NotFound:
            return CodeLook(), [*remarks, NO_TABLES]
        return CodeLook(known, self._codes.year), remarks

    async def _keep(
        self, guild_id: int, member_id: int, name: str, format_: str, texts: Sequence[str], *, waiting: bool
    ) -> int:
        async def work(tx: Tx) -> int:
            await store.drop_waiting(tx, guild_id)
            await self._check_room(tx, guild_id, len(texts))
            await self._banks.changed(tx, guild_id)
            bank_id = await store.insert_bank(
                tx,
                guild_id=guild_id,
                name=shown_name(name),
                format_=format_,
                imported_by=member_id,
                now=self._clock.now(),
                waiting=waiting,
            )
            await store.insert_questions(tx, guild_id, bank_id, texts)
            return bank_id

        bank_id = await self._db.write(work)
        await self._warm(guild_id)
        return bank_id

    async def _check_room(self, tx: Tx, guild_id: int, more: int) -> None:
        banks, questions = await store.counted(tx, guild_id)
        if banks >= MOST_BANKS or questions + more > MOST_IN_SERVER:
            raise BadInput(
                f"A server can have {MOST_BANKS} banks with {MOST_IN_SERVER:,} questions in all; this one has {banks} "
                f"with {questions:,}. Remove one first: `/admin bank remove`."
            )

    async def _warm(self, guild_id: int) -> None:
        """Build the server's library where nobody waits for it."""
        await self._db.read_heavy(lambda tx: self._banks.library(tx, guild_id))

    async def accept(self, guild_id: int, bank_id: int) -> Bank:
        """Import the sound rows of an upload that waits. Raises NotFound when it waits no more."""

        async def work(tx: Tx) -> Bank:
            bank = await self._bank(tx, guild_id, bank_id)
            if bank.waiting and bank.imported_at < self._clock.now() - _DAY_S:
                raise NotFound("That was more than a day ago. Upload the file again: `/admin bank import`.")
            await self._check_room(tx, guild_id, bank.questions)
            if not await store.accept(tx, guild_id, bank_id):
                raise NotFound("These are imported already. `/admin bank list` shows all.")
            await self._banks.changed(tx, guild_id)
            return bank

        bank = await self._db.write(work)
        await self._warm(guild_id)
        return bank

    async def forget_unanswered(self) -> None:
        """Uploads about which nobody said yes within a day go, with all that was in them."""
        before = self._clock.now() - _DAY_S
        await self._db.write(lambda tx: store.drop_waiting_since(tx, before))

    async def drop(self, guild_id: int, bank_id: int) -> None:
        """Forget an upload that waits. Raises NotFound when it waits no more."""

        async def work(tx: Tx) -> None:
            if not (await self._bank(tx, guild_id, bank_id)).waiting:
                raise NotFound("These are imported already. `/admin bank remove` takes them out again.")
            await store.drop_waiting(tx, guild_id)

        await self._db.write(work)

    async def all(self, guild_id: int) -> list[Bank]:
        """The server's banks, oldest first, without an upload that waits."""

        async def work(tx: Tx) -> list[Bank]:
            rows = [row for row in await store.banks(tx, guild_id) if not row.waiting]
            return [await self._counted(tx, row) for row in rows]

        return await self._db.read_heavy(work)

    async def names(self, guild_id: int) -> list[tuple[int, str]]:
        """(id, name) of the server's banks."""
        rows = await self._db.read(lambda tx: store.banks(tx, guild_id))
        return [(row.id, row.name) for row in rows if not row.waiting]

    async def export(self, guild_id: int, bank_id: int | None) -> list[ExportFile]:
        """One bank, or all, in our YAML: in as many files as can be imported again. Raises NotFound."""

        async def work(tx: Tx) -> tuple[str, list[str]]:
            if bank_id is not None:
                bank = await self._bank(tx, guild_id, bank_id)
                return bank.name, await store.contents(tx, bank_id)
            return "questions", [content for _, content, _ in await store.questions(tx, guild_id)]

        name, texts = await self._db.read_heavy(work)
        if not texts:
            raise NotFound("This server has no questions of its own yet. `/admin bank import` brings some.")
        return await asyncio.to_thread(_exported, name, texts)

    async def remove(self, guild_id: int, bank_id: int) -> tuple[Bank, list[ExportFile]]:
        """Take a bank out; what was answered is kept. Gives its files, so that it can be put back."""
        exported = await self.export(guild_id, bank_id)

        async def work(tx: Tx) -> Bank:
            bank = await self._bank(tx, guild_id, bank_id)
            await store.remove(tx, guild_id, bank_id)
            await self._banks.changed(tx, guild_id)
            return bank

        return await self._db.write(work), exported

    async def _bank(self, tx: Tx, guild_id: int, bank_id: int) -> Bank:
        for row in await store.banks(tx, guild_id):
            if row.id == bank_id:
                return await self._counted(tx, row)
        raise NotFound("There is no such bank in this server. `/admin bank list` shows those there are.")

    async def _counted(self, tx: Tx, row: store.BankRow) -> Bank:
        contents = [json.loads(content) for content in await store.contents(tx, row.id)]
        certifications = Counter(cert for content in contents for cert in content["certs"])
        return Bank(
            row.id,
            row.name,
            row.format,
            row.imported_by,
            row.imported_at,
            row.waiting,
            len(contents),
            dict(certifications.most_common()),
        )


def shown_name(name: str) -> str:
    """A file's name as it is kept: nothing in it can steer a message or a path."""
    return _NOT_IN_NAMES.sub("_", name)[-60:].strip() or "file"


def _check(
    drafts: Drafts, given: Given, base: Library, known: Sequence[str], progress: Progress, look: CodeLook
) -> tuple[list[OwnQuestion], list[Failed]]:
    def tell(done: int) -> None:
        progress.done = done

    marks = [fingerprint(json.loads(content)) for content in known]
    return checked(drafts, given, base, marks, look, tell)


def _exported(name: str, texts: Sequence[str]) -> list[ExportFile]:
    stem = name.removesuffix(".yaml").removesuffix(".yml")
    parts = _parts([json.loads(text) for text in texts])
    if len(parts) == 1:
        return [ExportFile(f"{stem}.yaml", parts[0])]
    return [ExportFile(f"{stem}-{number}.yaml", part) for number, part in enumerate(parts, 1)]


def _parts(contents: list[dict[str, Any]]) -> list[bytes]:
    """As few files as can be imported again."""
    text = yaml_file.write(contents).encode()
    if (len(text) <= _EXPORT_BYTES and len(contents) <= MOST_ROWS) or len(contents) == 1:
        return [text]
    half = len(contents) // 2
    return _parts(contents[:half]) + _parts(contents[half:])
