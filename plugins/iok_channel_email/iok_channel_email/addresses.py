"""Addresses as they travel: ASCII only, the domain in Punycode where it has other letters.

SMTPUTF8 is not used: too few servers of those who write from home take it.
"""

import re

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_LONGEST = 254
_LONGEST_LOCAL = 64


def ascii_address(text: str) -> tuple[str, str]:
    """What stands before the @ and the domain after it.

    Raises:
        ValueError: no mail can be sent there; the message does not repeat the address.
    """
    local, sign, domain = text.rpartition("@")
    try:
        wire = domain.encode("idna").decode("ascii")
    except UnicodeError:
        wire = ""
    good = sign and _LOCAL.fullmatch(local) and all(map(_LABEL.fullmatch, wire.split(".")))
    if not good or len(local) > _LONGEST_LOCAL or len(f"{local}@{wire}") > _LONGEST:
        raise ValueError("not an e-mail address")
    return local, wire
