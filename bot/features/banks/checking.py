"""Drafts become questions, or are told why not: shape, words that must be known, texts that must fit. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from pydantic import ValidationError

from bot.features.banks.drafts import Draft, Drafts
from bot.features.banks.model import Failed, OwnQuestion
from bot.features.codes.model import Validity
from bot.library import Library
from bot.library.citing import codes_in
from bot.library.gather import worded
from bot.library.rules import near
from bot.library.wording import spoiled

# With room for names and marks, what a message holds (6,000 characters), its description (4,096), a field (1,024).
MOST_TOGETHER, MOST_ASKED, MOST_AN_OPTION = 4600, 3800, 950
_ESCAPED = re.compile(r"[_\\~|*`\[@<]|//|gg/|^[ \t]*[>#-]", re.MULTILINE)
_WORD = re.compile(r"\w+(?:\.\w+)*")
_PROCEDURES = re.compile(r"\bPCS\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Given:
    """What the admin said of the whole file: it holds for rows that don't say it themselves."""

    certification: str
    area: str | None


@dataclass(frozen=True, slots=True)
class CodeLook:
    """What the code tables say of the codes that rows declare; known None: nobody can tell. year: the one in force."""

    known: Validity | None = None
    year: int = 0

    def problems(self, question: OwnQuestion) -> Iterator[str]:
        """In each year that it claims; where it claims none, in the one in force."""
        years = [int(year[2:]) for year in question.years] if question.years else [self.year]
        for code in question.codes:
            if code.sys == "icd10cm" and self.known is not None:
                for year in years:
                    if fault := self.known.fault(code.code, code.role, year):
                        yield f"declares a code that is not what it says: {fault.rstrip('.')}"


def declared_codes(drafts: Drafts) -> dict[str, set[str]]:
    """The codes that rows declare, by code set, whether or not the rows are sound."""
    found: dict[str, set[str]] = {}
    for draft in drafts.rows:
        codes = (draft.content or {}).get("codes")
        for code in codes if isinstance(codes, list) else ():
            if isinstance(code, dict) and isinstance(code.get("code"), str):
                found.setdefault(str(code.get("sys")), set()).add(code["code"])
    return found


def checked(
    drafts: Drafts,
    given: Given,
    base: Library,
    known: Iterable[str],
    look: CodeLook = CodeLook(),
    tell: Callable[[int], None] = lambda done: None,
) -> tuple[list[OwnQuestion], list[Failed]]:
    """The sound questions and the failed rows, each in order.

    known: `fingerprint`s of what the server has already. tell: how many rows are done, now and then.
    """
    good: list[OwnQuestion] = []
    failed: list[Failed] = []
    seen = dict.fromkeys(known, "the server's bank")
    for done, draft in enumerate(drafts.rows, 1):
        question, why = _question(draft, given, base, look)
        if question is not None:
            mark = fingerprint(question.model_dump(mode="json"))
            if mark in seen:
                why = f"is the same question as in {seen[mark]}"
            else:
                seen[mark] = draft.where
        if why:
            failed.append(Failed(draft.where, _name(draft), why))
        else:
            assert question is not None
            good.append(question)
        if done % 50 == 0:
            tell(done)
    return good, failed


def fingerprint(content: Mapping[str, Any]) -> str:
    """The same for questions (JSON of OwnQuestions) that say the same, however they are written."""
    options = {key: _words(option["text"]) for key, option in content["options"].items()}
    return "\n".join([_words(content["stem"]), *sorted(options.values()), options[content["answer"]]])


def _words(text: str) -> str:
    # What consists of signs only is told apart by them.
    return " ".join(_WORD.findall(text.casefold())) or text


def _question(draft: Draft, given: Given, base: Library, look: CodeLook) -> tuple[OwnQuestion | None, str]:
    if draft.content is None:
        return None, draft.fault
    try:
        question = OwnQuestion.model_validate(_filled(draft.content, given, base))
    except ValidationError as error:
        return None, _worded(error)
    why = next(chain(_problems(question, base), look.problems(question)), "")
    return (question, why) if not why else (None, why)


