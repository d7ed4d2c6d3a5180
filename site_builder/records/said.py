"""What the file of a record says, before it is known to be right.

Rules read this rather than the checked model, so that they hold for a record that has other faults too: what has the
wrong shape they pass over, for it has its problem already.
"""

from typing import Any, Literal, NamedTuple

from site_builder.problems import Place
from site_builder.records.nodes import Value

EACH: Literal[-1] = -1  # in a path: every entry of the list there


class Said(NamedTuple):
    """What a file of a record says. `meant` are the places of the fields that are there under a misspelt key; `moved`
    tells whether it has other slugs or was withdrawn, as few of thousands are: each save in `serve` asks all.
    """

    slug: str
    file: str
    value: Value
    meant: frozenset[Place] = frozenset()
    moved: bool = False

    def texts(self, *path: str | int) -> list[tuple[str, Place]]:
        """Every text on the path with its place."""
        return texts_at(self.value, path)

    def words(self, *path: str | int) -> list[str]:
        """The texts of `texts`, which takes twice as long."""
        found: list[Any] = [self.value]
        for step in path:
            if step == EACH:
                found = [inner for each in found if isinstance(each, list) for inner in each]
            else:
                found = [each[step] for each in found if isinstance(each, dict) and step in each]
        return [each for each in found if isinstance(each, str)]

    def has(self, *place: str | int) -> bool:
        """Whether the mapping at the place has the field that ends it."""
        found: Any = self.value
        for step in place:
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return place in self.meant
        return True


def texts_at(value: Value, path: Place, place: Place = ()) -> list[tuple[str, Place]]:
    """Every text on the path below the value, which stands at `place`, with its place."""
    found: list[tuple[Any, Place]] = [(value, place)]
    for step in path:
        if step == EACH:
            found = [(inner, (*at, n)) for each, at in found if isinstance(each, list) for n, inner in enumerate(each)]
        elif isinstance(step, int):
            found = [(each[step], (*at, step)) for each, at in found if isinstance(each, list) and step < len(each)]
        else:
            found = [(each[step], (*at, step)) for each, at in found if isinstance(each, dict) and step in each]
    return [(each, at) for each, at in found if isinstance(each, str)]
