"""One record's file read whole, its Markdown too. `records.reading` reads all but the Markdown."""

from collections.abc import Iterable

from site_builder.problems import Fault
from site_builder.prose.check import prose_faults, said_faults
from site_builder.prose.notes import Whole, compile_record
from site_builder.records.reading import Reading, close_record, open_record


def read_record(file: str, slug: str, data: bytes) -> tuple[Reading, Whole | None]:
    """The reading with the faults of its Markdown too, and the whole record where it is right."""
    opened = open_record(file, slug, data)
    faults: Iterable[Fault]
    if opened.record is None:
        whole, faults = None, said_faults(opened.said)
    else:
        whole = Whole(opened.record, compile_record(opened.record))
        faults = prose_faults(*whole)
    reading = close_record(opened, data, faults)
    return reading, whole if reading.incident else None
