"""Which importer reads a file, by its name and what it looks like. Pure."""

import re
from pathlib import PurePath

from bot.errors import BadInput
from bot.features.banks import aiken, anki, csv_file, gift, yaml_file
from bot.features.banks.drafts import MOST_BYTES, Drafts, decoded

_KINDS = (
    "our YAML (.yaml), CSV with a header (.csv), Moodle's GIFT (.gift or .txt), Aiken (.txt) or Anki (.apkg)"
)
_ANSWER = re.compile(r"^\s*ANSWER\s*:", re.IGNORECASE | re.MULTILINE)


def read(name: str, raw: bytes) -> Drafts:
    """A file's rows, one at least. name: as it was uploaded. Raises BadInput."""
    found = _read(name, raw)
    if not found.rows:
        raise BadInput("There is no question in that file.")
    return found


def _read(name: str, raw: bytes) -> Drafts:
    if not raw.strip():
        raise BadInput("That file is empty.")
    if len(raw) > MOST_BYTES:
        raise BadInput(too_large(len(raw)))
    ending = PurePath(name.casefold()).suffix
    if ending in {".apkg", ".colpkg"}:
        return anki.read(raw)
    if raw.startswith(b"PK\x03\x04"):
        raise BadInput(
            f"That is a zip file or a spreadsheet. I read {_KINDS}; save a spreadsheet as CSV UTF-8."
        )
    if ending in {".yaml", ".yml"}:
        return yaml_file.read(raw)
    if ending in {".csv", ".tsv"}:
        return csv_file.read(decoded(raw))
    if ending in {".gift", ".aiken", ".txt"}:
        text = decoded(raw)
        is_aiken = ending == ".aiken" or (ending == ".txt" and _ANSWER.search(text) is not None)
        return aiken.read(text) if is_aiken else gift.read(text)
    raise BadInput(f"I don't know that kind of file. I read {_KINDS}.")


def too_large(size: int) -> str:
    """What to say of a file of that many bytes."""
    return (
        f"That file has {size / 1e6:,.1f} MB; I read up to {MOST_BYTES // 1_000_000} MB. "
        "Split it, or leave its pictures out."
    )
