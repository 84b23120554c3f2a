"""Modules as the administrator sets them up: a list, a form for each, buttons for the rest."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from iok_core.audit.actions import ObjectKind
from iok_core.audit.origin import Origin
from iok_core.child.options import WrongOptionsError
from iok_core.identity.service import Permission
from iok_core.plugin_host import ExtensionInfo
from iok_core.setup import form as forms
from iok_core.setup import service, words
from iok_core.setup.service import Equipped, Workshop
from iok_core.web.forms import Form, read_forms
from iok_core.web.gates import NotYours, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

PAGE = "/biuro/moduly"
NEW_PAGE = "/biuro/nowy-modul/{extension:str}"
MODULE_PAGE = f"{PAGE}/{{module:int}}"
GATE = staff(Permission.CONFIGURE_MODULES)

NAVIGATION = [
    NavItem(
        href=PAGE,
        label=msgid("Modules"),
        icon="settings",
        group="staff",
        permission=Permission.CONFIGURE_MODULES,
    ),
]

HttpRequest = Request[Any, Any, Any]


class Row(msgspec.Struct, frozen=True):
    one: Equipped
    kind: str
    sentence: str
    advice: str


@get(PAGE, gate=GATE)
async def module_list(request: HttpRequest, shop: NamedDependency[Workshop]) -> Response[str]:
    rows = [_row(one) for one in await service.equipped(shop)]
    offered = [(info, _(words.KINDS[info.kind])) for info in shop.offered]
    return page(request, "office/modules.html", rows=rows, offered=offered)


@get(NEW_PAGE, gate=GATE)
async def new_form(
    request: HttpRequest, shop: NamedDependency[Workshop], extension: FromPath[str]
) -> Response[str]:
    info = _offered(shop, extension)
    return _new_page(request, info, forms.empty_form(info))


@post(NEW_PAGE, gate=GATE, holds_secrets=True)
async def add(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    shop: NamedDependency[Workshop],
    extension: FromPath[str],
) -> Response[Any]:
    info = _offered(shop, extension)
    form = forms.blank_form(info, new=True)
    await read_forms(request, form)
    if form.ok:
        title, options = forms.sent(form, {})
        try:
            module = await service.add(shop, info, title, options, by=Origin.of(visitor))
        except WrongOptionsError as error:
            forms.explain(form, error.problems)
        else:
            said = _("The module has been added. The portal is checking it.")
            return see_other(request, f"{PAGE}/{module}", said)
    return _new_page(request, info, form, status=422)


@get(MODULE_PAGE, gate=GATE)
async def one_module(
    request: HttpRequest, shop: NamedDependency[Workshop], module: FromPath[int]
) -> Response[str]:
    one = await _one(shop, module)
    return _module_page(request, one, _form_of(one))


@post(MODULE_PAGE, gate=GATE, holds_secrets=True)
async def change(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    shop: NamedDependency[Workshop],
    module: FromPath[int],
) -> Response[Any]:
    one = await _one(shop, module)
    if one.extension is None:
        raise NotYours(ObjectKind.MODULE, module)
    form = forms.blank_form(one.extension, new=False)
    await read_forms(request, form)
    if form.ok:
        title, options = forms.sent(form, one.module.own_options)
        try:
            await service.change(shop, one, title, options, by=Origin.of(visitor))
        except WrongOptionsError as error:
            forms.explain(form, error.problems)
        else:
            said = _("Saved. The portal is checking the module.")
            return see_other(request, f"{PAGE}/{module}", said)
    return _module_page(request, one, form, status=422)


@post(f"{MODULE_PAGE}/sprawdz", gate=GATE)
async def check(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    shop: NamedDependency[Workshop],
    module: FromPath[int],
) -> Response[Any]:
    await service.check(shop, (await _one(shop, module)).module, by=Origin.of(visitor))
    return see_other(request, f"{PAGE}/{module}", _("The portal is checking the module."))


@post(f"{MODULE_PAGE}/wznow", gate=GATE)
async def resume(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    shop: NamedDependency[Workshop],
    module: FromPath[int],
) -> Response[Any]:
    await service.resume(shop, (await _one(shop, module)).module, by=Origin.of(visitor))
    said = _("The module will work again as soon as the check has succeeded.")
    return see_other(request, f"{PAGE}/{module}", said)


@post(f"{MODULE_PAGE}/wstrzymaj", gate=GATE)
async def pause(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    shop: NamedDependency[Workshop],
    module: FromPath[int],
) -> Response[Any]:
    await service.pause(shop, (await _one(shop, module)).module, by=Origin.of(visitor))
    return see_other(request, f"{PAGE}/{module}", _("The module is paused."))


def _row(one: Equipped) -> Row:
    kind = _(words.KINDS[one.extension.kind]) if one.extension else one.module.extension
    return Row(one, kind, words.sentence(one), words.advice(one))


def _offered(shop: Workshop, extension: str) -> ExtensionInfo:
    found = next((info for info in shop.offered if info.name == extension), None)
    if found is None:
        raise NotYours(ObjectKind.MODULE, 0)
    return found


async def _one(shop: Workshop, module: int) -> Equipped:
    one = await service.equipped_module(shop, module)
    if one is None:
        raise NotYours(ObjectKind.MODULE, module)
    return one


def _form_of(one: Equipped) -> Form[msgspec.Struct] | None:
    """None where the extension, which knows its options, is not there."""
    if one.extension is None:
        return None
    return forms.filled_form(one.extension, one.module.title, one.module.own_options)


def _new_page(
    request: HttpRequest, info: ExtensionInfo, form: Form[msgspec.Struct], status: int = 200
) -> Response[str]:
    kind = _(words.KINDS[info.kind])
    return page(request, "office/new_module.html", status=status, form=form, info=info, kind=kind)


def _module_page(
    request: HttpRequest, one: Equipped, form: Form[msgspec.Struct] | None, status: int = 200
) -> Response[str]:
    shown = {"form": form} if form is not None else {}
    return page(request, "office/module.html", status=status, row=_row(one), **shown)


ROUTES = [module_list, new_form, add, one_module, change, check, resume, pause]
