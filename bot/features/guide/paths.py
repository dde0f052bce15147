"""From five answers to a credential, with what speaks for and against it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.errors import BadInput
from bot.features.guide.weighing import (
    AAPC_ONES,
    AHIMA_ONES,
    ALWAYS,
    BY_EXPERIENCE,
    BY_HOURS,
    BY_SCHOOLING,
    BY_SETTING,
    CANDIDATES,
    CHOICE_OF,
    ELSEWHERE,
    REGION_AGAINST,
    REGION_FOR,
    SECOND_CHOICE,
    Experience,
    Hours,
    Region,
    Rule,
    Schooling,
    Setting,
)

# The guide's range of study before an exam.
WEEKS = (8, 13)
# What scores less comes closest, but cannot be called fitting.
FITS_FROM = 3


@dataclass(frozen=True, slots=True)
class Question:
    """One of the five. options: labels; the first is answer 1."""

    ask: str
    short: str
    options: tuple[str, ...]


QUESTIONS = (
    Question(
        "Where would you like to work? Most credentials also let you work from home.",
        "Setting",
        (
            "Physician's office or clinic",
            "Hospital stays",
            "Outpatient hospital, surgery center",
            "Health plan, risk adjustment",
            "I don't know yet",
        ),
    ),
    Question(
        "How much have you coded so far?",
        "Experience",
        (
            "Not yet",
            "Under two years",
            "Two years or more",
            "I have CPC or CPC-A",
            "I have another credential",
        ),
    ),
    Question(
        "What have you learned so far? Choose the most.",
        "Education",
        ("No high-school diploma yet", "High-school diploma", "A coding course", "Associate degree or more"),
    ),
    Question(
        "How many hours a week can you study, honestly?",
        "Hours a week",
        ("Up to 4", "5 to 9", "10 to 14", "15 or more"),
    ),
    Question(
        "Look at a few openings near you, or remote ones you would take. Whose credentials do they ask for?",
        "Region",
        ("AAPC's (CPC, COC, CIC, CRC)", "AHIMA's (CCS, CCA, CCS-P)", "Both alike", "I haven't looked"),
    ),
)


@dataclass(frozen=True, slots=True)
class Answers:
    """All five."""

    setting: Setting
    experience: Experience
    schooling: Schooling
    hours: Hours
    region: Region


@dataclass(frozen=True, slots=True)
class Candidate:
    """A credential and all that was weighed."""

    cert: str
    rules: tuple[Rule, ...]

    @property
    def score(self) -> int:
        """The sum of all weights."""
        return sum(rule.weight for rule in self.rules)

    @property
    def fits(self) -> bool:
        """Whether it can be recommended at all."""
        return self.score >= FITS_FROM

    @property
    def pros(self) -> tuple[Rule, ...]:
        """What speaks for it, the weightiest first."""
        return tuple(sorted((rule for rule in self.rules if rule.weight > 0), key=lambda rule: -rule.weight))

    @property
    def cons(self) -> tuple[Rule, ...]:
        """What speaks against it, the weightiest first. Never empty."""
        return tuple(sorted((rule for rule in self.rules if rule.weight <= 0), key=lambda rule: rule.weight))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Where the answers lead.

    first: fits best, or comes closest; second: another that fits. out: what falls away, and why.
    hours: least and most of study in the guide's 8 to 13 weeks. choice: what the guide says about it, by id.
    learn: the way to learn that fits, by id, if one is needed; learn_why: a sentence about it. notes: what else counts.
    """

    first: Candidate
    second: Candidate | None
    out: Mapping[str, str]
    hours: tuple[int, int]
    choice: str
    learn: str | None
    learn_why: str
    notes: tuple[str, ...]


def digits(text: str) -> tuple[int, ...]:
    """The answers so far, from a custom_id ("0" or "1324"). Raises BadInput for what no button of ours says."""
    given = () if text == "0" else tuple(int(char) for char in text)
    fits = len(given) <= len(QUESTIONS) and all(
        1 <= number <= len(question.options) for number, question in zip(given, QUESTIONS, strict=False)
    )
    if not fits:
        raise BadInput("The questions have changed since. Start again with `/cert path`.")
    return given


