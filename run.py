#!/usr/bin/env python3
"""Runs IOK from its source folder. Needs Python 3.11 and nothing else.

python3 run.py demo [--port N] [--dir DIR] [--premises N]   a made-up cooperative to look at
python3 run.py dev                                          the same, restarted when code changes
python3 run.py test [--without-browser] [--thorough] [...]  every check; the rest goes to pytest
python3 run.py bench [NAME]                                 one of tests/benchmarks
python3 run.py iok ...                                      the iok command
python3 run.py lock                                         renew the locks of the packages

What it installs goes to .venv, or to the folder that IOK_VENV names.
"""

from __future__ import annotations

import configparser
import contextlib
import hashlib
import html
import http.client
import importlib.util
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("IOK_VENV") or ROOT / ".venv").absolute()
BIN = VENV / "bin"
PYTHON = str(BIN / "python")
STAMP = VENV / "iok-stamp.json"
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
LOCKED = ("--require-hashes", "--only-binary=:all:", "--requirement")

# Where Python came without pip, as on a bare Debian, this one is run straight from its wheel.
PIP_WHEEL = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"

CERTIFICATES = "The package index has no valid certificate (Debian: install ca-certificates)."
UNREACHABLE = "The package index can not be reached: check the network, the proxy, PIP_INDEX_URL."
PIP_FAILURES = {
    r"CERTIFICATE_VERIFY_FAILED|SSLError": CERTIFICATES,
    r"MATCH THE HASHES|Hashes are": "A package is not the one that the lock names; it was refused.",
    r"NewConnection|NameResolution|Max retries|timed out|Connection (refused|reset)": UNREACHABLE,
    r"No matching distribution": "A package that IOK needs is not offered for this computer "
    f"and Python {sys.version.split()[0]}.",
    r"No space left": "The disk is full.",
}

PROGRAMS = {"strace": "strace", "nginx": "nginx-light", "caddy": "caddy"}  # and their packages
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PLAYWRIGHT_CHROMIUM = """from playwright.sync_api import sync_playwright
with sync_playwright() as browsers: print(browsers.chromium.executable_path)"""


class UserError(Exception):
    """Told to the person at the keyboard in one sentence."""


def package_folders() -> list[Path]:
    return [ROOT, *sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))]


def wanted_stamp(*, dev: bool) -> dict[str, str]:
    def digest(*paths: Path) -> str:
        return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()

    return {
        "python": sys.version,
        "folder": str(ROOT),
        "run": digest(RUN_LOCK),
        "dev": digest(DEV_LOCK) if dev else "",
        "packages": digest(*(folder / "pyproject.toml" for folder in package_folders())),
    }


def prepare(*, dev: bool = False) -> None:
    """The environment counts as made once its stamp is written; an unfinished one is redone."""
    have: dict[str, str] = {}
    with contextlib.suppress(OSError, ValueError):
        have = json.loads(STAMP.read_text("utf-8"))
    wanted = wanted_stamp(dev=dev or bool(have.get("dev")))
    if have == wanted:
        return
    STAMP.unlink(missing_ok=True)
    if any(have.get(key) != wanted[key] for key in ("python", "folder", "run")) or (
        have["dev"] not in ("", wanted["dev"])
    ):
        have = {"dev": ""}
        create_venv()
    with tempfile.TemporaryDirectory() as folder:
        pip = find_pip(Path(folder))
        if "run" not in have:
            pip_install(pip, "the packages it runs on", *LOCKED, str(RUN_LOCK))
        if wanted["dev"] != have["dev"]:
            pip_install(pip, "the packages to test it with", *LOCKED, str(DEV_LOCK))
        editables = [f"--editable={folder}" for folder in package_folders()]
        pip_install(pip, "IOK itself", "--no-index", "--no-build-isolation", *editables)
    STAMP.write_text(json.dumps(wanted, indent=1), "utf-8")


