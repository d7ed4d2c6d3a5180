"""The paragraph "Data that others may rely on", promise by promise."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.exports.making import BASE, WIRE, data, make, outputs_of, read_site, record, write_content

FULL: dict[str, Any] = {
    "title": "Everything that a record may hold",
    "summary": "All fields.",
    "type": "attack",
    "status": "disputed",
    "severity": "high",
    "dates": {"occurred": "2025-03~", "discovered": "../2025-04", "disclosed": "2025-05-02/.."},
    "actors": [{"id": "acme", "role": "victim"}],
    "systems": ["engine"],
    "tags": ["breach", "outage"],
    "impact": [
        {"what": "records", "amount": "19500000000000000001", "unit": "rows", "cite": ["wire"]},
        {"what": "about", "amount": "1.5~", "cite": ["wire"]},
        {"what": "more", "amount": {"min": "20"}, "cite": ["wire"]},
        {"what": "between", "amount": {"min": "1", "max": "2"}, "cite": ["wire"]},
    ],
    "body": "It did [@wire, page 3]. See [about](/about/).",
    "events": [{"date": "2025-02", "text": "*Before* [@wire]."}],
    "disputes": [
        {
            "point": "Whether",
            "positions": [{"claim": "Yes", "cite": ["wire"]}, {"claim": "No", "cite": ["blog"]}],
        }
    ],
    "sources": [
        {
            **WIRE,
            "publisher": "Wire",
            "author": "A. One",
            "published": "2025",
            "accessed": "2026-01-02",
            "archived": "https://web.archive.org/x",
            "language": "es",
            "quote": "It did.",
        },
        {"key": "blog", "title": "A blog", "kind": "analysis", "via": "wire", "based_on": ["wire"]},
    ],
    "related": ["other"],
    "external": {"cve": ["CVE-2025-1", "CVE-2025-2"]},
    "added": "2026-01-05",
    "corrections": [
        {"date": "2026-02-01", "field": "impact", "was": "1", "now": "2", "why": "Misread.", "cite": ["wire"]}
    ],
    "withdrawn": {"date": "2026-03-01", "reason": "duplicate", "successor": "other", "note": "Same."},
    "aliases": ["former"],
}


@pytest.fixture
def full(tmp_path: Path) -> dict[str, Any]:
    outputs = make(tmp_path, {"full": record(**FULL), "other": record()})
    single: dict[str, Any] = data(outputs, "incidents/full.json")
    return single


def test_every_field_of_the_record_stands_under_its_own_name(full: dict[str, Any]) -> None:
    assert set(full) == {*FULL, "slug", "url", "basis", "body_html", "origins"}
    same = (
        "title",
        "summary",
        "type",
        "status",
        "severity",
        "actors",
        "systems",
        "tags",
        "disputes",
        "related",
    )
    for name in (*same, "external", "added", "corrections", "withdrawn", "aliases"):
        assert full[name] == FULL[name]
    assert full["body"] == FULL["body"]
    assert full["sources"][0]["author"] == ["A. One"]
    rest = {name: value for name, value in full["sources"][0].items() if name not in ("author", "published")}
    assert rest == {n: v for n, v in FULL["sources"][0].items() if n not in ("author", "published")}
    assert full["sources"][1] == FULL["sources"][1]


def test_the_fields_stand_in_the_order_of_the_format(full: dict[str, Any]) -> None:
    assert list(full) == ["slug", "url", *FULL, "basis", "origins", "body_html"]


def test_what_the_record_does_not_state_is_left_out(tmp_path: Path) -> None:
    found = data(make(tmp_path, {"a": record()}), "incidents/a.json")
    assert set(found) == {*record(), "slug", "url", "basis", "body_html", "origins"}
    assert found["sources"] == [WIRE]


def test_it_says_where_it_is_and_what_it_rests_on(full: dict[str, Any]) -> None:
    assert (full["slug"], full["url"]) == ("full", f"{BASE}incidents/full/")
    assert (full["basis"], full["origins"]) == ("occurred", ["wire"])


def test_dates_have_their_bounds_but_none_where_they_are_open(full: dict[str, Any]) -> None:
    assert full["dates"] == {
        "occurred": {
            "edtf": "2025-03~",
            "earliest": "2025-03-01",
            "latest": "2025-03-31",
            "text": "about March 2025",
        },
        "discovered": {"edtf": "../2025-04", "latest": "2025-04-30", "text": "by April 2025"},
        "disclosed": {"edtf": "2025-05-02/..", "earliest": "2025-05-02", "text": "since 2 May 2025"},
    }
    assert full["events"][0]["date"]["edtf"] == "2025-02"
    assert full["sources"][0]["published"]["latest"] == "2025-12-31"
    assert full["sources"][0]["accessed"] == "2026-01-02"


def test_amounts_are_exact_whatever_their_size(full: dict[str, Any]) -> None:
    assert [figure["amount"] for figure in full["impact"]] == [
        {"value": 19500000000000000001, "approximate": False},
        {"value": 1.5, "approximate": True},
        {"min": 20, "approximate": False},
        {"min": 1, "max": 2, "approximate": False},
    ]


def test_the_body_is_html_with_absolute_links_and_citations(full: dict[str, Any]) -> None:
    assert full["body_html"] == (
        f'<p>It did <a href="{BASE}incidents/full/#source-wire">[1, page 3]</a>. '
        f'See <a href="{BASE}about/">about</a>.</p>'
    )


def test_the_whole_file_holds_the_same_objects_less_the_html(tmp_path: Path) -> None:
    outputs = make(tmp_path, {"full": record(**FULL), "other": record()})
    whole = data(outputs, "data/incidents.json")
    singles = [data(outputs, f"incidents/{slug}.json") for slug in ("full", "other")]
    for single in singles:
        del single["body_html"]
    assert list(whole) == ["version", "license", "count", "incidents"]
    assert (whole["version"], whole["count"]) == (1, 2)
    assert whole["license"] == {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
    assert sorted(whole["incidents"], key=lambda found: str(found["slug"])) == singles


def test_the_whole_file_is_in_the_order_of_the_timeline(tmp_path: Path) -> None:
    dates = {"b": "2024", "c": "2025-01", "a": "2025-02"}
    outputs = make(tmp_path, {slug: record(dates={"occurred": when}) for slug, when in dates.items()})
    assert [found["slug"] for found in data(outputs, "data/incidents.json")["incidents"]] == ["a", "c", "b"]


def test_former_ids_and_slugs_are_given_as_they_are_now(tmp_path: Path) -> None:
    made = record(
        type="assault",
        tags=["leak", "breach", "outage"],
        actors=[{"id": "acme-inc", "role": "victim"}],
        related=["former"],
        withdrawn={"date": "2026-03-01", "reason": "superseded", "successor": "former"},
    )
    found = data(make(tmp_path, {"a": made, "b": record(aliases=["former"])}), "incidents/a.json")
    assert (found["type"], found["tags"]) == ("attack", ["breach", "outage"])
    assert found["actors"] == [{"id": "acme", "role": "victim"}]
    assert (found["related"], found["withdrawn"]["successor"]) == (["b"], "b")


def test_drafts_never_appear(tmp_path: Path) -> None:
    records = {
        "a": record(related=["secret"]),
        "gone": record(withdrawn={"date": "2026-03-01", "reason": "duplicate", "successor": "secret"}),
        "secret": record(draft=True, title="A secret of somebody", aliases=["former-secret"]),
    }
    root = write_content(tmp_path, records)
    pages = tuple(f"incidents/{slug}/index.html" for slug in records)
    outputs = outputs_of(read_site(root), root, pages)
    assert "incidents/secret.json" not in outputs
    assert [path for path in outputs if "secret" in path or b"secret" in outputs[path].make()] == []
    assert data(outputs, "data/incidents.json")["count"] == 2


def test_withdrawn_records_stay_and_say_so(tmp_path: Path) -> None:
    outputs = make(tmp_path, {"a": record(withdrawn={"date": "2026-03-01", "reason": "error"})})
    [found] = data(outputs, "data/incidents.json")["incidents"]
    assert found["withdrawn"] == {"date": "2026-03-01", "reason": "error"}


def test_the_data_validates_against_the_published_schema(tmp_path: Path) -> None:
    outputs = make(tmp_path, {"full": record(**FULL), "other": record()})
    schema = data(outputs, "data/incidents.schema.json")
    jsonschema.Draft202012Validator(schema).validate(data(outputs, "data/incidents.json"))
    single = jsonschema.Draft202012Validator({"$ref": "#/$defs/incident", "$defs": schema["$defs"]})
    for slug in ("full", "other"):
        single.validate(data(outputs, f"incidents/{slug}.json"))


def test_without_a_licence_the_data_names_none_and_still_validates(tmp_path: Path) -> None:
    outputs = make(tmp_path, {"a": record()}, license=None)
    found = data(outputs, "data/incidents.json")
    assert found["license"] is None
    jsonschema.Draft202012Validator(data(outputs, "data/incidents.schema.json")).validate(found)
