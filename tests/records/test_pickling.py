"""Values come out of the cache as they went in."""

from pathlib import Path

import pytest

from site_builder.prose.reading import read_record
from site_builder.records.library import attached, nowhere
from site_builder.records.pickling import dumps, loads
from site_builder.records.vocabularies import read_vocabulary
from tests.records.sites import SITE

RECORDS = sorted(name for name in SITE if name.startswith("content/incidents/"))


def data(name: str) -> bytes:
    found = SITE[name]
    return found if isinstance(found, bytes) else found.encode()


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_and_its_prose_come_back_as_they_were(name: str) -> None:
    reading, whole = read_record(name, Path(name).stem, data(name))
    assert reading.incident is not None
    # How a record is fetched is the business of who reads it.
    for value in (reading._replace(incident=attached(reading.incident, nowhere)), whole):
        assert value is not None
        back = loads(dumps(value))
        assert type(back) is type(value)
        assert back == value
        assert repr(back) == repr(value)


def test_a_vocabulary_comes_back_as_it_was() -> None:
    reading = read_vocabulary("tags", "content/tags.yaml", data("content/tags.yaml"))
    assert loads(dumps(reading)) == reading


def test_what_comes_back_is_still_frozen() -> None:
    reading, whole = read_record(RECORDS[0], Path(RECORDS[0]).stem, data(RECORDS[0]))
    incident = loads(dumps(reading)).incident
    with pytest.raises(AttributeError):
        incident.slug = "other"
    with pytest.raises(ValueError, match="frozen"):
        loads(dumps(whole)).record.title = "Other"