def create_venv() -> None:
    if VENV.exists() and any(VENV.iterdir()) and not (VENV / "pyvenv.cfg").exists():
        raise UserError(f"{VENV} holds something else: empty it, or name another in IOK_VENV.")
    shutil.rmtree(VENV, ignore_errors=True)
    venv.EnvBuilder(symlinks=True, with_pip=False).create(VENV)


def pip_install(pip: list[str], what: str, *arguments: str) -> None:
    # Not compiled: Python does so with the part that is imported, which is the smaller one.
    command = [*pip, "install", "--quiet", "--no-input", "--no-compile", "--no-deps", *arguments]
    done = step(f"Installing {what}", command)
    if done.returncode:
        known = (text for sign, text in PIP_FAILURES.items() if re.search(sign, done.stdout))
        raise UserError(next(known, f"pip failed and said: {done.stdout.strip()[-2000:]}"))


def find_pip(folder: Path) -> list[str]:
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", f"--python={PYTHON}"]
    if importlib.util.find_spec("ensurepip"):
        run([PYTHON, "-m", "ensurepip"])
        return [PYTHON, "-m", "pip"]
    return [PYTHON, f"{fetch_pip(folder)}/pip"]


def fetch_pip(folder: Path) -> Path:
    index = pip_setting("index-url")
    if not index:
        raise UserError("Python has no pip (Debian: install python3-pip, or set PIP_INDEX_URL).")
    page = f"{index.rstrip('/')}/pip/"
    link = re.search(rf'href="([^"#]*{re.escape(PIP_WHEEL)})', read_url(page).decode())
    if link is None:
        raise UserError(f"The package index does not offer {PIP_WHEEL}: install pip first.")
    wheel = read_url(urllib.parse.urljoin(page, html.unescape(link[1])))
    if hashlib.sha256(wheel).hexdigest() != PIP_SHA256:
        raise UserError(f"{PIP_WHEEL} from the package index is not the one that run.py names.")
    (folder / PIP_WHEEL).write_bytes(wheel)
    return folder / PIP_WHEEL


def read_url(url: str) -> bytes:
    try:
        context = ssl.create_default_context(cafile=pip_setting("cert"))
        with urllib.request.urlopen(url, timeout=60, context=context) as answer:
            return bytes(answer.read())
    except (OSError, ValueError, http.client.HTTPException) as error:
        refused = "CERTIFICATE_VERIFY_FAILED" in str(error)
        raise UserError(CERTIFICATES if refused else UNREACHABLE) from None


def pip_setting(name: str) -> str | None:
    """As pip reads it: the environment first, then its files, the user's before the machine's."""
    value = os.environ.get("PIP_" + name.upper().replace("-", "_"))
    if value:
        return value
    user = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    folders = ("/etc/xdg/pip", "/etc", "~/.pip", f"{user}/pip")
    files = [Path(folder, "pip.conf").expanduser() for folder in folders]
    settings = configparser.RawConfigParser(strict=False)
    settings.read([*files, Path(os.environ.get("PIP_CONFIG_FILE", os.devnull))], "utf-8")
    return settings.get("install", name, fallback=settings.get("global", name, fallback=None))


# The commands


def test(arguments: list[str]) -> int:
    own = {"--without-browser", "--thorough"}.intersection(arguments)
    chosen = ["-n", "auto", "--dist", "loadfile", *(a for a in arguments if a not in own)]
    prepare(dev=True)
    os.environ |= {"IOK_THOROUGH": "1"} if "--thorough" in own else {}
    if "--without-browser" in own:
        chosen[:0] = ["-m", "not browser"]
    else:
        os.environ["IOK_BROWSER"] = installed_browser() or install_browser()
    if missing := [package for name, package in PROGRAMS.items() if not shutil.which(name)]:
        install(*missing)
    os.environ["PYTHONDONTWRITEBYTECODE"] = ""  # or each process compiles all tests anew
    # Compiles them beside mypy, which starts on one core; they are waited for by nobody.
    subprocess.Popen([PYTHON, "-m", "pytest", "--co", "-q"], cwd=ROOT, stdout=-3, stderr=-3)
    for check in ("ruff check .", "ruff format --check .", "lint-imports", "mypy"):
        program, *options = check.split()
        if (done := step(check, [str(BIN / program), *options])).returncode:
            say(done.stdout)
            return done.returncode
    return subprocess.call([PYTHON, "-m", "pytest", *chosen], cwd=ROOT)


