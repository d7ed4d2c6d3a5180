"""Which source rests on which: origins at the left, what rests on them to the right, one source to a row.

A layered drawing of a directed graph without circles (Sugiyama et al., 1981), with rows instead of the search
for few crossings: every source has its own, so that its words stand beside it and lines cross none of them.
Each row is drawn by itself, from its upper edge down as far as it goes: its words may take several lines, and it
is as high as they are. What a source is known through (`via`) is no edge of evidence; it is drawn, dashed, as the
way to us.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

MIDDLE: Final = 14
"""How far below the upper edge of its row a source's dot is: the middle of the first line of its words."""
_LAYER: Final = 30
_LEAST_LAYER: Final = 12
_WIDEST: Final = 120  # as far as layers can be moved together, so that a narrow screen has room for words
_MARGIN: Final = 12
_LANES: Final = 3
_BEND: Final = 8
_DOWN: Final = "V9999"  # beyond the lower edge of any row


class Given(NamedTuple):
    """A source as the drawing needs it: its key, what it rests on, and what it is known through."""

    key: str
    based_on: tuple[str, ...] = ()
    via: str | None = None


class Node(NamedTuple):
    """A source in its row, `x` pixels from the left, and the lines that run through the row, as paths of an SVG."""

    key: str
    row: int
    layer: int
    x: int
    solid: str = ""
    dashed: str = ""


class Edge(NamedTuple):
    """From a source (`start`) to one that rests on it or through which alone we know it (`dashed`)."""

    start: str
    end: str
    dashed: bool


class Provenance(NamedTuple):
    """A picture `width` pixels wide. Nodes are in order of their rows."""

    width: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def provenance(sources: Sequence[Given]) -> Provenance | None:
    """The drawing of sources; None where none is bound to another."""
    parents, dashed = _parents(sources)
    if not any(parents.values()):
        return None
    children: dict[str, list[str]] = {key: [] for key in parents}
    for key, above in parents.items():
        for parent in above:
            children[parent].append(key)
    order = _rows(parents, children)
    layers = _layers(order, parents)
    lanes = _lanes(order, children, layers)
    deepest = max(layers.values())
    layer = max(_LEAST_LAYER, min(_LAYER, _WIDEST // (deepest + 1)))
    x = {key: _MARGIN + layers[key] * layer + lanes[key] * (layer // 4) for key in order}
    edges = tuple(Edge(start, end, (start, end) in dashed) for end in order for start in parents[end])
    solid, through = (_lines(order, [edge for edge in edges if edge.dashed is kind], x) for kind in (False, True))
    nodes = tuple(Node(key, n, layers[key], x[key], solid[n], through[n]) for n, key in enumerate(order))
    return Provenance(max(x.values()) + _MARGIN, nodes, edges)


Edges = Mapping[str, Sequence[str]]


def _parents(sources: Sequence[Given]) -> tuple[dict[str, list[str]], set[tuple[str, str]]]:
    """What each source stands on in the drawing, and the pairs that are dashed.

    A source that is known through another stands before it: what it says came to us that way. What would close a
    circle is left out.
    """
    keys = {source.key for source in sources}
    parents: dict[str, list[str]] = {source.key: [] for source in sources}
    for source in sources:
        for key in dict.fromkeys(source.based_on):
            if key in keys and key != source.key and not _reaches(parents, key, source.key):
                parents[source.key].append(key)
    dashed = set()
    for source in sources:
        via = source.via
        if via is None or via not in keys or via == source.key or _reaches(parents, source.key, via):
            continue
        dashed.add((source.key, via))
        if source.key not in parents[via]:
            parents[via].append(source.key)
    return parents, dashed


def _reaches(parents: Edges, start: str, wanted: str) -> bool:
    """Whether `start` rests on `wanted`, in however many steps."""
    seen, waiting = set[str](), [start]
    while waiting:
        for key in parents[waiting.pop()]:
            if key == wanted:
                return True
            if key not in seen:
                seen.add(key)
                waiting.append(key)
    return False


def _rows(parents: Edges, children: Edges) -> list[str]:
    """Each source after all that it rests on, close behind the last of them; those that carry most come first."""
    roots = sorted((key for key in parents if not parents[key]), key=lambda key: -_weight(key, children))
    order: list[str] = []
    placed = set[str]()
    waiting = roots[::-1]
    while waiting:
        key = waiting.pop()
        order.append(key)
        placed.add(key)
        ready = [child for child in children[key] if placed.issuperset(parents[child])]
        # The last is taken first: those that carry least, in the order given.
        waiting.extend(sorted(ready, key=lambda child: len(children[child]))[::-1])
    return order


def _weight(key: str, children: Edges) -> int:
    """How many sources rest on one, in however many steps."""
    seen, waiting = set[str](), [key]
    while waiting:
        found = set(children[waiting.pop()]) - seen
        seen |= found
        waiting.extend(found)
    return len(seen)


def _layers(order: Sequence[str], parents: Edges) -> dict[str, int]:
    """One further right than the furthest of what it stands on."""
    layers: dict[str, int] = {}
    for key in order:
        layers[key] = max((layers[parent] + 1 for parent in parents[key]), default=0)
    return layers


def _lanes(order: Sequence[str], children: Edges, layers: Mapping[str, int]) -> dict[str, int]:
    """A little apart from each other, so that a line that goes down from one source passes beside the next."""
    lanes = dict.fromkeys(order, 0)
    busy: dict[int, dict[int, int]] = {}  # layer -> lane -> the last row that its line reaches
    rows = {key: row for row, key in enumerate(order)}
    for key in order:
        taken = busy.setdefault(layers[key], {})
        free = (lane for lane in range(_LANES) if taken.get(lane, -1) < rows[key])
        lanes[key] = next(free, rows[key] % _LANES)
        taken[lanes[key]] = max((rows[child] for child in children[key]), default=rows[key])
    return lanes


def _lines(order: Sequence[str], edges: Sequence[Edge], x: Mapping[str, int]) -> list[str]:
    """For each row what of the edges runs through it: down from one source, with a bend to the right, to another."""
    rows = {key: row for row, key in enumerate(order)}
    paths: list[dict[str, None]] = [{} for _ in order]  # each line once, however many run along it
    for edge in edges:
        first, last, left = rows[edge.start], rows[edge.end], x[edge.start]
        paths[first][f"M{left} {MIDDLE}{_DOWN}"] = None
        for row in range(first + 1, last):
            paths[row][f"M{left} 0{_DOWN}"] = None
        bend = f"V{MIDDLE - _BEND}q0 {_BEND} {_BEND} {_BEND}H{x[edge.end]}"
        paths[last][f"M{left} 0{bend}"] = None
    return ["".join(found) for found in paths]
