from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import load_settings
from eval.gold.loading import DATASETS, GoldSet, load
from eval.runs.folder import Run
from eval.runs.running import Setup, program_digest, run
from tests.samples import copy

CASES = DATASETS / "sample-cases.yaml"


@pytest.fixture(scope="session")
def gold() -> GoldSet:
    """Half of the samples' gold cases; ``make eval`` asks all of them."""
    return load((CASES,))


@pytest.fixture(scope="session")
def libraries(
    sample_library: Path, gold: GoldSet, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Where all runs of these tests keep their libraries of articles, for the next one."""
    folder = tmp_path_factory.mktemp("libraries")
    copy(sample_library, folder / f"{gold.library}-{program_digest()}")
    return folder


@pytest.fixture(scope="session")
def accepted_folder(
    tmp_path_factory: pytest.TempPathFactory, gold: GoldSet, libraries: Path
) -> Path:
    """The folder of a run of the extractive engine as it is; not to be changed."""
    folder = tmp_path_factory.mktemp("runs") / "accepted"
    run(gold, Setup(load_settings(engine="extractive", threads=2), libraries=libraries), folder)
    return folder


@pytest.fixture(scope="session")
def accepted(accepted_folder: Path) -> Run:
    """A run of the extractive engine as it is."""
    return Run.read(accepted_folder)
