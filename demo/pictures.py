"""Pictures drawn from a seed: abstract compositions, the same bytes on every run."""

import hashlib
import io
import math
import random
from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageDraw, ImageOps

SIZE = (1200, 675)
SCALE = 2
"""Drawn this many times larger, then reduced: Pillow's own lines are jagged."""
WIDTH, HEIGHT = SIZE[0] * SCALE, SIZE[1] * SCALE

Colour = tuple[int, int, int]
Palette = tuple[str, str, str, str, str]
"""Dark ground, light ground, and three colours to draw with."""

PALETTES: tuple[Palette, ...] = (
    ("#0b3c49", "#16697a", "#ffa62b", "#ede7e3", "#82c0cc"),
    ("#2d1e2f", "#56445d", "#e8a87c", "#f6e8d5", "#c38d9e"),
    ("#10302a", "#2a6b57", "#f2c14e", "#f4f1de", "#81b29a"),
    ("#1b1b3a", "#3c3c78", "#f25c54", "#f7d08a", "#9fa8da"),
    ("#3a1d18", "#8c3b2a", "#f6ae2d", "#fbe9d0", "#d98e73"),
    ("#14213d", "#2b4570", "#fca311", "#e5e5e5", "#7ea8be"),
    ("#283618", "#606c38", "#dda15e", "#fefae0", "#a3b18a"),
    ("#22223b", "#4a4e69", "#f2e9e4", "#c9ada7", "#e07a5f"),
    ("#003844", "#006c67", "#ffb100", "#ffebc6", "#f194b4"),
    ("#2b2d42", "#5c677d", "#ef8354", "#edf2f4", "#8d99ae"),
)


@lru_cache(maxsize=512)
def picture(seed: str, media_type: str = "image/jpeg") -> bytes:
    """The picture of that seed, 1200 x 675, as JPEG or PNG."""
    numbers = random.Random(int.from_bytes(hashlib.sha256(seed.encode()).digest()))  # noqa: S311 - drawing, not secrets
    palette = numbers.choice(PALETTES)
    canvas = _ground(palette, numbers)
    numbers.choice(COMPOSITIONS)(ImageDraw.Draw(canvas, "RGBA"), palette, numbers)
    return _encoded(canvas.reduce(SCALE), media_type)


@lru_cache(maxsize=16)
def logo(accent: str, second: str) -> bytes:
    """The square mark of a site as PNG, 256 x 256."""
    canvas = Image.new("RGB", (512, 512), accent)
    draw = ImageDraw.Draw(canvas)
    draw.arc((96, 96, 416, 416), 150, 390, fill="white", width=44)
    draw.ellipse((208, 300, 304, 396), fill=second)
    return _encoded(canvas.reduce(2), "image/png")


def _encoded(canvas: Image.Image, media_type: str) -> bytes:
    stream = io.BytesIO()
    if media_type == "image/png":
        canvas.quantize(128).save(stream, "PNG")
    else:
        canvas.save(stream, "JPEG", quality=82)
    return stream.getvalue()


def _ground(palette: Palette, numbers: random.Random) -> Image.Image:
    ramp = Image.linear_gradient("L").rotate(numbers.choice((0, 90, 180, 270)))
    # 256 steps over the whole picture are finer than the eye; smoothing them costs 50 ms.
    coloured = ImageOps.colorize(ramp, palette[0], palette[1])
    return coloured.resize((WIDTH, HEIGHT), Image.Resampling.NEAREST)


def _rgba(colour: str, alpha: int) -> tuple[int, int, int, int]:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return red, green, blue, alpha


