"""The content in memory: questions, certifications, blueprints. Knows nothing of Discord or databases."""

from bot.library.load import load
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
    Trap,
)
from bot.library.problems import Problem
from bot.library.shelf import Library, code_set_year

__all__ = [
    "BlueprintArea",
    "Certification",
    "CodeRef",
    "Figure",
    "Library",
    "Option",
    "Outline",
    "Problem",
    "Question",
    "Review",
    "Source",
    "Trap",
    "code_set_year",
    "load",
]
