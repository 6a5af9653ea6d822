"""The English cues of negation and of what is not certain, and words of opposite meaning.

A cue is a row of words; ``a|b`` is one word or the other, ``*`` a gap of a few words. ``~word``
is any form of it. What a cue does is said by its group: which kind of operator it is, and where
its head stands.
"""

from __future__ import annotations

from typing import Final

from assistant.language.stems import stem


def words_of(text: str) -> frozenset[str]:
    """The words of ``text``, which are parted by white space."""
    return frozenset(text.split())


def _rows(text: str) -> tuple[str, ...]:
    return tuple(row.strip() for row in text.replace("\n", ";").split(";") if row.strip())


SPEECH: Final = words_of(
    "claim allegation accusation report rumour rumor suggestion assertion charge"
)
"""What somebody says that may not be so."""

_SPEECH: Final = "|".join(f"~{word}" for word in sorted(SPEECH))
_BE: Final = "is|are|am|was|were|be|been|being|'s|'re|'m"

IDIOMS: Final = _rows("""
    not|n't only|just|merely|simply|solely|least|necessarily|until|before|unlike; not to mention
    not long|far ago|after|before|from|off; not so much; last but not least; not that long
    no doubt|matter|wonder|sooner|stranger|avail|deal|way|fly|go|show|vote|votes|man
    no less|more|fewer|later|earlier|other than; yes or no; nothing|anything but; none other than
    nothing less|more|short than|of; without doubt|question|fail|saying; never mind
    more often than not; whether or not; if|or|why not; why * not|n't; if any|only|anything
    could|can not|n't agree more; could|can|ca not|n't help; might|may as well; as|even|what if
    would like|love|rather|prefer|argue|say; as likely as not; like it or not; not surprisingly
    not|n't|never * until; could see|hear|feel|smell|afford
""")
"""Hold the words of a cue without its meaning."""

NEGATION: Final = _rows("""
    not; n't; hardly; never; nor; no longer; not yet; yet to
    ~fail|~refuse|~decline|~neglect|~cease|failure|inability|refusal|unable|unwilling|unlikely to
    impossible|powerless|reluctant to; ~stop short of; ~rule out; incapable of; unlikely that
    ~prevent|~stop|~bar|~block|~ban|~prohibit|~keep|~discourage|~dissuade * from; ~refrain from
    ~deny having|being; rather than; instead of; as opposed to
""")
"""Deny the verb or adjective that follows."""

NEGATION_OF_SUBJECT: Final = _rows("""
    no; no one; nobody; none; nothing; neither; no-one; nowhere; not one; not|n't a single
""")
"""Deny the noun that follows, or the verb that they are subject or object of."""

NEGATION_OF_NOUN: Final = _rows("""
    without; ~lack; lack|absence of; devoid|short|void of; ~cancel; absent; ~reject; ~call off
    ~scrap; ~rule out
""")
"""Deny that there is, or came to be, what the noun names."""

NEGATION_OF_CLAUSE: Final = _rows(f"""
    ~deny; ~deny that; ~dispute that; ~deny|~reject|~dismiss|~dispute|~refute {_SPEECH} that|of
    ~deny|~reject|~dismiss|~dispute|~refute * {_SPEECH} that|of
""")
"""Deny the clause that follows."""

POSSIBILITY: Final = _rows(f"""
    may; might; could; may|might|could well|also; possibly; perhaps; maybe; potentially; feared
    allegedly; reportedly; supposedly; purportedly; apparently; seemingly; presumably
    ~seem|~appear to; unlikely to; suspected|accused|~risk|danger|threat|chance|possibility of
    ~charge with; on suspicion of; possible|~fear that; not|n't|never|cannot ~rule out; ~fear of
    ~seem; {_BE}|~remain free|entitled|eligible|welcome to
    {_BE} believed|thought|alleged|rumoured|rumored|suspected|understood|claimed|said to
    ~accuse|~suspect * of; allegation|allegations|charge|charges|prospect of
""")
"""Say that what follows may be so."""

POSSIBILITY_BEFORE_GERUND: Final = _rows("""
    ~consider|~mull|~weigh|~eye|~propose|~risk|~suggest|~threaten|~contemplate|~discuss
""")
"""Say, where an -ing form follows, that it may come to be so."""

POSSIBILITY_OF_NOUN: Final = _rows("""
    alleged; suspected; possible; potential; purported; would-be; presumed; apparent
""")
"""Say that what the noun names may be none."""

