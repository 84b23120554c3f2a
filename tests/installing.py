"""Puts a package where Python finds it, as pip would leave it, without an index or a network."""

import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Container
from pathlib import Path

import msgspec

from iok_core.plugin_host.discovery import candidates
from iok_core.plugin_host.probing import Kept, Verdict, stamp_of

BROKEN = Path(__file__).parent / "broken_plugins"
_BUILD = "from hatchling.build import build_wheel; print(build_wheel('dist'))"


def install(project: Path, site: Path) -> str:
    """Copies the package and writes its metadata; gives the name of its entry point."""
    about = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    (name,) = about["entry-points"]["iok.plugins"]
    module = about["entry-points"]["iok.plugins"][name].partition(".")[0]
    shutil.copytree(project / module, site / module)
    metadata = site / f"{about['name'].replace('-', '_')}-{about['version']}.dist-info"
    metadata.mkdir()
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {about['name']}",
        f"Version: {about['version']}",
        *(f"Requires-Dist: {one}" for one in about["dependencies"]),
    ]
    (metadata / "METADATA").write_text("\n".join(lines) + "\n", "utf-8")
    entry = about["entry-points"]["iok.plugins"][name]
    (metadata / "entry_points.txt").write_text(f"[iok.plugins]\n{name} = {entry}\n", "utf-8")
    return str(name)


def built(project: Path, folder: Path) -> Path:
    """The project's package, built in a copy of it; the folder to put on the path."""
    shutil.copytree(project, folder / "source")
    return build(folder / "source", folder / "site")


def build(project: Path, site: Path) -> Path:
    """Makes a wheel of the project and unpacks it into `site`."""
    done = subprocess.run(
        [sys.executable, "-c", _BUILD], cwd=project, capture_output=True, text=True, check=True
    )
    with zipfile.ZipFile(project / "dist" / done.stdout.split()[-1]) as wheel:
        wheel.extractall(site)
    return site


def probed_before(names: Container[str]) -> bytes:
    """`portal.PROBED` of a portal that has imported these in a child, and they lived.

    Without it each portal of a test starts a process for each plugin on the path.
    """
    known = {
        one.name: Kept(stamp_of(one), Verdict("lived")) for one in candidates() if one.name in names
    }
    return msgspec.json.encode(known)


def forget(prefix: str) -> None:
    """Modules that were imported, so that the next test imports them anew."""
    for module in [name for name in sys.modules if name.startswith(prefix)]:
        del sys.modules[module]
