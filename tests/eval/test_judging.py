"""The judge: its grades, its failures, and how its agreement with people is told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import UsageError
from eval.gold.loading import load
from eval.judging.calibration import Label, calibrate, read_labels, weighted_kappa
from eval.judging.grading import Grade
from eval.judging.judgements import JUDGEMENTS, judged_scores
from eval.regression import main
from tests.eval.conftest import CASES
from tests.openai_behaviours import Fails, Request, Says
from tests.openai_server import OpenAIServer


@pytest.fixture
def cases_run(accepted_folder: Path, tmp_path: Path) -> Path:
    """The folder of a run of the cases, which the judge may write to."""
    shutil.copytree(accepted_folder, tmp_path / "run")
    return tmp_path / "run"


def _by_rule(request: Request) -> str:
    """Whether the wanted words stand in what was written; nonsense for questions of chess."""
    if "opinion" in request.user:
        return "I would rather not say."
    wanted, _, written = request.user.partition("Written:")
    accepted = wanted.partition("One of: ")[2].partition("\n")[0].split("; ")
    right = any(each and each in written for each in accepted) or "(declined)" in written
    return "4: it says what is wanted" if right else "**0** - it does not"


def test_a_run_is_graded_recorded_and_scored_again_without_the_judge(
    cases_run: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = cases_run
    monkeypatch.setenv("ASSISTANT_RETRIES", "0")
    told = ["judge", str(out), "--dataset", str(CASES), "--model", "openai:gpt-test"]
    with OpenAIServer() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        server.script(Fails(500))
        server.always(Says(_by_rule))
        assert main([*told, "--record", str(tmp_path / "recordings.jsonl")]) == 0
        asked = len(server.chats)
        assert asked == len(load((CASES,)).cases)
        said = capsys.readouterr()
        assert "Judged by openai:gpt-test with the prompt" in said.out
        assert "not calibrated: nothing says how far it agrees" in said.out
        assert "| judge | judged |" in said.out
        assert "unscored) |" in said.out
        scores = [*judged_scores(out)]
        assert scores[0].value is None
        assert "the judge failed" in scores[0].reason
        unread = [score for score in scores if "cannot be read" in score.reason]
        assert unread
        assert all(score.value is None for score in unread)
        assert {score.value for score in scores} == {None, 0.0, 1.0}
        assert main(["score", str(out), "--dataset", str(CASES)]) == 0
        assert "| judge | judged |" in capsys.readouterr().out
        assert len(server.chats) == asked, "scoring asked the judge again"
    first = (out / JUDGEMENTS).read_text(encoding="utf-8")
    monkeypatch.delenv("OPENAI_BASE_URL")
    # The request that failed was not recorded, so the whole cannot be replayed.
    assert main([*told, "--replay", str(tmp_path / "recordings.jsonl")]) == 2
    assert (out / JUDGEMENTS).read_text(encoding="utf-8") == first


def test_what_a_judge_is_worth_is_what_people_gave() -> None:
    labels = [
        Label(question="", wanted="", text="", grade=grade, about=str(n // 2))
        for n, grade in enumerate([0, 1, 1, 2, 2, 2, 3, 3, 4, 4] * 3)
    ]
    grades = [Grade(1 if label.grade < 2 else 3, "") for label in labels]
    grades[0] = Grade(None, "the judge failed")
    found = calibrate(labels, grades, model="m", prompt="p")
    assert (found.labels, found.unscored) == (29, 1)
    assert 0.5 < found.low < found.correlation < found.high < 1
    low = [label.grade for label in labels[1:] if label.grade < 2]
    assert found.value(1) == found.value(0) == pytest.approx(np.mean(low) / 4)
    assert found.value(4) == found.value(3) == pytest.approx(20 / 7 / 4)
    assert found.value(1) < found.value(2) < found.value(3)
    lazy = calibrate(labels, [Grade(4, "")] * 30, model="m", prompt="p")
    assert (lazy.correlation, lazy.kappa) == (0.0, 0.0)
    with pytest.raises(UsageError, match="say nothing of a judge"):
        calibrate(labels[:5], grades[:5], model="m", prompt="p")


def test_weighted_kappa() -> None:
    one = np.array([0, 1, 2, 3, 4])
    assert weighted_kappa(one, one) == 1.0
    assert weighted_kappa(one, one[::-1]) == pytest.approx(-1.0)
    # By hand: grades 0 and 4 alone are Cohen's plain kappa: (0.75 - 0.5) / (1 - 0.5).
    assert weighted_kappa(np.array([0, 0, 4, 4]), np.array([0, 4, 4, 4])) == pytest.approx(0.5)


def test_a_judge_is_calibrated_and_read_by_it(
    cases_run: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    labels = tmp_path / "labels.jsonl"
    rows = [
        {"question": "Who?", "wanted": "One of: Ada", "text": text, "grade": grade}
        for text, grade in [("Ada did.", 3.5), ("Bob did.", 1), ("Ada, it was.", 4)] * 8
    ]
    labels.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert len(read_labels(labels)) == 24
    to = tmp_path / "calibration.json"
    with OpenAIServer() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        server.always(Says(_by_rule))
        given = ["--labels", str(labels), "--model", "openai:gpt-test", "--to", str(to)]
        assert main(["calibrate", *given]) == 0
        said = capsys.readouterr().out
        assert "24 graded texts (0 unscored)" in said
        assert "worth 0.25," in said
        out = cases_run
        dataset = ["--dataset", str(CASES), "--model", "openai:gpt-test"]
        assert main(["judge", str(out), *dataset, "--calibration", str(to)]) == 0
    assert ": rank correlation with people 0." in capsys.readouterr().out
    values = {score.value for score in judged_scores(out)}
    assert values == {None, 0.25, 0.9375}
    labels.write_text('{"grade": 9}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="line 1 is no label"):
        read_labels(labels)
