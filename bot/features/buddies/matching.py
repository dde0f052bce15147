"""Who is put together: one round of matching, a pure function."""

from bot.features.buddies.matching_model import Outcome, Round


def match_round(round_: Round) -> Outcome:
    """Put everybody together who can be."""
    raise NotImplementedError
