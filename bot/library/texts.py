"""Where the words are: every text that members read, and every set of four options, with its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.library.gather import Gathered
from bot.library.reading import Document, Where
from bot.library.schema import OptionShape, OptionsShape, QuestionShape
from bot.library.schema_cases import AssignStep, CaseShape
from bot.library.schema_guide import CertificationFile, FigureShape, GuideFile, OldFigureShape

Placed = tuple[Where, str]


@dataclass(frozen=True, slots=True)
class FourOptions:
    """Options with their answer: a question's, or a case's step's. ask: what is asked."""

    document: Document
    where: Where
    ask: str
    options: OptionsShape
    answer: str

    def each(self) -> list[tuple[str, OptionShape]]:
        """The four options with their keys, in the file's order."""
        return [(key, getattr(self.options, key)) for key in "ABCD"]


def each_four(found: Gathered) -> Iterator[FourOptions]:
    """Every set of four options in the bank."""
    for document, where, question in found.each_question():
        yield FourOptions(document, where, question.stem, question.options, question.answer)
    for document, where, case in found.each_case():
        for number, step in enumerate(case.steps):
            if not isinstance(step, AssignStep):
                yield FourOptions(document, (*where, "steps", number), step.ask, step.options, step.answer)


def each_text(found: Gathered) -> Iterator[tuple[Document, Where, str]]:
    """Every text that a member reads, with its file and place."""
    for document, where, question in found.each_question():
        for place, text in texts_of(question):
            yield document, (*where, *place), text
    for document, where, case in found.each_case():
        for place, text in texts_of_case(case):
            yield document, (*where, *place), text
    for document, where, mnemonic in found.each_mnemonic():
        for key in ("hook", "stands_for", "story"):
            yield document, (*where, key), getattr(mnemonic, key) or ""
    for document, file in found.guide:
        for place, text in _texts_of_guide(file):
            yield document, place, text
    for document, shape in found.certifications:
        for place, text in _texts_of_certification(shape):
            yield document, place, text


def texts_of(question: QuestionShape) -> Iterator[Placed]:
    """Every text of a question, with its place inside it."""
    yield ("stem",), question.stem
    yield from _texts_of_options(question.options)


def options_of(question: QuestionShape) -> list[tuple[str, OptionShape]]:
    """A question's four options with their keys, in the file's order."""
    return [(key, getattr(question.options, key)) for key in "ABCD"]


def texts_of_case(case: CaseShape) -> Iterator[Placed]:
    """Every text of a case, with its place inside it."""
    yield ("title",), case.title
    yield ("text",), case.text
    for number, step in enumerate(case.steps):
        here: Where = ("steps", number)
        yield (*here, "ask"), step.ask
        if isinstance(step, AssignStep):
            for position, expected in enumerate(step.expected):
                yield (*here, "expected", position, "why"), expected.why
                for near, partial in enumerate(expected.partial):
                    yield (*here, "expected", position, "partial", near, "why"), partial.why
            for position, avoid in enumerate(step.avoid):
                yield (*here, "avoid", position, "why"), avoid.why
        else:
            for place, text in _texts_of_options(step.options):
                yield (*here, *place), text


def _texts_of_options(options: OptionsShape) -> Iterator[Placed]:
    for key in "ABCD":
        option: OptionShape = getattr(options, key)
        yield ("options", key, "text"), option.text
        yield ("options", key, "why"), option.why


def _texts_of_guide(file: GuideFile) -> Iterator[Placed]:
    keys = {
        "specialties": ("name", "field", "source"),
        "tips": ("title", "text", "source"),
        "education": ("name", "takes", "cost", "text", "source"),
        "choices": ("wants", "text", "source"),
        "renewals": ("text", "source"),
    }
    for part, names in keys.items():
        for number, item in enumerate(getattr(file, part)):
            for name in names:
                yield (part, number, name), getattr(item, name)
    for number, renewal in enumerate(file.renewals):
        here: Where = ("renewals", number)
        for place, note in enumerate(renewal.notes):
            yield (*here, "notes", place), note
        for place, share in enumerate(renewal.shares):
            yield (*here, "shares", place, "what"), share.what
            yield (*here, "shares", place, "source"), share.source
        for category, name in renewal.categories.items():
            yield (*here, "categories", category), name
    yield from _texts_of_figures(file.figures)


def _texts_of_certification(shape: CertificationFile) -> Iterator[Placed]:
    yield ("name",), shape.name
    yield ("setting",), shape.setting
    for number, outline in enumerate(shape.outlines):
        for name in ("name", "source", "note"):
            yield ("outlines", number, name), getattr(outline, name)
        for position, area in enumerate(outline.areas):
            yield ("outlines", number, "areas", position, "name"), area.name
            yield ("outlines", number, "areas", position, "stated"), area.stated
    yield from _texts_of_figures(shape.figures)


def _texts_of_figures(figures: Mapping[str, FigureShape]) -> Iterator[Placed]:
    for key, figure in figures.items():
        yield ("figures", key, "name"), figure.name
        for place, each in ((("figures", key), figure), *older_of(key, figure)):
            yield (*place, "value"), each.value
            yield (*place, "source"), each.source


def older_of(key: str, figure: FigureShape) -> Iterator[tuple[Where, OldFigureShape]]:
    """A figure's older values, with their places in the file."""
    for number, old in enumerate(figure.older):
        yield ("figures", key, "older", number), old
