"""A site whose records are tied to each other in all ways; changes of a record, of its words and of more; builds."""

import random
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from site_builder import unchanged
from site_builder.build import build, input_folders
from site_builder.cache import opened
from site_builder.output.family import Changed
from site_builder.output.standing import looking
from site_builder.prepare import prepare
from tests.sites import record, source, write_site
from tests.test_build import files_in

Records = dict[str, dict[str, Any]]

TERMS: dict[str, Any] = {
    "tags": {f"tag-{n}": {"name": f"Tag {n}", "description": "A tag."} for n in range(8)},
    "actors": {f"actor-{n}": {"name": f"Actor {n}", "description": "One.", "kind": "company"} for n in range(6)},
}
FIXED: Records = {
    "gone": {
        "withdrawn": {"date": "2026-03-01", "reason": "duplicate", "successor": "formerly"},
        "dates": {"occurred": "2019-05"},
        "tags": ["tag-6"],
        "added": "2025-02-02",
    },
    "successor": {"aliases": ["formerly"], "related": ["record-3"], "tags": ["tag-1"], "added": "2025-02-03"},
}


def records(seed: int, count: int = 64) -> Records:
    """Tied to each other in all ways; the tag `theft` is on more than a page has room for."""
    dice = random.Random(seed)
    made: Records = {}
    for n in range(count):
        publishers = dice.sample(["Gazette", "Herald", "Post", "Wire"], 2)
        made[f"record-{n}"] = record(
            title=f"Record number {n} of many",
            dates={"occurred": f"{dice.choice([2021, 2022, 2023])}-{dice.randint(1, 12):02}"},
            tags=["theft", *dice.sample(list(TERMS["tags"]), dice.randint(0, 2))],
            actors=[{"id": dice.choice(list(TERMS["actors"])), "role": "victim"}] if n % 2 else None,
            type=dice.choice(["leak", "fraud"]),
            systems=["engine"] if n % 3 == 0 else None,
            related=[f"record-{dice.randrange(n)}"] if n and n % 7 == 0 else None,
            added=f"2025-0{dice.randint(1, 9)}-1{dice.randint(0, 9)}",
            sources=[
                source("paper", publisher=publishers[0]),
                source("second", publisher=publishers[1], kind="official"),
            ],
        )
    both = [source("paper"), source("second", kind="official")]
    return made | {slug: record(sources=deepcopy(both), **fields) for slug, fields in deepcopy(FIXED).items()}


WORDS: Mapping[str, Callable[[dict[str, Any]], object]] = {
    "title": lambda it: it.update(title="Other words entirely, and long enough"),
    "a title no card can show": lambda it: it.update(title="別の題名は別の言葉で書かれている"),
    "summary": lambda it: it.update(summary="Other words."),
    "status": lambda it: it.update(status="confirmed"),
    "severity": lambda it: it.update(severity="high"),
    "body": lambda it: it.update(body="Other words [@second]."),
    "figure": lambda it: it.update(impact=[{"what": "boats", "amount": "7", "cite": ["second"]}]),
    "another date": lambda it: it["dates"].update(disclosed="2024-12-01"),
    "source": lambda it: it["sources"][0].update(title="Other words, " * 9),
    "origins": lambda it: it["sources"][1].update(based_on=["paper"]),
}
MORE: Mapping[str, Callable[[dict[str, Any]], object]] = {
    "tags": lambda it: it.update(tags=["tag-5"]),
    "actors": lambda it: it.update(actors=[{"id": "actor-0", "role": "victim"}, {"id": "actor-1", "role": "victim"}]),
    "systems": lambda it: it.update(systems=None if it.get("systems") else ["engine"]),
    "type": lambda it: it.update(type="fraud" if it["type"] == "leak" else "leak"),
    "date": lambda it: it["dates"].update(occurred="1999"),
    "added": lambda it: it.update(added="2024-01-01"),
    "related": lambda it: it.update(related=["successor"]),
    "alias": lambda it: it.update(aliases=["once"]),
    "withdrawn": lambda it: it.update(withdrawn={"date": "2026-01-01", "reason": "error"}),
    "draft": lambda it: it.update(draft=True),
    "publisher": lambda it: it["sources"][0].update(publisher="Somebody else"),
    "correction": lambda it: it.update(
        corrections=[{"date": "2026-04-04", "field": "title", "was": "a", "now": "b", "why": "c", "cite": ["paper"]}]
    ),
}


def written(root: Path, made: Records) -> Path:
    for slug, fields in made.items():
        made[slug] = {name: value for name, value in fields.items() if value is not None}
    for name in ("extra.txt", "tags/theft/extra.txt"):
        (root / "content/static" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "content/static" / name).write_text(name)
    return write_site(root, made, **TERMS, pages={"about": "---\ntitle: About\ndescription: What it is.\n---\nThis."})


def built(root: Path, out: Path | None = None, **options: Any) -> dict[str, bytes]:
    out = out or root / "public"
    done = build(root, out, environ={}, jobs=1, search=False, **options)
    assert done.written is not None, done.problems
    return files_in(out)


def changed(root: Path) -> Changed | None:
    """What a build that begins now takes for changed."""
    with opened(root / ".cache") as cache:
        inputs = unchanged.inputs(root, input_folders(root), {}, ["None", "True"], cache)
        found = prepare(root, environ={}, cache=cache)
        return unchanged.changed(
            inputs, found.site, found.reader.before, root / "public", looking(root / "public", cache), cache
        )
