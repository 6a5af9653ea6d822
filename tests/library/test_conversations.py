from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given

from assistant.conversations import Exchange, Marked
from assistant.errors import (
    ConversationNotFoundError,
    LibraryError,
    LibraryFormatError,
    UsageError,
)
from assistant.homes import Home
from assistant.library import conversation_tables as tables
from assistant.library import conversations as kept
from assistant.library.conversations import Conversations, title_of
from assistant.library.stored import from_text, to_text
from tests.library.values import answered, exchange, exchanges

NOON = datetime(2025, 3, 4, 12, tzinfo=UTC)
ME, OTHER = "my secret", "another's secret"


@pytest.fixture
def store(home: Home) -> Iterator[Conversations]:
    with closing(Conversations(home)) as opened:
        yield opened


@given(exchanges)
def test_an_exchange_comes_back_equal(one: Exchange) -> None:
    text = to_text(one)
    assert text.isascii()
    again = from_text(Exchange, text)
    assert again == one
    published = [c.published for s in one.answer.statements for c in s.citations]
    read = [c.published for s in again.answer.statements for c in s.citations]
    # A datetime at midnight equals no date, so its kind has to be kept too.
    assert [type(each) for each in read] == [type(each) for each in published]


def test_what_an_older_program_kept_gets_the_defaults_and_a_newer_ones_is_read_without() -> None:
    document = json.loads(to_text(exchange("Who?")))
    del document["answer"]["removed"]
    del document["answer"]["usage"]
    document["answer"]["added_in_2031"] = {"x": [1]}
    assert from_text(Exchange, json.dumps(document)) == exchange("Who?")


@pytest.mark.parametrize("text", ["{}", "[]", "null", "{", '{"question": 1}', '"x"'])
def test_what_is_no_exchange_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own error is one, too
        from_text(Exchange, text)


def test_a_conversation_is_kept_over_a_restart(home: Home) -> None:
    with closing(Conversations(home)) as store:
        begun = store.start(ME, at=NOON)
        store.add(ME, begun.id, exchange("Who won the recount in Marrin?"))
        store.add(ME, begun.id, exchange("By how much?", minute=1))
        grown = store.get(ME, begun.id)
    with closing(Conversations(home)) as store:
        assert store.get(ME, begun.id) == grown
        assert grown.title == "Who won the recount in Marrin?"
        assert [turn.question for turn in grown.turns] == [
            "Who won the recount in Marrin?",
            "By how much?",
        ]
        (listed,) = store.all(ME)
        assert (listed.id, listed.exchanges, listed.updated.minute) == (begun.id, 2, 1)


def test_owners_do_not_see_each_other(store: Conversations, home: Home) -> None:
    mine = store.start(ME, at=NOON)
    store.add(ME, mine.id, exchange("A secret question?"))
    assert store.all(OTHER) == ()
    with pytest.raises(ConversationNotFoundError):
        store.get(OTHER, mine.id)
    with pytest.raises(ConversationNotFoundError):
        store.add(OTHER, mine.id, exchange("Mine now?"))
    with pytest.raises(ConversationNotFoundError):
        store.rename(OTHER, mine.id, title="Mine now")
    with pytest.raises(ConversationNotFoundError):
        store.drop_last(OTHER, mine.id)
    with pytest.raises(ConversationNotFoundError):
        store.delete(OTHER, mine.id)
    assert len(store.get(ME, mine.id).exchanges) == 1
    if isinstance(home, Path):
        files = b"".join(path.read_bytes() for path in home.iterdir() if path.is_file())
        assert ME.encode() not in files, "the owner's secret is in the file"


def test_the_one_last_used_comes_first(store: Conversations) -> None:
    first, second = store.start(ME, at=NOON), store.start(ME, at=NOON)
    assert [each.id for each in store.all(ME)] == [second.id, first.id]
    store.add(ME, first.id, exchange("Again?"))
    assert [each.id for each in store.all(ME)] == [first.id, second.id]


def test_taking_back_renaming_and_deleting(store: Conversations) -> None:
    begun = store.start(ME, at=NOON)
    store.add(ME, begun.id, exchange("One?"))
    store.add(ME, begun.id, exchange("Two?"))
    store.drop_last(ME, begun.id)
    assert [each.question for each in store.get(ME, begun.id).exchanges] == ["One?"]
    store.rename(ME, begun.id, title="  About\nnumbers \ud800 ")
    assert store.get(ME, begun.id).title == "About numbers \ufffd"
    with pytest.raises(UsageError):
        store.rename(ME, begun.id, title=" \n ")
    store.rename(ME, begun.id, title="long " * 100)
    assert len(store.get(ME, begun.id).title) <= kept.LONGEST_TITLE
    store.drop_last(ME, begun.id)
    with pytest.raises(UsageError):
        store.drop_last(ME, begun.id)
    store.add(ME, begun.id, exchange("Three?"))
    assert store.get(ME, begun.id).title.startswith("long"), "a given name stays"
    store.delete(ME, begun.id)
    with store._database.reading() as connection:
        assert connection.exec_driver_sql("select count(*) from exchanges").scalar() == 0


