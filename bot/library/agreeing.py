"""Checks that right answers agree with the tables: Excludes1 pairs, order, first diagnosis, quoted titles."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations

from bot.library.asking import asks_for_another, asks_for_first, asks_for_order, asks_for_principal
from bot.library.citing import codes_in
from bot.library.codesets import CodeSets
from bot.library.gather import Gathered
from bot.library.reading import Document, Where
from bot.library.schema import QuestionShape
from bot.library.schema_cases import AssignStep, CaseShape
from bot.library.titles import check_titles


def check_agreeing(found: Gathered, tables: CodeSets) -> None:
    """Note right answers that the tables contradict, and quoted titles."""
    for document, where, question in found.each_question():
        declared = {code.code for code in question.codes if code.sys == "icd10cm" and code.role == "answer"}
        text = getattr(question.options, question.answer).text
        codes = [code for code in codes_in(text) if code in declared]
        place = (*where, "options", question.answer)
        together(document, place, codes, tables, {frozenset(pair) for pair in question.unrelated})
        in_order(document, place, codes, tables)
        _first(document, place, question, codes, tables)
    for document, where, case in found.each_case():
        _case(document, where, case, tables)
    check_titles(found, tables)


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


def _first(
    document: Document, where: Where, question: QuestionShape, codes: Sequence[str], tables: CodeSets
) -> None:
    inpatient = question.area == "inpatient_selection" and not asks_for_another(question.stem)
    if codes and (inpatient or asks_for_principal(question.stem)):
        acceptable_principal(document, where, codes[0], question.years or [], tables)
    elif codes and (asks_for_first(question.stem) or _whole_visit(question, codes)):
        for year in question.years or []:
            edit = tables.refused_as_first(codes[0], year)
            if edit:
                what = f"{codes[0]} cannot be sequenced first in {year} (Medicare Code Editor: {edit})"
                document.complain(where, what, "Put another code first")


def _whole_visit(question: QuestionShape, codes: Sequence[str]) -> bool:
    """Whether the answer is an ordered list with more in it than external causes."""
    causes_alone = all(code[0] in "VWXY" for code in codes)
    return asks_for_order(question.stem) and not causes_alone and not asks_for_another(question.stem)
