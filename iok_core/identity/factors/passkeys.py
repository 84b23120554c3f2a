"""Passkeys (WebAuthn), asked to verify their user, so that they are two factors in one."""

import hmac
from typing import Any

import msgspec
import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from iok_core.identity.context import IdentityContext
from iok_core.identity.factors.challenges import is_challenge, new_challenge, spend_challenge
from iok_core.identity.tables import Passkey

MOST = 10
LONGEST_ANSWER = 8000
"""Of a browser, in characters."""


class _ClientData(msgspec.Struct):
    challenge: str


class _Response(msgspec.Struct):
    client_data: str = msgspec.field(name="clientDataJSON")
    user_handle: str | None = msgspec.field(name="userHandle", default=None)


class _Answer(msgspec.Struct):
    """What is read of a browser's answer before it is verified."""

    id: str
    response: _Response

    @property
    def challenge(self) -> bytes:
        client_data = base64url_to_bytes(self.response.client_data)
        return base64url_to_bytes(msgspec.json.decode(client_data, type=_ClientData).challenge)


async def creation_options(
    ctx: IdentityContext, identity: int, session: int, identifier: str
) -> str:
    """JSON for the browser that is to make a passkey."""
    known = await Passkey.select(Passkey.credential).where(Passkey.identity == identity)
    site = ctx.factors.site
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=_handle(ctx, identity),
        user_name=identifier,
        challenge=new_challenge(ctx, session),
        exclude_credentials=_described(row["credential"] for row in known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return webauthn.options_to_json(options)


async def request_options(
    ctx: IdentityContext, session: int | None, identity: int | None = None
) -> str:
    """JSON for the browser that is to use a passkey: of this human, or whichever it has for us."""
    mine = Passkey.identity == identity
    known = await Passkey.select(Passkey.credential).where(mine) if identity else []
    options = webauthn.generate_authentication_options(
        rp_id=ctx.factors.site.host,
        challenge=new_challenge(ctx, session),
        allow_credentials=_described(row["credential"] for row in known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


async def take_passkey(
    ctx: IdentityContext, identity: int, session: int, answer: str, name: str
) -> bool:
    """A new one, if it is what this session was asked for.

    Raises ConstraintViolated when it is known already.
    """
    read = _read(answer)
    if read is None or not is_challenge(ctx, read.challenge, session):
        return False
    made = _made(ctx, read, answer)
    if made is None or not await spend_challenge(ctx, read.challenge):
        return False
    await Passkey.insert(
        Passkey(
            identity=identity,
            credential=bytes_to_base64url(made.credential_id),
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=name,
            added_at=ctx.clock.now(),
        )
    )
    return True


async def spend_answer(ctx: IdentityContext, session: int | None, answer: str) -> int | None:
    """Whose identity has signed what this session was asked for; None: nobody's."""
    read = _read(answer)
    if read is None or not is_challenge(ctx, read.challenge, session):
        return None
    known = await Passkey.select().where(Passkey.credential == read.id).first()
    if known is None or not _is_of(ctx, known["identity"], read.response.user_handle):
        return None
    used = _verified(ctx, read, answer, known)
    if used is None or not await spend_challenge(ctx, read.challenge):
        return None
    await Passkey.update({Passkey.sign_count: used, Passkey.used_at: ctx.clock.now()}).where(
        Passkey.id == known["id"]
    )
    return int(known["identity"])


def _made(ctx: IdentityContext, read: _Answer, answer: str) -> VerifiedRegistration | None:
    try:
        return webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=read.challenge,
            expected_rp_id=ctx.factors.site.host,
            expected_origin=ctx.factors.site.origin,
            require_user_verification=True,
        )
    except WebAuthnException:
        return None


def _verified(
    ctx: IdentityContext, read: _Answer, answer: str, known: dict[str, Any]
) -> int | None:
    """How often the device says that it was used by now."""
    try:
        verified = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=read.challenge,
            expected_rp_id=ctx.factors.site.host,
            expected_origin=ctx.factors.site.origin,
            credential_public_key=known["public_key"],
            credential_current_sign_count=known["sign_count"],
            require_user_verification=True,
        )
    except WebAuthnException:
        return None
    return verified.new_sign_count


def _read(answer: str) -> _Answer | None:
    """None: no browser says such a thing."""
    try:
        read = msgspec.json.decode(answer, type=_Answer)
        return read if read.challenge else None
    except ValueError:  # also what base64 and msgspec raise
        return None


def _described(credentials: Any) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in credentials]


def _handle(ctx: IdentityContext, identity: int) -> bytes:
    """By what a device knows its user: says nothing, and is the same for all passkeys of one."""
    return hmac.digest(ctx.factors.handles, str(identity).encode(), "sha256")


def _is_of(ctx: IdentityContext, identity: int, handle: str | None) -> bool:
    return handle is None or base64url_to_bytes(handle) == _handle(ctx, identity)
