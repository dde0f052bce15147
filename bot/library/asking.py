"""What a question asks for, read from its last sentence: the one that is answered."""

import re

# "Dr. Smith" is no end; nor is "E. coli", where no capital follows.
_END = re.compile(
    r"(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bSt)(?<!\bvs)(?<!\bNo)[.!?][”\"’')]*\s+(?=[A-Z“\"(])"
)
_SHOUTED = re.compile(r"\b(?:NOT|EXCEPT|LEAST)\b")
_VERB = r"is|are|was|were|do|does|did|has|have|had|would|should|could|must|may|might|can|will|need"
_NEGATIVE = re.compile(
    r"\b(?:never|cannot|except|(?<!at )least"
    rf"|(?:{_VERB}) not|(?:{_VERB}|wo|ca)n[’']t"
    r"|incorrect|improper|inappropriate|unacceptable|unsuitable|untrue|invalid|excluded"
    r"|false(?! claim| positive| negative| labor)"
    r"|wrong(?![- ](?:sites?|sides?|patients?|body|drugs?|medicines?|substances?|doses?|device|implant)\b))\b",
    re.I,
)
# "… when no cause is not documented", "… a patient who never smoked": the situation, not what is asked.
_ASIDE = re.compile(r"\b(?:if|when|because|since|although|though|while|unless|who|whose|whom)\b[^,;?]*", re.I)
_ORDER = re.compile(
    r"\b(?:order|orders|ordered|sequenc\w*|first|principal|primary|second|then|before)\b", re.I
)
_PRINCIPAL = re.compile(r"\bprincipal (?:diagnosis|diagnoses|dx)\b", re.I)
_FIRST = re.compile(
    r"\b(?:(?:principal|primary) (?:diagnosis|dx)|first[- ]listed|first (?:code|diagnosis|position|place)"
    r"|(?:sequenced|listed|coded|reported|assigned|placed|put|comes?|goes|stands?) (?:as )?(?:the )?first)\b",
    re.I,
)
# "Which code is added to the principal diagnosis?" asks for another one.
_BESIDES = re.compile(
    r"\b(?:in addition to|besides|beside|along with|after|with|behind|follows?|than|to) "
    r"(?:(?:the|a|an|this|that|its|her|his) )?(?:\w+ )?(?:principal|first[- ]listed|first (?:code|diagnosis))",
    re.I,
)
_ANOTHER = re.compile(r"\b(?:additional|secondary|second|second-listed|further|also|added?)\b", re.I)
_HEADING = re.compile(
    r"\b(?:which|what|whose)(?: \w+){0,2} "
    r"(?:(?:sub)?categor(?:y|ies)|headings?|blocks?|ranges?|tables?|sections?|chapters?|characters)\b",
    re.I,
)
_HOW_MANY = re.compile(r"\bhow many\b", re.I)


def question_of(ask: str) -> str:
    """The last sentence of a stem or step."""
    return _END.split(ask.strip())[-1]


def negative_in(ask: str) -> str | None:
    """The word by which the question asks for what is wrong. None: it asks for what is right."""
    hit = _SHOUTED.search(ask) or _NEGATIVE.search(_ASIDE.sub(" ", question_of(ask)))
    return hit[0] if hit else None


def asks_for_order(ask: str) -> bool:
    """Whether the order of codes is part of the answer."""
    return bool(_ORDER.search(question_of(ask)))


def asks_for_principal(ask: str) -> bool:
    """Whether the first code of the answer is the principal diagnosis of the stem."""
    question = question_of(ask)
    if _PRINCIPAL.search(question):
        return not _BESIDES.search(question)
    return bool(_PRINCIPAL.search(ask)) and not _ANOTHER.search(question)


def asks_for_first(ask: str) -> bool:
    """Whether the question names the first code of its answer as the first of the claim."""
    question = question_of(ask)
    return bool(_FIRST.search(question)) and not _BESIDES.search(question)


def asks_for_another(ask: str) -> bool:
    """Whether the answer stands behind a code that the stem gives already."""
    return bool(_ANOTHER.search(question_of(ask)))


def asks_for_heading(ask: str) -> bool:
    """Whether a category or another heading is a full answer."""
    return bool(_HEADING.search(question_of(ask)))


def asks_how_many(ask: str) -> bool:
    """Whether “none” is a number here."""
    return bool(_HOW_MANY.search(question_of(ask)))
