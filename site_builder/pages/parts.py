"""Long lists in parts, so that no page is heavier than a slow line bears, however many incidents there are.

The first part stands at the list's own address, the others below it at `2/`, `3/` and so on; each links to all.
What is listed, and what an item weighs, is for the caller to say.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Generic, NamedTuple, TypeVar

from site_builder.pages.desk import Head
from site_builder.records.library import Incident

ROOM: Final = 270_000
"""How many bytes of items a page holds."""

FEW: Final = 80
"""So many items have room whatever they say: they are not weighed."""

T = TypeVar("T")


class PartLink(NamedTuple):
    """The way to a part of a list."""

    href: str
    text: str
    current: bool


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """What one page shows of a list. `links` lead to all parts; a list that has room on one page has none."""

    head: Head
    items: Sequence[T]
    links: tuple[PartLink, ...]


def parts(
    link: Callable[[str], str],
    head: Head,
    items: Sequence[T],
    weigh: Callable[[T], int],
    label: Callable[[int, Sequence[T]], str],
) -> Iterator[Part[T]]:
    """The pages of a list, whose first is `head`'s. `label` names a part, given where it begins
    (from 0); `link` is `Desk.link`.
    """
    cuts = _cuts(items, weigh)
    if len(cuts) == 1:
        yield Part(head, items, ())
        return
    shares = [items[start:end] for start, end in zip(cuts, [*cuts[1:], len(items)], strict=True)]
    paths = [head.path, *(f"{head.path}{number}/" for number in range(2, len(cuts) + 1))]
    names = [label(start, share) for start, share in zip(cuts, shares, strict=True)]
    for number, (path, share) in enumerate(zip(paths, shares, strict=True), 1):
        title = head.title if number == 1 else f"{head.title} ({number}/{len(cuts)})"
        links = tuple(PartLink(link(to), name, to == path) for to, name in zip(paths, names, strict=True))
        yield Part(head._replace(path=path, title=title), share, links)


def _cuts(items: Sequence[T], weigh: Callable[[T], int]) -> list[int]:
    """Where each part begins."""
    cuts, weight = [0], 0
    if len(items) <= FEW:
        return cuts
    for place, item in enumerate(items):
        more = weigh(item)
        if weight + more > ROOM and weight:
            cuts.append(place)
            weight = 0
        weight += more
    return cuts


def numbers(start: int, share: Sequence[T]) -> str:
    """The places of a part's items in the whole list: `201–400`."""
    return f"{start + 1}–{start + len(share)}"


def entry_weight(incident: Incident) -> int:
    """About how many bytes the entry of an incident takes."""
    return 700 + len(incident.slug) + size(incident.title) + size(incident.summary)


def size(text: str) -> int:
    """In bytes."""
    return len(text) if text.isascii() else len(text.encode())
