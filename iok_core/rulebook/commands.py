"""`iok regulations …`: versions, what keeps their clauses, who has accepted."""

import csv
import sys
from datetime import datetime

import click

from iok_core.audit.actions import Action
from iok_core.audit.operator import operator
from iok_core.db import transaction
from iok_core.identity.service import access_by_identifier
from iok_core.regulations import service as regulations
from iok_core.regulations.difference import Change
from iok_core.regulations.service import Paper, VersionView
from iok_core.rulebook.counting import acceptance_lines, counts
from iok_core.rulebook.draft_commands import group as drafts
from iok_core.rulebook.drafts import open_drafts
from iok_core.rulebook.information_commands import group as information
from iok_core.rulebook.links import links_of_version
from iok_core.rulebook.overseeing import Rulebook, warnings_of_version
from iok_core.rulebook.shell import DAY, Shell, told


@click.group("regulations")
def group() -> None:
    """The regulations: drafts, versions, what keeps each clause, who has accepted."""


group.add_command(drafts)
group.add_command(information)


@group.command("list")
@click.pass_obj
def list_(shell: Shell) -> None:
    """Versions and open drafts, the newest first, and how many have accepted."""

    async def work(book: Rulebook) -> list[str]:
        today = book.tools.clock.today()
        current, counted = await regulations.in_force(today), await counts(today)
        lines = [
            _line(one, "in force" if current and one.id == current.id else "", book)
            for one in await regulations.all_versions()
        ]
        lines += [
            f"draft {one.id}  of version {one.based_on}  "
            + ("approved" if one.approved else "being written")
            for one in await open_drafts()
        ]
        lines.append(f"accepted by {counted.accepted} of {counted.accesses}")
        return lines

    for line in shell.with_rulebook(work):
        click.echo(line)


@group.command("text")
@click.argument("number", type=int)
@click.pass_obj
def text_command(shell: Shell, number: int) -> None:
    """Print the exact text of a version: `… | sha256sum` gives its digest."""
    click.echo(shell.with_rulebook(lambda _: _version(number)).text, nl=False)


@group.command("difference")
@click.argument("before", type=int)
@click.argument("after", type=int)
@click.pass_obj
def difference_command(shell: Shell, before: int, after: int) -> None:
    """What differs between two versions, clause by clause."""

    async def work(_: Rulebook) -> regulations.Difference:
        old, new = await _version(before), await _version(after)
        return regulations.difference(regulations.parse(old.text), regulations.parse(new.text))

    for change in shell.with_rulebook(work).changes:
        for line in _lines(change):
            click.echo(line)


@group.command("rules")
@click.option("--version", "number", type=int, help="Default: the one in force.")
@click.pass_obj
def rules_command(shell: Shell, number: int | None) -> None:
    """Clause → rule → state → setting."""

    async def work(book: Rulebook) -> list[str]:
        shown = await _shown(book, number)
        rules = {rule.key: rule for rule in book.rules}
        links = await links_of_version(shown.number, book.rules)
        return [
            f"{link.clause:>3}  {link.rule}  {rules[link.rule].state}  {rules[link.rule].setting}"
            for link in sorted(links, key=lambda link: (link.clause, link.rule))
            if link.rule in rules
        ]

    for line in shell.with_rulebook(work):
        click.echo(line.rstrip())


@group.command("check")
@click.option("--version", "number", type=int, help="Default: the one in force.")
@click.pass_obj
def check_command(shell: Shell, number: int | None) -> None:
    """Where a text and the settings disagree, and what it cites. Exit 1: something was found."""

    async def work(book: Rulebook) -> list[str]:
        return told(await warnings_of_version(book, await _shown(book, number)))

    warned = shell.with_rulebook(work)
    for line in warned:
        click.echo(line)
    if warned:
        raise SystemExit(1)


@group.command("acceptances")
@click.option("--version", "number", type=int, help="Of this version. Default: each one's newest.")
@click.pass_obj
def acceptances_command(shell: Shell, number: int | None) -> None:
    """Who has accepted which version, as CSV; whoever has not has no number."""

    async def work(book: Rulebook) -> list[tuple[object, ...]]:
        lines = await acceptance_lines(book.tools.clock.today(), number)
        async with transaction():
            await book.tools.audit.record(
                Action.ACCEPTANCES_EXPORT, by=operator(), meta={"rows": len(lines)}
            )
        return [
            (one.identifier, one.name, one.number, one.at, one.way, one.signed_on, one.sha256)
            for one in sorted(lines, key=lambda one: one.identifier)
        ]

    writer = csv.writer(sys.stdout)
    writer.writerow(("identifier", "name", "version", "at", "way", "signed_on", "sha256"))
    writer.writerows(shell.with_rulebook(work))


@group.command("accepted-on-paper")
@click.argument("identifier")
@click.option("--version", "number", type=int, required=True, help="As it stands on the sheet.")
@click.option("--signed-on", type=DAY, required=True, help="The day on the sheet.")
@click.pass_obj
def paper_command(shell: Shell, identifier: str, number: int, signed_on: datetime) -> None:
    """Record that a resident signed a version of the regulations on paper."""

    async def work(book: Rulebook) -> regulations.PaperRefusal | None:
        access = await access_by_identifier(identifier)
        if access is None:
            raise click.ClickException(f"no resident signs in as {identifier}")
        paper = Paper(person=access.person, number=number, signed_on=signed_on.date())
        audit, clock = book.tools.audit, book.tools.clock
        return await regulations.record_paper(paper, by=operator(), audit=audit, clock=clock)

    refused = shell.with_rulebook(work)
    if refused is not None:
        raise click.ClickException(refused)
    click.echo("recorded")


async def _version(number: int) -> VersionView:
    found = await regulations.version(number)
    if found is None:
        raise click.ClickException(f"there is no version {number}")
    return found


async def _shown(book: Rulebook, number: int | None) -> VersionView:
    if number is not None:
        return await _version(number)
    current = await regulations.in_force(book.tools.clock.today())
    if current is None:
        raise click.ClickException("no regulations are in force")
    return current


def _line(one: VersionView, state: str, book: Rulebook) -> str:
    if one.in_force_from > book.tools.clock.today():
        state = "announced"
    corrects = f"corrects {one.corrects}" if one.corrects else ""
    parts = (f"version {one.number}", f"from {one.in_force_from}", one.resolution, state, corrects)
    return "  ".join(filter(None, parts))


def _lines(change: Change) -> list[str]:
    place = change.new or change.old or ""
    before, after = (
        "".join(piece.text for piece in side) for side in (change.before, change.after)
    )
    lines = [f"{change.kind} {place}".rstrip()]
    if change.kind != "moved":
        lines += [f"- {line}" for line in before.splitlines()]
    return lines + [f"+ {line}" for line in after.splitlines()]
