"""Circles among references."""

from collections.abc import Iterable, Iterator, Mapping


def on_circles(edges: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """The edges that lie on a circle, each once, in the order given: those within a strongly connected part.

    R. Tarjan, "Depth-first search and linear graph algorithms" (1972); iterative, for long chains.
    """
    part = _parts(edges)
    for start, ends in edges.items():
        for end in dict.fromkeys(ends):
            if end == start or (end in part and part[start] == part[end]):
                yield start, end


def _parts(edges: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Each node's strongly connected part, by a number of its own."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    open_nodes: list[str] = []
    part: dict[str, int] = {}
    for root in edges:
        work = [(root, iter(edges[root]))] if root not in index else []
        while work:
            node, ends = work[-1]
            if node not in index:
                index[node] = low[node] = len(index)
                open_nodes.append(node)
            for end in ends:
                if end not in index:
                    work.append((end, iter(edges.get(end, ()))))
                    break
                if end not in part:
                    low[node] = min(low[node], low[end])
            else:
                work.pop()
                if low[node] == index[node]:
                    _close(node, open_nodes, part, index[node])
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
    return part


def _close(node: str, open_nodes: list[str], part: dict[str, int], number: int) -> None:
    while node not in part:
        part[open_nodes.pop()] = number
