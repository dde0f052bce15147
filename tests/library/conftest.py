"""A small content folder that is clean, for planting one fault at a time."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.library import Problem
from bot.library.check import check

ROOT = Path(__file__).parents[2] / "content"
QUESTIONS = "questions/one.yaml"
Tree = dict[str, Any]


class _Dumper(yaml.SafeDumper):
    """Writes out what stands twice: content may not repeat a part by an alias."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def small_tree() -> Tree:
    """File name to data: one certification, one area, one clean question."""
    return {
        "vocabulary.yaml": {
            "schema": 1,
            "credentials": {"CPC": "Certified Professional Coder", "CCS": "Certified Coding Specialist"},
            "areas": {"coding": "Coding", "anatomy": "Anatomy"},
            "topics": {"fractures": {"name": "Fractures", "planned": 1}},
        },
        "sources/documents.yaml": {
            "schema": 1,
            "documents": {
                "guide": {
                    "title": "The Guide",
                    "label": "Guide {ed}, {sec}",
                    "pattern": "I\\.[A-Z]",
                    "editions": ["FY2025"],
                    "sections": "guide-list",
                }
            },
        },
        "sources/guide-list.yaml": {"schema": 1, "document": "Guide", "made": "by hand", "sections": ["I.A"]},
        "certifications/cpc.yaml": {
            "schema": 1,
            "id": "CPC",
            "name": "Certified Professional Coder",
            "body": "AAPC",
            "setting": "Office",
            "outlines": [
                {
                    "name": "Now",
                    "source": "somebody",
                    "as_of": "2026",
                    "note": "none",
                    "areas": [
                        {"id": "all", "name": "All", "share": 1, "stated": "100 %", "covers": ["coding"]}
                    ],
                }
            ],
            "figures": {"dues": {"name": "Dues", "value": "$1", "source": "somebody", "as_of": "2026"}},
        },
        QUESTIONS: {"schema": 1, "questions": [small_question()]},
    }


def small_question() -> dict[str, Any]:
    """A clean question about a fracture."""
    return {
        "id": "frac-001",
        "certs": ["CPC"],
        "area": "coding",
        "topic": "fractures",
        "kind": "application",
        "difficulty": 3,
        "stem": "A right Colles' fracture heals slowly in its cast. Which code is reported?",
        "options": {
            "A": {"text": "S52.531A", "why": "Active treatment is over.", "trap": "seventh_character"},
            "B": {"text": "S52.531D", "why": "Healing is slow.", "trap": "seventh_character"},
            "C": {"text": "S52.531G", "why": "Delayed healing, later visit."},
            "D": {"text": "S52.531K", "why": "No nonunion is named.", "trap": "seventh_character"},
        },
        "answer": "C",
        "codes": [
            {"sys": "icd10cm", "code": "S52.531A", "role": "distractor"},
            {"sys": "icd10cm", "code": "S52.531D", "role": "distractor"},
            {"sys": "icd10cm", "code": "S52.531G", "role": "answer"},
            {"sys": "icd10cm", "code": "S52.531K", "role": "distractor"},
        ],
        "sources": [{"doc": "guide", "ed": "FY2025", "sec": "I.A"}],
        "years": ["FY2026", "FY2027"],
        "review": {"by": "automated check", "on": "2026-11-22", "verdict": "fine", "human": False},
    }


def planted(**changes: Any) -> Tree:
    """The small tree with its question changed."""
    tree = small_tree()
    tree[QUESTIONS]["questions"][0].update(changes)
    return tree


def options(**changes: dict[str, Any]) -> dict[str, Any]:
    """The small question's options, some of them changed."""
    found: dict[str, Any] = deepcopy(small_question()["options"])
    for key, change in changes.items():
        found[key].update(change)
    return found


def coded(code: str, role: str, system: str = "icd10cm", **more: Any) -> Tree:
    """The small question with one code more, named in a reason or elsewhere."""
    tree = planted(**more)
    question = tree[QUESTIONS]["questions"][0]
    question["codes"].append({"sys": system, "code": code, "role": role})
    return tree


def write(root: Path, tree: Tree) -> Path:
    """Lay the tree down as files; a value of bytes or str is written as it is."""
    for name, data in tree.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(data, bytes):
            path.write_bytes(data)
        elif isinstance(data, str):
            path.write_text(data, encoding="utf-8")
        else:
            path.write_text(yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True), "utf-8")
    return root


Examine = Callable[[Tree], list[Problem]]


@pytest.fixture
def examine(tmp_path: Path) -> Examine:
    """Write a tree and check it."""
    return lambda tree: check(write(tmp_path, tree))
