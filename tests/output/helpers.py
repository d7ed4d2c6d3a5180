"""Trees as values, and outputs from trees."""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from site_builder.output.digest import content_digest
from site_builder.output.family import Family, single
from site_builder.output.names import MANIFEST
from site_builder.output.output import Named, Output, from_bytes, in_pieces
from site_builder.output.write import Written, write

Tree = Mapping[str, bytes]


def outputs(tree: Tree) -> dict[str, Output]:
    """Those of paths of an even length are in pieces."""
    return {path: _parted(path, data) if len(path) % 2 == 0 else from_bytes(path, data) for path, data in tree.items()}


def _parted(path: str, data: bytes) -> Output:
    return in_pieces(path, content_digest(data), lambda: [data[:1], b"", data[1:]])


def families(outputs: Iterable[Output]) -> list[Family]:
    """A family for each output."""
    return [single(output.path, partial(_same, output)) for output in outputs]


def _same(output: Output) -> Output:
    return output


def paths(tree: Tree) -> list[Named]:
    """The paths of a tree, as `collect` takes them."""
    return [Named(path) for path in tree]


def write_tree(tree: Tree, out: Path) -> Written:
    """Write into `out`, in a site whose root is out's parent."""
    protected = [out.parent / "content", out.parent / "templates"]
    return write(families(outputs(tree).values()), out, root=out.parent, protected=protected)


def everything_in(folder: Path) -> dict[str, bytes | None]:
    """All files with their bytes, and all folders (None)."""
    found = sorted(folder.rglob("*"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in found}


def files_in(folder: Path) -> dict[str, bytes]:
    """All files with their bytes, without our manifest."""
    return {path: data for path, data in everything_in(folder).items() if data is not None and path != MANIFEST}


def put(folder: Path, tree: Tree) -> None:
    """Write files as somebody else would."""
    for path, data in tree.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
