"""A symbolic link in somebody's pull request publishes no file of the machine that builds."""

from pathlib import Path

import pytest

from site_builder.build import build
from site_builder.messages import from_here
from site_builder.problems import as_text
from site_builder.records.files import source_lines
from tests.tied_site import records, written

PRIVATE = "what only the machine that builds knows"
WHERE = [
    "content",
    "content/incidents",
    "content/incidents/2025",
    "content/incidents/2025/record-1.yaml",
    "content/pages",
    "content/pages/about.md",
    "content/pages/secret.md",
    "content/site.yaml",
    "content/static",
    "content/static/tags",
    "content/static/secret.txt",
    "content/tags.yaml",
    "templates",
    "templates/.hidden.html",
    "templates/assets",
    "templates/assets/secret.txt",
    "templates/base.html",
    "templates/languages",
    "templates/partials",
    "templates/partials/permalink.html",
]


@pytest.mark.parametrize("path", WHERE)
def test_links_that_lead_out_of_a_site_are_errors(path: str, tmp_path: Path) -> None:
    written(root := tmp_path / "site", records(1, 4))
    elsewhere = tmp_path / "elsewhere"
    link = root / path
    link.parent.mkdir(parents=True, exist_ok=True)
    if link.exists():
        link.rename(elsewhere)
    elif link.suffix:
        elsewhere.write_text(PRIVATE)
    else:
        elsewhere.mkdir()
        (elsewhere / "secret.html").write_text(PRIVATE)
    link.symlink_to(elsewhere)
    done = build(root, root / "public", environ={}, jobs=1, search=False)
    links = [problem for problem in done.problems if problem.code == "file-name"]
    assert path in [problem.file for problem in links]
    assert not (root / "public").exists()
    assert PRIVATE not in as_text(from_here(root, links), source_lines)


def test_what_editors_mark_open_files_with_is_no_error(tmp_path: Path) -> None:
    written(root := tmp_path / "site", records(1, 4))
    for folder in ("content/incidents/2025", "content/static", "templates/partials"):
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / ".#a.yaml").symlink_to("somebody@host.1234")
    found = build(root, root / "public", environ={}, jobs=1, search=False)
    assert found.written
    assert "file-name" not in {problem.code for problem in found.problems}
