"""What the proxy and the supervisor ask, and what they may learn."""

from pathlib import Path

from iok_core.operations.making import write_folder
from tests.databases import Database
from tests.portal import SETTINGS, URL, LivePortal, live_portal


def test_a_portal_with_its_tables_is_ready(live: LivePortal) -> None:
    for path, text in (("/healthz", "ok"), ("/readyz", "ready")):
        answer = live.browser().open(path)
        assert (answer.status_code, answer.text) == (200, text)


def test_a_portal_without_its_tables_is_up_and_not_ready(
    database: Database, tmp_path: Path
) -> None:
    write_folder(tmp_path / "lipowa", SETTINGS.format(url=URL) + database.settings)
    with live_portal(tmp_path / "lipowa") as live:
        assert live.browser().open("/healthz").status_code == 200
        answer = live.browser().open("/readyz")
        assert (answer.status_code, answer.text) == (503, "not ready")
