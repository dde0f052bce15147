"""The words and tables of `crosswalk content check`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bot.library.balance import measure_bias
from bot.library.gather import Gathered
from bot.library.model import Certification
from bot.library.problems import Problem
from bot.library.shelf import Library

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table


def render_report(problems: Sequence[Problem]) -> str:
    """One line per problem, then how many there are."""
    if not problems:
        return "The content is clean."
    count = f"{len(problems)} problem{'s' * (len(problems) > 1)} in the content."
    return "\n".join([*map(str, problems), count])


def summary(library: Library, found: Gathered | None = None) -> "RenderableType":
    """Counts per certification and exam area, difficulty, kind and review; key balance when `found` is given."""
    from rich.console import Group  # here, so that the bot does not load it at its start

    parts: list[RenderableType] = [_areas(library, cert) for cert in library.certifications.values()]
    questions = library.questions.values()
    parts.append(f"{len(questions)} questions")
    parts.append(_counts("Difficulty", (str(question.difficulty) for question in questions)))
    parts.append(_counts("Kind", (question.kind for question in questions)))
    parts.append(
        _counts("Reviewed by a person", ("yes" if question.review.human else "no" for question in questions))
    )
    if found:
        bias = measure_bias(found)
        places = ", ".join(f"{key} {count}" for key, count in bias.positions.items())
        parts.append(f"Right option in the files: {places} (chi-square {bias.chi_square:.2f}, limit 11.34)")
        parts.append(f"Right option is the longest: {bias.longest} of {bias.total} (z {bias.longest_z:.2f})")
    return Group(*parts)


def _areas(library: Library, cert: Certification) -> "Table":
    from rich.table import Table

    table = Table(title=f"{cert.id}: questions by exam area", title_justify="left")
    for heading in ("outline", "area", "share", "questions"):
        table.add_column(heading, justify="right" if heading in {"share", "questions"} else "left")
    for outline in cert.outlines:
        for area in outline.areas:
            count = sum(cert.id in q.certs and q.area in area.covers for q in library.questions.values())
            table.add_row(outline.name, area.name, f"{area.share:.0%}" if area.share else "–", str(count))
    return table


def _counts(heading: str, values: Iterable[str]) -> str:
    counted = sorted(Counter(values).items())
    return f"{heading}: {', '.join(f'{value} {count}' for value, count in counted)}"
