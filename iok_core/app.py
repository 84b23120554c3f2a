"""The one place where everything meets: settings and subjects become one ASGI application."""

import gc
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from litestar import Litestar, Request

from iok_core import health
from iok_core.admission import admit, admit_late
from iok_core.approvals import staff_pages as approval_pages
from iok_core.approvals.attention import Waiting
from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.origin import Origin
from iok_core.blocking import letter_pages, lifting_pages, objection_office_pages, objection_pages
from iok_core.blocking import list_pages as block_list_pages
from iok_core.blocking import staff_pages as blocking_pages
from iok_core.child.confine import die_with
from iok_core.db import DatabaseUnavailable, transaction
from iok_core.demand_desk import own_pages as own_demand_pages
from iok_core.demand_desk import person_pages as person_demand_pages
from iok_core.demand_desk import staff_pages as demand_pages
from iok_core.demand_desk.attention import Demanded
from iok_core.endings import staff_pages as ending_pages
from iok_core.endings.attention import Ends
from iok_core.given import given
from iok_core.identity import (
    acting_pages,
    colleague_factor_pages,
    colleague_issuing_pages,
    colleague_list_pages,
    colleague_pages,
    confirm_pages,
    enrolling_pages,
    factor_pages,
    issue_batch_pages,
    issuing_pages,
    mass_issue_pages,
    password_pages,
    people_pages,
    sign_in_pages,
    staff_resident_pages,
    staff_session_pages,
    stage_pages,
)
from iok_core.identity import resident_pages as access_pages
from iok_core.identity import staff_pages as desk_pages
from iok_core.identity.attention import Guessing
from iok_core.imports import attention as import_attention
from iok_core.imports import decision_pages, history_pages, import_pages
from iok_core.imports import staff_pages as imports_pages
from iok_core.ledger import resident_pages as ledger_pages
from iok_core.ledger import staff_pages as accounts_pages
from iok_core.losses import breach_pages
from iok_core.losses import own_pages as own_block_pages
from iok_core.losses import person_pages as person_loss_pages
from iok_core.losses import public_pages as loss_pages
from iok_core.losses import staff_pages as loss_office_pages
from iok_core.losses.attention import Reported
from iok_core.maintenance import audit_pages, plugin_pages, window_pages
from iok_core.matrix import require_matrix
from iok_core.menu import menu
from iok_core.noticeboard import pages as noticeboard_pages
from iok_core.notices import contact_pages
from iok_core.notices import resident_pages as notices_pages
from iok_core.notices import staff_pages as board_pages
from iok_core.plugin_host import traced
from iok_core.plugin_host.in_requests import InRequests
from iok_core.plugin_host.serving import remember
from iok_core.portal import Portal, build_portal
from iok_core.privacy import disclosure_pages, portability_pages
from iok_core.privacy import resident_pages as privacy_pages
from iok_core.regulations import acceptance_pages, information_pages
from iok_core.regulations import resident_pages as regulations_pages
from iok_core.reports import resident_pages as report_pages
from iok_core.reports import staff_pages as batch_pages
from iok_core.rulebook import acceptance_pages as acceptance_list_pages
from iok_core.rulebook import information_pages as information_office_pages
from iok_core.rulebook import link_pages, review_pages
from iok_core.rulebook import staff_pages as rulebook_pages
from iok_core.rulebook.attention import Regulated
from iok_core.runs.heartbeats import Heart
from iok_core.settings import FOLDER_VARIABLE, Settings, load
from iok_core.setup import staff_pages as setup_pages
from iok_core.submissions import pages as submission_pages
from iok_core.submissions.attention import Unanswered, waits_to_be_entered
from iok_core.submissions.form_pages import keep_late
from iok_core.visibility import staff_pages as visibility_pages
from iok_core.web import preference_pages
from iok_core.web.attention import Look
from iok_core.web.fields import MAX_INTEGER
from iok_core.web.gates import check_routes
from iok_core.web.given import with_parts
from iok_core.web.install import Web
from iok_core.web.many_routes import ManyRoutes
from iok_core.web.visitor import Visitor

