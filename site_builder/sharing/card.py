"""Share images: a few words drawn on a card of 1200 x 630 pixels, as PNG.

Owns the drawing. What a card says, and which pages have one, is `images`' business.

A card is drawn word by word from a cache, on sixteen colours, and packed as PNG (W3C PNG, sections 5 and 7) by ISA-L:
the general way through Pillow takes five times as long, and there are thousands.
"""

import struct
import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from site_builder.output.digest import digest

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630

Colour = tuple[int, int, int]
GROUND: Final[Colour] = (29, 42, 58)
PAPER: Final[Colour] = (246, 242, 233)
QUIET: Final[Colour] = (178, 188, 200)

FONTS = Path(__file__).parent / "fonts"

MARGIN = 2
"""Pixels of the ground left of the picture: in the file they are the byte before each row, its filter (0: none)."""

LEFT, RIGHT = 176, 1128
TITLE_SIZES = ((72, 3), (62, 4), (54, 4))
"""Sizes of the title in pixels and how many lines it may have then: the largest that fits is taken."""

WORDS = 1024
"""How many drawn words are kept, of 10 KB or so."""

# What both fonts can draw, first and last code points.
_DRAWN = (
    (0x0020, 0x007E),
    (0x00A0, 0x0148),
    (0x014A, 0x024F),
    (0x02B0, 0x02BF),
    (0x0400, 0x045F),
    (0x0462, 0x0463),
    (0x0472, 0x0475),
    (0x048A, 0x052F),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x2030, 0x2030),
    (0x2032, 0x203C),
    (0x203F, 0x2041),
    (0x2044, 0x2044),
    (0x2053, 0x2053),
    (0x2057, 0x2057),
    (0x2070, 0x2071),
    (0x2074, 0x208E),
    (0x20AC, 0x20AC),
    (0x2116, 0x2116),
    (0x2122, 0x2122),
    (0x2190, 0x2190),
    (0x2192, 0x2192),
    (0x2212, 0x2212),
    (0x221E, 0x221E),
    (0x2260, 0x2260),
    (0x2264, 0x2265),
)
_STARTS = [first for first, _ in _DRAWN]


class Card(NamedTuple):
    """`site` above, `date`, `title`, and a line of `facts` below. A `solid` mark is a date known to the day."""

    site: str
    title: str
    date: str = ""
    facts: str = ""
    solid: bool = True
    accent: Colour = (226, 163, 59)


def drawn(text: str) -> str | None:
    """The text as far as a card needs it: without signs and pictures that the fonts lack; None if they lack letters,
    digits or marks of it, without which it would be another text.
    """
    if text.isascii():
        return " ".join(text.split())
    made = []
    for char in unicodedata.normalize("NFC", text):
        place = bisect_right(_STARTS, ord(char)) - 1
        if place >= 0 and ord(char) <= _DRAWN[place][1]:
            made.append(char)
        elif unicodedata.category(char)[0] in "LNM":
            return None
    return " ".join("".join(made).split())


@cache
def drawing_digest() -> str:
    """Of all that decides how a card is drawn."""
    fonts = [path.read_bytes() for path in sorted(FONTS.glob("*.ttf"))]
    return digest(Path(__file__).read_bytes(), version("pillow"), version("isal"), *fonts)


