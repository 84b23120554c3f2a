"""What a page says of a photo that was not taken; it goes on after "File no. 2:"."""

from iok_core.photos.clean_photo import PhotoProblem
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid

WORDS = {
    PhotoProblem.NO_PHOTO: msgid("this is no photo, choose a JPEG, PNG or WebP"),
    PhotoProblem.HEIC: msgid(
        "this is a HEIC of an iPhone. In Settings → Camera → Formats choose Most Compatible and "
        "take the photo again, or send a screenshot of it"
    ),
    PhotoProblem.DAMAGED: msgid("this photo is damaged or incomplete, choose another one"),
    PhotoProblem.TOO_MANY_PIXELS: msgid("this picture is too large, make it smaller first"),
    PhotoProblem.TOO_HARD: msgid("the portal cannot read this photo, choose another one"),
    PhotoProblem.BUSY: msgid("many people send photos now, choose it again in a minute"),
    PhotoProblem.OVER_QUOTA: msgid(
        "there is no room for more of your photos, send the rest without it or call the office"
    ),
}


def words_for(problem: PhotoProblem) -> str:
    return _(WORDS[problem])
