"""Which web addresses may be fetched at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import FetchError
from assistant.fetching.locations import locate, without_tracking


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://News.Example/a?b=1#part", "https://news.example/a?b=1"),
        ("http://news.example", "http://news.example/"),
        ("http://news.example:80/a", "http://news.example/a"),
        ("https://news.example:8443/a", "https://news.example:8443/a"),
        ("https://münchen.example/ü", "https://xn--mnchen-3ya.example/%C3%BC"),
        ("http://[2606:2800:220:1::1]:8080/", "http://[2606:2800:220:1::1]:8080/"),
        ("http://93.184.216.34/", "http://93.184.216.34/"),
        ("  https://news.example/a\n", "https://news.example/a"),
        ("https://news.example./a", "https://news.example/a"),
    ],
)
def test_an_address_and_its_parts(written: str, meant: str) -> None:
    assert locate(written).address == meant
    assert locate(meant) == locate(written)


@pytest.mark.parametrize(
    "written",
    [
        *("javascript:alert(1)", "file:///etc/passwd", "ftp://news.example/a", "data:text/html,x"),
        *("gopher://news.example/", "//news.example/a", "news.example/a", "", "http:///a"),
        *("https://reader@news.example/", "https://u:p@news.example/", "http://a@127.0.0.1/"),
        *("http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/"),
        *("http://0x7f.0.0.1/", "http://017700000001/", "http://1.2.3.4./", "http://4294967297/"),
        *("http://[fe80::1%25eth0]/", "http://[::1", "http://news.example\\@127.0.0.1/"),
        *("http://news.example/a b", "http://news.example/a\nb", "http://news.example:99999/"),
        *("http://\u200bnews.example/", "http://①②⑦.0.0.1/", "http://./", "http://a..b/\ud800"),
        *("http://news.example:0/", "http://news.example:-1/", "http://news.example:8o/"),
        "http://news.example/" + "a" * 5_000,
    ],
)
def test_what_is_never_fetched(written: str) -> None:
    with pytest.raises(FetchError):
        locate(written)


@pytest.mark.parametrize(
    ("link", "meant"),
    [
        ("/b", "https://news.example/b"),
        ("c?d", "https://news.example/a/c?d"),
        ("//other.example/x", "https://other.example/x"),
        ("http://other.example", "http://other.example/"),
        ("?page=2", "https://news.example/a/b?page=2"),
    ],
)
def test_links_are_meant_from_where_they_stand(link: str, meant: str) -> None:
    assert locate(link, base=locate("https://news.example/a/b")).address == meant


@pytest.mark.parametrize("link", ["javascript:void(0)", "file:///etc/passwd", "//u@h/", "//127.1/"])
def test_a_link_leads_to_nothing_that_is_not_fetched(link: str) -> None:
    with pytest.raises(FetchError):
        locate(link, base=locate("https://news.example/a/b"))


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for written in (text, f"http://{text}", f"https://news.example/{text}"):
        try:
            found = locate(written)
        except FetchError:
            continue
        assert found.scheme in {"http", "https"}
        assert "@" not in found.site
        assert locate(found.address) == found


def test_what_only_tells_where_readers_come_from_goes() -> None:
    written = "https://news.example/a?utm_source=x&id=7&fbclid=y&utm_medium=z&page=2&gclid=1"
    assert without_tracking(locate(written)).address == "https://news.example/a?id=7&page=2"
    assert without_tracking(locate("https://a.example/?utm_id=1")).address == "https://a.example/"
    kept = locate("https://news.example/a?gid=1&story=utm_source&id=")
    assert without_tracking(kept) == kept
