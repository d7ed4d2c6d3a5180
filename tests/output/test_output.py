import pytest

from site_builder.output.output import Named, collect, path_fault


def collisions(*paths: str) -> list[list[str]]:
    return [[output.path for output in group] for group in collect(map(Named, paths)).collisions]


def test_paths_that_differ_can_stand_beside_each_other() -> None:
    collected = collect([Named("b/index.html"), Named("a.txt"), Named("b/a/index.html")])
    assert (collected.collisions, collected.faults) == ((), ())


def test_all_outputs_with_one_path_are_named() -> None:
    found = collect([Named("about/index.html", origin) for origin in ("page", "static", "record")]).collisions
    assert [[output.origin for output in group] for group in found] == [["page", "record", "static"]]


def test_every_collision_is_reported_and_not_only_the_first() -> None:
    assert collisions("a", "a", "b", "b", "c") == [["a", "a"], ["b", "b"]]


def test_a_file_cannot_stand_where_another_needs_a_folder() -> None:
    assert collisions("tags", "tags/a/index.html", "tags/b", "tagsy") == [["tags", "tags/a/index.html", "tags/b"]]


@pytest.mark.parametrize(
    "pair",
    [("Logo.svg", "logo.svg"), ("caf\u00e9.txt", "cafe\u0301.txt"), ("Img/a.png", "img/b.png"), ("A", "a/b")],
)
def test_paths_that_some_file_systems_take_for_one_collide(pair: tuple[str, str]) -> None:
    assert collisions(*pair) == [sorted(pair)]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../up",
        "a/../../up",
        "a/./b",
        "a//b",
        "a/",
        "a\\b",
        "a\nb",
        "a\x00b",
        "a\x85b",
        "caf\udce9",
        "C:/x",
        ".timeline-manifest.json",
        ".Timeline-Staging/x",
    ],
)
def test_a_path_that_leaves_the_site_or_cannot_be_made_is_a_fault(path: str) -> None:
    collected = collect([Named(path), Named("fine.txt")])
    assert [fault.named.path for fault in collected.faults] == [path]
    assert collected.collisions == ()


@pytest.mark.parametrize("path", ["index.html", ".well-known/security.txt", "a b/ü.txt", "_redirects", "..a/...b"])
def test_an_ordinary_path_is_no_fault(path: str) -> None:
    assert path_fault(path) is None
