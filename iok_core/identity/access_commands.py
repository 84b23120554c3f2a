"""`iok access …`: the issue desk from the command line.

Nobody issues without the permission, so each act names a member of staff by identifier; beside
them the audit holds the operating-system user.
"""

import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

import click
import msgspec

from iok_core.audit.operator import operator
from iok_core.audit.origin import Origin
from iok_core.identity import desk, people, receipts
from iok_core.identity.accesses import AccessState
from iok_core.identity.context import IdentityContext
from iok_core.identity.credentials import Credentials
from iok_core.identity.desk import Recipient
from iok_core.identity.handing_over import HandOver, StageRefusal, hand_over, record_receipt
from iok_core.identity.identifiers import tidy_identifier
from iok_core.identity.issue_batches import newest_batch
from iok_core.identity.issuing import Issued, IssueRefusal, IssueRequest, issue_access
from iok_core.identity.kinds import DocumentKind
from iok_core.identity.mass_issue import (
    BatchIssued,
    MassIssue,
    MassRefusal,
    issue_batch,
)
from iok_core.identity.people import NO_ACCESS
from iok_core.identity.slips import SlipForm, SlipPrinter
from iok_core.identity.words import addressed
from iok_core.premises.holders import Place

T = TypeVar("T")
STATES = [*AccessState, people.BLOCKED, NO_ACCESS]


class DeskCommands(msgspec.Struct, frozen=True):
    """What these commands work with."""

    identity: IdentityContext
    printer: SlipPrinter
    published: Mapping[int, int]


class Shell(Protocol):
    """What the root command leaves as click's object: opens the portal, works, closes it."""

    def with_desk(self, work: Callable[[DeskCommands], Awaitable[T]]) -> T: ...


CLERK = click.option("--clerk", required=True, help="Identifier of the member of staff who issues.")
DOCUMENT = click.option("--document", type=click.Choice([one.value for one in DocumentKind]))
CHECKED = click.option("--identity-checked", is_flag=True, help="The document was looked at.")
PAPER = click.option(
    "--paper",
    type=click.Choice([one.value for one in SlipForm]),
    default=SlipForm.SHEET.value,
    show_default=True,
)
PERSONS = click.argument("persons", nargs=-1, type=int, required=True)


@click.group("access")
def group() -> None:
    """The issue desk: accesses of residents, their slips and receipts."""


@group.command("list")
@click.argument("words", nargs=-1)
@click.option("--state", type=click.Choice([str(state) for state in STATES]))
@click.option("--without-receipt", is_flag=True, help="Who has the slip and has signed nothing.")
@click.pass_obj
def list_command(
    shell: Shell, words: tuple[str, ...], state: str | None, *, without_receipt: bool
) -> None:
    """Persons by name, payer, premises or identifier: number, state, identifier, name."""

    async def work(tools: DeskCommands) -> list[str]:
        found = await people.find_people(tools.identity, " ".join(words), tools.published)
        now = tools.identity.clock.now()
        return [
            f"{one.who.id:6}  {one.state(now):11}  "
            f"{one.access.identifier if one.access else '-':12}  {one.who.name}"
            for one in found
            if state in (None, one.state(now)) and (one.lacks_receipt or not without_receipt)
        ]

    for line in shell.with_desk(work):
        click.echo(line)


@group.command("issue")
@click.argument("person", type=int)
@CLERK
@DOCUMENT
@CHECKED
@click.option("--pdf", type=click.Path(path_type=Path), help="A new file for the slip.")
@PAPER
@click.option("--journal", default="", help="Number of a demand for a new password, signed now.")
@click.pass_obj
def issue_command(
    shell: Shell,
    person: int,
    clerk: str,
    document: str | None,
    pdf: Path | None,
    paper: str,
    journal: str,
    *,
    identity_checked: bool,
) -> None:
    """Issue an access, or a new start password. PERSON as in `iok access list`.

    The slip goes to the file that you name, or its words to the terminal; the portal keeps none.
    """
    wanted = _wanted(person, document, journal, checked=identity_checked)

    async def work(tools: DeskCommands) -> str:
        who, issued = await _issue(tools, wanted, await clerk_of(clerk))
        if pdf is None:
            return _told(issued)
        await _slip(tools, who, issued, SlipForm(paper), pdf)
        return f"{issued.identifier}  {pdf}"

    _require_new(pdf)
    click.echo(shell.with_desk(work))


def _wanted(person: int, document: str | None, journal: str, *, checked: bool) -> IssueRequest:
    if document is None:
        raise click.UsageError("name the kind of document that was looked at with --document")
    return IssueRequest(
        person=person,
        document=DocumentKind(document),
        identity_checked=checked,
        after_issue=0,
        journal=journal,
    )


