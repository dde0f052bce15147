"""What a check reports: one line per problem, with the place and the way to mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """file: path below the content folder. line: counted from 1. question: its id (or a case's, a
    mnemonic's), "-" when there is none.
    """

    file: str
    line: int
    question: str
    what: str
    mend: str

    def __str__(self) -> str:
        line = f"{self.file}:{self.line}: {self.question[:60]}: {self.what}. {self.mend}"
        # Keys and ids come from files: none may break the line or steer a terminal.
        return "".join(character if character.isprintable() else "�" for character in line)
