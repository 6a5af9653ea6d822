"""Files that are nearly right: what every reader reads, cut, changed and stuck together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

from hypothesis import strategies as st

from tests.fuzzing.values import texts
from tests.reading.everything import EVERYTHING
from tests.reading.packing import word, zipped

_TOKENS: Final = (
    *(b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r\n", b"\n\n", b"<", b">", b"&", b"&#x0;"),
    *(b"<!--", b"]]>", b"<![CDATA[", b"<!DOCTYPE html>", b"<script>", b"</p>", b"<p>", b"<body>"),
    *(b"{", b"}", b"[", b"]", b'"', b"\\ud800", b"null", b"1e999", b"NaN", b"-1", b"9" * 30, b": "),
    *(
        b"---\n",
        b"published: ",
        b"datePublished",
        b"2025-13-45",
        b"0000-00-00",
        b"T24:00",
        b"+99:99",
    ),
    *(
        b"charset=utf-7",
        b"charset=hz",
        b"encoding='rot13'",
        b"Content-Length: -1",
        b"base64",
        b"=?",
    ),
    *(b"obj", b"stream", b"endobj", b"/Length 99999999", b"/Kids", b"0 R", b"<<", b">>", b"xref"),
    *(b'"@type":', b'"NewsArticle"', b"urn:newsml:", b"<time datetime='", b"' content='", b"rel="),
    *(
        b"1",
        b"999999999",
        b"-999999999-01-01",
        b"10000-01-01",
        b"2025-02-30T25:61:61Z",
        b"xml:lang=",
    ),
)

Edit = tuple[int, int, bytes]
_edits: Final = st.lists(
    st.tuples(
        st.integers(0, 9_999),
        st.sampled_from([0, 0, 1, 2, 5, 20, 200, 5_000]),
        st.sampled_from(_TOKENS) | st.binary(max_size=12),
    ),
    max_size=12,
)


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """``data`` with places of it (in ten-thousandths) cut by some bytes, and others put there."""
    for place, cut, put in edits:
        at = len(data) * place // 10_000
        data = data[:at] + put + data[at + cut :]
    return data


def nearly(seeds: Sequence[bytes | str]) -> st.SearchStrategy[bytes]:
    """One of ``seeds``, edited in a few places."""
    plain = [seed.encode() if isinstance(seed, str) else seed for seed in seeds]
    return st.builds(edited, st.sampled_from(plain), _edits)


_json: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda held: (
        st.lists(held, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("title", "headline", "text", "body", "content", "url", "id", "guid", "date"),
                    *(
                        "published",
                        "published_at",
                        "updated",
                        "author",
                        "authors",
                        "name",
                        "source",
                    ),
                    *("language", "items", "version", "content_html", "date_published", "@type"),
                    *(
                        "uri",
                        "pubstatus",
                        "embargoed",
                        "versioncreated",
                        "usageterms",
                        "description_text",
                    ),
                    *(
                        "body_text",
                        "body_html",
                        "byline",
                        "firstcreated",
                        "provider",
                        "type",
                        "articles",
                    ),
                ]
            ),
            held,
            max_size=8,
        )
    ),
    max_leaves=12,
)
records: Final = _json.map(lambda value: json.dumps(value).encode())
"""JSON in the keys that records of articles and JSON feeds have."""

_packed_xml: Final = st.builds(
    edited, st.just(b"<w:p><w:r><w:t>It opened.</w:t></w:r></w:p>"), _edits
)
packed: Final = st.one_of(
    _packed_xml.map(lambda data: word(data.decode("utf-8", "replace"))),
    st.dictionaries(
        st.sampled_from(["a.txt", "b.html", "../c.md", "d.json", "e.zip", "word/document.xml"]),
        nearly(list(EVERYTHING.values())),
        max_size=3,
    ).map(zipped),
)
"""Archives that are whole, with members that are not."""