ROUTES = [
    *health.ROUTES,
    *preference_pages.ROUTES,
    *sign_in_pages.ROUTES,
    *loss_pages.ROUTES,
    *own_block_pages.ROUTES,
    *confirm_pages.ROUTES,
    *password_pages.ROUTES,
    *factor_pages.ROUTES,
    *enrolling_pages.ROUTES,
    *access_pages.ROUTES,
    *staff_session_pages.ROUTES,
    *privacy_pages.ROUTES,
    *portability_pages.ROUTES,
    *disclosure_pages.ROUTES,
    *regulations_pages.ROUTES,
    *acceptance_pages.ROUTES,
    *information_pages.ROUTES,
    *ledger_pages.ROUTES,
    *report_pages.ROUTES,
    *submission_pages.ROUTES,
    *desk_pages.ROUTES,
    *people_pages.ROUTES,
    *issuing_pages.ROUTES,
    *stage_pages.ROUTES,
    *mass_issue_pages.ROUTES,
    *issue_batch_pages.ROUTES,
    *acting_pages.ROUTES,
    *staff_resident_pages.ROUTES,
    *blocking_pages.ROUTES,
    *letter_pages.ROUTES,
    *lifting_pages.ROUTES,
    *block_list_pages.ROUTES,
    *loss_office_pages.ROUTES,
    *breach_pages.ROUTES,
    *own_demand_pages.ROUTES,
    *demand_pages.ROUTES,
    *person_demand_pages.ROUTES,
    *person_loss_pages.ROUTES,
    *objection_pages.ROUTES,
    *objection_office_pages.ROUTES,
    *visibility_pages.ROUTES,
    *ending_pages.ROUTES,
    *rulebook_pages.ROUTES,
    *review_pages.ROUTES,
    *link_pages.ROUTES,
    *acceptance_list_pages.ROUTES,
    *information_office_pages.ROUTES,
    *imports_pages.ROUTES,
    *setup_pages.ROUTES,
    *import_pages.ROUTES,
    *decision_pages.ROUTES,
    *history_pages.ROUTES,
    *accounts_pages.ROUTES,
    *plugin_pages.ROUTES,
    *audit_pages.ROUTES,
    *window_pages.ROUTES,
    *batch_pages.ROUTES,
    *noticeboard_pages.ROUTES,
    *notices_pages.ROUTES,
    *contact_pages.ROUTES,
    *board_pages.ROUTES,
    *colleague_list_pages.ROUTES,
    *colleague_pages.ROUTES,
    *colleague_factor_pages.ROUTES,
    *colleague_issuing_pages.ROUTES,
    *approval_pages.ROUTES,
]


def looks(portal: Portal) -> Sequence[Look]:
    """Everything that may wait for somebody at the office, in the order of their first page."""
    return [
        Reported(portal.losses).look,
        Demanded(portal.clock).look,
        Unanswered(portal.clock).look,
        waits_to_be_entered,
        Waiting(portal.approvals).look,
        objection_office_pages.look,
        Guessing(portal.identity).look,
        Ends(portal.endings).look,
        import_attention.held,
        import_attention.failed,
        import_attention.Staleness(portal.settings.freshness, portal.clock).look,
        import_attention.accounts,
        Regulated(portal.rulebook).look,
    ]


def create_app(settings: Settings) -> Litestar:
    """The portal as one process serves it.

    Raises:
        SettingsError, DatabaseError, KeyFileError: it cannot work, and what to do.
    """
    return application(build_portal(settings, "web"))


def application(portal: Portal) -> Litestar:
    """Raises ImproperlyConfiguredException: a route has no gate, or another one than the matrix."""
    settings = portal.settings
    plugins = InRequests(portal.plugins, portal.clock, settings.plugins, traced(os.environ))
    web = _web(portal, plugins)
    heart = Heart("web", portal.clock)
    parts = given(portal, web, heart, looks(portal))
    app = ManyRoutes(
        [*(with_parts(route, parts) for route in ROUTES), *plugins.routers],
        plugins=[web],
        dependencies=plugins.given,
        after_exception=[remember],
        on_startup=[portal.start, heart.begin],
        on_shutdown=[heart.end, portal.stop],
        openapi_config=None,
        debug=False,
    )
    app.state.update(plugins.state)
    check_routes(app)
    require_matrix(app)
    return app


def _web(portal: Portal, plugins: InRequests) -> Web:
    return Web(
        resolve=lambda token: admit(portal.identity, token),
        public_url=portal.settings.server.public_url,
        cooperative=portal.settings.cooperative,
        on_denied=lambda visitor, kind, id_: _denied(portal, visitor, kind, id_),
        unavailable=DatabaseUnavailable,
        navigation=menu(portal),
        folders=portal.settings.theme_folders,
        owned=plugins.templates,
        functions={"pass_to_object": portal.passes.issue},
        files=portal.settings.photos.limits,
        keep_typed=lambda request, token: _keep_typed(portal, request, token),
    )


def from_environment() -> Litestar:
    """What the server calls in each of its processes: the folder stands in IOK_DIR."""
    die_with(os.getppid())  # else a server that is killed leaves this process holding the port
    app = create_app(load(Path(os.environ[FOLDER_VARIABLE])))
    gc.freeze()  # it stays to the end: looked through while a page waits, it would cost 0.1 s
    return app


async def _keep_typed(portal: Portal, request: Request[Any, Any, Any], token: str) -> None:
    visitor = await admit_late(portal.identity, token)
    if visitor is not None:
        await keep_late(portal.submissions, request, visitor)


async def _denied(portal: Portal, visitor: Visitor, kind: str, object_id: int | str) -> None:
    """Somebody asked for what is not theirs: the audit keeps who and what."""
    async with transaction():
        await portal.audit.record(
            Action.OBJECT_DENIED,
            by=Origin.of(visitor),
            on=ObjectKind(kind),
            object_id=int(object_id) if abs(int(object_id)) <= MAX_INTEGER else None,
            result=Result.REFUSED,
        )
