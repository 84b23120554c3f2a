"""An administrator declares who of the office a resident is, so that nobody issues for oneself."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.identity.context import IdentityContext
from iok_core.identity.desk import Recipient
from iok_core.identity.issuing_pages import recipient
from iok_core.identity.oneself import declare_resident, staff_who_is
from iok_core.identity.permissions import Permission
from iok_core.identity.staff import staff_names
from iok_core.web.forms import Form, read_form
from iok_core.web.gates import staff
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

PAGE = "/biuro/osoby/{person:int}/pracownik"
GATE = staff(Permission.MANAGE_STAFF)

HttpRequest = Request[Any, Any, Any]


class IsStaff(msgspec.Struct):
    employee: int | None = None


@get(PAGE, gate=GATE)
async def employee_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    person: FromPath[int],
) -> Response[str]:
    who = await recipient(person, visitor, identity)
    async with transaction():
        await identity.log.record(
            Action.PERSON_VIEW, by=Origin.of(visitor), on=ObjectKind.PERSON, object_id=person
        )
    now = await staff_who_is(person)
    form = Form(IsStaff, {"employee": str(now or "")})
    return await _form_page(request, who, form)


@post(PAGE, gate=GATE)
async def declare(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    person: FromPath[int],
) -> Response[Any]:
    who = await recipient(person, visitor, identity)
    form = await read_form(request, IsStaff)
    if form.ok and form.struct.employee not in {None, *await staff_names()}:
        form.add_error("employee", _("Choose somebody of the office"))
    if not form.ok:
        return await _form_page(request, who, form, status=422)
    await declare_resident(identity, person, form.struct.employee, by=Origin.of(visitor))
    return see_other(request, f"/biuro/osoby/{person}/pracownik", _("Saved."))


async def _form_page(
    request: HttpRequest, who: Recipient, form: Form[IsStaff], status: int = 200
) -> Response[str]:
    names = await staff_names()
    return page(
        request,
        "office/employee.html",
        status=status,
        form=form,
        who=who,
        staff=[(str(number), name) for number, name in sorted(names.items())],
    )


ROUTES = [employee_form, declare]
