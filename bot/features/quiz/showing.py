"""What an occurrence shows, by the library as it is now. Pure."""

from bot.errors import NotFound
from bot.features.quiz.model import Occurrence, Post, Shown, Track
from bot.library import BlueprintArea, Library, code_set_year


def shown_in(library: Library, occurrence: Occurrence) -> Shown:
    """The occurrence's question with its options in their order. Raises NotFound when there is none (any more)."""
    if occurrence.question_id is None or occurrence.order is None:
        year = code_set_year(occurrence.nominal_date)
        raise NotFound(f"There is no question in the bank that is valid in the code sets of {year}.")
    question = library.questions.get(occurrence.question_id)
    # Options may have been written anew since; a place then stands for nothing.
    if question is None or set(occurrence.order) != {option.key for option in question.options}:
        raise NotFound(
            "That question has been withdrawn from the bank, so there is nothing to answer any more. Nobody loses a "
            "streak by it."
        )
    return Shown(question, occurrence.order)


def is_asked(library: Library, question_id: str | None) -> bool:
    """Whether the question is there and was not thrown out, so that it may be put before anybody anew."""
    question = library.questions.get(question_id or "")
    return question is not None and not question.thrown_out


def post_of(library: Library, occurrence: Occurrence | None, track: Track | None) -> Post:
    """All that the channel may see of an occurrence. Raises NotFound."""
    if occurrence is None or track is None:
        raise NotFound("That question is not kept any more.")
    shown = shown_in(library, occurrence)
    area = _area(library, track.certification, shown)
    return Post(occurrence, track, area.name if area else "", shown)


def area_id(library: Library, certification: str, shown: Shown) -> str:
    """The blueprint area that an answer counts in; empty for a question outside the blueprint."""
    area = _area(library, certification, shown)
    return area.id if area else ""


def _area(library: Library, certification: str, shown: Shown) -> BlueprintArea | None:
    """None too for a certification that was withdrawn: its open questions can still be answered."""
    known = library.certifications.get(certification)
    return known.area_of(shown.question) if known else None