def test_a_title_is_that_of_the_first_question_that_stays(store: Conversations) -> None:
    begun = store.start(ME, at=NOON)
    store.add(ME, begun.id, exchange("First?"))
    store.drop_last(ME, begun.id)
    store.add(ME, begun.id, exchange("Second?"))
    assert store.get(ME, begun.id).title == "Second?"
    store.drop_last(ME, begun.id)
    store.rename(ME, begun.id, title="New conversation")
    store.add(ME, begun.id, exchange("Third?"))
    assert store.get(ME, begun.id).title == "New conversation"
    with pytest.raises(ConversationNotFoundError):
        store.get(ME, "\ud800")


def test_no_two_of_one_owner_have_the_same_title(store: Conversations) -> None:
    ids = [store.start(ME, at=NOON).id for _ in range(3)]
    other = store.start(OTHER, at=NOON).id
    for each in ids:
        store.add(ME, each, exchange("Who won?"))
    store.add(OTHER, other, exchange("Who won?"))
    assert [store.get(ME, each).title for each in ids] == [
        "Who won?",
        "Who won? (2)",
        "Who won? (3)",
    ]
    assert store.get(OTHER, other).title == "Who won?"
    store.drop_last(ME, ids[1])
    store.add(ME, ids[1], exchange("Who won?"))
    assert store.get(ME, ids[1]).title == "Who won? (2)", "its own name is no other's"


