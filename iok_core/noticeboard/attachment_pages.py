"""Attachments of announcements: to whoever may read the announcement, and to whoever writes it."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from iok_core.audit.actions import ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import Clock
from iok_core.noticeboard.attachments import attachment_content, attachments_with
from iok_core.noticeboard.reading import ANNOUNCEMENTS_PAGE, take_attachment
from iok_core.noticeboard.staff_pages import GATE, OFFICE_PAGE
from iok_core.web.gates import RESIDENT, NotYours
from iok_core.web.pdf_answer import attached_pdf
from iok_core.web.visitor import Visitor


@get(f"{ANNOUNCEMENTS_PAGE}/zalaczniki/{{attachment:int}}", gate=RESIDENT)
async def one_attachment(
    visitor: NamedDependency[Visitor], clock: NamedDependency[Clock], attachment: FromPath[int]
) -> Response[bytes]:
    found = await take_attachment(visitor, attachment, clock)
    if found is None:
        raise NotYours(ObjectKind.ATTACHMENT, attachment)
    return attached_pdf(await attachment_content(attachment), found.file_name)


@get(f"{OFFICE_PAGE}/zalaczniki/{{attachment:int}}", gate=GATE)
async def office_attachment(
    visitor: NamedDependency[Visitor], attachment: FromPath[int]
) -> Response[bytes]:
    """As residents get it; one that waits in a form, for whoever has added it."""
    found = await attachments_with([attachment], Origin.of(visitor).staff_id)
    if not found:
        raise NotYours(ObjectKind.ATTACHMENT, attachment)
    return attached_pdf(await attachment_content(attachment), found[0].file_name)


ROUTES: list[Any] = [one_attachment, office_attachment]
