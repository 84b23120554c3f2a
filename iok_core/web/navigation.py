"""The menu: subjects declare their items, the visitor sees those that open to them."""

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from iok_core.web.i18n import Msgid, gettext
from iok_core.web.visitor import Visitor


class NavItem(msgspec.Struct, frozen=True, kw_only=True):
    """`group` says whose menu; `permission` which staff. Of the group "account" are links that
    stand beside a settlement account and get its id as `konto`."""

    href: str
    label: Msgid
    icon: str
    group: Literal["resident", "staff", "account"]
    permission: str | None = None


class NavLink(msgspec.Struct, frozen=True):
    href: str
    label: str
    icon: str
    current: bool


def navigation(items: Iterable[NavItem], visitor: Visitor, path: str) -> Sequence[NavLink]:
    shown = [item for item in items if _opens(item, visitor)]
    here = _current(shown, path)
    return [NavLink(i.href, gettext(i.label), i.icon, i.href == here) for i in shown]


def beside_accounts(items: Iterable[NavItem]) -> Sequence[NavLink]:
    found = (item for item in items if item.group == "account")
    return [NavLink(i.href, gettext(i.label), i.icon, current=False) for i in found]


def _opens(item: NavItem, visitor: Visitor) -> bool:
    if visitor.blocked or visitor.must_set_password or visitor.must_accept:
        return False
    allowed = item.permission is None or item.permission in visitor.permissions
    return item.group == visitor.kind and allowed


def _current(items: Iterable[NavItem], path: str) -> str | None:
    """The longest address that holds this page, so that /biuro/importy/3 is under "Importy"."""
    holding = [i.href for i in items if path == i.href or path.startswith(f"{i.href}/")]
    return max(holding, key=len, default=None)
