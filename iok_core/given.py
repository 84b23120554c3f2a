"""What a page may ask for by name, as an argument of its handler."""

from collections.abc import Mapping, Sequence
from functools import partial

from iok_core import health
from iok_core.imports.staff_pages import latest_import
from iok_core.maintenance.windows import Plans
from iok_core.noticeboard.reading import news
from iok_core.noticeboard.writing import Board
from iok_core.notices.contacts import confirmed_among
from iok_core.portal import APPS, Portal
from iok_core.regulations.pdf import RegulationsPrinter
from iok_core.runs.heartbeats import Heart
from iok_core.settings import Settings
from iok_core.submissions.consent import waits_for
from iok_core.submissions.declared import declared_by
from iok_core.submissions.payments import not_booked
from iok_core.visibility.asking import Looking
from iok_core.web.attention import Look, attention
from iok_core.web.install import Web


def given(portal: Portal, web: Web, heart: Heart, looks: Sequence[Look]) -> dict[str, object]:
    made = {
        "readiness": health.Readiness(APPS, portal.settings.folder, heart),
        "to_do": partial(attention, looks),
        "looking": Looking(portal.identity, portal.settings.premises),
        "session_cookie": web.cookies,
        "board": Board(portal.audit, portal.clock),
        "plans": Plans(portal.audit, portal.clock),
        "printer": RegulationsPrinter(portal.typesetter),
        "report_files": portal.report_handler.files,
        "latest_import": latest_import,
        "mail_reaches": confirmed_among,
        "news_for": lambda visitor: news(visitor, portal.clock.today()),
        "declared_by": declared_by,
        "not_booked": not_booked,
        "waits_for": waits_for,
    }
    return {**made, **_of_the_portal(portal), **_settings(portal.settings)}


def _of_the_portal(portal: Portal) -> Mapping[str, object]:
    return {
        "clock": portal.clock,
        "identity": portal.identity,
        "audit": portal.audit,
        "anchoring": portal.anchoring,
        "approvals": portal.approvals,
        "endings": portal.endings,
        "passes": portal.passes,
        "rulebook": portal.rulebook,
        "deciding": portal.deciding,
        "reading": portal.reading,
        "plugin_registry": portal.plugins,
        "slip_printer": portal.slip_printer,
        "reports": portal.reports,
        "notices": portal.notices,
        "losses": portal.losses,
        "submissions": portal.submissions,
        "photos": portal.photos,
        "shop": portal.workshop,
    }


def _settings(settings: Settings) -> Mapping[str, object]:
    return {
        "audit_settings": settings.audit,
        "cooperative": settings.cooperative,
        "freshness": settings.freshness,
        "proxies": settings.server.trusted,
        "public_url": settings.server.public_url,
    }
