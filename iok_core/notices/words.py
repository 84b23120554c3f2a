"""What a notice says: in the portal, and in general words outside of it.

No amounts, no premises, no names, no links that open anything: a mail may be read by others.
"""

from collections.abc import Mapping

import msgspec

from iok_core.notices.codes import grouped
from iok_core.notices.kinds import RULES, NoticeKind
from iok_core.web.cooperative import Cooperative
from iok_core.web.i18n import Msgid, msgid
from iok_core.web.i18n import gettext as _

CONTACT_PAGE = "/powiadomienia/kontakt"


class Words(msgspec.Struct, frozen=True):
    title: Msgid
    """Also the subject of a mail, so it is as good as public."""
    text: Msgid
    href: str = ""
    link: Msgid | None = None


_MY_ACCESS = msgid("My access")
_FACTORS_PAGE = "/drugi-krok"
_SUBMISSIONS = msgid("What you have sent in")
_FACTORS = msgid("Second step of signing in")
_NOT_YOU = msgid("Was it not you? Change your password and call the office.")

WORDS: Mapping[NoticeKind, Words] = {
    NoticeKind.ACCESS_ISSUED: Words(
        msgid("An access to the portal was given out"),
        msgid("The office gave out a start password. Were you not there? Call the office."),
        "/dostep",
        _MY_ACCESS,
    ),
    NoticeKind.ACCESS_BLOCKED: Words(
        msgid("A block of the access to the portal"),
        msgid(
            "The office blocks the access, at once or from a later day. Since when, under which "
            "clause and how to object, the portal tells you when you type your identifier and "
            "password. The office tells you, too."
        ),
    ),
    NoticeKind.ACCESS_UNBLOCKED: Words(
        msgid("A block of the access was lifted"),
        msgid("Sign in as before. If that does not work, call the office."),
        "/dostep",
        _MY_ACCESS,
    ),
    NoticeKind.VIEW_ENDS: Words(
        msgid("Soon you will not see premises any more that were yours"),
        msgid(
            "The closing view ends; its last day stands above the data. Take your statements with "
            "you before that."
        ),
        "/raporty",
        msgid("Take your statements with you"),
    ),
    NoticeKind.OBJECTION_DECIDED: Words(
        msgid("Your objection was decided"),
        msgid(
            "Type your identifier and password in the portal: you will read what was decided, or "
            "you will be let in. You can also ask at the office."
        ),
    ),
    NoticeKind.PASSWORD_CHANGED: Words(
        msgid("The password to the portal was changed"),
        msgid("All other devices have been signed out. Was it not you? Call the office."),
        "/dostep",
        _MY_ACCESS,
    ),
    NoticeKind.FACTOR_ADDED: Words(
        msgid("A second step of signing in was added"), _NOT_YOU, _FACTORS_PAGE, _FACTORS
    ),
    NoticeKind.FACTOR_REMOVED: Words(
        msgid("A second step of signing in was removed"), _NOT_YOU, _FACTORS_PAGE, _FACTORS
    ),
    NoticeKind.RECOVERY_USED: Words(
        msgid("A recovery code was used"), _NOT_YOU, _FACTORS_PAGE, _FACTORS
    ),
    NoticeKind.RECOVERY_RENEWED: Words(
        msgid("New recovery codes were made"), _NOT_YOU, _FACTORS_PAGE, _FACTORS
    ),
    NoticeKind.DEVICE_NEW: Words(
        msgid("Signing in on a new device"),
        msgid(
            "Your access was used on a device that the portal does not know. Was it not you? "
            "Change your password and call the office."
        ),
        "/dostep",
        _MY_ACCESS,
    ),
    NoticeKind.ADDRESS_CHANGED: Words(
        msgid("The e-mail address for notices was changed"),
        _NOT_YOU,
        CONTACT_PAGE,
        msgid("Notices and contact"),
    ),
    NoticeKind.ADDRESS_CODE: Words(
        msgid("Code that confirms this address"),
        msgid("Somebody gave this address in the portal. If it was not you, do nothing."),
    ),
    NoticeKind.LOSS_CODE: Words(
        msgid("Code that blocks your access to the portal"),
        msgid("Somebody has reported that your sign-in data are lost. Not you? Then do nothing."),
    ),
    NoticeKind.NEW_BALANCE: Words(
        msgid("There are new amounts in your settlements"),
        msgid("The balance of one of your accounts has changed."),
        "/",
        msgid("See the balance"),
    ),
    NoticeKind.REGULATIONS_ANNOUNCED: Words(
        msgid("The regulations of the portal will change"),
        msgid("Read what changes, and from which day. On that day the portal asks you to accept."),
        "/regulamin",
        msgid("All versions of the regulations"),
    ),
    NoticeKind.ANNOUNCED: Words(
        msgid("There is a new announcement of the cooperative"),
        msgid("It is about everybody, or about premises of yours."),
        "/ogloszenia",
        msgid("Read the announcements"),
    ),
    NoticeKind.SUBMISSION_SENT: Words(
        msgid("The office has received what you sent"),
        msgid("Its number and the day by which you have an answer stand in the portal."),
        "/zgloszenia",
        _SUBMISSIONS,
    ),
    NoticeKind.SUBMISSION_ANSWERED: Words(
        msgid("There is news on what you have sent in"),
        msgid("There is an answer, or it stands otherwise than before."),
        "/zgloszenia",
        _SUBMISSIONS,
    ),
    NoticeKind.OCCUPANTS_DECLARED: Words(
        msgid("A number of occupants was declared for premises that you hold, too"),
        msgid(
            "Somebody who holds them with you has declared it. Do you not agree? Write to the "
            "office or call it, before the number is accepted."
        ),
        "/zgloszenia/nowe/wiadomosc",
        msgid("Write to the office"),
    ),
    NoticeKind.CONSENT_ASKED: Words(
        msgid("Confirm a number of occupants of premises that you hold, too"),
        msgid(
            "Somebody who holds them with you has declared it. The office accepts the number when "
            "you have confirmed it. Do you not agree? You can object in the same place."
        ),
        "/zgloszenia",
        msgid("See the number"),
    ),
    NoticeKind.SUBMISSION_COPY: Words(
        msgid("Copy of a submission to the cooperative's mailbox"),
        msgid("Somebody has sent something in to the cooperative through the portal."),
    ),
    NoticeKind.MESSAGE_COPY: Words(
        msgid("Copy of a further message to the cooperative's mailbox"),
        msgid("Somebody has written more in what they have sent in through the portal."),
    ),
}


