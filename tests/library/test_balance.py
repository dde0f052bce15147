"""Banks whose right options stand at one place or stand out by their length; ones that do not pass."""

import pytest

from tests.library.conftest import QUESTIONS, Examine, Tree, small_question, small_tree


def many(answer_of: dict[int, str], texts: dict[str, str]) -> Tree:
    """Fifty clean questions whose right options stand, and read, as given."""
    tree = small_tree()
    tree[QUESTIONS]["questions"] = []
    for number in range(50):
        answer = answer_of[number % 4]
        words = " ".join(f"w{number}x{place}" for place in range(12))
        tree[QUESTIONS]["questions"].append(
            small_question()
            | {
                "id": f"made-{number:03}",
                "stem": f"{words}?",
                "options": {
                    key: {
                        "text": f"{texts['key' if key == answer else 'other']} {key.lower()}",
                        "why": f"Explanation {key}x here.",
                    }
                    | ({} if key == answer else {"trap": "definition"})
                    for key in "ABCD"
                },
                "answer": answer,
                "codes": [],
                "years": "independent",
            }
        )
    return tree


def test_balanced_bank_passes(examine: Examine) -> None:
    assert examine(many(dict(enumerate("ABCD")), {"key": "plain", "other": "plain"})) == []


def test_bank_whose_answers_stand_at_one_place(examine: Examine) -> None:
    problems = examine(many(dict(enumerate("CCCD")), {"key": "plain", "other": "plain"}))
    assert ["chi-square" in problem.what for problem in problems] == [True]


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        ({"key": "somewhat plain", "other": "plain"}, "longest"),
        ({"key": "plain", "other": "somewhat plain"}, "shortest"),
    ],
)
def test_bank_whose_answers_stand_out_by_length(examine: Examine, texts: dict[str, str], name: str) -> None:
    problems = examine(many(dict(enumerate("ABCD")), texts))
    assert [f"of 50 options that are the {name} of four, 50 are right" in p.what for p in problems] == [True]


def test_bank_whose_answers_never_stand_out_by_length(examine: Examine) -> None:
    tree = many(dict(enumerate("ABCD")), {"key": "plain", "other": "plain"})
    for question in tree[QUESTIONS]["questions"]:
        wrong = next(key for key in "ABCD" if key != question["answer"])
        question["options"][wrong]["text"] += " and then some"
    assert ["of 50 options that are the longest of four, 0 are right" in p.what for p in examine(tree)] == [
        True
    ]
