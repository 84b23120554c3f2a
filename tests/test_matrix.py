"""The table of who may: the portal starts with no other, and with none it lets nobody in (S15)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar, Response, WebSocket, get, websocket
from litestar.exceptions import ImproperlyConfiguredException

from iok_core.matrix import require_matrix
from iok_core.matrix_table import MATRIX
from iok_core.plugin_host.pages import OWNER
from iok_core.web.gates import RESIDENT, Gate, Step, staff
from tests.databases import on_sqlite
from tests.portal import LivePortal

pytestmark = on_sqlite

Change = Callable[[str], str]


def swapped(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


DEVIATIONS: dict[str, tuple[Change, str]] = {
    "a route without a row": (
        swapped('"GET /biuro/konta" = { step', '"GET /biuro/kontrakty" = { step'),
        "GET /biuro/konta: ",
    ),
    "a gate that asks less": (
        swapped(
            '"POST /biuro/importy" = { step = "accepted", kind = "staff", '
            'permission = "run_imports" }',
            '"POST /biuro/importy" = { step = "accepted", kind = "staff" }',
        ),
        "POST /biuro/importy: ",
    ),
    "an id that is nobody's own": (
        swapped('own = ["account_id"]', 'any = ["account_id"]'),
        "GET /rozliczenia/{account_id}: ",
    ),
    "a role with more": (
        swapped("technical = [\n", 'technical = [\n    "manage_staff",\n'),
        "technical: ",
    ),
    "a plugin's gate that opens more": (
        swapped('permission = "manage_plugins"', 'permission = "see_imports"'),
        "administrator: ",
    ),
    "no table at all": (lambda _: "", "cannot be read"),
    "half a table": (lambda text: text[: text.rindex(" = {")], "cannot be read"),
    "an unknown part": (lambda text: f"{text}\n[more]\n", "cannot be read"),
}


def test_s15_with_the_table_that_lies_beside_the_code_the_portal_starts(live: LivePortal) -> None:
    require_matrix(live._client.app)


def test_s15_without_the_file_nothing_starts(live: LivePortal, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfiguredException, match="cannot be read"):
        require_matrix(live._client.app, tmp_path / "matrix.toml")


def test_s01_s15_a_table_that_is_not_that_of_the_code_starts_nothing(
    live: LivePortal, tmp_path: Path
) -> None:
    file, told = tmp_path / "matrix.toml", {}
    for name, (change, _) in DEVIATIONS.items():
        file.write_text(change(MATRIX.read_text("utf-8")), "utf-8")
        with pytest.raises(ImproperlyConfiguredException) as refused:
            require_matrix(live._client.app, file)
        told[name] = str(refused.value)
    assert {name for name, (_, words) in DEVIATIONS.items() if words not in told[name]} == set()


def test_s01_a_route_that_was_added_without_a_row_starts_nothing(live: LivePortal) -> None:
    @get("/biuro/nowosc", gate=staff("see_residents"))
    async def added() -> Response[str]:
        return Response("")

    @websocket("/biuro/na-zywo", gate=staff("see_residents"))
    async def socket(socket: WebSocket[Any, Any, Any]) -> None:
        await socket.accept()

    known = live._client.app.routes
    for one, told in ((added, "GET /biuro/nowosc"), (socket, "ANY /biuro/na-zywo")):
        app = Litestar([one], openapi_config=None)
        app.routes.extend(known)
        with pytest.raises(ImproperlyConfiguredException, match=told):
            require_matrix(app)


@pytest.mark.parametrize(
    ("gate", "passes"), [(RESIDENT, True), (Gate(Step.SIGNED_IN), False), (staff("x"), False)]
)
def test_s01_a_page_of_a_plugin_has_one_of_the_gates_of_the_table(
    live: LivePortal, gate: Gate, *, passes: bool
) -> None:
    @get("/wtyczki/sample/{number:int}", gate=gate, opt={OWNER: "sample"})
    async def theirs() -> Response[str]:
        return Response("")

    app = Litestar([theirs], openapi_config=None)
    app.routes.extend(live._client.app.routes)
    if passes:
        require_matrix(app)
        return
    with pytest.raises(ImproperlyConfiguredException, match="/wtyczki/sample"):
        require_matrix(app)
