"""Freed memory goes back to the system."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

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


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc is what keeps it")
def test_gaps_between_what_is_in_use_are_given_back() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) > 50_000, "kilobytes of 125,000"
