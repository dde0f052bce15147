"""A plan as a picture: weeks across, areas down, readable on a phone and on light and dark grounds alike.

Pure, but slow (some 50 ms): draw it in a thread.
"""

import io
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.features.exams.plan_looking import PlanShown
from bot.features.exams.plan_model import Doing, Session

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

# Weeks that fit side by side: the guide's range, begun in the middle of a week.
MOST_WEEKS = 14
_WIDTH, _MARGIN, _NAMES, _SHARE = 1080, 28, 320, 92
_HEAD, _ROW, _WIDEST = 170, 60, 88

# A ground of its own, so that it reads on light and dark alike; the cells differ in brightness, not in hue alone.
_GROUND, _TEXT, _QUIET, _EMPTY, _GOLD, _GREEN = (
    "#1f2330",
    "#f4f6fa",
    "#b9c0cf",
    "#2a3040",
    "#f2c14e",
    "#7fd1a0",
)
_LIGHT, _FULL = (48, 82, 138), (122, 180, 255)


@dataclass(frozen=True, slots=True)
class _Row:
    """name: at the left. share: how much of it is done. cells: what stands in each week. colour: None for a scale."""

    name: str
    share: str
    cells: Counter[date]
    colour: str | None = None


def picture(shown: PlanShown) -> bytes:
    """The bytes of a PNG."""
    from PIL import Image, ImageDraw  # takes a while: only where it is needed

    mondays, rows = weeks(shown), _rows(shown)
    height = _HEAD + len(rows) * _ROW + 70
    image = Image.new("RGB", (_WIDTH, height), _GROUND)
    draw = ImageDraw.Draw(image)
    _head(draw, shown, mondays)
    most = max((count for row in rows if row.colour is None for count in row.cells.values()), default=1)
    for place, row in enumerate(rows):
        _row(draw, row, _HEAD + place * _ROW, mondays, most)
    foot = "Numbers are sessions. The last week is light; nothing is new in its last three days."
    draw.text((_MARGIN, height - 46), foot, _QUIET, _font(24))
    out = io.BytesIO()
    image.save(out, "PNG")  # optimized it takes three times as long and saves a fiftieth
    return out.getvalue()


def weeks(shown: PlanShown) -> list[date]:
    """Mondays of the weeks it shows: from the first with full work to the exam's."""
    plan = shown.plan
    last = _monday(plan.goal.on)
    first = min((_monday(one.on) for one in plan.sessions if one.on >= plan.begins), default=last)
    count = min(MOST_WEEKS, max(1, (last - first).days // 7 + 1))
    return [last - timedelta(weeks=back) for back in reversed(range(count))]


def _rows(shown: PlanShown) -> list[_Row]:
    """Areas, the heaviest first; then practice exams and looks back."""
    plan = shown.plan
    ordered = sorted(plan.needs, key=lambda area: (-plan.needs[area], shown.names[area]))
    rows = [
        _Row(shown.names[area], f"{plan.done[area]}/{plan.needs[area]}", _by_week(shown, area=area))
        for area in ordered
    ]
    if plan.practice:
        done = sum(one.is_done for one in plan.practice)
        practice = _by_week(shown, doing=Doing.PRACTICE)
        rows.append(_Row("Practice exams", f"{done}/{len(plan.practice)}", practice, _GOLD))
    rows.append(_Row("Look back", "", _by_week(shown, doing=Doing.REVIEW), _GREEN))
    return rows


def _by_week(shown: PlanShown, *, area: str | None = None, doing: Doing = Doing.STUDY) -> Counter[date]:
    def meant(one: Session) -> bool:
        return one.doing is doing and one.area == area

    return Counter(_monday(one.on) for one in shown.plan.sessions if meant(one))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _head(draw: "ImageDraw", shown: PlanShown, mondays: list[date]) -> None:
    on, today = shown.plan.goal.on, shown.plan.today
    left = max(0, (on - today).days)
    days = f"{left} day{'' if left == 1 else 's'} to go"
    title = f"{shown.exam.certification} · {on.day} {on:%B %Y} · {days}"
    draw.text((_MARGIN, 22), title, _TEXT, _font(38))
    draw.text((_MARGIN + _NAMES, 128), "done", _QUIET, _font(24))
    width, month = _width(mondays), 0
    if len(mondays) > 1 and mondays[1].month != mondays[0].month:
        month = mondays[0].month  # its name would run into the next one
    for place, monday in enumerate(mondays):
        x = _left(place, width) + width // 2
        if monday.month != month:
            month = monday.month
            draw.text((_left(place, width) + 2, 90), f"{monday:%b}", _QUIET, _font(26))
        is_last = place == len(mondays) - 1
        draw.text((x, 142), str(monday.day), _GOLD if is_last else _TEXT, _font(26), anchor="mm")
    draw.text((_MARGIN, 90), "Weeks from Monday", _QUIET, _font(24))


def _width(mondays: list[date]) -> int:
    return min(_WIDEST, (_WIDTH - 2 * _MARGIN - _NAMES - _SHARE) // len(mondays))


def _left(place: int, width: int) -> int:
    return _MARGIN + _NAMES + _SHARE + place * width


def _row(draw: "ImageDraw", row: _Row, top: int, mondays: list[date], most: int) -> None:
    lines = _wrapped(row.name, _NAMES - 16)
    font = _font(24)
    for number, line in enumerate(lines):
        y = top + _ROW // 2 + (number - (len(lines) - 1) / 2) * 26
        draw.text((_MARGIN, y), line, _TEXT, font, anchor="lm")
    draw.text((_MARGIN + _NAMES, top + _ROW // 2), row.share, _QUIET, font, anchor="lm")
    width = _width(mondays)
    for place, monday in enumerate(mondays):
        count, x = row.cells[monday], _left(place, width)
        colour = _shade(count, most) if row.colour is None else row.colour
        box = (x + 2, top + 4, x + width - 3, top + _ROW - 5)
        draw.rounded_rectangle(box, 8, colour if count else _EMPTY)
        if count:
            is_dark = row.colour is None and (most <= 1 or count <= most / 2)
            ink = _TEXT if is_dark else _GROUND
            middle = (x + width // 2, top + _ROW // 2)
            draw.text(middle, str(count), ink, _font(26), anchor="mm")


def _shade(count: int, most: int) -> tuple[int, int, int]:
    """Brighter with more."""
    part = 0 if most <= 1 else (count - 1) / (most - 1)
    red, green, blue = (round(low + (high - low) * part) for low, high in zip(_LIGHT, _FULL, strict=True))
    return red, green, blue


def _wrapped(text: str, width: int) -> list[str]:
    """Two lines at most; what is longer ends with dots."""
    font, lines = _font(24), [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) <= 2:
        return lines
    return [lines[0], f"{lines[1].rstrip(',')} …"]


def _font(size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont), "Pillow comes with a font"
    return font
