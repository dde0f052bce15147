"""A measured figure, what it is compared with, what is aimed at, and the table that shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Aim:
    """A bound for a figure: for its ratio to the baseline, or for the value itself when `of_value`."""

    at_least: float | None = None
    at_most: float | None = None
    of_value: bool = False

    def met_by(self, value: float) -> bool:
        """Whether the bound holds."""
        above = self.at_least is None or value >= self.at_least
        return above and (self.at_most is None or value <= self.at_most)

    def __str__(self) -> str:
        sign, bound = ("≥", self.at_least) if self.at_least is not None else ("≤", self.at_most)
        return f"{sign} {bound:.3g}{'' if self.of_value else ' ×'}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. ratio: measured to baseline; given when it is not simply their quotient."""

    what: str
    unit: str
    measured: float
    baseline: float | None = None
    aim: Aim | None = None
    ratio: float | None = None
    note: str = ""

    @property
    def shown_ratio(self) -> float | None:
        """Measured to baseline."""
        if self.ratio is not None or not self.baseline:
            return self.ratio
        return self.measured / self.baseline

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None without an aim."""
        value = self.measured if self.aim and self.aim.of_value else self.shown_ratio
        return None if self.aim is None or value is None else self.aim.met_by(value)


def compared(
    what: str, unit: str, rounds: Sequence[tuple[float, float]], aim: Aim | None = None, note: str = ""
) -> Figure:
    """A figure from several rounds of (measured, baseline), each pair taken one right after the other.

    The ratio is the median of the rounds' ratios: others may load the machine, and then load both of a pair.
    """
    ratios = sorted(measured / baseline for measured, baseline in rounds)
    spread = f"ratio {ratios[0]:.2f}–{ratios[-1]:.2f} in {len(ratios)} rounds"
    return Figure(
        what,
        unit,
        median(measured for measured, _ in rounds),
        median(baseline for _, baseline in rounds),
        aim,
        median(ratios),
        f"{note}, {spread}" if note else spread,
    )


def show(title: str, figures: Iterable[Figure], baseline: str, console: Console) -> None:
    """Print a table. baseline: what stands in that column."""
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for heading in ("measured", baseline, "ratio", "aim"):
        table.add_column(heading, justify="right")
    table.add_column("note", style="dim")
    for figure in figures:
        table.add_row(*_cells(figure))
    console.print(table)


def _cells(figure: Figure) -> list[str]:
    mark = {None: "", True: " ✓", False: " ✗"}[figure.met]
    return [
        figure.what,
        f"{_number(figure.measured)} {figure.unit}",
        "" if figure.baseline is None else f"{_number(figure.baseline)} {figure.unit}",
        "" if figure.shown_ratio is None else f"{figure.shown_ratio:.2f} ×",
        f"{figure.aim}{mark}" if figure.aim else "",
        figure.note,
    ]


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
