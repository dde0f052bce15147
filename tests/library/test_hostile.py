"""Files that are broken or malicious: each gives problems with a place and a remedy, never an exception."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import ContentError
from bot.library import Problem, load
from bot.library.check import check
from bot.library.reading import LARGEST_FILE_BYTES, Document, parse
from tests.library.conftest import Examine, small_question, small_tree, write

QUESTIONS = "questions/one.yaml"

BROKEN: list[tuple[str, bytes, int, str, str]] = [
    ("empty", b"", 1, "is empty", "Fill it"),
    ("spaces only", b" \n \n", 1, "is empty", "Fill it"),
    ("comment only", b"# nothing yet\n", 1, "is empty", "Fill it"),
    ("tab", b"schema: 1\nquestions:\n\t- id: x\n", 3, "is not sound YAML", "Indent with spaces"),
    ("colon in text", b"schema: 1\nquestions:\n- stem: a: b\n", 3, "is not sound YAML", "in double quotes"),
    ("open bracket", b"schema: 1\nquestions: [\n", 3, "is not sound YAML", "brackets"),
    ("not UTF-8", b"schema: 1\n# caf\xe9\n", 2, "is not UTF-8", "Save it as UTF-8"),
    ("UTF-16", "schema: 1".encode("utf-16"), 1, "is not UTF-8", "Save it as UTF-8"),
    ("NUL", b"schema: 1\nquestions: \x00\n", 2, "cannot be printed", "Remove"),
    ("key twice", b"schema: 1\nschema: 1\nquestions: []\n", 2, "has the key “schema” twice", "Keep one"),
    ("alias", b"schema: &x 1\nquestions: *x\n", 2, "by an alias", "Write the part out"),
    ("unknown alias", b"schema: 1\nquestions: *x\n", 2, "by an alias", "Write the part out"),
    ("list as key", b"schema: 1\n? [a, b]\n: 2\n", 2, "no plain word", "Use a plain word"),
    ("alias as key", b"schema: &x 1\n*x : 2\n", 2, "by an alias", "Write the part out"),
    ("two documents", b"schema: 1\n---\nschema: 1\n", 2, "second document", "Use the shape"),
    ("a mere word", b"hello\n", 1, "is no mapping", "Write key: value pairs"),
    ("a list", b"- 1\n- 2\n", 1, "is no mapping", "Write key: value pairs"),
    ("no questions", b"schema: 1\nquestions: []\n", 2, "is empty", "Name at least one"),
    ("newer schema", b"schema: 2\nquestions: []\n", 1, "is none of the allowed words", "Write one of '1'"),
    (
        "python tag",
        b"schema: !!python/object/apply:os.system [x]\n",
        1,
        "none of the allowed",
        "Write one of",
    ),
]


@pytest.mark.parametrize(
    ("raw", "line", "what", "mend"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_broken_file_is_told(examine: Examine, raw: bytes, line: int, what: str, mend: str) -> None:
    tree = small_tree() | {QUESTIONS: raw}
    problems = [problem for problem in examine(tree) if problem.file == QUESTIONS]
    assert any(
        problem.line == line and what in problem.what and mend in problem.mend for problem in problems
    ), problems


@pytest.mark.parametrize(
    "raw",
    [b"[" * 100_000, b"{a: " * 100_000, b"- " * 50_000, b"? " * 50_000],
    ids=["brackets", "braces", "dashes", "keys"],
)
def test_towers_are_refused(examine: Examine, raw: bytes) -> None:
    problems = examine(small_tree() | {QUESTIONS: raw})
    assert any(problem.file == QUESTIONS and "nested too deep" in problem.what for problem in problems)


def test_aliases_do_not_multiply(examine: Examine) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    problems = examine(small_tree() | {QUESTIONS: "\n".join(rows)})
    assert any("alias" in problem.what for problem in problems)


def test_huge_file_is_refused_unread(examine: Examine) -> None:
    problems = examine(small_tree() | {QUESTIONS: b"#" * (LARGEST_FILE_BYTES + 1)})
    assert any("larger than 2 MB" in problem.what for problem in problems)


def test_byte_order_mark_is_harmless(examine: Examine) -> None:
    tree = small_tree()
    tree[QUESTIONS] = b"\xef\xbb\xbf" + yaml.safe_dump(tree[QUESTIONS]).encode()
    assert examine(tree) == []


@pytest.mark.parametrize(
    "missing", ["vocabulary.yaml", "sources/documents.yaml", "certifications/cpc.yaml", QUESTIONS]
)
def test_missing_file_is_told(tmp_path: Path, missing: str) -> None:
    write(tmp_path, {name: data for name, data in small_tree().items() if name != missing})
    told = check(tmp_path)
    assert any(
        problem.file in missing and problem.what.startswith(("is missing", "holds no")) for problem in told
    )
    with pytest.raises(ContentError):
        load(tmp_path)


def test_folder_in_place_of_a_file(tmp_path: Path) -> None:
    write(tmp_path, small_tree())
    (tmp_path / "questions" / "two.yaml").mkdir()
    assert ["cannot be read" in problem.what for problem in check(tmp_path)] == [True]


def test_missing_folder_is_told(tmp_path: Path) -> None:
    assert ["is no folder" in problem.what for problem in check(tmp_path / "gone")] == [True]


def test_values_that_yaml_would_guess_stay_text(tmp_path: Path) -> None:
    tree = small_tree()
    text = yaml.safe_dump(tree[QUESTIONS], sort_keys=False)
    tree[QUESTIONS] = text.replace("text: S52.531A", "text: no").replace(
        "- sys: icd10cm\n    code: S52.531A", "- sys: icd10cm\n    code: S52.531A"
    )
    tree[QUESTIONS] = tree[QUESTIONS].replace("text: S52.531D", "text: 0210093")
    library = load(write(tmp_path, tree))
    shown = [option.text for option in library.questions["frac-001"].options]
    assert shown[:2] == ["no", "0210093"]


def sound(problems: list[Problem]) -> bool:
    """Each is one line with a place and a remedy."""
    return all(
        problem.file and problem.line >= 1 and problem.what and problem.mend and "\n" not in str(problem)
        for problem in problems
    )


@given(st.binary(max_size=400))
@settings(max_examples=400, deadline=None)
def test_any_bytes_give_data_or_problems(raw: bytes) -> None:
    document = Document("questions/any.yaml")
    parse(document, raw)
    assert sound(document.problems)


@given(st.text(alphabet="ab:-[]{}#&*!|>'\"%@`?, \n\t0~", max_size=80))
@settings(max_examples=600, deadline=None)
def test_any_yaml_like_text_gives_data_or_problems(text: str) -> None:
    document = Document("questions/any.yaml")
    parse(document, text.encode())
    assert sound(document.problems)
    if not document.problems:
        assert document.data is not None


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["CPC", "A", "frac-001", "icd10cm", "FY2026", "independent", "coding", "application"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["id", "A", "text", "why", "code", "doc", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path inside plain data."""
    found = [path]
    if isinstance(value, dict):
        found += [deep for key in value for deep in places(value[key], (*path, key))]
    elif isinstance(value, list):
        found += [deep for position, item in enumerate(value) for deep in places(item, (*path, position))]
    return found


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy of plain data with one place changed."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(copy[path[0]], path[1:], new)
    return copy


