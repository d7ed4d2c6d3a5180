"""The values: what problems there can be, one of them, and a fault whose place in the file is still to be found."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
Place = tuple[str | int, ...]

CODES: dict[str, tuple[Severity, str]] = {
    "yaml-syntax": ("error", "The file is not YAML."),
    "encoding": (
        "error",
        "The file is not plain UTF-8, or holds a character that breaks lines or cannot be shown.",
    ),
    "yaml-duplicate-key": ("error", "A mapping has the same key twice."),
    "yaml-anchor": ("error", "Anchors and aliases are not used in records."),
    "yaml-tag": ("error", "Custom YAML tags are not used in records."),
    "yaml-documents": ("error", "A file holds one YAML document."),
    "file-name": ("error", "A file stands where no such file belongs."),
    "file-missing": ("error", "A file that every site needs is not there."),
    "field-missing": ("error", "A required field is absent."),
    "field-unknown": ("error", "A key is not part of the format."),
    "field-type": ("error", "A value has the wrong shape: text, list, mapping or amount."),
    "field-empty": ("error", "A key has no value."),
    "text-length": ("error", "A text is too short or too long."),
    "value-unknown": ("error", "A word is not in its fixed list."),
    "value-duplicate": ("warning", "A list names the same thing twice."),
    "amount-order": ("error", "An amount's minimum is above its maximum."),
    "id-unknown": ("error", "A tag, actor, system, type, role or external name is not declared."),
    "id-renamed": ("warning", "A former id or slug is used; it has a new one."),
    "date-invalid": ("error", "A date is not in the subset of EDTF that records use."),
    "date-order": ("error", "An interval ends before it begins."),
    "cite-undefined": ("error", "A citation names no source of the record."),
    "cite-unused": ("warning", "A source is named nowhere."),
    "claim-uncited": ("warning", "A paragraph or list item with a figure has no citation."),
    "slug-duplicate": ("error", "Two records, or two sources of a record, have one slug."),
    "slug-invalid": (
        "error",
        "A slug is not lower-case ASCII letters, digits and single hyphens, at most 80.",
    ),
    "alias-taken": ("error", "A former slug or id belongs to something else."),
    "ref-missing": ("error", "A reference leads to no record or source."),
    "ref-circle": ("error", "References lead back to where they started."),
    "ref-self": ("error", "A record or source refers to itself."),
    "origins-too-few": ("error", "`corroborated` needs two independent origins."),
    "status-unsupported": ("error", "The status needs a source or a dispute that the record does not have."),
    "url-invalid": ("error", "An address is not http(s), or is malformed."),
    "source-unreachable": ("error", "A source has neither `url` nor `via`."),
    "language-missing": ("warning", "There is no catalogue of words in the site's language."),
    "path-collision": ("error", "Two outputs would have one path."),
    "template-syntax": ("error", "A template cannot be compiled, or a catalogue of words cannot be read."),
    "template-undefined": ("error", "A template uses a name that does not exist, or fails while it renders."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. Lines and columns count from 1, in characters; the end column is the first one after the fault.

    Problems sort by file and place.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    severity: Severity
    code: str
    message: str
    hint: str | None = None
    suggestion: str | None = None

    def __lt__(self, other: "Problem") -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[str, int, int, str, str, str]:
        return self.file, self.line, self.column, self.severity, self.code, self.message


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault by its place in the data: what a rule yields, before anyone asks on which line it stands.

    `place` is the way from the top of the file to the value; `at` says what to point at: the value, its key, the first
    key of the mapping there (for what is missing), the `occurrence`-th `[@` of a block of text (from 0), or the line of
    the paragraph that begins at its `occurrence`-th character.
    """

    code: str
    place: Place
    message: str
    hint: str | None = None
    suggestion: str | None = None
    at: Literal["value", "key", "first-key", "citation", "paragraph"] = "value"
    occurrence: int = 0


class ContentError(ValueError):
    """A value that breaks a rule of its own field; `records.validate` makes a `Fault` with the field's place of it.

    `inside` is the key of the part of the value that is wrong, where not all of it is.
    """

    def __init__(
        self,
        code: str,
        message: str,
        hint: str | None = None,
        suggestion: str | None = None,
        inside: str | None = None,
    ) -> None:
        super().__init__(code, message, hint, suggestion)  # so that it can be pickled
        self.code, self.message, self.hint, self.suggestion = code, message, hint, suggestion
        self.inside = inside

    def __str__(self) -> str:
        return self.message


def severity_of(code: str) -> Severity:
    """Whether the code is that of an error or of a warning."""
    return CODES[code][0]


def has_errors(problems: Iterable[Problem], *, strict: bool = False) -> bool:
    """Whether any of them is an error, or, if strict, whether there is any."""
    return any(strict or problem.severity == "error" for problem in problems)
