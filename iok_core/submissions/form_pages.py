"""Filling in a form. Whatever is typed or chosen is kept before it is judged."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from msgspec import field

from iok_core.ledger.sheets import Reader
from iok_core.photos.service import PhotoContext, remove_photo
from iok_core.photos.taking import take_photos
from iok_core.plugin_host.guard import PartFailedError
from iok_core.submissions import drafts
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.filling import PLACE, Filling
from iok_core.submissions.pointing import ACCOUNT, FROM, GENERATION
from iok_core.web.body import form_fields, is_form
from iok_core.web.csrf import belongs_to
from iok_core.web.files import Files, no_files, read_files
from iok_core.web.forms import Errors, Form, read_forms
from iok_core.web.gates import RESIDENT
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import ngettext
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

PAGE = "/zgloszenia"
NEW = PAGE + "/nowe"
FORM = NEW + "/{form:str}"
PHOTOS = "_zdjecia"

HttpRequest = Request[Any, Any, Any]


class Removal(msgspec.Struct):
    """The button beside a photo; sent with everything else that stands in the form."""

    photo: int | None = field(default=None, name="_usun")


class Nothing(msgspec.Struct):
    pass


@get(FORM, gate=RESIDENT)
async def form_page(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    form: FromPath[str],
    konto: FromQuery[int | None] = None,
    gen: FromQuery[int | None] = None,
    strona: FromQuery[str] = "",
    miejsce: FromQuery[str] = "",
) -> Response[Any]:
    """`konto`: of the amount that it is about, read from the generation `gen`."""
    filling = await begun(submissions, visitor, form, miejsce)
    if konto is not None:
        named = {ACCOUNT: str(konto), GENERATION: str(gen or ""), FROM: strona}
        await filling.point(named)
    return shown_form(request, filling)


@post(FORM, gate=RESIDENT, files=True, keeps_typed=True)
async def fill_in(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    photos: NamedDependency[PhotoContext],
    visitor: NamedDependency[Visitor],
    form: FromPath[str],
) -> Response[Any]:
    filling = await begun(submissions, visitor, form, await place_of(request))
    removal = Form(Removal)
    others = await read_forms(request, *filling.forms, removal, changing=filling.changing)
    filling.look_at_place()
    filling.leave(others)
    await filling.look_at_amount()
    files = await read_files(request, PHOTOS)
    await _take(photos, filling, files)
    if removal.ok and removal.struct.photo is not None:
        await _remove(filling, removal.struct.photo)
        await filling.keep(submissions)
        return see_other(request, f"{NEW}/{filling.offer.name}")
    await filling.keep(submissions)
    try:
        said = await filling.judge(submissions)
    except PartFailedError:
        return shown_form(request, filling, files, failed=True)
    if said is None or not files.ok:
        return shown_form(request, filling, files)
    return see_other(request, f"{NEW}/{filling.offer.name}/sprawdz")


@post(FORM + "/porzuc", gate=RESIDENT)
async def give_up(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    form: FromPath[str],
) -> Response[Any]:
    filling = await begun(submissions, visitor, form)
    await read_forms(request, Form(Nothing))
    for photo in filling.photos:
        await remove_photo(photo, filling.person)
    await drafts.discard(filling.person, filling.offer.name)
    return see_other(request, PAGE, _("What you had begun is thrown away."))


async def keep_late(ctx: SubmissionContext, request: HttpRequest, visitor: Visitor) -> None:
    """A form that came after its session had ended: there again after the next sign-in.

    Photos have to be chosen again: nothing is made of them for who is not signed in.
    """
    if not await belongs_to(visitor, request):
        return
    name = request.path_params["form"]
    filling = await begun(ctx, visitor, name, await place_of(request))
    changing = filling.changing
    filling.leave(await read_forms(request, *filling.forms, Form(Removal), changing=changing))
    await filling.keep(ctx)


async def place_of(request: HttpRequest) -> str:
    """Of the form that was sent: what else may be in it depends on the place."""
    sent = await form_fields(request) if is_form(request) else []
    return next((value for name, value in sent if name == PLACE), "")


async def begun(ctx: SubmissionContext, visitor: Visitor, name: str, place: str = "") -> Filling:
    """Raises NotFoundException: there is no such form."""
    offer = await ctx.forms.offer(name)
    if offer is None or visitor.person is None:
        raise NotFoundException
    reader = await Reader.of(visitor.person, visitor.published, ctx.reading)
    return await Filling.of(ctx, offer, reader, place)


def shown_form(
    request: HttpRequest, filling: Filling, files: Files | None = None, *, failed: bool = False
) -> Response[Any]:
    files = files or no_files(request, PHOTOS)
    errors = Errors([*Errors.of(*filling.forms).errors, *files.errors])
    return page(
        request,
        "submission/form.html",
        status=503 if failed else 422 if errors.errors else 200,
        filling=filling,
        files=files,
        errors=errors,
        failed=failed or filling.broken is not None,
    )


async def _take(photos: PhotoContext, filling: Filling, files: Files) -> None:
    """Into the draft at once: a browser never fills a field for files again."""
    most = filling.offer.form.photos
    for file in files.taken[most - len(filling.photos) :]:
        files.refuse(file, no_more(most))
    taken = await take_photos(photos, filling.person, files)
    filling.photos = list(dict.fromkeys([*filling.photos, *taken]))


def no_more(most: int) -> str:
    return ngettext(
        "no more than %(n)s photo goes with this form",
        "no more than %(n)s photos go with this form",
        most,
    ) % {"n": most}


async def _remove(filling: Filling, photo: int) -> None:
    if photo in filling.photos:
        await remove_photo(photo, filling.person)
        filling.photos = [one for one in filling.photos if one != photo]


ROUTES = [form_page, fill_in, give_up]
