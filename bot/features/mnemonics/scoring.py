"""What a mnemonic is worth: what it does for memory first, how it is liked second. Pure; see ARCHITECTURE.md."""

from collections.abc import Sequence
from random import Random

from bot.features.mnemonics.model import Tally

# So many imagined tries that went as expected stand before the real ones: few results say little.
IMAGINED_TRIES = 20
# As many imagined votes, half of them for it.
IMAGINED_VOTES = 10
# All votes in the world weigh as much as ten right answers more in a hundred.
VOTES_WEIGH = 0.1
# What is expected where nothing is known yet, and how many trials that opinion is worth.
EVEN, EVEN_TRIALS = 0.5, 10


def uplift(tally: Tally) -> float:
    """How much more often those who saw it were right than those who did not, shrunk towards 0 while tries are few.

    With prior Beta(w·p, w·(1 − p)), p being the share expected, this is the posterior's mean less p.
    """
    return (tally.helped - tally.expected) / (tally.tried + IMAGINED_TRIES)


def liking(tally: Tally) -> float:
    """Votes for it less those against, −1 to 1, shrunk towards 0 while they are few."""
    return (tally.up - tally.down) / (tally.up + tally.down + IMAGINED_VOTES)


def score(tally: Tally) -> float:
    """By this they are ranked."""
    return uplift(tally) + VOTES_WEIGH * liking(tally)


def expected_share(
    without: tuple[int, int],
    everywhere: tuple[int, int],
    *,
    prior: float = EVEN,
    prior_trials: int = EVEN_TRIALS,
) -> float:
    """How often a trial ends well without the mnemonic: on this topic, shrunk towards the server's all topics.

    without: trials on the topic in which it was not seen, and how many of them ended well. everywhere: all trials of
    the server, likewise.
    """
    general = (everywhere[1] + prior * prior_trials) / (everywhere[0] + prior_trials)
    return (without[1] + general * prior_trials) / (without[0] + prior_trials)


def drawn(tally: Tally, rng: Random) -> float:
    """The score as it may turn out (a draw from what is believed of it): new ones get their chance by this."""
    usual = tally.expected / tally.tried if tally.tried else EVEN
    usual = min(max(usual, 0.02), 0.98)
    good = tally.helped + IMAGINED_TRIES * usual
    bad = tally.tried - tally.helped + IMAGINED_TRIES * (1 - usual)
    return rng.betavariate(good, max(bad, 0.001)) - usual + VOTES_WEIGH * liking(tally)


def chosen(tallies: Sequence[Tally], rng: Random) -> int:
    """Which of these to offer: the best as far as is known, and now and then another one."""
    draws = [drawn(tally, rng) for tally in tallies]
    return max(range(len(draws)), key=draws.__getitem__)
