"""A form that came after its session had ended: kept, and there again after the next sign-in."""

from typing import Any

from litestar import Request

from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.form_pages import Removal, begun
from iok_core.web.csrf import belongs_to
from iok_core.web.forms import Form, read_forms
from iok_core.web.visitor import Visitor


async def keep_late(
    ctx: SubmissionContext, request: Request[Any, Any, Any], visitor: Visitor
) -> None:
    """Photos have to be chosen again: nothing is made of them for who is not signed in."""
    if not await belongs_to(visitor, request):
        return
    filling = await begun(ctx, visitor, request.path_params["form"])
    await read_forms(request, *filling.forms, Form(Removal))
    await filling.keep(ctx)
