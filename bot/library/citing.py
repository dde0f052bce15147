"""Checks that what questions cite exists: sections of documents, and codes declared as they are used."""

import re
from collections.abc import Iterator, Sequence

from bot.library.asking import asks_for_heading
from bot.library.gather import Gathered
from bot.library.reading import Document, Where
from bot.library.rules import near
from bot.library.schema import CodeShape, DocumentShape, QuestionShape, SourceShape
from bot.library.texts import options_of, texts_of

# With a dot a diagnosis code is plain to see; without one, only a word of letter and two digits may be one.
_CM = r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?"
_PCS = r"(?=[0-9A-Z]*\d)[0-9A-HJ-NP-Z]{7}"
_HCPCS = r"[A-CEGHJ-MP-V]\d{4}"
ANY_CODE = rf"(?:{_HCPCS}|{_PCS}|{_CM})"
HCPCS = re.compile(_HCPCS)
_CODE = re.compile(rf"(?<![\w.-]){ANY_CODE}(?![\w]|\.\w)")
_JOINED = r"(?:, ?| and | with |; ?| ?\+ ?)"
# Nothing but codes, or a code with a word or a remark: "S52.53", "Code S52.53-", "S52.53, delayed healing".
_ONLY_CODES = re.compile(rf"{ANY_CODE}(?:\.?-)?(?:{_JOINED}{ANY_CODE}(?:\.?-)?)*")
_CODE_FIRST = re.compile(rf"(?i:(?:codes?|report|assign|use|only) )*({ANY_CODE})(?:\.?-)?(?!\w|\.\w)")
# What looks like a category but is a vitamin, a vertebra or a complement.
_NO_CODES = re.compile(r"^(?:B12|T1[0-2]|C[1-9]|D[23])$")
_SHAPES = {
    "icd10cm": re.compile(_CM),
    "icd10pcs": re.compile(r"[0-9A-HJ-NP-Z]{3,7}"),
    "hcpcs2": HCPCS,
}


def check_citing(found: Gathered) -> None:
    """Note sources whose section cannot be, and codes that are undeclared, unused or in the wrong role."""
    patterns = _patterns(found)
    for document, where, item in found.each_item():
        _sections(found, patterns, document, where, item.sources)
        for position, year in enumerate(item.years or ()):
            if year in (item.years or ())[:position]:
                document.complain((*where, "years", position), f"{year} is named twice", "Keep one")
    for document, where, mnemonic in found.each_mnemonic():
        _sections(found, patterns, document, where, mnemonic.sources)
    for document, where, question in found.each_question():
        _declared(document, where, question)
        for position, code in enumerate(question.codes):
            place = (*where, "codes", position)
            if any((code.sys, code.code) == (other.sys, other.code) for other in question.codes[:position]):
                document.complain(place, f"{code.code} is declared twice", "Keep one of the two")
            _role(document, place, question, code)
        _heading(document, where, question)
        if question.years is None and any(code.sys != "hcpcs2" for code in question.codes):
            what = "names ICD-10 codes, yet its years are independent"
            document.complain((*where, "years"), what, "Write the code-set years, such as [FY2026, FY2027]")


def codes_in(text: str) -> Iterator[str]:
    """Everything in a text that looks like an ICD-10-CM, ICD-10-PCS or HCPCS Level II code."""
    for hit in _CODE.finditer(text):
        if not _NO_CODES.match(hit[0]) and not hit[0].isalpha():
            yield hit[0]


def written_like(system: str, code: str) -> bool:
    """Whether a code has the shape of its code set; one of ICD-10-CM has its dot."""
    return bool(_SHAPES[system].fullmatch(code))


def _patterns(found: Gathered) -> dict[str, re.Pattern[str]]:
    patterns: dict[str, re.Pattern[str]] = {}
    if found.sources is None:
        return patterns
    document = next(document for document in found.documents if document.file == "sources/documents.yaml")
    for name, shape in found.sources.documents.items():
        try:
            patterns[name] = re.compile(shape.pattern)
        except re.error as error:
            what = f"pattern is no regular expression ({error})"
            document.complain(("documents", name, "pattern"), what, "Correct it, or write .+ for anything")
        if shape.sections and shape.sections not in found.sections:
            document.complain(
                ("documents", name, "sections"),
                f"there is no list sources/{shape.sections}.yaml",
                near(shape.sections, found.sections),
            )
    return patterns


def _sections(
    found: Gathered,
    patterns: dict[str, re.Pattern[str]],
    document: Document,
    where: Where,
    sources: Sequence[SourceShape],
) -> None:
    for position, source in enumerate(sources):
        shape = found.sources.documents.get(source.doc) if found.sources else None
        if shape is None:
            continue
        place = (*where, "sources", position)
        pattern = patterns.get(source.doc)
        if pattern and not pattern.fullmatch(source.sec):
            document.complain(place, f"section “{source.sec}” does not look right", f"Match {shape.pattern}")
        elif (known := _known_sections(found, shape)) and source.sec not in known:
            document.complain(place, f"{shape.title} has no section {source.sec}", near(source.sec, known))
        if source.ed not in (shape.editions or [""]):
            editions = " or ".join(shape.editions) or "nothing"
            document.complain(
                place, f"edition “{source.ed}” of {source.doc} is not listed", f"Write {editions}"
            )


def _known_sections(found: Gathered, shape: DocumentShape) -> list[str]:
    listed = found.sections.get(shape.sections or "")
    return listed.sections if listed else []


def _declared(document: Document, where: Where, question: QuestionShape) -> None:
    declared = {code.code for code in question.codes}
    told: set[str] = set()
    for place, text in texts_of(question):
        for code in codes_in(text):
            if code not in declared and code not in told:
                told.add(code)
                mend = f"Add {{sys: …, code: {code}, role: …}} to codes"
                document.complain((*where, *place), f"{code} is not declared", mend)


def _role(document: Document, where: Where, question: QuestionShape, code: CodeShape) -> None:
    if not written_like(code.sys, code.code):
        document.complain(
            where, f"{code.code} is not written like a code of {code.sys}", "Correct code or sys"
        )
        return
    whole = re.compile(rf"(?<![\w.]){re.escape(code.code)}(?![\w]|\.\w)")
    if not any(whole.search(text) for _, text in texts_of(question)):
        document.complain(
            where, f"{code.code} is declared and never named", "Remove it, or name it in the text"
        )
        return
    right = bool(whole.search(getattr(question.options, question.answer).text))
    wrong = any(whole.search(option.text) for key, option in options_of(question) if key != question.answer)
    fits = {
        "answer": right,
        "distractor": wrong and not right,
        "mentioned": not wrong and not right,
        "category": True,
        "invalid": not right,
    }
    if not fits[code.role]:
        proper = "answer" if right else "distractor" if wrong else "mentioned"
        document.complain(where, f"{code.code} has the role {code.role}", f"By its use it is: {proper}")


def _heading(document: Document, where: Where, question: QuestionShape) -> None:
    text = getattr(question.options, question.answer).text
    named = {code.code for code in question.codes if code.role == "category"}
    codes = (
        list(codes_in(text))
        if _ONLY_CODES.fullmatch(text)
        else [hit[1] for hit in [_CODE_FIRST.match(text)] if hit]
    )
    headings = [code for code in codes if code in named]
    if headings and not asks_for_heading(question.stem):
        what = f"the answer holds {headings[0]}, a category, and the stem asks for no heading"
        place = (*where, "options", question.answer)
        document.complain(place, what, "Give a complete code, or ask for the category")
