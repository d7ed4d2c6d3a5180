"""Problems: what is wrong in content or templates, as values, and the ways to show them.

Owns the list of codes, the `Problem` value (`values`), suggestions (`nearest`) and the renderings (`reports`). Where a
fault stands in a file is found by `records.spans`; which faults there are is decided by the rules of `records`, `prose`
and `output`.
"""

from site_builder.problems.nearest import suggest
from site_builder.problems.reports import (
    Lines,
    as_annotations,
    as_github,
    as_json,
    as_summary,
    as_text,
    counts,
    printable,
    quoted,
)
from site_builder.problems.values import (
    CODES,
    ContentError,
    Fault,
    Place,
    Problem,
    Severity,
    has_errors,
    severity_of,
)

__all__ = [
    "CODES",
    "ContentError",
    "Fault",
    "Lines",
    "Place",
    "Problem",
    "Severity",
    "as_annotations",
    "as_github",
    "as_json",
    "as_summary",
    "as_text",
    "counts",
    "has_errors",
    "printable",
    "quoted",
    "severity_of",
    "suggest",
]