def _arcs(draw: ImageDraw.ImageDraw, palette: Palette, numbers: random.Random) -> None:
    x, y = numbers.choice((0, WIDTH)), numbers.randrange(HEIGHT // 2, HEIGHT)
    for ring in range(14, 1, -1):
        radius = ring * WIDTH // 18
        colour = palette[2 + ring % 3]
        box = (x - radius, y - radius, x + radius, y + radius)
        draw.ellipse(box, outline=_rgba(colour, 90 + 10 * ring), width=numbers.randrange(8, 46))
    draw.ellipse((x - 180, y - 180, x + 180, y + 180), fill=palette[2])


def _dots(draw: ImageDraw.ImageDraw, palette: Palette, numbers: random.Random) -> None:
    columns, rows = 24, 13
    step = WIDTH / columns
    phase, tilt = numbers.uniform(0, math.tau), numbers.uniform(0.15, 0.5)
    accent = numbers.randrange(columns)
    for column in range(columns):
        for row in range(rows + 1):
            wave = math.sin(column * tilt + row * 0.45 + phase)
            radius = step * (0.12 + 0.3 * (wave + 1) / 2)
            x, y = (column + 0.5) * step, (row + 0.5) * step
            colour = palette[2] if column == accent else palette[3 + (wave > 0.3)]
            box = (x - radius, y - radius, x + radius, y + radius)
            draw.ellipse(box, fill=_rgba(colour, 215))


def _grid(draw: ImageDraw.ImageDraw, palette: Palette, numbers: random.Random) -> None:
    cell = WIDTH // 8
    for column in range(8):
        for row in range(5):
            x, y = column * cell, row * cell
            colour = _rgba(numbers.choice(palette[2:]), numbers.choice((60, 110, 200)))
            start = numbers.choice((0, 90, 180, 270))
            shape = numbers.randrange(4)
            if shape == 0:
                draw.rectangle((x, y, x + cell, y + cell), fill=colour)
            elif shape == 1:
                draw.ellipse((x + 40, y + 40, x + cell - 40, y + cell - 40), fill=colour)
            elif shape == 2:
                corner = _corner(x, y, cell, start)
                draw.pieslice(corner, start, start + 90, fill=colour)


def _corner(x: int, y: int, cell: int, start: int) -> tuple[int, int, int, int]:
    left = x if start in (0, 270) else x + cell
    top = y if start in (0, 90) else y + cell
    return left - cell, top - cell, left + cell, top + cell


def _waves(draw: ImageDraw.ImageDraw, palette: Palette, numbers: random.Random) -> None:
    _sun(draw, palette, numbers)
    for layer in range(7):
        base = HEIGHT * (0.3 + layer * 0.105)
        swing, length = numbers.uniform(50, 150), numbers.uniform(380, 900)
        phase = numbers.uniform(0, math.tau)
        xs = range(0, WIDTH + 20, 20)
        crest = [(x, base + swing * math.sin(x / length + phase)) for x in xs]
        shape = [*crest, (WIDTH, HEIGHT), (0, HEIGHT)]
        draw.polygon(shape, fill=_rgba(palette[(layer % 4) + 1], 105))


def _sun(draw: ImageDraw.ImageDraw, palette: Palette, numbers: random.Random) -> None:
    x, y, radius = numbers.randrange(500, WIDTH - 500), HEIGHT // 3, numbers.randrange(170, 300)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=palette[2])


def _network(draw: ImageDraw.ImageDraw, palette: Palette, numbers: random.Random) -> None:
    points = [(numbers.randrange(WIDTH), numbers.randrange(HEIGHT)) for _ in range(46)]
    for index, (x, y) in enumerate(points):
        near = sorted(points, key=lambda other: math.dist((x, y), other))[1:5]
        for other in near:
            draw.line((x, y, *other), fill=_rgba(palette[4], 120), width=5)
        radius = 60 if index % 9 == 0 else numbers.randrange(12, 34)
        colour = palette[2] if index % 9 == 0 else palette[3]
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _bars(draw: ImageDraw.ImageDraw, palette: Palette, numbers: random.Random) -> None:
    for index in range(17):
        x, width = index * WIDTH // 16 - 40, numbers.randrange(40, 130)
        height = HEIGHT * (0.25 + 0.6 * abs(math.sin(index * 0.37 + numbers.uniform(0, 0.5))))
        box = (x, HEIGHT - height, x + width, HEIGHT + 80)
        fill = _rgba(palette[2 + index % 3], 190)
        draw.rounded_rectangle(box, radius=width // 2, fill=fill)


def _stripes(draw: ImageDraw.ImageDraw, palette: Palette, numbers: random.Random) -> None:
    lean, x = numbers.randrange(-900, 900), -1000
    while x < WIDTH + 1000:
        width = numbers.randrange(30, 260)
        shape = [(x, 0), (x + width, 0), (x + width + lean, HEIGHT), (x + lean, HEIGHT)]
        draw.polygon(shape, fill=_rgba(numbers.choice(palette[1:]), numbers.choice((50, 130, 220))))
        x += width + numbers.randrange(0, 120)
    _sun(draw, palette, numbers)


def _frames(draw: ImageDraw.ImageDraw, palette: Palette, numbers: random.Random) -> None:
    left, top, right, bottom = 0, 0, WIDTH, HEIGHT
    for layer in range(11):
        fill = _rgba(palette[1 + layer % 4], 150)
        draw.rounded_rectangle((left, top, right, bottom), radius=70, fill=fill)
        left, right = left + numbers.randrange(40, 150), right - numbers.randrange(40, 150)
        top, bottom = top + numbers.randrange(25, 85), bottom - numbers.randrange(25, 85)
        if right - left < 300 or bottom - top < 160:
            return


Composition = Callable[[ImageDraw.ImageDraw, Palette, random.Random], None]
COMPOSITIONS: tuple[Composition, ...] = (
    _arcs,
    _dots,
    _grid,
    _waves,
    _network,
    _bars,
    _stripes,
    _frames,
)
