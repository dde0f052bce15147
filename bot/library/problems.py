"""What a check reports: one line per problem, with the place and the way to mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """file: path below the content folder. line: counted from 1. question: its id, "-" when there is none."""

    file: str
    line: int
    question: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.question}: {self.what}. {self.mend}"
