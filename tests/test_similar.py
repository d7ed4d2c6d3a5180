"""Which incidents a page suggests: those added before it with rare terms in common, and never otherwise."""

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from site_builder.similar import Likeness, added_before, in_order_of_adding, similar
from site_builder.site import Site
from tests.sites import Fields, Pages, outputs_of, pages_of, read_site, record, words, write_site

TAGS = {f"tag-{n}": {"name": f"Tag {n}", "description": "A tag."} for n in range(6)}
ACTORS = {f"actor-{n}": {"name": f"Actor {n}", "description": "A body.", "kind": "group"} for n in range(4)}
TERMS: dict[str, Any] = {"tags": TAGS, "actors": ACTORS}


def made(tags: str, added: str, actors: str = "", **fields: Any) -> dict[str, Any]:
    """A record with tags and actors by their numbers."""
    parts = [{"id": f"actor-{n}", "role": "victim"} for n in actors.split()] or None
    return record(tags=[f"tag-{n}" for n in tags.split()], actors=parts, added=added, **fields)


def site_of(root: Path, records: Mapping[str, Fields], **overrides: Any) -> Site:
    return read_site(write_site(root, records, **(TERMS | overrides)))


def found(site: Site, slug: str, most: int = 5) -> list[str]:
    return [other.incident.slug for other in _both_ways(site, slug, most)]


def _both_ways(site: Site, slug: str, most: int) -> tuple[Likeness, ...]:
    """Looked up alone and among all: the same."""
    incident = site.incidents[slug]
    alone = similar(added_before(site.library, incident), incident, most)
    of_all = similar(in_order_of_adding(site.library), incident, most)

    def said(likely: Likeness) -> tuple[str, list[tuple[str, str]]]:
        return likely.incident.slug, [(term.kind, term.id) for term in likely.shared]

    assert list(map(said, alone)) == list(map(said, of_all))
    return alone


def test_only_what_was_added_earlier_is_suggested(tmp_path: Path) -> None:
    days = {"old": "2025-01-01", "mid": "2025-01-02", "new": "2025-01-03"}
    site = site_of(tmp_path, {slug: made("0", day) for slug, day in days.items()})
    assert {slug: found(site, slug) for slug in days} == {"old": [], "mid": ["old"], "new": ["mid", "old"]}


def test_within_a_day_the_order_is_that_of_slugs(tmp_path: Path) -> None:
    site = site_of(tmp_path, {slug: made("0", "2025-01-01") for slug in ("c", "a", "b")})
    assert {slug: found(site, slug) for slug in "abc"} == {"a": [], "b": ["a"], "c": ["b", "a"]}


def test_a_rare_tag_or_actor_counts_for_more_than_common_ones(tmp_path: Path) -> None:
    common = {f"common-{n:02}": made("0", "2025-02-01") for n in range(14)}
    records = {"rare": made("1", "2025-01-01", "1"), **common, "new": made("0 1", "2025-03-01")}
    site = site_of(tmp_path, records)
    assert found(site, "new")[0] == "rare"
    assert len(found(site, "new")) == 5


def test_two_shared_terms_count_for_more_than_one_of_them(tmp_path: Path) -> None:
    records = {
        "both": made("0", "2025-01-01", "0"),
        "tag": made("0", "2025-01-02"),
        "actor": made("1", "2025-01-03", "0"),
        "neither": made("2", "2025-01-04", "1"),
        "new": made("0", "2025-02-01", "0"),
    }
    site = site_of(tmp_path, records)
    assert found(site, "new") == ["both", "actor", "tag"]
    assert found(site, "new", most=1) == ["both"]


def test_former_ids_are_what_they_became(tmp_path: Path) -> None:
    renamed = {"tag-0": {**TAGS["tag-0"], "aliases": ["ancient"]}}
    records = {"old": record(tags=["ancient"], added="2025-01-01"), "new": made("0", "2025-01-02")}
    assert found(site_of(tmp_path, records, tags=TAGS | renamed), "new") == ["old"]


def test_drafts_and_withdrawn_records_are_neither_suggested_nor_counted(tmp_path: Path) -> None:
    gone = {"date": "2025-06-01", "reason": "error"}
    records = {
        "draft": made("0", "2025-01-01", draft=True),
        "gone": made("0", "2025-01-02", withdrawn=gone),
        "old": made("0", "2025-01-03"),
        "new": made("0", "2025-01-04"),
    }
    site = site_of(tmp_path, records)
    assert {slug: found(site, slug) for slug in records} == {"draft": [], "gone": [], "old": [], "new": ["old"]}
    bare = site_of(tmp_path / "bare", {slug: records[slug] for slug in ("old", "new")})
    assert in_order_of_adding(bare.library).places == in_order_of_adding(site.library).places


def random_records(dice: random.Random, number: int) -> dict[str, Fields]:
    """Records of few days with few terms, so that nearly all have something in common."""
    return {
        f"{dice.choice('abcdef')}-{n}": made(
            " ".join(str(n) for n in sorted(dice.sample(range(6), dice.randint(1, 3)))),
            f"2025-01-{dice.randint(1, 4):02}",
            " ".join(str(n) for n in sorted(dice.sample(range(4), dice.randint(0, 2)))),
            dates={"occurred": f"20{dice.randint(10, 24)}"},
        )
        for n in range(number)
    }


