"""Faults of features and carriers: logged with an id, never in the way of the others."""

import logging
import secrets

from bot.errors import StorageError

log = logging.getLogger("crosswalk.schedule")


def log_fault(what: str, error: BaseException) -> str:
    """Log `error` under a new short id, and return the id. Trouble with the database is a line: it says it all."""
    fault_id = secrets.token_hex(4)
    if isinstance(error, StorageError):
        log.error("%s [%s]: %s", what, fault_id, error.message)
    else:
        log.error("%s [%s]", what, fault_id, exc_info=error)
    return fault_id
