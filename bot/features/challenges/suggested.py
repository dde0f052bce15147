"""A suggested question: from what a member typed to a question of the bank, and what is wrong with it. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.errors import BadInput
from bot.features.challenges.suggested_codes import codes_of, recast
from bot.features.codes.model import Validity
from bot.library import code_set_year
from bot.library.problems import Problem
from bot.library.shapes import OPTION_LIMIT, STEM_LIMIT, WHY_LIMIT
from bot.typed import seen
from bot.typed import written as clean

WRONG = ("1", "2", "3")
KINDS = {"application": "A situation to decide", "recall": "A fact to remember"}
DIFFICULTIES = {"1": "1, easy", "2": "2", "3": "3, as on the exam", "4": "4", "5": "5, hard"}
# What each form asks; all of it has to be there before the question can be sent.
STEPS: tuple[tuple[str, ...], ...] = (
    ("stem", "right", "right_why", "doc", "sec"),
    tuple(f"{name}{number}" for number in WRONG for name in ("wrong", "why")),
    (*(f"trap{number}" for number in WRONG), "kind", "difficulty"),
)
# More than Discord lets anybody type into one field of ours.
_MOST_TYPED = 2000
# Field, how its author knows it, how long it may be, and how many letters it needs.
_TEXTS = (
    ("stem", "The question", STEM_LIMIT, 1),
    ("right", "The right answer", OPTION_LIMIT, 1),
    ("right_why", "Why it is right", WHY_LIMIT, 1),
    ("sec", "The place", OPTION_LIMIT, 1),
    *(
        text
        for number in WRONG
        for text in (
            (f"wrong{number}", f"Wrong answer {number}", OPTION_LIMIT, 1),
            (f"why{number}", f"Why wrong answer {number} is wrong (below it, on a new line)", WHY_LIMIT, 3),
        )
    ),
)
_KEYS = {"A": "the right answer", "B": "wrong answer 1", "C": "wrong answer 2", "D": "wrong answer 3"}
_PLACE = re.compile(r"(?<!“)\boptions?[. ]([A-D])(?:\.(text|why|trap))?")
_BOTH = re.compile(r"\boptions ([A-D]) and ([A-D])")
_ORDINAL = {"text": "", "why": ": its reason", "trap": ": its trap"}


def missing(written: Mapping[str, str]) -> bool:
    """Whether a form has still to be filled in."""
    return any(not written.get(name) for step in STEPS for name in step)


def read(step: int, typed: Mapping[str, str]) -> dict[str, str]:
    """What a form asked, by field, as it is kept: all that can be seen of it, sound or not. Raises BadInput."""
    if not 0 <= step < len(STEPS):
        raise BadInput("There is no such form. Begin anew: `/quiz suggest`.")
    if step == 1:
        fields: dict[str, str] = {}
        for number in WRONG:
            option, why = split_wrong(seen(typed.get(f"wrong{number}", ""))[:_MOST_TYPED])
            fields |= {f"wrong{number}": option, f"why{number}": why}
        return fields
    if step == 2:
        return {name: typed.get(name, "")[:40] for name in STEPS[2]}
    fields = {name: seen(typed.get(name, ""))[:_MOST_TYPED] for name in ("stem", "right", "right_why", "sec")}
    one_line = {name: " ".join(text.split()) for name, text in fields.items() if name != "stem"}
    return {**fields, **one_line, "doc": typed.get("doc", "")[:60]}


def unusable(written: Mapping[str, str]) -> tuple[str, ...]:
    """What stands in forms that were sent off and cannot be used as it is, as sentences."""
    found: list[str] = []
    for name, called, most, letters in _TEXTS:
        if name in written:
            try:
                clean(written[name], called, most=most, letters=letters)
            except BadInput as error:
                found.append(error.message)
    return tuple(found)


def split_wrong(text: str) -> tuple[str, str]:
    """A wrong option and why it is wrong: its first line, and the rest."""
    first, _, rest = text.strip().partition("\n")
    return first.strip(), " ".join(rest.split())


def entry(
    written: Mapping[str, str], edition: str, on: date, known: Validity | None = None
) -> dict[str, Any]:
    """The question as it would stand in a file of the bank. edition: of the document it cites. on: its review.

    known: what the code tables say of its codes; None where they are missing.
    """
    options = {"A": {"text": written["right"], "why": written["right_why"]}}
    for key, number in zip("BCD", WRONG, strict=True):
        options[key] = {
            "text": written[f"wrong{number}"],
            "why": written[f"why{number}"],
            "trap": written[f"trap{number}"],
        }
    codes = recast(codes_of(written, WRONG), written, WRONG, known)
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
