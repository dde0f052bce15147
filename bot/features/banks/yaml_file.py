"""Our own YAML: as in content/questions, with less that must be there. Reads and writes it. Pure."""

import bisect
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from bot.errors import BadInput
from bot.features.banks.drafts import MOST_BYTES, Draft, Drafts
from bot.library.reading import Document, parse

_KEYS = ("schema", "questions")


def read(raw: bytes) -> Drafts:
    """Every question of a file. Raises BadInput when the file as a whole cannot be read."""
    document = Document("the file")
    parse(document, raw, most_bytes=MOST_BYTES)
    questions = document.data.get("questions") if isinstance(document.data, dict) else None
    if not document.whole or not isinstance(questions, list) or not questions:
        _refuse(document, "It holds no list `questions:`.")
    assert isinstance(document.data, dict)
    assert isinstance(questions, list)
    unknown = [key for key in document.data if key not in _KEYS]
    if unknown or document.data.get("schema", "1") != "1":
        _refuse(document, f"I don't know its {f'key “{unknown[0][:40]}”' if unknown else 'schema'}.")
    begins = [document.line(("questions", place)) for place in range(len(questions))]
    faults: dict[int, str] = {}
    for problem in document.problems:
        place = bisect.bisect_right(begins, problem.line) - 1
        if place < 0:
            _refuse(document, "")
        faults.setdefault(place, f"{problem.what} (line {problem.line})")
    found = Drafts("YAML")
    for place, question in enumerate(questions):
        where = f"line {begins[place]}"
        if place in faults:
            found.add(Draft(where, fault=faults[place]))
        elif not isinstance(question, dict):
            found.add(Draft(where, fault="is no mapping of keys such as stem and options"))
        else:
            found.add(Draft(where, question))
    return found


def _refuse(document: Document, otherwise: str) -> None:
    # The last one is what the reading ended with.
    last = document.problems[-1] if document.problems else None
    why = f"Line {last.line}: {last.what}. {last.mend}." if last else otherwise
    raise BadInput(f"I can't read that YAML file. {why} `/admin bank export` shows the form.")


class _Dumper(yaml.CSafeDumper):
    """Never writes aliases, which are not read."""

    def ignore_aliases(self, data: Any) -> bool:
        """Always."""
        return True


def write(contents: Iterable[Mapping[str, Any]]) -> str:
    """A file of these questions (JSON of OwnQuestions), which `read` reads back as they are."""
    data = {"schema": "1", "questions": [_ordered(content) for content in contents]}
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


_ORDER = ("id", "certs", "area", "topic", "kind", "difficulty", "stem", "options", "answer")


def _ordered(content: Mapping[str, Any]) -> dict[str, Any]:
    """As in content/: what it is, what it asks, and the rest."""
    first = {name: content[name] for name in _ORDER if name in content}
    return first | {name: value for name, value in content.items() if name not in first}
