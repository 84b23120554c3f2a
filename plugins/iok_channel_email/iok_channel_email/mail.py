"""One message as a mail: headers that no text can break out of, a plain body in UTF-8."""

import re
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from iok_channel_email.addresses import ascii_address
from iok_channel_email.options import EmailOptions
from iok_core.api import Message

_ID = re.compile(r"[0-9A-Za-z.-]{1,100}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[0-9A-Za-z]{1,8})*")
_POLICY = SMTP.clone(max_line_length=76)


def compose(message: Message, options: EmailOptions) -> bytes:
    """Lines end with CRLF and have at most 76 letters.

    Raises:
        ValueError: no mail can be sent to that address.
    """
    if not _ID.fullmatch(message.id) or not _LANGUAGE.fullmatch(message.language):
        raise ValueError("not an id, or not a language")
    sender, domain = ascii_address(options.from_address)
    receiver, at = ascii_address(message.address)
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = Address(_one_line(options.from_name), sender, domain)
    mail["To"] = Address("", receiver, at)
    mail["Subject"] = _one_line(message.subject)
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = f"<{message.id}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text, charset="utf-8", cte="quoted-printable")
    mail["Content-Language"] = message.language  # later: a new content clears these
    return bytes(mail)


def _one_line(text: str) -> str:
    """The library decodes an encoded word wherever it meets one, line breaks in it included."""
    return " ".join(text.split()).replace("=?", "= ?")
