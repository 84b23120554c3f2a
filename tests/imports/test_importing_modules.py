"""A module of a channel brings no data: nothing of the imports offers it or takes it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from iok_core.audit.origin import Origin
from iok_core.cli import main
from iok_core.identity.permissions import Role
from iok_core.imports.history import of_run
from iok_core.imports.requests import Request, request_import
from iok_core.modules import service as modules
from iok_core.modules.service import ModuleRow, NewModule
from iok_core.portal import Portal
from iok_core.runs import leases
from iok_core.runs.carrying_out import carry_out
from iok_core.runs.outcome import RunProblem
from tests.imports.bringing import bring_in, options_of
from tests.portal import LivePortal, live_portal

EXPORT = "a-semicolon-cp1250"
PAGE = "/biuro/importy"
MODULES = re.compile(r'name="module" value="(\d+)"')


@pytest.fixture
def both(live: LivePortal, tmp_path: Path) -> tuple[LivePortal, ModuleRow]:
    """With an accounting system that has been read, and a channel, which comes first by name."""

    async def set_up(portal: Portal) -> ModuleRow:
        await bring_in(portal, options_of(EXPORT))
        options = {"folder": str(tmp_path), "from_address": "iok@lipowa.example"}
        new = NewModule("a-email", "E-mail", options, Path.cwd())
        await modules.create(portal.plugins.channels["email"], new, portal.clock)
        found = await modules.by_name("a-email")
        assert found is not None
        return found

    return live, live.do(set_up)


def test_the_page_offers_modules_of_connectors_only(both: tuple[LivePortal, ModuleRow]) -> None:
    live, channel = both
    browser = live.browser_of(live.clerk(Role.SETTLEMENTS))
    page = browser.open(PAGE).text
    files = live.do(lambda _: modules.by_name("files"))
    assert files is not None
    assert MODULES.findall(page) == [str(files.id)]
    assert f'<option value="{channel.id}"' not in page
    assert browser.submit(PAGE, module=str(channel.id)).status_code == 404
    assert live.rows("SELECT count(*) FROM run WHERE state = 'queued'") == [(0,)]


def test_the_page_keeps_a_source_whose_plugin_is_away(
    showing: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = showing(EXPORT)
    monkeypatch.setenv("IOK_DISABLE_PLUGINS", "files")
    with live_portal(folder) as live:
        page = live.browser_of(live.clerk(Role.SETTLEMENTS)).open(PAGE).text
    assert len(MODULES.findall(page)) == 1


def test_no_command_imports_from_a_channel(both: tuple[LivePortal, ModuleRow]) -> None:
    live, channel = both
    ask = ["--dir", str(live.folder), "import", "run", "--module", channel.name]
    answer = CliRunner().invoke(main, ask)
    assert answer.exit_code == 1
    assert "there is no module or connector a-email" in answer.output


def test_a_run_of_a_channel_s_module_ends_with_a_reason(
    both: tuple[LivePortal, ModuleRow],
) -> None:
    live, channel = both

    async def carried_out(portal: Portal) -> tuple[str | None, str]:
        request = Request(channel, Origin.system())
        run = await request_import(request, audit=portal.audit, clock=portal.clock)
        claim = await leases.claim(portal.clock, run)
        assert claim is not None
        await carry_out(claim, portal.import_handler, portal.clock)
        line = await of_run(run)
        assert line is not None
        return line.problem, line.problem_detail

    problem, detail = live.do(carried_out)
    assert problem == RunProblem.INTERNAL
    assert "no plugin that is ready brings the connector email" in detail
