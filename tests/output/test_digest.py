import hashlib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from site_builder.output.digest import content_digest, digest, file_digest, package_digest

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
