"""What staff set: a server to hand mails to, or a folder to write them to."""

import re
from typing import Annotated, Literal

import msgspec

from iok_channel_email.addresses import ascii_address
from iok_core.api import Secret

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")


class EmailOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    from_address: Annotated[
        str, msgspec.Meta(title="From", description="The address that mails come from")
    ]
    from_name: Annotated[
        str,
        msgspec.Meta(title="Name", description="What stands beside it: the cooperative's name"),
    ] = ""
    host: Annotated[
        str, msgspec.Meta(title="Server", description="The SMTP server that takes the mails")
    ] = ""
    port: Annotated[
        int, msgspec.Meta(title="Port", description="0: the usual one", ge=0, le=65535)
    ] = 0
    security: Annotated[
        Literal["starttls", "tls", "none"],
        msgspec.Meta(title="Encryption", description="none: for a server on this machine only"),
    ] = "starttls"
    user: Annotated[str, msgspec.Meta(title="User", description="Empty: without signing in")] = ""
    password: Annotated[
        Secret, msgspec.Meta(title="Password", description="env:NAME or file:/path")
    ] = ""
    timeout: Annotated[
        int, msgspec.Meta(title="Patience", description="Seconds for each answer", ge=1, le=60)
    ] = 30
    folder: Annotated[
        str,
        msgspec.Meta(
            title="Folder",
            description="Instead of a server: mails are written here as files",
            extra={"path": True},
        ),
    ] = ""

    def __post_init__(self) -> None:
        """Raises ValueError: the options do not fit together."""
        ascii_address(self.from_address)
        if any(_CONTROL.search(text) for text in (self.from_name, self.host, self.user)):
            raise ValueError("an option holds a line break or another control character")
        if bool(self.host) == bool(self.folder):
            raise ValueError("give either host or folder")
        if self.security == "none" and self.host and self.host not in LOOPBACK:
            raise ValueError("security = none is for a server on this machine only")
        if bool(self.user) != bool(self.password):
            raise ValueError("user and password belong together")

    @property
    def usual_port(self) -> int:
        return self.port or _PORTS[self.security]