@pytest.mark.parametrize("seed", range(5))
def test_a_record_added_last_changes_no_page_of_an_incident_but_those_of_its_neighbours(
    tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    records = random_records(dice, 30)
    new = made("0 1 2", "2025-01-05", "0 1", dates={"occurred": "2017-02-03"}, related=[min(records)])
    before, site = site_of(tmp_path, records), site_of(tmp_path, {**records, "new": new})
    old, now = outputs_of(before), outputs_of(site)
    pages = {slug: f"incidents/{slug}/index.html" for slug in records}
    allowed = {min(records)} | {near.slug for near in site.neighbours(site.incidents["new"]) if near}
    digests = {slug for slug, path in pages.items() if old[path].digest != now[path].digest}
    bytes_of = {slug for slug, path in pages.items() if old[path].make() != now[path].make()}
    assert bytes_of == digests
    assert digests <= allowed
    assert len(found(site, "new")) == 5


@pytest.mark.parametrize("seed", range(5))
def test_a_record_of_the_same_day_changes_only_what_comes_after_it_that_day(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    records = random_records(dice, 30)
    before = site_of(tmp_path, records)
    site = site_of(tmp_path, {**records, "c-new": made("0 1 2", "2025-01-04", "0 1")})
    key = ("2025-01-04", "c-new")
    earlier = {slug for slug, fields in records.items() if (fields["added"], slug) < key}
    assert earlier
    assert {slug: found(before, slug) for slug in earlier} == {slug: found(site, slug) for slug in earlier}


# ---------------------------------------------------------------- on the page
def suggestions(pages: Pages, slug: str) -> list[str]:
    return [words(item) for item in pages[f"/incidents/{slug}/"].xpath("//article[@class='alike']")]


def test_the_page_says_what_is_shared_and_shows_explicit_links_first(tmp_path: Path) -> None:
    records = {
        "named": made("0", "2025-01-01"),
        "like": made("0 1", "2025-01-02", "3", title="Like the new one", dates={"occurred": "2024-05~"}),
        "new": made("0 1", "2025-01-03", "3", related=["named"]),
    }
    pages = pages_of(tmp_path, records, **TERMS)
    assert pages.listed("/incidents/new/") == ["named", "like"]
    assert suggestions(pages, "new") == [
        "about May 2024 Like the new one Leak · Reported · also: Tag 1, Actor 3, Tag 0",
    ]
    assert suggestions(pages, "named") == []


def test_explicit_links_are_part_of_the_five_and_all_are_shown(tmp_path: Path) -> None:
    records = {f"r-{n}": made("0", "2025-01-01") for n in range(9)}
    few = made("0", "2025-01-02", related=["r-0", "r-1"])
    many = made("0", "2025-01-02", related=[f"r-{n}" for n in range(7)])
    pages = pages_of(tmp_path, {**records, "few": few, "many": many}, **TERMS)
    assert pages.listed("/incidents/few/") == ["r-0", "r-1", "r-8", "r-7", "r-6"]
    assert pages.listed("/incidents/many/") == [f"r-{n}" for n in range(7)]


EDITS: dict[str, dict[str, Any]] = {
    "title": {"title": "Another title"},
    "date": {"dates": {"occurred": "2024-04~"}},
    "type": {"type": "fraud"},
    "status": {"status": "confirmed", "sources": [{"key": "paper", "title": "P", "url": "https://p.example/",
                                                  "kind": "primary"}]},
    "body": {"body": "Something else [@paper]."},
    "summary": {"summary": "Otherwise."},
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_a_page_is_made_again_exactly_when_what_it_shows_of_a_suggestion_changes(tmp_path: Path, edit: str) -> None:
    path = "incidents/new/index.html"
    old = made("0", "2025-01-01", dates={"occurred": "2024-05"})
    far = {"older": made("5", "2025-01-01", dates={"occurred": "2023"}), "z": made("5", "2025-01-01")}
    new = made("0", "2025-01-03", dates={"occurred": "2022"})
    before = outputs_of(site_of(tmp_path, {"old": old, **far, "new": new}))[path]
    after = outputs_of(site_of(tmp_path, {"old": {**old, **EDITS[edit]}, **far, "new": new}))[path]
    assert (before.digest != after.digest) == (before.make() != after.make()) == (edit not in ("body", "summary"))


def test_another_name_of_what_is_shared_makes_the_page_again(tmp_path: Path) -> None:
    records = {"old": made("0", "2025-01-01"), "new": made("1", "2025-01-03", "0"), "newest": made("0", "2025-01-04")}
    other = {"tag-0": {"name": "Other", "description": "A tag."}}
    before, after = (pages_of(tmp_path, records, tags=TAGS | more, actors=ACTORS) for more in ({}, other))
    assert suggestions(after, "newest") == ["March 2025 Something was taken Leak · Reported · also: Other"]
    path = "incidents/newest/index.html"
    assert before.outputs[path].digest != after.outputs[path].digest
