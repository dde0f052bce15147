"""Checks that each reason is one, and speaks for its own option."""

import re
from collections.abc import Iterator

from bot.library.citing import ANY_CODE
from bot.library.gather import Gathered
from bot.library.reading import Document, Where
from bot.library.schema_cases import AssignStep, CaseShape
from bot.library.texts import FourOptions, each_four

SHORTEST = 15
_BREAK = r"(?:[,.:;!]| because\b| since\b| as\b| [–—-] |$)"
_ITSELF = (
    r"(?:\b(?:this|it)(?: (?:option|answer|choice|code|one|entry))?|^that|^the (?:option|answer|choice))"
)
_THIS = rf"{_ITSELF}(?: is|[’']s)"
_SURE = r"(?:indeed |in fact |clearly |of course |also |therefore )?"
_BAD = r"incorrect|wrong|false|mistaken|inaccurate|improper|inappropriate|untrue"
_CALLS_RIGHT = re.compile(
    rf"{_THIS} {_SURE}(?:(?:the )?(?:correct|right|best)|the answer)\b|^(?:correct|right|true|yes|indeed){_BREAK}"
    r"|\bthe (?:correct|right|best) (?:answer|choice|option)\b(?! (?:is|would be)\b)"
    r"|^(?:correct|right|best) (?:answer|choice|option)\b",
    re.I,
)
_CALLS_WRONG = re.compile(
    rf"{_THIS} {_SURE}(?:(?:the |an? )?(?:{_BAD})\b|not (?:the )?(?:correct|right|best)\b)"
    rf"|{_ITSELF} isn[’']t (?:the )?(?:correct|right|best)\b"
    rf"|^(?:(?:an? )?error|{_BAD}|no|not (?:correct|right)){_BREAK}"
    rf"|\ban? (?:{_BAD}) (?:answer|choice|option)\b|\bthe wrong (?:answer|choice|option)\b",
    re.I,
)
_MUST = r"(?:should|must|has to|have to|needs? to|ought to) be|is to be"
_CODE = rf"({ANY_CODE})(?!\w|\.\w)"
_RECOMMENDS = re.compile(
    r"(?<!not )(?<!not to )(?<!never )\b(?i:(?:should|must) be|report|assign|use|choose|select|is coded(?: as| to)?"
    r"|(?:correct|right|proper|best|better) (?:code|answer|choice|option|one)(?: here)? (?:is|would be)"
    r"|the answer is|code to (?:report|assign|use|choose) is) "
    rf"(?i:the )?(?i:code )?{_CODE}"
    rf"|(?:^|[.;] )Code {_CODE}"
    rf"|(?<!\w){_CODE} (?i:(?:{_MUST}) (?:reported|assigned|used|coded|chosen|selected))"
    rf"|(?<!\w){_CODE} (?i:is (?:the )?(?:correct|right|proper|best|better)(?:{_BREAK}| (?:code|one|answer|choice)\b))"
    rf"|(?<!\w){_CODE} (?i:fits (?:better|best))"
)


def check_reasons(found: Gathered) -> None:
    """Note reasons that say too little, or that plainly speak for another option."""
    for four in each_four(found):
        for key, option in four.each():
            _length(four.document, (*four.where, "options", key, "why"), option.why)
        _arguing(four)
    for document, where, case in found.each_case():
        for place, why in _whys(case):
            _length(document, (*where, *place), why)


def _length(document: Document, where: Where, why: str) -> None:
    if len(why) < SHORTEST:
        what = f"the reason “{why}” is shorter than {SHORTEST} characters"
        document.complain(where, what, "Say what makes this right or wrong")


def _whys(case: CaseShape) -> Iterator[tuple[Where, str]]:
    for number, step in enumerate(case.steps):
        if isinstance(step, AssignStep):
            for position, expected in enumerate(step.expected):
                yield ("steps", number, "expected", position), expected.why
                for near, partial in enumerate(expected.partial):
                    yield ("steps", number, "expected", position, "partial", near), partial.why
            for position, avoid in enumerate(step.avoid):
                yield ("steps", number, "avoid", position), avoid.why


def _arguing(four: FourOptions) -> None:
    right = next(option for key, option in four.each() if key == four.answer)
    wrong = [option.text for key, option in four.each() if key != four.answer]
    for key, option in four.each():
        place = (*four.where, "options", key, "why")
        claim = (_CALLS_WRONG if option is right else _CALLS_RIGHT).search(option.why)
        if claim:
            verdict = "right" if option is right else "wrong"
            what = f"option {key} is {verdict}, and its reason says “{claim[0]}”"
            four.document.complain(place, what, "Argue for the answer, or correct `answer`")
        for hit in _RECOMMENDS.finditer(option.why):
            code = next(filter(None, hit.groups()))
            if code not in right.text and any(code in text for text in wrong):
                what = f"the reason of option {key} asks for {code}, which the answer does not hold"
                four.document.complain(place, what, "Argue for the answer, or correct `answer`")
