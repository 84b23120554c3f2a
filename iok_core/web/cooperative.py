"""Who runs this portal: what every page says about the cooperative."""

import msgspec


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