def _filled(content: Mapping[str, Any], given: Given, base: Library) -> dict[str, Any]:
    """With what was given, and areas and certifications by their names too."""
    filled = {"certs": [given.certification], **({"area": given.area} if given.area else {}), **content}
    by_name = {name.casefold(): ident for ident, name in base.area_names.items()}
    if isinstance(filled.get("area"), str):
        filled["area"] = by_name.get(filled["area"].strip().casefold(), filled["area"])
    ids = {ident.casefold(): ident for ident in base.certifications}
    if isinstance(filled["certs"], list):
        filled["certs"] = [ids.get(c.casefold(), c) if isinstance(c, str) else c for c in filled["certs"]]
    return filled


def _worded(error: ValidationError) -> str:
    detail = error.errors(include_url=False, include_input=False)[0]
    where = [
        str(part) for part in detail["loc"] if part not in {"[key]", "SourceShape"} and "[" not in str(part)
    ]
    if detail["type"] == "missing" and where == ["area"]:
        return "names no area: say one with the command's option “area”"
    what, mend = worded(detail["type"], detail["msg"], detail.get("ctx", {}))
    name = ".".join(where)[:80] or "it"
    return f"{name} {what}: {mend[:1].lower()}{mend[1:]}"


def _problems(question: OwnQuestion, base: Library) -> Iterator[str]:
    for cert in question.certs:
        if cert not in base.certifications:
            yield f"certification “{cert}” is unknown: {near(cert, base.certifications)}"
    if question.area not in base.area_names:
        yield f"area “{question.area}” is unknown: {near(question.area, base.area_names)}"
    for cert in question.certs:
        areas = base.certifications[cert].areas
        if areas and not any(question.area in area.covers for area in areas):
            yield f"the {cert} exam does not ask the area “{base.area_names[question.area]}”"
    for source in question.sources:
        if not isinstance(source, str) and source.doc not in base.source_labels:
            yield f"source document “{source.doc}” is unknown: write the source as one line of text"
    yield from _text_problems(question)


def _text_problems(question: OwnQuestion) -> Iterator[str]:
    options, procedures = question.options, _about_procedures(question)
    for name, text in [
        ("stem", question.stem),
        *((f"option {key}", option.text) for key, option in options.items()),
        *((f"the reason of {key}", option.why or "") for key, option in options.items()),
    ]:
        if what := spoiled(text, procedures=procedures):
            yield f"{name} {what}"
    texts: dict[str, str] = {}
    for key, option in options.items():
        if (earlier := texts.setdefault(_words(option.text), key)) != key:
            yield f"options {earlier} and {key} say the same"
    if options[question.answer].trap is not None:
        yield f"option {question.answer} is the answer and has a trap"
    yield from too_long(question)


def too_long(question: OwnQuestion) -> Iterator[str]:
    """What does not fit into the messages that show it."""
    options = question.options
    asked = shown(question.stem) + sum(shown(option.text) for option in options.values())
    long = [
        key for key, option in options.items() if shown(f"{option.text}\n{option.why or ''}") > MOST_AN_OPTION
    ]
    together = asked + sum(shown(option.why or "") for option in options.values())
    sources = sum(
        shown(each) if isinstance(each, str) else 2 * len(each.sec) + 100 for each in question.sources
    )
    if long:
        yield f"option {long[0]} is too long together with its reason: shorten one of them"
    if asked > MOST_ASKED or together + sources > MOST_TOGETHER:
        yield f"is too long to be shown: {together + sources:,} characters with all its options and reasons"


def _about_procedures(question: OwnQuestion) -> bool:
    """Whether it names values of ICD-10-PCS, whose letters stand in brackets as an option's might."""
    if any(code.sys == "icd10pcs" for code in question.codes):
        return True
    options = question.options.values()
    texts = [question.stem, *(f"{option.text} {option.why or ''}" for option in options)]
    return any(
        _PROCEDURES.search(text) or any(len(code) == 7 and "." not in code for code in codes_in(text))
        for text in texts
    )


def shown(text: str) -> int:
    """How long a text can be in a message, where signs that mean something to Discord are escaped."""
    return len(text) + len(_ESCAPED.findall(text))


def _name(draft: Draft) -> str:
    content = draft.content or {}
    name = content.get("id") or content.get("stem")
    return " ".join(name.split())[:40] if isinstance(name, str) else ""
