"""The bank's own rules on a single question that is in no file: whoever writes one hears at once what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.library.citing import HCPCS, check_citing, codes_in
from bot.library.gather import Gathered, frame, shaped
from bot.library.problems import Problem
from bot.library.reading import Document
from bot.library.rules import check_shape
from bot.library.schema import QuestionFile
from bot.library.wording import almost_same, check_wording, stem_words


class Rules:
    """The rules of a content folder. It is read when first asked, which takes a moment: not on the event loop."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._frame: Gathered | None = None

    def check(self, question: Mapping[str, Any], stems: Iterable[str]) -> list[Problem]:
        """What is wrong with a question, given as in a file under content/questions.

        stems: of the questions there are already, none of which it may repeat.
        """
        known = self._known()
        document = Document("it", {"schema": "1", "questions": [dict(question)]})
        shape = shaped(document, QuestionFile)
        if shape is None:
            return document.problems
        found = replace(known, documents=[*known.documents, document], questions=[shape], problems=[])
        check_shape(found)
        check_wording(found)
        check_citing(found)
        words = stem_words(str(question["stem"]))
        if any(almost_same(words, stem_words(stem)) for stem in stems):
            where = ("questions", 0, "stem")
            document.complain(where, "stem is almost that of a question there is", "Ask something else")
        return [problem for problem in found.all_problems() if problem.file == document.file]

    def documents(self) -> dict[str, str]:
        """What can be cited: name → title."""
        sources = self._known().sources
        return {name: shape.title for name, shape in sources.documents.items()} if sources else {}

    def edition(self, document: str) -> str:
        """The edition in which a document is cited now; empty where it has none, or is not known."""
        sources = self._known().sources
        shape = sources.documents.get(document) if sources else None
        return shape.editions[-1] if shape and shape.editions else ""

    def _known(self) -> Gathered:
        if self._frame is None:
            self._frame = frame(self._root)
        return self._frame


def declared(texts: Iterable[str], right: str, wrong: Iterable[str]) -> list[dict[str, str]]:
    """The codes that a question's texts name, each declared as it is used in the right option and in wrong ones."""
    among_wrong = " ".join(wrong)
    found: dict[str, dict[str, str]] = {}
    for text in texts:
        for code in codes_in(text):
            in_right, in_wrong = code in set(codes_in(right)), code in set(codes_in(among_wrong))
            role = "answer" if in_right else "distractor" if in_wrong else "mentioned"
            found[code] = {"sys": _system(code), "code": code, "role": role}
    return list(found.values())


def _system(code: str) -> str:
    if HCPCS.fullmatch(code):
        return "hcpcs2"
    return "icd10pcs" if len(code) == 7 and "." not in code else "icd10cm"
