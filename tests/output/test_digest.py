import hashlib
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.output.digest import LIBRARIES, content_digest, digest, file_digest, library_versions, package_digest

parts = st.lists(st.binary(max_size=3) | st.text(max_size=3), max_size=4)


@given(parts, parts)
def test_digests_are_the_same_only_where_the_parts_are(one: list[str | bytes], two: list[str | bytes]) -> None:
    assert (digest(*one) == digest(*two)) == (one == two)


def test_content_digests_are_plain_sha256(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"abc")
    assert file_digest(tmp_path / "x") == content_digest(b"abc") == hashlib.sha256(b"abc").hexdigest()


def test_the_package_has_one_digest(tmp_path: Path) -> None:
    assert package_digest() == package_digest()
    assert len(package_digest()) == 64


def test_an_upgrade_of_any_library_that_has_a_hand_in_the_site_counts(root: Path) -> None:
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {requirement.split(">")[0] for requirement in project["dependencies"]}
    # Commands, the local server, and the search index, which is no output of ours.
    elsewhere = {"click", "rich", "watchdog", "starlette", "uvicorn", "pagefind_bin", "cbor2"}
    assert set(LIBRARIES) == declared - elsewhere
    assert library_versions() == tuple(map(version, LIBRARIES))


def test_a_library_without_a_folder_of_its_own_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "jinja2-9.egg-info").write_text("Metadata-Version: 2.1\nName: jinja2\nVersion: 9\n")
    for leftover in ("7.0", "6.9"):
        (tmp_path / f"PyYAML-{leftover}.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "nowhere"), *sys.path])
    assert library_versions.__wrapped__()[LIBRARIES.index("pyyaml")].startswith("6.9 7.0")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    monkeypatch.setattr("site_builder.output.digest.LIBRARIES", ("jinja2",))
    assert library_versions.__wrapped__() == ("9",)