# ---------------------------------------------------------------- the card
def draw(card: Card) -> bytes:
    """The card as PNG. Its texts must have gone through `drawn`."""
    image = _ground(card.solid).copy()
    _write(image, (LEFT, 88), _cut(card.site, _font("regular", 34), RIGHT - LEFT), _font("regular", 34), _MUTED)
    _write(image, (LEFT, 196), _cut(card.date, _font("bold", 42), RIGHT - LEFT), _font("bold", 42), _BRIGHT)
    size, lines = _fitted(card.title)
    top = 196 if not card.date else 206
    for n, line in enumerate(lines, 1):
        _write(image, (LEFT, top + n * size * 6 // 5), line, _font("bold", size), _LIGHT)
    _write(image, (LEFT, 572), _cut(card.facts, _font("regular", 34), RIGHT - LEFT), _font("regular", 34), _MUTED)
    return _png(image, card.accent)


def _fitted(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title fits, and its lines; the last ends in an ellipsis if nothing fits."""
    for size, most in TITLE_SIZES:
        lines = _wrapped(title, _font("bold", size), RIGHT - LEFT)
        if len(lines) <= most:
            return size, lines
    size, most = TITLE_SIZES[-1]
    lines = _wrapped(title, _font("bold", size), RIGHT - LEFT)
    return size, [*lines[: most - 1], _cut(" ".join(lines[most - 1 : most + 1]), _font("bold", size), RIGHT - LEFT)]


def _wrapped(text: str, font: "FreeTypeFont", width: int) -> list[str]:
    lines: list[str] = []
    space, used = _advance(" ", font), 0.0
    for word in text.split():
        length = _length(word, font)
        if lines and used + space + length <= width:
            lines[-1] += f" {word}"
            used += space + length
        else:
            lines.append(_cut(word, font, width))
            used = _length(lines[-1], font)
    return lines


def _cut(text: str, font: "FreeTypeFont", width: int) -> str:
    """The text, with an ellipsis where it is too long."""
    if _length(text, font) <= width:
        return text
    while text and _length(f"{text}…", font) > width:
        text = text[:-1].rstrip()
    return f"{text}…"


# ---------------------------------------------------------------- glyphs and words
class _Ramp(NamedTuple):
    """Numbers in the palette for no, some and full ink."""

    steps: tuple[int, ...]


_LIGHT = _Ramp((0, 1, 2, 3, 4, 5, 6, 7))
_MUTED = _Ramp((0, 8, 9, 10, 11))
_BRIGHT = _Ramp((0, 12, 13, 14, 15))


class _Drawn(NamedTuple):
    """A glyph or a word, and where its picture begins from its place on the baseline. Both are of one size."""

    ink: "Image"
    mask: "Image"
    left: int
    top: int


@cache
def _font(style: str, size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    # The basic layout: what Raqm does depends on what is installed beside it.
    return ImageFont.truetype(FONTS / f"serif-{style}.ttf", size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _advance(char: str, font: "FreeTypeFont") -> float:
    return font.getlength(char)


@lru_cache(maxsize=4 * WORDS)
def _length(text: str, font: "FreeTypeFont") -> float:
    return sum(_advance(char, font) for char in text)


@cache
def _glyph(char: str, font: "FreeTypeFont", ramp: _Ramp) -> _Drawn | None:
    """None where there is no ink."""
    from PIL import Image, ImageDraw

    left, top, right, bottom = (int(edge) for edge in font.getbbox(char, anchor="ls"))
    if right <= left or bottom <= top:
        return None
    ink = Image.new("L", (right - left, bottom - top), 0)
    ImageDraw.Draw(ink).text((-left, -top), char, fill=255, font=font, anchor="ls")
    last = len(ramp.steps) - 1
    steps = bytes(ramp.steps[(value * last + 127) // 255] for value in range(256))
    mask = bytes(255 if step else 0 for step in steps)
    # In the mode of the card: `paste` would convert it each time. From L to P the numbers stay.
    return _Drawn(ink.point(steps).convert("P"), ink.point(mask), left, top)


@lru_cache(maxsize=WORDS)
def _word(word: str, font: "FreeTypeFont", ramp: _Ramp) -> _Drawn | None:
    """Advances are whole pixels (the basic layout hints), so a word looks the same wherever it stands."""
    from PIL import Image

    found: list[tuple[int, _Drawn]] = []
    x = 0.0
    for char in word:
        if glyph := _glyph(char, font, ramp):
            found.append((round(x) + glyph.left, glyph))
        x += _advance(char, font)
    if not found:
        return None
    left, top = min(at for at, _ in found), min(glyph.top for _, glyph in found)
    right = max(at + glyph.ink.width for at, glyph in found)
    bottom = max(glyph.top + glyph.ink.height for _, glyph in found)
    ink, mask = (Image.new(mode, (right - left, bottom - top), 0) for mode in ("P", "L"))
    for at, glyph in found:
        ink.paste(glyph.ink, (at - left, glyph.top - top), glyph.mask)
        mask.paste(255, (at - left, glyph.top - top), glyph.mask)
    return _Drawn(ink, mask, left, top)


def _write(image: "Image", at: tuple[int, int], text: str, font: "FreeTypeFont", ramp: _Ramp) -> None:
    """Put a text on its baseline."""
    x, y = float(at[0] + MARGIN), at[1]
    for n, word in enumerate(text.split(" ")):
        x += _advance(" ", font) if n else 0
        if drawn_word := _word(word, font, ramp):
            image.paste(drawn_word.ink, (round(x) + drawn_word.left, y + drawn_word.top), drawn_word.mask)
        x += _length(word, font)


# ---------------------------------------------------------------- ground and file
@cache
def _ground(solid: bool) -> "Image":  # noqa: FBT001  a field of the card
    """The rail and its mark: a disc for a day, a band for a span. Its colour is the palette's business."""
    from PIL import Image, ImageDraw

    # Drawn four times as large, so that edges are soft.
    large = Image.new("L", (88 * 4, HEIGHT * 4), 0)
    pen = ImageDraw.Draw(large)
    pen.rectangle((40 * 4, 0, 46 * 4 - 1, HEIGHT * 4), fill=60)
    if solid:
        pen.ellipse((18 * 4, 156 * 4, 68 * 4, 206 * 4), fill=255)
    else:
        pen.rounded_rectangle((24 * 4, 150 * 4, 62 * 4, 330 * 4), radius=19 * 4, fill=255)
        pen.rounded_rectangle((33 * 4, 159 * 4, 53 * 4, 321 * 4), radius=10 * 4, fill=0)
    small = large.resize((88, HEIGHT), Image.Resampling.BOX)
    rail = small.point(bytes(_BRIGHT.steps[(value * 4 + 127) // 255] for value in range(256)))
    image = Image.new("P", (MARGIN + WIDTH, HEIGHT), 0)
    image.paste(rail, (MARGIN + 56, 0))
    return image


def _png(image: "Image", accent: Colour) -> bytes:
    """The image in four bits a pixel."""
    from isal import isal_zlib

    packed = isal_zlib.compress(image.tobytes("raw", "P;4"), 1)
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 4, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", _palette(accent)), (b"IDAT", packed))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in (*parts, (b"IEND", b"")))


def _chunk(name: bytes, content: bytes) -> bytes:
    from isal import isal_zlib

    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", isal_zlib.crc32(name + content))


@cache
def _palette(accent: Colour) -> bytes:
    colours = [GROUND] * 16
    for ramp, full in ((_LIGHT, PAPER), (_MUTED, QUIET), (_BRIGHT, accent)):
        last = len(ramp.steps) - 1
        for n, step in enumerate(ramp.steps):
            if step:
                colours[step] = _mixed(full, n, last)
    return bytes(part for colour in colours for part in colour)


def _mixed(full: Colour, part: int, whole: int) -> Colour:
    red, green, blue = ((g * (whole - part) + f * part) // whole for g, f in zip(GROUND, full, strict=True))
    return red, green, blue
