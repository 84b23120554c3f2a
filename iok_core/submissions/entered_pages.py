"""What the office has entered for a resident, confirmed: on the page, and on paper to hand over."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.identity.slips import SlipPrinter
from iok_core.submissions.answers import stored_lines
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.desks import desks_of
from iok_core.submissions.entering_pages import ENTERED, GATE
from iok_core.submissions.papers import receipt
from iok_core.submissions.rows import SubmissionView, one_submission
from iok_core.submissions.words import CONTACTS, DESKS, STATES, naming
from iok_core.web.gates import NotYours
from iok_core.web.i18n import speaking
from iok_core.web.pages import page
from iok_core.web.pdf_answer import pdf
from iok_core.web.visitor import Visitor

ONE = ENTERED + "/{entered:int}"

HttpRequest = Request[Any, Any, Any]


@get(ONE, gate=GATE)
async def entered_page(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    entered: FromPath[int],
) -> Response[str]:
    line = await _entered(entered)
    async with transaction():
        await submissions.log.record(
            Action.SUBMISSION_VIEW,
            by=Origin.of(visitor),
            on=ObjectKind.PERSON,
            object_id=line.person,
            meta={"submission": line.id},
        )
    return page(
        request,
        "office/entered.html",
        line=line,
        lines=stored_lines(submissions.forms.known(line.extension), line.answers),
        contacts=CONTACTS,
        desks=DESKS,
        may_answer=line.desk in desks_of(visitor.permissions),
    )


@get(f"{ONE}/potwierdzenie", gate=GATE)
async def entered_file(
    submissions: NamedDependency[SubmissionContext],
    slip_printer: NamedDependency[SlipPrinter],
    entered: FromPath[int],
) -> Response[bytes]:
    """In Polish, whichever language the office reads."""
    line = await _entered(entered)
    with speaking("pl"):
        lines = stored_lines(submissions.forms.known(line.extension), line.answers)
        paper = receipt(line, lines, naming(submissions.forms, STATES)(line))
        content = await slip_printer.signing(paper, submissions.clock.now())
    return pdf(content, f"zgloszenie-{line.number.replace('/', '-')}")


async def _entered(id_: int) -> SubmissionView:
    """Only what the office entered itself: the rest is for whose work it is."""
    line = await one_submission(id_)
    if line is None or line.contact is None:
        raise NotYours(ObjectKind.SUBMISSION, id_)
    return line


ROUTES = [entered_page, entered_file]
