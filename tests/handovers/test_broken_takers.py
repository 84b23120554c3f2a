"""A connector that fails with something in its hand, in whatever way, harms nothing else."""

import pytest

from iok_core.db import fetch
from iok_core.runs.carrier import Patience
from tests.databases import on_sqlite
from tests.handovers.flat import Flat
from tests.handovers.peer import Peer
from tests.handovers.takers import BROKEN, UNTOUCHED


@on_sqlite
async def test_p_6_p4_broken_take_overs_rest_and_stop_neither_imports_nor_other_connectors(
    flat: Flat, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    """PRV7: the log does not even name the premises."""
    flat.patience = Patience(message=1.5, goodbye=1.0, silence=5.0, grace=0.2)
    names = [*BROKEN, *UNTOUCHED, "http"]
    await flat.is_brought_by(names[0], url="x")
    await flat.accepted()
    for place, name in enumerate(names[1:], start=1):
        other = await Flat.built(flat.portal, flat.clock, flat.person)
        await other.is_brought_by(name, url=peer.url)
        await other.accepted(2, place)
    await flat.hands_over()
    found = dict(zip(names, await flat.states(), strict=True))
    assert found.pop("http") == ("taken", 1, 0, "")
    assert found.pop("is_unreachable") == ("waiting", 1, 0, "unreachable")
    assert found.pop("ends_at_once") == ("waiting", 1, 0, "failed")
    assert found == dict.fromkeys(BROKEN, ("waiting", 1, 1, "failed"))
    assert len(peer.kept) == 1
    assert await fetch("SELECT failures, problem FROM module WHERE failures > 0") == []
    assert "L-1" not in caplog.text
    await flat.hands_over()  # all of them rest
    assert {attempts for _, attempts, *_ in await flat.states()} == {1}
