"""One import: how far it is, why it waits, how it differs from what residents see."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from iok_core.audit.actions import ObjectKind
from iok_core.identity.service import Permission, staff_names
from iok_core.imports import decision_words, decisions, difference_words, history, viewing, words
from iok_core.imports.attention import IMPORTS_PAGE
from iok_core.imports.history import ImportLine, Standing
from iok_core.imports.incomplete import incomplete_accounts, touched
from iok_core.imports.releasing import sweeping
from iok_core.runs.words import FAILURES
from iok_core.web.csv_answer import csv_answer
from iok_core.web.gates import NotYours, staff
from iok_core.web.htmx import wants_part
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import page
from iok_core.web.visitor import visitor_of

HttpRequest = Request[Any, Any, Any]


@get(f"{IMPORTS_PAGE}/{{run:int}}", gate=staff(Permission.SEE_IMPORTS))
async def one_import(request: HttpRequest, run: FromPath[int]) -> Response[str]:
    line = await wanted(run)
    published = visitor_of(request).published
    found = await viewing.difference_of(line, published)
    return page(
        request,
        "office/import_body.html" if wants_part(request) else "office/import.html",
        row=(await viewing.rows([line], published))[0],
        why=words.why(line.why),
        failure=FAILURES.get(line.problem),
        remarks=[words.remark(said) for said in line.said],
        rejected=[viewing.rejected(row) for row in await history.rejected_rows(line)],
        decided=await decided(line),
        found=found,
        compared=difference_words.compared(found) if found else [],
        sweep=await sweeping(line.source, line.gen or 0) if line.source else None,
        repeats=await history.of_generation(line.source or 0, line.repeats or 0),
        repeats_shown=published.get(line.source or 0) == line.repeats,
        lacking=await lacking(line),
    )


@get(f"{IMPORTS_PAGE}/{{run:int}}/odrzucone.csv", gate=staff(Permission.SEE_IMPORTS))
async def rejected_file(run: FromPath[int]) -> Response[bytes]:
    line = await wanted(run)
    header = [_("File"), _("Row"), _("Column"), _("Value")]
    header += [_("What is wrong"), _("What to do"), _("Account")]
    found = [viewing.rejected(row) for row in await history.rejected_rows(line)]
    return csv_answer(
        f"import-{run}-odrzucone.csv",
        header,
        (
            (
                one.rejection.source,
                one.rejection.row or None,
                one.rejection.field,
                one.rejection.value,
                one.what,
                one.do,
                one.rejection.account,
            )
            for one in found
        ),
    )


async def wanted(run: int) -> ImportLine:
    line = await history.of_run(run)
    if line is None:
        raise NotYours(ObjectKind.RUN, run)
    return line


async def decided(line: ImportLine) -> list[decision_words.Told]:
    if line.source is None or line.gen is None:
        return []
    names = await staff_names()
    about = await decisions.about(line.source, line.gen)
    return [decision_words.decided(one, names) for one in about]


async def lacking(line: ImportLine) -> frozenset[int]:
    """Accounts that are marked, or would be: `ANY` alone where it is not known which."""
    if line.source is None or line.gen is None or not line.rejected:
        return frozenset()
    if line.standing is Standing.HELD:
        return await touched(line.import_id or 0, line.source, line.gen, line.rejected)
    return await incomplete_accounts(line.source, line.gen)


ROUTES = [one_import, rejected_file]
