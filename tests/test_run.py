"""run.py makes an environment for a made-up project, from a folder of wheels, without a network."""

import hashlib
import inspect
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import run

PYTHON = str(getattr(sys, "_base_executable", sys.executable))
BUILD = """
def build_editable(folder, config_settings=None, metadata_directory=None):
    command = "import sys\\ndef main():\\n    print('iok', *sys.argv[1:])\\n    sys.exit(7)\\n"
    scripts = "[console_scripts]\\niok = iok_command:main\\n"
    return wheel(Path(folder), "iok", {"iok_command.py": command, "entry_points.txt": scripts}).name
"""
needs_pip = pytest.mark.skipif(
    subprocess.run([PYTHON, "-c", "import pip"], check=False, capture_output=True).returncode != 0,
    reason="this Python came without pip, and there is no network here to fetch it from",
)


def wheel(folder: Path, name: str, files: dict[str, str]) -> Path:
    path = folder / f"{name}-1-py3-none-any.whl"
    about = f"{name}-1.dist-info"
    head = {"METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n", "RECORD": ""}
    head["WHEEL"] = "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in (head | files).items():
            archive.writestr(file if file.endswith(".py") else f"{about}/{file}", text)
    return path


class Project:
    """A copy of run.py beside locks that name one wheel, which builds the project too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "wheels").mkdir()
        build = f"import zipfile\nfrom pathlib import Path\n{inspect.getsource(wheel)}{BUILD}"
        self.wheel = wheel(folder / "wheels", "tinybuild", {"tinybuild.py": build})
        (folder / "run.py").write_bytes(Path(run.__file__).read_bytes())
        (folder / "pyproject.toml").write_text(
            '[build-system]\nrequires = []\nbuild-backend = "tinybuild"\n[project]\nname = "iok"\n'
        )
        self.lock(f"--hash=sha256:{hashlib.sha256(self.wheel.read_bytes()).hexdigest()}")

    def lock(self, options: str) -> None:
        for name in ("requirements.lock", "requirements-dev.lock"):
            (self.folder / name).write_text(f"tinybuild==1 {options}\n")

    def start(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "IOK_"))}
        pip = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheel.parent)}
        return subprocess.run(
            [PYTHON, str(self.folder / "run.py"), *arguments],
            env={**inherited, **pip, "PIP_CONFIG_FILE": os.devnull, **environment},
            capture_output=True,
            text=True,
            check=False,
        )


Started = tuple[Project, subprocess.CompletedProcess[str]]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Started:
    """A project that was started once, and what that said."""
    project = Project(tmp_path_factory.mktemp("started"))
    return project, project.start("iok", "a", "b")


@needs_pip
def test_the_first_start_installs_and_the_second_does_not(started: Started) -> None:
    project, first = started
    second = project.start("demo", "--port", "1")
    assert (first.returncode, first.stdout) == (7, "iok a b\n")
    assert "Installing IOK itself" in first.stderr
    assert (second.returncode, second.stdout, second.stderr) == (7, "iok demo --port 1\n", "")


@needs_pip
def test_a_changed_project_is_installed_again(started: Started) -> None:
    project, _ = started
    with (project.folder / "pyproject.toml").open("a") as file:
        file.write("[project.scripts]\n")
    again = project.start("iok")
    assert "Installing IOK itself" in again.stderr
    assert "packages it runs on" not in again.stderr


@needs_pip
def test_an_unfinished_environment_is_made_anew(project: Project) -> None:
    (project.folder / ".venv").mkdir()
    (project.folder / ".venv" / "pyvenv.cfg").touch()
    (project.folder / ".venv" / "left-over").touch()
    project.lock("")  # with the first package it ends: how it goes on is told above
    assert "packages it runs on" in project.start("iok").stderr
    assert not (project.folder / ".venv" / "left-over").exists()


@needs_pip
@pytest.mark.parametrize("options", [f"--hash=sha256:{'0' * 64}", ""], ids=["another", "none"])
def test_a_package_without_its_hash_is_refused(options: str, project: Project) -> None:
    project.lock(options)
    done = project.start("iok")
    assert done.returncode == 1
    assert "A package is not the one that the lock names" in done.stderr
    assert not list(project.folder.glob(".venv/lib/*/site-packages/tinybuild*"))


@needs_pip
def test_a_missing_network_is_told_in_one_sentence(project: Project) -> None:
    closed = "http://127.0.0.1:9/simple"
    pip = {"PIP_NO_INDEX": "0", "PIP_FIND_LINKS": "", "PIP_RETRIES": "1"}
    done = project.start("iok", PIP_INDEX_URL=closed, **pip)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, f"run.py: {run.UNREACHABLE}")


def test_a_folder_that_holds_something_else_is_left_alone(project: Project, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat").touch()
    done = project.start("iok", IOK_VENV=str(tmp_path / "photos"))
    assert done.returncode == 1
    assert (tmp_path / "photos" / "cat").exists()


def test_an_older_python_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    with pytest.raises(run.UserError, match="needs Python"):
        run.main(["demo"])


def test_what_is_typed_wrong_is_answered_with_the_manual(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run.main(["dmeo"]) == 2
    assert "run.py demo" in capsys.readouterr().out


@pytest.fixture
def index(tmp_path: Path) -> Iterator[str]:
    """A package index that offers some other file under the name of the wheel of pip."""
    folder = tmp_path / "simple" / "pip"
    folder.mkdir(parents=True)
    (folder / run.PIP_WHEEL).write_bytes(b"not pip")
    (folder / "index.html").write_text(f'<a href="{run.PIP_WHEEL}#sha256=00">pip</a>')
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/simple"
        server.shutdown()


def test_another_file_in_place_of_pip_is_refused(
    index: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", index)
    with pytest.raises(run.UserError, match="not the one"):
        run.fetch_pip(tmp_path)
    assert not (tmp_path / run.PIP_WHEEL).exists()


def test_pip_itself_is_fetched_from_the_index_that_its_file_names(
    index: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pip.conf").write_text(f"[global]\nindex-url = {index}/\n")
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.setattr(run, "PIP_SHA256", hashlib.sha256(b"not pip").hexdigest())
    assert run.fetch_pip(tmp_path).read_bytes() == b"not pip"


def test_only_the_benchmarks_that_exist_can_be_named() -> None:
    with pytest.raises(run.UserError, match="no benchmark"):
        run.main(["bench", "nothing"])
