"""`iok report …`: which reports there are, and documents of many payers from the command line."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click
import msgspec

from iok_core.api import Audience
from iok_core.audit.operator import operator
from iok_core.audit.service import AuditLog
from iok_core.child.options import WrongOptionsError, to_options
from iok_core.db import transaction
from iok_core.imports.progress import progress_bar
from iok_core.imports.sources import published_sources
from iok_core.premises.parties import buildings
from iok_core.reports import batches, offers
from iok_core.reports.batches import Batch, Request, Selection, Whom
from iok_core.reports.handling import ReportHandler
from iok_core.reports.offers import Offer
from iok_core.reports.payers import parties_called
from iok_core.runs import leases
from iok_core.runs.carrying_out import Progress, carry_out

T = TypeVar("T")


class ReportCommands(msgspec.Struct, frozen=True):
    """What these commands work with."""

    handler: ReportHandler
    audit: AuditLog


class Shell(Protocol):
    """What the root command leaves as click's object: opens the portal, runs, closes it."""

    def with_reports(self, work: Callable[[ReportCommands], Awaitable[T]]) -> T: ...


@click.group("report")
def group() -> None:
    """Make documents of many payers."""


@group.command("list")
@click.option("--json", "for_programs", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def list_(shell: Shell, *, for_programs: bool) -> None:
    """The reports that the office may ask for, with their parameters."""

    async def work(tools: ReportCommands) -> list[Offer]:
        return await offers.offers(tools.handler.reports.plugins, Audience.STAFF)

    found = [
        {"name": offer.name, "title": offer.title, "parameters": _parameters(offer)}
        for offer in shell.with_reports(work)
    ]
    if for_programs:
        click.echo(msgspec.json.encode(found))
        return
    for one in found:
        click.echo(f"{one['name']}  {one['title']}  {' '.join(one['parameters'])}")


@group.command("run")
@click.argument("name")
@click.option("--parameter", "parameters", multiple=True, metavar="KEY=VALUE")
@click.option("--building", help="Whoever holds premises in this building today.")
@click.option("--payer", "payers", multiple=True, metavar="NUMBER", help="One payer; repeat it.")
@click.option("--json", "for_programs", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def run(
    shell: Shell,
    name: str,
    parameters: tuple[str, ...],
    building: str | None,
    payers: tuple[str, ...],
    *,
    for_programs: bool,
) -> None:
    """Make a ZIP of PDFs now, of all payers unless told otherwise. Exit 1: it failed."""
    if building is not None and payers:
        raise click.UsageError("give either --building or --payer")
    given = dict(_pair(one) for one in parameters)

    async def work(tools: ReportCommands) -> tuple[Batch, Path]:
        offer = await _offer(tools, name)
        selection = await _selection(building, payers)
        request = Request(offer, _checked(offer, given), selection, operator())
        with progress_bar(offer.title, quiet=for_programs) as progress:
            batch = await _make(tools, request, progress)
        return batch, tools.handler.files.path(batch.run)

    batch, path = shell.with_reports(work)
    _tell(batch, path, for_programs=for_programs)
    if batch.problem:
        raise SystemExit(1)


def _tell(batch: Batch, path: Path, *, for_programs: bool) -> None:
    file = str(path) if batch.file_bytes else ""
    if for_programs:
        click.echo(msgspec.json.encode({**msgspec.structs.asdict(batch), "file": file}))
        return
    click.echo(f"{batch.run}  {batch.state}  {batch.documents} documents, {batch.skipped} skipped")
    click.echo(file or f"  problem  {batch.problem} {batch.problem_detail}")


def _parameters(offer: Offer) -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(offer.report.parameters_type)]


def _pair(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign:
        raise click.UsageError(f"--parameter takes KEY=VALUE, not {text!r}")
    return key, value


def _checked(offer: Offer, given: Mapping[str, str]) -> Mapping[str, Any]:
    try:
        parameters = to_options(offer.report.parameters_type, given)
    except WrongOptionsError as error:
        raise click.UsageError(str(error)) from error
    plain: Mapping[str, Any] = msgspec.to_builtins(parameters)
    return plain


async def _offer(tools: ReportCommands, name: str) -> Offer:
    found = await offers.offer(tools.handler.reports.plugins, Audience.STAFF, name)
    if found is None:
        raise click.ClickException(f"there is no report {name}; see `iok report list`")
    return found


async def _selection(building: str | None, payers: tuple[str, ...]) -> Selection:
    published = await published_sources()
    if building is not None and building not in await buildings(published):
        raise click.ClickException(f"there is no building {building}")
    if building is not None:
        return Selection(Whom.BUILDING, building)
    found, unknown = await parties_called(list(payers), published)
    if unknown:
        raise click.ClickException(f"no payer has the number {', '.join(unknown)}")
    return Selection(Whom.PAYERS, payers=tuple(found)) if found else Selection(Whom.ALL)


async def _make(tools: ReportCommands, request: Request, progress: Progress) -> Batch:
    """Claims its own run, so that the same work is never done twice at once."""
    clock = tools.handler.reports.clock
    async with transaction():  # no worker may take it in between
        run = await batches.ask(request, audit=tools.audit, clock=clock)
        claim = await leases.claim(clock, run)
        if claim is None:
            raise click.ClickException("another process is making this report; try later")

    async def handle(claim: leases.Claim, tell: Progress) -> Any:
        async def both(step: Any) -> None:
            await tell(step)
            await progress(step)

        return await tools.handler(claim, both)

    await carry_out(claim, handle, clock)
    found = await batches.batch(run)
    if found is None:
        raise click.ClickException(f"run {run} is gone")
    return found
