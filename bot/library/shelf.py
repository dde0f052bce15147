"""The content as a whole, looked up by id."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from bot.errors import NotFound
from bot.library.cases import Case
from bot.library.guide import Guide, Mnemonic, Renewal
from bot.library.model import Certification, Question


@dataclass(frozen=True)
class Library:
    """Everything under content/, held in memory. Sorted by id."""

    questions: Mapping[str, Question]
    certifications: Mapping[str, Certification]
    area_names: Mapping[str, str]
    credentials: Mapping[str, str] = field(default_factory=dict)
    topic_names: Mapping[str, str] = field(default_factory=dict)
    cases: Mapping[str, Case] = field(default_factory=dict)
    mnemonics: Mapping[str, Mnemonic] = field(default_factory=dict)
    guide: Guide = field(default_factory=Guide)
    source_labels: Mapping[str, str] = field(default_factory=dict)
    _banks: dict[tuple[str, str], tuple[Question, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def bank(self, cert_id: str, year: str) -> tuple[Question, ...]:
        """The questions for a certification that hold in a code-set year such as "FY2027", sorted by id.

        What a server has thrown out is not among them.
        """
        key = (cert_id, year)
        if key not in self._banks:
            self._banks[key] = tuple(
                question
                for _, question in sorted(self.questions.items())
                if cert_id in question.certs
                and (question.years is None or year in question.years)
                and not question.thrown_out
            )
        return self._banks[key]

    def renewal(self, body: str) -> Renewal | None:
        """What a body asks for to keep its credentials, where that is known."""
        return next((rule for rule in self.guide.renewals if rule.body == body), None)

    def certification(self, text: str) -> Certification:
        """The certification that somebody typed, by id or name, in any case. NotFound names near ones."""
        wanted = " ".join(text.split()).casefold()
        by_word = {word: cert for cert in self.certifications.values() for word in _words(cert)}
        if wanted in by_word:
            return by_word[wanted]
        near = [by_word[word].id for word in get_close_matches(wanted[:80], by_word, n=3, cutoff=0.5)]
        hint = f"Did you mean {' or '.join(dict.fromkeys(near))}? " if near else ""
        shown = " ".join(text.split())[:40]
        raise NotFound(
            f"There is no certification “{shown}” here. {hint}"
            f"Choose one of: {', '.join(sorted(self.certifications))}."
        )


def _words(cert: Certification) -> tuple[str, str]:
    return cert.id.casefold(), cert.name.casefold()


def code_set_year(on: date) -> str:
    """The code-set year in force on a date. ICD-10-CM and -PCS years begin on 1 October."""
    return f"FY{on.year + (on.month >= 10)}"