EXPECTATION: Final = _rows("""
    ~expect|likely|predicted|forecast|projected|anticipated|tipped to; likely; probably; ~vie to
    ~hope|~threaten|~propose|~try|~attempt|~seek|~want|~offer|~bid to; ~urge|~expect * to
    ~consider whether to; stand|stands|stood to; ~agree to; ~agree * to
""")
"""Say that what follows is expected, hoped for or tried."""

EXPECTATION_OF_PLACE: Final = _rows(f"""
    {_BE} expected|due|scheduled|forecast|predicted|tipped|planned in|at|on|by|for|within|from
    {_BE} expected|due|scheduled|forecast|predicted|planned next|this|later|back|home|before|after
    expect|expects
""")
"""Say that something is expected at the place or time, or of the amount, that follows."""

PLAN: Final = _rows(f"""
    ~plan|~intend|~aim|~prepare|~vow|~promise|~pledge to; {_BE} due to; about to; is|are|was|were to
    set|poised|slated|scheduled to; on course|track to; should; must; ought to
""")
"""Say that what follows is meant to happen."""

FUTURE: Final = _rows("will; going to; would; shall; wo; gonna")
"""Say that what follows is still to come."""

CONDITION: Final = _rows("if; unless; whether; in case")
"""Say that the clause that follows is not known to be so."""

MODALS: Final = words_of("may might could will would shall should must")
DETERMINERS: Final = words_of("a an the his her its their our my your each every no another whose")
"""Stand before a noun, and before no verb."""

NOT_HEADS: Final = words_of(
    "be been being is are was were am have has had having do does did get gets got to so too very "
    "even yet still also just only ever already now then again really quite rather all both "
    "immediately fully completely entirely actually simply directly publicly formally officially "
    "currently previously recently initially clearly necessarily eventually ultimately soon later "
    "quickly easily effectively finally once enough much many at least one 's 're 've 'd 'm else "
    "able well back as of or and however though instead therefore meanwhile otherwise"
)
"""Stand between a cue and its head."""

NO_ADVERBS: Final = words_of(
    "ally anomaly apply assembly bully butterfly comply family fly imply italy july monopoly "
    "multiply only rally rely reply supply tally"
)
"""End in -ly like adverbs."""

LINKING: Final = words_of("forced able allowed required asked ordered made compelled obliged")
"""Verbs whose own "to" carries the cue on to the next verb."""

BREAKERS: Final = words_of(
    "but because although though while whereas which who whom unless whereby"
)
"""Begin a clause of their own."""

AFTER_COMMA: Final = words_of(
    "and or so yet nor when after before as if where since until with that whose despite amid "
    "saying adding leaving making including"
)
"""Begin a clause of their own after a comma."""

NEGATIVE: Final = frozenset(
    stem(word)
    for word in words_of(
        "lose lack miss missing absent absence ban cancel reject deny refuse refusal prevent "
        "stop block halt avoid zero little few hardly rarely seldom scarcely barely fail "
        "failure decline empty insufficient unable cease quit former scrap abandon drop oppose "
        "against withdraw suspend end dismiss dispute shortage free off out cut escape turn "
        "defeat exclude vacant void nil prohibit bar illegal abort shelve veto postpone delay "
        "skip disappear vanish impossible unlikely forbid withhold withheld neglect innocent "
        "clear except rebuff shun spare survive short low stall pause unclear unknown doubt "
        "wrong false untrue hoax incapable reluctant defy boycott ignore minus neither nor "
        "never not no none nobody nothing n't without cannot unwilling unwillingness instead "
        "than rather retract revoke overturn"
    )
)
"""Stems that may say "not" in other words."""

UNCERTAIN: Final = frozenset(
    stem(word)
    for word in words_of(
        "if whether risk danger fear suspect suspicion plan proposal propose threat threaten "
        "hope aim want bid urge call accuse accusation charge claim allege allegation possible "
        "possibly possibility potential likely likelihood expect expectation forecast predict "
        "prediction believe think consider warn warning attempt try seek intend intention "
        "prospect chance appear seem suggest rumour rumor perhaps maybe report reportedly "
        "allegedly tentative scheduled due set unless promise pledge vow agree can should must "
        "ought next tomorrow upcoming forthcoming probable probably estimate speculation "
        "question about unclear doubt trial prosecute indict to-be future soon later face able "
        "ability capable ready"
    )
)
"""Stems that may say "perhaps" or "not yet" in other words."""

