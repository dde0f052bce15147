"""Moodle's GIFT: multiple choice with one right answer, and true or false. Pure.

https://docs.moodle.org/en/GIFT_format
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.features.banks.drafts import Draft, Drafts, Fault, content_of
from bot.features.banks.html_text import plain

# An escaped sign stands as one of these while a question is taken apart, and becomes the sign afterwards.
_HIDDEN = 0xE000
_ESCAPE = re.compile(r"\\([~=#{}:\\n])")
_SHOW = {_HIDDEN + ord(sign): sign for sign in "~=#{}:\\"} | {_HIDDEN + ord("n"): "\n"}
_TITLE = re.compile(r"\s*::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d+)?)%")
_TRUE_FALSE = re.compile(r"(TRUE|FALSE|T|F)\s*(?:#(.*))?$", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Answer:
    text: str
    right: bool
    why: str


def read(text: str) -> Drafts:
    """Every question. Raises BadInput when there are too many."""
    found = Drafts("GIFT")
    for line, block in _blocks(text):
        where = f"line {line}"
        try:
            found.add(Draft(where, _content(block)))
        except Fault as fault:
            found.add(Draft(where, fault=str(fault)))
    return found


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Questions, which blank lines part, each with its first line's number."""
    lines: list[str] = []
    begun = 1
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.lstrip().startswith(("//", "$CATEGORY:")):
            continue
        if line.strip():
            begun = begun if lines else number
            lines.append(line)
        elif lines:
            yield begun, "\n".join(lines)
            lines = []


def _content(block: str) -> dict[str, object]:
    if any(_HIDDEN <= ord(sign) <= _HIDDEN + 0xFF for sign in block):
        raise Fault("holds a character that cannot be shown")
    hidden = _ESCAPE.sub(lambda match: chr(_HIDDEN + ord(match[1])), block)
    title = _TITLE.match(hidden)
    hidden = hidden[title.end() :] if title else hidden
    before, opened, rest = hidden.partition("{")
    body, closed, after = rest.partition("}")
    if not opened or not closed:
        raise Fault("has no answers in { }")
    if "{" in after or "{" in body:
        raise Fault("has a second { in it; write \\{ for one that is meant")
    form = _FORMAT.match(before)
    before = before[form.end() :] if form else before
    html = form is not None and form[1].lower() == "html"
    stem = f"{before.rstrip()} _____ {after.lstrip()}" if after.strip() else before
    answers = _answers(body.strip())
    texts = [_shown(answer.text, html) for answer in answers]
    whys = [_shown(answer.why, html) for answer in answers]
    right = next(place for place, answer in enumerate(answers) if answer.right)
    return content_of(_shown(stem, html), texts, right, whys)


def _shown(text: str, html: bool) -> str:
    # An answer may name its own form.
    form = _FORMAT.match(text)
    text = text[form.end() :] if form else text
    text = text.translate(_SHOW)
    return plain(text) if html or (form and form[1].lower() == "html") else text


def _answers(body: str) -> list[_Answer]:
    body, _, general = body.partition("####")
    body, general = body.strip(), general.strip()
    if not body:
        raise Fault("is an essay or a description: there is nothing to choose from")
    if body.startswith("#"):
        raise Fault("asks for a number: there is nothing to choose from")
    answers = _true_false(body) or _choices(body)
    rights = sum(answer.right for answer in answers)
    if rights != 1:
        raise Fault("has no right answer" if not rights else f"has {rights} right answers; one is needed")
    if not general:
        return answers
    return [_Answer(a.text, a.right, f"{a.why} {general}".strip()) if a.right else a for a in answers]


def _true_false(body: str) -> list[_Answer]:
    match = _TRUE_FALSE.fullmatch(body)
    if match is None:
        return []
    is_true = match[1].upper().startswith("T")
    wrong_why, _, right_why = (match[2] or "").partition("#")
    return [
        _Answer("True", is_true, right_why if is_true else wrong_why),
        _Answer("False", not is_true, wrong_why if is_true else right_why),
    ]


def _choices(body: str) -> list[_Answer]:
    pieces = re.split(r"([=~])", body)
    if pieces[0].strip():
        raise Fault("has an answer that begins with neither = nor ~")
    pairs = list(zip(pieces[1::2], pieces[2::2], strict=True))
    if any("->" in text for sign, text in pairs if sign == "="):
        raise Fault("is a matching question: there is nothing to choose from")
    if all(sign == "=" for sign, _ in pairs):
        raise Fault("has right answers only: it asks for a typed word")
    answers = []
    for sign, piece in pairs:
        weight = _WEIGHT.match(piece)
        share = float(weight[1]) if weight else 100.0 if sign == "=" else 0.0
        text, _, why = (piece[weight.end() :] if weight else piece).partition("#")
        if 0 < share < 100:
            raise Fault("has answers that are partly right; one right answer is needed")
        answers.append(_Answer(text.strip(), share >= 100, why.strip()))
    return answers
