"""The plugin of docs/developers/first-channel.md, built as a package and used by a worker."""

from functools import partial
from pathlib import Path

import pytest

from iok_core.db import transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.notices.tables import ContactAddress
from iok_core.portal import Portal
from tests.databases import on_sqlite
from tests.docs.reading import ROOT
from tests.docs.unpacking import told
from tests.portal import add_resident, people

PAGE = ROOT / "docs/developers/first-channel.md"
GATEWAY = "#!/bin/sh\ncat > '{kept}'\nexit {status}\n"


async def something_happens(portal: Portal) -> None:
    access = await add_resident(portal)
    now = portal.clock.now()
    address = ContactAddress(person=access.person, kind="email", given_at=now, confirmed_at=now)
    address.address = "anna@example.pl"
    await address.save()
    async with transaction():
        await emit(EventKind.PASSWORD_CHANGED, at=now, person=access.person or 0)


@on_sqlite
@pytest.mark.parametrize(("status", "outcome"), [(0, "sent"), (2, "refused  exit 2")])
def test_the_shown_channel_sends_as_the_page_says(
    installed: Path, portal_folder: Path, status: int, outcome: str
) -> None:
    kept, program = installed / "kept", installed / "gateway"
    program.write_text(GATEWAY.format(kept=kept, status=status))
    program.chmod(0o755)
    options = ("--option", f"program={program}", "--option", "key=env:GATEWAY_KEY")
    iok = partial(told, installed, portal_folder, GATEWAY_KEY="klucz")
    iok("module", "add", "gateway", "--title", "Gateway", *options)
    people(portal_folder, something_happens)
    iok("worker", "--once")
    key, _, address, text = kept.read_text("utf-8").split("\n", 3)
    assert (key, address) == ("klucz", "anna@example.pl")
    assert "Masz nową wiadomość" in text
    assert outcome in iok("notice", "list")
