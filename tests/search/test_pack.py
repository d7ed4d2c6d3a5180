"""The packed index says of every page what Pagefind's own does, in less; tried on an index that Pagefind made."""

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import cbor2
import pytest

from site_builder.search import pack
from site_builder.search.index import SearchError, make_index
from tests.scripts.visit import build, inputs
from tests.sites import record

PAGES = 7
NAMES = [f"n{number}" for number in range(PAGES)]
RECORDS = {
    name: record(
        title=f"The {'tower' if number % 2 else 'bridge'} and the mast", dates={"occurred": f"2024-0{number + 1}"},
        body=f"Sails {'and sails ' * number}went, said {name} [@paper].",
    )
    for number, name in enumerate(NAMES)
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("site"), RECORDS)


def packed(site: Path) -> Path:
    shutil.rmtree(site / "pagefind", ignore_errors=True)
    make_index(site, inputs(site))
    entry = json.loads((site / "pagefind/packed/index.json").read_text(encoding="utf-8"))
    assert entry == {"folder": entry["folder"], "wasm": "wasm.en.pagefind", "pages": PAGES}
    return site / "pagefind/packed" / str(entry["folder"])


def table(folder: Path, name: str) -> Any:
    return json.loads(gzip.decompress((folder / f"{name}.pack").read_bytes()))


def words(folder: Path) -> dict[str, list[int]]:
    """word -> the numbers of the pages that have it, read as the search page does."""
    parts = table(folder, "table")["parts"]
    found: dict[str, list[int]] = {}
    for file in folder.glob("[0-9]*.pack"):
        data = gzip.decompress(file.read_bytes())
        at = 4 * parts
        for part in range(parts):
            end = at + int.from_bytes(data[4 * part : 4 * part + 4], "big")
            for word, postings, _ in cbor2.loads(data[at:end])[0]:
                page = 0
                for step, _, _ in postings:
                    page += step
                    found.setdefault(word, []).append(page * parts + part)
            at = end
        assert at == len(data)
    return {word: sorted(pages) for word, pages in found.items()}


def test_pages_are_numbered_newest_first_and_words_lead_to_them(site: Path) -> None:
    folder = packed(site)
    found = words(folder)
    assert found["mast"] == list(range(PAGES))
    assert found["tower"] == [1, 3, 5]  # the odd ones of 0 to 6, from the last
    for number, name in enumerate(reversed(NAMES)):
        assert found[name] == [number]
        fragment = site / f"pagefind/fragment/{folder.name}_{number}.pf_fragment"
        assert f"/incidents/{name}/".encode() in gzip.decompress(fragment.read_bytes())


def test_dealt_out_to_parts_and_chunks_it_says_the_same(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = words(packed(site))
    monkeypatch.setattr(pack, "PART", 3)
    monkeypatch.setattr(pack, "CHUNK", 200)
    folder = packed(site)
    assert table(folder, "table")["parts"] == 3
    assert len(list(folder.glob("[0-9]*.pack"))) > 5
    assert words(folder) == whole


def test_of_a_word_that_is_often_on_a_page_a_few_places_are_kept(site: Path) -> None:
    folder = packed(site)
    data = gzip.decompress(next(folder.glob("0.pack")).read_bytes())
    (sails,) = [word for word in cbor2.loads(data[4:])[0] if word[0] == "sail"]
    places = [sum(place >= 0 for place in body) for _, body, _ in sails[1]]
    assert places == [3, 3, 3, 3, 3, 2, 1]


def test_a_word_on_nearly_all_pages_is_named_so_that_questions_can_leave_it_out(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert table(packed(site), "table")["common"] == []  # too few pages for that
    monkeypatch.setattr(pack, "FREQUENT", 3)
    common = table(packed(site), "table")["common"]
    assert "mast" in common
    assert "tower" not in common


def test_facets_say_which_pages_have_which_value(site: Path) -> None:
    folder = packed(site)
    facets = table(folder, "facets")
    assert facets["year"] == {"values": ["2024"], "of": [0] * PAGES}
    assert facets["type"]["values"] == ["leak"]
    assert table(folder, "tag") == [["theft Theft", [0, *[1] * (PAGES - 1)]]]


def test_the_bounds_of_chunks_are_as_short_as_tells_them_apart() -> None:
    assert pack._shortened([("apple", "apricot"), ("banana", "candle"), ("candy", "cat")]) == [
        "apple", "a", "b", "candl", "candy", "cat"
    ]  # fmt: skip


def test_pagefinds_own_script_can_still_read_the_rest(site: Path) -> None:
    packed(site)
    (file,) = (site / "pagefind").glob("*.pf_meta")
    for fragment, _ in cbor2.loads(gzip.decompress(file.read_bytes())[len(pack.SIGNATURE) :])[1]:
        assert (site / f"pagefind/fragment/{fragment}.pf_fragment").is_file()


def test_an_index_of_another_pagefind_is_refused_with_a_way_out(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed(site)
    monkeypatch.setattr(pack, "READS", "9.")
    with pytest.raises(SearchError, match="not as Pagefind") as raised:
        make_index(site, "another digest")
    assert "install Pagefind" in raised.value.hint
    assert (site / "pagefind/packed").is_dir()
