"""Reads every file of a content folder and says what is wrong with its shape. Never raises on bad content."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.library.problems import Problem
from bot.library.reading import Document, Where, read
from bot.library.schema import DocumentsFile, QuestionFile, QuestionShape, SectionsFile, VocabularyFile
from bot.library.schema_cases import CaseFile, CaseShape, ExemptFile
from bot.library.schema_guide import CertificationFile, GuideFile, MnemonicFile, MnemonicShape
from bot.library.shapes import Shape

_S = TypeVar("_S", bound=Shape)


@dataclass(slots=True)
class Gathered:
    """A content folder as read. A part whose shape is wrong is missing here and told of in its document."""

    root: Path
    documents: list[Document] = field(default_factory=list)
    vocabulary: VocabularyFile | None = None
    sources: DocumentsFile | None = None
    sections: dict[str, SectionsFile] = field(default_factory=dict)
    exempt: ExemptFile | None = None
    certifications: list[tuple[Document, CertificationFile]] = field(default_factory=list)
    questions: list[tuple[Document, QuestionFile]] = field(default_factory=list)
    cases: list[tuple[Document, CaseFile]] = field(default_factory=list)
    mnemonics: list[tuple[Document, MnemonicFile]] = field(default_factory=list)
    guide: list[tuple[Document, GuideFile]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def all_problems(self) -> list[Problem]:
        """Every problem noted so far, in order of file and line."""
        noted = [problem for document in self.documents for problem in document.problems]
        return sorted({*noted, *self.problems})

    def each_question(self) -> Iterator[tuple[Document, Where, QuestionShape]]:
        """Every question of sound shape, with its file and its place there."""
        for document, file in self.questions:
            for position, question in enumerate(file.questions):
                yield document, ("questions", position), question

    def each_item(self) -> Iterator[tuple[Document, Where, QuestionShape | CaseShape]]:
        """Every question and every case: what is asked for a certification, in an area."""
        yield from self.each_question()
        yield from self.each_case()

    def each_case(self) -> Iterator[tuple[Document, Where, CaseShape]]:
        """Every case of sound shape, with its file and its place there."""
        for document, file in self.cases:
            for position, case in enumerate(file.cases):
                yield document, ("cases", position), case

    def each_mnemonic(self) -> Iterator[tuple[Document, Where, MnemonicShape]]:
        """Every mnemonic of sound shape, with its file and its place there."""
        for document, file in self.mnemonics:
            for position, mnemonic in enumerate(file.mnemonics):
                yield document, ("mnemonics", position), mnemonic


def gather(root: Path) -> Gathered:
    """Read `root`. Everything that is wrong is in `all_problems()`."""
    found = frame(root)
    if not root.is_dir():
        return found
    found.questions = _all(found, "questions", QuestionFile, needed=True)
    found.cases = _all(found, "cases", CaseFile)
    found.mnemonics = _all(found, "mnemonics", MnemonicFile)
    found.guide = _all(found, "guide", GuideFile)
    return found


def frame(root: Path) -> Gathered:
    """What questions are held against, without them: vocabulary, sources, certifications."""
    found = Gathered(root)
    if not root.is_dir():
        found.problems.append(
            Problem(root.name, 1, "-", "is no folder", "Point CROSSWALK_CONTENT to the content")
        )
        return found
    found.vocabulary = _one(found, "vocabulary.yaml", VocabularyFile)
    found.sources = _one(found, "sources/documents.yaml", DocumentsFile)
    exempt = root / "sources" / "poa-exempt.yaml"
    if exempt.exists() and (listed := _shaped(found, exempt, ExemptFile)):
        found.exempt = listed[1]
    for path in _files(root, "sources"):
        if path.name not in {"documents.yaml", exempt.name} and (
            sections := _shaped(found, path, SectionsFile)
        ):
            found.sections[path.stem] = sections[1]
    found.certifications = _all(found, "certifications", CertificationFile, needed=True)
    return found


def _files(root: Path, folder: str) -> list[Path]:
    return sorted(path for path in (root / folder).rglob("*") if path.suffix in {".yaml", ".yml"})


def _one(found: Gathered, name: str, shape: type[_S]) -> _S | None:
    path = found.root / name
    if not path.exists():
        found.problems.append(Problem(name, 1, "-", "is missing", "Restore it: every question needs it"))
        return None
    fitting = _shaped(found, path, shape)
    return fitting[1] if fitting else None


def _all(found: Gathered, folder: str, shape: type[_S], *, needed: bool = False) -> list[tuple[Document, _S]]:
    paths = _files(found.root, folder)
    if needed and not paths:
        found.problems.append(Problem(folder, 1, "-", "holds no YAML file", "Add at least one"))
    return [fitting for path in paths if (fitting := _shaped(found, path, shape))]


def _shaped(found: Gathered, path: Path, shape: type[_S]) -> tuple[Document, _S] | None:
    document = read(found.root, path)
    found.documents.append(document)
    return None if document.problems else shaped(document, shape)


def shaped(document: Document, shape: type[_S]) -> tuple[Document, _S] | None:
    """A document in its shape; None when it does not fit, which is told of in it."""
    try:
        return document, shape.model_validate(document.data)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            _explain(document, detail)
        return None


def _explain(document: Document, detail: ErrorDetails) -> None:
    # Besides keys and positions, pydantic names what it tried: a mapping's key itself, the kind of a step.
    where = tuple(part for part in detail["loc"] if part not in {"[key]", "assign", "choose"})
    context = detail.get("ctx", {})
    name = ".".join(str(part) for part in where[2:] if part != "schema_") or str(
        where[-1] if where else "the file"
    )
    what, mend = worded(detail["type"], detail["msg"], context)
    document.complain(where, f"{name[:80]} {what}", mend)


_WORDINGS = {
    "missing": ("is missing", "Add it"),
    "extra_forbidden": ("is not a key that belongs here", "Correct its spelling or remove it"),
    "string_too_long": ("is longer than {max_length} characters", "Shorten it"),
    "string_too_short": ("is empty", "Write it"),
    "too_short": ("is empty", "Name at least one"),
    "string_type": ("is no text", "Write plain text here"),
    "string_pattern_mismatch": ("does not look right", "Write it to match {pattern}"),
    "int_parsing": ("is no whole number", "Write a whole number such as 3"),
    "float_parsing": ("is no number", "Write a number such as 0.06"),
    "greater_than_equal": ("is too small", "Write {ge} or more"),
    "less_than_equal": ("is too large", "Write {le} or less"),
    "greater_than": ("is too small", "Write more than {gt}"),
    "less_than": ("is too large", "Write less than {lt}"),
    "bool_parsing": ("is neither true nor false", "Write true or false"),
    "bool_type": ("is neither true nor false", "Write true or false"),
    "list_type": ("is no list", "Begin each item with a dash, or use [ ]"),
    "dict_type": ("is no mapping", "Write key: value pairs"),
    "model_type": ("is no mapping", "Write key: value pairs"),
    "literal_error": ("is none of the allowed words", "Write one of {expected}"),
    "enum": ("is none of the allowed words", "Write one of {expected}"),
}


def worded(kind: str, message: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """What is wrong and how to mend it, for a kind of pydantic's errors."""
    if kind in _WORDINGS:
        what, mend = _WORDINGS[kind]
        return what.format_map(context), mend.format_map(context)
    if kind.startswith("date"):
        return "is no date", "Write it as 2026-11-22"
    return message, str(context.get("mend", "Write it as content/README.md shows"))
