"""Which source rests on which: origins at the left, what rests on them to the right, one source to a row.

A layered drawing of a directed graph without circles (Sugiyama et al., 1981), with rows instead of the search
for few crossings: every source has its own, so that its words stand beside it and lines cross none of them.
What a source is known through (`via`) is no edge of evidence; it is drawn, dashed, as the way to us.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

LAYER: Final = 30
ROW: Final = 28
_MARGIN: Final = 12
_LANES: Final = 3
_LANE: Final = 7
_BEND: Final = 8


@dataclass(frozen=True, slots=True)
class Given:
    """A source as the drawing needs it: its key, what it rests on, and what it is known through."""

    key: str
    based_on: tuple[str, ...] = ()
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A source in its row, at its place in pixels."""

    key: str
    row: int
    layer: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Edge:
    """From a source (`start`) to one that rests on it or through which alone we know it (`dashed`)."""

    start: str
    end: str
    dashed: bool
    path: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """A picture in pixels. Nodes are in order of their rows."""

    width: int
    height: int
    layers: int
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
    nodes = {
        key: Node(key, row, layers[key], _MARGIN + layers[key] * LAYER + lanes[key] * _LANE, row * ROW + ROW // 2)
        for row, key in enumerate(order)
    }
    edges = tuple(
        Edge(start, end, (start, end) in dashed, _path(nodes[start], nodes[end]))
        for end in order
        for start in parents[end]
    )
    width = max(node.x for node in nodes.values()) + _MARGIN
    return Provenance(width, len(order) * ROW, max(layers.values()) + 1, tuple(nodes.values()), edges)


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


def _path(start: Node, end: Node) -> str:
    """Down from one, with a bend to the right, to the other."""
    return f"M{start.x} {start.y}V{end.y - _BEND}q0 {_BEND} {_BEND} {_BEND}H{end.x}"
