"""Indexes of names: one page, or above `WHOLE_INDEX` names a page for each first letter, in parts where it is long.

What is listed (terms, publishers) is for the caller to say.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from site_builder.output.family import Family, folder_and_name, untouched
from site_builder.output.output import Output
from site_builder.pages.desk import Desk, Head, Link, page
from site_builder.pages.parts import PartLink, parts, size
from site_builder.records.fields import slugify

WHOLE_INDEX = 500
NAMES = ("index.html", "by")
MOST_USED = 50
STEPS = (5, *(digit * 10**power for power in range(1, 9) for digit in (1, 2, 5)))
"""Long indexes count up to four, then say `5+`, `10+`, `20+`, `50+`: exact numbers would change a page for nearly every
tag, actor and publisher of a new record. The exact one is on the page of the name.
"""


class Row(NamedTuple):
    """A name in an index: its id and address, what is said about it, and how often it is used."""

    id: str
    name: str
    href: str
    count: int  # type: ignore[assignment]
    more: bool = False  # whether it is at least so often
    description: str = ""
    mark: int = 0

    @property
    def sorted_by(self) -> tuple[str, str]:
        """By the name in ASCII (a name in another script by its id), then by the id."""
        return slugify(self.name, limit=200) or self.id, self.id

    @property
    def made_from(self) -> str:
        """All that the row shows, as text."""
        return "\0".join([self.id, self.name, f"{self.count}{self.more}", self.description, str(self.mark)])


class Index(NamedTuple):
    """An index: its head, its rows in any order, and the path of a letter's page."""

    head: Head
    intro: str
    rows: Sequence[Row]
    letter_path: Callable[[str], str]


def family(desk: Desk, make_index: Callable[[], Index], folder: str) -> Family:
    """The page of the index, and its letters' (below `by/`) where it is long."""

    @cache
    def found() -> tuple[Output, ...]:
        return tuple(_outputs(desk, make_index()))

    def outputs(name: str) -> Iterator[Output]:
        if name in NAMES:
            yield from (output for output in found() if folder_and_name(output.path) == (folder, name))

    return Family(folder, lambda: NAMES, outputs, untouched)  # names and counts alone


def _outputs(desk: Desk, index: Index) -> Iterator[Output]:
    order = {row.id: row.sorted_by for row in index.rows}
    exact = sorted(index.rows, key=lambda row: order[row.id])
    if len(exact) <= WHOLE_INDEX:
        yield _page(desk, index, index.head, exact, ())
        return
    rows = [_rounded(row) for row in exact]
    # By `a` to `z`, or a digit.
    groups = [(letter, list(group)) for letter, group in groupby(rows, key=lambda row: order[row.id][0][0])]
    letters = tuple(letter for letter, _ in groups)
    used = sorted(rows, key=lambda row: (-row.count, *order[row.id]))[:MOST_USED]
    yield _page(desk, index, index.head, used, letters)
    for letter, group in groups:
        title = desk.language.gettext("{title}: {letter}", title=index.head.title, letter=letter.upper())
        head = Head(index.letter_path(letter), title, f"{title}. {index.intro}", index.head.section)
        for part in parts(desk.link, head, group, _weight, _first_name):
            yield _page(desk, index, part.head, part.items, letters, letter, part.links)


def _rounded(row: Row) -> Row:
    if row.count < STEPS[0]:
        return row
    return row._replace(count=STEPS[bisect_right(STEPS, row.count) - 1], more=True)


def _weight(row: Row) -> int:
    """About how many bytes a row takes."""
    return 180 + size(row.href) + size(row.name) + size(row.description)


def _first_name(_: int, rows: Sequence[Row]) -> str:
    return rows[0].name


def _page(
    desk: Desk,
    index: Index,
    head: Head,
    rows: Iterable[Row],
    letters: tuple[str, ...],
    letter: str = "",
    parts_of: tuple[PartLink, ...] = (),
) -> Output:
    shown = tuple(rows)

    def view() -> Mapping[str, object]:
        links = [Link(desk.link(index.letter_path(one)), one.upper()) for one in letters]
        return {
            "intro": index.intro,
            "rows": shown,
            "letters": links,
            "letter": letter.upper(),
            "parts_of": parts_of,
            "total": len(index.rows),
            "whole": Link(desk.link(index.head.path), index.head.title),
        }

    made_from = (index.intro, "".join(letters), repr(parts_of), *(row.made_from for row in shown))
    return page(desk, head, "pages/index.html", view, made_from)
