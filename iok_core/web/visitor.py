"""Who is asking. The admission resolves it once per request; the gates judge it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from iok_core.web.i18n import Msgid

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

VISITOR_KEY = "iok.visitor"


class BlockNotice(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody who may not come in is told: the words are those of whoever blocks."""

    since: date
    until: date | None
    """The last day; None: until somebody lifts it."""
    clause: int
    """Of the regulations."""
    ground: Msgid
    lifting: Msgid
    """What to do to be let in again."""
    facts: str = ""
    block: int = 0
    objects: bool = False
    """They may object to it in writing, on a page of the portal."""


class OutageBanner(msgspec.Struct, frozen=True, kw_only=True):
    """What does not work, or soon will not, where this resident has premises."""

    what: Msgid
    title: str
    since: datetime
    until: datetime | None
    href: str
    others: int
    """So many more stand on the noticeboard."""


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """A window of maintenance that lasts, or of which everybody is told."""

    since: datetime
    until: datetime
    words: str
    begun: bool
    """The portal is read only."""
    seconds_left: int


class Visitor(msgspec.Struct, frozen=True, kw_only=True):
    """`published` is the generation of each source that this whole request reads."""

    kind: Literal["stranger", "resident", "staff"]
    session: int | None = None
    csrf_secret: bytes = b""
    identity: int | None = None
    person: int | None = None
    staff: int | None = None
    name: str = ""
    permissions: frozenset[str] = frozenset()
    blocked: BlockNotice | None = None
    must_set_password: bool = False
    factor_due: bool = False
    """The password was right, the second factor is not given yet: nothing else opens."""
    has_factor: bool = False
    must_enrol: bool = False
    """At the office nothing opens without a second factor."""
    fresh: bool = False
    """Has shown who they are within the last minutes: what matters need not be confirmed again."""
    must_accept: bool = False
    published: Mapping[int, int] = msgspec.field(default_factory=dict)
    last_sign_in: datetime | None = None
    seconds_left: int = 0
    """Until the session ends, unless something is done in it."""
    unread: int = 0
    """Notices that this resident has not read yet."""
    outage: OutageBanner | None = None
    pause: Pause | None = None


STRANGER = Visitor(kind="stranger")


def visitor_of(connection: "ASGIConnection[Any, Any, Any, Any]") -> Visitor:
    """The visitor of this request; raises when nobody resolved one, so that no gate opens."""
    visitor: Visitor | None = connection.scope["state"].get(VISITOR_KEY)
    if visitor is None:
        raise LookupError("no visitor was resolved for this request")
    return visitor
