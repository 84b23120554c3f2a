"""Makes the folder of a portal: settings, keys, an empty database with the regulations in it."""

import os
from pathlib import Path

from iok_core.audit.origin import Origin
from iok_core.db import bound_to, current_role, grant_to, migrate, open_database
from iok_core.keys import make_key_file
from iok_core.plugin_host.migrating import PluginMigrations, migrate_plugins
from iok_core.portal import APPS, AUDIT_KEY, Portal
from iok_core.regulations.service import Approval, in_force, publish
from iok_core.regulations.text import fill
from iok_core.settings import FILE_NAME

UNFILLED = "…"
"""Stands in new settings wherever the operator has to write something."""


def write_folder(folder: Path, settings_text: str) -> None:
    """Raises FileExistsError: a portal is there already, and nothing was changed."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / FILE_NAME
    if settings.exists():
        raise FileExistsError(f"{settings} is there already")
    keys = folder / "keys"
    keys.mkdir(mode=0o700, exist_ok=True)
    if not (keys / AUDIT_KEY).exists():
        make_key_file(keys / AUDIT_KEY)
    write_private(settings, settings_text)


def write_private(path: Path, text: str) -> None:
    """Writes a file whole or not at all, for its owner alone."""
    part = path.with_name(f"{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    part.replace(path)


async def prepare(portal: Portal) -> PluginMigrations:
    """Brings the tables up to date, publishes the first regulations; gives the migrations run."""
    done = await _migrate(portal)
    filled = UNFILLED not in fill(portal.settings.regulations.fields)
    if filled and await in_force(portal.clock.today()) is None:
        await _publish_regulations(portal)
    return done


async def _migrate(portal: Portal) -> PluginMigrations:
    """As the owner of the tables, if there is one; the portal's own role gets what it may do."""
    owner_url = portal.settings.database.owner_url
    if not owner_url:
        return await _migrate_all(portal)
    role = await current_role()
    async with bound_to(open_database(owner_url, role="worker")):
        done = await _migrate_all(portal)
        await grant_to(role)
    return done


async def _migrate_all(portal: Portal) -> PluginMigrations:
    """The core's tables come first; what fails in a plugin's is that plugin's affair."""
    names = await migrate(APPS)
    of_plugins = await migrate_plugins(portal.plugins, portal.clock)
    return PluginMigrations([*names, *of_plugins.names], of_plugins.failed)


async def _publish_regulations(portal: Portal) -> None:
    text = portal.settings.regulations
    approval = Approval(
        approved_by=text.approved_by,
        approved_on=text.approved_on,
        resolution=text.fields.resolution,
        in_force_from=text.in_force_from,
    )
    await publish(
        fill(text.fields), approval, by=Origin.system(), audit=portal.audit, clock=portal.clock
    )
