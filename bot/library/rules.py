"""What must hold before a bot may use the content: names known, ids single, answers whole."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from bot.library.gather import Gathered
from bot.library.guide import CREDIT_CATEGORIES
from bot.library.model import Trap
from bot.library.reading import Document, Where
from bot.library.schema import QuestionShape, SourceShape
from bot.library.schema_cases import AssignStep, CaseShape
from bot.library.schema_guide import OutlineShape
from bot.library.texts import FourOptions, each_four


def check_shape(found: Gathered) -> None:
    """Note every problem that would make the content unusable."""
    _certifications(found)
    first: dict[str, str] = {}
    stated = _outlines_by_certification(found)
    for document, where, item in found.each_item():
        _single_id(document, where, item.id, first)
        _names(found, document, where, item)
        _topic(found, document, where, item.topic)
        _sources(found, document, where, item.sources)
        _asked_by(stated, document, where, item)
    for document, where, mnemonic in found.each_mnemonic():
        _single_id(document, where, mnemonic.id, first)
        _topic(found, document, where, mnemonic.topic)
        _sources(found, document, where, mnemonic.sources)
    for four in each_four(found):
        _answer_and_traps(four)
    for document, where, case in found.each_case():
        _indicators(document, where, case)
    _guide(found, first)
    _renewals(found)


def near(word: str, known: Iterable[str]) -> str:
    """A mend that names the words closest to a wrong one."""
    choices = sorted(known)
    close = get_close_matches(word[:60], choices, n=3, cutoff=0.5)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return f"Write one of {', '.join(choices[:30])}" if choices else "None is defined yet"


def _single_id(document: Document, where: Where, item_id: str, first: dict[str, str]) -> None:
    place = f"{document.file}:{document.line(where)}"
    earlier = first.setdefault(item_id, place)
    if earlier != place:
        document.complain(
            (*where, "id"), f"id is already used at {earlier}", "Give one of the two another id"
        )


def _answer_and_traps(four: FourOptions) -> None:
    for key, option in four.each():
        place = (*four.where, "options", key)
        if key == four.answer and option.trap is not None:
            what = f"option {key} is the answer and has a trap"
            four.document.complain(place, what, "Remove the trap, or correct `answer`")
        if key != four.answer and option.trap is None:
            what = f"option {key} is wrong and names no trap"
            four.document.complain(place, what, f"Add trap: one of {', '.join(Trap)}")


def _names(found: Gathered, document: Document, where: Where, item: QuestionShape | CaseShape) -> None:
    words = found.vocabulary
    if words is None:
        return
    if item.area not in words.areas:
        document.complain((*where, "area"), f"area “{item.area}” is unknown", near(item.area, words.areas))
    for position, cert in enumerate(item.certs):
        place = (*where, "certs", position)
        _credential(found, document, place, cert)
        if cert in item.certs[:position]:
            document.complain(place, f"certification {cert} is named twice", "Keep one")


def _credential(found: Gathered, document: Document, place: Where, cert: str) -> None:
    if found.vocabulary and cert not in found.vocabulary.credentials:
        mend = near(cert, found.vocabulary.credentials)
        document.complain(place, f"certification “{cert}” is unknown", mend)


def _topic(found: Gathered, document: Document, where: Where, topic: str) -> None:
    if found.vocabulary and topic not in found.vocabulary.topics:
        mend = near(topic, found.vocabulary.topics)
        document.complain((*where, "topic"), f"topic “{topic}” is unknown", mend)


def _sources(found: Gathered, document: Document, where: Where, sources: Sequence[SourceShape]) -> None:
    if found.sources is None:
        return
    for position, source in enumerate(sources):
        if source.doc not in found.sources.documents:
            document.complain(
                (*where, "sources", position),
                f"source document “{source.doc}” is unknown",
                near(source.doc, found.sources.documents),
            )


def _indicators(document: Document, where: Where, case: CaseShape) -> None:
    """Present-on-admission indicators belong to inpatient diagnoses, all of them, and to nothing else."""
    for number, step in enumerate(case.steps):
        if not isinstance(step, AssignStep):
            continue
        wanted = case.setting == "inpatient" and step.sys == "icd10cm"
        for position, expected in enumerate(step.expected):
            place = (*where, "steps", number, "expected", position)
            if wanted and expected.poa is None:
                what = f"{expected.code} has no present-on-admission indicator"
                document.complain(place, what, "Add poa: Y, N, U, W or exempt")
            if not wanted and expected.poa is not None:
                what = f"{expected.code} has a present-on-admission indicator"
                document.complain(place, what, "Only inpatient diagnoses have one: remove poa")


def _guide(found: Gathered, first: dict[str, str]) -> None:
    for document, file in found.guide:
        for name in ("specialties", "tips", "education", "choices", "renewals"):
            for position, item in enumerate(getattr(file, name)):
                _single_id(document, (name, position), item.id, first)
        for position, choice in enumerate(file.choices):
            for number, cert in enumerate(choice.certs):
                _credential(found, document, ("choices", position, "certs", number), cert)


def _renewals(found: Gathered) -> None:
    """One rule a body, for bodies that give credentials here; more credentials never ask for fewer credits."""
    bodies = {shape.body for _, shape in found.certifications}
    seen: set[str] = set()
    for document, file in found.guide:
        for position, renewal in enumerate(file.renewals):
            here: Where = ("renewals", position)
            if renewal.body not in bodies:
                what = f"no certification is given by “{renewal.body}”"
                document.complain((*here, "body"), what, near(renewal.body, bodies))
            if renewal.body in seen:
                document.complain((*here, "body"), f"{renewal.body} has two rules", "Keep one")
            seen.add(renewal.body)
            if renewal.credits != sorted(renewal.credits):
                what = "credits go down with more credentials"
                document.complain((*here, "credits"), what, "Write what one credential asks for first")
            missing = [name for name in CREDIT_CATEGORIES if name not in renewal.categories]
            if missing:
                what = f"has no name for {', '.join(missing)}"
                document.complain((*here, "categories"), what, "Name every category")


def _outlines_by_certification(found: Gathered) -> dict[str, list[OutlineShape]]:
    return {shape.id: shape.outlines for _, shape in found.certifications}


def _asked_by(
    stated: dict[str, list[OutlineShape]], document: Document, where: Where, item: QuestionShape | CaseShape
) -> None:
    for cert in item.certs:
        for outline in stated.get(cert, []):
            if not any(item.area in area.covers for area in outline.areas):
                document.complain(
                    (*where, "area"),
                    f"no part of the {cert} outline “{outline.name}” covers area {item.area}",
                    f"Remove {cert} from certs, or add the area to the outline's covers",
                )


def _certifications(found: Gathered) -> None:
    seen: set[str] = set()
    for document, shape in found.certifications:
        if shape.id in seen:
            document.complain(("id",), f"certification {shape.id} is defined twice", "Keep one file")
        seen.add(shape.id)
        if found.vocabulary and shape.id not in found.vocabulary.credentials:
            document.complain(
                ("id",), f"certification {shape.id} is not in vocabulary.yaml", "Add it under credentials"
            )
        for position, outline in enumerate(shape.outlines):
            _outline(found, document, ("outlines", position), outline)
        total = sum(area.share for area in shape.outlines[0].areas) if shape.outlines else 1
        if abs(total - 1) > 0.001:
            what = f"the shares of the outline in use add up to {total:.3f}"
            document.complain(("outlines", 0, "areas"), what, "Make them add up to 1")


def _outline(found: Gathered, document: Document, where: Where, outline: OutlineShape) -> None:
    covered: dict[str, str] = {}
    ids: set[str] = set()
    for position, area in enumerate(outline.areas):
        place = (*where, "areas", position)
        if area.id in ids:
            document.complain(place, f"area {area.id} stands twice in this outline", "Rename or join them")
        ids.add(area.id)
        for name in area.covers:
            if found.vocabulary and name not in found.vocabulary.areas:
                document.complain(
                    (*place, "covers"), f"area “{name}” is unknown", near(name, found.vocabulary.areas)
                )
            if name in covered:
                what = f"area {name} is covered by both {covered[name]} and {area.id}"
                document.complain((*place, "covers"), what, "A question must fall in one part only: keep one")
            covered.setdefault(name, area.id)
