from pathlib import Path

import pytest

from site_builder import urls
from site_builder.output.output import Output
from tests.exports.making import make, record, text


def rules(outputs: dict[str, Output]) -> list[list[str]]:
    lines = text(outputs, "_redirects").splitlines()
    return [line.split(" ") for line in lines if line and not line.startswith("#")]


def targets(outputs: dict[str, Output]) -> dict[str, str]:
    return {old: new for old, new, _ in rules(outputs)}


def test_a_former_slug_leads_to_the_present_one_with_its_data(tmp_path: Path) -> None:
    found = targets(make(tmp_path, {"now": record(aliases=["first", "second"])}))
    for former in ("first", "second"):
        assert found[f"/sub/incidents/{former}/"] == "/sub/incidents/now/"
        assert found[f"/sub/incidents/{former}.json"] == "/sub/incidents/now.json"


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("tags", "leak", "breach"),
        ("tags", "spill", "breach"),
        ("actors", "acme-inc", "acme"),
        ("types", "assault", "attack"),
    ],
)
def test_a_former_id_leads_to_the_present_one_with_its_feed_and_years(
    tmp_path: Path, kind: str, old: str, new: str
) -> None:
    found = rules(make(tmp_path, {"a": record()}))
    mine = [(was, now) for was, now, _ in found if was.startswith(f"/sub/{kind}/{old}/")]
    assert mine == [
        (f"/sub/{kind}/{old}/", f"/sub/{kind}/{new}/"),
        (f"/sub/{kind}/{old}/feed.xml", f"/sub/{kind}/{new}/feed.xml"),
        (f"/sub/{kind}/{old}/*", f"/sub/{kind}/{new}/:splat"),
    ]


def test_every_redirect_is_permanent_and_forced(tmp_path: Path) -> None:
    found = rules(make(tmp_path, {"now": record(aliases=["first"])}))
    assert found
    assert {rule[2] for rule in found} == {"301!"}


def test_every_redirect_leads_to_what_exists_and_never_on(tmp_path: Path) -> None:
    outputs = make(tmp_path, {"now": record(aliases=["first"]), "other": record(aliases=["second", "third"])})
    found = targets(outputs)
    pages = {f"{kind}/{id}/" for kind in ("tags", "actors", "systems", "types") for id in ("breach", "acme", "attack")}
    pages |= {urls.incident("now"), urls.incident("other")}
    for new in found.values():
        path = new.removeprefix("/sub/").removesuffix(":splat")
        assert path in pages or path in outputs
        assert new not in found


def test_a_withdrawn_record_keeps_its_page(tmp_path: Path) -> None:
    withdrawn = {"date": "2026-03-01", "reason": "duplicate", "successor": "b"}
    found = targets(make(tmp_path, {"a": record(withdrawn=withdrawn), "b": record()}))
    assert not any("/incidents/" in old for old in found)


def test_there_is_a_file_even_without_redirects(tmp_path: Path) -> None:
    outputs = make(tmp_path, {"a": record()})
    assert text(outputs, "_redirects").startswith("# ")
