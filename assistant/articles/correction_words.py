"""The wordings by which articles say that they were corrected, clarified, retracted or updated."""

from __future__ import annotations

import re
from typing import Final

_ARTICLE: Final = (
    r"(?:article|story|report|piece|post|page|column|review|obituary|interview|analysis|profile"
    r"|essay|editorial|headline|caption|graphic|graph|chart|map|table|photo(?:graph)?|picture|video"
    r"|podcast|transcript|newsletter|dispatch|item|file|live ?blog|blog(?: post)?|copy|crossword"
    r"|recipe|quiz|explainer|feature|guide|entry)"
)
_KIND_OF: Final = r"(?:(?:online|print|news|wire|opinion|web|digital|[A-Z]\w+(?: \d{1,2})?,?) )?"
_OUTLET: Final = r"(?:[A-Z][\w.&’'-]*(?: (?:of|and|the|[A-Z][\w.&’'-]*)){0,4})"
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WHEN: Final = (
    rf"(?>[\s,.()/]*+(?:on|at|of|added|appended|posted|published|issued|for|{_MONTH}|[ap]\.?m"
    r"|e[sd]?t|p[sd]?t|gmt|utc|bst|\d{1,2}[:.]\d\d|\d{1,4}(?:st|nd|rd|th)?|mon(?:day)?"
    r"|tues?(?:day)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
    r"(?![^\W\d_]))*+"
)
_DECORATION: Final = r"[\s•*\-–—_·●▪■►>#~=\[(]*+(?:(?:please )?note:\s*+)?"

