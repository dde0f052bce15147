"""From a content folder to a Library."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.errors import ContentError
from bot.library import schema
from bot.library.gather import Gathered, gather
from bot.library.model import (
    BlueprintArea,
    Certification,
    CodeRef,
    Figure,
    Library,
    Option,
    Outline,
    Question,
    Review,
    Source,
)
from bot.library.rules import check_shape

_SHOWN = 5


def load(path: Path) -> Library:
    """Everything under `path`. ContentError lists the first problems and says how to see all of them."""
    found = gather(path)
    check_shape(found)
    problems = found.all_problems()
    if problems:
        more = f"\n… and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        listed = "\n".join(str(problem) for problem in problems[:_SHOWN])
        raise ContentError(
            f"The content cannot be used, {len(problems)} problem{'s' * (len(problems) > 1)}. "
            f"`crosswalk content check` shows all.\n{listed}{more}"
        )
    return build(found)


def build(found: Gathered) -> Library:
    """The Library of content whose shape is sound."""
    assert found.vocabulary is not None
    cite = partial(_source, _labels(found))
    questions = {shape.id: _question(shape, cite) for _, _, shape in found.each_question()}
    certifications = {shape.id: _certification(shape) for _, shape in found.certifications}
    return Library(
        dict(sorted(questions.items())),
        dict(sorted(certifications.items())),
        dict(found.vocabulary.areas),
        dict(found.vocabulary.credentials),
    )


def _labels(found: Gathered) -> dict[str, str]:
    return {name: shape.label for name, shape in found.sources.documents.items()} if found.sources else {}


def _source(labels: dict[str, str], shape: schema.SourceShape) -> Source:
    label = labels[shape.doc].replace("{ed}", shape.ed).replace("{sec}", shape.sec)
    return Source(shape.doc, shape.ed, shape.sec, label)


def _question(shape: schema.QuestionShape, cite: Callable[[schema.SourceShape], Source]) -> Question:
    written = (("A", shape.options.A), ("B", shape.options.B), ("C", shape.options.C), ("D", shape.options.D))
    return Question(
        id=shape.id,
        certs=frozenset(shape.certs),
        area=shape.area,
        topic=shape.topic,
        kind=shape.kind,
        difficulty=shape.difficulty,
        stem=shape.stem,
        options=tuple(Option(key, option.text, option.why, option.trap) for key, option in written),
        answer=shape.answer,
        codes=tuple(CodeRef(code.sys, code.code, code.role) for code in shape.codes),
        sources=tuple(cite(source) for source in shape.sources),
        years=None if shape.years is None else frozenset(shape.years),
        review=Review(shape.review.by, shape.review.on, shape.review.verdict, shape.review.human),
    )


def _certification(shape: schema.CertificationFile) -> Certification:
    return Certification(
        shape.id,
        shape.name,
        shape.body,
        shape.setting,
        tuple(_outline(outline) for outline in shape.outlines),
        {key: _figure(figure) for key, figure in shape.figures.items()},
    )


def _outline(shape: schema.OutlineShape) -> Outline:
    areas = (
        BlueprintArea(area.id, area.name, area.share, frozenset(area.covers), area.stated)
        for area in shape.areas
    )
    return Outline(shape.name, shape.source, shape.as_of, shape.note, tuple(areas))


def _figure(shape: schema.FigureShape) -> Figure:
    older = (Figure(shape.name, old.value, old.source, old.as_of) for old in shape.older)
    return Figure(shape.name, shape.value, shape.source, shape.as_of, tuple(older))
