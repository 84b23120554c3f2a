from iok_core.db import hold
from iok_core.identity.tables import Identity, Passkey, RecoveryCode, Totp


async def drop_factors(identity: int) -> None:
    """All of them, in the transaction of the cause: from now on the password is enough."""
    await hold("factors", identity)
    await Totp.delete().where(Totp.identity == identity)
    await Passkey.delete().where(Passkey.identity == identity)
    await RecoveryCode.delete().where(RecoveryCode.identity == identity)
    await Identity.update({Identity.factor_since: None, Identity.factor_failures: 0}).where(
        Identity.id == identity
    )
