"""`python -m sandbox`: the local Discord as a process of its own."""

import argparse
import asyncio
import json
import logging
import signal
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from bot.clock import Clock
from sandbox.contract import Contract
from sandbox.control import add_control
from sandbox.server import LocalDiscord


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="A local Discord on 127.0.0.1. Prints one line of JSON with its addresses, then serves.",
    )
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    parser.add_argument("--control", action="store_true", help="add the control API under /sandbox/")
    parser.add_argument(
        "--start-at", metavar="ISO", help="start the clock at that moment, such as 2027-03-14T01:00Z"
    )
    parser.add_argument("--frozen", action="store_true", help="the clock stands until it is moved")
    parser.add_argument("--no-limits", action="store_true", help="no rate limits")
    parser.add_argument("--contract", type=Path, help="Discord's openapi.json, to check each request against")
    return parser.parse_args()


def _clock(start_at: str | None, frozen: bool) -> Clock:
    if start_at is None:
        return Clock(frozen=frozen)
    moment = datetime.fromisoformat(start_at)
    return Clock((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp(), frozen=frozen)


async def _serve(options: argparse.Namespace) -> None:
    clock = _clock(options.start_at, options.frozen)
    contract = None if options.contract is None else Contract.load(options.contract)
    local = LocalDiscord(
        clock.time, port=options.port, enforce_limits=not options.no_limits, contract=contract
    )
    if options.control:
        add_control(local, clock.move_to)
    await local.start()
    ended = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        # Windows has no signal handlers on its event loop; there Ctrl+C raises KeyboardInterrupt.
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(name, ended.set)
    print(json.dumps({"url": local.base_url, "api": local.api_url, "gateway": local.gateway_url}), flush=True)
    await ended.wait()
    await local.stop()


def main() -> None:
    options = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    asyncio.run(_serve(options))


if __name__ == "__main__":
    main()
