"""Whatever breaks while it is decided who may: nobody is let in (S15)."""

from collections.abc import Callable
from typing import NoReturn

import pytest

from iok_core import admission
from iok_core.identity.permissions import Role
from iok_core.web import gates
from tests.databases import on_sqlite
from tests.portal import PUBLIC, LivePortal

pytestmark = on_sqlite
ANONYMOUS = {"/healthz", "/readyz", "/static/1/1"}


class BrokenError(Exception):
    pass


def broken(*_: object, **__: object) -> NoReturn:
    raise BrokenError


PARTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "the guard": lambda patch: patch.setattr(gates, "judge", broken),
    "the session lookup": lambda patch: patch.setattr(admission, "_visitor", broken),
    "the permission lookup": lambda patch: patch.setattr(admission, "permissions_of", broken),
}


@pytest.mark.parametrize("name", PARTS)
def test_s15_what_breaks_lets_nobody_in(
    live: LivePortal, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    browser = live.browser_of(live.clerk(Role.ADMINISTRATOR))
    assert browser.open("/biuro").status_code == 200
    PARTS[name](monkeypatch)
    answers = {path: browser.open(path) for path in live.pages()}
    opened = {path for path, answer in answers.items() if answer.status_code < 500}
    assert opened <= ANONYMOUS
    assert "Biuro" not in "".join(a.text for p, a in answers.items() if p not in PUBLIC)


def test_s15_an_unknown_role_opens_the_first_page_and_its_own_devices(live: LivePortal) -> None:
    clerk = live.clerk(Role.ADMINISTRATOR)
    browser = live.browser_of(clerk)
    live.rows("UPDATE staff SET role = 'szef' WHERE id = {}", clerk.staff)
    office = [path for path in live.pages() if path.startswith("/biuro")]
    opened = {path for path in office if browser.open(path).status_code == 200}
    assert opened == {"/biuro", "/biuro/do-zatwierdzenia", "/biuro/sesje"}
