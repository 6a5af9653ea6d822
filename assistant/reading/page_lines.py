"""Lines of a web page that ask for something, and are no part of its article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from typing import Any, Final

_BLOCKS: Final = ("p", "li", "div", "h2", "h3", "h4", "h5", "strong", "b")
_LONGEST: Final = 400
_MOST_OF_LINKS: Final = 0.8
_LEAST_CAPITALS: Final = 4
_LEAST_REPEATED: Final = 100
_SENTENCE_END: Final = re.compile(r"[.!?…。！？][\"”’»')\]]*$")
_ITEM: Final = re.compile(r"^(?:[-•*–▪►▶»→>]+\s+)+")
_MEDIA: Final = (
    r"(?:twitter|x|facebook|instagram|youtube|tiktok|telegram|whatsapp|linkedin|threads|bluesky"
    r"|mastodon|snapchat|pinterest|flipboard|spotify|(?:google|apple) news)"
)


def _any_of(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


# What stands before the headline of something else, or above a list of such headlines.
_LABEL: Final = _any_of(
    r"read (?:more|also|next|on|this|the full (?:story|article|report))|also read|keep reading",
    r"see (?:also|more)|also see|related(?: (?:stor(?:y|ies)|articles?|coverage|content|links?|news"
    r"|reading|topics?|videos?))?|further reading|recommended(?: (?:for you|reading|stories))?",
    r"more(?: (?:stories|news|coverage|headlines))?(?: (?:from|on|about|in|like) .{1,60})?",
    r"don[’']t miss|must[- ]read|you (?:may|might) (?:also )?(?:like|be interested in)",
    r"most (?:read|popular)(?: (?:in|on) .{1,60})?|trending(?: now)?|top stories",
    r"editors?[’']s? picks?",
    r"in case you missed it|icymi|(?:up )?next up|up next|story timeline|explore (?:more|further)",
    r"watch(?: (?:now|also|more|next|live|below))?|listen(?: now)?|view (?:more|gallery)",
    r"continue reading|learn more|find out more|sponsored|advertisement|promoted(?: content)?",
    r"filed under|tagged(?: (?:with|under|as))?|tags|share(?: (?:this|on|via)(?: .{1,40})?)?",
)
# The same where they are links; a subheading of the article may begin with them, too.
_KIND: Final = _any_of(
    "insight|reaction|video|live|analysis|explainer|gallery|photos|opinion|podcast|exclusive"
)
_AFTER_LABEL: Final = r"\s*(?::|\||>|»|→|–|—)\s*\S.*"
_LABELLED: Final = re.compile(_LABEL + _AFTER_LABEL, re.IGNORECASE)
_LINK_LABELLED: Final = re.compile(_any_of(_LABEL, _KIND) + _AFTER_LABEL, re.IGNORECASE)
_ALONE: Final = re.compile(
    _any_of(
        _LABEL,
        r"skip advertisement|scroll (?:down )?to continue(?: .{1,30})?",
        r"advertisement\s*[-·|–—•]?\s*scroll to continue",
        r"(?:article|story) continues (?:below|after)(?: .{1,40})?",
        r"click (?:here|to tweet)|tweet|ad",
        r"(?:an? )?paid (?:content|post|partnership)(?: by .{1,60})?|report (?:this|an?) ad",
        r"\d+ min(?:ute)?s? (?:read|de (?:lectura|leitura|lecture)|lesezeit)",
        r"(?:(?:estimated )?read(?:ing)? time|tempo de leitura|tiempo de lectura|lesezeit"
        r"|temps de lecture)\s*:?\s*.{0,20}",
        r"(?:\d+ )?comments?|print|e-?mail|copy link|back to top|loading",
    )
    + r"\s*[:.…→»>]*",
    re.IGNORECASE,
)
# What speaks to the reader about the outlet, not about the story.
_ASKING: Final = re.compile(
    _any_of(
        rf"(?:you can |please |be sure to )?(?:follow\b.{{1,60}}|(?:like|find|join|connect with)"
        rf" (?:us|me|our|@\w+)\b.{{0,40}}) on\b.{{0,40}}\b{_MEDIA}\b.{{0,80}}",
        r"follow .{1,40}[’']s? (?:full |live |complete )?coverage\b.{0,120}",
        r"follow (?:us|@\w+)\b.{0,80}",
        r"(?:click|tap) here\b.{0,120}",
        r"get the .{0,80}\b(?:app|newsletter|in your inbox|delivered)\b.{0,160}",
        r"get .{1,60} on the go\b.{0,40}",
        r"(?:sign up|subscribe)\b.{0,80}\b(?:newsletters?|inbox|e-?mails?|alerts?|channel|podcast"
        r"|app|our|today|unlimited|updates)\b.{0,160}",
        r".{0,60}\bdelivered (?:straight |directly )?to your (?:inbox|e-?mail|phone)\b.{0,160}",
        r"(?:want|looking for|for) more (?:news|stories|coverage|from)\b.{0,120}",
        r"if you (?:enjoyed|liked) (?:this|what you)\b.{0,380}",
        r"(?:download|install) (?:the|our) .{0,40}\bapp\b.{0,80}",
        r"(?:have|got) a (?:news )?tip\?.{0,200}",
        r"support (?:our|independent|quality|local) (?:journalis\w+|news|reporting)\b.{0,120}",
        r"become a (?:member|subscriber|supporter|patron) (?:today|now|and|to)\b.{0,120}",
        r"(?:this|today[’']s) (?:newsletter|episode|podcast|article|story|post|edition|section"
        r"|report) (?:is|was) (?:sponsored|brought to you|presented|made possible) by\b.{0,160}",
        r"(?:a )?(?:word|message) from (?:our|today[’']s) sponsors?\b.{0,120}",
        r"(?:together with|presented by|sponsored by|in partnership with|brought to you by)\s*:?"
        r"\s*[^\s,.!?]{1,40}(?: [^\s,.!?]{1,40}){0,5}",
        r"(?:.{0,80}\b)?all rights reserved\b.{0,80}",
        r"(?:©|\(c\)|copyright(?: ©| \(c\)|(?= \d{4}))) .{0,160}",
        r"this material may not be published, broadcast.{0,120}",
    ),
    re.IGNORECASE,
)
# What stands below an article, and might stand in one.
_BELOW: Final = re.compile(
    _any_of(
        r"(?:©|\(c\)|copyright\b).{0,160}\d{4}\b.{0,40}",
        r"sources?\s*:\s*.{1,80}|(?-i:SOURCE)\b.{1,80}|something to consider",
        rf".{{0,300}}\bfollow (?:him|her|them|me|us)\b.{{0,60}}\bon\b.{{0,20}}\b{_MEDIA}\b"
        r".{0,120}",
    ),
    re.IGNORECASE,
)


def linked_lines(tree: Any) -> frozenset[str]:
    """The blocks of a page, parsed by lxml, that are links as a whole, each as one line."""
    lines = set()
    for element in tree.iter(*_BLOCKS):
        links = [*element.iter("a")]
        if not links or element.getparent() is None:
            continue
        text = "".join(element.itertext())
        if len(text) > _LONGEST:
            continue
        linked = sum(len(_line("".join(link.itertext()))) for link in links)
        line = _line(text)
        if line and linked >= _MOST_OF_LINKS * len(line):
            lines.add(line)
    return frozenset(lines)


def without_invitations(text: str, *, linked: Set[str]) -> str:
    """``text`` without lines that lead elsewhere, or ask the reader for something.

    Args:
        text: an article, a paragraph a line.
        linked: lines that are links as a whole, as ``linked_lines`` tells them. Those of
            them that are headlines go where they stand in capitals or end the text.
    """
    kept: list[str] = []
    listing = False
    for line in _once(text.split("\n")):
        plain = _line(line)
        if _is_invitation(plain, linked=linked) or (listing and _is_headline(plain, linked)):
            listing = listing or _ALONE.fullmatch(plain) is not None
            continue
        listing = False
        kept.append(line)
    while len(kept) > 1 and _is_below(_line(kept[-1]), linked=linked):
        kept.pop()
    return "\n".join(kept)


def _once(lines: Iterable[str]) -> Iterator[str]:
    """The lines, long sentences only the first time: what a page shows in two places."""
    seen: set[str] = set()
    for line in lines:
        short = len(line) < _LEAST_REPEATED or _SENTENCE_END.search(line) is None
        if short or line not in seen:
            seen.add(line)
            yield line


def _is_invitation(line: str, *, linked: Set[str]) -> bool:
    if not line or len(line) > _LONGEST:
        return False
    if _ALONE.fullmatch(line) or _ASKING.fullmatch(line):
        return True
    is_sentence = _SENTENCE_END.search(line) is not None
    if line in linked:
        shouted = not is_sentence and _is_shouted(line)
        return shouted or _LINK_LABELLED.fullmatch(line) is not None
    return not is_sentence and _LABELLED.fullmatch(line) is not None


def _is_below(line: str, *, linked: Set[str]) -> bool:
    """Whether a line at the end of a text is no part of it."""
    return not line or _is_headline(line, linked) or _BELOW.fullmatch(line) is not None


def _is_headline(line: str, linked: Set[str]) -> bool:
    """Whether a line is a link as a whole and no sentence: the headline of something else."""
    return line in linked and (line.endswith("?") or _SENTENCE_END.search(line) is None)


def _is_shouted(line: str) -> bool:
    return line.isupper() and len(line.split()) >= _LEAST_CAPITALS


def _line(text: str) -> str:
    return _ITEM.sub("", " ".join(text.split()))
