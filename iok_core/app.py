"""The one place where everything meets: settings and subjects become one ASGI application."""

import os
from pathlib import Path

from litestar import Litestar
from litestar.di import Provide

from iok_core import health
from iok_core.admission import admit
from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.origin import Origin
from iok_core.child.confine import die_with
from iok_core.db import DatabaseUnavailable, transaction
from iok_core.identity import issuing_pages, password_pages, sign_in_pages
from iok_core.identity import resident_pages as access_pages
from iok_core.identity import staff_pages as desk_pages
from iok_core.imports import staff_pages as imports_pages
from iok_core.ledger import resident_pages as ledger_pages
from iok_core.portal import APPS, Portal, build_portal
from iok_core.regulations import resident_pages as regulations_pages
from iok_core.regulations.pdf import RegulationsPrinter
from iok_core.runs.heartbeats import Heart
from iok_core.settings import Settings, load
from iok_core.setup import staff_pages as setup_pages
from iok_core.web.fields import MAX_INTEGER
from iok_core.web.gates import check_routes
from iok_core.web.install import Web
from iok_core.web.themes import theme_folders
from iok_core.web.visitor import Visitor

FOLDER_VARIABLE = "IOK_DIR"

ROUTES = [
    *health.ROUTES,
    *sign_in_pages.ROUTES,
    *password_pages.ROUTES,
    *access_pages.ROUTES,
    *regulations_pages.ROUTES,
    *ledger_pages.ROUTES,
    *desk_pages.ROUTES,
    *issuing_pages.ROUTES,
    *imports_pages.ROUTES,
    *setup_pages.ROUTES,
]
NAVIGATION = [
    *ledger_pages.NAVIGATION,
    *access_pages.NAVIGATION,
    *desk_pages.NAVIGATION,
    *imports_pages.NAVIGATION,
    *setup_pages.NAVIGATION,
    *password_pages.NAVIGATION,
]


def create_app(settings: Settings) -> Litestar:
    """The portal as one process serves it.

    Raises:
        SettingsError, DatabaseError, KeyFileError: it cannot work, and what to do.
        ImproperlyConfiguredException: a route declares no gate.
    """
    portal = build_portal(settings, "web")
    own_themes = Path(settings.theme.folder) if settings.theme.folder else None
    folders = theme_folders(settings.theme.name, own_themes)
    web = Web(
        resolve=lambda token: admit(portal.identity, token),
        public_url=settings.server.public_url,
        cooperative=settings.cooperative,
        on_denied=lambda visitor, kind, id_: _denied(portal, visitor, kind, id_),
        unavailable=DatabaseUnavailable,
        navigation=NAVIGATION,
        folders=folders,
    )
    heart = Heart("web", portal.clock)
    app = Litestar(
        ROUTES,
        plugins=[web],
        dependencies=_given(portal, web, RegulationsPrinter(folders), heart),
        on_startup=[portal.start, heart.begin],
        on_shutdown=[heart.end, portal.stop],
        openapi_config=None,
        debug=False,
    )
    check_routes(app)
    return app


def from_environment() -> Litestar:
    """What the server calls in each of its processes: the folder stands in IOK_DIR."""
    die_with(os.getppid())  # else a server that is killed leaves this process holding the port
    return create_app(load(Path(os.environ[FOLDER_VARIABLE])))


def _given(
    portal: Portal, web: Web, printer: RegulationsPrinter, heart: Heart
) -> dict[str, Provide]:
    """What a page may ask for by name."""
    given = {
        "readiness": health.Readiness(APPS, portal.settings.folder, heart),
        "clock": portal.clock,
        "identity": portal.identity,
        "audit": portal.audit,
        "session_cookie": web.cookies,
        "printer": printer,
        "public_url": portal.settings.server.public_url,
        "shop": portal.workshop,
    }
    asked = {"latest_import": Provide(imports_pages.latest_import)}
    return {name: _provided(part) for name, part in given.items()} | asked


def _provided(part: object) -> Provide:
    return Provide(lambda: part, sync_to_thread=False)


async def _denied(portal: Portal, visitor: Visitor, kind: str, object_id: int | str) -> None:
    """Somebody asked for what is not theirs: the audit keeps who and what."""
    origin = Origin.stranger()
    if visitor.staff is not None:
        origin = Origin.staff(visitor.staff)
    elif visitor.identity is not None:
        origin = Origin.resident(visitor.identity)
    async with transaction():
        await portal.audit.record(
            Action.OBJECT_DENIED,
            by=origin,
            on=ObjectKind(kind),
            object_id=int(object_id) if abs(int(object_id)) <= MAX_INTEGER else None,
            result=Result.REFUSED,
        )
