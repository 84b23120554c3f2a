"""Each broken plugin by itself: the pages that everybody needs, and what operators type.

Those that fail in a child load like any other, and are tried in test_broken_children.py.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from iok_core.cli import main
from iok_core.identity.service import Role
from iok_core.portal import PROBED
from tests.house import RESIDENT, STRANGER, House
from tests.inhabitants import inhabited
from tests.plugin_host.broken import NAMES, all_installed
from tests.plugin_host.test_broken_loading import FAILS_IN_A_CHILD, REFUSED
from tests.portal import live_portal
from tests.portals import Portals

ADMINISTRATOR = str(Role.ADMINISTRATOR)
NEEDED = {
    STRANGER: ["/logowanie", "/regulamin"],
    RESIDENT: ["/", "/rozliczenia", "/dostep"],
    ADMINISTRATOR: ["/biuro", "/biuro/importy", "/biuro/wtyczki"],
}
TYPED = [
    *("doctor", "migrate", "worker --once", "plugin list", "plugin list --json"),
    *("plugin check files", "plugin resume files", "import list", "import show 1"),
    *("staff add Ewa --role desk", "module list", "module check files", "resident show 123456"),
    *("report list", "notice list", "audit verify", "approvals list", "access list"),
    *(
        "regulations list",
        "maintenance list",
        "person basis 1 1 --basis self",
        "loss list",
        "demand list",
        "submission list",
        "submission to-enter",
        "announcement list",
        "form list",
    ),
]
"""Every command but those that run until they are stopped, or make a portal."""
SHORT = "[plugins]\npage_seconds = 0.2\npanel_seconds = 0.1"
Inside = tuple[Path, House]


@pytest.fixture(scope="module")
def inside(portals: Portals, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    """A folder that a healthy portal has filled, and who lives there."""
    folder = tmp_path_factory.mktemp("alone") / "lipowa"
    with inhabited(portals, "sqlite", folder, SHORT) as house:
        filled = folder, house
    with all_installed(folder.parent / "site") as stamps:
        shutil.copy(stamps, folder / PROBED)
        yield filled


def typed(folder: Path, command: str) -> Result:
    return CliRunner().invoke(main, ["--dir", str(folder), *command.split()])


def assert_in_one_sentence(result: Result) -> None:
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert result.exit_code in (0, 1)
    assert "Traceback" not in result.output


@pytest.mark.in_turns(3)
@pytest.mark.parametrize("name", sorted(set(NAMES) - FAILS_IN_A_CHILD))
def test_p4_alone_it_leaves_the_pages_and_is_told_of(
    inside: Inside, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder, healthy = inside
    monkeypatch.setenv("IOK_DISABLE_PLUGINS", ",".join(one for one in NAMES if one != name))
    with live_portal(folder) as live:
        house = House(live, healthy.actors)
        statuses = {
            path: browser.open(path).status_code
            for who, paths in NEEDED.items()
            for browser in [house.enter(who)]
            for path in paths
        }
    assert set(statuses.values()) == {200}, statuses
    listed = typed(folder, "plugin list")
    assert_in_one_sentence(listed)
    (line,) = (one for one in listed.output.splitlines() if one.startswith(f"{name}  "))
    expected = REFUSED.get(name, ("ready",))[0]
    expected = {"import-kills": "broken", "bad-migration": "needs_migration"}.get(name, expected)
    assert expected in line


@pytest.mark.parametrize("command", TYPED)
def test_with_all_of_them_every_command_works_or_says_why_not(inside: Inside, command: str) -> None:
    assert_in_one_sentence(typed(inside[0], command))


def test_the_commands_above_are_all_that_there_are(inside: Inside) -> None:
    endless = {"demo", "serve", "init"}
    known = {line.split()[0] for line in TYPED} | endless
    listed = typed(inside[0], "--help").output.partition("Commands:")[2]
    assert set(re.findall(r"^  (\S+)", listed, re.MULTILINE)) == known


def test_the_doctor_says_degraded_and_names_those_that_are_not_well(inside: Inside) -> None:
    said = typed(inside[0], "doctor").output
    (line,) = (one for one in said.splitlines() if "plugins" in one)
    assert "degraded" in line
    assert "import-error (broken)" in line
    assert "panel-hangs" not in line


def test_in_safe_mode_only_what_comes_with_the_portal_is_loaded(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOK_SAFE_MODE", "1")
    folder, healthy = inside
    with live_portal(folder) as live:
        page = House(live, healthy.actors).enter(ADMINISTRATOR).open("/biuro/wtyczki").text
        page = page.replace("\u00a0", " ")
        assert "Tryb awaryjny" in page
        assert page.count("W trybie awaryjnym jest pominięta") == len(NAMES)
    lines = typed(folder, "plugin list").output.splitlines()
    ready = {line.split()[0] for line in lines if "  ready" in line}
    assert "files" in ready
    assert ready.isdisjoint(NAMES)
    assert "safe mode" in typed(folder, "doctor").output
