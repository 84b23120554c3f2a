"""From a form that was sent to photos that are kept, with words for those that are not."""

from iok_core.photos.clean_photo import PhotoError
from iok_core.photos.context import PhotoContext
from iok_core.photos.service import add_photo
from iok_core.photos.words import words_for
from iok_core.web.files import Files


async def take_photos(ctx: PhotoContext, owner: int, files: Files) -> list[int]:
    """The ids of those that are now in `owner`'s draft; of the others `files` says why not."""
    taken = []
    for file in files.taken:
        try:
            taken.append(await add_photo(ctx, owner, file.content))
        except PhotoError as error:
            files.refuse(file, words_for(error.problem))
    return taken
