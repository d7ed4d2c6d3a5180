"""Colours for code: Pygments tokens as CSS classes, and the style sheet that gives the classes their colours.

No ``style`` attribute is written anywhere; the page's policy would block it.
"""

from functools import lru_cache

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES, Token
from pygments.util import ClassNotFound

BLOCK_CLASS = "highlight"
MINIMUM_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3, for text of normal size."""

# Lexers are regular expressions by many hands, some of them slow on unlucky input. Longer blocks stay plain.
_LONGEST = 20_000
_FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)


def coloured(code: str, language: str) -> str | None:
    """The code as HTML, a ``<span class>`` for each token; None for an unknown language or long code."""
    lexer = _lexer(language.lower()) if language else None
    if lexer is None or len(code) > _LONGEST:
        return None
    return highlight(code, lexer, _FORMATTER)


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None


def pygments_css(light_style: str = "default", dark_style: str = "github-dark") -> str:
    """The style sheet for highlighted code, light and, where the reader prefers it, dark.

    Args:
        light_style: Name of a Pygments style with a light background.
        dark_style: Name of one with a dark background.

    Colours with less than ``MINIMUM_CONTRAST`` to their style's background are moved away from it until they
    have it.

    Raises:
        pygments.util.ClassNotFound: Pygments has no style of that name.
    """
    dark = "".join(f"  {rule}\n" for rule in _rules(dark_style))
    light = "".join(f"{rule}\n" for rule in _rules(light_style))
    return f"{light}@media (prefers-color-scheme: dark) {{\n{dark}}}\n"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two ``#rrggbb`` colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _rules(style_name: str) -> list[str]:
    style = get_style_by_name(style_name)
    background = _long(style.background_color.lstrip("#"))
    text = _legible(_long(style.style_for_token(Token)["color"] or _opposite(background)), background)
    rules = [f".{BLOCK_CLASS} {{ background: {background}; color: {text}; }}"]
    for token, css_class in sorted(STANDARD_TYPES.items(), key=lambda item: item[1]):
        if not css_class:
            continue
        wanted = style.style_for_token(token)
        # Every class says colour, weight and slant, so that none of the light style shows in the dark.
        colour = _legible(_long(wanted["color"]), background) if wanted["color"] else text
        weight = "bold" if wanted["bold"] else "normal"
        slant = "italic" if wanted["italic"] else "normal"
        declarations = f"color: {colour}; font-weight: {weight}; font-style: {slant};"
        rules.append(f".{BLOCK_CLASS} .{css_class} {{ {declarations} }}")
    return rules


def _long(colour: str) -> str:
    digits = colour.lower()
    return f"#{''.join(digit * 2 for digit in digits) if len(digits) == 3 else digits}"


def _opposite(background: str) -> str:
    return "000000" if _luminance(background) > 0.18 else "ffffff"


def _channels(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    shares = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _legible(colour: str, background: str) -> str:
    """The colour, or the nearest one on its way to black or white that can be read on the background."""
    goal = 0 if _luminance(background) > 0.18 else 255
    candidate = colour
    for step in range(21):
        mixed = [channel + round((goal - channel) * step / 20) for channel in _channels(colour)]
        candidate = "#" + "".join(f"{channel:02x}" for channel in mixed)
        if contrast(candidate, background) >= MINIMUM_CONTRAST:
            return candidate
    return candidate
