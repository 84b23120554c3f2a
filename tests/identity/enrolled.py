"""Somebody with a second factor, in an office of the tests."""

from collections.abc import Sequence

import pyotp

from iok_core.db import fetch
from iok_core.identity.factors.enrolling import Asking, Changed, add_passkey, add_totp
from iok_core.identity.factors.giving import Given, Proof, Step, give
from iok_core.identity.factors.passkeys import creation_options, request_options
from iok_core.identity.factors.refusals import FactorRefusal
from iok_core.identity.factors.totp import SECONDS, new_offer
from iok_core.identity.issuing import Issued
from iok_core.identity.kinds import FactorKind
from tests.identity.authenticator import Authenticator
from tests.identity.office import OWN, Office


class Anna:
    """A resident with an own password, signed in."""

    def __init__(self, office: Office, issued: Issued, token: str, session: int) -> None:
        self.office = office
        self.identity, self.identifier = issued.identity, issued.identifier
        self.token, self.session = token, session
        self.seed = ""
        self.codes: Sequence[str] = ()
        self.device = Authenticator()
        self.before = 0
        """The last row of the audit before her act."""

    @classmethod
    async def comes(cls, office: Office) -> "Anna":
        issued, token = await office.resident()
        return cls(office, issued, token, (await office.session(token)).id)

    @property
    def asking(self) -> Asking:
        return Asking(identity=self.identity, session=self.session)

    def code(self, steps: int = 0) -> str:
        """As her app shows it so many half minutes from now."""
        now = int(self.office.clock.now().timestamp()) + steps * SECONDS
        return pyotp.TOTP(self.seed).at(now)

    async def adds_app(self) -> Changed:
        ctx = self.office.ctx
        offer = new_offer(ctx, self.identity, self.session, self.identifier)
        self.seed = offer.seed
        changed = await add_totp(ctx, self.asking, offer.sealed, self.code(-1))
        assert isinstance(changed, Changed)
        self.token, self.codes = changed.token, changed.codes or self.codes
        return changed

    async def adds_passkey(self) -> Changed:
        answer = self.device.create(await self.creation())
        changed = await add_passkey(self.office.ctx, self.asking, answer, "telefon")
        assert isinstance(changed, Changed)
        self.token, self.codes = changed.token, changed.codes or self.codes
        return changed

    async def creation(self) -> str:
        return await creation_options(self.office.ctx, self.identity, self.session, self.identifier)

    async def enters(self) -> int:
        """With the password: the session in which the factor is due."""
        entered = await self.office.enter(self.identifier, OWN)
        assert entered.factor_due
        return (await self.office.session(entered.token)).id

    async def gives(
        self, session: int, kind: FactorKind, typed: str, *, due: bool = True
    ) -> Given | FactorRefusal:
        step = Step(identity=self.identity, session=session, due=due)
        return await give(self.office.ctx, step, Proof(kind, typed))

    async def signs(self, session: int | None) -> str:
        """Her device's answer to what this session is asked."""
        options = await request_options(self.office.ctx, session)
        return self.device.get(options)


async def told(after: int) -> list[tuple[object, ...]]:
    """What the audit holds beyond that row."""
    return await fetch(
        "SELECT action, result, meta, actor_kind FROM audit WHERE seq > {} ORDER BY seq", after
    )


async def last_seq() -> int:
    return int((await fetch("SELECT coalesce(max(seq), 0) FROM audit"))[0][0])


async def events_after(after: int) -> list[str]:
    rows = await fetch("SELECT kind FROM event WHERE id > {} ORDER BY id", after)
    return [str(kind) for (kind,) in rows]


async def last_event() -> int:
    return int((await fetch("SELECT coalesce(max(id), 0) FROM event"))[0][0])
