"""A digest changes whenever the bytes do, and not for edits that an output does not show."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from site_builder.output.output import Output
from tests.exports.making import VOCABULARIES, outputs_of, read_site, record, write_content

Records = dict[str, dict[str, Any]]
Words = dict[str, Any]

PAGES = ("index.html", "incidents/a/index.html", "tags/breach/index.html")


def start() -> tuple[Records, Words]:
    records = {
        "a": record(related=["b"], actors=[{"id": "acme", "role": "victim"}], systems=["engine"]),
        "b": record(tags=["stop"]),
        "gone": record(withdrawn={"date": "2026-03-01", "reason": "duplicate", "successor": "b"}),
    }
    words = copy.deepcopy(VOCABULARIES)
    words["tags"]["outage"]["aliases"] = ["stop"]
    return records, words


def built(root: Path, records: Records, words: Words, settings: dict[str, Any] | None = None) -> dict[str, Output]:
    for old in root.rglob("*.yaml"):
        old.unlink()
    return outputs_of(read_site(write_content(root, records, settings, words)), root, PAGES)


def rename_b(records: Records, words: Words) -> None:
    records["c"] = {**records.pop("b"), "aliases": ["b"]}
    records["a"]["related"] = ["c"]
    records["gone"]["withdrawn"]["successor"] = "c"


def rename_tag(records: Records, words: Words) -> None:
    words["tags"]["theft"] = {**words["tags"].pop("breach"), "aliases": ["breach", "leak", "spill"]}


EDITS: dict[str, Callable[[Records, Words], object]] = {
    "a text": lambda r, w: r["a"].update(body="Something else [@wire]."),
    "the title of a successor": lambda r, w: r["b"].update(title="Another title of this record"),
    "a draft": lambda r, w: r["b"].update(draft=True),
    "a new record": lambda r, w: r.update(new=record(added="2026-04-01")),
    "a record gone": lambda r, w: (r.pop("b"), r["a"].pop("related"), r.pop("gone")),
    "a renamed record": rename_b,
    "a correction": lambda r, w: r["a"].update(
        corrections=[{"date": "2026-05-01", "field": "body", "was": "1", "now": "2", "why": "Misread."}]
    ),
    "the name of a tag": lambda r, w: w["tags"]["breach"].update(name="Theft"),
    "the id of a tag": rename_tag,
    "the id of a tag, known under its former name": lambda r, w: w["tags"].update(halt=w["tags"].pop("outage")),
    "the name of an actor": lambda r, w: w["actors"]["acme"].update(name="Acme Ltd"),
    "the name of a role": lambda r, w: w["roles"]["victim"].update(name="Target"),
    "the description of a tag": lambda r, w: w["tags"]["unused"].update(description="Still nothing."),
}


@pytest.mark.parametrize("name", EDITS)
def test_the_digest_changes_whenever_the_bytes_do(tmp_path: Path, name: str) -> None:
    records, words = start()
    before = built(tmp_path, records, words)
    bytes_before = {path: output.make() for path, output in before.items()}
    EDITS[name](records, words)
    after = built(tmp_path, records, words)
    changed = {path for path, output in after.items() if output.make() != bytes_before.get(path)}
    assert changed, "the edit shows nowhere: a test of nothing"
    stale = {path for path in changed if path in before and before[path].digest == after[path].digest}
    assert stale == set()


@pytest.mark.parametrize("name", ["title", "url", "language", "license", "author", "feed_authority"])
def test_the_digest_changes_with_the_settings(tmp_path: Path, name: str) -> None:
    records, words = start()
    other = {
        "title": "Another",
        "url": "https://elsewhere.example.org/",
        "language": "de",
        "license": None,
        "author": None,
        "feed_authority": "elsewhere.example.org",
    }
    before = built(tmp_path, records, words)
    bytes_before = {path: output.make() for path, output in before.items()}
    after = built(tmp_path, records, words, {name: other[name]})
    changed = {path for path, output in after.items() if output.make() != bytes_before[path]}
    assert changed
    assert {path for path in changed if before[path].digest == after[path].digest} == set()


def test_adding_a_record_leaves_the_files_of_others_alone(tmp_path: Path) -> None:
    records, words = start()
    before = built(tmp_path, records, words)
    records["new"] = record(tags=["unused"], type="attack", added="2026-04-01")
    after = built(tmp_path, records, words)
    changed = {path for path in after if path not in before or before[path].digest != after[path].digest}
    assert changed == {
        "feed.xml",
        "atom.xml",
        "feed.json",
        "incidents/new.png",
        "data/incidents.jsonl",
        "data/incidents.csv",
        "tags/unused/feed.xml",
        "types/attack/feed.xml",
        "incidents/new.json",
        "data/incidents.json",
        "sitemap.xml",
    }


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    records, words = start()
    one, two = (built(tmp_path / name, records, words) for name in ("one", "two"))
    assert {path: (output.digest, output.make()) for path, output in one.items()} == {
        path: (output.digest, output.make()) for path, output in two.items()
    }
