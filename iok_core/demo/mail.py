"""Mails of the demonstration: files in a folder, and a resident who gets them."""

from iok_core.audit.origin import Origin
from iok_core.modules import service as modules
from iok_core.modules.service import NewModule
from iok_core.notices import contacts
from iok_core.notices.channels import find_channels
from iok_core.notices.codes import code_of
from iok_core.portal import Portal

FOLDER = "mail"
_CHANNEL = "email"
_ADDRESS = "lucja@example.pl"


async def write_to_folder(portal: Portal) -> None:
    cooperative = portal.settings.cooperative
    options = {
        "folder": FOLDER,
        "from_address": cooperative.mailbox,
        "from_name": cooperative.short_name,
    }
    new = NewModule(_CHANNEL, "E-mail", options, portal.settings.folder)
    await modules.create(portal.plugins.channels[_CHANNEL], new, portal.clock)
    await find_channels(portal.plugins)


async def give_address(portal: Portal, person: int) -> None:
    """As a resident does it, code and all."""
    ctx, by = portal.notices, Origin.system()
    await contacts.give_address(ctx, person, _ADDRESS, by=by)
    pending = (await contacts.contact_of(ctx, person)).pending
    if pending is None:
        raise LookupError("the address was not taken")
    await contacts.confirm_address(ctx, person, code_of(ctx.code_key, pending.id), by=by)
