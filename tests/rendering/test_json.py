from __future__ import annotations

import json
import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from assistant.rendering.json import answers, articles, dumps, tasks
from assistant.rendering.json.articles import search_document
from assistant.rendering.json.results import json_document
from assistant.reports import AddedKind, AddOutcome, AddReport, Check, CheckState
from assistant.types import AbstentionKind, Cluster, CorrectionKind, ReasonCode, VerdictKind
from assistant.versions import Later, Version
from tests.rendering.documents import DOCUMENTS, PATH, schema
from tests.rendering.made import ABSTAINED, CHECKED, FERRY, HITS, LISTED, QUOTED, SUMMARY, WRITTEN
from tests.rendering.test_safety import steers, ugly_text


def test_an_answer_has_the_promised_form() -> None:
    for answer in (QUOTED, WRITTEN, ABSTAINED):
        document = answers.Answer.model_validate_json(dumps(json_document(answer)))
        assert document.question == answer.question
        assert document.text == answer.text
        assert document.abstained is answer.abstained
        assert (document.abstention is not None) is answer.abstained


def test_citations_point_into_the_article() -> None:
    document = answers.Answer.model_validate_json(dumps(json_document(QUOTED)))
    cited = document.statements[0].citations[0]
    assert FERRY.text[cited.start_char_index : cited.end_char_index] == cited.cited_text
    assert cited.sentence_index == 1
    assert cited.published == "2031-03-04"


def test_a_published_time_keeps_its_zone() -> None:
    document = answers.Answer.model_validate_json(dumps(json_document(QUOTED)))
    assert document.statements[1].citations[0].published == "2031-03-05T21:00:00+00:00"


def test_sources_carry_their_numbers_and_addresses() -> None:
    document = answers.Answer.model_validate_json(dumps(json_document(WRITTEN)))
    assert [(s.number, s.source, s.url) for s in document.sources] == [
        (1, "The Ledger", None),
        (2, "Vessmark Wire", "https://wire.example/ferry"),
    ]
    assert document.statements[1].verdict == "unsupported"
    assert document.usage.cost == 0.0042


def test_a_summary_has_the_promised_form() -> None:
    document = answers.Summary.model_validate_json(dumps(json_document(SUMMARY)))
    assert (document.style, document.words) == ("paragraph", 13)
    assert document.text == SUMMARY.text


def test_findings_carry_their_codes_and_places() -> None:
    document = answers.Answer.model_validate_json(dumps(json_document(WRITTEN)))
    finding = document.statements[1].verdict_findings[0]
    assert (finding.code, finding.verdict) == ("name_missing", "unsupported")
    assert document.statements[1].text[finding.start_char_index : finding.end_char_index] == "The"
    assert document.statements[1].verdict_reasons == [finding.text]
    assert [removed.text for removed in document.removed] == ["The wreck was raised."]


def test_a_checked_draft_has_the_promised_form() -> None:
    document = answers.Verification.model_validate_json(dumps(json_document(CHECKED)))
    assert document.counts == {"supported": 1, "partly": 0, "unsupported": 1, "unchecked": 1}
    first = document.sentences[0]
    assert document.draft[first.start_char_index : first.end_char_index] == "The ferry sank [1]."


def test_the_other_documents_have_theirs() -> None:
    listed = articles.Listing.model_validate_json(
        dumps(articles.Listing.of(articles=LISTED).document())
    )
    assert [article.sentences for article in listed.articles] == [5, 1]
    clusters = articles.Clusters.model_validate_json(
        dumps(articles.Clusters.of(clusters=[Cluster(LISTED[0], LISTED[1:])]).document())
    )
    assert clusters.clusters[0].head.document_id == FERRY.id
    removed = articles.Removal.model_validate_json(
        dumps(articles.Removal.of(removed=LISTED[:1]).document())
    )
    assert removed.removed[0].document_id == FERRY.id
    version = Version(FERRY, datetime(2031, 3, 5, tzinfo=UTC))
    shown = articles.ShownArticle.model_validate_json(
        dumps(articles.ShownArticle.of(version).document())
    )
    for sentence in shown.sentences:
        assert shown.text[sentence.start_char_index : sentence.end_char_index] == sentence.text
    found = articles.Search.model_validate_json(dumps(search_document("ferry", HITS)))
    assert [hit.rank for hit in found.hits] == [1, 2]
    failed = Check("library", CheckState.FAILED, "Damaged", "Reindex")
    checked = tasks.Checks.model_validate_json(dumps(tasks.Checks.of(checks=[failed]).document()))
    assert checked.ok is False
    report = AddReport((AddOutcome("c.pdf", AddedKind.FAILED, error="Encrypted", hint="Unlock"),))
    added = tasks.Added.model_validate_json(dumps(tasks.Added.of(report).document()))
    assert (added.failed, added.added, added.outcomes[0].error) == (1, 0, "Encrypted")


def test_the_schema_in_docs_is_that_of_the_forms() -> None:
    """Keys are added, never renamed: what this changes there, it changes for every script."""
    assert PATH.read_text(encoding="utf-8") == schema(), "python -m tests.rendering.documents"


def test_every_key_and_code_is_described() -> None:
    described = PATH.with_name("cli.md").read_text(encoding="utf-8").partition("## JSON")[2]
    keys = {key for form in DOCUMENTS.values() for key in form.model_fields}
    codes = {*ReasonCode, *AbstentionKind, *VerdictKind, *CorrectionKind, *Later, *AddedKind}
    told = set(re.findall(r"[`\"](\w+)[`\"]", described))
    assert sorted((keys | codes) - told) == []


@given(ugly_text)
def test_json_loses_nothing_and_steers_nothing(text: str) -> None:
    # JSON cannot tell two halves of a surrogate pair from the character that they make.
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    for compact in (False, True):
        written = dumps({"question": text}, compact=compact)
        assert json.loads(written) == {"question": paired}
        assert not any(steers(character) for character in written)
        written.encode("utf-8")
    assert "\n" not in dumps({"question": text}, compact=True)


@given(st.text(st.characters(categories=["L", "N"]), max_size=20))
def test_json_is_readable_in_every_script(text: str) -> None:
    assert f'"{text}"' in dumps({"question": text})
