"""Draws the photos of the demo town: flat scenes with a note that they are drawn, the same at every load."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFont

from app.base.printed_map.labels import FONTS

SIZE = (1200, 900)
_SKY, _DUSK, _GRASS, _STONE, _WATER = "#bfdff2", "#2b3350", "#8fbf6f", "#b9b6ad", "#6fa8c9"
Drawing = ImageDraw.ImageDraw


def font(size: int, *, is_bold: bool = False) -> ImageFont.FreeTypeFont:
    """The font of printed sheets; Pillow's own has no good umlauts."""
    return ImageFont.truetype(FONTS / f"FiraSans-{'SemiBold' if is_bold else 'Regular'}.ttf", size)


def scene(name: str) -> Image.Image:
    """One of SCENES; KeyError for another."""
    picture = Image.new("RGB", SIZE, _SKY)
    drawing = ImageDraw.Draw(picture)
    SCENES[name](drawing)
    width, height = SIZE
    drawing.rectangle((0, height - 44, width, height), fill="#ffffff")
    label = "Gezeichnet für die Vorführung. Ellerbrück gibt es nicht."
    drawing.text((20, height - 36), label, fill="#333333", font=font(26))
    return picture


def _ground(drawing: Drawing, top: int, colour: str) -> None:
    drawing.rectangle((0, top, *SIZE), fill=colour)


def _tree(drawing: Drawing, x: int, y: int, size: int, green: str = "#4f8a4c") -> None:
    drawing.rectangle((x - size // 12, y - size // 2, x + size // 12, y), fill="#6b4a32")
    for dx, dy, part in ((-0.3, -0.75, 0.36), (0.3, -0.75, 0.36), (0, -1.05, 0.42)):
        middle_x, middle_y, radius = x + dx * size, y + dy * size, part * size
        box = (middle_x - radius, middle_y - radius, middle_x + radius, middle_y + radius)
        drawing.ellipse(box, fill=green)


def _bench(drawing: Drawing, x: int, y: int, width: int) -> None:
    for height in (0, 60, 92):
        drawing.rectangle((x, y - height - 22, x + width, y - height), fill="#8a5a35")
    for leg in (x + 30, x + width - 50):
        drawing.rectangle((leg, y - 110, leg + 20, y + 70), fill="#444444")


def _lamp(drawing: Drawing, x: int, y: int, height: int, light: str) -> None:
    drawing.rectangle((x - 7, y - height, x + 7, y), fill="#3c3c3c")
    drawing.ellipse((x - 34, y - height - 40, x + 34, y - height + 20), fill=light)


def _bench_by_the_water(drawing: Drawing) -> None:
    _ground(drawing, 420, _WATER)
    for wave in range(7):
        drawing.line(
            (90 + 150 * wave, 470 + 18 * (wave % 3), 190 + 150 * wave, 470 + 18 * (wave % 3)), "#ffffff", 5
        )
    _ground(drawing, 590, _GRASS)
    drawing.ellipse((930, 70, 1060, 200), fill="#f6d04d")
    _tree(drawing, 240, 640, 330)
    _bench(drawing, 520, 720, 360)


def _skate_ramps(drawing: Drawing) -> None:
    _ground(drawing, 520, _STONE)
    for left, top, colour in ((60, 360, "#8f8c84"), (760, 300, "#7d7a73")):
        drawing.polygon([(left, 700), (left, top), (left + 60, top), (left + 380, 700)], fill=colour)
        drawing.line((left, top, left + 60, top), "#d24b3e", 10)
    drawing.line((470, 640, 720, 640), "#d24b3e", 12)
    for x in (480, 710):
        drawing.rectangle((x - 6, 640, x + 6, 720), fill="#444444")
    for x, top in ((180, 140), (330, 190), (520, 110), (900, 160)):
        drawing.rounded_rectangle((x, top, x + 150, top + 46), 23, fill="#ffffff")


def _dark_underpass(drawing: Drawing) -> None:
    _ground(drawing, 0, _DUSK)
    _ground(drawing, 620, "#4a4a52")
    drawing.rectangle((0, 200, 1200, 640), fill="#5d5a63")
    drawing.pieslice((330, 230, 870, 1050), 180, 360, fill="#14151d")
    drawing.rectangle((330, 640, 870, 856), fill="#14151d")
    drawing.rectangle((0, 170, 1200, 210), fill="#3a3a44")
    _lamp(drawing, 180, 800, 430, "#5c5c52")
    for x, y, width in ((70, 330, 120), (960, 420, 150), (950, 330, 90)):
        drawing.arc((x, y, x + width, y + 80), 160, 380, "#d9a441", 12)


def _empty_playground(drawing: Drawing) -> None:
    _ground(drawing, 520, _GRASS)
    drawing.ellipse((120, 620, 640, 820), fill="#e3cf9b")
    for x in (640, 1080):
        drawing.line((x, 700, x + 40, 300), "#8a5a35", 18)
        drawing.line((x + 80, 700, x + 40, 300), "#8a5a35", 18)
    drawing.line((680, 300, 1120, 300), "#8a5a35", 18)
    for x in (800, 980):
        for side in (0, 70):
            drawing.line((x + side, 305, x + side, 590), "#555555", 5)
        drawing.rectangle((x - 8, 585, x + 78, 602), fill="#c0392b")
    _tree(drawing, 180, 560, 260)


def _bus_stop(drawing: Drawing) -> None:
    _ground(drawing, 560, _GRASS)
    _ground(drawing, 650, "#6e6e72")
    drawing.line((0, 770, 1200, 770), "#f0f0f0", 8)
    drawing.ellipse((180, 200, 320, 340), fill="#f4c430", outline="#2f7d4f", width=16)
    drawing.text((222, 226), "H", fill="#2f7d4f", font=font(80, is_bold=True))
    drawing.rectangle((243, 340, 257, 650), fill="#3c3c3c")
    _bench(drawing, 560, 580, 380)
    for x, y in ((500, 90), (640, 150), (800, 70), (940, 170), (1060, 90)):
        drawing.line((x, y, x - 24, y + 90), "#7fa7c4", 6)


def _basketball(drawing: Drawing) -> None:
    _ground(drawing, 540, "#c98d5e")
    for x, width, top in ((40, 300, 180), (380, 260, 250), (860, 300, 150)):
        drawing.rectangle((x, top, x + width, 545), fill="#d8d3c8")
        for row in range(top + 40, 500, 90):
            for column in range(x + 30, x + width - 50, 80):
                drawing.rectangle((column, row, column + 40, row + 50), fill="#7f93a3")
    drawing.rectangle((690, 240, 712, 760), fill="#444444")
    drawing.rectangle((590, 190, 810, 340), fill="#ffffff", outline="#c0392b", width=10)
    drawing.ellipse((650, 330, 750, 362), outline="#d35400", width=10)
    drawing.ellipse((250, 640, 350, 740), fill="#d9702e", outline="#5a2d12", width=6)
    drawing.line((250, 690, 350, 690), "#5a2d12", 5)


SCENES: dict[str, Callable[[Drawing], None]] = {
    "bench": _bench_by_the_water,
    "skate": _skate_ramps,
    "underpass": _dark_underpass,
    "playground": _empty_playground,
    "bus": _bus_stop,
    "basketball": _basketball,
}
