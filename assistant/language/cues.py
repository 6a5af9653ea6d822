"""The words by which English newswire says that somebody says something."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from assistant.language.word_lists import word_set


class CueKind(StrEnum):
    """What a cue makes of what follows it."""

    SAID = "said"
    CLAIMED = "claimed"
    PLANNED = "planned"
    BELIEVED = "believed"
    DENIED = "denied"
    FOUND = "found"
    HEARSAY = "hearsay"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of saying. A ``weak`` one has other uses, and needs "that" or a quotation."""

    kind: CueKind
    weak: bool = False


def _verbs(words: str, kind: CueKind, *, weak: bool = False) -> dict[str, Verb]:
    return dict.fromkeys(words.split(), Verb(kind, weak))


VERBS: Final[Mapping[str, Verb]] = {
    **_verbs("said say says told tells stated insisted insists argued argues", CueKind.SAID),
    **_verbs("warned warns testified asserted asserts cautioned emphasised", CueKind.SAID),
    **_verbs("emphasized reiterated quipped remarked commented lamented", CueKind.SAID),
    **_verbs("complained acknowledged acknowledges admitted admits conceded", CueKind.SAID),
    **_verbs("tweeted tweets suggested suggests contends maintains concluded", CueKind.SAID),
    **_verbs(
        "added adds noted notes reported reports wrote writes posted posts states tell explained "
        "explains confirmed confirms revealed reveals disclosed recalled recalls replied responded "
        "joked observed declared declares maintained stressed repeated countered continued "
        "continues asked shouted yelled cried whispered mused put called described branded dubbed "
        "labelled labeled dismissed denounced praised condemned hailed announced announces "
        "concludes contended signalled signaled clarified ruled argue insist warn believe note "
        "answered",
        CueKind.SAID,
        weak=True,
    ),
    **_verbs("claimed claims alleged alleges accused accuses", CueKind.CLAIMED),
    **_verbs("claim allege blamed blames", CueKind.CLAIMED, weak=True),
    **_verbs("pledged pledges vowed vows promised promises agreed agrees", CueKind.PLANNED),
    **_verbs("decided plans planned urged ordered", CueKind.PLANNED, weak=True),
    **_verbs("believes believed thinks predicted predicts", CueKind.BELIEVED),
    **_verbs("estimated estimates", CueKind.BELIEVED),
    **_verbs(
        "expects expected expect thought fears feared hopes hoped forecast forecasts projected "
        "projects estimate predict think fear hope projects",
        CueKind.BELIEVED,
        weak=True,
    ),
    **_verbs("denied denies deny disputed disputes rejected rejects", CueKind.DENIED, weak=True),
    **_verbs("found finds showed shows indicated indicates", CueKind.FOUND, weak=True),
    **_verbs("find show indicate suggest", CueKind.FOUND, weak=True),
}
"""The verbs, as they stand in lower case."""

INVERTING: Final = word_set(
    "said says wrote writes added adds warned warns tweeted explained explains recalled "
    "recalls noted notes insisted argued declared quipped joked concluded asked replied "
    "announced reported reports claimed claims"
)
"""Verbs before which the speaker's place is taken by what is said: "…," said Lind."""

GERUNDS: Final[Mapping[str, CueKind]] = {
    **dict.fromkeys(
        word_set(
            "saying adding arguing warning insisting noting stating suggesting predicting "
            "explaining acknowledging confirming announcing telling writing describing calling"
        ),
        CueKind.SAID,
    ),
    **dict.fromkeys(word_set("claiming alleging accusing blaming"), CueKind.CLAIMED),
    "denying": CueKind.DENIED,
}

HEARSAY: Final = re.compile(
    r"\b(?:reportedly|allegedly|purportedly|supposedly"
    r"|(?:is|are|was|were|been) (?:also |widely |now )?"
    r"(?:said|alleged|believed|thought|reported|understood|rumou?red|claimed|estimated) to"
    r"|(?:[Ii]t|it) (?:is|was|has been) (?:also |widely )?"
    r"(?:said|alleged|believed|thought|reported|understood|rumou?red|claimed|estimated)(?: that)?"
    r"|(?:is|are|was|were|been|being|stands?) (?:also )?"
    r"(?:accused of|suspected of|suspected to|charged with)"
    r"|quoted as saying(?: that)?|quoted by|reported to have)(?!\w)"
)
"""What makes a report of a clause without saying whose."""

