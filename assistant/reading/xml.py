"""XML to a tree, with nothing in it that could make it grow or reach outside."""

from __future__ import annotations

import re
from html import escape
from html.entities import html5
from typing import Any

from assistant.characters import well_formed
from assistant.errors import ReadingError
from assistant.reading.decoding import declared_charset, decode

XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,500}>")
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,40});")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_UNPARSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def parse_xml(text: str, *, name: str) -> Any:
    """Returns the root element of an XML document, names without their namespaces.

    Entities are those of XML and HTML alone: a document that declares others is refused,
    and no DTD, schema or catalogue is ever loaded.

    Args:
        text: the document.
        name: what people know it as.

    Raises:
        ReadingError: it is not well-formed, too deep, or has entities of its own.
    """
    from lxml import etree  # type: ignore[import-untyped]

    if _ENTITY.search(text):
        raise ReadingError(
            f"{name} declares entities of its own, which are not read",
            hint="Ask for it without a document type, or save the story as text",
        )
    # A declared encoding no longer holds once the bytes are decoded.
    plain = _DECLARATION.sub("", _UNPARSABLE.sub("", well_formed(text)), count=1)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_NAMED.sub(_character, plain).encode(), parser)
    except etree.XMLSyntaxError as error:
        reason = str(error.msg or "no element is found").partition(", line")[0]
        if "depth" in reason:
            raise ReadingError(
                f"{name} is nested too deeply to be read",
                hint="Ask for it in a simpler form, or save the story as text",
            ) from error
        raise ReadingError(
            f"{name} is not well-formed XML at line {error.lineno or 1}: {reason}",
            hint="It may have been cut off: export or download it again",
        ) from error
    if next(root.iter(etree.Entity), None) is not None:
        raise ReadingError(
            f"{name} names entities that are declared elsewhere",
            hint="Ask for it with the characters themselves, or save the story as text",
        )
    for element in root.iter("*"):
        if "}" in element.tag:
            element.tag = element.tag.partition("}")[2]
    return root


def xml_of(data: bytes, *, name: str) -> Any:
    """Returns the root element of a document of bytes, in the encoding that it declares.

    Raises:
        ReadingError: as ``parse_xml``, or it cannot be decoded.
    """
    return parse_xml(decode(data, name=name, declared=declared_charset(data)), name=name)


def _character(match: re.Match[str]) -> str:
    if match[1] in _OF_XML:
        return match[0]
    known = html5.get(match[0][1:])
    return f"&amp;{match[0][1:]}" if known is None else escape(known)


def text_within(element: Any) -> str:
    """Returns all the text in an element, in one line; empty where there is no element."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def text_at(root: Any, path: str) -> str:
    """Returns the text in the first element at ``path``, in one line; empty where there is none."""
    return text_within(root.find(path))


def attribute_at(root: Any, path: str, name: str) -> str:
    """Returns an attribute of the first element at ``path``; empty where there is none."""
    element = root.find(path)
    return "" if element is None else (element.get(name) or "").strip()
