"""One broken site per problem code, with the exact report that it must give, and a good twin.

Each `<code>.txt` stands alone: what the code means, then parts, each under a line `=== `, that hold the files of the
bad site, the report, and the files of the good site. A file that is `absent` is one of the common files taken away.
The common files are those of `COMMON`.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from site_builder.problems import Problem, as_text
from site_builder.records.positions import lines_of
from tests.records.sites import SITE, check, write

FOLDER = Path(__file__).parent
COMMON = {name: content for name, content in SITE.items() if not name.startswith("content/incidents/")}
# Codes of files of templates and of outputs, which are found by the whole pipeline.
PIPELINE = ("language-missing", "path-collision", "template-syntax", "template-undefined")

Files = Mapping[str, str | None]


class Fixture(NamedTuple):
    """A problem code by example. None for a common file that is taken away."""

    code: str
    meaning: str
    bad: Files
    report: str
    good: Files

    def dump(self) -> str:
        """The text of the fixture's file."""
        parts = [("bad", self.bad), ("good", self.good)]
        texts = {
            side: "".join(
                f"=== {side} {name}{' absent' if text is None else ''}\n{text or ''}" for name, text in files.items()
            )
            for side, files in parts
        }
        return f"{self.meaning}\n{texts['bad']}=== report\n{self.report}\n{texts['good']}"


def fixture(code: str) -> Fixture:
    """The fixture in `<code>.txt`."""
    meaning, *parts = (FOLDER / f"{code}.txt").read_bytes().decode().split("=== ")
    sides: dict[str, dict[str, str | None]] = {"bad": {}, "good": {}}
    report = ""
    for part in parts:
        head, _, text = part.partition("\n")
        side, *name = head.split(" ")
        if side == "report":
            report = text.removesuffix("\n")
        else:
            sides[side][name[0]] = None if name[1:] == ["absent"] else text
    return Fixture(code, meaning.strip(), sides["bad"], report, sides["good"])


def problems_of(files: Files, root: Path) -> list[Problem]:
    """All problems of a site of the common files and these, written below `root`."""
    present = {name: text for name, text in files.items() if text is not None}
    write(root, {name: text for name, text in COMMON.items() if name not in files} | present)
    if any(name.startswith(("templates/", "content/static/", "content/site.yaml")) for name in files):
        from site_builder.build import build

        return list(build(root, root / "public", environ={}).problems)
    return check(root)


def report_of(files: Files) -> str:
    """The text report of such a site."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)

        def lines(file: str) -> list[str]:
            path = root / file
            return lines_of(path.read_bytes().decode("utf-8", "replace")) if path.is_file() else []

        return as_text(problems_of(files, root), lines)
