"""Coming in at last, whichever way somebody has shown who they are."""

from typing import Any

import msgspec
from piccolo.columns import Column

from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.identity.context import IdentityContext
from iok_core.identity.credentials import Credentials
from iok_core.identity.known_devices import remember_device
from iok_core.identity.tables import Identity


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """What comes along with a try to sign in."""

    user_agent: str = ""
    session_token: str | None = None
    """Of the browser's cookie: that session ends."""
    device_token: str | None = None
    """Of the other cookie, which a browser gets when somebody has signed in on it."""
    network: str | None = None
    """From where, as 198.51.100.0/24; None: not over the network."""
    request_id: str = ""


UNTOLD = Arrival()
"""Of a try that no browser makes."""


def sign_in_moments(ctx: IdentityContext, who: Credentials) -> dict[Column | str, Any]:
    """What the row of an identity gets when somebody is in."""
    return {
        Identity.previous_sign_in_at: who.last_sign_in_at,
        Identity.last_sign_in_at: ctx.clock.now(),
    }


async def greet_device(
    ctx: IdentityContext, who: Credentials, came: Arrival, *, first: bool = False
) -> str:
    """The token for its cookie. Of one that is new the owner is told, but when they come for the
    `first` time with a slip, of which they were told already."""
    token, known = await remember_device(ctx, who.id, came.device_token)
    if not known and not first and who.last_sign_in_at is not None:
        now = ctx.clock.now()
        await emit(EventKind.DEVICE_NEW, at=now, request_id=came.request_id, identity=who.id)
    return token
