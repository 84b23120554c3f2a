import os
import pwd

import click

from iok_core.identity.context import IdentityContext
from iok_core.identity.issuing import Issued
from iok_core.identity.permissions import Role
from iok_core.identity.staff import add_staff


@click.group()
def staff() -> None:
    """Who works at the office."""


async def add(ctx: IdentityContext, name: str, role: str) -> Issued:
    """The body of `iok staff add`; the root command brings the context and prints the answer."""
    return await add_staff(ctx, name, Role(role), operator=operating_system_user())


def operating_system_user() -> str:
    """Who sits at the command line, as a code that the audit takes."""
    uid = os.getuid()
    try:
        name = pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid-{uid}"
    return name if is_code(name) else f"uid-{uid}"
