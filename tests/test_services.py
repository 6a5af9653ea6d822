"""What Assistant offers is what its services do, and each of them works without the others."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant
from assistant.reports import AddedKind, CheckState
from assistant.services.briefings import Briefed
from assistant.services.browsing import Browsing
from assistant.services.collecting import Collecting
from assistant.services.grouping import Grouping
from assistant.services.intake import Intake
from assistant.services.maintenance import Maintenance
from assistant.services.questions import Questions
from assistant.services.resources import Resources
from assistant.services.subscriptions import Subscriptions
from assistant.services.telling import Telling
from assistant.services.texts import Texts
from assistant.settings import load_settings

STORY = """Ostvik ferry terminal to close

The harbour town of Ostvik will close its old ferry terminal in May, the port said.
The terminal was opened in 1931 and serves two islands.
Ana Brandt, who leads the port, said 40 people will move to the new quay.
"""


def _public(kind: type) -> dict[str, Callable[..., Any]]:
    own = vars(kind).items()
    return {name: one for name, one in own if name[0] != "_" and inspect.isfunction(one)}


def test_every_method_of_the_facade_is_one_of_a_service() -> None:
    services = (Questions, Texts, Grouping, Collecting, Telling, Briefed, Browsing, Intake)
    theirs = {
        n: one
        for kind in (*services, Subscriptions, Maintenance)
        for n, one in _public(kind).items()
    }
    shared = _public(Resources)
    offered = _public(Assistant)
    assert offered.keys() - shared.keys() == theirs.keys()
    for name, method in offered.items():
        behind = theirs.get(name) or shared[name]
        assert inspect.signature(method) == inspect.signature(behind)
        assert inspect.getdoc(method) == inspect.getdoc(behind)
        assert inspect.getdoc(method)


@pytest.fixture
def resources(tmp_path: Path) -> Resources:
    (tmp_path / "ferry.txt").write_text(STORY)
    return Resources(settings=load_settings(home=tmp_path / "home", engine="extractive"))


def test_each_service_works_alone(tmp_path: Path, resources: Resources) -> None:
    with closing(resources):
        assert Intake(resources).add(tmp_path / "ferry.txt").count(AddedKind.ADDED) == 1
    (listed,) = Browsing(resources).articles()
    answer = Questions(resources).ask("When was the terminal of Ostvik opened?")
    assert "1931" in answer.text
    assert Texts(resources).summarise(listed.id, words=20).text
    checks = Maintenance(resources).doctor(deep=True)
    assert [one for one in checks if one.state is CheckState.FAILED] == []
    assert Maintenance(resources).prune("0d", dry=True).articles == ()
    assert Intake(resources).remove(listed.id) == (listed,)
    resources.close()
