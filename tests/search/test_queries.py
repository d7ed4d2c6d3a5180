"""The real records are found by what a stranger would write: among the first three results, for every query."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from site_builder.search.index import make_index
from tests.scripts.visit import ROOT, Visit, build_site, inputs, visit
from tests.search.queries import FIRST, LATER, MISSPELT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

FINDS = """() => !document.querySelector("#found").textContent.includes("…")
    && document.querySelector("#by-type option").textContent.includes("(")"""


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory, browser: "Browser") -> Iterator[Visit]:
    out = build_site(ROOT, tmp_path_factory.mktemp("real") / "public")
    make_index(out, inputs(out))
    with visit(out, browser) as made:
        yield made


def first_three(at: Visit, query: str) -> list[str]:
    """The slugs of the first results. The counts in the menus come last."""
    at.page.goto(f"{at.origin}/search/?q={quote(query)}")
    at.page.wait_for_function(FINDS)
    addresses = at.page.eval_on_selector_all(".result-title a", "links => links.map(link => link.pathname)")
    return [address.split("/")[-2] for address in addresses[:3]]


@pytest.mark.parametrize("table", [FIRST, LATER, MISSPELT], ids=["first", "later", "misspelt"])
def test_the_incident_that_is_meant_is_among_the_first_three(at: Visit, table: tuple[tuple[str, str], ...]) -> None:
    missed = {query: got for query, meant in table if meant not in (got := first_three(at, query))}
    assert missed == {}


def test_there_are_forty_queries_and_each_record_is_meant_by_some() -> None:
    assert len(FIRST) >= 40
    records = {path.stem for path in Path(ROOT, "content/incidents").rglob("*.yaml")}
    assert {meant for _, meant in (*FIRST, *LATER)} == records
