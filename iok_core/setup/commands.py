"""`iok module …`: what the administrator does on the page of modules, from the command line."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

import click
import msgspec

from iok_core.audit.operator import operator
from iok_core.child.options import WrongOptionsError
from iok_core.db import transaction
from iok_core.runs import leases
from iok_core.runs.carrying_out import carry_out
from iok_core.setup import service
from iok_core.setup.checking import CheckHandler
from iok_core.setup.service import Act, Equipped, Workshop

T = TypeVar("T")


class Shell(Protocol):
    """What the root command leaves as click's object: opens the portal, works, closes it."""

    def with_workshop(self, work: Callable[[Workshop], Awaitable[T]]) -> T: ...


@click.group("module")
def group() -> None:
    """Extensions that are set up: an accounting system, a channel for notices."""


@group.command("list")
@click.option("--json", "for_programs", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def list_(shell: Shell, *, for_programs: bool) -> None:
    """Each module and how it stands."""
    found = shell.with_workshop(service.equipped)
    if for_programs:
        click.echo(msgspec.json.encode([_row(one) for one in found]))
        return
    for one in found:
        click.echo(_line(one))


@group.command("add")
@click.argument("extension")
@click.option("--title", required=True, help="As residents and the office read it.")
@click.option("--option", "options", multiple=True, metavar="KEY=VALUE")
@click.pass_obj
def add(shell: Shell, extension: str, title: str, options: tuple[str, ...]) -> None:
    """Set an extension up and check it; it works from then on. Exit 1: the check failed."""
    if not title.strip():
        raise click.UsageError("--title is empty")
    given = dict(_pair(option) for option in options)

    async def work(shop: Workshop) -> Equipped:
        info = next((one for one in shop.offered if one.name == extension), None)
        if info is None:
            raise click.ClickException(f"there is no extension {extension}")
        with _told():
            module = await service.add(shop, info, title, given, by=operator())
        return await _checked(shop, module)

    _end(shell.with_workshop(work))


@group.command("set")
@click.argument("name")
@click.option("--option", "options", multiple=True, metavar="KEY=VALUE", required=True)
@click.pass_obj
def set_(shell: Shell, name: str, options: tuple[str, ...]) -> None:
    """Change options, the others stay, and check the module. Exit 1: the check failed."""
    given = dict(_pair(option) for option in options)

    async def work(shop: Workshop) -> Equipped:
        one = await _named(shop, name)
        wanted = one.module.own_options | given
        with _told():
            await service.change(shop, one, one.module.title, wanted, by=operator())
        return await _checked(shop, one.module.id)

    _end(shell.with_workshop(work))


@group.command("check")
@click.argument("name")
@click.pass_obj
def check(shell: Shell, name: str) -> None:
    """Look whether a module could work now. Exit 1: it could not."""
    _end(shell.with_workshop(lambda shop: _ask_and_check(shop, name, service.check)))


@group.command("resume")
@click.argument("name")
@click.pass_obj
def resume(shell: Shell, name: str) -> None:
    """Let a paused module work again, if its check succeeds. Exit 1: it did not."""
    _end(shell.with_workshop(lambda shop: _ask_and_check(shop, name, service.resume)))


@group.command("pause")
@click.argument("name")
@click.pass_obj
def pause(shell: Shell, name: str) -> None:
    """A paused module takes no work."""

    async def work(shop: Workshop) -> Equipped:
        one = await _named(shop, name)
        await service.pause(shop, one.module, by=operator())
        return await _named(shop, name)

    click.echo(_line(shell.with_workshop(work)))


async def _ask_and_check(shop: Workshop, name: str, ask: Act) -> Equipped:
    one = await _named(shop, name)
    await ask(shop, one.module, by=operator())
    return await _checked(shop, one.module.id)


async def _checked(shop: Workshop, module: int) -> Equipped:
    """Carries out the check that waits, unless a worker has it already."""
    run = await service.waiting_check(module)
    async with transaction():
        claim = await leases.claim(shop.clock, run) if run is not None else None
    if claim is not None:
        await carry_out(claim, CheckHandler(shop.plugins), shop.clock)
    found = await service.equipped_module(shop, module)
    if found is None:
        raise click.ClickException("the module is gone")
    return found


async def _named(shop: Workshop, name: str) -> Equipped:
    found = next((one for one in await service.equipped(shop) if one.module.name == name), None)
    if found is None:
        raise click.ClickException(f"there is no module {name}")
    return found


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except WrongOptionsError as error:
        raise click.UsageError(str(error)) from error


def _pair(option: str) -> tuple[str, str]:
    key, sign, value = option.partition("=")
    if not (key and sign):
        raise click.UsageError(f"--option takes KEY=VALUE, not {option!r}")
    return key, value


def _end(one: Equipped) -> None:
    click.echo(_line(one))
    if one.module.problem:
        raise SystemExit(1)


def _line(one: Equipped) -> str:
    module, standing = one.module, one.standing
    why = (module.problem, module.problem_source, module.problem_detail)
    words = (module.name, module.extension, standing.state, standing.reason, *why)
    return "  ".join(filter(None, words))


def _row(one: Equipped) -> dict[str, object]:
    """Options are left out: among them may be secrets."""
    module = one.module
    return {
        "name": module.name,
        "title": module.title,
        "extension": module.extension,
        "state": one.standing.state,
        "reason": one.standing.reason,
        "failures": module.failures,
        "problem": module.problem,
        "problem_source": module.problem_source,
        "problem_detail": module.problem_detail,
        "worked_at": module.worked_at,
    }
