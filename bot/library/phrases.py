"""Phrases that no text may hold: what leans on other options, and codes that may not stand here."""

import re

_ORDINAL = "first|second|third|fourth|last|previous|next|preceding|following"
_LETTER = re.compile(
    r"\b(?:[Oo]ptions?|[Aa]nswers?|[Cc]hoices?|[Ll]etters?) \(?[A-Db-d]\b"
    r"|^[A-D](?:\)| (?:is|says|means|has|was|would)\b)"
    r"|\b(?:[Uu]nlike|[Ll]ike|[Ss]ee|[Aa]s in|[Ss]ame as|[Cc]ompared? (?:with|to)) [A-D]\b(?!\.?\d|-)"
    r"|\b(?i:(?:option|choice) (?:number |no\. ?)?[1-4])\b"
    rf"|\b(?i:(?:{_ORDINAL}|above|below) (?:options?|answers?))\b"
    # A medicine may be the first choice, or of third choice.
    rf"|(?<!of )\b(?i:(?:{_ORDINAL.removeprefix('first|')}|above) choices?)\b"
    r"|\b(?i:(?:options?|choices?|answers?) (?:above|below|before))\b"
)
# A letter in brackets is a value of ICD-10-PCS, a 7th character or a type, where a noun stands before it.
_BRACKETS = re.compile(r"\([A-D]\)")
_LEANS = re.compile(
    r"(?:^|[.,;:] |\b(?:unlike|than|in|see|like|as|and|or|with|by|not|is|of|for|from|under|but|both|neither|either"
    r"|codes?|options?|answers?|choices?|reasons?) )\([A-D]\)",
    re.I,
)
_MEANS = re.compile(
    r"\b(?:treatment|encounter|care|visit|phase|fractures?|healing|characters?|types?|hepatitis|influenza|vitamin|part"
    r"|grade|stage|class|group|level) \([A-D]\)",
    re.I,
)
_ALL_OR_NONE = re.compile(
    r"\b(?:all|none|both|neither|any|two|three|some) of (?:the|these|those) (?:above|below|options|answers|choices)\b",
    re.I,
)
_NOUN = r"codes?|options?|answers?|choices?|statements?|others?|ones?"
_WHOLE = re.compile(
    # "A and B", "Both A and B", "A or C only"
    r"(?i:both |either |neither |only )?[A-D](?:(?:, ?| and | or | nor | & ?|/|\+)+[A-D])+(?: only)?"
    # "All", "Neither of these codes", "All are correct", "Both codes are right"
    rf"|(?i:(?:all|none|both|neither|either|any|two|three|every one|each)(?: of)?(?: the| these| those| them)?"
    rf"(?: (?:two|three|four|other|above|below|listed|given))?(?: (?:{_NOUN}|above))?(?: (?:listed|given|above|below))?"
    r"(?: (?:is|are|may be|can be|would be|appl(?:y|ies)|fits?)"
    r"(?: (?:correct|right|wrong|true|false|acceptable|reported|used|assigned|possible))?)?)"
)
_CPT = re.compile(
    r"(?i:\bcpt[ #:®-]*)\d{4}[0-9FTUMAftuma](?![0-9A-Za-z])"
    # The loops of an electronic claim have such numbers.
    r"|(?<![0-9A-Za-z$.,-])(?<![Ll]oop )(?:\d{5}|\d{4}[FTUMAftu])(?:[xX×*]\d+)?(?![0-9A-Za-z]|,\d{3}\b|\.\d)"
)
_DENTAL = re.compile(r"\bD\d{4}\b")
_SMALL_CODE = re.compile(r"(?<![\w.-])(?:[a-z]\d[0-9A-Za-z]|[A-Z]\d[a-z])\.[0-9A-Za-z]{1,4}(?!\w|\.\w)")

_WORDS = (
    (_ALL_OR_NONE, "is an all-or-none-of-the-above option", "Write four options that each stand alone"),
    (_CPT, "looks like a CPT code", "Describe the procedure in your own words; CPT codes may not stand here"),
    (_DENTAL, "looks like a dental (CDT) code", "Dental codes may not stand here: describe the service"),
    (_SMALL_CODE, "holds a code in small letters", "Write codes in capitals"),
)


def faults_of(text: str, *, shuffled: bool, procedures: bool = False) -> list[tuple[str, str, str]]:
    """What spoils a text: what it does, the words themselves, how to mend it.

    shuffled: it stands beside options. procedures: it names values of ICD-10-PCS, whose letters stand in brackets.
    """
    hits = [(what, hit, mend) for pattern, what, mend in _WORDS if (hit := pattern.search(text))]
    if shuffled and (hit := leaning(text, procedures)):
        what = "refers to an option by its letter or place"
        hits.append((what, hit, "Options are shuffled: name what the option says"))
    return [(what, hit[0][:60], mend) for what, hit, mend in hits]


def is_all_or_none(option: str) -> bool:
    """Whether an option as a whole is about the others."""
    return bool(_WHOLE.fullmatch(option.strip(" .!")))


def is_bare_none(option: str) -> bool:
    """Whether an option is “none” alone, which may be a number."""
    return option.strip(" .!").lower() == "none"


def leaning(text: str, procedures: bool = False) -> re.Match[str] | None:
    """Where a text leans on the letter or place of an option. procedures: as for `faults_of`."""
    if hit := _LETTER.search(text) or _LEANS.search(text):
        return hit
    return None if procedures or _MEANS.search(text) else _BRACKETS.search(text)
