"""Checks over the whole bank: every area served, and no pattern in where or how long the right option is."""

from dataclasses import dataclass

from bot.library.gather import Gathered
from bot.library.problems import Problem
from bot.library.texts import options_of

# Chance alone exceeds these once in a hundred banks.
CHI_SQUARE_LIMIT = 11.34  # three degrees of freedom
Z_LIMIT = 2.58
_ENOUGH = 40


@dataclass(frozen=True, slots=True)
class Extreme:
    """How often the right option is the one that stands out by its length. possible: questions where one does."""

    hits: int
    possible: int

    @property
    def z(self) -> float:
        """Standard deviations by which `hits` differs from one in four, which is chance."""
        return (self.hits - self.possible / 4) / (self.possible * 3 / 16) ** 0.5 if self.possible else 0.0


@dataclass(frozen=True, slots=True)
class Bias:
    """How the right options are spread over the four places, and over the lengths."""

    positions: dict[str, int]
    chi_square: float
    longest: Extreme
    shortest: Extreme
    total: int


def measure_bias(found: Gathered) -> Bias:
    """Count key positions and key lengths over the bank."""
    positions = dict.fromkeys("ABCD", 0)
    outcomes: dict[str, list[bool]] = {"longest": [], "shortest": []}
    for _, _, question in found.each_question():
        positions[question.answer] += 1
        lengths = {key: len(option.text) for key, option in options_of(question)}
        for name, extreme in (("longest", max(lengths.values())), ("shortest", min(lengths.values()))):
            if list(lengths.values()).count(extreme) == 1:
                outcomes[name].append(lengths[question.answer] == extreme)
    total = sum(positions.values())
    expected = total / 4
    chi_square = sum((count - expected) ** 2 / expected for count in positions.values()) if total else 0.0
    longest, shortest = (Extreme(sum(outcomes[name]), len(outcomes[name])) for name in outcomes)
    return Bias(positions, chi_square, longest, shortest, total)


def check_balance(found: Gathered) -> None:
    """Note exam areas without questions, and bias that would let a guesser win."""
    asked = {(cert, question.area) for _, _, question in found.each_question() for cert in question.certs}
    for document, shape in found.certifications:
        for number, outline in enumerate(shape.outlines):
            for position, area in enumerate(outline.areas):
                if not any((shape.id, name) in asked for name in area.covers):
                    what = f"no {shape.id} question falls in “{area.name}” of “{outline.name}”"
                    document.complain(("outlines", number, "areas", position), what, "Write some for it")
    bias = measure_bias(found)
    if bias.total < _ENOUGH:
        return
    if bias.chi_square > CHI_SQUARE_LIMIT:
        what = f"right options stand at {bias.positions} (chi-square {bias.chi_square:.1f})"
        found.problems.append(Problem("questions", 1, "-", what, "Move some so that A to D are about even"))
    _length(found, "longest", bias.longest)
    _length(found, "shortest", bias.shortest)


def _length(found: Gathered, name: str, extreme: Extreme) -> None:
    if abs(extreme.z) > Z_LIMIT:
        what = (
            f"of {extreme.possible} options that are the {name} of four, {extreme.hits} are right"
            f" (z {extreme.z:.1f}; chance is one in four)"
        )
        mend = "Lengthen or shorten options until length tells nothing"
        found.problems.append(Problem("questions", 1, "-", what, mend))
