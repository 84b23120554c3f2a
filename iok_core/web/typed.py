"""What was typed into a form waits while somebody shows who they are (S42).

It goes with them in a cookie, sealed for this session and this page; secrets stay out of it.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request
from litestar.response import Redirect

from iok_core.keys import derived
from iok_core.sealing import Seal, SealBrokenError
from iok_core.web.forms import Form
from iok_core.web.pages import STATE_KEY, TYPED_SUFFIX, Pages
from iok_core.web.paths import CONFIRM_PAGE, leading_back
from iok_core.web.visitor import Visitor

SECONDS = 600
LONGEST = 3800
"""What browsers keep, in characters; more than that is typed once more."""


def confirm_first(
    request: Request[Any, Any, Any], visitor: Visitor, page: str, *forms: Form[Any]
) -> Redirect:
    """To the page that asks who they are, and then back to the page of these forms."""
    answer = Redirect(leading_back(CONFIRM_PAGE, page), status_code=303)
    values = {name: form.value(name) for form in forms for name in form.fields if form.value(name)}
    sealed = _seal(visitor).close(msgspec.json.encode(values).decode(), page)
    if len(sealed) <= LONGEST:
        own: Pages = request.app.state[STATE_KEY]
        answer.set_cookie(own.cookies.write(sealed, TYPED_SUFFIX, max_age=SECONDS))
    return answer


def typed_before(request: Request[Any, Any, Any], visitor: Visitor, page: str) -> Mapping[str, str]:
    """For the forms of this page; nothing if nobody was sent away from it."""
    own: Pages = request.app.state[STATE_KEY]
    sealed = own.cookies.read(request, TYPED_SUFFIX, LONGEST)
    try:
        return msgspec.json.decode(_seal(visitor).open(sealed or "", page), type=dict[str, str])
    except SealBrokenError:
        return {}


def _seal(visitor: Visitor) -> Seal:
    return Seal(derived(visitor.csrf_secret, "typed before a confirmation"))
