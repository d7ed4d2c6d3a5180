"""The curves as SVG: a panel for each row, both scales logarithmic.

Readable on light and dark ground, and without colours.
"""

from collections.abc import Iterator
from html import escape
from math import ceil, floor, log10

from tests.benchmark.results import NAMES, Results

PANELS = (
    ("cold", "Cold build", "s"),
    ("record", "Build after a change of one record", "s"),
    ("save in place", "Saved to seen in the local server", "s"),
    ("memory", "Peak memory of a cold build", "MB"),
)
_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 440, 300, 62, 84, 40, 44  # of a panel, with its margins
_STYLE = """\
text{font:13px system-ui,sans-serif;fill:#1f2328}
.title{font-weight:600;font-size:14px}.small{font-size:12px;fill:#59636e}
.grid{stroke:#d1d9e0;stroke-width:1}
.line{fill:none;stroke-width:2}
.timeline{stroke:#0550ae}.hugo{stroke:#bc4c00}.eleventy{stroke:#1a7f37}.pelican{stroke:#8250df}
.ground,.mark{fill:#fff}.mark{stroke-width:2}
.name{paint-order:stroke;stroke:#fff;stroke-width:4}
.hugo.line{stroke-dasharray:7 3}.eleventy.line{stroke-dasharray:2 3}.pelican.line{stroke-dasharray:9 3 2 3}
@media (prefers-color-scheme:dark){text{fill:#f0f6fc}.small{fill:#9198a1}.grid{stroke:#3d444d}
.ground,.mark{fill:#0d1117}.name{stroke:#0d1117}
.timeline{stroke:#79c0ff}.hugo{stroke:#ffa657}.eleventy{stroke:#7ee787}.pelican{stroke:#d2a8ff}}"""

Point = tuple[float, float]


def chart(results: Results) -> str:
    """The SVG of all panels that have points."""
    panels = [panel for panel in PANELS if any(_points(results, panel[0], tool) for tool in results.tools)]
    width, height = 2 * _WIDTH, _HEIGHT * ceil(len(panels) / 2)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' role="img" aria-labelledby="title">',
        '<title id="title">Time and memory of four site generators against the number of records</title>',
        f"<style>{_STYLE}</style>",
        # A ground of its own: the page may be light where the reader's system is dark.
        f'<rect class="ground" width="{width}" height="{height}"/>',
    ]
    for number, (row, title, unit) in enumerate(panels):
        x, y = number % 2 * _WIDTH, number // 2 * _HEIGHT
        lines += [f'<g transform="translate({x} {y})">', *_panel(results, row, title, unit), "</g>"]
    return "\n".join((*lines, "</svg>")) + "\n"


def _points(results: Results, row: str, tool: str) -> list[Point]:
    found = (results.find(size, row, tool) for size in results.sizes)
    return [(one.size, one.median) for one in found if one and one.median]


def _panel(results: Results, row: str, title: str, unit: str) -> Iterator[str]:
    curves = {tool: points for tool in results.tools if (points := _points(results, row, tool))}
    values = [point for points in curves.values() for point in points]
    across = _decades([x for x, _ in values])
    up = _decades([y for _, y in values])
    yield f'<text class="title" x="{_LEFT}" y="20">{escape(title)}</text>'
    for power in range(across[0], across[1] + 1):
        x = _scale(power, across, _LEFT, _WIDTH - _RIGHT)
        yield f'<path class="grid" d="M{x:.1f} {_TOP}V{_HEIGHT - _BOTTOM}"/>'
        yield f'<text class="small" x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{10**power:,}</text>'
    for power in range(up[0], up[1] + 1):
        y = _scale(power, up, _HEIGHT - _BOTTOM, _TOP)
        yield f'<path class="grid" d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}"/>'
        yield f'<text class="small" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:,g} {unit}</text>'
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    yield f'<text class="small" x="{middle}" y="{_HEIGHT - 8}" text-anchor="middle">records</text>'
    ends = []
    for tool, points in curves.items():
        at = [
            (_scale(log10(x), across, _LEFT, _WIDTH - _RIGHT), _scale(log10(y), up, _HEIGHT - _BOTTOM, _TOP))
            for x, y in points
        ]
        yield f'<path class="line {tool}" d="M{" ".join(f"{x:.1f} {y:.1f}" for x, y in at)}"/>'
        yield from (f'<circle class="mark {tool}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in at)
        ends.append((*at[-1], NAMES[tool]))
    for x, y, name in _apart(ends):
        yield f'<text class="name" x="{x + 9:.1f}" y="{y + 4:.1f}">{name}</text>'


def _apart(labels: list[tuple[float, float, str]]) -> Iterator[tuple[float, float, str]]:
    """The labels moved down so far that none covers another."""
    last = -1000.0
    for x, y, name in sorted(labels, key=lambda label: label[1]):
        last = max(y, last + 16)
        yield x, last, name


def _decades(values: list[float]) -> tuple[int, int]:
    """The powers of ten that hold all values."""
    low = floor(log10(min(values)))
    return low, max(ceil(log10(max(values))), low + 1)


def _scale(value: float, domain: tuple[int, int], start: float, end: float) -> float:
    return start + (value - domain[0]) / (domain[1] - domain[0]) * (end - start)
