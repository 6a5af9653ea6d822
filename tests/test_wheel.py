"""The wheel carries everything: it is built, installed into an empty environment, and used."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

# Taken by CI beside make test.
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]


def _run(*command: str, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    _run(
        sys.executable,
        *("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)),
        cwd=ROOT,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_prompts_models_samples_and_no_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for needed in (
        "assistant/prompts/answer.yaml",
        "assistant/samples/01-ferry-capsizes.md",
        "assistant/models/weights/all-MiniLM-L6-v2-int8/model.onnx",
        "assistant/models/weights/all-MiniLM-L6-v2-int8/tokenizer.json",
        "assistant/models/weights/tiktoken/fb374d419588a4632f3f557e76b4b70aebbca790",
        "assistant/rendering/templates/answer.html",
        "assistant/web/assets/page.css",
        "assistant/web/assets/source.css",
        "assistant/web/assets/page.js",
        "assistant/py.typed",
    ):
        assert needed in names
    assert not [name for name in names if name.startswith(("tests/", "eval/"))]


def test_the_installed_wheel_works_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    # The dependencies are those of this environment: what is proved is that the package
    # itself, without the repository, is whole.
    place = tmp_path / "environment"
    venv.create(place, with_pip=False, symlinks=True)
    python = place / "bin" / "python"
    packages = next((place / "lib").glob("python*")) / "site-packages"
    _run(
        *(sys.executable, "-m", "uv", "pip", "install", "--offline", "--no-deps"),
        *("--python", str(python), str(wheel)),
        cwd=tmp_path,
    )
    here = next(path for path in map(Path, sys.path) if path.name == "site-packages")
    mine = [path.name for path in packages.iterdir()]
    for path in here.iterdir():
        known = path.name in mine or path.name.startswith(("__editable__", "_news", "news_desk"))
        if not known and path.suffix != ".pth":
            (packages / path.name).symlink_to(path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path / "home"),
        "ASSISTANT_HOME": str(tmp_path / "library"),
    }
    found = _run(
        *(str(python), "-c", "import assistant; print(assistant.__file__)"),
        cwd=elsewhere,
        env=environment,
    )
    assert found.startswith(str(place))
    assert "28" in _run(
        *(str(python.parent / "assistant"), "add", "--samples"), cwd=elsewhere, env=environment
    )
    answer = _run(
        *(str(python), "-m", "assistant", "ask", "How many were rescued from the Saint Orla?"),
        cwd=elsewhere,
        env=environment,
    )
    assert "164" in answer
    checks = _run(str(python), "-m", "assistant", "doctor", cwd=elsewhere, env=environment)
    assert "failed" not in checks
