"""The plugin of docs/developers/first-channel.md, built as a package and used by a worker."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from iok_core.db import transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.notices.tables import ContactAddress
from iok_core.portal import Portal
from tests.databases import on_sqlite
from tests.docs.reading import ROOT, blocks
from tests.portal import add_resident, people

PAGE = ROOT / "docs/developers/first-channel.md"
BUILD = "from hatchling.build import build_wheel; print(build_wheel('dist'))"
GATEWAY = "#!/bin/sh\ncat > '{kept}'\nexit {status}\n"


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    for block in blocks(PAGE):
        if block.mark:
            path = tmp_path / block.mark
            path.parent.mkdir(exist_ok=True)
            path.write_text(block.text, "utf-8")
    built = subprocess.run(
        [sys.executable, "-c", BUILD], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    with zipfile.ZipFile(tmp_path / "dist" / built.stdout.split()[-1]) as archive:
        archive.extractall(tmp_path / "site")
    return tmp_path


async def something_happens(portal: Portal) -> None:
    access = await add_resident(portal)
    now = portal.clock.now()
    address = ContactAddress(person=access.person, kind="email", given_at=now, confirmed_at=now)
    address.address = "anna@example.pl"
    await address.save()
    async with transaction():
        await emit(EventKind.PASSWORD_CHANGED, at=now, person=access.person or 0)


@on_sqlite
@pytest.mark.parametrize(("status", "told"), [(0, "sent"), (2, "refused  exit 2")])
def test_the_shown_channel_sends_as_the_page_says(
    installed: Path, portal_folder: Path, status: int, told: str
) -> None:
    kept, program = installed / "kept", installed / "gateway"
    program.write_text(GATEWAY.format(kept=kept, status=status))
    program.chmod(0o755)
    options = ("--option", f"program={program}", "--option", "key=env:GATEWAY_KEY")
    iok(installed, portal_folder, "module", "add", "gateway", "--title", "Gateway", *options)
    people(portal_folder, something_happens)
    iok(installed, portal_folder, "worker", "--once")
    key, _, address, text = kept.read_text("utf-8").split("\n", 3)
    assert (key, address) == ("klucz", "anna@example.pl")
    assert "Masz nową wiadomość" in text
    assert told in iok(installed, portal_folder, "notice", "list")


def iok(folder: Path, portal: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "iok_core", "--dir", str(portal), *arguments],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": f"{folder / 'site'}{os.pathsep}{ROOT}",
            "GATEWAY_KEY": "klucz",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout
