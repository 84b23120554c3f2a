"""What residents read of those who looked at their data."""

from collections.abc import Mapping

from iok_core.identity.service import Role
from iok_core.web.i18n import Msgid, msgid

FUNCTIONS: Mapping[str, Msgid] = {
    Role.DESK: msgid("Office, service of residents"),
    Role.SETTLEMENTS: msgid("Office, settlements"),
    Role.TECHNICAL: msgid("Office, technical department"),
    Role.BOARD: msgid("Board of the cooperative"),
    Role.ADMINISTRATOR: msgid("Administrator of the portal"),
}

PURPOSES: Mapping[str, Msgid] = {
    "access": msgid("to give out an access"),
    "blocks": msgid("to see the blocks, or to block or unblock the access"),
    "visibility": msgid("to check what you can see"),
}
"""What a page is for, by what the audit says of it."""