def test_those_that_are_pinned_come_first_and_stay(
    store: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_CONVERSATIONS", 3)
    ids = [store.start(ME, at=NOON).id for _ in range(3)]
    store.pin(ME, ids[0])
    store.pin(ME, ids[0])
    assert [(each.id, each.pinned) for each in store.all(ME)] == [
        (ids[0], True),
        (ids[2], False),
        (ids[1], False),
    ]
    new = store.start(ME, at=NOON).id
    assert [each.id for each in store.all(ME)] == [ids[0], new, ids[2]]
    store.pin(ME, ids[0], pinned=False)
    assert store.all(ME)[-1].id == ids[0]
    with pytest.raises(ConversationNotFoundError):
        store.pin(OTHER, ids[0])


def test_sentences_are_marked_and_noted(store: Conversations) -> None:
    begun = store.start(ME, at=NOON).id
    store.add(ME, begun, answered("Who won?", "Harte won.", "Calloway lost."))
    store.add(ME, begun, answered("By how much?", "By 38 votes."))
    store.marks.put(ME, begun, Marked(1, 0, " Call the office \ud800"))
    store.marks.put(ME, begun, Marked(0, 1))
    assert store.get(ME, begun).marks == (Marked(0, 1), Marked(1, 0, "Call the office \ufffd"))
    assert store.get(ME, begun).notes == {(0, 1): "", (1, 0): "Call the office \ufffd"}
    store.marks.put(ME, begun, Marked(1, 0, "Called"))
    store.marks.remove(ME, begun, 0, 1)
    assert store.get(ME, begun).marks == (Marked(1, 0, "Called"),)
    store.marks.remove(ME, begun, 10**30, 0)
    for wrong in (
        *(Marked(2, 0), Marked(0, 2), Marked(-1, 0), Marked(10**30, 0)),
        Marked(0, 0, "x" * 1_001),
    ):
        with pytest.raises(UsageError):
            store.marks.put(ME, begun, wrong)
    for act in (store.marks.put, lambda owner, one, _: store.marks.remove(owner, one, 1, 0)):
        with pytest.raises(ConversationNotFoundError):
            act(OTHER, begun, Marked(1, 0))
    store.drop_last(ME, begun)
    assert store.get(ME, begun).marks == (), "an answer that is gone takes its marks along"


def test_they_are_found_by_what_was_asked_answered_and_noted(store: Conversations) -> None:
    ids = [store.start(ME, at=NOON).id for _ in range(2)]
    store.add(ME, ids[0], answered("Who won in Ménerbes?", "Harte won."))
    store.add(ME, ids[1], answered("Wie viele Wähler?", "38 Stimmen."))
    store.marks.put(ME, ids[0], Marked(0, 0, "Ring 你好"))
    store.add(OTHER, store.start(OTHER, at=NOON).id, exchange("Harte?"))

    def found(words: str) -> list[str]:
        return [each.id for each in store.all(ME, matching=words)]

    assert found("MÉNERBES harte") == [ids[0]]
    assert found("你好") == [ids[0]]
    assert found("stimmen wähler") == [ids[1]]
    assert found("harte stimmen") == []
    assert found("  ") == [ids[1], ids[0]]


def test_what_an_older_program_kept_is_read_also_where_it_cannot_be_written(tmp_path: Path) -> None:
    with closing(Conversations(tmp_path)) as store:
        begun = store.start(ME, at=NOON).id
        store.add(ME, begun, answered("Who won?", "Harte won."))
    path = tmp_path / "conversations.sqlite"
    with closing(sqlite3.connect(path)) as file:
        file.executescript("drop table marks; drop table pinned;")
    with closing(Conversations(tmp_path)) as store:
        store.pin(ME, begun)
        store.marks.put(ME, begun, Marked(0, 0))
    with closing(sqlite3.connect(path)) as file:
        file.executescript("drop table marks; drop table pinned; pragma journal_mode = delete;")
    monkey = pytest.MonkeyPatch()
    monkey.setattr("assistant.library.sqlite.is_writable", lambda _: False)
    with closing(Conversations(tmp_path)) as store:
        assert store.get(ME, begun).marks == ()
        assert [each.pinned for each in store.all(ME, matching="harte")] == [False]
    monkey.undo()


def test_there_are_only_so_many(store: Conversations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_CONVERSATIONS", 3)
    monkeypatch.setattr(kept, "MOST_EXCHANGES", 2)
    ids = [store.start(ME, at=NOON).id for _ in range(3)]
    others = store.start(OTHER, at=NOON)
    store.add(ME, ids[0], exchange("Still wanted?"))
    new = store.start(ME, at=NOON).id
    assert [each.id for each in store.all(ME)] == [new, ids[0], ids[2]]
    assert store.all(OTHER)[0].id == others.id
    store.add(ME, new, exchange("One?"))
    store.add(ME, new, exchange("Two?"))
    with pytest.raises(UsageError, match="the most"):
        store.add(ME, new, exchange("Three?"))


def test_titles_are_cut_after_a_word() -> None:
    assert title_of("Who\n won? ") == "Who won?"
    long = title_of("Which of the very many words of this question will be in the title, and not?")
    assert long == "Which of the very many words of this question will be in the title, and not?"
    cut = title_of("word " * 30)
    assert cut.endswith("word …")
    assert len(cut) <= 82
    assert title_of("x" * 300) == "x" * 80 + " …"
    assert title_of("") == "New conversation"


def test_one_that_cannot_be_read_spoils_no_other(store: Conversations) -> None:
    good, bad = store.start(ME, at=NOON), store.start(ME, at=NOON)
    store.add(ME, good.id, exchange("Good?"))
    store.add(ME, bad.id, exchange("Bad?"))
    with store._database.transaction() as connection:
        update = sa.update(tables.exchanges).where(tables.exchanges.c.conversation == bad.id)
        connection.execute(update.values(content="{"))
    with pytest.raises(LibraryError, match=r"Bad\?"):
        store.get(ME, bad.id)
    assert len(store.all(ME)) == 2
    assert store.get(ME, good.id).exchanges
    # It can be gone on with, and what cannot be read be taken back.
    store.add(ME, bad.id, exchange("More?"))
    store.drop_last(ME, bad.id)
    store.drop_last(ME, bad.id)
    assert store.get(ME, bad.id).exchanges == ()


def test_a_newer_format_and_a_damaged_file_are_refused(tmp_path: Path) -> None:
    Conversations(tmp_path).close()
    path = tmp_path / "conversations.sqlite"
    with closing(sqlite3.connect(path)) as file:
        file.execute("update facts set value = '99' where name = 'format'")
        file.commit()
    with pytest.raises(LibraryFormatError):
        Conversations(tmp_path)
    damaged = tmp_path / "other"
    damaged.mkdir()
    (damaged / "conversations.sqlite").write_bytes(b"no database at all, but long enough" * 40)
    with pytest.raises(LibraryError, match="damaged"):
        Conversations(damaged)


def test_threads_add_to_one_conversation_and_nothing_is_lost(store: Conversations) -> None:
    begun = store.start(ME, at=NOON)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.add(ME, begun.id, exchange(f"Question {n}?")), range(40)))
    questions = {each.question for each in store.get(ME, begun.id).exchanges}
    assert questions == {f"Question {n}?" for n in range(40)}


_WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from assistant.library.conversations import Conversations
from tests.library.values import exchange
store = Conversations(Path(sys.argv[1]))
begun = store.start("a process", at=datetime(2025, 3, 4, tzinfo=UTC))
print("begun", flush=True)
for n in range(100_000):
    store.add("a process", begun.id, exchange(f"Question {n}?"))
    print(n, flush=True)
"""


def test_two_processes_write_and_killing_one_leaves_a_whole_file(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            text=True,
        )
        for _ in range(2)
    ]
    said = []
    for writer in writers:
        assert writer.stdout is not None
        for line in writer.stdout:
            if line.strip() == "30":
                break
        writer.kill()
        said.append([int(n) for n in writer.communicate()[0].split() if n.isdigit()])
    store = Conversations(tmp_path)
    listed = store.all("a process")
    assert len(listed) == 2
    for each in listed:
        asked = [one.question for one in store.get("a process", each.id).exchanges]
        # Everything that was said to be kept is there, in order; one more may be.
        assert asked == [f"Question {n}?" for n in range(len(asked))]
        assert len(asked) >= 31
    store.close()
