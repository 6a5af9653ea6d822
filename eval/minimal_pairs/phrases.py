"""Negations taken out, and "may" and its like turned into plain fact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from eval.minimal_pairs.alterations import Alteration, altered, unquoted
from eval.minimal_pairs.drafts import Draft, capitalised
from eval.minimal_pairs.pairs import Kind


@dataclass(frozen=True, slots=True)
class _Turn:
    """A pattern with what it becomes (as in ``re.sub``)."""

    pattern: re.Pattern[str]
    became: str
    rule: str


def _turns(rule: str, *turns: tuple[str, str]) -> tuple[_Turn, ...]:
    return tuple(_Turn(re.compile(pattern), became, rule) for pattern, became in turns)


_PAST: Final = {
    "come": "came",
    "ring": "rang",
    "move": "moved",
    "appear": "appeared",
    "exist": "existed",
    "mention": "mentioned",
    "want": "wanted",
    "speak": "spoke",
    "get": "got",
    "count": "counted",
}
_AUXILIARY: Final = r"was|were|is|are|has|have|had|will|would|could|may|should|must"
_NEGATIVES: Final = (
    *(
        turn
        for base, past in _PAST.items()
        for turn in _turns(
            "not dropped", (rf"\bdid not {base}\b", past), (rf"\bdidn[’']t {base}\b", past)
        )
    ),
    *_turns(
        "not dropped",
        (rf"\b({_AUXILIARY}) not (?!only|to\b)(?=\w)", r"\1 "),
        (rf"\b({_AUXILIARY.replace('will|', '')})n[’']t (?=\w)", r"\1 "),
        (r"\bwon[’']t (?=\w)", "will "),
        (r"\bdid(?: not|n[’']t) have\b", "had"),
        (r"\bdoes(?: not|n[’']t) seem\b", "seems"),
        (r"\bdoes(?: not|n[’']t) want\b", "wants"),
        (r"\bcannot\b", "can"),
        (r"\b(and|but) not(?= \w+ed\b)", "and"),
        (r"\bbut not, by itself,", "and, by itself,"),
        (r"\brefusing to talk was(?: not|n[’']t)\b", "refusing to talk was, too"),
        (r"^Not everybody\b", "Everybody"),
    ),
    *_turns(
        "nobody turned",
        (r"\bNo one has\b", "Someone has"),
        (r"\bNobody (?=ha[ds]\b)", "Somebody "),
        (r"\bnobody (?=w)", "somebody "),
    ),
    *_turns(
        "no dropped",
        (r"\bno hospital, no court and no undertaker\b", "a hospital, a court and an undertaker"),
        (r"\bno (?=questions\b|lashings\b|more cards\b|wind in)", ""),
        (r"\bno indication yet\b", "an indication"),
        (r"\bseen no sign\b", "seen signs"),
        (r"\bmake no allowance\b", "make allowance"),
        (r"\bNo recount has\b", "One recount has"),
        (r"\bNo jobs would\b", "Jobs would"),
        (r"\bno jobs would\b", "jobs would"),
        (r"\bNo order had\b", "The order had"),
        (r"\bNo service will\b", "A limited service will"),
        (r"\bno service will\b", "a limited service will"),
        (r"\bthat no manual foresaw\b", "that the manual foresaw"),
        (r"\bthere was no barrier\b", "there was a barrier"),
        (r"\bThere is no roof\b", "There is a roof"),
        (r"\bthere is no roof\b", "there is a roof"),
        (r"\bNo single person\b", "A single person"),
        (r"\bno single person\b", "a single person"),
        (r"\bhad no memory\b", "had a clear memory"),
        (r"\bneed take no action\b", "need to take action"),
        (r"\bsaid no for four years\b", "said yes at once"),
        (r"\blittle hope\b", "hope"),
    ),
    *_turns(
        "without turned",
        (r"\bwithout warning\b", "with a warning"),
        (r"\bpeople without cars\b", "people with cars"),
        (r"\btravel without one\b", "travel with one"),
        (r"\bwithout telling anyone\b", "after telling everyone"),
    ),
    *_turns(
        "never dropped",
        (r"\bshould never have\b", "should have"),
        (r"\bhad never\b", "had"),
        (r"\bwhere nothing was ever built\b", "where houses were built"),
    ),
    *_turns(
        "denial turned",
        (r"\bdenied (?=\w+ing\b)", "admitted "),
        (r"\bdeclined to say\b(?! what)", "said"),
        (r"\bdeclined to rule out\b", "ruled out"),
        (r"\bdeclined to say what\b", "said what"),
        (r"\bhad been refused\b", "had been given it"),
        (r"\brejected (?=both|a )", "accepted "),
        (r"\bdisputed that\b", "confirmed that"),
        (r"\bunaffected\b", "affected"),
        (r"\bleft unguarded\b", "left guarded"),
        (r"\bfor machines rather than for people\b", "for people"),
        (r"\bshe was unwell\b", "she was well"),
        (r"\bunanimously rejected\b", "unanimously accepted"),
    ),
)
_MODALS: Final = (
    *_turns(
        "may made fact",
        (r"\bmay now go back\b", "have now gone back"),
        (r"\bmight break\b", "would break"),
        (r"\bmay (?=hold\b|ask\b)", "must "),
        (r"\bcould have entered\b", "entered"),
        (r"\bwould have taken\b", "took"),
        (r"\bIt would be (?=\w)([\w -]+?) if it paid\b", r"It is \1 now that it pays"),
        (r"\bit would be (?=\w)([\w -]+?) if it paid\b", r"it is \1 now that it pays"),
        (r"\bshould take\b", "will take"),
    ),
    *_turns(
        "expectation made fact",
        (r"\bis expected to be\b", "is"),
        (r"\bwas expected in the city by\b", "was in the city by"),
        (r"\bForecasters expect the wind to rise\b", "The wind will rise"),
        (r"\bwhich is expected in October\b", "which is certain for October"),
        (r"\bthe engineers expect the highest water\b", "the highest water will come"),
        (r"\bhe expected to be\b", "he would be"),
        (r"\bMore rain was forecast\b", "More rain fell"),
        (r"\bmore rain was forecast\b", "more rain fell"),
        (r"\binvestors expect either\b", "investors will get either"),
        (r"\bthink that\b", "know that"),
        (r"\bstands to gain\b", "has gained"),
        (
            r"\bOne expects a first cut before Christmas, one expects it\b",
            "One has seen a first cut before Christmas, one expects it",
        ),
    ),
    *_turns(
        "appearance made fact",
        (r"\bappears to have come\b", "came"),
        (r"\bsuggests that\b", "proves that"),
        (r"\bpointed to leaks\b", "proved leaks"),
        (r"\bon suspicion of\b", "for"),
        (r"\bdoes(?: not|n[’']t) seem\b", "is not"),
        (r"\bprice looked full\b", "price was full"),
    ),
    *_turns(
        "plan made fact",
        (r"\bis (?:due )?to vote\b", "voted"),
        (r"\bis (?:due )?to begin\b", "began"),
        (r"\bis (?:due )?to be finished\b", "was finished"),
        (r"\b(will look into the cause and) is (?:due )?to report\b", r"\1 has reported"),
        (r"\b(panel) is (?:due )?to report\b", r"\1 reported"),
        (r"\bis (?:due )?to decide\b", "decided"),
        (r"\bis (?:due )?to be spent\b", "has been spent"),
        (r"\b(?:intends|plans) to argue\b", "has proved"),
        (r"\b(?:intends|plans) to print\b", "has printed"),
        (r"\b(?:intends|plans) to try again\b", "tried again"),
        (r"\boffered on ((?:Tuesday|April 22)) to buy\b", r"on \1 bought"),
        (r"\bagreed on (\w+(?: \d+)?) to be bought\b", r"was bought on \1"),
        (r"\bhas offered each bereaved family\b", "has paid each bereaved family"),
        (r"\bwas free to exceed\b", "exceeded"),
        (r"\bwere inclined to accept\b", "had accepted"),
        (r"\bhas agreed to cover\b", "has covered"),
        (r"\bpromised to keep\b", "has kept"),
        (r"\bwould consider\b", "had considered"),
        (r"\bpromised to bring\b", "brought"),
        (r"\bwill propose cutting\b", "has succeeded in cutting"),
    ),
    *_turns(
        "condition dropped",
        (r"^If the union is right, (\w)", r"\1"),
        (r", if the new sewers are ready", ""),
        (r" unless (?:the target’s board recommends the higher price|trawlers were exempted)", ""),
        (r" if the margin is under \w+(?: hundred)? votes", ""),
        (r" if the result is reversed", ""),
        (r" if no winner had been certified by then", ""),
    ),
)
_WANTS_NEGATION: Final = re.compile(r"\b(?:any|anyone|anything|ever|until|at all|yet)\b")


def _any(turns: Sequence[_Turn]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{turn.pattern.pattern})" for turn in turns))


# Most sentences hold nothing to turn: one search tells so.
_SOME: Final = {Kind.NEGATION: _any(_NEGATIVES), Kind.MODALITY: _any(_MODALS)}


def negations(draft: Draft) -> Iterator[Alteration]:
    """The statement with a negation taken out or turned, for each that there is."""
    for alteration in _turned(draft, _NEGATIVES, kind=Kind.NEGATION):
        rest = alteration.text[alteration.text.find(alteration.became) :]
        if not _WANTS_NEGATION.search(rest):
            yield alteration


def modalities(draft: Draft) -> Iterator[Alteration]:
    """The statement with a possibility, an expectation or a plan made fact."""
    yield from _turned(draft, _MODALS, kind=Kind.MODALITY)


def _turned(draft: Draft, turns: Sequence[_Turn], *, kind: Kind) -> Iterator[Alteration]:
    if not _SOME[kind].search(draft.text):
        return
    for turn in turns:
        for found in unquoted(draft, turn.pattern):
            became = found.expand(turn.became)
            became = became if found.start() else capitalised(became)
            yield altered(
                draft, kind, start=found.start(), end=found.end(), became=became, rule=turn.rule
            )
