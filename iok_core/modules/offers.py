"""What people may ask for: extensions that plugins bring, as staff have set them up.

One that needs no options can be used as it is, under its own name; once staff have made modules of
it, these are used instead, each with its title and options.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from iok_core.child.options import WrongOptionsError, to_options
from iok_core.modules.service import ModuleRow, all_modules
from iok_core.plugin_host import ExtensionInfo


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One extension that somebody may use."""

    name: str
    """Stands in addresses and commands."""
    title: str
    info: ExtensionInfo
    options: Mapping[str, Any]
    module: int | None = None

    @property
    def texts(self) -> Mapping[str, str]:
        """Of the reader's language."""
        return self.info.words


async def all_offers(infos: Mapping[str, ExtensionInfo]) -> list[Offer]:
    """By title."""
    made: dict[str, list[ModuleRow]] = {}
    for module in await all_modules():
        made.setdefault(module.extension, []).append(module)
    found = [one for name, info in infos.items() for one in _of(info, made.get(name, []))]
    return sorted(found, key=lambda offer: offer.title)


def _of(info: ExtensionInfo, made: list[ModuleRow]) -> list[Offer]:
    if made:
        return [_from_module(info, module) for module in made if module.active]
    try:
        to_options(info.extension.options_type, {})
    except WrongOptionsError:
        return []
    return [Offer(name=info.name, title=info.title, info=info, options={})]


def _from_module(info: ExtensionInfo, module: ModuleRow) -> Offer:
    options = msgspec.json.decode(module.options, type=dict[str, Any])
    named = module.title not in _titles(info)
    title = module.title if named else info.title
    return Offer(name=module.name, title=title, info=info, options=options, module=module.id)


def _titles(info: ExtensionInfo) -> set[str | None]:
    """The extension's own ones: its module has the one of whoever asked for it first."""
    extension = info.extension
    return {extension.title, *(words.get(extension.title) for words in extension.texts.values())}
