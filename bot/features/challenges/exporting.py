"""Rulings as a patch to the content: for the bank's editors, who judge each of them. Pure but for reading files.

Nothing says which server ruled, or who. A ruling on a question of a server's own bank stays with that server.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import unified_diff
from pathlib import Path

from bot.features.challenges.ruling_store import Cited
from bot.library.reading import Document, read

_ANSWER = re.compile(r"(answer:\s*)([A-D])\b")


@dataclass(frozen=True, slots=True)
class Exported:
    """diff: for `git apply`, from the folder that holds the content folder. summary: a sentence about it."""

    diff: str
    summary: str


def patch(root: Path, rulings: Iterable[Cited]) -> Exported:
    """What the rulings ask of the files under `root`/questions.

    Each ruling becomes a comment above its question; where all servers that ruled agree on one other answer, that
    answer is put in place. Reasons and traps have to be written anew by whoever applies it: `content check` says which.
    """
    by_question: dict[str, list[Cited]] = defaultdict(list)
    for ruling in rulings:
        by_question[ruling.question_id].append(ruling)
    diffs: list[str] = []
    found: set[str] = set()
    for path in sorted((root / "questions").rglob("*.y*ml")) if by_question else ():
        document = read(root, path)
        before = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        after, named = _revised(document, before, by_question)
        found |= named
        name = f"{root.name}/{document.file}"
        diffs += unified_diff(before, after, f"a/{name}", f"b/{name}") if named else []
    return Exported("".join(diffs), _summary(len(found), len(by_question) - len(found)))


def _summary(found: int, elsewhere: int) -> str:
    if not found and not elsewhere:
        return "No server has ruled on a question."
    text = f"Rulings on {found} question{'' if found == 1 else 's'} of content/."
    if elsewhere:
        text += f" Left out: {elsewhere} on servers' own questions, or on some that are not there any more."
    return f"{text} After applying it, run `crosswalk content check`."


def _revised(
    document: Document, before: Sequence[str], by_question: dict[str, list[Cited]]
) -> tuple[list[str], set[str]]:
    """The file's lines with the rulings on its questions, and which questions those are."""
    after, named = list(before), set[str]()
    questions = document.data.get("questions") if isinstance(document.data, dict) else None
    for position, question in reversed(list(enumerate(questions if isinstance(questions, list) else []))):
        ident = question.get("id") if isinstance(question, dict) else None
        if ident not in by_question:
            continue
        named.add(ident)
        rulings = by_question[ident]
        line = document.lines.get(("questions", position, "answer"), 0) - 1
        keys = {"".join(sorted(ruling.accepted)) for ruling in rulings}
        if len(keys) == 1 and len(key := keys.pop()) == 1 and 0 <= line < len(after):
            after[line] = _ANSWER.sub(rf"\g<1>{key}", after[line], count=1)
        begins = document.lines[("questions", position)] - 1
        indent = re.match(r" *", before[begins])
        after[begins:begins] = [f"{indent[0] if indent else ''}# {_comment(ruling)}\n" for ruling in rulings]
    return after, named


def _comment(ruling: Cited) -> str:
    keys = " and ".join(sorted(ruling.accepted))
    what = f"accepts {keys}" if keys else "threw it out"
    on = datetime.fromtimestamp(ruling.ruled_at, UTC).date()
    text = f"challenge: a server {what} ({on}). {ruling.reason} [{ruling.citation or 'no source given'}]"
    # What moderators typed must not end the comment.
    return " ".join(text.split())
