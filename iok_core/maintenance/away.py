"""The page that a proxy shows while the portal is away: whole in one file, made from the settings.

It is no template of the theme: neither its styles nor its fonts can be fetched then.
"""

from markupsafe import Markup

from iok_core.web.cooperative import Cooperative
from iok_core.web.filters import orphans
from iok_core.web.i18n import DEFAULT, speaking
from iok_core.web.i18n import gettext as _

_STYLE = Markup(
    ":root{color-scheme:light dark}"
    "body{margin:0;font:1.125rem/1.5 system-ui,sans-serif;background:#f5f4f0;color:#1a2326}"
    "main{max-width:34rem;margin:2rem auto;padding:0 1rem}"
    "section{background:#fff;border:1px solid #d9d8d0;border-radius:.875rem;padding:1.5rem;"
    "margin-bottom:1rem}"
    "h1{font-size:1.875rem;line-height:1.2;margin:.5rem 0}h2{font-size:1.25rem;margin:0}"
    "a{color:#0b5057;font-size:1.5rem;font-weight:600}"
    "@media(prefers-color-scheme:dark){body{background:#10171a;color:#e9eef0}"
    "section{background:#182226;border-color:#34434a}a{color:#8fd3cd}}"
)
_PAGE = Markup(
    '<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
    "<title>{title} – {name}</title>\n"
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<style>{style}</style>\n</head>\n<body>\n<main>\n<section>\n"
    "<p>{name}</p>\n<h1>{title}</h1>\n<p>{text}</p>\n<p>{advice}</p>\n</section>\n"
    "{phones}</main>\n</body>\n</html>\n"
)
_PHONE = Markup(
    '<section>\n<h2>{title}</h2>\n<p><a href="tel:{link}">{phone}</a></p>\n<p>{more}</p>\n'
    "</section>\n"
)


def away_page(cooperative: Cooperative) -> str:
    """In Polish, whoever reads it."""
    with speaking(DEFAULT):
        return str(
            _PAGE.format(
                lang=DEFAULT,
                style=_STYLE,
                name=cooperative.name,
                title=_("The portal is closed for a while"),
                text=orphans(_("Work on the portal goes on, or something is broken.")),
                advice=orphans(_("Your data are safe. Try again in a few minutes.")),
                phones=_phones(cooperative),
            )
        )


def _phones(us: Cooperative) -> Markup:
    office = _PHONE.format(
        title=_("Contact"), link=us.phone_link, phone=us.phone, more=orphans(us.hours)
    )
    if not us.emergency_phone:
        return office
    emergency = _PHONE.format(
        title=_("Emergency, day and night"),
        link=us.emergency_phone_link,
        phone=us.emergency_phone,
        more=orphans(_("Water leaking, a smell of gas, somebody stuck in the lift?")),
    )
    return emergency + office
