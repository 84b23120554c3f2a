"""`iok regulations draft …`: a draft from its beginning to the version that it becomes."""

from datetime import datetime
from pathlib import Path

import click

from iok_core.audit.operator import operator
from iok_core.regulations import service as regulations
from iok_core.regulations.checking import Link
from iok_core.rulebook import drafts, linking, publication
from iok_core.rulebook.links import NOWHERE, links_of_draft
from iok_core.rulebook.overseeing import Rulebook, warnings_of_draft
from iok_core.rulebook.publication import Announcement, Resolution
from iok_core.rulebook.shell import DAY, DESPITE, Shell, done, heed, one_draft, said, told
from iok_core.rulebook.wording import Wording, text_flaws


@click.group("draft")
def group() -> None:
    """Drafts: begin, write, approve, announce, correct, throw away."""


@group.command("begin")
@click.option("--of", "number", type=int, help="Version. Default: the one in force.")
@click.option("--correction", is_flag=True, help="Only typing errors; nobody accepts anew.")
@click.pass_obj
def begin(shell: Shell, number: int | None, *, correction: bool) -> None:
    """Begin a draft that says what a version says. Prints its number."""

    async def work(book: Rulebook) -> int | drafts.Refusal:
        current = await regulations.in_force(book.tools.clock.today())
        base = number or (current.number if current else 0)
        try:
            return await drafts.start(base, book.tools, correction=correction, by=operator())
        except LookupError:
            raise click.ClickException(f"there is no version {base}") from None

    click.echo(f"draft {done(shell.with_rulebook(work))}")


@group.command("text")
@click.argument("draft", type=int)
@click.pass_obj
def text_command(shell: Shell, draft: int) -> None:
    """Print the text of a draft, to be changed and written back."""

    async def work(_: Rulebook) -> str:
        return (await one_draft(draft)).wording.text

    click.echo(shell.with_rulebook(work), nl=False)


@group.command("write")
@click.argument("draft", type=int)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def write(shell: Shell, draft: int, file: Path) -> None:
    """Take the text of a draft from a file: title, clauses `1. …`, closing lines."""
    try:
        wording = Wording.of(regulations.parse(file.read_text("utf-8")))
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not UTF-8") from None
    numbers = [clause.number for clause in regulations.parse(file.read_text("utf-8")).clauses]
    if numbers != list(range(1, len(numbers) + 1)):
        raise click.ClickException("the clauses are not numbered 1, 2, 3 …")

    async def work(book: Rulebook) -> drafts.Refusal | None:
        found = await one_draft(draft)
        return await drafts.save(draft, found.revision, wording, book.tools, by=operator())

    done(shell.with_rulebook(work))


@group.command("check")
@click.argument("draft", type=int)
@click.pass_obj
def check(shell: Shell, draft: int) -> None:
    """What is wrong with a draft, and what to look at. Exit 1: something was found."""

    async def work(book: Rulebook) -> list[str]:
        found = await one_draft(draft)
        flaws = [f"{field} is {flaw}" for field, flaw in text_flaws(found.wording)]
        return flaws + told(await warnings_of_draft(book, found))

    lines = shell.with_rulebook(work)
    for line in lines:
        click.echo(line)
    if lines:
        raise SystemExit(1)


@group.command("link")
@click.argument("draft", type=int)
@click.argument("rule")
@click.option("--clause", type=click.IntRange(0), required=True, help="0: in none.")
@click.option("--says", type=int, help="The number that the clause names for the setting.")
@click.pass_obj
def link(shell: Shell, draft: int, rule: str, clause: int, says: int | None) -> None:
    """Say in which clause a rule stands: see `iok regulations rules`."""

    async def work(book: Rulebook) -> drafts.Refusal | None:
        if rule not in {one.key for one in book.rules}:
            raise click.ClickException(f"there is no rule {rule}")
        found = await one_draft(draft)
        links = {one.key: Link(one.key, NOWHERE) for one in book.rules}
        links |= {one.rule: one for one in await links_of_draft(draft, book.rules)}
        links[rule] = Link(rule, clause, says)
        tools, by = book.tools, operator()
        return await linking.link(draft, found.revision, links.values(), tools, by=by)

    done(shell.with_rulebook(work))


@group.command("approve")
@click.argument("draft", type=int)
@click.option("--by", "approved_by", required=True, callback=said, help="Who approved it.")
@click.option("--on", "approved_on", type=DAY, required=True, help="The day of the resolution.")
@click.option("--resolution", required=True, callback=said, help="Its number, or the minutes'.")
@click.pass_obj
def approve(
    shell: Shell, draft: int, approved_by: str, approved_on: datetime, resolution: str
) -> None:
    """Record that a draft was approved; its text does not change any more."""
    given = Resolution(
        approved_by=approved_by, approved_on=approved_on.date(), resolution=resolution
    )

    async def work(book: Rulebook) -> drafts.Refusal | None:
        found = await one_draft(draft)
        return await publication.approve(draft, found.revision, given, book.tools, by=operator())

    done(shell.with_rulebook(work))


@group.command("reopen")
@click.argument("draft", type=int)
@click.pass_obj
def reopen(shell: Shell, draft: int) -> None:
    """Take an approval back, so that the text can be changed."""

    async def work(book: Rulebook) -> drafts.Refusal | None:
        found = await one_draft(draft)
        return await publication.reopen(draft, found.revision, book.tools, by=operator())

    done(shell.with_rulebook(work))


@group.command("announce")
@click.argument("draft", type=int)
@click.option("--from", "since", type=DAY, required=True, help="The first day on which it binds.")
@click.option("--summary", required=True, callback=said, help="What changes, for residents.")
@DESPITE
@click.pass_obj
def announce(
    shell: Shell, draft: int, since: datetime, summary: str, *, despite_warnings: bool
) -> None:
    """Publish an approved draft as the next version, and tell residents."""

    async def work(book: Rulebook) -> int | drafts.Refusal:
        found = await one_draft(draft)
        heed(await warnings_of_draft(book, found), despite=despite_warnings)
        wanted = Announcement(in_force_from=since.date(), summary=summary)
        return await publication.announce(draft, found.revision, wanted, book, by=operator())

    click.echo(f"version {done(shell.with_rulebook(work))}")


@group.command("correct")
@click.argument("draft", type=int)
@click.option("--reason", required=True, callback=said, help="What was wrong; residents read it.")
@DESPITE
@click.pass_obj
def correct(shell: Shell, draft: int, reason: str, *, despite_warnings: bool) -> None:
    """Publish a correction of typing errors; nobody has to accept anew."""

    async def work(book: Rulebook) -> int | drafts.Refusal:
        found = await one_draft(draft)
        heed(await warnings_of_draft(book, found), despite=despite_warnings)
        return await publication.correct(draft, found.revision, reason, book, by=operator())

    click.echo(f"version {done(shell.with_rulebook(work))}")


@group.command("discard")
@click.argument("draft", type=int)
@click.pass_obj
def discard(shell: Shell, draft: int) -> None:
    """Throw a draft away."""

    async def work(book: Rulebook) -> drafts.Refusal | None:
        found = await one_draft(draft)
        return await drafts.discard(draft, found.revision, book.tools, by=operator())

    done(shell.with_rulebook(work))
