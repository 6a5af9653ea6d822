"""One of everything that can be read, as members of a zip folder."""

from __future__ import annotations

from tests.reading.making import ARTICLE, pdf, web_page
from tests.reading.packing import (
    mail,
    news_item,
    nitf,
    warc_gz,
    warc_record,
    word,
    word_paragraph,
    zipped,
)

TEXT = "Bridge opens\n\nIt opened on Monday.\n"
EVERYTHING: dict[str, bytes | str] = {
    "a.txt": TEXT,
    "b.md": "---\ntitle: Markdown\n---\nIt *opened*.",
    "c.html": web_page(title="Page"),
    "d.pdf": pdf([ARTICLE], properties={"Title": "A PDF"}),
    "e.json": '[{"title": "One", "text": "It is."}, {"title": "Two", "text": "It was."}]',
    "sub/f.jsonl": '{"title": "Line", "text": "It is."}\n',
    "sub/g.xml": nitf(),
    "sub/h.newsml": news_item(title="News item"),
    "i.eml": mail(plain="It opened.", subject="Mail"),
    "j.docx": word("".join(map(word_paragraph, ("Word", "It opened there.")))),
    "k.warc": warc_record(web_page(title="Saved").encode()),
    "l.warc.gz": warc_gz(warc_record(web_page(title="Saved too").encode())),
    "m.zip": zipped({"n.txt": "Nested\n\nIt opened within.\n"}),
}
TITLES = [
    *("Bridge opens", "Markdown", "Page", "A PDF", "One", "Two", "Line"),
    *("Ostvik closes its ferry terminal", "News item", "Mail", "Word", "Saved", "Saved too"),
    "Nested",
]
