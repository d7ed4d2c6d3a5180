import hashlib
from pathlib import Path

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
    assert len(library_versions()) == len(LIBRARIES)
