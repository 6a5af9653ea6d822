"""Reading in processes of their own: real ones, that hang, fall and are left alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import ReadingError, StoppedError
from assistant.reading import expand, read_each
from assistant.reading.wire import WithdrawnError
from assistant.reading.workers import INLINE, each_in_worker, in_worker
from assistant.stopping import Stop, stopping
from assistant.types import Notice

_MUCH = INLINE + 1


def process_of(_text: str) -> int:
    return os.getpid()


def counted(most: int) -> Iterator[tuple[int, int]]:
    for number in range(most):
        yield number, os.getpid()


def hang_after(number: int) -> Iterator[int]:
    yield from range(number)
    time.sleep(600)


def refuse(name: str) -> None:
    raise WithdrawnError(f"{name} is withdrawn", notice=Notice(origin="o", item="i", status="s"))


def fall(code: int) -> None:
    os._exit(code)


def print_much(_text: str) -> str:
    print("printed by a parser")
    return "read"


def test_what_is_small_is_read_here() -> None:
    assert in_worker(process_of, "text", name="a page", size=INLINE) == os.getpid()


def test_what_is_large_is_read_elsewhere_one_item_at_a_time() -> None:
    found = list(each_in_worker(counted, 3, name="a page", size=_MUCH))
    assert [number for number, _ in found] == [0, 1, 2]
    assert {process for _, process in found} != {os.getpid()}
    assert len({process for _, process in found}) == 1


def test_the_process_is_kept_for_the_next_source() -> None:
    first = in_worker(process_of, "one", name="a page", size=_MUCH)
    assert in_worker(process_of, "two", name="a page", size=_MUCH) == first


def test_what_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    in_worker(process_of, "one that has started", name="a page", size=_MUCH)
    items = each_in_worker(hang_after, 2, name="a page", size=_MUCH, seconds=5)
    assert [next(items), next(items)] == [0, 1]
    with pytest.raises(ReadingError, match="a page takes more than 5 seconds"):
        next(items)
    assert in_worker(process_of, "text", name="another page", size=_MUCH) != os.getpid()


def test_a_process_that_falls_is_told_as_an_error() -> None:
    with pytest.raises(ReadingError, match=r"brings down the process that reads it \(code 3\)"):
        in_worker(fall, 3, name="a page", size=_MUCH)


def test_a_kept_process_that_was_killed_is_replaced() -> None:
    kept = in_worker(process_of, "one", name="a page", size=_MUCH)
    os.kill(kept, signal.SIGKILL)
    _wait_until_gone(kept)
    assert in_worker(process_of, "two", name="a page", size=_MUCH) not in {kept, os.getpid()}


def test_errors_come_as_they_were_raised() -> None:
    with pytest.raises(WithdrawnError, match="a page is withdrawn") as caught:
        in_worker(refuse, "a page", name="a page", size=_MUCH)
    assert caught.value.notice == Notice(origin="o", item="i", status="s")
    assert caught.value.hint


def test_what_is_printed_there_does_not_disturb() -> None:
    assert in_worker(print_much, "text", name="a page", size=_MUCH) == "read"


def test_stopping_the_work_ends_the_process() -> None:
    stop = Stop()
    items = each_in_worker(hang_after, 1, name="a page", size=_MUCH)
    threading.Timer(1, stop.stop).start()
    with stopping(stop):
        assert next(items) == 0
        with pytest.raises(StoppedError):
            next(items)


def test_nothing_is_left_running_when_the_program_is_interrupted() -> None:
    code = (
        "from assistant.reading.workers import each_in_worker\n"
        "from tests.reading.test_workers import counted, hang_after\n"
        f"print(next(each_in_worker(counted, 1, name='a', size={_MUCH}))[1], flush=True)\n"
        f"list(each_in_worker(hang_after, 0, name='a page', size={_MUCH}))\n"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert program.stdout is not None
    worker = int(program.stdout.readline())
    program.send_signal(signal.SIGINT)
    program.wait()
    program.stdout.close()
    _wait_until_gone(worker)


def test_large_files_of_every_kind_are_read_as_before(tmp_path: Path) -> None:
    sentence = "The ferry sank on Monday, and nineteen people were rescued by divers. "
    story = sentence * (2 * INLINE // len(sentence))
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><article><h1>Ferry</h1><p>{story}</p></article></body></html>")
    plain = tmp_path / "plain.txt"
    plain.write_text(f"Ferry sinks\n\n{story}")
    lines = tmp_path / "lines.jsonl"
    lines.write_text(f'{{"title": "Ferry", "text": "<p>{story}</p>"}}\n')
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + b"x" * 2 * INLINE)
    for path in (page, plain, lines):
        (reading,) = read_each(expand([path])[0], max_bytes=10_000_000)
        assert not isinstance(reading.outcome, ReadingError)
        assert sentence.strip() in reading.outcome.text
        assert reading.outcome.origin.startswith(str(path))
    (reading,) = read_each(expand([broken])[0], max_bytes=10_000_000)
    assert isinstance(reading.outcome, ReadingError)


def _wait_until_gone(process: int) -> None:
    for _ in range(3_000):
        try:
            os.kill(process, 0)
            with Path(f"/proc/{process}/stat").open() as told:
                ended = told.read().rpartition(")")[2].split()[0] == "Z"
            # Its first thread may have ended before the others: it cannot be waited for yet.
            if ended and len(list(Path(f"/proc/{process}/task").iterdir())) == 1:
                return  # whoever began it has not asked yet
        except (ProcessLookupError, FileNotFoundError):
            return
        time.sleep(0.01)
    raise AssertionError(f"process {process} is still running")
