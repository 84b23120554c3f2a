from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.identity.context import IdentityContext
from iok_core.identity.factors.dropping import drop_factors
from iok_core.identity.factors.totp import insert_totp, new_seed
from iok_core.identity.tables import Identity


async def set_demo_totp(ctx: IdentityContext, identity: int, *, is_demonstration: bool) -> str:
    """The seed of an app that nobody has, so that a demonstration can be driven.

    For `iok demo` alone, whose database is marked as one; PermissionError anywhere else.
    """
    if is_demonstration is not True:
        raise PermissionError("only in a demonstration is a factor set for somebody else")
    seed = new_seed()
    async with transaction():
        await drop_factors(identity)
        await insert_totp(ctx, identity, seed, last_step=0)
        await Identity.update({Identity.factor_since: ctx.clock.now()}).where(
            Identity.id == identity
        )
        await ctx.log.record(
            Action.DEMO_FACTOR_SET,
            by=Origin.system(),
            on=ObjectKind.IDENTITY,
            object_id=identity,
        )
    return seed
