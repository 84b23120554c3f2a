"""What the proxy and the supervisor ask, and what they may learn."""

from pathlib import Path

from tests.portal import LivePortal, live_portal


def test_a_portal_with_its_tables_is_ready(live: LivePortal) -> None:
    for path, text in (("/healthz", "ok"), ("/readyz", "ready")):
        answer = live.browser().open(path)
        assert (answer.status_code, answer.text) == (200, text)


def test_a_portal_without_its_tables_is_up_and_not_ready(portal_folder: Path) -> None:
    (portal_folder / "iok.sqlite").unlink()
    with live_portal(portal_folder) as live:
        assert live.browser().open("/healthz").status_code == 200
        answer = live.browser().open("/readyz")
        assert (answer.status_code, answer.text) == (503, "not ready")
