"""Measuring with a chat model that is served, here by the stand-in on loopback."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

from assistant.errors import UsageError
from eval.local_model.__main__ import PROGRAM, QUOTING, UNCHECKED, main
from eval.local_model.cases import Case, Shown, Verdict, desk_cases, judged, shows_gold
from eval.local_model.outcomes import HEADINGS, known
from eval.local_model.serving import llama_server
from tests.openai_behaviours import Request, Says
from tests.openai_server import OpenAIServer

LONG = Case("a", "fact", "How long?", accept=(("25 hours", "25-hour"),), forbid=("20 hours",))
NONE = Case("b", "absent", "Who won?", decline=True)
QUESTIONS = (
    {"id": "q1", "kind": "fact", "question": "How many people died when the Skarn ferry sank?"},
    {"id": "q2", "kind": "unrelated", "question": "Who won the chess championship on the moon?"},
)


@pytest.mark.parametrize(
    ("case", "shown", "verdict"),
    [
        (LONG, Shown(("He spoke for 25\u00a0hours.",)), Verdict.RIGHT),
        (LONG, Shown(("A 25–hour speech.",)), Verdict.RIGHT),
        (LONG, Shown(("He spoke for 25 hours, not 20 hours.",)), Verdict.PARTLY),
        (LONG, Shown(("He spoke for long.",), ("25 hours",)), Verdict.RIGHT),
        (LONG, Shown(("He spoke for long.",)), Verdict.WRONG),
        (LONG, Shown((), declined="No answer"), Verdict.DECLINED),
        (LONG, Shown((), declined="It were 25 hours"), Verdict.RIGHT),
        (NONE, Shown((), declined="No answer"), Verdict.RIGHT),
        (NONE, Shown(("Somebody won.",)), Verdict.ANSWERED),
        (Case("c", "latest", "?", accept=(("x",),), first=(("x",),)), Shown(("y", "x")), "partly"),
        (
            Case("d", "fact", "?", accept=(("x",),), articles=frozenset({"a"})),
            Shown(("x",), cited=frozenset({"b"})),
            Verdict.PARTLY,
        ),
    ],
)
def test_replies_are_judged(case: Case, shown: Shown, verdict: Verdict) -> None:
    assert judged(case, shown) == verdict


def test_the_answers_words_count_only_in_sentences() -> None:
    assert shows_gold(LONG, Shown(("It took 25 hours.",))) is True
    assert shows_gold(LONG, Shown((), ("25 hours",))) is False
    assert shows_gold(NONE, Shown(("Somebody won.",))) is None


def test_a_damaged_question_is_told_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": "a", "kind": "b", "question": "c", "accept": []}\n{"id": 1}\n')
    with pytest.raises(UsageError, match="question 2 cannot be read"):
        desk_cases(path)


def _first_sentence(request: Request) -> str:
    """What a careless small model writes: the first sentence that it is shown, and a slip."""
    shown = request.user.partition(">\n")[2].partition("\n</")[0]
    first = shown.partition("\n")[2].partition(". ")[0]
    return f"{first}. The moon sank with 4,711 people aboard."


def test_the_program_is_measured_with_a_small_model_that_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    questions = tmp_path / "desk.jsonl"
    lines = [json.dumps({"accept": [], "decline": n == 1, **q}) for n, q in enumerate(QUESTIONS)]
    questions.write_text("\n".join(lines))
    out = tmp_path / "outcomes.jsonl"
    with OpenAIServer() as server:
        server.always(Says(_first_sentence))
        arguments = ["--at", server.base_url, "--model", "openai:small-1.5b", "--out", str(out)]
        arguments += ["--desk", str(questions)]
        ways = [one for way in (QUOTING, PROGRAM, UNCHECKED) for one in ("--way", way)]
        assert main([*arguments, *ways]) == 0
        asked = len(server.requests)
        printed = capsys.readouterr().out.splitlines()
        assert main([*arguments, *ways]) == 0, "what is there is not asked again"
        assert len(server.requests) == asked
    assert printed[0] == "| " + " | ".join(HEADINGS) + " |"
    assert [line.split(" | ")[0] for line in printed[2:5]] == [
        f"| {way}" for way in (QUOTING, PROGRAM, UNCHECKED)
    ]
    found = {(one.way, one.case): one for one in known(out)}
    assert found[QUOTING, "q1"].tokens == 0
    written = found[PROGRAM, "q1"]
    assert written.tokens > 0
    assert written.failed >= 1, "the slip is taken out"
    assert "4,711" not in written.text
    assert "4,711" in found[UNCHECKED, "q1"].text
    assert found[UNCHECKED, "q1"].whole is None, "nothing was waited for"


def _script(path: Path, text: str) -> str:
    path.write_text(f"#!{sys.executable}\n{text}")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_a_server_is_awaited_and_stopped(tmp_path: Path) -> None:
    model = tmp_path / "tiny-1b.gguf"
    model.write_bytes(b"GGUF")
    python = _script(
        tmp_path / "python",
        "import http.server, sys\n"
        "class Models(http.server.BaseHTTPRequestHandler):\n"
        "    def do_GET(self):\n"
        "        self.send_response(200)\n"
        "        self.end_headers()\n"
        "port = int(sys.argv[sys.argv.index('--port') + 1])\n"
        "http.server.HTTPServer(('127.0.0.1', port), Models).serve_forever()\n",
    )
    log = tmp_path / "log"
    with llama_server(model, python=python, context=512, threads=1, log=log) as address:
        assert address.endswith("/v1")
    assert "GET /v1/models" in log.read_text()


def test_a_server_that_ends_is_told_with_its_last_line(tmp_path: Path) -> None:
    model = tmp_path / "tiny-1b.gguf"
    model.write_bytes(b"GGUF")
    python = _script(tmp_path / "python", "raise SystemExit('No module named llama_cpp')")
    with (
        pytest.raises(UsageError, match="No module named llama_cpp"),
        llama_server(model, python=python, context=512, threads=1, log=tmp_path / "log"),
    ):
        raise AssertionError("it does not run")
