"""A suggested question: from what a member typed to a question of the bank, and what is wrong with it. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.library import code_set_year
from bot.library.problems import Problem
from bot.library.single import declared

WRONG = ("1", "2", "3")
KINDS = {"application": "A situation to decide", "recall": "A fact to remember"}
DIFFICULTIES = {"1": "1, easy", "2": "2", "3": "3, as on the exam", "4": "4", "5": "5, hard"}
# What each form asks; all of it has to be there before the question can be sent.
STEPS: tuple[tuple[str, ...], ...] = (
    ("stem", "right", "right_why", "doc", "sec"),
    tuple(f"{name}{number}" for number in WRONG for name in ("wrong", "why")),
    (*(f"trap{number}" for number in WRONG), "kind", "difficulty"),
)
_KEYS = {"A": "the right answer", "B": "wrong answer 1", "C": "wrong answer 2", "D": "wrong answer 3"}
_PLACE = re.compile(r"(?<!“)\boptions?[. ]([A-D])(?:\.(text|why|trap))?")
_BOTH = re.compile(r"\boptions ([A-D]) and ([A-D])")
_ORDINAL = {"text": "", "why": ": its reason", "trap": ": its trap"}


def missing(written: Mapping[str, str]) -> bool:
    """Whether a form has still to be filled in."""
    return any(not written.get(name) for step in STEPS for name in step)


def split_wrong(text: str) -> tuple[str, str]:
    """A wrong option and why it is wrong: its first line, and the rest."""
    first, _, rest = text.strip().partition("\n")
    return first.strip(), " ".join(rest.split())


def entry(written: Mapping[str, str], edition: str, on: date) -> dict[str, Any]:
    """The question as it would stand in a file of the bank. edition: of the document it cites. on: its review."""
    wrong = [written[f"wrong{number}"] for number in WRONG]
    options = {"A": {"text": written["right"], "why": written["right_why"]}}
    for key, number in zip("BCD", WRONG, strict=True):
        options[key] = {
            "text": written[f"wrong{number}"],
            "why": written[f"why{number}"],
            "trap": written[f"trap{number}"],
        }
    texts = [
        written["stem"],
        *(text for option in options.values() for text in (option["text"], option["why"])),
    ]
    codes = declared(texts, written["right"], wrong)
    return {
        "certs": [written["certification"]],
        "area": written["area"],
        "topic": written["topic"],
        "kind": written["kind"],
        "difficulty": written["difficulty"],
        "stem": written["stem"],
        "options": options,
        "answer": "A",
        "codes": codes,
        "sources": [{"doc": written["doc"], "sec": written["sec"]} | ({"ed": edition} if edition else {})],
        "years": [code_set_year(on)] if any(code["sys"] != "hcpcs2" for code in codes) else "independent",
        "review": {
            "by": "this server's moderators",
            "on": on.isoformat(),
            "verdict": "approved for this server",
            "human": "true",
        },
    }


def explained(problem: Problem) -> str:
    """A problem as its author reads it: options are called what the form calls them."""
    text = _BOTH.sub(lambda hit: f"{_KEYS[hit[1]]} and {_KEYS[hit[2]]}", f"{problem.what}. {problem.mend}.")
    text = _PLACE.sub(lambda hit: f"{_KEYS[hit[1]]}{_ORDINAL.get(hit[2] or '', '')}", text)
    return text[:1].upper() + text[1:]
