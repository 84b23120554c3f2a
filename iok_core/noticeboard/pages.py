"""All pages of the noticeboard, gathered for the application."""

from iok_core.noticeboard import (
    attachment_pages,
    document_office_pages,
    document_pages,
    resident_pages,
    review_pages,
    staff_pages,
)

ROUTES = [
    *resident_pages.ROUTES,
    *attachment_pages.ROUTES,
    *staff_pages.ROUTES,
    *review_pages.ROUTES,
    *document_pages.ROUTES,
    *document_office_pages.ROUTES,
]
NAVIGATION = [*staff_pages.NAVIGATION, *document_office_pages.NAVIGATION]