def installed_browser() -> str | None:
    named = os.environ.get("IOK_BROWSER")
    found = [named] if named else [shutil.which(name) for name in BROWSERS]
    if not any(found):
        found = [run([PYTHON, "-c", PLAYWRIGHT_CHROMIUM]).stdout.strip()]
    for path in filter(None, found):
        if Path(path).is_file() and run([path, "--version"]).returncode == 0:
            return path
    return None


def install_browser() -> str:
    if not install("chromium"):
        step("A browser for the tests", [PYTHON, "-m", "playwright", "install", "chromium"])
    if browser := installed_browser():
        return browser
    raise UserError("The tests need a Chromium: name one in IOK_BROWSER, or --without-browser.")


def install(*packages: str) -> bool:
    """Programs for the tests, where this may be done; a test that misses one says so."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    step("What can be installed", ["apt-get", "update"])
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    return step(f"{', '.join(packages)} for the tests", command).returncode == 0


def bench(arguments: list[str]) -> int:
    found = sorted(ROOT.glob("tests/benchmarks/[a-z]*.py"))
    files = {p.stem.rstrip("_").replace("_", "-"): p for p in found}
    if not arguments:
        print("\n".join(files))
        return 0
    if arguments[0] not in files:
        raise UserError(f"There is no benchmark {arguments[0]}; there are: {', '.join(files)}.")
    prepare(dev=True)
    return subprocess.call([PYTHON, str(files[arguments[0]]), *arguments[1:]], cwd=ROOT)


def lock() -> int:
    prepare(dev=True)
    plugins = [str(folder / "pyproject.toml") for folder in package_folders()[1:]]
    dev = (DEV_LOCK, "--group=dev", f"--constraints={RUN_LOCK.name}")
    for path, *options in ((RUN_LOCK, "--group=install"), dev):
        command = [str(BIN / "uv"), "pip", "compile", "--quiet", "--upgrade", "-", *plugins]
        command += [f"--output-file={path.name}", *options]
        if code := subprocess.run(command, cwd=ROOT, input=b"-e .", check=False).returncode:
            return code
    return 0


def iok(arguments: list[str]) -> int:
    prepare()
    os.execv(BIN / "iok", ["iok", *arguments])


def step(name: str, command: list[str]) -> subprocess.CompletedProcess[str]:
    print(name, end=" ", file=sys.stderr, flush=True)
    started, done = time.monotonic(), run(command)
    say(f"{'failed, ' if done.returncode else ''}{time.monotonic() - started:.1f} s")
    return done


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    pipe, merged, nothing = subprocess.PIPE, subprocess.STDOUT, subprocess.DEVNULL
    return subprocess.run(
        command, cwd=ROOT, stdin=nothing, stdout=pipe, stderr=merged, text=True, check=False
    )


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - it is an older Python that gets to read this
        raise UserError(f"IOK needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    commands = {
        "demo": lambda: iok(["demo", *rest]),
        "dev": lambda: iok(["demo", "--reload", *rest]),
        "iok": lambda: iok(rest),
        "test": lambda: test(rest),
        "bench": lambda: bench(rest),
        "lock": lock,
    }
    if command in commands:
        return commands[command]()
    print((__doc__ or "").strip())
    return 0 if command in ("", "-h", "--help") else 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except UserError as error:
        sys.exit(f"run.py: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
