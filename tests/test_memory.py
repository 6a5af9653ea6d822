"""Freed memory goes back to the system, and nothing grows with what is asked."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from tests.samples import fill

_PROGRAM = """
import threading
import numpy as np
from assistant.memory import give_back

def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

def work():
    blocks = [np.ones(8_000) for _ in range(2_000)]  # 64 KB each: too small to be mapped alone
    kept.append(blocks[::50])

kept = []
thread = threading.Thread(target=work)
thread.start()
thread.join()
before = resident()
give_back()
print(before - resident())
"""


_RESIDENT = """
import sys
def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
"""
_REOPENED = (
    _RESIDENT
    + """
import numpy as np
from pathlib import Path
from assistant.library.schema import PassageEntry
from assistant.library.vectors import VectorIndex
from assistant.types import Article, Filters, Passage
index = VectorIndex(Path(sys.argv[1]))
index.create()
vectors = np.random.default_rng(0).standard_normal((1_000, 384)).astype(np.float32)
text = "A ferry sank. " * 20
index.update([
    PassageEntry(Article(str(n), "Title", text, (), ""), Passage(0, 0, 0, 0, len(text)), one)
    for n, one in enumerate(vectors)
], delete=[])
def reopened(times):
    for _ in range(times):
        index.close()
        index.search(np.eye(1, 384, dtype=np.float32)[0], k=3, filters=Filters())
reopened(15)
before = resident()
reopened(60)
print(resident() - before)
"""
)
_ASKED = (
    _RESIDENT
    + """
from assistant import Assistant
from assistant.settings import load_settings
words = "ferry dam school budget rate union ministry bid merger marathon record recount".split()
questions = [f"What was said of the {a} and the {b} on day {n}?"
             for n in range(9) for a in words for b in words]
with Assistant(settings=load_settings(home=sys.argv[1], engine="extractive")) as assistant:
    def asked(some):
        for question in some:
            assistant.ask(question)
            assistant.search(question, k=5)
    asked(questions[:60])
    before = resident()
    asked(questions[60:400])
    print(resident() - before)
"""
)
_ON_GLIBC = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc is what keeps it")


def _grown(program: str, folder: Path) -> int:
    """Kilobytes by which a process grows that runs a program over a folder."""
    command = [sys.executable, "-c", program, str(folder)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@_ON_GLIBC
def test_a_reader_that_opens_the_vectors_again_and_again_does_not_grow(tmp_path: Path) -> None:
    assert _grown(_REOPENED, tmp_path / "vectors") < 8_000


@_ON_GLIBC
@pytest.mark.slow
def test_an_assistant_does_not_grow_with_the_questions(tmp_path: Path) -> None:
    assert _grown(_ASKED, fill(tmp_path / "home")) < 12_000


@_ON_GLIBC
def test_gaps_between_what_is_in_use_are_given_back() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) > 50_000, "kilobytes of 125,000"
