from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.rendering.sourcing import cited_sources, numbers_by_article
from assistant.rendering.wording import sentence_runs
from assistant.types import Statement, cite
from tests.rendering.made import FERRY, LEDGER, WRITTEN, statement

citations = st.one_of(
    st.integers(0, 4).map(lambda index: cite(FERRY, index)), st.just(cite(LEDGER, 0))
)
statements = st.lists(
    st.lists(citations, max_size=4).map(lambda cited: statement("Words.", *cited)), max_size=6
)


def test_sources_are_numbered_by_their_first_citation() -> None:
    sources = cited_sources(WRITTEN.statements)
    assert [(source.number, source.first.article_id) for source in sources] == [
        (1, LEDGER.id),
        (2, FERRY.id),
    ]
    assert sources[1].indices == (1, 2, 4)
    assert sources[1].also_in == ("f" * 16,)


@given(statements)
def test_a_growing_text_keeps_its_numbers(written: list[Statement]) -> None:
    whole = numbers_by_article(cited_sources(written))
    for end in range(len(written)):
        part = numbers_by_article(cited_sources(written[:end]))
        assert part.items() <= whole.items()


@given(statements)
def test_every_citation_is_in_its_source_once(written: list[Statement]) -> None:
    cited = {(c.article_id, c.sentence_index) for s in written for c in s.citations}
    listed = [
        (source.first.article_id, index)
        for source in cited_sources(written)
        for index in source.indices
    ]
    assert sorted(listed) == sorted(cited)


@given(st.sets(st.integers(0, 60)))
def test_runs_name_exactly_the_sentences(indices: set[int]) -> None:
    named: set[int] = set()
    for run in sentence_runs(indices):
        first, _, last = run.partition("–")
        named.update(range(int(first) - 1, int(last or first)))
    assert named == indices


def test_neighbours_are_joined() -> None:
    assert sentence_runs((8, 3, 4, 5, 4)) == ("4–6", "9")
