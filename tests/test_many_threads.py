"""One assistant, many threads, and another process that writes: every citation stays exact."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant import Assistant
from assistant.errors import ArticleNotFoundError
from assistant.settings import load_settings

QUESTIONS = (
    "How many people were rescued from the Saint Orla?",
    "Who is blamed for the sinking?",
    "When did the Karrow spillway break?",
    "Who won the Marrin recount?",
    "What does Odenwick offer for Castrel?",
)
_OTHER = """
import sys
from pathlib import Path
from assistant import Assistant
from assistant.settings import load_settings
with Assistant(settings=load_settings(home=Path(sys.argv[1]), engine="extractive")) as assistant:
    for path in sorted(Path(sys.argv[2]).glob("other-*.txt")):
        assistant.add(path)
"""


def test_threads_ask_while_others_add_and_remove(tmp_path: Path) -> None:
    stories = tmp_path / "stories"
    stories.mkdir()
    for n in range(12):
        for whose in ("own", "other"):
            text = f"Tramway {whose} {n}\n\nThe tramway to Ostrel carried {n} thousand people. " * 3
            (stories / f"{whose}-{n}.txt").write_text(text, encoding="utf-8")
    settings = load_settings(home=tmp_path / "home", engine="extractive", threads=2)
    with Assistant(settings=settings) as assistant:
        assistant.add_samples()
        ending = threading.Event()
        asked = []

        def ask(number: int) -> None:
            while not ending.is_set():
                answer = assistant.ask(QUESTIONS[number % len(QUESTIONS)])
                for statement in answer.statements:
                    for citation in statement.citations:
                        _exact(
                            assistant,
                            citation.article_id,
                            citation.start,
                            citation.end,
                            citation.quote,
                        )
                asked.append(number)

        def look(_number: int) -> None:
            while not ending.is_set():
                assistant.search("ferry", k=5)
                assistant.browse(matching="the", limit=10)
                assistant.suggestions()
                assistant.summarise(assistant.articles()[-1].id, words=40)

        def change() -> None:
            for path in sorted(stories.glob("own-*.txt")):
                (outcome,) = assistant.add(path).outcomes
                assert outcome.article_id is not None
                assistant.remove(outcome.article_id)

        with ThreadPoolExecutor(24) as pool:
            working = [pool.submit(ask, number) for number in range(16)]
            working += [pool.submit(look, number) for number in range(4)]
            other = subprocess.Popen(
                [sys.executable, "-c", _OTHER, str(settings.home), str(stories)],
                cwd=Path(__file__).parents[1],
            )
            try:
                pool.submit(change).result(timeout=120)
                assert other.wait(timeout=120) == 0
            finally:
                ending.set()
            for each in working:
                each.result(timeout=60)
        assert len(set(asked)) == 16, "a thread was starved"
        assert assistant.count() == 28 + 12
        assert [check.name for check in assistant.doctor() if check.state.value == "failed"] == []


def test_a_new_library_is_opened_by_many_at_once(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home", engine="extractive")
    start = threading.Barrier(12)

    def open_it(own: bool) -> int:
        start.wait()
        if own:  # as another process would, with nothing shared
            with Assistant(settings=settings) as another:
                return another.count()
        return shared.count()

    with Assistant(settings=settings) as shared, ThreadPoolExecutor(12) as pool:
        counted = list(pool.map(open_it, [n % 2 == 0 for n in range(12)]))
    assert counted == [0] * 12


def test_closing_while_others_ask_harms_nobody(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home", engine="extractive", threads=1)
    with Assistant(settings=settings) as assistant:
        assistant.add_samples()

        def ask(number: int) -> int:
            if number % 5 == 4:
                assistant.close()
            return len(assistant.ask(QUESTIONS[number % len(QUESTIONS)]).statements)

        with ThreadPoolExecutor(8) as pool:
            assert all(count > 0 for count in pool.map(ask, range(40)))


def _exact(assistant: Assistant, article_id: str, start: int, end: int, quote: str) -> None:
    try:
        article = assistant.article(article_id)
    except ArticleNotFoundError:
        return  # it was removed in the meantime
    assert article.text[start:end] == quote