_WITH_A_CODE = (NoticeKind.ADDRESS_CODE, NoticeKind.LOSS_CODE)


class Letter(msgspec.Struct, frozen=True):
    """What a text for the outside is made of."""

    kind: NoticeKind
    cooperative: Cooperative
    portal: str
    """The address of the portal as people type it."""
    former: bool = False
    """It goes to an address that was just given up."""
    code: str = ""
    minutes: int = 0
    """How long the code holds."""


def subject_of(letter: Letter) -> str:
    return f"{letter.cooperative.short_name}: {_(WORDS[letter.kind].title)}"


def text_of(letter: Letter) -> str:
    parts = [_beginning(letter), *_middle(letter), *_office(letter), _ending(letter)]
    return "\n\n".join(parts) + "\n"


def _beginning(letter: Letter) -> str:
    name = letter.cooperative.name
    if letter.kind in _WITH_A_CODE:
        return _("This is a message from the resident portal of: %(name)s.") % {"name": name}
    return _("You have a new message in the resident portal of: %(name)s.") % {"name": name}


def _middle(letter: Letter) -> list[str]:
    words = WORDS[letter.kind]
    if letter.kind is NoticeKind.ADDRESS_CODE:
        said = _("Code: %(code)s") % {"code": grouped(letter.code)}
        how = _(
            "Type it in the portal on the page “Notices and contact”. It holds for %(n)s minutes."
        ) % {"n": letter.minutes}
        return [said, how, _(words.text)]
    if letter.kind is NoticeKind.LOSS_CODE:
        how = _(
            "Was it you? Then block the access: open the portal, choose “Sign-in data lost or "
            "stolen” and type this code:"
        )
        return [_(words.text), f"{how}\n{letter.code}", letter.portal]
    said = f"{_(words.title)}. {_(words.text)}"
    if letter.former:
        said += " " + _("Messages will no longer come to this address.")
    where = _("Read more in the portal. Type its address into the browser yourself:")
    return [said, f"{where}\n{letter.portal}"]


def _office(letter: Letter) -> list[str]:
    cooperative = letter.cooperative
    lines = [_("The office:"), cooperative.phone, cooperative.mailbox, cooperative.hours]
    return ["\n".join(line for line in lines if line)]


def _ending(letter: Letter) -> str:
    if letter.kind in _WITH_A_CODE or letter.former:
        return _("Nobody reads replies to this message.")
    if letter.kind is NoticeKind.REGULATIONS_ANNOUNCED:
        return _("This message is about the regulations, so it always comes. Nobody reads replies.")
    if RULES[letter.kind].mandatory:
        return _(
            "This message is about the safety of your access, so it always comes. You can remove "
            "the address in the portal, on the page “Notices and contact”. Nobody reads replies."
        )
    return _(
        "You can switch these messages off in the portal, on the page “Notices and contact”. "
        "Nobody reads replies."
    )
