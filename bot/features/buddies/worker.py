"""Matching in a process of its own, because it would hold the interpreter lock for seconds.

A pipe rather than a process pool: when the bot is killed, the pipe ends and so does the worker, where a pool's worker
would wait for ever; and a worker that is idle can go, so that rustworkx and numpy take no memory between rounds.
"""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock
from typing import Any

from bot.features.buddies.matching import match_round
from bot.features.buddies.matching_model import Outcome, Round

SOLVE_WITHIN_S = 5.0
"""What is unsolved then is matched greedily."""
ANSWER_WITHIN_S = 120.0
"""A worker that has not answered by then is hopeless."""
IDLE_S = 60.0
"""A worker without work for so long ends; the next round starts another."""

NICENESS = 10
"""Where processors are short, presses come first."""

PIECE = 200
PAUSE_S = 0.0005
"""What goes through the pipe goes in pieces with a pause after each: packing 20,000 candidates at once would keep the
event loop waiting for 0.1 s."""


class Matcher:
    """Answers rounds, one at a time, from a worker process that starts at first use."""

    def __init__(self, *, idle_s: float = IDLE_S, answer_within_s: float = ANSWER_WITHIN_S) -> None:
        self._idle_s = idle_s
        self._answer_within_s = answer_within_s
        self._turn = Lock()
        self._worker: tuple[BaseProcess, Connection] | None = None
        self._closed = False

    async def match(self, round_: Round) -> Outcome:
        """Put a round's members together. One that is cancelled ends unheard; the matcher stays usable.

        Raises ValueError when a member is in the round twice; RuntimeError when the worker dies over it twice, takes
        more than ANSWER_WITHIN_S, or the matcher is closed.
        """
        return await asyncio.to_thread(self._match, round_)

    async def close(self) -> None:
        """End the worker process. A round under way is given up."""
        self._closed = True
        if self._worker is not None:
            self._worker[0].kill()  # whoever waits for its answer hears that it died
        await asyncio.to_thread(self._end)

    def _match(self, round_: Round) -> Outcome:
        with self._turn:
            for _ in range(2):  # an idle worker may end just as it is asked
                try:
                    answer = self._ask(round_)
                except (EOFError, OSError):
                    self._drop()
                    continue
                if isinstance(answer, Outcome):
                    return answer
                raise answer
        raise RuntimeError("the matching process died twice over one round")

    def _ask(self, round_: Round) -> Outcome | Exception:
        if self._worker is None and not self._closed:
            self._worker = _start(self._idle_s)
        if self._worker is None or self._closed:  # asked last: either we see that, or `close` sees the worker
            raise RuntimeError("the matcher is closed")
        _, pipe = self._worker
        _send_round(pipe, round_)
        if not pipe.poll(self._answer_within_s):
            self._drop()
            raise RuntimeError(f"no matching within {self._answer_within_s:.0f} s")
        return _receive_answer(pipe)

    def _end(self) -> None:
        with self._turn:
            self._drop()

    def _drop(self) -> None:
        if self._worker is not None:
            process, pipe = self._worker
            self._worker = None
            pipe.close()
            process.kill()
            process.join()


def _start(idle_s: float) -> tuple[BaseProcess, Connection]:
    context = get_context("spawn")  # a fork of a process with threads may hang
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, idle_s), name="buddies-matching", daemon=True)
    process.start()
    theirs.close()
    return process, ours


def _serve(pipe: Connection, idle_s: float) -> None:
    """Answer rounds until there are none for a while, or nobody is there to ask."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the bot, which then closes us
    with contextlib.suppress(EOFError, OSError):
        while pipe.poll(idle_s):
            _send_answer(pipe, _answer(_receive_round(pipe)))


def _answer(round_: Round) -> Outcome | Exception:
    @cache
    def deadline() -> float:  # counts from the first component on, not from the scoring before it
        return time.monotonic() + SOLVE_WITHIN_S

    try:
        return match_round(round_, lambda: time.monotonic() < deadline())
    except Exception as error:  # told to whoever asked; the worker goes on
        return error


def _send(pipe: Connection, things: Iterable[object]) -> None:
    left = iter(things)
    while piece := list(islice(left, PIECE)):
        pipe.send(piece)
        time.sleep(PAUSE_S)
    pipe.send([])


def _receive(pipe: Connection) -> Iterator[Any]:
    while piece := pipe.recv():
        yield from piece
        time.sleep(PAUSE_S)


def _send_round(pipe: Connection, round_: Round) -> None:
    pipe.send(round_.today)
    for things in (round_.candidates, round_.blocked, round_.met.items()):
        _send(pipe, things)


def _receive_round(pipe: Connection) -> Round:
    today = pipe.recv()
    return Round(tuple(_receive(pipe)), today, frozenset(_receive(pipe)), dict(_receive(pipe)))


def _send_answer(pipe: Connection, answer: Outcome | Exception) -> None:
    pipe.send(answer if isinstance(answer, Exception) else None)
    if isinstance(answer, Outcome):
        _send(pipe, answer.groups)
        _send(pipe, answer.alone)


def _receive_answer(pipe: Connection) -> Outcome | Exception:
    error: Exception | None = pipe.recv()
    return error or Outcome(tuple(_receive(pipe)), tuple(_receive(pipe)))
