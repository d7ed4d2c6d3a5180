import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmark import peers
from tests.benchmark.measure import digests
from tests.benchmark.portable import linked, plain
from tests.benchmark.records_site import write_site
from tests.benchmark.timeline import records, terms
from tests.benchmark.tools import PROJECT

SIZE = 50


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("timeline")
    write_site(root, SIZE)
    return root


def test_the_same_size_gives_the_same_bytes_whatever_the_hash_seed(site: Path, tmp_path: Path) -> None:
    program = (
        f"from pathlib import Path; from tests.benchmark.records_site import write_site;write_site(Path('.'), {SIZE})"
    )
    subprocess.run(
        (sys.executable, "-c", program),
        cwd=tmp_path,
        check=True,
        env={"PYTHONPATH": str(PROJECT), "PYTHONHASHSEED": "7"},
    )
    assert digests(tmp_path) == digests(site)


def test_the_timeline_has_no_problems_not_even_warnings(site: Path) -> None:
    command = (sys.executable, "-m", "site_builder", "--root", str(site), "check", "--strict")
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=PROJECT)
    assert (done.returncode, done.stdout.strip()) == (0, f"No problems in {SIZE} incidents.")


def test_a_small_timeline_is_the_beginning_of_a_larger_one() -> None:
    assert list(records(20)) == list(records(60))[:20]


def test_the_terms_are_as_many_as_in_the_real_collection() -> None:
    assert [len(list(terms(kind, 1918))) for kind in ("tags", "actors")] == [3694, 3600]


@pytest.mark.parametrize("kind", ["tags", "actors", "systems", "publishers"])
def test_no_two_terms_share_an_id_at_any_size(kind: str) -> None:
    ids = [term.id for term in terms(kind, 100_000)]
    assert len(set(ids)) == len(ids)


def test_records_use_all_declared_terms_and_no_others() -> None:
    used = {term.id for record in records(SIZE) for term in record.tags}
    assert used == {term.id for term in terms("tags", SIZE)}


def test_a_few_terms_are_common_and_most_are_rare() -> None:
    counts: dict[str, int] = {}
    for record in records(400):
        for term in record.tags:
            counts[term.id] = counts.get(term.id, 0) + 1
    often = sorted(counts.values(), reverse=True)
    assert often[0] > 20 * often[len(often) // 2]
    assert often[len(often) // 2] <= 2


def test_records_are_about_as_long_as_real_ones() -> None:
    lengths = sorted(len(record.body) for record in records(SIZE))
    assert lengths[0] >= 1000
    assert lengths[-1] < 3500


# ---------------------------------------------------------------- for other generators
def test_citations_become_the_links_that_our_pages_have() -> None:
    text = linked("So [@b, page 3; @a]. `[@c]`", {"a": 1, "b": 2, "c": 3})
    assert text.startswith("So [[2](#source-b), page 3; [1](#source-a)].")


def test_sources_are_numbered_by_first_use() -> None:
    for record in records(SIZE):
        values = plain(record)
        numbers = {source["key"]: number for number, source in enumerate(values["sources"], 1)}
        assert all(numbers[fact["key"]] == fact["number"] for fact in values["impact"])
        assert f"[{numbers[record.sources[0].key]}](#source-{record.sources[0].key})" in str(values)


@pytest.mark.parametrize(
    ("write", "path"),
    [
        (peers.write_hugo, peers.hugo_path),
        (peers.write_eleventy, peers.eleventy_path),
        (peers.write_pelican, peers.pelican_path),
    ],
)
def test_every_record_is_written_for_every_peer(write: object, path: object, tmp_path: Path) -> None:
    assert callable(write)
    assert callable(path)
    write(tmp_path / "site", 5)
    for record in records(5):
        assert record.title in (tmp_path / "site" / path(record)).read_text(encoding="utf-8")
