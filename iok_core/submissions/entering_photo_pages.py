"""Photos that the office adds for a resident: of an entry that is in the page, and nowhere else.

They belong to the resident from the first, so that their quota counts. Those of the resident's
own draft are no business of the office.
"""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath
from msgspec import Meta, field

from iok_core.audit.actions import ObjectKind
from iok_core.photos.service import PhotoContext, photo_content, photos_with, remove_photo
from iok_core.photos.taking import take_photos
from iok_core.submissions.desks import QUEUE
from iok_core.submissions.drafts import photos_in_drafts
from iok_core.submissions.entering import MAY_ENTER
from iok_core.submissions.filling import Filling
from iok_core.submissions.form_pages import no_more
from iok_core.submissions.photo_pages import SMALL
from iok_core.web.files import Files
from iok_core.web.forms import Form
from iok_core.web.gates import NotYours, staff
from iok_core.web.jpeg_answer import jpeg

PHOTOS_AT = QUEUE + "/wpisane/zdjecia"
_ADDED = "_dodane"

HttpRequest = Request[Any, Any, Any]


class Added(msgspec.Struct):
    """What the page carries on of photos that were added before."""

    photos: Annotated[str, Meta(max_length=200, pattern=r"^[0-9,]*$")] = field(
        default="", name=_ADDED
    )
    remove: int | None = field(default=None, name="_usun")


async def of_the_desk(person: int, photos: list[int]) -> list[int]:
    """Those of them that the office has added for this person and nothing holds yet."""
    held = set(await photos_in_drafts())
    return [
        one.id for one in await photos_with(photos) if one.free_for(person) and one.id not in held
    ]


async def read_photos(
    ctx: PhotoContext, filling: Filling, added: Form[Added], files: Files
) -> None:
    """Into what is being filled in; of those that cannot be taken `files` says why."""
    known = [int(one) for one in added.value(_ADDED).split(",") if one] if added.ok else []
    kept = await of_the_desk(filling.person, known)
    if added.ok and added.struct.remove in kept:
        await remove_photo(added.struct.remove, filling.person)
        kept.remove(added.struct.remove)
    most = filling.offer.form.photos
    for file in files.taken[max(most - len(kept), 0) :]:
        files.refuse(file, no_more(most))
    taken = await of_the_desk(filling.person, await take_photos(ctx, filling.person, files))
    filling.photos = list(dict.fromkeys([*kept, *taken]))


def carried(filling: Filling) -> tuple[str, str]:
    """As the page of the review carries it on."""
    return _ADDED, ",".join(map(str, filling.photos))


@get(PHOTOS_AT + "/{desk_photo:int}", gate=staff(MAY_ENTER))
async def added_photo(request: HttpRequest, desk_photo: FromPath[int]) -> Response[bytes]:
    found = await photos_with([desk_photo])
    if not found or not await of_the_desk(found[0].owner, [desk_photo]):
        raise NotYours(ObjectKind.PHOTO, desk_photo)
    small = SMALL in request.query_params
    content = await photo_content(desk_photo, "thumbnail" if small else "jpeg")
    return jpeg(content, f"zdjecie-{desk_photo}")


ROUTES = [added_photo]
