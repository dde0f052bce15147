"""What is weighed when a credential is suggested: one line a rule. Pure data, open to dispute.

Weights: a setting counts 6 at most, experience 4, the rest 1 to 2. They are this project's own judgement; what the
lines say is the guide's, and names its source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum


class Setting(IntEnum):
    """Where somebody wants to work. Numbers stand in custom_ids: add at the end."""

    OFFICE = 1
    INPATIENT = 2
    FACILITY = 3
    PLAN = 4
    OPEN = 5


class Experience(IntEnum):
    """What somebody has behind them."""

    NONE = 1
    SOME = 2
    YEARS = 3
    HAS_CPC = 4
    HAS_OTHER = 5


class Schooling(IntEnum):
    """What somebody has learned."""

    NONE = 1
    HIGH_SCHOOL = 2
    COURSE = 3
    DEGREE = 4


class Hours(IntEnum):
    """Hours of study a week."""

    FEW = 1
    SOME = 2
    MANY = 3
    MOST = 4

    @property
    def range(self) -> tuple[int, int]:
        """Least and most, as the answer says."""
        return _HOURS[self]


_HOURS = {Hours.FEW: (2, 4), Hours.SOME: (5, 9), Hours.MANY: (10, 14), Hours.MOST: (15, 20)}


class Region(IntEnum):
    """Whose credentials the openings nearby ask for."""

    AAPC = 1
    AHIMA = 2
    BOTH = 3
    UNKNOWN = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """A line that is weighed. cites: a figure of the certification (entry), GUIDE or OWN; "" needs no source."""

    cert: str
    weight: int
    text: str
    cites: str = ""


GUIDE, OWN = "guide", "own"
# In this order where all else is alike: the most widely held first.
CANDIDATES = ("CPC", "CCS", "CCA", "CCS-P", "CIC", "COC", "CRC")
AAPC_ONES, AHIMA_ONES = ("CPC", "CIC", "COC", "CRC"), ("CCS", "CCA", "CCS-P")

BY_SETTING: Mapping[Setting, tuple[Rule, ...]] = {
    Setting.OFFICE: (
        Rule("CPC", 6, "Made for physicians' offices and clinics, and the most widely held.", GUIDE),
        Rule("CCS-P", 5, "Made for physicians' offices and clinics, at mastery level.", GUIDE),
        Rule("CCA", 2, "Covers all settings, at entry level.", GUIDE),
    ),
    Setting.INPATIENT: (
        Rule("CCS", 6, "Made for hospital stays.", GUIDE),
        Rule("CIC", 6, "Made for hospital stays, and for nothing else.", GUIDE),
        Rule("CCA", 2, "Covers all settings, at entry level.", GUIDE),
    ),
    Setting.FACILITY: (
        Rule("COC", 6, "Made for outpatient departments and surgery centers.", GUIDE),
        Rule("CPC", 3, "Outpatient too, and usually the step before COC.", GUIDE),
        Rule("CCA", 2, "Covers all settings, at entry level.", GUIDE),
    ),
    Setting.PLAN: (
        Rule("CRC", 6, "Made for risk adjustment and health plans.", GUIDE),
        Rule("CPC", 3, "Outpatient records are what risk adjustment reads most.", OWN),
        Rule("CCA", 2, "Covers all settings, at entry level.", GUIDE),
    ),
    Setting.OPEN: (
        Rule("CPC", 4, "The most widely held: it fits many openings.", GUIDE),
        Rule("CCA", 4, "Covers all settings, so you need not decide yet.", GUIDE),
        Rule("CCS", 2, "Made for hospitals, and can be done from home.", GUIDE),
    ),
}
ELSEWHERE = -3

BY_EXPERIENCE: Mapping[Experience, tuple[Rule, ...]] = {
    Experience.NONE: (
        Rule("CCA", 3, "Asks for no experience: it is only recommended.", "entry"),
        Rule("CPC", 2, "Can be passed before you have any experience.", "entry"),
        Rule("CPC", 0, "You are CPC-A until experience or a course is shown.", "entry"),
        Rule("CCS", -3, "Harder, with case questions: a lot for a first exam.", GUIDE),
        Rule("CCS-P", -4, "Mastery level: courses and a year, or two years, are recommended.", "entry"),
        Rule("CIC", -4, "Training or substantial coding experience is advised.", "entry"),
        Rule("COC", -4, "Usually taken after CPC.", GUIDE),
        Rule("CRC", -4, "Not meant for people without its training or equal experience.", "entry"),
    ),
    Experience.SOME: (
        Rule("CCA", 1, "Your months of experience are what it recommends.", "entry"),
        Rule("CPC", 2, "Can be passed before your two years are full.", "entry"),
        Rule("CPC", 0, "You are CPC-A until experience or a course is shown.", "entry"),
        Rule("CCS", -1, "Harder, with case questions.", GUIDE),
        Rule("CCS-P", -2, "Mastery level: courses and a year, or two years, are recommended.", "entry"),
        Rule("CIC", -2, "Training or substantial coding experience is advised.", "entry"),
        Rule("COC", -2, "Usually taken after CPC.", GUIDE),
        Rule("CRC", -2, "Not meant for people without its training or equal experience.", "entry"),
    ),
    Experience.YEARS: (
        Rule("CCA", -4, "Entry level: it shows less than you can do by now.", OWN),
        Rule("CPC", 1, "Your experience takes the A off CPC-A.", "entry"),
        Rule("CCS", 2, "Your experience is what it recommends.", "entry"),
        Rule("CCS-P", 2, "Your experience is what it recommends.", "entry"),
        Rule("CIC", 2, "Your experience is what it advises.", "entry"),
        Rule("COC", -1, "Usually taken after CPC.", GUIDE),
        Rule("CRC", 1, "Your experience counts, if it is with diagnoses.", OWN),
    ),
    Experience.HAS_CPC: (
        Rule("COC", 2, "Usually taken after CPC, so it is your turn.", GUIDE),
        Rule("CRC", 1, "You know outpatient records from CPC.", OWN),
        Rule("CCS", 1, "Adds hospital stays to your outpatient credential.", OWN),
        Rule("CIC", 1, "Adds hospital stays to your outpatient credential.", OWN),
        Rule("CCS-P", -2, "Says much the same as your CPC.", OWN),
    ),
    Experience.HAS_OTHER: (
        Rule("CCA", -4, "Entry level: you are past it.", OWN),
        Rule("COC", -1, "Usually taken after CPC.", GUIDE),
    ),
}

BY_SCHOOLING: Mapping[Schooling, tuple[Rule, ...]] = {
    Schooling.NONE: (
        Rule("CCS-P", -2, "AHIMA requires a high-school diploma for CCA and CCS: ask about this one.", OWN),
    ),
    Schooling.HIGH_SCHOOL: (),
    Schooling.COURSE: (
        Rule("CPC", 1, "Your course may take the A off CPC-A: ask AAPC.", "entry"),
        Rule("CCS-P", 1, "Your course is part of what it recommends.", "entry"),
    ),
    Schooling.DEGREE: (),
}

BY_HOURS: Mapping[Hours, tuple[Rule, ...]] = {
    Hours.FEW: (
        Rule("CCA", 1, "The shortest of these exams, so it fits few hours.", "format"),
        Rule("CCS", -2, "A harder exam for few hours: plan more than 13 weeks.", OWN),
        Rule("CIC", -2, "Its long cases take practice: plan more than 13 weeks.", OWN),
        Rule("CCS-P", -2, "Mastery level for few hours: plan more than 13 weeks.", OWN),
    ),
    Hours.SOME: (),
    Hours.MANY: (),
    Hours.MOST: (
        Rule("CCS", 1, "You have the hours for a harder exam.", OWN),
        Rule("CIC", 1, "You have the hours for its long cases.", OWN),
        Rule("CCS-P", 1, "You have the hours for mastery level.", OWN),
    ),
}
REGION_FOR, REGION_AGAINST = 2, -2

# Everybody hears these: no credential is without a price.
ALWAYS: tuple[Rule, ...] = (
    Rule("CPC", 0, "It asks no ICD-10-PCS: hospital stays need another credential.", OWN),
    Rule("CCS", 0, "The harder one, with situation questions.", GUIDE),
    Rule("CCA", 0, "Entry level: expect a second exam later, with its fee.", OWN),
    Rule("CCS-P", 0, "CPC is held more widely: see which one local openings name.", GUIDE),
    Rule("CIC", 0, "Newer than CCS: see whether local openings name it.", GUIDE),
    Rule("COC", 0, "The facility's side only: a physician's office asks for CPC.", OWN),
    Rule("CRC", 0, "Diagnoses only: no procedures.", "books"),
)

# Which of the guide's choices speaks of a setting, and which to show who begins or adds.
CHOICE_OF = {
    Setting.OFFICE: "outpatient",
    Setting.INPATIENT: "inpatient",
    Setting.FACILITY: "outpatient-facility",
    Setting.PLAN: "risk-adjustment",
    Setting.OPEN: "first-step",
}
SECOND_CHOICE = "second-credential"