PRESENCE: Final = frozenset(
    stem(word)
    for word in words_of(
        "with have has had having there hold held take took place ahead host stage attend exist "
        "find found contain include get got receive enjoy offer"
    )
)
"""Stems that say that there is what a noun names."""

_UN_ADJECTIVES: Final = words_of(
    "able armed authorised authorized aware clear certain fair familiar fit happy harmed healthy "
    "hurt injured insured just known lawful licensed likely married paid popular precedented "
    "profitable registered related reliable safe scathed seen sold stable successful sure touched "
    "treated true usual vaccinated willing wise damaged changed confirmed constitutional finished "
    "identified affected acceptable affordable available avoidable aligned conscious reasonable "
    "necessary predictable qualified verified wanted employed expected supported challenged"
)
_IN_ADJECTIVES: Final = {
    "in": "accurate active adequate appropriate capable competent complete consistent correct "
    "dependent direct effective eligible formal frequent secure significant sufficient valid "
    "visible admissible sane",
    "im": "possible perfect practical probable proper moral mature mobile",
    "il": "legal legitimate literate logical",
    "ir": "regular relevant responsible reversible rational replaceable",
    "dis": "agree agrees agreed approve approves approved honest loyal satisfied obey obeyed "
    "obeys allowed qualified similar proved proven connected",
}
AFFIXED: Final[dict[str, str]] = {f"un{word}": word for word in _UN_ADJECTIVES} | {
    f"{prefix}{word}": word for prefix, words in _IN_ADJECTIVES.items() for word in words.split()
}
"""Words that are another word denied."""

_OPPOSITES: Final = """
rise grow climb increase soar jump surge gain / fall drop decline decrease plunge tumble sink shrink
rise grow climb increase gain / slump slide
win / lose; approve accept back adopt endorse / reject refuse veto; open / close shut
guilty / innocent; guilty / acquit; convict / acquit; alive / dead; survive / die
allow permit / ban prohibit forbid bar block; support back favour favor / oppose
include / exclude; begin start / end finish conclude; confirm admit / deny
strengthen / weaken; win / defeat; succeed / fail; arrive / leave depart; accelerate / slow
raise increase lift / cut lower reduce slash; expand / shrink contract
improve / worsen deteriorate; hire / fire dismiss; arrest detain jail / free release
pass / fail; enter / leave exit; appear / disappear; found / lost; buy acquire / sell
create / destroy; confirm accept endorse back / dispute
grant give allow permit / refuse deny; concede accept / contest; accept agree / decline refuse
create / abolish;  profit / loss; surplus / deficit; majority / minority; legal / illegal
advance / retreat; grant / deny refuse; lengthen extend / shorten; tighten / ease loosen
attack / defend; best / worst; better / worse; optimistic / pessimistic
encourage / discourage; agree / disagree; true / false; uphold / overturn; stay remain / leave
join / leave quit; praise / criticise criticize condemn; strong / weak; war / peace
victory / defeat; friend / enemy; ally / enemy; minimum / maximum; resume / suspend halt
hold stage / cancel; impose / lift; tightening / easing; widen / narrow; above / below
inside / outside
"""
_CONVERSES: Final = """
before / after; higher / lower; more / fewer less; first / last; buy / sell; win beat / lose
north northern / south southern; east eastern / west western; above / below; younger / older
larger bigger greater / smaller; faster / slower; earlier / later; majority / minority
precede / follow; teacher / student; employer / employee; landlord / tenant; parent / child
ahead / behind; former / latter
"""


def _pairs(text: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in _rows(text):
        left, right = ([stem(word) for word in side.split()] for side in row.split("/"))
        for one, other in ((left, right), (right, left)):
            for word in one:
                found.setdefault(word, set()).update(other)
    return {word: frozenset(others) for word, others in found.items()}


CONVERSES: Final = _pairs(_CONVERSES)
"""Opposites that become true again where the two sides of the sentence change places."""

OPPOSITES: Final = {
    word: _pairs(_OPPOSITES).get(word, frozenset()) | CONVERSES.get(word, frozenset())
    for word in {**_pairs(_OPPOSITES), **CONVERSES}
}
"""Stems of opposite meaning, by stem; ``CONVERSES`` among them."""