async def _issue(tools: DeskCommands, wanted: IssueRequest, by: Origin) -> tuple[Recipient, Issued]:
    """After whatever issue is the newest."""
    who = await desk.recipient(tools.identity, wanted.person, tools.published)
    if who is None:
        raise click.ClickException(f"there is no person {wanted.person}")
    number = who.access.issue_number if who.access else 0
    wanted = msgspec.structs.replace(wanted, after_issue=number)
    outcome = await issue_access(tools.identity, wanted, by=by, operator=operator().actor)
    if isinstance(outcome, IssueRefusal):
        raise click.ClickException(f"nothing was issued: {outcome}")
    return who, outcome


async def _slip(
    tools: DeskCommands, who: Recipient, issued: Issued, paper: SlipForm, pdf: Path
) -> None:
    now = tools.identity.clock.now()
    to = desk.addressee(who.name, who.cards)
    signing = receipts.receipt(who.name, issued.identifier, who.cards, now)
    _write(pdf, await tools.printer.slips([(to, issued)], paper, now, signing))


@group.command("hand-over")
@PERSONS
@CLERK
@DOCUMENT
@CHECKED
@click.option("--signed", is_flag=True, help="They have signed the list or the receipt, too.")
@click.pass_obj
def hand_over_command(
    shell: Shell,
    persons: tuple[int, ...],
    clerk: str,
    document: str | None,
    *,
    identity_checked: bool,
    signed: bool,
) -> None:
    """Record that slips are in the hands of their owners: those of a batch work from then on."""
    wanted = HandOver(
        persons=persons,
        identity_checked=identity_checked,
        document=DocumentKind(document) if document else None,
        signed=signed,
    )

    async def work(tools: DeskCommands) -> list[int] | StageRefusal:
        by = await clerk_of(clerk)
        return await hand_over(tools.identity, wanted, by=by, operator=operator().actor)

    _tell_stage(shell.with_desk(work))


@group.command("receipt")
@PERSONS
@CLERK
@click.pass_obj
def receipt_command(shell: Shell, persons: tuple[int, ...], clerk: str) -> None:
    """Record that the signed receipts of these persons came back."""

    async def work(tools: DeskCommands) -> list[int] | StageRefusal:
        by = await clerk_of(clerk)
        return await record_receipt(tools.identity, persons, by=by, operator=operator().actor)

    _tell_stage(shell.with_desk(work))


@group.command("batch")
@click.argument("building")
@click.option("--staircase", default="", help="Default: all of them.")
@CLERK
@click.option("--checks-on-handing-over", is_flag=True, help="Each will show a document first.")
@click.option("--add-payers", is_flag=True, help="Add payers who are one human as persons.")
@click.option("--pdf", type=click.Path(path_type=Path), required=True, help="A new file.")
@PAPER
@click.pass_obj
def batch_command(
    shell: Shell,
    building: str,
    staircase: str,
    clerk: str,
    pdf: Path,
    paper: str,
    *,
    checks_on_handing_over: bool,
    add_payers: bool,
) -> None:
    """Issue for a building: the slips as one file, which work after `iok access hand-over`."""

    async def work(tools: DeskCommands) -> BatchIssued:
        wanted = MassIssue(
            place=Place(building, staircase),
            after_batch=await newest_batch(),
            checks_on_handing_over=checks_on_handing_over,
            adds_payers=add_payers,
        )
        issued = await _issue_batch(tools, wanted, await clerk_of(clerk))
        now = tools.identity.clock.now()
        _write(pdf, await tools.printer.slips(addressed(issued.slips), SlipForm(paper), now))
        return issued

    _require_new(pdf)
    issued = shell.with_desk(work)
    click.echo(f"batch {issued.batch}: {len(issued.slips)} slips  {pdf}")


async def _issue_batch(tools: DeskCommands, wanted: MassIssue, by: Origin) -> BatchIssued:
    outcome = await issue_batch(
        tools.identity, wanted, tools.published, by=by, operator=operator().actor
    )
    if isinstance(outcome, MassRefusal):
        raise click.ClickException(f"nothing was issued: {outcome}")
    return outcome


async def clerk_of(identifier: str) -> Origin:
    """The member of staff who signs in so. Raises ClickException."""
    found = await Credentials.by_identifier(tidy_identifier(identifier))
    if found is None or found.staff is None:
        raise click.ClickException(f"nobody at the office signs in as {identifier}")
    return found.origin("")


def _told(issued: Issued) -> str:
    lines = {
        "identifier": issued.identifier,
        "start password": issued.start_password,
        "expires at": issued.expires_at.isoformat(timespec="seconds"),
    }
    return "\n".join(f"{label:15} {value}" for label, value in lines.items())


def _tell_stage(outcome: list[int] | StageRefusal) -> None:
    if isinstance(outcome, StageRefusal):
        raise click.ClickException(f"nothing was recorded: {outcome}")
    click.echo(f"recorded for {len(outcome)}")


def _require_new(path: Path | None) -> None:
    """Before anything is issued: what cannot be written would be lost."""
    if path is not None and (path.exists() or not path.parent.is_dir()):
        raise click.UsageError(f"{path} exists already, or its folder does not")


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
