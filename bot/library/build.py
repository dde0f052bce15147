"""From the shapes of files to the values of a Library. Nothing is checked here."""

from collections.abc import Callable
from functools import partial

from bot.library import guide, schema, schema_cases, schema_guide
from bot.library.cases import AssignStep, AvoidCode, Case, ChooseStep, ExpectedCode, NearCode
from bot.library.gather import Gathered
from bot.library.model import (
    BlueprintArea,
    Certification,
    CodeRef,
    Figure,
    Option,
    Outline,
    Question,
    Review,
    Source,
)
from bot.library.shelf import Library

Cite = Callable[[schema.SourceShape], Source]


def build(found: Gathered) -> Library:
    """The Library of content whose shape is sound."""
    assert found.vocabulary is not None
    cite = partial(_source, _labels(found))
    questions = {shape.id: _question(shape, cite) for _, _, shape in found.each_question()}
    certifications = {shape.id: _certification(shape) for _, shape in found.certifications}
    cases = {shape.id: _case(shape, cite) for _, _, shape in found.each_case()}
    mnemonics = {shape.id: _mnemonic(shape, cite) for _, _, shape in found.each_mnemonic()}
    return Library(
        questions=dict(sorted(questions.items())),
        certifications=dict(sorted(certifications.items())),
        area_names=dict(found.vocabulary.areas),
        credentials=dict(found.vocabulary.credentials),
        topic_names={topic: shape.name for topic, shape in found.vocabulary.topics.items()},
        cases=dict(sorted(cases.items())),
        mnemonics=dict(sorted(mnemonics.items())),
        guide=_guide(found),
        source_labels=_labels(found),
    )


def assign_step(shape: schema_cases.AssignStep) -> AssignStep:
    """A step of codes; also for the check, which scores the step's own perfect answer."""
    expected = (
        ExpectedCode(
            each.code,
            each.poa,
            each.points,
            each.why,
            tuple(NearCode(near.code, near.share, near.why) for near in each.partial),
        )
        for each in shape.expected
    )
    avoid = (AvoidCode(each.code, each.trap, each.why) for each in shape.avoid)
    return AssignStep(shape.ask, shape.sys, shape.order, tuple(expected), tuple(avoid))


def _labels(found: Gathered) -> dict[str, str]:
    return {name: shape.label for name, shape in found.sources.documents.items()} if found.sources else {}


def _source(labels: dict[str, str], shape: schema.SourceShape) -> Source:
    return Source(shape.doc, shape.ed, shape.sec, cited(labels[shape.doc], shape.ed, shape.sec))


def cited(label: str, ed: str, sec: str) -> str:
    """A citation as members read it, from its document's label."""
    return label.replace("{ed}", ed).replace("{sec}", sec)


def _review(shape: schema.ReviewShape) -> Review:
    return Review(shape.by, shape.on, shape.verdict, shape.human)


def _options(shape: schema.OptionsShape) -> tuple[Option, ...]:
    written = (("A", shape.A), ("B", shape.B), ("C", shape.C), ("D", shape.D))
    return tuple(Option(key, option.text, option.why, option.trap) for key, option in written)


def _question(shape: schema.QuestionShape, cite: Cite) -> Question:
    return Question(
        id=shape.id,
        certs=frozenset(shape.certs),
        area=shape.area,
        topic=shape.topic,
        kind=shape.kind,
        difficulty=shape.difficulty,
        stem=shape.stem,
        options=_options(shape.options),
        answer=shape.answer,
        codes=tuple(CodeRef(code.sys, code.code, code.role) for code in shape.codes),
        sources=tuple(cite(source) for source in shape.sources),
        years=None if shape.years is None else frozenset(shape.years),
        review=_review(shape.review),
    )


def _case(shape: schema_cases.CaseShape, cite: Cite) -> Case:
    return Case(
        id=shape.id,
        title=shape.title,
        certs=frozenset(shape.certs),
        area=shape.area,
        topic=shape.topic,
        setting=shape.setting,
        record=shape.record,
        difficulty=shape.difficulty,
        minutes=shape.minutes,
        text=shape.text,
        steps=tuple(_step(step) for step in shape.steps),
        sources=tuple(cite(source) for source in shape.sources),
        years=None if shape.years is None else frozenset(shape.years),
        review=_review(shape.review),
    )


def _step(shape: schema_cases.AssignStep | schema_cases.ChooseStep) -> AssignStep | ChooseStep:
    if isinstance(shape, schema_cases.AssignStep):
        return assign_step(shape)
    return ChooseStep(shape.ask, shape.points, _options(shape.options), shape.answer)


def _certification(shape: schema_guide.CertificationFile) -> Certification:
    return Certification(
        shape.id,
        shape.name,
        shape.body,
        shape.setting,
        tuple(_outline(outline) for outline in shape.outlines),
        {key: _figure(figure) for key, figure in shape.figures.items()},
    )


def _outline(shape: schema_guide.OutlineShape) -> Outline:
    areas = (
        BlueprintArea(area.id, area.name, area.share, frozenset(area.covers), area.stated)
        for area in shape.areas
    )
    return Outline(shape.name, shape.source, shape.as_of, shape.note, tuple(areas))


def _figure(shape: schema_guide.FigureShape) -> Figure:
    older = (Figure(shape.name, old.value, old.source, old.as_of) for old in shape.older)
    return Figure(shape.name, shape.value, shape.source, shape.as_of, tuple(older))


def _mnemonic(shape: schema_guide.MnemonicShape, cite: Cite) -> guide.Mnemonic:
    sources = tuple(cite(source) for source in shape.sources)
    return guide.Mnemonic(
        shape.id, shape.topic, shape.hook, shape.stands_for, shape.story, sources, _review(shape.review)
    )


def _guide(found: Gathered) -> guide.Guide:
    files = [file for _, file in found.guide]
    return guide.Guide(
        specialties=tuple(
            guide.Specialty(s.id, s.name, s.body, s.field, s.source, s.as_of)
            for file in files
            for s in file.specialties
        ),
        tips=tuple(
            guide.Tip(t.id, t.when, t.title, t.text, t.source, t.as_of) for file in files for t in file.tips
        ),
        education=tuple(
            guide.Education(e.id, e.name, e.takes, e.cost, e.text, e.source, e.as_of)
            for file in files
            for e in file.education
        ),
        choices=tuple(
            guide.Choice(c.id, c.wants, tuple(c.certs), c.text, c.source, c.as_of)
            for file in files
            for c in file.choices
        ),
        renewals=tuple(_renewal(shape) for file in files for shape in file.renewals),
        figures={key: _figure(shape) for file in files for key, shape in file.figures.items()},
    )


def _renewal(shape: schema_guide.RenewalShape) -> guide.Renewal:
    return guide.Renewal(
        id=shape.id,
        body=shape.body,
        months=shape.months,
        credits=tuple(shape.credits),
        categories={str(category): name for category, name in shape.categories.items()},
        shares=tuple(
            guide.RenewalShare(frozenset(each.counts), each.share, each.what, each.source, each.as_of)
            for each in shape.shares
        ),
        text=shape.text,
        notes=shape.notes,
        source=shape.source,
        as_of=shape.as_of,
    )
