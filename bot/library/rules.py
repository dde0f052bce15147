"""What must hold before a bot may use the content: names known, ids single, answers whole."""

from collections.abc import Iterable
from difflib import get_close_matches

from bot.library.gather import Gathered
from bot.library.model import Trap
from bot.library.reading import Document, Where
from bot.library.schema import QuestionShape
from bot.library.schema_guide import OutlineShape


def check_shape(found: Gathered) -> None:
    """Note every problem that would make the content unusable."""
    _certifications(found)
    first: dict[str, str] = {}
    stated = _outlines_by_certification(found)
    for document, where, question in found.each_question():
        _single_id(document, where, question, first)
        _answer_and_traps(document, where, question)
        _names(found, document, where, question)
        _sources(found, document, where, question)
        _asked_by(stated, document, where, question)


def near(word: str, known: Iterable[str]) -> str:
    """A mend that names the words closest to a wrong one."""
    choices = sorted(known)
    close = get_close_matches(word[:60], choices, n=3, cutoff=0.5)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return f"Write one of {', '.join(choices[:30])}" if choices else "None is defined yet"


def _single_id(document: Document, where: Where, question: QuestionShape, first: dict[str, str]) -> None:
    place = f"{document.file}:{document.line(where)}"
    earlier = first.setdefault(question.id, place)
    if earlier != place:
        document.complain(
            (*where, "id"), f"id is already used at {earlier}", "Give one of the two another id"
        )


def _answer_and_traps(document: Document, where: Where, question: QuestionShape) -> None:
    for key in "ABCD":
        option = getattr(question.options, key)
        place = (*where, "options", key)
        if key == question.answer and option.trap is not None:
            document.complain(
                place, f"option {key} is the answer and has a trap", "Remove the trap, or correct `answer`"
            )
        if key != question.answer and option.trap is None:
            words = ", ".join(Trap)
            document.complain(place, f"option {key} is wrong and names no trap", f"Add trap: one of {words}")


def _names(found: Gathered, document: Document, where: Where, question: QuestionShape) -> None:
    words = found.vocabulary
    if words is None:
        return
    if question.area not in words.areas:
        document.complain(
            (*where, "area"), f"area “{question.area}” is unknown", near(question.area, words.areas)
        )
    if question.topic not in words.topics:
        document.complain(
            (*where, "topic"), f"topic “{question.topic}” is unknown", near(question.topic, words.topics)
        )
    for position, cert in enumerate(question.certs):
        place = (*where, "certs", position)
        if cert not in words.credentials:
            document.complain(place, f"certification “{cert}” is unknown", near(cert, words.credentials))
        if cert in question.certs[:position]:
            document.complain(place, f"certification {cert} is named twice", "Keep one")


def _sources(found: Gathered, document: Document, where: Where, question: QuestionShape) -> None:
    if found.sources is None:
        return
    for position, source in enumerate(question.sources):
        if source.doc not in found.sources.documents:
            document.complain(
                (*where, "sources", position),
                f"source document “{source.doc}” is unknown",
                near(source.doc, found.sources.documents),
            )


def _outlines_by_certification(found: Gathered) -> dict[str, list[OutlineShape]]:
    return {shape.id: shape.outlines for _, shape in found.certifications}


def _asked_by(
    stated: dict[str, list[OutlineShape]], document: Document, where: Where, question: QuestionShape
) -> None:
    for cert in question.certs:
        for outline in stated.get(cert, []):
            if not any(question.area in area.covers for area in outline.areas):
                document.complain(
                    (*where, "area"),
                    f"no part of the {cert} outline “{outline.name}” covers area {question.area}",
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
