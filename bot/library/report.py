"""The words and tables of `crosswalk content check`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bot.library.balance import CHI_SQUARE_LIMIT, Z_LIMIT, Extreme, measure_bias
from bot.library.gather import Gathered
from bot.library.model import Certification, Outline
from bot.library.problems import Problem
from bot.library.reading_level import spread
from bot.library.shelf import Library
from bot.library.texts import each_four

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

# A community practises with more than one exam: this many full ones, of this many questions, without a repeat.
FULL_EXAMS = 2
EXAM_QUESTIONS = 100


def render_report(problems: Sequence[Problem]) -> str:
    """One line per problem, then how many there are."""
    if not problems:
        return "The content is clean."
    count = f"{len(problems)} problem{'s' * (len(problems) > 1)} in the content."
    return "\n".join([*map(str, problems), count])


def summary(library: Library, found: Gathered) -> "RenderableType":
    """What the bank holds and what it lacks: by exam area and topic, then how it is spread."""
    from rich.console import Group  # here, so that the bot does not load it at its start

    questions = library.questions.values()
    years = sorted({year for question in questions for year in question.years or ()})
    tables = [
        _areas(library, cert, outline)
        for cert in library.certifications.values()
        for outline in cert.outlines
    ]
    return Group(
        *tables,
        _topics(found),
        f"{len(questions)} questions, {len(library.cases)} cases, {len(library.mnemonics)} mnemonics, "
        f"{len(library.certifications)} certifications, {len(library.guide.specialties)} specialties, "
        f"{len(library.guide.tips)} tips",
        *(f"Valid in {year}: {sum(year in (q.years or (year,)) for q in questions)}" for year in years),
        _counts("Difficulty", (str(question.difficulty) for question in questions)),
        _counts("Kind", (question.kind for question in questions)),
        _counts(
            "Trap",
            (option.trap or "" for four in each_four(found) for _, option in four.each() if option.trap),
        ),
        _counts("Reviewed by a person", ("yes" if q.review.human else "no" for q in questions)),
        *_bias(found),
        spread([question.stem for question in questions]),
    )


def _areas(library: Library, cert: Certification, outline: Outline) -> "Table":
    from rich.table import Table

    table = Table(title=f"{cert.id}, {outline.name}", title_justify="left")
    table.add_column("area", max_width=44)
    for heading in ("share", "questions", f"for {FULL_EXAMS} exams", "short"):
        table.add_column(heading, justify="right")
    for area in outline.areas:
        count = sum(cert.id in q.certs and q.area in area.covers for q in library.questions.values())
        wanted = round(area.share * EXAM_QUESTIONS * FULL_EXAMS)
        share, aim = (f"{area.share:.0%}", str(wanted)) if area.share else ("–", "–")
        table.add_row(area.name, share, str(count), aim, str(wanted - count) if wanted > count else "")
    return table


def _topics(found: Gathered) -> str:
    """Topics that have fewer questions than the study outline plans for them."""
    asked = Counter(question.topic for _, _, question in found.each_question())
    planned = found.vocabulary.topics if found.vocabulary else {}
    short = {
        shape.name: shape.planned - asked[topic]
        for topic, shape in planned.items()
        if asked[topic] < shape.planned
    }
    if not short:
        return f"Each of the {len(planned)} topics has the questions planned for it."
    return "Topics short of their plan: " + "; ".join(f"{name} {count}" for name, count in short.items())


def _bias(found: Gathered) -> list[str]:
    bias = measure_bias(found)
    places = ", ".join(f"{key} {count}" for key, count in bias.positions.items())
    return [
        f"Right option in the files: {places} (chi-square {bias.chi_square:.2f}, limit {CHI_SQUARE_LIMIT})",
        _extreme("longest", bias.longest),
        _extreme("shortest", bias.shortest),
    ]


def _extreme(name: str, extreme: Extreme) -> str:
    share = f"{extreme.hits} of {extreme.possible} are right"
    return f"Where one option is the {name}: {share} (z {extreme.z:.2f}, limit ±{Z_LIMIT})"


def _counts(heading: str, values: Iterable[str]) -> str:
    counted = sorted(Counter(values).items())
    return f"{heading}: {', '.join(f'{value} {count}' for value, count in counted)}"
