"""What of this subject the office opens."""

from iok_core.submissions import (
    case_pages,
    declared_pages,
    entered_pages,
    entering_pages,
    queue_pages,
    template_pages,
)

ROUTES = [
    *queue_pages.ROUTES,
    *case_pages.ROUTES,
    *entering_pages.ROUTES,
    *entered_pages.ROUTES,
    *declared_pages.ROUTES,
    *template_pages.ROUTES,
]
NAVIGATION = queue_pages.NAVIGATION
