"""What each error page says: what happened, what it means, what to do."""

import msgspec

from iok_core.web.i18n import Msgid, msgid


class Words(msgspec.Struct, frozen=True):
    title: Msgid
    text: Msgid
    advice: Msgid


_TRY_AGAIN = msgid("Go back, refresh the page and try again.")

_TOO_SLOW = Words(
    msgid("The answer took too long"),
    msgid("The portal did not manage in time, or the connection broke off."),
    msgid("Check your connection and refresh the page. Look first whether the form was saved."),
)
FOREIGN_REQUEST = Words(
    msgid("This form is out of date"),
    msgid("Nothing was changed. The page was open for too long, or was opened somewhere else."),
    msgid("Go back, refresh the page and send the form again."),
)
READ_ONLY = Words(
    msgid("The portal is read only now"),
    msgid(
        "You can read everything, but nothing can be sent or changed: work on the portal goes on."
    ),
    msgid("Nothing was saved. Do it again after that time."),
)
PART_UNAVAILABLE = Words(
    msgid("This part of the portal is not working now"),
    msgid("It comes from a plugin, which did not answer. Everything else works as usual."),
    msgid("Try again in a few minutes. If you need it today, call us."),
)
WORDS = {
    400: Words(
        msgid("We could not read this request"),
        msgid("The address or the form arrived incomplete."),
        _TRY_AGAIN,
    ),
    401: Words(
        msgid("Sign in first"),
        msgid("This page is only for people who have signed in."),
        msgid("Sign in, then open the page again."),
    ),
    403: Words(
        msgid("This page is not open to you"),
        msgid("Your access does not include this page."),
        msgid("If you need it for your work, ask the person who runs this portal."),
    ),
    404: Words(
        msgid("There is no such page"),
        msgid("The address may have changed, or a letter in it is missing."),
        msgid("Go to the start page, or call us."),
    ),
    405: Words(
        msgid("This address does not work that way"),
        msgid("The page cannot do what was asked of it."),
        _TRY_AGAIN,
    ),
    408: _TOO_SLOW,
    413: Words(
        msgid("This is too much at once"),
        msgid("What you are sending is larger than the portal takes."),
        msgid("Go back and send less text or a smaller file."),
    ),
    415: Words(
        msgid("The portal cannot read this kind of content"),
        msgid("It was sent in a form that the page does not expect."),
        _TRY_AGAIN,
    ),
    422: Words(
        msgid("Something in the form needs correcting"),
        msgid("The portal cannot take the form as it is."),
        msgid("Go back, check the fields and send the form again."),
    ),
    429: Words(
        msgid("Too many attempts"),
        msgid("The portal has paused for a while, to protect your access."),
        msgid("Wait 15 minutes and try again."),
    ),
    500: Words(
        msgid("The portal failed"),
        msgid("The fault is on our side. Your last change may not have been saved."),
        msgid("Try again in a few minutes. If it fails again, call us and give the error number."),
    ),
    503: Words(
        msgid("The portal is taking a short break"),
        msgid("Your data are safe, but the portal cannot reach them at the moment."),
        msgid("Try again in a few minutes."),
    ),
    504: _TOO_SLOW,
}


def words_for(status: int) -> Words:
    return WORDS.get(status) or WORDS[400 if status < 500 else 500]
