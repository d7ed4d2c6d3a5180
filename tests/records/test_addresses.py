"""Addresses are http(s) and well-formed, or what is wrong is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.records.addresses import nearest_url, url_fault

GOOD = [
    "https://example.org", "http://example.org:8080/a?b=c&d=[e]#f", "https://xn--bcher-kva.example/", "https://bücher.example/ä",
    "https://[2001:db8::1]/x", "https://192.0.2.1/", "HTTPS://EXAMPLE.ORG/", "https://a_b.example.org/", "https://example.org./",
    "https://example.org/a|b", "https://example.org/(a)'*;,@:!$", "https://localhost/",
]  # fmt: skip


@pytest.mark.parametrize("url", GOOD)
def test_an_address_that_browsers_take_is_right(url: str) -> None:
    assert url_fault(url) is None


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("example.org", "is not a whole address"), ("//example.org", "is not a whole address"),
        ("ftp://example.org", "not http"),
        ("javascript:alert(1)", "not http"), ("https://", "no host"), ("https:///x", "no host"),
        ("https:example.org", "no host"),
        ("https://user@example.org/", "user name"), ("https://example.org/a b", "a space"),
        ("https://example.org/<b>", "the character"),
        ("https://.example.org/", "malformed host"), ("https://a..b/", "malformed host"),
        ("https://-a.org/", "malformed host"),
        ("https://example.org:99999/", "malformed"), ("https://[::1/", "malformed"),
        ("https://" + "a" * 64 + ".org/", "malformed host"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_address_is_said(url: str, fault: str) -> None:
    assert fault in (url_fault(url) or "")


@given(st.text() | st.text(alphabet="https:/.@[]#?%a1 \u00a0").map(lambda text: f"https://{text}"))
def test_no_text_breaks_it_and_what_is_suggested_is_right(text: str) -> None:
    url_fault(text)
    meant = nearest_url(text)
    assert meant is None or url_fault(meant) is None