def answers(given: tuple[int, ...]) -> Answers:
    """All five, as they were given."""
    setting, experience, schooling, hours, region = given
    return Answers(
        Setting(setting), Experience(experience), Schooling(schooling), Hours(hours), Region(region)
    )


def suggest(given: Answers) -> Suggestion:
    """The two that fit best, and why."""
    out = _falls_away(given)
    candidates = [_weigh(cert, given) for cert in CANDIDATES if cert not in out]
    # Python's sort keeps the order of what is alike: the most widely held first.
    first, second, *_ = sorted(candidates, key=lambda one: -one.score)
    least, most = given.hours.range
    adds = given.experience in (Experience.HAS_CPC, Experience.HAS_OTHER)
    learn, learn_why = _way_to_learn(given)
    return Suggestion(
        first=first,
        second=second if second.fits else None,
        out=out,
        hours=(least * WEEKS[0], most * WEEKS[1]),
        choice=SECOND_CHOICE if adds else CHOICE_OF[given.setting],
        learn=learn,
        learn_why=learn_why,
        notes=tuple(_notes(given)),
    )


def _falls_away(given: Answers) -> dict[str, str]:
    out: dict[str, str] = {}
    if given.schooling is Schooling.NONE:
        out |= dict.fromkeys(
            ("CCS", "CCA"), "AHIMA requires a high-school diploma: see Entry in `/cert info`."
        )
    if given.experience is Experience.HAS_CPC:
        out |= {"CPC": "You have it.", "CCA": "Entry level: with CPC you are past it."}
    return out


def _weigh(cert: str, given: Answers) -> Candidate:
    rules = (
        *BY_SETTING[given.setting],
        *BY_EXPERIENCE[given.experience],
        *BY_SCHOOLING[given.schooling],
        *BY_HOURS[given.hours],
        *_of_region(cert, given.region),
        *_elsewhere(cert, given.setting),
        *ALWAYS,
    )
    return Candidate(cert, tuple(rule for rule in rules if rule.cert == cert))


def _of_region(cert: str, region: Region) -> Iterator[Rule]:
    asked = {Region.AAPC: AAPC_ONES, Region.AHIMA: AHIMA_ONES}.get(region)
    body = "AAPC" if region is Region.AAPC else "AHIMA"
    if asked is None:
        return
    if cert in asked:
        yield Rule(cert, REGION_FOR, f"Openings near you ask for {body}'s credentials.")
    else:
        yield Rule(cert, REGION_AGAINST, f"Openings near you ask for {body}'s credentials instead.")


def _elsewhere(cert: str, setting: Setting) -> Iterator[Rule]:
    if setting is not Setting.OPEN and cert not in {rule.cert for rule in BY_SETTING[setting]}:
        yield Rule(cert, ELSEWHERE, "Made for another setting than the one you want.")


def _way_to_learn(given: Answers) -> tuple[str | None, str]:
    new = given.experience in (Experience.NONE, Experience.SOME)
    if given.schooling is Schooling.NONE:
        return "diploma", "High school first; then this is the shortest way."
    if given.schooling is Schooling.HIGH_SCHOOL and new:
        return "diploma", "The shortest way to a first credential."
    if given.schooling is Schooling.HIGH_SCHOOL:
        return None, "With what you bring you may need no program, only steady study."
    if given.schooling is Schooling.COURSE:
        return None, "You have your course. What is left is steady study and practice exams."
    if new:
        return (
            "diploma",
            "If your degree had no coding in it. If it had, go straight to studying for the exam.",
        )
    return None, "You need no further schooling for this exam."


def _notes(given: Answers) -> Iterator[str]:
    if given.region is Region.UNKNOWN:
        yield "Read ten openings near you before you pay for an exam: demand differs by region."
    if given.schooling is Schooling.NONE:
        yield "With a high-school diploma AHIMA's CCA and CCS open up. Ask again then."
    if given.experience is Experience.HAS_CPC and given.setting is Setting.OFFICE:
        yield "Your CPC is made for this setting already. Think of a setting you would add to it."
    if given.experience is Experience.HAS_OTHER:
        yield "If the first one is what you already have, take the next best."
    if given.hours is Hours.FEW:
        yield "With so few hours, give yourself longer than the guide's 13 weeks rather than longer evenings."