FILES = sorted(small_tree())


@given(st.data())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_at_any_place_gives_problems_or_a_library(tmp_path: Path, data: st.DataObject) -> None:
    tree = small_tree()
    name = data.draw(st.sampled_from(FILES))
    place = data.draw(st.sampled_from(places(tree[name])))
    tree[name] = replaced(tree[name], place, data.draw(VALUES))
    problems = check(write(tmp_path, tree))
    assert sound(problems)
    refused = None
    try:
        load(tmp_path)
    except ContentError as error:
        refused = error.message
    assert refused is None or (problems and "crosswalk content check" in refused)


def test_key_that_steers_a_terminal_is_shown_harmless(examine: Examine) -> None:
    raw = b'schema: 1\n"\\e[2J\\nboo": 1\nquestions: []\n'
    lines = [str(problem) for problem in examine(small_tree() | {QUESTIONS: raw})]
    assert any("�[2J�boo is not a key that belongs here" in line for line in lines), lines


@given(st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=3)), min_size=1, max_size=4))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_bytes_give_problems_or_a_library(tmp_path: Path, damage: list[tuple[int, bytes]]) -> None:
    tree = small_tree()
    raw = yaml.safe_dump(tree[QUESTIONS], sort_keys=False).encode()
    for position, piece in damage:
        raw = raw[:position] + piece + raw[position + 1 :]
    problems = check(write(tmp_path, tree | {QUESTIONS: raw}))
    assert sound(problems)


def test_question_of_the_largest_size_loads(tmp_path: Path) -> None:
    tree = small_tree()
    question = small_question()
    question["stem"] = "x" * 1199 + "?"
    for option in question["options"].values():
        option["why"] = option["why"][:1] * 400
    tree[QUESTIONS] = {"schema": 1, "questions": [question]}
    assert len(load(write(tmp_path, tree)).questions["frac-001"].stem) == 1200