LABEL: Final = re.compile(
    rf"{_DECORATION}(?P<label>(?:update[sd]? (?:and|&)\s*)?"
    r"(?:corrections?|clarifications?|retractions?|errat(?:um|a)|corrected|retracted|withdrawn"
    r"|amendments?|for the record|update[sd]?|editor[’'`]?s?[’'`]? note|(?:a )?note from the"
    r" editors?|publisher[’'`]s note)"
    r"(?:\s*(?:and|&|/|or)\s*(?:corrections?|clarifications?|amplifications?|update[sd]?))*)"
    rf"(?:\s+to this {_ARTICLE})?{_WHEN}[\s.,)\]]*+(?:[:|—–]|-{{1,2}}(?=\s)|$)",
    re.IGNORECASE,
)
WHEN: Final = re.compile(_WHEN, re.IGNORECASE)
"""The date that may stand beside a label."""
ABOUT_ITSELF: Final = re.compile(
    rf"{_DECORATION}(?:"
    r"(?:(?:due to|because of|owing to) [^.!?]{3,80}, )?"
    rf"(?:in )?an? (?:earlier|previous|prior|original|initial|older|first) "
    rf"{_KIND_OF}(?:version|edition|draft|{_ARTICLE}) (?:of|for|on|in|to) (?:this|our) "
    rf"{_KIND_OF}{_ARTICLE}\b"
    rf"|this {_KIND_OF}{_ARTICLE} (?:originally|initially|previously|first) "
    r"(?:said|stated|reported|gave|named|quoted|referred|described|misstated|misspelled)\b"
    rf"|(?:the|in the) (?:earlier|previous|original|initial) version of this {_KIND_OF}{_ARTICLE}\b"
    rf"|(?:a|one) (?:correction|clarification) (?:was|has been) "
    rf"(?:made|appended|added|issued|published)\b"
    rf"|(?:the {_ARTICLE}|a {_ARTICLE}|this)[^.!?]{{0,60}} (?:misstated|misspelled|misspelt"
    rf"|misidentified|misattributed|misquoted|erroneously|incorrectly|mistakenly)\b"
    rf"|(?:in )?an? {_ARTICLE} (?:published |posted )?(?:on |about )[^.!?]{{3,200}}"
    r"\b(?:misstated|misspelled|misspelt|misidentified|misattributed|misquoted"
    r"|(?:erroneously|incorrectly|mistakenly) (?:reported|said|stated|identified|attributed))\b"
    rf"|in (?:a|an|some) {_ARTICLE}s? (?:published |sent |moved |from |on |about |dated )"
    rf"[^!?]{{3,300}}(?:the associated press|{_OUTLET}|we|it) "
    r"(?:erroneously|incorrectly|mistakenly|misidentified|misstated|misspelled)\b"
    rf"|we (?:have |’ve |'ve )?(?:corrected|retracted|withdrawn|removed|amended|clarified"
    rf"|taken down) (?:this|an earlier|the) {_KIND_OF}{_ARTICLE}\b"
    r"|we (?:sincerely |deeply )?(?:regret|apologi[sz]e for) the(?:se)? errors?\b"
    rf"|{_OUTLET} (?:has |have )?(?:corrected|retracted|withdrawn|removed|withdrew) this "
    rf"{_KIND_OF}{_ARTICLE}\b"
    rf"|{_OUTLET} (?:is|are) (?:withdrawing|retracting) (?:this|its|the|an?) {_KIND_OF}{_ARTICLE}\b"
    r")",
    re.IGNORECASE,
)
VERSION_OF_THIS: Final = "version of this"
THIS_HAS_BEEN: Final = re.compile(
    rf"{_DECORATION}(?P<which>this|the)(?: headline (?:of|on) this)? {_KIND_OF}"
    rf"(?P<what>{_ARTICLE})"
    r"(?:[’']s headline| and (?:its |the )?headline)?"
    rf"(?:,? (?:which|originally|first)[^.!?]{{0,120}}?,?)?"
    r" (?:has (?:now |since |also )?been|was(?: also)?|is(?: being)?|were|have been)"
    r" (?:(?:officially|further|subsequently|later|first|originally|slightly|substantially) )?"
    r"(?P<done>amended|corrected|updated|revised|clarified|edited|changed|modified|altered"
    r"|retracted|withdrawn|removed|taken down|unpublished|refiled|published|posted)"
    r"(?! (?:for the|by the|into|as a)\b)",
    re.IGNORECASE,
)
THE_OWN: Final = re.compile(
    r"[\s•*(\[]*the (?:(?:story|article|headline) (?:has been|was) (?:updated|corrected|amended"
    r"|revised|clarified) (?:to|with|after|because)\b|headline (?:of|on) this\b)",
    re.IGNORECASE,
)
"""How an article calls itself "the story"; else that is one that the news are about."""
DEVELOPING: Final = re.compile(
    rf"{_DECORATION}this is a (?:developing|breaking)(?: news)? story and (?:has been|was) updated",
    re.IGNORECASE,
)
IT_WAS: Final = re.compile(
    r"\b(?:it|this) (?:was|has been) (?:amended|corrected|updated|revised|clarified)"
    r"\b[^.!?]{0,80}\b(?:to|because|after|with|on)\b",
    re.IGNORECASE,
)
SLUG: Final = re.compile(
    rf"[\s\[]*\((?:eds:? )?(?:(?:officially |{_OUTLET} )?"
    r"(?P<done>corrects|corrected|correcting|clarifies|clarified|refiles|refiled|refiling"
    r"|removes|fixes|amends|withdraws|retracts|deletes|drops)\b)",
    re.IGNORECASE,
)
SHOUTED: Final = re.compile(
    r"[\s\[(]*(?:(?:Eds|EDS|Editors|EDITORS):? )?(?:[A-Z]+ )?"
    r"(?P<done>CORRECTS|CORRECTED|CORRECTION|CORRECTING|CLARIFIES|REFILES?|REFILED|RETRACTS"
    r"|RETRACTION|WITHDRAWS|WITHDRAWN|KILL|KILLED)\b(?![’']S)"
)
KILL: Final = re.compile(
    rf"{_DECORATION}(?:(?:bulletin|mandatory|urgent|advisory|kill|notice|eds|editors|attention"
    r"|attn)\W+){0,4}(?:please )?(?:kill|withdraw|disregard|withhold|do not (?:use|publish))\b"
    rf"[^.!?]{{0,100}}\b(?:{_ARTICLE}|slug(?:ged)?|photo|above|below|following)\b"
    rf"|{_DECORATION}(?:(?:bulletin|mandatory|urgent|advisory|eds|editors|attention)\W+){{1,3}}"
    rf"the {_ARTICLE}[^!?]{{3,200}}\b(?:is|was|has been|are) (?:incorrect and is |wrong and is )?"
    r"(?:withdrawn|retracted|killed)\b"
    rf"|{_DECORATION}(?:bulletin |mandatory |advisory )?kill(?: notice| advisory)?\s*[:—–-]",
    re.IGNORECASE,
)
TITLE: Final = re.compile(
    r"[\s/(\[*]*(?:(?P<done>corrected|correction|corrects|corrections|clarification|retraction"
    r"|retracted|withdrawn|refile|kill|mandatory kill|correction & clarification)"
    r"(?:[-\s]*(?:official|update \d+|\(official\)))?\s*[)\]/]*\s*[-:–—]+|"
    r"(?P<late>refile|corrected)(?: \d+)?[-:])",
    re.IGNORECASE,
)

