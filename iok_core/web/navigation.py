"""The menu: subjects declare their items, the visitor sees those that open to them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Literal

import msgspec

from iok_core.web.i18n import Msgid, gettext, language
from iok_core.web.visitor import Visitor


class NavItem(msgspec.Struct, frozen=True, kw_only=True):
    """`group` says whose menu; `permission` which staff, or `any_of` where each opens a part. Of
    the group "account" are links that stand beside a settlement account and get its id as `konto`.
    """

    href: str
    label: Msgid
    icon: str
    group: Literal["resident", "staff", "account"]
    permission: str | None = None
    any_of: frozenset[str] = frozenset()
    count: Callable[[Visitor], int] | None = None
    """How many things wait there for this visitor."""
    heading: Msgid | None = None
    """Under which it stands; the menu says so, not the subject."""
    texts: Mapping[str, str] = {}
    """Of a plugin, which translates its label by itself: by language."""


class NavLink(msgspec.Struct, frozen=True):
    href: str
    label: str
    icon: str
    current: bool
    count: int = 0
    heading: str = ""


class NavSection(msgspec.Struct, frozen=True):
    """Links under one heading; the first ones of a menu may have none."""

    heading: str
    links: Sequence[NavLink]

    @property
    def current(self) -> bool:
        return any(link.current for link in self.links)


def under(heading: Msgid, *items: NavItem) -> list[NavItem]:
    return [msgspec.structs.replace(item, heading=heading) for item in items]


def navigation(items: Iterable[NavItem], visitor: Visitor, path: str) -> Sequence[NavLink]:
    shown = [item for item in items if _opens(item, visitor)]
    here = _current(shown, path)
    return [_link(item, visitor, current=item.href == here) for item in shown]


def sections(links: Iterable[NavLink]) -> Sequence[NavSection]:
    """Links that follow one another under the same heading, together."""
    grouped = groupby(links, key=lambda link: link.heading)
    return [NavSection(heading, list(some)) for heading, some in grouped]


def _link(item: NavItem, visitor: Visitor, *, current: bool) -> NavLink:
    count = item.count(visitor) if item.count else 0
    heading = gettext(item.heading) if item.heading else ""
    return NavLink(item.href, _label(item), item.icon, current, count, heading)


def _label(item: NavItem) -> str:
    return item.texts.get(language()) or gettext(item.label)


def beside_accounts(items: Iterable[NavItem]) -> Sequence[NavLink]:
    found = (item for item in items if item.group == "account")
    return [NavLink(i.href, _label(i), i.icon, current=False) for i in found]


def _opens(item: NavItem, visitor: Visitor) -> bool:
    held_up = visitor.factor_due or visitor.must_enrol or visitor.must_accept
    if visitor.blocked or visitor.must_set_password or held_up:
        return False
    if item.any_of and item.any_of.isdisjoint(visitor.permissions):
        return False
    allowed = item.permission is None or item.permission in visitor.permissions
    return item.group == visitor.kind and allowed


def _current(items: Iterable[NavItem], path: str) -> str | None:
    """The longest address that holds this page, so that /biuro/importy/3 is under "Importy"."""
    holding = [i.href for i in items if path == i.href or path.startswith(f"{i.href}/")]
    return max(holding, key=len, default=None)
