"""The guide as members and admins use it."""

from collections.abc import Sequence
from datetime import date

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotFound
from bot.features.guide import ages, paths, store
from bot.features.guide.comparing import compare
from bot.features.guide.directory import PAY, Directory, facts, names
from bot.features.guide.model import Comparison, Correction, Page, Sheet, SheetKind
from bot.library import Library
from bot.library.guide import Choice
from bot.typed import written

VALUE_LONGEST, SOURCE_LONGEST, ROLE_SHOWN = 200, 100, 40


class GuideService:
    """`/cert` and `/admin guide`. guild_id None: in direct messages, where only the guide speaks."""

    def __init__(self, db: Database, clock: Clock, library: Library) -> None:
        self._db = db
        self._clock = clock
        self._library = library
        self.directory = Directory(library)

    def today(self) -> date:
        """The day against which figures are old: that of UTC."""
        return self._clock.today().date()

    # --- reading

    async def info(self, guild_id: int | None, text: str) -> Page:
        """A certification or specialty with its figures. Raises NotFound, which names near ones."""
        return (await self._pages(guild_id, [self.directory.credential(text)]))[0]

    async def compare(self, guild_id: int | None, first: str, second: str) -> Comparison:
        """Two of them side by side. Raises NotFound; BadInput when they are one."""
        one, other = self.directory.credential(first), self.directory.credential(second)
        if one is other:
            raise BadInput(f"Both are {one.id}. Choose two different ones, such as CPC and CCS.")
        left, right = await self._pages(guild_id, [one, other])
        return compare(left, right, self._library.area_names)

    async def learning(self, guild_id: int | None) -> Sequence[Page]:
        """The ways to learn, with time and cost."""
        return await self._pages(guild_id, self.directory.of_kind(SheetKind.EDUCATION))

    async def worth(self, guild_id: int | None) -> Page:
        """What is known about pay and standing."""
        return (await self._pages(guild_id, [self.directory.sheets[PAY]]))[0]

    async def path(
        self, guild_id: int | None, given: paths.Answers
    ) -> tuple[paths.Suggestion, Sequence[Page]]:
        """The suggestion, and the pages of what it suggests; last that of the way to learn, if there is one."""
        found = paths.suggest(given)
        ids = [found.first.cert, found.second.cert if found.second else None, found.learn]
        return found, await self._pages(guild_id, [self.directory.sheets[id_] for id_ in ids if id_])

    def choice(self, id_: str) -> Choice | None:
        """What the guide says to somebody who chooses so."""
        return next((choice for choice in self._library.guide.choices if choice.id == id_), None)

    async def _pages(self, guild_id: int | None, sheets: Sequence[Sheet]) -> list[Page]:
        own: list[Correction] = []
        if guild_id is not None:
            ids = [sheet.id for sheet in sheets]
            own = await self._db.read(lambda tx: store.of_server(tx, guild_id, ids))
        return [self._page(sheet, own) for sheet in sheets]

    def _page(self, sheet: Sheet, own: Sequence[Correction]) -> Page:
        choices = tuple(one for one in self._library.guide.choices if sheet.id in one.certs)
        return Page(sheet, facts(sheet, own), choices)

    # --- a server's own figures

    async def correct(
        self,
        guild_id: int,
        member_id: int,
        *,
        sheet: str,
        figure: str,
        value: str,
        source: str,
        as_of: str,
        role: str,
    ) -> tuple[Page, str]:
        """Put a server's own figure in the place of the guide's. Raises NotFound, BadInput.

        role: what the member is in the server. as_of "": of this month. Returns the page as it reads now, and which
        figure of it changed, by key.
        """
        subject = self.directory.sheet(sheet)
        key = _figure(subject, figure)
        own = Correction(
            guild_id=guild_id,
            sheet=subject.id,
            figure=key,
            value=_line(value, "The figure", VALUE_LONGEST),
            source=_line(source, "The source", SOURCE_LONGEST) if source.strip() else "",
            as_of=ages.read(as_of, self.today()),
            role=" ".join(role.split())[:ROLE_SHOWN],
            set_by=member_id,
            set_at=self._clock.now(),
        )

        async def work(tx: Tx) -> list[Correction]:
            await store.save(tx, own)
            return await store.of_server(tx, guild_id, [subject.id])

        return self._page(subject, await self._db.write(work)), key

    async def reset(self, guild_id: int, *, sheet: str, figure: str) -> tuple[Page, str]:
        """Go back to the guide's figure. Raises NotFound where the server has none of its own."""
        subject = self.directory.sheet(sheet)
        key = _figure(subject, figure)

        async def work(tx: Tx) -> list[Correction]:
            if not await store.remove(tx, guild_id, subject.id, key):
                raise NotFound(
                    f"“{names(subject)[key]}” of {subject.title} is the guide's already. Your own figures stand in the "
                    "list that appears while you type."
                )
            return await store.of_server(tx, guild_id, [subject.id])

        return self._page(subject, await self._db.write(work)), key

    async def corrected(self, guild_id: int) -> list[Correction]:
        """A server's own figures, of what the guide still has."""
        own = await self._db.read(lambda tx: store.of_server(tx, guild_id))
        sheets = self.directory.sheets
        return [one for one in own if one.sheet in sheets and one.figure in names(sheets[one.sheet])]


def _figure(sheet: Sheet, text: str) -> str:
    """The key of the figure that somebody picked or typed. Raises NotFound, which names those there are."""
    wanted = " ".join(text.split()).casefold()
    there = names(sheet)
    for key, name in there.items():
        if wanted in (key, name.casefold()):
            return key
    raise NotFound(f"{sheet.name} has no such figure. Choose one of: {', '.join(there.values())}.")


def _line(text: str, what: str, most: int) -> str:
    return written(" ".join(text.split()), what, most=most, letters=1)
