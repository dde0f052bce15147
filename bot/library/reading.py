"""From bytes to plain data, remembering the line of every value. Any bytes at all give data or a Problem.

Every plain value stays text: YAML's own guesses (`no` is false, 0210093 is an octal number) would spoil
codes, so the schema alone decides what a value is.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.library.problems import Problem

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without libyaml: slower, same result
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

LARGEST_FILE_BYTES = 2_000_000
DEEPEST = 40
# What is read may come from anybody: neither its values nor what is wrong with it may fill the memory.
MOST_VALUES, MOST_PROBLEMS = 600_000, 1_000
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})

Where = tuple[Hashable, ...]


@dataclass(slots=True)
class Document:
    """One file as plain data. lines: where each value begins, by its path of keys and positions.

    whole: whether all of it was read, whatever is wrong with parts of it.
    """

    file: str
    data: Any = None
    lines: dict[Where, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    whole: bool = False

    def line(self, where: Where) -> int:
        """The line of a value, or of the nearest thing that holds it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def complain(self, where: Where, what: str, mend: str) -> None:
        """Note a problem at a place in this file."""
        self.problems.append(Problem(self.file, self.line(where), self._id_at(where), what, mend))

    def complain_at(self, line: int, what: str, mend: str) -> None:
        """Note a problem at a line, where the file's shape is not known."""
        self.problems.append(Problem(self.file, line, "-", what, mend))

    def _id_at(self, where: Where) -> str:
        """The id of the question, case, mnemonic … that a place is in; "-" outside of all."""
        if len(where) < 2 or not isinstance(self.data, dict):
            return "-"
        try:
            found = self.data[where[0]][where[1]]["id"]
        except (KeyError, IndexError, TypeError):
            return "-"
        return found if isinstance(found, str) and found else "-"


def read(root: Path, path: Path) -> Document:
    """Read one YAML file below the content folder `root`."""
    document = Document(path.relative_to(root).as_posix())
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        document.complain(
            (), f"cannot be read ({error.strerror})", "Check that it is a file and its permissions"
        )
        return document
    parse(document, raw)
    return document


def parse(document: Document, raw: bytes, *, most_bytes: int = LARGEST_FILE_BYTES) -> None:
    """Fill the document from bytes, or add problems to it."""
    if len(raw) > most_bytes:
        megabytes = most_bytes // 1_000_000
        document.complain((), f"is larger than {megabytes} MB", "Split it into several files")
        return
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        document.complain_at(
            raw.count(b"\n", 0, error.start) + 1, "is not UTF-8 text here", "Save it as UTF-8"
        )
        return
    try:
        _Builder(document).run(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        what = f"is not sound YAML: {error.problem or error.context}"
        document.complain_at(line, what, _mend_syntax(text, line))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        document.complain_at(line, "holds a character that cannot be printed", "Remove or retype it")
    except (yaml.YAMLError, ValueError) as error:
        document.complain_at(1, f"is not sound YAML: {error}", "Write it as content/README.md shows")


def _mend_syntax(text: str, line: int) -> str:
    around = text.splitlines()[max(0, line - 2) : line + 1]
    if any("\t" in row[: len(row) - len(row.lstrip())] for row in around):
        return "Indent with spaces, never with tabs"
    if any(row.count(": ") > 1 for row in around):
        return "Put the text in double quotes: a colon with a space after it begins a new key"
    return "Check the indentation, quotes and brackets in this line and the one before"


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


@dataclass(slots=True)
class _Frame:
    """A list or mapping being filled. key: the next value's key. skipped: a repeated or unusable part."""

    where: Where
    holder: list[Any] | dict[str, Any]
    key: str | None = None
    skipped: bool = False


class _Builder:
    """Builds plain data from YAML events on its own stack: the input's depth can never exhaust ours."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._stack: list[_Frame] = []
        self._documents = 0

    def run(self, text: str) -> None:
        """Read all events. Stops at the first thing that makes the rest meaningless."""
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.ScalarEvent):
                plain_null = event.value in _NULLS and event.implicit[0] and not event.style
                self._value(event, None if plain_null else event.value)
            elif isinstance(event, yaml.MappingStartEvent):
                self._open(event, {})
            elif isinstance(event, yaml.SequenceStartEvent):
                self._open(event, [])
            elif isinstance(event, yaml.CollectionEndEvent):
                self._stack.pop()
            elif isinstance(event, yaml.AliasEvent):
                self._complain(event, "repeats a part by an alias (*name)", "Write the part out")
                self._value(event, None)
            elif isinstance(event, yaml.DocumentStartEvent):
                self._documents += 1
            if self._documents > 1 or len(self._stack) > DEEPEST:
                what = "holds a second document (---)" if self._documents > 1 else "is nested too deep"
                self._complain(event, what, "Use the shape that content/README.md shows")
                return
            if len(self._document.lines) > MOST_VALUES or len(self._document.problems) > MOST_PROBLEMS:
                self._complain(event, "holds more than can be read", "Split it into several files")
                return
        self._document.whole = True
        if self._document.data is None and not self._document.problems:
            self._document.complain((), "is empty", "Fill it as content/README.md shows, or delete it")

    def _complain(self, event: yaml.Event, what: str, mend: str) -> None:
        self._document.complain_at(_line(event), what, mend)

    def _open(self, event: yaml.Event, holder: list[Any] | dict[str, Any]) -> None:
        frame = self._stack[-1] if self._stack else None
        if frame and isinstance(frame.holder, dict) and frame.key is None:
            self._complain(event, "has a key that is no plain word", "Use a plain word as key")
            frame.key = ""
            self._stack.append(_Frame(frame.where, holder, skipped=True))
            return
        where, skipped = self._value(event, holder)
        self._stack.append(_Frame(where, holder, skipped=skipped))

    def _value(self, event: yaml.Event, value: Any) -> tuple[Where, bool]:
        """Put a value where it belongs; in a mapping a scalar is a key first. Returns path and skipped."""
        line = _line(event)
        if not self._stack:
            self._document.data = value
            self._document.lines[()] = line
            return (), False
        frame = self._stack[-1]
        if isinstance(frame.holder, list):
            where = (*frame.where, len(frame.holder))
            frame.holder.append(value)
        elif frame.key is None:
            self._key(frame, line, "" if value is None else str(value))
            return frame.where, False
        else:
            where = (*frame.where, frame.key)
            skipped = frame.skipped or not frame.key or frame.key in frame.holder
            if not skipped:
                frame.holder[frame.key] = value
            frame.key = None
            return where, skipped
        if not frame.skipped:
            self._document.lines[where] = line
        return where, frame.skipped

    def _key(self, frame: _Frame, line: int, key: str) -> None:
        frame.key = key
        assert isinstance(frame.holder, dict)
        if key in frame.holder:
            self._document.complain_at(line, f"has the key “{key[:60]}” twice", "Keep one of the two")
        elif not frame.skipped:
            self._document.lines[(*frame.where, key)] = line
