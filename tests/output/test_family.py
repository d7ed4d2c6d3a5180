"""Promises of families: what can be named can be found, and nothing else."""

import pytest

from site_builder.output.family import Family, every, find, folder_and_name, single
from site_builder.output.output import from_bytes

TAGS = {"x": ["tags/x/index.html", "tags/x/feed.xml"], "index.html": ["tags/index.html"]}
FAMILIES = [
    single("index.html", lambda: from_bytes("index.html", b"home")),
    Family("tags", lambda: TAGS, lambda name: [from_bytes(path, path.encode()) for path in TAGS.get(name, [])]),
    single("tags.html", lambda: from_bytes("tags.html", b"")),
]


@pytest.mark.parametrize(
    ("path", "folder", "name"),
    [
        ("feed.xml", "", "feed.xml"),
        ("tags/index.html", "tags", "index.html"),
        ("tags/x/2025/index.html", "tags", "x"),
        ("incidents/x.json", "incidents", "x.json"),
    ],
)
def test_a_path_begins_with_a_folder_and_a_name(path: str, folder: str, name: str) -> None:
    assert folder_and_name(path) == (folder, name)


def test_every_output_is_found_by_its_path() -> None:
    outputs = list(every(FAMILIES))
    assert [output.path for output in outputs] == [
        "index.html", "tags/x/index.html", "tags/x/feed.xml", "tags/index.html", "tags.html",
    ]  # fmt: skip
    for output in outputs:
        found = find(FAMILIES, output.path)
        assert found is not None
        assert (found.path, found.digest, found.make()) == (output.path, output.digest, output.make())


@pytest.mark.parametrize("path", ["", "tags", "tags/", "tags/y/index.html", "tags/x", "index.htm", "x/index.html"])
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert find(FAMILIES, path) is None


def test_only_what_is_asked_for_is_made() -> None:
    def fails(_: str) -> list[object]:
        raise AssertionError

    families = [Family("years", lambda: ["2025"], fails), *FAMILIES]  # type: ignore[arg-type]
    assert find(families, "tags/x/feed.xml") is not None