WRONG: Final = re.compile(
    r"\b(?:(?:in)?correct(?:ly|ed|ions?|s|ing)?|inaccura\w+|err(?:or|ed|ors|oneous\w*)|mistake\w*|misst\w+"
    r"|misspel\w+|misidentif\w+|misattribut\w+|misquot\w+|misreport\w+|mischaracteri\w+"
    r"|misinterpret\w+|mislabel\w+|misnam\w+|mistranslat\w+|typo\w*|wrong(?:ly)?|fix(?:es|ed)?"
    r"|refil\w+|should have (?:said|been|read)|rectif\w+|amended|false(?:ly)?|transposed)\b",
    re.IGNORECASE,
)
CLEARER: Final = re.compile(r"\b(?:clarif\w+|clearer|made clear|unclear|context)\b", re.IGNORECASE)
WHOLE: Final = frozenset(
    {"article", "story", "report", "piece", "post", "column", "page", "review"}
)
"""What is taken back as a whole; a photo that was removed leaves its article."""
_WHOLE: Final = rf"(?:{'|'.join(sorted(WHOLE))})"
TAKEN_BACK: Final = re.compile(
    r"\b(?:(?:retract|withdraw|unpublish)(?:s|ed|n|ing)?|withdrew|removed|taken down|took down)"
    rf" (?:this|the|its|our|an?) (?:\w+ )?{_WHOLE}\b"
    rf"|\b(?:this|the|our|its) (?:\w+ )?{_WHOLE}(?: headlined [^.!?]{{1,150}})?"
    r" (?:is|was|has been|were|are)(?: being| now| incorrect and is| wrong and is)?"
    r" (?:retracted|withdrawn|removed|taken down|killed|unpublished)\b"
    r"|\bdid not meet (?:our|its|the|\w+[’']?s) (?:\w+ )?standards\b"
    r"|\b(?:no longer stands? by|not stand by) (?:this|the|its|our) (?:\w+ )?" + _WHOLE,
    re.IGNORECASE,
)
MENDED: Final = re.compile(
    r"\b(?:to|and|also|that) (?:\w+ ){0,2}(?:correct|fix|rectify|amend)\w*\b|\btypos?\b|\bmisspel"
    r"|\bmisst|\bmisidentif|\b(?:earlier|previous|prior|original) version|\bincorrect|\berroneous"
    r"|\binaccura|\bfactual error|\bwrongly|\bmistakenly|\bwe regret",
    re.IGNORECASE,
)
"""What makes a correction of an update: its own words may tell of any error in the story."""
OF_ITSELF: Final = re.compile(
    rf"\b(?:this|an? (?:earlier|previous|prior|original)|earlier|previous) (?:\w+ )?"
    rf"(?:version|{_ARTICLE})s?\b|\bversions? of\b|\bversion\b"
    rf"|\b{_ARTICLE} (?:has|was|should|did)\b",
    re.IGNORECASE,
)
SET_RIGHT: Final = re.compile(
    r"\b(?:not|rather than|instead of|should have|is spelled|is spelt|in fact|actually)\b",
    re.IGNORECASE,
)
HOUSEKEEPING: Final = re.compile(
    r"\b(?:sign up|signing up|subscribe|newsletter|click here|follow (?:here|live|along|us|\w+ on)"
    r"|live (?:updates|coverage)|(?:views|opinions) expressed|commentary|opinion|read more|watch"
    r"|(?:is|are|was) (?:an?|the)\b[^.!?]{0,80}\b(?:author|professor|director|journalist|reporter"
    r"|writer|editor|fellow|columnist|correspondent|founder|co-founder|president|physician"
    r"|pediatrician|lawyer|scholar|analyst|member|ceo|executive|student|researcher|historian"
    r"|economist|candidate|host|producer|photographer|campaigner|contributor)"
    r"|(?:originally|first) (?:appeared|published|ran)|part of (?:a|an|our|the|cnn’s|its) \w+"
    r"|if you or someone|suicide|before beginning|consult your|contributed to this"
    r"|affiliate|commission|all times|graphic|disturbing|spoiler|sponsored|content is by"
    r"|guest editor|this story was identified|contain\w* (?:details|descriptions|language|graphic)"
    r"|will be missed|no longer accepts|stop immediately|each week|every (?:week|monday|day))\b",
    re.IGNORECASE,
)
QUOTED: Final = "\"“”‘’'«»"
OF_ITS_DAY: Final = re.compile(
    rf"\s*this {_ARTICLE} (?:reflects|recaps|captures|covers|describes|is (?:a|the) summary)\b",
    re.IGNORECASE,
)
"""What an editor's note says of a page that was closed: "This page reflects the news of …"."""
PLAIN: Final = re.compile(r"\s*(?!An? )[A-Z]")
"""How a note begins that says what is right and no more; a definition says "a fall of …"."""
SAYS: Final = re.compile(
    r"\b(?:said|stated|reported|gave|named|omitted|overstated|understated|referred|described"
    r"|included|attributed|implied|suggested|listed|contained|used|made|was|quoted|identified"
    r"|credited|did)\b",
    re.IGNORECASE,
)
"""What an earlier version did, in a sentence about it."""
HINTS: Final = (
    *(
        "correct",
        "clarif",
        "retract",
        "withdr",
        "withhold",
        "amend",
        "updat",
        "editor",
        "publisher",
    ),
    *("version", "refil", "fix", "remov", "kill", "disregard", "erroneous", "miss", "misi"),
    *("misa", "misq", "mistake", "regret", "apolog", "record", "originally", "initially"),
    *("previous", "earlier", "errat", "unpublish", "taken", "revis", "alter", "modif"),
    *("changed", "delet", "drops", "edited", "published", "posted", "first"),
)
"""Parts of words, in small letters, without one of which a sentence begins no note."""
