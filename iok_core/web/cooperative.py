"""Who runs this portal: what every page says about the cooperative."""

import msgspec

from iok_core.web.i18n import gettext as _


class Cooperative(msgspec.Struct, frozen=True, kw_only=True):
    """Read from the settings. A `…_link` is a number as `tel:` wants it: +48710000100."""

    name: str
    short_name: str
    address: str
    phone: str
    phone_link: str
    emergency_phone: str
    emergency_phone_link: str
    hours: str
    mailbox: str
    office: str
    website: str
    controller: str
    controller_address: str = ""
    """Of the controller of personal data; empty: `address`."""
    controller_contact: str = ""
    """Where to ask about one's data; empty: the mailbox and the telephone."""
    officer: str = ""
    """Name of the data protection officer; empty: there is none."""
    officer_contact: str = ""

    @property
    def controller_words(self) -> str:
        """Who answers for personal data, as every page, printout and file says it."""
        contact = self.controller_contact or f"{self.mailbox}, {self.phone}"
        said = _(
            "Data controller: %(name)s, %(address)s. Questions about your data: %(contact)s."
        ) % {
            "name": self.controller,
            "address": self.controller_address or self.address,
            "contact": contact,
        }
        if not self.officer:
            return said
        named = ", ".join(filter(None, (self.officer, self.officer_contact)))
        return f"{said} " + _("Data protection officer: %(officer)s.") % {"officer": named}
