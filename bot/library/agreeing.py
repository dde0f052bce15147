"""Checks that right answers agree with the tables: Excludes1 pairs, order, principal diagnosis, quoted titles."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations

from bot.library.citing import codes_in
from bot.library.codesets import CodeSets
from bot.library.gather import Gathered
from bot.library.reading import Document, Where
from bot.library.schema import QuestionShape
from bot.library.schema_cases import AssignStep, CaseShape
from bot.library.texts import each_text

_ASKS_FOR_MORE = re.compile(
    r"\b(additional|secondary|second|second-listed|further|also|added?)\b[^.?]*\?", re.I
)
_PRINCIPAL = re.compile(r"\bprincipal diagnosis\b", re.I)
# A title stands behind its code after a comma or in brackets, and begins with a capital.
_TITLE = re.compile(
    r"\b({code})(?:, | \()([A-Z][a-z][^();:.?!]*)".replace("{code}", r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?")
)
_WORDS = re.compile(r"[a-z0-9]+")


def check_agreeing(found: Gathered, tables: CodeSets) -> None:
    """Note right answers that the tables contradict, and titles that are not the table's."""
    for document, where, question in found.each_question():
        declared = {code.code for code in question.codes if code.sys == "icd10cm" and code.role == "answer"}
        text = getattr(question.options, question.answer).text
        codes = [code for code in codes_in(text) if code in declared]
        place = (*where, "options", question.answer)
        together(document, place, codes, tables, {frozenset(pair) for pair in question.unrelated})
        if not _ASKS_FOR_MORE.search(question.stem):
            in_order(document, place, codes, tables)
            _principal(document, place, question, codes, tables)
    for document, where, case in found.each_case():
        _case(document, where, case, tables)
    for document, where, words in each_text(found):
        titles(document, where, words, tables)


def _case(document: Document, where: Where, case: CaseShape, tables: CodeSets) -> None:
    diagnoses = [
        (number, step)
        for number, step in enumerate(case.steps)
        if isinstance(step, AssignStep) and step.sys == "icd10cm"
    ]
    together(document, where, [each.code for _, step in diagnoses for each in step.expected], tables)
    for number, step in diagnoses:
        codes = [each.code for each in step.expected]
        if step.order == "all":
            in_order(document, (*where, "steps", number), codes, tables)
    if case.setting == "inpatient" and diagnoses:
        number, step = diagnoses[0]
        place = (*where, "steps", number, "expected", 0)
        acceptable_principal(document, place, step.expected[0].code, case.years or [], tables)


def together(
    document: Document,
    where: Where,
    codes: Sequence[str],
    tables: CodeSets,
    unrelated: AbstractSet[frozenset[str]] = frozenset(),
) -> None:
    """Note each pair that an Excludes1 note keeps apart, unless it is said to be unrelated (guideline I.A.12.a)."""
    for one, other in combinations(dict.fromkeys(codes), 2):
        note = tables.notes.excludes(one, other)
        if note and frozenset((one, other)) not in unrelated:
            what = f"{one} and {other} are in one right answer against the Excludes1 note {note}"
            mend = f"Correct it; where the stem says they are unrelated, add unrelated: [[{one}, {other}]]"
            document.complain(where, what, mend)


def in_order(document: Document, where: Where, codes: Sequence[str], tables: CodeSets) -> None:
    """Note codes that stand before one that their notes put first."""
    for number, code in enumerate(codes):
        for later in codes[number + 1 :]:
            note = tables.notes.comes_first(code, later)
            if note and not tables.notes.comes_first(later, code):
                document.complain(
                    where, f"{code} stands before {later} against the note {note}", "Put the codes in order"
                )


def acceptable_principal(
    document: Document, where: Where, code: str, years: Sequence[str], tables: CodeSets
) -> None:
    """Note a principal diagnosis that Medicare's editor refuses in one of the years."""
    for year in years:
        edit = tables.refused_as_principal(code, year)
        if edit:
            what = f"{code} cannot be a principal diagnosis in {year} (Medicare Code Editor: {edit})"
            document.complain(where, what, "Put another code first")


def titles(document: Document, where: Where, text: str, tables: CodeSets) -> None:
    """Note what stands behind a code like its title and is not the table's."""
    for hit in _TITLE.finditer(text):
        title = tables.description(hit[1])
        if title and not _begins(title, hit[2]) and not _begins(hit[2], title):
            what = f"{hit[1]} is called “{hit[2][:60]}”; the table says “{title}”"
            document.complain(where, what, "Quote the table, or do not write it like a title")


def _principal(
    document: Document, where: Where, question: QuestionShape, codes: Sequence[str], tables: CodeSets
) -> None:
    if codes and (_PRINCIPAL.search(question.stem) or question.area == "inpatient_selection"):
        acceptable_principal(document, where, codes[0], question.years or [], tables)


def _begins(longer: str, shorter: str) -> bool:
    return _WORDS.findall(longer.lower())[: len(_WORDS.findall(shorter.lower()))] == _WORDS.findall(
        shorter.lower()
    )
