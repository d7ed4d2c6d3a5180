"""However many incidents there are: no page is too heavy, and each is reached by links alone."""

import random
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.pages.desk import Head
from site_builder.pages.parts import FEW, ROOM, numbers, parts
from site_builder.prose.notes import RecordProse
from site_builder.records.dates import match_date
from site_builder.records.library import Incident, Library, in_order, make_incident
from site_builder.records.model import Actor, ActorRole, Correction, Dates, Term
from site_builder.site import Site
from tests.sites import Pages, read_site, record, source, write_site

HEAVIEST = 300_000
INCIDENTS, TAGS, ACTORS = 10_000, 3_000, 700
LINK = re.compile(r'<a [^>]*?href="(/[^"#]*)')
LONG = record(
    title="A" + " very long title" * 7,
    summary=("What happened, at such length as the format allows it. " * 6)[:320].strip(),
    sources=[source("paper", publisher="The Only Paper", title="A title of a source, of common length, for once")],
)


def dates(dice: random.Random) -> Dates:
    """Nearly all in one year, and many of them in one month of it, or known to the month or year only."""
    month, day = dice.choice((3, 3, 3, 3, *range(1, 13))), dice.randint(1, 28)
    edtf = dice.choice((f"2025-{month:02}-{day:02}", f"2025-{month:02}", "2025", "2024-05-06"))
    return Dates.model_construct(occurred=match_date(edtf))


def one_of_many(model: Incident, number: int, dice: random.Random) -> Incident:
    fields = {
        "dates": dates(dice),
        "tags": (f"tag-{dice.randrange(TAGS):04}", "theft"),
        "actors": (ActorRole(id=f"actor-{dice.randrange(ACTORS):04}", role="victim"),),
        "added": f"2025-06-{dice.randint(1, 30):02}",
    }
    if number % 10 == 0:
        said = "Something that was said and was not quite so, at some length. " * 3
        fixed = Correction(date="2025-07-01", field="body", was=said, now=said, why="It was wrong.")
        fields["corrections"] = (fixed,)
    slug = f"{'long-slug-' * 7}{number:05}"
    return make_incident(slug, model.file, str(number), model.record.model_copy(update=fields))


def full(library: Library) -> Library:
    """10,000 incidents with the longest texts, in two years, with names that all begin alike, from one publisher."""
    dice = random.Random(1)
    said = "Incidents that have to do with it, in so many words as a description has."
    tags = {f"tag-{n:04}": Term(name=f"Tag number {n}", description=said) for n in range(TAGS)}
    actors = {f"actor-{n:04}": Actor(name=f"Actor {n}", description=said, kind="group") for n in range(ACTORS)}
    known = library.vocabularies
    vocabularies = {
        **known,
        "tags": replace(known["tags"], terms={**known["tags"].terms, **tags}),
        "actors": replace(known["actors"], terms=actors),
    }
    (model,) = library.incidents
    incidents = in_order(one_of_many(model, number, dice) for number in range(INCIDENTS))
    return library._replace(vocabularies=vocabularies, incidents=incidents)


def no_prose(incident: Incident) -> RecordProse:
    raise AssertionError(f"only lists are made, not the page of {incident.slug}")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    site = read_site(write_site(tmp_path_factory.mktemp("one"), {"one": LONG}))
    return Pages(Site(full(site.library), site.config, no_prose, {}))


@pytest.fixture(scope="module")
def texts(pages: Pages) -> dict[str, str]:
    """Every page but those of incidents, by address."""
    listed = (path for path in pages.outputs if not path.startswith("incidents/") and path.endswith("index.html"))
    addresses = [f"/{path.removesuffix('index.html')}" for path in listed]
    return {address: pages.text(address) for address in addresses}


def test_no_page_is_above_three_hundred_kilobytes(texts: dict[str, str]) -> None:
    heavy = {address: len(text.encode()) for address, text in texts.items() if len(text.encode()) > HEAVIEST}
    assert heavy == {}
    assert len(texts) > TAGS + ACTORS


def test_every_incident_tag_actor_year_and_feed_is_reached_from_home_by_links_alone(texts: dict[str, str]) -> None:
    found, waiting = {"/"}, ["/"]
    while waiting:
        for link in LINK.findall(texts.get(waiting.pop(), "")):
            if link not in found:
                found.add(link)
                waiting.append(link)
    assert texts.keys() - found == set()
    assert sum(bool(re.fullmatch(r"/incidents/[^/]+/", link)) for link in found) == INCIDENTS
    terms = [address for address in texts if re.fullmatch(r"/(tags|actors|systems|types)/(?!by/)[^/]+/", address)]
    assert len(terms) > TAGS + ACTORS
    feeds = {f"{address}feed.xml" for address in terms}
    feeds |= {"/feed.xml", "/atom.xml", "/feed.json", "/corrections.xml", "/feeds.opml"}
    assert feeds - found == set()


def test_every_incident_stands_once_in_its_year_and_once_under_each_of_its_terms(texts: dict[str, str]) -> None:
    entry = re.compile(r'<article .*?href="/incidents/([^/]+)/"', re.DOTALL)
    for folder in ("years/2025/[0-9]{2}", "tags/theft/[0-9]{4}", "types/leak/[0-9]{4}"):
        lists = [text for address, text in texts.items() if re.fullmatch(f"/{folder}/([0-9]+/)?", address)]
        listed = [slug for text in lists for slug in entry.findall(text)]
        assert len(listed) == len(set(listed)), folder
        assert len(listed) > INCIDENTS / 2, folder


# ---------------------------------------------------------------- parts
@given(st.lists(st.integers(1, ROOM), max_size=FEW * 3))
def test_parts_are_the_whole_list_and_each_has_room_on_its_page(weights: list[int]) -> None:
    found = list(parts(lambda path: f"/{path}", Head("a/", "A", ""), weights, int, numbers))
    assert [weight for part in found for weight in part.items] == weights
    assert len(weights) <= FEW or all(sum(part.items) <= ROOM for part in found)
    assert len({part.head.path for part in found}) == len(found) == len({part.head.title for part in found})
    for part in found:
        assert [link.href for link in part.links if link.current] == [f"/{part.head.path}"] * (len(found) > 1)
        assert len(part.links) == (len(found) if len(found) > 1 else 0)


def test_a_list_that_has_room_is_on_one_page_and_a_longer_one_says_where_its_parts_begin() -> None:
    few, many = (list(parts(str, Head("a/", "A", ""), [ROOM // 100] * n, int, numbers)) for n in (100, 201))
    assert [part.head.path for part in few] == ["a/"]
    assert [part.head.path for part in many] == ["a/", "a/2/", "a/3/"]
    assert [part.head.title for part in many] == ["A", "A (2/3)", "A (3/3)"]
    assert [link.text for link in many[0].links] == ["1–100", "101–200", "201–201"]
