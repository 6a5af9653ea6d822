"""Functions of text that are called in a way of their own, and those that are not, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any, Final
from zipfile import ZipFile

from assistant.answering.citations import DraftStatement, StatementAssembler, resolve
from assistant.answering.data_block import fitting
from assistant.answering.duplicates import FoundSentence
from assistant.answering.evidence import chosen_evidence
from assistant.errors import UsageError
from assistant.fetching.meta_refresh import refresh_target
from assistant.fetching.pagination import whole_document
from assistant.language.attributions import find_attributions
from assistant.language.dates import dates_in, said_on
from assistant.language.drafts import draft_ranges, draft_sentences
from assistant.language.passages import cut_passages
from assistant.language.people import fits, led_by, spoke_on
from assistant.language.speaker_names import Name, named_alike
from assistant.language.speakers import resolved
from assistant.language.words import content_terms, count_words, near_identical, shingles
from assistant.library.collections import named
from assistant.library.snippets import snippet_of
from assistant.models.entailment import EntailmentModel
from assistant.reading.json_files import read as read_json
from assistant.reading.json_ld import keep_own_article, select_article
from assistant.reading.page_boilerplate import without_calls_to_action
from assistant.reading.page_metadata import clear_site_headings, stated_metadata
from assistant.reading.word import read as read_word
from assistant.reading.xml import parse_xml
from assistant.rendering.documents.telling import of_telling
from assistant.rendering.html.drafts import card_html, draft_html, ended_line
from assistant.rendering.html.telling import told_page, told_part
from assistant.rendering.json.results import json_document
from assistant.rendering.telling import Telling
from assistant.rendering.terminal import tabbed
from assistant.rendering.terminal.answers import together_spans
from assistant.rendering.terminal.telling import telling_lines
from assistant.stories.comparison import contradictions, deduplicated
from assistant.stories.dated_sentences import dated_sentences
from assistant.stories.dating import times_said
from assistant.stories.likeness import differing, has_figures
from assistant.stories.quotes import make_quotes
from assistant.stories.speaker_clusters import cluster_speakers
from assistant.stories.utterances import utterances
from assistant.summarising.material import collect_material
from assistant.summarising.repetition import cluster_sentences
from assistant.summarising.salience import frequency
from assistant.types import Statement, Verdict, VerdictKind
from assistant.verifying.references import as_named
from assistant.verifying.sources import SourceSentence
from assistant.verifying.verdicts import verdict_on
from tests.growth.functions import Call, spent
from tests.growth.made import DAY, MAKERS, Made

_PIECE: Final = 7
_SOURCES: Final = 100
_LONGEST: Final = 1000
_LAST: Final = 12
_DAYS: Final = dates_in("What happened on 3 March 2025?")


def _of(run: Callable[[Made], object]) -> Callable[[Made], Call]:
    return lambda made: lambda: spent(lambda: run(made))


def _of_each_told(run: Callable[[Telling], object]) -> Callable[[Made], Call]:
    return _of(lambda made: [run(one) for one in made.told])


def _named(made: Made) -> tuple[str, str] | None:
    try:
        return named(made.text)
    except UsageError:  # no name is so long
        return None


def _two(made: Made) -> tuple[SourceSentence, SourceSentence]:
    """The longest sentence of an article and of its later version."""
    one, other = (
        SourceSentence(
            article, max(article.sentences, key=lambda each: each.end - each.start).index
        )
        for article in (made.article, made.changed)
    )
    return one, other


def _of_tree(run: Callable[[Any], object]) -> Callable[[Made], Call]:
    """A call on a page that is parsed before its time is taken."""

    def prepared(made: Made) -> Call:
        tree = MAKERS["Any"](made)
        return lambda: spent(lambda: run(tree))

    return prepared


def _assembled(made: Made) -> object:
    """A reply of a chat model, in the pieces in which it comes."""
    assembler = StatementAssembler(known=range(1, 10))
    for at in range(0, len(made.text), _PIECE):
        assembler.feed(made.text[at : at + _PIECE])
    return assembler.finish()


def _word_document(made: Made) -> object:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", f"<document>{made.text}</document>")
    with ZipFile(packed) as archive:
        part = replace(made.part(), archive=archive)
        return [*read_word(part, MAKERS["Terms"](made))]


def _told(made: Made) -> object:
    material = collect_material((made.article,))
    return cluster_sentences(material, terms=[tuple(content_terms(one.text)) for one in material])


def _attributed(made: Made) -> list[object]:
    """Who every sentence of an article is by, as far as its attributions say."""
    found = find_attributions(made.text)[:_SOURCES]
    return [resolved(made.article, 0, one) for one in found]


LISTED: Final[Mapping[str, Callable[[Made], Call]]] = {
    "stories.quotes.make_quotes": _of(lambda made: make_quotes([made.article])),
    "stories.speaker_clusters.cluster_speakers": _of(
        lambda made: cluster_speakers(utterances(made.article), topical=False)
    ),
    "stories.comparison.deduplicated": _of(lambda made: deduplicated(utterances(made.article))),
    "stories.comparison.contradictions": _of(lambda made: contradictions(utterances(made.article))),
    "language.people.led_by": _of(lambda made: led_by(made.article, 0, "she")),
    "language.people.fits": _of(lambda made: fits(("ann", "lee"), "she", made.text)),
    "language.people.spoke_on": _of(
        lambda made: (
            spoke_on(made.article, 0, _LAST, key="lee", pronoun="she")
            if len(made.article.sentences) > _LAST
            else None
        )
    ),
    "language.words.near_identical": _of(
        lambda made: near_identical(shingles(made.text), shingles(f"{made.text} more"))
    ),
    "rendering.json.results.json_document": _of(
        lambda made: [json_document(one) for one in made.results]
    ),
    "rendering.documents.telling.of_telling": _of_each_told(of_telling),
    "rendering.html.telling.told_page": _of_each_told(told_page),
    "rendering.html.telling.told_part": _of_each_told(told_part),
    "rendering.terminal.telling.telling_lines": _of_each_told(telling_lines),
    "rendering.terminal.answers.together_spans": _of(
        lambda made: together_spans(made.statements, {made.article.id: 1})
    ),
    "rendering.terminal.tabbed": _of(lambda made: tabbed([[made.text, made.text]])),
    "language.passages.cut_passages": _of(
        lambda made: cut_passages(
            made.article.sentences,
            text=made.text,
            lengths=[one.end - one.start for one in made.article.sentences],
            budget=100,
        )
    ),
    "language.speaker_names.named_alike": _of(
        lambda made: named_alike(
            Name("Ann Lee", "lee", ("ann", "lee")),
            Name("Port", "port", ("port",)),
            around=made.text,
        )
    ),
    "language.speakers.resolved": _of(_attributed),
    "language.dates.said_on": _of(
        lambda made: [said_on(one, made.text, published=None) for one in _DAYS]
    ),
    "language.drafts.draft_ranges": _of(
        lambda made: draft_ranges(made.text, [(0, len(made.text)), (3, 4)])
    ),
    "rendering.html.drafts.draft_html": _of(
        lambda made: draft_html(made.text, draft_sentences(made.text), run=1, against=made.text)
    ),
    "rendering.html.drafts.card_html": _of(
        lambda made: card_html(
            0, made.text, Statement(made.text, tuple(made.citations), Verdict(VerdictKind.PARTLY))
        )
    ),
    "rendering.html.drafts.ended_line": _of(
        lambda made: ended_line("done", MAKERS["Verification"](made))
    ),
    "verifying.references.as_named": _of(
        lambda made: [as_named(one, "Tova Lind said no.") for one in made.sources[:_SOURCES]]
    ),
    "verifying.verdicts.verdict_on": _of(
        lambda made: verdict_on(
            made.text[:_LONGEST], made.sources[:_SOURCES], model=EntailmentModel(threads=1)
        )
    ),
    "reading.json_ld.select_article": _of(
        lambda made: select_article(
            [{"@type": "NewsArticle", "headline": made.text, "articleBody": made.text}],
            addresses=(made.text,),
            headings=(made.text,),
            text=made.text,
        )
    ),
    "reading.json_ld.keep_own_article": _of_tree(lambda tree: keep_own_article(tree, None)),
    "reading.page_boilerplate.without_calls_to_action": _of(
        lambda made: without_calls_to_action(made.text, linked=frozenset())
    ),
    "reading.page_metadata.stated_metadata": _of_tree(lambda tree: stated_metadata(tree, None)),
    "reading.page_metadata.clear_site_headings": _of_tree(
        lambda tree: clear_site_headings(tree, None)
    ),
    "reading.json_files.read": _of(
        lambda made: [*read_json(replace(made.part(), text=made.text), MAKERS["Terms"](made))]
    ),
    "reading.word.read": _of(_word_document),
    "reading.xml.parse_xml": _of(lambda made: parse_xml(f"<a {made.text}", name="made")),
    "answering.citations.StatementAssembler": _of(_assembled),
    "answering.citations.resolve": _of(
        lambda made: resolve(
            DraftStatement(made.text, (1, 2, 3), ""),
            dict.fromkeys((1, 2, 3), made.evidence[0]),
        )
    ),
    "answering.evidence.chosen_evidence": _of(
        lambda made: chosen_evidence(
            [FoundSentence(made.article, one.index) for one in made.article.sentences],
            budget=10**6,
            count=len,
        )
    ),
    "answering.data_block.fitting": _of(
        lambda made: fitting(made.evidence, budget=10**6, count=count_words)
    ),
    "fetching.pagination.whole_document": _of(
        lambda made: whole_document(made.fetched, fetch=lambda _address: made.fetched)
    ),
    "fetching.meta_refresh.refresh_target": _of(
        lambda made: refresh_target(made.text.encode(), {"refresh": made.text})
    ),
    "library.collections.named": _of(_named),
    "library.snippets.snippet_of": _of(
        lambda made: snippet_of(
            made.article,
            {frozenset({"harbour"}): 1.0, frozenset({"ferry"}): 2.0},
            stems=lambda word: {word.casefold()},
        )
    ),
    "summarising.repetition.cluster_sentences": _of(_told),
    "stories.dated_sentences.dated_sentences": _of(
        lambda made: dated_sentences((made.article, made.changed), topic="The harbour")
    ),
    "stories.likeness.differing": _of(lambda made: differing(*_two(made))),
    "stories.likeness.has_figures": _of(lambda made: has_figures(*_two(made))),
    "stories.dating.times_said": _of(
        lambda made: times_said([one.quote for one in made.citations], published=DAY)
    ),
    "summarising.salience.frequency": _of(
        lambda made: frequency([content_terms(one.quote) for one in made.citations])
    ),
}
"""Calls of what takes more than can be made for a type, and of a class that reads text."""

_OF_A_FIGURE: Final = "looks at the words around one figure; called by find_figures"
_OF_A_NAME: Final = "the name of a thing, not text: a file, a host, a model, a template"
_ON_A_RESULT: Final = "joins what the functions of text have found, of what they are handed"
_WITH_MODELS: Final = "its time is a model's; the text it reads goes through functions listed here"
_OF_BYTES: Final = "streams bytes within a budget; tests/reading/test_archive_bombs.py"
_OF_A_PART: Final = "hands what a part holds on; what reads it is measured, or by bytes"
_OF_LIBRARY: Final = "reads a library; its text goes through functions measured here"

NOT_MEASURED: Final[Mapping[str, str]] = {
    "rendering.renderers.no_form": _OF_A_NAME,
    "language.word_lists.numbers_of": _OF_A_NAME,
    "language.word_lists.rows_of": _OF_A_NAME,
    "language.word_lists.word_lists": _OF_A_NAME,
    "answering.answer_types.answer_type_score": "a sentence, by question_kind's patterns",
    "language.days.limits": "words of options at the command line",
    "language.days.moment_since": "the same",
    "language.figures_reading.placed_figure": _OF_A_FIGURE,
    "verifying.figures_derived.follows": _OF_A_FIGURE,
    "verifying.figures_derived.phrase_for": _OF_A_FIGURE,
    "language.people.meant_by": "takes a pronoun; called by speakers_at, which is measured",
    "verifying.dates.years_of": _ON_A_RESULT,
    "verifying.entailment.entailment_of": _WITH_MODELS,
    "verifying.support.choose_support": _WITH_MODELS,
    "verifying.others.other_sentences": _WITH_MODELS,
    "reading.codings.unpacked": _OF_BYTES,
    "reading.mail_texts.parts_of": "takes a parsed mail; read_mail is measured",
    "reading.page_metadata.page_metadata": _ON_A_RESULT,
    "reading.formats.packed_format": "the names of an archive's members",
    "reading.sources.expand": _OF_A_NAME,
    "reading.streams.reading_of": _OF_BYTES,
    "reading.page_elements.is_within": "called by is_in_unrelated_box, which is measured",
    "reading.xml.attribute_at": "a path of ours, not text",
    "reading.xml.text_at": "the same; text_within is measured",
    "reading.wire.wire_document": "made of what read_wire finds, which is measured",
    "reading.wire.withdrawn": "the same",
    "reading.wire.refuse_kill": "the same; kill_words is measured",
    "reading.workers.each_in_worker": "runs another function",
    "reading.workers.in_worker": "runs another function",
    **{f"reading.{module}.read": _OF_A_PART for module in ("epub", "mail", "newsml")},
    **dict.fromkeys(
        ("reading.warc.read", "reading.zips.read", "reading.zips.member_of"),
        _OF_BYTES,
    ),
    "reading.reader.read_part": _OF_BYTES,
    "reading.zips.unpacked": _OF_BYTES,
    "rendering.sourcing.parts_between": "called by parts_of, which is measured",
    "rendering.failures.failure_of": "an error's words",
    "rendering.html.filled": _OF_A_NAME,
    "rendering.html.render": _OF_A_NAME,
    "rendering.html.stories.telling_html": _OF_A_NAME,
    "rendering.html.stories.untold_html": "an error's words",
    "rendering.renderers.text_of": _OF_A_NAME,
    "rendering.terminal.answers.statement_spans": "called by answer_lines, which is measured",
    "rendering.word.packed": "packs what word_of lays out",
    "rendering.later.since_of": _ON_A_RESULT,
    "rendering.json.dumps": "json.dumps over what is measured",
    "models.native.described": "called with what offered makes, which is measured",
    "models.probing.at_server": "an address of the settings",
    "models.trying.named_model": "a name of the command line",
    "rendering.terminal.answers.marks": "called by answer_lines, which is measured",
    "rendering.terminal.tasks.followed_lines": _ON_A_RESULT,
    "fetching.connections.system_resolver": "asks the network",
    "fetching.pages.read_in_worker": "runs another function",
    "fetching.feeds.completed": "called with what item_document makes",
    "fetching.fetch_pool.fetched_pages": "asks the network",
    "answering.abstention.outside_limits": _ON_A_RESULT,
    "answering.gate_features.relevance_features": _WITH_MODELS,
    "answering.gate.answerability": _WITH_MODELS,
    "answering.gate.holds_type": _WITH_MODELS,
    "answering.choosing.chosen": "takes sentences that were ranked and read",
    "answering.gate.abstained": _WITH_MODELS,
    "answering.requests.limits_of": "of a question; limits_in_question is measured",
    "language.antonyms.says_opposite": "sets of stems",
    "answering.several.speaks_of": "a sentence and words; content_terms is measured",
    "language.antonyms.antonyms_of": "sets of stems",
    "answering.answer_spans.short_answer": "takes a sentence that was read",
    "answering.gate.finds_nothing": _WITH_MODELS,
    "answering.drafts.evidence_in": _WITH_MODELS,
    "answering.drafts.verify_draft": _WITH_MODELS,
    "answering.judge.judge": _WITH_MODELS,
    "verifying.vectors.sentence_vectors": _OF_LIBRARY,
    "answering.features.fits_of": "takes a sentence that was read",
    "answering.retrieval.reordered": _ON_A_RESULT,
    "answering.duplicates.collapse": _ON_A_RESULT,
    "answering.retrieval.rank": _OF_LIBRARY,
    "answering.revision.revised": _WITH_MODELS,
    "answering.rewriting.rewritten": _WITH_MODELS,
    "answering.evidence.sentences_in_turn": _ON_A_RESULT,
    "answering.ranking.rank_sentences": _WITH_MODELS,
    "answering.penalties.penalties": _ON_A_RESULT,
    "answering.penalties.penalised": _ON_A_RESULT,
    "answering.suggestions.suggest": "asks the library; questions_in is measured",
    "summarising.extractive.summarise_extractively": _WITH_MODELS,
    "summarising.leaving_out.without_withdrawn": _ON_A_RESULT,
    "summarising.leaving_out.without_unsound": _ON_A_RESULT,
    "summarising.repetition.bears_out": "compares two sentences; called by cluster_sentences",
    "stories.carriers.carriers_of": _WITH_MODELS,
    "stories.coverage.make_coverage": _WITH_MODELS,
    "stories.coverage.cover_summary": _WITH_MODELS,
    "stories.likeness.carried": "compares figures of two sentences; has_figures is measured",
    "verifying.vectors.library_vectors": _OF_LIBRARY,
    "stories.speaker_phrases.is_common_word": "called by utterances, which is measured",
    "stories.speaker_phrases.named_speaker": "the same",
    "stories.speech_verbs.addressee": "the same, of one attribution",
    "stories.speech_verbs.gives_name": "the same, of one attribution",
    "stories.speech_verbs.has_clause": "the same, of one attribution",
    "stories.speech_verbs.is_speech": "the same, of one attribution",
    "stories.sentence_selection.select_sentences": "called by make_timeline, which is measured",
    "stories.sentence_selection.statement_of": "the same",
    "summarising.notes.length_notes": _ON_A_RESULT,
    "answering.story_names.short_name": "looks through 12,000 characters of an article at most",
    "answering.suggestions.timeline_question": _OF_LIBRARY,
    "answering.suggestions.differing_question": _OF_LIBRARY,
    "summarising.chat.summarise_by_chat": _WITH_MODELS,
    "rendering.markdown.markdown_of": "lays out what documents.of_answer makes, which is measured",
    "rendering.word.word_of": "the same",
    "summarising.pipeline.summarise": _WITH_MODELS,
    "models.chat_errors.no_model": _OF_A_NAME,
}
"""Public functions of text that are not measured, and why."""
