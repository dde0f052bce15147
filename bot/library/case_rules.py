"""Checks on cases alone: the codes of a step against each other, and present-on-admission indicators."""

from collections.abc import Iterator

from bot.library.citing import written_like
from bot.library.gather import Gathered
from bot.library.reading import Document, Where
from bot.library.schema_cases import AssignStep, CaseShape

Placed = tuple[Where, str]
_MEND_LIST = "Correct poa, or the list sources/poa-exempt.yaml"


def check_cases(found: Gathered) -> None:
    """Note codes that a step names twice or in two parts, codes without dot, and indicators against the list."""
    for document, where, case in found.each_case():
        systems = {step.sys for step in case.steps if isinstance(step, AssignStep)}
        if case.years is None and systems - {"hcpcs2"}:
            what = "asks for ICD-10 codes, yet its years are independent"
            document.complain((*where, "years"), what, "Write the code-set years, such as [FY2026, FY2027]")
        for number, step in enumerate(case.steps):
            if isinstance(step, AssignStep):
                _step(document, (*where, "steps", number), step)
        _indicators(found, document, where, case)


def _step(document: Document, where: Where, step: AssignStep) -> None:
    expected: list[Placed] = [(("expected", number), each.code) for number, each in enumerate(step.expected)]
    avoid: list[Placed] = [(("avoid", number), each.code) for number, each in enumerate(step.avoid)]
    near: list[Placed] = [
        (("expected", number, "partial", position), each.code)
        for number, whole in enumerate(step.expected)
        for position, each in enumerate(whole.partial)
    ]
    for place, code in (*expected, *avoid, *near):
        if not written_like(step.sys, code):
            what = f"{code} is not written like a code of {step.sys}"
            document.complain((*where, *place), what, "Correct code or sys")
    # One wrong code may be near to two expected ones: a partial code may stand twice.
    for name, part in (("expected", expected), ("to be avoided", avoid)):
        for place, code in _again(part):
            document.complain((*where, *place), f"{code} is {name} twice", "Keep one of the two")
    wanted, shunned = {code for _, code in expected}, {code for _, code in avoid}
    for place, code in avoid:
        if code in wanted:
            document.complain(
                (*where, *place), f"{code} is both expected and to be avoided", "Keep one of the two"
            )
    for place, code in near:
        if code in wanted | shunned:
            other = "expected" if code in wanted else "to be avoided"
            document.complain(
                (*where, *place), f"{code} is both nearly right and {other}", "Keep one of the two"
            )


def _again(part: list[Placed]) -> Iterator[Placed]:
    for number, (place, code) in enumerate(part):
        if any(code == earlier for _, earlier in part[:number]):
            yield place, code


def _indicators(found: Gathered, document: Document, where: Where, case: CaseShape) -> None:
    if found.exempt is None:
        return
    for number, step in enumerate(case.steps):
        if not isinstance(step, AssignStep):
            continue
        for position, expected in enumerate(step.expected):
            place = (*where, "steps", number, "expected", position, "poa")
            listed = expected.code.startswith(tuple(found.exempt.exempt))
            if expected.poa == "exempt" and not listed:
                what = f"{expected.code} is not on the list of codes exempt from an indicator"
                document.complain(place, what, _MEND_LIST)
            if expected.poa not in {None, "exempt"} and listed:
                what = f"{expected.code} is exempt from an indicator, and has {expected.poa}"
                document.complain(place, what, _MEND_LIST)
