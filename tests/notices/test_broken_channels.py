"""A channel that fails, in whatever way, costs the portal and the other channels nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from iok_core.db import execute, fetch
from iok_core.portal import PROBED, build_portal, running
from iok_core.runs.carrier import Patience
from iok_core.settings import load
from tests.databases import on_sqlite
from tests.installing import probed_before
from tests.notices.broken_channels import BODIES, TELLTALE, installed
from tests.notices.posting import MovableClock, Post

pytestmark = on_sqlite
RESIDENT = "kanarek@example.pl"
UNTOUCHED = {"ends_at_once"}
"""What such a channel was given it never took: that is certain."""


@pytest.fixture
async def post(
    portal_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Post]:
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)
    clock = MovableClock()
    with installed(site):
        (portal_folder / PROBED).write_bytes(probed_before(BODIES | TELLTALE))
        portal = build_portal(load(portal_folder, {}), "worker", clock)
        async with running(portal):
            yield Post(portal, clock)


async def test_a_broken_channel_is_seen_rests_and_keeps_no_other_from_sending(
    post: Post, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """S22: what may have been sent is uncertain; PRV7: the log has no address and no text."""
    post.patience = Patience(message=1.5, goodbye=1.0, silence=5.0, grace=0.2)
    names = {await post.channel(name.replace("_", "-"), name): name for name in BODIES}
    good = await post.channel(from_address="iok@lipowa.example", folder=str(tmp_path / "mail"))
    await post.password_changed(await post.person(RESIDENT))
    await post.sends()
    rows = await fetch("SELECT module, state, uncertain FROM delivery ORDER BY module")
    assert {names.get(module, "good"): (state, unsure) for module, state, unsure in rows} == {
        **{name: ("waiting", 0 if name in UNTOUCHED else 1) for name in BODIES},
        "good": ("sent", 0),
    }
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1
    resting = await fetch(
        "SELECT c.module FROM channel_state c JOIN module m ON m.id = c.module "
        "WHERE c.rest_until IS NOT NULL AND m.problem <> '' AND m.failures = 1"
    )
    assert {module for (module,) in resting} == set(names)
    assert RESIDENT not in caplog.text
    assert "Masz nową wiadomość" not in caplog.text
    await post.sends()  # all of them rest
    assert await fetch("SELECT sum(attempts), max(module) FROM delivery") == [(len(rows), good)]


async def test_prv7_what_a_channel_repeats_of_a_message_is_kept_nowhere(post: Post) -> None:
    await post.channel("papuga", "repeats")
    await post.password_changed(await post.person(RESIDENT))
    await post.sends()
    assert await fetch("SELECT state, detail FROM delivery") == [("dead", "… does not want: …")]


async def test_a_channel_whose_plugin_is_gone_keeps_its_messages(post: Post) -> None:
    await post.channel("posel", "raises")
    await execute("UPDATE module SET extension = 'nobody-brings-it'")
    await post.password_changed(await post.person(RESIDENT))
    await post.sends()
    assert await post.states() == [("waiting", 0, 0, "channel_rests")]
    assert await post.problem() == "internal"
