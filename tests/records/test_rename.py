"""Promises of `timeline rename`."""

from pathlib import Path

import pytest

from site_builder.commands import rename_record
from site_builder.records.load import load
from site_builder.records.rename import RenameRefusedError

SITE = {
    "site.yaml": "title: T\ndescription: D\nurl: https://example.org/\nlanguage: en\nfeed_authority: example.org\n",
    "tags.yaml": "leak: {name: Leak, description: Something got out.}\n",
    "types.yaml": "leak: {name: Leak, description: Something got out.}\n",
    "actors.yaml": "",
    "systems.yaml": "",
    "roles.yaml": "",
}
RECORD = """\
title: A title of its own  # a comment that stays
summary: What happened.
type: leak
status: reported
dates: {{occurred: 2025-07}}
tags: [leak]
body: Words [@a]; see [the other](/incidents/first/).
sources:
  - {{key: a, title: A source, url: "https://example.org/a", kind: reporting}}
added: 2026-01-01
{more}"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    (content / "incidents/2025").mkdir(parents=True)
    (content / "pages").mkdir()
    for name, text in SITE.items():
        (content / name).write_text(text)
    write(tmp_path, "first", "")
    write(tmp_path, "second", "related: [first]\n")
    write(tmp_path, "third", "withdrawn: {date: 2026-02-02, reason: duplicate, successor: 'first'}\n")
    (content / "pages/about.md").write_text("---\ntitle: About\ndescription: D\n---\nSee [it](/incidents/first/).\n")
    return tmp_path


def write(root: Path, slug: str, more: str) -> None:
    (root / f"content/incidents/2025/{slug}.yaml").write_text(RECORD.format(more=more))


def read(root: Path, name: str) -> str:
    return (root / "content" / name).read_text()


def test_the_file_moves_and_keeps_the_old_slug_as_an_alias(site: Path) -> None:
    rename_record(site, "first", "better")
    assert not (site / "content/incidents/2025/first.yaml").exists()
    text = read(site, "incidents/2025/better.yaml")
    assert text.endswith("aliases: [first]\n")
    assert "# a comment that stays" in text


def test_whatever_refers_to_it_is_mended(site: Path) -> None:
    renaming = rename_record(site, "first", "better")
    assert "related: [better]" in read(site, "incidents/2025/second.yaml")
    assert "successor: better}" in read(site, "incidents/2025/third.yaml")
    assert "/incidents/better/" in read(site, "pages/about.md")
    assert "/incidents/first/" not in read(site, "incidents/2025/second.yaml")
    assert not load(site).problems
    assert set(renaming.texts) >= {"content/pages/about.md", "content/incidents/2025/second.yaml"}


def test_renamed_twice_it_keeps_both_former_slugs_oldest_first(site: Path) -> None:
    rename_record(site, "first", "better")
    rename_record(site, "better", "best")
    assert "aliases: [first, better]\n" in read(site, "incidents/2025/best.yaml")


def test_renamed_back_it_does_not_keep_its_own_slug_as_an_alias(site: Path) -> None:
    rename_record(site, "first", "better")
    rename_record(site, "better", "first")
    assert "aliases: [better]\n" in read(site, "incidents/2025/first.yaml")
    assert not load(site).problems


def test_aliases_in_block_style_grow_too(site: Path) -> None:
    write(site, "first", "aliases:\n  - older\n  - old\nseverity: low\n")
    rename_record(site, "first", "better")
    text = read(site, "incidents/2025/better.yaml")
    assert "aliases: [older, old, first]\nseverity: low\n" in text
    assert not load(site).problems


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("nobody", "better", "no record"),
        ("first", "second", "the slug of"),
        ("first", "Bad Slug", "not a slug"),
        ("first", "first", "the slug of"),
    ],
)
def test_what_cannot_be_done_is_refused_with_nothing_changed(site: Path, old: str, new: str, says: str) -> None:
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    with pytest.raises(RenameRefusedError, match=says):
        rename_record(site, old, new)
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_content_with_errors_is_not_renamed_since_references_may_hide_in_it(site: Path) -> None:
    write(site, "second", "relatde: [first]\n")
    with pytest.raises(RenameRefusedError, match="timeline check"):
        rename_record(site, "first", "better")
