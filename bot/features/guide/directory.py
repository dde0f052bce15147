"""The guide's subjects, found by what people type. Pure: made from the content once."""

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from bot.errors import NotFound
from bot.features.guide.model import Correction, Fact, Sheet, SheetKind
from bot.library import Certification, Figure, Library
from bot.library.guide import Education, Specialty

PAY = "pay"
# In the order in which they are read. What no source states yet can still be filled in by a server.
FIGURES = {
    "status": "Status",
    "format": "Exam format",
    "books": "Code books",
    "entry": "Entry",
    "fee": "Exam fee",
    "dues": "Membership dues",
    "pass_rate": "Pass rate",
    "salary": "Salary",
    "demand": "Demand in this region",
    "renewal": "Renewal",
}
LEARNING = {"takes": "Time", "cost": "Cost"}
_CREDENTIALS = (SheetKind.CERTIFICATION, SheetKind.SPECIALTY)


class Directory:
    """All subjects by id: certifications, specialties, ways to learn, and what is known about pay."""

    def __init__(self, library: Library) -> None:
        guide = library.guide
        ones = [
            *(_of_certification(one) for one in library.certifications.values()),
            *(_of_specialty(one) for one in guide.specialties),
            *(_of_education(one) for one in guide.education),
            Sheet(PAY, SheetKind.GENERAL, "Is it worth it?", "", "What certification brings", guide.figures),
        ]
        self.sheets: Mapping[str, Sheet] = {one.id: one for one in ones}

    def of_kind(self, *kinds: SheetKind) -> list[Sheet]:
        """All of some kinds, in the guide's order."""
        return [one for one in self.sheets.values() if one.kind in kinds]

    def credential(self, text: str) -> Sheet:
        """The certification or specialty that somebody picked or typed. Raises NotFound, which names near ones."""
        return self._find(
            text, _CREDENTIALS, "no credential", "Pick one from the list that appears while you type."
        )

    def sheet(self, text: str) -> Sheet:
        """Any subject. Raises NotFound."""
        return self._find(text, tuple(SheetKind), "nothing in the guide", "Pick it from the list.")

    def suggest(self, typed: str, kinds: Collection[SheetKind] = _CREDENTIALS) -> list[tuple[str, str]]:
        """(id, label) of the subjects that match what is being typed; abbreviations that begin so come first."""
        wanted, start = typed.casefold().split(), _key(typed)
        found = [one for one in self.sheets.values() if one.kind in kinds and _has_all(one, wanted, start)]
        found.sort(key=lambda one: not (start and _key(one.id).startswith(start)))
        return [(one.id, one.title) for one in found]

    def _find(self, text: str, kinds: Collection[SheetKind], nothing: str, advice: str) -> Sheet:
        wanted = _key(text)
        if not wanted:
            raise NotFound(f"Write what you look for, such as CPC. {advice}")
        by_key = {
            key: one
            for one in self.sheets.values()
            if one.kind in kinds
            for key in reversed(_keys(one))
            if key
        }
        if wanted in by_key:
            return by_key[wanted]
        matching = [id_ for id_, _ in self.suggest(text, kinds)]
        if len(matching) == 1:
            return self.sheets[matching[0]]
        near = matching[:3] or [
            by_key[key].id for key in get_close_matches(wanted[:80], by_key, n=3, cutoff=0.6)
        ]
        hint = f"Did you mean {' or '.join(dict.fromkeys(near))}? " if near else ""
        raise NotFound(f"There is {nothing} called “{_shown(text)}”. {hint}{advice}")


def facts(sheet: Sheet, own: Sequence[Correction]) -> tuple[Fact, ...]:
    """A sheet's figures as a server reads them: its own in place of the guide's, and those it alone has."""
    corrected = {one.figure: one for one in own if one.sheet == sheet.id}
    return tuple(
        Fact(key, name, sheet.figures.get(key), corrected.get(key))
        for key, name in names(sheet).items()
        if key in sheet.figures or key in corrected
    )


def names(sheet: Sheet) -> dict[str, str]:
    """The figures that a sheet has or may be given, by key, in the order in which they are read."""
    own = {key: figure.name for key, figure in sheet.figures.items()}
    return FIGURES | own if sheet.is_credential else own


def _of_certification(one: Certification) -> Sheet:
    return Sheet(
        one.id, SheetKind.CERTIFICATION, one.name, one.body, one.setting, one.figures, certification=one
    )


def _of_specialty(one: Specialty) -> Sheet:
    return Sheet(one.id, SheetKind.SPECIALTY, one.name, one.body, one.field, {}, specialty=one)


def _of_education(one: Education) -> Sheet:
    figures = {
        "takes": Figure(LEARNING["takes"], one.takes, one.source, one.as_of),
        "cost": Figure(LEARNING["cost"], one.cost, one.source, one.as_of),
    }
    return Sheet(one.id, SheetKind.EDUCATION, one.name, "", one.text, figures, education=one)


def _keys(one: Sheet) -> tuple[str, ...]:
    field = one.about if one.kind is SheetKind.SPECIALTY else ""
    return (_key(one.id), _key(one.name), _key(field), _key(one.title))


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def _has_all(one: Sheet, words: Sequence[str], start: str) -> bool:
    said = f"{one.id} {one.name} {one.about} {one.body}".casefold()
    return all(word in said for word in words) or bool(start and _key(one.id).startswith(start))


def _shown(text: str) -> str:
    kept = "".join(char for char in " ".join(text.split()) if char.isalnum() or char in " -,.'’")
    return kept[:40]
