"""`iok regulations information …`: what people are told about their data."""

from datetime import datetime
from pathlib import Path

import click

from iok_core.audit.operator import operator
from iok_core.regulations import service as regulations
from iok_core.rulebook.overseeing import Rulebook
from iok_core.rulebook.shell import DAY, DESPITE, Shell, heed


@click.group("information")
def group() -> None:
    """What people are told about their personal data: a text that nobody accepts."""


@group.command("show")
@click.pass_obj
def show(shell: Shell) -> None:
    """Print the text that holds today. Exit 1: there is none."""

    async def work(book: Rulebook) -> regulations.Information | None:
        return await regulations.informs_on(book.tools.clock.today())

    found = shell.with_rulebook(work)
    if found is None:
        raise click.ClickException("nothing is published yet")
    click.echo(found.text, nl=not found.text.endswith("\n"))


@group.command("publish")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "since", type=DAY, help="The first day. Default: today.")
@DESPITE
@click.pass_obj
def publish(shell: Shell, file: Path, since: datetime | None, *, despite_warnings: bool) -> None:
    """Publish the next version of the text, from a file in UTF-8."""
    try:
        text = file.read_text("utf-8").strip()
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not UTF-8") from None
    if not text:
        raise click.ClickException(f"{file} is empty")

    async def work(book: Rulebook) -> int:
        heed(book.check_information(text), despite=despite_warnings)
        today = book.tools.clock.today()
        day = since.date() if since else today
        if day < today:
            raise click.ClickException("it cannot hold from a day that is over")
        audit, clock = book.tools.audit, book.tools.clock
        return await regulations.publish_information(
            text, day, by=operator(), audit=audit, clock=clock
        )

    click.echo(f"version {shell.with_rulebook(work)}")
