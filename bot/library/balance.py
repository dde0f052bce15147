"""Checks over the whole bank: every area served, and no pattern in where or how long the right option is."""

from dataclasses import dataclass

from bot.library.gather import Gathered
from bot.library.problems import Problem
from bot.library.wording import options_of

# Chance alone exceeds these once in a hundred banks.
CHI_SQUARE_LIMIT = 11.34  # three degrees of freedom
Z_LIMIT = 2.58
_ENOUGH = 40


@dataclass(frozen=True, slots=True)
class Bias:
    """How the right options are spread. longest: how often the right one is the longest of four."""

    positions: dict[str, int]
    chi_square: float
    longest: int
    total: int

    @property
    def longest_z(self) -> float:
        """Standard deviations by which `longest` differs from one in four."""
        return (self.longest - self.total / 4) / (self.total * 3 / 16) ** 0.5 if self.total else 0.0


def measure_bias(found: Gathered) -> Bias:
    """Count key positions and key lengths over the bank."""
    positions = dict.fromkeys("ABCD", 0)
    longest = total = 0
    for _, _, question in found.each_question():
        positions[question.answer] += 1
        total += 1
        lengths = {key: len(option.text) for key, option in options_of(question)}
        longest += all(
            lengths[question.answer] > size for key, size in lengths.items() if key != question.answer
        )
    expected = total / 4
    chi_square = sum((count - expected) ** 2 / expected for count in positions.values()) if total else 0.0
    return Bias(positions, chi_square, longest, total)


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
    if bias.longest_z > Z_LIMIT:
        what = f"the right option is the longest in {bias.longest} of {bias.total} questions"
        found.problems.append(
            Problem("questions", 1, "-", what, "Shorten right options or lengthen wrong ones")
        )
