"""Colours of code."""

import re

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st

from site_builder.prose.highlight import MINIMUM_CONTRAST, coloured, contrast, pygments_css

LIGHT = ["default", "friendly", "xcode", "vs", "tango", "pastie", "autumn", "solarized-light"]
DARK = [
    "github-dark",
    "monokai",
    "native",
    "nord-darker",
    "stata-dark",
    "gruvbox-dark",
    "lightbulb",
    "fruity",
]
RULE = re.compile(r"(\.highlight[^{]*) \{([^}]*)\}")


def test_known_languages_get_classes_and_nothing_else() -> None:
    markup = coloured("x = 1", "Python")
    assert markup is not None
    assert re.sub(r'</?span(?: class="[a-z0-9]+")?>', "", markup) == "x = 1\n"
    assert "<span class=" in markup


@pytest.mark.parametrize(("code", "language"), [("x", ""), ("x", "no-such"), ("x" * 30_000, "python")])
def test_the_rest_stays_plain(code: str, language: str) -> None:
    assert coloured(code, language) is None


@pytest.mark.parametrize("style", [*LIGHT, *DARK])
def test_every_colour_can_be_read_on_its_background(style: str) -> None:
    rules = RULE.findall(pygments_css(style, style).partition("@media")[0])
    background = re.findall(r"background: (#[0-9a-f]{6})", rules[0][1])[0]
    colours = [colour for _, rule in rules for colour in re.findall(r"(?<!-)\bcolor: (#[0-9a-f]{6})", rule)]
    assert len(colours) == len(rules)
    assert min(contrast(colour, background) for colour in colours) >= MINIMUM_CONTRAST


def test_the_default_styles_are_light_and_dark() -> None:
    light, dark = re.findall(r"background: (#[0-9a-f]{6})", pygments_css())
    assert contrast(light, "#ffffff") < 1.2
    assert contrast(dark, "#000000") < 1.3


def test_the_dark_rules_replace_each_of_the_light_ones() -> None:
    light, _, dark = pygments_css().partition("@media (prefers-color-scheme: dark)")
    assert [selector for selector, _ in RULE.findall(light)] == [selector for selector, _ in RULE.findall(dark)]


def test_the_style_sheet_is_css() -> None:
    sheet = tinycss2.parse_stylesheet(pygments_css(), skip_whitespace=True)
    assert sheet
    assert not [node for node in sheet if node.type == "error"]


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(st.text(), st.sampled_from(["python", "json", "html", "bash", "php", "yaml", "console", "diff", "c++"]))
def test_colouring_changes_no_code(code: str, language: str) -> None:
    import html

    markup = coloured(code, language)
    assert markup is not None
    kept = str.maketrans("", "", "\n\r")
    assert html.unescape(re.sub(r"<[^>]*>", "", markup)).translate(kept) == code.translate(kept)
