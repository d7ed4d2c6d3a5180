"""What one state of a site leaves to the next is what the next would have derived itself."""

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from site_builder.carry import carry_over
from site_builder.similar import similar
from site_builder.site import Site
from tests.test_similar import made, random_records, site_of

CHANGES: dict[str, dict[str, Any]] = {
    "title": {"title": "Another title altogether"},
    "tags": {"tags": ["tag-5"]},
    "actors": {"actors": [{"id": "actor-3", "role": "victim"}]},
    "added": {"added": "2025-01-02"},
    "draft": {"draft": True},
    "withdrawn": {"withdrawn": {"date": "2025-06-01", "reason": "error"}},
    "related": {"related": ["last"]},
    "aliases": {"aliases": ["former"]},
    "date": {"dates": {"occurred": "1999"}},
}
FIXED: dict[str, Any] = {"last": made("0 1", "2025-01-05", related=["first"]), "first": made("1", "2025-01-01")}


def derived(site: Site) -> Mapping[str, object]:
    """Who relates to whom, and what each page suggests."""
    return {
        slug: (
            [other.slug for other in site.related[slug]],
            [
                (like.incident.slug, like.incident.record.title, [term.id for term in like.shared])
                for like in similar(site.added.of(incident), incident, 5)
            ],
        )
        for slug, incident in site.incidents.items()
    }


@pytest.mark.parametrize("change", [*CHANGES, "new", "gone", "nothing"])
def test_a_change_leads_to_the_same_with_and_without_what_was_there_before(change: str, tmp_path: Path) -> None:
    dice = random.Random(change)
    records = random_records(dice, 20)
    slug = dice.choice(sorted(records))
    changed = dict(records)
    if change == "new":
        changed["new"] = made("0 1", "2025-01-03", "1")
    elif change == "gone":
        del changed[slug]
    elif change != "nothing":
        changed[slug] = {**records[slug], **CHANGES[change]}
    old = site_of(tmp_path / "old", {**records, **FIXED})
    new, fresh = (site_of(tmp_path / name, {**changed, **FIXED}) for name in ("new", "fresh"))
    assert derived(old)
    carry_over(old, new)
    assert derived(new) == derived(fresh)


def test_a_change_of_text_takes_no_new_look_at_all_records(tmp_path: Path) -> None:
    old, new = (
        site_of(tmp_path / title, {"a": made("0", "2025-01-01", title=f"{title} title"), "b": made("0", "2025-01-02")})
        for title in ("One", "Another")
    )
    derived(old)
    carry_over(old, new)
    assert vars(new)["sides"] is old.sides
