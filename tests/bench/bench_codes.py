"""`/code`: suggestions while typing and look-ups on the real tables, next to the least that asking them costs."""

import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from bot.clock import Clock
from bot.errors import Refusal
from bot.features.codes.making import make_if_missing
from bot.features.codes.service import CodesService
from bot.features.codes.store import TablesStore
from bot.features.codes.tables import Tables
from bot.settings import Settings
from tests.bench.figures import Aim, Figure, compared

TITLE = "Code look-up (CodesService, 98,710 lines of ICD-10-CM)"
BASELINE = "SELECT 1"
ROUNDS = 30
# Discord asks at each key; what takes longer is felt.
SUGGESTED_WITHIN_MS = Aim(at_most=50, of_value=True)
SUGGESTED = {
    "a code's beginning": ["E1", "e11.2", "S52.531", "t36"],
    "one letter": ["e", "s", "c", "a"],
    "words": ["heart fai", "fracture of left radius init", "diabetes with kid", "pain"],
    "words as people say them": ["stroke", "smoker type ii kidney failure", "code for diabetes", "mi"],
    "a mistyped sentence": [
        "broken left arm flurb xyzzqe pain knee fra",
        "smoking cancer renal failure type ii",
        "is E11.9 billable",
    ],
    "mistyped words": ["diabtes melitus", "pnemonia", "hipertenson", "asdfqwer zxcvbnm"],
}
LOOKED_UP = {
    "a code": ["E11.22", "S52531A", "I10", "T36.0X1A"],
    "a heading": ["E11", "T52.8", "19", "I10-I1A"],
    "words": ["heart failure", "fracture wrist", "diabetes", "pregnancy"],
    "nonsense": ["asdfqwer zxcvbnm", "qqq www eee rrr ttt yyy", "E11.99999", "O0O0O0O"],
}


async def _ms(ask: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    with suppress(Refusal):
        await ask()
    return (time.perf_counter() - begun) * 1000


async def _rounds(
    store: TablesStore, ask: Callable[[str], Awaitable[object]], texts: list[str]
) -> tuple[list[tuple[float, float]], float]:
    """Pairs of (all texts on average, the baseline), and the slowest of all answers, in ms."""
    pairs, slowest = [], 0.0
    for _ in range(ROUNDS):
        baseline = sum([await _ms(lambda: store._rows("SELECT 1")) for _ in texts]) / len(texts)
        taken = [await _ms(lambda text=text: ask(text)) for text in texts]  # type: ignore[misc]
        pairs.append((sum(taken) / len(texts), baseline))
        slowest = max(slowest, *taken)
    return pairs, slowest


async def measured() -> list[Figure]:
    """Measure, and tell."""
    with tempfile.TemporaryDirectory() as folder:
        path = Settings.model_validate({}).codes
        make_if_missing(path, lambda _: None)
        begun = time.perf_counter()
        make_if_missing(Path(folder) / "codes.sqlite3", lambda _: None)
        figures = [
            Figure("making the tables", "s", time.perf_counter() - begun),
            Figure("their size", "MB", path.stat().st_size / 1e6),
        ]
    tables = Tables(path)
    codes, store = CodesService(tables, Clock()), await tables.store()
    try:
        for kind, texts in SUGGESTED.items():
            pairs, slowest = await _rounds(store, codes.suggest, texts)
            figures.append(compared(f"suggest, {kind}", "ms", pairs))
            figures.append(Figure("  the slowest of these", "ms", slowest, None, SUGGESTED_WITHIN_MS))
        for kind, texts in LOOKED_UP.items():
            pairs, slowest = await _rounds(store, codes.lookup, texts)
            figures.append(compared(f"look up {kind}", "ms", pairs))
            figures.append(Figure("  the slowest of these", "ms", slowest))
    finally:
        await tables.close()
    return figures
