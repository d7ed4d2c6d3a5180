"""The colours of the style sheet against the table of docs/design.md, and against WCAG 2.2 (1.4.3, 1.4.6, 1.4.11)."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOKENS = (ROOT / "templates/assets/css/10-tokens.css").read_text(encoding="utf-8")
DESIGN = (ROOT / "docs/design.md").read_text(encoding="utf-8")

TEXT = ("ink", "quiet", "link", "alarm", "caution")
MARKS = ("rule", *(f"mark-{n}" for n in range(1, 9)))
PAPERS = ("paper", "raised")


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", css))


_light, _, _dark = TOKENS.partition("@media (prefers-color-scheme: dark)")
THEMES = {"light": colours(_light), "dark": colours(_light) | colours(_dark)}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2), 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("text", TEXT)
def test_text_can_be_read(theme: str, paper: str, text: str) -> None:
    found = THEMES[theme]
    assert contrast(found[text], found[paper]) >= 7


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", [("alarm", "alarm-paper"), ("caution", "caution-paper"), ("ink", "target")])
def test_text_on_coloured_paper_can_be_read(theme: str, pair: tuple[str, str]) -> None:
    text, paper = (THEMES[theme][name] for name in pair)
    assert contrast(text, paper) >= 7


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("mark", MARKS)
def test_marks_and_bars_can_be_seen(theme: str, mark: str) -> None:
    assert contrast(THEMES[theme][mark], THEMES[theme]["paper"]) >= 3


@pytest.mark.parametrize("name", [*TEXT, *MARKS])
def test_the_design_document_states_the_colours_as_they_are(name: str) -> None:
    light, dark = THEMES["light"], THEMES["dark"]
    cells = (
        f"`--{name}`",
        f"`{light[name]}`",
        f"{contrast(light[name], light['paper']):.1f}",
        f"`{dark[name]}`",
        f"{contrast(dark[name], dark['paper']):.1f}",
    )
    assert "| " + " | ".join(cells) + " |" in DESIGN
