"""Imports a plugin in a process of its own first: it may hang there, or end that process.

Asked again only when the plugin's files have changed: what came of it is kept in a file.
"""

import hashlib
import importlib.util
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

from iok_core.child.environment import environment
from iok_core.child.exiting import cause
from iok_core.plugin_host.choice import FIRST_PARTY
from iok_core.plugin_host.discovery import Candidate
from iok_core.plugin_host.problems import PluginProblem
from iok_core.plugin_host.refusal import PluginRefusedError

SECONDS = 10.0
"""How long an import may take."""


class Verdict(msgspec.Struct, frozen=True):
    came: Literal["lived", "hung", "died"]
    detail: str = ""
    seconds: float = 0.0
    """What the import took."""


class Kept(msgspec.Struct, frozen=True):
    stamp: str
    verdict: Verdict


class Probe:
    """`file` keeps the verdicts. Without one, or where it cannot be written, each asks anew."""

    def __init__(self, file: Path | None, seconds: float = SECONDS) -> None:
        self._file = file
        self._seconds = seconds
        self._known = {} if file is None else _read(file)

    def require(self, candidate: Candidate) -> None:
        """Raises PluginRefusedError if importing it would hang or end the portal."""
        if candidate.distribution in FIRST_PARTY or candidate.entry_point is None:
            return
        verdict = self._verdict(candidate.name, candidate.entry_point.module, stamp_of(candidate))
        if verdict.came == "hung":
            raise PluginRefusedError(PluginProblem.IMPORT_HANGS, verdict.detail)
        if verdict.came == "died":
            raise PluginRefusedError(PluginProblem.IMPORT_KILLS, verdict.detail)

    def _verdict(self, plugin: str, module: str, stamp: str) -> Verdict:
        kept = self._known.get(plugin)
        if kept is None or kept.stamp != stamp:
            kept = self._known[plugin] = Kept(stamp, probed(module, self._seconds))
            if self._file is not None:
                _write(self._file, self._known)
        return kept.verdict


def probed(module: str, seconds: float = SECONDS) -> Verdict:
    """Imports it in a child that is told nothing of the portal."""
    reading, writing = os.pipe()
    with tempfile.TemporaryDirectory(prefix="iok-", ignore_cleanup_errors=True) as folder:
        process = subprocess.Popen(  # noqa: S603 - our own program; the module is a plugin's name
            [
                *(sys.executable, "-P", "-m", "iok_core.child.probe"),
                *(str(writing), str(os.getpid()), module),
            ],
            cwd=folder,
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(writing,),
            start_new_session=True,
        )
        os.close(writing)
        status, took = _ended(process, seconds), _told(reading)
    if status is None:
        return Verdict("hung", f"its import was not done after {seconds:g} s")
    if not took:
        return Verdict("died", f"its import ended the process with {cause(status)}")
    return Verdict("lived", seconds=float(took))


def _ended(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    """The exit status; None: it had to be killed. Nothing of its group remains."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _told(descriptor: int) -> bytes:
    """Without waiting: something that the plugin started may hold the other end."""
    os.set_blocking(descriptor, False)
    try:
        return os.read(descriptor, 64)
    except BlockingIOError:
        return b""
    finally:
        os.close(descriptor)


def stamp_of(candidate: Candidate) -> str:
    """Changes with the version and with every file of the package that Python reads."""
    seen = hashlib.sha256(f"{candidate.distribution} {candidate.version}".encode())
    module = candidate.entry_point.module if candidate.entry_point else ""
    for path in sorted(_files(module.partition(".")[0])):
        with suppress(OSError):
            about = path.stat()
            seen.update(f"{path} {about.st_size} {about.st_mtime_ns}".encode())
    return seen.hexdigest()


def _files(package: str) -> Iterator[Path]:
    """Finding a package at the top imports nothing."""
    with suppress(ImportError, ValueError):
        spec = importlib.util.find_spec(package)
        if spec is None:
            return
        for folder in spec.submodule_search_locations or []:
            yield from Path(folder).rglob("*.py")
        if spec.origin:
            yield Path(spec.origin)


def _read(file: Path) -> dict[str, Kept]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Kept])
    except (OSError, msgspec.DecodeError):
        return {}


def _write(file: Path, known: dict[str, Kept]) -> None:
    with suppress(OSError):
        part = file.with_name(f"{file.name}.{os.getpid()}")
        part.write_bytes(msgspec.json.encode(known))
        part.replace(file)
