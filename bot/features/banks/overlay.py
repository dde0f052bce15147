"""A server's library: the bundled content with the server's own questions and rulings laid over it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.features.banks.model import Ruling
from bot.library import CodeRef, Library, Option, Question, Review, Source, Trap
from bot.library.build import cited

# An own question says of itself who looked at it; where it does not, nobody is known to.
_UNREVIEWED = Review("the server's own bank", date(1970, 1, 1), "", human=False)


def question_id(guild_id: int, number: int) -> str:
    """The id of an own question; no bundled one has such an id."""
    return f"s{guild_id}-{number}"


def own_question(
    ident: str, content: Mapping[str, Any], labels: Mapping[str, str], author_id: int | None
) -> Question:
    """A question from the JSON of an OwnQuestion, which was checked before it was kept.

    labels: how bundled source documents are cited.
    """
    review = content.get("review")
    years = content.get("years")
    return Question(
        id=ident,
        certs=frozenset(content["certs"]),
        area=content["area"],
        topic=content.get("topic") or "",
        kind=content.get("kind", "application"),
        difficulty=content.get("difficulty", 3),
        stem=content["stem"],
        options=tuple(
            Option(
                key,
                option["text"],
                option.get("why") or "",
                Trap(trap) if (trap := option.get("trap")) else None,
            )
            for key, option in content["options"].items()
        ),
        answer=content["answer"],
        codes=tuple(CodeRef(each["sys"], each["code"], each["role"]) for each in content.get("codes", ())),
        sources=tuple(_source(each, labels) for each in content.get("sources", ())),
        years=frozenset(years) if years else None,
        review=_review(review) if review else _UNREVIEWED,
        own=True,
        author_id=author_id,
    )


def _review(content: Mapping[str, Any]) -> Review:
    return Review(
        content["by"], date.fromisoformat(content["on"]), content["verdict"], human=content["human"]
    )


def _source(content: str | Mapping[str, Any], labels: Mapping[str, str]) -> Source:
    if isinstance(content, str):
        return Source("", "", "", content)
    doc, ed, sec = content["doc"], content.get("ed", ""), content["sec"]
    # A later release may have dropped the document.
    label = cited(labels[doc], ed, sec) if doc in labels else " ".join(filter(None, (doc, ed, sec)))
    return Source(doc, ed, sec, label)


def ruled(question: Question, ruling: Ruling) -> Question:
    """The question as a ruling has it. Keys that it does not have are left out of account."""
    accepted = ruling.accepted & {option.key for option in question.options}
    if not accepted:
        return replace(question, thrown_out=True, ruling=ruling.reason)
    answer = question.answer if question.answer in accepted else min(accepted)
    options = tuple(
        # Its reason argues for the verdict that was: the ruling's stands in its place.
        replace(option, why="", trap=None)
        if question.is_right(option.key) != (option.key in accepted)
        else option
        for option in question.options
    )
    return replace(question, options=options, answer=answer, also=accepted - {answer}, ruling=ruling.reason)


def overlaid(base: Library, own: Iterable[Question], rulings: Iterable[Ruling]) -> Library:
    """`base` with a server's own questions and rulings."""
    questions = {**base.questions, **{question.id: question for question in own}}
    for ruling in rulings:
        if ruling.question_id in questions:
            questions[ruling.question_id] = ruled(questions[ruling.question_id], ruling)
    return replace(base, questions=questions, _banks={})
