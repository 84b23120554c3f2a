"""All pages of what residents send in, gathered for the application."""

from iok_core.submissions import (
    case_pages,
    consent_pages,
    declared_pages,
    entered_pages,
    entering_pages,
    entering_photo_pages,
    figures_pages,
    form_pages,
    joining_pages,
    merging_pages,
    meter_pages,
    own_pages,
    payment_pages,
    photo_pages,
    queue_pages,
    review_pages,
    stranger_pages,
    template_pages,
)

RESIDENT_NAVIGATION = own_pages.NAVIGATION
OFFICE_NAVIGATION = [
    *queue_pages.NAVIGATION,
    *declared_pages.NAVIGATION,
    *payment_pages.NAVIGATION,
    *template_pages.NAVIGATION,
    *figures_pages.NAVIGATION,
]
ROUTES = [
    *own_pages.ROUTES,
    *consent_pages.ROUTES,
    *stranger_pages.ROUTES,
    *form_pages.ROUTES,
    *review_pages.ROUTES,
    *photo_pages.ROUTES,
    *meter_pages.ROUTES,
    *queue_pages.ROUTES,
    *case_pages.ROUTES,
    *merging_pages.ROUTES,
    *joining_pages.ROUTES,
    *entering_pages.ROUTES,
    *entering_photo_pages.ROUTES,
    *entered_pages.ROUTES,
    *declared_pages.ROUTES,
    *payment_pages.ROUTES,
    *template_pages.ROUTES,
    *figures_pages.ROUTES,
]
