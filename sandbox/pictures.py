"""Discord's default avatars: a plain square in one of six colours."""

import struct
import zlib

from aiohttp import web

_COLOURS = ((88, 101, 242), (116, 127, 141), (59, 165, 93), (250, 168, 26), (237, 66, 69), (235, 69, 158))
_SIZE = 64  # pixels


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


def _square(colour: tuple[int, int, int]) -> bytes:
    """A PNG. The layout: https://www.w3.org/TR/png/"""
    rows = (b"\0" + bytes(colour) * _SIZE) * _SIZE
    header = struct.pack(">IIBBBBB", _SIZE, _SIZE, 8, 2, 0, 0, 0)
    parts = _chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows)), _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


async def default_avatar(request: web.Request) -> web.Response:
    """/embed/avatars/N.png"""
    number = request.match_info["name"].partition(".")[0]
    if not number.isdecimal():
        raise web.HTTPNotFound
    return web.Response(body=_square(_COLOURS[int(number) % len(_COLOURS)]), content_type="image/png")
