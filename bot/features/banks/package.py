"""What is inside an Anki package (.apkg): a zip with a SQLite collection. Zip bombs stay packed. Pure."""

import io
import zipfile
import zlib

from bot.errors import BadInput

MOST_FILES = 10_000
MOST_UNPACKED_BYTES = 40_000_000
# A collection of plain cards packs to a quarter; with much repetition to a thirtieth.
MOST_RATIO = 200

_OLD = ("collection.anki21", "collection.anki2")
_NEW = "collection.anki21b"
_BROKEN = "That .apkg is damaged. Export it from Anki again, and upload the new file."
_BOMB = "That .apkg unpacks to far more than a deck of cards would, so I left it alone."


def collection(raw: bytes) -> bytes:
    """The collection's database. Raises BadInput."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            return _collection(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):
        # Among them: packed by a method nobody uses, encrypted, cut off.
        raise BadInput(_BROKEN) from None


def _collection(package: zipfile.ZipFile) -> bytes:
    files = {info.filename: info for info in package.infolist()}
    if len(package.infolist()) > MOST_FILES:
        raise BadInput(_BOMB)
    if _NEW in files:
        raise BadInput(
            "That .apkg is in Anki's newer format, which I can't read. In Anki, choose File → Export, tick "
            "“Support older Anki versions”, and upload that file."
        )
    name = next((name for name in _OLD if name in files), None)
    if name is None:
        raise BadInput(
            "That zip file is no Anki package: there is no collection in it. Export a deck as .apkg."
        )
    info = files[name]
    if info.file_size > MOST_UNPACKED_BYTES or info.file_size > MOST_RATIO * max(info.compress_size, 1):
        raise BadInput(_BOMB)
    with package.open(info) as packed:
        # What the zip says of its size need not be true.
        unpacked = packed.read(MOST_UNPACKED_BYTES + 1)
    if len(unpacked) > MOST_UNPACKED_BYTES:
        raise BadInput(_BOMB)
    return unpacked
