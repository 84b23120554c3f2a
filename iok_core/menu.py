"""The menus: which pages stand in them, in which order, and at the office under which heading."""

from iok_core.approvals import staff_pages as approval_pages
from iok_core.blocking import list_pages as block_list_pages
from iok_core.demand_desk import staff_pages as demand_pages
from iok_core.endings import staff_pages as ending_pages
from iok_core.identity import (
    colleague_list_pages,
    factor_pages,
    mass_issue_pages,
    password_pages,
    people_pages,
    staff_session_pages,
)
from iok_core.identity import resident_pages as access_pages
from iok_core.identity import staff_pages as desk_pages
from iok_core.imports import staff_pages as imports_pages
from iok_core.ledger import resident_pages as ledger_pages
from iok_core.losses import staff_pages as loss_office_pages
from iok_core.maintenance import audit_pages, plugin_pages, window_pages
from iok_core.noticeboard import pages as noticeboard_pages
from iok_core.notices import resident_pages as notices_pages
from iok_core.notices import staff_pages as board_pages
from iok_core.plugin_host.menu import menu_items
from iok_core.portal import Portal
from iok_core.reports import resident_pages as report_pages
from iok_core.reports import staff_pages as batch_pages
from iok_core.rulebook import acceptance_pages as acceptance_list_pages
from iok_core.rulebook import staff_pages as rulebook_pages
from iok_core.setup import staff_pages as setup_pages
from iok_core.submissions import pages as submission_pages
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem, under

RESIDENTS = [
    *ledger_pages.NAVIGATION,
    *submission_pages.RESIDENT_NAVIGATION,
    *notices_pages.NAVIGATION,
    *access_pages.NAVIGATION,
]
OFFICE = [
    *under(msgid("Submissions"), *submission_pages.OFFICE_NAVIGATION),
    *under(
        msgid("People and accesses"),
        *people_pages.NAVIGATION,
        *mass_issue_pages.NAVIGATION,
        *block_list_pages.NAVIGATION,
        *loss_office_pages.NAVIGATION,
        *ending_pages.NAVIGATION,
    ),
    *under(
        msgid("Announcements and messages"),
        *noticeboard_pages.NAVIGATION,
        *board_pages.NAVIGATION,
    ),
    *under(
        msgid("Regulations and demands"),
        *demand_pages.NAVIGATION,
        *acceptance_list_pages.NAVIGATION,
        *rulebook_pages.NAVIGATION,
    ),
    *under(
        msgid("Settlements and imports"),
        *imports_pages.NAVIGATION,
        *batch_pages.NAVIGATION,
    ),
    *under(
        msgid("Settings and plugins"),
        *setup_pages.NAVIGATION,
        *plugin_pages.NAVIGATION,
        *window_pages.NAVIGATION,
    ),
    *under(
        msgid("Oversight"),
        *colleague_list_pages.NAVIGATION,
        *audit_pages.NAVIGATION,
    ),
]
ONESELF = under(
    msgid("Your sign-in"),
    *factor_pages.NAVIGATION,
    *staff_session_pages.NAVIGATION,
    *password_pages.NAVIGATION,
)


def menu(portal: Portal) -> list[NavItem]:
    """What is wanted most stands first; what waits for a decision, beside the first page."""
    return [
        *RESIDENTS,
        *report_pages.navigation(portal.plugins),
        *desk_pages.NAVIGATION,
        *approval_pages.navigation(portal.approvals.kinds.values()),
        *OFFICE,
        *menu_items(portal.plugins),
        *ONESELF,
    ]
