"""Small libraries for tests: as many questions as a test needs, in areas and code-set years of its choice."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.library import (
    BlueprintArea,
    Certification,
    Library,
    Option,
    Outline,
    Question,
    Review,
    Source,
    Trap,
)
from tests.community import library


def question(ident: str, area: str = "surgery", *, years: frozenset[str] | None = None) -> Question:
    """A question with this id. B is right."""
    return Question(
        id=ident,
        certs=frozenset({"CPC"}),
        area=area,
        topic="any",
        kind="application",
        difficulty=1,
        stem=f"What about {ident}?",
        options=tuple(
            Option(
                key,
                f"{ident} option {key}",
                f"{ident} reason {key}",
                None if key == "B" else Trap.UNITS,
            )
            for key in "ABCD"
        ),
        answer="B",
        codes=(),
        sources=(Source("cms-manual", "2026", "§ 1", "A manual, § 1"),),
        years=years,
        review=Review("automated check", date(2026, 11, 1), "sound", human=False),
    )


def certification(**shares: float) -> Certification:
    """CPC with a blueprint area of the same name for each question area given."""
    areas = tuple(
        BlueprintArea(name, name.title(), share, frozenset({name}), f"{share:.0%}")
        for name, share in shares.items()
    )
    outline = Outline("in use", "nowhere", "2026", "", areas)
    return Certification("CPC", "Certified Professional Coder", "AAPC", "Practice", (outline,), {})


def only(questions: Iterable[Question]) -> Library:
    """The real certifications, with these questions only."""
    return Library({q.id: q for q in questions}, library().certifications, library().area_names)


def first(
    count: int, *, of: str = "CPC", years: frozenset[str] | str | None = "as they are"
) -> list[Question]:
    """That many real questions of a certification, if need be with other years."""
    found = [q for q in library().questions.values() if of in q.certs][:count]
    return found if isinstance(years, str) else [replace(q, years=years) for q in found]