NOMINAL: Final = re.compile(
    r"\b(?:claims?|allegations?|accusations?|assertions?|suggestions?|rumou?rs?|contentions?"
    r"|statements?|announcements?|beliefs?|warnings?|reports?|predictions?|forecasts?|complaints?"
    r"|denials?|insistence|testimony|estimates?|fears|concerns?) that(?!\w)"
)
"""What somebody says, as a noun: the ministry's claim that …"""

ACCORDING: Final = re.compile(
    r"\b(?:[Aa]ccording to(?! (?:plans?|schedule|law|rules|tradition|custom|size|age)\b)"
    r"|[Ii]n the (?:words|view|opinion) of|[Aa]s reported by)(?!\w)"
)

LOOSE: Final = re.compile(
    r"\b(?:said|says?|saying|told|tells?|telling|according|claim\w{0,4}|alleg\w{2,8}|report(?:s|ed|"
    r"edly|ing)|accus\w{2,6}|suspect\w{0,5}|purported\w{0,2}|supposed\w{0,2}|rumou?r\w{0,4}"
    r"|announc\w{1,6}|stat(?:ed|es|ing|ements?)|argu(?:ed|es|ing|ment)|warn\w{0,5}|insist\w{0,5}"
    r"|den(?:ied|ies|y|ying|ial)|believ\w{1,4}|thinks?|thought|expect\w{0,4}|estimat\w{1,4}"
    r"|suggest\w{0,4}|predict\w{0,5}|cit(?:ed|es|ing)|quot(?:ed|es|ing)|not(?:ed|es|ing)|wrote"
    r"|writ(?:es|ing)|tweet\w{0,3}|post(?:ed|s|ing)|testif\w{2,5}|testimony|acknowledg\w{1,4}"
    r"|admit\w{0,4}|conced\w{1,3}|confirm\w{0,4}|call(?:s|ed|ing)|describ\w{1,4}|blam\w{1,4}"
    r"|express\w{0,4}|fear\w{0,3}|hop(?:es|ed|ing)|add(?:ed|s|ing)|explain\w{0,4}|stress\w{0,4}"
    r"|emphasi[sz]\w{1,3}|contend\w{0,3}|maintain\w{0,3}|assert\w{0,4}|declar\w{1,4}|pledg\w{1,4}"
    r"|vow\w{0,3}|promis\w{1,4}|urg(?:ed|es|ing)|argue|charged with|recall\w{0,4}|credit\w{0,3}"
    r"|prais\w{1,3}|criticis\w{1,3}|criticiz\w{1,3}|complain\w{0,4}|show(?:s|ed|n)?|found|finds?"
    r"|indicat\w{1,4}|reveal\w{0,3}|observ\w{1,3}|remark\w{0,3}|opinion|view|words)\b",
    re.IGNORECASE,
)
"""Any sign at all that a sentence gives what it says to somebody."""

FINITE: Final = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|will|would|can|could|may|might|must|should|shall|do|does"
    r"|did|[a-z]{1,7}n[’']t|(?!need|seed|feed|speed|indeed)[a-z]{2,14}ed|rose|fell|went|came|took"
    r"|made|got|gave|won|lost|left|met|led|began|knew|saw|told|said|says|held|kept|ran|hit|sent"
    r"|spent|built|broke|became|felt|brought|bought|caught|paid|sold|shot|stood|wrote|drew|grew"
    r"|needs?|wants?|remains?|seems?|appears?|believes?|thinks?|makes?|takes?|gets?|goes|comes"
    r"|requires?|includes?|continues?|allows?|depends?|means?|hopes?|faces?|lacks?|there[’']s"
    r"|it[’']s|he[’']s|she[’']s|that[’']s|(?:we|they|you|i)[’'](?:re|ve|ll))\b"
)
"""Words that show a clause with a verb of its own."""
